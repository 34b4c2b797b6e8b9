"""Who can be exported to: each trainer's row, its columns, its files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tasksynth.errors import UsageError
from tasksynth.export import rows
from tasksynth.export.files import Format
from tasksynth.export.rows import Columns, Item, Row


@dataclass(frozen=True)
class Target:
    """One trainer, or one tool."""

    name: str
    summary: str
    row: Callable[[Item], Row]
    columns: Columns | None
    """None: rows nest as their reader wants, and go to JSON lines only."""
    form: Format
    """The format that it gets unless another is asked for."""
    images: Literal["png", "uri"] | None = None
    """How its rows carry images, if they can."""
    templates: str | None = None
    """The folder of templates for the other files that it wants."""
    whole: bool = False
    """Whether its rows hold the whole task, and not only the label."""
    data: str = "data"
    """Where the row files go; NAME stands for the export's name."""


TARGETS = {
    "hf": Target(
        "hf",
        "Hugging Face datasets: Parquet and a dataset card",
        rows.hf,
        rows.HF,
        "parquet",
        images="png",
        templates="hf",
        whole=True,
    ),
    "inspect": Target(
        "inspect",
        "Inspect: a task file",
        rows.inspect,
        None,
        "jsonl",
        images="uri",
        templates="inspect",
    ),
    "lm-eval": Target(
        "lm-eval",
        "lm-evaluation-harness: a YAML task",
        rows.plain,
        None,
        "jsonl",
        templates="lm-eval",
    ),
    "nemo-gym": Target(
        "nemo-gym",
        "NeMo Gym: a resources server",
        rows.nemo_gym,
        None,
        "jsonl",
        images="uri",
        templates="nemo-gym",
    ),
    "openenv": Target(
        "openenv", "OpenEnv: an environment package", rows.plain, None, "jsonl", templates="openenv"
    ),
    "openrlhf": Target(
        "openrlhf",
        "OpenRLHF: prompts and labels",
        rows.openrlhf,
        rows.OPENRLHF,
        "jsonl",
        images="uri",
    ),
    "skyrl": Target(
        "skyrl", "SkyRL: rows for the skyrl-gym environment", rows.skyrl, rows.SKYRL, "parquet"
    ),
    "slime": Target(
        "slime", "slime: inputs and labels", rows.slime, rows.SLIME, "jsonl", images="uri"
    ),
    "trl": Target("trl", "TRL: columns for GRPO", rows.trl, rows.TRL, "parquet", images="png"),
    "verifiers": Target(
        "verifiers",
        "verifiers and prime-rl: a v1 taskset package",
        rows.plain,
        None,
        "jsonl",
        templates="verifiers",
        data="NAME/data",
    ),
    "verl": Target(
        "verl", "verl: rows for RLHFDataset", rows.verl, rows.VERL, "parquet", images="png"
    ),
}


def get(name: str) -> Target:
    """A target by name.

    Raises:
        UsageError: if there is none.
    """
    if name not in TARGETS:
        raise UsageError(f"cannot export for {name!r}; there are {', '.join(TARGETS)}")
    return TARGETS[name]
