"""From a task to the row that each trainer reads: pure functions.

Every row carries the task's label, one string that stands for the whole task: whoever gets it can
make the task again and judge an answer (see `Label`). Columns are fixed: what differs from
family to family is JSON text, for a reader of Parquet does not join structs of different fields.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from tasksynth.errors import UsageError
from tasksynth_schemas import Label, MediaPart, Task, TextPart, data_uri, parts_of
from tasksynth_schemas.content import Medium, chat_content

Row = dict[str, Any]
Columns = dict[str, Any]
"""Column name to type: "string", "int64", "float64", "image", "audio", [items], {of: fields}."""

CHAT = [{"role": "string", "content": "string"}]
CONVERSATION = [
    {
        "role": "string",
        "content": "string",
        "tool_calls": [
            {
                "id": "string",
                "type": "string",
                "function": {"name": "string", "arguments": "string"},
            }
        ],
        "tool_call_id": "string",
        "name": "string",
    }
]
"""A chat in which tools are called."""
TALKS: Columns = {"completion": CONVERSATION, "tools": "string"}
"""What differs in rows of tasks that have turns."""
MEDIA: dict[Medium, str] = {"image": "images", "audio": "audios"}
"""The columns of what prompts show, by its kind."""
PLACEHOLDER = "<image>"
"""What verl, OpenRLHF and slime put an image in the place of."""


@dataclass(frozen=True)
class Item:
    """A task on its way to a file."""

    task: Task
    split: str
    place: int
    """From 0, within its split."""
    images: Mapping[str, bytes] = field(default_factory=dict)
    """Those that the prompt names, by name, in its order; sounds, too."""

    def shown(self, kind: Medium) -> dict[str, bytes]:
        """Those of a kind."""
        parts = parts_of(self.task.prompt)
        kinds = {part.name: part.type for part in parts if isinstance(part, MediaPart)}
        return {name: data for name, data in self.images.items() if kinds[name] == kind}


def media_columns(kinds: Collection[Medium], *, as_bytes: bool = True) -> Columns:
    """The columns of media of these kinds, as bytes or as data URIs."""
    found = [kind for kind in MEDIA if kind in kinds]
    return {MEDIA[kind]: [kind if as_bytes else "string"] for kind in found}


HF: Columns = {
    "id": "string",
    "family": "string",
    "level": "float64",
    "prompt": CHAT,
    "label": "string",
    "info": "string",
}


def hf(item: Item) -> Row:
    """For `datasets.load_dataset`; `info` is the whole task, as a dataset's line has it."""
    task = item.task
    return {
        "id": task.id,
        "family": task.ref.family,
        "level": task.level,
        "prompt": _chat(_announced(item)),
        "label": _label(item),
        "info": task.model_dump_json(),
        **_pictures(item),
    }


TRL: Columns = {
    "prompt": CHAT,
    "label": "string",
    "task": "string",
    "family": "string",
    "level": "float64",
    "environment": "string",
}


def trl(item: Item) -> Row:
    """For TRL: it hands every column but the prompt to the reward function.

    `environment` is what `tasksynth.adapters.episodes.trl` calls that of the family.
    """
    task = item.task
    return {
        "prompt": _chat(_announced(item)),
        "label": _label(item),
        "task": task.id,
        "family": task.ref.family,
        "level": task.level,
        "environment": task.ref.family,
        **_pictures(item),
    }


ASKED: Columns = {"prompt": CHAT, "task": "string", "family": "string", "level": "float64"}


def asked(item: Item) -> Row:
    """What a reply is added to: the prompt, and which task it is."""
    task = item.task
    return {
        "prompt": _chat(_announced(item)),
        "task": task.id,
        "family": task.ref.family,
        "level": task.level,
        **_pictures(item),
    }


def tools(item: Item) -> Row:
    """The tools that a task has, in OpenAI's form, as JSON text."""
    return {"tools": json.dumps([tool.function for tool in item.task.needs.tools])}


_EXTRA = {
    "index": "int64",
    "split": "string",
    "task": "string",
    "family": "string",
    "level": "float64",
}
VERL: Columns = {
    "data_source": "string",
    "prompt": CHAT,
    "ability": "string",
    "reward_model": {"style": "string", "ground_truth": "string"},
    "extra_info": _EXTRA,
}


def verl(item: Item) -> Row:
    """For verl's `RLHFDataset`."""
    return {
        "data_source": _source(item),
        "prompt": _chat(_placed(item)),
        "ability": _domain(item),
        "reward_model": {"style": "rule", "ground_truth": _label(item)},
        "extra_info": _extra(item),
        **_pictures(item),
    }


SKYRL: Columns = {
    "data_source": "string",
    "prompt": CHAT,
    "env_class": "string",
    "reward_spec": {"method": "string", "ground_truth": "string"},
    "extra_info": _EXTRA,
}


