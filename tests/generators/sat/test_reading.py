from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.answers import Unreadable
from tasksynth_sat.formulas.cnf import from_bits, to_bits
from tasksynth_sat.reading.assignments import read_assignment
from tasksynth_sat.reading.clause_sets import read_clause_set
from tasksynth_sat.reading.decisions import read_decision

NAMES = list("ABCDE")


@pytest.mark.parametrize(
    "answer",
    [
        "10110",
        "\u0661\u0660\u0661\u0661\u0660",
        r"so \boxed{10110}",
        r"\boxed{1 0 1 1 0}",
        r"\boxed{1,0,1,1,0}",
        r"\boxed{\text{10110}}",
        r"\boxed{$10110$}",
        r"\boxed{\texttt{1 0 1 1 0}}",
        r'\boxed{"10110"}',
        "\\boxed {\n10110\n}",
        "\\boxed{1\n0\n1\n1\n0}",
        r"\boxed{(1,\, 0,\, 1,\, 1,\, 0)}",
        r"\boxed{\{1, 0, 1, 1, 0\}}",
        "Answer: [1, 0, 1, 1, 0].",
        "**Answer:** 10110",
        "Answer: 10110 (verified in 100 steps)",
        "Answer: 10110 (verified in 100 steps (twice)).",
        "10110 (A=1, B=0, C=1, D=1, E=0)",
        "A=1, B=0, C=1, D=1, E=0",
        "E=0; C=1; D=1; B=0; A=1",
        "a = true, b = False, c = T, d = true, e = f",
        r"\boxed{A=1,~B=0,\ C=1,\quad D=1, E=\text{False}}",
        r"\boxed{A=1 \\ B=0 \\ C=1 \\ D=1 \\ E=0}",
        r"\boxed{A \to 1, B \mapsto 0, C \to 1, D \to \top, E \to \bot}",
        '{"A": 1, "B": 0, "C": 1, "D": true, "E": false}',
        "- A: 1\n- B: 0\n- C: 1\n- D: 1\n- E: 0",
        "A is true and B is false and C is true and D is true and E is false.",
        "(A, B, C, D, E) = (1, 0, 1, 1, 0)",
        "ABCDE = 10110",
        "x = (1, 0, 1, 1, 0)",
        "TFTTF",
        "true, false, true, true, false",
        "1 -2 3 4 -5 0",
        "v 1 -2 3 4 -5 0",
        "s SATISFIABLE\nv 1 -2 3\nv 4 -5 0",
        "[1, \u22122, 3, 4, \u22125]",
        "A !B C D !E",
        "A, ~B, C, D, ~E",
        r"\boxed{A \land \neg B \land C \land D \land \lnot E}",
        "A \u2227 \u00acB \u2227 C \u2227 D \u2227 \u00acE",
        "<think>\\boxed{00000}</think> 10110",
        "A = C = D = 1, B = E = 0",
        "A, C and D are true; all others are false.",
        "True: A, C, D. False: B, E",
        "Only A, C, D are true",
        "\u2713 \u2717 \u2713 \u2713 \u2717",
        "0b10110",
        r"\boxed{10110_2}",
        "A, B', C, D, E'",
        r"\boxed{A, \overline{B}, C, D, \bar{E}}",
        "+1, -2, +3, +4, -5",
    ],
)
def test_every_usual_form_reads(answer: str) -> None:
    assert to_bits(read_assignment(answer, NAMES), 5) == "10110"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        " \n",
        r"\boxed{}",
        r"\boxed{1}",
        r"\boxed{1011}",
        r"\boxed{10110000000000 maybe}",
        "101100",
        "the digits 10110 solve it",
        "10110, 10111",
        "10110 or 10111",
        "10110 (or 10111)",
        "10110 (A=1, B=0, C=1, D=1, E=1)",
        "10110 (11110)",
        "10110 (but it could also be 11110)",
        "10110 (found after 11110)",
        "~~10110~~",
        "10110 / 10111",
        " ".join(to_bits(a, 5) for a in range(32)),
        "1?110",
        "1*110",
        "10x10",
        "10-10",
        "1 0 1 1 _",
        "1 0 1 1 2",
        "A=1, B=0, C=1, D=1",
        "A=1, B=0, C=1, D=1, E=0, A=1",
        "A=1, B=0, C=1, D=1, E=0, E=1",
        "A=1, B=0, C=1, D=1, E=0, F=1",
        "A=1, B=0, C=1, D=1, A=0",
        "A=1, B=0, C=1, D=1, E=?",
        "A=1, B=0, C=1, D=1, E=0 or 1",
        "A = 10110",
        "(A, C, B, D, E) = (1, 1, 0, 1, 0)",
        "A, B, C, D, E",
        "A | !B | C | D | !E",
        r"A \lor \neg B \lor C \lor D \lor \neg E",
        "A !A C D !E",
        "1 -2 3 4 0",
        "1 -2 3 4 -5 5 0",
        "1 -2 3 4 -4 0",
        "1 -2 3 4 -6 0",
        "1 - 2 3 4 5",
        "TFTT",
        "TFtTF",
        "TF1TF",
        "TRUE",
        "<think>10110",
        "1e4",
    ],
)
def test_nothing_else_reads(answer: str) -> None:
    with pytest.raises(Unreadable, match="want 5 values, one for each of A, B, C, D, E"):
        read_assignment(answer, NAMES)


def test_indexed_names_read_with_any_subscript() -> None:
    names = [f"x{i}" for i in range(1, 13)]
    bits = "101101110010"
    for form in ("x{}", "x_{}", "x_{{{}}}", "X[{}]", "x({})", r"x\_{}", "{}"):
        pairs = (f"{form.format(i)} = {bit}" for i, bit in enumerate(bits, 1))
        assert read_assignment(", ".join(pairs), names) == from_bits(bits), form


