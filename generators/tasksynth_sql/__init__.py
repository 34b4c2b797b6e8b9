"""Text-to-SQL tasks that own their gold, and a verifier for anybody's."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tasksynth_sql.judging import judge

_HOME = {
    "judge": "tasksynth_sql.judging",
}

__all__ = ["judge"]


def __getattr__(name: str) -> Any:
    """Load a public name at its first use: listing the families must not import sqlglot."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth_sql' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
