"""Unsatisfiable formulas whose answer is a certificate: a refutation, or a small core."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, FamilyError, Knob, Params, Rubric
from tasksynth.answers import Unreadable
from tasksynth.rng import Stream
from tasksynth_sat.formulas.cnf import Clause, Cnf, canonical
from tasksynth_sat.formulas.dimacs import write_dimacs
from tasksynth_sat.reading.clause_sets import read_clause_set
from tasksynth_sat.reading.proofs import read_proof
from tasksynth_sat.solving.cores import Subformulas
from tasksynth_sat.solving.rup import first_fault, refute, write_proof
from tasksynth_sat.solving.solvers import effort, solve_clauses, statistics
from tasksynth_sat.wording.stories import choose
from tasksynth_schemas import Model, Verdict, canonical_json

WIDTH = 3
MOST_LEMMAS = 400
"""A refutation of ours that grows longer is given up, and the formula with it."""
SAMPLES = 40
"""Random subsets that the guess rate of a core is measured on."""
SPLITS = 10
"""Random case splits that the guess rate of a refutation is measured on."""
CHECK_CONFLICTS = 50_000
"""Budget for judging one core; the families' sizes need a few hundred at most."""


class ProofParams(Params):
    """What may be asked of `sat.proof`."""

    n_vars: Annotated[int, Field(ge=5, le=100), Knob(14, 44)]
    """Variables; clauses have three of them."""
    ratio: Annotated[float, Field(ge=3, le=20)] = 5.0
    """Clauses for each variable. Uniform random 3-SAT has few refutable formulas below 4.3."""
    certificate: Literal["rup", "core"] = "rup"
    """`rup`: clauses that follow by unit propagation, down to the empty clause. `core`: the
    numbers of clauses that cannot be true together."""
    min_lemmas: Annotated[int, Field(ge=1, le=200)] = 3
    """Clauses before the empty one in a refutation of ours, at least; 1 is enough to keep out
    formulas that unit propagation alone refutes."""
    slack: Annotated[float, Field(ge=1, le=10)] = 1.5
    """How much longer than the certificate known to us an answer may be."""
    max_guess: Annotated[float, Field(ge=0, le=1)] = 0.05
    """The highest pass rate in [0, 1] that a trivial strategy may have; 1 takes any formula."""


class ProofInstance(Model):
    """An unsatisfiable formula and a certificate of it."""

    cnf: Cnf
    certificate: Literal["rup", "core"]
    limit: int
    """Clauses that an answer may have: before the empty one, or in the core."""
    known: tuple[Clause, ...]
    """Our certificate: the clauses of a refutation, or the clauses of a minimal core."""
    lemmas: int
    """Clauses before the empty one in our refutation."""
    wording: int
    guess: dict[str, Annotated[float, Field(ge=0, le=1)]]
    """Pass rate of each trivial strategy."""


