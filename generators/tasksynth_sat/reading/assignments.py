r"""Read an assignment from a reply, strictly.

`tasksynth.answers` finds the final answer and drops its typesetting; then it must be, from end to
end, one of the forms below; one trailing remark in parentheses is dropped. Nothing is searched for
inside a longer text, so a list of guesses, a wildcard, a short or an over-long answer is never
read. Every step is linear in the length of the reply.

An assignment gives each of n variables exactly once:
    bits      `10110`, `1 0 1 1 0`, `[1, 0, 1, 1, 0]`, `(A, B, C, D, E) = (1, 0, 1, 1, 0)`
    words     `TFTTF`, `true, false, true, true, false`, `✓ ✗ ✓ ✓ ✗`
    maps      `A=1, B=0, …`, `x_{10} = true`, `x1: 1; x2: 0`, `{"A": 1, …}`, a table
    groups    `A = C = 1, B = 0`, `A and C are true; all others are false`
    literals  `1 -2 3 4 -5 0`, `v 1 -2 3 4 -5 0`, `A !B C D !E`, `A B' C`, `\overline{A}`
    tools     `s OPTIMUM FOUND`, `o 17` and `v x1 -x2` as solvers write; `5'b10110` as Verilog does
"""

import re
from collections.abc import Mapping, Sequence

from tasksynth.answers import Form, Unreadable, plain, read_final, unlisted
from tasksynth_sat.reading.decisions import says_unsatisfiable
from tasksynth_sat.reading.spoken import any_of

_TRUE = (
    "1 t true yes y on \\top \u22a4 \u771f wahr vrai verdadero verdadeiro vero "
    "\u0438\u0441\u0442\u0438\u043d\u0430"
)
_FALSE = "0 f false no n off \\bot \u22a5 \u5047 falsch faux falso \u043b\u043e\u0436\u044c"
_VALUES = dict.fromkeys(_TRUE.split(), 1) | dict.fromkeys(_FALSE.split(), 0)
_MARKS = str.maketrans(
    dict.fromkeys("\u2713\u2714\u2705\u2611\U0001f7e2", " 1 ")
    | dict.fromkeys("\u2717\u2718\u274c\u2612\u2610\u2716\U0001f534", " 0 ")
)
_MARK_MACRO = re.compile(r"\\(?:(checkmark)|xmark|times)(?![a-zA-Z])")
_DONE = re.compile(r"(?<=[\w)\]}])\s*[\u2713\u2714\u2705]\s*\Z")
_BITS = frozenset("01")
_TRUTH = str.maketrans("TFtf", "1010")
_SIGNS = str.maketrans({"\u2212": "-", "\u00ac": "!", "~": "!", "\uff0d": "-"})
_SEPARATORS = str.maketrans(dict.fromkeys("()[]{},;&\u27e8\u27e9\u2227", " "))
_SUBSCRIPT = re.compile(r"_ ?\{ ?(\d{1,9}) ?\}|_(?=\d)|(?<=[a-zA-Z])[\[(](\d{1,9})[\])]")
_LINE = re.compile(r"\n(?:[ \t]{0,20}[-*\u2022][ \t])?")
_AND = re.compile(r"\\(?:(?:land|wedge|langle|rangle)(?![a-zA-Z])|[{}])|\band\b", re.IGNORECASE)
_EQUALS = re.compile(
    r"\\(?:mapsto|to|rightarrow|leftarrow|coloneqq|equiv)(?![a-zA-Z])"
    r"|:=|==|->|=>|[=:\u2192\u21a6\u2190\u2261]|\bis\b|(?<=\s)[-\u2014](?=\s)"
)
_NOT = re.compile(r"\\(?:neg|lnot)(?![a-zA-Z]) ?|! ?|\bnot ", re.IGNORECASE)
_OVERLINE = re.compile(
    r"\\(?:overline|bar)\s*\{((?:[^{}]|\{[^{}]*\}){1,40})\}|\b([a-zA-Z])[\u0304\u0305]"
)
_PRIME = re.compile(r"(?<![\w'\"])([a-zA-Z](?:\w|_?\{\d{1,6}\}){0,9})['\u2032\u2019](?![\w'\"])")
_JOINED = re.compile(r"(?:-?[a-zA-Z])+")
_LITERAL = re.compile(r"[-+]?[0-9]{1,9}")
_BINARY = re.compile(r"\A0b(?=[01])|(?<=[01)])_\{?2\}?\Z")
_LEAD = re.compile(
    r"\A(?:(?:so|thus|hence|therefore|then|finally|and|with|we have|we get|take|set|let|choose|use)"
    r"\b[,:]?\s*){1,3}|\A[\s({]*(?:assignment|solution|model|values|result|variables)\s*[:=]\s*(?=[\[({])",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"(?:(?:c[ \t][^\n]*|(?:o[ \t]+-?\d+|s[ \t]+(?:SATISFIABLE|OPTIMUM FOUND))[ \t]*)\n)*"
    r"(v(?:[ \t]+[-~]?[a-zA-Z]\w{0,9})+(?:[ \t]*\nv(?:[ \t]+[-~]?[a-zA-Z]\w{0,9})+)*)"
)
"""What a pseudo-Boolean solver prints."""
_VALUE_LINE = re.compile(r"^v(?=[ \t])", re.MULTILINE)
_NAMED = re.compile(r"([-~]?)([a-zA-Z]\w*)")
_SIZED = re.compile(r"(?<![\w'])(\d{1,3})'[bB]([01]{1,999})(?!\w)")
"""Verilog's binary numbers, each with its length."""
_ELLIPSIS = re.compile(r"\\(?:[lc]|)dots(?:[cbm])?(?![a-zA-Z])|\u2026|\.\.\.|\u22ef")
_TOKEN = re.compile(r"[^\W_]+|\\[a-z]+|[.;\n]|[^\s,]")
_OTHERS = frozenset(["others", "other", "rest", "remaining", "remainder", "else", "everything"])
_TALK = (
    "the variable variables are is to set assigned assign and all values value be as of with = : "
    "( ) [ ] { } being were have has gets get every them these those x"
)
_FILLERS = frozenset(_TALK.split())
_HEADERS = frozenset(["variable", "value", "values", "name", "assignment", "truth", "var"])
_WORD = re.compile(r"[a-z]{2,}")
_RUN = re.compile(r"(?<![01])[01]+(?![01])")
_DOUBTS = "or alternatively either else could might may maybe perhaps possibly but also unsure"
_HEDGES = frozenset(_DOUBTS.split())
_VECTORS = ("x", "assignment", "solution", "model", "a", "v", "answer", "values", "s")


