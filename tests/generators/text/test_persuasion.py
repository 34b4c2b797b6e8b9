"""Who is won by what, what is told twice or is not so, and that words alone tell all it takes."""

import json
from collections import Counter
from itertools import product
from typing import Any

import numpy as np
import pytest

from benchmarks.proofs.persuading import Listener, fewest, listened
from tasksynth import Action, Episode, registry
from tasksynth.episode import read_transcript
from tasksynth.rng import Dice
from tasksynth.single import grade, source
from tasksynth_text.persuasion.assembling import traps
from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.guesses import central, cheap
from tasksynth_text.persuasion.models import Concern, FactCondition, PleaFact
from tasksynth_text.persuasion.phrases import DECOYS
from tasksynth_text.persuasion.strategies import Wit, able, do, played, written

FAMILY: Any = registry.get("text.persuasion")
SEEN = ("tell", 1), ("tell", 3), ("inquire", None), ("answer", 7), ("answer", 37)
ASKED = ("ask", 5), ("ask", 40)


def fact(kind: Any, who: str, place: str, number: int) -> PleaFact:
    return PleaFact(kind=kind, who=who, place=place, number=number, text=f"{who} {place} {number}")


@pytest.fixture
def x() -> Any:
    """A story and an examination in the same country at once; an excuse, and then one's own sum."""
    story = Concern(
        kind="tell", about="story", conditions=(FactCondition(on="number", how="over", value=2019),)
    )
    proof = Concern(kind="tell", about="proof", conditions=(FactCondition(on="place", how="same"),))
    return FAMILY.Instance(
        name="Mr Abbott", she=False, intro="You collect.", greeting="Hello.",
        facts=(
            fact("story", "a baker", "Peru", 2020), fact("story", "a potter", "Laos", 2021),
            fact("proof", "a newspaper", "Peru", 2018), fact("proof", "a ministry", "Nepal", 2018),
            fact("story", "a weaver", "Peru", 2019),
        ),
        concerns=(story, proof, Concern(kind="pledge"), Concern(kind="joint", figure=30)),
        figures=(), means=12,
        groups=(2, 2), voiced=("A story, and an examination there.", "Your sum, and ours."),
        excuses=("", "My bus."), ready="I am won.", small=5, purse=(50, -10), patience=1, voice=0,
    )  # fmt: skip


def after(x: Any, *acts: Any) -> Any:
    """The verdict on some acts, by their transcript."""
    return FAMILY.verify(x, written(list(acts)))


@pytest.mark.parametrize(
    ("acts", "reward", "why"),
    [
        ((*SEEN, *ASKED), 1, ""),
        ((*SEEN, ("ask", 1), ("ask", 40)), 1, ""),
        ((("tell", 5), *SEEN, *ASKED), 1, ""),  # one act that does not help
        ((*SEEN, ("ask", 5), ("ask", 20)), 0.1, "it ended with 4 of 4 concerns met and 20 of 40"),
        ((*SEEN, ("ask", 5)), 0.025, "5 of 40 euros given"),
        ((*SEEN, ("ask", 5), ("ask", 5), ("ask", 40)), 0.2, "5 euros were asked for again"),
        ((*SEEN[:2], ("tell", 1), *SEEN[2:], *ASKED), 0.2, "fact 1 was told again"),
        ((*SEEN, ("ask", 40), ("ask", 41)), 0, "Mr Abbott left with 4 of 4"),
        ((*SEEN[:4], ("answer", 36)), 0, "36 is not so: it is 37"),
        ((*SEEN[:3], ("answer", 13)), 0, "13 euros are not what one has to add"),
        ((("tell", 2), ("tell", 3), ("tell", 4)), 0, "left with 1 of 4"),  # no examination in Laos
        ((("tell", 3), ("tell", 1)), 0, "it ended with 1 of 4"),  # the story comes first
        ((("ask", 40), ("ask", 39)), 0, "left with 0 of 4"),
        ((*SEEN[:2], ("answer", 7), ("admit", None)), 0, "left with 2 of 4"),  # it was an excuse
        ((), 0, "it ended with 0 of 4"),
    ],
)  # fmt: skip
def test_what_comes_of_acts(x: Any, acts: Any, reward: float, why: str) -> None:
    verdict = after(x, *acts)
    assert verdict.reward == pytest.approx(reward)
    assert why in verdict.why


def test_one_tells_the_story_that_leaves_an_examination(x: Any) -> None:
    assert traps(x) == 1
    assert played(x, able(Wit()))[0] == ("tell", 1)
    told_first = x.model_copy(update={"facts": (x.facts[1], x.facts[0], *x.facts[2:])})
    assert after(told_first, *played(told_first, able(Wit()))).reward == 1
    assert after(told_first, *played(told_first, able(Wit(ahead=False)))).reward == 0


