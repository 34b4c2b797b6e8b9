"""Pseudo-Boolean constraints as a question: in OPB, as mathematics, as code, or as a tale."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, get_args

from tasksynth_sat.formulas.linear import Demand, Term
from tasksynth_sat.tales import hearing, tallies
from tasksynth_sat.wording.questions import Told, language_of
from tasksynth_sat.wording.wordings import REPLIES

Symbols = Literal["opb", "math", "code"]
Form = Literal[Symbols, Told]
Format = Literal[Form, "any", "tale"]
"""`any` draws one of the forms in symbols or the English tale, `tale` a language."""

_ANY: tuple[Form, ...] = (*get_args(Symbols), "tale_en")
_TOLD: tuple[Form, ...] = get_args(Told)

_OPENINGS = {
    "opb": (
        (
            "The following is a pseudo-Boolean problem in OPB format: {n} variables that are 0 or "
            "1, {m} constraints; ~x stands for 1 - x."
        ),
        (
            "A pseudo-Boolean solver reads this file (OPB; {n} variables, {m} constraints, a "
            "negated literal ~x counts as 1 - x):"
        ),
    ),
    "math": (
        "Let x1 to x{n} each be 0 or 1, with these {m} constraints:",
        "There are {n} unknowns, x1 to x{n}, that take the values 0 and 1, and {m} conditions:",
    ),
    "code": (
        (
            "These {m} checks are run on {n} inputs, x1 to x{n}, each of which is 0 or 1; a check "
            "fails if its comparison is false:"
        ),
        "A function takes x1 to x{n}, all of them 0 or 1, and makes {m} assertions in turn:",
    ),
}
_FIND = (
    "Find values for x1 to x{n} that satisfy all of them.",
    "Give values of the {n} variables for which everything stated above holds.",
)
_CHEAPEST = {
    "opb": (
        "Find an optimal solution: the constraints hold, and the objective is the least there is.",
        "Minimise: give values that satisfy every constraint and have the least objective.",
    ),
    "math": (
        "Minimise {cost} under these constraints.",
        "Among the values that satisfy them all, find some for which {cost} is smallest.",
    ),
    "code": (
        "Find inputs that pass every check and make {cost} as small as possible.",
        "Of the inputs that pass all checks, give some with the least value of {cost}.",
    ),
}
_SIGNS = {">=": "\u2265", "=": "=", "<=": "\u2264"}


def choose_form(wanted: Format, word: int) -> Form:
    """The form of one task; `word` is a random number that decides where there is a choice."""
    if wanted == "any":
        return _ANY[word % len(_ANY)]
    if wanted == "tale":
        return _TOLD[word % len(_TOLD)]
    return wanted


def question(
    form: Form, wording: int, n_vars: int, demands: Sequence[Demand], cost: Sequence[Term]
) -> str:
    """The whole prompt; it asks for least cost where there is a cost."""
    if language := language_of(form):
        return tallies.tell(language, wording, n_vars, demands, cost)
    words = {"n": n_vars, "m": len(demands)}
    if form == "opb":
        block, price = _opb(wording >> 3, n_vars, demands, cost), ""
    else:
        write = _math if form == "math" else _code
        lines = [write(wording >> 3, one.terms, one.relation, one.bound) for one in demands]
        if form == "code":
            lines = [f"assert {line}" for line in lines]
        block = "\n".join(lines)
        price = write(wording >> 3, cost) if cost else ""
    opening = _OPENINGS[form][wording % 2].format(**words)
    ask = _CHEAPEST[form] if cost else _FIND
    asked = ask[(wording >> 6) % 2].format(cost=price, **words)
    reply = REPLIES["values"][(wording >> 9) % 2].format(
        n=n_vars, order=f"x1 to x{n_vars}", on="1", off="0"
    )
    reply = reply.replace(": 1 for 1, 0 for 0", "").replace(": 1 means 1, 0 means 0", "")
    return f"{opening}\n\n{block}\n\n{asked} {reply}"


@lru_cache(maxsize=256)
def spoken(form: Form, wording: int, n_vars: int) -> Mapping[str, str]:
    """A tale's words for variables and values, in lower case, with what they stand for."""
    language = language_of(form)
    return hearing.things(language, wording, n_vars) if language else {}


def _signed(terms: Sequence[Term]) -> tuple[list[tuple[int, int]], int]:
    """(coefficient, variable) with signs, and the constant that is left over."""
    signed = [(c, y) if y > 0 else (-c, -y) for c, y in terms]
    return signed, sum(c for c, y in terms if y < 0)


def _opb(notation: int, n_vars: int, demands: Sequence[Demand], cost: Sequence[Term]) -> str:
    """With `~` or with negative coefficients, by the notation; bounds shift with the latter."""
    lines = [f"* #variable= {n_vars} #constraint= {len(demands)}"]
    if cost:
        lines.append(f"min: {_opb_terms(notation, cost)[0]} ;")
    for one in demands:
        terms, bound = one.terms, one.bound
        if one.relation == "<=":  # which the format does not have
            terms, bound = tuple((c, -y) for c, y in terms), one.total - bound
        left, constant = _opb_terms(notation, terms)
        lines.append(f"{left} {'=' if one.relation == '=' else '>='} {bound - constant} ;")
    return "\n".join(lines)


def _opb_terms(notation: int, terms: Sequence[Term]) -> tuple[str, int]:
    if notation % 2:
        return " ".join(f"+{c} {'~' if y < 0 else ''}x{abs(y)}" for c, y in terms), 0
    signed, constant = _signed(terms)
    return " ".join(f"{c:+d} x{v}" for c, v in signed), constant


def _math(notation: int, terms: Sequence[Term], relation: str = "", bound: int = 0) -> str:
    if notation % 2:
        constant = 0
        left = " + ".join(f"{_times(c)}{_positive(y)}" for c, y in terms)
    else:
        signed, constant = _signed(terms)
        left = " ".join(f"{'+' if c > 0 else '-'} {_times(abs(c))}x{v}" for c, v in signed)
        left = left.removeprefix("+ ") if left.startswith("+") else left.replace("- ", "-", 1)
    return f"{left} {_SIGNS[relation]} {bound - constant}" if relation else left


def _times(c: int) -> str:
    return "" if c == 1 else str(c)


def _positive(y: int) -> str:
    return f"x{y}" if y > 0 else f"(1 - x{-y})"


def _code(notation: int, terms: Sequence[Term], relation: str = "", bound: int = 0) -> str:
    if notation % 2:
        constant = 0
        left = " + ".join(f"{c}*{_positive(y)}" for c, y in terms)
    else:
        signed, constant = _signed(terms)
        left = " ".join(f"{'+' if c > 0 else '-'} {abs(c)}*x{v}" for c, v in signed)
        left = left.removeprefix("+ ") if left.startswith("+") else left.replace("- ", "-", 1)
    sign = "==" if relation == "=" else relation
    return f"{left} {sign} {bound - constant}" if relation else left
