"""Text-to-SQL tasks that own their gold, and a verifier for anybody's."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tasksynth.domain import Domain

if TYPE_CHECKING:
    from tasksynth_sql.families.decompose import Decompose, preference_pairs
    from tasksynth_sql.families.dialog import Dialog
    from tasksynth_sql.families.explore import Explore
    from tasksynth_sql.families.repair import Repair
    from tasksynth_sql.families.result import ResultTable
    from tasksynth_sql.families.text2sql import Text2Sql
    from tasksynth_sql.judging.verdict import judge

_HOME = {
    "Decompose": "tasksynth_sql.families.decompose",
    "Dialog": "tasksynth_sql.families.dialog",
    "Explore": "tasksynth_sql.families.explore",
    "Repair": "tasksynth_sql.families.repair",
    "ResultTable": "tasksynth_sql.families.result",
    "Text2Sql": "tasksynth_sql.families.text2sql",
    "judge": "tasksynth_sql.judging.verdict",
    "preference_pairs": "tasksynth_sql.families.decompose",
}

__all__ = [
    "DOMAIN",
    "Decompose",
    "Dialog",
    "Explore",
    "Repair",
    "ResultTable",
    "Text2Sql",
    "judge",
    "preference_pairs",
]


DOMAIN = Domain(
    name="sql",
    families={
        "sql.decompose": "tasksynth_sql.families.decompose:Decompose",
        "sql.dialog": "tasksynth_sql.families.dialog:Dialog",
        "sql.explore": "tasksynth_sql.families.explore:Explore",
        "sql.repair": "tasksynth_sql.families.repair:Repair",
        "sql.result": "tasksynth_sql.families.result:ResultTable",
        "sql.text2sql": "tasksynth_sql.families.text2sql:Text2Sql",
    },
    importers={
        "bird": "tasksynth_sql.exchange.spider:spider",
        "spider": "tasksynth_sql.exchange.spider:spider",
    },
)
"""What this package adds."""


def __getattr__(name: str) -> Any:
    """Load a public name at its first use: listing the families must not import sqlglot."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth_sql' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
