"""More transcripts out of those that there are: changed at random, played again, kept if as good.

Offline learning wants trajectories that also go other ways, and are no worse. A change that is made
blindly mostly ruins one, so each is replayed, and the verdict decides: what is kept passes, or is
worth more than what it was made of. (After Corrado, Qu, Balis, Labiosa, Hanna: "Guided Data
Augmentation for Offline Reinforcement Learning and Imitation Learning", RLJ 2024, where a person
says which changes are progress.)
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from tasksynth import registry
from tasksynth.capability import Interactive
from tasksynth.engines import Engine, Failure, engine_for
from tasksynth.episode import read_transcript, write_transcript
from tasksynth.pipeline.folders.dataset import Lookup
from tasksynth.pipeline.judging.report import Interval, pass_rate
from tasksynth.pipeline.judging.verify import Group, Sink, judged
from tasksynth.rng import Stream
from tasksynth_schemas import Action, Answer, Model, Verdict

TRIES = 8
"""Changes of a transcript that are tried."""
LONGEST = 3
"""Actions that are left out at once, at most."""
GIVEN = "given"
Row = tuple[int, str, Answer]
"""Line number, id of the task, and answer."""
Actions = tuple[Action, ...]


class ChangeCheck(Model):
    """What became of changes."""

    tried: int
    kept: int
    share: Interval | None
    """Of those that are kept: what all would be worth if nobody looked. Over tasks."""


class Augmentation(Model):
    """What became of a file of transcripts."""

    total: ChangeCheck
    changes: dict[str, ChangeCheck]
    """The same by what was changed: `drop`, `swap`, `detour` and `splice`."""
    groups: dict[str, ChangeCheck]
    """And by `family` or `family level`, sorted."""
    transcripts: int
    """Those that were changed."""
    unread: int
    """Rows that hold none, or whose task has no turns."""
    errors: int
    """Verdicts that are errors."""


def augment(
    dataset: Lookup,
    answers: Iterable[Row],
    *,
    tries: int = TRIES,
    seed: int = 0,
    out: Sink | None = None,
    workers: int = 1,
    engine: Engine | None = None,
) -> Augmentation:
    """Change transcripts at random, and keep what is as good.

    A few actions are left out (`drop`), two exchanged (`swap`), one is done that was done elsewhere
    (`detour`), or another transcript of the task is begun with (`splice`).

    Args:
        dataset: where the tasks are.
        answers: as `AnswerRows.read` gives them; those of one task that follow each other are
            taken together.
        tries: changes of each transcript.
        seed: of what is changed.
        out: gets a row for each that is kept: `task` and `answer`, the `line` that it was made of,
            its `change` and its `reward`.
        workers: processes.
        engine: who judges instead, left open.

    Raises:
        StateError: if a task's line is damaged; names the file and the line.
    """
    found = _Kept()
    rows = _changed(dataset, answers, tries, seed, found)
    with engine_for(workers, given=engine) as engine:
        for key, answer, result in judged(dataset, rows, engine, "grade"):
            if isinstance(result, Failure):
                found.errors += 1
                continue
            verdict = Verdict.model_validate_json(result.line)
            group = Group.of(result.family, result.level)
            if found.keeps(key, answer, verdict, group) and out is not None:
                told = {"task": answer.task, "answer": answer.answer} | (answer.meta or {})
                line = json.dumps(told | {"reward": verdict.reward}, ensure_ascii=False)
                out.write(line.encode() + b"\n")
    return found.told()


def _changed(
    dataset: Lookup, answers: Iterable[Row], tries: int, seed: int, found: "_Kept"
) -> Iterator[Row]:
    """Each task's transcripts, and then what was made of them, each once."""
    for key, rows in groupby(answers, key=lambda row: row[1]):
        family = registry.get(dataset.task(key).ref.family)
        read = [(row, _actions(row[2].answer)) for row in rows]
        known = [(row, actions) for row, actions in read if actions]
        known = known if isinstance(family, Interactive) else []
        found.unread += len(read) - len(known)
        found.transcripts += len(known)
        texts = set[str]()
        for (number, _, answer), actions in known:
            texts.add(write_transcript(actions, most=family.max_answer_chars))
            yield number, key, answer.model_copy(update={"meta": {"line": number, "change": GIVEN}})
        stream = Stream(f"{seed}:{key}".encode())
        for (number, _, answer), actions in known:
            others = [other for _, other in known]
            for change, made in _changes(actions, others, tries, stream.rng(number)):
                text = write_transcript(made, most=family.max_answer_chars)
                if text not in texts:
                    texts.add(text)
                    meta = {"line": number, "change": change}
                    yield number, key, Answer(task=answer.task, answer=text, meta=meta)


