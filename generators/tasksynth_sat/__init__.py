"""SAT tasks of controlled difficulty, on python-sat."""

from tasksynth_sat.assignment import Assignment
from tasksynth_sat.decision import Decision
from tasksynth_sat.ksat import KSat
from tasksynth_sat.maxsat import MaxSat
from tasksynth_sat.mcs import Mcs
from tasksynth_sat.mus import Mus
from tasksynth_sat.saturn import Saturn

__all__ = ["Assignment", "Decision", "KSat", "MaxSat", "Mcs", "Mus", "Saturn"]
