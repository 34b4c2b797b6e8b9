import re
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import UsageError
from tasksynth_sat.wording import wordings
from tasksynth_sat.wording.questions import Form, Own, Problem, Quoted, choose_form, question
from tests.generators.sat.rereading import Clauses, reread

OWN: tuple[Form, ...] = get_args(Own)
QUOTED: tuple[Form, ...] = get_args(Quoted)
PROBLEMS: tuple[Problem, ...] = get_args(Problem)
SMALL = ((1, -2, 3), (-1, 2, 3), (1, 2), (-3,))
README = (
    *((1, 2, 3), (3, -1, 2), (1, 3, -2), (1, -2), (3, 1, -2), (3, -1, 2), (-3, -1), (-1, 2, 3)),
    *((-2, -3), (-2, 3, 1), (1, -3), (-3, -2, -1)),
)
PLACES = (0, 1, 3, 6, 7, 9, 12)
"""The bits of a wording that choose something."""


@st.composite
def formulas(draw: st.DrawFn) -> tuple[int, Clauses]:
    n = draw(st.integers(1, 12))
    variables = st.lists(st.integers(1, n), min_size=1, max_size=min(4, n), unique=True)
    clauses = draw(st.lists(variables, min_size=1, max_size=12))
    signs = draw(st.lists(st.sampled_from((1, -1)), min_size=48, max_size=48))
    turn = iter(signs)
    return n, tuple(tuple(next(turn) * v for v in clause) for clause in clauses)


@pytest.mark.parametrize("form", [*OWN, *QUOTED])
@given(drawn=formulas(), wording=st.integers(0, (1 << 20) - 1), problem=st.sampled_from(PROBLEMS))
def test_a_question_states_its_formula(
    form: Form, drawn: tuple[int, Clauses], wording: int, problem: Problem
) -> None:
    n, clauses = drawn
    stated = reread(question(problem, form, wording, n, clauses, smallest=True), form)
    if form == "patterns":  # a row of cells has no order but that of the variables
        clauses = tuple(tuple(sorted(clause, key=abs)) for clause in clauses)
    assert stated == clauses


@pytest.mark.parametrize("form", OWN)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_wording_states_the_formula_and_how_to_answer(form: Form, problem: Problem) -> None:
    clauses = ((1, -2, 3), (-1, 2, 4), (1, -4), (2, 3))
    texts = set()
    for bits in product((0, 1), repeat=len(PLACES)):
        wording = sum(bit << place for bit, place in zip(bits, PLACES, strict=True))
        text = question(problem, form, wording, 4, clauses, smallest=True)
        texts.add(text)
        assert reread(text, form) == clauses
        assert "\\boxed{}" in text
        assert not re.search(r"(?<!_)\{\w", text)
    assert len(texts) >= 8


@pytest.mark.parametrize("form", [*OWN, "satquest_math", "satquest_dimacs"])
def test_no_format_runs_out_of_names(form: Form) -> None:
    rows = [(1 + i % 150, -(1 + (i + 1) % 150), 1 + (i + 2) % 150) for i in range(900)]
    clauses: Clauses = tuple(tuple(sorted(row, key=abs)) for row in rows)
    text = ""
    for wording in (0, 70_001, 123_457, 1_000_003):
        text = question("mcs", form, wording, 150, clauses, smallest=True)
        assert reread(text, form) == clauses
    if form in ("story", "dualstory"):
        people = [
            line.split(" ", 1)[1].partition(":")[0] for line in text.split("\n\n")[1].split("\n")
        ]
        assert len(set(people)) == 900


def test_story_names_can_be_told_apart() -> None:
    for theme in wordings.THEMES:
        assert len(set(theme.names)) == len(theme.names) >= 24
        assert not any("," in name or "+" in name for name in theme.names)


@pytest.mark.parametrize("problem", ["mcs", "mus"])
def test_smallest_and_minimal_sets_are_asked_for_differently(problem: Problem) -> None:
    for form in OWN:
        smallest = question(problem, form, 0, 3, SMALL, smallest=True)
        minimal = question(problem, form, 0, 3, SMALL, smallest=False)
        assert "few" in smallest
        assert "few" not in minimal