def test_one_variable() -> None:
    assert read_assignment("1", ["x1"]) == 1
    assert read_assignment("-1 0", ["x1"]) == 0
    assert read_assignment("x1 = 0", ["x1"]) == 0
    with pytest.raises(Unreadable):
        read_assignment("1 0", ["x1"])


def test_the_last_of_several_boxes_counts() -> None:
    assert read_assignment(r"\boxed{00000} no, \boxed{10110}", NAMES) == from_bits("10110")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("SAT", True),
        ("\\boxed{\\text{UNSAT}}", False),
        ("Answer: 0 (unsatisfiable; 1 clause contradicts)", False),
        ("Answer: 1 (all 5 clauses hold)", True),
        ("Yes.", True),
        ("no", False),
        ("s UNSATISFIABLE", False),
        ("The formula is satisfiable.", True),
        ("It is not satisfiable", False),
        ("it is satisfiable: x1=0", True),
        ("No, there is no satisfying assignment.", False),
        ("The formula cannot be satisfied.", False),
        ('{"satisfiable": false}', False),
        ("[SAT]", True),
        (r"\boxed{0 (not satisfiable)}", False),
        (r"\boxed{\text{Answer} = 1}", True),
    ],
)
def test_decisions_read(answer: str, said: bool) -> None:
    assert read_decision(answer) is said


@pytest.mark.parametrize(
    "answer",
    ["", "1 0", "SAT UNSAT", "sat or unsat", "10", "maybe", "2", "-1",
     "0 (satisfiable)", "1 (unsatisfiable)", "1 (not satisfiable)", "Yes, it is unsatisfiable",
     "No, the formula is satisfiable", "SAT/UNSAT", "0 (or 1)",
     "[[0]]", '{"answer": [[[[0]]]]}', "([ [SAT] ])"],
)  # fmt: skip
def test_no_decision_is_guessed(answer: str) -> None:
    with pytest.raises(Unreadable, match="want a decision"):
        read_decision(answer)


@pytest.mark.parametrize(
    ("answer", "positions"),
    [
        ("1, 3", (0, 2)),
        ("{3, 1}", (0, 2)),
        ("clauses 1 and 3", (0, 2)),
        ("Clause 1, clause 3.", (0, 2)),
        (r"\boxed{C_1, C_{3}}", (0, 2)),
        ("#1 #3", (0, 2)),
        ("1010", (0, 2)),
        ("1, 0, 1, 0", (0, 2)),
        ("0000", ()),
        ("4 (the smallest set)", (3,)),
    ],
)
def test_clause_sets_read(answer: str, positions: tuple[int, ...]) -> None:
    assert read_clause_set(answer, 4) == positions


@pytest.mark.parametrize(
    "answer", ["", "{}", "5", "0", "1, 1", "1-3", "1..3", "101", "10100", "1, 3 or 2", "all", "*"]
)
def test_no_clause_set_is_guessed(answer: str) -> None:
    with pytest.raises(Unreadable, match="want clause numbers from 1 to 4, or 4 bits"):
        read_clause_set(answer, 4)


@given(st.text("01", min_size=1, max_size=40), st.data())
def test_rendered_assignments_read_back(bits: str, data: st.DataObject) -> None:
    names = [f"x{i}" for i in range(1, len(bits) + 1)]
    order = data.draw(st.permutations(range(len(bits))))
    join = data.draw(st.sampled_from([", ", " ", "; ", "\n", " and ", " \\land "]))
    values = data.draw(st.sampled_from([("0", "1"), ("false", "true"), ("F", "T")]))
    pairs = join.join(f"{names[i]} = {values[int(bits[i])]}" for i in order)
    literals = join.join(f"{'' if bits[i] == '1' else '-'}{i + 1}" for i in order)
    forms = [pairs, join.join(bits), join.join(values[int(bit)] for bit in bits)]
    if len(bits) > 1:
        forms.append(literals)
    for form in forms:
        assert read_assignment(f"\\boxed{{{form}}}", names) == from_bits(bits)


@given(st.text("01", max_size=12).filter(lambda bits: len(bits) != 6))
def test_a_wrong_length_never_reads(bits: str) -> None:
    with pytest.raises(Unreadable):
        read_assignment(bits, [f"x{i}" for i in range(1, 7)])


HOSTILE = st.text(
    st.sampled_from("01TFxA_={}()[]\\,;:-!~$. \n\"'*?")
    | st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs"]),
    max_size=80,
)


@given(HOSTILE | HOSTILE.map(lambda text: f"\\boxed{{{text}}}"))
def test_any_text_reads_or_is_refused(text: str) -> None:
    readers: list[Callable[[], object]] = [
        lambda: read_assignment(text, NAMES),
        lambda: read_decision(text),
        lambda: read_clause_set(text, 7),
    ]
    for read in readers:
        with suppress(Unreadable):  # anything else would be a fault of ours
            read()


@pytest.mark.parametrize(
    "piece",
    ["(", ")", "{", "\\boxed{", "\\text{", "\\text", "\\", "\n", " ", "x_{", "x_ ", "A=", "1 ",
     "!", "\\neg ", " is", "and ", "\n- ", "answer", "answer ", "\\boxed ", "x[1", "0", "it is "],
)  # fmt: skip
def test_long_hostile_text_is_refused(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    with pytest.raises(Unreadable):
        read_assignment(text, NAMES)
    with pytest.raises(Unreadable):
        read_decision(text + ")")
    with pytest.raises(Unreadable):
        read_clause_set(text + ")", 7)
