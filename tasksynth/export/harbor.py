"""Harbor: a folder a task, that an agent works on in a container.

The agent's container holds the prompt's files and nothing of ours: who has a family can solve its
tasks. The answer is judged in a container of its own, Harbor's `separate` mode.
"""

from collections.abc import Mapping

from pydantic_core import to_json

from tasksynth.export.rows import Item
from tasksynth.export.wants import Wants
from tasksynth.single import Judge
from tasksynth_schemas import Needs

ANSWER = "/app/answer.txt"
SECONDS = 900.0
"""What the agent may take, and the verifier."""
_TOML = """\
schema_version = "1.4"
artifacts = ["{answer}"]

[metadata]
task = {id}
family = {family}
level = {level}

[verifier]
timeout_sec = {seconds}
environment_mode = "separate"

[agent]
timeout_sec = {seconds}

[environment]
build_timeout_sec = {seconds}
"""
_TEST = """\
#!/bin/bash
python -m tasksynth.adapters.harbor /tests/task.json {answer} /logs/verifier
"""
_SOLVE = """\
#!/bin/bash
cp "$(dirname "$0")/answer.txt" {answer}
"""
_AGENT = """\
FROM python:3.12-slim
WORKDIR /app
"""
_VERIFIER = """\
FROM python:3.12-slim
RUN pip install --no-cache-dir {requirements}
WORKDIR /app
COPY . /tests/
"""


def files(item: Item) -> Mapping[str, bytes]:
    """The files of a task's folder, by their path in it."""
    task = item.task
    judge, wants = Judge(task), Wants()
    wants.add(task)
    values = {
        "id": to_json(task.id).decode(),
        "family": to_json(task.ref.family).decode(),
        "level": "-1" if task.level is None else f"{task.level}",
        "seconds": f"{SECONDS}",
        "answer": ANSWER,
        "requirements": " ".join(f'"{one}"' for one in wants.requirements),
    }
    agent = _AGENT + ("COPY media/ /app/media/\n" if item.images else "")
    texts = {
        "task.toml": _TOML.format(**values),
        "instruction.md": _instruction(task.text, task.needs, pictures=bool(item.images)),
        "environment/Dockerfile": agent,
        "tests/Dockerfile": _VERIFIER.format(**values),
        "tests/test.sh": _TEST.format(**values),
        "tests/task.json": task.model_dump_json() + "\n",
        "solution/solve.sh": _SOLVE.format(**values),
        "solution/answer.txt": judge.family.solve(judge.instance()),
    }
    media = {f"environment/media/{name}": data for name, data in item.images.items()}
    return {path: text.encode() for path, text in texts.items()} | media


def _instruction(prompt: str, needs: Needs, *, pictures: bool) -> str:
    """The prompt, and where the answer goes."""
    words = [prompt]
    if pictures:
        words.append("The files that are named above are in `/app/media`.")
    if needs.turns > 1:
        tools = "\n".join(to_json(tool.function).decode() for tool in needs.tools)
        words.append(
            f"You have at most {needs.turns} turns, and cannot see what comes of them: plan them "
            "all, and write them as JSON, "
            '`{"actions": [{"tool": NAME, "arguments": {…}}, {"text": "words"}, …]}`.'
        )
        if tools:
            words.append(f"The tools:\n```json\n{tools}\n```")
    words.append(f"Write your answer to `{ANSWER}`, and nothing else into that file.")
    return "\n\n".join(words) + "\n"
