"""What an audit looks for in exported datasets, whose verifiers it does not have."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import fmean

from tasksynth.answers import final_answer
from tasksynth.audit import figures
from tasksynth.audit.findings import AuditReport, Finding, Level
from tasksynth.audit.rows import Row, read_rows

NEARLY = 20_000
"""Rows among which near duplicates are looked for, evenly taken; equal ones among all."""
LEARNED = 5000
"""Rows that a classifier sees."""
COMMONEST = 0.5
"""Share of the rows from which on one answer is worth a doubt."""
LONG = 6
"""Characters from which on an answer is in its prompt by no accident."""


def audit_files(
    paths: Sequence[Path], *, prompt: str | None = None, answer: str | None = None
) -> list[AuditReport]:
    """Look at exported datasets, each by itself, and at what a later one shares with earlier ones.

    Args:
        paths: JSONL or Parquet files: the training set first.
        prompt: the field that holds prompts; None: the first one that is called like one.
        answer: likewise.

    Raises:
        UsageError: if a file cannot be read as one.
    """
    earlier: list[Row] = []
    reports = []
    for path in paths:
        rows = read_rows(path, prompt=prompt, answer=answer)
        found = [finding for check in CHECKS for finding in check(rows)]
        found += overlap(earlier, rows)
        said = Counter(row.answer for row in rows)
        level = Level(
            level=None,
            tasks=len(rows),
            prompt_chars=round(fmean(len(row.prompt) for row in rows), 1),
            guessed=round(max(said.values()) / len(rows), 4),
            duplicates=round(1 - len({_key(row) for row in rows}) / len(rows), 4),
            findings=tuple(found),
        )
        reports.append(AuditReport(family=path.name, levels=(level,), ran=version("tasksynth")))
        earlier += rows
    return reports


def whole(rows: Sequence[Row]) -> Iterator[Finding]:
    """Every row has a prompt and an answer."""
    for what, missing in (
        ("prompt", [row for row in rows if not row.prompt.strip()]),
        ("answer", [row for row in rows if not row.answer.strip()]),
    ):
        if missing:
            yield Finding(
                check="making",
                severity="fault",
                what=f"{len(missing)} of {len(rows)} rows have no {what}",
                task=missing[0].where,
            )


def distinct(rows: Sequence[Row]) -> Iterator[Finding]:
    """No prompt occurs twice, with another answer or nearly."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    several = [group for group in groups.values() if len(group) > 1]
    if torn := [group for group in several if len({_said(row) for row in group}) > 1]:
        one, other = torn[0][0], next(r for r in torn[0] if _said(r) != _said(torn[0][0]))
        yield Finding(
            check="gold",
            severity="fault",
            what=f"{len(torn)} prompts have several answers, such as {one.answer[:40]!r} and, in "
            f"{other.where}, {other.answer[:40]!r}",
            task=one.where,
        )
    again = sum(len(group) - 1 for group in several)
    if again > 0.01 * len(rows):
        yield Finding(
            check="duplicates",
            severity="fault" if again > 0.1 * len(rows) else "doubt",
            what=f"{again} of {len(rows)} rows repeat an earlier prompt",
            task=several[0][1].where,
        )
    few = _some([group[0] for group in groups.values()], NEARLY)
    near = figures.near_pairs([row.prompt for row in few])
    if len(near) > 0.01 * len(few):
        i, j, how = near[0]
        yield Finding(
            check="duplicates",
            severity="doubt",
            what=f"{len(near)} pairs of {len(few)} different prompts are near duplicates; "
            f"{few[i].where} and {few[j].where} share {how:.0%} of what is not the template's",
            task=few[j].where,
        )


def split_apart(rows: Sequence[Row]) -> Iterator[Finding]:
    """Splits that are named in one file share nothing."""
    by: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by[row.split].append(row)
    if len(by) < 2:
        return
    training = by.pop("train", None) or by.pop(next(iter(by)))
    for held_out in by.values():
        yield from overlap(training, held_out)


def overlap(earlier: Sequence[Row], rows: Sequence[Row]) -> Iterator[Finding]:
    """What a later set shares with the earlier ones."""
    known = {_key(row): row for row in earlier}
    both = [row for row in rows if _key(row) in known]
    if both:
        yield Finding(
            check="seeds",
            severity="fault",
            what=f"{len(both)} of {len(rows)} prompts are in the earlier set too, such as in "
            f"{known[_key(both[0])].where}",
            task=both[0].where,
        )
    left = _some([row for row in earlier if row.prompt.strip()], NEARLY // 2)
    right = _some([row for row in rows if _key(row) not in known], NEARLY // 2)
    pairs = figures.near_pairs([row.prompt for row in (*left, *right)]) if left and right else []
    if across := [(i, j) for i, j, _ in pairs if i < len(left) <= j]:
        i, j = across[0]
        yield Finding(
            check="seeds",
            severity="doubt",
            what=f"{len({j for _, j in across})} of {len(right)} further prompts are near "
            f"duplicates of earlier ones, such as of {left[i].where}",
            task=right[j - len(left)].where,
        )


def answers(rows: Sequence[Row]) -> Iterator[Finding]:
    """One answer is not right for most, and answers are not in their prompts."""
    text, count = Counter(_said(row) for row in rows).most_common(1)[0]
    if count > COMMONEST * len(rows) and len(rows) >= 10:
        yield Finding(
            check="constant",
            severity="doubt",
            what=f"one answer is that of {count} of {len(rows)} rows",
            answer=text[:160],
        )
    told = [row for row in rows if len(_said(row)) >= LONG and _said(row) in row.prompt]
    if len(told) > 0.05 * len(rows):
        yield Finding(
            check="copying",
            severity="doubt",
            what=f"{len(told)} of {len(rows)} prompts hold their own answer as it stands",
            task=told[0].where,
            answer=_said(told[0])[:160],
        )


def leaks(rows: Sequence[Row]) -> Iterator[Finding]:
    """Lengths, counts and single words of a prompt do not tell its answer."""
    few = _some([row for row in rows if row.answer.strip()], LEARNED)
    right, of, share = figures.surface_accuracy(
        [row.prompt for row in few], [_said(row) for row in few]
    )
    if of and figures.at_least(right, of) > share:
        yield Finding(
            check="leaks",
            severity="fault",
            what=f"a linear classifier tells {right} of {of} answers from what the prompt looks "
            f"like; the commonest answer is {share:.0%} of them",
        )


CHECKS: tuple[Callable[[Sequence[Row]], Iterator[Finding]], ...] = (
    whole, distinct, split_apart, answers, leaks,
)  # fmt: skip


def _key(row: Row) -> str:
    """Equal for prompts that differ in case and blanks alone."""
    return re.sub(r"\s+", " ", row.prompt).strip().casefold()


def _said(row: Row) -> str:
    """The final answer, where a worked solution is beside the prompt."""
    if "####" in row.answer:  # as GSM8K and those after it mark it
        return row.answer.rpartition("####")[2].strip()
    return final_answer(row.answer) or row.answer.strip()


def _some(rows: Sequence[Row], most: int) -> list[Row]:
    """At most so many, evenly taken."""
    step = max(1, -(-len(rows) // most))
    return list(rows[::step])
