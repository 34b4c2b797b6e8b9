"""What docs/audit.md says of Reasoning Gym, tried on it alone."""

import json
from importlib.metadata import version
from typing import Any

import pytest

gym = pytest.importorskip("reasoning_gym")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(version("reasoning-gym") != "0.1.25", reason="of another release"),
]


def scores(name: str, answer: str, size: int = 100) -> list[float]:
    """What an answer gets for each item; `{}` in it stands for the item's own."""
    data = gym.create_dataset(name, seed=1, size=size)
    entries = [data[i] for i in range(size)]
    return [data.score_answer(answer.replace("{}", str(e["answer"])), entry=e) for e in entries]


@pytest.mark.parametrize(
    ("name", "answer", "mean"),
    [
        ("game_of_life_halting", "no idea", 1.0),
        ("puzzle24", "6+6+6+6", 1.0),
        ("complex_arithmetic", "nan", 1.0),
        ("coin_flip", "0", 0.96),
        ("knights_knaves", "It is not true that {}", 1.0),
        ("gsm_symbolic", "not {}", 1.0),
        ("polynomial_equations", "{}, but I cannot determine the answer", 1.0),
        ("word_sorting", "{}, but I cannot determine the answer", 1.0),
        ("quantum_lock", "not {}", 1.0),
        ("sokoban", "not {}", 1.0),
        ("simple_integration", "{} or X**2 + C", 1.0),
        ("syllogism", "Yes", 0.71),
        ("circuit_logic", "0", 0.56),
        ("acre", "on off undetermined", 0.29),
    ],
)
def test_wrong_answers_are_paid(name: str, answer: str, mean: float) -> None:
    few = (
        name
        in ("polynomial_equations", "puzzle24", "game_of_life_halting", "quantum_lock", "sokoban")
        or "X" in answer
    )
    got = scores(name, answer, 10 if few else 100)
    assert sum(got) / len(got) == pytest.approx(mean, abs=0.03)


def test_an_empty_grid_is_paid() -> None:
    data = gym.create_dataset("game_of_life", seed=1, size=10)
    grids = [json.loads(data[i]["answer"]) for i in range(10)]
    empty = [json.dumps([[0] * len(row) for row in grid]) for grid in grids]
    got = [data.score_answer(text, entry=data[i]) for i, text in enumerate(empty)]
    assert min(got) > 0.9


@pytest.mark.parametrize(
    ("name", "answer", "error"),
    [("prime_factorization", "I do not know", ValueError), ("boxnet", "0", TypeError)],
)
def test_verifiers_raise(name: str, answer: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        scores(name, answer, 1)


def test_an_answer_is_run(tmp_path: Any) -> None:
    made = tmp_path / "made"
    scores("n_queens", f"open({str(made)!r}, 'w').close()", 1)
    assert made.exists()


def test_an_item_is_another_one_the_second_time() -> None:
    data = gym.create_dataset("list_functions", seed=1, size=5)
    assert any(data[1]["question"] != data[1]["question"] for _ in range(5))


def test_an_entry_does_not_survive_json() -> None:
    data = gym.create_dataset("arc_agi", seed=1, size=1)
    entry = json.loads(json.dumps(data[0]))
    assert data.score_answer(data[0]["answer"], entry=data[0]) == 1
    assert data.score_answer(entry["answer"], entry=entry) == 0.05


def test_seeds_are_shifted() -> None:
    one, two = (gym.create_dataset("chain_sum", seed=seed, size=50) for seed in (1, 2))
    assert all(one[i + 1]["question"] == two[i]["question"] for i in range(49))
