"""Spider's and BIRD's layouts, in and out.

A folder of either kind holds a JSON file of questions beside folders of databases. Importing one
builds a hidden suite for every gold query; exporting writes what the official evaluators read:
the test-suite evaluator takes every SQLite file of a database's folder as one more database.
"""

import json
import sqlite3
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tasksynth import Answer, Imported, ImportRef, Model, Task, TaskRef, UsageError, rng_for
from tasksynth_sql.databases.world import quote
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlInstance
from tasksynth_sql.judging.guard import QueryError, build_image
from tasksynth_sql.judging.verdict import Suite
from tasksynth_sql.making.task import SqlInstance, table_names

FOLDERS = ("database", "databases", "dev_databases", "train_databases", "test_database")
EXCERPT = 40
"""Rows a table of the shown database, where the whole would be larger."""


MAX_WHOLE = 4_000_000
"""Bytes of a database file that a task may hold whole."""


class _LeftOutError(Exception):
    """A question of which no task can be made."""


class _Row(Model, extra="ignore"):
    """A question of Spider (`query`) or BIRD (`SQL`, `evidence`)."""

    db_id: str
    question: str
    query: str | None = None
    SQL: str | None = None
    evidence: str = ""


def spider(path: Path) -> Iterator[Imported]:
    """The questions of a Spider- or BIRD-style JSON file, as `sql.text2sql` tasks.

    The databases are looked for in the file's folder: `database/ID/ID.sqlite`, or under another
    of the names in FOLDERS. A gold whose mutants cannot be told apart, or which needs more than
    the tables as `introspect` reads them, keeps the database alone (`hidden_databases` is then 0).
    The question asks for an order if its gold has one at the top. A question whose gold does not
    run, or returns nothing on every database, is left out with a warning; the task's index stays
    its place in the file.

    Raises:
        UsageError: naming the file, the row and the first thing wrong with it.
    """
    data = _bytes(path)
    try:
        rows = [_Row.model_validate(row) for row in json.loads(data)]
    except (ValueError, ValidationError) as e:
        raise UsageError(f"{path}: want a JSON list of questions: {str(e)[:200]}") from e
    params = {"imported": sha256(data).hexdigest()}
    open_database = lru_cache(maxsize=4)(partial(_open, path.parent))
    for index, row in enumerate(rows):
        where = f"{path}: question {index}"
        gold = row.query or row.SQL
        if not gold:
            raise UsageError(f"{where} has neither a `query` nor an `SQL`")
        ref = TaskRef(  # keys the randomness of its hidden rows
            family=Text2Sql.name, version=Text2Sql.version, params=params, seed=0, index=index
        )
        try:
            x = _instance(row, gold.strip().rstrip(";"), open_database(row.db_id), ref)
        except _LeftOutError as e:
            warnings.warn(f"{where} is left out: {e}", stacklevel=2)
            continue
        yield Imported(Text2Sql.name, x, index)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e


def _open(folder: Path, db_id: str) -> Any:
    """(path, world, rows) of a database; the world is None where none can be read."""
    from tasksynth_sql.databases.introspect import introspect

    found = [folder / name / db_id / f"{db_id}.sqlite" for name in FOLDERS]
    path = next((p for p in found if p.exists()), None)
    if path is None:
        raise UsageError(f"no database {db_id}: want the file {found[0]}")
    try:
        return path, *introspect(str(path))
    except UsageError:
        return path, None, None


def _instance(row: _Row, gold: str, opened: Any, ref: TaskRef) -> Text2SqlInstance:
    from sqlglot import parse_one
    from sqlglot.errors import SqlglotError

    path, world, rows = opened
    try:
        ordered = parse_one(gold, read="sqlite").args.get("order") is not None
    except SqlglotError:
        ordered = " order by " in gold.lower()
    question = f"{row.question}\n{row.evidence}".strip()
    made = _with_suite(world, rows, gold, ref, ordered=ordered) if world is not None else None
    if made is None and path.stat().st_size > MAX_WHOLE:
        raise _LeftOutError(
            f"no excerpt of {path} tells its gold from others; whole, it is over {MAX_WHOLE} bytes"
        )
    ddl, shown, hidden = made or (*_dump(path), ())
    x = Text2SqlInstance(
        question=question,
        ddl=ddl,
        shown=shown,
        hidden=hidden,
        gold=gold,
        ordered=ordered,
        rung=0,
        reward="arctic",
        reference=gold,
    )
    try:
        suite = Suite(x.databases, gold, order_matters=ordered)
    except UsageError as e:
        raise _LeftOutError(f"its gold does not run: {e}") from e
    if not any(result.rows for result in suite.results):
        raise _LeftOutError("its gold returns nothing, which any query could that returns nothing")
    return x


