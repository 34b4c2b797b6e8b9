"""`sql.dialog`: a question and follow-ups that change it; a query for each of them."""

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Ladder,
    Model,
    Needs,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.judging.verdict import suite_for
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import RULES, SqlInstance, SqlParams, draw_question, preview

FIRSTS = 6
"""First questions that are drawn for one that can be followed."""


class DialogParams(SqlParams):
    """Which questions to draw, and how many."""

    rung: Annotated[int, Field(ge=0, le=5), Ladder(0, 1, 2, 3)] = 2
    """Of the first question: 0 one table, 1 aggregates, 2 joins, 3 nesting, 4 comparisons within
    groups, 5 four tables and more."""
    questions: Annotated[int, Field(ge=2, le=8), Knob(2, 6)] = 3
    """The first one and its follow-ups."""
    back: Annotated[int, Field(ge=0, le=1), Knob(0, 1)] = 0
    """Follow-ups that go back to an earlier question than the last one, if there are three."""


class DialogTurn(SqlInstance):
    """One question, with the databases that judge its answer. `question` says it in full."""

    asked: str
    """As it is asked: the first in full, the others by what they change."""
    depth: int
    """Questions before it that it stands on."""
    astray: str
    """The query of one who makes its change to the first question; empty if it does not fit."""


class DialogInstance(Model):
    """A chain of questions about one database."""

    turns: tuple[DialogTurn, ...]


@dataclass
class Talk:
    """What was replied so far."""

    replies: list[str] = field(default_factory=list)


class Dialog(Family[DialogParams, DialogInstance]):
    """A question about a database and follow-ups that change it: a query for each."""

    name = "sql.dialog"
    version = 2
    effort = "effort"
    rubric: ClassVar[Rubric] = Rubric(gate="all", all=0.6, last=0.2, share=0.2)
    turns = 8
    checked = 8
    generate_timeout_s = 240.0

    def generate(self, p: DialogParams, rng: np.random.Generator) -> DialogInstance | None:
        """Draw a question, and follow-ups to which no earlier query is an answer."""
        from tasksynth_sql.turns.chain import draw_chain

        dice = QueryDice(rng)
        for _ in range(FIRSTS):
            first = draw_question(p, dice)
            if first is None:
                continue
            links = draw_chain(
                first, p.questions, p.tests, dice, back=p.back > 0, paraphrase=p.paraphrase
            )
            if links is not None:
                return DialogInstance(
                    turns=tuple(
                        DialogTurn(
                            **link.question.instance(p, link.hidden).model_dump(),
                            asked=link.text,
                            depth=link.depth,
                            astray=link.astray,
                        )
                        for link in links
                    )
                )
        return None

    def prompt(self, x: DialogInstance) -> str:
        """The database and the first question."""
        return (
            f"Answer {len(x.turns)} questions about an SQLite database, one after another, each "
            "with one complete SQLite query. You see a question when the one before it is "
            "answered. Each of them but the first changes the one before it, or the one that it "
            "goes back to, in the way that it says, and keeps all else of it: conditions, columns, "
            "groups, order, and how many of the first rows there are to be."
            f"\n\nQuestion 1: {x.turns[0].asked}\n\nThe database:\n"
            f"{preview(x.turns[0])}\n\n{RULES} Reply to each question with its query alone."
        )

    def needs(self, x: DialogInstance) -> Needs:
        """A turn for each question."""
        return super().needs(x).model_copy(update={"turns": len(x.turns)})

    def begin(self, x: DialogInstance) -> Talk:
        """Nothing is answered yet."""
        return Talk()

    def step(self, x: DialogInstance, s: Talk, action: Action | Tool) -> Turn:
        """Take the answer to a question, and ask the next one."""
        s.replies.append(action.text if isinstance(action, Action) else "")
        if len(s.replies) == len(x.turns):
            return Turn("That was the last question.", over=True)
        return Turn(f"Question {len(s.replies) + 1}: {x.turns[len(s.replies)].asked}")

    def judge(self, x: DialogInstance, s: Talk) -> Verdict:
        """Judge each query on the databases of its question; all must be right to pass."""
        replies = [*s.replies, *[""] * len(x.turns)][: len(x.turns)]
        whys = [_wrong(turn, reply) for turn, reply in zip(x.turns, replies, strict=True)]
        first = next((f"question {n}: {why}" for n, why in enumerate(whys, 1) if why), "")
        return self.rubric(
            all=float(not any(whys)),
            last=float(not whys[-1]),
            share=sum(not why for why in whys) / len(whys),
            why=first,
        )

    def solve(self, x: DialogInstance) -> str:
        """The gold query of every question."""
        return _said(*(fenced(turn.gold) for turn in x.turns))

    def measure(self, x: DialogInstance) -> dict[str, float]:
        """Features of the last query, of what it takes to know what is asked, and `effort`: the
        nodes of all queries, since follow-ups make the last one shorter, too, and for each of them
        the columns among which its own are to be found.
        """
        from tasksynth_sql.making.features import features

        each = [features(turn.gold, turn.ddl) for turn in x.turns]
        last = x.turns[-1]
        own = {
            "effort": sum(one["nodes"] + one["schema_columns"] for one in each),
            "rung": last.rung,
            "questions": len(x.turns),
            "depth": max(turn.depth for turn in x.turns),
            "back": sum(turn.depth < n for n, turn in enumerate(x.turns)),
        }
        found = each[-1] | own
        return {name: float(value) for name, value in found.items()}

    def canonical(self, x: DialogInstance) -> Any:
        """The same questions about the same schema."""
        return [x.turns[0].ddl, [turn.gold for turn in x.turns]]

    def baselines(self, x: DialogInstance) -> dict[str, str]:
        """One query for all questions: the first one's, or one that takes no thought."""
        from tasksynth_sql.families.shared import query_baselines

        count = len(x.turns)
        return {
            "copy of the first": _said(*[fenced(x.turns[0].gold)] * count),
            **{
                name: _said(*[query] * count) for name, query in query_baselines(x.turns[0]).items()
            },
        }

    def floor(self, p: DialogParams) -> float:
        """No query answers two of the questions."""
        return 0.01


def _wrong(turn: DialogTurn, reply: str) -> str:
    """What is wrong with the reply to a question; empty if it is right."""
    if not reply:
        return "there is no answer"
    # What is wrong on the shown database alone need not be run on all of them.
    for databases in (turn.databases[:1], turn.databases):
        suite = suite_for(
            databases, turn.gold, order_matters=turn.ordered, column_order_matters=False
        )
        outcome = turn.judge_by(suite, reply)
        if outcome.grade != "right":
            return outcome.why or outcome.grade
    return ""


def _said(*replies: str) -> str:
    return Transcript(actions=tuple(Action(text=reply) for reply in replies)).model_dump_json()
