"""`vision.vicrit`: a long caption of a picture says one thing that is not so; find it."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.captions.claims import CaptionClaim, CaptionSentence, value_of
from tasksynth_vision.captions.composing import compose
from tasksynth_vision.captions.quoting import MOST_WORDS, Spans, is_mended, read_quote
from tasksynth_vision.captions.slipping import slip
from tasksynth_vision.captions.wording import NUMBERS, caption, words_for, written
from tasksynth_vision.scenes.placing import Stock, backdrop, scatter, thing_of
from tasksynth_vision.scenes.telling import RULES, VOCABULARY
from tasksynth_vision.scenes.things import SIZES, ThingScene

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
ALL_OF = 8
"""Claims up to which every one has to be such that it could have been the false one: then each is
as likely. Of more claims the odds of some are a half better, which the floor allows for."""


class VicritParams(Params):
    """How much there is to see, and how much is said of it."""

    side: Annotated[int, Field(ge=160, le=512), Knob(256, 480)] = 352
    """Pixels of the picture, each way."""
    things: Annotated[int, Field(ge=6, le=60), Knob(8, 40)] = 20
    """Things in it."""
    claims: Annotated[int, Field(ge=2, le=32), Knob(4, 24)] = 12
    """Claims that the caption makes, of which one is false."""
    hops: Annotated[int, Field(ge=0, le=1), Knob(0, 1)] = 1
    """Whether things are told by others beside them and by their order, too."""
    shift: Annotated[int, Field(ge=1, le=4), Knob(3, 1)] = 2
    """The most things that are otherwise than the caption says, where it is wrong by number."""
    kinds: Annotated[int, Field(ge=3, le=10), Knob(4, 8)] = 6
    """Shapes that occur."""
    colours: Annotated[int, Field(ge=3, le=7), Knob(4, 7)] = 5
    """Colours that occur."""
    patterns: Annotated[int, Field(ge=2, le=3), Knob(2, 3)] = 2
    """Patterns that occur."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 16)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class VicritInstance(Model):
    """A scene, and a caption of which one claim is false in it."""

    scene: ThingScene
    sentences: tuple[CaptionSentence, ...]
    false: int
    """The number of that claim."""
    right: str
    """What it ought to say."""

    @property
    def claims(self) -> tuple[CaptionClaim, ...]:
        """All that is claimed, in its order."""
        return tuple(claim for sentence in self.sentences for claim in sentence.claims)

    @property
    def spans(self) -> Spans:
        """The caption as words."""
        return Spans.of([written(sentence) for sentence in self.sentences])


