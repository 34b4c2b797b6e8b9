"""Players of the demo plug-in's families, as text; and the tokens that they are made of."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tasksynth import source
from tasksynth.curriculum.inspection import report
from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth_schemas import Label

CHARACTERS = ["\n", *(chr(i) for i in range(32, 127))]
RECIPE = """
seed = 11
[[mix]]
family = "{family}"
levels = [0.3]
[curriculum]
strategy = "uniform"
rollouts = {rollouts}
"""


def recipe(folder: Path, family: str, rollouts: int = 4) -> Path:
    """A recipe of one family."""
    path = folder / f"{family}.toml"
    path.write_text(RECIPE.format(family=family, rollouts=rollouts))
    return path


def answered(store: Path) -> int:
    """Tickets of a run that ended whose groups are whole."""
    scheduler = Scheduler.open(SqliteStore(store))
    try:
        return sum(arm.answered for arm in report(scheduler).arms)
    finally:
        scheduler.close()


def label_of(family: str, index: int = 0) -> str:
    """The label of a task without a ticket."""
    return str(Label(ref=source(family, level=0.3, seed=5).make(index).ref))


def call(name: str, **arguments: Any) -> str:
    """A call in the form of Hermes, which is Qwen's too."""
    return f"<tool_call>\n{json.dumps({'name': name, 'arguments': arguments})}\n</tool_call>"


def press(text: str) -> str:
    """The right call in the lamps' game, after what was said last; words where it is over."""
    lamps = re.findall(r"(?:Press lamp|Now) (\d)", text)
    return call("press", lamp=int(lamps[-1])) if lamps else "Done."


def add(text: str) -> str:
    """The right answer to a sum, after the prompt."""
    a, b = re.findall(r"What is (\d+) \+ (\d+)", text)[-1]
    return f"Answer: {int(a) + int(b)}"


def in_turn(*players: str | Callable[[str], str]) -> Callable[[str], str]:
    """Player n for conversation n; a string is always said. Each has one reply."""
    left = list(players)

    def play(text: str) -> str:
        player = left.pop(0)
        return player if isinstance(player, str) else player(text)

    return play


def tokenizer(special: Sequence[str] = ("<|im_start|>", "<|im_end|>")) -> Any:
    """A character a token, and some that are special."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    tokens = ["<pad>", "<unk>", *special, *CHARACTERS]
    vocabulary = {token: i for i, token in enumerate(tokens)}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    raw.decoder = decoders.Fuse()
    made = PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",
        eos_token=special[-1],
        unk_token="<unk>",
        additional_special_tokens=list(special[:-1]),
    )
    made.chat_template = TEMPLATE
    return made


TEMPLATE = """{% if tools %}<|im_start|>system
{{ tools | tojson }}<|im_end|>
{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
