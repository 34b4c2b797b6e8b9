"""The contract of a family, as checks that its author can run.

```python
import pytest
from tasksynth.testing import CHECKS, check_family

def test_my_family():
    check_family("chess.mate")
```

Each check's name is the sentence that it holds the family to, and begins its failure's message.
"""

import hashlib
import json
import math
import time
from collections.abc import Callable, Sequence

from tasksynth import registry
from tasksynth.answers import asked_form, form_of
from tasksynth.answers.shapes import core_of, near_misses, right_shapes
from tasksynth.capability import Interactive
from tasksynth.family import Knob
from tasksynth.single import Judge, make
from tasksynth.testing.draws import draw_at, draws, want_same_in_every_process
from tasksynth.testing.draws import want as _want
from tasksynth.testing.draws import want_under_floor as _want_under_floor
from tasksynth.testing.episodes import EPISODE_CHECKS
from tasksynth.testing.telling import what_tells_changes_nothing_else
from tasksynth_schemas import Task, Verdict

LEVELS = (0.0, 0.5, 1.0)

GARBAGE = (
    "",
    " \n\t ",
    "\x00",
    "null",
    "None",
    "N/A",
    "?",
    "*",
    "[]",
    "{}",
    "-1e999",
    "I do not know.",
    "\\boxed{}",
    "\\boxed{" * 3000,
    "<answer></answer>",
    "<think> I am not done",
    "((((" * 3000,
    "1" * 100_000,
    "0 " * 50_000,
    "\ud7ff\u202e\u0000" * 1000,
    "9" * 5000,
    json.dumps({"answer": [[[[0]]]]}),
)

LONG = 20_000
LONG_CPU_S = 0.25
"""Characters of a hostile reply, and what judging it may cost. A linear reader takes a tenth of it
at most, a quadratic one all of it and more: minutes where a reply is as long as it may be."""
REPEATS = (
    *(
        ("", piece)
        for piece in ("\n", "no, ", "not ", "1 ", "-", "|-|\n", "a|\n", "[", "(", "{", "'")
    ),
    *(
        ("", piece)
        for piece in ("\\boxed{", "\\text{", "```\n", "Answer:\n", "</s>", "x=1, ", "*a")
    ),
    *((head, " ") for head in ("a", "|-|\n", "|-|\n|-", "\\color", "SELECT ")),
    *(("", piece) for piece in ("<think>", '{"answer":', "sql:\n", '\\"')),
)
"""How hostile replies begin, and what is repeated then: what readers look for, and white space."""


def _everything(name: str, levels: Sequence[float]) -> str:
    """A hash of all that a few tasks are; runs in the child processes of a check too."""
    digest = hashlib.sha256()
    for draw in (draw_at(name, level, index) for level in levels for index in (0, 5, 1_000_000)):
        digest.update(draw.task.model_dump_json().encode() + draw.digest)
        digest.update(registry.get(name).solve(draw.instance).encode())
    return digest.hexdigest()


def same_bytes_in_every_process(name: str, levels: Sequence[float]) -> None:
    """Nothing depends on PYTHONHASHSEED or on what the process did before."""
    want_same_in_every_process(_everything, name, levels)


def any_item_without_the_others(name: str, levels: Sequence[float]) -> None:
    """A task made alone, or after others, is the same task."""
    for level in levels:
        for draw in draws(name, level)[::-17]:
            again = make(draw.task.ref)
            _want(
                again == draw.task.model_copy(update={"level": None}),
                f"{draw.task.ref} came out differently when it was made alone",
            )


def survives_json(name: str, levels: Sequence[float]) -> None:
    """A task read back from its JSON line is equal, and so is its instance."""
    family = registry.get(name)
    for level in levels:
        for draw in draws(name, level)[:10]:
            line = draw.task.model_dump_json()
            task = Task.model_validate_json(line)
            _want(task == draw.task and task.model_dump_json() == line, f"{task.ref} changed")
            x = family.Instance.model_validate(task.instance)
            _want(x == draw.instance, f"the instance of {task.ref} changed")
            _want(family.prompt(x) == task.prompt, f"the prompt of {task.ref} changed")


