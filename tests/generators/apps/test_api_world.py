"""Tasks in the apps of somebody: every valid path passes, and nothing else does."""

import json
import time
from collections import Counter
from itertools import chain, islice, permutations
from typing import Any

import numpy as np
import pytest

from tasksynth import Action, Episode
from tasksynth.episode import read_transcript
from tasksynth_apps.agents.seeker import FULL, Skill
from tasksynth_apps.apps.effects import ApiError
from tasksynth_apps.apps.hurdles import Gate, Hurdles
from tasksynth_apps.apps.user import TOPICS
from tasksynth_apps.chance import Luck
from tasksynth_apps.families.api_world import play
from tasksynth_apps.goals.judging import Text, answers, holds_text
from tasksynth_apps.goals.telling import told
from tests.generators.apps.playing import (
    EASY,
    FAMILY,
    action,
    answered,
    extra_writes,
    from_due,
    looks,
    played,
    tasks,
)


def chance(seed: int) -> Luck:
    return Luck(np.random.Generator(np.random.Philox(seed)))


@pytest.mark.parametrize("level", [0.1, 0.4, 0.7, 1.0])
def test_three_different_paths_pass_in_every_world(level: float) -> None:
    for seed, x in enumerate(tasks(13, level, **EASY)):
        c = chance(seed)
        one, *others = [[looks(x, c), *ways] for ways in islice(permutations(from_due(x, c)), 2)]
        others += [[*chain(*((looks(x, c), way) for way in one)), looks(x, c)]]
        for ways in (one, *others):
            verdict = played(x, [*chain(*ways)], answered(x, c))
            assert verdict.reward == 1, (told(x), ways, verdict)
        reference = FAMILY.verify(x, FAMILY.solve(x))
        assert reference.reward == 1


@pytest.mark.parametrize("level", [0.2, 0.6, 1.0])
def test_one_change_more_never_passes(level: float) -> None:
    tried = Counter[str]()
    for seed, x in enumerate(tasks(8, level, seed=9, **EASY)):
        c = chance(seed)
        calls = [*chain(*from_due(x, c))]
        for extra in extra_writes(x, c):
            episode = Episode(FAMILY, x.model_copy(update={"turns": 1000}))
            changed = False
            for call in (*calls, extra):
                seen = str(episode.act(action(x, call)).seen)
                changed = not seen.startswith('{"error"')
            episode.act(Action(tool="finish", arguments={"answer": x.answer}))
            if changed and not _mended(extra, calls):
                assert episode.verdict().status == "fail", (extra, told(x))
                tried[extra[0]] += 1
    assert len(tried) >= 10


def _mended(extra: Any, calls: Any) -> bool:
    """Whether a call does again what was done: that is no change."""
    return extra in calls


@pytest.mark.parametrize("level", [0.1, 0.5, 1.0])
def test_one_change_less_never_passes(level: float) -> None:
    for seed, x in enumerate(tasks(8, level, seed=4, **EASY)):
        calls = [*chain(*from_due(x, chance(seed)))]
        assert played(x, [], x.answer).reward == 0
        if calls[-1][0] != "move_event":
            assert played(x, calls[:-1], x.answer).status == "fail"
        assert played(x, calls, "nothing of the kind").status == "fail"
        assert played(x, calls, None).status == "fail"
        episode = Episode(FAMILY, x)
        for call in calls:
            if not episode.over:
                episode.act(action(x, call))
        assert episode.verdict().status == "fail", "it has to be finished"


def test_the_reference_solves_what_is_drawn_by_what_it_sees() -> None:
    for level in (0.0, 0.5, 1.0):
        for x in tasks(15, level, seed=3):
            assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
            assert x.calls <= x.turns / 2


def test_agents_of_small_skill_fall_behind_as_the_level_rises() -> None:
    skills = {"hasty": Skill(pages=1, careful=False), "brief": Skill(budget=20)}
    rates = []
    for level in (0.0, 0.5, 1.0):
        found = dict.fromkeys(skills, 0)
        for x in tasks(20, level, seed=8):
            for name, skill in skills.items():
                found[name] += FAMILY.verify(x, play(x, skill)).status == "pass"
        rates.append(found)
    for name in skills:
        assert rates[0][name] > rates[1][name] >= rates[2][name], (name, rates)


