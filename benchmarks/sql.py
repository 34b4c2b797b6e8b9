"""Variety, verification and generation speed, and what a single database misses.

    python benchmarks/sql.py [--tasks 10] [--variety 1000]

All rates are per CPU-second of this process. In the same run, BIRD's set comparison and the
bag comparison of test-suite accuracy judge the same mutants on the shown database alone.
"""

import argparse
import sqlite3
import time
from collections import Counter
from itertools import permutations
from typing import Literal, get_args

from sqlglot import exp, parse_one

from tasksynth import TaskRef, rng_for, source
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.families.text2sql import Text2SqlInstance
from tasksynth_sql.judging import verdict
from tasksynth_sql.judging.reading import UnreadableQuery, read_statement
from tasksynth_sql.judging.rewards import reward
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import (
    DrawnQuestion,
    Register,
    SqlParams,
    draw_question,
    draw_wide_question,
)
from tasksynth_sql.suites.mutate import mutants

RUNGS = range(6)
GENERATED = 5.0
VERIFIED = 600.0


def generation(count: int) -> dict[int, list[Text2SqlInstance]]:
    """Tasks a rung, and how fast they came."""
    made: dict[int, list[Text2SqlInstance]] = {}
    total = 0.0
    print(f"{'rung':>6} {'tasks/CPU-s':>12} {'rejected':>9} {'bytes':>8} {'databases':>10}")
    for rung in RUNGS:
        tasks = source("sql.text2sql", seed=99, level=(rung + 0.5) / 6)
        tasks.make(10_000)  # imports, once
        started = time.process_time()
        draws = [tasks.draw(index) for index in range(count)]
        spent = time.process_time() - started
        total += spent
        made[rung] = [Text2SqlInstance.model_validate(d.task.instance) for d in draws]
        size = sum(len(d.task.model_dump_json()) for d in draws) / count
        suites = sum(1 + len(x.hidden) for x in made[rung]) / count
        rejected = sum(d.rejected for d in draws)
        print(f"{rung:>6} {count / spent:>12.1f} {rejected:>9} {size:>8.0f} {suites:>10.1f}")
    rate = count * len(RUNGS) / total
    print(f"generated: {rate:.1f} tasks a CPU-second, {rate / GENERATED:.2f} times the {GENERATED}")
    return made


