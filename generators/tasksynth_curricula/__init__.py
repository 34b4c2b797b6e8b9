"""Curricula as artefacts (`course`), and tasks about curricula: order, plan, diagnose."""

from tasksynth_curricula.diagnose import Diagnose
from tasksynth_curricula.order import Order
from tasksynth_curricula.plan import Plan

__all__ = ["Diagnose", "Order", "Plan"]
