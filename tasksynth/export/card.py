"""The dataset card of an export for Hugging Face, and the files beside it."""

import json
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from tasksynth import registry
from tasksynth.export.about import ExportFacts
from tasksynth.export.croissant import croissant
from tasksynth.pipeline.folders.manifest import MANIFEST, Manifest
from tasksynth_schemas import Recipe

CARD, CROISSANT = "README.md", "croissant.json"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
EXAMPLE = 1500
"""Characters of a prompt that a card shows."""
UNKNOWN = "other"
"""A licence that no package tells, as the Hub calls it."""


def files(about: ExportFacts) -> Mapping[str, bytes]:
    """The card, Croissant metadata, and of whole tasks a manifest: such an export is a dataset."""
    licence = licence_of(about)
    described = f"{about.stats.tasks:,} verifiable tasks, made by tasksynth {version('tasksynth')}."
    found = {
        CARD: (_front(about, licence) + _body(about)).encode(),
        CROISSANT: croissant(about, licence=licence, description=described),
    }
    if about.manifest is not None and about.form == "parquet":
        found[MANIFEST] = _manifest(about, about.manifest).model_dump_json(indent=2).encode()
    return found


def licence_of(about: ExportFacts) -> str:
    """The licence of the packages that made all tasks, if it is one; others' files have theirs."""
    if about.manifest is None or about.manifest.imported:
        return UNKNOWN
    found = {registry.licence(family) for family in about.manifest.families}
    return (found.pop() or UNKNOWN).lower() if len(found) == 1 else UNKNOWN


def _front(about: ExportFacts, licence: str) -> str:
    """The YAML that the Hub reads; a value is a word of ours, or a JSON string, which is YAML."""
    stats = about.stats
    domains = sorted({group.partition(".")[0] for group in stats.groups})
    lists = {
        "language": list(stats.languages),
        "task_categories": [
            "text-generation",
            "reinforcement-learning",
            *(f"{kind}-text-to-text" for kind in ("image", "audio") if kind in stats.media),
        ],
        "tags": ["reinforcement-learning", "verifiable", "procedural", "tasksynth", *domains],
        "size_categories": [next((word for most, word in SIZES if stats.tasks < most), "n>1M")],
    }
    lines = ["---", f"pretty_name: {json.dumps(about.name)}", f"license: {licence}"]
    for name, values in lists.items():
        lines += [f"{name}:", *(f"- {value}" for value in values)]
    lines += ["configs:", "- config_name: default", "  default: true", "  data_files:"]
    for split in dict.fromkeys(shard.split for shard in about.shards):
        lines += [f"  - split: {split}", f"    path: data/{split}-*.{about.form}"]
    return "\n".join([*lines, "---", "", ""])


def _body(about: ExportFacts) -> str:
    split = about.shards[0].split if about.shards else "train"
    parts = [
        f"# {about.name}",
        _ABOUT.format(tasks=about.stats.tasks, version=version("tasksynth")),
        _USE.format(name=about.name, split=split),
        "## What is in it",
        "\n".join(_table(about)),
        _COLUMNS,
        *_made(about),
        "## An example",
        _fenced(about.example.text[:EXAMPLE].rstrip()),
        "## Provenance",
        "\n".join(_provenance(about)),
    ]
    return "\n\n".join(parts) + "\n"


_ABOUT = """\
{tasks:,} tasks, made by tasksynth {version}. Each row has a `prompt`, and a `label`: a string that
stands for the whole task, with which an answer is judged. `info` is the task as JSON, the
verifier's part included: never show it to a policy."""
_COLUMNS = """\
*floor*: the pass rate that guessing gets at most. *difficulty*: in logits, as the recipe has it;
the model that it was measured for passes half the tasks of difficulty 0. *measured*: means."""
_USE = """\
```python
from datasets import load_dataset
from tasksynth import Task, grade

row = load_dataset("{name}")["{split}"][0]
verdict = grade(Task.model_validate_json(row["info"]), "an answer")
```"""


def _table(about: ExportFacts) -> Iterator[str]:
    yield "| family and level | tasks | median chars | turns | floor | difficulty | measured |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
    difficulty = _difficulties(about.manifest.recipe if about.manifest is not None else None)
    for name, group in about.stats.groups.items():
        floor = "" if group.floor is None else f"{group.floor:.3f}"
        hard = f"{difficulty[name]:+.2f}" if name in difficulty else ""
        means = ", ".join(f"{key} {value:.4g}" for key, value in group.measure.items())
        yield (
            f"| {name} | {group.tasks:,} | {group.prompt_chars:,.0f} | {group.turns} | {floor} "
            f"| {hard} | {means} |"
        )


def _difficulties(recipe: Recipe | None) -> dict[str, float]:
    """What was measured of each family and level, in logits."""
    return {
        f"{mix.family} {level:g}": difficulty
        for mix in (recipe.mix if recipe is not None else ())
        for level, difficulty in zip(mix.levels, mix.difficulty, strict=False)
    }


def _made(about: ExportFacts) -> Iterator[str]:
    """How to make it again, where one command does."""
    manifest = about.manifest
    if manifest is None or manifest.recipe is None:
        return
    recipe = json.dumps(_told(manifest.recipe.model_dump(mode="json")), indent=2)
    measure = " --measure full" if manifest.measure == "full" else ""
    yield "## How it was made"
    yield "This recipe, as `recipe.json`, makes the same bytes:"
    yield f"```json\n{recipe}\n```"
    yield (
        f"```sh\npip install 'tasksynth[parquet]=={version('tasksynth')}'\n"
        f"tasksynth generate recipe.json --out tasks{measure}\n"
        f"tasksynth export tasks --for hf --out {about.name}\n```"
    )


def _told(recipe: dict[str, Any]) -> dict[str, Any]:
    """A recipe without what it leaves as it is, and without its curriculum: it makes no task."""
    usual = {name: field.default for name, field in Recipe.model_fields.items()}
    return {
        name: value
        for name, value in recipe.items()
        if name != "curriculum" and value != usual[name]
    }


def _provenance(about: ExportFacts) -> Iterator[str]:
    for name, digest in about.source.items():
        yield f"- Dataset: `{name}`, SHA-256 of its manifest `{digest}`"
    if about.manifest is not None:
        if about.manifest.made_by:
            yield f"- It was chosen from others by `tasksynth {about.manifest.made_by}`:"
        for name, digest in (about.manifest.sources | about.manifest.imported).items():
            yield f"  - `{name}`, `{digest}`"
        families = ", ".join(f"{name}@{v}" for name, v in about.manifest.families.items())
        versions = ", ".join(f"{name} {v}" for name, v in about.manifest.versions.items())
        yield f"- Versions of the families' streams: {families}"
        if versions:
            yield f"- Libraries: {versions}"
    for shard in about.shards:
        yield f"- `{shard.name}`: {shard.tasks:,} rows, SHA-256 `{shard.sha256}`"
    yield f"- To find these rows in a corpus: `{about.canary}`"


def _manifest(about: ExportFacts, manifest: Manifest) -> Manifest:
    """The dataset's, of these files."""
    splits = dict.fromkeys((shard.split for shard in about.shards), 0)
    for shard in about.shards:
        splits[shard.split] += shard.tasks
    return manifest.model_copy(
        update={
            "made_by": "export",
            "sources": dict(about.source),
            "splits": splits,
            "shards": about.shards,
        }
    )


def _fenced(text: str) -> str:
    """Text that is shown as it is, whatever fences it holds."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"
