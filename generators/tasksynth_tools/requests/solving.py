"""How errands are reached, call by call: by one who knows what the words mean and reads replies."""

import json
from dataclasses import dataclass, field
from typing import Any

from tasksynth import Action
from tasksynth_tools.apis.dialect import Op
from tasksynth_tools.apis.grammar import Shelf
from tasksynth_tools.apis.world import Books, Offered, Premises, Switchboard
from tasksynth_tools.requests.errands import Errand, Looked, Value, known, lookups, narrowing

Json = Any


@dataclass
class Solver:
    """One who works through errands with the tools of a premises."""

    premises: Premises
    actions: list[Action] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.board = Switchboard(self.premises)
        self.books = Books.of(self.premises)

    def reach(self, errand: Errand) -> Json:
        """Do what a errand wants; the answer, if it is a question."""
        if errand.kind == "undone":
            return None
        trade = self.board.apis[errand.trade].trade
        for name in errand.withheld:
            words = trade.records.trait(name).words
            question = f"Request {errand.number}: what is the {words}?"
            self.actions.append(Action(tool="ask_user", arguments={"question": question}))
        if errand.kind == "ask":
            return self._resolved(errand.values["answer"])
        values = {name: self._resolved(value) for name, value in errand.values.items()}
        if errand.target is not None:
            values["id"] = self._resolved(errand.target)
        reply = self.call(errand.trade, errand.kind, trade.records, values)
        if "left:" in reply:
            values["time"] = self._other_time(errand, values, reply)
            self.call(errand.trade, errand.kind, trade.records, values)
        return None

    def call(self, trade: str, op: Op, shelf: Shelf, values: dict[str, Json]) -> str:
        """Call a tool until it is not busy, signed in where that is wanted; what it said."""
        api = self.board.apis[trade]
        name, arguments = api.name(op, shelf), api.write(op, shelf, values)
        reply = self._done(name, arguments)
        while "call again" in reply or "not signed in" in reply:
            if "not signed in" in reply:
                pin = self.board.providers[trade].pin
                sign_in = Offered(trade=trade, op="sign_in", shelf="")
                self._done(self.board.name(sign_in), {"pin": pin})
            reply = self._done(name, arguments)
        return reply

    def _done(self, name: str, arguments: dict[str, Json]) -> str:
        self.actions.append(Action(tool=name, arguments=arguments))
        return self.board.call(self.books, name, arguments)

    def _resolved(self, value: Value) -> Json:
        for one in lookups(value):
            self._look(one)
        return known(self.books, value)

    def _look(self, one: Looked) -> None:
        api = self.board.apis[one.trade]
        wanted = {name: known(self.books, one.fits[name]) for name in narrowing(one)}
        self.call(one.trade, "find", api.trade.shelf(one.shelf), wanted)

    def _other_time(self, errand: Errand, values: dict[str, Json], reply: str) -> int:
        api = self.board.apis[errand.trade]
        clock = api.trade.records.trait("time").sort
        left = json.loads(reply.partition("left: ")[2])
        free: list[int] = [clock.decode(one, api.style(clock)) for one in left]
        if errand.rule == "next":
            return min(one for one in free if one > values["time"])
        return max(one for one in free if one < values["time"])
