"""SAT tasks of controlled difficulty, on python-sat."""

from tasksynth_sat.families.assignment import Assignment
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

__all__ = [
    "Assignment",
    "Clique",
    "Coloring",
    "Decision",
    "KSat",
    "MaxSat",
    "Mcs",
    "Mus",
    "Parity",
    "Pigeonhole",
    "Proof",
    "Saturn",
    "Scheduling",
]
