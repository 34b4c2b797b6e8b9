"""Pseudo-Boolean problems: optima by enumeration and RC2, prompts read back, no cheap way."""

import re
from collections.abc import Iterator
from functools import cache
from statistics import median
from typing import Any, get_args

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.answers.shapes import near_misses, right_shapes
from tasksynth.rng import Dice, Stream
from tasksynth.single import Judge, source
from tasksynth_sat import PseudoBoolean
from tasksynth_sat.beyond_np.pseudo_boolean import PseudoBooleanInstance
from tasksynth_sat.drawing import demands as drawing
from tasksynth_sat.drawing import least
from tasksynth_sat.formulas.linear import Demand, Term
from tasksynth_sat.solving import choosing, leaning
from tasksynth_sat.solving.leaning import Sums
from tasksynth_sat.wording.questions import Told
from tasksynth_sat.wording.sums import Symbols
from tests.generators.sat.retelling import READERS

FAMILY = PseudoBoolean()
Row = tuple[dict[int, int], str, int]
"""Coefficients with signs by variable, a relation, and a bound."""


@cache
def drawn(level: float, count: int) -> list[PseudoBooleanInstance]:
    made = source(FAMILY.name, seed=11, level=level)
    return [made.draw(index).instance for index in range(count)]  # type: ignore[misc]


def is_kept(demand: Demand, values: str) -> bool:
    total = sum(c for c, y in demand.terms if (values[abs(y) - 1] == "1") == (y > 0))
    wanted = demand.bound
    return {">=": total >= wanted, "<=": total <= wanted, "=": total == wanted}[demand.relation]


def price(cost: tuple[Term, ...], values: str) -> int:
    return sum(c for c, y in cost if (values[abs(y) - 1] == "1") == (y > 0))


def every(n_vars: int) -> Iterator[str]:
    return (format(a, f"0{n_vars}b")[::-1] for a in range(1 << n_vars))


def by_rc2(n_vars: int, demands: list[Demand], cost: tuple[Term, ...]) -> int | None:
    """Each forbidden combination of a constraint's variables is a clause: no encoding at all."""
    from pysat.examples.rc2 import RC2
    from pysat.formula import WCNF

    formula = WCNF()
    for one in demands:
        named = [abs(y) for _, y in one.terms]
        for some in every(len(named)):
            values = dict(zip(named, some, strict=True))
            if not is_kept(one, "".join(values.get(v, "0") for v in range(1, n_vars + 1))):
                formula.append([-v if bit == "1" else v for v, bit in values.items()])
    for c, y in cost:
        formula.append([-y], weight=c)
    with RC2(formula) as solver:
        return int(solver.cost) if solver.compute() else None


def test_methods_find_the_least_cost_of_all_assignments() -> None:
    for key in range(12):
        dice = Dice(Stream(b"pseudo-boolean").rng(key))
        demands = drawing.demands(dice, 7, 45, width=4, most=9, equal=0.4, bits=3)
        if demands is None:
            continue
        cost = drawing.prices(dice, 7, 9)
        found = least.search(7, demands, cost)
        costs = [price(cost, a) for a in every(7) if all(is_kept(one, a) for one in demands)]
        assert found is not None
        assert found.cost == min(costs) == by_rc2(7, demands, cost)
        census = least.census(7, demands, cost)
        assert census == least.Census(len(costs), min(costs), costs.count(min(costs)))
        assert least.confirm(7, demands, cost, found)
        impossible = Demand(terms=((2, 1), (2, 2)), relation="=", bound=3)
        assert least.search(7, [*demands, impossible], cost) is None


def test_the_second_method_refutes_a_wrong_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(least, "TABLE_VARS", 0)  # small tasks, by the method for large ones
    for x in drawn(0.0, 40)[:6]:
        kept = [a for a in every(x.n_vars) if all(is_kept(one, a) for one in x.demands)]
        dearest = max(kept, key=lambda a: price(x.cost, a))
        for values in (x.solution, dearest):
            cost = price(x.cost, values)
            found = least.Least(cost, int(values[::-1], 2), 0, 0, 0)
            if cost == x.optimum:
                assert least.confirm(x.n_vars, x.demands, x.cost, found)
            else:
                with pytest.raises(AssertionError, match="the other a smaller one"):
                    least.confirm(x.n_vars, x.demands, x.cost, found)


def test_search_gives_up_at_its_budget() -> None:
    x = drawn(0.4, 6)[0]
    assert least.search(x.n_vars, x.demands, x.cost, conflicts=3) is None


def test_assignments_are_judged_by_their_sums_and_their_cost() -> None:
    for x in drawn(0.0, 40)[:4]:
        for values in every(x.n_vars):
            verdict = FAMILY.verify(x, f"\\boxed{{{values}}}")
            broken = [i for i, one in enumerate(x.demands, 1) if not is_kept(one, values)]
            cost = price(x.cost, values)
            assert (verdict.status == "pass") == (not broken and cost == x.optimum)
            if broken:
                assert f"constraint {broken[0]} comes to" in verdict.why
            elif cost > x.optimum:
                assert f"costs {cost}, and {x.optimum} need be" in verdict.why


