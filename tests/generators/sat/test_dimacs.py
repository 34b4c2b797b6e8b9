"""DIMACS, XOR lines and WCNF are read as they are meant, or refused with the line and the mend."""

import bz2
import gzip
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import UsageError, grade
from tasksynth.pipeline.making.importing import read_tasks
from tasksynth_sat.formulas.cnf import Cnf, models, to_bits
from tasksynth_sat.formulas.dimacs import read_dimacs, read_wcnf, write_dimacs


@st.composite
def cnfs(draw: st.DrawFn) -> Cnf:
    n_vars = draw(st.integers(1, 7))
    literal = st.integers(-n_vars, n_vars).filter(bool)
    clauses = draw(st.lists(st.lists(literal, max_size=4), max_size=12))
    return Cnf(n_vars=n_vars, clauses=tuple(map(tuple, clauses)))


@given(cnfs())
def test_dimacs_round_trip(cnf: Cnf) -> None:
    assert read_dimacs(write_dimacs(cnf, comments=["p cnf 9 9", "0"])) == cnf


def test_dimacs_text_is_the_standard_one() -> None:
    cnf = Cnf(n_vars=3, clauses=((1, -2, 3), (-1, 2, 3), (1, 2), (-3,)))
    assert write_dimacs(cnf) == "p cnf 3 4\n1 -2 3 0\n-1 2 3 0\n1 2 0\n-3 0\n"
    assert [to_bits(a, 3) for a in models(cnf)] == ["110"]


def test_satlib_file_with_comments_split_clauses_and_trailer() -> None:
    text = "c uf3\nc\n p cnf 5  3 \n 1 -2\n 3 0 -1 2 0\nc in between\n3 0\n%\n0\n\n"
    assert read_dimacs(text) == Cnf(n_vars=5, clauses=((1, -2, 3), (-1, 2), (3,)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.cnf: no 'p cnf VARIABLES CLAUSES' line"),
        ("1 2 0", r"f.cnf:1: want 'p cnf VARIABLES CLAUSES' before the clauses, got '1 2 0'"),
        ("p cnf 3", r"f.cnf:1: want 'p cnf VARIABLES CLAUSES', got 'p cnf 3'"),
        ("p cnf -3 1", "f.cnf:1: want 'p cnf"),
        ("p cnf 2 1\np cnf 2 1", "f.cnf:2: a second 'p' line"),
        ("p cnf 2 1\n\n1 3 0", "f.cnf:3: literal 3 is beyond the 2 variables"),
        ("p cnf 2 1\n1 y 0", "f.cnf:2: want a literal or 0, got 'y'"),
        ("p cnf 2 1\n1 \u00b2 0", "f.cnf:2: want a literal or 0"),
        ("p cnf 2 2\n1 2 0", "f.cnf: the header promises 2 clauses, the file holds 1"),
        ("p cnf 2 1\n1 2", "f.cnf:2: the last clause has no closing 0"),
        ("p cnf 999999999 1\n1 0", "f.cnf:1: want at most 10000 variables"),
    ],
)
def test_dimacs_faults_are_named_with_their_line(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_dimacs(text, source="f.cnf")


@given(st.sets(st.integers(1, 6)), st.data())
def test_an_xor_line_holds_where_an_odd_number_of_its_literals_is_true(
    variables: set[int], data: st.DataObject
) -> None:
    literals = [v if data.draw(st.booleans()) else -v for v in sorted(variables)]
    mark = data.draw(st.sampled_from(["x", "x "]))
    cnf = read_dimacs(f"p cnf 6 2\n1 -1 0\n{mark}{' '.join(map(str, [*literals, 0]))}\n")
    assert len(cnf.clauses) == 1 + 2 ** max(len(literals) - 1, 0)
    odd = [a for a in range(64) if sum((a >> abs(x) - 1 & 1) == (x > 0) for x in literals) % 2]
    assert list(models(cnf)) == odd


@pytest.mark.parametrize("line", ["x1 2 3 4 5 6 7 0", "x1 2 -2 0"])
def test_an_xor_that_is_too_long_or_repeats_itself_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match=r"f\.cnf:2: want an XOR of at most 6 different variables"):
        read_dimacs(f"p cnf 7 1\n{line}", source="f.cnf")


OLD = "c old\np wcnf 3 3 9\n2 1 -2 0\n2 -1 0\n2 3 0\n"
NEW = "c new\n2 1 -2 0\n2 -1 0\n2 3\n 0\n"


@pytest.mark.parametrize("text", [OLD, NEW, OLD.replace(" 9\n", "\n"), NEW.replace("2 3", "02 3")])
def test_old_and_new_wcnf_say_the_same(text: str) -> None:
    read = read_wcnf(text)
    assert read.cnf == Cnf(n_vars=3, clauses=((1, -2), (-1,), (3,)))
    assert read.even


