"""`text.recall`: answer questions that take several facts, told far apart in a long log."""

from typing import Any, ClassVar

import numpy as np

from tasksynth import Family, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_text.languages import is_english, told_in
from tasksynth_text.reading import known_names, read_names
from tasksynth_text.recall.guesses import guessed
from tasksynth_text.recall.logs import RecallInstance, RecallParams, draw_log, log_of, reaches
from tasksynth_text.recall.tongues import RECALL_TONGUES


class Recall(Family[RecallParams, RecallInstance]):
    """Answer questions on a long log, each of which takes several facts that lie far apart."""

    name = "text.recall"
    version = 2
    effort = "reach"
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0, right=0.0)
    checked = 12

    def generate(self, p: RecallParams, rng: np.random.Generator) -> RecallInstance | None:
        """The same story in every language."""
        dice, language = told_in(rng, p.language, parallel=p.parallel)
        return draw_log(dice, p, language)

    def prompt(self, x: RecallInstance) -> str:
        tongue = RECALL_TONGUES[x.language]
        asked = (tongue.asked(query.kind, query.names) for query in x.queries)
        return tongue.frame.format(
            opening=tongue.opening[x.mode],
            log="\n".join(log_of(x).lines),
            asked="\n".join(f"{i}. {question}" for i, question in enumerate(asked, 1)),
            sort=tongue.sorts[x.queries[0].kind],
        )

    def verify(self, x: RecallInstance, answer: str) -> Verdict:
        lists = RECALL_TONGUES[x.language].lists
        try:
            found = read_names(answer, len(x.queries), known_names(_forms(x), lists), lists)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        hits = [a == b for a, b in zip(found, x.answers, strict=True)]
        if all(hits):
            return self.rubric(solved=1.0, right=1.0)
        wrong = hits.index(False)
        why = f"{_said(x, found[wrong])!r} is not the answer to question {wrong + 1}"
        return self.rubric(solved=0.0, right=sum(hits) / len(hits), why=why)

    def solve(self, x: RecallInstance) -> str:
        return _written(x, x.answers)

    def measure(self, x: RecallInstance) -> dict[str, float]:
        """How far back facts lie, in tokens of four characters."""
        back = reaches(x)
        return {
            "reach": max(max(row) for row in back),
            "mean_reach": sum(map(sum, back)) / sum(map(len, back)),
            "evidence": sum(map(len, back)) / len(back),
            "facts": len(x.notes),
            "lines": len(x.notes) + x.filler,
        }

    def canonical(self, x: RecallInstance) -> Any:
        """What is told, and in which language, whatever else stands between."""
        return [
            x.mode if is_english(x.language) else f"{x.mode} {x.language}",
            [[note.kind, *note.names] for note in x.notes],
            [[query.kind, *query.names] for query in x.queries],
        ]

    def baselines(self, x: RecallInstance) -> dict[str, str]:
        return {name: _written(x, answers) for name, answers in guessed(x).items()}

    def floor(self, p: RecallParams) -> float:
        """Twice what chance gets that leaves one wrong option out."""
        return max(0.01, 2 * float(p.items - 1) ** -p.questions)


def _said(x: RecallInstance, name: str) -> str:
    """An option, as an answer to the questions names it."""
    return RECALL_TONGUES[x.language].said(x.queries[0].kind, name)


def _forms(x: RecallInstance) -> dict[str, tuple[str, ...]]:
    """All that each option may be written as."""
    tongue = RECALL_TONGUES[x.language]
    return {option: tongue.read(x.queries[0].kind, option) for option in x.options}


def _written(x: RecallInstance, answers: tuple[str, ...] | list[str]) -> str:
    said = ", ".join(_said(x, name) for name in answers)
    return f"{RECALL_TONGUES[x.language].answer}{said}"
