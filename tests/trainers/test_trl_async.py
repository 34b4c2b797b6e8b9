"""AsyncGRPO's own rollout loop reads the ledger, and makes our environments.

vLLM is not installed for it: nothing is generated. What TRL gives to the child that it spawns is
pickled as TRL does it, and the loop that would run there is asked for its prompts here.
"""

import multiprocessing
import pickle
import queue
import re
import sys
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("trl")

from accelerate import PartialState
from trl.experimental.async_grpo.async_rollout_worker import _AsyncRolloutLoop

from tasksynth.adapters.episodes.trl import dataset, environments
from tasksynth.adapters.scoring import server as connected
from tasksynth.adapters.trl import AHEAD, place
from tests.serve.server import Server
from tests.trainers.players import answered, recipe

sys.path.insert(0, str(Path(__file__).parent))
from grpo_episodes import caller  # type: ignore[import-not-found]  # it wants what lies beside it

pytestmark = pytest.mark.trainer
ROLLOUTS = 4


def loop(url: str, *, start: int = 0) -> Any:
    """The loop as TRL's child makes it, of what was pickled for it."""
    PartialState()
    tokens = caller()
    given = {
        "dataset": dataset(url, SimpleNamespace(num_generations=ROLLOUTS), start=start),
        "environment_factory": environments(url, "demo.lamps", rewarding=True),
    }
    return _AsyncRolloutLoop(
        **pickle.loads(pickle.dumps(given)),
        reward_funcs=[],
        processing_class=tokens,
        model_name="none",
        eos_token_ids=[tokens.eos_token_id],
        rollout_buffer=queue.Queue(),
        model_version_value=multiprocessing.Value("i", 7),
        heartbeat_value=multiprocessing.Value("d", 0.0),
        failed_event=multiprocessing.Event(),
        exception_info_queue=queue.Queue(1),
        metrics_queue=queue.Queue(),
        num_generations=ROLLOUTS,
    )


def play(made: Any, row: dict[str, Any], *, right: bool) -> float | None:
    """A rollout in an environment of the loop's: its reward."""
    env = made.environment_factories[row["environment"]]()
    env.reset(**{name: value for name, value in row.items() if name != "environment"})
    first = int(re.findall(r"lamp (\d)", row["prompt"][0]["content"])[0])
    second = int(re.findall(r"Now (\d)", env.press(lamp=first))[0])
    env.press(lamp=second if right else 9)
    reward: float | None = env.get_reward()
    return reward


def test_group_k_is_ticket_k_rewarded_by_verdicts(tmp_path: Path) -> None:
    store = tmp_path / "run.db"
    with Server(recipe(tmp_path, "demo.lamps", ROLLOUTS), "--store", str(store)) as server:
        made = loop(server.url)
        groups = list(islice(made._repeat_iterator(), 5 * ROLLOUTS))
        read = server.http.get("/status").json()["position"]
        labels = [one.label for one in connected(server.url).ask(0, 5).tasks]
        assert [row["label"] for _, row in groups] == [labels[k] for k, _ in groups]
        assert [k for k, _ in groups] == [k for k in range(5) for _ in range(ROLLOUTS)]
        assert read == AHEAD  # what is read beyond the rollouts in flight
        late, first = groups[4 * ROLLOUTS][1], groups[0][1]
        for row in (late, first):  # out of order, and whether TRL finds them stale later or not
            rewards = [play(made, row, right=bool(i)) for i in range(ROLLOUTS)]
            assert rewards == [0.0, 1.0, 1.0, 1.0]
        assert play(made, first | {"purpose": "probe"}, right=True) is None
    assert answered(store) == 2


def test_a_resumed_run_goes_on_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "rollout_state.json").write_text('{"prompt_index": 3, "model_version": 2}')
    assert place(tmp_path, start=4) == 7
    with Server(recipe(tmp_path, "demo.lamps", ROLLOUTS)) as server:
        (_, row) = next(loop(server.url, start=place(tmp_path))._repeat_iterator())
        (ticket,) = connected(server.url).ask(3, 1).tasks
    assert row["label"] == ticket.label
