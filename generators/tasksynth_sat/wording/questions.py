"""The question put to the policy: five problems about a formula, in eleven formats of our own.

A wording is a number; it chooses the sentences, the notation and the names, so that a question is
a function of (problem, format, wording, formula). SATQuest's own four texts are in `satquest_text`,
tales in four languages in `tasksynth_sat.tales`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, get_args

from tasksynth import UsageError
from tasksynth_sat.tales import hearing, telling
from tasksynth_sat.tales.tongue import Language
from tasksynth_sat.wording import satquest_text, wordings
from tasksynth_sat.wording.wordings import Theme

Problem = Literal["decision", "assignment", "maxsat", "mcs", "mus"]
"""SATQuest's problems, which its own texts ask."""
Question = Literal[Problem, "weighted", "count", "gambit"]
Own = Literal["math", "dimacs", "story", "dualstory", "rules", "patterns", "code"]
Quoted = Literal["satquest_math", "satquest_dimacs", "satquest_story", "satquest_dualstory"]
Told = Literal["tale_en", "tale_zh", "tale_es", "tale_de"]
"""Tales, by their language."""
Form = Literal[Own, Quoted, Told]
Format = Literal[Form, "any", "satquest", "tale"]
"""`any` draws one of our own in symbols or plain English, `satquest` one of SATQuest's that has
names enough, `tale` a language."""

WORDINGS = 1 << 20
"""Wordings are numbers below this."""

_OWN: tuple[Form, ...] = get_args(Own)
_QUOTED: tuple[Form, ...] = get_args(Quoted)
_TOLD: tuple[Form, ...] = get_args(Told)
_LANGUAGES: Mapping[str, Language] = {
    "tale_en": "en",
    "tale_zh": "zh",
    "tale_es": "es",
    "tale_de": "de",
}
Clauses = Sequence[Sequence[int]]


def check_format(wanted: Format, n_vars: int, n_clauses: int) -> None:
    """Refuse a format that has too few names for the formula.

    Raises:
        UsageError: for SATQuest's stories above 64 variables or 284 clauses.
    """
    form = wanted.removeprefix("satquest_")
    if form != wanted and not satquest_text.fits(form, n_vars, n_clauses):
        raise UsageError(
            f"SATQuest's stories have names for 64 variables and 284 clauses, got {n_vars} and "
            f"{n_clauses}; ask for satquest_math, satquest_dimacs, or our own {form}"
        )


def choose_form(wanted: Format, word: int, n_vars: int, n_clauses: int) -> Form:
    """The format of one task; `word` is a random number that decides where there is a choice."""
    if wanted == "any":
        return _OWN[word % len(_OWN)]
    if wanted == "satquest":
        fitting = [
            form
            for form in _QUOTED
            if satquest_text.fits(form.removeprefix("satquest_"), n_vars, n_clauses)
        ]
        return fitting[word % len(fitting)]
    if wanted == "tale":
        return _TOLD[word % len(_TOLD)]
    return wanted


def language_of(form: str) -> Language | None:
    """The language of a tale; None for other formats."""
    return _LANGUAGES.get(form)


def question(
    problem: Question,
    form: Form,
    wording: int,
    n_vars: int,
    clauses: Clauses,
    *,
    smallest: bool,
    weights: Sequence[int] = (),
    first: int = 0,
) -> str:
    """The whole prompt.

    `smallest` matters to the two subset problems alone: whether a set of least size is asked for,
    or any that is minimal under inclusion. SATQuest's texts always ask for the latter. `weights`
    say what each clause weighs, 0 that it must hold; without them nothing is said of that. `first`
    is how many variables, from 1 on, are set before the others, where somebody else sets those.
    """
    if form.startswith("satquest_"):
        return satquest_text.satquest_question(form[9:], problem, n_vars, clauses)
    kind = str(problem)
    if problem in ("mcs", "mus"):
        kind += ".smallest" if smallest else ".minimal"
    if language := language_of(form):
        return telling.tell(language, kind, wording, n_vars, clauses, weights, first)
    write = _story if form in ("story", "dualstory") else _formula
    return write(kind, form, wording, n_vars, clauses, weights, first or n_vars)


