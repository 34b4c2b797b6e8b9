"""Graphs and scorers in words."""

from collections.abc import Sequence
from typing import Literal

from tasksynth_planning.scorers.models import CLASSES, NAMES, MessageLayer, Numbers, Scorer

Notation = Literal["edges", "neighbours", "pairs"]
NOTATIONS: tuple[Notation, ...] = ("edges", "neighbours", "pairs")
_LETTERS = "xyzw"


def told(scorer: Scorer, numbers: Numbers, notation: Notation) -> str:
    """The graph, and how it gets its class."""
    names = NAMES[: scorer.nodes]
    has = ", ".join(f"{name} {number}" for name, number in zip(names, numbers, strict=True))
    last = _LETTERS[len(scorer.layers)]
    steps = [
        f"{after}(v) = {_formula(layer, before)}"
        for before, after, layer in zip(_LETTERS, _LETTERS[1:], scorer.layers, strict=False)
    ]
    steps += [
        f"{name}(v) = {_formula(head, last)}"
        for name, head in zip(CLASSES, scorer.heads, strict=True)
    ]
    sums = "; ".join(
        f"N{one}(v) is the sum of {one} over all neighbours of v"
        for one in _LETTERS[: len(scorer.layers) + 1]
    )
    return (
        f"A graph has the nodes {', '.join(names[:-1])} and {names[-1]}. {_graph(scorer, notation)}"
        f"\n\nEach node v has a number x(v):\n\n{has}\n\nA frozen program computes, for every "
        "node v, one line after the other:\n\n"
        + "\n".join(steps)
        + f"\n\nHere {sums}. {_counted(scorer)} The graph is of the colour that counts for more; "
        "if both count for the same, it is of neither."
    )


def _counted(scorer: Scorer) -> str:
    more = [f", and {given} more" if given else "" for given in scorer.given]
    sums = [f"the sum of {name}(v) over all nodes" for name in CLASSES]
    red, blue = (f"{of}{given}" for of, given in zip(sums, more, strict=True))
    return f"Red counts for {red}; blue counts for {blue}."


def _formula(layer: MessageLayer, of: str) -> str:
    terms = [(layer.own, f"{of}(v)"), (layer.beside, f"N{of}(v)"), (layer.plus, "")]
    text = ""
    for factor, name in terms:
        if not factor:
            continue
        size = str(abs(factor)) if abs(factor) > 1 or not name else ""
        sign = "- " if factor < 0 else "+ " * bool(text)
        text += f"{' ' * bool(text)}{sign if text else sign.strip()}{size}{name}"
    return f"max(0, {text})"


def _graph(scorer: Scorer, notation: Notation) -> str:
    joined = [(NAMES[a], NAMES[b]) for a, b in scorer.edges]
    if notation == "pairs":
        pairs = ", ".join(f'["{a}", "{b}"]' for a, b in joined)
        return f"These pairs of nodes are neighbours of each other:\n\n[{pairs}]"
    if notation == "edges":
        return f"Its edges, each both ways:\n\n{', '.join(f'{a}-{b}' for a, b in joined)}"
    lines = [
        f"{NAMES[v]}: {', '.join(NAMES[one] for one in sorted(of))}"
        for v, of in enumerate(scorer.neighbours())
    ]
    return "The neighbours of each node:\n\n" + "\n".join(lines)


def written(edit: Sequence[int]) -> str:
    """An edit, as the prompt asks for it."""
    nudged = [f"{name} {by:+d}" for name, by in zip(NAMES, edit, strict=False) if by]
    return f"<answer>{', '.join(nudged)}</answer>"