class Proof(Family[ProofParams, ProofInstance]):
    """Prove that a formula is unsatisfiable, with a certificate that is checked step by step.

    Uniform random 3-SAT, beyond unit propagation. A refutation is checked by reverse unit
    propagation; a core by one complete solver run under a budget that these sizes never reach.
    Both are bounded in length, so that neither a blind case split nor the whole formula passes.
    """

    name = "sat.proof"
    effort = "conflicts"
    rubric = Rubric(gate="proved", proved=1.0)

    def generate(self, p: ProofParams, rng: np.random.Generator) -> ProofInstance | None:
        cnf = Cnf(n_vars=p.n_vars, clauses=_clauses(p.n_vars, round(p.n_vars * p.ratio), rng))
        if solve_clauses(cnf.clauses).status != "unsat":
            return None
        proof = refute(cnf, most=MOST_LEMMAS)
        if proof is None or len(proof) <= p.min_lemmas:
            return None
        known, size = tuple(proof), len(proof) - 1
        if p.certificate == "core":
            with Subformulas(cnf) as part:
                core = part.minimal_core(rng.permutation(len(cnf.clauses)).tolist())
            if core is None:
                return None
            known, size = tuple(cnf.clauses[i] for i in core), len(core)
        x = ProofInstance(
            cnf=cnf,
            certificate=p.certificate,
            limit=min(ceil(size * p.slack), len(cnf.clauses) - 1),
            known=known,
            lemmas=len(proof) - 1,
            wording=rng.bit_generator.random_raw() >> 32,
            guess={},
        )
        guess = _guess_rates(x)
        if max(guess.values()) > p.max_guess:
            return None
        return x.model_copy(update={"guess": guess})

    def prompt(self, x: ProofInstance) -> str:
        asked = RUP if x.certificate == "rup" else CORE
        shown = _formula(x)
        text = choose(asked, x.wording, 0)
        return text.format(formula=shown, limit=x.limit, n=x.cnf.n_vars, m=len(x.cnf.clauses))

    def verify(self, x: ProofInstance, answer: str) -> Verdict:
        try:
            if x.certificate == "rup":
                fault = self._check_proof(x, read_proof(answer, x.cnf.n_vars))
            else:
                core = read_clause_set(answer, len(x.cnf.clauses), asked="line")
                fault = self._check_core(x, core)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        return self.rubric(proved=float(fault is None), why=fault or "")

    def _check_proof(self, x: ProofInstance, lemmas: Sequence[Clause]) -> str | None:
        added = sum(1 for lemma in lemmas if lemma)
        if added > x.limit:
            return f"want at most {x.limit} clauses before the empty one, got {added}"
        return first_fault(x.cnf, lemmas)

    def _check_core(self, x: ProofInstance, core: Sequence[int]) -> str | None:
        if len(core) > x.limit:
            return f"want at most {x.limit} clauses, got {len(core)}"
        found = solve_clauses([x.cnf.clauses[i] for i in core], conflicts=CHECK_CONFLICTS)
        if found.status == "unknown":
            raise FamilyError(f"no verdict on a core within {CHECK_CONFLICTS} conflicts")
        return "these clauses can all be true together" if found.status == "sat" else None

    def solve(self, x: ProofInstance) -> str:
        if x.certificate == "rup":
            return f"<answer>\n{write_proof(x.known)}\n</answer>"
        number = {clause: i for i, clause in enumerate(x.cnf.clauses, 1)}
        return f"Answer: {', '.join(str(number[clause]) for clause in x.known)}"

    def measure(self, x: ProofInstance) -> dict[str, float]:
        return self._measure(x, statistics(x.cnf))

    def measure_full(self, x: ProofInstance) -> dict[str, float]:
        return self._measure(x, effort(x.cnf))

    def _measure(self, x: ProofInstance, spent: dict[str, float]) -> dict[str, float]:
        guess = {f"guess_{name}": rate for name, rate in x.guess.items()}
        features = {
            "n_vars": float(x.cnf.n_vars),
            "n_clauses": float(len(x.cnf.clauses)),
            "lemmas": float(x.lemmas),
            "limit": float(x.limit),
        }
        return spent | features | guess

    def canonical(self, x: ProofInstance) -> Any:
        return [x.certificate, canonical(x.cnf)]

    def baselines(self, x: ProofInstance) -> dict[str, str]:
        pick = Stream(canonical_json(self.canonical(x))).rng(0)
        if x.certificate == "rup":
            return {
                name: write_proof(proofs[int(pick.integers(len(proofs)))])
                for name, proofs in _blind_proofs(x)
            }
        said = {name: cores[int(pick.integers(len(cores)))] for name, cores in _blind_cores(x)}
        said["everything"] = list(range(len(x.cnf.clauses)))
        return {name: " ".join(str(i + 1) for i in core) for name, core in said.items()}

    def floor(self, p: ProofParams) -> float:
        return p.max_guess


def _clauses(n_vars: int, count: int, rng: np.random.Generator) -> tuple[Clause, ...]:
    """So many different clauses, or fewer when there are not as many: uniform random 3-SAT."""
    variables = rng.integers(1, n_vars + 1, (3 * count, WIDTH))
    literals = (variables * rng.choice([-1, 1], variables.shape)).tolist()
    found: dict[tuple[int, ...], Clause] = {}
    for row in literals:
        if len({abs(literal) for literal in row}) == WIDTH:
            found.setdefault(tuple(sorted(row)), tuple(row))
        if len(found) == count:
            break
    return tuple(found.values())


def _guess_rates(x: ProofInstance) -> dict[str, float]:
    if x.certificate == "rup":
        return {
            name: sum(first_fault(x.cnf, proof) is None for proof in proofs) / len(proofs)
            for name, proofs in _blind_proofs(x)
        }
    with Subformulas(x.cnf) as part:
        return {
            name: sum(part.core(core) is not None for core in cores) / len(cores)
            for name, cores in _blind_cores(x)
        }


def _blind_proofs(x: ProofInstance) -> Iterator[tuple[str, list[list[Clause]]]]:
    """The empty clause at once, and full case splits on as many variables as the limit allows."""
    n = x.cnf.n_vars
    depth = min((x.limit + 1).bit_length() - 1, n)
    yield "empty", [[()]]
    yield "split_first", [[*_case_split(range(1, depth + 1)), ()]]
    yield "split_frequent", [[*_case_split(_by_frequency(x.cnf)[:depth]), ()]]
    rng = Stream(canonical_json([n, x.limit])).rng(0)
    orders = rng.permuted(np.tile(np.arange(1, n + 1), (SPLITS, 1)), axis=1)[:, :depth].tolist()
    yield "split_random", [[*_case_split(order), ()] for order in orders]


