"""What AsyncGRPO asks of the TRL adapter, which wants no TRL: to be pickled, and to go on."""

import pickle
import re
from pathlib import Path
from typing import Any

import pytest

from tasksynth import UsageError, registry, source
from tasksynth.adapters.episodes.trl import environments
from tasksynth.adapters.trl import place, reward
from tasksynth.single import make
from tasksynth_schemas import Label
from tests.adapters.stand_ins import AGENTS, label_in_words, label_of, lamps, way


def test_rewards_can_be_pickled() -> None:
    task = source("demo.sum", level=0.3, seed=5).make(0)
    right = str(sum(map(int, re.findall(r"\d+", task.text))))
    judged = pickle.loads(pickle.dumps(reward()))
    label = [str(Label(ref=task.ref))] * 3
    assert judged([""] * 3, [right, "-1", "raise"], label=label) == [1.0, 0.0, None]


@pytest.mark.parametrize(("purpose", "worth"), [("train", 1.0), ("probe", None)])
def test_environments_can_be_pickled_and_reward_themselves(
    purpose: str, worth: float | None
) -> None:
    made: Any = pickle.loads(pickle.dumps(environments(None, "demo.lamps", rewarding=True)))
    first, second = made["demo.lamps"](), made["demo.lamps"]()
    assert type(first) is type(second)  # TRL tells them apart by their types
    label = label_of("demo.lamps")
    for env in (first, second):
        env.reset(label=label, purpose=purpose)
    for lamp in lamps(label):
        first.press(lamp=lamp)
    assert first.get_reward() == worth
    assert second.get_reward() == (None if worth is None else 0.0)


@pytest.mark.parametrize("family", AGENTS)
def test_agents_play_with_their_own_tools_and_with_those_of_the_task(family: str) -> None:
    env: Any = environments(None, family, rewarding=True)[family]()
    label = label_in_words(family)
    manual = env.reset(label=label) or ""
    known = {tool.spec().name for tool in registry.get(family).tools}
    for tool in make(Label.parse(label).ref).needs.tools:
        assert (f'"name":"{tool.name}"' in manual) == (tool.name not in known)
    if family in ("apps.api_world", "tools.calls"):
        assert env.call(tool="no_such", arguments={}).startswith("Error: no tool 'no_such'")
    for action in way(label):
        assert action.tool is not None
        assert isinstance(action.arguments, dict)
        if action.tool in known:
            getattr(env, action.tool)(**action.arguments)
        else:
            env.call(tool=action.tool, arguments=action.arguments)
    assert env.get_reward() == 1.0


def test_answers_in_words_are_not_for_environments_that_reward_themselves() -> None:
    assert not hasattr(environments(None, "demo.sum")["demo.sum"](), "get_reward")
    with pytest.raises(UsageError, match=r"demo\.sum has no turns"):
        environments(None, "demo.sum", rewarding=True)


def test_a_checkpoint_says_where_the_ledger_is_read_on(tmp_path: Path) -> None:
    (tmp_path / "rollout_state.json").write_text('{"prompt_index": 3, "model_version": 2}')
    assert (place(tmp_path), place(str(tmp_path), start=4)) == (3, 7)
