"""SATQuest's MUS: clauses that contradict each other, with none to spare."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Rubric, Verdict
from tasksynth_sat.drawing import draw, optimum
from tasksynth_sat.drawing.contradiction import (
    conjunctions,
    contradiction,
    first_contradiction,
    needed,
    spread_over,
    tables_of,
)
from tasksynth_sat.drawing.draw import Width
from tasksynth_sat.drawing.parity_mus import LEAST_VARS, PLACES, parities_of, parity_mus, peeled
from tasksynth_sat.formulas.cnf import Clause, columns
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion, QuestionParams, Target

UNIFORM_VARS = 10
"""Largest uniform formula whose smallest contradiction is searched for."""
FLOOR = 0.05
"""No trivial choice of clauses is right oftener than this."""
_AUTO_VARS = 8
_CONFLICTS = 5_000
"""Budget of that search; where it is not enough, ten times as much hardly ever is."""
_SHARE = 0.75
"""A contradiction is at most this share of the formula, so that naming every clause is no guess."""


class MusParams(QuestionParams):
    """Which formulas to draw, and which contradictions to ask for."""

    n_vars: Annotated[int, Field(ge=3, le=500), Knob(5, 80, log=True)] = 6
    """Propositional variables."""
    ratio: Annotated[float, Field(gt=0, le=60)] = 6.0
    """Clauses a variable; `n_clauses`, where given, replaces it."""
    target: Target = "smallest"
    """`smallest`: as few clauses as possible. `minimal`: no clause without need; SATQuest's own
    texts always ask for that."""
    kind: Literal["auto", "uniform", "planted", "parity"] = "auto"
    """`uniform`: clauses at random, up to 10 variables, with as many contradictions as may be; the
    search for a smallest one is bounded, and fails for wide clauses. `planted`: a single minimal
    contradiction, on few variables, among clauses that join in none. `parity`: the same, of parity
    and on most variables, so that finding it takes search or elimination; of width 3, from 16
    variables and 6 clauses a variable on. `auto`: uniform up to 8 variables and width 3, parity
    where it can be had, and else planted."""

    @property
    def drawn(self) -> Literal["uniform", "planted", "parity"]:
        """The kind in force."""
        if self.kind != "auto":
            return self.kind
        if self.n_vars <= _AUTO_VARS and self.width in (2, 3, "mixed"):
            return "uniform"
        return "parity" if self.holds_parities else "planted"

    @property
    def holds_parities(self) -> bool:
        """Whether parities have room."""
        roomy = self.n_vars >= LEAST_VARS and self.m >= PLACES * self.n_vars
        return self.width == 3 and roomy

    @model_validator(mode="after")
    def _contradictions_exist(self) -> Self:
        asked.check_contradiction(self)
        if self.kind == "parity" and not self.holds_parities:
            raise ValueError(
                f"parities want width 3, {LEAST_VARS} variables and {PLACES} clauses a variable; "
                f"got width {self.width}, n_vars={self.n_vars} and {self.m} clauses"
            )
        if self.drawn == "uniform" and self.n_vars > UNIFORM_VARS:
            raise ValueError(
                f"the smallest contradiction of a uniform formula is searched for up to "
                f"{UNIFORM_VARS} variables, got {self.n_vars}; ask for kind 'planted'"
            )
        return self


class MusInstance(FormulaQuestion):
    """An unsatisfiable formula and a smallest contradiction in it."""

    mus: tuple[Annotated[int, Field(ge=0)], ...]
    """The places of its clauses, from 0, increasing."""
    unique: bool
    """Whether it is known to be the only minimal one."""
    target: Target


class Mus(Family[MusParams, MusInstance]):
    """Find a smallest (or minimal) set of contradictory clauses; any right set is accepted."""

    name = "sat.mus"
    version = 2
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)

    def generate(self, p: MusParams, rng: np.random.Generator) -> MusInstance | None:
        """A formula of which a contradiction takes several clauses, and not nearly all."""
        word = int(rng.bit_generator.random_raw())
        if p.drawn == "parity":
            found = parities(rng, p.n_vars, p.m)
        elif p.drawn == "planted":
            found = planted(rng, p.n_vars, p.m, p.width)
        else:
            found = uniform(rng, p.n_vars, p.m, p.width)
        if found is None or not 4 <= found.size <= _SHARE * p.m:
            return None
        order = rng.permutation(p.m).tolist()
        fields = asked.wording(p, word)
        x = MusInstance.trusted(
            cnf=asked.formula(p.n_vars, [found.clauses[i] for i in order]),
            mus=tuple(place for place, i in enumerate(order) if i < found.size),
            unique=p.drawn != "uniform",
            target=asked.resolve(p.target, fields["form"]),
            **fields,
        )
        if p.max_guess == 1:
            return x
        solved = any(_fault(x, set(chosen)) is None for chosen in _guesses(x).values())
        return None if solved else x

    def prompt(self, x: MusInstance) -> str:
        """Asks for a set of clauses."""
        return asked.ask("mus", x, smallest=x.target == "smallest")

    def verify(self, x: MusInstance, answer: str) -> Verdict:
        """Evaluate the set; of a single contradiction, compare with it."""
        chosen = asked.read_clauses(x, answer)
        if isinstance(chosen, str):
            return self.rubric.unparsable(chosen)
        fault = _fault(x, chosen)
        return _PASS if fault is None else self.rubric(solved=0, why=fault)

    def solve(self, x: MusInstance) -> str:
        """The stored contradiction."""
        return asked.write(x, asked.write_clauses(x, x.mus))

    def measure(self, x: MusInstance) -> dict[str, float]:
        """The size of the contradiction, that of the formula, one run of the solver."""
        return {"mus": float(len(x.mus))} | asked.features(x, full=False)

    def measure_full(self, x: MusInstance) -> dict[str, float]:
        """Medians over isomorphic copies in place of one run."""
        return {"mus": float(len(x.mus))} | asked.features(x, full=True)

    def canonical(self, x: MusInstance) -> Any:
        """The formula and what is asked, whatever the order and the wording."""
        return [x.target, *asked.same_formula(x)]

    def baselines(self, x: MusInstance) -> dict[str, str]:
        """All clauses, the first ones, some at random, those on the commonest variables, those that
        state parities.
        """
        return {name: asked.write_clauses(x, chosen) for name, chosen in _guesses(x).items()}

    def floor(self, p: MusParams) -> float:
        """What chance finds: what a trivial strategy solves is drawn anew, and another may hit."""
        return FLOOR if p.max_guess < 1 else 1.0


_PASS = Mus.rubric(solved=1)


def _fault(x: MusInstance, chosen: set[int]) -> str | None:
    """What is wrong with a set of clauses; None if nothing is."""
    if x.target == "smallest" and len(chosen) != len(x.mus):
        return f"{len(chosen)} clauses are named, a smallest contradiction has {len(x.mus)}"
    if x.unique:  # also what a truth table would say
        return None if chosen == set(x.mus) else "there is one minimal contradiction, not this"
    tables = [x.cnf.clause_tables[i] for i in sorted(chosen)]
    once = several = 0  # assignments that exactly one, that more than one of the clauses excludes
    everything = columns(x.cnf.n_vars)[0]
    for table in tables:
        excluded = everything ^ table
        several |= once & excluded
        once |= excluded
    if once != everything:
        return "the clauses named can be satisfied together"
    alone = ~several
    for i, table in zip(sorted(chosen), tables, strict=True):
        if not (everything ^ table) & alone:
            return f"clause {i + 1} is not needed"
    return None


def _guesses(x: MusInstance) -> dict[str, list[int]]:
    clauses, m = x.cnf.clauses, len(x.cnf.clauses)
    count = Counter(abs(y) for clause in clauses for y in clause)
    weight = [sum(count[abs(y)] for y in clause) for clause in clauses]
    heavy = sorted(range(m), key=lambda i: (-weight[i], i))
    needed_vars = {abs(y) for i in x.mus for y in clauses[i]}
    common = {v for v, _ in count.most_common(len(needed_vars))}
    return (
        asked.blind_sets(x, len(x.mus))
        | _parity_guesses(clauses)
        | {
            "all": list(range(m)),
            "all but the last": list(range(m - 1)),
            "heaviest in common variables": sorted(heavy[: len(x.mus)]),
            "within the commonest variables": [
                i for i, clause in enumerate(clauses) if common.issuperset(map(abs, clause))
            ],
        }
    )


def _parity_guesses(clauses: Sequence[Clause]) -> dict[str, list[int]]:
    """All parities that a formula states, and those that do not hang by a variable alone."""
    parities = parities_of(clauses)
    found = {
        "parities": sorted(chain.from_iterable(parities.values())),
        "parities that hang together": sorted(
            chain.from_iterable(parities[row] for row in peeled(parities))
        ),
    }
    return {name: places for name, places in found.items() if places}


@dataclass(frozen=True)
class Core:
    """An unsatisfiable formula."""

    clauses: list[Clause]
    size: int
    """So many clauses at its head are a smallest contradiction."""


def uniform(rng: np.random.Generator, n_vars: int, n_clauses: int, width: Width) -> Core | None:
    """A random unsatisfiable formula and a smallest contradiction in it; None if the draw failed.

    A set of clauses is contradictory when it hits, for every assignment, the set of those that the
    assignment violates; a smallest one is a smallest hitting set (Liffiton, Sakallah: "Algorithms
    for computing minimal unsatisfiable subsets of constraints", JAR 40, 2008).
    """
    clauses = contradiction(rng, n_vars, n_clauses, width)
    if clauses is None:
        return None
    everything = columns(n_vars)[0]
    to_hit: list[list[int]] = [[] for _ in range(1 << n_vars)]
    for place, clause in enumerate(clauses, 1):
        excluded = everything ^ tables_of(n_vars)[clause]
        while excluded:
            lowest = excluded & -excluded
            to_hit[lowest.bit_length() - 1].append(place)
            excluded ^= lowest
    least = 4 if width == "mixed" else 2**width
    hit = optimum.fewest_true(
        sorted(set(map(tuple, to_hit))),
        range(1, n_clauses + 1),
        top=n_clauses,
        least=least,
        most=int(_SHARE * n_clauses),
        conflicts=_CONFLICTS,
    )
    if hit is None:
        return None
    members = [i for i in range(n_clauses) if hit[i] > 0]
    others = [i for i in range(n_clauses) if hit[i] < 0]
    return Core([clauses[i] for i in members + others], len(members))


def planted(rng: np.random.Generator, n_vars: int, n_clauses: int, width: Width) -> Core | None:
    """A formula with a single minimal contradiction; None where the draw failed.

    For every clause of the contradiction there is a witness: an assignment that violates that
    clause and no other clause of the formula. So no clause of it can be missing from any. The
    witnesses agree on the variables outside the contradiction.
    """
    least = 4 if width == "mixed" else width + 1
    core_vars = min(optimum.CORE_VARS, max(least, min(n_clauses // 8, 2 * n_vars // 3)))
    found = first_contradiction(draw.clauses(rng, core_vars, width), core_vars)
    if found is None:
        return None
    kept = needed(found.tables, len(found.tables), columns(core_vars)[0])
    core = [found.clauses[i] for i in kept]
    chosen = sorted((rng.permutation(n_vars)[:core_vars] + 1).tolist())
    true = _witnesses(rng, core, chosen, n_vars)
    clauses = [spread_over(chosen, clause) for clause in core]
    return _amid(rng, Core(clauses, len(core)), true, n_vars, n_clauses, width)


def parities(rng: np.random.Generator, n_vars: int, n_clauses: int) -> Core | None:
    """The same with a contradiction of parity, which needs search; see `parity_mus`."""
    if (found := parity_mus(rng, n_vars)) is None:
        return None
    core = Core([*found.core, *found.beside], len(found.core))
    return _amid(rng, core, found.true, n_vars, n_clauses, 3)


def _amid(
    rng: np.random.Generator,
    core: Core,
    true: list[int],
    n_vars: int,
    n_clauses: int,
    width: Width,
) -> Core | None:
    """A contradiction amid clauses that all of its witnesses satisfy, quietly.

    `true` has for each signed literal the witnesses that make it true, as bits.
    """
    clauses, everywhere = list(core.clauses), (1 << core.size) - 1
    taken = set(clauses)
    unused = set(range(1, n_vars + 1)) - {abs(y) for clause in clauses for y in clause}
    for clause, coin in zip(draw.clauses(rng, n_vars, width), draw.coins(rng), strict=False):
        if len(clauses) == n_clauses:
            break
        held = free = 0
        for literal in clause:
            held |= true[literal]
            free += true[literal] == everywhere
        if (
            held != everywhere
            or clause in taken
            or (free > 1 and coin > draw.quiet(len(clause), free))
        ):
            continue
        if unused and unused.isdisjoint(map(abs, clause)):
            continue
        clauses.append(clause)
        unused.difference_update(map(abs, clause))
    return None if unused or len(clauses) != n_clauses else Core(clauses, core.size)


def _witnesses(
    rng: np.random.Generator, core: list[Clause], chosen: list[int], n_vars: int
) -> list[int]:
    """For each signed literal, the witnesses of the core's clauses that make it true, as bits."""
    everything = columns(len(chosen))[0]
    tables = [*map(tables_of(len(chosen)).__getitem__, core)]
    after = conjunctions(tables, everything)
    outside = draw.random_assignment(rng, n_vars)
    everywhere = (1 << len(core)) - 1
    true = [0] * (2 * n_vars + 1)
    for v in range(1, n_vars + 1):
        true[v if outside >> (v - 1) & 1 else -v] = everywhere
    for v in chosen:
        true[v] = true[-v] = 0
    before = everything
    for i, table in enumerate(tables):
        points = before & after[len(tables) - 1 - i]  # the others true, so this clause is false
        before &= table
        point = (points & -points).bit_length() - 1
        for place, v in enumerate(chosen):
            true[v if point >> place & 1 else -v] |= 1 << i
    return true
