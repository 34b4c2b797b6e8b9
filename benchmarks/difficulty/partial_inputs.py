"""What a bag of words makes of text.nlu: logistic regression on the words of an item alone.

    python benchmarks/difficulty/partial_inputs.py [--items 2000] [--level 0.5]

Items are what is asked without the passage, as in hypothesis-only baselines (Gururangan et al.,
2018), and with how many words they share with the sentence of the passage that is most like
them (McCoy et al., 2019). A classifier for each kind learns from so many items, and labels half as
many others; beside its share of right labels stand that of the most frequent label, and how
many standard errors lie between them.
"""

import argparse
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from tasksynth.single import source
from tasksynth_text.claims.strategies import LABELS

_WORD = re.compile(r"\w+")


def items_of(prompt: str, *, neighbours: bool) -> list[list[str]]:
    """What there is of each item of a prompt: words, and with `neighbours` pairs of them, too."""
    passage = prompt.split("\n\n")[1]
    sentences = [set(_WORD.findall(one)) for one in passage.split(". ")]
    found = []
    for item in re.findall(r"^\d+\. (.*(?:\n   B: .*)?)$", prompt, re.MULTILINE):
        first, _, second = item.partition("\n   B: ")
        words = _WORD.findall(first)
        most = max(len(one & set(words)) for one in sentences)
        bag = [*words, f"shares {most}", f"length {len(words)}"]
        bag += [f"B: {word}" for word in _WORD.findall(second)]
        found.append(bag + [f"{one} {other}" for one, other in pairwise(words)] * neighbours)
    return found


def drawn(kind: str, level: float, count: int) -> tuple[list[str], list[int]]:
    """Prompts with so many items, and the labels of all of them."""
    tasks = source("text.nlu", seed=91, level=level, params={"kind": kind, "items": 12})
    prompts: list[str] = []
    labels: list[int] = []
    while len(labels) < count:
        draw = tasks.draw(len(prompts))
        x: Any = draw.instance
        prompts.append(draw.task.text)
        labels += [one.label for one in x.items]
    return prompts, labels


def matrix(bags: Sequence[Sequence[str]], known: dict[str, int]) -> np.ndarray:
    """(items, words) whether each is there, and a column of ones."""
    rows = np.zeros((len(bags), len(known) + 1))
    rows[:, -1] = 1
    for i, bag in enumerate(bags):
        rows[i, [known[word] for word in bag if word in known]] = 1
    return rows


def fitted(rows: np.ndarray, labels: np.ndarray, classes: int, weight: float = 3.0) -> np.ndarray:
    """Weights of a regularised softmax regression, by gradient descent with momentum."""
    wanted = np.eye(classes)[labels]  # (items, classes)
    weights = np.zeros((rows.shape[1], classes))
    moved = np.zeros_like(weights)
    for _ in range(300):
        scores = rows @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = (rows.T @ (chances - wanted) + weight * weights) / len(rows)
        moved = 0.9 * moved - 0.3 * slope
        weights += moved
    return weights


def shares(bags: Sequence[Sequence[str]], right: np.ndarray, classes: int, count: int) -> str:
    """What is labelled rightly of the items learnt from, of others, and by one label for all."""
    words = sorted({word for bag in bags[:count] for word in bag})
    rows = matrix(bags, {word: i for i, word in enumerate(words)})
    hits = (rows @ fitted(rows[:count], right[:count], classes)).argmax(axis=1) == right
    rest = right[count:]
    most = np.bincount(rest, minlength=classes).max() / len(rest)
    learned, other = hits[:count].mean(), hits[count:].mean()
    apart = (other - most) / np.sqrt(most * (1 - most) / len(rest))
    return f"{learned:>9.2f}{other:>9.3f}{most:>15.3f}{apart:>14.1f}"


def main() -> None:
    """Print two lines for each kind: with words alone, and with pairs of neighbours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--level", type=float, default=0.5)
    asked = parser.parse_args()
    print(f"{'kind':<26}{'learned':>9}{'other':>9}{'most frequent':>15}{'errors apart':>14}")
    for kind, classes in LABELS.items():
        prompts, labels = drawn(kind, asked.level, asked.items * 3 // 2)
        for neighbours in (False, True):
            bags = [bag for one in prompts for bag in items_of(one, neighbours=neighbours)]
            name = f"{kind}, pairs" if neighbours else kind
            told = shares(bags, np.array(labels), classes, asked.items)
            print(f"{name:<26}{told}", flush=True)


if __name__ == "__main__":
    main()
