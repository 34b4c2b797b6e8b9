"""A plan as a program: in its own language, and in Python with its traps marked."""

import ast
import re
from collections.abc import Mapping
from typing import Any

from tasksynth_code.making.render import Names
from tasksynth_code.translating.plan import TwinPlan, TwinStep
from tasksynth_code.translating.twin import TwinKind, python_of

ARGUMENTS: Mapping[str, str] = {"ints": "numbers", "text": "text", "coded": "code"}
"""What a program calls its input."""
RESULTS: Mapping[str, str] = {"ints": "rest", "int": "total", "text": "phrase", "label": "said"}
"""What it calls what a function gives."""
_MARK = re.compile(r"\$(\w+)")
_HEADERS = {
    "ctype.h": r"\bis(?:alpha|digit)\(",
    "stdint.h": r"\bu?int\d+_t\b",
    "stdlib.h": r"\b(?:abs|atoi)\(",
    "string.h": r"\b(?:str\w+|mem\w+)\(",
}


def filled(text: str, filling: Mapping[str, Any]) -> str:
    """A text whose marks give way to choices, which may have marks of their own."""
    while _MARK.search(text):
        text = _MARK.sub(lambda mark: str(filling[mark[1]]), text)
    return text


def marked_python(plan: TwinPlan) -> str:
    """The program in Python, with its traps marked."""
    functions = [filled(one.twin.marked, one.filling) for one in plan.functions()]
    argument = ARGUMENTS[plan.source]
    lines, value, names = [], argument, Names({argument})
    for step in plan.steps:
        made = names.fresh(RESULTS[step.twin.gives])
        calls = [f"{made} = {one.filling['f']}({value})" for one in step.each()]
        lines += _decided(step, "Python", calls, {"x": value}, ("if {}:", "else:", ""))
        value = made
    body = "\n".join(f"    {line}" for line in lines)
    functions.append(f"def solve({argument}):\n{body}\n    return {value}")
    return "\n\n".join(functions) + "\n"


def program_in_python(marked: str, ignored: frozenset[str] = frozenset()) -> str:
    """The program that is right, or in which traps of some kinds are walked into."""
    return ast.unparse(ast.parse(python_of(marked, ignored))) + "\n"


def program_in_language(plan: TwinPlan) -> str:
    """The program in its own language."""
    functions = [filled(one.twin.source, one.filling) for one in plan.functions()]
    if plan.language == "JavaScript":
        return "\n\n".join([*functions, _javascript(plan)]) + "\n"
    text = "\n\n".join([*functions, _c(plan)])
    needed = [name for name, used in _HEADERS.items() if re.search(used, text)]
    includes = "\n".join(f"#include <{name}>" for name in needed)
    return f"{includes}\n\n{text}\n".lstrip("\n")


def _decided(
    step: TwinStep, language: str, calls: list[str], names: dict[str, str],
    words: tuple[str, str, str],
) -> list[str]:  # fmt: skip
    """A call, or two between which a condition decides."""
    if step.condition is None:
        return calls[:1]
    test = filled(step.condition.said[language], names | (step.limits or {}))
    indent = "  " if language == "JavaScript" else "    "
    begin, between, end = words
    lines = [begin.format(test), indent + calls[0], between, indent + calls[1], end]
    return [line for line in lines if line]


def _javascript(plan: TwinPlan) -> str:
    value = ARGUMENTS[plan.source]
    names, lines = Names({value}), list[str]()
    for i, step in enumerate(plan.steps):
        last = i == len(plan.steps) - 1
        made = names.fresh(RESULTS[step.twin.gives])
        calls = [f"{one.filling['f']}({value});" for one in step.each()]
        if step.condition is None:
            lines.append(("return " if last else f"const {made} = ") + calls[0])
        else:
            if not last:
                lines.append(f"let {made};")
            put = "return " if last else f"{made} = "
            calls = [put + call for call in calls]
            words = ("if ({}) {{", "} else {", "}")
            lines += _decided(step, "JavaScript", calls, {"x": value}, words)
        value = made
    body = "\n".join(f"  {line}" for line in lines)
    return f"function solve({ARGUMENTS[plan.source]}) {{\n{body}\n}}"


def _c(plan: TwinPlan) -> str:
    """`solve`, which has its result in `out` where it is no number."""
    source, gives = plan.source, plan.gives
    value, size = ARGUMENTS[source], "n"
    names, lines = Names({value, size, "out"}), list[str]()
    for i, step in enumerate(plan.steps):
        last, one = i == len(plan.steps) - 1, step.twin
        made, more = value, size
        if not _in_place(one.takes, one.gives):
            made = "out" if last and one.gives != "int" else names.fresh(RESULTS[one.gives])
            more = names.fresh("m") if one.gives == "ints" else ""
            if made != "out" and one.gives != "int":
                lines.append(f"{'int' if one.gives == 'ints' else 'char'} {made}[64];")
        calls = [_c_call(each, value, size, made, more, last=last) for each in step.each()]
        if (one.gives == "int" or more not in ("", size)) and not last:
            declared = f"{one.returns} {made}" if one.gives == "int" else f"int {more}"
            if step.condition is None:
                calls = [f"{declared.rpartition(' ')[0]} {calls[0]}"]
            else:
                lines.append(f"{declared};")
        words = ("if ({}) {{", "} else {", "}")
        lines += _decided(step, "C", calls, {"x": value, "n": size}, words)
        value, size = made, more
    if gives == "ints" and value != "out":
        lines += [f"memcpy(out, {value}, {size} * sizeof *out);", f"return {size};"]
    elif gives == "text" and value != "out":
        lines.append(f"strcpy(out, {value});")
    kind = {"ints": "int", "text": "void"}.get(gives, plan.steps[-1].twin.returns)
    takes = ["int *numbers", "int n"] if source == "ints" else [f"char *{ARGUMENTS[source]}"]
    takes += {"ints": ["int *out"], "text": ["char *out"]}.get(gives, [])
    body = "\n".join(f"    {line}" for line in lines)
    return f"{kind} solve({', '.join(takes)}) {{\n{body}\n}}"


def _in_place(takes: TwinKind, gives: TwinKind) -> bool:
    return takes == gives and takes in ("ints", "text")


def _c_call(step: TwinStep, value: str, size: str, made: str, more: str, *, last: bool) -> str:
    one, called = step.twin, step.filling["f"]
    given = f"{value}, {size}" if one.takes == "ints" else value
    if one.gives == "int":
        return f"{'return' if last else f'{made} ='} {called}({given});"
    if _in_place(one.takes, one.gives):
        return f"{size} = {called}({given});" if one.gives == "ints" else f"{called}({given});"
    if one.gives == "ints":
        return f"{'return' if last else f'{more} ='} {called}({given}, {made});"
    return f"{called}({given}, {made});"
