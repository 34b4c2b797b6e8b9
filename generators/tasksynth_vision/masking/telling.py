"""The words of a masked scene's task."""

from tasksynth_vision.masking.judging import KEPT
from tasksynth_vision.masking.letters import ACROSS, DOWN, STEP
from tasksynth_vision.masking.paints import COLOURS, SIDE
from tasksynth_vision.masking.scenes import MaskedScene, MaskedThing
from tasksynth_vision.vectors.parsing import MOST_CHARS, MOST_SHAPES, SHAPES
from tasksynth_vision.vectors.scoring import NEAR

_MEANT = {
    "circle": "", "rectangle": "",
    "diamond": "A diamond has its corners at the middles of the box's sides.",
    "ring": "A ring is a circle without an inner circle that is half as wide.",
    "plus": "A plus has arms that are a third as wide as the box.",
    "triangle that points up": "A triangle has one side of the box whole, and the corner opposite "
    "to it, where it points to, at the middle of the other side.",
}  # fmt: skip
_MEANT["triangle that points down"] = _MEANT["triangle that points up"]


def told_edit(x: MaskedScene) -> str:
    """The prompt, but for its pictures."""
    left, top, right, bottom = x.mask
    return (
        f"The first picture has {SIDE} by {SIDE} pixels. The second one is a mask of it, white "
        f"from ({left}, {top}) to ({right}, {bottom}), in pixels from the upper left corner. Edit "
        f"the first picture there, and nowhere else.\n\n{_JOBS[x.job](x)}\n\n"
        f"Answer with the edited picture as a PNG file of {SIDE} by {SIDE} pixels, in base64 as "
        "`data:image/png;base64,…`. Or with an SVG in a code block, which is laid over the first "
        "picture and of which only what is in the mask counts: begin with "
        f'`<svg viewBox="0 0 {SIDE} {SIDE}">`; there may be groups (`g`) and {", ".join(SHAPES)}, '
        "with fill, stroke, stroke-width and transform, no gradients, style sheets, opacity, "
        f"texts, links or scripts, at most {MOST_SHAPES} shapes and {MOST_CHARS} characters.\n\n"
        "It passes when of each 3 by 3 pixels in the mask most are right, and nearly all of them "
        f"together: their colour has to be right to within {NEAR} of 255 in red, green and blue "
        "each, and edges to within a pixel. Outside of the mask no pixel may change by more than "
        f"{KEPT} in any of these."
    )


def answer_told(x: MaskedScene) -> str:
    """The task in short, for people."""
    thing = x.things[0] if x.things else None
    return {
        "fill": "Fill the hole: " + "; ".join(_thing(one) for one in x.things),
        "extend": "Go on with the picture.",
        "remove": f"Take away the {thing.colour} {thing.kind}." if thing else "",
        "text": f"Write {x.text} in {x.ink}.",
    }[x.job]


def _fill(x: MaskedScene) -> str:
    kinds = dict.fromkeys(_MEANT[one.kind] for one in x.things)
    things = "\n".join(f"- {_thing(one)}" for one in x.things)
    meant = " ".join(one for one in kinds if one)
    return (
        "The mask is a hole, which is grey now. Show what was there. In front of all else there "
        f"{'was this' if len(x.things) == 1 else 'were these'}, each as large as its box:\n\n"
        f"{things}\n\n{meant}{' ' if meant else ''}Behind, {_behind(x)}"
    )


def _thing(one: MaskedThing) -> str:
    left, top, right, bottom = one.box
    return (
        f"a {one.colour} (`{COLOURS[one.colour]}`) {one.kind}, from ({left}, {top}) to "
        f"({right}, {bottom})"
    )


def _behind(x: MaskedScene) -> str:
    """What goes on in the mask, and what is in front of what."""
    discs = {0: "", 1: ", and a disc that is partly hidden is round"}.get(
        x.discs, ", and discs that are partly hidden are round"
    )
    over = f"; {'the disc is' if x.discs == 1 else 'discs are'} in front of them" if x.discs else ""
    return (
        "the ground goes on as it does around the mask, bars go straight on and are as wide as "
        f"they are{discs}. {_order(x)}{over}."
    )


def _order(x: MaskedScene) -> str:
    if len(x.bars) == 1:
        return f"There is one bar, the {x.bars[0]} one"
    return f"Bars, from the back to the front: {', '.join(x.bars)}"


def _extend(x: MaskedScene) -> str:
    lanes = "columns" if x.mask[2] - x.mask[0] == SIDE else "rows"
    return (
        "The mask is where the picture has been cut off; it is grey now. Go on with the picture "
        f"there: the ground's pattern goes on, {lanes} of things repeat themselves at the same "
        "distances up to the edge of the picture, where they are cut off, and bars go straight "
        f"on. {_order(x)}; things are in front of "
        f"{'it' if len(x.bars) == 1 else 'them'}."
    )


def _remove(x: MaskedScene) -> str:
    thing = x.things[0]
    return (
        f"Take away the {thing.colour} {thing.kind} in the mask, and show what is behind it: "
        f"{_behind(x)}"
    )


def _text(x: MaskedScene) -> str:
    left, top, _, _ = x.mask
    return (
        f"The mask is the face of a sign on which nothing is written. Write `{x.text}` on it in "
        f"{x.ink} (`{COLOURS[x.ink]}`), in letters as they are on the other signs, which are made "
        f"of squares of {x.dot} by {x.dot} pixels, {ACROSS} across and {DOWN} down. The upper left "
        f"corner of the first letter is at ({left + x.dot}, {top + x.dot}), that of each other one "
        f"{STEP * x.dot} pixels to the right of the one before. The face keeps its colour."
    )


_JOBS = {"fill": _fill, "extend": _extend, "remove": _remove, "text": _text}
