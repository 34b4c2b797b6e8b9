"""`code.secure`: programs with security flaws, to be mended."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Needs, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import RULES, coded, examples, features, guesses, needs
from tasksynth_code.judging.reading import program_of
from tasksynth_code.judging.running import judged
from tasksynth_code.making.task import KnownCall
from tasksynth_code.secure.compose import SecurePlan, draw_plan, make, told
from tasksynth_code.secure.further import further_attacks
from tasksynth_code.secure.quick import quick_mends

SHORT = 300
"""Characters of the arguments of a shown call, at most."""
TELLING = 12
"""Characters of a result that says something."""
HALVES = (False, True, True, True)
"""By level: whether what is open may have a check that does not do."""


class SecureParams(Params):
    """How large the program is, how many flaws it has, and what is said of them."""

    parts: Annotated[int, Field(ge=1, le=8), Knob(1, 5)] = 2
    """Functions that can be called."""
    flaws: Annotated[int, Field(ge=1, le=4), Knob(1, 2)] = 1
    """Of them, those that have a flaw; the others are sound."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 1, 2)] = 1
    """How much has to be read: 1, other functions too; 2, what several runs do to one another."""
    halves: Annotated[bool, Ladder(*HALVES)] = True
    """Whether a flaw may be a check that does not do, and not only one that is not there."""
    hint: Annotated[Literal["kind", "count", "none"], Ladder("kind", "kind", "count", "none")] = (
        "kind"
    )
    """What is said of the flaws: their kinds, their number, or neither."""
    shown: Annotated[int, Field(ge=1, le=4), Knob(3, 1)] = 2
    """Examples of honest calls."""
    kinds: Literal["all", "first", "second"] = "all"
    """Kinds of flaws: all 18, or one of two halves, which share none: to train on the first, and
    test on the second."""


class SecureInstance(Model):
    """A program with flaws, beside the sound one, and what an answer is run on."""

    plan: SecurePlan
    hint: Literal["kind", "count", "none"]
    statement: str
    program: str
    """The sound one."""
    open: str
    shown: tuple[KnownCall, ...]
    honest: tuple[KnownCall, ...]
    """Calls that no flaw shows on."""
    attacks: tuple[tuple[KnownCall, ...], ...]
    """For each flaw, calls on which a program with it gives what it must not."""
    rarest: float
    """The share of drawn calls that the flaw shows on that shows least."""
    mutants: int
    """Programs with a mistake that the hidden calls tell from the sound one."""


class SecureCode(Family[SecureParams, SecureInstance]):
    """A program that lets a stranger get what its description rules out: mend it."""

    name = "code.secure"
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=0.6, mended=0.4, honest=0.0)
    timeout_s = 60.0
    checked = 4

    def generate(self, p: SecureParams, rng: np.random.Generator) -> SecureInstance | None:
        dice = Dice(rng)
        flaws = min(p.flaws, p.parts)
        plan = draw_plan(
            dice, parts=p.parts, flaws=flaws, rank=p.rank, halves=p.halves, kinds=p.kinds
        )
        if len(plan.parts) < p.parts:
            return None
        made = make(dice, plan)
        if made is None:
            return None
        shown = _shown(made.spare, p.shown)
        if len(shown) < p.shown:
            return None
        return SecureInstance(
            plan=plan,
            hint=p.hint,
            statement=told(plan),
            program=made.safe,
            open=made.open,
            shown=shown,
            honest=made.hidden.honest,
            attacks=made.hidden.attacks,
            rarest=made.rarest,
            mutants=made.suite.told,
        )

    def prompt(self, x: SecureInstance) -> str:
        return (
            f"{_lead(x)}\n\n```\n{x.open.rstrip()}\n```\n\nIt should do this.\n\n{x.statement}\n\n"
            f"These calls it gets right as it is:\n\n{examples(x.shown)}\n\n"
            "Mend it, so that it returns what is said here for all such arguments, those of a "
            f"hostile caller too. {RULES} If that does not hold, a part of 0.4 is paid by the "
            "share of the flaws that are mended, provided that all calls that show no flaw give "
            "the right results."
        )

    def verify(self, x: SecureInstance, answer: str) -> Verdict:
        try:
            program = program_of(answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        more = further_attacks(x.plan)
        groups = [x.honest + more.honest] + [
            some + other for some, other in zip(x.attacks, more.attacks, strict=True)
        ]
        outcome = judged(program, tuple(one for group in groups for one in group))
        flags, held = iter(outcome.each), list[float]()
        for group in groups:
            right = [next(flags, False) for _ in group]
            held.append(sum(right) / len(right))
        honest, mended = held[0], sum(share == 1 for share in held[1:]) / len(x.attacks)
        return self.rubric(
            right=float(outcome.right),
            mended=mended if honest == 1 else 0.0,
            honest=honest,
            why=outcome.why,
        )

    def solve(self, x: SecureInstance) -> str:
        return coded(x.program)

    def measure(self, x: SecureInstance) -> dict[str, float]:
        open_parts = [x.plan.parts[i] for i in x.plan.flawed]
        return features(x.open, x.honest) | {
            "parts": float(len(x.plan.parts)),
            "flaws": float(len(open_parts)),
            "halves": float(sum(part.flaw > 0 for part in open_parts)),
            "rarest": x.rarest,
            "mutants": float(x.mutants),
        }

    def canonical(self, x: SecureInstance) -> Any:
        return [x.statement, x.open]

    def needs(self, x: SecureInstance) -> Needs:
        return needs(super().needs(x))

    def baselines(self, x: SecureInstance) -> dict[str, str]:
        """Programs that look mended, refuse too much, or do nothing of what is asked."""
        single = x.plan.parts[0]
        names = (
            [single.words[key] for key in single.kind.arguments]
            if len(x.plan.parts) == 1
            else ["requests"]
        )
        return quick_mends(x.open, x.plan.refusal, several=len(x.plan.parts) > 1) | guesses(
            names, x.shown
        )

    def floor(self, p: SecureParams) -> float:
        """A check by signs alone refuses honest callers, who use them too.

        Who calls what escapes texts in the program on all that go into a text, and reads nothing,
        mends pages, logs and some patterns.
        """
        return 0.25 if not p.halves else 0.06 if p.parts < 3 else 0.02


def _lead(x: SecureInstance) -> str:
    kinds = [x.plan.parts[i].kind for i in x.plan.flawed]
    if x.hint == "none":
        return (
            "This Python program can be attacked: who calls it chooses all arguments, and gets "
            "what its description rules out. How many flaws it has is not said."
        )
    number = "a security flaw" if len(kinds) == 1 else f"{len(kinds)} security flaws"
    if x.hint == "count":
        return f"This Python program has {number}."
    named = ", and ".join(f"{kind.name} (CWE-{kind.cwe})" for kind in kinds)
    return f"This Python program has {number}: {named}."


def _shown(spare: tuple[KnownCall, ...], count: int) -> tuple[KnownCall, ...]:
    """Short calls whose results say something, with different ones as far as there are."""
    short = [one for one in spare if len(one.arguments) <= SHORT]
    short.sort(key=lambda one: -min(len(one.result), TELLING))
    chosen = {one.result: one for one in reversed(short)}
    rest = [one for one in short if chosen[one.result] is not one]
    return (*reversed(chosen.values()), *rest)[:count]
