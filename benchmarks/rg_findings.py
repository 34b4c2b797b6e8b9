"""What docs/audit.md says of Reasoning Gym's verifiers, seen again with Reasoning Gym alone.

    pip install reasoning-gym==0.1.25
    python benchmarks/rg_findings.py

Nothing of tasksynth is imported. Each row is a data set, what was done, and what came of it. One
finding is left out, since it takes more than a minute and does not come back: `countdown` with the
answer `1e999999`.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import reasoning_gym

SIZE = 100
Answer = str | Callable[[Any], str]
PAID: dict[str, Answer] = {
    "game_of_life_halting": "no idea",
    "puzzle24": "6+6+6+6",
    "complex_arithmetic": "nan",
    "coin_flip": "0",
    "knights_knaves": lambda entry: f"It is not true that {entry['answer']}",
    "gsm_symbolic": lambda entry: f"not {entry['answer']}",
    "quantum_lock": lambda entry: f"not {entry['answer']}",
    "sokoban": lambda entry: f"not {entry['answer']}",
    "polynomial_equations": lambda entry: f"{entry['answer']}, but I cannot determine the answer",
    "word_sorting": lambda entry: f"{entry['answer']}, but I cannot determine the answer",
    "simple_integration": lambda entry: f"{entry['answer']} or X**2 + C",
    "syllogism": "Yes",
    "circuit_logic": "0",
}
"""Answers that are wrong, or take the right one back, and are paid."""
BROKEN = {"prime_factorization": "I do not know", "boxnet": "0"}
"""Answers that break a verifier."""
HASHED = ("isomorphic_strings", "ransom_note", "word_ladder")
"""Data sets whose items depend on the hash seed of the process."""


def _made(name: str, seed: int = 1, size: int = SIZE) -> Any:
    return reasoning_gym.create_dataset(name, seed=seed, size=size)


def paid() -> Iterator[str]:
    """The share of 100 items for which such an answer gets the full score."""
    for name, answer in PAID.items():
        some = _made(name)
        scores = [
            some.score_answer(answer if isinstance(answer, str) else answer(entry), entry=entry)
            for entry in (some[i] for i in range(SIZE))
        ]
        shown = answer if isinstance(answer, str) else answer({"answer": "…"})
        yield f"{name}: {shown!r} gets 1.0 for {sum(s == 1 for s in scores)} of {SIZE}"


def broken() -> Iterator[str]:
    """Verifiers that raise."""
    for name, answer in BROKEN.items():
        some = _made(name, size=1)
        try:
            came = repr(some.score_answer(answer, entry=some[0]))
        except Exception as e:  # noqa: BLE001 - which one it is, is the finding
            came = type(e).__name__
        yield f"{name}: {answer!r} gives {came}"


def run_as_code() -> Iterator[str]:
    """An answer that makes a file."""
    some = _made("n_queens", size=1)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "made"
        try:
            some.score_answer(f"open({str(target)!r}, 'w')", entry=some[0])
        except Exception as e:  # noqa: BLE001 - whatever comes, the file is there or is not
            print(f"(n_queens raised {type(e).__name__} afterwards)")
        yield f"n_queens: an answer makes a file: {target.exists()}"


def unlike() -> Iterator[str]:
    """Items that are not what their number says, and seeds that share items."""
    some = _made("list_functions")
    yield f"list_functions: item 1 is the same twice: {some[1]['question'] == some[1]['question']}"
    for name in HASHED:
        code = f"import reasoning_gym as r; print(r.create_dataset({name!r}, seed=1, size=1)[0])"
        told = {_said(code, hashes) for hashes in ("0", "1")}
        yield f"{name}: item 0 is the same in two processes: {len(told) == 1}"
    one, next_one = _made("chain_sum"), _made("chain_sum", seed=2)
    same = all(one[i + 1]["question"] == next_one[i]["question"] for i in range(20))
    yield f"chain_sum: items 1, 2, … of seed 1 are 0, 1, … of seed 2: {same}"


def _said(code: str, hashes: str) -> str:
    hashed = {**os.environ, "PYTHONHASHSEED": hashes, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        [sys.executable, "-c", code], env=hashed, text=True, stdout=subprocess.PIPE, check=True
    ).stdout


if __name__ == "__main__":
    for found in (paid, broken, run_as_code, unlike):
        for line in found():
            print(line, flush=True)
