"""The loop that asks a model the tasks of a dataset."""

import asyncio
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from tasksynth import registry
from tasksynth.engines import Engine, engine_for
from tasksynth.errors import UnavailableError, UsageError
from tasksynth.evaluation.chat import check_able, converse, is_episode, what_it_has
from tasksynth.evaluation.folder import RunFolder
from tasksynth.evaluation.judging import Judging
from tasksynth.evaluation.lines import TaskLines
from tasksynth.evaluation.models import (
    Answerer,
    AwayError,
    Chatting,
    ModelReply,
    Question,
    RequestFailedError,
)
from tasksynth.evaluation.outcome import Budget, Evaluation, Progress
from tasksynth.evaluation.stage import EpisodeStage
from tasksynth.pipeline.operations import shown_media
from tasksynth.single import check_version
from tasksynth_schemas import Task

FAILURES = 20
"""After so many, or two for each question under way if that is more, a run gives up: if they are
the first ones, or if nobody answers any more."""
REASONS = 3
"""Reasons of failed requests that a report names."""
TICK_S = 0.2
"""Between two looks at the progress, at the latest."""
INTERRUPTED = "interrupted"
MOST_ANSWERS = 10**9
"""Of one run: what is known of them is kept in memory."""


def evaluate(
    dataset: Path,
    model: Answerer,
    out: Path,
    *,
    samples: int = 1,
    limit: int | None = None,
    images: bool = True,
    concurrency: int = 32,
    workers: int = 1,
    budget: Budget | None = None,
    answered_only: bool = False,
    check: bool = False,
    episode_tokens: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    engine: Engine | None = None,
) -> Evaluation:
    """Ask a model every task of a dataset, judge its answers meanwhile, and count.

    A run that was killed, stopped or interrupted goes on when it is called again: nothing that is
    there is asked twice, and requests that failed are asked anew. More samples and a higher limit
    continue a run too. An episode is kept when it is over: one that was under way begins again.

    Args:
        dataset: a folder that `generate` wrote, or a JSONL file of tasks.
        model: who answers.
        out: the run's folder: `run.json`, `answers.jsonl`, `verdicts.jsonl`, `report.json`.
        samples: answers to each task.
        limit: ask only the first so many tasks.
        images: send the media that prompts name; False: only their names.
        concurrency: questions under way at once.
        workers: processes that judge.
        budget: where to stop.
        answered_only: leave tasks without an answer out of the rates; else they are not solved.
        check: compare the dataset with its manifest's digests first.
        episode_tokens: where an episode stops: prompts and completions of its requests together.
        progress: called now and then.
        engine: who judges instead of `workers`, left open.

    Raises:
        UsageError: if the folder holds a run of other settings, or the model cannot be asked.
        UnavailableError: if too many requests in a row fail, or the folder is in use or full.
        StateError: if the dataset or the folder is damaged.
    """
    with closing(TaskLines(dataset, limit=limit, check=check)) as tasks:
        _check_size(dataset, len(tasks), samples)
        settings = {**model.settings, "images": images and model.takes_media}
        if episode_tokens is not None:
            settings["episode_tokens"] = episode_tokens
        with (
            RunFolder(out, tasks, samples, settings) as folder,
            engine_for(workers, given=engine) as judges,
            engine_for(workers) as players,
        ):
            run = _Run(folder, model, budget or Budget(), concurrency, progress)
            run.episode_tokens = episode_tokens
            run.images, run.answered_only = images, answered_only
            return run.go(judges, players)


def _check_size(dataset: Path, tasks: int, samples: int) -> None:
    if not tasks:
        raise UsageError(f"no tasks in {dataset}")
    if tasks * samples > MOST_ANSWERS:
        raise UsageError(
            f"{samples:,} samples of {tasks:,} tasks are more than {MOST_ANSWERS:,} answers; "
            f"lower --samples or --limit"
        )


