"""Who can be exported to: each trainer's row, its columns, its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from tasksynth import registry
from tasksynth.export import card, harbor, lessons, rows, scored
from tasksynth.export.about import ExportFacts
from tasksynth.export.files import Format
from tasksynth.export.lessons import Lessons
from tasksynth.export.rows import Columns, Item, Row
from tasksynth.pipeline.folders.manifest import MANIFEST


@dataclass(frozen=True)
class Target:
    """One trainer, or one tool."""

    name: str
    summary: str
    row: Callable[[Item], Row] | None
    """None: it has `files`."""
    columns: Columns | None
    """None: rows nest as their reader wants, and go to JSON lines only."""
    form: Format
    """The format that it gets unless another is asked for."""
    images: Literal["png", "uri"] | None = None
    """How its rows carry images, if they can."""
    sounds: bool = False
    """Whether they carry WAV files that prompts name, too."""
    templates: Traversable | None = None
    """A folder of templates for the other files that it wants."""
    whole: bool = False
    """Whether its rows hold the whole task, and not only the label."""
    data: str = "data"
    """Where the row files go; NAME stands for the export's name."""
    lessons: Lessons | None = None
    """What judged replies add to a task's row, for as many rows as that makes; None: no replies."""
    turns: bool = False
    """Whether those may be conversations, of tasks that have turns."""
    sources: tuple[str, ...] = ()
    """Who replies unless somebody is named; nobody, if `lessons` want recorded replies."""
    each: int = 1
    """Rows a task, at most, unless another number is asked for."""
    files: Callable[[Item], Mapping[str, bytes]] | None = None
    """Instead of a row: the files of a task's own folder, SPLIT/TASK, by their path in it."""
    about: Callable[[ExportFacts], Mapping[str, bytes]] | None = None
    """The files that tell of the whole, by name."""
    beside: tuple[str, ...] = ()
    """The names that they may have."""


_TEMPLATES = files("tasksynth.export") / "templates"

HF = Target(
    "hf",
    "Hugging Face datasets: Parquet, a dataset card, Croissant",
    rows.hf,
    rows.HF,
    "parquet",
    images="png",
    sounds=True,
    whole=True,
    about=card.files,
    beside=(card.CARD, card.CROISSANT, MANIFEST),
)
HARBOR = Target(
    "harbor",
    "Harbor: a folder a task, to be done in a container",
    None,
    None,
    "jsonl",
    images="uri",
    sounds=True,
    whole=True,
    data=".",
    files=harbor.files,
)
INSPECT = Target(
    "inspect",
    "Inspect: a task file",
    rows.inspect,
    None,
    "jsonl",
    images="uri",
    sounds=True,
    templates=_TEMPLATES / "inspect",
)
LM_EVAL = Target(
    "lm-eval",
    "lm-evaluation-harness: a YAML task",
    rows.plain,
    None,
    "jsonl",
    templates=_TEMPLATES / "lm-eval",
)
NEMO_GYM = Target(
    "nemo-gym",
    "NeMo Gym: a resources server",
    rows.nemo_gym,
    None,
    "jsonl",
    images="uri",
    templates=_TEMPLATES / "nemo-gym",
)
OPENENV = Target(
    "openenv",
    "OpenEnv: an environment package",
    rows.plain,
    None,
    "jsonl",
    images="uri",
    sounds=True,
    templates=_TEMPLATES / "openenv",
)
OPENRLHF = Target(
    "openrlhf",
    "OpenRLHF: prompts and labels",
    rows.openrlhf,
    rows.OPENRLHF,
    "jsonl",
    images="uri",
)
PREFERENCES = Target(
    "preferences",
    "pairs of a right and a wrong reply, for DPO and reward models",
    rows.asked,
    rows.ASKED | lessons.PAIR,
    "parquet",
    images="png",
    lessons=lessons.pairs,
    sources=lessons.COMPARED,
)
ROLLOUTS = Target(
    "rollouts",
    "recorded replies with advantages and weights, for training offline",
    rows.asked,
    rows.ASKED | scored.SCORED,
    "parquet",
    images="png",
    lessons=scored.rollouts,
    turns=True,
    each=scored.MOST,
)
SFT = Target(
    "sft",
    "right replies, for supervised learning",
    rows.asked,
    rows.ASKED | lessons.COMPLETION,
    "parquet",
    images="png",
    lessons=lessons.completions,
    turns=True,
    sources=lessons.SHOWN,
)
SKYRL = Target(
    "skyrl", "SkyRL: rows for the skyrl-gym environment", rows.skyrl, rows.SKYRL, "parquet"
)
SLIME = Target("slime", "slime: inputs and labels", rows.slime, rows.SLIME, "jsonl", images="uri")
TRL = Target("trl", "TRL: columns for GRPO", rows.trl, rows.TRL, "parquet", images="png")
VERIFIERS = Target(
    "verifiers",
    "verifiers and prime-rl: a v1 taskset package",
    rows.verifiers,
    None,
    "jsonl",
    images="uri",
    templates=_TEMPLATES / "verifiers",
    data="NAME/data",
)
VERL = Target("verl", "verl: rows for RLHFDataset", rows.verl, rows.VERL, "parquet", images="png")


def targets() -> dict[str, Target]:
    """Everyone that installed packages export to, by name."""
    return {name: get(name) for name in sorted(registry.plugs("targets"))}


def get(name: str) -> Target:
    """A target by name.

    Raises:
        UsageError: if there is none.
    """
    target: Target = registry.load("targets", name)
    return target
