"""Counts in the text format of Prometheus (exposition format 0.0.4)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tasksynth_schemas import Ack, AnyRef, Feedback, Verdict
from tasksynth_schemas.wire import Served

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the buckets of request times, in seconds."""
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts requests, and, as an observer of a session, what it serves, judges and is told."""

    def __init__(self) -> None:
        self.requests: Counter[Labels] = Counter()
        self._buckets: dict[str, list[int]] = {}
        self._seconds: Counter[str] = Counter()
        self._served: Counter[Labels] = Counter()
        self._verdicts: Counter[Labels] = Counter()
        self._acks: Counter[Labels] = Counter()

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self.requests[(("route", route), ("status", str(status)))] += 1
        buckets = self._buckets.setdefault(route, [0] * (len(BOUNDS) + 1))
        buckets[bisect_left(BOUNDS, seconds)] += 1
        self._seconds[route] += seconds  # type: ignore[assignment]  # a sum is a count of seconds

    def served(self, served: Sequence[Served]) -> None:
        """See Observer."""
        for one in served:
            self._served[(("family", one.ticket.ref.family),)] += 1

    def judged(self, ref: AnyRef, ticket: str | None, answer: str, verdict: Verdict) -> None:
        """See Observer."""
        self._verdicts[(("family", ref.family), ("status", verdict.status))] += 1

    def told(self, feedback: Sequence[Feedback], acks: Sequence[Ack]) -> None:
        """See Observer."""
        for ack in acks:
            self._acks[(("status", ack.status),)] += 1

    def text(self, gauges: Mapping[str, float], used: Mapping[str, int]) -> str:
        """All counts, what stands at some value now, and what each client has had."""
        clients = {(("client", name),): n for name, n in used.items()}
        lines: list[str] = []
        for name, counts, what in (
            ("requests_total", self.requests, "HTTP requests."),
            ("tasks_served_total", self._served, "Tasks handed out, or read again."),
            ("verdicts_total", self._verdicts, "Answers judged."),
            ("feedback_total", self._acks, "Feedback, by what became of it."),
            ("used_total", clients, "Answers judged and tickets handed out, by client."),
        ):
            lines += _block(f"tasksynth_{name}", "counter", what, counts.items())
        lines += self._histogram("tasksynth_request_seconds")
        for name, value in gauges.items():
            lines += _block(f"tasksynth_{name}", "gauge", "", [((), value)])
        return "\n".join(lines) + "\n"

    def _histogram(self, name: str) -> Iterator[str]:
        yield f"# TYPE {name} histogram"
        for route, buckets in sorted(self._buckets.items()):
            total = 0
            for bound, count in zip((*BOUNDS, "+Inf"), buckets, strict=True):
                total += count
                yield _line(f"{name}_bucket", (("route", route), ("le", str(bound))), total)
            yield _line(f"{name}_sum", (("route", route),), self._seconds[route])
            yield _line(f"{name}_count", (("route", route),), total)


def _block(name: str, kind: str, what: str, rows: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    if what:
        yield f"# HELP {name} {what}"
    yield f"# TYPE {name} {kind}"
    for labels, value in sorted(rows):
        yield _line(name, labels, value)


def _line(name: str, labels: Labels, value: float) -> str:
    inside = ",".join(f'{key}="{text}"' for key, text in labels)
    return f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}"
