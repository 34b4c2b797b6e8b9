"""SAT tasks of controlled difficulty, on python-sat."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tasksynth.domain import Domain

if TYPE_CHECKING:
    from tasksynth_sat.beyond_np.count import ModelCount
    from tasksynth_sat.beyond_np.pseudo_boolean import PseudoBoolean
    from tasksynth_sat.beyond_np.qbf import Qbf
    from tasksynth_sat.beyond_np.weighted import Weighted
    from tasksynth_sat.families.assignment import Assignment
    from tasksynth_sat.families.circuit import CircuitSat
    from tasksynth_sat.families.clique import Clique
    from tasksynth_sat.families.coloring import Coloring
    from tasksynth_sat.families.decision import Decision
    from tasksynth_sat.families.ksat import KSat
    from tasksynth_sat.families.maxsat import MaxSat
    from tasksynth_sat.families.mcs import Mcs
    from tasksynth_sat.families.mus import Mus
    from tasksynth_sat.families.parity import Parity
    from tasksynth_sat.families.pigeonhole import Pigeonhole
    from tasksynth_sat.families.proof import Proof
    from tasksynth_sat.families.saturn import Saturn
    from tasksynth_sat.families.scheduling import Scheduling

DOMAIN = Domain(
    name="sat",
    families={
        "sat.assignment": "tasksynth_sat.families.assignment:Assignment",
        "sat.circuit": "tasksynth_sat.families.circuit:CircuitSat",
        "sat.clique": "tasksynth_sat.families.clique:Clique",
        "sat.coloring": "tasksynth_sat.families.coloring:Coloring",
        "sat.count": "tasksynth_sat.beyond_np.count:ModelCount",
        "sat.decision": "tasksynth_sat.families.decision:Decision",
        "sat.ksat": "tasksynth_sat.families.ksat:KSat",
        "sat.maxsat": "tasksynth_sat.families.maxsat:MaxSat",
        "sat.mcs": "tasksynth_sat.families.mcs:Mcs",
        "sat.mus": "tasksynth_sat.families.mus:Mus",
        "sat.parity": "tasksynth_sat.families.parity:Parity",
        "sat.pigeonhole": "tasksynth_sat.families.pigeonhole:Pigeonhole",
        "sat.proof": "tasksynth_sat.families.proof:Proof",
        "sat.pseudo_boolean": "tasksynth_sat.beyond_np.pseudo_boolean:PseudoBoolean",
        "sat.qbf": "tasksynth_sat.beyond_np.qbf:Qbf",
        "sat.saturn": "tasksynth_sat.families.saturn:Saturn",
        "sat.scheduling": "tasksynth_sat.families.scheduling:Scheduling",
        "sat.weighted": "tasksynth_sat.beyond_np.weighted:Weighted",
    },
    importers={
        "dimacs": "tasksynth_sat.importing:dimacs",
        "saturn": "tasksynth_sat.importing:saturn",
        "wcnf": "tasksynth_sat.importing:wcnf",
    },
)
"""What this package adds."""

__all__ = [
    "DOMAIN",
    "Assignment",
    "CircuitSat",
    "Clique",
    "Coloring",
    "Decision",
    "KSat",
    "MaxSat",
    "Mcs",
    "ModelCount",
    "Mus",
    "Parity",
    "Pigeonhole",
    "Proof",
    "PseudoBoolean",
    "Qbf",
    "Saturn",
    "Scheduling",
    "Weighted",
]

_HOME = {value.rpartition(":")[2]: value.rpartition(":")[0] for value in DOMAIN.families.values()}


def __getattr__(name: str) -> Any:
    """Load a family at its first use: listing them must not import a solver."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth_sat' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
