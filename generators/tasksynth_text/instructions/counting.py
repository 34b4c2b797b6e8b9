"""Conditions that count: paragraphs, sentences, words, marks, characters."""

from collections.abc import Sequence

from tasksynth_text.instructions.conditions import Test
from tasksynth_text.instructions.texts import ReadText, count_letters, words_in


def _blocks(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return len(t.blocks) == n[0]


def _sentences(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return len(t.sentences) == n[0]


def _sentences_each(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return [len(block) for block in t.blocks] == list(n)


def _words(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return len(t.words) == n[0]


def _words_between(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return n[0] <= len(t.words) <= n[1]


def _sentence_words(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return n[0] <= len(t.sentences) and len(t.sentences[n[0] - 1].words) == n[1]


def _words_at_most(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and all(len(s.words) <= n[0] for s in t.sentences)


def _words_at_least(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and all(len(s.words) >= n[0] for s in t.sentences)


def _block_words(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return n[0] <= len(t.blocks) and sum(len(s.words) for s in t.blocks[n[0] - 1]) == n[1]


def _characters(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and len(t.whole) <= n[0]


def _commas(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and t.whole.count(",") == n[0]


def _no_commas(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and "," not in t.whole


def _questions(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return sum(s.mark == "?" for s in t.sentences) == n[0]


def _exclamations(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return sum(s.mark == "!" for s in t.sentences) == n[0]


def _capitals(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    loud = [word for word in t.shown if count_letters(word) > 1 and word.isupper()]
    return len(loud) == n[0]


def _sum(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return len(t.numbers) == n[0] and sum(t.numbers) == n[1]


def _no_digits(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and not any(map(str.isdigit, t.whole))


def _different(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and len(set(t.words)) == len(t.words)


def _long_words(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return sum(len(word) >= n[0] for word in t.words) == n[1]


def _in_brackets(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    opened, closed = t.whole.find("("), t.whole.find(")")
    once = t.whole.count("(") == t.whole.count(")") == 1 and opened < closed
    return once and len(words_in(t.whole[opened + 1 : closed])) == n[0]


def _quoted(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    parts = t.whole.split('"')
    return len(parts) == 3 and len(words_in(parts[1])) == n[0]


COUNTING: dict[str, tuple[Test, str, tuple[str, ...]]] = {
    "blocks": (
        _blocks,
        "layout",
        ("The text has exactly {a} {blocks}.", "Write exactly {a} {blocks}."),
    ),
    "sentences": (
        _sentences,
        "sentences",
        ("There are exactly {a} sentences in all.", "Use exactly {a} sentences altogether."),
    ),
    "sentences_each": (
        _sentences_each,
        "layout sentences",
        ("The numbers of sentences in the {blocks}, from the first on, are {numbers}.",),
    ),
    "words": (
        _words,
        "lengths",
        ("The text has exactly {a} words.", "Use exactly {a} words in all."),
    ),
    "words_between": (
        _words_between,
        "lengths",
        ("The text has {a} to {b} words.", "Use no fewer than {a} and no more than {b} words."),
    ),
    "sentence_words": (
        _sentence_words,
        "lengths sentences",
        ("The {tha} sentence has exactly {b} words.", "Sentence {a} consists of {b} words."),
    ),
    "words_at_most": (
        _words_at_most,
        "lengths sentences",
        ("No sentence has more than {a} words.",),
    ),
    "words_at_least": (
        _words_at_least,
        "lengths sentences",
        ("Every sentence has at least {a} words.",),
    ),
    "block_words": (
        _block_words,
        "lengths layout",
        ("The {tha} {block} has exactly {b} words.", "Exactly {b} words are in {block} {a}."),
    ),
    "characters": (
        _characters,
        "lengths letters",
        ("The text has at most {a} characters, spaces and line breaks included.",),
    ),
    "commas": (
        _commas,
        "marks",
        ("The text contains exactly {a} commas.", "Use the comma exactly {a} times."),
    ),
    "no_commas": (_no_commas, "marks", ("No comma occurs.", "Do without commas.")),
    "questions": (
        _questions,
        "marks sentences",
        ("Exactly {a} sentences end with a question mark.",),
    ),
    "exclamations": (
        _exclamations,
        "marks sentences",
        ("Exactly {a} sentences end with an exclamation mark.",),
    ),
    "capitals": (
        _capitals,
        "vocabulary letters",
        (
            "Exactly {a} words of two or more letters are written in capitals only.",
            "Write exactly {a} words, each of two letters or more, in capitals throughout.",
        ),
    ),
    "sum": (
        _sum,
        "vocabulary numbers",
        ("Exactly {a} of the words are numbers in digits, and their sum is {b}.",),
    ),
    "no_digits": (_no_digits, "numbers", ("No digit occurs.", "Do not use any digits.")),
    "different": (
        _different,
        "vocabulary",
        ("No word occurs twice, in capital or small letters.",),
    ),
    "long_words": (
        _long_words,
        "vocabulary letters",
        ("Exactly {b} words have {a} or more characters.",),
    ),
    "in_brackets": (
        _in_brackets,
        "marks",
        ("There is exactly one pair of round brackets, with {a} words in it.",),
    ),
    "quoted": (
        _quoted,
        "marks",
        ("Double quotation marks occur exactly twice, around {a} words.",),
    ),
}
"""Kinds by name: the test, what it is about, ways to say it."""
