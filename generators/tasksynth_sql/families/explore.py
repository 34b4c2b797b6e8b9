"""`sql.explore`: a question about a database that one cannot see; look, and write the query."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Ladder,
    Needs,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth_sql.families.shared import measure_query, query_baselines
from tasksynth_sql.judging.guard import Database
from tasksynth_sql.judging.reading import MAX_SQL, UnreadableQuery, read_reply
from tasksynth_sql.judging.rewards import RUBRICS, reward
from tasksynth_sql.judging.verdict import ARCTIC
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.task import RULES, SqlInstance, SqlParams, SqlQuestion, draw_question
from tasksynth_sql.turns.desk import SHOWN_ROWS, image_of, look
from tasksynth_sql.turns.disguise import Disguise, draw_disguise, written_columns
from tasksynth_sql.turns.looking import Constant, constants_of, sorts_by_codes, way_to_know
from tasksynth_sql.turns.names import Naming

if TYPE_CHECKING:
    from tasksynth_sql.databases.restore import Written

DRAWS = 12
"""Questions that are drawn for one that asks for enough constants."""
Sql = Annotated[str, Field(max_length=MAX_SQL)]


class ExploreParams(SqlParams):
    """Which questions to draw, and how much of the database has to be found out."""

    naming: Annotated[Naming, Ladder("short", "opaque", "swapped")] = "opaque"
    """What tables and columns are called: `plain` as the question says it, `short` by habits that
    change from name to name, `opaque` by numbers, `swapped` by each other's names. But for `plain`,
    a table of the database says what each of them holds."""
    codes: Annotated[int, Field(ge=0, le=3), Knob(0, 2)] = 1
    """Constants of the question, at least, that the database writes otherwise: words as codes, days
    in another form, amounts in a smaller unit. At 0 it writes everything as the question does."""
    spare: Annotated[int, Field(ge=0, le=30), Knob(12, 4)] = 8
    """Turns beyond those that the reference needs."""


class ExploreInstance(SqlInstance):
    """A question about a disguised database, whose schema the prompt does not show."""

    plain: str
    """The query that one would write by the question's words alone."""
    unread: str
    """The query of one who knows the names, and not how values are written."""
    units: tuple[str, ...]
    """What is meant in which unit."""
    way: tuple[tuple[str, str], ...]
    """What to look at before one can answer: tools, each with its argument."""
    turns: int
    coded: int
    """Constants of the question that the database writes otherwise."""

    @property
    def written(self) -> "Written":
        """The columns of codes and days, with all that they hold in the databases of the task."""
        from tasksynth_sql.databases.restore import written_values

        columns = written_columns(self.ddl)
        return written_values(self.ddl, (self.shown, *self.hidden), columns) if columns else ()


class Tables(Tool):
    """List the tables of the database."""


class Describe(Tool):
    """Show how a table was made: its columns, types, keys and references."""

    table: Annotated[str, Field(max_length=200)]
    """The table's name."""


class Query(Tool):
    """Run a SELECT on the tables and see its first rows. It may not write, nor take long."""

    sql: Sql
    """One SQLite query."""


class Answer(Tool):
    """Give the query that answers the question, unseen what it returns. This is the end."""

    sql: Sql
    """One SQLite query."""


@dataclass
class Desk:
    """What an agent has said so far."""

    answer: str | None = None


