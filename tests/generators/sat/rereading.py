"""Read a formula back out of a question: the inverse of `questions`, for the tests alone."""

import re

from tasksynth_sat.wording import wordings

Clauses = tuple[tuple[int, ...], ...]


def reread(prompt: str, form: str) -> Clauses:
    """The clauses that a prompt of this format states, literals in the order written."""
    blocks = prompt.split("\n\n")
    body = blocks[1]
    kind = form.removeprefix("satquest_")
    if kind == "math":
        return _math(body)
    if kind == "dimacs":
        lines = [line for line in body.splitlines() if line[0] not in "cp"]
        return tuple(tuple(map(int, line.split()[:-1])) for line in lines)
    if kind == "rules":
        return tuple(_rule(line) for line in body.splitlines())
    if kind == "patterns":
        return tuple(_pattern(line) for line in body.splitlines())
    if kind == "code":
        return tuple(_literals(line, r"(not |!)?x(\d+)") for line in body.splitlines())
    return _story(blocks[0], body, dual=kind == "dualstory")


def _literals(text: str, pattern: str) -> tuple[int, ...]:
    return tuple(-int(v) if sign else int(v) for sign, v in re.findall(pattern, text))


def _math(body: str) -> Clauses:
    lines = body.splitlines() if body[0] == "C" else re.findall(r"\(([^()]*)\)", body)
    return tuple(
        _literals(line.split(": ")[-1], r"(¬|\\lnot |\\neg )?x_?\{?(\d+)\}?") for line in lines
    )


def _rule(line: str) -> tuple[int, ...]:
    head, then, tail = line.rpartition(", then ")
    pattern = r"x(\d+) is (true|false)"
    negated = [-int(v) if value == "true" else int(v) for v, value in re.findall(pattern, head)]
    plain = [int(v) if value == "true" else -int(v) for v, value in re.findall(pattern, tail)]
    assert not then or len(plain) == 1
    return (*negated, *plain)


def _pattern(line: str) -> tuple[int, ...]:
    row = re.sub(r"^(pattern )?\d+:?\s+", "", line).replace(" ", "")
    return tuple(v if cell == "0" else -v for v, cell in enumerate(row, 1) if cell != ".")


def _story(scene: str, body: str, *, dual: bool) -> Clauses:
    listed = re.search(r"\(([^()]*)\)", scene)
    assert listed
    number = {name: v for v, name in enumerate(listed[1].split(", "), 1)}
    states = {"crunchy": True, "chewy": False}
    for theme in wordings.THEMES:
        states |= {theme.on: True, theme.off: False}
    clauses = []
    for line in body.splitlines():
        wishes = line.split(": ", 1)[1].split(" + " if dual else ", ")
        clause = []
        for wish in wishes:
            state, name = wish.split(" ", 1)
            sign = 1 if states[state] != dual else -1
            clause.append(sign * number[name])
        clauses.append(tuple(clause))
    return tuple(clauses)
