"""Programs out of parts, some of them open to attacks, with calls that show which."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth import Model
from tasksynth.rng import Dice
from tasksynth_code.making.task import KnownCall, call
from tasksynth_code.secure import WEAKNESSES, Weakness
from tasksynth_code.secure.style import STYLES, styled
from tasksynth_code.suites.grow import Case, CodeSuite, differs, grow, text_of
from tasksynth_code.suites.running import TickingRun, ticking

ENTRY = "solve"
CALLS = 160
"""Calls of a program that are drawn, for each of its parts up to three."""
REQUESTS = 3
"""Requests of one call, at most, to a program of several parts."""
HIDDEN = 24
"""Hidden calls at least."""
EQUAL = 0.25
"""The largest share of mutants that no call may tell from the program: sound ones have checks that
nothing gets past as long as others hold."""
HALF = {"all": slice(None), "first": slice(0, None, 2), "second": slice(1, None, 2)}
"""All kinds, and two halves that share none."""
ATTACKS, HONEST = 8, 10
"""Calls that a flaw shows on, and on which none does, at least."""
RAREST = 0.02
"""The share of calls at least on which a flaw shows."""


class SecurePart(Model):
    """A function of a program, with what it calls."""

    weakness: str
    words: dict[str, str]
    flaw: int
    """Which of the ways to leave it open it has; -1 if it is sound."""
    style: int = 0
    """How it is written."""

    @property
    def kind(self) -> Weakness:
        """What it is made of."""
        return WEAKNESSES[self.weakness]


class SecurePlan(Model):
    """The functions of a program; a single one is called itself."""

    parts: tuple[SecurePart, ...]

    @property
    def flawed(self) -> tuple[int, ...]:
        """The places of the parts that are open."""
        return tuple(i for i, part in enumerate(self.parts) if part.flaw >= 0)

    @property
    def refusal(self) -> str:
        """What the first open part gives to who must not have what he asks for, as JSON."""
        first = self.parts[self.flawed[0]]
        return first.kind.refused(first.words)


@dataclass(frozen=True)
class SecureCalls:
    """Calls of a program with what a sound one gives."""

    honest: tuple[KnownCall, ...]
    """On them the open program gives the same."""
    attacks: tuple[tuple[KnownCall, ...], ...]
    """For each flaw: calls on which a program with this flaw alone gives something else."""


def draw_plan(
    dice: Dice, *, parts: int, flaws: int, rank: int, halves: bool, kinds: str
) -> SecurePlan:
    """Parts of different kinds, so many of them open.

    Args:
        dice: Chance.
        parts: Functions.
        flaws: Of them, those that are open.
        rank: The highest rank of a kind.
        halves: Whether what is open may have a check that does not do.
        kinds: Those that are drawn from, by a name of `HALF`.
    """
    some = [one for one in list(WEAKNESSES.values())[HALF[kinds]] if one.rank <= rank]
    dice.shuffle(some)
    chosen, used = list[SecurePart](), {ENTRY}
    for kind in some:
        words = kind.drawn(dice)
        if parts == 1:
            words["f"] = ENTRY
        defined = {words[key] for key in "fgh" if key in words} - {ENTRY}
        if len(set(words.values())) == len(words) and not defined & used:
            used |= defined
            style = dice.below(STYLES)
            chosen.append(SecurePart(weakness=kind.name, words=words, flaw=-1, style=style))
        if len(chosen) == parts:
            break
    places = list(range(len(chosen)))
    dice.shuffle(places)
    for i in places[:flaws]:
        ways, absent = len(chosen[i].kind.flaws), chosen[i].kind.absent
        half = halves and dice.below(4) > 0
        flaw = dice.between(absent, ways - 1) if half else dice.below(absent)
        chosen[i] = chosen[i].model_copy(update={"flaw": flaw})
    return SecurePlan(parts=tuple(chosen))


def program_of(plan: SecurePlan, opened: Sequence[int]) -> str:
    """The program in which these parts have their flaws."""
    texts = []
    for i, part in enumerate(plan.parts):
        text = part.kind.program(part.words, part.flaw if i in opened else -1)
        texts.append(styled(text, part.style, part.words.values()))
    if len(plan.parts) > 1:
        lines = [f"def {ENTRY}(requests):", "    done = []", "    for name, *given in requests:"]
        for i, part in enumerate(plan.parts):
            called = part.words["f"]
            lines.append(f'        {"elif" if i else "if"} name == "{called}":')
            lines.append(f"            done.append({called}(*given))")
        texts.append("\n".join([*lines, "    return done", ""]))
    return "\n\n".join(texts)


def told(plan: SecurePlan) -> str:
    """What the program does."""
    single = plan.parts[0]
    if len(plan.parts) == 1:
        return f"`{single.kind.call(single.words)}`: {single.kind.statement(single.words)}"
    functions = "\n".join(
        f"- `{part.kind.call(part.words)}`: {part.kind.statement(part.words)}"
        for part in plan.parts
    )
    return (
        f"`{ENTRY}(requests)` gets a list of requests, each a list of the name of one of the "
        f"functions below and its arguments, and returns the list of what they give.\n\n{functions}"
    )


def calls(
    dice: Dice,
    plan: SecurePlan,
    count: int,
    draws: Mapping[str, Callable[[Dice, Mapping[str, str]], list[Any]]] | None = None,
) -> Iterator[str]:
    """The arguments of so many calls, to open parts above all, each once.

    `draws` draws those of one call, by the name of a weakness; without it each draws its own.
    """
    own = {part.weakness: part.kind.draw for part in plan.parts}
    drawn = own if draws is None else draws
    heavy = [*plan.parts, *(plan.parts[i] for i in plan.flawed)]
    seen = set[str]()
    for _ in range(count):
        if len(plan.parts) == 1:
            arguments = drawn[plan.parts[0].weakness](dice, plan.parts[0].words)
        else:
            some = [dice.of(heavy) for _ in range(dice.between(1, REQUESTS))]
            arguments = [[[one.words["f"], *drawn[one.weakness](dice, one.words)] for one in some]]
        text = text_of(arguments)
        if text not in seen:
            seen.add(text)
            yield text


def answered(tree: ast.Module, drawn: Iterable[str]) -> list[Case]:
    """What the sound program gives."""
    run = TickingRun(tree)
    return [Case(arguments, text_of(run(arguments))) for arguments in drawn]


def sorted_out(plan: SecurePlan, cases: Sequence[Case]) -> SecureCalls:
    """Calls by the flaw that shows on them; those on which several do are left out."""
    runs = [TickingRun(ticking(program_of(plan, (i,)))) for i in plan.flawed]
    honest, attacks = list[KnownCall](), [list[KnownCall]() for _ in runs]
    for case in cases:
        shown = [i for i, run in enumerate(runs) if differs(run(case.arguments), case.result)]
        if not shown:
            honest.append(call(case))
        elif len(shown) == 1:
            attacks[shown[0]].append(call(case))
    return SecureCalls(tuple(honest), tuple(map(tuple, attacks)))


@dataclass(frozen=True)
class MadeSecure:
    """A program with flaws, the sound one, and calls that tell them apart."""

    plan: SecurePlan
    safe: str
    open: str
    suite: CodeSuite
    hidden: SecureCalls
    spare: tuple[KnownCall, ...]
    """Honest calls that are not among the hidden ones."""
    rarest: float
    """The share of calls on which the flaw shows that shows least."""


def make(dice: Dice, plan: SecurePlan) -> MadeSecure | None:
    """The program of a plan; None where a flaw shows too seldom, or too many mutants are equal."""
    safe = program_of(plan, ())
    tree: ast.Module = ticking(safe)
    pool = answered(tree, calls(dice, plan, CALLS * min(3, len(plan.parts))))
    all_calls = sorted_out(plan, pool)
    shows = [len(some) / len(pool) for some in all_calls.attacks]
    if min(shows) < RAREST or min(map(len, all_calls.attacks)) < ATTACKS:
        return None
    known = {one.arguments for some in (all_calls.honest, *all_calls.attacks) for one in some}
    suite = grow(
        tree,
        [case for case in pool if case.arguments in known],
        size=HIDDEN,
        equal=EQUAL,
        latest=len(pool),
    )
    if suite is None:
        return None
    kept = {case.arguments for case in suite.cases}

    def chosen(some: Sequence[KnownCall], least: int) -> tuple[KnownCall, ...]:
        first = [one for one in some if one.arguments in kept]
        rest = [one for one in some if one.arguments not in kept]
        return tuple(first + rest[: max(0, least - len(first))])

    honest = chosen(all_calls.honest, HONEST)
    hidden = SecureCalls(honest, tuple(chosen(some, ATTACKS) for some in all_calls.attacks))
    spare = tuple(one for one in all_calls.honest if one not in set(honest))
    return MadeSecure(
        plan, safe, program_of(plan, plan.flawed), suite, hidden, spare, round(min(shows), 4)
    )