def reference_answer_gets_full_reward(name: str, levels: Sequence[float]) -> None:
    """The family's own solution passes, bare and at the end of a longer reply."""
    family = registry.get(name)
    for level in levels:
        for draw in draws(name, level)[:20]:
            answer = family.solve(draw.instance)
            judge = Judge(draw.task)
            for text in (answer, f"  {answer}\n", f"<think>hm, 1? \\boxed{{0}}</think>\n{answer}"):
                verdict = judge.grade(text)
                _want(
                    verdict.status == "pass" and verdict.reward == 1,
                    f"{draw.task.ref}: {text[:200]!r} got {verdict}",
                )


def reference_has_the_form_that_the_prompt_asks_for(name: str, levels: Sequence[float]) -> None:
    r"""Where a prompt asks for `\\boxed{…}`, `<answer>` tags or `Answer:`, the reference has it."""
    family = registry.get(name)
    for level in levels:
        for draw in draws(name, level)[:20]:
            asked, given = asked_form(draw.task.text), form_of(family.solve(draw.instance))
            _want(
                asked in (None, given),
                f"{draw.task.ref}: the prompt asks for the form {asked!r}, the reference answer is "
                f"{given or 'bare'!r}: {family.solve(draw.instance)[:60]!r}",
            )


def right_answers_pass_in_any_shape(name: str, levels: Sequence[float]) -> None:
    """The reference's answer passes in every shape that models give it, or the family says why."""
    family = registry.get(name)
    if isinstance(family, Interactive):
        return  # a transcript is a record, and no reply
    refused: dict[str, str] = {}
    for level in levels:
        for draw in draws(name, level)[:2]:
            judge = Judge(draw.task)
            for shape in right_shapes(family.solve(draw.instance)):
                if shape.name in family.refuses or shape.name in refused:
                    continue
                verdict = judge.grade(shape.text)
                if verdict.status != "pass":
                    refused[shape.name] = f"{shape.text[-160:]!r} of {draw.task.ref}: {verdict.why}"
    lines = [f"\n  {shape}: {seen}" for shape, seen in refused.items()]
    _want(
        not refused,
        f"{len(refused)} shapes of the right answer are refused; read them, or name them in "
        f"`refuses` with a reason:{''.join(lines)}",
    )


def near_misses_do_not_pass(name: str, levels: Sequence[float]) -> None:
    """A thought, a denial, two answers at once, or a right one taken back, are not paid."""
    family = registry.get(name)
    if isinstance(family, Interactive):
        return
    paid: dict[str, str] = {}
    for level in levels:
        made = draws(name, level)[:6]
        for i, draw in enumerate(made[:2]):
            judge = Judge(draw.task)
            reference = family.solve(draw.instance)
            others = (family.solve(made[j].instance) for j in range(i + 1, len(made)))
            wrong = next((text for text in others if judge.grade(text).status != "pass"), None)
            for shape in near_misses(reference, wrong) if wrong is not None else ():
                if judge.grade(shape.text).status == "pass":
                    paid[shape.name] = f"{shape.text[-160:]!r} of {draw.task.ref}"
            if Judge(draw.task, prefilled=True).grade(reference).status == "pass":
                paid["a prefilled thought that never ends"] = f"{reference[:80]!r}"
    lines = [f"\n  {shape}: {seen}" for shape, seen in paid.items()]
    _want(not paid, f"{len(paid)} replies that give no right answer pass:{''.join(lines)}")


def garbage_never_passes_nor_raises(name: str, levels: Sequence[float]) -> None:
    """Empty, huge and senseless answers get a fail, not a pass and not an error."""
    for level in levels:
        for draw in draws(name, level)[:3]:
            judge = Judge(draw.task)
            for text in (*GARBAGE, draw.task.text, draw.task.model_dump_json()):
                verdict = judge.grade(text)
                _want(
                    verdict.status in ("fail", "unparsable") and not verdict.parts[_gate(name)],
                    f"{draw.task.ref}: {text[:60]!r} got {verdict}",
                )


