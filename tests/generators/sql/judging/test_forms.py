"""Forms in which a reply gives its one query, and forms that give none or two."""

import pytest

from tasksynth_sql import judge

SCRIPT = (
    "CREATE TABLE t (a INT, b TEXT); INSERT INTO t VALUES (60, 'x'), (7, 'y'), (50, '{\"sql\"');"
)
GOLD = "SELECT a FROM t WHERE a >= 50"
READ = [
    '{"sql": "%s"}',
    '{"reasoning": "a {b}", "query": "%s"}',
    'Here it is: {"SQL": "%s"}.',
    '```json\n{"sql": "%s"}\n```',
    '```\n{"query": "%s"}\n```',
    '<answer>{"sql": "%s"}</answer>',
    "<solution>%s</solution>",
    "<code>%s</code>",
    "<sql>%s</sql>",
    "<answer><code>%s</code></answer>",
    'Mind <code>a</code>. <code class="x">%s</code>',
    "%s\u200b",
    "%s\ufeff\n",
    "%s;\u00a0",
    "%s</s>",
    "%s;<|im_end|>",
    "%s\n\n- Keeps the large ones\n- Shows all of them",
    "%s\n- keeps the large ones\n",
    "%s\n\n* **WHERE** keeps the large",
    "%s\n\n1. Reads the table.\n2. Keeps some.",
    "%s\n\u2022 reads t",
    "**Answer: %s**",
    "- Answer: %s",
    "Answer (verified): %s",
    "The final answer is %s.",
    "I checked it. Therefore, the answer is: %s\n\nThis keeps the large.",
    "Respuesta: %s",
    "\u6700\u7ec8\u7b54\u6848\uff1a%s\u3002",
    "Answer: $%s$",
    r"\boxed{\textrm{%s}}",
    r"\boxed{\color{blue}{\texttt{%s}}}",
    r"\boxed{\text{Answer: %s}}",
    r"\boxed{\Large \text{%s}}",
    'Answer: "%s"',
    "***Answer:*** *%s*",
    "> ```sql\n> %s\n> ```",
    "**Query**\n\n> ```sql\n> %s;\n> ```\n\nIt keeps the large.",
    "```sql\nSELECT b FROM t\n```\nThat is wrong.\n```sql\n%s\n```",
]
LEFT = [
    '{"sql": "%s", "query": "SELECT b FROM t"}',
    '{"note": "%s"}',
    'SELECT \'{"sql": "%s"}\' FROM t',
    '{"sql": ["%s"]}',
    "<code>a</code> is the column",
    "%s <code>",
    "%s\n- 100 * 2",
    "Answer: SELECT b FROM t or Answer: %s",
    "Answer: %s or SELECT b FROM t",
    "The answer is not %s.",
    "The answer is not ```sql\n%s\n```",
    "```sql\n%s\n```\n\nWait, this is wrong.",
    "```sql\nSELECT b FROM t\n```\n\nor else\n\n```sql\n%s\n```",
    "\\boxed{%s}\n\nAnswer: SELECT b FROM t",
    "<!-- %s -->",
    "**Answer: %s** is wrong.",
]


@pytest.mark.parametrize("form", READ)
def test_the_query_is_read(form: str) -> None:
    assert judge([SCRIPT], GOLD, form % GOLD).status == "pass"


@pytest.mark.parametrize("form", LEFT)
def test_nothing_is_guessed(form: str) -> None:
    assert judge([SCRIPT], GOLD, form.replace("%s", GOLD)).status != "pass"
