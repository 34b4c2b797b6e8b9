"""Chains of questions about one database, each of them judged by a suite of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasksynth_sql.databases.world import World
from tasksynth_sql.judging.guard import Database, QueryError, build_image
from tasksynth_sql.judging.reading import read_statement
from tasksynth_sql.judging.verdict import suite_for
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Plan
from tasksynth_sql.making.render import render
from tasksynth_sql.making.task import MAX_ROWS, SqlQuestion
from tasksynth_sql.telling import questions
from tasksynth_sql.turns.asking import ask as say_follow_up
from tasksynth_sql.turns.asking import meanings
from tasksynth_sql.turns.disguise import rows_of
from tasksynth_sql.turns.drawing import draw_edit
from tasksynth_sql.turns.follow import Edit, Followed, follow

TRIES = 40
"""Edits that are drawn for one that leads to another question worth asking."""
SUITES = 4
"""Follow-ups whose suites are built for one that tells all of its question."""


@dataclass(frozen=True)
class ChainLink:
    """One question of a chain."""

    plan: Plan
    text: str
    """As it is asked: the first in full, the others by what they change."""
    question: SqlQuestion
    """The same in full."""
    hidden: tuple[str, ...]
    """INSERT statements of its hidden databases."""
    depth: int
    """Questions before it that it stands on."""
    edit: Edit | None
    """What it changes; None in the first question."""
    astray: str
    """The query of one who makes its change to the first question; empty if it does not fit."""


def draw_chain(
    first: SqlQuestion, length: int, tests: int, dice: QueryDice, *, back: bool, paraphrase: bool
) -> list[ChainLink] | None:
    """A first question and its follow-ups; `back` lets one of them go back to an earlier one.

    None rejects: the first question cannot be followed, or some turn finds no follow-up.
    """
    if not isinstance(first.plan, Followed):
        return None
    suite = first.suite(dice)
    if suite is None:
        return None
    links = [ChainLink(first.plan, first.text, first, suite.scripts, 0, None, "")]
    ask = Drawing(first.world, rows_of(first.world, first.shown), dice, tests)
    returns = dice.between(3, length) if back and length > 2 else 0
    while len(links) < length:
        at = dice.below(len(links) - 1) if len(links) + 1 == returns else len(links) - 1
        link = _next(ask, links, at, paraphrase=paraphrase)
        if link is None:
            return None
        links.append(link)
    return links


def _next(
    ask: Drawing, links: Sequence[ChainLink], at: int, *, paraphrase: bool
) -> ChainLink | None:
    """A follow-up to the question `at`, to which no earlier query is an answer."""
    built = 0
    for _ in range(TRIES):
        made = _follow_up(ask, links, at, paraphrase=paraphrase)
        if made is None:
            continue
        built += 1
        suite = made.question.suite(ask.dice)
        if suite is not None:
            link = replace(made, hidden=suite.scripts)
            if not any(_answers(link, earlier) for earlier in links):
                return link
        if built == SUITES:
            return None
    return None


def _follow_up(
    ask: Drawing, links: Sequence[ChainLink], at: int, *, paraphrase: bool
) -> ChainLink | None:
    """A follow-up that can be said in one way only and returns something else, without a suite."""
    before = links[at]
    world, root = ask.world, before.plan.root  # type: ignore[union-attr]
    edit = draw_edit(ask, before.plan)
    plan = follow(world, before.plan, edit) if edit is not None else None
    if edit is None or plan is None or any(plan == link.plan for link in links):
        return None
    if type(edit) is type(links[-1].edit):
        return None  # not twice the same kind of change in a row
    text = say_follow_up(world, root, edit, *([ask.dice.below] if paraphrase else []))
    if meanings(world, before.plan, text) != [plan]:
        return None
    shown = before.question.shown
    try:
        whole = questions.say(world, plan)
    except ValueError:
        return None
    question = _question(world, plan, shown, whole)
    if question is None:
        return None
    if at < len(links) - 1:
        text = f"Back to question {at + 1}. {text}"
    first = follow(world, links[0].plan, edit)
    astray = render(world, first) if first is not None else ""
    return ChainLink(plan, text, question, (), before.depth + 1, edit, astray)


def _question(world: World, plan: Plan, shown: str, text: str) -> SqlQuestion | None:
    """The question of a plan, if its answer on the shown database is worth asking for."""
    gold = render(world, plan)
    database = Database(build_image(f"{world.ddl}\n{shown}"), trusted=True)
    try:
        rows = database.run(gold, max_ops=20_000_000).rows
    except QueryError:
        return None
    finally:
        database.close()
    lone = len(rows) == 1 and not any(value not in (None, 0) for value in rows[0])
    if lone or not 0 < len(rows) <= MAX_ROWS:
        return None
    return SqlQuestion(world, gold, shown, rows, text, plan=plan)


def _answers(link: ChainLink, earlier: ChainLink) -> bool:
    """Is the gold of an earlier question right for this one?"""
    question = link.question
    scripts = (question.shown, *link.hidden)
    suite = suite_for(
        tuple(f"{question.world.ddl}\n{rows}" for rows in scripts),
        question.gold,
        order_matters=question.ordered,
        column_order_matters=False,
    )
    return suite.judge(read_statement(earlier.question.gold)).grade == "right"
