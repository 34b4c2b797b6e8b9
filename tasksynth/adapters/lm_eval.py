"""lm-evaluation-harness: what the exported YAML task calls for each document."""

from collections.abc import Mapping, Sequence

from tasksynth.adapters.scoring import judge, metrics_of


def process_results(doc: Mapping[str, str], results: Sequence[str]) -> dict[str, float]:
    """Metrics of one document: `acc`, `partial`, `unparsable` and `error`, each 0 or more."""
    (verdict,) = judge().grade(doc["label"], [results[0]])
    return metrics_of(verdict)
