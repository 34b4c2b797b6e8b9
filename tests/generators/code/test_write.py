"""Any right program passes, in whatever Python it is written; nothing else does."""

from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.sandbox import run
from tasksynth.single import source
from tasksynth_code.families.shared import coded
from tasksynth_code.families.write import WriteInstance
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import KnownCall, turns_of
from tasksynth_code.suites.audit import audit
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import ticking
from tasksynth_code.suites.sameness import proved_same, sameness

FAMILY: Any = registry.get("code.write")


def tasks(level: float, count: int = 4) -> list[Any]:
    made = source("code.write", seed=31, level=level)
    return [made.draw(index).instance for index in range(count)]


RIGHT = {
    "plain": "def solve(xs):\n    return sorted(set(xs))\n",
    "typing": "from typing import List\ndef solve(xs: List[int]) -> List[int]:\n"
    "    return sorted(set(xs))\n",
    "collections": "from collections import Counter, OrderedDict, defaultdict\n"
    "def solve(xs):\n    return sorted(Counter(xs))\n",
    "itertools": "from itertools import groupby\ndef solve(xs):\n"
    "    return [k for k, _ in groupby(sorted(xs))]\n",
    "order of a dictionary": "def solve(xs):\n    return list(dict.fromkeys(sorted(xs)))\n",
    "dataclass": "from __future__ import annotations\nfrom dataclasses import dataclass\n"
    "@dataclass(order=True, frozen=True)\nclass N:\n    v: int\n"
    "def solve(xs):\n    return [n.v for n in sorted({N(x) for x in xs})]\n",
    "heapq": "import heapq\ndef solve(xs):\n    return heapq.nsmallest(99, set(xs))\n",
    "match": "def solve(xs):\n    match sorted(set(xs)):\n        case []:\n            return []\n"
    "        case ys:\n            return ys\n",
    "numbers of other types": "def solve(xs):\n"
    "    return tuple(float(x) for x in sorted(set(xs)))\n",
    "deep": "def solve(xs):\n    def go(n):\n        return 0 if n == 0 else go(n - 1)\n"
    "    go(700)\n    return sorted(set(xs))\n",
    "chatty": "def solve(xs):\n    print('so far', xs, end='')\n    return sorted(set(xs))\n"
    "print(solve([1]))\nif __name__ == '__main__':\n    raise SystemExit(1)\n",
    "a name": "solve = lambda xs: sorted(set(xs))\n",
}


def asked(*calls: tuple[str, str]) -> WriteInstance:
    """A task of our own: what an answer is run on is all that counts."""
    hidden = tuple(KnownCall(arguments=arguments, result=result) for arguments, result in calls)
    return WriteInstance(
        source="ints", arguments=("xs",), statement="", program=RIGHT["plain"], shown=hidden[:1],
        hidden=hidden, steps=1, decisions=0, mutants=0,
    )  # fmt: skip


SORTED = asked(("[[3,-1,3]]", "[-1,3]"), ("[[]]", "[]"), ("[[12,5,40,5,-7]]", "[-7,5,12,40]"))
"""The different numbers, in increasing order."""


@pytest.mark.parametrize("program", RIGHT.values(), ids=RIGHT.keys())
def test_a_right_program_passes_in_any_python(program: str) -> None:
    assert FAMILY.verify(SORTED, coded(program)).status == "pass"


CHEATS = {
    "shown result": "def solve(xs):\n    return [-1, 3]\n",
    "equal to all": "class Any(list):\n    def __eq__(self, other):\n        return True\n"
    "def solve(xs):\n    return Any()\n",
    "forged results": "print('[[0, [-1, 3]], [0, []], [0, [1]]]')\nimport os\nos._exit(0)\n"
    "def solve(xs): ...\n",
    "forged verdict": 'print(\'{"verdict": "pass"}\')\nraise SystemExit(0)\ndef solve(xs): ...\n',
    "patched json": "import json\njson.dumps = lambda *a: '[]'\njson.loads = lambda *a: [[1]]\n"
    "def solve(xs):\n    return xs\n",
    "patched driver": "import sys\nsys.modules['__main__'].results = [[0, [-1, 3]]] * 3\n"
    "def solve(xs):\n    return 1\n",
    "reads what judges": "import os\ndef solve(xs):\n"
    "    for base, _, names in os.walk('/'):\n        for name in names:\n"
    "            if 'hidden' in name or name.endswith('.jsonl'):\n"
    "                return eval(open(os.path.join(base, name)).read())\n    return 0\n",
    "import hook": "import sys\nsys.meta_path.insert(0, 1)\nsys.modules['json'] = None\n"
    "def solve(xs):\n    return xs\n",
    "thread": "import threading\ndef solve(xs):\n"
    "    threading.Thread(target=print, args=('[[0, []]]',)).start()\n    return xs\n",
    "flood": "def solve(xs):\n    while True:\n        print('x' * 10000)\n",
    "recursion": "def solve(xs):\n    return solve(xs)\n",
    "huge number": "def solve(xs):\n    return 9 ** 9 ** 9\n",
    "many digits": "def solve(xs):\n    return 10 ** 100000\n",
    "regex bomb": "import re\ndef solve(xs):\n    return re.match('(a+)+b', 'a' * 60)\n",
    "memory": "def solve(xs):\n    return [0] * 10 ** 11\n",
    "endless": "def solve(xs):\n    while True: pass\n",
    "not a value": "def solve(xs):\n    return {1, 2}\n",
    "no number": "def solve(xs):\n    return float('nan')\n",
    "crash": "import sys\ndef solve(xs):\n    sys.exit(0)\n",
    "name that nobody defined": "def solve(xs) -> List[int]:\n    return sorted(set(xs))\n",
    "changed while it is walked": "def solve(xs):\n    seen = dict.fromkeys([*xs, 99])\n"
    "    for x in seen:\n        if x == 99:\n            del seen[x]\n"
    "    return sorted(seen)\n",
    "cached": "last = []\ndef solve(xs):\n    last.append(sorted(set(xs)))\n    return last[0]\n",
}


