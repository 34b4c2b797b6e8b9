"""The rules of slides in words, and a slide's elements as JSON."""

import json

from tasksynth_vision.slides.elements import HIGH, WIDE, SlidePage
from tasksynth_vision.slides.rules import SEEN, DefectKind

RULES: dict[DefectKind, str] = {
    "margin": f"something lies nearer than {SEEN.margin} pixels to the slide's edge, or beyond it",
    "overlap": "two things cover one another",
    "overflow": "the text of a panel reaches out of it",
    "contrast": "type has too little contrast with what it stands on: less than 4.5 to 1 by WCAG "
    "2, or 3 to 1 where it is large",
    "aspect": "a picture or a logo is squeezed, so that what is round in it is not",
    "indent": "a bullet begins farther left or right than others of its depth",
    "font": "type is larger or smaller than that of its peers",
    "size": "a panel is wider, narrower, higher or lower than its peers",
    "alignment": "something is off the line that its peers stand on, or off the left edge that it "
    "shares with what is above and below it",
    "spacing": "something in a row or a column stands nearer to one neighbour than to the other",
}
MEANT = (
    "Meant to be as they are: a badge on the corner of a picture or a chart, one panel in another "
    "colour, a bold bullet, smaller bullets with dashes under others, a quote in the middle, a "
    "large number over small words, faint captions, and rows and columns that end at different "
    "heights."
)
FIELDS = (
    "`x`, `y`, `w` and `h` are a frame's left, top, width and height in pixels; `size` is that of "
    "the type (headings in panels follow it), `ink` its colour, `fill` the panel's. Elements of "
    "the same `group` are peers in a row or a column; those with the same `edge` share their left "
    "edge; what has `on` is meant to lie on that element; `ratio` is width to height of what a "
    "picture shows."
)


def told_rules() -> str:
    """All kinds of defects, in the order that decides between them."""
    told = "\n".join(f"- `{kind}`: {what}" for kind, what in RULES.items())
    return f"{told}\n\nIf several seem to fit, the first of this list is the one. {MEANT}"


def told_find() -> str:
    """What is asked of who has the picture alone."""
    return (
        f"This slide, {WIDE} by {HIGH} pixels, has one defect. Of which kind is it, and where?\n\n"
        f"{told_rules()}\n\nAnswer in the form `Answer: KIND at (x, y)`, with one of the ten words "
        "and a point on the thing that is off, in pixels from the left and the top: "
        "`Answer: contrast at (310, 88)`. Of two things that cover one another, either one will do."
    )


def told_mend(page: SlidePage) -> str:
    """What is asked of who is to mend it."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in shown(page))
    return (
        f"This slide, {WIDE} by {HIGH} pixels on {page.theme.paper}, has one defect of these "
        f"kinds:\n\n{told_rules()}\n\nMend it. These are its elements:\n\n"
        f"```json\n[{lines}]\n```\n\n{FIELDS}\n\nAfterwards nothing may be wrong with the slide "
        f"by the rules above, to within {SEEN.pixels} pixels. Change a single element, and of it "
        "nothing but what is wrong: its `ink` for contrast, its `size` for font, and otherwise "
        "`x`, `y`, `w` and `h`. Change as little as will do: more than twice the pixels that it "
        "takes do not pass. Texts stay, and so does what something else lies on.\n\nAnswer with a "
        "JSON object of the element's new values in a code block, such as "
        '`{"E7": {"x": 44, "w": 300}}`.'
    )


def shown(page: SlidePage) -> list[dict[str, object]]:
    """The elements, without what has no say in the rules."""
    out = []
    for one in page.elements:
        told = one.model_dump(mode="json", exclude={"look"}, exclude_defaults=True)
        if one.kind in ("picture", "logo", "chart", "table"):
            told.pop("ink", None)
        out.append(told)
    return out
