"""`text.diagnosis`: the most probable cause, and the findings that decide it."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_text.diagnosis.drawing import draw_one, draw_seen, draw_several
from tasksynth_text.diagnosis.networks import (
    CauseNet,
    Causes,
    Seen,
    Weigher,
    decided,
    looked_for,
    without,
)
from tasksynth_text.diagnosis.reading import read_causes
from tasksynth_text.diagnosis.skins import SKINS
from tasksynth_text.diagnosis.strategies import cheap, ignoring_priors
from tasksynth_text.diagnosis.telling import CaseNames, told

_TRIES = 200
"""Cases that are drawn before a draw is given up."""
_CASES = 4
"""Cases of one network."""
_FLOORS = ((3, 0.4), (4, 0.3), (6, 0.16), (7, 0.14), (12, 0.09))
"""Findings, and the floor up to so many."""


class DiagnosisParams(Params):
    """How much has to be weighed, and how clear it is."""

    kind: Annotated[Literal["any", "one", "several"], Ladder("one", "any", "any", "any")] = "any"
    """`one`: exactly one of the causes is there; `several`: any number of them may be, of half as
    many and one. `any`: one of the two."""
    causes: Annotated[int, Field(ge=3, le=9), Knob(4, 8)] = 5
    """Causes to choose from."""
    findings: Annotated[int, Field(ge=3, le=10), Knob(4, 10)] = 6
    """Findings that somebody looked for."""
    unseen: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 1
    """Findings that nobody looked for, of which all is told."""
    dependent: Annotated[int, Field(ge=0, le=3), Knob(0, 3)] = 1
    """Findings that depend on another finding, where exactly one cause is there."""
    opinions: Annotated[int, Field(ge=0, le=2), Knob(0, 2)] = 1
    """What people think, which counts for nothing."""
    lead: Annotated[float, Field(ge=1.02, le=2), Knob(1.3, 1.1, log=True)] = 1.2
    """How many times as probable as the next the most probable is, at least: with all findings, and
    without any one of them."""


class DiagnosisInstance(Model):
    """A network, what was seen in a case, and what all is called."""

    net: CauseNet
    seen: Seen
    names: CaseNames


class Diagnosing(Family[DiagnosisParams, DiagnosisInstance]):
    """Say what is most probably the matter, and cite the findings that decide it."""

    name = "text.diagnosis"
    version = 2
    effort = "products"
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0, causes=0.0, findings=0.0)
    checked = 25

    def generate(self, p: DiagnosisParams, rng: np.random.Generator) -> DiagnosisInstance | None:
        """Cases of chance; the answer leads clearly enough, and some finding decides it."""
        dice = Dice(rng)
        several = p.kind == "several" or (p.kind == "any" and dice.below(2) == 0)
        causes, signs = p.causes // 2 + 1 if several else p.causes, p.findings + p.unseen
        for _ in range(_TRIES):
            net = (
                draw_several(dice, causes, signs)
                if several
                else draw_one(dice, causes, signs, min(p.dependent, signs - 2))
            )
            weigher = Weigher(net)
            for _ in range(_CASES):
                seen, deciding = draw_seen(dice, net, p.unseen), dice.between(1, 2)
                if not _is_clear(weigher, seen, p.lead, deciding):
                    continue
                names = _names(dice, net, p.opinions, causes)
                x = DiagnosisInstance(net=net, seen=seen, names=names)
                if not _is_cheap(x, priors=dice.below(2) == 0):
                    return x
        return None

    def prompt(self, x: DiagnosisInstance) -> str:
        cause, are = ("combination of causes", "the causes that are there")
        if not x.net.several:
            cause, are = ("cause", "the cause")
        rest = " Where nobody looked, a finding may be there or not." if None in x.seen else ""
        rest += " What people think is no finding." if x.names.opinions else ""
        return (
            f"{told(x.net, x.names, x.seen)}\n\nWhich {cause} is the most probable, and which "
            "findings decide it? A finding that was looked for, whether it was there or not, "
            "decides it if the answer would be another one had nobody looked for that finding, all "
            f"else being as it is.{rest}\n\nEnd with a line that begins with “Answer:” and gives "
            f"{are} and all findings that decide it, separated by commas."
        )

    def verify(self, x: DiagnosisInstance, answer: str) -> Verdict:
        causes, findings = x.names.causes, x.names.findings()
        try:
            named = read_causes(answer, causes, findings)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        found = decided(x.net, x.seen)
        right = {causes[i] for i in found.causes}
        cited = {findings[i] for i in found.findings}
        both = len(cited & named.findings)
        share = 2 * both / (len(cited) + len(named.findings))
        label = float(right == named.causes)
        why = _fault(x, named.there) or _unlike(named.causes, right, "is most probable")
        why = why or _unlike(named.findings, cited, "decides it")
        return self.rubric(solved=float(not why), causes=label, findings=share, why=why)

    def solve(self, x: DiagnosisInstance) -> str:
        found = decided(x.net, x.seen)
        return _written(x, found.causes, found.findings)

    def work(self, x: DiagnosisInstance) -> str:
        """What is probable with all findings, and without each one."""
        weigher = Weigher(x.net)
        deciding = decided(x.net, x.seen).findings
        lines = [f"With all findings: {_ranked(x, weigher, x.seen)}."]
        for i in looked_for(x.seen):
            then = "another answer, so it decides" if i in deciding else "the same answer"
            ranked = _ranked(x, weigher, without(x.seen, i))
            lines.append(f"Without {x.names.findings()[i]}: {ranked}; {then}.")
        return "\n".join([*lines, "", self.solve(x)])

    def measure(self, x: DiagnosisInstance) -> dict[str, float]:
        """`products`: numbers to multiply for all hypotheses, with all findings and without any."""
        found, of = decided(x.net, x.seen), Weigher(x.net).weights(x.seen)
        known = list(looked_for(x.seen))
        return {
            "products": len(of) * len(known) * (len(known) + 1),
            "causes": len(x.net.priors),
            "findings": len(known),
            "absent": sum(there is False for there in x.seen),
            "dependent": sum(sign.parent is not None for sign in x.net.signs),
            "deciding": len(found.findings),
            "posterior": max(of) / sum(of),
            "lead": found.lead,
        }

    def canonical(self, x: DiagnosisInstance) -> Any:
        """The numbers, whatever things are called."""
        return [x.net.model_dump(mode="json"), x.seen]

    def baselines(self, x: DiagnosisInstance) -> dict[str, str]:
        guesses = cheap(x.net, x.seen, x.names.opinions)
        return {name: _written(x, *guess) for name, guess in guesses.items()}

    def floor(self, p: DiagnosisParams) -> float:
        """What scores of causes and findings get that multiply nothing."""
        return next(floor for findings, floor in _FLOORS if p.findings <= findings)


def _is_clear(weigher: Weigher, seen: Seen, lead: float, deciding: int) -> bool:
    """Whether the answer leads, and so many findings decide it at least."""
    cases = (seen, *(without(seen, i) for i in looked_for(seen)))
    if any(weigher.leading(case)[1] < lead for case in cases):
        return False
    found = weigher.decided(seen)
    return bool(found.causes) and len(found.findings) >= deciding


def _is_cheap(x: DiagnosisInstance, *, priors: bool) -> bool:
    """Whether a guess is right, or what is worked out without `priors`."""
    found = decided(x.net, x.seen)
    guesses = list(cheap(x.net, x.seen, x.names.opinions).values())
    guesses += [ignoring_priors(x.net, x.seen)] if priors else []
    right = found.causes, found.findings
    return any((causes, tuple(sorted(cited))) == right for causes, cited in guesses)


def _names(dice: Dice, net: CauseNet, opinions: int, causes: int) -> CaseNames:
    skin = dice.of(sorted(SKINS))
    world = SKINS[skin]
    chosen, signs = list(world.causes), list(range(len(world.signs)))
    dice.shuffle(chosen)
    dice.shuffle(signs)
    report = list(range(len(net.signs) + opinions))
    dice.shuffle(report)
    return CaseNames(
        skin=skin,
        causes=tuple(chosen[:causes]),
        signs=tuple(signs[: len(net.signs)]),
        table=dice.below(2) == 0,
        report=tuple(report),
        opinions=tuple(dice.below(causes) for _ in range(opinions)),
    )


def _written(x: DiagnosisInstance, causes: Causes, findings: tuple[int, ...]) -> str:
    named = [*(x.names.causes[i] for i in causes), *(x.names.findings()[i] for i in findings)]
    return f"Answer: {', '.join(named)}"


def _fault(x: DiagnosisInstance, there: tuple[tuple[str, bool], ...]) -> str:
    """Why what is said about whether findings were there is wrong; empty if it is right."""
    seen = dict(zip(x.names.findings(), x.seen, strict=True))
    wrong = next((name for name, said in there if seen.get(name) is not said), None)
    return f"the report does not say so of {wrong!r}" if wrong else ""


def _unlike(named: frozenset[str], right: set[str], what: str) -> str:
    if extra := sorted(named - right):
        return f"{extra[0]!r} is not what {what}"
    return (
        f"{len(right - named)} of {len(right)} are not named: what {what}" if right - named else ""
    )


def _ranked(x: DiagnosisInstance, weigher: Weigher, seen: Seen) -> str:
    """The three most probable hypotheses, with their chances."""
    of = weigher.weights(seen)
    first = sorted(range(len(of)), key=lambda i: -of[i])[:3]
    return ", ".join(f"{_said(x, weigher.hypotheses[i])} {of[i] / sum(of):.1%}" for i in first)


def _said(x: DiagnosisInstance, some: Causes) -> str:
    return " and ".join(x.names.causes[i] for i in some) or "none"