def long_nonsense_is_judged_in_linear_time(name: str, levels: Sequence[float]) -> None:
    """The more characters of nonsense, the longer it takes, but not by their square."""
    family = registry.get(name)
    draw = draws(name, levels[0])[0]
    judge, reference = Judge(draw.task), family.solve(draw.instance)
    core = core_of(reference) or reference
    for head, piece in REPEATS:
        nonsense = (head + piece * LONG)[:LONG] + "x"
        for text in (nonsense, reference.replace(core, core + nonsense)):
            verdict, took = _graded(judge, text)
            _want(
                took < LONG_CPU_S and verdict.status != "error" and len(verdict.why) < LONG // 10,
                f"{draw.task.ref}: {len(text)} characters with {head + piece!r}, the last part "
                f"repeated, took {took:.2f} s (want {LONG_CPU_S:g} s) and got {verdict!r:.200}",
            )


def _graded(judge: Judge, text: str) -> tuple[Verdict, float]:
    """The verdict and its CPU seconds, at the first of three tries that is quick enough."""
    for _ in range(2):
        verdict, took = _timed(judge, text)
        if took < LONG_CPU_S:
            return verdict, took
    return _timed(judge, text)


def _timed(judge: Judge, text: str) -> tuple[Verdict, float]:
    start = time.process_time()
    verdict = judge.grade(text)
    return verdict, time.process_time() - start


def answers_to_other_tasks_stay_under_the_floor(name: str, levels: Sequence[float]) -> None:
    """Another task's right answer passes no more often than the family's floor allows."""
    family = registry.get(name)
    for level in levels:
        made = draws(name, level)
        answers = [family.solve(draw.instance) for draw in made]
        passes = 0
        for i, draw in enumerate(made):
            verdict = Judge(draw.task).grade(answers[i - 1])
            _want(verdict.status != "error", f"{draw.task.ref}: {answers[i - 1][:60]!r}: {verdict}")
            passes += verdict.status == "pass"
        _want_under_floor(name, level, passes, "another task's answer")


def trivial_strategies_stay_under_the_floor(name: str, levels: Sequence[float]) -> None:
    """None of the family's baselines passes more often than its floor allows."""
    family = registry.get(name)
    for level in levels:
        passes: dict[str, int] = {}
        for draw in draws(name, level):
            for strategy, answer in family.baselines(draw.instance).items():
                status = Judge(draw.task).grade(answer).status
                _want(status != "error", f"{draw.task.ref}: {strategy} answered {answer[:60]!r}")
                passes[strategy] = passes.get(strategy, 0) + (status == "pass")
        for strategy, passed in passes.items():
            _want_under_floor(name, level, passed, strategy)


def prompt_hides_the_reference_answer(name: str, levels: Sequence[float]) -> None:
    """No answer of six characters or more stands in its own prompt, where copying would find it."""
    family = registry.get(name)
    for level in levels:
        made = draws(name, level)
        answers = [core_of(family.solve(draw.instance)) or "" for draw in made]
        told = [
            (draw.task.ref, answer)
            for draw, answer in zip(made, answers, strict=True)
            if len(answer) >= 6 and answer in draw.task.text
        ]
        if told:
            ref, answer = told[0]
            raise AssertionError(
                f"{len(told)} of {len(made)} prompts at level {level:g} hold their own answer as "
                f"it stands: {ref} tells {answer[:60]!r}; draw such a task anew, or ask for the "
                f"answer in a form that the prompt does not have"
            )


def levels_are_valid_and_knobs_monotone(name: str, levels: Sequence[float]) -> None:
    """Every level gives valid params, and each number moves one way."""
    family = registry.get(name)
    ladder = [family.Params.at(i / 20) for i in range(21)]
    for field, knob in family.Params.knobs().items():
        if isinstance(knob, Knob):
            values = [getattr(params, field) for params in ladder]
            _want(
                values in (sorted(values), sorted(values, reverse=True)),
                f"{field} goes up and down: {values}",
            )


