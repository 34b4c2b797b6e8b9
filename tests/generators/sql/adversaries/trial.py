"""What an adversary finds: queries that are accepted, and refuted by a database of the schema."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, permutations

from tasksynth_sql.families.text2sql import Text2SqlInstance
from tests.generators.sql.adversaries.worlds import Cell, Rows, Schema, databases

OPS = 400
"""Progress ticks of 1000 operations that a query may take on one random database."""
Form = Counter[tuple[Cell, ...]] | Rows


@dataclass
class Tally:
    """One adversary over some tasks."""

    tasks: int = 0
    tried: int = 0
    refused: int = 0
    equal: int = 0
    """Accepted, and right on every random database."""
    wrong: list[str] = field(default_factory=list)
    """Accepted, and refuted by one."""

    def add(self, other: "Tally") -> None:
        self.tasks += other.tasks
        self.tried += other.tried
        self.refused += other.refused
        self.equal += other.equal
        self.wrong += other.wrong


def trial(x: Text2SqlInstance, candidates: Iterable[str], *, seed: int, count: int) -> Tally:
    """Judge each candidate as an answer; look at the accepted ones on `count` databases."""
    found = Tally(tasks=1)
    accepted = []
    for candidate in candidates:
        found.tried += 1
        if x.judge(candidate).grade == "right":
            accepted.append(candidate)
    found.refused = found.tried - len(accepted)
    orders: dict[str, list[tuple[int, ...]]] = {}
    refuted: set[str] = set()
    for db in databases(Schema(x.ddl), x.gold, seed, count) if accepted else ():
        gold = _run(db, x.gold)
        if gold is None:
            continue
        for candidate in accepted:
            if candidate in refuted:
                continue
            got = _run(db, candidate)
            if got is None:
                continue
            width = len(gold[0] if gold else got[0] if got else ())
            left = orders.setdefault(candidate, list(islice(permutations(range(width)), 720)))
            if width and (fits := _fitting(gold, got, left, ordered=x.ordered)):
                orders[candidate] = fits
            elif width:
                refuted.add(candidate)
            else:
                orders.pop(candidate)  # two empty results tell nothing of the columns
        db.close()
    found.equal = len(accepted) - len(refuted)
    found.wrong = [f"{x.question}\n  {x.gold}\n  {sql}" for sql in accepted if sql in refuted]
    return found


def _fitting(
    gold: Rows, got: Rows, orders: list[tuple[int, ...]], *, ordered: bool
) -> list[tuple[int, ...]]:
    """The column orders under which two results are the same."""
    if len(gold) != len(got) or (gold and len(gold[0]) != len(got[0])):
        return []
    wanted = _form(gold, ordered=ordered)
    return [
        order
        for order in orders
        if len(order) == len(gold[0])
        and _form([tuple(row[c] for c in order) for row in got], ordered=ordered) == wanted
    ]


def _form(rows: Rows, *, ordered: bool) -> Form:
    plain = [tuple(map(_plain, row)) for row in rows]
    return plain if ordered else Counter(plain)


def _plain(cell: Cell) -> Cell:
    """A float up to the noise of summing in another order."""
    if isinstance(cell, float) and math.isfinite(cell):
        return float(f"{cell:.11g}")
    return cell


def _run(db: sqlite3.Connection, sql: str) -> Rows | None:
    """The rows, or None where it fails or takes long: then it is known neither right nor wrong."""
    ticks = iter(range(OPS))
    db.set_progress_handler(lambda: next(ticks, None) is None, 1000)
    try:
        return db.execute(sql).fetchmany(20_000)
    except (sqlite3.Error, OverflowError):
        return None


def interval(wrong: int, tried: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share."""
    if not tried:
        return 0.0, 1.0
    z, share = 1.96, wrong / tried
    middle = share + z * z / (2 * tried)
    half = z * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    whole = 1 + z * z / tried
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
