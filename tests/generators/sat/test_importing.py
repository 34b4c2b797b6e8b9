import json
from hashlib import sha256
from pathlib import Path

import pytest

from tasksynth import ImportRef, Task, UsageError, grade, make
from tasksynth.pipeline.making.importing import read_tasks
from tasksynth_sat.families.saturn import SaturnInstance, notation
from tasksynth_sat.formulas.cnf import canonical, models, to_bits

DATA = Path(__file__).parents[4] / "shared" / "data" / "saturn"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the SATURN data is not beside the tree")

# models over all rows and rows with a single one, by (n, k, l); counted by enumeration elsewhere
COUNTS = {
    (3, 5, 20): (100, 245, 17),
    (3, 5, 25): (100, 156, 62),
    (3, 6, 20): (100, 457, 2),
    (3, 7, 20): (100, 1016, 0),
    (3, 7, 40): (100, 166, 56),
    (4, 7, 20): (100, 3491, 0),
    (4, 7, 40): (100, 983, 0),
    (4, 8, 40): (100, 2010, 0),
    (5, 8, 40): (100, 7101, 0),
    (6, 7, 40): (100, 6645, 0),
}
TRAIN = {(3, 5, 5): 4094, (3, 5, 6): 3559, (3, 5, 13): 2767, (3, 5, 15): 2123}


def instances(path: Path) -> list[SaturnInstance]:
    return [SaturnInstance.model_validate(task.instance) for task in read_tasks("saturn", path)]


@needs_data
@pytest.mark.parametrize("size", COUNTS)
def test_harder_test_sets_have_the_published_model_counts(size: tuple[int, int, int]) -> None:
    n, k, clauses = size
    found = instances(DATA / "test" / f"n{n}_k{k}_length{clauses}_sample100.jsonl")
    assert {(x.n, x.cnf.n_vars, len(x.cnf.clauses)) for x in found} == {size}
    counts = [x.cnf.table.bit_count() for x in found]
    assert (len(found), sum(counts), counts.count(1)) == COUNTS[size]


@needs_data
@pytest.mark.parametrize("size", TRAIN)
def test_training_sets_have_the_published_model_counts(size: tuple[int, int, int]) -> None:
    n, k, clauses = size
    (folder,) = (DATA / "train").glob(f"*_{n}_{k}_{clauses}_*")
    found = instances(folder / "train.jsonl")
    assert sum(x.cnf.table.bit_count() for x in found) == TRAIN[size]