def read_assignment(
    answer: str,
    names: Sequence[str],
    *,
    asked: Form = "boxed",
    spoken: Mapping[str, str] | None = None,
    aside: re.Pattern[str] | None = None,
) -> int:
    """The assignment that a reply gives to these variables, as an int (see `formulas.cnf`).

    `spoken` are a story's names for variables and values, in lower case, with what they stand for;
    `aside` is what may follow the values and is dropped, as what they cost.

    Raises:
        Unreadable: unless every variable is given exactly once, in one accepted form.
    """
    wanted = f"want {len(names)} values, one for each of {_shown(names)}"
    voice: _Voice | None = None

    def read(text: str) -> tuple[int, ...]:
        nonlocal voice
        if len(text) == len(names) and _BITS.issuperset(text):
            return tuple(map(int, text))  # as most answers are: no need to know the names
        voice = voice or _Voice(names, spoken or {})
        return _read(aside.sub("", text) if aside else text, voice, wanted)

    try:
        values = read_final(answer, read, asked=asked)
    except Unreadable as e:
        raise e if str(e).startswith(wanted) else Unreadable(f"{wanted}: {e}") from e
    return sum(value << i for i, value in enumerate(values))


_COUNT = re.compile(r"([01]+)(?= [^\W\d_]{2})")
"""A number of things, as in "verified in 100 steps"."""
_DOUBT = re.compile(
    r"\?|(?<![^\W_])(?:or|maybe|perhaps|possibly|no|not|else|alternatively|instead|rather|could|might"
    r"|should|is|was|wait|oder|nicht|vielleicht|o|quiz\u00e1s|tal vez)(?![^\W_])|\u6216|\u4e0d",
    re.IGNORECASE,
)
"""What makes bits in a remark another answer."""