def _case_split(variables: Sequence[int]) -> list[Clause]:
    """All clauses that deny a case, deepest first: 2^d - 1 of them for d variables."""
    lemmas: list[Clause] = []

    def split(denied: Clause) -> None:
        if len(denied) < len(variables):
            variable = variables[len(denied)]
            split((*denied, -variable))
            lemmas.append((*denied, -variable))
            split((*denied, variable))

    split(())
    return lemmas


def _blind_cores(x: ProofInstance) -> Iterator[tuple[str, list[list[int]]]]:
    """As many clauses as the limit allows: random, consecutive, or of the commonest variables."""
    m = len(x.cnf.clauses)
    rng = Stream(canonical_json([x.cnf.n_vars, m, x.limit])).rng(0)
    yield "random", rng.random((SAMPLES, m)).argsort(axis=1)[:, : x.limit].tolist()
    starts = range(0, m - x.limit + 1, max(1, (m - x.limit) // 8))
    yield "consecutive", [list(range(start, start + x.limit)) for start in starts]
    rank = {variable: i for i, variable in enumerate(_by_frequency(x.cnf))}
    depth = [sorted((rank[abs(literal)] for literal in c), reverse=True) for c in x.cnf.clauses]
    yield "frequent", [sorted(range(m), key=depth.__getitem__)[: x.limit]]


def _by_frequency(cnf: Cnf) -> list[int]:
    """The variables, those in the most clauses first."""
    count = np.bincount(np.abs(np.concatenate(cnf.clauses)), minlength=cnf.n_vars + 1)
    return sorted(range(1, cnf.n_vars + 1), key=lambda variable: -count[variable])


def _formula(x: ProofInstance) -> str:
    style = x.wording >> 8 & 1
    if x.certificate == "rup":
        if style:
            return write_dimacs(x.cnf).strip()
        return "\n".join(" ".join(map(str, clause)) for clause in x.cnf.clauses)
    if style:
        lines = [" ".join(map(str, clause)) for clause in x.cnf.clauses]
    else:
        lines = [
            " or ".join(f"x{v}" if v > 0 else f"not x{-v}" for v in clause)
            for clause in x.cnf.clauses
        ]
    return "\n".join(f"{number}: {line}" for number, line in enumerate(lines, 1))


RUP = (
    (
        "The formula below, over the variables 1 to {n}, has no satisfying assignment. Each line "
        "is a clause; a negative number is a negated variable.\n\n{formula}\n\n"
        "Prove it by a refutation that reverse unit propagation can check. Write clauses one a "
        "line, literals separated by spaces and closed by 0. Each must follow from the formula and "
        "your earlier lines in this way: if all its literals are taken as false, unit propagation "
        "alone reaches a contradiction. The last line is the empty clause, a single 0. At most "
        "{limit} clauses may come before it.\n\n"
        "Put the refutation, and nothing else, between <answer> and </answer> at the end."
    ),
    (
        "Consider this set of {m} clauses over {n} variables (integers are literals, minus means "
        "not):\n\n{formula}\n\n"
        "It is unsatisfiable. Give a DRUP proof of that with no more than {limit} clauses besides "
        "the final empty one. In a DRUP proof every line is a clause, ended by 0, that has the RUP "
        "property: assuming the opposite of each of its literals, unit propagation over the "
        "original clauses and the lines above derives a conflict. The proof ends with the line "
        "that holds only 0. Deletion lines (d ...) are allowed and not counted.\n\n"
        "End your reply with the proof inside <answer> tags, one clause a line."
    ),
    (
        "{formula}\n\n"
        "Every line above is a clause: at least one of its literals must be true, where -v says "
        "that variable v (of {n}) is false. No assignment makes all lines true. Show this by "
        "deriving clauses, each by unit propagation: suppose the new clause is false, propagate "
        "through the clauses given and those derived so far, and a contradiction must appear. "
        "Finish with the empty clause. You may derive at most {limit} clauses before it.\n\n"
        "Answer between <answer> and </answer>: one derived clause a line, numbers separated by "
        "spaces, a 0 at the end of each line, and 0 alone for the empty clause."
    ),
)
CORE = (
    (
        "These {m} numbered clauses over {n} variables cannot all be true at once.\n\n{formula}\n\n"
        "Already some of them are contradictory. Find at most {limit} clauses that cannot all be "
        "true together.\n\nFinish with `Answer:` and the numbers of these clauses, separated by "
        "commas."
    ),
    (
        "{formula}\n\n"
        'No assignment to the {n} variables satisfies all {m} clauses above (a minus or "not" '
        "negates a variable). Which of them are to blame? Name no more than {limit} whose "
        "conjunction is already unsatisfiable.\n\nEnd with `Answer:`, followed on the same line "
        "by their numbers."
    ),
    (
        "An unsatisfiable core is a subset of clauses that no assignment satisfies. Give one of at "
        "most {limit} clauses for this formula of {m} clauses in {n} variables:\n\n{formula}\n\n"
        "Write the clause numbers on a last line that starts with `Answer:`."
    ),
)