def _actions(answer: str) -> Actions:
    try:
        return read_transcript(answer).actions
    except ValueError:
        return ()


def _changes(
    actions: Actions, others: Sequence[Actions], tries: int, rng: np.random.Generator
) -> Iterator[tuple[str, Actions]]:
    """Changes of one transcript, whether they make sense or not."""
    for _ in range(tries):
        change = ("drop", "swap", "detour", "splice")[rng.integers(4)]
        at = int(rng.integers(len(actions)))
        other = others[int(rng.integers(len(others)))]
        there = int(rng.integers(len(other)))
        match change:
            case "drop":
                made = actions[:at] + actions[at + 1 + int(rng.integers(LONGEST)) :]
            case "swap":
                made = actions[:at] + actions[at : at + 2][::-1] + actions[at + 2 :]
            case "detour":
                made = (*actions[:at], other[there], *actions[at:])
            case _:
                made = other[: there + 1] + actions[at:]
        yield change, made


@dataclass
class _Kept:
    """What was counted so far; tallies are [tried, kept] of each task."""

    transcripts: int = 0
    unread: int = 0
    errors: int = 0
    given: dict[int, float] = field(default_factory=dict)
    """What the transcripts of the task at hand are worth, by line."""
    task: str = ""
    total: dict[str, list[int]] = field(default_factory=dict)
    changes: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    groups: dict[Group, dict[str, list[int]]] = field(default_factory=dict)

    def keeps(self, key: str, answer: Answer, verdict: Verdict, group: Group) -> bool:
        """Count a verdict: whether it is on something new that is worth having."""
        meta = answer.meta or {}
        if key != self.task:
            self.task, self.given = key, {}
        if verdict.reward is None:
            self.errors += 1
            return False
        line, change = meta["line"], meta["change"]
        if change == GIVEN:
            self.given[line] = verdict.reward
            return False
        worth = self.given.get(line)
        if worth is None:  # its own verdict was an error
            return False
        better = verdict.reward > worth
        kept = better or (verdict.status == "pass" and verdict.reward >= worth)
        places = (
            self.total,
            self.changes.setdefault(change, {}),
            self.groups.setdefault(group, {}),
        )
        for tally in places:
            counts = tally.setdefault(key, [0, 0])
            counts[0] += 1
            counts[1] += kept
        return kept

    def told(self) -> Augmentation:
        """All of it."""
        groups = {str(group): _check(tally) for group, tally in self.groups.items()}
        return Augmentation(
            total=_check(self.total),
            changes={change: _check(self.changes[change]) for change in sorted(self.changes)},
            groups=dict(sorted(groups.items())),
            transcripts=self.transcripts,
            unread=self.unread,
            errors=self.errors,
        )


def _check(tally: dict[str, list[int]]) -> ChangeCheck:
    pairs = [(tried, kept) for tried, kept in tally.values()]
    tried, kept = sum(n for n, _ in pairs), sum(n for _, n in pairs)
    return ChangeCheck(tried=tried, kept=kept, share=pass_rate(pairs) if pairs else None)
