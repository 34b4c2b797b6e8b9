"""Draw classes, examples of them and a question; prove that the examples leave one answer."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_vision.scenes.things import Colour, Kind, Looks, Pattern, Size

Attribute = Literal["kind", "colour", "size", "pattern"]
ATTRIBUTES: tuple[Attribute, ...] = ("kind", "colour", "size", "pattern")
Attributes = tuple[Attribute, ...]
Split = Literal["base", "novel"]
TRIES = 1000
DECOY = 0.6
"""The share of examples of a decoy that are like what is asked in each attribute that decides
nothing: all in all, a decoy is as like it as its own class, or more so."""


class ClassStock(NamedTuple):
    """What occurs in the tasks of a split: none of it, but sizes and patterns, in the other one."""

    kinds: tuple[Kind, ...]
    colours: tuple[Colour, ...]
    """Those that are easiest to tell apart first."""
    words: tuple[str, ...]
    rules: tuple[Attributes, ...]
    """Sets of attributes that tell classes apart."""


STOCKS: dict[Split, ClassStock] = {
    "base": ClassStock(
        ("circle", "square", "triangle", "star", "ring", "cross"),
        ("blue", "yellow", "red", "green", "orange"),
        ("blick", "dax", "fep", "gorp", "hulm", "jeft", "kern", "lomp", "mave", "norl", "plov",
         "quam", "rusk", "sorn", "tulp", "vink"),
        (("kind",), ("colour",), ("kind", "size"), ("colour", "pattern"), ("size", "pattern")),
    ),
    "novel": ClassStock(
        ("heart", "hexagon", "arrow", "drop"),
        ("pink", "purple", "brown", "teal"),
        ("bamp", "cloy", "drub", "flane", "grist", "hask", "jube", "krell", "mosk", "prend",
         "sclar", "twill", "wuzz", "yarm", "zilt", "ogle"),
        (("pattern",), ("kind", "pattern"), ("colour", "size")),
    ),
}  # fmt: skip


class ShownExample(Model):
    """A thing and the class that it is of."""

    looks: Looks
    word: str


class ClassLesson(Model):
    """Classes, examples of them in the order in which they are shown, and what is asked about."""

    words: tuple[str, ...]
    examples: tuple[ShownExample, ...]
    asked: Looks
    answer: str
    decides: Attributes


def values_of(looks: Looks, among: Sequence[Attribute]) -> tuple[str, ...]:
    """What a thing is like in some attributes."""
    return tuple(getattr(looks, name) for name in among)


def subsets() -> Iterator[Attributes]:
    """All sets of attributes that might tell classes apart."""
    for many in range(1, len(ATTRIBUTES) + 1):
        yield from combinations(ATTRIBUTES, many)


def agreeing(examples: Sequence[ShownExample], asked: Looks) -> dict[Attributes, str]:
    """What each rule says that agrees with all examples, and puts what is asked into some class.

    By such a rule things of a class are alike in its attributes, and those of two classes are not.
    """
    out = {}
    for among in subsets():
        classes: dict[str, set[tuple[str, ...]]] = {}
        for one in examples:
            classes.setdefault(one.word, set()).add(values_of(one.looks, among))
        known = {next(iter(values)): word for word, values in classes.items() if len(values) == 1}
        if len(known) == len(classes) and (word := known.get(values_of(asked, among))):
            out[among] = word
    return out


def likest(examples: Sequence[ShownExample], asked: Looks) -> set[str]:
    """The classes of the examples that share most attributes with what is asked."""
    alike = [sum(getattr(one.looks, name) == getattr(asked, name) for name in ATTRIBUTES)
             for one in examples]  # fmt: skip
    votes = Counter(one.word for one, many in zip(examples, alike, strict=True)
                    if many == max(alike))  # fmt: skip
    return {word for word, many in votes.items() if many == max(votes.values())}


def likest_class(examples: Sequence[ShownExample], asked: Looks) -> set[str]:
    """The classes that share most attributes with what is asked, all their examples together."""
    alike = Counter[str]()
    for one in examples:
        alike[one.word] += sum(getattr(one.looks, name) == getattr(asked, name)
                               for name in ATTRIBUTES)  # fmt: skip
    return {word for word, many in alike.items() if many == max(alike.values())}


def teach(
    dice: Dice, split: Split, *, decides: int, classes: int, shots: int, colours: int
) -> ClassLesson | None:
    """Classes that so many attributes decide, so many examples of each, and a question.

    None where several answers are left, or one that likeness gives away, of the likest example or
    of a whole class: these are right no more often than one class of all.
    """
    stock = STOCKS[split]
    stock = stock._replace(colours=stock.colours[:colours])
    rule = dice.of([one for one in stock.rules if len(one) == decides])
    given_away = dice.below(classes) == 0
    for _ in range(TRIES):
        decoys = 0 if given_away else dice.between(1, min(2, classes - 1))
        lesson = _lesson(dice, stock, rule, classes, shots, decoys)
        if lesson is None:
            continue
        near = [way(lesson.examples, lesson.asked) for way in (likest, likest_class)]
        if all((lesson.answer in some) == given_away for some in near) and (
            set(agreeing(lesson.examples, lesson.asked).values()) == {lesson.answer}
        ):
            return lesson
    return None


def _lesson(dice: Dice, stock: ClassStock, rule: Attributes, classes: int, shots: int,
            decoys: int) -> ClassLesson | None:  # fmt: skip
    """Some classes and examples, and something to ask; of the first classes that are not its own,
    so many are decoys.
    """
    meanings = _meanings(dice, stock, rule, classes)
    if meanings is None:
        return None
    words = list(stock.words)
    dice.shuffle(words)
    asked = _looks(dice, stock, rule, meanings[0])
    examples = []
    for number, (values, word) in enumerate(zip(meanings, words, strict=False)):
        for _ in range(shots):
            looks = _looks(dice, stock, rule, values)
            if 1 <= number <= decoys:
                looks = _nearer(dice, looks, asked, rule)
            examples.append(ShownExample(looks=looks, word=word))
    if len({*(one.looks for one in examples), asked}) <= len(examples):
        return None
    dice.shuffle(examples)
    return ClassLesson(words=_shuffled(dice, words[:classes]), asked=asked, answer=words[0],
                       examples=tuple(examples), decides=rule)  # fmt: skip


def _nearer(dice: Dice, looks: Looks, asked: Looks, rule: Attributes) -> Looks:
    """It, like what is asked in more of the attributes that decide nothing."""
    same = {name: getattr(asked, name) for name in ATTRIBUTES
            if name not in rule and dice.below(100) < 100 * DECOY}  # fmt: skip
    return Looks.model_validate(looks.model_dump() | same)


def _shuffled(dice: Dice, words: Collection[str]) -> tuple[str, ...]:
    out = list(words)
    dice.shuffle(out)
    return tuple(out)


def _options(stock: ClassStock, name: Attribute) -> tuple[str, ...]:
    sizes: tuple[Size, ...] = ("small", "large")
    patterns: tuple[Pattern, ...] = ("plain", "striped", "dotted")
    return {"kind": stock.kinds, "colour": stock.colours, "size": sizes, "pattern": patterns}[name]


def _meanings(dice: Dice, stock: ClassStock, rule: Attributes,
              classes: int) -> list[tuple[str, ...]] | None:  # fmt: skip
    """What the classes are like; where two attributes decide, neither does alone."""
    found: list[tuple[str, ...]] = [()]
    for name in rule:
        options = list(_options(stock, name))
        dice.shuffle(options)
        many = 3 if name != "size" and len(found) < 3 and classes > 4 else 2
        found = [(*one, value) for one in found
                 for value in options[: many if len(rule) > 1 else classes]]  # fmt: skip
    dice.shuffle(found)
    chosen = found[:classes]
    alone = [len({one[i] for one in chosen}) for i in range(len(rule))] if len(rule) > 1 else []
    return chosen if len(chosen) == classes and max(alone, default=0) < classes else None


def _looks(dice: Dice, stock: ClassStock, rule: Attributes, values: tuple[str, ...]) -> Looks:
    """A thing of a class, whatever it is like otherwise."""
    own = {name: dice.of(_options(stock, name)) for name in ATTRIBUTES}
    return Looks.model_validate(own | dict(zip(rule, values, strict=True)))
