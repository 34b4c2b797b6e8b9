"""The puzzles people know, with one solution each, graded by what solving them takes."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tasksynth.domain import Domain

if TYPE_CHECKING:
    from tasksynth_puzzles.families.entailment import Entailment
    from tasksynth_puzzles.families.futoshiki import Futoshiki
    from tasksynth_puzzles.families.kakuro import Kakuro
    from tasksynth_puzzles.families.killer import Killer
    from tasksynth_puzzles.families.knights import Knights
    from tasksynth_puzzles.families.minesweeper import Minesweeper
    from tasksynth_puzzles.families.nonogram import Nonogram
    from tasksynth_puzzles.families.sudoku import Sudoku
    from tasksynth_puzzles.families.zebra import Zebra

DOMAIN = Domain(
    name="puzzle",
    families={
        "puzzle.entailment": "tasksynth_puzzles.families.entailment:Entailment",
        "puzzle.futoshiki": "tasksynth_puzzles.families.futoshiki:Futoshiki",
        "puzzle.kakuro": "tasksynth_puzzles.families.kakuro:Kakuro",
        "puzzle.killer": "tasksynth_puzzles.families.killer:Killer",
        "puzzle.knights": "tasksynth_puzzles.families.knights:Knights",
        "puzzle.minesweeper": "tasksynth_puzzles.families.minesweeper:Minesweeper",
        "puzzle.nonogram": "tasksynth_puzzles.families.nonogram:Nonogram",
        "puzzle.sudoku": "tasksynth_puzzles.families.sudoku:Sudoku",
        "puzzle.zebra": "tasksynth_puzzles.families.zebra:Zebra",
    },
)
"""What this package adds."""

__all__ = [
    "DOMAIN",
    "Entailment",
    "Futoshiki",
    "Kakuro",
    "Killer",
    "Knights",
    "Minesweeper",
    "Nonogram",
    "Sudoku",
    "Zebra",
]

_HOME = {value.rpartition(":")[2]: value.rpartition(":")[0] for value in DOMAIN.families.values()}


def __getattr__(name: str) -> Any:
    """Load a family at its first use: listing them must not import a solver."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth_puzzles' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
