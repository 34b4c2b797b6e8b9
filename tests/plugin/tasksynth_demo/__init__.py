"""A third party's package, as the engine's tests see it: one plain family, one that misbehaves."""

import os
import re
import signal
from typing import Annotated

import numpy as np

from tasksynth import (
    Domain,
    Family,
    Knob,
    Model,
    Needs,
    Params,
    Rubric,
    Verdict,
    illustrated,
)
from tasksynth.answers import final_answer, plain
from tasksynth_demo.lamps import Lighting
from tasksynth_demo.png import bar, grey
from tasksynth_demo.strays import STRAYS
from tasksynth_demo.walk import Walk
from tasksynth_schemas import Content


class SumParams(Params):
    top: Annotated[int, Knob(3, 1000, log=True)]
    """Largest summand."""
    odd_only: bool = False
    """Reject even sums."""


class Addends(Model):
    a: int
    b: int


class Sum(Family[SumParams, Addends]):
    """Add two numbers."""

    name = "demo.sum"
    effort = "digits"
    rubric = Rubric(gate="right", right=0.75, near=0.25)
    timeout_s = 1.0

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Draw two numbers."""
        a, b = rng.integers(0, p.top, size=2).tolist()
        return None if p.odd_only and (a + b) % 2 == 0 else Addends(a=a, b=b)

    def prompt(self, x: Addends) -> Content:
        """Ask."""
        return f"What is {x.a} + {x.b}?"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Judge, or misbehave when told to."""
        match answer:
            case "raise":
                raise ValueError("a fault of the family")
            case "loop":
                while True:
                    pass
            case "hang":
                sum(range(10**15))  # one call into C: no Python signal handler gets in
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "bomb":
                return self.rubric(right=float(len(bytearray(2**45))), near=0.0)
            case "print":
                print("noise")  # noqa: T201
        text = plain(final_answer(answer) or "").rstrip(".")
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
            return self.rubric.unparsable(f"want an integer, got {text[:20]!r}")
        n = int(text)
        off = abs(n - x.a - x.b)
        return self.rubric(
            right=float(off == 0), near=float(off <= 1), why=f"off by {off}" * bool(off)
        )

    def solve(self, x: Addends) -> str:
        """Add."""
        return str(x.a + x.b)

    def work(self, x: Addends) -> str:
        """Count up, and say it."""
        return f"{x.a} and {x.b} more make {x.a + x.b}.\nAnswer: {x.a + x.b}"

    def measure(self, x: Addends) -> dict[str, float]:
        """Digits."""
        return {"digits": float(len(str(x.a)) + len(str(x.b)))}

    def baselines(self, x: Addends) -> dict[str, str]:
        """A constant."""
        return {"zero": "0"}

    def floor(self, p: SumParams) -> float:
        """A small range makes a constant right now and then."""
        return 0.2

    def space(self, p: SumParams) -> int | None:
        """Not told when draws are rejected."""
        return None if p.odd_only else p.top**2


class Broken(Sum):
    """Dies while it generates."""

    name = "demo.broken"

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Die, or reject everything."""
        if p.odd_only:
            return None
        os.kill(os.getpid(), signal.SIGKILL)
        return None


class Hashed(Sum):
    """Depends on PYTHONHASHSEED."""

    name = "demo.hashed"

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Draw from a hash."""
        x = super().generate(p, rng)
        return x and Addends(a=x.a, b=hash("b") % 9973)


class Counting(Sum):
    """Remembers how many tasks it made."""

    name = "demo.counting"
    made = 0

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Count up."""
        type(self).made += 1
        return Addends(a=self.made, b=0)


class Pictured(Sum):
    """Shows its numbers as two PNG files of one row each; says no more in words."""

    name = "demo.pictured"

    def prompt(self, x: Addends) -> Content:
        """Ask."""
        return illustrated("How many pixels have [image: a.png] and [image: b.png] in all?")

    def needs(self, x: Addends) -> Needs:
        """Eyes."""
        return Needs(media=("image", "text"))

    def media(self, x: Addends) -> dict[str, bytes]:
        """Bars."""
        return {"a.png": bar(x.a), "b.png": bar(x.b)}


class Torn(Pictured):
    """Says it in words too, and cannot draw a zero."""

    name = "demo.torn"

    def prompt(self, x: Addends) -> Content:
        """Ask in words too."""
        return illustrated(f"What is {x.a} + {x.b}? [image: a.png] and [image: b.png]")

    def media(self, x: Addends) -> dict[str, bytes]:
        """Bars, of what is not nothing."""
        if x.a == 0:
            raise ValueError("nothing to draw")
        return super().media(x)


class EchoParams(Params):
    length: Annotated[int, Knob(1, 3)]
    """Digits to repeat."""


class Digits(Model):
    digits: str


class Echo(Family[EchoParams, Digits]):
    """Repeat some digits of 0 to 3: what a model of a thousand weights learns in a minute."""

    name = "demo.echo"
    rubric = Rubric(gate="same", same=0.5, begun=0.5)

    def generate(self, p: EchoParams, rng: np.random.Generator) -> Digits | None:
        """Draw them."""
        return Digits(digits="".join(map(str, rng.integers(0, 4, size=p.length).tolist())))

    def prompt(self, x: Digits) -> str:
        """Show them."""
        return f"{x.digits}="

    def verify(self, x: Digits, answer: str) -> Verdict:
        """Compare as far as they go."""
        right = [a == b for a, b in zip(x.digits, answer.ljust(len(x.digits)), strict=False)]
        return self.rubric(same=float(all(right)), begun=sum(right) / len(right))

    def solve(self, x: Digits) -> str:
        """Repeat."""
        return x.digits

    def measure(self, x: Digits) -> dict[str, float]:
        """Length."""
        return {"length": float(len(x.digits))}

    def floor(self, p: EchoParams) -> float:
        """One digit in four is right by chance."""
        return 0.4


class Leaky(Sum):
    """Tells the answer."""

    name = "demo.leaky"

    def prompt(self, x: Addends) -> str:
        """Ask and tell."""
        return f"What is {x.a} + {x.b}? (Not shown: {self.solve(x)})"

    def solve(self, x: Addends) -> str:
        """Add, at length."""
        return f"{x.a + x.b:09d}"


class Lenient(Sum):
    """Gives credit for anything that begins with a digit."""

    name = "demo.lenient"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Hardly look."""
        good = float(answer.strip()[:1].isdigit())
        return self.rubric(right=good, near=good)


