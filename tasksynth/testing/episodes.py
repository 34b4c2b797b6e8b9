"""The part of a family's contract that capabilities bring: media, turns, hints, explanations.

Each check says nothing of a family that has not the capability which it is about.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from tasksynth import registry
from tasksynth.capability import Explained, Hinted, Interactive, Pictured, Turn, drawn
from tasksynth.episode import Episode, read_transcript
from tasksynth.errors import UsageError
from tasksynth.limits import time_limit
from tasksynth.rng import Stream
from tasksynth.sampling import random_action
from tasksynth.single import Draw, Judge
from tasksynth.testing.draws import (
    SEED,
    draw_at,
    draws,
    want,
    want_same_in_every_process,
    want_under_floor,
)
from tasksynth_schemas import Action, Content, Needs, Transcript, Verdict, names_of
from tasksynth_schemas.content import media_of

MOST = 60
"""Actions of a random episode."""
MANY = 10_000
"""Actions of a transcript that is too long for nearly everything."""
SHARES = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)

_BEGINNINGS = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".apng": (b"\x89PNG\r\n\x1a\n",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".wav": (b"RIFF",),
    ".webm": (b"\x1aE\xdf\xa3",),
}
"""How files of a name's ending begin."""

_TEXTS = ("", "\x00", "\u202e\U0001f4a5" * 500, "9" * 5000, "{" * 3000, '{"tool": 1}', "x" * 50_000)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    -(2**63),
    float("inf"),
    float("nan"),
    1e308,
    "",
    "\x00",
    "\ud800",
    "x" * 10_000,
    [],
    [[[[0]]]],
    {"a": {}},
)
_CONTENT: TypeAdapter[Any] = TypeAdapter(Content)


@dataclass(frozen=True)
class _SeenTurn:
    """A turn, its media by their digests."""

    content: str
    over: bool
    media: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, turn: Turn) -> "_SeenTurn":
        media = tuple((name, _hash(data)) for name, data in sorted(drawn(turn.media).items()))
        return cls(_CONTENT.dump_json(turn.seen).decode(), turn.over, media)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def needs_say_what_is_shown_and_done(name: str, levels: Sequence[float]) -> None:
    """Turns, tools and kinds of media are declared, and nothing else is met."""
    family = registry.get(name)
    for draw in _some(name, levels):
        needs, ref = draw.task.needs, draw.task.ref
        _want_kinds(draw.task.prompt, needs, f"the prompt of {ref}")
        if not isinstance(family, Interactive):
            want(
                needs.turns == 1 and not needs.tools,
                f"{ref} needs turns or tools, and the family has no begin, step and judge",
            )
            continue
        want(needs.turns > 1, f"{ref} declares one turn; give the family its `turns`")
        specs = {spec.name: spec for spec in needs.tools}
        want(len(specs) == len(needs.tools), f"{ref} has two tools of one name: {list(specs)}")
        for tool in family.tools:
            spec = tool.spec()
            want(bool(spec.description), f"the tool {spec.name} wants a docstring")
            want(
                specs.get(spec.name, spec) == spec,
                f"{ref}: `needs` and `tools` tell two things of the tool {spec.name}",
            )


def media_are_there_and_what_their_names_say(name: str, levels: Sequence[float]) -> None:
    """Whatever a prompt names is among the task's media, whose bytes fit their names."""
    family = registry.get(name)
    for draw in _some(name, levels):
        if not isinstance(family, Pictured):
            shown = names_of(draw.task.prompt)
            want(not shown, f"{draw.task.ref} shows {shown[:1]}, and the family has no `media`")
            continue
        media = family.media(draw.instance)
        _want_media(draw.task.prompt, media, f"the prompt of {draw.task.ref}")
        want(
            media == family.media(draw.instance),
            f"{draw.task.ref}: its media differ when they are made again",
        )


def _turns_and_media(name: str, levels: Sequence[float]) -> str:
    """A hash of all that a few tasks show; runs in the child processes of a check too."""
    family, digest = registry.get(name), hashlib.sha256()
    for draw in (draw_at(name, level, index) for level in levels for index in (0, 5)):
        if isinstance(family, Pictured):
            for file, data in family.media(draw.instance).items():
                digest.update(f"{file} {_hash(data)}\n".encode())
        if isinstance(family, Interactive):
            for actions in _plays(family, draw):
                turns, verdict = _live(family, draw.instance, actions)
                digest.update(repr(turns).encode() + verdict.model_dump_json().encode())
    return digest.hexdigest()


def same_turns_and_media_in_every_process(name: str, levels: Sequence[float]) -> None:
    """Nothing that is shown depends on PYTHONHASHSEED or on what the process did before."""
    if isinstance(registry.get(name), Interactive | Pictured):
        want_same_in_every_process(_turns_and_media, name, levels)


