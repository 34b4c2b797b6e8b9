"""verl: the reward function, and a dataset that reads a curriculum.

    reward.custom_reward_function.path=PATH  reward.custom_reward_function.name=compute_score
    data.custom_cls.path=PATH                data.custom_cls.name=Curriculum
    data.train_files=[http://127.0.0.1:8321] data.train_max_samples=100000
    data.shuffle=False                       data.dataloader_num_workers=0
    +data.rollouts=8                         (the size of a group, rollout.n)

PATH is this file's; `python -m tasksynth.adapters.verl` prints it. With exported rows the first
line is enough. The server is the `url` in `reward.custom_reward_function.reward_kwargs`, or
TASKSYNTH_URL.
"""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tasksynth.adapters.scoring import judge, metrics_of, reward_of, server
from tasksynth.adapters.sources.terms import agree
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    Base = object
else:
    from torch.utils.data import Dataset as Base

URL = "TASKSYNTH_URL"


async def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Any = None,
    url: str | None = None,
    partial: bool = False,  # noqa: FBT001, FBT002 - verl passes keywords
    parts: Sequence[str] = (),
    **_more: Any,
) -> dict[str, float]:
    """The score, and metrics under the same keys for every sample, as verl wants them.

    verl cannot leave a sample out: a fault of ours scores 0, and is 1 in the metric `error`.

    Args:
        data_source: not looked at.
        solution_str: what the model wrote.
        ground_truth: the label.
        extra_info: not looked at.
        url: a server that judges, whose curriculum learns; None: TASKSYNTH_URL, or workers here.
        partial: score the weighted parts instead of the gate.
        parts: names of partial rewards to report as `part/NAME`.
    """
    where = url or os.environ.get(URL)
    (verdict,) = await judge(where).agrade(ground_truth, [solution_str])
    return {
        "score": reward_of(verdict, partial=partial) or 0.0,
        **metrics_of(verdict, parts),
    }


class Curriculum(Base):
    """Item k is the task at place k of a server's ledger, for a sampler that goes in order."""

    def __init__(
        self,
        data_files: Any,
        tokenizer: Any,
        config: Any,
        processor: Any = None,
        max_samples: int = -1,
    ) -> None:
        self._url = data_files if isinstance(data_files, str) else data_files[0]
        self._count = max_samples if max_samples > 0 else 1_000_000
        if config.get("shuffle") or config.get("dataloader_num_workers", 0):
            raise UsageError(
                "set data.shuffle=False and data.dataloader_num_workers=0: read out of order or "
                "far ahead, the curriculum could not choose what comes next"
            )
        self._rollouts = config.get("rollouts")
        agree(self._url, "verl", can=(), rollouts=self._rollouts)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> dict[str, Any]:
        import torch

        (served,) = server(self._url).ask(index, 1, rollouts=self._rollouts).tasks
        ticket = served.ticket
        return {
            "raw_prompt": served.chat,
            "data_source": f"tasksynth/{ticket.ref.family}",
            "reward_model": {"style": "rule", "ground_truth": served.label},
            "extra_info": {"index": index, "task": served.task, "level": ticket.level},
            "index": index,
            "tools_kwargs": {},
            "interaction_kwargs": {},
            "dummy_tensor": torch.tensor([0], dtype=torch.uint8),
        }


if __name__ == "__main__":
    print(__file__)  # noqa: T201
