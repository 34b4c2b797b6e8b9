"""Replay a plan over the atoms themselves: the checker, which shares nothing with the search."""

from collections.abc import Sequence
from typing import NamedTuple

from tasksynth_planning.strips.models import Atom, PlanningProblem, bound, kinds_of


class PlanRun(NamedTuple):
    """How a plan went."""

    held: int
    """Goals that hold at the end, or before the action that could not be done."""
    why: str
    """Why it is no plan; empty if it is one."""


def replay(problem: PlanningProblem, plan: Sequence[Atom]) -> PlanRun:
    """Do the actions one after the other, as far as that goes."""
    schemas = {schema.name: schema for schema in problem.schemas}
    kinds = kinds_of(problem)
    state = set(problem.initial)
    why = ""
    for number, (name, *objects) in enumerate(plan, 1):
        schema = schemas[name]
        said = f"action {number}, ({' '.join((name, *objects))})"
        wrong = [
            (one, kind)
            for one, (_, kind) in zip(objects, schema.variables, strict=True)
            if one not in kinds[kind]
        ]
        if wrong:
            why = f"{said}: {wrong[0][0]} is no {wrong[0][1]}"
            break
        values = dict(zip((one for one, _ in schema.variables), objects, strict=True))
        lacking = [atom for need in schema.needs if (atom := bound(need, values)) not in state]
        if lacking:
            why = f"{said}: ({' '.join(lacking[0])}) does not hold then"
            break
        state -= {bound(atom, values) for atom in schema.deletes}
        state |= {bound(atom, values) for atom in schema.adds}
    open_goals = [atom for atom in problem.goal if atom not in state]
    if not why and open_goals:
        why = f"({' '.join(open_goals[0])}) does not hold at the end"
    return PlanRun(len(problem.goal) - len(open_goals), why)
