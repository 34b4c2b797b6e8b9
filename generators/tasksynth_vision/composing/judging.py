"""Judge drawings: of scenes that words demand, and of scenes that are to be edited."""

from collections.abc import Sequence
from typing import NamedTuple

from tasksynth_vision.composing.asking import Inventory
from tasksynth_vision.composing.claims import Meeting, SceneClaim, holds, is_so
from tasksynth_vision.composing.editing import Change, SceneEdit
from tasksynth_vision.composing.seeing import SeenDrawing, ShownThing, meeting
from tasksynth_vision.composing.shapes import DrawnShape, tone
from tasksynth_vision.composing.wording import told_claim, words_of
from tasksynth_vision.vectors.colours import RGB

STAYS = 2.5
"""Units by which each side of what stays may be off; two of them are told."""
TONE = 24
"""Of 255 in a channel: by how much the colour of what stays may be off."""


class DemandsMet(NamedTuple):
    """How much of what was wanted is so."""

    share: float
    """In [0, 1], and 1 only where all of it is."""
    why: str = ""


def judge_scene(sight: SeenDrawing, ground: str, there: Sequence[Inventory],
                claims: Sequence[SceneClaim]) -> DemandsMet:  # fmt: skip
    """Hold a drawing against an inventory and claims."""
    things = sight.things
    total = sum(group.number for group in there)
    right = _wrong_things(things, total)
    faults = [right] if right else []
    for group in there:
        found = sum(thing.fits(group.like) for thing in things)
        if found != group.number:
            faults.append(f"there are {found} of {group.number} of {words_of(group.like)!r}")
    if right or not _near(sight.ground, tone(ground), TONE):
        faults.append(f"the background is not just {ground}")
    said = [claim for claim in claims if claim.sort in ("inside", "over")]
    if right or not _apart(things, said):
        faults.append("things overlap of which it is not said")
    faults += [f"not so: {told_claim(claim)}" for claim in claims
               if not holds(things, lambda i, j: meeting(things[i], things[j]), claim)]  # fmt: skip
    return DemandsMet(1 - len(faults) / (len(there) + len(claims) + 3), faults[0] if faults else "")


def _wrong_things(things: Sequence[ShownThing], total: int) -> str:
    """What is wrong with what there is in all, if anything."""
    for thing in things:
        if not thing.kind:
            return f"something {thing.colour} {thing.why}"
    return "" if len(things) == total else f"{len(things)} things are seen, not {total}"


def _apart(things: Sequence[ShownThing], said: Sequence[SceneClaim]) -> bool:
    """Whether nothing overlaps of which that is not said."""
    for i, one in enumerate(things):
        for other in things[:i]:
            met = meeting(one, other)
            if met == "apart":
                continue
            upper, lower = (one, other) if met in ("inside", "over") else (other, one)
            if not any(claim.of is not None and upper.fits(claim.what) and lower.fits(claim.of)
                       for claim in said):  # fmt: skip
                return False
    return True


def _near(one: RGB, other: RGB, most: int) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= most


def judge_edit(
    sight: SeenDrawing, ground: str, before: Sequence[DrawnShape], change: Change
) -> DemandsMet:
    """Hold a drawing against a scene and what was to be changed of it."""
    slots, spare = _matched(sight, change)
    upon = {(one.thing, one.on): "inside" if one.inside else "over" for one in change.upon}
    loose = change.loose
    done = [_is_done(edit, slots, spare, before) for edit in change.edits]
    touched = {i for edit in change.edits for i in edit.targets}
    still = [i for i, one in enumerate(change.after) if one is not None and i not in touched]
    kept = [i for i in still if i in slots]
    whole = len(still) + 1
    good = len(kept) + _near(sight.ground, tone(ground), TONE)
    others = len(spare) - sum(_is_left(edit, spare, before) for edit in change.edits)
    stacked = all(
        meeting(slots[i], slots[j]) == (upon.get((i, j)) or _turned(upon.get((j, i))))
        for i in slots for j in slots if i < j
    )  # fmt: skip
    share = sum(done) / len(done) * good / (whole + max(0, others))
    if all(done) and good == whole and not spare:
        return (
            DemandsMet(1.0)
            if stacked
            else DemandsMet(0.5, "things overlap otherwise than they should")
        )
    why = next((f"not done: {words_of(edit.like)!r}, to {edit.verb}" for edit, so in
                zip(change.edits, done, strict=True) if not so), "")  # fmt: skip
    return DemandsMet(min(share, 0.9), why or _unkept(still, slots, before, loose))


