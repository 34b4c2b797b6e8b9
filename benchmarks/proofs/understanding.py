"""Solve prompts of text.nlu from their words: a grammar of its own, and a solver of clauses."""

import re
from collections.abc import Sequence
from itertools import combinations, count, permutations

from pysat.solvers import Solver

Phrase = tuple[str, bool]
"""What is said of somebody, as its words, and whether it is denied."""
_OBJECTS = {
    ("play", "plays"): ("the piano", "chess"),
    ("have", "has"): ("a dog", "a cat", "a bicycle", "a boat", "a garden"),
    ("are", "is"): ("married", "left-handed", "vegetarian"),
    ("speak", "speaks"): ("Dutch",),
    ("work", "works"): ("at the bakery",),
    ("live", "lives"): ("by the lake",),
    ("wear", "wears"): ("glasses",),
    ("sing", "sings"): ("in the choir",),
    ("come", "comes"): ("from Iceland",),
}
_NAME = "[A-Z][a-z]+"


def _verbs() -> dict[str, str]:
    """Patterns of all that one person and several do, may do and are asked about."""
    found: dict[str, list[str]] = {"S": [], "P": [], "B": []}
    for (many, one), objects in _OBJECTS.items():
        rest = f"(?:{'|'.join(objects)})"
        if one == "is":
            rest = f"(?:{rest}|(?:older|younger|taller|shorter) than {_NAME})"
            found["S"].append(f"is(?: not)? {rest}")
            found["P"].append(f"are(?: not)? {rest}")
            found["B"].append(rest)
        else:
            found["S"].append(f"(?:{one}|does not {many}) {rest}")
            found["P"].append(f"(?:{many}|do not {many}) {rest}")
            found["B"].append(f"{many} {rest}")
    return {key: f"({'|'.join(some)})" for key, some in found.items()}


_PATTERNS = {
    "is": "x S; (?:Does|Is) x B",
    "both": "Both x and x P; x and x P",
    "neither": "Neither x nor x S",
    "but": "x S, but x (?:does|is) not; x S, but x (?:does|is); Unlike x, x S",
    "if": "If x S, x S",
    "fi": "x S if x S",
    "or": "x or x S, perhaps both; At least one of x and x S",
    "xor": "x or x S, but not both; Exactly one of x and x S",
    "every": "Everyone who S S; All those who P P; Whoever S S; Those who P P",
    "every asked": "(?:Does|Is) everyone who S B",
    "none": "Nobody who S S; None of those who P S",
    "only": "Only those who P P; Nobody but those who P S",
    "some": "At least one of those who P S; Somebody who S S",
    "notall": "Not everyone who S S; Not all of those who P P",
    "exactly": "Exactly (one) of them S; Exactly (two|three) of them P",
    "rumour": "People say that x S; Rumour has it that x S",
}


def _compiled() -> list[tuple[re.Pattern[str], str]]:
    verbs = _verbs() | {"x": f"({_NAME})"}
    found = []
    for form, patterns in _PATTERNS.items():
        for pattern in patterns.split("; "):
            told = re.sub(r"\b[xSPB]\b", lambda m: verbs[m[0]], pattern)
            found.append((re.compile(told + "[.?]"), form.removesuffix(" asked")))
    return found


_COMPILED = _compiled()
_COUNTS = {"one": 1, "two": 2, "three": 3}


def parsed(sentence: str) -> tuple[str, list[str], list[Phrase], int] | None:
    """Form, names, phrases and number of a sentence; None for one that is not correct."""
    for pattern, form in _COMPILED:
        if match := pattern.fullmatch(sentence):
            parts = [one for one in match.groups() if one]
            names = [one for one in parts if re.fullmatch(_NAME, one)]
            number = next((_COUNTS[one] for one in parts if one in _COUNTS), 0)
            said = [_phrase(one) for one in parts if one not in (*names, *_COUNTS)]
            if form == "fi":
                return "if", names[::-1], said[::-1], number
            if form == "but" and sentence.startswith("Unlike"):
                names = names[::-1]
            return form, names, said, number
    return None


def _phrase(words: str) -> Phrase:
    rest = re.sub(r"^(?:is|are|does|do)(?: not)? |^not ", "", words)
    first, _, others = rest.partition(" ")
    base = {one: many for many, one in _OBJECTS}.get(first, first)
    return f"{base} {others}".strip(), " not " in f" {words} "