def test_a_rule_is_no_coin_and_a_refusal_names_it() -> None:
    outcomes = Counter[str]()
    for x in tasks(60, 0.6, **EASY):
        (ruled,) = [one for one in x.clauses if len(one.branches) > 2]
        outcomes[x.outcome] += 1
        letters = [due for due in x.due if any(t.kind == "code" for t in due.texts.values())]
        assert bool(letters) == x.outcome.startswith("R")
        for due in letters:
            to = {"to": due.cells["to"], "subject": "No"}
            calls = [*chain(*from_due(x, chance(1)))]
            others = [one for one in calls if "forbids" not in one[1].get("body", "")]
            for body in ("I cannot do it.", "R1 R2 R3 R4 R5 R6 R7 R8", "It is forbidden by R9"):
                call = ("send_message", to | {"body": body})
                assert played(x, [*others, call], x.answer).status == "fail"
        assert ruled.said in told(x) or x.office.user is not None
    assert len(outcomes) >= 9
    assert max(outcomes.values()) < 20


def test_the_user_tells_what_it_is_asked_and_nothing_else() -> None:
    kept_back = 0
    for x in tasks(40, 1.0, seed=2):
        user = x.office.user
        assert user is not None
        prompt = told(x)
        for number, wish in enumerate(user.wishes):
            assert (wish.said in prompt) == (number == 0)
            for topic, fact in wish.facts.items():
                kept_back += 1
                assert fact not in prompt
                for other in TOPICS:
                    for heard in range(len(user.wishes) + 1):
                        said = user.asked(heard, other)
                        assert (fact in said) == (other == topic and heard > number)
                        assert said == user.asked(heard, other)
    assert kept_back > 20


def test_the_user_hears_words_too() -> None:
    x = next(x for x in tasks(40, 1.0, seed=2) if x.office.user and x.office.user.wishes[0].facts)
    assert x.office.user is not None
    (topic, fact), = x.office.user.wishes[0].facts.items()  # fmt: skip
    words = {"who": "Whom do you mean?", "amount": "How much?", "when": "On what day?",
             "which": "Which one is it?", "where": "To what address?"}  # fmt: skip
    episode = Episode(FAMILY, x)
    assert fact in str(episode.act(Action(text=words[topic])).seen)
    assert fact not in str(episode.act(Action(text="Tell me everything.")).seen)
    report = Action(tool="report_to_user", arguments={"text": "Done."})
    assert x.office.user.wishes[1].said in str(episode.act(report).seen)


@pytest.mark.parametrize("paging", ["page", "offset", "cursor"])
def test_pages_show_every_row_once(paging: str) -> None:
    x = next(x for x in tasks(60, 0.5, **EASY) if x.office.dialect.paging == paging)
    episode = Episode(FAMILY, x.model_copy(update={"turns": 500}))
    seen: list[str] = []
    onward: dict[str, Any] = {}
    while True:
        page = json.loads(str(episode.act(action(x, ("search_contacts", onward))).seen))
        seen += [item[x.office.dialect.word("id")] for item in page["items"]]
        if page[f"next_{paging}"] is None:
            break
        onward = {paging: page[f"next_{paging}"]}
    assert seen == [str(row[0]) for row in x.office.tables["contacts"]]