def _unkept(still: list[int], slots: dict[int, ShownThing], before: Sequence[DrawnShape],
            loose: set[int]) -> str:  # fmt: skip
    lost = [i for i in still if i not in slots and i not in loose]
    return f"{words_of(before[lost[0]].like)!r} did not stay" if lost else "something else is seen"


def _turned(met: str | None) -> str:
    return {None: "apart", "inside": "around", "over": "under"}[met]


def _matched(sight: SeenDrawing, change: Change) -> tuple[dict[int, ShownThing], list[ShownThing]]:
    """What is seen of each thing that there should be, and what else is seen."""
    spare = list(sight.things)
    slots: dict[int, ShownThing] = {}
    recoloured = {i for edit in change.edits if edit.verb == "recolour" for i in edit.targets}
    for i, one in enumerate(change.after):
        if one is not None and i not in change.loose:
            new = i in recoloured
            found = next((thing for thing in spare if _is_there(thing, one, new=new)), None)
            if found is not None:
                slots[i] = found
                spare.remove(found)
    for edit in change.edits:
        shape = change.after[edit.targets[0]]
        if edit.verb not in ("move", "add") or shape is None:
            continue
        able = [thing for thing in spare if _looks_so(thing, shape, exactly=edit.verb == "move")]
        best = max(able, key=lambda thing: _landed(edit, thing, slots), default=None)
        if best is not None:
            slots[edit.targets[0]] = best
            spare.remove(best)
    return slots, spare


def _is_there(thing: ShownThing, shape: DrawnShape, *, new: bool = False) -> bool:
    """Whether something seen is a shape, where that is; of a new colour any shade will do."""
    off = max(abs(a - b) for a, b in zip(thing.box, shape.box, strict=True))
    if off > STAYS or thing.kind != shape.kind:
        return False
    return thing.colour == shape.colour if new else _near(thing.rgb, tone(shape.colour), TONE)


def _looks_so(thing: ShownThing, shape: DrawnShape, *, exactly: bool) -> bool:
    """Whether something seen is like a shape, wherever it is; of just its size if need be."""
    if not exactly:
        return thing.fits(shape.like)
    left, top, right, bottom = thing.box
    off = max(abs(right - left - shape.wide), abs(bottom - top - shape.high))
    return off <= STAYS and thing.kind == shape.kind and _near(thing.rgb, tone(shape.colour), TONE)


def _landed(edit: SceneEdit, thing: ShownThing, slots: dict[int, ShownThing]) -> int:
    """How many of the demands on its place something meets."""
    met = 0
    for claim, of in zip(edit.where, edit.of, strict=True):
        if of is not None and of in slots:
            met += is_so((thing, slots[of]), _unmet, claim, 0, 1)
    return met


def _unmet(i: int, j: int) -> Meeting:
    """Places are told by sides alone."""
    return "apart"


def _is_done(edit: SceneEdit, slots: dict[int, ShownThing], spare: list[ShownThing],
             before: Sequence[DrawnShape]) -> bool:  # fmt: skip
    """Whether an edit was made."""
    if edit.verb == "remove":
        return not _is_left(edit, spare, before)
    if edit.verb in ("move", "add"):
        thing = slots.get(edit.targets[0])
        return thing is not None and _landed(edit, thing, slots) == len(edit.where)
    return all(i in slots for i in edit.targets)


def _is_left(edit: SceneEdit, spare: list[ShownThing], before: Sequence[DrawnShape]) -> int:
    """How many things are still there that an edit should have changed."""
    if edit.verb == "add":
        return 0
    return sum(any(_is_there(thing, before[i]) for thing in spare) for i in edit.targets)
