"""What a model is shown rather than rewarded for: replies that were judged, right and wrong ones.

Every reply is judged when it is exported, whoever wrote it: what is shown as right passes, and what
is shown as wrong does not.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import BinaryIO

from tasksynth.engines import Engine, Failure, ahead
from tasksynth.errors import FamilyError, UsageError, writing
from tasksynth.evaluation.folder import ANSWERS
from tasksynth.export.rows import CHAT, Columns, Row
from tasksynth.pipeline.dialogue import Message
from tasksynth.pipeline.folders.dataset import Dataset, open_file
from tasksynth.pipeline.judging.answers import AnswerRows
from tasksynth.pipeline.operations import REFERENCE
from tasksynth.pipeline.replies import BASELINES, SOURCES, SPOILT, WORK
from tasksynth.system import read_at
from tasksynth_schemas import Verdict

CHUNK = 64
"""Tasks that are replied to and judged at a time."""


@dataclass(frozen=True)
class JudgedReply:
    """A reply, and what the verifier said of it."""

    text: str
    source: str
    """`work`, `reference`, `spoilt`, a baseline's name, or the file that it was recorded in."""
    verdict: Verdict
    times: int = 1
    """How often it was given."""
    played: Sequence[Message] = ()
    """The conversation that it is, if it is the transcript of an episode."""

    @property
    def right(self) -> bool:
        """Whether it passed."""
        return self.verdict.status == "pass"


Lessons = Callable[[Sequence[JudgedReply], int], list[Row]]
"""What a task's judged replies add to its row, for that many rows at most."""

COMPLETION: Columns = {"completion": CHAT, "source": "string"}
SHOWN = (WORK, REFERENCE)
"""Who replies where nobody is named, the first one that has a right reply."""


def completions(replies: Sequence[JudgedReply], each: int) -> list[Row]:
    """The first right replies, for supervised learning."""
    right = [reply for reply in replies if reply.right]
    return [{"completion": said(one), "source": one.source} for one in right[:each]]


PAIR: Columns = {
    "chosen": CHAT,
    "rejected": CHAT,
    "chosen_source": "string",
    "rejected_source": "string",
    "margin": "float64",
    "why": "string",
}
COMPARED = (WORK, REFERENCE, SPOILT, BASELINES)


def pairs(replies: Sequence[JudgedReply], each: int) -> list[Row]:
    """Right replies beside wrong ones, each wrong one once.

    The right ones are those of whoever gives the first. `margin` is the difference of the rewards,
    `why` what the verifier says of the wrong one.
    """
    right = [reply for reply in replies if reply.right]
    right = [reply for reply in right if reply.source == right[0].source]
    wrong = [reply for reply in replies if not reply.right][:each]
    if not right:
        return []
    return [
        {
            "chosen": said(chosen),
            "rejected": said(rejected),
            "chosen_source": chosen.source,
            "rejected_source": rejected.source,
            "margin": (chosen.verdict.reward or 0.0) - (rejected.verdict.reward or 0.0),
            "why": rejected.verdict.why,
        }
        for chosen, rejected in zip(cycle(right), wrong, strict=False)
    ]


def said(reply: JudgedReply) -> list[Message]:
    """The reply as what follows the prompt of a chat."""
    return list(reply.played) or [{"role": "assistant", "content": reply.text}]


@dataclass(frozen=True)
class Taught:
    """What is added to the rows of a split's tasks, in a file of a line a task."""

    file: Path
    count: int
    """Rows."""
    left_out: int
    """Tasks without any."""
    weight: float = 0.0
    """Sum of the rows' weights, where they have one: it is made 1 on average."""

    @classmethod
    def of(cls, each: Iterable[list[Row]], file: Path) -> "Taught":
        """Write it down: how many rows there are is known at the end."""
        count, left_out, weight = 0, 0, 0.0
        with writing(file), file.open("w", encoding="utf-8") as lines:
            for rows in each:
                lines.write(json.dumps(rows) + "\n")
                count += len(rows)
                left_out += not rows
                weight += sum(row.get("weight", 0.0) for row in rows)
        return cls(file, count, left_out, weight)

    def rows(self, tasks: Iterable[Row]) -> Iterator[Row]:
        """The tasks' rows, each as often as something is added to it."""
        with self.file.open(encoding="utf-8") as lines:
            for task, line in zip(tasks, lines, strict=True):
                for lesson in json.loads(line):
                    if "weight" in lesson:
                        lesson["weight"] *= self.count / self.weight
                    yield task | lesson


