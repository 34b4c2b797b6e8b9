"""Reward profiles. In every one of them the least reward of a right query is above the
greatest of a wrong one. A query that is refused, does not run, or does no better than one that
takes no thought, gets nothing.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from tasksynth import Rubric, Verdict
from tasksynth_sql.judging.reading import UnreadableQuery, read_statement
from tasksynth_sql.judging.verdict import ARCTIC, QueryOutcome

Profile = Literal["binary", "arctic", "reasoning_sql", "sql_r1", "learnat"]
Judge = Callable[[str, str], float]
"""(gold, candidate) -> partial credit in [0, 1] for a query that is wrong."""

MAX_PARSED = 400
"""Tokens beyond which a candidate is not parsed for partial credit."""

RUBRICS: dict[str, Rubric] = {
    "binary": Rubric(gate="result", result=1.0),
    "arctic": ARCTIC,
    # Reasoning-SQL (2503.23157): execution 3, judge 2, syntax 1, schema 1, n-gram 1, format 1. A
    # right query has the judge's part without a judge, else judge + schema + n-gram would beat it.
    "reasoning_sql": Rubric(
        gate="result",
        result=3 / 9,
        judge=2 / 9,
        executes=1 / 9,
        schema=1 / 9,
        ngram=1 / 9,
        format=1 / 9,
    ),
    # SQL-R1 (2504.08600): format ±1, execution ±2, result ±3, length up to 0.5, moved to [0, 1].
    "sql_r1": Rubric(gate="result", format=0.16, executes=0.32, result=0.48, length=0.04),
    # LearNAT (2504.02327): similarity of the syntax trees below the result.
    "learnat": Rubric(gate="result", result=0.7, tree=0.3),
}


def reward(
    profile: Profile, outcome: QueryOutcome, *, gold: str, reply: str, judge: Judge | None = None
) -> Verdict:
    """The verdict of a profile on what became of a reply."""
    rubric = RUBRICS[profile]
    if outcome.grade == "unreadable":
        return rubric.unparsable(outcome.why)
    right = outcome.grade == "right"
    wanted = rubric.weights.keys() - {"result", "executes"}
    parts = dict.fromkeys(wanted, 0.0)
    if outcome.executes:
        for name in sorted(wanted):
            parts[name] = _part(name, outcome.sql, gold, reply, right=right, judge=judge)
    known = {"result": float(right), "executes": float(outcome.executes)}
    parts |= {name: value for name, value in known.items() if name in rubric.weights}
    return rubric(why=outcome.why, **parts)


def _part(name: str, sql: str, gold: str, reply: str, *, right: bool, judge: Judge | None) -> float:
    match name:
        case "judge":
            return 1.0 if right else min(1.0, max(0.0, judge(gold, sql))) if judge else 0.0
        case "format":
            return float("```" in reply or "<answer>" in reply.lower())
        case "length":
            share = min(1.0, len(sql) / max(1, len(reply)))
            return (min(1.0, len(reply) / 2048) + share) / 2 if right else 0.0
        case "ngram":
            return ngram_overlap(sql, gold)
        case "schema":
            return schema_overlap(sql, gold)
        case _:
            return 1.0 if right else tree_overlap(sql, gold)


def ngram_overlap(sql: str, gold: str) -> float:
    """Jaccard of the bigrams of lower-cased words."""

    def bigrams(text: str) -> set[str]:
        return {f"{a} {b}" for a, b in pairwise(text.lower().split())}

    return _jaccard(bigrams(sql), bigrams(gold))


def schema_overlap(sql: str, gold: str) -> float:
    """Jaccard of the tables and columns that two queries name."""
    if not _small(sql):
        return 0.0
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError

    def items(text: str) -> set[str]:
        tree = parse_one(text, read="sqlite")
        ctes = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        tables = {t.name.lower() for t in tree.find_all(exp.Table)} - ctes
        return tables | {f".{c.name.lower()}" for c in tree.find_all(exp.Column)}

    try:
        return _jaccard(items(sql), items(gold))
    except (SqlglotError, RecursionError):
        return 0.0


def tree_overlap(sql: str, gold: str) -> float:
    """LearNAT's value of a query beside the gold; 0 for what sqlglot cannot parse."""
    if not _small(sql):
        return 0.0
    from sqlglot.errors import SqlglotError

    from tasksynth_sql.making.features import step_value

    try:
        return step_value(sql, gold)
    except (SqlglotError, RecursionError):
        return 0.0


def _small(sql: str) -> bool:
    try:
        return len(read_statement(sql).tokens) <= MAX_PARSED
    except UnreadableQuery:
        return False


def _jaccard(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0