def skyrl(item: Item) -> Row:
    """For SkyRL, with the environment of `tasksynth.adapters.skyrl`."""
    return {
        "data_source": _source(item),
        "prompt": _chat(item.task.text),
        "env_class": "tasksynth",
        "reward_spec": {"method": "rule", "ground_truth": _label(item)},
        "extra_info": _extra(item),
    }


OPENRLHF: Columns = {
    "input": "string",
    "label": "string",
    "datasource": "string",
    "task": "string",
}


def openrlhf(item: Item) -> Row:
    """For OpenRLHF's `PromptDataset`; images are data URIs."""
    return {
        "input": _placed(item),
        "label": _label(item),
        "datasource": _source(item),
        "task": item.task.id,
        **_uris(item),
    }


SLIME: Columns = {
    "input": "string",
    "label": "string",
    "metadata": {"task": "string", "family": "string", "level": "float64"},
}


def slime(item: Item) -> Row:
    """For slime; images are data URIs."""
    task = item.task
    return {
        "input": _placed(item),
        "label": _label(item),
        "metadata": {"task": task.id, "family": task.ref.family, "level": task.level},
        **_uris(item),
    }


def nemo_gym(item: Item) -> Row:
    """For NeMo Gym: the request to the model, what `/verify` gets back, and the agent to run."""
    uris = _data_uris(item)
    content: Any = item.task.text
    if uris:
        content = [
            {"type": "input_text", "text": part.text}
            if isinstance(part, TextPart)
            else {"type": "input_image", "image_url": uris[part.name], "detail": "auto"}
            for part in parts_of(item.task.prompt)
        ]
    request: Row = {"input": [{"role": "user", "content": content}]}
    if tools := item.task.needs.tools:
        request["tools"] = [
            {"type": "function", "strict": False, **tool.model_dump(mode="json")} for tool in tools
        ]
    return {
        "responses_create_params": request,
        "label": _label(item),
        "task": item.task.id,
        "agent_ref": {"type": "responses_api_agents", "name": "tasksynth_agent"},
    }


def inspect(item: Item) -> Row:
    """For Inspect's `json_dataset`; the target is the label, which the scorer judges by."""
    task = item.task
    uris = _data_uris(item)
    parts = [
        {"type": "text", "text": part.text}
        if isinstance(part, TextPart)
        else {"type": part.type, part.type: uris[part.name]}
        for part in (parts_of(task.prompt) if uris else ())
    ]
    return {
        "id": task.id,
        "input": [{"role": "user", "content": parts}] if parts else task.text,
        "target": _label(item),
        "metadata": {"family": task.ref.family, "level": task.level, "measure": task.measure},
    }


def plain(item: Item) -> Row:
    """The least that an evaluation needs: for lm-eval and OpenEnv.

    OpenEnv's environment makes the task again from the label, with its pictures.
    """
    task = item.task
    return {
        "id": task.id,
        "family": task.ref.family,
        "level": task.level,
        "prompt": task.text,
        "label": _label(item),
    }


def verifiers(item: Item) -> Row:
    """For verifiers: a prompt with pictures is a message, and they are data URIs."""
    if not item.images:
        return plain(item)
    content = chat_content(item.task.prompt, _data_uris(item))
    return plain(item) | {"prompt": [{"role": "user", "content": content}]}


def _label(item: Item) -> str:
    return str(Label(ref=item.task.ref))


def _chat(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def _announced(item: Item) -> str:
    """The prompt, after the names of the media that the trainer puts before it."""
    kinds: tuple[tuple[str, Medium], ...] = (("images", "image"), ("sounds", "audio"))
    named = ((word, ", ".join(item.shown(kind))) for word, kind in kinds)
    told = [f"The {word}, in order: {names}.\n\n" for word, names in named if names]
    return "".join([*told, item.task.text])


def _placed(item: Item) -> str:
    """The prompt, with a placeholder in the place of each image."""
    parts = parts_of(item.task.prompt)
    words = [part.text if isinstance(part, TextPart) else PLACEHOLDER for part in parts]
    if item.images and any(PLACEHOLDER in p.text for p in parts if isinstance(p, TextPart)):
        raise UsageError(f"{item.task.ref}: its prompt holds {PLACEHOLDER!r}, which stands for one")
    return "".join(words)


def _pictures(item: Item) -> Row:
    """The columns of Hugging Face's Image and Audio features."""
    found = {column: item.shown(kind) for kind, column in MEDIA.items()}
    return {
        column: [{"bytes": data, "path": name} for name, data in media.items()]
        for column, media in found.items()
        if media
    }


def _uris(item: Item) -> Row:
    return {"images": list(uris.values())} if (uris := _data_uris(item)) else {}


def _data_uris(item: Item) -> dict[str, str]:
    return {name: data_uri(name, data) for name, data in item.images.items()}


def _domain(item: Item) -> str:
    return item.task.ref.family.partition(".")[0]


def _source(item: Item) -> str:
    return f"tasksynth/{item.task.ref.family}"


def _extra(item: Item) -> Row:
    task = item.task
    return {
        "index": item.place,
        "split": item.split,
        "task": task.id,
        "family": task.ref.family,
        "level": task.level,
    }