def replay_equals_live(name: str, levels: Sequence[float]) -> None:
    """A transcript's verdict is the episode's, and episodes do not know of each other."""
    if not isinstance(family := registry.get(name), Interactive):
        return
    before: tuple[Any, tuple[Action, ...], Any] | None = None
    for draw in _some(name, levels):
        x, ref = draw.instance, draw.task.ref
        for actions in _plays(family, draw):
            episode = Episode(family, x)
            for action in actions:
                episode.act(action)
            live = _live(family, x, actions)
            verdict = Judge(draw.task).grade(episode.transcript())
            want(
                verdict == episode.verdict() == live[1],
                f"{ref}: live {live[1]}, replayed {verdict}: {episode.transcript()[:300]}",
            )
            if before is not None:
                both = _interleaved(family, before[:2], (x, actions))
                want(
                    both == (before[2], live),
                    f"{ref}: two episodes at once go otherwise than one after the other",
                )
            before = x, actions, live
        solved = read_transcript(family.solve(x)).actions
        verdict = _live(family, x, solved)[1]
        want(verdict.status == "pass", f"{ref}: the reference, played live, got {verdict}")


def nothing_and_anything_done_stay_under_the_floor(name: str, levels: Sequence[float]) -> None:
    """Neither doing nothing nor random calls pass more often than the family's floor allows."""
    if not isinstance(family := registry.get(name), Interactive):
        return
    for level in levels:
        passes = {"doing nothing": 0, "random calls": 0}
        for draw in draws(name, level):
            plays = {"doing nothing": (), "random calls": _random(family, draw)}
            for who, actions in plays.items():
                answer = _transcript(actions)
                verdict = Judge(draw.task).grade(answer)
                want(verdict.status != "error", f"{draw.task.ref}: {answer[:200]} got {verdict}")
                passes[who] += verdict.status == "pass"
        for who, passed in passes.items():
            want_under_floor(name, level, passed, who)


def an_end_is_an_end(name: str, levels: Sequence[float]) -> None:
    """An action after the end, and 10,000 actions, get a clear verdict and no credit."""
    if not isinstance(family := registry.get(name), Interactive):
        return
    for draw in _some(name, levels):
        ref, judge = draw.task.ref, Judge(draw.task)
        actions = list(read_transcript(family.solve(draw.instance)).actions)
        episode = Episode(family, draw.instance)
        for action in [*actions, *_random(family, draw)]:
            if not episode.over:
                episode.act(action)
        if episode.over:
            late = [*episode.actions, actions[-1] if actions else Action()]
            verdict = judge.grade(_transcript(late))
            want(
                verdict.status == "unparsable" and bool(verdict.why),
                f"{ref}: an action after the end got {verdict}",
            )
            try:
                episode.act(late[-1])
            except UsageError:
                pass
            else:
                raise AssertionError(f"{ref}: the episode went on after its end")
        for action in (Action(), *actions[:1]):
            verdict = judge.grade(_transcript([action] * MANY))
            want(
                verdict.status in ("fail", "unparsable") and bool(verdict.why),
                f"{ref}: {MANY:,} times {_written(action)} got {verdict}",
            )


def no_action_breaks_an_episode(name: str, levels: Sequence[float]) -> None:
    """Strange bytes, huge numbers, unknown tools, wrong arguments: each is a turn that says so."""
    if not isinstance(family := registry.get(name), Interactive):
        return
    for draw in _some(name, levels, step=25):
        episode = Episode(family, draw.instance)
        for action in _hostile(draw.task.needs, _rng(draw)):
            what = f"{draw.task.ref}: {_written(action)}"
            if episode.over:
                episode = Episode(family, draw.instance)
            try:
                with time_limit(family.timeout_s):
                    turn = episode.act(action)
                    verdict = episode.verdict()
            except Exception as e:
                raise AssertionError(f"{what} raised {type(e).__name__}: {e}") from e
            want(isinstance(turn, Turn), f"{what} led to {turn!r:.100}, want a Turn")
            want(isinstance(verdict, Verdict), f"{what}: judge gave {verdict!r:.100}")
            try:
                seen = _CONTENT.validate_python(turn.seen)
            except ValidationError as e:
                raise AssertionError(f"{what} shows {turn.seen!r:.100}, want Content") from e
            _want_kinds(seen, draw.task.needs, what)
            _want_media(seen, drawn(turn.media), what)


def hints_grow_from_nothing(name: str, levels: Sequence[float]) -> None:
    """A larger share's hint begins with the smaller one's; "" at 0, something at 1."""
    if not isinstance(family := registry.get(name), Hinted):
        return
    for draw in _some(name, levels):
        hints = [family.hint(draw.instance, share) for share in SHARES]
        ref = draw.task.ref
        want(hints[0] == "", f"{ref}: the hint of share 0 is {hints[0][:80]!r}")
        want(hints[-1] != "", f"{ref}: the hint of share 1 is empty")
        for small, large, share in zip(hints, hints[1:], SHARES[1:], strict=False):
            want(
                large.startswith(small),
                f"{ref}: the hint of share {share:g}, {large[:80]!r}, does not begin with the one "
                f"before it, {small[:80]!r}",
            )


