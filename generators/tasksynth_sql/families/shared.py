"""What the families have in common: answers, features and baselines."""

from tasksynth_sql.making.task import (
    SqlInstance,
    table_names,
)

ASKED = "Reply with one {engine} query in a ```sql block; the last such block counts."
ONE_QUERY = ASKED.format(engine="SQLite")


def fenced(sql: str) -> str:
    """A query as an answer."""
    return f"```sql\n{sql}\n```"


def measure_query(x: SqlInstance) -> dict[str, float]:
    """Features of the gold, its rung, and the hidden databases."""
    from tasksynth_sql.making.features import features

    own = {"rung": float(x.rung), "hidden_databases": float(len(x.hidden))}
    return {name: float(value) for name, value in features(x.gold, x.ddl).items()} | own


def query_baselines(x: SqlInstance) -> dict[str, str]:
    """Queries that need no understanding."""
    from tasksynth_sql.databases.world import literal

    table = table_names(x.ddl)[0]
    rows = x.suite().results[0].rows
    learnt = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
    return {
        "whole table": fenced(f"SELECT * FROM {table}"),
        "table size": fenced(f"SELECT COUNT(*) FROM {table}"),
        "nothing": fenced("SELECT NULL WHERE 0"),
        "learnt by heart": fenced(f"VALUES {learnt}"),
    }
