"""What machines do to a text: a list of lines, each a list of words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tasksynth import Model
from tasksynth.rng import Dice

Line = tuple[str, ...]
Text = tuple[Line, ...]
COUNTS = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


class MachineStep(Model):
    """One machine: what it is called and what it does."""

    name: str
    kind: str
    words: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class MachineKind:
    """One thing that machines may do."""

    told: str
    """With `{0}` and `{1}` for words and `{n}` for the number."""
    do: Callable[[Text, MachineStep], Text]
    words: int = 0
    """Words of the text that it is about."""
    numbers: tuple[int, ...] = ()
    rank: int = 0
    """0: it shows in the outcome what it did; 1: what it does depends much on when."""


def run(text: Text, steps: Sequence[MachineStep]) -> Text:
    """What comes out in the end."""
    for step in steps:
        text = apply(text, step)
    return text


def apply(text: Text, step: MachineStep) -> Text:
    """What one machine makes of a text; lines without words vanish."""
    return tuple(line for line in KINDS[step.kind].do(text, step) if line)


def say(step: MachineStep) -> str:
    """What a machine does, for the prompt."""
    kind = KINDS[step.kind]
    return kind.told.format(*step.words, n=COUNTS[step.number])


def draw(dice: Dice, name: str, kind: str, vocabulary: Sequence[str]) -> MachineStep:
    """A machine of a kind."""
    shape, words = KINDS[kind], list(vocabulary)
    dice.shuffle(words)
    number = dice.of(shape.numbers) if shape.numbers else 0
    return MachineStep(name=name, kind=kind, words=tuple(words[: shape.words]), number=number)


def _each(change: Callable[[Line], Line]) -> Callable[[Text, MachineStep], Text]:
    return lambda text, _: tuple(map(change, text))


def _replaced(text: Text, step: MachineStep) -> Text:
    old, new = step.words
    return tuple(tuple(new if word == old else word for word in line) for line in text)


def _struck(text: Text, step: MachineStep) -> Text:
    return tuple(tuple(word for word in line if word not in step.words) for line in text)


def _joined(text: Text, _: MachineStep) -> Text:
    pairs = [text[i : i + 2] for i in range(0, len(text), 2)]
    return tuple(tuple(word for line in pair for word in line) for pair in pairs)


def _once(line: Line) -> Line:
    return tuple(dict.fromkeys(line))


def _counted(line: Line) -> Line:
    return (*line, COUNTS[min(len(line), len(COUNTS) - 1)])


KINDS: dict[str, MachineKind] = {
    "turn": MachineKind("turns the order of the lines around", lambda text, _: text[::-1]),
    "rotate": MachineKind("puts the first line last", lambda text, _: text[1:] + text[:1]),
    "behead": MachineKind("takes away the first line", lambda text, _: text[1:], rank=1),
    "dock": MachineKind("takes away the last line", lambda text, _: text[:-1], rank=1),
    "swap lines": MachineKind(
        "swaps the first line and the last one",
        lambda text, _: (*text[-1:], *text[1:-1], *text[:1]) if len(text) > 1 else text,
    ),
    "sort lines": MachineKind(
        "puts the lines in the alphabetical order of their first words; lines whose first words "
        "are the same stay in their order",
        lambda text, _: tuple(sorted(text, key=lambda line: line[0])),
        rank=1,
    ),
    "sort by length": MachineKind(
        "puts lines of fewer words before those of more; lines of equally many stay in their order",
        lambda text, _: tuple(sorted(text, key=len)),
        rank=1,
    ),
    "alternate": MachineKind(
        "keeps the first line, the third, the fifth and so on, and takes away the others",
        lambda text, _: text[::2],
        rank=1,
    ),
    "join": MachineKind(
        "makes one line of the first two, one of the next two, and so on; a last one that is left "
        "over stays as it is",
        _joined,
        rank=1,
    ),
    "keep short": MachineKind(
        "takes away the lines of more than {n} words",
        lambda text, step: tuple(line for line in text if len(line) <= step.number),
        numbers=(3, 4, 5),
        rank=1,
    ),
    "keep long": MachineKind(
        "takes away the lines of fewer than {n} words",
        lambda text, step: tuple(line for line in text if len(line) >= step.number),
        numbers=(3, 4, 5),
        rank=1,
    ),
    "drop lines": MachineKind(
        "takes away the lines in which the word “{0}” stands",
        lambda text, step: tuple(line for line in text if step.words[0] not in line),
        words=1,
        rank=1,
    ),
    "mirror": MachineKind(
        "turns the order of the words in each line around", _each(lambda line: line[::-1])
    ),
    "swap ends": MachineKind(
        "swaps the first word and the last one of each line",
        _each(lambda line: (*line[-1:], *line[1:-1], *line[:1]) if len(line) > 1 else line),
    ),
    "roll": MachineKind(
        "puts the first word of each line last", _each(lambda line: line[1:] + line[:1])
    ),
    "drop first": MachineKind(
        "takes away the first word of each line", _each(lambda line: line[1:])
    ),
    "drop last": MachineKind(
        "takes away the last word of each line", _each(lambda line: line[:-1])
    ),
    "sort words": MachineKind(
        "puts the words of each line in alphabetical order",
        _each(lambda line: tuple(sorted(line))),
        rank=1,
    ),
    "echo": MachineKind(
        "writes the first word of each line once more, at the line's end",
        _each(lambda line: (*line, line[0])),
    ),
    "once": MachineKind(
        "takes away every word that stands in its line already, further to the left",
        _each(_once),
        rank=1,
    ),
    "count": MachineKind(
        "writes at the end of each line how many words it has, as a word such as “four”",
        _each(_counted),
        rank=1,
    ),
    "replace": MachineKind("writes “{1}” in place of every “{0}”", _replaced, words=2, rank=1),
    "strike": MachineKind("takes away every “{0}”", _struck, words=1),
}
"""All kinds by name."""