def drawn(level: float, count: int, seed: int = 8) -> list[Any]:
    tasks = source("text.persuasion", seed=seed, level=level)
    return [tasks.draw(index) for index in range(count)]


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_words_alone_tell_how_to_get_all_in_the_fewest_acts(level: float) -> None:
    for draw in drawn(level, 12):
        episode = Episode(FAMILY, draw.instance)
        listened(draw.task.text, episode)
        assert episode.verdict().reward == 1
        assert episode.turns == draw.task.measure["acts"]


def test_what_is_wanted_stands_in_no_middle_of_what_is_like_it() -> None:
    """Of its kind, as many facts have more twins as have fewer, and who counts them wins nobody."""
    more = fewer = 0
    won: Counter[str] = Counter()
    for draw in drawn(0.0, 30):
        x = draw.instance
        won += Counter(rule for rule, (_, talk) in cheap(x).items() if FAMILY.judge(x, talk).reward)
        twins = central(x)["right kind, most twins"]
        told = [int(fact or 0) - 1 for name, fact in played(x, able(Wit())) if name == "tell"]
        for wanted, other in product(told, range(len(x.facts))):
            if x.facts[wanted].kind == x.facts[other].kind:
                more += twins[other] > twins[wanted]
                fewer += twins[other] < twins[wanted]
    assert 0.75 < more / fewer < 1.33
    floor = FAMILY.floor(FAMILY.Params.at(0.0))
    assert max(won.values()) <= 30 * floor  # they won none in the order in which they were tried


def test_no_other_acts_get_all_sooner() -> None:
    for draw in (*drawn(0.0, 3), *drawn(0.75, 3)):
        assert fewest(draw.instance) == draw.task.measure["acts"]


def test_nothing_is_said_before_its_turn_or_twice_and_what_is_said_stays_so() -> None:
    """Whatever is done: wants come one group after the other, and decoys deny none of them."""
    dice = Dice(np.random.Generator(np.random.Philox(key=3)))
    for draw in drawn(1.0, 15):
        x = draw.instance.model_copy(update={"patience": 30})
        talk, right, heard = Persuadee(x), able(Wit()), [draw.task.text]
        while not talk.over and len(heard) < 60:
            lots: Any = (("tell", 1 + dice.below(len(x.facts))), ("inquire", None), ("admit", None))
            asked = ("ask", 1) if not talk.ready else right(talk)
            heard.append(do(talk, right(talk) if dice.below(2) else dice.of((*lots, asked))))
            for group, words in enumerate(x.voiced):
                known = group < talk.group or (group == talk.group and not talk.hidden)
                assert sum(words in one for one in heard) == known
        denied = [way for one in x.concerns if one.about for way in DECOYS[one.about]]
        assert not [way for way in denied for words in x.voiced if way in words]


def test_a_chat_with_calls_is_a_transcript_and_words_are_not_heard() -> None:
    (draw,) = drawn(0.25, 1)
    messages: list[Any] = [{"role": "user", "content": draw.task.text}]
    for at, one in enumerate(read_transcript(FAMILY.solve(draw.instance)).actions):
        told = {key: str(value) for key, value in dict(one.arguments).items()}  # type: ignore[arg-type]
        call = {"name": one.tool, "arguments": json.dumps(told)}
        calls = [{"id": f"c{at}", "type": "function", "function": call}]
        messages.append({"role": "assistant", "content": "I see.", "tool_calls": calls})
        messages.append({"role": "tool", "tool_call_id": f"c{at}", "content": "…"})
    messages.append({"role": "assistant", "content": "Thank you very much!"})
    assert grade(draw.task, json.dumps(messages)).reward == 1
    episode = Episode(FAMILY, draw.instance)
    assert "words alone" in str(episode.act(Action(text="Please give 40 euros.")).seen)
    assert "there is no fact 99" in str(
        episode.act(Action(tool="tell", arguments={"fact": 99})).seen
    )
    for action in read_transcript(FAMILY.solve(draw.instance)).actions:
        episode.act(action)
    assert episode.verdict().reward == 1


def test_a_number_that_nobody_knows_is_admitted_and_never_made_up() -> None:
    for draw in drawn(0.0, 30):
        if any(one.kind == "admit" for one in draw.instance.concerns):
            listener = Listener(draw.task.text)
            episode = Episode(FAMILY, draw.instance)
            while (action := listener.act()).tool != "admit":
                listener.hear(str(episode.act(action).seen))
            seen = episode.act(Action(tool="answer", arguments={"figure": 42}))
            assert seen.over
            assert episode.verdict().why == "42 is made up: nobody knows that number"
            return
    raise AssertionError("nobody asked for such a number")