class _Run:
    """One run: what is under way, and why it stops."""

    def __init__(
        self,
        folder: RunFolder,
        model: Answerer,
        budget: Budget,
        concurrency: int,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._folder, self._model, self._budget = folder, model, budget
        self._concurrency, self._progress = concurrency, progress
        self._stopped = ""
        self._asking: asyncio.Task[None] | None = None
        self._failed = self._away = self._absent = 0
        self._reasons = Counter[str]()
        self._may_pass = False
        self._said, self._asked_s = 0, 0.0  # completion tokens, in so many seconds
        self._question: tuple[int, Question | str] = (-1, "")
        self.episode_tokens: int | None = None
        self.images = True
        self.answered_only = False

    def go(self, judges: Engine, players: Engine) -> Evaluation:
        """Ask, play and judge; the report."""
        folder = self._folder
        self._judging, self._stage = Judging(folder, judges), EpisodeStage(players)
        for number in folder.unjudged():
            self._judging.judge(number)
        self._judging.start()
        try:
            with self._told_of_interrupts():
                asyncio.run(self._ask())
            if self._stopped == INTERRUPTED:  # when all was asked
                raise KeyboardInterrupt
            self._judging.finish()
            while self._judging.is_alive():
                self._judging.join(TICK_S)
                self._tell()
        except (KeyboardInterrupt, asyncio.CancelledError):
            self._stopped = INTERRUPTED
        finally:
            self._judging.stop()
            self._judging.join()
            self._stage.close()
        if self._judging.error is not None:
            raise self._judging.error
        report = self._report()
        folder.finish(report)
        return report

    @contextmanager
    def _told_of_interrupts(self) -> Iterator[None]:
        """Have a first interrupt cancel the asking.

        Raised in the midst of a step, it would leave coroutines that nobody awaits.
        """
        usual = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or not callable(usual):
            yield
            return

        def cancel(number: int, frame: FrameType | None) -> None:
            if self._stopped == INTERRUPTED:
                usual(number, frame)
            self._stopped = INTERRUPTED
            if self._asking is not None:
                self._asking.get_loop().call_soon_threadsafe(self._asking.cancel)

        signal.signal(signal.SIGINT, cancel)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, usual)

    async def _ask(self) -> None:
        self._asking = asyncio.current_task()
        if self._stopped == INTERRUPTED:  # before there was anything to cancel
            return
        todo = self._folder.unasked()
        number = next(todo, None)
        flights: set[asyncio.Task[None]] = set()
        landed: set[asyncio.Task[None]] = set()
        begin = time.monotonic()
        try:
            if number is not None:
                await self._model.probe()
            while True:
                while (
                    number is not None
                    and len(flights) < self._concurrency
                    and self._may_ask(len(flights))
                ):
                    question = await self._ask_for(number // self._folder.samples)
                    flights.add(asyncio.create_task(self._fly(number, question)))
                    number = next(todo, None)
                if not flights:
                    return
                landed, flights = await asyncio.wait(
                    flights, timeout=TICK_S, return_when=asyncio.FIRST_COMPLETED
                )
                for flight in landed:
                    flight.result()  # what ends the run is raised here
                if self._judging.error is not None:
                    raise self._judging.error
                self._tell()
        finally:
            self._asked_s = time.monotonic() - begin
            for flight in flights:
                flight.cancel()
            await asyncio.gather(*flights, *landed, return_exceptions=True)
            await self._model.close()

    def _may_ask(self, flights: int) -> bool:
        """Whether the budget has room for one more question.

        What is under way counts as dear as the dearest answer so far; the first goes alone.
        """
        if self._stopped or not self._budget.limited:
            return not self._stopped
        folder, ask, say = self._folder, 0, 0
        if folder.dearest is None:
            if flights:
                return False
        else:
            ask, say = folder.dearest.prompt_tokens, folder.dearest.completion_tokens
        asked, said = folder.prompt_tokens + ask, folder.completion_tokens + say
        if not flights and (limit := self._budget.exceeded(asked, said)):
            self._stopped = f"one more answer might pass {limit}"
        return not self._budget.exceeded(asked + ask * flights, said + say * flights)

    async def _ask_for(self, row: int) -> Question | str:
        """The question of a task, or why there is none; a task's samples are asked in a row."""
        if self._question[0] != row:
            task = self._folder.tasks.task(row)
            family = registry.get(task.ref.family)
            check_version(family, task.ref)  # before anybody pays for what cannot be judged
            check_able(self._model, task, media=self.images)
            question: Question | str
            sent = self.images and self._model.takes_media
            try:
                media = await asyncio.to_thread(shown_media, task) if sent else {}
                question = Question(task.id, task.prompt if media else task.text, media)
            except Exception as e:  # noqa: BLE001 - a family's fault costs its own tasks
                question = f"its media could not be made: {type(e).__name__}: {e}"[:500]
            self._question = row, question
        return self._question[1]

    async def _fly(self, number: int, question: Question | str) -> None:
        """Ask one question, and keep what comes."""
        try:
            if isinstance(question, str):
                raise RequestFailedError(question)
            reply = await self._reply(number, question)
        except RequestFailedError as e:
            self._failed += 1
            self._reasons[str(e).partition(" (attempts: ")[0]] += 1
            self._may_pass |= isinstance(e, AwayError)
            self._away = self._away + 1 if isinstance(e, AwayError) else 0
            self._judging.fail(number, f"the request failed: {e}")
            in_a_row = self._away if self._folder.answered else self._failed
            if in_a_row >= max(FAILURES, 2 * self._concurrency):
                common, times = self._reasons.most_common(1)[0]
                mend = "" if isinstance(e, AwayError) else "mend that, and then "
                raise UnavailableError(
                    f"{in_a_row} requests in a row failed, {times} of {self._failed} because "
                    f"{common}; what was answered is kept: {mend}run the same again to go on"
                ) from e
            return
        if reply is None:
            self._absent += 1
            return
        self._away = 0
        self._folder.add_answer(number, reply)
        self._said += reply.usage.completion_tokens if reply.usage else 0
        self._judging.judge(number)
        if self._budget.limited and reply.usage is None:
            raise UsageError(
                "the model does not report its usage of tokens, so no limit on it can be kept; "
                "leave --max-cost and --max-tokens-total out, and bound the run by --limit"
            )

    async def _reply(self, number: int, question: Question) -> ModelReply | None:
        """The answer to a question, or an episode's transcript."""
        model, (row, sample) = self._model, divmod(number, self._folder.samples)
        line = self._folder.tasks.line(row)
        task = Task.model_validate_json(line)
        if not is_episode(task) or not isinstance(model, Chatting):
            return await model.ask(question, sample)
        play = self._stage.begin(line, task, media=self.images)
        try:
            return await converse(model, question, play, most_tokens=self.episode_tokens)
        except AwayError:
            raise
        except RequestFailedError as e:
            raise RequestFailedError(f"{task.ref.family} has {what_it_has(task)}: {e}") from e

    def _tell(self) -> None:
        if self._progress is None:
            return
        folder, statuses = self._folder, self._folder.statuses
        verdicts = sum(statuses.values())
        self._progress(
            Progress(
                done=verdicts,
                failed=self._failed,
                wanted=len(folder.state) - self._absent,
                passed=statuses["pass"],
                judged=verdicts - statuses["error"],
                errors=statuses["error"],
                tokens=folder.prompt_tokens + folder.completion_tokens,
                cost=self._budget.cost(folder.prompt_tokens, folder.completion_tokens),
            )
        )

    def _report(self) -> Evaluation:
        folder = self._folder
        answered_only = self.answered_only or bool(self._stopped)  # the rest is still to come
        total, groups, floors = folder.summaries(answered_only=answered_only)
        return Evaluation.of(
            total,
            groups,
            floors,
            answered_only=answered_only,
            unparsable=tuple(folder.examples()),
            wanted=len(folder.state) - self._absent,
            answered=folder.answered,
            failed=self._failed,
            failures=dict(self._reasons.most_common(REASONS)),
            worth_another_run=self._may_pass,
            cut_off=folder.cut_off,
            tool_calls=folder.tool_calls,
            reasoned=folder.reasoned,
            only_reasoned=folder.only_reasoned,
            prompt_tokens=folder.prompt_tokens,
            completion_tokens=folder.completion_tokens,
            tokens_per_s=self._said / self._asked_s if self._said and self._asked_s else None,
            cost=self._budget.cost(folder.prompt_tokens, folder.completion_tokens),
            stopped=self._stopped,
        )
