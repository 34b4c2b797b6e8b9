"""slime: a curriculum as its data source, and the reward beside it.

    --data-source-path tasksynth.adapters.slime.Curriculum
    --custom-rm-path   tasksynth.adapters.slime.reward

The server is named by TASKSYNTH_URL. Exported rows need no data source: `--prompt-data`, with the
same reward, or `--rm-type remote_rm --rm-url http://127.0.0.1:8321/slime`.
"""

import json
import os
from pathlib import Path
from typing import Any

from slime.rollout.data_source import DataSource
from slime.utils.types import Sample

from tasksynth.adapters.scoring import judge, reward_of, server
from tasksynth.adapters.sources.terms import agree
from tasksynth.errors import UsageError

URL = "TASKSYNTH_URL"


class Curriculum(DataSource):  # type: ignore[misc]  # Any where slime is absent
    """Groups of the server's ledger, in its order; groups that were put back go first."""

    def __init__(self, args: Any) -> None:
        if URL not in os.environ:
            raise UsageError(f"set {URL} to the address of `tasksynth serve --http`")
        self._args, self._url = args, os.environ[URL]
        agree(self._url, "slime", can={"probe"}, rollouts=args.n_samples_per_prompt)
        self._cursor = 0
        self._back: list[list[Sample]] = []

    def get_samples(self, num_samples: int) -> list[list[Sample]]:
        """The next groups."""
        groups, self._back = self._back[:num_samples], self._back[num_samples:]
        if (missing := num_samples - len(groups)) > 0:
            asked = server(self._url).ask(
                self._cursor, missing, rollouts=self._args.n_samples_per_prompt
            )
            groups += map(self._group, asked.tasks)
            self._cursor = asked.cursor
        return groups

    def _group(self, served: Any) -> list[Sample]:
        size, place = self._args.n_samples_per_prompt, served.ticket.position
        chat = served.chat
        return [
            Sample(
                group_index=place,
                index=place * size + i,
                prompt=list(chat),
                label=served.label,
                metadata={
                    "task": served.task,
                    "family": served.ticket.ref.family,
                    "purpose": served.ticket.purpose,
                },
            )
            for i in range(size)
        ]

    def add_samples(self, samples: list[list[Sample]]) -> None:
        """Take groups back that were not finished."""
        self._back += samples

    def save(self, rollout_id: int) -> None:
        """Keep the place in the ledger, beside slime's own checkpoint."""
        path = _state(self._args.save, rollout_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"cursor": self._cursor}))

    def load(self, rollout_id: int | None = None) -> None:
        """Go on from there; what had been put back is read anew from the ledger's end."""
        if self._args.load is not None and (path := _state(self._args.load, rollout_id)).exists():
            self._cursor = json.loads(path.read_text())["cursor"]

    def __len__(self) -> int:
        """Endless, in the words of an int."""
        return 2**31 - 1


def _state(folder: str, rollout_id: int | None) -> Path:
    return Path(folder) / "rollout" / f"tasksynth_{rollout_id}.json"


async def reward(args: Any, sample: Sample, **_more: Any) -> float:
    """1 for a pass; slime cannot leave a sample out of its mean: a fault of ours is 0, removed.

    The samples of a ticket that only measures are removed from the loss too.
    """
    (verdict,) = await judge(os.environ.get(URL)).agrade(sample.label, [sample.response])
    value = reward_of(verdict)
    if value is None or sample.metadata.get("purpose") == "probe":
        sample.remove_sample = True  # masks its loss
    return value or 0.0