def verification(made: dict[int, list[Text2SqlInstance]]) -> None:
    """Right answers, which run on every database both ways, and wrong ones.

    Once four answers to each task, its suite built anew; once with the suites kept.
    """
    tasks = [x for xs in made.values() for x in xs][:60]
    for kind in ("right", "wrong"):
        jobs = []
        for x in tasks:
            near = [m.sql for m in mutants(x.gold, {})]
            jobs.append((x, fenced(x.gold if kind == "right" else near[len(near) // 2])))
        for kept in (False, True):
            verdicts = 0
            started = time.process_time()
            while time.process_time() - started < 3:
                for x, reply in jobs:
                    for _ in range(4):
                        reward(x.reward, x.judge(reply), gold=x.gold, reply=reply)
                verdicts += 4 * len(jobs)
                if not kept:
                    verdict._suite.cache_clear()
            rate = verdicts / (time.process_time() - started)
            how = "suites kept" if kept else "four answers a suite"
            print(
                f"verified, {kind}, {how}: {rate:.0f} a CPU-second, {rate / VERIFIED:.2f} times 600"
            )


def set_equal(gold: list[tuple[object, ...]], got: list[tuple[object, ...]]) -> bool:
    """BIRD's execution accuracy."""
    return set(gold) == set(got)


def bag_equal(
    gold: list[tuple[object, ...]], got: list[tuple[object, ...]], *, ordered: bool
) -> bool:
    """Test-suite accuracy's `result_eq`: under some column order, a list if the gold has the words
    "order by" anywhere, else a bag.
    """
    if not gold and not got:
        return True
    if len(gold) != len(got) or len(gold[0]) != len(got[0]):
        return False
    orders = permutations(range(len(gold[0])))
    turned = ([tuple(row[c] for c in order) for row in got] for order in orders)
    return any(rows == gold if ordered else Counter(rows) == Counter(gold) for rows in turned)


def missed(count: int) -> None:
    """Mutants that some database refutes: the share that each way of judging accepts."""
    known = accepted_set = accepted_bag = accepted_ours = 0
    for rung in RUNGS:
        p = SqlParams.at((rung + 0.5) / 6)
        params = p.model_dump(mode="json")
        for index in range(count):
            ref = TaskRef(family="sql.bench", version=1, params=params, seed=1, index=index)
            dice = QueryDice(rng_for(ref))
            asked = draw_question(p, dice)
            suite = asked.suite(dice) if asked else None
            if asked is None or suite is None:
                continue
            x = asked.instance(p, suite.scripts)
            db = sqlite3.connect(":memory:")
            db.executescript(x.databases[0])
            gold = db.execute(x.gold).fetchall()
            for mutant in suite.killed:
                known += 1
                try:
                    got = db.execute(read_statement(mutant.sql).sql).fetchall()
                except (sqlite3.Error, UnreadableQuery):
                    continue
                accepted_set += set_equal(gold, got)
                accepted_bag += bag_equal(gold, got, ordered="order by" in x.gold.lower())
                accepted_ours += x.suite().judge_reply(mutant.sql).grade == "right"
            db.close()
    print(f"{known} mutants that are not the gold; accepted as right")
    for name, value in (
        ("one database, set comparison (BIRD)", accepted_set),
        ("one database, test-suite comparison", accepted_bag),
        ("ours, on its suite", accepted_ours),
    ):
        print(f"  {name:<50} {value:>5}  {100 * value / known:5.2f} %")


CONSTRUCTS: dict[str, tuple[type[exp.Expr], ...]] = {
    "join": (exp.Join,),
    "aggregate": (exp.AggFunc,),
    "group by": (exp.Group,),
    "having": (exp.Having,),
    "order by": (exp.Order,),
    "limit": (exp.Limit,),
    "distinct": (exp.Distinct,),
    "subquery": (exp.Subquery, exp.Exists),
    "set operation": (exp.SetOperation,),
    "common table expression": (exp.With,),
    "window": (exp.Window,),
    "between": (exp.Between,),
    "in": (exp.In,),
    "is null": (exp.Is,),
    "or": (exp.Or,),
    "like": (exp.Like,),
    "case": (exp.Case, exp.If),
    "cast": (exp.Cast,),
    "arithmetic": (exp.Add, exp.Sub, exp.Mul, exp.Div),
    "date or text function": (exp.TimeToStr, exp.Substring, exp.Upper, exp.Lower, exp.Length),
}
"""What the golds of BIRD and Spider 2.0 are made of."""


def skeleton(tree: exp.Expr) -> str:
    """A query without its names and constants: equal for queries of one shape."""
    bare = tree.copy()
    for node in [*bare.walk()]:
        if isinstance(node, exp.Identifier):
            node.replace(exp.to_identifier("_"))
        elif isinstance(node, exp.Literal):
            node.replace(exp.Literal.number(0))
    return bare.sql("sqlite")


def drawn(p: SqlParams, dice: QueryDice, kind: Register | Literal["wide"]) -> DrawnQuestion | None:
    """A question in a register, or one of the wide ones."""
    return draw_wide_question(p, dice) if kind == "wide" else draw_question(p, dice, register=kind)


def variety(count: int, kind: Register | Literal["wide"]) -> None:
    """Shapes of queries and openings of questions among so many, and the constructs they have."""
    shapes: set[str] = set()
    openings: set[str] = set()
    has: Counter[str] = Counter()
    made = 0
    for index in range(10 * count):
        p = SqlParams.at((index % 6 + 0.5) / 6)
        params = p.model_dump(mode="json")
        ref = TaskRef(family="sql.bench", version=1, params=params, seed=2, index=index)
        asked = drawn(p, QueryDice(rng_for(ref)), kind)
        if asked is None:
            continue
        tree = parse_one(asked.gold, read="sqlite")
        shapes.add(skeleton(tree))
        openings.add(" ".join(asked.text.split()[:3]))
        has.update(name for name, kinds in CONSTRUCTS.items() if tree.find(*kinds))
        made += 1
        if made == count:
            break
    print(f"{kind}: {len(shapes)} shapes of query among {made} tasks over all rungs,")
    print(f"  {len(openings)} first three words of questions; shares of constructs:")
    for name in CONSTRUCTS:
        print(f"  {name:<24} {100 * has[name] / made:5.1f} %")


def main() -> None:
    """Run all four parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tasks", type=int, default=10, help="tasks a rung")
    parser.add_argument("--variety", type=int, default=1000, help="tasks whose shapes are counted")
    asked = parser.parse_args()
    for kind in (*get_args(Register), "wide"):
        variety(asked.variety, kind)
    if asked.tasks:
        verification(generation(asked.tasks))
        missed(asked.tasks)


if __name__ == "__main__":
    main()