class Explore(Family[ExploreParams, ExploreInstance]):
    """A question about an unseen database: look at it with tools, then write the query."""

    name = "sql.explore"
    version = 2
    effort = "nodes"
    rubric: ClassVar[Rubric] = ARCTIC
    turns = 60
    checked = 12
    tools = (Tables, Describe, Query, Answer)

    def generate(self, p: ExploreParams, rng: np.random.Generator) -> ExploreInstance | None:
        """Draw a question with its suite, and disguise all of it."""
        from tasksynth_sql.making.render import render

        dice = QueryDice(rng)
        drawn = next(filter(None, (_draw(p, dice) for _ in range(DRAWS))), None)
        if drawn is None:
            return None
        asked, disguise, constants = drawn
        suite = asked.suite(dice)
        if suite is None:
            return None
        x = asked.instance(p, tuple(map(disguise.script, suite.scripts)))
        way = way_to_know(disguise, x.gold, constants)
        gold, unread = (
            render(disguise.world, disguise.plan(asked.plan, values=values))
            for values in (True, False)
        )
        given = x.model_dump() | {
            "ddl": disguise.ddl,
            "shown": disguise.script(x.shown),
            "gold": gold,
        }
        made = ExploreInstance(
            **given,
            plain=asked.gold,
            unread=unread,
            units=tuple(dict.fromkeys(one.unit for one in constants if one.unit)),
            way=way,
            turns=len(way) + 2 + p.spare,
            coded=sum(one.coded for one in constants),
        )
        return None if made.coded and _says_the_same(made, unread) else made

    def prompt(self, x: ExploreInstance) -> str:
        """The question, and what may be done; nothing of the database."""
        units = f" In the question, {_joined(x.units)}." if x.units else ""
        return (
            "Write an SQLite query that answers a question about a database, which you cannot see "
            f"yet.\n\nThe question: {x.question}\n\n"
            "The database may name things, and write words, days and amounts, in another way than "
            "the question does; what is in it tells how." + units + " What the query returns stays "
            f"as the database writes it. {RULES}\n\n"
            "`tables` lists the tables, `describe` shows how one was made, `query` runs a SELECT "
            f"and shows at most {SHOWN_ROWS} of its rows, and `answer` gives your query and ends "
            f"the task; so does a reply in words that holds it. You have {x.turns} turns, the "
            "answer included. Your query is run on this database and on others with the same "
            "schema, notes and codes, and other rows."
        )

    def needs(self, x: ExploreInstance) -> Needs:
        """So many turns as the task allows."""
        return super().needs(x).model_copy(update={"turns": x.turns})

    def begin(self, x: ExploreInstance) -> Desk:
        """Nothing is said yet."""
        return Desk()

    def step(self, x: ExploreInstance, s: Desk, action: Action | Tool) -> Turn:
        """Look at the shown database, or answer."""
        match action:
            case Tables():
                return Turn(_tables(x))
            case Describe(table=table):
                return Turn(_described(x, table))
            case Query(sql=sql):
                return Turn(look(x.databases[0], sql))
            case Answer(sql=sql):
                s.answer = sql
                return Turn("Your answer is taken.", over=True)
        text = action.text if isinstance(action, Action) else ""
        try:
            read_reply(text)
        except UnreadableQuery:
            return Turn("Error: call a tool; `answer` gives your query and ends the task")
        s.answer = text
        return Turn("Your answer is taken.", over=True)

    def judge(self, x: ExploreInstance, s: Desk) -> Verdict:
        """Run the answer beside the gold on the shown and on the hidden databases."""
        if s.answer is None:
            rubric = RUBRICS[x.reward]
            nothing = dict.fromkeys(rubric.weights, 0.0)
            return rubric(**nothing, why="no query was given as the answer")
        return reward(x.reward, x.judge(s.answer), gold=x.gold, reply=s.answer)

    def solve(self, x: ExploreInstance) -> str:
        """Look at what the question needs, and answer."""
        looks = [_call(tool, argument) for tool, argument in x.way]
        return _played(Action(tool="tables"), *looks, _call("answer", x.gold))

    def measure(self, x: ExploreInstance) -> dict[str, float]:
        """Features of the gold, what has to be looked at, and how many turns there are."""
        own = {"looks": len(x.way) + 1, "turns": x.turns, "coded": x.coded}
        return measure_query(x) | {name: float(value) for name, value in own.items()}

    def canonical(self, x: ExploreInstance) -> Any:
        """The same question about the same schema is the same task, whatever the rows."""
        return [x.ddl, x.gold]

    def baselines(self, x: ExploreInstance) -> dict[str, str]:
        """The query by the question's words alone, and those of `sql.text2sql`."""
        found = {name: _played(_call("answer", q)) for name, q in query_baselines(x).items()}
        if x.plain != x.gold:
            found["guess without looking"] = _played(_call("answer", x.plain))
        return found

    def floor(self, p: ExploreParams) -> float:
        """By chance a table and all columns are called as the question says."""
        return 0.02


def _draw(p: ExploreParams, dice: QueryDice) -> tuple[SqlQuestion, Disguise, list[Constant]] | None:
    """A question about a disguised database, with enough constants to find out."""
    asked = draw_question(p, dice)
    if asked is None:
        return None
    own = p.database is not None
    disguise = draw_disguise(
        asked.world, "plain" if own else p.naming, dice, coded=p.codes > 0 and not own
    )
    constants = constants_of(disguise, asked.plan)
    if sum(one.coded for one in constants) < p.codes and not own:
        return None
    # A list of codes need not name all that differs from a word.
    unequal = any(one.word and one.unequal for one in constants)
    if unequal or sorts_by_codes(disguise, asked.plan):
        return None
    return asked, disguise, constants


def _says_the_same(x: ExploreInstance, sql: str) -> bool:
    """Does another query return on the shown database what the gold does?"""
    database = Database(image_of(x.databases[0]), trusted=True)
    try:
        first, second = (sorted(map(repr, database.run(q).rows)) for q in (x.gold, sql))
        return first == second
    finally:
        database.close()


def _tables(x: ExploreInstance) -> str:
    return "\n".join(name for name, _ in _made(x))


def _described(x: ExploreInstance, table: str) -> str:
    wanted = table.strip().strip('"`[]').lower()
    found = next((sql for name, sql in _made(x) if name.lower() == wanted), None)
    return found or f"Error: no table {table[:64]!r}; `tables` lists them"


def _made(x: ExploreInstance) -> list[tuple[str, str]]:
    """The tables, each with the statement that made it."""
    database = Database(image_of(x.databases[0]), trusted=True)
    try:
        listed = database.run(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
        )
        return listed.rows
    finally:
        database.close()


def _joined(parts: tuple[str, ...]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _call(tool: str, argument: str) -> Action:
    name = "table" if tool == "describe" else "sql"
    return Action(tool=tool, arguments={name: argument})


def _played(*actions: Action) -> str:
    return Transcript(actions=actions).model_dump_json()
