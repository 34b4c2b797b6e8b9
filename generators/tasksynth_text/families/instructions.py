"""`text.instructions`: write a text that fulfils all of some conditions on its form and words."""

from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, read_final
from tasksynth.rng import Dice
from tasksynth_text.instructions.conditions import Condition
from tasksynth_text.instructions.designs import draw_design
from tasksynth_text.instructions.kinds import holds, interactions
from tasksynth_text.instructions.noticing import noticed
from tasksynth_text.instructions.strategies import cheap_texts
from tasksynth_text.instructions.telling import said, tell
from tasksynth_text.instructions.texts import Layout, text_of

_OFTEN = {"place": 3, "sentence_words": 2}
"""How often a kind may occur in a task; others once."""


class InstructionsParams(Params):
    """How much is asked of a text."""

    conditions: Annotated[int, Field(ge=2, le=24), Knob(3, 18)] = 8
    """Conditions, all of which have to hold."""
    sentences: Annotated[int, Field(ge=2, le=12), Knob(2, 9)] = 4
    """Sentences of the text that shows that the conditions agree; only some tasks name it."""
    patterns: Annotated[int, Field(ge=1, le=8), Knob(1, 7)] = 3
    """Conditions, at most, that bind the whole text: acrostics, letters left out, sentences that
    grow, rules for marks. The others count, or name words and places."""


class InstructionsInstance(Model):
    """Conditions, and a text that fulfils them."""

    layout: Layout
    conditions: tuple[Condition, ...]
    witness: str
    wording: int


class Instructions(Family[InstructionsParams, InstructionsInstance]):
    """Write a text that fulfils conditions on its form and words, all of them at once."""

    name = "text.instructions"
    effort = "interactions"
    rubric: ClassVar[Rubric] = Rubric(gate="all", all=1.0, share=0.0)
    max_answer_chars = 50_000

    def generate(
        self, p: InstructionsParams, rng: np.random.Generator
    ) -> InstructionsInstance | None:
        """A text first, then conditions that it fulfils."""
        dice = Dice(rng)
        design = draw_design(dice, sentences=p.sentences, patterns=p.patterns)
        if design is None:
            return None
        text = text_of(design.text, design.layout)
        if len(text.words) < 10:
            return None
        others = noticed(dice, text)
        dice.shuffle(others)
        chosen = _chosen(design.conditions, others, p.conditions)
        if len(chosen) < p.conditions or not all(holds(one, text) for one in chosen):
            return None
        dice.shuffle(chosen)
        conditions = tuple(chosen)
        for cheap in cheap_texts(design.layout, conditions).values():
            tried = text_of(cheap, design.layout)
            if all(holds(one, tried) for one in conditions):
                return None
        return InstructionsInstance.trusted(
            layout=design.layout,
            conditions=conditions,
            witness=design.text,
            wording=dice.word() >> 16,
        )

    def prompt(self, x: InstructionsInstance) -> str:
        return tell(x.layout, x.conditions, x.wording)

    def verify(self, x: InstructionsInstance, answer: str) -> Verdict:
        try:
            said_text = read_final(answer, _given, asked="tag")
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        text = text_of(said_text, x.layout)
        broken = [one for one in x.conditions if not holds(one, text)]
        share = 1 - len(broken) / len(x.conditions)
        if not broken:
            return self.rubric(all=1.0, share=1.0)
        number = x.conditions.index(broken[0]) + 1
        why = f"condition {number} does not hold: {said(broken[0], x.layout, 0)}"
        return self.rubric(all=0.0, share=share, why=why)

    def solve(self, x: InstructionsInstance) -> str:
        return f"<answer>\n{x.witness}\n</answer>"

    def measure(self, x: InstructionsInstance) -> dict[str, float]:
        text = text_of(x.witness, x.layout)
        return {
            "conditions": len(x.conditions),
            "interactions": interactions(x.conditions),
            "sentences": len(text.sentences),
            "words": len(text.words),
        }

    def canonical(self, x: InstructionsInstance) -> Any:
        """The conditions in any order."""
        return [x.layout, sorted(one.model_dump_json() for one in x.conditions)]

    def baselines(self, x: InstructionsInstance) -> dict[str, str]:
        """Texts that take no thought, and the prompt again."""
        cheap = cheap_texts(x.layout, x.conditions) | {"the prompt": self.prompt(x)}
        return {name: f"<answer>\n{text}\n</answer>" for name, text in cheap.items()}

    def floor(self, p: InstructionsParams) -> float:
        """What another task's text gets: cheap ones are tried on every draw, and drawn anew where
        they pass.
        """
        return 0.02


def _given(text: str) -> str:
    if not any(map(str.isalnum, text)):
        raise Unreadable("there is no text")
    return text


def _chosen(patterns: list[Condition], others: list[Condition], count: int) -> list[Condition]:
    """The patterns, and so many of the others that it makes the count."""
    chosen = patterns[:count]
    for one in others:
        if len(chosen) == count:
            break
        if sum(one.kind == other.kind for other in chosen) < _OFTEN.get(one.kind, 1):
            chosen.append(one)
    return chosen