class _Words:
    """Sentences as clauses, for people by name."""

    def __init__(self, people: Sequence[str]) -> None:
        self.people, self.fresh = people, count(1)
        self.numbers: dict[tuple[str, ...], int] = {}
        self.clauses: list[list[int]] = []
        for a, b, c in permutations(people, 3):
            self.clauses.append([-self._over(a, b), -self._over(b, c), self._over(a, c)])

    def _number(self, *key: str) -> int:
        if key not in self.numbers:
            self.numbers[key] = next(self.fresh)
        return self.numbers[key]

    def _over(self, a: str, b: str) -> int:
        return self._number("over", a, b) if a < b else -self._number("over", b, a)

    def literal(self, who: str, phrase: Phrase) -> int | None:
        """None for somebody compared with themselves, who is never older."""
        words, denied = phrase
        if match := re.fullmatch(r"(older|younger|taller|shorter) than (\w+)", words):
            if match[2] == who:
                return None
            ends = (who, match[2]) if match[1] in ("older", "taller") else (match[2], who)
            found = self._over(*ends)
        else:
            found = self._number("is", who, words)
        return -found if denied else found

    def means(self, sentence: str) -> list[list[int]]:
        """Clauses that hold if and only if the sentence does, with fresh letters."""
        read = parsed(sentence)
        if read is None:
            raise ValueError(f"{sentence!r} is not understood")
        form, names, said, number = read
        if form == "rumour":
            return []
        if form in ("every", "none", "only", "some", "notall", "exactly"):
            return self._general(form, said, number)
        a = self._sure(names[0], said[0])
        b = self._sure(names[-1], said[-1])
        return {
            "is": [[a]],
            "both": [[a], [b]],
            "neither": [[-a], [-b]],
            "but": [[a], [-b]],
            "if": [[-a, b]],
            "or": [[a, b]],
            "xor": [[a, b], [-a, -b]],
        }[form]

    def _sure(self, who: str, phrase: Phrase) -> int:
        """A literal, one that is fixed by a clause of its own where it is a constant."""
        found = self.literal(who, phrase)
        if found is None:
            found = self._number("never")
            if [-found] not in self.clauses:
                self.clauses.append([-found])
            return -found if phrase[1] else found
        return found

    def _general(self, form: str, said: list[Phrase], number: int) -> list[list[int]]:
        rows = [(self._sure(who, said[0]), self._sure(who, said[-1])) for who in self.people]
        match form:
            case "every":
                return [[-a, b] for a, b in rows]
            case "none":
                return [[-a, -b] for a, b in rows]
            case "only":
                return [[a, -b] for a, b in rows]
            case "exactly":
                has = [a for a, _ in rows]
                some = [list(one) for one in combinations(has, len(has) - number + 1)]
                return some + [[-i for i in one] for one in combinations(has, number + 1)]
        letters = [next(self.fresh) for _ in rows]
        found = [letters]
        for letter, (a, b) in zip(letters, rows, strict=True):
            found += [[-letter, a], [-letter, b if form == "some" else -b]]
        return found

    def possible(self, *claims: list[list[int]]) -> bool:
        """Whether there is a case in which all clauses hold."""
        every = [*self.clauses, *(one for claim in claims for one in claim)]
        with Solver("cadical153", bootstrap_with=every) as solver:
            return bool(solver.solve())

    def contrary(self, claim: list[list[int]]) -> list[list[int]]:
        """That some clause fails. Letters of witnesses may only be denied all at once."""
        letters = [next(self.fresh) for _ in claim]
        return [
            letters,
            *([-y, -one] for y, row in zip(letters, claim, strict=True) for one in row),
        ]


def labelled(prompt: str) -> tuple[str, ...]:
    """What the answers of a prompt are; numbers, names, or true, false, unknown, yes and no."""
    items = re.findall(r"^\d+\. (.*(?:\n   B: .*)?)$", prompt, re.MULTILINE)
    if "correct English" in prompt:
        return tuple("no" if parsed(one) is None else "yes" for one in items)
    if " B: " in prompt:
        return tuple(_compared(one) for one in items)
    people = re.findall(_NAME, prompt.partition(".")[0].removeprefix("This is about"))
    said = _Words(people)
    passage = prompt.split("\n\n")[1]
    told = [said.means(one) for one in re.findall(r"[^.]+\.", passage.replace(". ", "."))]
    known = [clause for claim in told for clause in claim]
    return tuple(_answer(prompt, said, known, item) for item in items)


def _answer(prompt: str, said: _Words, known: list[list[int]], item: str) -> str:
    if match := re.search(r"\. (?:He|She) (.*\.)$", item):
        pair = [name for name in re.findall(_NAME, item.partition(". ")[0]) if name in said.people]
        (one,) = [who for who in pair if said.possible(known, said.means(f"{who} {match[1]}"))]
        return one
    may_be, may_fail = _both_ways(said, known, item)
    if "?" in item:
        return "no" if may_be and may_fail else "yes"
    return "unknown" if may_be and may_fail else "true" if may_be else "false"


def _both_ways(said: _Words, known: list[list[int]], sentence: str) -> tuple[bool, bool]:
    """Whether a sentence may be true, and whether it may be false."""
    return said.possible(known, said.means(sentence)), said.possible(known, _denied(said, sentence))


_CONTRARY = {"every": "notall", "notall": "every", "none": "some", "some": "none"}


def _denied(said: _Words, sentence: str) -> list[list[int]]:
    """Clauses that hold if a sentence does not."""
    read = parsed(sentence)
    if read is None:
        raise ValueError(f"{sentence!r} is not understood")
    form, _, phrases, number = read
    if form == "only":
        return said._general("notall", phrases[::-1], number)
    if form in _CONTRARY:
        return said._general(_CONTRARY[form], phrases, number)
    return said.contrary(said.means(sentence))


def _compared(item: str) -> str:
    """Whether two sentences say the same, or how many of one text some of the other do."""
    texts = item.removeprefix("A: ").split("\n   B: ")
    one, other = ([f"{part}." for part in text.rstrip(".").split(". ")] for text in texts)
    same = [[_is_same(a, b) for b in other] for a in one]
    if len(one) == 1:
        return "yes" if same[0][0] else "no"
    return str(sum(map(any, same)))


def _is_same(a: str, b: str) -> bool:
    """Whether neither can be true without the other; of some by name, and of four more."""
    read = [one for one in (parsed(a), parsed(b)) if one]
    names = {name for _, some, _, _ in read for name in some}
    names |= {words.split()[-1] for *_, said, _ in read for words, _ in said if " than " in words}
    people = [*sorted(names), "Ann", "Ben", "Cid", "Dan"]
    for one, other in ((a, b), (b, a)):
        said = _Words(people)
        if said.possible(said.means(one), _denied(said, other)):
            return False
    return True