@pytest.mark.parametrize(
    "text", ["p wcnf 3 4 99\n99 1 2 0\n4 -1 0\n6 -2 0\n10 3 0\n", "h 1 2 0\n2 -1 0\n3 -2 0\n5 3 0"]
)
def test_weights_and_hard_clauses_are_read(text: str) -> None:
    read = read_wcnf(text)
    assert read.cnf == Cnf(n_vars=3, clauses=((1, 2), (-1,), (-2,), (3,)))
    assert read.weights == (0, 2, 3, 5)
    assert not read.even


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f.wcnf: no clause in it"),
        ("h 1 0", "f.wcnf: all clauses are hard, so there is nothing to give up"),
        ("p wcnf 2 1 7\n7 1 0", "f.wcnf: all clauses are hard"),
        ("1 1 0\n0 2 0", "f.wcnf:2: a weight of 0; leave the clause out"),
        ("0.5 1 0", "f.wcnf:1: want h or a whole weight, got '0.5'"),
        ("1 1 2", "f.wcnf:1: the last clause has no closing 0"),
        ("1 10001 0", "f.wcnf:1: literal 10001 is beyond the 10000 variables that can be"),
        ("p cnf 2 1\n1 2 0", "f.wcnf:1: want 'p wcnf.*`tasksynth import dimacs` reads it"),
        ("p wcnf 2 3\n1 1 0", "f.wcnf: the header promises 3 clauses, the file holds 1"),
    ],
)
def test_what_no_task_can_ask_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_wcnf(text, source="f.wcnf")


def test_a_wcnf_file_asks_for_its_optimum(tmp_path: Path) -> None:
    path = tmp_path / "f.wcnf"
    path.write_text("1 1 0\n1 -1 0\n1 2 0\n1 -2 0\n1 1 2 0\n")
    (task,) = read_tasks("wcnf", path)
    assert task.ref.family == "sat.maxsat"
    assert grade(task, "10").status == "pass"
    assert grade(task, "00").status == "fail"


def test_a_weighted_wcnf_file_asks_for_the_least_cost(tmp_path: Path) -> None:
    path = tmp_path / "f.wcnf"
    path.write_text("c two of three\nh 1 2 0\nh 2 3 0\nh 1 3 0\n4 -1 0\n7 -2 0\n2 -3 0\n")
    (task,) = read_tasks("wcnf", path)
    assert task.ref.family == "sat.weighted"
    assert "h 1 2 0\nh 2 3 0\nh 1 3 0\n4 -1 0" in task.text
    passed = [to_bits(a, 3) for a in range(8) if grade(task, to_bits(a, 3)).reward]
    assert passed == ["101"]
    for text, message in (
        ("h 1 0\nh -1 0\n1 2 0", "hard clauses contradict each other"),
        ("h 0\n1 2 0", "a clause without literals"),
        ("h 1 0\n900 -1 0\n1 2 0", "costs more than 400"),
    ):
        path.write_text(text)
        with pytest.raises(UsageError, match=message):
            list(read_tasks("wcnf", path))


PLAIN = "c caf\u00e9\np cnf 2 2\n1 2 0\n-1 0\n"
FILES = {
    "gzip": gzip.compress(PLAIN.encode(), mtime=0),
    "xz": lzma.compress(PLAIN.encode()),
    "bzip2": bz2.compress(PLAIN.encode()),
    "a mark of UTF-8": PLAIN.encode("utf-8-sig"),
    "UTF-16, as PowerShell writes": PLAIN.encode("utf-16"),
    "Latin-1": PLAIN.encode("latin-1"),
    "an ellipsis of Windows": b"c so on \x85 9 9 0\n" + PLAIN.encode("latin-1"),
    "Windows' ends of lines": PLAIN.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_files_are_read_packed_and_in_any_encoding(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "f.cnf"
    path.write_bytes(data)
    (task,) = read_tasks("dimacs", path)
    assert [to_bits(a, 2) for a in range(4) if grade(task, to_bits(a, 2)).reward] == ["01"]


DAMAGED = {
    "gzip cut": (FILES["gzip"][:-9], "f.cnf: the gzip file is damaged"),
    "gzip spoilt": (FILES["gzip"][:12] + b"\xff" * 30, "f.cnf: the gzip file is damaged"),
    "xz cut": (FILES["xz"][:-9], "f.cnf: the xz file is damaged"),
    "bzip2 cut": (FILES["bzip2"][:-9], "f.cnf: the bzip2 file is damaged"),
    "bzip2 spoilt": (FILES["bzip2"][:10] + b"\xff" * 30, "f.cnf: the bzip2 file is damaged"),
    "zip": (b"PK\x03\x04" + bytes(30), "f.cnf: a zip archive; unpack it"),
    "UTF-16 cut": (b"\xff\xfea", "f.cnf: want UTF-16 text"),
}


@pytest.mark.parametrize(("data", "message"), DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_and_foreign_files_are_refused_in_one_line(
    data: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.cnf"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message) as caught:
        list(read_tasks("dimacs", path))
    assert "\n" not in str(caught.value)
