"""A program that stands behind an answer, to check it by, is no other answer."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source

CHECK = "```python\nfound = check('ab')\nprint(found)\n```"
SEARCH = "```py\nimport re\n\nfor i in range(9):\n    print(i)\n```"
SHELL = "```bash\npython check.py --all\n```"
BROKEN = "```\n[1, 2, x!\n```"


@pytest.mark.parametrize("name", ["code.trace", "code.fuzz", "code.corpus"])
def test_programs_beside_an_answer_are_talk_and_answers_that_fail_are_not(name: str) -> None:
    family: Any = registry.get(name)
    x = source(name, seed=4, level=0).draw(0).instance
    right = family.solve(x)
    for reply in (
        f"{right}\n\nYou can check it by:\n\n{CHECK}",
        f"<think>hm</think>After my <think> block:\n{right}\n{CHECK}",
        f"I looked for it:\n\n{SEARCH}\n\n{right}\n\nand run it by\n\n{SHELL}\n",
        f"```\nzz\n```\n\nis not enough. So:\n\n{right}\n{CHECK}",
    ):
        assert family.verify(x, reply).status == "pass", reply
    for reply in (
        f"{right}\n\n{CHECK}\n\nThis is wrong.",
        f"{right}\n\n{CHECK}\n\nNo, rather:\n\n{BROKEN}",
        f"{right}\n\n{CHECK}\n\n```\nzz\n```",
        CHECK,
    ):
        assert family.verify(x, reply).status != "pass", reply
