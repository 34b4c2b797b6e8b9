"""Natural questions for fixed seeds, a JSON line each.

python -m tests.generators.sql.telling.natural_questions > …/telling/natural.jsonl
"""

import json
import sys
from collections.abc import Iterator

import numpy as np

from tasksynth_sql.databases.rows import natural_rows
from tasksynth_sql.databases.world import World, draw_world
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.draw import draw_plan
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Plan
from tasksynth_sql.making.render import render
from tasksynth_sql.telling.natural.ask import NaturalQuestion, ask
from tasksynth_sql.telling.natural.fit import sensible


def dice(seed: int) -> QueryDice:
    """Dice of their own for a seed."""
    return QueryDice(np.random.Generator(np.random.Philox(seed)))


def drawn(count: int) -> Iterator[tuple[int, World, Plan]]:
    """Sensible plans of all rungs, by their seeds."""
    made = 0
    for seed in range(10 * count):
        d = dice(seed)
        world = draw_world(d, tables=5, distractor_tables=1, distractor_columns=2)
        plan = draw_plan(Drawing(world, natural_rows(world, d, size=15), d, tests=3), seed % 6)
        plan = plan and sensible(world, plan)
        if plan is not None:
            made += 1
            yield seed, world, plan
        if made == count:
            return


def asked(count: int) -> Iterator[tuple[int, World, Plan, NaturalQuestion]]:
    """Plans with their questions, where they have one."""
    for seed, world, plan in drawn(count):
        question = ask(world, plan, dice(seed))
        if question is not None:
            yield seed, world, plan, question


def lines(count: int = 48) -> Iterator[str]:
    """The questions as they are recorded."""
    for seed, world, _, question in asked(count):
        yield json.dumps(
            {
                "seed": seed,
                "question": question.text,
                "evidence": question.evidence,
                "gold": render(world, question.plan),
                "readings": [render(world, reading) for reading in question.readings],
            }
        )


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
