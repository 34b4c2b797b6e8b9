"""Find the one SQL query in a reply, by SQLite's own lexical rules.

A reply may think first, wrap the query in `<answer>` tags or a Markdown fence, and talk around
it. What comes out is exactly one statement without comments and trailing semicolons; the very
text that is judged is the text that runs, so no second parser can disagree with the engine's.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from tasksynth.answers import (
    Unreadable,
    after_thinking,
    check_meant,
    final_answer,
    form_of,
    last_boxed,
)
from tasksynth.answers.marks import Mark

MAX_REPLY = 200_000
"""Characters of a whole reply; a longer one is not read."""
MAX_SQL = 20_000
"""Bytes of the query itself."""
MAX_NESTING = 100
"""Open parentheses at once; SQLite's own parser stack holds about as many."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text: a list of names that can be read at a glance."""
    return frozenset(text.split())


SQL_TAGS = word_set(
    "sql sqlite sqlite3 postgres postgresql pgsql psql duckdb mysql mariadb tsql mssql plsql "
    "oracle snowflake bigquery redshift spark sparksql hive trino presto ansi"
)
_PLAIN_TAGS = word_set("text txt plaintext plain code query none")
_FENCE = re.compile(r"`{3,}|~{3,}")
_THOUGHT = re.compile(r"</(?:thinking|thought|reasoning)>", re.IGNORECASE)
_ANSWER = re.compile(r"<(/?)(?:(?:final_)?answer|solution)>", re.IGNORECASE)
_SQL = re.compile(r"<(/?)(?:sql|query)>", re.IGNORECASE)
_CODE = re.compile(r"<code(?: [^<>]{0,99})?>(.*?)(?:</code>|\Z)", re.IGNORECASE | re.DOTALL)
_OBJECT = re.compile(r'\{(?=\s{0,99}")')
_QUERY_KEYS = word_set(
    "sql query sql_query sqlquery sqlite sqlite_query final_sql answer final_answer"
)
MAX_OBJECTS = 50
"""JSON objects that a reply is searched for."""
_INVISIBLE = " \t\n\r\f\v\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LAST_MARK = re.compile(r"(?:<\|[a-z_]{1,30}\|>|</s>|<\uff5c[^<>]{1,40}\uff5c>)\Z")
_LONGEST_MARK = 45
_NEVER = "\0"
"""Where an answer ends that goes on to the end of the reply."""
_MOST_WRAPPERS = 5
_WRAPPED = re.compile(
    r"(?:\\(?:text)?color\{[a-z]{1,20}\})?(?:\\(?:text|mathrm|mathbf)[a-z]{0,6})?\{(.*)\}|\$(.*)\$"
    r"|[\"\u201c](?=\s*(?:select|with)\b)(.*)[\"\u201d]|\\(?:displaystyle|large|Large|small)\b(.*)",
    re.DOTALL | re.IGNORECASE,
)
_STARTS_QUERY = re.compile(r"(?:select|with|values)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"[ \t\r\n`]*+(?:select|with|values)\b", re.IGNORECASE)
_STARTS_SQL = re.compile(r"\s*(?:--|/\*|;|(?:select|with|values)\b)", re.IGNORECASE)
_MARKER = re.compile(
    r"^[ \t>*#]*(?:the |final |correct )*"
    r"(?:answer|sqlite query|sql query|sqlquery|sql|sqlite|query)(?: is)?[ *]*:[ *]*",
    re.IGNORECASE | re.MULTILINE,
)
_QUERY_LINE = (
    r"^[ \t]*(?:sqlite> *)?"
    r"(?=SELECT\s|VALUES\s*\(|"
    r"WITH\s{1,9}(?:RECURSIVE\s{1,9})?[^\s(]{1,99}\s{0,9}(?:\([^()]{0,999}\)\s{0,9})?AS\b)"
)
_QUERY_LINES = (re.compile(_QUERY_LINE, re.M), re.compile(_QUERY_LINE, re.M | re.I))
_CODE_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)([^`]*)\1(?!`)|``(.*?)``", re.DOTALL)
_STATEMENT_LINE = re.compile(
    r"^[ \t]*(?:(?:alter|analyze|attach|commit|create|delete|detach|drop|explain|insert|pragma|"
    r"reindex|release|replace|rollback|savepoint|select|update|vacuum)\b|values\s*\(|"
    r"with\s{1,9}\S{1,99}\s{1,9}as\b|(?:begin|end)\b[^\n]{0,99};)",
    re.IGNORECASE | re.MULTILINE,
)
_LINE_END = re.compile(r"[ \t]*\r?\n")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_SENTENCE = re.compile(
    r"(?:(?:[-*\u2022\u2013]|\d{1,2}[.)])[ \t]+)?(?:([A-Z][a-z']*) +[a-z]|([A-Z][a-z]+)[:,])"
    r"|#|\*\*\w|\u2022|[-*][ \t]+(?:\*\*\w|`[^`\n]{1,99}`)"
)
_BULLET = re.compile(r"[-*\u2013] +[A-Za-z]+ +[A-Za-z]+ +[A-Za-z]+\b|\u2022")
_CLAUSES = word_set(
    "and as case cross else end except from full group having inner intersect join left limit "
    "natural offset on or order outer right select then union using values when where window with"
)
_TOKEN = re.compile(
    r"""
    (?P<gap>[ \t\n\f\r\ufeff]+|--[^\n]*|/\*(?=.).*?(?:\*/|\Z))
  | (?P<text>'[^']*(?:''[^']*)*')
  | (?P<name>"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*+(?:\]|\Z))
  | (?P<word>[^\W\d][\w$]*)
  | (?P<number>\d[\w.]*|\.\d\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class UnreadableQuery(Exception):
    """The reply holds no single query that could be run; the message says why."""


@dataclass(frozen=True)
class Statement:
    """One statement, ready to run."""

    sql: str
    """Comments and trailing semicolons removed; literals untouched."""
    tokens: tuple[str, ...]
    """Its tokens, without the white space."""

    def mentions(self, word: str) -> bool:
        """Does a keyword, given in lower case, occur in it?"""
        return any(token.lower() == word for token in self.tokens)


def read_reply(reply: str, *, starts: re.Pattern[str] = _STARTS_QUERY) -> Statement:
    """The one query that a reply gives as its answer; `starts` is how one may start.

    Raises:
        UnreadableQuery: if there is none, more than one, or it is too long or too deeply nested.
    """
    if len(reply) > MAX_REPLY:
        raise UnreadableQuery(f"the reply has {len(reply)} characters, want at most {MAX_REPLY}")
    found = read_statement(extract(reply))
    if not starts.match(found.sql):
        raise UnreadableQuery(f"want one SELECT query, got a text that starts {found.sql[:40]!r}")
    return found


def extract(reply: str) -> str:
    """The part of a reply that is the answer: the last tagged or fenced block, or all of it.

    Raises:
        UnreadableQuery: if the reply is empty, or fences something other than SQL.
    """
    text = _without_end_marks(after_thinking(reply))
    if thoughts := list(_THOUGHT.finditer(text)):
        text = text[thoughts[-1].end() :]
    text = _last_tagged(_SQL, _last_tagged(_ANSWER, text))
    codes = [body for code in _CODE.finditer(text) if _STARTS_SQL.match(body := code[1])]
    if codes and not _FENCE.search(text):
        return codes[-1]
    if fence := _FENCE.search(text):
        # a reply may go on from a fence that the prompt opened
        went_on = _STARTS_QUERY.match(text.lstrip()) and not _FENCE.search(text, fence.end())
        tagged = re.match(r"\w*", text[fence.end() :])
        if not went_on or (tagged and tagged[0].lower() in SQL_TAGS):
            return _last_fence(text)
        text = text[: fence.start()]
    plain = _STARTS_SQL.match(text) is not None
    if not plain and (keyed := _in_object(text)) is not None:
        return keyed
    if not text.strip():
        raise UnreadableQuery("the reply is empty")
    said = None if plain else _said(text)
    if said is None and (boxed := last_boxed(text)) is not None:
        return _said(boxed) or boxed
    return _without_talk(said or _unmarked(text.strip()))


def _said(text: str) -> str | None:
    """The query that stands after `Answer:`, in any language, or in a sentence such as that.

    Bare text is looked through for typesetting, as in a box; None where no query starts there.
    """
    bare = _untypeset(text)
    if _STARTS_QUERY.match(bare):
        return bare
    if form_of(text) is None and len(_QUERY_LINES[0].findall(text)) > 1:
        return None  # one query of several lines, or several queries, of which none is the answer
    bare = _untypeset(final_answer(text, end=_NEVER) or "")
    return bare if _STARTS_QUERY.match(bare) else None


_WHOLE = re.compile(r"(?<![\d.])\d{1,400}\.\Z")


def _untypeset(text: str) -> str:
    """Without LaTeX's commands for letters and colours, emphasis, and the stop of a sentence."""
    text = text.strip()
    for _ in range(_MOST_WRAPPERS):
        if (wrapped := _WRAPPED.fullmatch(text)) is None:
            break
        text = "".join(group or "" for group in wrapped.groups()).strip()
    text = text.lstrip("*_ ").rstrip("* \n\t\r\u3002")
    if "\\_" in text and "escape" not in text.lower():
        text = text.replace("\\_", "_")  # as LaTeX writes it
    # a stop after whole digits may be the number's own, and does no harm there
    return text[:-1] if text[-1:] == "." and not _WHOLE.search(text) else text


def _without_end_marks(text: str) -> str:
    """Without what nobody sees at its end: invisible characters, and tokens that end a turn."""
    end = len(text.rstrip(_INVISIBLE))
    while mark := _LAST_MARK.search(text, max(0, end - _LONGEST_MARK), end):
        end = mark.start()
        while end and text[end - 1] in _INVISIBLE:
            end -= 1
    return text[:end]


def _in_object(text: str) -> str | None:
    """The query that a JSON object in the text gives under a name such as `sql`, if one does.

    Raises:
        UnreadableQuery: if objects give different ones.
    """
    decoder = json.JSONDecoder(strict=False)
    found: dict[str, None] = {}
    end = 0
    for start in islice(_OBJECT.finditer(text), MAX_OBJECTS):
        if start.start() < end:
            continue
        try:
            made, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        for key, value in made.items():
            if key.lower() in _QUERY_KEYS and isinstance(value, str) and _STARTS_SQL.match(value):
                found[value.strip()] = None
    if len(found) > 1:
        raise UnreadableQuery(f"want one query, got JSON with {len(found)}")
    return next(iter(found), None)


def _last_tagged(kind: re.Pattern[str], text: str) -> str:
    """What the last opening tag of a kind opens, to its end or the text's; else all of it."""
    tags = list(kind.finditer(text))
    opened = [tag for tag in tags if not tag[1]]
    if not opened:
        return text
    end = next((tag.start() for tag in tags if tag[1] and tag.start() > opened[-1].end()), None)
    return text[opened[-1].end() : end]


def _last_fence(text: str) -> str:
    """The last fence tagged as SQL, or else the last untagged query; an open one runs on.

    Raises:
        UnreadableQuery: if there is none, or what is said about it takes it back.
    """
    tagged: list[Mark] = []
    plain: list[Mark] = []
    for fence in _fences(text):
        first = re.match(r"[ \t]*([\w+-]*)", fence.content)
        tag = first[1].lower() if first else ""
        rest = fence.content[first.end() :] if first else fence.content
        if tag in SQL_TAGS:
            tagged.append(replace(fence, content=_without_info(rest)))
        elif tag in ("markdown", "md") and _FENCE.search(fence.content):
            return _last_fence(fence.content)
        elif (body := _untagged(tag, rest, fence.content)) is not None:
            plain.append(replace(fence, content=body))
    if not tagged and not plain:
        raise UnreadableQuery("the reply fences no SQL; put the query into a ```sql block")
    found = tagged or [fence for fence in plain if _STARTS_SQL.match(fence.content)] or plain
    try:
        check_meant(text, found[-1], alone=len(found) == 1)
    except Unreadable as e:
        raise UnreadableQuery(str(e)) from e
    return found[-1].content


def _untagged(tag: str, rest: str, body: str) -> str | None:
    """What a fence that is not tagged as SQL may give as a query."""
    if tag in _PLAIN_TAGS:
        return rest
    if not tag and (keyed := _in_object(body)) is not None:
        return keyed
    if not tag or _STARTS_QUERY.match(tag):
        return body
    return _in_object(body) if tag in ("json", "jsonc", "json5") else None


def _fences(text: str) -> Iterator[Mark]:
    """The fences, each closed by as many of its marks at least; an open one runs on."""
    marks = iter(_FENCE.finditer(text))
    for mark in marks:
        opened, end, close = mark[0], len(text), len(text)
        for other in marks:
            if other[0].startswith(opened):
                end, close = other.span()
                break
        yield Mark(mark.start(), close, text[mark.end() : end])


def _without_info(body: str) -> str:
    """A fence's body without the rest of its first line, such as `title="x"`."""
    line, _, rest = body.partition("\n")
    return body if not line.strip() or _STARTS_SQL.match(line) else rest


def _unmarked(text: str) -> str:
    """Bare text, without an introduction such as `SQL:` and without `…` around the query."""
    text = re.sub(r"^(?:sql|sqlite)[ \t]*\n\s*", "", text, count=1, flags=re.IGNORECASE)
    if _STARTS_SQL.match(text):
        return text
    for marker in reversed(list(_MARKER.finditer(text))):
        if _GOES_ON.match(text, marker.end()):
            text = text[marker.end() :].strip()
            break
    else:
        for pattern in _QUERY_LINES:
            if line := pattern.search(text):
                return text[line.end() :]
    spans = [(span[2] or span[3] or "").strip() for span in _CODE_SPAN.finditer(text)]
    queries = [span for span in spans if _STARTS_QUERY.match(span)]
    return queries[-1] if queries and not _STARTS_QUERY.match(text) else text


def _without_talk(text: str) -> str:
    """A bare query without the explanation after it.

    It starts on a line of its own after the semicolon, after a blank line as a sentence does, or
    as a list of remarks does, and holds nothing that could be a statement.
    """
    last = ""
    for token in _TOKEN.finditer(text, 0, MAX_SQL):
        end = token.end()
        if token.lastgroup == "gap":
            may_end = re.search(r"[\w)'\"`\]]$", last) is not None and last not in _CLAUSES
            says = _says if _BLANK_LINE.search(token[0]) else _lists
            talks = may_end and "\n" in token[0] and says(text, end)
        else:
            last = token[0].lower()
            talks = last == ";" and _LINE_END.match(text, end) is not None
        if talks:
            talk = text[end:].strip()
            prose = talk and not talk.startswith(("--", "/*", ";"))
            return text[:end] if prose and not _STATEMENT_LINE.search(talk) else text
    return text


def _says(text: str, at: int) -> bool:
    """Does a sentence or a heading start here, rather than a clause of the query?"""
    found = _SENTENCE.match(text, at)
    return found is not None and (found[1] or found[2] or "").lower() not in _CLAUSES


def _lists(text: str, at: int) -> bool:
    """Does a list of remarks start here, rather than a subtraction or a product?"""
    found = _BULLET.match(text, at)
    return found is not None and _CLAUSES.isdisjoint(found[0].lower().split())


def read_statement(sql: str) -> Statement:
    """Strip comments and semicolons from a text that must hold exactly one statement.

    Raises:
        UnreadableQuery: naming what stands in the way.
    """
    if len(sql) > MAX_SQL or len(sql.encode("utf-8", "replace")) > MAX_SQL:
        raise UnreadableQuery(f"the query is over {MAX_SQL} bytes long")
    if "\0" in sql:
        raise UnreadableQuery("the query holds a NUL character")
    pieces: list[str] = []
    tokens: list[str] = []
    depth = 0
    ended = False
    for token in _TOKEN.finditer(sql):
        kind, text = token.lastgroup, token[0]
        if kind == "gap":
            pieces.append(" ")
        elif text == ";":
            ended = bool(tokens)
        elif ended:
            raise UnreadableQuery("want one statement, got several")
        else:
            tokens.append(text)
            if text[0] == "[" and text[-1] != "]":
                raise UnreadableQuery("a quotation opened by [ never ends")
            if kind == "other":
                depth += (text == "(") - (text == ")")
                if text in "'\"`":
                    raise UnreadableQuery(f"a quotation opened by {text} never ends")
                if depth > MAX_NESTING:
                    raise UnreadableQuery(f"over {MAX_NESTING} parentheses are open at once")
            pieces.append(text)
    if not tokens:
        raise UnreadableQuery("the answer holds no statement")
    return Statement("".join(pieces).strip(), tuple(tokens))
