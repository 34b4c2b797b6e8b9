"""Rules, and which of them examples leave open: all of a language are tried, none is forgotten."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from tasksynth_vision.grids.steps import GROWTH, IDEMPOTENT, MOST_CELLS, Grid, undone_by

Steps = Mapping[str, Callable[[Grid], Grid | None]]
Rule = tuple[str, ...]


def done(steps: Steps, rule: Rule, grid: Grid) -> Grid | None:
    """The grid that a rule makes of a grid; None where a step cannot be done."""
    out: Grid | None = grid
    for name in rule:
        if out is None or max(len(out), len(out[0])) > MOST_CELLS:
            return None
        out = steps[name](out)
    return out


def consistent(steps: Steps, pairs: Sequence[tuple[Grid, Grid]], most: int) -> Iterator[Rule]:
    """Every rule of one to `most` steps that makes the second grid of each pair of the first."""
    first, wanted = pairs[0]
    before: list[tuple[Rule, Grid]] = [((), first)]
    for long in range(1, most + 1):
        for rule in _ended(steps, before, wanted):
            if all(done(steps, rule, one) == other for one, other in pairs[1:]):
                yield rule
        if long < most:
            before = [
                ((*rule, name), after)
                for rule, grid in before
                for name, step in steps.items()
                if max(len(grid), len(grid[0])) <= MOST_CELLS and (after := step(grid)) is not None
            ]


def _ended(steps: Steps, before: list[tuple[Rule, Grid]], wanted: Grid) -> Iterator[Rule]:
    """The rules that one more step leads to a grid.

    What can be undone is looked up from the end. What changes nothing a second time cannot have
    been last where it would still change something; and most steps leave as many cells as there
    were.
    """
    by_grid: dict[Grid, list[Rule]] = {}
    by_area: dict[int, list[tuple[Rule, Grid]]] = {}
    for rule, grid in before:
        by_grid.setdefault(grid, []).append(rule)
        by_area.setdefault(len(grid) * len(grid[0]), []).append((rule, grid))
    area = len(wanted) * len(wanted[0])
    for name, step in steps.items():
        if (back := undone_by(name)) is not None:
            undone = steps[back](wanted)
            for rule in by_grid.get(undone, ()) if undone is not None else ():
                yield (*rule, name)
            continue
        if name.startswith(IDEMPOTENT) and step(wanted) != wanted:
            continue
        if name.startswith("cut away"):
            among = [pair for pairs in by_area.values() for pair in pairs]
        else:
            times, of = next((GROWTH[one] for one in GROWTH if name.startswith(one)), (1, 1))
            among = by_area.get(area * of // times, []) if area * of % times == 0 else []
        for rule, grid in among:
            if step(grid) == wanted:
                yield (*rule, name)


def is_settled(
    steps: Steps, pairs: Sequence[tuple[Grid, Grid]], grid: Grid, answer: Grid, most: int
) -> bool:
    """Whether every rule that fits the examples makes the same of another grid, none is shorter.

    A rule that cannot be done on that grid settles nothing, and counts as another answer.
    """
    for rule in consistent(steps, pairs, most):
        if len(rule) < most or done(steps, rule, grid) != answer:
            return False
    return True
