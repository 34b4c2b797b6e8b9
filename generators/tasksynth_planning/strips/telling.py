"""Write a domain and a problem in PDDL."""

from collections.abc import Iterable

from tasksynth_planning.strips.models import Atom, PlanningProblem


def domain_of(problem: PlanningProblem) -> str:
    """The domain."""
    lines = [f"(define (domain {problem.theme})", "  (:requirements :strips :typing)"]
    lines.append(f"  (:types {' '.join(f'{a} - {b}' for a, b in problem.types)})")
    lines.append("  (:predicates")
    lines += [f"    {_typed(name, kinds)}" for name, kinds in _predicates(problem).items()]
    lines[-1] += ")"
    for schema in problem.schemas:
        variables = " ".join(f"{name} - {kind}" for name, kind in schema.variables)
        effects = [_said(atom) for atom in schema.adds]
        effects += [f"(not {_said(atom)})" for atom in schema.deletes]
        lines.append(f"  (:action {schema.name}")
        lines.append(f"    :parameters ({variables})")
        lines.append(f"    :precondition {_all(map(_said, schema.needs))}")
        lines.append(f"    :effect {_all(effects)})")
    return "\n".join(lines) + ")"


def problem_of(problem: PlanningProblem) -> str:
    """The problem."""
    kinds: dict[str, list[str]] = {}
    for name, kind in problem.objects:
        kinds.setdefault(kind, []).append(name)
    objects = " ".join(f"{' '.join(names)} - {kind}" for kind, names in kinds.items())
    initial = "\n    ".join(map(_said, problem.initial))
    goal = _all(map(_said, problem.goal))
    return (
        f"(define (problem task)\n  (:domain {problem.theme})\n  (:objects {objects})\n"
        f"  (:init\n    {initial})\n  (:goal {goal}))"
    )


def _predicates(problem: PlanningProblem) -> dict[str, list[str]]:
    """The types of each predicate's arguments; the more general one where actions differ."""
    above = dict(problem.types)
    found: dict[str, list[str]] = {}
    for schema in problem.schemas:
        kinds = dict(schema.variables)
        for atom in (*schema.needs, *schema.adds, *schema.deletes):
            told = [kinds[name] for name in atom[1:]]
            known = found.setdefault(atom[0], told)
            found[atom[0]] = [
                a if a == b or above[b] == a else above[a] if above[b] == above[a] else b
                for a, b in zip(known, told, strict=True)
            ]
    return found


def _typed(name: str, kinds: list[str]) -> str:
    return f"({name}{''.join(f' ?{chr(97 + i)} - {kind}' for i, kind in enumerate(kinds))})"


def _said(atom: Atom) -> str:
    return f"({' '.join(atom)})"


def _all(parts: Iterable[str]) -> str:
    return f"(and {' '.join(parts)})"
