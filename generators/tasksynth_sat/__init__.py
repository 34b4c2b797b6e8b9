"""SAT tasks of controlled difficulty, on python-sat."""

from tasksynth_sat.ksat import KSat
from tasksynth_sat.saturn import Saturn

__all__ = ["KSat", "Saturn"]