def tasks_are_distinct(name: str, levels: Sequence[float]) -> None:
    """No two of a level's tasks are one, unless the family declares a small space."""
    family = registry.get(name)
    for level in levels:
        made = draws(name, level)
        found = len({draw.digest for draw in made})
        space = family.space(family.Params.at(level))
        if space is None or space > 20 * len(made) ** 2:
            _want(found == len(made), f"only {found} of {len(made)} differ at level {level:g}")
        else:
            _want(found <= space, f"declares {space} tasks at level {level:g}, made {found}")


def few_draws_are_rejected(name: str, levels: Sequence[float]) -> None:
    """Under 90 % of the draws are thrown away."""
    for level in levels:
        made = draws(name, level)
        rejected = sum(draw.rejected for draw in made)
        rate = rejected / (rejected + len(made))
        _want(rate < 0.9, f"{rate:.0%} of the draws at level {level:g} are rejected")


def difficulty_is_measured(name: str, levels: Sequence[float]) -> None:
    """Every task carries the same finite, named features, the declared effort among them."""
    effort = registry.get(name).effort
    for level in levels:
        made = draws(name, level)
        for draw in made:
            features = draw.task.measure
            _want(bool(features), f"{draw.task.ref} has no features")
            _want(
                features.keys() == made[0].task.measure.keys(),
                f"{draw.task.ref} has other features than its neighbours",
            )
            _want(all(map(math.isfinite, features.values())), f"{draw.task.ref}: {features}")
            _want(not effort or effort in features, f"{draw.task.ref} has no feature {effort!r}")


def explains_itself(name: str, levels: Sequence[float]) -> None:
    """Class, parameters and rubric are documented and named as the engine expects."""
    family = registry.get(name)
    doc = (type(family).__doc__ or "").strip()
    _want(
        doc.partition("\n")[0].endswith("."),
        "the class wants a docstring that begins with a sentence",
    )
    for field, info in family.Params.model_fields.items():
        _want(bool(info.description), f"parameter {field!r} wants a docstring under it")
    _want(family.version >= 1, "the version is at least 1")


Check = Callable[[str, Sequence[float]], None]

CHECKS: tuple[Check, ...] = (
    explains_itself,
    levels_are_valid_and_knobs_monotone,
    same_bytes_in_every_process,
    any_item_without_the_others,
    survives_json,
    tasks_are_distinct,
    few_draws_are_rejected,
    difficulty_is_measured,
    reference_answer_gets_full_reward,
    reference_has_the_form_that_the_prompt_asks_for,
    right_answers_pass_in_any_shape,
    near_misses_do_not_pass,
    prompt_hides_the_reference_answer,
    garbage_never_passes_nor_raises,
    long_nonsense_is_judged_in_linear_time,
    answers_to_other_tasks_stay_under_the_floor,
    trivial_strategies_stay_under_the_floor,
    what_tells_changes_nothing_else,
    *EPISODE_CHECKS,
)
"""Every check; each takes a family's name and the levels to look at."""


def check_family(name: str, levels: Sequence[float] = LEVELS) -> None:
    """Hold an installed family to the whole contract.

    Raises:
        AssertionError: with a line for every check that fails, which begins with its name.
    """
    failures = []
    for check in CHECKS:
        try:
            run_check(check, name, levels)
        except AssertionError as e:
            failures.append(str(e))
    if failures:
        raise AssertionError("\n".join(failures))


def run_check(check: Check, name: str, levels: Sequence[float] = LEVELS) -> None:
    """Run one of the CHECKS.

    Raises:
        AssertionError: beginning with the check's name, and saying what was seen.
    """
    try:
        check(name, levels)
    except AssertionError as e:
        raise AssertionError(f"{check.__name__.replace('_', ' ')}: {name}: {e}") from e


def _gate(name: str) -> str:
    return registry.get(name).rubric.gate
