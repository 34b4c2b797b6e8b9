"""skyrl-gym makes our environment for an exported row, as SkyRL's generator does."""

from typing import Any

import pytest

skyrl_gym = pytest.importorskip("skyrl_gym")
pq = pytest.importorskip("pyarrow.parquet")


from tests.trainers.docs import block

pytestmark = pytest.mark.trainer
WRONG = "no idea"


@pytest.fixture(scope="module", autouse=True)
def registered() -> None:
    """As docs/trainers.md says."""
    exec(block("register.py", {}), {})


def play(row: dict[str, Any], answer: str, **config: Any) -> tuple[Any, dict[str, float]]:
    """As SkyRL: prompt and env_class are taken out, the rest are the extras."""
    extras = {name: value for name, value in row.items() if name not in ("prompt", "env_class")}
    env = skyrl_gym.make(row["env_class"], env_config=config, extras=extras)
    conversation, _ = env.init(row["prompt"])
    assert conversation == row["prompt"]
    step = env.step(answer)
    return step, env.get_metrics()


def test_rewards_and_metrics(exported: Any, right: Any) -> None:
    rows = pq.read_table(exported("skyrl") / "data" / "test-00000-of-00001.parquet").to_pylist()
    for row in (rows[0], rows[-1]):
        step, metrics = play(row, right(row["reward_spec"]["ground_truth"]))
        assert (step["reward"], step["done"], metrics["acc"]) == (1.0, True, 1.0)
        step, metrics = play(row, WRONG)
        assert (step["reward"], metrics["unparsable"]) == (0.0, 1.0)
    assert set(play(rows[0], WRONG)[1]) == set(play(rows[-1], WRONG)[1])


def test_a_fault_of_ours_is_told_apart_in_the_metrics(exported: Any) -> None:
    (row, *_) = pq.read_table(exported("skyrl") / "data").to_pylist()
    step, metrics = play(row, "raise")
    assert (step["reward"], metrics["error"]) == (0.0, 1.0)
    assert "a fault of the family" in step["metadata"]["why"]
