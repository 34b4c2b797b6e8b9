"""What an audit does with families that have turns: it plays at random, and plays it again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tasksynth.audit import figures
from tasksynth.audit.attacks import HOSTILE
from tasksynth.audit.findings import Finding
from tasksynth.audit.outcomes import faults
from tasksynth.audit.sample import Exhibit, Specimens, Tried
from tasksynth.capability import Interactive
from tasksynth.engines import Failure
from tasksynth.episode import read_transcript, transcript_of
from tasksynth.errors import TasksynthError
from tasksynth.pipeline.live import LiveAction, LiveTurn, after
from tasksynth.rng import rng_for
from tasksynth.sampling import random_action
from tasksynth_schemas import Action, TaskRef

PLAYED = 24
"""Tasks that are played at random."""
MOST = 40
"""Actions of a random episode."""
AGAIN = 8
"""Episodes that are played a second time, and references that are gone in parts."""
PARTS = 6
SLACK = 1e-9


WORDS = ("{{", "{{}}" * 500, *(text[:5000] for text in HOSTILE))
"""What a policy may say at its first turn."""
NO_TRANSCRIPT = re.compile(r"after the end|the transcript has|want a JSON list of actions")
"""How a verdict's reason says that a transcript claims what cannot have happened."""


@dataclass
class RandomPlay:
    """A random episode, and what was seen of it."""

    exhibit: Exhibit
    actions: list[Action] = field(default_factory=list)
    turns: list[LiveTurn] = field(default_factory=list)
    fault: str = ""

    @property
    def over(self) -> bool:
        """Whether there is no more to do."""
        return bool(self.fault) or (bool(self.turns) and self.turns[-1].over)


def played(sample: Specimens) -> Iterator[Finding]:
    """Random episodes: what they get, whether they break, and whether they can be replayed."""
    if not isinstance(sample.family, Interactive):
        return
    plays = _at_random(sample)
    if broken := [play for play in plays if play.fault]:
        play = broken[0]
        yield Finding(
            check="episodes",
            severity="fault",
            what=f"{len(broken)} of {len(plays)} random episodes break, such as after "
            f"{len(play.actions)} actions: {play.fault}"[:400],
            task=play.exhibit.name,
            answer=_transcript(sample, play),
        )
    yield from _spoken(sample)
    whole = [play for play in plays if not play.fault]
    outcomes = sample.grade([(play.exhibit, _transcript(sample, play)) for play in whole])
    yield from _paid(sample, outcomes)
    yield from _progress(sample)
    yield from _replayed(sample, whole)


def _paid(sample: Specimens, outcomes: list[Tried]) -> Iterator[Finding]:
    passed = [one for one in outcomes if one.paid]
    floor = sample.family.floor(sample.params)
    if passed and figures.at_least(len(passed), len(outcomes)) > floor:
        yield Finding(
            check="episodes",
            severity="fault",
            what=f"{len(passed)} of {len(outcomes)} random episodes pass; the floor is {floor:g}",
            task=passed[0].exhibit.name,
            answer=passed[0].shown,
        )
    failed = [one for one in outcomes if one.verdict.status == "error"
              or NO_TRANSCRIPT.search(one.verdict.why)]  # fmt: skip
    if failed:
        yield Finding(
            check="replay",
            severity="fault",
            what=f"{len(failed)} of {len(outcomes)} transcripts of live episodes have no verdict: "
            f"{failed[0].verdict.why}"[:400],
            task=failed[0].exhibit.name,
            answer=failed[0].shown,
        )


def _progress(sample: Specimens) -> Iterator[Finding]:
    """What is paid for beginnings of the right way: who is paid less for going on, may stop."""
    begun: list[tuple[Exhibit, int, int, str]] = []
    for one in [one for one in sample.exhibits if one.reference][:AGAIN]:
        actions = read_transcript(one.reference or "").actions
        for done in sorted({round(len(actions) * i / PARTS) for i in range(PARTS + 1)}):
            text = transcript_of(actions[:done], sample.family.max_answer_chars)
            begun.append((one, done, len(actions), text))
    outcomes = sample.grade([(one, text) for one, _, _, text in begun])
    for (one, done, of, _), (same, then, _, _), paid, later in zip(
        begun, begun[1:], outcomes, outcomes[1:], strict=False
    ):
        if one is same and paid.credit > later.credit + SLACK:
            yield Finding(
                check="progress",
                severity="doubt",
                what=f"{done} of the reference's {of} actions are paid {paid.credit:.2f}, "
                f"{then} of them {later.credit:.2f}: who goes on loses",
                task=one.name,
                answer=paid.shown,
            )
            return


def _spoken(sample: Specimens) -> Iterator[Finding]:
    """Words that an episode does not expect."""
    one, most = sample.exhibits[0], sample.family.max_answer_chars
    outcomes = sample.grade([(one, transcript_of([Action(text=t)], most)) for t in WORDS])
    yield from faults(outcomes)


def _replayed(sample: Specimens, plays: list[RandomPlay]) -> Iterator[Finding]:
    """The last turn again, by whoever has to replay all that came before."""
    again = [play for play in plays if play.turns][:AGAIN]
    found = _do(sample, [_asked(play, f"again {i}", len(play.actions) - 1)
                         for i, play in enumerate(again)])  # fmt: skip
    for play, turn in zip(again, found, strict=True):
        if not isinstance(turn, LiveTurn) or turn != play.turns[-1]:
            yield Finding(
                check="replay",
                severity="fault",
                what="the same actions lead to another turn when they are replayed",
                task=play.exhibit.name,
                answer=_transcript(sample, play),
            )
            return


def _at_random(sample: Specimens) -> list[RandomPlay]:
    plays = [RandomPlay(exhibit) for exhibit in sample.exhibits[:PLAYED]]
    dice = [rng_for(_ref(play.exhibit), attempt=1) for play in plays]
    for step in range(MOST):
        going = [i for i, play in enumerate(plays) if not play.over]
        asked = []
        for i in going:
            plays[i].actions.append(random_action(plays[i].exhibit.task.needs, dice[i]))
            asked.append(_asked(plays[i], f"play {i}", step))
        for i, turn in zip(going, _do(sample, asked), strict=True):
            if isinstance(turn, LiveTurn):
                plays[i].turns.append(turn)
            else:
                plays[i].fault = str(turn)
    return plays


def _ref(exhibit: Exhibit) -> TaskRef:
    if not isinstance(exhibit.task.ref, TaskRef):
        raise TypeError(f"{exhibit.name} was not made by a family")
    return exhibit.task.ref


def _asked(play: RandomPlay, episode: str, at: int) -> LiveAction:
    """The action at a place of an episode, with all that came before it."""
    written = [action.model_dump_json() for action in play.actions]
    history = b""
    for one in written[:at]:
        history = after(history, one)
    name = f"{play.exhibit.name} {episode}"
    return LiveAction(name, play.exhibit.line, history, written[at], tuple(written[:at]))


def _do(sample: Specimens, asked: list[LiveAction]) -> list[LiveTurn | str]:
    results = sample.do("act", asked)
    return [
        getattr(one, "why", "") if isinstance(one, Failure)
        else str(one) if isinstance(one, TasksynthError) else one
        for one in results
    ]  # fmt: skip


def _transcript(sample: Specimens, play: RandomPlay) -> str:
    kept = [action for action, turn in zip(play.actions, play.turns, strict=False) if turn.room]
    return transcript_of(kept, sample.family.max_answer_chars)
