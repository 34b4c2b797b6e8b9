r"""Read an assignment, a decision or a set of clauses from a reply, strictly.

Built on `tasksynth.answers`: the final answer is found and its typesetting dropped, then it must
be, from end to end, one of the forms below; one trailing remark in parentheses is dropped.
Nothing is searched for inside a longer text, so a list of guesses, a wildcard, a short or an
over-long answer is never read. Every step is linear in the length of the reply.

An assignment gives each of n variables exactly once:
    bits      `10110`, `1 0 1 1 0`, `[1, 0, 1, 1, 0]`, `(A, B, C, D, E) = (1, 0, 1, 1, 0)`
    words     `TFTTF`, `true, false, true, true, false`
    maps      `A=1, B=0, …`, `x_{10} = true`, `x1: 1; x2: 0`, `{"A": 1, …}`
    literals  `1 -2 3 4 -5 0`, `v 1 -2 3 4 -5 0`, `A !B C D !E`
"""

import re
from collections.abc import Sequence

from tasksynth.answers import final_answer, plain

_VALUES = {"1": 1, "t": 1, "true": 1, "\\top": 1, "0": 0, "f": 0, "false": 0, "\\bot": 0}
_BITS = frozenset("01")
_TRUTH = str.maketrans("TFtf", "1010")
_SIGNS = str.maketrans({"\u2212": "-", "\u00ac": "!", "~": "!"})
_SEPARATORS = str.maketrans(dict.fromkeys("()[]{},;&\u27e8\u27e9\u2227", " "))
_SUBSCRIPT = re.compile(r"_ ?\{ ?(\d{1,9}) ?\}|\\?_(?=\d)|(?<=[a-zA-Z])[\[(](\d{1,9})[\])]")
_NEWLINE = re.compile(r"\\\\|\\newline(?![a-zA-Z])")
_LINE = re.compile(r"\n(?:[ \t]{0,20}[-*\u2022][ \t])?")
_AND = re.compile(r"\\(?:(?:land|wedge|langle|rangle)(?![a-zA-Z])|[{}])|\band\b", re.IGNORECASE)
_EQUALS = re.compile(
    r"\\(?:mapsto|to|rightarrow|leftarrow|coloneqq|equiv)(?![a-zA-Z])"
    r"|:=|==|->|=>|[=:\u2192\u21a6\u2190\u2261]|\bis\b"
)
_NOT = re.compile(r"\\(?:neg|lnot)(?![a-zA-Z]) ?|! ?|\bnot ", re.IGNORECASE)
_LITERAL = re.compile(r"-?[0-9]{1,9}")
_CLAUSE = re.compile(r"(?:c_?|#)?([0-9]{1,9})")
_WORD = re.compile(r"[a-z]{2,}")
_DECISION = re.compile(
    r"(?:s )?(?:(?:it|(?:the |this )?(?:formula|instance|problem|cnf)) is )?"
    r"(?:(1|yes|true|sat|satisfiable)|0|no|false|unsat|unsatisfiable|not satisfiable)"
)
_HEDGES = frozenset(("or", "alternatively", "either", "else"))
_PARTS = frozenset(("clause", "rule", "pattern", "check", "constraint"))
_VECTORS = ("x", "assignment", "solution", "model")


class Unreadable(ValueError):
    """The answer is in none of the accepted forms; the message says what was wanted."""


def read_assignment(answer: str, names: Sequence[str]) -> int:
    """The assignment that a reply gives to these variables, as an int (see `formulas.cnf`).

    Raises:
        Unreadable: unless every variable is given exactly once, in one accepted form.
    """
    wanted = f"want {len(names)} values, one for each of {_shown(names)}"
    text, remark = _split_remark(_final(answer, wanted))
    if len(text) == len(names) and _BITS.issuperset(text):
        values = [int(bit) for bit in text]
    elif (found := _values(text, names)) is not None:
        values = found
    else:
        raise Unreadable(f"{wanted}, got {text[:60]!r}")
    if _EQUALS.search(remark) and _values(remark, names) not in (None, values):
        raise Unreadable(f"{wanted}; {text[:30]!r} and its remark {remark[:30]!r} disagree")
    return sum(value << i for i, value in enumerate(values))


def read_decision(answer: str) -> bool:
    """Whether a reply says "satisfiable": SAT or UNSAT, 1 or 0, yes or no, true or false.

    Raises:
        Unreadable: for anything else, or when a trailing remark contradicts the decision.
    """
    wanted = "want a decision, satisfiable or unsatisfiable"
    text, remark = _split_remark(_final(answer, wanted))
    match = _DECISION.fullmatch(" ".join(text.lower().split()))
    if match is None:
        raise Unreadable(f"{wanted}, got {text[:60]!r}")
    satisfiable = match[1] is not None
    opposite = {"unsat", "unsatisfiable"} if satisfiable else {"sat", "satisfiable"}
    if opposite & set(_WORD.findall(remark.lower())):
        raise Unreadable(f"{wanted}; {text[:20]!r} and its remark {remark[:40]!r} disagree")
    return satisfiable


