"""Hold generated tasks to what they promise.

For each task: the gold scores 1; every mutant that a database tells from it scores less, also one
that only a fresh database refutes, be it one that the schema's promises were said to make equal;
every equivalent rewrite scores 1; the question reads back into its plan; and on real DuckDB and
PostgreSQL the gold returns the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tasksynth import TaskRef, rng_for
from tasksynth_sql.checking.adversary import dense_rows
from tasksynth_sql.checking.rewrites import rewrites
from tasksynth_sql.databases.rows import Rows, neighbour_rows
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlParams
from tasksynth_sql.judging.engines import Engine, agreed_gold
from tasksynth_sql.judging.guard import Database, QueryError, build_image
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import SqlInstance, SqlQuestion, draw_question
from tasksynth_sql.suites.bench import SuiteBench
from tasksynth_sql.suites.build import Hidden, facts_of, schema_of, used_tables
from tasksynth_sql.suites.hints import hints_of
from tasksynth_sql.suites.mutate import mutants
from tasksynth_sql.telling import questions

FRESH = 40
"""Databases of each of two kinds that a task has never seen, for mutants that score 1."""


@dataclass
class Audit:
    """What was looked at, and what was wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def expect(self, held: bool, name: str, what: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Count one expectation, and note it if it does not hold."""
        self.counts[name] += 1
        if not held:
            self.faults.append(f"{name}: {what}")


def audit(rung: int, indices: Iterable[int], *, seed: int = 0) -> Audit:
    """Look at the tasks of a rung at these indices."""
    found = Audit()
    for index in indices:
        asked, hidden, x = _drawn(rung, seed, index)
        where = f"rung {rung}, task {index}"
        found.expect(x.judge(x.gold).grade == "right", "golds", f"{where}: {x.gold}")
        read = questions.read(asked.world, x.question)
        found.expect(read == [asked.plan], "questions", f"{where}: {x.question}")
        equal = _accepted(found, where, asked, hidden, x)
        _look_afresh(
            found, where, asked, equal, QueryDice(rng_for(_ref("sql.audit", {}, seed, index)))
        )
        for name, sql in rewrites(x.gold, schema_of(asked.world), ordered=x.ordered):
            if name != "optimizer" or _same(x, sql):
                outcome = x.judge(sql)
                right = outcome.grade == "right"
                found.expect(right, "rewrites", f"{where}: {name}: {outcome.why}: {sql}")
    return found


def audit_engine(engine: Engine, rung: int, indices: Iterable[int], *, seed: int = 0) -> Audit:
    """Does another engine agree with SQLite on the golds of these tasks, on every database?"""
    found = Audit()
    for index in indices:
        x = _drawn(rung, seed, index)[2]
        gold = agreed_gold(engine, x.suite(), x.databases)
        found.expect(gold is not None, f"golds on {engine}", f"rung {rung}, task {index}: {x.gold}")
    return found


def _drawn(rung: int, seed: int, index: int) -> tuple[SqlQuestion, Hidden, SqlInstance]:
    """A task of `sql.text2sql`, with all that it was drawn from."""
    p = Text2SqlParams.at((rung + 0.5) / 6)
    ref = _ref(Text2Sql.name, p.model_dump(mode="json"), seed, index)
    attempt = 0
    while True:
        dice = QueryDice(rng_for(ref, attempt))
        asked = draw_question(p, dice)
        hidden = asked.suite(dice) if asked else None
        if asked is not None and hidden is not None:
            return asked, hidden, asked.instance(p, hidden.scripts)
        attempt += 1


def _ref(name: str, params: dict[str, Any], seed: int, index: int) -> TaskRef:
    return TaskRef(family=name, version=Text2Sql.version, params=params, seed=seed, index=index)


def _accepted(
    found: Audit, where: str, asked: SqlQuestion, hidden: Hidden, x: SqlInstance
) -> set[str]:
    """The mutants that are right on the suite, also of those that promises make equal."""
    killed = {mutant.sql for mutant in hidden.killed}
    equal = set()
    facts = replace(facts_of(asked.world), doubted=True)
    for mutant in mutants(x.gold, schema_of(asked.world), facts):
        right = x.suite().judge_reply(mutant.sql).grade == "right"
        if right and mutant.sql not in killed:
            equal.add(mutant.sql)
        else:
            found.expect(not right, "mutants", f"{where}: {mutant.sql}")
    return equal


def _look_afresh(
    found: Audit, where: str, asked: SqlQuestion, equal: set[str], dice: QueryDice
) -> None:
    """Is there a database that tells the gold from a mutant that passes for equal to it?"""
    bench = SuiteBench(asked.world.ddl, asked.gold, ordered=asked.ordered)
    refuted: set[str] = set()
    for rows in _fresh(asked, dice) if equal else ():
        at = bench.look(rows)
        refuted |= {sql for sql in equal - refuted if at.differs(sql)}
    for sql in sorted(equal):
        found.expect(sql not in refuted, "mutants that pass for equal", f"{where}: {sql}")


def _fresh(asked: SqlQuestion, dice: QueryDice) -> Iterator[Rows]:
    """Databases of the kinds that suites are made of, and of another kind."""
    hints, used = hints_of(asked.gold, asked.world), used_tables(asked.world, asked.gold)
    for _ in range(FRESH):
        yield neighbour_rows(asked.world, dice, hints, used)
        yield dense_rows(asked.world, dice, asked.gold)


def _same(x: SqlInstance, sql: str) -> bool:
    """Does plain SQLite return the same for a query as for the gold, on every database?"""
    return all(ours == theirs for ours, theirs in _results(x, sql))


def _results(x: SqlInstance, sql: str) -> Iterator[tuple[object, object]]:
    for script in x.databases:
        database = Database(build_image(script))
        try:
            both = [database.run(query).rows for query in (x.gold, sql)]
        except QueryError:
            both = [[], [("failed",)]]
        database.close()
        gold, other = both if x.ordered else (sorted(rows, key=repr) for rows in both)
        yield gold, other