class Crashing(Sum):
    """Parses without care."""

    name = "demo.crashing"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Trust the answer."""
        off = abs(int(answer) - x.a - x.b)
        return self.rubric(right=float(off == 0), near=float(off <= 1))


class Dawdling(Sum):
    """Looks at the rest of the answer from each of its blanks on."""

    name = "demo.dawdling"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Drop what stands in parentheses at the end, slowly."""
        return super().verify(x, re.sub(r"\s*\(.*\)\Z", "", answer))


class Naive(Sum):
    """Takes what is no number for near enough, and prints while it draws."""

    name = "demo.naive"

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Draw, and say so."""
        print("drawn")  # noqa: T201
        return super().generate(p, rng)

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Compare as floats."""
        try:
            off = abs(float(final_answer(answer) or "") - x.a - x.b)
        except ValueError:
            return self.rubric.unparsable("want a number")
        return self.rubric(right=float(not off > 0), near=float(not off > 1))


class Perverse(Sum):
    """Its partial reward grows with the mistakes."""

    name = "demo.perverse"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Count the digits that are wrong."""
        text, right = final_answer(answer) or "", str(x.a + x.b)
        wrong = sum(a != b for a, b in zip(text, right, strict=False)) / len(right)
        good = float(text == right)
        return self.rubric(right=good, near=good or min(1.0, wrong))


class Deaf(Sum):
    """Reads no typesetting."""

    name = "demo.deaf"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Compare the final answer as it is written."""
        good = float(final_answer(answer) == str(x.a + x.b))
        return self.rubric(right=good, near=good)


class Informal(Sum):
    """Does not give its answer as it asks for it."""

    name = "demo.informal"

    def prompt(self, x: Addends) -> str:
        """Ask for a box."""
        return f"{super().prompt(x)} Put it into \\boxed{{}}."


class Gullible(Sum):
    """Takes a thought for an answer."""

    name = "demo.gullible"

    def verify(self, x: Addends, answer: str) -> Verdict:
        """Look at the last number."""
        numbers = re.findall(r"\d+", answer)
        good = float(numbers[-1:] == [str(x.a + x.b)])
        return self.rubric(right=good, near=good)


class Uneven(Sum):
    """Says that odd sums are but another way to tell them, and makes them longer."""

    name = "demo.uneven"
    tells = ("odd_only",)

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Draw two numbers, and add zeros."""
        x = super().generate(p, rng)
        return Addends(a=1000 * x.a, b=x.b) if x is not None and p.odd_only else x


class Guessable(Sum):
    """Nearly always the same sum."""

    name = "demo.guessable"

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Draw two numbers that add up to the same."""
        a = int(rng.integers(0, 10**6))
        return Addends(a=a, b=-a)


class Unvalidated(Sum):
    """Builds instances around its own schema."""

    name = "demo.unvalidated"

    def generate(self, p: SumParams, rng: np.random.Generator) -> Addends | None:
        """Construct without validation."""
        return Addends.model_construct(a="one", b=2)  # type: ignore[arg-type]


class Drawn(Sum):
    """Has <b>pictures</b>, of what a model must not see."""

    name = "demo.drawn"

    def prompt(self, x: Addends) -> Content:
        """Ask in markup."""
        return f"<script>alert('{x.a}')</script> & </pre> {super().prompt(x)}"

    def card(self, x: Addends) -> bytes | None:
        """One pixel, grey by the answer; no picture where there is nothing to add."""
        return grey(bytes([(x.a + x.b) % 256])) if x.b else None


DOMAIN = Domain(
    "demo",
    families={
        "demo.broken": Broken,
        "demo.counting": Counting,
        "demo.crashing": Crashing,
        "demo.dawdling": Dawdling,
        "demo.deaf": Deaf,
        "demo.drawn": Drawn,
        "demo.echo": Echo,
        "demo.lamps": Lighting,
        "demo.guessable": Guessable,
        "demo.gullible": Gullible,
        "demo.uneven": Uneven,
        "demo.hashed": Hashed,
        "demo.informal": Informal,
        "demo.leaky": Leaky,
        "demo.lenient": Lenient,
        "demo.liar": Sum,
        "demo.naive": Naive,
        "demo.perverse": Perverse,
        "demo.missing": "tasksynth_demo_absent:Missing",
        "demo.pictured": Pictured,
        "demo.sum": Sum,
        "demo.torn": Torn,
        "demo.walk": Walk,
        "demo.unvalidated": Unvalidated,
        **STRAYS,
    },
)
