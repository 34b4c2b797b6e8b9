"""The words of a caption, in a few kinds of tokens by what they are for."""

from collections.abc import Iterable
from typing import NamedTuple

from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.things import COLOURS, PATTERNS, SIZES

Facts = dict[str, str]
"""What something is like: values by `size`, `pattern`, `colour`, `kind`, `across` and `down`."""


class Token(NamedTuple):
    """A word or a phrase, by what it is for."""

    sort: str
    said: str = ""
    many: bool = False


ADJECTIVES = ("size", "pattern", "colour", "kind")
OTHER = "other"
"""A colour or a shape that no thing has."""
_LOOKS: dict[tuple[str, str], str] = {
    ("colour", "red"): "crimson scarlet ruby",
    ("colour", "blue"): "navy azure cobalt",
    ("colour", "yellow"): "gold golden mustard",
    ("colour", "green"): "emerald",
    ("colour", "orange"): "tangerine",
    ("colour", "purple"): "violet lavender lilac",
    ("colour", "pink"): "rose magenta fuchsia",
    ("colour", "brown"): "chocolate chestnut tan",
    ("colour", "teal"): "turquoise cyan aqua aquamarine",
    ("colour", OTHER): "black white grey gray beige cream silver maroon indigo",
    ("pattern", "plain"): "solid unpatterned",
    ("pattern", "striped"): "stripy stripey stripes hatched banded",
    ("pattern", "dotted"): "spotted dots spots speckled",
    ("size", "large"): "big larger bigger huge",
    ("size", "small"): "little tiny smaller",
    ("kind", "circle"): "circular",
    ("kind", "triangle"): "triangular",
    ("kind", "hexagon"): "hexagonal",
    ("kind", "pentagon"): "pentagonal",
    ("kind", OTHER): "rectangular",
}
_NOUNS = {
    "circle": "disc disk ball sphere",
    "square": "box",
    "ring": "donut doughnut annulus hoop torus",
    "cross": "plus",
    "drop": "teardrop droplet raindrop",
    "diamond": "rhombus lozenge",
    OTHER: "rectangle oval ellipse octagon crescent moon trapezoid parallelogram cube cylinder",
    "": "thing object shape item figure element symbol form icon piece",
}
NUMBERS: tuple[str, ...] = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_WORDS: dict[str, str] = {
    "be": """is are was were be being lies lie sits sit lying sitting appears appear seems seem
        rests rest stands stand occupies occupy has have having""",
    "verb": """there shows show showing contains contain containing depicts depict features feature
        featuring includes displays displaying presents see sees seen find finds
        observe notice holds hold houses comprises visible present arranged""",
    "apposed": "including include namely consisting",
    "and": "and then also followed as well",
    "all": "all each every entirely",
    "it": "it",
    "they": "they them these those",
    "that": "that which who",
    "except": "except excepting excluding barring",
    "void": """not nor neither never besides cannot none wrong or either maybe
        perhaps possibly probably might may could likely roughly approximately
        approx nearly almost if unclear unsure guess than same similar identical
        different respectively most half but fewer without unlike instead wait
        between would once""",
    "some": "some several many few various multiple couple numerous",
    "other": "other others rest remaining",
    "the": "the its their this",
    "only": "only",
    "a": "a an another single additional",
    "fluff": """located positioned placed situated found can with in at on color colour colored
        coloured colors colours sized shaped patterned picture image photo scene
        canvas frame illustration drawing composition view here very quite rather
        bright dark light deep pale vivid medium hand far just directly immediately
        slightly clearly total altogether overall exactly precisely geometric simple
        flat paper cut cutout distinct individual colorful colourful while whereas
        where geometrical filled pointed equal diagonally by itself alone again i we
        you will up x count number kind type closely first second third next lastly
        finally moreover additionally further more accompanied joined along
        alongside together so too""",
}
"""What changes nothing is `fluff`; what denies or doubts, or needs more of a reader, is `void`."""
_MARKS = {",": "comma", "-": "comma", "<": "comma", ">": "comma", "\u2192": "comma", ":": "colon",
          "=": "colon", "\u2013": "colon", "\u2014": "colon", "(": "open", ")": "close",
          ";": "semi", "&": "and", "+": "and", "/": "void", "?": "void"}  # fmt: skip


def _lexicon() -> dict[str, Token]:
    out = {word: Token(sort, word) for sort, said in _WORDS.items() for word in said.split()}
    for name, values in (("colour", COLOURS), ("pattern", PATTERNS), ("size", SIZES)):
        out |= {value: Token(name, value) for value in values}
    for (name, value), said in _LOOKS.items():
        out |= {word: Token(name, value) for word in said.split()}
    for kind in (*KINDS, OTHER, ""):
        own = [kind] if kind in KINDS else []
        for noun in (*own, *_NOUNS.get(kind, "").split()):
            plural = noun + ("es" if noun.endswith(("s", "x")) else "s")
            out |= {noun: Token("noun", kind), plural: Token("noun", kind, many=True)}
    out |= {word: Token("number", str(value)) for value, word in enumerate(NUMBERS)}
    out |= {mark: Token(sort) for mark, sort in _MARKS.items()}
    return out | {
        "pair": Token("number", "2"),
        "dozen": Token("number", "12"),
        "no": Token("number", "0"),
        "both": Token("all", "2"),
        "ones": Token("ones", many=True),
        "of": Token("of"),
    }


LEXICON = _lexicon()


def place_facts(token: Token) -> Facts:
    """What a place token says."""
    down, _, across = token.said.partition(" ")
    return {name: said for name, said in (("down", down), ("across", across)) if said}


def sorts(tokens: Iterable[Token]) -> set[str]:
    """The sorts of tokens that occur."""
    return {token.sort for token in tokens}