@needs_data
def test_every_shipped_row_imports_and_its_planted_solution_passes() -> None:
    ids = set()
    for path in sorted(DATA.rglob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for index, (row, task) in enumerate(zip(rows, read_tasks("saturn", path), strict=True)):
            assert task.prompt == row["prompt"]
            assert isinstance(task.ref, ImportRef)
            assert task.ref.row == index
            assert Task.model_validate_json(task.model_dump_json()) == task
            assert grade(task, row["solution"]).status == "pass"
            assert grade(task, f"\\boxed{{{row['solution']}}}").reward == 1
            assert grade(task, "\\boxed{}").status == "unparsable"
            ids.add(task.id)
    assert len(ids) == 2580


@needs_data
def test_the_first_training_row_has_its_sixteen_models() -> None:
    path = DATA / "train" / "Train_prompt_3_5_5_270" / "train.jsonl"
    task = next(read_tasks("saturn", path))
    x = SaturnInstance.model_validate(task.instance)
    assert notation(x.cnf) == "!B!DE & !BCE & !BD!E & !BDE & BC!D"
    assert " ".join(sorted(to_bits(a, 5) for a in models(x.cnf))) == (
        "00000 00001 00100 00101 00110 00111 01011 01111 "
        "10000 10001 10100 10101 10110 10111 11011 11111"
    )
    assert grade(task, "00010").status == "fail"
    # none of these may pass: an empty, a short and an over-long box
    for box in ("", "1", "10110000000000 maybe"):
        assert grade(task, f"\\boxed{{{box}}}").status == "unparsable"
    for answer in (
        "\\boxed{1 0 1 1 0}", "\\boxed{1,0,1,1,0}", "\\boxed{\\text{10110}}", "\\boxed{$10110$}",
        "\\boxed{\n10110\n}", "A=1, B=0, C=1, D=1, E=0",
    ):  # fmt: skip
        assert grade(task, answer).status == "pass"


def row(**changes: object) -> str:
    good = {"id": 0, "n_sat": 3, "k": 4, "solution": "1101", "prompt": "Solve it."}
    return json.dumps({**good, "clause": "!B!C!D & A!B!D & AB!D", **changes})


def test_the_example_of_saturns_prompt(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(row() + "\n\n" + row(solution="1111", clause="!AB!C & A!B!D & AB!D") + "\n")
    first, second = read_tasks("saturn", path)
    assert isinstance(first.ref, ImportRef)
    assert second.ref == first.ref.model_copy(update={"row": 1})
    assert first.ref.digest == sha256(path.read_bytes()).hexdigest()
    assert str(first.ref) == f"sat.saturn@2<saturn:{first.ref.digest[:12]}:0>"
    with pytest.raises(UsageError, match="verified, not made anew"):
        make(first.ref)
    x = SaturnInstance.model_validate(first.instance)
    assert x.cnf.table.bit_count() == 11
    assert grade(first, "1101").status == "pass"


def test_names_past_z_are_read(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [row(k=30, solution="1" * 30, clause=text) for text in ("!x1x30x2", "!A^B")]
    path.write_text("\n".join(rows))
    tasks = read_tasks("saturn", path)
    ours, theirs = (SaturnInstance.model_validate(task.instance).cnf for task in tasks)
    assert ours.clauses == ((-1, 30, 2),)
    assert canonical(theirs) == canonical(ours)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "rows.jsonl:2: want one JSON object a line"),
        ("[]", "rows.jsonl:2: field 'row'"),
        (row(k="many"), "rows.jsonl:2: field 'k': .*mend the row"),
        ("{}", "rows.jsonl:2: field 'n_sat': Field required"),
        (row(solution="110"), "rows.jsonl:2: field 'solution': want 4 characters 0 or 1"),
        (row(solution="0001"), "field 'solution': 0001 does not satisfy the formula"),
        (row(clause="!B!C!D & AB"), "field 'clause': want 3 distinct variables.*got 'AB'"),
        (row(clause="AAB"), "field 'clause': want 3 distinct variables"),
        (row(clause="AB!E"), "field 'clause': 'AB!E' has a variable beyond the k=4"),
        (row(clause="AB!D & A!DB"), "field 'clause': a clause is there twice"),
        (row(clause=""), "field 'clause': want 3 distinct variables"),
    ],
)
def test_faults_name_file_line_and_field(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(row() + "\n" + line + "\n")
    with pytest.raises(UsageError, match=message):
        list(read_tasks("saturn", path))


def test_missing_and_binary_files(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*none\.jsonl: No such file"):
        list(read_tasks("saturn", tmp_path / "none.jsonl"))
    (tmp_path / "x.jsonl").write_bytes(b"caf\xe9")
    with pytest.raises(UsageError, match=r"x\.jsonl: want UTF-8 text, byte 3 is not"):
        list(read_tasks("saturn", tmp_path / "x.jsonl"))


def test_a_satisfiable_dimacs_file(tmp_path: Path) -> None:
    path = tmp_path / "uf3.cnf"
    path.write_text("c a\np cnf 3  4\n1 -2 3 0\n-1 2 3 0\n1 2 0\n -3 0\n%\n0\n\n")
    (task,) = read_tasks("dimacs", path)
    assert task.ref.family == "sat.ksat"
    assert "2. not x1 or x2 or x3" in task.text
    assert grade(task, "110").status == "pass"
    assert grade(task, "1 2 -3 0").status == "pass"
    assert grade(task, "111").status == "fail"


def test_an_unsatisfiable_dimacs_file(tmp_path: Path) -> None:
    path = tmp_path / "uuf.cnf"
    path.write_text("p cnf 3 6\n1 2 0\n1 -2 0\n2 3 0\n-1 2 0\n-1 -2 0\n3 0\n")
    (task,) = read_tasks("dimacs", path)
    assert "at most 4 of its clauses" in task.text
    assert grade(task, "1, 2, 4, 5").status == "pass"
    assert grade(task, "1, 2, 3, 4").status == "fail"
    assert grade(task, "1, 2, 3, 4, 5, 6").status == "fail"
    assert grade(task, "110110").status == "pass"
    assert grade(task, "UNSAT").status == "unparsable"


@pytest.mark.slow
def test_a_formula_too_hard_to_judge_is_refused(tmp_path: Path) -> None:
    holes = 12
    at = [[p * holes + h + 1 for h in range(holes)] for p in range(holes + 1)]
    lines = [" ".join(map(str, row)) for row in at]
    lines += [
        f"{-at[p][h]} {-at[q][h]}" for h in range(holes) for p in range(holes + 1) for q in range(p)
    ]
    path = tmp_path / "php.cnf"
    path.write_text(f"p cnf {holes * (holes + 1)} {len(lines)}\n" + " 0\n".join(lines) + " 0\n")
    with pytest.raises(UsageError, match=r"php\.cnf: not settled within 200000 conflicts"):
        list(read_tasks("dimacs", path))
