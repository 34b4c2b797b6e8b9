"""`sql.decompose`: a question and the steps to it; write each query."""

import re
from math import log
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Rubric, Verdict
from tasksynth.answers import Unreadable, after_thinking, check_meant
from tasksynth.answers.marks import Mark
from tasksynth_sql.families.shared import fenced, measure_query, query_baselines
from tasksynth_sql.judging.reading import MAX_REPLY
from tasksynth_sql.judging.verdict import QueryOutcome
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import (
    RULES,
    SqlInstance,
    SqlParams,
    draw_question,
    preview,
)

_BLOCK = re.compile(r"```(?:sql|sqlite)[ \t]*\r?\n(.*?)```", re.DOTALL | re.IGNORECASE)


class DecomposeParams(SqlParams):
    """Which questions to draw: with one condition there is hardly a step, and questions repeat."""

    tests: Annotated[int, Field(ge=2, le=4), Knob(2, 3)] = 2
    """Conditions of a filter, at most."""


class DecomposeInstance(SqlInstance):
    """A question with the smaller questions on the way to it."""

    steps: tuple[tuple[str, str], ...]
    """(question, gold query), the whole question last."""


class Decompose(Family[DecomposeParams, DecomposeInstance]):
    """A question and the steps to it: write a query for each step."""

    name = "sql.decompose"
    version = 5
    effort = "nodes"
    checked = 25
    rubric: ClassVar[Rubric] = Rubric(gate="all_steps", all_steps=0.6, final=0.2, steps=0.2)

    def generate(self, p: DecomposeParams, rng: np.random.Generator) -> DecomposeInstance | None:
        """Draw a question that has at least one step before the last."""
        from tasksynth_sql.making.render import render
        from tasksynth_sql.making.steps import steps
        from tasksynth_sql.telling import questions

        dice = QueryDice(rng)
        asked = draw_question(p, dice)
        before = steps(asked.world, asked.plan) if asked else []
        suite = asked.suite(dice) if asked and before else None
        if asked is None or suite is None:
            return None
        world = asked.world
        taken = [(questions.say(world, plan), render(world, plan)) for plan in before]
        x = asked.instance(p, suite.scripts)
        return DecomposeInstance(**x.model_dump(), steps=(*taken, (x.question, x.gold)))

    def prompt(self, x: DecomposeInstance) -> str:
        """The schema and the numbered questions."""
        asked = "\n".join(f"{n}. {question}" for n, (question, _) in enumerate(x.steps, 1))
        return (
            f"Answer these questions, each a step towards the last, with one SQLite query each."
            f"\n\n{asked}\n\nThe database:\n{preview(x)}\n\n{RULES} "
            f"Reply with exactly {len(x.steps)} ```sql blocks, in the order of the questions."
        )

    def verify(self, x: DecomposeInstance, answer: str) -> Verdict:
        """Judge each step on all databases; all must be right to pass."""
        queries = _blocks(answer)
        if len(queries) != len(x.steps):
            return self.rubric.unparsable(f"want {len(x.steps)} sql blocks, got {len(queries)}")
        outcomes = [_judge_step(x, n, query) for n, query in enumerate(queries)]
        right = [outcome.grade == "right" for outcome in outcomes]
        why = next((f"step {n}: {o.why}" for n, o in enumerate(outcomes, 1) if o.why), "")
        return self.rubric(
            all_steps=float(all(right)),
            final=float(right[-1]),
            steps=sum(right) / len(right),
            why=why,
        )

    def solve(self, x: DecomposeInstance) -> str:
        """The gold query of every step."""
        return "\n\n".join(fenced(query) for _, query in x.steps)

    def measure(self, x: DecomposeInstance) -> dict[str, float]:
        """Features of the last query, and the number of steps."""
        return measure_query(x) | {"steps": float(len(x.steps))}

    def canonical(self, x: DecomposeInstance) -> Any:
        """The same steps over the same schema."""
        return [x.ddl, [query for _, query in x.steps]]

    def baselines(self, x: DecomposeInstance) -> dict[str, str]:
        """The same trivial query for every step."""
        found = query_baselines(x)
        return {name: "\n".join([query] * len(x.steps)) for name, query in found.items()}

    def floor(self, p: DecomposeParams) -> float:
        """No trivial query is right."""
        return 0.01


def preference_pairs(x: DecomposeInstance) -> list[dict[str, Any]]:
    """Chosen and rejected queries for each step, with LearNAT's margin for DPO.

    A rejected query is a mutant of the step's gold that the suite tells from it. `margin` is
    log(r_chosen - r_rejected), the offset of LearNAT's loss: r_chosen is the value of the step
    beside the whole gold (`features.step_value`), and a wrong step keeps the value of the step
    before it, as the nodes that LearNAT prunes do, where that is the smaller one.
    """
    from tasksynth_sql.making.features import step_value
    from tasksynth_sql.suites.mutate import mutants

    pairs = []
    before = 0.0
    for number, (question, gold) in enumerate(x.steps):
        value = step_value(gold, x.gold)
        for mutant in mutants(gold, {}):
            outcome = _judge_step(x, number, fenced(mutant.sql))
            if outcome.grade in ("wrong", "idle"):
                pairs.append(
                    {
                        "step": number + 1,
                        "question": question,
                        "chosen": gold,
                        "rejected": mutant.sql,
                        "margin": log(value - (before if before < value else 0.0)),
                    }
                )
                break
        before = value
    return pairs


def _judge_step(x: DecomposeInstance, number: int, reply: str) -> QueryOutcome:
    last = number == len(x.steps) - 1
    return x.judge_by(x.suite() if last else x.suite(x.steps[number][1]), reply)


def _blocks(reply: str) -> list[str]:
    """The SQL blocks of a reply, in order; none where what follows the last takes it back."""
    text = after_thinking(reply[:MAX_REPLY])
    found = list(_BLOCK.finditer(text))
    try:
        for block in found[-1:]:
            check_meant(text, Mark(block.start(), block.end(), block[1]))
    except Unreadable:
        return []
    return [block[1] for block in found]