def read_clause_set(answer: str, n_clauses: int) -> tuple[int, ...]:
    """The clauses that a reply names, as increasing positions from 0.

    Accepted are clause numbers from 1 (`2, 5`, `{2, 5}`, `clauses 2 and 5`, `C_2, C5`), each once,
    or one bit for every clause, 1 for a named one. No text is both.

    Raises:
        Unreadable: for anything else, a number out of range, or one given twice.
    """
    wanted = f"want clause numbers from 1 to {n_clauses}, or {n_clauses} bits"
    text, _ = _split_remark(_final(answer, wanted))
    words = _words(_subscripts(text.lower()))
    words = [word for word in words if word.removesuffix("s") not in _PARTS]
    joined = "".join(words)
    if len(joined) == n_clauses and _BITS.issuperset(joined):
        return tuple(i for i, bit in enumerate(joined) if bit == "1")
    matches = [_CLAUSE.fullmatch(word) for word in words]
    numbers = [int(match[1]) for match in matches if match is not None]
    if not numbers or len(numbers) < len(words):
        raise Unreadable(f"{wanted}, got {text[:60]!r}")
    if min(numbers) < 1 or max(numbers) > n_clauses or len(set(numbers)) < len(numbers):
        raise Unreadable(f"{wanted}, each once, got {text[:60]!r}")
    return tuple(sorted(number - 1 for number in numbers))


def _final(answer: str, wanted: str) -> str:
    text = final_answer(answer)
    if not text:
        raise Unreadable(f"{wanted}, got no final answer")
    if "=" not in text and ":" not in text:
        text = text.translate(_SIGNS)  # before `plain`, which takes `~` for a LaTeX space
    return plain(_NEWLINE.sub("\n", text))


def _split_remark(text: str) -> tuple[str, str]:
    """The text without its full stop and one trailing parenthesised remark, and that remark."""
    text = text.rstrip(" .\t\r\n")
    if not text.endswith(")"):
        return text, ""
    start, depth = len(text) - 1, 1
    while depth and start:
        start -= 1
        depth += {")": 1, "(": -1}.get(text[start], 0)
    head, remark = text[:start].rstrip(" .\t\r\n"), text[start + 1 : -1]
    words = _WORD.findall(remark.lower())
    spoken = words or _EQUALS.search(remark)  # no tuple, and no index
    if not head or head[-1] in "=:,([{" or not spoken or not _HEDGES.isdisjoint(words):
        return text, ""
    return head, remark


def _values(text: str, names: Sequence[str]) -> list[int] | None:
    """One 0 or 1 a variable, in the order of `names`; None if the text is in no accepted form."""
    text = _EQUALS.sub(" = ", _subscripts(_LINE.sub(" ; ", "\n" + text)))
    words = _words(text)
    equals = words.count("=")
    if not equals:
        return _listed(words, len(names)) or _literals(text, words, names)
    if equals == 1:
        at = words.index("=")
        left = "".join(words[:at]).lower()
        named = "".join(_subscripts(name) for name in names).lower()
        vector = left in _VECTORS and left not in map(str.lower, names)
        if left == named or vector:
            return _listed(words[at + 1 :], len(names))
    return _mapped(words, names)


def _listed(words: Sequence[str], n: int) -> list[int] | None:
    """Values alone: bits however grouped, or n truth words, or one run of T and F."""
    joined = "".join(words)
    if len(joined) == n and _BITS.issuperset(joined):
        return [int(bit) for bit in joined]
    if (
        len(words) == 1
        and len(joined) == n
        and joined.isalpha()
        and (joined.isupper() or joined.islower())
    ):
        bits = joined.translate(_TRUTH)
        return [int(bit) for bit in bits] if _BITS.issuperset(bits) else None
    values = [_VALUES.get(word.lower(), -1) for word in words]
    return values if len(values) == n and -1 not in values else None


def _mapped(words: Sequence[str], names: Sequence[str]) -> list[int] | None:
    """`name = value`, once for every variable, in any order."""
    if len(words) != 3 * len(names) or set(words[1::3]) != {"="}:
        return None
    position = _positions(names)
    values = [-1] * len(names)
    for name, value in zip(words[::3], words[2::3], strict=True):
        at = position.get(name.lower(), -1)
        if at < 0 or values[at] >= 0:
            return None
        values[at] = _VALUES.get(value.lower(), -1)
    return values if -1 not in values else None


def _literals(text: str, words: Sequence[str], names: Sequence[str]) -> list[int] | None:
    """A true literal of every variable: DIMACS numbers, or names of which some are negated."""
    words = [word for word in words if word != "v"]
    if words[:2] == ["s", "SATISFIABLE"]:
        words = words[2:]
    if words and words[-1] == "0":
        words = words[:-1]
    if len(words) != len(names) or _BITS.issuperset(words):
        return _named_literals(text, names)
    if not all(map(_LITERAL.fullmatch, words)):
        return _named_literals(text, names)
    return _signed([(str(abs(int(word))), word[0] != "-") for word in words], names)


def _named_literals(text: str, names: Sequence[str]) -> list[int] | None:
    words = _words(_NOT.sub("-", text))
    if not any(word[0] == "-" for word in words):
        return None  # bare names: more likely an echo of the variables than "all are true"
    return _signed([(word.removeprefix("-"), word[0] != "-") for word in words], names)


def _signed(literals: Sequence[tuple[str, bool]], names: Sequence[str]) -> list[int] | None:
    position = _positions(names)
    at = [position.get(name.lower(), -1) for name, _ in literals]
    if sorted(at) != list(range(len(names))):
        return None
    values = [0] * len(names)
    for i, (_, value) in zip(at, literals, strict=True):
        values[i] = int(value)
    return values


def _positions(names: Sequence[str]) -> dict[str, int]:
    """Names without case and subscript marks, and plain numbers from 1, to positions from 0."""
    numbered = {str(i + 1): i for i in range(len(names))}
    return numbered | {_subscripts(name).lower(): i for i, name in enumerate(names)}


def _subscripts(text: str) -> str:
    """`x_{10}`, `x_10`, `x[10]` and `x(10)` become `x10`."""
    return _SUBSCRIPT.sub(r"\1\2", text)


def _words(text: str) -> list[str]:
    return _AND.sub(" ", _LINE.sub(" ", text)).translate(_SEPARATORS).split()


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{names[0]}, {names[1]}, …, {names[-1]}"
