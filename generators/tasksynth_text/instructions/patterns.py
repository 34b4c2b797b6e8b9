"""Conditions on letters and words, and on how sentences hang together."""

from collections.abc import Sequence
from itertools import pairwise

from tasksynth_text.instructions.conditions import Test
from tasksynth_text.instructions.texts import ReadText, count_letters


def _acrostic(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return [s.words[0][0] for s in t.sentences] == list(w[0])


def _alphabetical(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    firsts = [s.words[0] for s in t.sentences]
    return bool(firsts) and all(a < b for a, b in pairwise(firsts))


def _without_letter(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and w[0] not in t.letters


def _letter(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return t.letters.count(w[0]) == n[0]


def _initial(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return sum(word[0] == w[0] for word in t.words) == n[0]


def _includes(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return set(w) <= set(t.words)


def _occurs(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return t.words.count(w[0]) == n[0]


def _avoids(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and not set(w) & set(t.words)


def _place(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    if n[0] > len(t.sentences):
        return False
    words = t.sentences[n[0] - 1].words
    return n[1] <= len(words) and words[n[1] - 1] == w[0]


def _nth_word(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return n[0] <= len(t.words) and t.words[n[0] - 1] == w[0]


def _last_word(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and t.words[-1] == w[0]


def _order(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    places = [t.words.index(word) if word in t.words else -1 for word in w]
    return -1 not in places and places == sorted(places)


def _only_in(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    where = [i for i, s in enumerate(t.sentences, 1) if w[0] in s.words]
    return where == [n[0]]


def _apart(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    if any(t.words.count(word) != 1 for word in w):
        return False
    return t.words.index(w[1]) - t.words.index(w[0]) - 1 == n[0]


def _chain(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    pairs = pairwise(t.sentences)
    return len(t.sentences) > 1 and all(a.words[-1] == b.words[0] for a, b in pairs)


def _frame(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return len(t.words) > 1 and t.words[0] == t.words[-1]


def _growing(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    sizes = [len(s.words) for s in t.sentences]
    return len(sizes) > 1 and all(a < b for a, b in pairwise(sizes))


def _shrinking(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    sizes = [len(s.words) for s in t.sentences]
    return len(sizes) > 1 and all(a > b for a, b in pairwise(sizes))


def _parity(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and all((len(s.words) % 2 == 1) == (w[0] == "odd") for s in t.sentences)


def _alternate(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    marks = [s.mark == "?" for s in t.sentences]
    return len(marks) > 1 and marks == [i % 2 == n[0] - 1 for i in range(len(marks))]


def _is_question(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return n[0] <= len(t.sentences) and t.sentences[n[0] - 1].mark == "?"


def _comma_rule(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and all(("," in s.text) == (len(s.words) > n[0]) for s in t.sentences)


def _question_rule(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and all((w[0] in s.words) == (s.mark == "?") for s in t.sentences)


def _rising(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    found = t.numbers
    return len(found) == n[0] and all(a < b for a, b in pairwise(found))


def _says_words(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return t.numbers == (len(t.words),)


def _says_letter(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return t.numbers == (t.letters.count(w[0]),)


def _first_word_letters(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    return bool(t.words) and count_letters(t.words[0]) == len(t.sentences)


def _as_long(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    if max(n) > len(t.sentences):
        return False
    one, other = (t.sentences[i - 1].words for i in n)
    return len(one) == len(other)


def _last_letters(t: ReadText, n: Sequence[int], w: Sequence[str]) -> bool:
    ends = [s.words[-1] for s in t.sentences]
    return bool(ends) and all(word.endswith(w[0]) for word in ends)


PATTERNS: dict[str, tuple[Test, str, tuple[str, ...]]] = {
    "acrostic": (
        _acrostic,
        "starts sentences",
        (
            "The first letters of the sentences, read in order, spell “{w}”, with no letter more.",
            "Read in order, the sentences' first letters give “{w}” and nothing else.",
        ),
    ),
    "alphabetical": (
        _alphabetical,
        "starts",
        ("The first words of the sentences are all different and in alphabetical order.",),
    ),
    "without_letter": (
        _without_letter,
        "letters vocabulary",
        ("The letter “{w}” does not occur, neither capital nor small.",),
    ),
    "letter": (
        _letter,
        "letters",
        ("The letter “{w}”, capital or small, occurs exactly {a} times.",),
    ),
    "initial": (
        _initial,
        "letters vocabulary",
        ("Exactly {a} words begin with “{w}”, capital or small.",),
    ),
    "includes": (
        _includes,
        "vocabulary",
        ("These words occur: {list}.", "Use all of these words: {list}."),
    ),
    "occurs": (
        _occurs,
        "vocabulary",
        ("The word “{w}” occurs exactly {a} times.", "Use “{w}” exactly {a} times as a word."),
    ),
    "avoids": (
        _avoids,
        "vocabulary",
        ("None of these words occurs: {list}.", "Do not use any of the words {list}."),
    ),
    "place": (
        _place,
        "vocabulary sentences",
        ("Word {b} of sentence {a} is “{w}”.", "The {tha} sentence has “{w}” as its {thb} word."),
    ),
    "nth_word": (
        _nth_word,
        "vocabulary lengths",
        ("The {tha} word of the whole text is “{w}”.",),
    ),
    "last_word": (
        _last_word,
        "vocabulary ends",
        ("The text's last word is “{w}”.", "End the text with the word “{w}”."),
    ),
    "order": (
        _order,
        "vocabulary",
        ("The words {list} occur, and are first mentioned in this order.",),
    ),
    "only_in": (
        _only_in,
        "vocabulary sentences",
        ("The word “{w}” occurs in sentence {a} and in no other sentence.",),
    ),
    "apart": (
        _apart,
        "vocabulary lengths",
        (
            "“{w}” and, later, “{v}” occur once each, with exactly {a} words between them.",
            "The words “{w}” and “{v}” occur once each, in this order, {a} words lying between.",
        ),
    ),
    "chain": (
        _chain,
        "starts ends",
        ("Each sentence after the first begins with the last word of the sentence before it.",),
    ),
    "frame": (_frame, "starts ends", ("The text's first word is also its last word.",)),
    "growing": (
        _growing,
        "lengths sentences",
        ("Each sentence has more words than the sentence before it.",),
    ),
    "shrinking": (
        _shrinking,
        "lengths sentences",
        ("Each sentence has fewer words than the sentence before it.",),
    ),
    "parity": (
        _parity,
        "lengths sentences",
        ("The number of words of each sentence is {w}.",),
    ),
    "alternate": (
        _alternate,
        "marks sentences",
        ("Every second sentence, from the {tha} on, ends with a question mark, and no other.",),
    ),
    "is_question": (
        _is_question,
        "marks sentences",
        ("The {tha} sentence ends with a question mark.",),
    ),
    "comma_rule": (
        _comma_rule,
        "marks lengths",
        ("A sentence of more than {a} words contains a comma, one of {a} or fewer none.",),
    ),
    "question_rule": (
        _question_rule,
        "marks vocabulary",
        ("Every sentence with the word “{w}” ends with a question mark, and no other does.",),
    ),
    "rising": (
        _rising,
        "numbers vocabulary",
        ("Exactly {a} of the words are numbers in digits, each larger than the one before.",),
    ),
    "says_words": (
        _says_words,
        "numbers lengths",
        ("Exactly one word is a number in digits: the number of all words, itself included.",),
    ),
    "says_letter": (
        _says_letter,
        "numbers letters",
        ("Exactly one word is a number in digits: how often the letter “{w}” or “{W}” occurs.",),
    ),
    "first_word_letters": (
        _first_word_letters,
        "starts sentences",
        ("The text's first word has as many letters as the text has sentences.",),
    ),
    "as_long": (
        _as_long,
        "lengths sentences",
        ("The {tha} and the {thb} sentence have equally many words.",),
    ),
    "last_letters": (
        _last_letters,
        "ends letters",
        ("The last word of every sentence ends in “{w}”.",),
    ),
}
"""Kinds by name: the test, what it is about, ways to say it."""
