"""Texts that take no thought: what cheap strategies write."""

from tasksynth_text.instructions.conditions import Condition
from tasksynth_text.instructions.texts import Layout

_STOCK = "The sun rises over the quiet hills. Birds sing in the old trees. Children walk to school."


def cheap_texts(layout: Layout, conditions: tuple[Condition, ...]) -> dict[str, str]:
    """A stock text, the words that are named, and a frame of the right size with those in it."""
    told = {condition.kind: condition for condition in conditions}
    named = [
        word
        for one in conditions
        if one.kind not in ("avoids", "without_letter")
        for word in one.words
        if len(word) > 2
    ]
    sizes = [1]
    if "sentences_each" in told:
        sizes = list(told["sentences_each"].numbers)
    elif "blocks" in told or "sentences" in told:
        blocks = told["blocks"].numbers[0] if "blocks" in told else 1
        total = told["sentences"].numbers[0] if "sentences" in told else blocks
        sizes = [1] * (blocks - 1) + [max(1, total - blocks + 1)]
    gap = "\n\n" if layout == "paragraphs" else "\n"
    rows = [["Birds sing."] * size for size in sizes]
    frame = gap.join(" ".join(row) for row in rows)
    rows[-1][-1] = f"Birds see {' '.join(named)}."
    return {
        "stock": _STOCK,
        "words": f"{' '.join(named)}.",
        "frame": frame,
        "frame with words": gap.join(" ".join(row) for row in rows),
    }
