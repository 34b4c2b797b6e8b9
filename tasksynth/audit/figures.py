"""Statistics of an audit."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

SHINGLE = 5
"""Words in a row that are compared."""
NEAR = 0.9
"""Of what two prompts share, beyond their templates: the Jaccard index from which they are near."""
COMMON = 0.3
"""Share of the prompts from which on a shingle is the template's."""
FEATURES = 64
CLASSES = 6
"""Answers that a classifier tells apart at most; with more, the surface tells too little."""
FOLDS = 5
_WORDS = 4096


def at_least(passed: int, of: int, *, doubt: float = 1e-3) -> float:
    """The rate that is surely exceeded: the lower end of a Clopper-Pearson interval.

    Found by bisection on the binomial tail, P(X >= passed) = doubt.
    """
    if passed == 0:
        return 0.0
    low, high = 0.0, passed / of
    for _ in range(50):
        middle = (low + high) / 2
        if _tail(passed, of, middle) > doubt:
            high = middle
        else:
            low = middle
    return low


def at_most(passed: int, of: int, *, doubt: float = 1e-3) -> float:
    """The rate that is surely not exceeded: the upper end of a Clopper-Pearson interval."""
    return 1 - at_least(of - passed, of, doubt=doubt)


def _tail(passed: int, of: int, rate: float) -> float:
    if rate <= 0:
        return 0.0
    logs = [
        math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
        + k * math.log(rate) + (of - k) * math.log1p(-min(rate, 1 - 1e-12))
        for k in range(passed, of + 1)
    ]  # fmt: skip
    return math.fsum(map(math.exp, logs))


def near_pairs(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Pairs of texts that differ in little but what all share, with their Jaccard index.

    Two sets that share nine tenths share one of the rarest tenth of either: only pairs that do are
    compared (prefix filtering: Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity Search",
    WWW 2007).
    """
    sets = [_shingles(text) for text in texts]
    often = Counter(shingle for found in sets for shingle in found)
    most = max(2, COMMON * len(texts))
    having: defaultdict[int, list[int]] = defaultdict(list)
    pairs = []
    for i, found in enumerate(sets):
        own = sets[i] = {shingle for shingle in found if often[shingle] <= most}
        rarest = sorted(own, key=lambda shingle: (often[shingle], shingle))
        rarest = rarest[: len(own) - math.ceil(NEAR * len(own)) + 1]
        for j in sorted({j for shingle in rarest for j in having[shingle]}):
            both = len(own & sets[j])
            if (near := both / (len(own) + len(sets[j]) - both)) >= NEAR:
                pairs.append((j, i, near))
        for shingle in rarest:
            having[shingle].append(i)
    return pairs


def _shingles(text: str) -> set[int]:
    words = text.split()
    return {hash(tuple(words[i : i + SHINGLE])) for i in range(max(1, len(words) - SHINGLE + 1))}


def surface_accuracy(prompts: Sequence[str], answers: Sequence[str]) -> tuple[int, int, float]:
    """How many answers a linear classifier tells from the prompts' surface, by cross-validation.

    Returns:
        Right ones, of how many, and the share of the commonest answer; 0 of 0 where there are too
        many different answers.
    """
    names = sorted(set(answers))
    if not 2 <= len(names) <= CLASSES or len(answers) < 4 * FOLDS:
        return 0, 0, 1.0
    y = np.array([names.index(answer) for answer in answers])
    x = _surface(prompts)
    fold = np.arange(len(y)) % FOLDS
    right = 0
    for k in range(FOLDS):
        train, test = fold != k, fold == k
        right += int((_fitted(x[train], y[train], len(names), x[test]) == y[test]).sum())
    return right, len(y), float(np.bincount(y).max() / len(y))


def _surface(prompts: Sequence[str]) -> np.ndarray:
    """Lengths, counts of kinds of characters, and of hashed words: (prompts, features)."""
    rows = []
    for prompt in prompts:
        words = prompt.split()
        row = np.zeros(FEATURES)
        row[:5] = [
            len(prompt), len(words), sum(map(str.isdigit, prompt)), prompt.count("\n"),
            prompt.count("-"),
        ]  # fmt: skip
        for word in words:
            row[5 + sum(word.encode()) * 31 % _WORDS % (FEATURES - 5)] += 1
        rows.append(row)
    x = np.array(rows)
    return np.asarray((x - x.mean(0)) / (x.std(0) + 1e-9))


def _fitted(x: np.ndarray, y: np.ndarray, classes: int, test: np.ndarray) -> np.ndarray:
    """Multinomial regression with a ridge, by gradient steps: enough for a linear leak."""
    weights, bias = np.zeros((x.shape[1], classes)), np.zeros(classes)
    hot = np.eye(classes)[y]
    for _ in range(200):
        scores = x @ weights + bias
        p = np.exp(scores - scores.max(1, keepdims=True))
        slope = (p / p.sum(1, keepdims=True) - hot) / len(y)
        weights -= 0.5 * (x.T @ slope + 0.01 * weights)
        bias -= 0.5 * slope.sum(0)
    return np.asarray((test @ weights + bias).argmax(1))


def rank_correlation(a: Sequence[float], b: Sequence[float]) -> float:
    """Spearman's, with mean ranks for ties; 0 where one of them never changes."""
    x, y = _ranks(a), _ranks(b)
    spread = float(x.std() * y.std())
    return 0.0 if spread == 0 else float(((x - x.mean()) * (y - y.mean())).mean() / spread)


def _ranks(values: Sequence[float]) -> np.ndarray:
    _, place, count = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    return np.asarray((ends - (count - 1) / 2)[place])
