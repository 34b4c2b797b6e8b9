"""Questions about charts in words."""

from collections.abc import Callable

from tasksynth_vision.charts.asking import ChartAsk, Truth
from tasksynth_vision.charts.data import ChartData


def asked(c: ChartData, ask: ChartAsk) -> str:
    """The question, without what is said of the answer's form."""
    names = [c.series[number].name for number in ask.series]
    labels = [c.labels[number] for number in ask.labels]
    return _WORDS[ask.sort](c, ask, names, labels)


def unit_of(c: ChartData, truth: Truth) -> str:
    """What a number is asked for in; "" if things are counted."""
    return "" if not truth.within else "%" if c.plot == "pie" else c.unit


def form_of_answer(c: ChartData, truth: Truth) -> str:
    """What an answer looks like, and how near it has to be."""
    if truth.label is not None:
        return "Answer with the label, as it stands in the chart."
    if not truth.within:
        return "Answer with a whole number."
    return f"Answer with a number: up to {truth.within} more or less than the chart shows passes."


def _points(c: ChartData) -> str:
    """What differences are counted in."""
    return "percentage points" if c.plot == "pie" else c.unit


def _what(c: ChartData, name: str) -> str:
    """Which values are meant: ` for coast` where there are several series."""
    return f" of {name}" if len(c.series) > 1 else ""


def _values(c: ChartData, name: str) -> str:
    return f"the {'share' if c.plot == 'pie' else 'value'}{_what(c, name)}"


def _listed(labels: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


def _value(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    return f"What is {_values(c, names[0])} at {labels[0]}, in {c.unit}?"


def _extreme(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    most = "lowest" if ask.low else "highest"
    rank = f"second {most}" if ask.sort == "second" else most
    return f"At which label is {_values(c, names[0])} the {rank}?"


def _difference(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    many = _points(c)
    return f"By how many {many} is {_values(c, names[0])} at {labels[0]} above that at {labels[1]}?"


def _total(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    many = "shares" if c.plot == "pie" else "values"
    return f"What do the {many}{_what(c, names[0])} at {_listed(labels)} add up to, in {c.unit}?"


def _above(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    return f"At how many labels is {_values(c, names[0])} above {ask.bound} {c.unit}?"


def _over(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    return f"At how many labels is the value of {names[0]} above that of {names[1]}?"


def _hop(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    most = "lowest" if ask.low else "highest"
    return (
        f"Find the label at which {names[0]} is the {most}. What is the value of {names[1]} there, "
        f"in {c.unit}?"
    )


def _hop_label(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    most = "lowest" if ask.low else "highest"
    return (
        f"Look only at labels at which {names[0]} is above {ask.bound} {c.unit}. At which of them "
        f"is {names[1]} the {most}?"
    )


def _rise(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    return f"At which label has {_values(c, names[0])} risen the most since the label before?"


def _gap(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    least = "least" if ask.low else "most"
    return f"At which label do {names[0]} and {names[1]} differ the {least}?"


def _dots(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    which = f"{names[0]} dots" if len(c.series) > 1 else "dots"
    return (
        f"How many {which} lie to the right of {ask.across_bound} {c.across_unit} and above "
        f"{ask.bound} {c.unit}?"
    )


def _corner(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    which = f"{names[0]} dot" if len(c.series) > 1 else "dot"
    end = "left" if ask.low else "right"
    return f"How high, in {c.unit}, is the {which} that is farthest to the {end}?"


def _spread(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    which = f"{names[0]} dot" if len(c.series) > 1 else "dot"
    return f"By how many {c.unit} is the highest {which} above the lowest {which}?"


def _best(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    which = f"{names[0]} dots" if len(c.series) > 1 else "dots"
    most = "lowest" if ask.low else "highest"
    return (
        f"Look only at {which} to the right of {ask.across_bound} {c.across_unit}. How high, in "
        f"{c.unit}, is the {most} of them?"
    )


def _beyond(c: ChartData, ask: ChartAsk, names: list[str], labels: list[str]) -> str:
    which, others = (f"{one} " if len(c.series) > 1 else "" for one in (names[0], names[-1]))
    end = "left" if ask.low else "right"
    return (
        f"Find the {which}dot that is farthest to the {end}. How many {others}dots are higher "
        "than it?"
    )


_WORDS: dict[str, Callable[[ChartData, ChartAsk, list[str], list[str]], str]] = {
    "value": _value,
    "extreme": _extreme,
    "second": _extreme,
    "difference": _difference,
    "total": _total,
    "above": _above,
    "over": _over,
    "hop": _hop,
    "hop_label": _hop_label,
    "rise": _rise,
    "gap": _gap,
    "dots": _dots,
    "corner": _corner,
    "spread": _spread,
    "best": _best,
    "beyond": _beyond,
}
