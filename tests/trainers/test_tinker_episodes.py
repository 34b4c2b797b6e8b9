"""Tinker-cookbook rolls groups of episodes out, as its training loop does, with scripted tokens."""

import asyncio
import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("tinker_cookbook")

from tinker_cookbook.completers import TokenCompleter, TokensWithLogprobs
from tinker_cookbook.renderers import get_renderer
from tinker_cookbook.rl.data_processing import compute_advantages
from tinker_cookbook.rl.rollouts import do_group_rollout
from tinker_cookbook.tokenizer_utils import register_tokenizer

from tasksynth import UsageError
from tasksynth.adapters.episodes.tinker import CurriculumBuilder, GroupBuilder
from tests.serve.server import Server
from tests.trainers.docs import block
from tests.trainers.players import (
    add,
    answered,
    call,
    in_turn,
    label_of,
    press,
    recipe,
    tokenizer,
)

pytestmark = pytest.mark.trainer
MODEL = "tests/characters"
TOKENS = tokenizer()
LOCK = threading.Lock()


def in_one_thread(encode: Callable[..., Any]) -> Callable[..., Any]:
    """Renderers work in threads, where `encode` may find itself "already borrowed"."""

    def locked(*args: Any, **options: Any) -> Any:
        with LOCK:
            return encode(*args, **options)

    return locked


TOKENS.encode = in_one_thread(TOKENS.encode)
register_tokenizer(MODEL, lambda: TOKENS)


class Scripted(TokenCompleter):  # type: ignore[misc]  # Any where tinker-cookbook is absent
    """A policy that is told what to say."""

    def __init__(self, say: Callable[[str], str], stop: str = "<|im_end|>") -> None:
        self._say, self._stop = say, stop

    async def __call__(
        self, model_input: Any, stop: Any, *, max_tokens: int | None = None
    ) -> TokensWithLogprobs:
        said = self._say(TOKENS.decode(model_input.to_ints())) + self._stop
        tokens = TOKENS.encode(said, add_special_tokens=False)
        return TokensWithLogprobs(tokens, [0.0] * len(tokens))


def renderer(name: str = "qwen3_instruct") -> Any:
    return get_renderer(name, TOKENS, model_name=MODEL)


def rolled(builder: Any, say: Callable[[str], str], stop: str = "<|im_end|>") -> Any:
    return asyncio.run(do_group_rollout(pickle.loads(pickle.dumps(builder)), Scripted(say, stop)))


def test_batches_are_the_ledgers_and_teach_it(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    with Server(recipe(tmp_path, "demo.lamps"), "--store", str(store)) as server:
        made = CurriculumBuilder(
            url=server.url,
            model_name=MODEL,
            renderer_name="qwen3_instruct",
            groups=2,
            rollouts=4,
            batches=50,
        )
        dataset, test = asyncio.run(made())
        assert (len(dataset), test) == (50, None)
        second = dataset.get_batch(1)
        assert [one.label for one in dataset.get_batch(1)] == [one.label for one in second]
        assert not {one.label for one in dataset.get_batch(0)} & {one.label for one in second}
        group = rolled(second[0], press)
        assert group.get_total_rewards() == [1.0] * 4
        assert [len(one.transitions) for one in group.trajectories_G] == [2] * 4
        assert {metrics["acc"] for metrics in group.metrics_G} == {1.0}
        assert second[0].logging_tags() == ["demo.lamps"]
        wrong = rolled(second[1], lambda _text: call("press", lamp=9))
        assert wrong.get_total_rewards() == [0.0] * 4
    assert answered(store) == 2


def test_a_fault_of_ours_has_no_advantage_and_moves_no_other() -> None:
    builder = GroupBuilder(label_of("demo.sum"), "demo.sum", renderer(), 4)
    group = rolled(builder, in_turn(add, "raise", "-1", add))
    assert sorted(group.get_total_rewards()) == pytest.approx([0, 2 / 3, 1, 1])
    (advantages,) = compute_advantages([group])
    for advantage, metrics in zip(advantages.tolist(), group.metrics_G, strict=True):
        worth = 0 if metrics["error"] else metrics["acc"] - 2 / 3
        assert advantage == pytest.approx(worth, abs=1e-6)
    assert sum(metrics["error"] for metrics in group.metrics_G) == 1


@pytest.mark.parametrize(
    "said", ["hello", "<tool_call>{</tool_call>", call("press", lamp="x"), call("fly")]
)
def test_what_cannot_be_done_costs_a_turn(said: str) -> None:
    builder = GroupBuilder(label_of("demo.lamps"), "demo.lamps", renderer(), 1)
    group = rolled(builder, lambda _text: said)
    assert (group.get_total_rewards(), len(group.trajectories_G[0].transitions)) == ([0.0], 4)


def test_an_episode_that_is_cut_off_fails() -> None:
    builder = GroupBuilder(label_of("demo.lamps"), "demo.lamps", renderer(), 1)
    assert rolled(builder, press, stop="").get_total_rewards() == [0.0]


def test_tools_in_plain_words_where_the_renderer_knows_none() -> None:
    builder = GroupBuilder(label_of("demo.lamps"), "demo.lamps", renderer("role_colon"), 1)
    assert rolled(builder, press, stop="\n\nUser:").get_total_rewards() == [1.0]


def test_pictures_are_refused_by_the_familys_name_where_the_model_does_not_see() -> None:
    builder = GroupBuilder(label_of("demo.walk"), "demo.walk", renderer(), 1)
    with pytest.raises(UsageError, match="walk shows image, which a renderer of Tinker's"):
        rolled(builder, press)


def test_the_documents_example_is_a_configuration(tmp_path: Path) -> None:
    with Server(recipe(tmp_path, "demo.lamps", 8)) as server:
        changed = {
            "http://127.0.0.1:8321": server.url,
            "Qwen/Qwen3-4B-Instruct-2507": MODEL,
        }
        names: dict[str, Any] = {}
        exec(block("tinker_episodes.py", changed), names)
        dataset, _ = asyncio.run(names["config"].dataset_builder())
        assert len(dataset.get_batch(0)) == 64