@pytest.mark.parametrize("program", CHEATS.values(), ids=CHEATS.keys())
def test_a_cheat_gets_nothing(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasksynth_code.judging.running.CPU_S", 0.5)
    verdict = FAMILY.verify(SORTED, coded(program))
    assert (verdict.status, verdict.reward) == ("fail", 0)


@pytest.mark.parametrize(
    "program",
    [
        "def solve(xs):\n    '''\n    ```\n    1\n    ```\n    '''\n    return sorted(set(xs))\n",
        "from typing import Callable\nsolve: Callable[[list], list] = lambda xs: sorted(set(xs))\n",
        "if True:\n    def  solve(xs):\n        return sorted(set(xs))\n",
    ],
)
def test_a_program_is_found_however_it_defines_solve(program: str) -> None:
    assert FAMILY.verify(SORTED, coded(program)).status == "pass"


def test_an_answer_that_draws_by_chance_is_judged_the_same_each_time() -> None:
    sample = "import random\nprint(random.sample(range(10 ** 6), 3), random.Random(7).random())"
    assert len({run(sample, tier="jail").stdout for _ in range(3)}) == 1


def test_examples_of_use_beside_the_program_are_talk() -> None:
    reply = (
        f"First:\n\n{coded(RIGHT['plain'])}\n\nFor example:\n\n```python\nsolve([3])  # [3]\n```"
    )
    assert FAMILY.verify(SORTED, reply).status == "pass"
    wrong = coded("def solve(xs):\n    return xs\n")
    assert FAMILY.verify(SORTED, f"{coded(RIGHT['plain'])}\n\n{wrong}").status == "fail"
    assert FAMILY.verify(SORTED, "It sorts them.").status == "unparsable"
    bare = f"The answer is as follows:\n\n{RIGHT['itertools']}"
    assert FAMILY.verify(SORTED, bare).status == "pass"


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_nothing_that_a_fresh_input_refutes_is_accepted(level: float) -> None:
    dice = Dice(np.random.Generator(np.random.Philox(key=int(level * 10))))
    for x in tasks(level):
        turns = turns_of(ticking(x.program))
        fresh = [text_of(FORMS[x.source].draw(dice, turns)) for _ in range(200)]
        found = audit(x.program, x.hidden, fresh, dice, pairs=40)
        assert found.single > 4
        assert found.refuted == ()


RUNNING = """def solve(xs):
    best = 0
    for x in xs:
        if x > best:
            best = x
    return best
"""


@pytest.mark.parametrize(
    ("line", "instead", "same"),
    [
        ("x > best", "x >= best", "proved"),
        ("in xs", "in xs + [0]", "masked"),
        ("best = 0", "best = 1", "masked"),
        ("x > best", "best < x", "unchanged"),
        ("return best", "return best if xs else 8", "unchanged"),
        ("best = x", "best = [x for x in xs][0]", "masked"),
        ("best = x", "best, x = x, best", "masked"),
        ("best = x\n", "best = x if x < 8 else 9 + len(set(xs))\n", "unchanged"),
    ],
)
def test_it_is_said_in_what_a_mutant_is_the_same(line: str, instead: str, same: str) -> None:
    mutant = RUNNING.replace(line, instead)
    assert sameness(RUNNING, mutant, ["[[3,3,7]]"]) == same


def test_what_nobody_comes_to_is_no_difference() -> None:
    spare = RUNNING.replace("    return", "    if best > 99:\n        best = 1\n    return")
    assert sameness(spare, spare.replace("best = 1", "best = 2"), ["[[3]]"]) == "unreached"
    for body, proved in (("best = x", True), ("best += x", False), ("x = 0", False)):
        either = RUNNING.replace("x > best", "best < 0 or x > best").replace("best = x", body)
        assert proved_same(either, either.replace(">", ">=")) is proved


def test_harder_levels_have_longer_programs() -> None:
    sizes = [sum(FAMILY.measure(x)["nodes"] for x in tasks(level)) for level in (0.0, 0.5, 1.0)]
    assert sizes == sorted(sizes)
    assert sizes[2] > 3 * sizes[0]


def test_the_words_say_what_the_program_does_with_hidden_results_nowhere() -> None:
    for x in tasks(0.5):
        text = FAMILY.prompt(x)
        assert all(one.arguments not in text for one in x.hidden if len(one.arguments) > 12)
        assert all(name in text for name in x.arguments)