def test_any_solution_will_do_where_no_cost_is_asked_about() -> None:
    made = source(
        FAMILY.name, seed=5, params={"n_vars": 8, "width": 5, "goal": "solution", "spare": 1}
    )
    for index in range(4):
        x: Any = made.draw(index).instance
        assert not re.search("smallest|inimi|coins|optimal", made.make(index).text)
        for values in every(8):
            kept = all(is_kept(one, values) for one in x.demands)
            assert (FAMILY.verify(x, values).status == "pass") == kept


def told(text: str) -> tuple[dict[int, int], int]:
    """Coefficients by variable, and the constant, of a sum in any of the notations."""
    text = re.sub(r"(\d*)\*?\(1 - x(\d+)\)|(\d+) ~x(\d+)", r"\1\3~\2\4", text).replace("*", "")
    found: dict[int, int] = {}
    constant = 0
    for sign, number, mark, v in re.findall(r"([+-]?) ?(\d*) ?(x|~)(\d+)", text):
        c = int(number or 1) * (-1 if sign == "-" else 1)
        found[int(v)], constant = (c, constant) if mark == "x" else (-c, constant + c)
    return found, constant


def signed(terms: tuple[Term, ...]) -> tuple[dict[int, int], int]:
    return {abs(y): c if y > 0 else -c for c, y in terms}, sum(c for c, y in terms if y < 0)


def least_form(factors: dict[int, int], relation: str, bound: int) -> Row:
    """With `>=` for `<=`: the format of the competitions has no other."""
    if relation == "<=":
        return {v: -c for v, c in factors.items()}, ">=", -bound
    return factors, relation, bound


@pytest.mark.parametrize("form", get_args(Symbols))
def test_the_prompt_states_constraints_and_costs(form: str) -> None:
    made = source(FAMILY.name, seed=3, params={"n_vars": 9, "format": form, "max_guess": 1})
    for index in range(12):
        draw = made.draw(index)
        x: Any = draw.instance
        _, block, ask = draw.task.text.split("\n\n")
        lines = [line for line in block.splitlines() if line[0] != "*"]
        if form == "opb":
            ask = lines.pop(0).removeprefix("min:")
        rows = []
        for line in lines:
            left, sign, right = re.split(r" (>=|<=|==?|\u2265|\u2264) ", line)
            relation = {"\u2265": ">=", "\u2264": "<=", "==": "="}.get(sign, sign)
            factors, constant = told(left.removeprefix("assert "))
            bound = int(right.removesuffix(" ;")) - constant
            rows.append(least_form(factors, relation, bound))
        wanted = []
        for one in x.demands:
            factors, constant = signed(one.terms)
            wanted.append(least_form(factors, one.relation, one.bound - constant))
        assert rows == wanted
        assert told(ask.partition(" End ")[0].partition(" Put ")[0])[0] == signed(x.cost)[0]


BOUND = {
    ">=": "at least|or more|mindestens|oder mehr|como mínimo|o más|至少|或更多",
    "=": "exactly|no less|genau|exakt|exactamente|justo|正好|不多也不少",
    "<=": "at most|not exceed|höchstens|[Mm]ehr als|como máximo|no puede pasar|最多|不得超过",
}


def heard(told_terms: str, language: str, names: list[str]) -> tuple[Term, ...]:
    """Each term's number, the one thing that it names, and in which state."""
    reader, terms = READERS[language], []
    for part in re.split("[;\uff1b]", told_terms):
        (v,) = (v for v, name in enumerate(names, 1) if re.search(rf"{name}(?![a-z])", part))
        (number,) = re.findall(r"\d+", part)
        is_true = re.search(reader.true, part) is not None
        assert is_true != (re.search(reader.false, part) is not None), part
        terms.append((int(number), v if is_true else -v))
    return tuple(terms)


@pytest.mark.parametrize("form", get_args(Told))
def test_a_tale_says_its_sums(form: str) -> None:
    language = form[5:]
    reader, stop = READERS[language], "\u3002" if language == "zh" else ". "
    for index in range(24):
        goal = "optimum" if index % 3 else "solution"
        params = {"n_vars": 9, "format": form, "goal": goal, "max_guess": 1}
        draw = source(FAMILY.name, seed=index, params=params).draw(0)
        x: Any = draw.instance
        scene, block, *more = draw.task.text.split("\n\n")
        listed = re.search(reader.items, scene)
        assert listed, scene
        names = re.split(reader.between, listed[1])
        assert len(more) == (2 if x.cost else 1)
        if x.cost:
            text = re.split("[:\uff1a]", more[0], maxsplit=1)[1]
            assert heard(text.split(stop)[0], language, names) == x.cost
        lines = block.splitlines()
        assert len(lines) == len(x.demands)
        for line, one in zip(lines, x.demands, strict=True):
            text, bound = re.split("[:\uff1a]", line, maxsplit=1)[1].split(stop, 1)
            assert heard(text, language, names) == one.terms
            assert re.findall(r"\d+", bound) == [str(one.bound)]
            assert [r for r, words in BOUND.items() if re.search(words, bound)] == [one.relation]


