"""The data of all apps: rows in tables, and what differs between two states of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Cell = str | int | float | tuple[str, ...]
Row = tuple[Cell, ...]
"""Its first cell is its id, unique in all tables."""

FIELDS: dict[str, tuple[str, ...]] = {
    "contacts": ("id", "name", "relation", "company", "email", "phone", "address", "birthday"),
    "mail": ("id", "folder", "sender", "to", "subject", "body", "day"),
    "events": ("id", "title", "day", "start", "place", "guests"),
    "transfers": ("id", "direction", "person", "amount", "memo", "day"),
    "requests": ("id", "person", "amount", "memo", "day", "status"),
    "products": ("id", "name", "category", "price", "rating", "stock"),
    "orders": ("id", "product", "quantity", "total", "ship_to", "day", "status"),
    "notes": ("id", "title", "text", "day"),
    "files": ("id", "name", "folder", "owner", "size_kb", "modified", "shared_with"),
    "songs": ("id", "title", "artist", "year", "plays"),
    "playlists": ("id", "name", "songs"),
}
"""The tables, and what their rows hold: money in units with two decimals, days as YYYY-MM-DD."""

PLACE = {table: {name: i for i, name in enumerate(names)} for table, names in FIELDS.items()}
"""Where a row holds what."""

APP_OF = {
    "contacts": "contacts",
    "mail": "mail",
    "events": "calendar",
    "transfers": "payments",
    "requests": "payments",
    "products": "shop",
    "orders": "shop",
    "notes": "notes",
    "files": "files",
    "songs": "music",
    "playlists": "music",
}
"""The app that a table belongs to."""
APPS = tuple(dict.fromkeys(APP_OF.values()))
SHORT = {
    "contacts": "ct",
    "mail": "msg",
    "events": "evt",
    "transfers": "tr",
    "requests": "req",
    "products": "prd",
    "orders": "ord",
    "notes": "nt",
    "files": "fl",
    "songs": "sg",
    "playlists": "pl",
}
"""How the ids of a table's rows begin."""


@dataclass
class Tables:
    """Rows by table and id, and which of them were ever touched."""

    rows: dict[str, dict[str, Row]]
    touched: dict[tuple[str, str], Row | None] = field(default_factory=dict)
    """What stood there before the first change; None where there was nothing."""
    made: int = 0

    @classmethod
    def of(cls, tables: Mapping[str, tuple[Row, ...]]) -> "Tables":
        """A state of its own; rows cannot change, and are shared."""
        return cls({name: {str(row[0]): row for row in rows} for name, rows in tables.items()})

    def put(self, table: str, row: Row) -> None:
        """Add a row, or put it in the place of the one with its id."""
        key = table, str(row[0])
        self.touched.setdefault(key, self.rows[table].get(key[1]))
        self.rows[table][key[1]] = row

    def drop(self, table: str, row_id: str) -> None:
        """Remove a row."""
        self.touched.setdefault((table, row_id), self.rows[table][row_id])
        del self.rows[table][row_id]

    def new_id(self, table: str) -> str:
        """An id that no row has or had."""
        self.made += 1
        return f"{SHORT[table]}_n{self.made}"

    def changes(self) -> Iterator[tuple[str, str, Row | None, Row | None]]:
        """Table, id, row before and row after, of all that is not as it was."""
        for (table, row_id), before in self.touched.items():
            after = self.rows[table].get(row_id)
            if after != before:
                yield table, row_id, before, after


def with_cells(table: str, row: Row, **cells: Cell) -> Row:
    """A row with some cells in the place of others."""
    names = FIELDS[table]
    return tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True))