def worked_solutions_end_with_a_right_answer(name: str, levels: Sequence[float]) -> None:
    """A worked solution passes as it stands: it ends in the form that the prompt asks for."""
    if not isinstance(family := registry.get(name), Explained):
        return
    for draw in _some(name, levels):
        work = family.work(draw.instance)
        verdict = Judge(draw.task).grade(work)
        want(verdict.status == "pass", f"{draw.task.ref}: …{work[-200:]!r} got {verdict}")


EPISODE_CHECKS = (
    needs_say_what_is_shown_and_done,
    media_are_there_and_what_their_names_say,
    same_turns_and_media_in_every_process,
    replay_equals_live,
    nothing_and_anything_done_stay_under_the_floor,
    an_end_is_an_end,
    no_action_breaks_an_episode,
    hints_grow_from_nothing,
    worked_solutions_end_with_a_right_answer,
)
"""They come after those that hold for every family."""


def _some(name: str, levels: Sequence[float], *, step: int = 10) -> Iterator[Draw]:
    """Every so manieth task of each level."""
    for level in levels:
        yield from draws(name, level)[::step]


def _rng(draw: Draw) -> np.random.Generator:
    """Random numbers that are a task's own."""
    return Stream(f"{SEED} {draw.task.id}".encode()).rng(0)


def _random(family: Any, draw: Draw) -> tuple[Action, ...]:
    """The actions of an episode that is played at random, up to MOST."""
    episode, rng = Episode(family, draw.instance), _rng(draw)
    while not episode.over and episode.turns < MOST:
        episode.act(random_action(episode.needs, rng))
    return tuple(episode.actions)


def _plays(family: Any, draw: Draw) -> Iterator[tuple[Action, ...]]:
    """A few ways to play a task: nothing, the reference, at random, and words in between."""
    solved = read_transcript(family.solve(draw.instance)).actions
    yield ()
    yield solved
    yield _random(family, draw)
    if len(solved) > 1:
        yield (*solved[:-1], Action(text="What now?"))


def _live(family: Any, x: Any, actions: Sequence[Action]) -> tuple[tuple[_SeenTurn, ...], Verdict]:
    """What each action led to, and the verdict where they end."""
    episode = Episode(family, x)
    turns = tuple(_SeenTurn.of(episode.act(action)) for action in actions)
    return turns, episode.verdict()


def _interleaved(
    family: Any, one: tuple[Any, Sequence[Action]], two: tuple[Any, Sequence[Action]]
) -> tuple[Any, Any]:
    """The same for two episodes whose actions take turns."""
    episodes = [Episode(family, x) for x, _ in (one, two)]
    turns: tuple[list[_SeenTurn], list[_SeenTurn]] = ([], [])
    for place in range(max(len(one[1]), len(two[1]))):
        for episode, seen, (_, actions) in zip(episodes, turns, (one, two), strict=True):
            if place < len(actions):
                seen.append(_SeenTurn.of(episode.act(actions[place])))
    first, second = (
        (tuple(seen), episode.verdict()) for seen, episode in zip(turns, episodes, strict=True)
    )
    return first, second


def _hostile(needs: Needs, rng: np.random.Generator) -> Iterator[Action]:
    """Words and calls that nobody should make."""
    yield from (Action(text=text) for text in _TEXTS)
    yield from (Action(tool=tool) for tool in ("no_such_tool", "__class__", "\U0001f4a5" * 200))
    for spec in needs.tools:
        alone = needs.model_copy(update={"tools": (spec,)})
        yield from (random_action(alone, rng) for _ in range(5))
        yield Action(tool=spec.name, text="And some words.", arguments="no object")
        yield Action(tool=spec.name, arguments={"no_such_argument": 1})
        yield Action(tool=spec.name)
        for field in spec.parameters.get("properties", {}):
            for value in _VALUES:
                arguments = random_action(alone, rng).arguments
                given = arguments if isinstance(arguments, dict) else {}
                yield Action(tool=spec.name, arguments=given | {field: value})


def _transcript(actions: Sequence[Action]) -> str:
    return Transcript(actions=tuple(actions)).model_dump_json()


def _written(action: Action) -> str:
    """An action as a message shows it."""
    said = {"tool": action.tool, "arguments": action.arguments} if action.tool else action.text
    return f"{said!r:.200}"


def _want_kinds(content: Content, needs: Needs, where: str) -> None:
    other = sorted(set(media_of([content])) - set(needs.media))
    want(not other, f"{where} shows {other}, and `needs` announces {list(needs.media)}")


def _want_media(content: Content, media: dict[str, bytes], where: str) -> None:
    for name in names_of(content):
        want(name in media, f"{where} names {name!r}, and its media are {sorted(media)}")
    for name, data in media.items():
        begins = _BEGINNINGS.get(name[name.rfind(".") :].lower(), (b"",))
        want(bool(data), f"{where}: {name} is empty")
        want(data.startswith(begins), f"{where}: {name} begins with {data[:8]!r}")
