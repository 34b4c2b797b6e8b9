"""What a run may cost, how far it is, and what it came to."""

from dataclasses import dataclass

from tasksynth.errors import UsageError
from tasksynth.pipeline.judging.verify import Report


class Evaluation(Report):
    """What a run came to: the report of `tasksynth verify`, and what is known of the asking."""

    wanted: int
    """Answers in all: tasks times samples."""
    answered: int
    """Answers that are there, from earlier runs too."""
    failed: int
    """Requests that failed for good: there is no answer, and the next run asks again."""
    failures: dict[str, int]
    """The commonest reasons for which they failed, and how many did."""
    worth_another_run: bool
    """Whether some failed for a reason that may pass: nobody answered, or too many asked."""
    cut_off: int
    """Answers that ended at the limit of tokens."""
    tool_calls: int
    """Answers that ended in a call of a tool, though none was offered."""
    reasoned: int
    """Answers before which the model reasoned apart, as the server told."""
    only_reasoned: int
    """Of these, empty ones."""
    prompt_tokens: int
    completion_tokens: int
    tokens_per_s: float | None
    """Completion tokens a second while this call asked; None if it had no answer."""
    cost: float | None
    """By the prices that were given; None without any."""
    stopped: str
    """Why it stopped before its end; empty if it did not."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    done: int
    wanted: int
    passed: int
    judged: int
    """Verdicts that are no errors."""
    errors: int
    failed: int
    """Requests that failed for good."""
    tokens: int
    cost: float | None


@dataclass(frozen=True)
class Budget:
    """What a run may cost, answers of earlier runs of its folder included."""

    price_in: float | None = None
    """Of a million prompt tokens."""
    price_out: float | None = None
    """Of a million completion tokens."""
    max_cost: float | None = None
    max_tokens: int | None = None
    """Prompts and completions together."""

    def __post_init__(self) -> None:
        """Check that a cost can be known.

        Raises:
            UsageError: if there is a limit and no price.
        """
        if self.max_cost is not None and self.price_in is None and self.price_out is None:
            raise UsageError("--max-cost wants the prices: --price-in and --price-out, per million")

    @property
    def limited(self) -> bool:
        """Whether there is any limit."""
        return self.max_cost is not None or self.max_tokens is not None

    def cost(self, prompt_tokens: int, completion_tokens: int) -> float | None:
        """The price of tokens; None without prices."""
        if self.price_in is None and self.price_out is None:
            return None
        price_in, price_out = self.price_in or 0.0, self.price_out or 0.0
        return (prompt_tokens * price_in + completion_tokens * price_out) / 1e6

    def exceeded(self, prompt_tokens: int, completion_tokens: int) -> str:
        """Which limit so many tokens are over; empty if none."""
        tokens = prompt_tokens + completion_tokens
        if self.max_tokens is not None and tokens > self.max_tokens:
            return f"the limit of {self.max_tokens:,} tokens"
        cost = self.cost(prompt_tokens, completion_tokens)
        if self.max_cost is not None and cost is not None and cost > self.max_cost:
            return f"the limit of {self.max_cost:g} on the cost"
        return ""
