"""Run one query on DuckDB databases; a program of its own, which its caller may kill.

A job comes as JSON on standard input, and the results go to standard output, a line of JSON for
each database: [columns, rows], or a text where the query did not run.
"""

import decimal
import json
import resource
import sys
from typing import Any


def main() -> None:
    """Answer one job."""
    job = json.load(sys.stdin)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    space = job["memory"] if hard == resource.RLIM_INFINITY else min(job["memory"], hard)
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    # The soft limit first: a signal of its own says that it was time that ran out.
    resource.setrlimit(resource.RLIMIT_CPU, (job["seconds"], job["seconds"] + 1))
    db: Any = None
    for script in job["scripts"]:
        db = filled(db, script)
        found = answer(db, job)
        if isinstance(found, str):  # an error may leave a database that is of no more use
            db.close()
            db = None
        sys.stdout.write(json.dumps(found, default=plain) + "\n")
        sys.stdout.flush()  # what is known stays so if this process is stopped at the next one


def filled(db: Any, script: list[str]) -> Any:
    """A database with what the script makes; an open one takes it in place of all that it holds.

    To open one takes four times as long as to run a query.
    """
    import duckdb

    if db is not None:
        for (name,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            db.execute('DROP TABLE "' + name.replace('"', '""') + '"')
        for statement in script:
            db.execute(statement)
        return db
    # Without a folder to spill into, what needs more memory fails, and nothing is left behind.
    config: dict[str, Any] = {"threads": 1, "memory_limit": "256MB", "temp_directory": ""}
    db = duckdb.connect(":memory:", config=config)
    for statement in script:
        db.execute(statement)
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    return db


def answer(db: Any, job: dict[str, Any]) -> Any:
    """What the query says about one database."""
    import duckdb

    try:
        statements = duckdb.extract_statements(job["query"])
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            return "want one SELECT"
        cursor = db.execute("BEGIN TRANSACTION READ ONLY").execute(statements[0])
        width = len(cursor.description)
        rows: list[Any] = []
        held = 0
        while chunk := cursor.fetchmany(256):
            rows += chunk
            held += sum(len(str(value)) for row in chunk for value in row)
            if len(rows) > job["max_rows"] or held > job["max_chars"]:
                return f"the result has more than {job['max_rows']} rows or is too long"
        db.execute("ROLLBACK")
    except Exception as e:  # noqa: BLE001 - whatever DuckDB raises is the query's fault
        return f"{type(e).__name__}: {e}"[:300]
    return [width, rows]


def plain(value: Any) -> Any:
    """A value that JSON does not know."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


if __name__ == "__main__":
    main()
