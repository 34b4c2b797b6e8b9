"""From variables to objects: every action that could ever be done, as masks of bits."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from tasksynth_planning.strips.models import ActionSchema, Atom, PlanningProblem, bound, kinds_of


@dataclass(frozen=True)
class GroundAction:
    """An action with its objects; a state is a number whose bits are the atoms that hold."""

    words: Atom
    needs: int
    adds: int
    keeps: int
    """All bits but those that it deletes."""


@dataclass(frozen=True)
class GroundProblem:
    """A problem without variables."""

    atoms: tuple[Atom, ...]
    """Those that change; bit i stands for the i-th."""
    steps: tuple[GroundAction, ...]
    start: int

    def mask(self, atoms: tuple[Atom, ...]) -> int:
        """The bits of some atoms."""
        numbers = {atom: i for i, atom in enumerate(self.atoms)}
        return sum(1 << numbers[atom] for atom in atoms)


def ground(problem: PlanningProblem) -> GroundProblem:
    """Ground a problem: what never changes is looked at once, and gone."""
    changing = {atom[0] for s in problem.schemas for atom in (*s.adds, *s.deletes)}
    static = {atom for atom in problem.initial if atom[0] not in changing}
    kinds = kinds_of(problem)
    found = [
        (schema, values)
        for schema in problem.schemas
        for values in _bindings(schema, kinds, static, changing)
    ]
    numbers: dict[Atom, int] = {}

    def mask(atoms: tuple[Atom, ...], values: dict[str, str]) -> int:
        bits = 0
        for atom in atoms:
            if atom[0] in changing:
                bits |= 1 << numbers.setdefault(bound(atom, values), len(numbers))
        return bits

    start = mask(tuple(a for a in problem.initial if a[0] in changing), _Same())
    steps = []
    for schema, values in found:
        adds, deletes = mask(schema.adds, values), mask(schema.deletes, values)
        words = (schema.name, *(values[name] for name, _ in schema.variables))
        steps.append(GroundAction(words, mask(schema.needs, values), adds, ~(deletes & ~adds)))
    return GroundProblem(tuple(numbers), tuple(steps), start)


class _Same(dict[str, str]):
    """Objects stand for themselves."""

    def __missing__(self, key: str) -> str:
        return key


def _bindings(
    schema: ActionSchema, kinds: dict[str, list[str]], static: set[Atom], changing: set[str]
) -> Iterator[dict[str, str]]:
    """Objects for the variables for which what never changes holds."""
    fixed = [atom for atom in schema.needs if atom[0] not in changing]
    pools = [kinds.get(kind, []) for _, kind in schema.variables]
    for chosen in product(*pools):
        values = dict(zip((name for name, _ in schema.variables), chosen, strict=True))
        if all(bound(atom, values) in static for atom in fixed):
            yield values
