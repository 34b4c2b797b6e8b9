"""Put together what was drawn: who is to be won, in which words, and whether it can be done."""

from typing import Any

from tasksynth.rng import Dice
from tasksynth_text.persuasion.drawing import (
    CauseSheet,
    TalkShape,
    draw_wanted,
    new_sheet,
    shuffled,
)
from tasksynth_text.persuasion.models import (
    Concern,
    PersuasionInstance,
    bounds,
    fits,
    following,
    preceding,
)
from tasksynth_text.persuasion.phrases import (
    CAME,
    CHAT,
    DECOYS,
    EXCUSES,
    GREETED,
    HAS,
    READY,
    SMALL,
    TOGETHER,
    WENT,
)
from tasksynth_text.persuasion.words import PEOPLE, YEARS

_LINKS = ("same", "other", "later")
Wanted = list[tuple[Concern, str]]


def draw_persuasion(dice: Dice, shape: TalkShape) -> PersuasionInstance | None:
    """Somebody who is surely won by who reads, remembers and looks ahead; None if it fails."""
    sheet = new_sheet(dice)
    groups = _groups(dice, shape.concerns, shape.together)
    wanted = draw_wanted(sheet, shape, groups)
    if wanted is None:
        return None
    name, she = dice.of(PEOPLE)
    x = PersuasionInstance(
        name=name,
        she=she,
        intro=f"You collect for {sheet.organisation}, an organisation that {sheet.cause.does}.",
        facts=tuple(shuffled(dice, sheet.worded())),
        figures=_figures(sheet),
        means=sheet.means,
        concerns=tuple(one for one, _ in wanted),
        groups=groups,
        excuses=_excuses(dice, len(groups), shape.excuses),
        patience=shape.patience,
        voice=dice.below(60),
        **_words(sheet, shape, wanted, groups),
    )
    linked = sum(one.how in _LINKS for c in x.concerns for one in c.conditions)
    return x if certain(x) and traps(x) >= linked else None


def _groups(dice: Dice, count: int, together: int) -> tuple[int, ...]:
    """As many at once as there may be, the smaller group anywhere."""
    sizes = [together] * (count // together) + ([count % together] if count % together else [])
    dice.shuffle(sizes)
    return tuple(sizes)


def _excuses(dice: Dice, groups: int, count: int) -> tuple[str, ...]:
    hidden = shuffled(dice, range(groups))[:count]
    lines = shuffled(dice, EXCUSES)
    return tuple(lines[i] if i in hidden else "" for i in range(groups))


def _words(
    sheet: CauseSheet, shape: TalkShape, wanted: Wanted, groups: tuple[int, ...]
) -> dict[str, Any]:
    """What is said to greet, to voice each group, and of money."""
    dice = sheet.dice
    terms, purse = _purse(dice, shape.terms)
    small = dice.between(2, 9) if shape.concerns > 2 and dice.below(2) else 0
    idle = [kind for kind in DECOYS if kind not in {one.about for one, _ in wanted}]
    asides = shuffled(dice, [way for kind in idle for way in DECOYS[kind]] + _chat(sheet))
    asides = asides[: shape.decoys * len(groups)]
    greeting = [dice.of(GREETED)] + ([purse.pop(0)] if len(purse) > 1 else [])
    voiced, first = [], 0
    for number, size in enumerate(groups):
        told = dice.of(TOGETHER[size]).format(*[text for _, text in wanted[first : first + size]])
        told = " ".join([*asides[number :: len(groups)], told])
        if number and len(purse) > 1:
            told = f"{purse.pop(0)} {told}"
        voiced.append(told)
        first += size
    begins = [dice.of(SMALL).format(small)] if small else []
    return {
        "greeting": " ".join(greeting),
        "voiced": tuple(voiced),
        "ready": " ".join([dice.of(READY), *purse, *begins]),
        "small": small,
        "purse": terms,
    }


def _purse(dice: Dice, terms: int) -> tuple[tuple[int, ...], list[str]]:
    """What there is to give, and the same in words."""
    sums = dice.between(40, 95), -dice.between(11, 28), dice.between(10, 20)
    lines = [
        dice.of(way).format(abs(one)) for way, one in zip((HAS, WENT, CAME), sums, strict=True)
    ]
    return sums[:terms], lines[:terms]


def _chat(sheet: CauseSheet) -> list[str]:
    """Places and years that mean nothing."""
    return [
        way.format(place=sheet.dice.of(sheet.countries), year=sheet.dice.of(YEARS)) for way in CHAT
    ]


def _figures(sheet: CauseSheet) -> tuple[str, ...]:
    shares = [f"{share} if they were given in {y}" for y, share in sheet.shares.items()]
    gifts = [f"{sum} euros in {y}" for y, sum in sheet.gifts.items()]
    counts = [f"{count} in {place}" for place, count in sheet.counts.items()]
    return (
        f"Of each 100 euros, this many reached the projects: {_listed(shares)}.",
        f"You yourself have given {_listed(gifts)}.",
        f"Of three countries you know how many {sheet.cause.thing} there are: {_listed(counts)}.",
    )


def _listed(some: list[str]) -> str:
    return f"{', '.join(some[:-1])} and {some[-1]}"


def certain(x: PersuasionInstance) -> bool:
    """Whether all goes well whatever one tells of what may be told, as far as it can be seen.

    Whoever has read what was voiced so far tells a fact that is wanted and leaves one for all else
    that was voiced. What is voiced later must be met after each of them.
    """

    def met(concern: int, told: list[int]) -> bool:
        if concern == len(x.concerns):
            return True
        if x.concerns[concern].kind != "tell":
            return met(concern + 1, told)
        options = following(x, concern, told, bounds(x, concern)[1])
        return bool(options) and all(met(concern + 1, [*told, i]) for i in options)

    return met(0, [])


def traps(x: PersuasionInstance) -> int:
    """Facts that are wanted and, if told, leave none for what else was voiced: on the way of who
    always tells the first that leaves one.
    """
    told: list[int] = []
    found = 0
    for i, concern in enumerate(x.concerns):
        if concern.kind == "tell":
            before = preceding(x, i, told)
            some = [
                j for j, one in enumerate(x.facts) if j not in told and fits(one, concern, before)
            ]
            good = following(x, i, told, bounds(x, i)[1])
            found += len(some) - len(good)
            told.append(good[0])
    return found
