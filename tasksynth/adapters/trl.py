"""TRL: a curriculum as GRPO's dataset, and its rewards.

    args = GRPOConfig(..., shuffle_dataset=False, max_steps=500, num_generations=8)
    trainer = GRPOTrainer(
        ..., args=args, train_dataset=dataset(URL, args), reward_funcs=reward(URL)
    )

Every rank reads the ledger itself, at the same cursors, so that a group is one task however many
ranks share it; a resumed run reads it from the start and skips what it has done, as TRL does.
AsyncGRPO, of which one process reads, does not skip: see `place`.
"""

import functools
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from statistics import fmean
from typing import Any

from tasksynth.adapters.remote import Where
from tasksynth.errors import UsageError
from tasksynth_schemas import Verdict

AHEAD = 8
"""Tickets that are read at once: of more, the choice would grow old before they are played."""

Reward = Callable[..., list[float | None]]


def dataset(where: Where, args: Any, *, chat: bool = True, start: int = 0) -> Any:
    """The `IterableDataset` of a server's curriculum.

    Args:
        where: the URL of `tasksynth serve --http`, or `Stdio(recipe, store)`.
        args: the GRPOConfig, which is checked.
        chat: prompts as conversations, for models with a chat template; False: as text.
        start: the place in the ledger to begin at.

    Raises:
        UsageError: if the config would shuffle the curriculum.
    """
    from datasets import IterableDataset

    check(where, args)
    options = {"where": where, "chat": chat, "start": start, "rollouts": args.num_generations}
    return IterableDataset.from_generator(stream, gen_kwargs=options)


def check(where: Where, args: Any) -> None:
    """Refuse a GRPOConfig under which the curriculum would not work; see `dataset`."""
    from tasksynth.adapters.sources.terms import agree

    if getattr(args, "shuffle_dataset", False):  # AsyncGRPO has no such field, and does not
        raise UsageError(
            "set shuffle_dataset=False: TRL shuffles by default, by reading 1000 tasks ahead, and "
            "then nothing that the curriculum learns decides which task comes next"
        )
    agree(where, "TRL", can={"probe"}, rollouts=args.num_generations)


def place(checkpoint: str | Path, *, start: int = 0) -> int:
    """Where a run of AsyncGRPO goes on: the `start` for `dataset`, after its checkpoint.

    TRL begins a stream anew when it resumes, and counts prompts from where the stream began; the
    groups between the first that was not trained on and the last that was read come again.

    Args:
        checkpoint: its folder.
        start: that of the run which wrote it.
    """
    state = json.loads((Path(checkpoint) / "rollout_state.json").read_text())
    return start + int(state["prompt_index"])


def stream(
    where: Where,
    chat: bool,  # noqa: FBT001
    start: int,
    rollouts: int,
) -> Iterator[dict[str, Any]]:
    """The rows. Nothing open may be within reach of this function: `datasets` pickles it."""
    from tasksynth.adapters.scoring import server

    for cursor in count(start, AHEAD):
        for served in server(where).ask(cursor, AHEAD, rollouts=rollouts).tasks:
            content = served.chat
            yield {
                "prompt": content if chat else served.text,
                "label": served.label,
                "task": served.task,
                "family": served.ticket.ref.family,
                "level": served.ticket.level,
                "purpose": served.ticket.purpose,
            }


def reward(where: Where | None = None, *, partial: bool = False) -> Reward:
    """The reward function of `dataset`, or of exported rows, by their column `label`.

    It is 1 for a pass and 0 for less, and None for a fault of ours, which TRL leaves out, and for
    tickets that only measure (`probe`): their groups have no advantage, and are not trained on.
    The log gets `acc`, `unparsable`, `error`, `level` and `part/NAME` as means.

    Args:
        where: the server; it tells its curriculum. None: worker processes of our own judge.
        partial: reward the weighted parts instead of the gate.
    """
    return functools.partial(tasksynth, where=where, partial=partial)


def tasksynth(
    prompts: Sequence[Any],
    completions: Sequence[Any],
    label: Sequence[str],
    level: Sequence[float | None] = (),
    purpose: Sequence[str] = (),
    log_metric: Callable[[str, float], None] | None = None,
    *,
    where: Where | None,
    partial: bool,
    **_columns: Any,
) -> list[float | None]:
    """The function of `reward`, at the top of a module: AsyncGRPO pickles it."""
    from tasksynth.adapters.scoring import judge

    places: dict[str, list[int]] = {}
    for place, text in enumerate(label):
        places.setdefault(text, []).append(place)
    texts = [_text(completion) for completion in completions]
    items = [(text, [texts[i] for i in some]) for text, some in places.items()]
    verdicts: dict[int, Verdict] = {}
    for some, judged in zip(places.values(), judge(where).grade_many(items), strict=True):
        verdicts |= zip(some, judged, strict=True)
    found = [verdicts[place] for place in range(len(texts))]
    return rewards_of(found, level, purpose, log_metric, partial=partial)


def rewards_of(
    verdicts: Sequence[Verdict],
    level: Sequence[float | None],
    purpose: Sequence[str],
    log_metric: Callable[[str, float], None] | None,
    *,
    partial: bool,
) -> list[float | None]:
    """What TRL trains on, and logs, of some verdicts; see `reward`."""
    from tasksynth.adapters.scoring import metrics_of, reward_of

    if log_metric is not None:
        numbers = [metrics_of(verdict, sorted(verdict.parts)) for verdict in verdicts]
        numbers += [{"level": one} for one in level if one is not None]
        for name in sorted({name for row in numbers for name in row}):
            log_metric(f"tasksynth/{name}", fmean(row[name] for row in numbers if name in row))
    rewards = [reward_of(verdict, partial=partial) for verdict in verdicts]
    measured = {place for place, why in enumerate(purpose) if why == "probe"}
    return [None if place in measured else one for place, one in enumerate(rewards)]


def _text(completion: Any) -> str:
    """What the model said, as text or as the messages of a conversation."""
    if isinstance(completion, str):
        return completion
    return "".join(message["content"] or "" for message in completion)


def conversations(rows: Any) -> Any:
    """Rows that `tasksynth export --for sft` wrote, as chat templates want to see them.

    Parquet holds the fields of every message in every message; here each has those that it has.
    Arguments are objects, not JSON text, which templates would quote once more. It wants
    `datasets` with the feature `Json`.

    Args:
        rows: the `Dataset` that was loaded.
    """
    from datasets import Features, Json, List

    return rows.map(as_said, features=Features(rows.features | {"completion": List(Json())}))


def as_said(row: dict[str, Any]) -> dict[str, Any]:
    """The completion of one."""
    return {"completion": [_message(message) for message in row["completion"]]}


def _message(message: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in message.items() if value is not None}
    for call in (calls := [dict(call) for call in said.get("tool_calls", ())]):
        function = call["function"]
        call["function"] = function | {"arguments": _object(function["arguments"])}
    return said | ({"tool_calls": calls} if calls else {})


def _object(arguments: str) -> Any:
    """Arguments that a model got wrong stay the text that they are."""
    try:
        return json.loads(arguments)
    except ValueError:
        return arguments
