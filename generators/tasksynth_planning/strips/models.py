"""Domains and problems of typed STRIPS, as the instances keep them."""

from tasksynth_schemas import Model

Atom = tuple[str, ...]
"""A predicate and its arguments: objects, or variables, which begin with `?`."""


class ActionSchema(Model):
    """What may be done, with variables."""

    name: str
    variables: tuple[tuple[str, str], ...]
    """Each with its type."""
    needs: tuple[Atom, ...]
    adds: tuple[Atom, ...]
    deletes: tuple[Atom, ...]


class PlanningProblem(Model):
    """A domain, what holds at first, and what is to hold."""

    theme: str
    types: tuple[tuple[str, str], ...]
    """Each with the type that it is a kind of; `object` is the root."""
    objects: tuple[tuple[str, str], ...]
    """Each with its type."""
    schemas: tuple[ActionSchema, ...]
    initial: tuple[Atom, ...]
    goal: tuple[Atom, ...]


def kinds_of(problem: PlanningProblem) -> dict[str, list[str]]:
    """The objects of each type, those of its kinds among them."""
    above = dict(problem.types)
    found: dict[str, list[str]] = {}
    for name, kind in problem.objects:
        while kind:
            found.setdefault(kind, []).append(name)
            kind = above.get(kind, "")
    return found


def bound(atom: Atom, values: dict[str, str]) -> Atom:
    """An atom with objects in place of its variables."""
    return (atom[0], *(values[part] for part in atom[1:]))
