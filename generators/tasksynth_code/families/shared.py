"""What the families that ask for a program have in common."""

import ast
import json
from collections.abc import Sequence

from tasksynth import Needs, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_code.judging.reading import program_of
from tasksynth_code.judging.thorough import outcome_on
from tasksynth_code.making.task import KnownCall
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.running import TickingRun, ticking

LIMITS = (
    "is run by Python 3.11 or newer, with the standard library and nothing else, on other inputs "
    "than those shown, and must return the right result for each of them. It can use no files, no "
    "network and no threads, and has 2 seconds for some 500 inputs of this size."
)
RULES = (
    "Reply with the whole program in one ```python code block; the last one that defines `solve` "
    f"counts. It {LIMITS}"
)


def coded(program: str) -> str:
    """A program as an answer."""
    return f"```python\n{program.rstrip()}\n```"


def examples(calls: Sequence[KnownCall]) -> str:
    """Calls as a reader of Python sees them."""
    lines = (f"solve({arguments_of(one.arguments)}) == {literal(one.result)}" for one in calls)
    return "```\n" + "\n".join(lines) + "\n```"


def numbered_lines(program: str) -> str:
    """A program with the numbers of its lines."""
    lines = program.rstrip().split("\n")
    width = len(str(len(lines)))
    return "\n".join(f"{i:>{width}}  {line}" for i, line in enumerate(lines, 1))


def arguments_of(text: str) -> str:
    """The arguments of a call, which are a JSON list, in Python."""
    return ", ".join(map(repr, json.loads(text)))


def literal(text: str) -> str:
    """JSON in Python."""
    return repr(json.loads(text))


def features(program: str, hidden: Sequence[KnownCall]) -> dict[str, float]:
    """How large a program is, and how long it runs."""
    tree = ast.parse(program)
    kinds = [type(node) for node in ast.walk(tree)]
    run = TickingRun(ticking(program))
    turns = 0
    for one in hidden:
        run(one.arguments)
        turns += run.ticks
    return {
        "nodes": float(len(kinds)),
        "loops": float(kinds.count(ast.For) + kinds.count(ast.While)),
        "branches": float(kinds.count(ast.If) + kinds.count(ast.IfExp)),
        "turns": turns / len(hidden),
    }


def verdict_on(
    rubric: Rubric, answer: str, right: str, source: Kind, hidden: tuple[KnownCall, ...]
) -> Verdict:
    """What the program in an answer gets, beside the right one and its suite."""
    try:
        program = program_of(answer)
    except Unreadable as e:
        return rubric.unparsable(str(e))
    outcome = outcome_on(program, right, source, hidden)
    return rubric(right=float(outcome.right), share=outcome.share, why=outcome.why)


def guesses(arguments: Sequence[str], shown: Sequence[KnownCall]) -> dict[str, str]:
    """Programs that do nothing of what is asked."""
    head = f"def solve({', '.join(arguments)}):\n"
    table = {one.arguments: json.loads(one.result) for one in shown}
    learnt = (
        f"import json\n{head}    known = {table!r}\n"
        f"    key = json.dumps([{', '.join(arguments)}], separators=(',', ':'))\n"
        f"    return known.get(key, {literal(shown[0].result)})\n"
    )
    return {
        "the input": coded(f"{head}    return {arguments[-1]}"),
        "a constant": coded(f"{head}    return {literal(shown[0].result)}"),
        "the examples by heart": coded(learnt),
        "a crash": coded(f"{head}    raise SystemExit(0)"),
    }


def needs(plain: Needs) -> Needs:
    """Answers are run in sandboxes."""
    return plain.model_copy(update={"extras": ("sandbox",)})
