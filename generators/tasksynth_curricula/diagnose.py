"""Find the skill that is missing, from what a learner can and cannot do."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_curricula.graphs import Skills, draw_skills, read_names, tell


class DiagnoseParams(Params):
    """How many skills, how many of them are tested."""

    skills: Annotated[int, Knob(16, 40, log=True), Field(ge=5, le=60)] = 16
    """Skills that there are. No level has fewer than 16: of those, half can be guessed."""
    extra: Annotated[float, Knob(0.1, 0.25), Field(ge=0, le=1)] = 0.1
    """Chance of each further edge to one of the six skills before."""
    tested: Annotated[float, Knob(0.5, 0.4), Field(gt=0, le=0.9)] = 0.5
    """Share of the skills that the learner was tested on."""


class Diagnosis(Model):
    """A graph of skills and a learner's results."""

    skills: Skills
    listed: tuple[int, ...]
    passed: tuple[int, ...]
    failed: tuple[int, ...]
    missing: int
    """The one skill whose absence explains the results."""


class Diagnose(Family[DiagnoseParams, Diagnosis]):
    """One skill was never learned; results on others say which: it was not tested itself.

    A test is passed exactly if the missing skill is neither the one tested nor among those that it
    builds on, directly or not. Exactly one skill agrees with all results.
    """

    name = "curricula.diagnose"
    effort = "skills"
    rubric = Rubric(gate="named", named=1.0)

    def generate(self, p: DiagnoseParams, rng: np.random.Generator) -> Diagnosis | None:
        skills = draw_skills(p.skills, p.extra, rng)
        listed = tuple(rng.permutation(p.skills).tolist())
        missing = int(rng.integers(0, p.skills - 2))
        count = max(3, round(p.tested * p.skills))
        tested = [i for i in rng.permutation(p.skills).tolist() if i != missing][:count]
        above = skills.above()
        failed = tuple(i for i in tested if missing in above[i])
        x = Diagnosis(
            skills=skills,
            listed=listed,
            passed=tuple(i for i in tested if missing not in above[i]),
            failed=failed,
            missing=missing,
        )
        if len(failed) < 2 or candidates(x) != [missing]:
            return None
        return x

    def prompt(self, x: Diagnosis) -> str:
        names = x.skills.names
        return (
            "These skills build on each other:\n\n"
            f"{tell(x.skills, x.listed)}\n\n"
            "A learner lacks exactly one of them, which was not tested. Whatever builds on it, "
            "directly or through others, cannot be done either; everything else can. The tests:\n"
            f"- passed: {', '.join(names[i] for i in x.passed) or 'none'}\n"
            f"- failed: {', '.join(names[i] for i in x.failed)}\n\n"
            'Which skill is missing? End with a line that begins with "Answer:" and gives its name.'
        )

    def verify(self, x: Diagnosis, answer: str) -> Verdict:
        try:
            named = read_names(answer, x.skills.names)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if len(named) != 1:
            return self.rubric.unparsable(f"want one skill, got {len(named)}")
        right = named[0] == x.missing
        why = "" if right else f"{x.skills.names[named[0]]} does not explain all results"
        return self.rubric(named=float(right), why=why)

    def solve(self, x: Diagnosis) -> str:
        return f"Answer: {x.skills.names[x.missing]}"

    def measure(self, x: Diagnosis) -> dict[str, float]:
        above = x.skills.above()
        explains = [i for i in self._untested(x) if all(i in above[j] for j in x.failed)]
        return {
            "skills": len(x.listed),
            "edges": sum(map(len, x.skills.needs)),
            "tested": len(x.passed) + len(x.failed),
            "explain_failures": len(explains),
            "depth": max(len(above[j]) for j in x.failed),
        }

    def _untested(self, x: Diagnosis) -> list[int]:
        return [i for i in x.listed if i not in x.passed and i not in x.failed]

    def baselines(self, x: Diagnosis) -> dict[str, str]:
        names, untested = x.skills.names, self._untested(x)
        needs = x.skills.needs[x.failed[0]]
        return {
            "first untested": names[untested[0]],
            "last untested": names[untested[-1]],
            "first failed": names[x.failed[0]],
            "a need of the first failed": names[needs[0]] if needs else names[x.failed[0]],
        }

    def floor(self, p: DiagnoseParams) -> float:
        """A guess among the untested skills that some failed skill builds on: few in a nursery."""
        return 0.3 if p.skills >= 16 else 0.65


def candidates(x: Diagnosis) -> list[int]:
    """The untested skills whose absence agrees with every result."""
    above = x.skills.above()
    tested = {*x.passed, *x.failed}
    return [
        i
        for i in range(len(x.listed))
        if i not in tested
        and all(i in above[j] for j in x.failed)
        and not any(i in above[j] for j in x.passed)
    ]
