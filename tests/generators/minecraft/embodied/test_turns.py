"""Embodied families as episodes: turns, words, pictures; one truth with the numbers of gym."""

import json

import numpy as np
import pytest

from tasksynth import capability, grade, registry
from tasksynth.episode import Episode, read_transcript
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import oracle, random_actions
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.embodied.turns import Act, advance, transcript
from tasksynth_schemas import Action, text_of
from tests.generators.minecraft.conftest import Drawer
from tests.generators.minecraft.embodied.test_rollout import stage


def calls(rows: np.ndarray) -> tuple[Action, ...]:
    return read_transcript(transcript(rows)).actions


def test_a_transcript_plays_the_rows_that_it_was_written_from(drawn: Drawer) -> None:
    for event in ("mine", "hunt", "place"):
        x = drawn(event, 0.5, 1)[0].instance
        assert isinstance(x, Crossview)
        for rows in (random_actions(x), oracle(x)):
            assert rows is not None
            tools = [Act.model_validate(call.arguments) for call in calls(rows)]
            assert (np.concatenate([tool.rows for tool in tools]) == rows).all()


@pytest.mark.parametrize("event", ["approach", "mine", "interact", "place", "hunt"])
def test_numbers_and_turns_are_one_episode(event: str, drawn: Drawer) -> None:
    pytest.importorskip("gymnasium")
    from tasksynth_minecraft.embodied.gym import CrossviewEnv

    draw = drawn(event, 0.25, 1, image_size=48)[0]
    x, family = draw.instance, registry.get(f"minecraft.{event}")
    assert isinstance(x, Crossview)
    solved = oracle(x)
    assert solved is not None
    for rows in (solved, solved[: len(solved) // 2], random_actions(x)):
        env = CrossviewEnv(x, pixels=False)
        env.reset()
        reward, ended, cut = 0.0, False, False
        for action in actions.to_minestudio(rows):
            _, gained, ended, cut, _ = env.step(action)
            reward += float(gained)
            if ended or cut:
                break
        episode, s = Episode(family, x), family.begin(x)  # type: ignore[attr-defined]
        for call in read_transcript(env.answer()).actions:
            episode.act(call)
            advance(s, Act.model_validate(call.arguments))
        for mine, theirs in zip(env.episode.arrays, s.arrays, strict=True):
            if isinstance(mine, np.ndarray):
                assert (mine == theirs).all()
        verdict = grade(draw.task, env.answer())
        assert verdict == env.verdict() == episode.verdict()
        assert (verdict.status == "pass") == (reward == 1)
        assert episode.over == (ended or cut)


def test_a_turn_tells_what_happened_and_what_is_seen_then() -> None:
    s = Rollout(stage(put={(8, 6, 10): "dirt", (8, 6, 12): "gold_block"}, target=(8, 6, 12)))
    looked = advance(s, Act(yaw=0.0))
    assert "Tick 1 of" in text_of(looked.seen)
    assert "dirt" in text_of(looked.seen)
    broke = advance(s, Act(keys=("attack",), ticks=60))
    assert "You broke dirt at x=8 y=6 z=10." in text_of(broke.seen)
    assert text_of(broke.seen).endswith("That is done.")  # what stood behind it was the target
    assert broke.over


def test_words_are_an_action_list_or_nothing(drawn: Drawer) -> None:
    draw = drawn("mine", 0.0, 1)[0]
    x, family = draw.instance, registry.get("minecraft.mine")
    assert isinstance(x, Crossview)
    rows = oracle(x)
    assert rows is not None
    episode = Episode(family, x)
    vague = episode.act(Action(text="Walk to the gold, then dig."))
    assert "Nothing happened" in text_of(vague.seen)
    assert "JSON list of segments" in text_of(vague.seen)
    last = episode.act(Action(text=f"I go.\n{actions.encode(rows)}"))
    assert last.over
    assert episode.verdict().status == "pass"
    assert grade(draw.task, episode.transcript()).status == "pass"
    assert grade(draw.task, actions.encode(rows)).status == "pass"  # a list by itself


def test_keys_in_one_string_are_understood_and_unknown_ones_named(drawn: Drawer) -> None:
    assert Act.model_validate({"keys": "forward+sprint"}).keys == ("forward", "sprint")
    episode = Episode(registry.get("minecraft.mine"), drawn("mine", 0.0, 1)[0].instance)
    seen = episode.act(Action(tool="act", arguments={"keys": ["fly"]})).seen
    assert text_of(seen).startswith("Error: act: field 'keys.0'")


def test_the_end_takes_no_more_ticks_than_there_are(drawn: Drawer) -> None:
    draw = drawn("mine", 0.0, 1)[0]
    x, family = draw.instance, registry.get("minecraft.mine")
    assert isinstance(x, Crossview)
    assert draw.task.needs.turns == x.horizon
    episode = Episode(family, x)
    wait = Action(tool="act", arguments={"ticks": 200})
    said = [text_of(episode.act(wait).seen) for _ in range(-(-x.horizon // 200))]
    assert episode.over
    assert f"the {x.horizon} ticks were up" in said[-1]
    late = json.dumps({"actions": [json.loads(wait.model_dump_json())] * (episode.turns + 1)})
    assert grade(draw.task, late).status == "unparsable"


def test_pictures_are_of_their_moment_and_letters_need_none(drawn: Drawer) -> None:
    drawing = drawn("mine", 0.25, 1, image_size=48, form="image")[0]
    assert drawing.task.needs.media == ("image", "text")
    assert "[image: goal_mask.png]" in drawing.task.text
    family = registry.get("minecraft.mine")
    first = family.media(drawing.instance)["view.png"]  # type: ignore[attr-defined]
    episode = Episode(family, drawing.instance)
    still = episode.act(Action(tool="act"))
    turned = episode.act(Action(tool="act", arguments={"yaw": 90}))
    assert "[image: view.png]" in text_of(turned.seen)
    assert shown(still.media) == first  # drawn late, and of its moment all the same
    assert shown(turned.media) != first
    letters = drawn("mine", 0.25, 1)[0]
    assert letters.task.needs.media == ("text",)
    assert not Episode(family, letters.instance).act(Action(tool="act")).media


def shown(media: capability.Media) -> bytes:
    return capability.drawn(media)["view.png"]
