"""Preferences that somebody else stated, held against the verifiers.

A pair says that one answer to a task is better than another. Where the verifier pays the other one
more, the pair teaches the contrary of the task; where it pays both alike, nothing. The share of
inverted pairs is the noise of whoever chose. (As of Liu et al., "PEARL: Zero-shot Cross-task
Preference Alignment and Robust Reward Learning for Robotic Manipulation", ICML 2024, where
preferences are carried from one task to another, and are wrong at times.)
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tasksynth.engines import Engine, Failure, engine_for
from tasksynth.pipeline.folders.dataset import Lookup
from tasksynth.pipeline.judging.chats import where_chats
from tasksynth.pipeline.judging.relabel import SHOWN
from tasksynth.pipeline.judging.report import Interval, pass_rate
from tasksynth.pipeline.judging.verify import Example, Group, Sink, judged
from tasksynth.pipeline.operations import Judged
from tasksynth_schemas import Answer, Model, Verdict

CHOSEN, REJECTED = "chosen", "rejected"
"""The columns of a pair."""
Pair = tuple[int, str, Answer, Answer]
"""Line number, id of the task, and both answers; the columns that are left are with the first."""


class InvertedPair(Model):
    """A pair whose rejected answer is worth more."""

    row: int
    """Of the file, from 1."""
    task: str
    chosen: float
    """The reward of the chosen answer,"""
    rejected: float
    """and of the rejected one."""
    answer: str
    """The end of the chosen one, cut."""
    why: str
    """What is wrong with it."""


class PairCheck(Model):
    """How pairs stand to rewards."""

    pairs: int
    upheld: int
    """The chosen answer is worth more."""
    inverted: int
    """The rejected one is."""
    both_right: int
    """Both pass, and are worth the same."""
    both_wrong: int
    """Neither passes, and both are worth the same."""
    noise: Interval | None
    """The share of inverted ones among those that are told apart, over tasks."""


class PairsReport(Model):
    """What became of a file's pairs."""

    total: PairCheck
    groups: dict[str, PairCheck]
    """`family` or `family level` to the same of its pairs, sorted."""
    inverted: tuple[InvertedPair, ...]
    """The first ones."""
    errors: int
    """Pairs of which a verdict is an error."""
    unpaired: int
    """Rows without a rejected answer."""


def pairs_of(rows: Iterable[tuple[int, str, Answer]], tasks: Lookup) -> Iterator[Pair | None]:
    """Rows whose answer is the chosen one as pairs; None for one without a rejected answer."""
    for number, key, row in rows:
        meta = dict(row.meta or {})
        other = meta.pop(REJECTED, None)
        if other is None:
            yield None
            continue
        text = other if isinstance(other, str) else json.dumps(other, ensure_ascii=False)
        both = [Answer(task=row.task, answer=one, meta=meta) for one in (row.answer, text)]
        (_, _, chosen), (_, _, rejected) = where_chats([(number, key, one) for one in both], tasks)
        yield number, key, chosen, rejected


def hold_pairs(
    dataset: Lookup,
    pairs: Iterable[Pair | None],
    *,
    out: Sink | None = None,
    shown: int = SHOWN,
    workers: int = 1,
    engine: Engine | None = None,
) -> PairsReport:
    """Judge both answers of each pair, and count the pairs that do not hold.

    Args:
        dataset: where the tasks are.
        pairs: see `pairs_of`.
        out: gets the pairs that are told apart, the better answer as `chosen`, and whether they
            were `swapped`.
        shown: inverted pairs that are told.
        workers: processes.
        engine: who judges instead, left open.

    Raises:
        StateError: if a task's line is damaged; names the file and the line.
    """
    found = _Held(shown)
    waiting: list[Pair] = []

    def asked() -> Iterator[tuple[int, str, Answer]]:
        for pair in pairs:
            if pair is None:
                found.unpaired += 1
                continue
            waiting.append(pair)
            number, key, *both = pair
            yield from ((number, key, one) for one in both)

    with engine_for(workers, given=engine) as engine:
        results = (result for _, _, result in judged(dataset, asked(), engine, "grade"))
        for chosen, rejected in zip(results, results, strict=True):  # two by two
            pair = waiting.pop(0)
            line = found.add(pair, chosen, rejected)
            if line is not None and out is not None:
                out.write(line)
    return found.told()


class _Held:
    """What was counted so far: by task, pairs upheld, inverted, both right and both wrong."""

    def __init__(self, shown: int) -> None:
        self.shown = shown
        self.whole: dict[str, list[int]] = {}
        self.groups: dict[Group, dict[str, list[int]]] = {}
        self.inverted: list[InvertedPair] = []
        self.errors = self.unpaired = 0

    def add(self, pair: Pair, chosen: Judged | Failure, rejected: Judged | Failure) -> bytes | None:
        """Count a pair; its line with the better answer first, if one is better."""
        if isinstance(chosen, Failure) or isinstance(rejected, Failure):
            self.errors += 1
            return None
        better, worse = (Verdict.model_validate_json(one.line) for one in (chosen, rejected))
        if better.reward is None or worse.reward is None:
            self.errors += 1
            return None
        kind = _kind(better.reward, worse.reward, passed=better.status == "pass")
        group = Group.of(chosen.family, chosen.level)
        for tally in (self.whole, self.groups.setdefault(group, {})):
            tally.setdefault(pair[1], [0, 0, 0, 0])[kind] += 1
        if kind == INVERTED and len(self.inverted) < self.shown:
            shown = Example.of(pair[2].task, pair[2].answer, better.why)
            self.inverted.append(
                InvertedPair(
                    row=pair[0],
                    task=pair[2].task,
                    chosen=better.reward,
                    rejected=worse.reward,
                    answer=shown.answer,
                    why=shown.why,
                )
            )
        return _line(pair, swapped=kind == INVERTED) if kind in (UPHELD, INVERTED) else None

    def told(self) -> PairsReport:
        """All of it."""
        groups = {str(group): _check(tally) for group, tally in self.groups.items()}
        return PairsReport(
            total=_check(self.whole),
            groups=dict(sorted(groups.items())),
            inverted=tuple(self.inverted),
            errors=self.errors,
            unpaired=self.unpaired,
        )


UPHELD, INVERTED, BOTH_RIGHT, BOTH_WRONG = range(4)


def _kind(chosen: float, rejected: float, *, passed: bool) -> int:
    if chosen != rejected:
        return UPHELD if chosen > rejected else INVERTED
    return BOTH_RIGHT if passed else BOTH_WRONG


def _check(tally: dict[str, list[int]]) -> PairCheck:
    upheld, inverted, right, wrong = (sum(of[k] for of in tally.values()) for k in range(4))
    apart = [(of[UPHELD] + of[INVERTED], of[INVERTED]) for of in tally.values()]
    apart = [(n, flips) for n, flips in apart if n]
    return PairCheck(
        pairs=upheld + inverted + right + wrong,
        upheld=upheld,
        inverted=inverted,
        both_right=right,
        both_wrong=wrong,
        noise=pass_rate(apart) if apart else None,
    )


def _line(pair: Pair, *, swapped: bool) -> bytes:
    _, _, chosen, rejected = pair
    if swapped:
        chosen, rejected = rejected, chosen
    told: dict[str, Any] = {"task": chosen.task, CHOSEN: chosen.answer, REJECTED: rejected.answer}
    told |= pair[2].meta or {}
    return json.dumps(told | {"swapped": swapped}, ensure_ascii=False).encode() + b"\n"
