"""What the services hold, and what calls do to it.

All is a function of the task and the calls so far. Whatever a call asks, the reply is one line of
JSON, or one that begins with `Error:` and says what to do.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tasksynth import Model, ToolSpec
from tasksynth_tools.apis.dialect import Api, Dialect, Op, same
from tasksynth_tools.apis.grammar import Shelf
from tasksynth_tools.services import TRADES

Json = Any
LOOKS = ("find", "quote")
"""What changes nothing."""
FIRST_MADE = 901
"""Number of the first record that is made; those that are there have smaller ones."""


class Holding(Model):
    """A thing on offer, or a record."""

    trade: str
    shelf: str
    id: str
    values: dict[str, Any]


class Provider(Model):
    """A service of a task."""

    trade: str
    dialect: Dialect
    pin: str = ""
    """What one has to sign in with before anything is changed; empty where one need not."""


class Offered(Model):
    """A tool of a task."""

    trade: str
    op: Op
    shelf: str


class FullDay(Model):
    """A day on which a thing has only some times left."""

    trade: str
    thing: str
    date: str
    free: tuple[int, ...]


class Premises(Model):
    """All that calls depend on."""

    today: str
    providers: tuple[Provider, ...]
    offered: tuple[Offered, ...]
    holdings: tuple[Holding, ...]
    full: tuple[FullDay, ...] = ()
    busy: tuple[Offered, ...] = ()
    """Tools that fail the first time."""


@dataclass
class Books:
    """What the services hold at some time."""

    holdings: dict[str, Holding]
    first: Mapping[str, Holding] = field(default_factory=dict)
    """What they held at first. What changes is another thing in its place."""
    status: dict[str, str] = field(default_factory=dict)
    """Of records that were ended or hidden, by id."""
    made: list[Holding] = field(default_factory=list)
    side: list[str] = field(default_factory=list)
    """What look-alikes did: nothing of it was asked for."""
    signed: set[str] = field(default_factory=set)
    rested: set[str] = field(default_factory=set)
    """Busy tools that were called."""

    @classmethod
    def of(cls, premises: Premises) -> "Books":
        """As they are at first."""
        first = {holding.id: holding for holding in premises.holdings}
        return cls(dict(first), first)

    def canonical(self) -> Json:
        """What is compared: equal for states that no user can tell apart."""
        made = {one.id for one in self.made}
        bare = {
            name: _bare(one)
            for name, one in self.holdings.items()
            if one is not self.first.get(name)
        }
        return {
            "changed": {
                name: now
                for name, now in sorted(bare.items())
                if name not in made and now != _bare(self.first[name])
            },
            "made": sorted(
                (bare[one.id] + [self.status.get(one.id)] for one in self.made), key=repr
            ),
            "status": {k: v for k, v in sorted(self.status.items()) if k not in made},
            "side": sorted(self.side),
        }


def _bare(holding: Holding) -> list[Json]:
    values = {name: same(value) for name, value in sorted(holding.values.items())}
    return [holding.trade, holding.shelf, values]


class Switchboard:
    """The tools of a task, by name, and what they do."""

    def __init__(self, premises: Premises) -> None:
        self.premises = premises
        self.providers = {one.trade: one for one in premises.providers}
        self.apis = {one.trade: Api(TRADES[one.trade], one.dialect) for one in premises.providers}
        self._tools = {self.name(one): one for one in premises.offered}

    @property
    def names(self) -> tuple[str, ...]:
        """What the tools are called."""
        return tuple(self._tools)

    def name(self, tool: Offered) -> str:
        """What a tool is called."""
        if tool.op == "sign_in":
            return f"{tool.trade}_sign_in"
        api = self.apis[tool.trade]
        return api.name(tool.op, api.trade.shelf(tool.shelf))

    def spec(self, tool: Offered) -> ToolSpec:
        """A tool as models are told of it."""
        if tool.op != "sign_in":
            api = self.apis[tool.trade]
            return api.spec(tool.op, api.trade.shelf(tool.shelf))
        parameters = {
            "type": "object",
            "properties": {"pin": {"type": "string"}},
            "required": ["pin"],
            "additionalProperties": False,
        }
        about = f"Sign in to {tool.trade.replace('_', ' ')} with the user's PIN."
        return ToolSpec(name=self.name(tool), description=about, parameters=parameters)

    def knows(self, name: str) -> bool:
        """Whether there is a tool of this name."""
        return name in self._tools

    def call(self, books: Books, name: str, arguments: dict[str, Json]) -> str:
        """Do a call; what it returns."""
        tool = self._tools[name]
        if tool in self.premises.busy and name not in books.rested:
            books.rested.add(name)
            return "Error: the service is busy and did nothing; call again"
        if tool.op == "sign_in":
            return self._sign_in(books, tool, arguments)
        api = self.apis[tool.trade]
        shelf, op = api.trade.shelf(tool.shelf), tool.op
        try:
            values = api.read(op, shelf, arguments)
        except ValueError as e:
            return f"Error: {e}"
        if op == "find":
            return self._found(books, api, shelf, values)
        if op == "quote":
            return json.dumps({"estimate": "to be agreed with the provider"})
        if self.providers[tool.trade].pin and tool.trade not in books.signed:
            return f"Error: not signed in; call {tool.trade}_sign_in first, then this again"
        return self._done(books, api, shelf, op, values)

    def do(self, books: Books, name: str, arguments: dict[str, Json]) -> None:
        """Do a call of which nobody reads what it returns: none that only looks is made."""
        if self._tools[name].op not in LOOKS:
            self.call(books, name, arguments)

    def _sign_in(self, books: Books, tool: Offered, arguments: dict[str, Json]) -> str:
        if arguments.keys() != {"pin"} or arguments["pin"] != self.providers[tool.trade].pin:
            return "Error: pin: want the user's PIN for this service, as a string"
        books.signed.add(tool.trade)
        return json.dumps({"signed_in": True})

    def _found(self, books: Books, api: Api, shelf: Shelf, wanted: dict[str, Json]) -> str:
        rows = [
            api.show(shelf, one.values | {"id": one.id} | self._status(books, one))
            for one in books.holdings.values()
            if (one.trade, one.shelf) == (api.trade.name, shelf.name)
            and all(same(one.values.get(k)) == same(value) for k, value in wanted.items())
        ]
        return json.dumps({shelf.plural.replace(" ", "_"): rows}, ensure_ascii=False)

    def _status(self, books: Books, holding: Holding) -> dict[str, str]:
        return {"status": books.status[holding.id]} if holding.id in books.status else {}

    def _done(self, books: Books, api: Api, shelf: Shelf, op: Op, values: dict[str, Json]) -> str:
        """Something that changes what there is."""
        if op in ("make", "wait", "template", "regular"):
            return self._made(books, api, op, values)
        holding = books.holdings.get(values.pop("id"))
        if holding is None or (holding.trade, holding.shelf) != (api.trade.name, shelf.name):
            return f"Error: there is no such {shelf.words}; {api.name('find', shelf)} lists them"
        if books.status.get(holding.id) == "ended":
            return f"Error: this {shelf.words} is over"
        if op == "change":
            if not values:
                return "Error: nothing to change was given"
            books.holdings[holding.id] = holding.model_copy(
                update={"values": holding.values | values}
            )
        elif op == "end":
            books.status[holding.id] = "ended"
        else:
            books.side.append(f"{op} {holding.id} {json.dumps(values, sort_keys=True)}")
        return json.dumps({"done": True, api.id_name(shelf): holding.id})

    def _made(self, books: Books, api: Api, op: Op, values: dict[str, Json]) -> str:
        trade, shelf = api.trade, api.trade.records
        thing = books.holdings.get(values[trade.link.name])
        if thing is None or (thing.trade, thing.shelf) != (trade.name, trade.things.name):
            name = api.name("find", trade.things)
            return f"Error: there is no such {trade.things.words}; {name} lists them"
        values = {one.name: one.default for one in shelf.traits if not one.needed} | values
        if op != "make":
            books.side.append(f"{op} {json.dumps(values, sort_keys=True)}")
            return json.dumps({"done": True})
        if taken := self._taken(api, thing.id, values):
            return taken
        name = f"{shelf.prefix}-{FIRST_MADE + len(books.made)}"
        holding = Holding(trade=trade.name, shelf=shelf.name, id=name, values=values)
        books.holdings[name] = holding
        books.made.append(holding)
        return json.dumps({"done": True, api.id_name(shelf): name})

    def _taken(self, api: Api, thing: str, values: dict[str, Json]) -> str:
        """Why there is no place at this time; empty if there is."""
        full = next(
            (
                one
                for one in self.premises.full
                if (one.trade, one.thing, one.date) == (api.trade.name, thing, values.get("date"))
            ),
            None,
        )
        if full is None or values["time"] in full.free:
            return ""
        clock = api.trade.records.trait("time").sort
        free = [clock.encode(one, api.style(clock)) for one in full.free]
        return f"Error: not free at this time; on this day there are left: {json.dumps(free)}"
