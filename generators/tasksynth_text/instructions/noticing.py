"""Notice what is true of a text: the conditions that can be read off a witness."""

from collections import Counter
from collections.abc import Callable

from tasksynth.rng import Dice
from tasksynth_text.instructions.conditions import Condition
from tasksynth_text.instructions.lexicon import COMMON
from tasksynth_text.instructions.texts import ReadText, count_letters

_SLACK = 12
"""Characters that a limit leaves beside those of the witness, at most."""


def noticed(dice: Dice, text: ReadText) -> list[Condition]:
    """Conditions that a text fulfils, of all kinds that any text can have; some of each kind."""
    found: list[Condition] = []
    for notice in (_sizes, _of_sentences, _of_letters, _of_words, _of_places):
        notice(dice, text, lambda kind, *n, w=(): found.append(_made(kind, n, w)))
    return found


def _made(kind: str, numbers: tuple[int, ...], words: tuple[str, ...]) -> Condition:
    return Condition(kind=kind, numbers=numbers, words=words)


Add = Callable[..., None]


def _sizes(dice: Dice, text: ReadText, add: Add) -> None:
    total = len(text.words)
    if dice.below(2):
        add("words", total)
    else:
        add("words_between", total - dice.below(3), total + dice.below(3))
    if dice.below(2):
        add("blocks", len(text.blocks))
        add("sentences", len(text.sentences))
    else:
        add("sentences_each", *(len(block) for block in text.blocks))
    add("characters", len(text.whole) + dice.below(_SLACK + 1))
    if len(text.blocks) > 1:
        block = dice.below(len(text.blocks))
        add("block_words", block + 1, sum(len(s.words) for s in text.blocks[block]))


def _of_sentences(dice: Dice, text: ReadText, add: Add) -> None:
    sizes = [len(s.words) for s in text.sentences]
    for i in _some(dice, len(sizes), 2):
        add("sentence_words", i + 1, sizes[i])
    add("words_at_most", max(sizes))
    add("words_at_least", min(sizes))
    alike = [(i, j) for j, b in enumerate(sizes) for i, a in enumerate(sizes[:j]) if a == b]
    if alike:
        i, j = dice.of(alike)
        add("as_long", i + 1, j + 1)
    asked = [i for i, s in enumerate(text.sentences, 1) if s.mark == "?"]
    if asked:
        add("is_question", dice.of(asked))
    if count_letters(text.words[0]) == len(sizes):
        add("first_word_letters")


def _of_letters(dice: Dice, text: ReadText, add: Add) -> None:
    letter = dice.of("aeilnorstdcu")
    add("letter", text.letters.count(letter), w=(letter,))
    initials = Counter(word[0] for word in text.words if word[0].isalpha())
    begins = dice.of(sorted(letter for letter, count in initials.items() if count > 1) or ["x"])
    add("initial", initials[begins], w=(begins,))
    size = dice.between(7, 9)
    long = sum(len(word) >= size for word in text.words)
    if long > 1:
        add("long_words", size, long)


def _of_words(dice: Dice, text: ReadText, add: Add) -> None:
    counts = Counter(text.words)
    keys = [word for word in counts if len(word) > 3 and word.isalpha()]
    dice.shuffle(keys)
    add("includes", w=tuple(keys[: dice.between(2, 5)]))
    add("occurs", counts[keys[5]], w=(keys[5],))
    absent = [word for word in COMMON if word not in counts]
    dice.shuffle(absent)
    add("avoids", w=tuple(sorted(absent[: dice.between(2, 4)])))
    ordered = sorted(keys[6:9], key=text.words.index)
    add("order", w=tuple(ordered))
    single = [word for word in keys[6:] if counts[word] == 1]
    if len(single) > 3:
        word = single[0]
        where = next(i for i, s in enumerate(text.sentences, 1) if word in s.words)
        add("only_in", where, w=(word,))
        one, other = sorted(single[1:3], key=text.words.index)
        between = text.words.index(other) - text.words.index(one) - 1
        if 0 < between <= 15:
            add("apart", between, w=(one, other))


def _of_places(dice: Dice, text: ReadText, add: Add) -> None:
    for i in _some(dice, len(text.sentences), 3):
        words = text.sentences[i].words
        j = dice.below(len(words))
        if words[j].isalpha():
            add("place", i + 1, j + 1, w=(words[j],))
    at = dice.below(len(text.words))
    if text.words[at].isalpha():
        add("nth_word", at + 1, w=(text.words[at],))
    add("last_word", w=(text.words[-1],))


def _some(dice: Dice, below: int, count: int) -> list[int]:
    pool = list(range(below))
    dice.shuffle(pool)
    return pool[:count]