def test_sessions_limits_and_failures() -> None:
    gate = Gate(Hurdles(passwords={"mail": "pw"}, session=2))
    for token in (None, "tok_made_up"):
        with pytest.raises(ApiError, match="log in first"):
            gate.pass_through("mail", token)
    with pytest.raises(ApiError, match="wrong password"):
        gate.log_in("mail", "no")
    token = gate.log_in("mail", "pw")
    gate.pass_through("mail", token)
    gate.pass_through("mail", token)
    with pytest.raises(ApiError, match="session is over"):
        gate.pass_through("mail", token)
    gate.pass_through("mail", gate.log_in("mail", "pw"))
    gate.pass_through("notes", None)
    busy = Gate(Hurdles(burst=2))
    busy.pass_through("mail", None)
    busy.clock_s += 20
    busy.pass_through("mail", None)
    with pytest.raises(ApiError, match="wait 40 seconds"):
        busy.pass_through("mail", None)
    busy.pass_through("notes", None)
    busy.clock_s += 40
    busy.pass_through("mail", None)
    flaky = Gate(Hurdles(failing=200, salt=1))
    failed = 0
    for _ in range(1000):
        try:
            flaky.pass_through("notes", None)
        except ApiError:
            failed += 1
    assert 140 < failed < 260


@pytest.mark.parametrize(
    ("kind", "value", "right", "wrong"),
    [
        ("amount", 1084.5, ["1,084.50", "€1084.5", "1084,50 for 3", "It is 1084.50."],
         ["1084.51", "1084.50 or 99.00", "", "84.50"]),
        ("amount", 12.0, ["12", "12.00", "That makes 12 euros"], ["120", "11.00 and 12"]),
        ("day", "2030-05-04", ["4 May 2030", "May 4th", "2030-05-04", "on 4 May, at 3 o'clock"],
         ["5 May 2030", "4 May or 5 May", "4 May 2029", "May"]),
        ("code", "R2", ["R2", "rule r2 forbids it", "R-2"], ["R2 or R3", "R22", "2", ""]),
        ("phone", "+44 20 1234 5678", ["442012345678", "+44 20 1234 5678!"], ["+44 20 1234 567"]),
    ],
)  # fmt: skip
def test_facts_are_read_in_any_usual_form(
    kind: str, value: str | float, right: list[str], wrong: list[str]
) -> None:
    text = Text(kind=kind, value=value)
    assert [one for one in right if not holds_text(text, one)] == []
    assert [one for one in wrong if holds_text(text, one)] == []


AROUND = """\
{} | {}. | **{}** | Don't forget: it's {}. | I'm not sure whether you know: it is {}.
No worries, it is {}! | In case you haven't heard it yet it is {}.
I could not reach you so I write: {}. | Nothing else: {}, thanks.
It's {}. Please ignore this if you knew. | Please confirm {} or let me know.
{}. The old one was cancelled."""
"""What may stand around a fact."""
MADE_OF_IT = """\
It's NOT {}. | It isn't {} | It\u2019s no longer {}.
It was {}, but was cancelled; forget it. | {} is wrong. | Perhaps {}
It might be {}, or not. | {}, maybe | {} or more | either {} or none
I don't think it is {}. | It is not true that it is {}. | less than {} | after {}
between now and {} | Is it {}? | if it is {}, fine | anything but {} | around {}
{} is not the one. | {}. Just kidding. | It can't be {} | instead of {}"""
"""What makes something else of it."""
DAYS = """\
29.08.2029 | 29/8/2029 | 2029/08/29 | 29 AUGUST 2029 | 29. August 2029
2029-08-29T00:00:00Z | august 29 | 29-Aug-2029 | All has to be ready by 29 August 2029.
moved to 29 August 2029, 10:30 - 12:00 | 29 August 2029 (29/08/2029)
Wednesday, 29 August 2029 | 29 August 2029 (Wednesday) | Wed, 29 August 2029
It is on 29 August. Friday is free."""
OTHER_DAYS = """\
one day before 29 August 2029 | Two days after the 29th of August
29 August 2029 or the day after | 29 August 2029 + 1 | 28-29 August 2029
29 August 2029 to 31 | a week from 29 August 2029 | 29 August 2029 (28/08/2029)
29 August, a day later | Friday, 29 August 2029 | 29 August 2029 (a Friday)
Fri. 29 August 2029 | 29 August 2029 (Fri)"""
SUMS = """\
At most {}. | It must not exceed {}. | I did not order it because it costs {}. | - {}
Item: {} - thanks"""
OTHER_SUMS = """\
-{} | €-{} | \u2212{} | 2 x {} | 2 * {} | 2\u00d7{} | {} + 1 | {} - 10 | 200 - {} | {}%
{} percent | 1 to {} | 1-{} | {}/2 | twice {} | half of {} | {} plus 5 | {}k | {} cents
{} euros or so
1 {} | more than {} | from 1 to {} | {} and 20"""