@pytest.mark.parametrize(("level", "count"), [(0.0, 40), (0.4, 6)])
def test_no_descent_attains_the_optimum(level: float, count: int) -> None:
    tried: dict[str, float] = {}
    for seed, x in enumerate(drawn(level, count)):
        rng = np.random.Generator(np.random.Philox(key=seed))
        plain = choosing.orders(x.n_vars)[0]
        orders = [[plain[i] for i in rng.permutation(len(plain)).tolist()] for _ in range(2)]
        f = Sums(x.n_vars, x.demands, x.cost)
        for name, rate in leaning.rates(f, x.optimum, orders).items():
            tried[name] = tried.get(name, 0) + rate
        for name, answer in FAMILY.baselines(x).items():
            tried[name] = tried.get(name, 0) + (FAMILY.verify(x, answer).status == "pass")
    assert max(tried.values()) <= 0.05 * count + 2, tried


def test_descents_solve_what_leaves_no_choice() -> None:
    """What is forced is followed, through chains and from either bound."""
    rows = [
        Demand(terms=((3, 1), (1, -2)), relation=">=", bound=4),
        Demand(terms=((2, 2), (5, 3)), relation="<=", bound=4),
        Demand(terms=((1, 1), (4, 3), (2, 4)), relation="=", bound=3),
    ]
    f = Sums(4, rows, ((9, 1), (9, -2)))
    for choose in leaning.RULES.values():
        assert leaning.descend(f, choose, choosing.orders(4)[0]) == 0b1001


def test_levels_take_more_and_more_conflicts() -> None:
    spent = [median(FAMILY.measure(x)["conflicts"] for x in drawn(at, 6)) for at in (0, 0.4, 0.7)]
    assert spent[0] * 2 < spent[1] < spent[2] / 1.3


def test_the_order_and_negation_of_terms_is_no_other_task() -> None:
    x = drawn(0.0, 40)[0]
    rows = []
    for one in x.demands[::-1]:
        turned = tuple((c, -y) for c, y in one.terms[::-1])
        relation = {">=": "<=", "<=": ">=", "=": "="}[one.relation]
        rows.append(Demand(terms=turned, relation=relation, bound=one.total - one.bound))
    other = x.model_copy(update={"demands": tuple(rows), "wording": 7, "cost": x.cost[::-1]})
    assert FAMILY.canonical(other) == FAMILY.canonical(x)
    raised = x.demands[0].model_copy(update={"bound": x.demands[0].bound + 1})
    higher = x.model_copy(update={"demands": (raised, *x.demands[1:])})
    assert FAMILY.canonical(higher) != FAMILY.canonical(x)


@pytest.mark.parametrize("form", get_args(Told))
def test_the_pack_of_answer_forms_passes(form: str) -> None:
    made = source(FAMILY.name, seed=4, params={"n_vars": 8, "width": 5, "format": form})
    draws = [made.draw(index) for index in range(3)]
    references = [FAMILY.solve(draw.instance) for draw in draws]  # type: ignore[arg-type]
    judge = Judge(draws[0].task)
    for shape in right_shapes(references[0]):
        assert judge.grade(shape.text).status == "pass", shape
    wrong = next(text for text in references if judge.grade(text).status != "pass")
    for shape in near_misses(references[0], wrong):
        assert judge.grade(shape.text).status != "pass", shape


def test_what_solvers_print_is_read_and_a_cost_may_be_told() -> None:
    x = drawn(0.0, 40)[0]
    literals = " ".join(f"{'' if bit == '1' else '-'}x{v}" for v, bit in enumerate(x.solution, 1))
    said = [
        *(f"s OPTIMUM FOUND\no {x.optimum}\nv {literals}", f"v {literals}"),
        *(
            f"o {x.optimum}\nv {literals}",
            f"Answer: {x.solution}, with objective value {x.optimum}.",
        ),
        f"Answer: {x.solution} and the total cost is {x.optimum}",
        f"Answer:\n{x.solution}\nObjective: {x.optimum}",
    ]
    for text in said:
        assert FAMILY.verify(x, text).status == "pass", text
    ones = "v " + " ".join(f"x{v}" for v in range(1, x.n_vars + 1))
    assert FAMILY.verify(x, ones).status == "fail"
    for text in (
        f"s UNSATISFIABLE\nv {literals}",
        f"Answer: {x.solution}, with objective value {x.optimum + 1}.",
        f"v {literals} x1",
        f"v {literals.replace('x1 ', 'x2 ', 1)}",
        f"Answer: {x.solution}" + " " * 100_000 + "cost",
        "c " + " " * 100_000 + f"v {literals}",
    ):
        assert FAMILY.verify(x, text).status == "unparsable", text


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"n_vars": 6, "width": 7}, "want a width up to n_vars=6, got 7"),
        ({"n_vars": 6, "width": 4, "spare": 6}, "6 unknowns leave room for spare=5 at most, got 6"),
        ({"n_vars": 61}, "less than or equal to 60"),
    ],
)
def test_what_cannot_be_drawn_is_refused(params: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source(FAMILY.name, seed=1, params=params)
