"""`vision.classify`: learn classes of things from labelled examples, and name one more."""

from math import ceil, sqrt
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.classes.naming import read_class
from tasksynth_vision.classes.ruling import (
    STOCKS,
    ClassLesson,
    Split,
    agreeing,
    likest,
    likest_class,
    teach,
    values_of,
)
from tasksynth_vision.scenes.placing import Spot, backdrop, thing_of
from tasksynth_vision.scenes.things import COLOURS, ThingScene

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
WORDS = frozenset(word for stock in STOCKS.values() for word in stock.words)
"""The names of classes of all tasks: next to that of this one, another's is a second answer."""
LARGE, SMALL = 0.31, 0.17
"""Radii of things, of a cell's side."""


class ClassifyParams(Params):
    """How many classes there are, what tells them apart, and how much is shown of them."""

    decides: Annotated[int, Field(ge=1, le=2), Ladder(1, 2, 2, 2, 2)] = 2
    """Attributes that tell classes apart, all of them together."""
    classes: Annotated[int, Field(ge=3, le=6), Ladder(3, 3, 4, 5, 6)] = 4
    """Classes; three where one attribute decides."""
    shots: Annotated[int, Field(ge=2, le=5)] = 3
    """Examples of each."""
    colours: Annotated[int, Field(ge=3, le=5), Ladder(3, 3, 4, 5, 5)] = 4
    """Colours that occur, those that are easiest to tell apart first; of `novel` four at most."""
    split: Split = "base"
    """`novel` has shapes, colours, words and sets of attributes that `base` never has."""
    cell: Annotated[int, Field(ge=72, le=128), Knob(104, 84)] = 96
    """Pixels of a cell, each way."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 16)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class ClassifyInstance(Model):
    """A lesson, and the sheet that shows it: the last thing is the one that is asked about."""

    lesson: ClassLesson
    scene: ThingScene
    columns: int
    cell: int

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands below each thing."""
        return (*(one.word for one in self.lesson.examples), "?")


class Classify(Family[ClassifyParams, ClassifyInstance]):
    """Name the class of a thing, by examples of classes with made-up names."""

    name = "vision.classify"
    version = 4
    effort = "evidence"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)

    def generate(self, p: ClassifyParams, rng: np.random.Generator) -> ClassifyInstance | None:
        dice = Dice(rng)
        classes = 3 if p.decides == 1 else p.classes
        lesson = teach(dice, p.split, decides=p.decides, classes=classes, shots=p.shots,
                       colours=p.colours)  # fmt: skip
        if lesson is None:
            return None
        looks = [*(one.looks for one in lesson.examples), lesson.asked]
        columns = ceil(sqrt(len(looks)))
        things = []
        for number, one in enumerate(looks):
            r = round(p.cell * (LARGE if one.size == "large" else SMALL))
            x = number % columns * p.cell + p.cell // 2 + dice.between(-3, 3)
            y = number // columns * p.cell + (p.cell - 20) // 2 + dice.between(-1, 3)
            things.append(thing_of(dice, one, Spot(x, y, r), jitter=p.jitter))
        scene = ThingScene(side=columns * p.cell, things=tuple(things),
                           backdrop=backdrop(dice, noise=p.noise))  # fmt: skip
        return ClassifyInstance(lesson=lesson, scene=scene, columns=columns, cell=p.cell)

    def prompt(self, x: ClassifyInstance) -> Content:
        words = x.lesson.words
        return illustrated(
            "[image: sheet.png]\n\nEach thing in the picture is of a class, whose name stands "
            f"below it: {', '.join(words)}. The things of a class are alike in certain attributes, "
            "and no two classes are alike in all of these. Which attributes these are has to be "
            "found out; they are the same for all classes, one or several of shape, colour, size "
            "and pattern. In all else things of a class may differ. Sizes are small and large; "
            f"patterns are plain, striped and dotted; colours are {', '.join(sorted(COLOURS))}, "
            "each a little off at times; how things are turned does not matter.\n\n"
            "Of which class is the last thing, the one with a question mark? Answer with the name "
            "of its class alone."
        )

    def needs(self, x: ClassifyInstance) -> Needs:
        return NEEDS

    def verify(self, x: ClassifyInstance, answer: str) -> Verdict:
        try:
            given = read_class(answer, WORDS)
            if given not in x.lesson.words:
                raise Unreadable(f"{given!r} is none of the classes")
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if given == x.lesson.answer:
            return self.rubric(right=1.0)
        return self.rubric(right=0.0, why=f"it is no {given}")

    def solve(self, x: ClassifyInstance) -> str:
        """By all rules that agree with the examples, which say the same."""
        (word,) = set(agreeing(x.lesson.examples, x.lesson.asked).values())
        return f"Answer: {word}"

    def measure(self, x: ClassifyInstance) -> dict[str, float]:
        lesson = x.lesson
        alike = values_of(lesson.asked, lesson.decides)
        close = sum(any(value in values_of(one.looks, lesson.decides) for value in alike)
                    for one in lesson.examples)  # fmt: skip
        return {
            "evidence": float(len(lesson.examples) * len(lesson.decides)),
            "classes": float(len(lesson.words)),
            "decides": float(len(lesson.decides)),
            "close": float(close),
            "noise": float(x.scene.backdrop.noise),
        }

    def media(self, x: ClassifyInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.classes import draw_sheet
        from tasksynth_vision.drawing.pillow import png

        return {"sheet.png": png(draw_sheet(x.scene, x.labels, columns=x.columns, cell=x.cell))}

    def card(self, x: ClassifyInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.classes import draw_sheet

        sheet = draw_sheet(x.scene, x.labels, columns=x.columns, cell=x.cell)
        rule = " and ".join(x.lesson.decides)
        return card(sheet, "Of which class is the last thing?", f"{x.lesson.answer}, by {rule}")

    def baselines(self, x: ClassifyInstance) -> dict[str, str]:
        """The first class of the prompt, the last, and those that look most alike."""
        words, lesson = x.lesson.words, x.lesson
        near = likest(lesson.examples, lesson.asked)
        nearest = likest_class(lesson.examples, lesson.asked)
        return {"first": words[0], "last": words[-1], "likest": sorted(near)[0],
                "likest class": sorted(nearest)[0],
                "shown first": lesson.examples[0].word,
                "shown last": lesson.examples[-1].word}  # fmt: skip

    def floor(self, p: ClassifyParams) -> float:
        """What one gets who looks at one attribute alone, or at how large the thing is drawn."""
        return 0.64 if p.decides == 1 else 0.24 + 1.2 / p.classes
