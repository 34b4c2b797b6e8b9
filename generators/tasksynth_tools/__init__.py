"""Tools: calls of generated services, programs as a tool, and the right tool out of thousands."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tasksynth.domain import Domain

if TYPE_CHECKING:
    from tasksynth_tools.families.calls import Calls
    from tasksynth_tools.families.code_math import CodeMath
    from tasksynth_tools.families.rerank import Rerank
    from tasksynth_tools.families.retrieval import Retrieval

DOMAIN = Domain(
    name="tools",
    families={
        "tools.calls": "tasksynth_tools.families.calls:Calls",
        "tools.code_math": "tasksynth_tools.families.code_math:CodeMath",
        "tools.rerank": "tasksynth_tools.families.rerank:Rerank",
        "tools.retrieval": "tasksynth_tools.families.retrieval:Retrieval",
    },
)
"""What this package adds."""

__all__ = ["DOMAIN", "Calls", "CodeMath", "Rerank", "Retrieval"]

_HOME = {value.rpartition(":")[2]: value.rpartition(":")[0] for value in DOMAIN.families.values()}


def __getattr__(name: str) -> Any:
    """Load a family at its first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth_tools' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
