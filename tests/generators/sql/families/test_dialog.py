"""`sql.dialog`: follow-ups that mean one thing, and queries that answer one question each."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tasksynth import Action, Episode, registry, source
from tasksynth.client import Client
from tasksynth.episode import read_transcript
from tasksynth.rng import Stream
from tasksynth_schemas.wire import Served
from tasksynth_sql import Dialog
from tasksynth_sql.databases.lexicon import DOMAINS
from tasksynth_sql.databases.rows import natural_rows
from tasksynth_sql.databases.world import Attr, World, draw_world, read_tables
from tasksynth_sql.families.dialog import DialogInstance
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.draw import draw_plan
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Aggregate, Aggregates, Compare, Filter, Groups, Rows, Sort
from tasksynth_sql.telling import questions
from tasksynth_sql.turns.asking import ask, meanings
from tasksynth_sql.turns.drawing import draw_edit
from tasksynth_sql.turns.follow import (
    EachOnce,
    Edit,
    First,
    Followed,
    HowMany,
    Narrow,
    OrderBy,
    Per,
    Together,
    Whatever,
    With,
    follow,
)
from tests.serve.server import Server

FAMILY = Dialog()


@pytest.fixture(scope="module")
def instances() -> list[DialogInstance]:
    params = {"rung": 1, "questions": 3, "back": 1, "tables": 3}
    tasks = source("sql.dialog", seed=8, params=params)
    return [DialogInstance.model_validate(tasks.make(index).instance) for index in range(4)]


def played(x: DialogInstance, *replies: str) -> Episode:
    episode = Episode(FAMILY, x)
    for reply in replies:
        episode.act(Action(text=reply))
    return episode


def test_a_query_answers_its_own_question_and_no_later_one(
    instances: list[DialogInstance],
) -> None:
    for x in instances:
        golds = [turn.gold for turn in x.turns]
        verdict = played(x, *golds).verdict()
        assert (verdict.status, verdict.reward) == ("pass", 1)
        for at, gold in enumerate(golds):
            right = [turn.judge(gold).grade == "right" for turn in x.turns]
            assert right[at]
            assert not any(right[at + 1 :])
            copied = played(x, *[gold] * len(golds)).verdict()
            assert copied.status == "fail"
            assert copied.parts["share"] <= 1 / 3 or not right[0]


def test_the_last_answer_and_the_share_of_right_ones_are_paid(
    instances: list[DialogInstance],
) -> None:
    x = instances[0]
    first, second, third = (fenced(turn.gold) for turn in x.turns)
    wrong = played(x, first, "SELECT 1", third).verdict()
    assert wrong.parts == {"all": 0, "last": 1, "share": 2 / 3}
    assert wrong.why.startswith("question 2: ")
    early = played(x, first, second)
    assert not early.over
    assert early.verdict().why == "question 3: there is no answer"
    assert early.verdict().parts["last"] == 0
    assert played(x).verdict().reward == 0
    assert played(x, "?", "DROP TABLE x", "\x00" * 99).verdict().reward == 0


def test_the_questions_come_one_by_one(instances: list[DialogInstance]) -> None:
    for x in instances:
        assert x.turns[0].asked in FAMILY.prompt(x)
        assert not any(turn.asked in FAMILY.prompt(x) for turn in x.turns[1:])
        episode = Episode(FAMILY, x)
        for number, turn in enumerate(x.turns[1:], 2):
            assert episode.act(Action(text="SELECT 1")).seen == f"Question {number}: {turn.asked}"
        assert episode.act(Action(text="SELECT 1")).over
    assert sum("Back to question 1. " in turn.asked for x in instances for turn in x.turns) == 4


def drawn_edits(count: int) -> list[tuple[Drawing, Followed, Edit, Followed]]:
    found: list[tuple[Drawing, Followed, Edit, Followed]] = []
    dice = QueryDice(Stream(b"follow-ups").rng(0))
    while len(found) < count:
        world = draw_world(dice, tables=4, distractor_tables=0, distractor_columns=3)
        drawing = Drawing(world, natural_rows(world, dice, size=12), dice, 3)
        plan = draw_plan(drawing, dice.below(5))
        for _ in range(12):
            if not isinstance(plan, Followed):
                break
            edit = draw_edit(drawing, plan)
            then = follow(world, plan, edit) if edit is not None else None
            if edit is not None and isinstance(then, Followed):
                found.append((drawing, plan, edit, then))
                plan = then
    return found


def test_every_follow_up_means_one_thing_however_it_is_said() -> None:
    edits = drawn_edits(160)
    for drawing, plan, edit, then in edits:
        world = drawing.world
        assert then != plan
        for text in (ask(world, plan.root, edit), ask(world, plan.root, edit, drawing.dice.below)):
            assert meanings(world, plan, text) == [then], text
        assert questions.say(world, then) != questions.say(world, plan)
    kinds = Counter(type(edit).__name__ for _, _, edit, _ in edits)
    assert len(kinds) >= 16, kinds


def test_what_could_be_meant_in_two_ways_is_not_asked() -> None:
    tables = tuple(read_tables(DOMAINS["store"]))
    world = World(tables, about=len(tables))
    name, age, city = (Attr((), column) for column in ("name", "age", "city"))
    young = Compare(age, "<", 30)
    listed = Rows("customer", (name,), where=Filter((young,)))
    by_age = (Sort(age), Sort(Attr((), "id")))
    assert follow(world, listed, Narrow(Compare(city, "=", "Lima"))) == Rows(
        "customer", (name,), where=Filter((young, Compare(city, "=", "Lima")))
    )
    assert follow(world, listed, Narrow(Compare(age, ">", 20))) is None, "a second one on the age"
    first = follow(world, listed, OrderBy(by_age))
    assert isinstance(first, Rows)
    assert follow(world, first, Whatever(age)) is None, "the key of the order may be unknown then"
    top = follow(world, first, First(3))
    assert isinstance(top, Rows)
    for edit in (Narrow(Compare(city, "=", "Lima")), OrderBy((Sort(age, descending=True),))):
        assert follow(world, top, edit) is None, "before or after the first rows are taken?"
    assert follow(world, top, HowMany()) is None
    assert follow(world, top, EachOnce()) is None
    assert follow(world, top, With(3, 30)) is None, "3 is the number of rows"
    patrons = Rows("customer", (name, Attr(("referrer_id",), "name")))
    assert follow(world, patrons, HowMany()) is None, "with those that have no referrer?"
    per_city = Groups("customer", (city,), (Aggregate("count"),), known=True)
    assert follow(world, per_city, Together()) is None, "with those whose city is unknown?"
    assert (
        follow(world, Aggregates("customer", (Aggregate("count"),)), Per(city, known=True))
        == per_city
    )


class Player:
    """A model that has seen the solutions: what to do next, by what was done."""

    def __init__(self, label: str) -> None:
        ref = json.loads(label)["ref"]
        draw = source(ref["family"], seed=ref["seed"], params=ref["params"]).draw(ref["index"])
        self._actions = read_transcript(registry.get(ref["family"]).solve(draw.instance)).actions

    def __call__(self, turn: int) -> Action:
        return self._actions[turn]


def test_both_families_are_played_over_http(tmp_path: Path) -> None:
    recipe = tmp_path / "turns.toml"
    mixes = [f'[[mix]]\nfamily = "sql.{name}"\nlevels = [0.1]\n' for name in ("dialog", "explore")]
    recipe.write_text("seed = 3\n" + "".join(mixes) + "[curriculum]\nrollouts = 1\n")
    with Server(recipe) as server, Client(server.url) as client:
        tasks: dict[bool, Served] = {}
        while len(tasks) < 2:
            (served,) = client.ask().tasks
            tasks[bool(served.needs.tools)] = served
        assert [tool.name for tool in tasks[True].needs.tools] == [
            "tables",
            "describe",
            "query",
            "answer",
        ]
        assert tasks[False].needs.turns == 2
        for with_tools, seen in ((True, "CREATE TABLE"), (False, "Question 2: ")):
            opened = client.open(tasks[with_tools])
            play, said, acted = Player(opened.label), "", None
            while acted is None or not acted.over:
                turn = 0 if acted is None else acted.turn
                acted = client.act(opened.episode, turn, play(turn))
                said += acted.text
            assert seen in said
            assert acted.verdict is not None
            assert acted.verdict.reward == 1