class Vicrit(Family[VicritParams, VicritInstance]):
    """Find the one claim in a long caption that the picture belies."""

    name = "vision.vicrit"
    version = 2
    effort = "claims"
    rubric: ClassVar[Rubric] = Rubric(gate="found", found=0.8, mended=0.2)

    def generate(self, p: VicritParams, rng: np.random.Generator) -> VicritInstance | None:
        dice = Dice(rng)
        stock = Stock.drawn(dice, kinds=p.kinds, colours=p.colours, patterns=p.patterns)
        sizes = [dice.of(SIZES) for _ in range(p.things)]
        spots = scatter(dice, sizes, p.side)
        if spots is None:
            return None
        told = tuple(
            thing_of(dice, stock.look(dice, size), spot, jitter=p.jitter)
            for size, spot in zip(sizes, spots, strict=True)
        )
        sentences = compose(dice, told, p.side, claims=p.claims, hops=p.hops)
        if sentences is None:
            return None
        claims = [claim for sentence in sentences for claim in sentence.claims]
        false = dice.below(p.claims)
        shown = None
        for number in range(p.claims) if p.claims <= ALL_OF else (false,):
            changed = slip(
                dice, stock, told, claims, number, side=p.side, shift=p.shift, jitter=p.jitter
            )
            if changed is None:
                return None
            shown = changed if number == false else shown
        right = None if shown is None else value_of(shown, claims[false], p.side)
        if shown is None or right is None:
            return None
        scene = ThingScene(side=p.side, things=shown, backdrop=backdrop(dice, noise=p.noise))
        return VicritInstance(scene=scene, sentences=sentences, false=false, right=right)

    def prompt(self, x: VicritInstance) -> Content:
        return illustrated(
            f"[image: scene.png]\n\nThis is a caption of the picture:\n\n{caption(x.sentences)}\n\n"
            "What stands between asterisks is claimed of the picture. One of these claims is "
            f"false, all others are true. {RULES} So do quarters. {VOCABULARY}\n\n"
            "Answer with the words of the false claim, an arrow, and what would be right: "
            "`a boat -> a raft`. If these words stand in the caption more than once, quote words "
            f"beside them, too, so that it is clear which are meant: at most {MOST_WORDS} words, "
            "and nothing of another claim."
        )

    def needs(self, x: VicritInstance) -> Needs:
        return NEEDS

    def verify(self, x: VicritInstance, answer: str) -> Verdict:
        spans = x.spans
        try:
            quoted = read_quote(answer, spans)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        long = len(quoted.words)
        named = {frozenset(spans.touched(at, long)) for at in spans.found(quoted.words)}
        if len(named) > 1 or any(len(claims) != 1 for claims in named):
            why = f"{' '.join(quoted.words)!r} names none, or several, of the claims"
            return self.rubric(found=0.0, mended=0.0, why=why)
        if named != {frozenset({x.false})}:
            why = "that claim is true" if named else "the caption does not say that"
            return self.rubric(found=0.0, mended=0.0, why=why)
        at = spans.found(quoted.words)[0]
        own = [claim >= 0 for claim in spans.claims[at : at + long]]
        mended = is_mended(x.claims[x.false], quoted, own, x.right)
        return self.rubric(
            found=1.0, mended=float(mended), why="" if mended else "it would be right otherwise"
        )

    def solve(self, x: VicritInstance) -> str:
        spans, claim = x.spans, x.claims[x.false]
        words = spans.quote_of(x.false) or ()
        at = spans.places(words)[0]
        own = [i for i in range(len(words)) if spans.claims[at + i] == x.false]
        said = [NUMBERS[int(word)] if word.isdigit() else word for word in words]
        right = [*said[: own[0]], words_for(claim, x.right), *said[own[-1] + 1 :]]
        return f"{' '.join(said)} -> {' '.join(right)}"

    def measure(self, x: VicritInstance) -> dict[str, float]:
        claim = x.claims[x.false]
        off = abs(int(claim.said) - int(x.right)) if claim.sort == "number" else 0
        return {
            "claims": float(len(x.claims)),
            "things": float(len(x.scene.things)),
            "words": float(len(x.spans.words)),
            "steps": float(claim.of is not None and claim.of.chosen is not None),
            "off": float(off),
            "noise": float(x.scene.backdrop.noise),
        }

    def media(self, x: VicritInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.pillow import png
        from tasksynth_vision.drawing.scenes import draw_scene

        return {"scene.png": png(draw_scene(x.scene))}

    def card(self, x: VicritInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.scenes import draw_scene

        return card(draw_scene(x.scene), caption(x.sentences), self.solve(x))

    def baselines(self, x: VicritInstance) -> dict[str, str]:
        """The first claim, the last, the first number, the highest one, and all of the caption."""
        spans, claims = x.spans, x.claims
        numbers = [i for i, claim in enumerate(claims) if claim.sort == "number"] or [0]
        highest = max(numbers, key=lambda i: len(claims[i].said) * 100 + ord(claims[i].said[0]))
        guesses = {"first": 0, "last": len(claims) - 1, "number": numbers[0], "highest": highest}
        said = {who: " ".join(spans.quote_of(claim) or ()) for who, claim in guesses.items()}
        return said | {"all of it": caption(x.sentences)}

    def floor(self, p: VicritParams) -> float:
        """One of the claims, the likelier ones where there are many."""
        return 1.2 / p.claims + 0.03 if p.claims <= ALL_OF else 1.5 / p.claims + 0.01