@dataclass(frozen=True)
class RecordedReplies:
    """Answers that somebody recorded, by task; only their places are held in memory."""

    name: str
    file: BinaryIO
    rows: AnswerRows
    places: Mapping[str, Sequence[tuple[int, int]]]
    """Id of a task to offsets and lengths of lines."""

    @classmethod
    @contextmanager
    def open(cls, text: str, dataset: Dataset) -> Iterator["RecordedReplies"]:
        """Index `PATH` or `NAME=PATH`: a file of answers, or the folder of an evaluation.

        Raises:
            UsageError: if it is not there, or answers none of the dataset's tasks.
        """
        name, equals, rest = text.partition("=")
        if not equals or Path(text).exists():
            name = rest = text
        path = Path(rest) / ANSWERS if Path(rest).is_dir() else Path(rest)
        if not path.exists():
            raise UsageError(
                f"{path} is not there; --from wants {', '.join(SOURCES)}, a file of answers, or "
                f"the folder of `tasksynth evaluate --out`"
            )
        rows, places, offset = (
            AnswerRows(path.name),
            defaultdict[str, list[tuple[int, int]]](list),
            0,
        )
        with open_file(path) as file:
            for line in file:
                for _, key, _ in rows.read([line], dataset):
                    places[key].append((offset, len(line)))
                offset += len(line)
            if not places:
                why = f": {rows.faults[0]}" if rows.faults else ""
                raise UsageError(f"{path} answers none of the dataset's tasks{why}")
            yield cls(name.rstrip("/"), file, rows, places)

    def of(self, key: str) -> list[tuple[str, str]]:
        """Where from and what, in the order in which it was recorded."""
        lines = (read_at(self.file, size, at) for at, size in self.places.get(key, ()))
        return [(self.name, self.rows.parse(line).answer) for line in lines]


def replies(
    dataset: Dataset,
    keys: Iterable[str],
    sources: Sequence[str],
    *,
    engine: Engine,
    turns: bool = False,
) -> Iterator[list[JudgedReply]]:
    """What is replied to each task, judged, each text once; an `error` is no judgement.

    Args:
        dataset: where the tasks are.
        keys: their ids.
        sources: of `SOURCES`, or files and folders of recorded answers; in the order in which
            their replies come.
        engine: who replies and judges, in workers that can be killed.
        turns: whether tasks may have turns: transcripts are played again then, each once.

    Raises:
        UsageError: if a recorded source is not there.
        FamilyError: if a family cannot reply.
    """
    own = [source for source in sources if source in SOURCES]
    waiting = iter(keys)
    chunks = iter(lambda: list(islice(waiting, CHUNK)), [])
    jobs = ((chunk, [(dataset.line(key), own) for key in chunk]) for chunk in chunks)
    with ExitStack() as stack:
        recorded = {
            source: stack.enter_context(RecordedReplies.open(source, dataset))
            for source in sources
            if source not in SOURCES
        }
        for chunk, made in ahead(engine, "replies", jobs):
            texts = []
            for key, theirs in zip(chunk, made, strict=True):
                if isinstance(theirs, Failure):
                    ref = dataset.task(key).ref
                    raise FamilyError(f"{ref}: no reply could be made: {theirs.why}")
                each = iter(theirs)
                parts = [recorded[s].of(key) if s in recorded else next(each) for s in sources]
                texts.append(_each_once(parts))
            told = _judged(dataset, chunk, texts, engine)
            yield from _played(dataset, chunk, list(told), engine) if turns else told


def _each_once(parts: Iterable[Iterable[tuple[str, str]]]) -> dict[str, tuple[str, int]]:
    """Text to where it comes from first, and how often it is there, in order."""
    found: dict[str, tuple[str, int]] = {}
    for part in parts:
        for source, text in part:
            first, times = found.get(text, (source, 0))
            found[text] = first, times + 1
    return found


def _judged(
    dataset: Dataset,
    keys: Sequence[str],
    replied: Sequence[Mapping[str, tuple[str, int]]],
    engine: Engine,
) -> Iterator[list[JudgedReply]]:
    asked = [
        (dataset.line(key), text) for key, of in zip(keys, replied, strict=True) for text in of
    ]
    judged = iter(engine.wait(engine.submit("grade", asked)))
    for of in replied:
        found = []
        for text, (source, times) in of.items():
            result = next(judged)
            if not isinstance(result, Failure) and result.status != "error":
                verdict = Verdict.model_validate_json(result.line)
                found.append(JudgedReply(text, source, verdict, times))
        yield found


def _played(
    dataset: Dataset, keys: Sequence[str], judged: Sequence[list[JudgedReply]], engine: Engine
) -> Iterator[list[JudgedReply]]:
    """The same replies with their conversations; of equal ones the first."""
    asked = [
        (dataset.line(key), one.text) for key, of in zip(keys, judged, strict=True) for one in of
    ]
    told = iter(engine.wait(engine.submit("dialogue", asked)))
    for of in judged:
        found: dict[str, JudgedReply] = {}
        for one in of:
            messages = next(told)
            # what cannot be read is no conversation, and what does nothing has no words
            if not isinstance(messages, Failure) and messages:
                name = json.dumps(messages)
                first = found.get(name, replace(one, played=messages, times=0))
                found[name] = replace(first, times=first.times + one.times)
        yield list(found.values())