def _with_suite(
    world: Any, rows: Any, gold: str, ref: TaskRef, *, ordered: bool
) -> tuple[str, str, tuple[str, ...]] | None:
    """Schema, shown rows and hidden rows; the excerpt grows until the gold finds something."""
    from tasksynth_sql.databases.introspect import excerpt
    from tasksynth_sql.databases.rows import insert_script
    from tasksynth_sql.making.dice import QueryDice
    from tasksynth_sql.suites.build import build_suite, texts_quoted

    gold = texts_quoted(gold, world)
    for size, empty in ((EXCERPT, False), (8 * EXCERPT, False), (EXCERPT, True)):
        dice = QueryDice(rng_for(ref, size))
        shown = insert_script(world, excerpt(world, rows, dice, size=size))
        try:
            suite = build_suite(world, shown, gold, dice, ordered=ordered, empty=empty)
        except (QueryError, UsageError):
            return None
        if suite is not None:
            return world.ddl, shown, suite.scripts
    return None


def _dump(path: Path) -> tuple[str, str]:
    """The schema and the rows of a file as they stand, without virtual tables."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.text_factory = lambda raw: str(raw, "utf-8", "replace")
    listed = "SELECT name, type FROM pragma_table_list WHERE schema = 'main'"
    kinds = dict(db.execute(listed).fetchall())
    made = db.execute("SELECT name, sql FROM sqlite_master ORDER BY type, rowid").fetchall()
    ddl, rows = [], []
    for name, sql in made:
        if kinds.get(name) not in ("table", "view") or name.startswith("sqlite_"):
            continue
        ddl.append(f"{sql};")
        if kinds[name] == "table":
            columns = [quote(row[1]) for row in db.execute(f"PRAGMA table_info({quote(name)})")]
            values = ", ".join(f"quote({column})" for column in columns)
            head = f"INSERT INTO {quote(name)} ({', '.join(columns)}) VALUES"
            found = db.execute(f"SELECT {values} FROM {quote(name)}")
            rows += [f"{head} ({', '.join(row)});" for row in found]
    db.close()
    return "\n".join(ddl), "\n".join(rows)


def export_spider(tasks: Iterable[Task], out: Path) -> int:
    """Write `sql.text2sql` tasks as Spider does; returns how many.

    `tables.json`, `dev.json`, `dev_gold.sql`, and for each task `database/ID/ID.sqlite` with its
    hidden databases beside it.
    """
    tables, dev, gold = [], [], []
    for db_id, task, x in _numbered(tasks):
        _write_databases(x, out / "database" / db_id, db_id)
        tables.append(_tables_row(x, db_id))
        question = "\n".join((x.question, *x.evidence))
        dev.append({"db_id": db_id, "question": question, "query": x.gold, "task": task.id})
        gold.append(f"{x.gold}\t{db_id}")
    _write_json(out / "tables.json", tables)
    _write_json(out / "dev.json", dev)
    (out / "dev_gold.sql").write_text("\n".join(gold) + "\n")
    return len(dev)


def export_bird(tasks: Iterable[Task], out: Path) -> int:
    """Write `sql.text2sql` tasks as BIRD does; returns how many.

    `dev.json`, `dev_gold.sql`, `dev_tables.json`, and for each task `dev_databases/ID/` with the
    database and `database_description/*.csv`.
    """
    from tasksynth_sql.making.features import HARDNESS, features

    names = {"easy": "simple", "medium": "moderate", "hard": "moderate", "extra": "challenging"}
    dev, gold, tables = [], [], []
    for number, (db_id, task, x) in enumerate(_numbered(tasks)):
        folder = out / "dev_databases" / db_id
        _write_databases(x, folder, db_id)
        table = _tables_row(x, db_id)
        tables.append(table)
        _describe(table, folder / "database_description")
        hardness = HARDNESS[int(features(x.gold, x.ddl)["spider_hardness"])]
        dev.append(
            {
                "question_id": number,
                "db_id": db_id,
                "question": x.question,
                "evidence": "; ".join(x.evidence),
                "SQL": x.gold,
                "difficulty": names[hardness],
                "task": task.id,
            }
        )
        gold.append(f"{x.gold}\t{db_id}")
    _write_json(out / "dev.json", dev)
    _write_json(out / "dev_tables.json", tables)
    (out / "dev_gold.sql").write_text("\n".join(gold) + "\n")
    return len(dev)


def _numbered(tasks: Iterable[Task]) -> Iterator[tuple[str, Task, Text2SqlInstance]]:
    for number, task in enumerate(tasks):
        if not task.ref.family.startswith("sql.text2sql"):
            raise UsageError(f"want tasks of sql.text2sql, got one of {task.ref.family}")
        yield f"db_{number:05d}", task, Text2SqlInstance.model_validate(task.instance)


def _write_databases(x: SqlInstance, folder: Path, db_id: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, script in enumerate(x.databases):
        name = f"{db_id}.sqlite" if number == 0 else f"{db_id}_hidden{number}.sqlite"
        (folder / name).write_bytes(build_image(script))
    (folder / "schema.sql").write_text(x.ddl + "\n")


def _tables_row(x: SqlInstance, db_id: str) -> dict[str, Any]:
    """A database as `tables.json` describes it: columns numbered over all tables, `*` first."""
    db = sqlite3.connect(":memory:")
    db.executescript(x.ddl)
    names = [name.strip('"') for name in table_names(x.ddl)]
    columns: list[tuple[int, str, str]] = [(-1, "*", "text")]
    keys, place = [], {}
    for number, table in enumerate(names):
        for _, column, kind, _, _, key in db.execute(f'PRAGMA table_info("{table}")'):
            place[table, column] = len(columns)
            if key:
                keys.append(len(columns))
            columns.append((number, column, "text" if kind == "TEXT" else "number"))
    foreign = [
        [place[table, row[3]], place[row[2], row[4]]]
        for table in names
        for row in db.execute(f'PRAGMA foreign_key_list("{table}")')
    ]
    db.close()
    return {
        "db_id": db_id,
        "table_names_original": names,
        "table_names": [name.replace("_", " ") for name in names],
        "column_names_original": [[n, name] for n, name, _ in columns],
        "column_names": [[n, name.replace("_", " ")] for n, name, _ in columns],
        "column_types": [kind for _, _, kind in columns],
        "primary_keys": keys,
        "foreign_keys": foreign,
    }


def _describe(table: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    head = "original_column_name,column_name,column_description,data_format,value_description"
    for number, name in enumerate(table["table_names_original"]):
        lines = [
            f"{column},{column.replace('_', ' ')},,{kind},"
            for (at, column), kind in zip(
                table["column_names_original"], table["column_types"], strict=True
            )
            if at == number
        ]
        (folder / f"{name}.csv").write_text("\n".join([head, *lines]) + "\n")


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def read_predictions(path: Path, tasks: Iterable[Task]) -> Iterator[Answer]:
    """The lines of a Spider-style prediction file (`SQL`, or `SQL<tab>ID`) as answers, in the
    order of the tasks; BIRD's JSON object of `SQL\\t----- bird -----\\tID` by number too.

    For imported tasks, of which some may have been left out, the order is that of the file.

    Raises:
        UsageError: if there are more or fewer predictions than tasks.
    """
    refs = list(tasks)
    text = _bytes(path).decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            found = json.loads(text)
            lines = [str(found[key]) for key in sorted(found, key=int)]
        except ValueError as e:
            raise UsageError(f"{path}: want one JSON object from number to SQL: {e}") from e
    else:
        lines = [line for line in text.splitlines() if line.strip()]
    answers = [line.split("\t")[0] for line in lines]
    places = [task.ref.row for task in refs if isinstance(task.ref, ImportRef)]
    if len(places) == len(refs) != len(answers) > max(places, default=0):
        answers = [answers[place] for place in places]
    if len(answers) != len(refs):
        raise UsageError(f"{path} holds {len(answers)} predictions for {len(refs)} tasks")
    for task, answer in zip(refs, answers, strict=True):
        yield Answer(task=task.id, answer=answer)