@lru_cache(maxsize=256)
def spoken_variables(form: Form, wording: int, n: int) -> Mapping[str, str]:
    """A story's words for the variables and their values, in lower case; none where none is told.

    The names of things become `x1`, `x2`, …, the two states become true and false, and words that
    mean nothing become nothing.
    """
    if language := language_of(form):
        return hearing.things(language, wording, n)
    if form not in ("story", "dualstory"):
        return {}
    theme = wordings.THEMES[wording % len(wordings.THEMES)]
    names = _things(theme, n, (wording >> 12) % 16)
    states = {theme.on.lower(): "true", theme.off.lower(): "false"}
    return {name.lower(): f"x{i}" for i, name in enumerate(names, 1)} | states


@lru_cache(maxsize=256)
def spoken_people(form: Form, wording: int, m: int) -> Mapping[str, str]:
    """The names of a story's people, in lower case, with the numbers of their lines.

    Words that mean nothing stand for nothing.
    """
    if language := language_of(form):
        return hearing.people(language, wording, m)
    if form not in ("story", "dualstory"):
        return {}
    people = _people(m, (wording >> 12) % 16)
    return {person.lower(): str(i) for i, person in enumerate(people, 1)}


def _pick(choices: Sequence[str], wording: int, salt: int) -> str:
    return choices[(wording >> salt) % len(choices)]


def _reply(kind: str, wording: int, **words: object) -> str:
    ask = telling.REPLY.get(kind.removesuffix(".dimacs"), "set").replace("moves", "values")
    return _pick(wordings.REPLIES[ask], wording, 9).format(**words)


def _formula(
    kind: str,
    form: str,
    wording: int,
    n: int,
    clauses: Clauses,
    weights: Sequence[int],
    k: int,
) -> str:
    part, m = wordings.PARTS[form], len(clauses)
    if weights and form == "dimacs":
        kind, opened, block = f"{kind}.dimacs", "wcnf", _wcnf(n, clauses, weights)
    else:
        opened, notation = form, wording >> 3
        block = _BLOCKS[form](3 * notation + 2 if weights else notation, n, clauses)
    opening = _pick(wordings.OPENINGS[opened], wording, 0).format(n=n, m=m)
    ask = _pick(wordings.PLAIN_ASKS[kind], wording, 6)
    reply = _reply(
        kind,
        wording,
        n=k,
        m=m,
        order="x1" if k == 1 else f"x1 to x{k}",
        on="true",
        off="false",
        one=f"Each {part}",
        many=f"the {part}s",
    )
    asked = ask.format(n=n, m=m, k=k, l=k + 1, part=part, kept=wordings.KEPT[form])
    if weights and form != "dimacs":
        block = "\n".join(_weighed(block.splitlines(), weights))
    return f"{opening}\n\n{block}\n\n{asked} {reply}"


def _weighed(lines: Sequence[str], weights: Sequence[int]) -> Iterator[str]:
    """The lines of the clauses, each with what it weighs."""
    for line, weight in zip(lines, weights, strict=True):
        yield f"{line} [{weight or wordings.MUST}]"


def _wcnf(n: int, clauses: Clauses, weights: Sequence[int]) -> str:
    """The form that the MaxSAT Evaluations use since 2022."""
    rows = zip(weights, clauses, strict=True)
    return "\n".join(f"{weight or 'h'} {' '.join(map(str, clause))} 0" for weight, clause in rows)


@lru_cache(maxsize=256)
def _literals(n: int, true: str, false: str) -> tuple[str, ...]:
    """The text of each literal, indexed by the signed literal; `%d` is the variable's number."""
    return (
        "",
        *(true % v for v in range(1, n + 1)),
        *(false % v for v in range(n, 0, -1)),
    )


def _math(notation: int, n: int, clauses: Clauses) -> str:
    style = notation % 3
    if style == 0:
        text = _literals(n, "x_{%d}", "\\lnot x_{%d}")
        joined = [" \\vee ".join([text[x] for x in clause]) for clause in clauses]
        return "$(" + ") \\wedge (".join(joined) + ")$"
    text = _literals(n, "x%d", "\u00acx%d")
    joined = [" \u2228 ".join([text[x] for x in clause]) for clause in clauses]
    if style == 1:
        return "(" + ") \u2227 (".join(joined) + ")"
    return "\n".join([f"C{i}: {line}" for i, line in enumerate(joined, 1)])


def _dimacs(notation: int, n: int, clauses: Clauses) -> str:
    lines = [" ".join(map(str, clause)) + " 0" for clause in clauses]
    header = f"p cnf {n} {len(clauses)}"
    if notation % 2:
        return "\n".join(["c one clause a line, each ended by a zero", header, *lines])
    return "\n".join([header, *lines])


