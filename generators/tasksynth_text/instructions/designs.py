"""Draw what a text is to be like, and write one that is: the witness of a task's conditions."""

from dataclasses import dataclass, field

from tasksynth.rng import Dice
from tasksynth_text.instructions.conditions import Condition
from tasksynth_text.instructions.lexicon import ACROSTICS
from tasksynth_text.instructions.texts import Layout
from tasksynth_text.instructions.writing import SentencePlan, StuckWriting, WordStore, joined, write

LEAST, MOST = 4, 12
"""Words of a sentence."""
_GROUPS = {
    "lengths": ("growing", "shrinking", "parity"),
    "starts": ("acrostic", "acrostic", "alphabetical", "chain", "frame"),
    "ends": ("last_letters",),
    "letters": ("without_letter", "without_letter"),
    "marks": ("alternate", "question_rule", "questions", "exclamations"),
    "commas": ("comma_rule", "commas", "no_commas"),
    "numbers": ("sum", "rising", "says_words", "says_letter", "no_digits"),
    "extras": ("capitals", "in_brackets", "quoted", "different"),
}
_CLASHES = (
    {"chain", "different"},
    {"frame", "different"},
    {"chain", "last_letters"},
    {"frame", "last_letters"},
    {"question_rule", "different"},
    {"question_rule", "chain"},
    {"in_brackets", "frame"},
)
_LEFT_OUT = "eaoibcfghkmpwt"
"""Letters that a text may have to do without."""


@dataclass
class Design:
    """A text, and the conditions that it was written to."""

    layout: Layout
    text: str
    conditions: list[Condition] = field(default_factory=list)


def draw_design(dice: Dice, *, sentences: int, patterns: int) -> Design | None:
    """A text of so many sentences, written to so many patterns; None where words do not suffice."""
    layout: Layout = dice.of(("paragraphs", "lines"))
    kinds = _draw_kinds(dice, patterns, sentences)
    store = WordStore(dice)
    try:
        plans, conditions = _plan(dice, store, kinds, sentences)
        written = [write(store, plan) for plan in plans]
    except StuckWriting:
        return None
    rows = list(zip(written, [plan.mark for plan in plans], strict=True))
    conditions += _decorate(dice, kinds, [words for words, _ in rows])
    blocks = _divided(dice, rows, layout)
    text = joined(blocks, "\n\n" if layout == "paragraphs" else "\n")
    if "says_letter" in kinds:
        letter = dice.of("aeinorst")
        text = text.replace("0", str(text.lower().count(letter)), 1)
        conditions.append(Condition(kind="says_letter", words=(letter,)))
    return Design(layout, text, conditions)


def _draw_kinds(dice: Dice, patterns: int, sentences: int) -> list[str]:
    groups = list(_GROUPS)
    dice.shuffle(groups)
    kinds: list[str] = []
    for group in groups:
        kind = dice.of(_GROUPS[group])
        clash = any(kind in pair and pair & set(kinds) for pair in _CLASHES)
        long = kind in ("growing", "shrinking") and sentences > MOST - LEAST + 1
        if len(kinds) < patterns and not clash and not long:
            kinds.append(kind)
    return kinds


def _plan(
    dice: Dice, store: WordStore, kinds: list[str], count: int
) -> tuple[list[SentencePlan], list[Condition]]:
    """Plans of sentences, and the conditions that they make true."""
    conditions: list[Condition] = []
    fields: list[dict[str, object]] = [{"size": size} for size in _sizes(dice, kinds, count)]
    if "without_letter" in kinds:
        store.without = dice.of(_LEFT_OUT)
        conditions.append(Condition(kind="without_letter", words=(store.without,)))
    if "parity" in kinds:
        parity = "odd" if fields[0]["size"] in range(1, 99, 2) else "even"
        conditions.append(Condition(kind="parity", words=(parity,)))
    conditions += [Condition(kind=one) for one in ("growing", "shrinking") if one in kinds]
    conditions += _start(dice, store, kinds, fields)
    if "last_letters" in kinds:
        ending = dice.of(("y", "s"))
        for one in fields:
            one["ending"] = ending
        conditions.append(Condition(kind="last_letters", words=(ending,)))
    conditions += _mark(dice, store, kinds, fields)
    conditions += _comma(dice, kinds, fields)
    conditions += _number(dice, kinds, fields)
    if "different" in kinds:
        conditions.append(Condition(kind="different"))
    return [SentencePlan(**one) for one in fields], conditions  # type: ignore[arg-type]


def _sizes(dice: Dice, kinds: list[str], count: int) -> list[int]:
    if "growing" in kinds or "shrinking" in kinds:
        pool = list(range(LEAST, MOST + 1))
        dice.shuffle(pool)
        return sorted(pool[:count], reverse="shrinking" in kinds)
    if "parity" in kinds:
        parity = dice.below(2)
        return [LEAST + parity + 2 * dice.below(4) for _ in range(count)]
    return [dice.between(LEAST, MOST) for _ in range(count)]


