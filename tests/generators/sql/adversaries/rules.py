"""Adversary 3: a text-to-SQL baseline of rules, with the habits of careless writers.

It reads the question by patterns, links phrases to the schema by name, and writes one query for
each set of habits: a bound taken wrongly, NULL let in, repeats dropped, the nearest column of that
name, an inner join for an outer one. With no habit at all it is often right; with one it seldom is.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from tests.generators.sql.adversaries.worlds import Field, Schema

HABITS = (
    "strict bounds", "loose bounds", "unknown passes", "any capitals", "part of a text",
    "known outputs only", "unknown as zero", "unknown as blank", "distinct", "repeats",
    "first condition only", "last condition only", "or", "nearest column", "other column",
    "count the column", "count different", "filter inside", "top one", "no tie break",
    "text order", "drop a key", "extra key", "inner", "outer", "whole numbers", "rounded",
    "known everywhere", "limit one more", "positive only",
)  # fmt: skip
_TEST = re.compile(
    r"whose ([a-z' ]+?) (is at least|is no less than|is greater than|is above|is at most|"
    r"is no more than|is less than|is below|is on or after|is no earlier than|is after|"
    r"is later than|is on or before|is no later than|is before|is earlier than|is exactly|equals|"
    r"is known and is not|is known but differs from|is one of|is either of|is between|lies from|"
    r"is known|is not NULL|is unknown|is NULL) ?"
    r"((?:'(?:[^']|'')*'|-?\d[\d.]*)(?:(?:, | or | and | up to and including )"
    r"(?:'(?:[^']|'')*'|-?\d[\d.]*))*)?"
)
_SIGNS = {
    ">=": "is at least|is no less than|is on or after|is no earlier than",
    ">": "is greater than|is above|is after|is later than",
    "<=": "is at most|is no more than|is on or before|is no later than",
    "<": "is less than|is below|is before|is earlier than",
    "=": "is exactly|equals",
    "<>": "is known and is not|is known but differs from",
}
_MEASURE = re.compile(
    r"the number of different known values of the ([a-z ]+?)(?=$|,| and|\.)|"
    r"how many different known values the ([a-z ]+?) has|"
    r"(?:the number of|how many) ([a-z ]+?)(?: there are)?(?=$|,| and|\.)|"
    r"the (sum|total|average|mean|lowest|minimum|highest|maximum) of the "
    r"(?:known values of the )?([a-z ]+?)(?=$|,| and|\.)"
)
_FUNCTIONS = {"sum": "SUM", "total": "SUM", "average": "AVG", "mean": "AVG", "lowest": "MIN",
              "minimum": "MIN", "highest": "MAX", "maximum": "MAX"}  # fmt: skip


class _Lost(Exception):
    """The rules do not read this question."""


class Baseline:
    """Reads one question."""

    def __init__(self, question: str, schema: Schema) -> None:
        self._question, self._schema = question, schema
        self._joins: dict[tuple[str, ...], str] = {}
        self._habits: frozenset[str] = frozenset()

    def answers(self) -> Iterator[str]:
        """A query without habits, with each of them, and with each two."""
        seen = set()
        for habits in [(), *combinations(HABITS, 1), *combinations(HABITS, 2)]:
            try:
                sql = self._answer(frozenset(habits))
            except (_Lost, StopIteration):
                return
            if sql not in seen:
                seen.add(sql)
                yield sql

    def _answer(self, habits: frozenset[str]) -> str:
        self._habits, self._joins = habits, {(): "t"}
        text = self._question
        plural = re.search(r"\ball ([a-z ]+?)(?= whose| that| with| by|,|\.| \(|$)", text)
        if plural is None:
            raise _Lost
        self._root = self._table(plural[1])
        where = self._where(text)
        if "compute" in text.lower() and "each" not in text:
            return self._finish(", ".join(self._measures(text)), where, "")
        grouped = re.search(
            r"(?:combination of the|by the) ([a-z ]+?) \((known values only|NULL counts)", text
        )
        if grouped:
            return self._groups(text, grouped[1], where, known=grouped[2].startswith("known"))
        shown = re.search(
            r"(?:[Ss]how|combinations of) the ([a-z, ]+?)(?: for all|,? one row|, each)", text
        )
        if shown is None or re.search(r"rank|already taken|also for those|together with", text):
            raise _Lost
        return self._list(text, shown[1], where)

    # --- shapes ----------------------------------------------------------------------------------

    def _list(self, text: str, shown: str, where: list[str]) -> str:
        outputs = [self._output(phrase) for phrase in _split(shown)]
        if "known outputs only" in self._habits:
            where = [*where, *(f"{output} IS NOT NULL" for output in outputs)]
        once = "each only once" in text
        once = (once or "distinct" in self._habits) and "repeats" not in self._habits
        tail = self._order(text)
        return self._finish(("DISTINCT " if once else "") + ", ".join(outputs), where, tail)

    def _groups(self, text: str, phrases: str, where: list[str], *, known: bool) -> str:
        keys = [self._column(phrase) for phrase in _split(phrases)]
        made = self._measures(text.split("(known")[-1].split("(NULL")[-1].split(".")[0])
        if known or "known everywhere" in self._habits:
            where = [*where, *(f"{key} IS NOT NULL" for key in keys)]
        shown = ", ".join([*keys, *made])
        grouped = list(keys)
        if "drop a key" in self._habits and len(grouped) > 1:
            grouped.pop()
        if "extra key" in self._habits:
            grouped.append("t.id")
        tail = f" GROUP BY {', '.join(grouped)}"
        having = re.search(
            r"groups for which (.+?) (is [a-z ]+?|equals) (-?[\d.]+)\.?(?: |$)", text
        )
        if having:
            tail += f" HAVING {self._measures(having[1])[0]} {self._sign(having[2])} {having[3]}"
        return self._finish(shown, where, tail + self._order(text))

    def _order(self, text: str) -> str:
        found = re.search(r"Sort by (.+?)\.(?: Keep|$| Rows)", text)
        if not found:
            return ""
        terms = []
        for part in re.split(r", then by |, (?=the )", found[1]):
            down = "descending" in part or "from the highest" in part
            phrase = re.sub(r" (in (a|de)scending order|from the .*)$", "", part)
            made = self._measures(phrase) if _MEASURE.match(phrase) else [self._column(phrase)]
            term = f"CAST({made[0]} AS TEXT)" if "text order" in self._habits else made[0]
            terms.append(term + (" DESC" if down else ""))
        terms = terms[:1] if "no tie break" in self._habits else terms
        limit = re.search(r"Keep only the first (\d+) rows", text)
        count = int(limit[1]) + ("limit one more" in self._habits) if limit else 0
        return f" ORDER BY {', '.join(terms)}" + (f" LIMIT {count}" if limit else "")

    def _finish(self, shown: str, where: list[str], tail: str) -> str:
        tests = where
        if "first condition only" in self._habits:
            tests = tests[:1]
        if "last condition only" in self._habits:
            tests = tests[-1:]
        either = re.search(r" or whose | or that | or with ", self._question) is not None
        word = " OR " if either != ("or" in self._habits) else " AND "
        source = f"{self._root} t"
        kind = "JOIN"
        if "outer" in self._habits or (
            "are kept" in self._question and "inner" not in self._habits
        ):
            kind = "LEFT JOIN"
        for path, alias in self._joins.items():
            if path:
                above, ref = self._joins[path[:-1]], path[-1]
                target = next(f.target for f in self._fields(path[:-1]) if f.name == ref)
                source += f" {kind} {target} {alias} ON {above}.{ref} = {alias}.id"
        joined = word.join(tests)
        tail = " ORDER BY 1 DESC LIMIT 1" if "top one" in self._habits and not tail else tail
        return f"SELECT {shown} FROM {source}" + (f" WHERE {joined}" if tests else "") + tail

    # --- parts -----------------------------------------------------------------------------------

    def _where(self, text: str) -> list[str]:
        body = re.sub(r"Keep only those groups.*|Sort by.*", "", text)
        found = []
        for match in _TEST.finditer(body):
            if "its " in body[match.end() - 4 : match.end() + 4]:
                found.append(self._against(match, body))
            else:
                found.append(self._test(self._column(match[1]), match[2], match[3] or ""))
        if re.search(r"without any|have no |at least one|or more (?!\.)", body):
            raise _Lost
        return [test for test in found if test]

    def _against(self, match: re.Match[str], body: str) -> str:
        column = self._column(match[1])
        function = re.match(r"its (average|lowest|highest)", body[match.end() :].lstrip())
        if function is None or "same known" in body:
            raise _Lost
        name = column.split(".")[1]
        inner = f"SELECT {_FUNCTIONS[function[1]]}({name}) FROM {self._root}"
        if "filter inside" in self._habits:
            rest = [
                self._test(self._column(other[1]).split(".")[1], other[2], other[3] or "")
                for other in _TEST.finditer(body)
                if other.start() != match.start()
            ]
            inner += f" WHERE {' AND '.join(rest)}" if rest else ""
        return f"{column} {self._sign(match[2])} ({inner})"

    def _test(self, column: str, phrase: str, values: str) -> str:
        if phrase in ("is unknown", "is NULL"):
            return f"{column} IS NULL"
        if phrase in ("is known", "is not NULL"):
            return f"{column} IS NOT NULL"
        parts = re.findall(r"'(?:[^']|'')*'|-?\d[\d.]*", values)
        if not parts:
            raise _Lost
        if phrase in ("is one of", "is either of"):
            made = f"{column} IN ({', '.join(parts)})"
        elif phrase in ("is between", "lies from"):
            low, high = parts[:2]
            strict = "strict bounds" in self._habits
            made = f"{column} BETWEEN {low} AND {high}"
            made = f"{column} > {low} AND {column} < {high}" if strict else made
        else:
            sign, value = self._sign(phrase), parts[0]
            if sign == "=" and "any capitals" in self._habits and value[0] == "'":
                sign = "LIKE"
            if sign == "=" and "part of a text" in self._habits and value[0] == "'":
                sign, value = "LIKE", f"'%{value[1:-1]}%'"
            made = f"{column} {sign} {value}"
        return f"({made} OR {column} IS NULL)" if "unknown passes" in self._habits else made

    def _sign(self, phrase: str) -> str:
        sign = next((s for s, ways in _SIGNS.items() if phrase in ways.split("|")), None)
        if sign is None:
            raise _Lost
        if "strict bounds" in self._habits:
            sign = {">=": ">", "<=": "<"}.get(sign, sign)
        if "loose bounds" in self._habits:
            sign = {">": ">=", "<": "<="}.get(sign, sign)
        return sign

    def _measures(self, text: str) -> list[str]:
        made = []
        for match in _MEASURE.finditer(text):
            different = match[1] or match[2]
            if different:
                column = self._column(different)
                all_of = "repeats" in self._habits
                made.append(f"COUNT({column})" if all_of else f"COUNT(DISTINCT {column})")
            elif match[3]:
                self._table(match[3])
                made.append(self._count())
            else:
                made.append(self._function(_FUNCTIONS[match[4]], self._column(match[5])))
        if not made:
            raise _Lost
        return made

    def _count(self) -> str:
        fields = self._fields(())
        nullable = next((f.name for f in fields if not f.required), fields[-1].name)
        if "count the column" in self._habits:
            return f"COUNT(t.{nullable})"
        return (
            f"COUNT(DISTINCT t.{fields[-1].name})"
            if "count different" in self._habits
            else "COUNT(*)"
        )

    def _function(self, name: str, column: str) -> str:
        inner = f"COALESCE({column}, 0)" if "unknown as zero" in self._habits else column
        made = f"{name}(DISTINCT {inner})" if "distinct" in self._habits else f"{name}({inner})"
        if "whole numbers" in self._habits:
            made = f"CAST({made} AS INTEGER)"
        return f"ROUND({made}, 2)" if "rounded" in self._habits else made

    def _output(self, phrase: str) -> str:
        column = self._column(phrase)
        if "unknown as zero" in self._habits:
            return f"COALESCE({column}, 0)"
        return f"COALESCE({column}, '')" if "unknown as blank" in self._habits else column

    def _table(self, plural: str) -> str:
        names = [t for t in self._schema.tables if plural.startswith(t.replace("_", " ")[:-1])]
        if not names:
            raise _Lost
        return max(names, key=len)

    def _fields(self, path: tuple[str, ...]) -> list[Field]:
        table = self._root
        for ref in path:
            table = next(f.target for f in self._schema.tables[table] if f.name == ref)
        return self._schema.tables[table]

    def _column(self, phrase: str) -> str:
        head, *roles = phrase.removeprefix("the ").split(" of the ")
        path: tuple[str, ...] = ()
        for role in reversed(roles):
            ref = role.replace(" ", "_") + "_id"
            if all(f.name != ref for f in self._fields(path)):
                raise _Lost
            path = (*path, ref)
            self._joins.setdefault(path, f"j{len(self._joins)}")
        name = head.removeprefix("number of ").replace(" ", "_")
        fields = [f.name for f in self._fields(path)]
        fit = [f for f in fields if f == name]
        if "nearest column" in self._habits:
            fit = [f for f in fields if f != name and f.endswith(name)] or fit
        if "other column" in self._habits:
            kinds = {f.name: f.kind for f in self._fields(path)}
            fit = [f for f in fields if f != name and kinds[f] == kinds.get(name)][-1:] or fit
        if not fit:
            raise _Lost
        return f"{self._joins[path]}.{fit[0]}"


def _split(phrases: str) -> list[str]:
    return re.split(r", the |, | and the | and ", phrases)
