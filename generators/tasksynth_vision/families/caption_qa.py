"""`vision.caption_qa`: describe a picture so that hidden questions about it can be answered."""

import re
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.accounts.guessing import blind_captions
from tasksynth_vision.accounts.holding import Scenery, hold
from tasksynth_vision.accounts.layout import caption_in, read_caption
from tasksynth_vision.accounts.questions import HiddenQuestion, Knowledge, draw_questions
from tasksynth_vision.accounts.writing import account_of
from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.placing import Spot, Stock, backdrop, scatter, thing_of
from tasksynth_vision.scenes.queries import MARGIN
from tasksynth_vision.scenes.telling import VOCABULARY
from tasksynth_vision.scenes.things import SIZES, ThingScene

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
LAYOUTS = 40
"""Ways to strew the things that are tried for one in which each is clear of the middle lines."""
LONG = 40
"""Characters a word that a caption may have, with all that dresses it."""
_ASKED = (
    "how many things have a certain size, pattern, colour or shape, or two of these",
    "which of these one thing has, told by the others",
    "in which quarter of the picture a thing is",
    "which of two things is farther to the left, or farther up",
)
_READING = (
    "A program reads what you write: sentences, lists or a table, in plain English. Name each "
    "thing by its looks, and things that are alike with their number, as in `two small plain red "
    "stars`; the more sorts of looks a phrase has, the more it answers. `A star` says that there "
    "is at least one. `It` is what was named last, `two of them` are of what was named last."
)
_PLACES = (
    " Write places as in `in the upper left quarter there are a star and two rings`, or behind "
    "what is there: a place then goes with all that `and` joins. Left, right, top and bottom alone "
    "are halves of the picture."
)
_ORDER = (
    " Write orders as in `from left to right: the red star, the blue ring`, or `the red star is "
    "above the blue ring`. Centres count, and who is told that a thing is in the left half "
    "and another in the right one can put these two in order."
)


class CaptionQaParams(Params):
    """How much there is to tell, and of what."""

    side: Annotated[int, Field(ge=160, le=512), Knob(256, 512)] = 352
    """Pixels of the picture, each way."""
    things: Annotated[int, Field(ge=3, le=20), Knob(5, 18)] = 9
    """Things in it."""
    questions: Annotated[int, Field(ge=2, le=32), Knob(6, 24)] = 12
    """Hidden questions."""
    topics: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Whether they are about numbers and looks; quarters, too; and the order of things, too."""
    kinds: Annotated[int, Field(ge=3, le=10), Knob(4, 9)] = 6
    """Shapes that occur."""
    colours: Annotated[int, Field(ge=3, le=7), Knob(4, 7)] = 5
    """Colours that occur."""
    patterns: Annotated[int, Field(ge=2, le=3), Knob(2, 3)] = 2
    """Patterns that occur."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 16)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class CaptionQaInstance(Model):
    """A scene, and what is asked about it."""

    scene: ThingScene
    questions: tuple[HiddenQuestion, ...]
    topics: int

    @property
    def most_words(self) -> int:
        """Words that a caption may have."""
        return 80 + 25 * len(self.scene.things)

    @property
    def odds(self) -> float:
        """What a false statement costs: as much as a guess gains, on the average."""
        chance = sum(question.chance for question in self.questions) / len(self.questions)
        return chance / (1 - chance)

    @property
    def scenery(self) -> Scenery:
        """The scene as facts."""
        return Scenery.of(self.scene.things, self.scene.side)