def test_a_fact_is_stated_and_nothing_is_made_of_it() -> None:
    def lines(of: str, fact: str) -> list[str]:
        return [one.replace("{}", fact) for row in of.splitlines() for one in row.split(" | ")]

    day, amount = Text(kind="day", value="2029-08-29"), Text(kind="amount", value=179.56)
    for text, fact, right, wrong in (
        (day, "29 August 2029", DAYS, OTHER_DAYS), (amount, "179.56", SUMS, OTHER_SUMS)
    ):  # fmt: skip
        for said in lines(AROUND, fact) + lines(right, fact):
            assert holds_text(text, said), said
        for said in lines(MADE_OF_IT, fact) + lines(wrong, fact):
            assert not holds_text(text, said), said
    assert not holds_text(Text(kind="day", value="2029-08-05"), "5/8/2029")  # or 8 May
    rule = Text(kind="code", value="R2")
    for said in ("not R2", "R2 does not apply", "Despite R2 it is done", "It isn't rule R2"):
        assert not holds_text(rule, said), said
    for said in ("Not allowed: R2", "I can't pay because of R2.", "Not permitted under rule R2"):
        assert holds_text(rule, said), said


def test_texts_are_read_in_linear_time() -> None:
    before = time.process_time()
    for piece in ("29 August 2029 ", "179.56 ", "not ", "perhaps it is the ", "1 ", "2029-", "\n"):
        for kind, value in (("day", "2029-08-29"), ("amount", 179.56)):
            holds_text(Text(kind=kind, value=value), piece * (100_000 // len(piece)) + "179.56")
    assert time.process_time() - before < 3


def test_answers_are_read_in_any_usual_form() -> None:
    right: list[Any] = [12.5, "12.5", "€12.50", "12,50 EUR", " 12.50 ", "**12.5**", r"\boxed{12.5}"]
    assert all(answers("amount", 12.5, one) for one in right)
    wrong: list[Any] = [None, "", "12.5 or 13", "about 12.5", 12.51, "nan", "1e1", "12.5.0"]
    assert not any(answers("amount", 12.5, one) for one in wrong)
    assert answers("name", "Anna Novak", "anna novak.")
    assert answers("name", "Anna Novak", "The answer is **Anna Novak**.")
    assert not answers("name", "Anna Novak", "Anna Novak or Ivan Novak")
    for said in ("2030-05-04", "4 May", "Saturday, the 4th of May 2030", "`May 4, 2030`"):
        assert answers("day", "2030-05-04", said), said
    for said in ("4 May or 5 May", "not 2030-05-04", "2030-05-04 or 17", "any day but 4 May"):
        assert not answers("day", "2030-05-04", said), said
    assert answers("phone", "+44 20 1234", "Tel. +44 (20) 12-34")
    assert not answers("phone", "+44 20 1234", "not +44 20 1234")


def test_names_differ_between_worlds_and_never_clash() -> None:
    seen = set()
    for x in tasks(40, 0.6, **EASY):
        dialect = x.office.dialect
        assert len({*dialect.calls.values()}) == len(dialect.calls)
        assert len({*dialect.words.values()}) == len(dialect.words)
        for spec in FAMILY.needs(x).tools:
            assert all(name.isidentifier() for name in spec.parameters["properties"])
        seen.add((x.trade, *sorted(dialect.calls.values())[:3]))
    assert len(seen) >= 36


def test_what_is_meant_can_be_found_by_calls_in_any_other_words() -> None:
    """The reference reads what apps answer: with other names it does other calls, and passes."""
    for x in tasks(5, 0.8, seed=6):
        actions = read_transcript(play(x, FULL)).actions
        assert actions[-1].tool == "finish"
        assert len({one.tool for one in actions}) >= 4
