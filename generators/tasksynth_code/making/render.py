"""A plan in Python, and in words."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.plan import PlanStep, ProgramPlan
from tasksynth_code.patterns import JOINS, Kind

_MARK = re.compile(r"\$(\w+)")
RESULTS: dict[Kind, tuple[str, ...]] = {
    "ints": ("values", "found", "items"),
    "int": ("total", "score", "result"),
    "text": ("made", "output", "letters"),
    "words": ("parts", "chosen", "terms"),
    "grid": ("table", "cells", "matrix"),
}
"""What variables are called that hold the result of a step."""
NOUNS: dict[Kind, str] = {
    "ints": "list of numbers", "int": "number", "text": "string", "words": "list of words",
    "grid": "grid",
}  # fmt: skip


@dataclass
class Names:
    """The variables of a function: no two of them are called the same."""

    used: set[str] = field(default_factory=set)

    def fresh(self, base: str) -> str:
        """A new name like this one."""
        name, i = base, 2
        while name in self.used:
            name, i = f"{base}{i}", i + 1
        self.used.add(name)
        return name


def program(plan: ProgramPlan, arguments: Sequence[str]) -> str:
    """The function `solve`, formatted as `ast.unparse` does."""
    names = Names(set(arguments) | {"solve"})
    first, *_ = arguments[::-1]
    lines: list[str] = []
    last = _steps(plan.steps, first, names, lines)
    if plan.aside:
        other = _steps(plan.aside, first, names, lines)
        made = JOINS[plan.join][2].replace("$p", last).replace("$q", other)
        lines.append(f"return {made}")
    else:
        lines.append(f"return {last}")
    body = "\n".join(f"    {line}" for line in "\n".join(lines).split("\n"))
    text = f"def solve({', '.join(arguments)}):\n{body}\n"
    if "nodes" in text and "nodes" not in arguments:
        text = text.replace("nodes", arguments[0])
    return ast.unparse(ast.parse(text)) + "\n"


def _steps(steps: Sequence[PlanStep], value: str, names: Names, lines: list[str]) -> str:
    for step in steps:
        result = names.fresh(_base(step, names))
        lines.append(_step(step, value, result, names))
        value = result
    return value


def _base(step: PlanStep, names: Names) -> str:
    return next(
        (one for one in RESULTS[step.pattern.gives] if one not in names.used),
        RESULTS[step.pattern.gives][0],
    )


def _step(step: PlanStep, value: str, result: str, names: Names) -> str:
    if step.other is not None:
        test = filled_in(step.condition.code, step.limits, lambda _: value, repr)
        one = _indented(_once(step, value, result, names))
        other = _indented(_once(step.other, value, result, names))
        return f"if {test}:\n{one}\nelse:\n{other}"
    if step.times == 1:
        return _once(step, value, result, names)
    turn, now = names.fresh("turn"), names.fresh("now")
    body = _indented(_once(step, now, result, names) + f"\n{now} = {result}")
    return f"{now} = {value}\nfor {turn} in range({step.times}):\n{body}"


def _once(step: PlanStep, value: str, result: str, names: Names) -> str:
    own = {"x": value, "y": result}

    def called(name: str) -> str:
        if name not in own:
            own[name] = names.fresh(name)
        return own[name]

    return filled_in(step.pattern.code, step.choices, called, repr)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


def filled_in(
    text: str, choices: Mapping[str, Any], called: Callable[[str], str], show: Callable[[Any], str]
) -> str:
    """A text whose marks `$k` give way to choices, as they are shown, or to names."""

    def put(mark: re.Match[str]) -> str:
        return show(choices[mark[1]]) if mark[1] in choices else called(mark[1])

    return _MARK.sub(put, text)


def told(plan: ProgramPlan, arguments: Sequence[str]) -> str:
    """What the function is to do, after what its arguments are."""
    parts = [FORMS[plan.source].say.format(*arguments)]
    count = len(arguments) - 1
    it = f"`{arguments[count]}`"
    if not plan.aside:
        lead = "Do this" if len(plan.steps) == 1 else "Do the following, one after the other"
        parts.append(f"{lead}, beginning with {it}:\n\n{_listed(plan.steps, arguments)}")
        parts.append(f"Return the {NOUNS[plan.kind()]} that this ends with.")
    else:
        for name, steps in (("p", plan.steps), ("q", plan.aside)):
            what = NOUNS[steps[-1].pattern.gives]
            parts.append(
                f"The {what} {name} is what these steps give, beginning with {it} as it was passed "
                f"in:\n\n{_listed(steps, arguments)}"
            )
        parts.append(f"Return {JOINS[plan.join][1]}.")
    return "\n\n".join(parts)


def _listed(steps: Sequence[PlanStep], arguments: Sequence[str]) -> str:
    return "\n".join(f"{i}. {_said(step, arguments)}" for i, step in enumerate(steps, 1))


def _said(step: PlanStep, arguments: Sequence[str]) -> str:
    text = _order(step, arguments)
    if step.other is not None:
        when = filled_in(step.condition.say, step.limits, str, str)
        return f"If {when}: {_small(text)} Otherwise: {_small(_order(step.other, arguments))}"
    if step.times > 1:
        return f"Do this {('', '', 'twice', 'three times')[step.times]} in a row: {_small(text)}"
    return text


def _order(step: PlanStep, arguments: Sequence[str]) -> str:
    return filled_in(step.pattern.say, step.choices, lambda _: f"`{arguments[0]}`", str)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
