"""A desk at which an agent may look at a database: read-only, within limits that count no seconds.

Whatever is asked, the reply is a function of the database and the question alone, so an episode
that is played again shows the same. What a judge first tries in a process of its own, because no
operation counts it, is refused here.
"""

from functools import lru_cache
from typing import Any

from tasksynth_sql.databases.world import literal
from tasksynth_sql.judging.complexity import SUSPECT, expansion, longest_text
from tasksynth_sql.judging.guard import Database, QueryError, Row, build_image
from tasksynth_sql.judging.reading import UnreadableQuery, read_reply

MAX_OPS = 1_000_000
"""Virtual-machine operations of one query: some 25 ms."""
SHOWN_ROWS = 20
MAX_ROWS = 1000
"""Rows of a result, beyond which not even the first ones are shown."""
MAX_CELL, MAX_REPLY = 80, 4000
"""Characters of a value, and of a reply."""


def look(script: str, reply: str) -> str:
    """What a query in a reply returns on the database that a script makes, or why it does not."""
    try:
        statement = read_reply(reply)
    except UnreadableQuery as e:
        return f"Error: {e}"
    if expansion(statement.tokens) > SUSPECT:
        return "Error: the query is too complex to compile"
    database = Database(image_of(script))
    try:
        result = database.run(
            statement.sql,
            max_ops=MAX_OPS,
            max_rows=MAX_ROWS,
            longest=longest_text(statement.tokens),
        )
    except QueryError as e:
        return _cut(f"Error: {e}")
    finally:
        database.close()
    return _shown(result.rows)


@lru_cache(maxsize=64)
def image_of(script: str) -> bytes:
    """The database that a script makes; kept for the next query."""
    return build_image(script)


def _shown(rows: list[Row]) -> str:
    count = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
    if len(rows) > SHOWN_ROWS:
        count += f", the first {SHOWN_ROWS} of them"
    lines = ["(" + ", ".join(map(_cell, row)) + ")" for row in rows[:SHOWN_ROWS]]
    return _cut("\n".join([f"{count}:" if rows else "no rows", *lines]))


def _cell(value: Any) -> str:
    """A value as SQL would write it, in characters that can be printed."""
    if isinstance(value, bytes):
        text = f"X'{value[:MAX_CELL].hex()}'"
    else:
        text = literal(value[:MAX_CELL] if isinstance(value, str) else value)
    text = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _cut(text: str) -> str:
    printable = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
    return printable if len(printable) <= MAX_REPLY else printable[: MAX_REPLY - 1] + "…"
