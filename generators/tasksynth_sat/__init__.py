"""SAT tasks of controlled difficulty, on python-sat."""

from tasksynth_sat.assignment import Assignment
from tasksynth_sat.clique import Clique
from tasksynth_sat.coloring import Coloring
from tasksynth_sat.decision import Decision
from tasksynth_sat.ksat import KSat
from tasksynth_sat.maxsat import MaxSat
from tasksynth_sat.mcs import Mcs
from tasksynth_sat.mus import Mus
from tasksynth_sat.parity import Parity
from tasksynth_sat.pigeonhole import Pigeonhole
from tasksynth_sat.proof import Proof
from tasksynth_sat.saturn import Saturn
from tasksynth_sat.scheduling import Scheduling

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