class _Voice:
    """How the variables are called."""

    def __init__(self, names: Sequence[str], spoken: Mapping[str, str]) -> None:
        self.names = names
        self.spoken = spoken
        self._words = re.compile(any_of(spoken), re.IGNORECASE)
        self.named = {_subscripts(name).lower(): i for i, name in enumerate(names)}
        numbered = {str(i + 1): i for i in range(len(names))}
        self.position = numbered | self.named

    def heard(self, text: str) -> str:
        """The text with a story's words replaced by what they stand for."""
        if not self.spoken:
            return text
        return self._words.sub(lambda word: self.spoken[word[0].lower()], text)


def _read(text: str, voice: _Voice, wanted: str) -> tuple[int, ...]:
    text = _prepared(text)
    for view in dict.fromkeys((text, unlisted(text), _LEAD.sub("", text))):
        body, remark = _split_remark(view)
        values = _values(voice.heard(body), voice)
        if values is None:
            body, remark = view, ""  # `A (true), B (false)`: the last value is no remark
            values = _values(voice.heard(body), voice) if view.endswith(")") else None
        if values is None:
            continue
        told = _values(voice.heard(remark), voice) if _EQUALS.search(remark) else None
        counted = set() if _DOUBT.search(remark) else {*_COUNT.findall(remark)}
        others = {bits for bits in _RUN.findall(remark) if len(bits) == len(values)} - counted
        others.discard("".join(map(str, values)))
        if others or told not in (None, values) or says_unsatisfiable(remark):
            raise Unreadable(f"{wanted}; {body[:30]!r} and its remark {remark[:30]!r} disagree")
        return tuple(values)
    raise Unreadable(f"{wanted}, got {text[:60]!r}")


def _prepared(text: str) -> str:
    """Plain text, its signs kept: `~` is a negation here unless it stands among equations."""
    text = _SIZED.sub(lambda m: m[2] if int(m[1]) == len(m[2]) else m[0], text)
    if said := _SOLVED.fullmatch(text.strip()):
        text = _NAMED.sub(lambda m: f"{m[2]}={int(not m[1])}, ", _VALUE_LINE.sub(" ", said[1]))
    if "=" not in text and ":" not in text:
        text = _PRIME.sub(r"!\1", text.translate(_SIGNS))
    text = _OVERLINE.sub(r"!\1\2", text)
    if not text.isascii():
        text = _DONE.sub("", text)
        text = text.translate(_MARKS)
    if "\\" in text:
        text = _MARK_MACRO.sub(lambda mark: " 1 " if mark[1] else " 0 ", text)
    text = plain(text).strip(" .\t\n")
    first, _, rest = text.partition("\n")
    heads = re.findall(r"[^\W\d_]+", first.lower())
    if rest and heads and _HEADERS.issuperset(heads):
        text = rest  # the header of comma-separated values
    return _BINARY.sub("", text)


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


def _values(text: str, voice: _Voice) -> list[int] | None:
    """One 0 or 1 a variable, in the order of the names; None if the text is in no accepted form."""
    n = len(voice.names)
    lined = _EQUALS.sub(" = ", _subscripts(_LINE.sub(" ; ", "\n" + text)))
    words = _words(lined)
    equals = words.count("=")
    if not equals:
        found = _listed(words, n) or _literals(lined, words, voice)
        return found or _grouped(lined, voice)
    if equals == 1:
        at = words.index("=")
        if _is_vector(" ".join(words[:at]).lower(), voice):
            return _listed(words[at + 1 :], n)
    return _mapped(words, voice) or _grouped(text, voice)


def _is_vector(left: str, voice: _Voice) -> bool:
    """Whether the left side is `x`, all names in order, or the first to the last with dots."""
    names = [_subscripts(name).lower() for name in voice.names]
    left = _ELLIPSIS.sub("\n", left).replace(" ", "")
    first, dots, last = left.rpartition("\n")
    if dots and last == names[-1]:
        return any(first.strip("\n") == "".join(names[:k]) for k in (1, 2, 3))
    return left == "".join(names) or (left in _VECTORS and left not in voice.named)


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


def _mapped(words: Sequence[str], voice: _Voice) -> list[int] | None:
    """`name = value`, once for every variable, in any order."""
    n = len(voice.names)
    if len(words) != 3 * n or set(words[1::3]) != {"="}:
        return None
    values = [-1] * n
    for name, value in zip(words[::3], words[2::3], strict=True):
        at = voice.position.get(name.lower(), -1)
        if at < 0 or values[at] >= 0:
            return None
        values[at] = _VALUES.get(value.lower(), -1)
    return values if -1 not in values else None


