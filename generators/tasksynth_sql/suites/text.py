"""A query as text that remembers where each node of its syntax tree stands.

To write a query once and then change it in place is a hundred times cheaper than to write its
whole tree for each of its near misses.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.dialects.sqlite import SQLite

_MARK = re.compile("\ue000(\\d+)\ue001|\ue002|[^\ue000-\ue002]+")


@dataclass(frozen=True)
class Edit:
    """A change of a query in one place."""

    start: int
    end: int
    text: str
    likely: bool = False
    """Is it worth many databases to find out whether it matters?"""

    def apart_from(self, other: "Edit") -> bool:
        """Can both be made?"""
        return self.end <= other.start or other.end <= self.start


class _Marking(SQLite.Generator):  # type: ignore[misc, valid-type]
    """Writes a tree with marks around each node."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes: list[exp.Expr] = []

    def sql(self, expression: Any, key: str | None = None, comment: bool = True) -> str:  # noqa: FBT001, FBT002 - the base's
        text: str = super().sql(expression, key, comment)
        if key is not None or not isinstance(expression, exp.Expr) or not text:
            return text
        self.nodes.append(expression)
        return f"\ue000{len(self.nodes) - 1}\ue001{text}\ue002"


class GoldText:
    """A query, its tree, and the place of each node in its text."""

    def __init__(self, query: str) -> None:
        self.tree: exp.Expr = parse_one(query, read="sqlite")
        writer = _Marking(dialect="sqlite")
        marked = writer.generate(self.tree, copy=False)
        self._places: dict[int, tuple[int, int]] = {}
        pieces: list[str] = []
        opened: list[tuple[int, int]] = []
        at = 0
        for mark in _MARK.finditer(marked):
            if mark[1]:
                opened.append((int(mark[1]), at))
            elif mark[0] == "\ue002":
                number, start = opened.pop()
                self._places[id(writer.nodes[number])] = (start, at)
            else:
                pieces.append(mark[0])
                at += len(mark[0])
        self.sql = "".join(pieces)

    def place(self, node: exp.Expr) -> tuple[int, int] | None:
        """Where a node of the tree starts and ends; None for one that is written as its parts.

        A clause is written with a space before it, which is none of its own.
        """
        found = self._places.get(id(node))
        if found is None:
            return None
        start, end = found
        return start + (self.sql[start] == " "), end

    def of(self, node: exp.Expr) -> str:
        """The text of a node."""
        place = self.place(node)
        return self.sql[place[0] : place[1]] if place else node.sql("sqlite")

    def edit(self, node: exp.Expr, text: str) -> "Edit | None":
        """Another text in a node's place; None for a node without a place."""
        place = self.place(node)
        return None if place is None else Edit(*place, text)

    def edited(self, *edits: "Edit") -> str:
        """The query with these changes, no two of which overlap."""
        text = self.sql
        for edit in sorted(edits, key=lambda edit: -edit.start):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text
