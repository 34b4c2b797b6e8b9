"""Tables as text: each row a line, `a = b` where there are two columns."""

import re
from collections.abc import Sequence

_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_ARRAY = re.compile(
    r"\\begin\s*\{(?P<kind>array|tabular|alignedat|[pbvBV]?matrix|smallmatrix|cases|aligned|align"
    r"|gathered|gather|split|equation|eqnarray|center)(?P<star>\*?)\}(?:\[[^\][]{0,9}\])?"
    r"(?:(?<=array\})\s*\{[^{}]{0,90}\}|(?<=tabular\})\s*\{[^{}]{0,90}\}"
    r"|(?<=alignedat\})\s*\{[^{}]{0,9}\})?"
    r"(?P<body>.*?)\\end\s*\{(?P=kind)(?P=star)\}",
    re.DOTALL,
)
_MOST_ARRAYS = 20
"""More of them are nobody's answer, and would take quadratic time."""
_ROW_END = re.compile(
    r"\\\\(?:\[[^\][]{0,9}\])?|\\newline(?![a-zA-Z])|\\cr(?![a-zA-Z])|\\tabularnewline"
)
_CELL_END = re.compile(r"(?<!\\)&")
_RELATION = re.compile(r"[=:\u2192\u21a6]|\\(?:to|mapsto|rightarrow|gets)(?![a-zA-Z])")
_NUMBERS = frozenset(["#", "no", "no.", "nr", "nr.", "index", "step", ""])
_REMARKS = frozenset(
    ["reason", "note", "notes", "comment", "remark", "explanation", "why", "check"]
)


def from_markdown(text: str) -> str:
    """The text with its Markdown tables, if any, as lines; headers go."""
    out: list[str] = []
    table: list[str] = []
    for line in [*text.split("\n"), ""]:
        if not table and out and "|" in line and "|" in out[-1] and _RULE.match(line):
            table.append(out.pop())  # the header of a table without bars at its sides
        if line.lstrip().startswith("|") or (table and "|" in line):
            table.append(line)
            continue
        if table:
            out.append(_laid_out(table))
            table = []
        out.append(line)
    return "\n".join(out[:-1])


def _laid_out(table: Sequence[str]) -> str:
    rules = [i for i, line in enumerate(table) if _RULE.match(line)]
    rows = [_cells(line) for line in table if not _RULE.match(line)]
    if not rules:
        return as_lines(rows)
    header, body = (rows[0], rows[1:]) if rules[0] == 1 else ([], rows)
    names = [name.strip(" *_").casefold() for name in header]
    if len(body) == 1 and len(header) > 2 and len(body[0]) == len(header):
        return as_lines(list(zip(header, body[0], strict=True)))
    if len(header) > 2 and names[0] in _NUMBERS:
        names, body = names[1:], [row[1:] for row in body]
    if len(names) > 2 and names[-1] in _REMARKS:
        body = [row[: len(names) - 1] for row in body]
    return as_lines(body)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def from_latex(text: str) -> str:
    r"""The text with its LaTeX arrays, `\begin{array}` and the like, as lines."""
    if text.count("\\begin") > _MOST_ARRAYS or "\\end" not in text:
        return _ROW_END.sub("\n", text)
    for _ in range(2):  # an array within an array
        text = _ARRAY.sub(lambda array: _from_array(array["body"]), text)
    return _ROW_END.sub("\n", text)


def _from_array(body: str) -> str:
    rows = [_CELL_END.split(row) for row in _ROW_END.split(body.replace("\\hline", " "))]
    rows = [[cell.strip() for cell in row] for row in rows]
    return "\n" + as_lines([row for row in rows if any(row)]) + "\n"


def as_lines(rows: Sequence[Sequence[str]]) -> str:
    """A line for each row; `a = b` where there are two cells and none is an equation itself."""
    related = any(_RELATION.search(cell) for row in rows for cell in row)
    if related and any(len(row) > 1 for row in rows):
        return "\n".join(" ".join(row) for row in rows)
    if all(len(row) == 2 for row in rows) and len(rows) > 0:
        return "\n".join(" = ".join(row) for row in rows)
    return "\n".join(", ".join(row) for row in rows)