class CaptionQa(Family[CaptionQaParams, CaptionQaInstance]):
    """Describe a picture so fully that hidden questions about it can be answered, and truly."""

    name = "vision.caption_qa"
    version = 2
    effort = "facts"
    rubric: ClassVar[Rubric] = Rubric(gate="complete", complete=0.5, told=0.5)
    max_answer_chars = 200_000

    def generate(self, p: CaptionQaParams, rng: np.random.Generator) -> CaptionQaInstance | None:
        dice = Dice(rng)
        stock = Stock.drawn(dice, kinds=p.kinds, colours=p.colours, patterns=p.patterns)
        sizes = [dice.of(SIZES) for _ in range(p.things)]
        if len(set(sizes)) < len(SIZES):
            return None  # nobody can tell what is large where nothing is small
        for _ in range(LAYOUTS):
            spots = scatter(dice, sizes, p.side)
            if spots is not None and _is_clear(spots, p.side):
                break
        else:
            return None
        things = tuple(
            thing_of(dice, stock.look(dice, size), spot, jitter=p.jitter)
            for size, spot in zip(sizes, spots, strict=True)
        )
        questions = draw_questions(dice, things, p.side, p.questions, p.topics)
        if questions is None:
            return None
        scene = ThingScene(side=p.side, things=things, backdrop=backdrop(dice, noise=p.noise))
        return CaptionQaInstance(scene=scene, questions=questions, topics=p.topics)

    def prompt(self, x: CaptionQaInstance) -> Content:
        asked = "; ".join(_ASKED[: x.topics + 1])
        how = _READING + (_PLACES if x.topics > 1 else "") + (_ORDER if x.topics > 2 else "")
        return illustrated(
            "[image: scene.png]\n\nDescribe the picture for somebody who does not see it, and who "
            f"will be asked {len(x.questions)} questions about it that are not shown to you: "
            f"{asked}. All of them have to follow from what you write, and nothing of it may be "
            f"false.\n\n{how} What is said with `or`, `maybe` or `not` counts for nothing, and so "
            "do words that the program does not know; `no red stars` is read. What is false "
            f"counts against you.\n\n{VOCABULARY} Shapes are called {', '.join(sorted(KINDS))}.\n\n"
            f"Write the caption between <answer> and </answer>, in at most {x.most_words} words."
        )

    def needs(self, x: CaptionQaInstance) -> Needs:
        return NEEDS

    def verify(self, x: CaptionQaInstance, answer: str) -> Verdict:
        try:
            text = caption_in(answer)
            if (words := len(re.findall(r"\w+", text))) > x.most_words:
                raise Unreadable(f"want at most {x.most_words} words, got {words}")
            if len(text) > LONG * x.most_words:
                raise Unreadable(f"want at most {LONG * x.most_words} characters, got {len(text)}")
            account = read_caption(text)
            if not account.mentions:
                raise Unreadable("no thing is named in a way that is read")
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        findings = hold(account, x.scenery)
        known = Knowledge(x.scenery, findings)
        right = sum(known.answers(question) for question in x.questions)
        false, asked = len(findings.wrong), len(x.questions)
        told = max(0.0, right - false * x.odds) / asked * right / max(1, right + false)
        why = f"{right} of {asked} questions can be answered; {false} statements are false"
        if findings.wrong:
            why += f", such as {' '.join(findings.wrong[0].values())!r}"
        complete = float(right == asked and not false)
        return self.rubric(complete=complete, told=told, why="" if complete else why)

    def solve(self, x: CaptionQaInstance) -> str:
        return f"<answer>\n{account_of(x.scene.things, x.scene.side, x.topics)}\n</answer>"

    def measure(self, x: CaptionQaInstance) -> dict[str, float]:
        things = len(x.scene.things)
        return {
            "facts": float(things * (2 + 2 * x.topics)),
            "things": float(things),
            "questions": float(len(x.questions)),
            "orders": float(sum(one.topic == "order" for one in x.questions)),
            "noise": float(x.scene.backdrop.noise),
        }

    def media(self, x: CaptionQaInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.scenes import draw_scene

        return {"scene.png": png(draw_scene(x.scene))}

    def card(self, x: CaptionQaInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.scenes import draw_scene

        asked = "\n".join(one.told for one in x.questions)
        return card(draw_scene(x.scene), asked, account_of(x.scene.things, x.scene.side, x.topics))

    def baselines(self, x: CaptionQaInstance) -> dict[str, str]:
        """Captions that nobody had to look for."""
        captions = blind_captions(len(x.scene.things), x.topics, x.most_words)
        return {who: f"<answer>{text}</answer>" for who, text in captions.items()}

    def floor(self, p: CaptionQaParams) -> float:
        """Guesses have to be right about each question, and about all else that they say."""
        return 0.01


def _is_clear(spots: list[Spot], side: int) -> bool:
    """Whether it is clear of each thing in which quarter it is."""
    return all(
        min(abs(s.x - side / 2), abs(s.y - side / 2)) >= max(MARGIN, side / 32) for s in spots
    )