def test_satquest_math_as_its_readme_shows_it() -> None:
    formula = (
        r"(x_1 \lor x_2 \lor x_3) \land (x_3 \lor \neg x_1 \lor x_2) \land "
        r"(x_1 \lor x_3 \lor \neg x_2) \land (x_1 \lor \neg x_2) \land "
        r"(x_3 \lor x_1 \lor \neg x_2) \land (x_3 \lor \neg x_1 \lor x_2) \land "
        r"(\neg x_3 \lor \neg x_1) \land (\neg x_1 \lor x_2 \lor x_3) \land "
        r"(\neg x_2 \lor \neg x_3) \land (\neg x_2 \lor x_3 \lor x_1) \land "
        r"(x_1 \lor \neg x_3) \land (\neg x_3 \lor \neg x_2 \lor \neg x_1)"
    )
    assert question("assignment", "satquest_math", 0, 3, README, smallest=False) == (
        "Given a CNF formula with 3 variables and 12 clauses in mathematical notation:\n\n"
        f"{formula}\n\n"
        "Find a satisfying assignment for the formula.\n"
        "Output a binary string of length 3 ('1' for true, '0' for false)."
    )


def test_satquest_braces_an_index_of_two_digits() -> None:
    text = question("decision", "satquest_math", 0, 10, ((9, -10),), smallest=False)
    assert r"(x_9 \lor \neg x_{10})" in text


def test_satquest_dimacs_text() -> None:
    assert question("mus", "satquest_dimacs", 0, 3, SMALL, smallest=False) == (
        "Given a CNF formula with 3 variables and 4 clauses in DIMACS format:\n\n"
        "p cnf 3 4\n1 -2 3 0\n-1 2 3 0\n1 2 0\n-3 0\n\n"
        "Find a minimal subset of clauses that is unsatisfiable (no proper subset is "
        "unsatisfiable).\nOutput a binary string of length 4 ('1' if the clause is in the subset, "
        "'0' otherwise), following the order of clauses in the formula."
    )


def test_satquest_dual_story_text() -> None:
    assert question("maxsat", "satquest_dualstory", 0, 3, SMALL, smallest=False) == (
        "It's cookie day on Quirkwild Zoo!\n"
        "Chef Quoll is baking 3 kinds of cookies (oatmeal, chocolate chip, peanut butter), each "
        "either crunchy or chewy.\n"
        "Each of his 4 friends will be unhappy only if every cookie in their disliked combination "
        "is baked:\n\n"
        "1. Skua dislikes: chewy oatmeal + crunchy chocolate chip + chewy peanut butter\n"
        "2. Falcon dislikes: crunchy oatmeal + chewy chocolate chip + chewy peanut butter\n"
        "3. Jacana dislikes: chewy oatmeal + chewy chocolate chip\n"
        "4. Whimbrel dislikes: crunchy peanut butter\n\n"
        "Help Chef Quoll find a cookie recipe that makes as many friends happy as possible.\n"
        "Output a binary string of length 3 for cookies (oatmeal, chocolate chip, peanut butter): "
        "'1' for crunchy, '0' for chewy."
    )


@pytest.mark.parametrize("form", QUOTED)
@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("size", [(3, 4), (12, 30), (64, 284)])
def test_satquest_texts_equal_those_of_its_package(
    form: Form, problem: Problem, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/")  # it asks git about the current folder
    satquest = pytest.importorskip("satquest")
    n, m = size
    clauses = [tuple((-1) ** (i * v) * (1 + (i + v) % n) for v in range(3)) for i in range(m)]
    clauses[-1] = (n,)
    theirs = {"decision": "SATDP", "assignment": "SATSP"}.get(problem, problem)
    cnf = satquest.CNF(clauses=[list(clause) for clause in clauses])
    asked = satquest.create_question(form.removeprefix("satquest_"))
    expected = satquest.create_problem(theirs, cnf).accept(asked)
    assert question(problem, form, 0, n, clauses, smallest=False) == expected


def test_satquest_stories_end_where_its_names_do() -> None:
    with pytest.raises(UsageError, match="names for 64 variables and 284 clauses, got 65 and 1"):
        question("decision", "satquest_story", 0, 65, ((65,),), smallest=False)
    drawn = {choose_form("satquest", word, 65, 100) for word in range(20)}
    assert drawn == {"satquest_math", "satquest_dimacs"}
    assert {choose_form("any", word, 65, 300) for word in range(20)} == set(OWN)
    assert {choose_form("satquest", word, 64, 284) for word in range(20)} == set(QUOTED)