def _grouped(text: str, voice: _Voice) -> list[int] | None:
    """Names that share a value: `A = C = 1, B = 0`, `true: A, C; all others are false`."""
    sentences: list[list[int | str]] = [[]]
    only = False
    for word in _TOKEN.findall(_EQUALS.sub(" = ", _subscripts(text)).lower()):
        if word in ".;\n":
            sentences.append([])
        elif word in voice.named:
            sentences[-1].append(voice.named[word])
        elif word in _VALUES:
            sentences[-1].append("true" if _VALUES[word] else "false")
        elif word in _OTHERS:
            sentences[-1].append("others")
        elif word == "only":
            only = True
        elif word not in _FILLERS:
            return None
    whole = [word for sentence in sentences for word in sentence]
    pairs = _shared(whole)
    if pairs is None:
        parts = [_shared(sentence) for sentence in sentences if sentence]
        if None in parts:
            return None
        pairs = [pair for part in parts for pair in part or ()]
    return _spread(pairs, len(voice.names), only=only)


def _shared(words: Sequence[int | str]) -> list[tuple[int | str, int]] | None:
    """(name or "others", value) of names followed by their value, or a value by its names."""
    if not words or len(words) < 2:
        return None
    is_value = [word in ("true", "false") for word in words]
    if is_value[0] == is_value[-1]:
        return None
    ordered = list(words) if is_value[-1] else list(words)[::-1]
    pairs: list[tuple[int | str, int]] = []
    waiting: list[int | str] = []
    for word in ordered:
        if word not in ("true", "false"):
            waiting.append(word)
        elif not waiting:
            return None
        else:
            pairs += [(name, int(word == "true")) for name in waiting]
            waiting = []
    return pairs


def _spread(pairs: Sequence[tuple[int | str, int]], n: int, *, only: bool) -> list[int] | None:
    values = [-1] * n
    others = [value for name, value in pairs if name == "others"]
    for name, value in pairs:
        if isinstance(name, int):
            if values[name] >= 0:
                return None
            values[name] = value
    if only and not others and len({value for _, value in pairs}) == 1:
        others = [1 - pairs[0][1]]
    if len(others) > 1 or (others and -1 not in values):
        return None
    values = [others[0] if value < 0 and others else value for value in values]
    return values if -1 not in values else None


def _literals(text: str, words: Sequence[str], voice: _Voice) -> list[int] | None:
    """A true literal of every variable: DIMACS numbers, or names of which some are negated."""
    words = [word for word in words if word != "v"]
    if words[:2] == ["s", "SATISFIABLE"]:
        words = words[2:]
    if words and words[-1] == "0":
        words = words[:-1]
    if len(words) != len(voice.names) or _BITS.issuperset(words):
        return _named_literals(text, voice)
    if not all(map(_LITERAL.fullmatch, words)):
        return _named_literals(text, voice)
    return _signed([(str(abs(int(word))), word[0] != "-") for word in words], voice)


def _named_literals(text: str, voice: _Voice) -> list[int] | None:
    words = _words(_NOT.sub("-", text))
    if len(words) == 1 and all(len(name) == 1 for name in voice.names):
        words = re.findall(r"-?[a-zA-Z]", words[0]) if _JOINED.fullmatch(words[0]) else words
    if not any(word[0] == "-" for word in words):
        return None  # bare names: more likely an echo of the variables than "all are true"
    return _signed([(word.removeprefix("-"), word[0] != "-") for word in words], voice)


def _signed(literals: Sequence[tuple[str, bool]], voice: _Voice) -> list[int] | None:
    at = [voice.position.get(name.lower(), -1) for name, _ in literals]
    if sorted(at) != list(range(len(voice.names))):
        return None
    values = [0] * len(voice.names)
    for i, (_, value) in zip(at, literals, strict=True):
        values[i] = int(value)
    return values


def _subscripts(text: str) -> str:
    """`x_{10}`, `x_10`, `x[10]` and `x(10)` become `x10`."""
    return _SUBSCRIPT.sub(r"\1\2", text)


def _words(text: str) -> list[str]:
    return _AND.sub(" ", _LINE.sub(" ", text)).translate(_SEPARATORS).split()


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 6 else f"{names[0]}, {names[1]}, …, {names[-1]}"