def _rules(notation: int, n: int, clauses: Clauses) -> str:
    holds = _literals(n, "x%d is true", "x%d is false")
    fails = _literals(n, "x%d is false", "x%d is true")
    lines = []
    for i, (*body, head) in enumerate(clauses, 1):
        if not body:
            lines.append(f"{i}. {holds[head]}.")
        elif (notation + i) % 2:
            when = " and ".join([fails[x] for x in body])
            lines.append(f"{i}. If {when}, then {holds[head]}.")
        else:
            either = ", or ".join([holds[x] for x in (*body, head)])
            lines.append(f"{i}. Either {either}.")
    return "\n".join(lines)


def _patterns(notation: int, n: int, clauses: Clauses) -> str:
    line, between = ("{}: {}", "") if notation % 2 else ("pattern {}   {}", " ")
    lines = []
    for i, clause in enumerate(clauses, 1):
        cells = ["."] * n
        for x in clause:
            cells[abs(x) - 1] = "0" if x > 0 else "1"
        lines.append(line.format(i, between.join(cells)))
    return "\n".join(lines)


def _code(notation: int, n: int, clauses: Clauses) -> str:
    if notation % 2:
        text, either, line = _literals(n, "x%d", "not x%d"), " or ", "assert {}  # check {}"
    else:
        text, either, line = _literals(n, "x%d", "!x%d"), " || ", "require({});  // check {}"
    return "\n".join(
        [line.format(either.join([text[x] for x in c]), i) for i, c in enumerate(clauses, 1)]
    )


_BLOCKS = {"math": _math, "dimacs": _dimacs, "rules": _rules, "patterns": _patterns, "code": _code}


@lru_cache(maxsize=256)
def _things(theme: Theme, n: int, shift: int) -> tuple[str, ...]:
    """The names of `n` things, a number after each once the theme's own run out."""
    names = theme.names
    return tuple(
        names[(i + shift) % len(names)] + (f" {i // len(names) + 1}" if i >= len(names) else "")
        for i in range(n)
    )


@lru_cache(maxsize=256)
def _people(m: int, shift: int) -> tuple[str, ...]:
    """The names of `m` people, all different: a family name or a number is added when needed."""
    first, family = wordings.FIRST, wordings.FAMILY
    names = []
    for i in range(m):
        again, k = divmod(i, len(first))
        name = first[(k + shift) % len(first)]
        if again:
            number, last = divmod(again - 1, len(family))
            name += f" {family[(last + shift) % len(family)]}" + (
                f" {number + 1}" if number else ""
            )
        names.append(name)
    return tuple(names)


@lru_cache(maxsize=256)
def _states(theme: Theme, n: int, shift: int) -> tuple[str, ...]:
    names = _things(theme, n, shift)
    return (
        "",
        *(f"{theme.on} {name}" for name in names),
        *(f"{theme.off} {name}" for name in reversed(names)),
    )


def _story(
    kind: str,
    form: str,
    wording: int,
    n: int,
    clauses: Clauses,
    weights: Sequence[int],
    k: int,
) -> str:
    theme = wordings.THEMES[wording % len(wordings.THEMES)]
    shift, m = (wording >> 12) % 16, len(clauses)
    states = _states(theme, n, shift)
    if form == "story":
        rule, between, line, sign = wordings.WISH, ", ", "{}. {} wishes for: {}", 1
    else:
        rule, between, line, sign = wordings.DISLIKE, " + ", "{}. {} objects to: {}", -1
    people = _people(m, shift)
    lines = [
        line.format(i, person, between.join([states[sign * x] for x in clause]))
        for i, (person, clause) in enumerate(zip(people, clauses, strict=True), 1)
    ]
    words = {"n": n, "m": m, "host": theme.host, "things": theme.things, "people": theme.people}
    words |= {"k": k, "first": ", ".join(_things(theme, n, shift)[:k])}
    reply = _reply(
        kind,
        wording,
        n=k,
        m=m,
        order=f"the {theme.things} as listed" if k == n else f"the first {k} {theme.things}",
        on=theme.on,
        off=theme.off,
        one=f"Each of the {theme.people}",
        many=f"the {theme.people}",
    )
    scene = theme.scene.format(n=n, names=", ".join(_things(theme, n, shift)))
    told = _pick(rule, wording, 3).format(**words)
    ask = _pick(wordings.STORY_ASKS[kind], wording, 6).format(**words)
    block = "\n".join(_weighed(lines, weights) if weights else lines)
    return f"{scene} {told}\n\n{block}\n\n{ask} {reply}"
