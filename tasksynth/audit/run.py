"""The audit: each check looks at a sample, and says what does not hold."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import fmean

from tasksynth import registry
from tasksynth.answers.shapes import core_of
from tasksynth.audit import attacks, figures
from tasksynth.audit.episodes import played
from tasksynth.audit.findings import CHECKS as FINDINGS
from tasksynth.audit.findings import AuditReport, Finding, Level
from tasksynth.audit.outcomes import RUN, faults, found_at, unearned
from tasksynth.audit.sample import OutOfBudgetError, Specimens
from tasksynth.capability import Interactive
from tasksynth.engines import Engine, engine_for
from tasksynth.errors import TasksynthError
from tasksynth.pipeline.cells import cell_of
from tasksynth_schemas import names_of

FEW = 6
"""Tasks that each attack is tried on."""
CANDIDATES = 24
"""References that are tried as constants."""
RACE, RUNNERS = 60, 6
"""Tasks that all constants are tried on, and how many of the best on the others of their half."""
PROBE = 68
"""Tasks of another seed that are made at a time: of twice as many, not one is usually here too."""
Check = Callable[[Specimens], Iterator[Finding]]


def audit(
    name: str,
    *,
    levels: Sequence[float | None] = (0.5,),
    seed: int = 0,
    tasks: int = 60,
    workers: int = 1,
    engine: Engine | None = None,
    thorough: bool = True,
    budget_s: float | None = None,
) -> AuditReport:
    """Look at a family's tasks and its verifier.

    Args:
        name: the family.
        levels: where to look; None is the params as they are by default.
        seed: of the stream that is looked at.
        tasks: tasks a level.
        workers: processes.
        engine: who makes and judges instead, left open.
        thorough: whether to make the tasks in another process, too, which takes the longest.
        budget_s: wall seconds a level, after which nothing more is begun, and the report says what
            was not looked at; None: as long as it takes.

    Raises:
        UsageError: for an unknown family, or a level that it cannot be asked for.
    """
    family = registry.get(name)
    checks = [check for check in CHECKS if thorough or check is not determinism]
    with engine_for(workers, given=engine) as engine:
        looked = [_level(engine, name, level, seed, tasks, checks, budget_s) for level in levels]
    return AuditReport(
        family=name,
        version=family.version,
        levels=tuple(looked),
        ran=version("tasksynth"),
        budget_s=budget_s,
    )


def _level(
    engine: Engine,
    name: str,
    level: float | None,
    seed: int,
    tasks: int,
    checks: Sequence[Check],
    budget_s: float | None,
) -> Level:
    start = time.perf_counter()
    try:
        cell_of(name, seed, level, {})
    except TasksynthError as e:
        return Level(
            level=level, findings=(Finding(check="making", severity="fault", what=str(e)),)
        )
    try:
        sample = Specimens(engine, name, level=level, seed=seed, count=tasks, budget_s=budget_s)
    except OutOfBudgetError:
        return Level(level=level, findings=(), unlooked=tuple(FINDINGS))
    took = time.perf_counter() - start
    found = [*making(sample)]
    guessed, unlooked = 0.0, list[str]()
    if sample.exhibits:
        try:
            guessed, more = guesses(sample)
            found += more
        except OutOfBudgetError:
            unlooked += GUESSES
        for check in checks:
            try:
                found += check(sample)
            except OutOfBudgetError:
                unlooked += CHECKS[check]
    return Level(
        level=level,
        tasks=len(sample.exhibits),
        seconds=round(took / max(1, tasks), 4),
        prompt_chars=round(fmean(len(one.task.text) for one in sample.exhibits), 1)
        if sample.exhibits
        else 0.0,
        floor=sample.family.floor(sample.params),
        guessed=guessed,
        duplicates=_duplicated(sample),
        findings=tuple(found),
        unlooked=tuple(unlooked),
    )


def making(sample: Specimens) -> Iterator[Finding]:
    """Tasks that could not be made, and draws that were thrown away."""
    if sample.failures:
        index, why = sample.failures[0]
        yield _unmade(len(sample.failures), sample.count, f"at {index}: {why}")
    drawn = sample.rejected + len(sample.exhibits)
    if drawn and sample.rejected > 0.9 * drawn:
        yield Finding(
            check="making",
            severity="doubt",
            what=f"{sample.rejected} of {drawn} draws are thrown away",
        )


def _unmade(lost: int, of: int, first: str) -> Finding:
    what = f"{lost} of {of} tasks could not be made; {first}"
    return Finding(check="making", severity="fault", what=what)


def guesses(sample: Specimens) -> tuple[float, list[Finding]]:
    """What the best constant answer gets: chosen on half of the tasks, measured on the others."""
    candidates = attacks.constants(sample.exhibits, CANDIDATES)
    n, half = len(sample.exhibits), len(sample.exhibits) // 2
    early, late = sample.exhibits[:half], sample.exhibits[half:]
    raced = sample.grade([(one, text) for text in candidates for one in early[:RACE]])
    scores = dict.fromkeys(candidates, 0)
    for one in raced:
        scores[one.answer] += one.paid
    runners = sorted(scores, key=scores.__getitem__, reverse=True)[:RUNNERS]
    more = sample.grade([(one, text) for text in runners for one in early[RACE:]])
    for one in more:
        scores[one.answer] += one.paid
    best = max(scores, key=scores.__getitem__)
    measured = sample.grade([(one, best) for one in late])
    paid = [one for one in measured if one.paid]
    floor = sample.family.floor(sample.params)
    found = list(faults([*raced, *more, *measured]))
    if paid and figures.at_least(len(paid), n - half) > floor:
        what = f"one constant answer is right for {len(paid)} of {n - half} tasks"
        found.append(found_at("constant", "fault", paid[0], f"{what}; the floor is {floor:g}"))
    strangers = [one for one in raced if one.answer != one.exhibit.reference]
    passing = [one for one in strangers if one.paid]
    if passing and figures.at_least(len(passing), len(strangers)) > floor:
        what = f"{len(passing)} of {len(strangers)} answers that are not a task's own pass"
        found.append(found_at("others", "fault", passing[0], f"{what}; the floor is {floor:g}"))
    return round(len(paid) / max(1, n - half), 4), found


def gold(sample: Specimens) -> Iterator[Finding]:
    """The reference is paid in full."""
    asked = [(one, one.reference) for one in sample.exhibits if one.reference is not None]
    if len(asked) < len(sample.exhibits):
        yield Finding(
            check="gold",
            severity="doubt",
            what=f"{len(sample.exhibits) - len(asked)} of {len(sample.exhibits)} tasks have no "
            f"reference answer: whether they can be solved is not known",
        )
    outcomes = sample.grade(asked)
    refused = [one for one in outcomes if one.verdict.reward != 1]
    if refused:
        first = refused[0]
        yield found_at(
            "gold", "fault", first,
            f"{len(refused)} of {len(outcomes)} reference answers do not get 1: "
            f"{first.verdict.status} {first.verdict.why}",
        )  # fmt: skip


def determinism(sample: Specimens) -> Iterator[Finding]:
    """Another process with other hashes makes the same bytes, in the opposite order."""
    there = sample.lines_elsewhere("1")
    here = [one.task.model_dump_json() for one in sample.exhibits]
    if len(there) < len(here):
        yield Finding(
            check="determinism",
            severity="doubt",
            what=f"another process made {len(there)} of {len(here)} tasks: it ended or was slow",
        )
        return
    differ = [i for i, line in enumerate(here) if there[i] != line]
    if differ:
        yield Finding(
            check="determinism",
            severity="fault",
            what=f"{len(differ)} of {len(here)} tasks come out differently in another process",
            task=sample.exhibits[differ[0]].name,
        )


def distinct(sample: Specimens) -> Iterator[Finding]:
    """Tasks are new ones, and not the old one in other words."""
    share = _duplicated(sample)
    space = sample.family.space(sample.params)
    if share > 0.01 and (space is None or space > 20 * len(sample.exhibits)):
        yield Finding(
            check="duplicates",
            severity="fault" if share > 0.1 else "doubt",
            what=f"{share:.0%} of {len(sample.exhibits)} tasks are equal to an earlier one",
        )
    told = [one for one in sample.exhibits if not names_of(one.task.prompt)]  # words, all of it
    pairs = figures.near_pairs([one.task.text for one in told])
    near = [(i, j, how) for i, j, how in pairs if told[i].digest != told[j].digest]
    if len(near) > 0.02 * len(sample.exhibits):
        i, j, how = near[0]
        yield Finding(
            check="duplicates",
            severity="doubt",
            what=f"{len(near)} pairs of prompts are near duplicates; tasks "
            f"{told[i].name} and {told[j].name} share {how:.0%} of what is not the template's",
            task=told[j].name,
        )


def seeds(sample: Specimens) -> Iterator[Finding]:
    """A test set of another seed is not the training set."""
    here = {one.digest for one in sample.exhibits}
    usual = max(0.05, 2 * _duplicated(sample))
    for other in (sample.seed + 1, sample.seed + 2):
        both, of, wrong = _shared(sample, other, here, usual)
        if wrong:
            yield _unmade(len(wrong), of + len(wrong), wrong[0])
        if of and figures.at_least(both, of) > usual:
            yield Finding(
                check="seeds",
                severity="fault",
                what=f"{both} of {of} tasks of seed {other} are seed {sample.seed}'s too",
            )
            return


def _shared(
    sample: Specimens, seed: int, here: set[bytes], usual: float
) -> tuple[int, int, list[str]]:
    """How many of another seed's tasks are here too, of how many, and what kept others away.

    It makes no more of them once it is sure, as sure as of a fault, that they are as few as usual.
    """
    both, of, wrong = 0, 0, list[str]()
    for start in range(0, sample.count, PROBE):
        there, broken = sample.digests(seed, range(start, min(start + PROBE, sample.count)))
        both, of = both + sum(digest in here for digest in there), of + len(there)
        wrong += broken
        if of and figures.at_most(both, of) <= usual:
            break
    return both, of, wrong


def nothing(sample: Specimens) -> Iterator[Finding]:
    """Empty, echoed and forged answers."""
    few = sample.exhibits[:FEW]
    blank = sample.grade([(one, text) for one in few for text in attacks.NOTHING])
    echoed = sample.grade([(one, text) for one in few for text in attacks.echoes(one)])
    forged = sample.grade([(one, text) for one in few for text in attacks.FORGED])
    for check, outcomes in (("null", blank), ("null", echoed), ("forging", forged)):
        yield from faults(outcomes)
        yield from unearned(sample, check, outcomes)


def hostile(sample: Specimens) -> Iterator[Finding]:
    """Answers that break, hang or run what reads them."""
    one = sample.exhibits[0]
    asked = [(one, text) for text in (*attacks.HOSTILE, *attacks.BOMBS)]
    outcomes = sample.grade(asked)
    yield from faults(outcomes)
    yield from unearned(sample, "null", outcomes)
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary"
        run = sample.grade([(one, text) for text in attacks.programs(canary)])
        stopped = [one for one in run if RUN in one.verdict.why]
        if canary.exists() or stopped:
            how = "and was stopped" if stopped else "and did"
            yield found_at(
                "code", "fault", (stopped or run)[0],
                f"the verifier would run an answer as a program, {how}",
            )  # fmt: skip


def listing(sample: Specimens) -> Iterator[Finding]:
    """All answers at once."""
    texts = attacks.listings(sample.exhibits)
    outcomes = sample.grade([(one, text) for one in sample.exhibits[:FEW] for text in texts])
    yield from faults(outcomes)
    yield from unearned(sample, "listing", outcomes)


def copying(sample: Specimens) -> Iterator[Finding]:
    """The answer, as it stands, in the prompt."""
    cores = [(one, core_of(one.reference or "") or "") for one in sample.exhibits]
    told = [one for one, core in cores if len(core) >= 6 and core in one.task.text]
    if len(told) > 0.05 * len(cores):
        yield Finding(
            check="copying",
            severity="doubt",
            what=f"{len(told)} of {len(cores)} prompts hold their own answer as it stands",
            task=told[0].name,
        )


def forms(sample: Specimens) -> Iterator[Finding]:
    """Right answers in other shapes, and replies that are no right answers."""
    if isinstance(sample.family, Interactive):
        return
    few = [one for one in sample.exhibits if one.reference][:2]
    named = [(one, name, text) for one in few for name, text in attacks.shapes(one)]
    outcomes = sample.grade([(one, text) for one, _, text in named])
    refused = {
        name: outcome
        for (_, name, _), outcome in zip(named, outcomes, strict=True)
        if not outcome.paid and name not in sample.family.refuses
    }
    if refused:
        first = next(iter(refused.values()))
        names = ", ".join(list(refused)[:8])
        yield found_at(
            "shapes", "doubt", first,
            f"{len(refused)} of {len({name for _, name, _ in named})} shapes of a right answer are "
            f"refused: {names}{', …' if len(refused) > 8 else ''}",
        )  # fmt: skip
    for one in few:
        others = (other.reference for other in sample.exhibits if other.digest != one.digest)
        wrong = next((text for text in others if text and text != one.reference), None)
        if wrong is None or sample.grade([(one, wrong)])[0].paid:
            continue
        missed = sample.grade([(one, text) for _, text in attacks.misses(one, wrong)])
        paid = [outcome for outcome in missed if outcome.paid]
        if paid:
            yield found_at(
                "near misses", "fault", paid[0],
                f"{len(paid)} of {len(missed)} replies that do not give the right answer are paid",
            )  # fmt: skip
            return


def corruption(sample: Specimens) -> Iterator[Finding]:
    """Spoilt answers get less, the more of them is spoilt."""
    few = [one for one in sample.exhibits if one.reference][: 2 * FEW]
    if isinstance(sample.family, Interactive) or not few:
        return
    made = [(one, spoilt) for one in few for spoilt in attacks.spoilt(one)]
    outcomes = sample.grade([(one, spoilt.text) for one, spoilt in made])
    yield from faults(outcomes)
    counts = [float(spoilt.characters) for _, spoilt in made]
    credits = [one.credit for one in outcomes]
    if (grows := figures.rank_correlation(counts, credits)) > 0.2:
        yield Finding(
            check="corruption",
            severity="fault",
            what=f"the more of an answer is spoilt, the more it gets: rank correlation {grows:.2f}",
        )
    worst = [one for (_, spoilt), one in zip(made, outcomes, strict=True) if spoilt.characters >= 4]
    if worst and (mean := fmean(one.credit for one in worst)) > 0.5:
        yield found_at(
            "corruption", "doubt", worst[0],
            f"answers with four characters or more replaced still get {mean:.2f} on average",
        )  # fmt: skip


def leaks(sample: Specimens) -> Iterator[Finding]:
    """What lengths, counts and single words of a prompt tell of its answer."""
    known = [(one.task.text, core_of(one.reference) or one.reference)
             for one in sample.exhibits if one.reference]  # fmt: skip
    right, of, share = figures.surface_accuracy([a for a, _ in known], [b for _, b in known])
    floor = max(share, sample.family.floor(sample.params))
    if of and figures.at_least(right, of) > floor:
        yield Finding(
            check="leaks",
            severity="fault",
            what=f"a linear classifier tells {right} of {of} answers from what the prompt "
            f"looks like; the commonest answer is {share:.0%} of them",
        )


CHECKS: dict[Check, tuple[str, ...]] = {
    gold: ("gold",),
    determinism: ("determinism",),
    distinct: ("duplicates",),
    seeds: ("seeds",),
    nothing: ("null", "forging"),
    hostile: ("limits", "code"),
    listing: ("listing",),
    copying: ("copying",),
    forms: ("shapes", "near misses"),
    corruption: ("corruption",),
    leaks: ("leaks",),
    played: ("episodes", "progress", "replay"),
}
"""What each looks for, by the names of its findings."""
GUESSES = ("constant", "others")


def _duplicated(sample: Specimens) -> float:
    n = len(sample.exhibits)
    return round(1 - len({one.digest for one in sample.exhibits}) / n, 4) if n else 0.0
