"""What is done right passes however it is done, and nothing else does."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from benchmarks.difficulty.tool_agents import AGENTS, played
from tasksynth import Action, Transcript, Verdict, registry
from tasksynth.rng import Stream
from tasksynth.single import source
from tasksynth_tools.apis.values import Amount, Clock, Count, Money, ValueKind
from tasksynth_tools.apis.world import Books, Offered, Switchboard
from tasksynth_tools.dice import Chance
from tasksynth_tools.families.calls import CallsInstance
from tasksynth_tools.requests.errands import Looked, matching
from tasksynth_tools.services import TRADES
from tasksynth_tools.services.common import KILOS

FAMILY: Any = registry.get("tools.calls")
JUNK: tuple[Any, ...] = (None, [], {}, "x" * 999, 10**400, float("nan"), True)
LEVELS = (0.0, 0.5, 1.0)


@cache
def tasks(level: float, count: int = 12) -> tuple[CallsInstance, ...]:
    made = source("tools.calls", seed=41, level=level)
    return tuple(made.draw(index).instance for index in range(count))  # type: ignore[misc]


def judged(x: CallsInstance, actions: Sequence[Action]) -> Verdict:
    verdict: Verdict = FAMILY.verify(x, Transcript(actions=tuple(actions)).model_dump_json())
    return verdict


def reference(x: CallsInstance) -> list[Action]:
    return list(Transcript.model_validate_json(FAMILY.solve(x)).actions)


def tool_of(x: CallsInstance, action: Action) -> Offered | None:
    board = Switchboard(x.premises)
    return next((one for one in x.premises.offered if board.name(one) == action.tool), None)


def changing(x: CallsInstance, action: Action) -> bool:
    tool = tool_of(x, action)
    return tool is not None and tool.op in ("make", "change", "end")


def floats(value: Any) -> Any:
    """The same JSON with whole numbers written as 3.0."""
    if isinstance(value, dict):
        return {key: floats(one) for key, one in value.items()}
    if isinstance(value, list):
        return [floats(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def with_defaults(x: CallsInstance, action: Action) -> Action:
    """The same call with all that it leaves out said outright."""
    tool = tool_of(x, action)
    if tool is None or tool.op != "make" or not isinstance(action.arguments, dict):
        return action
    schema = Switchboard(x.premises).spec(tool).parameters["properties"]
    defaults = {name: one["default"] for name, one in schema.items() if "default" in one}
    return action.model_copy(update={"arguments": defaults | action.arguments})


def other_ways(x: CallsInstance) -> Iterator[tuple[str, list[Action]]]:
    """Ways that differ from the reference, and do the same."""
    way = reference(x)
    finders = [one for one in x.premises.offered if one.op in ("find", "quote")]
    names = [Switchboard(x.premises).name(one) for one in finders]
    looking = [Action(tool=name, arguments={}) for name in names[:4]]
    yield "looks around first", [*looking, *way]
    yield "asks about everything", [Action(text="Which date, time, name and amount?"), *way]
    yield (
        "numbers as floats",
        [one.model_copy(update={"arguments": floats(one.arguments)}) for one in way],
    )
    yield "defaults said", [with_defaults(x, one) for one in way]
    blocks = [list(way[:-1])] if x.premises.full or x.premises.busy else _blocks(x, way[:-1])
    yield "requests in reverse order", [*(one for block in blocks[::-1] for one in block), way[-1]]
    if not x.premises.busy:
        yield "without a look", [one for one in way if _kept(x, one)]


def _kept(x: CallsInstance, action: Action) -> bool:
    tool = tool_of(x, action)
    return action.tool == "finish" or (tool is not None and tool.op != "find")


def _blocks(x: CallsInstance, way: list[Action]) -> list[list[Action]]:
    """The calls of a way, cut after each that changes something or signs in."""
    blocks: list[list[Action]] = [[]]
    for one in way:
        blocks[-1].append(one)
        if changing(x, one) and one not in way[way.index(one) + 1 :]:
            blocks.append([])
    return blocks


@pytest.mark.parametrize("level", LEVELS)
def test_every_way_that_does_the_same_passes(level: float) -> None:
    for x in tasks(level):
        for name, way in other_ways(x):
            verdict = judged(x, way)
            assert verdict.status == "pass", (name, verdict.why, x.texts)


@pytest.mark.parametrize("level", LEVELS)
def test_nothing_more_and_nothing_less_passes(level: float) -> None:
    for x in tasks(level):
        way = reference(x)
        done = Books.of(x.premises)
        board = Switchboard(x.premises)
        for one in way:
            if tool_of(x, one) is not None and isinstance(one.arguments, dict):
                done_before = done.canonical()
                board.call(done, one.tool or "", one.arguments)
                if done.canonical() != done_before:
                    less = [two for two in way if two is not one]
                    assert judged(x, less).status != "pass", (x.texts, one)
                    twice = [*way[:-1], one, way[-1]]
                    if tool_of(x, one).op == "make":  # type: ignore[union-attr]
                        assert judged(x, twice).status != "pass", (x.texts, one)
        for extra in damage(x):
            assert judged(x, [*way[:-1], *extra, way[-1]]).status != "pass", (x.texts, extra)


def damage(x: CallsInstance) -> Iterator[list[Action]]:
    """Calls that change what nobody spoke of."""
    board = Switchboard(x.premises)
    signed = [
        Action(tool=board.name(one), arguments={"pin": board.providers[one.trade].pin})
        for one in x.premises.offered
        if one.op == "sign_in"
    ]
    said = " ".join(one.model_dump_json() for one in x.way)
    for tool in x.premises.offered:
        if tool.op not in ("end", "hide"):
            continue
        api = board.apis[tool.trade]
        shelf = api.trade.records
        for record in x.premises.holdings:
            if record.shelf == shelf.name:
                arguments = api.write(tool.op, shelf, {"id": record.id})
                call = Action(tool=board.name(tool), arguments=arguments)
                if record.id not in said:
                    yield [*signed, call, call]
                    break


@pytest.mark.parametrize("level", LEVELS)
def test_a_wrong_report_does_not_pass(level: float) -> None:
    for x in tasks(level):
        *way, last = reference(x)
        given = dict(last.arguments)  # type: ignore[arg-type]
        undone = given.get("undone", [])
        wrong = [{**given, "undone": [*undone, 1]} if 1 not in undone else {**given, "undone": []}]
        if answers := given.get("answers"):
            wrong.append({**given, "answers": answers[1:]})
            wrong.append({**given, "answers": [answers[0] | {"value": "1"}, *answers[1:]]})
            value = answers[0]["value"]
            wrong.append(
                {**given, "answers": [answers[0] | {"value": f"not {value}"}, *answers[1:]]}
            )
            dressed = answers[0] | {"value": f"**{value}**."}
            right = last.model_copy(
                update={"arguments": {**given, "answers": [dressed, *answers[1:]]}}
            )
            assert judged(x, [*way, right]).status == "pass", (x.texts, dressed)
            other = answers[0] | {"value": "31 kg"}  # two answers to one request are none
            wrong += [
                {**given, "answers": [other, *answers]},
                {**given, "answers": [*answers, other]},
            ]
            twice = last.model_copy(update={"arguments": {**given, "answers": [dressed, *answers]}})
            assert judged(x, [*way, twice]).status == "pass", x.texts
        for arguments in wrong:
            changed = last.model_copy(update={"arguments": arguments})
            assert judged(x, [*way, changed]).status != "pass", (x.texts, arguments)


def test_one_of_a_thing_is_called_so() -> None:
    dice = Chance(np.random.Generator(np.random.Philox(key=1)))
    for unit, one in (
        ("boxes", "box"),
        ("copies", "copy"),
        ("people", "person"),
        ("seats", "seat"),
    ):
        assert Count(1, 9, unit).say(1, dice, date(2030, 1, 1)).endswith(one)


def test_what_is_wrong_is_said() -> None:
    x = tasks(1.0)[0]
    *way, last = reference(x)
    assert judged(x, [*way, way[-1], last]).why == "something was made twice"
    assert re.search(r"\b(\d) of \1 are not there as asked for", judged(x, [last]).why)
    assert "left undone are to be" in judged(x, way).why


@pytest.mark.parametrize("level", LEVELS)
def test_words_mean_one_thing(level: float) -> None:
    for x in tasks(level):
        books = Books.of(x.premises)
        for errand in x.errands:
            for value in errand.wants:
                if isinstance(value, Looked):
                    assert len(matching(books, value)) == 1


def test_the_user_tells_what_was_left_out_and_nothing_else_of_it() -> None:
    held = 0
    for x in tasks(1.0):
        for one in x.said:
            if not one.withheld:
                continue
            held += 1
            assert f" {one.reply}" not in x.texts[one.number - 1]
            asked = Action(tool="ask_user", arguments={"question": f"What {one.words[0]}?"})
            assert one.reply in seen(x, asked)
            assert seen(x, asked) == seen(x, asked, asked)
            others = {word for two in x.said for word in two.words} - set(one.words)
            dull = Action(text="Shall I go on? Tell me all you know!")
            assert one.reply not in seen(x, dull) or not others
    assert held >= 12


def seen(x: CallsInstance, *actions: Action) -> str:
    state, turn = FAMILY.begin(x), None
    for action in actions:
        tool = next((t for t in FAMILY.tools if t.spec().name == action.tool), None)
        call = action if tool is None else tool.model_validate(action.arguments)
        turn = FAMILY.step(x, state, call)
    return str(turn.seen)  # type: ignore[union-attr]


def test_errors_say_how_to_go_on() -> None:
    for x in tasks(1.0)[:4]:
        board, books = Switchboard(x.premises), Books.of(x.premises)
        for tool in x.premises.offered:
            reply = board.call(books, board.name(tool), {"nonsense": 1})
            again = board.call(books, board.name(tool), {"nonsense": 1})
            assert reply.startswith("Error: ")
            assert again.startswith("Error: ")
            assert "busy" not in again


@pytest.mark.parametrize("trade", TRADES.values(), ids=list(TRADES))
def test_a_value_is_read_as_it_was_written_in_every_form(trade: Any) -> None:
    chance, today = Chance(Stream(b"test.tools").rng(1)), date(2030, 5, 3)
    for shelf in (trade.things, trade.records):
        for trait in shelf.traits:
            for style in trait.sort.styles:
                for _ in range(5):
                    value = trait.sort.draw(chance, today) if trait is not trade.link else "AB-123"
                    written = trait.sort.encode(value, style)
                    assert trait.sort.decode(json.loads(json.dumps(written)), style) == value
                    for nonsense in JUNK:
                        try:
                            trait.sort.decode(nonsense, style)
                        except ValueError:
                            continue


@pytest.mark.parametrize(
    ("sort", "value", "right", "wrong"),
    [
        (Clock(), 420, "07:00|7:00|7 am|7AM|7 a.m.|07:00:00|07.00|at 7:00",
         "7|19:00|7 pm|07:00:30|07:00 or 08:00|0700|7 am or pm"),
        (Amount(5, 300, KILOS), 299, "29.9|29,9|29.9 kg|29,9 kg|29.90 kilograms|29900 g|29,900 g",
         "29900|29.9 g|29.9 lbs|29.9 or 30|29.9" + " " * 99 + "or 30|-29.9|29,900|2,9,9"),
        (Money(), 115580, "1155.8|1,155.80|1155,80|€1,155.80|1155.80 euros", "1155|115580|1,1558"),
    ],
)  # fmt: skip
def test_answers_are_read_in_any_form_that_is_clear(
    sort: ValueKind, value: int, right: str, wrong: str
) -> None:
    def read(said: str) -> Any:
        with suppress(ValueError):
            return sort.answer(said)
        return None

    assert [said for said in right.split("|") if read(said) != value] == []
    assert [said for said in wrong.split("|") if read(said) == value] == []


def test_services_do_not_share_names() -> None:
    shelves = [shelf for trade in TRADES.values() for shelf in (trade.things, trade.records)]
    for names in ([one.prefix for one in shelves], [one.name for one in shelves]):
        assert len(set(names)) == len(names)
    assert len(TRADES) >= 36


def test_agents_that_lack_a_skill_pass_less_the_harder_it_is() -> None:
    for name in ("short", "plain", "hasty"):
        shares = [sum(played(x, AGENTS[name](x)) for x in tasks(level)) / 12 for level in LEVELS]
        assert shares[0] > shares[1] + 0.2, (name, shares)
        assert shares[1] >= shares[2] - 0.1, (name, shares)
