"""A whole task: a world, what is wanted, what stands in the way, and what has to come of it."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from tasksynth import Knob, Ladder, Params
from tasksynth_apps.apps.calls import APIS
from tasksynth_apps.apps.desk import Office
from tasksynth_apps.apps.dialect import draw_dialect
from tasksynth_apps.apps.effects import ApiError
from tasksynth_apps.apps.hurdles import Hurdles
from tasksynth_apps.apps.tables import APPS, Row, Tables
from tasksynth_apps.apps.user import User, UserWish
from tasksynth_apps.chance import Luck
from tasksynth_apps.goals.acts import MANY, SINGLE, Composer, DrawnWish
from tasksynth_apps.goals.asking import ask
from tasksynth_apps.goals.instance import PASSWORDS_NOTE, RULES_NOTE, ApiWorldInstance
from tasksynth_apps.goals.judging import Due, due
from tasksynth_apps.goals.plans import FinalQuestion, Instruction, Unclear, branch_of, picks_in
from tasksynth_apps.goals.policies import GENERAL, POLICIES, Ruled
from tasksynth_apps.worlds.filling import PersonalWorld, draw_world

T = TypeVar("T")
_TRIES = 8
"""Luck of a part of a task before all of it is drawn anew."""


class ApiWorldParams(Params):
    """How large a world is, how much is wanted in it, and what stands in the way."""

    apps: Annotated[int, Field(ge=2, le=8), Knob(2, 6)] = 4
    """Apps that the person has; contacts are always one of them."""
    acts: Annotated[int, Field(ge=1, le=6), Knob(1, 4)] = 2
    """Things that are wanted, each in another app; fewer where there are fewer apps."""
    hops: Annotated[int, Field(ge=0, le=4), Knob(0, 3)] = 1
    """How far one has to look for what is meant: 0 it is named, 1 another app tells, and so on."""
    people: Annotated[int, Field(ge=6, le=60), Knob(6, 40, log=True)] = 16
    """Contacts."""
    rows: Annotated[int, Field(ge=4, le=400), Knob(6, 70, log=True)] = 24
    """Messages; there are events, files and payments in proportion."""
    namesakes: Annotated[int, Field(ge=0, le=20), Knob(0, 12)] = 4
    """Contacts, at most, who have a first name in common with another one."""
    page: Annotated[int, Field(ge=2, le=50), Knob(20, 5)] = 10
    """Rows of a page."""
    rules: Annotated[Literal["none", "told", "found"], Ladder("none", "told", "told", "found")] = (
        "none"
    )
    """Whether a rule decides about one act; `found`: the rules are in a note."""
    logins: Annotated[
        Literal["none", "told", "found"], Ladder("none", "none", "told", "told", "found")
    ] = "none"
    """Whether apps want a password; `found`: the passwords are in a note."""
    lookup: Annotated[int, Field(ge=0, le=1), Knob(0, 1)] = 0
    """1: the calls are not told, and have to be looked up."""
    failing: Annotated[int, Field(ge=0, le=200), Knob(0, 60)] = 0
    """Of 1,000 calls, how many fail for once; from 30 on apps limit the rate too."""
    user: Annotated[
        Literal["none", "facts", "agenda"], Ladder("none", "none", "facts", "facts", "agenda")
    ] = "none"
    """Whether somebody has to be asked: `facts` keeps back what is meant, `agenda` comes up with
    one wish after another as well."""
    spare: Annotated[float, Field(ge=1.2, le=10)] = 2.5
    """Turns, as a multiple of what the reference takes."""


def draw_task(p: ApiWorldParams, chance: Luck) -> ApiWorldInstance | None:
    """Draw a task; None where a draw does not come out as one. Its turns are not counted yet."""
    apps = _apps(p, chance)
    least = min(p.namesakes, p.people - 2)
    world = draw_world(chance, apps, p.people, p.rows, least)
    composer = Composer(world, reticent=p.user != "none")
    drawn = _wishes(p, composer)
    if drawn is None:
        return None
    wishes, ruled = drawn
    asked = _tried(partial(_question, p, composer, wishes))
    if asked is None:
        return None
    rules = () if ruled is None else (*ruled.rules, GENERAL)
    _pin_up(p, world, rules)
    tables = {name: tuple(rows) for name, rows in world.tables.items()}
    found = _due(tuple(wish.clause for wish in wishes), tables, world, composer)
    if found is None or (ruled is not None and ruled.outcome not in found[1]):
        return None
    return ApiWorldInstance(
        name=world.owner,
        trade=world.trade.trade,
        address=world.address,
        office=_office(p, world, wishes, tables),
        clauses=tuple(wish.clause for wish in wishes),
        question=asked[0],
        rules=rules,
        noted=p.rules == "found" and bool(rules),
        hidden_passwords=p.logins == "found" and "notes" in apps,
        due=found[0],
        answer=asked[1],
        calls=0,
        turns=1000,
        outcome=" ".join(found[1]),
    )


def _question(p: ApiWorldParams, c: Composer,
              wishes: list[DrawnWish]) -> tuple[FinalQuestion, str | float] | None:  # fmt: skip
    """A question that no wish changes anything about, nor looks up already."""
    asked = ask(c, min(p.hops, 2))
    if asked is None or not _apart(wishes, asked[0]):
        return None
    known = [pick for wish in wishes for pick in picks_in(wish.clause)]
    return None if asked[0].value in known else asked


def _apps(p: ApiWorldParams, chance: Luck) -> tuple[str, ...]:
    """Which apps there are: for rules a place to write, and one that they are about."""
    first = ["contacts"]
    if p.rules != "none" and p.apps >= 4:
        first += ["mail", "notes", chance.of(tuple(POLICIES))]
    elif p.apps >= 3:
        first += ["mail"]
    others = chance.shuffled([app for app in APPS if app not in first])
    chosen = {*first, *others[: p.apps - len(first)]}
    return tuple(app for app in APPS if app in chosen)


def _wishes(p: ApiWorldParams, c: Composer) -> tuple[list[DrawnWish], Ruled | None] | None:
    """Acts in different apps, one of them under rules if there are any."""
    apps = c.chance.shuffled([app for app in c.world.apps if app in SINGLE])
    count = min(p.acts, len(apps))
    wishes: list[DrawnWish] = []
    ruled = None
    if p.rules != "none":
        about = next((app for app in apps if app in POLICIES), None)
        if about is not None and {"mail", "notes"} <= {*apps}:
            ruled = _tried(partial(POLICIES[about], c, p.hops))
            if ruled is None:
                return None
            wishes.append(DrawnWish(ruled.clause))
            apps.remove(about)
    for app in apps:
        if len(wishes) < count:
            wish = _tried(partial(_fitting, p, c, app, tuple(wishes)))
            wishes += [wish] if wish is not None else []
    return (c.chance.shuffled(wishes), ruled) if len(wishes) == count else None


def _tried(draw: Callable[[], T | None]) -> T | None:
    """What a draw gives, at the first of a few tries that gives something."""
    return next((found for found in (draw() for _ in range(_TRIES)) if found is not None), None)


def _fitting(
    p: ApiWorldParams, c: Composer, app: str, others: tuple[DrawnWish, ...]
) -> DrawnWish | None:
    """A wish in an app that touches nothing that others are about."""
    many = MANY.get(app, ()) if c.chance.happens(0.1 + 0.12 * p.hops) else ()
    wish = c.chance.of(many or SINGLE[app])(c, p.hops)
    c.facts = {}
    return wish if wish is not None and _apart(others, wish.clause) else None


_WRITES = {
    "update_contact": {"phone numbers"},
    "write_note": set[str](),  # its title is a new one, and notes are meant by their titles
    "send_message": {"sent"},
    "pay_request": {"requests", "transfers"},
    "send_payment": {"transfers"},
}


def _written(clause: Instruction) -> set[str]:
    """What a clause may change, whichever branch is taken."""
    calls = {act.call for branch in clause.branches for act in branch.acts}
    return {one for call in calls for one in _WRITES.get(call, {APIS[call].table})}


def _read(part: Instruction | FinalQuestion) -> set[str]:
    """What one has to look at to know what is meant."""
    return {
        {"mail": "inbox", "contacts": "phone numbers" if pick.take == "phone" else "contacts"}.get(
            pick.table, pick.table
        )
        for pick in picks_in(part)
    }


def _apart(wishes: Iterable[DrawnWish], new: Instruction | FinalQuestion) -> bool:
    """Whether no wish changes what another one, or the question, is about: any order is right."""
    read, written = _read(new), _written(new) if isinstance(new, Instruction) else set()
    return not any(
        _written(wish.clause) & read or (written and written & _read(wish.clause))
        for wish in wishes
    )


def _pin_up(p: ApiWorldParams, world: PersonalWorld, rules: tuple[str, ...]) -> None:
    """Put rules and passwords into notes, where they are to be found."""
    if p.rules == "found" and rules:
        world.add("notes", RULES_NOTE, "\n".join(rules), world.day())


def _due(clauses: tuple[Instruction, ...], tables: dict[str, tuple[Row, ...]], world: PersonalWorld,
         composer: Composer) -> tuple[tuple[Due, ...], list[str]] | None:  # fmt: skip
    """What has to differ at the end, the same in whatever order things are done."""
    try:
        branches = [branch_of(clause, composer.finder) for clause in clauses]
        found = []
        for order in (branches, branches[::-1]):
            acts = [act for branch in order for act in branch.acts]
            state = Tables.of(tables)
            made = due(acts, state, composer.finder, world.today, world.email)
            found.append(sorted(made, key=lambda one: one.model_dump_json()))
    except (Unclear, ApiError):
        return None
    if found[0] != found[1] or len(found[0]) < len(clauses):
        return None
    return tuple(found[0]), [branch.name for branch in branches if branch.name]


def _office(p: ApiWorldParams, world: PersonalWorld, wishes: list[DrawnWish],
            tables: dict[str, tuple[Row, ...]]) -> Office:  # fmt: skip
    chance = world.chance
    dialect = draw_dialect(world.apps, chance)
    passwords = {}
    if p.logins != "none":
        passwords = {app: chance.hexes(8) for app in world.apps if app != "notes"}
        if p.logins == "found" and "notes" in world.apps:
            text = "\n".join(f"{dialect.brands[app]}: {word}" for app, word in passwords.items())
            row: Row = (world.new_id("notes"), PASSWORDS_NOTE, text, world.day())
            tables["notes"] = (*tables["notes"], row)
    user = None
    if p.user != "none":
        said = [UserWish(said=wish.clause.said, facts=wish.facts) for wish in wishes]
        user = User(wishes=tuple(said), agenda=p.user == "agenda")
    return Office(
        owner=world.email,
        today=world.today,
        dialect=dialect,
        hurdles=Hurdles(
            passwords=passwords,
            session=40 if p.logins == "found" else 0,
            burst=20 if p.failing >= 30 else 0,
            failing=p.failing,
            salt=chance.below(1 << 20),
        ),
        page=p.page,
        hidden=p.lookup == 1,
        user=user,
        tables=tables,
    )