def _start(
    dice: Dice, store: WordStore, kinds: list[str], fields: list[dict[str, object]]
) -> list[Condition]:
    count = len(fields)
    if "acrostic" in kinds:
        fitting = [
            word
            for word in ACROSTICS
            if len(word) == count and store.allows(word) and "x" not in word
        ]
        if not fitting:
            return []
        word = dice.of(fitting)
        for one, letter in zip(fields, word, strict=True):
            one["letter"] = letter
        return [Condition(kind="acrostic", words=(word,))]
    if "alphabetical" in kinds:
        pool = [letter for letter in "abcdefghijklmnopqrstuvw" if letter != store.without]
        dice.shuffle(pool)
        for one, letter in zip(fields, sorted(pool[:count]), strict=True):
            one["letter"] = letter
        return [Condition(kind="alphabetical")]
    if "chain" in kinds:
        links = [store.take("thing") for _ in range(count - 1)]
        for one, link in zip(fields, links, strict=False):
            one["last"] = link
        for one, link in zip(fields[1:], links, strict=True):
            one["first"] = link
        return [Condition(kind="chain")]
    if "frame" in kinds:
        word = store.take("thing")
        fields[0]["first"] = fields[-1]["last"] = word
        return [Condition(kind="frame")]
    return []


def _mark(
    dice: Dice, store: WordStore, kinds: list[str], fields: list[dict[str, object]]
) -> list[Condition]:
    count = len(fields)
    if "alternate" in kinds:
        first = dice.below(2)
        for i, one in enumerate(fields):
            one["mark"] = "?" if i % 2 == first else "."
        return [Condition(kind="alternate", numbers=(first + 1,))]
    order = list(range(count))
    dice.shuffle(order)
    chosen = order[: max(1, min(count - 1, dice.between(2, 3)))]
    if "question_rule" in kinds:
        word = store.take("thing")
        for i in chosen:
            fields[i] |= {"mark": "?", "extra": word, "size": max(5, int(str(fields[i]["size"])))}
            fields[i].pop("last", None)
        return [Condition(kind="question_rule", words=(word,))]
    for kind, mark in (("questions", "?"), ("exclamations", "!")):
        if kind in kinds and len(chosen) > 1:
            for i in chosen:
                fields[i]["mark"] = mark
            return [Condition(kind=kind, numbers=(len(chosen),))]
    return []


def _comma(dice: Dice, kinds: list[str], fields: list[dict[str, object]]) -> list[Condition]:
    if "comma_rule" in kinds:
        sizes = sorted({int(str(one["size"])) for one in fields})
        limit = max(6, dice.of(sizes[:-1] or sizes))
        for one in fields:
            one["comma"] = int(str(one["size"])) > limit
        return [Condition(kind="comma_rule", numbers=(limit,))]
    if "no_commas" in kinds:
        for one in fields:
            one["comma"] = False
        return [Condition(kind="no_commas")]
    if "commas" in kinds:
        with_comma = [int(str(one["size"])) > 7 and dice.below(2) == 0 for one in fields]
        for one, comma in zip(fields, with_comma, strict=True):
            one["comma"] = comma
        if any(with_comma):
            return [Condition(kind="commas", numbers=(sum(with_comma),))]
        return [Condition(kind="no_commas")]
    return []


def _number(dice: Dice, kinds: list[str], fields: list[dict[str, object]]) -> list[Condition]:
    if "no_digits" in kinds:
        return [Condition(kind="no_digits")]
    if "says_words" in kinds or "says_letter" in kinds:
        total = sum(int(str(one["size"])) for one in fields)
        dice.of(fields)["number"] = str(total) if "says_words" in kinds else "0"
        return [Condition(kind="says_words")] if "says_words" in kinds else []
    if "sum" in kinds or "rising" in kinds:
        places = sorted(_some(dice, len(fields), min(len(fields), dice.between(2, 4))))
        values = sorted(_some(dice, 88, len(places)))
        if "sum" in kinds:
            dice.shuffle(values)
        for place, value in zip(places, values, strict=True):
            fields[place]["number"] = str(value + 10)
        if "sum" in kinds:
            total = sum(values) + 10 * len(values)
            return [Condition(kind="sum", numbers=(len(places), total))]
        return [Condition(kind="rising", numbers=(len(places),))]
    return []


def _some(dice: Dice, below: int, count: int) -> list[int]:
    pool = list(range(below))
    dice.shuffle(pool)
    return pool[:count]


def _decorate(dice: Dice, kinds: list[str], written: list[list[str]]) -> list[Condition]:
    """Capitals, brackets or quotation marks, put into sentences."""
    if "capitals" in kinds:
        places = [
            (i, j)
            for i, words in enumerate(written)
            for j, word in enumerate(words)
            if word.isalpha() and len(word) > 1
        ]
        chosen = _some(dice, len(places), dice.between(2, 4))
        for i, j in (places[one] for one in chosen):
            written[i][j] = written[i][j].upper()
        return [Condition(kind="capitals", numbers=(len(chosen),))]
    for kind, opening, closing in (("in_brackets", "(", ")"), ("quoted", '"', '"')):
        if kind in kinds:
            words = dice.of(written)
            size = dice.between(1, 2)
            words[-size] = opening + words[-size]
            words[-1] += closing
            return [Condition(kind=kind, numbers=(size,))]
    return []


def _divided(
    dice: Dice, rows: list[tuple[list[str], str]], layout: Layout
) -> list[list[tuple[list[str], str]]]:
    """Sentences in paragraphs of one to four, or in lines of one or two."""
    blocks: list[list[tuple[list[str], str]]] = []
    longest = 4 if layout == "paragraphs" else 2
    while rows:
        size = dice.between(1, longest)
        blocks.append(rows[:size])
        rows = rows[size:]
    return blocks
