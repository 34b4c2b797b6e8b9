"""One task and one verdict, within limits."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import get_ident
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from tasksynth import registry
from tasksynth.answers import restored
from tasksynth.capability import Logged
from tasksynth.errors import FamilyError, TimeLimitError, UsageError
from tasksynth.family import Params
from tasksynth.invalid import explain
from tasksynth.limits import time_limit
from tasksynth.registry import AnyFamily
from tasksynth.rng import Stream
from tasksynth_schemas import AnyRef, ImportRef, Model, Task, TaskRef, Verdict, canonical_json
from tasksynth_schemas.address import Address
from tasksynth_schemas.task import task_id

LARGEST = 2**63
"""No seed, index or number among params is as large."""
ATTEMPTS = 1000
"""Draws that a family may reject before the engine gives up on a task."""
_ABSENT = object()


@dataclass(frozen=True)
class Draw:
    """A task with what the pipeline wants to know about its making."""

    task: Task
    instance: Model
    digest: bytes
    """16 bytes over the canonical instance: equal for duplicates."""
    rejected: int
    """Draws that the family refused before this one."""


class Source:
    """All tasks of one (family, params, seed), by index.

    Not for several threads at once: each thread makes its own.
    """

    def __init__(
        self, family: AnyFamily, params: Params, seed: int, *, level: float | None = None
    ) -> None:
        self.family, self.params, self.seed, self.level = family, params, seed, level
        self._ref = TaskRef(
            family=family.name,
            version=family.version,
            params=params.model_dump(mode="json"),
            seed=seed,
            index=0,
        )
        self._key = self._ref.stream
        self.stream = Stream(self._key)

    def space(self) -> int | None:
        """How many distinct tasks there are, where the family knows."""
        return self.family.space(self.params)

    def ref(self, index: int) -> TaskRef:
        """The address of the task at an index."""
        return self._ref.model_copy(update={"index": index})

    def make(self, index: int) -> Task:
        """The task at an index; see `draw`."""
        return self.draw(index).task

    def draw(self, index: int, *, full: bool = False) -> Draw:
        """Make the task at an index; `full` adds the dear measurements.

        Raises:
            FamilyError: if the family rejects every attempt, runs out of time, or breaks.
        """
        ref = self.ref(index)
        try:
            with time_limit(self.family.generate_timeout_s):
                return self._draw(ref, full=full)
        except TimeLimitError as e:
            raise FamilyError(f"{ref}: making it {e}; ask for easier params") from e

    def _draw(self, ref: TaskRef, *, full: bool) -> Draw:
        family = self.family
        for attempt in range(ATTEMPTS):
            x = family.generate(self.params, self.stream.rng(ref.index, attempt))
            if x is not None:
                break
        else:
            raise FamilyError(
                f"{ref.family} rejected all {ATTEMPTS} draws for {ref.params}; loosen the params"
            )
        instance = x.model_dump(mode="json", warnings=False)
        try:
            family.Instance.model_validate(instance)  # as whoever verifies it will
        except ValidationError as e:
            what = explain(e, family.Instance)
            raise FamilyError(f"{ref}: the family's own schema refuses the instance: {what}") from e
        task = Task(
            id=task_id(self._key, ref.index),
            ref=ref,
            level=self.level,
            prompt=family.prompt(x),
            needs=family.needs(x),
            instance=instance,
            measure=family.measure_full(x) if full else family.measure(x),
        )
        return Draw(task, x, digest(family, x), attempt)


def digest(family: AnyFamily, x: Model) -> bytes:
    """16 bytes that are equal exactly for instances that the family calls the same task."""
    body = canonical_json([family.name, family.canonical(x)])
    return hashlib.blake2b(body, digest_size=16).digest()


def source(
    name: str, *, seed: int, level: float | None = None, params: Mapping[str, Any] | None = None
) -> Source:
    """A family's tasks at a level, at explicit params, or at a level with some params fixed.

    Raises:
        UsageError: for an unknown family, or params that it does not take; names the field.
    """
    family = registry.get(name)
    fixed = dict(params or {})
    for what, number in {"seed": seed, **fixed}.items():
        if isinstance(number, int) and abs(number) >= LARGEST:
            raise UsageError(f"{name}: {what} wants less than 2**63, got {number:g}")
    if seed < 0:
        raise UsageError(f"{name}: a seed is 0 or more, got {seed}")
    try:
        p = (
            family.Params.model_validate(fixed)
            if level is None
            else family.Params.at(level, **fixed)
        )
    except ValidationError as e:
        raise UsageError(f"{name}: {explain(e, family.Params)}") from e
    return Source(family, p, seed, level=level)


def make(ref: AnyRef) -> Task:
    """The task at an address: the same bytes on every machine, in any order.

    Raises:
        UsageError: for an unknown family or version, or params that the family does not take.
        FamilyError: if the family could not make it within its limits.
    """
    if isinstance(ref, ImportRef):
        raise UsageError(f"{ref} was imported from a file: it can be verified, not made anew")
    check_version(registry.get(ref.family), ref)
    return _source(ref.family, canonical_json(ref.params), ref.seed, get_ident()).make(ref.index)


@lru_cache(maxsize=256)
def _source(family: str, params: bytes, seed: int, _thread: int) -> Source:
    """A source for one thread; idents are used again, but never by two at once."""
    return source(family, seed=seed, params=from_json(params))


def resolve(text: str) -> tuple[Source, int]:
    """The source and the index that the short form of a ref stands for.

    Raises:
        UsageError: if it is of no such form, says neither level nor params, or names an unknown
            family or version, or params that the family does not take.
    """
    try:
        address = Address.parse(text)
    except ValueError as e:
        raise UsageError(str(e)) from e
    if address.bare:
        near = replace(address, bare=False, level=0.5)
        raise UsageError(f"{text} says neither level nor params; want one, such as {near}")
    _check_version(registry.get(address.family), address.family, address.version)
    made = source(address.family, seed=address.seed, level=address.level, params=address.params)
    return made, address.index


def address(ref: AnyRef, level: float | None = None) -> Address | ImportRef:
    """The shortest address of a task: its level, and the params beside it.

    Without a level, or where the family is not there to ask, the params alone; those that the
    family gives by itself are left out. An imported task's is its ref.
    """
    if isinstance(ref, ImportRef):
        return ref
    full = Address(ref.family, ref.version, None, ref.params, seed=ref.seed, index=ref.index)
    try:
        family = registry.get(ref.family)
        check_version(family, ref)
        usual = given(family, level)
        short = {name: v for name, v in ref.params.items() if usual.get(name, _ABSENT) != v}
        remade = source(ref.family, seed=ref.seed, level=level, params=short)
    except Exception:  # noqa: BLE001 - a family that is broken or gone must not hide an address
        return full
    if remade.params.model_dump(mode="json") != ref.params:
        return full
    return replace(full, level=level, params=short)


def given(family: AnyFamily, level: float | None) -> dict[str, Any]:
    """The params that a family gives to a level by itself, or without one, in JSON types."""
    if level is None:
        fields = family.Params.model_fields.items()
        free = {name: field.get_default() for name, field in fields if not field.is_required()}
        params = family.Params.model_construct(**free)
    else:
        params = family.Params.at(level)
    usual: dict[str, Any] = params.model_dump(mode="json", warnings=False)
    return usual


def check_version(family: AnyFamily, ref: AnyRef) -> None:
    """Refuse a ref of another stream version.

    Raises:
        UsageError: naming both versions.
    """
    _check_version(family, ref.family, ref.version)


def _check_version(family: AnyFamily, name: str, version: int) -> None:
    if version != family.version:
        raise UsageError(
            f"{name}@{version} is not what is installed here, @{family.version} is; "
            f"install the tasksynth that made it"
        )


class Judge:
    """Grades any number of answers to one task.

    `prefilled` says that replies begin within a thought: their chat template wrote the opening
    `<think>` itself. A thought that is cut off is then no answer. `stop` is the string at which
    a server ended the replies, and which it left out.
    """

    def __init__(self, task: Task, *, prefilled: bool = False, stop: str = "") -> None:
        self.task = task
        self.prefilled, self.stop = prefilled, stop
        self.family = registry.get(task.ref.family)
        self._fault: str | None = None
        try:
            check_version(self.family, task.ref)
            self._x: Model = self.family.Instance.model_validate(task.instance)
        except UsageError as e:
            self._fault = str(e)
        except ValidationError as e:
            self._fault = f"the task's instance is damaged: {explain(e, self.family.Instance)}"

    def instance(self) -> Model:
        """The instance, validated.

        Raises:
            FamilyError: if the task is of another version, or its instance is damaged.
        """
        if self._fault is not None:
            raise FamilyError(f"{self.task.ref}: {self._fault}")
        return self._x

    def grade(self, answer: str) -> Verdict:
        """A verdict for any string, within the family's time limit. It never raises."""
        family = self.family
        if self._fault is None and len(answer) > family.max_answer_chars:
            return family.rubric.unparsable(
                f"the answer has {len(answer)} characters, want at most {family.max_answer_chars}"
            )
        whole = restored(answer, prefilled=self.prefilled, stop=self.stop)
        return self._judged(lambda x: family.verify(x, whole))

    def grade_log(self, log: str) -> Verdict:
        """A verdict on what another engine logged of the task; see `Logged`. It never raises."""
        family = self.family
        if not isinstance(family, Logged):
            why = f"{family.name} reads no logs of other engines"
            return Verdict(status="error", reward=None, why=why)
        return self._judged(lambda x: family.judge_log(x, log))

    def _judged(self, verifier: Callable[[Model], Verdict]) -> Verdict:
        if self._fault is not None:
            return Verdict(status="error", reward=None, why=self._fault)
        try:
            with time_limit(self.family.timeout_s):
                return verifier(self._x)
        except UsageError as e:
            return Verdict(status="error", reward=None, why=str(e)[:500])
        except Exception as e:  # noqa: BLE001 - a verifier's fault becomes data, here and nowhere else
            return Verdict(status="error", reward=None, why=f"{type(e).__name__}: {e}"[:500])


def grade(task: Task, answer: str, *, prefilled: bool = False, stop: str = "") -> Verdict:
    """Judge one answer: any string gets a verdict; a fault of ours is status "error", reward None.

    `prefilled`: the chat template opened the thought, so the reply begins within it. `stop`: the
    server ended the reply at this string, and left it out.

    The family's time limit holds on the main thread alone, and not inside C code: where answers are
    hostile, or on other threads, judge with `tasksynth.adapters.scoring.judge`.

    Raises:
        UsageError: if the task's family is not installed.
    """
    return Judge(task, prefilled=prefilled, stop=stop).grade(answer)
