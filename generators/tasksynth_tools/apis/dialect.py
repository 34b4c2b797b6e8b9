"""How one provider's API looks: names, forms of values, nesting; and how its calls are read."""

from difflib import get_close_matches
from typing import Any, Literal

from tasksynth import Model, ToolSpec
from tasksynth_tools.apis.grammar import Attribute, Shelf, Trade
from tasksynth_tools.apis.reading import members
from tasksynth_tools.apis.values import Clock, Day, ValueKind
from tasksynth_tools.apis.words import Pointer
from tasksynth_tools.dice import Chance

Json = Any
Op = Literal[
    "find", "make", "change", "end", "sign_in",
    "quote", "wait", "template", "regular", "hide", "propose",
]  # fmt: skip
"""What a tool does: the services' own acts, and those of look-alikes."""
LOOKALIKES: dict[Op, str] = {
    "quote": "Say what it would cost to {say}. Nothing is done.",
    "wait": "Put somebody on the waiting list to {say}, should it be possible later.",
    "template": "Save a template with which to {say} another time. Nothing is done now.",
    "regular": "Do this every week from now on: {say}.",
    "hide": "Hide one {record} from lists. It stays as valid as before.",
    "propose": "Propose a change of one {record} to the provider, who may accept it some day.",
}
"""Tools that look like others and do something else."""
_PARTS: dict[Op, tuple[str, ...]] = {
    "find": ("find", "search", "list", "look_up"),
    "change": ("change", "update", "modify", "edit"),
    "quote": ("quote", "price_check"),
    "wait": ("waitlist", "queue_up"),
    "template": ("save_template_of", "draft"),
    "regular": ("repeat_weekly", "subscribe"),
    "hide": ("hide", "archive"),
    "propose": ("propose_change_of", "suggest_change_of"),
}
_STYLED = (
    "Day", "Clock", "Money", "OneWord", "Person", "PostAddress",
)  # fmt: skip


class Dialect(Model):
    """A provider's habits."""

    camel: bool
    prefixed: bool
    nested: bool
    """Whether date and time stand in an object of their own."""
    verb: int
    """Which of the words for a call it uses."""
    styles: dict[str, int]
    """Of each kind of value, which of its forms."""
    unsaid: bool = False
    """Whether the forms of dates and times are told by errors alone."""


def draw_dialect(chance: Chance, share: float) -> Dialect:
    """A dialect, in which so large a share of the forms is not the plain one."""
    return Dialect(
        camel=bool(chance.below(2)),
        prefixed=bool(chance.below(2)),
        nested=chance.hits(share / 2),
        verb=chance.below(12),
        styles={
            name: 1 + chance.below(6) if chance.hits(share) else 0 for name in (*_STYLED, "Amount")
        },
    )


class Api:
    """A service as one provider offers it.

    Args:
        trade: the service.
        dialect: the provider's habits.
    """

    def __init__(self, trade: Trade, dialect: Dialect) -> None:
        self.trade, self.dialect = trade, dialect

    def style(self, sort: ValueKind) -> str:
        """The form in which values of a kind are written."""
        number = self.dialect.styles.get(type(sort).__name__, 0)
        if self.dialect.unsaid and isinstance(sort, Day | Clock):
            return sort.styles[1]
        return (
            sort.styles[0 if number == 0 else (number - 1) % len(sort.styles[1:]) + 1]
            if (len(sort.styles) > 1)
            else sort.styles[0]
        )

    def name(self, op: Op, shelf: Shelf) -> str:
        """What a tool is called."""
        if op == "make":
            verbs: tuple[str, ...] = self.trade.verbs
        elif op == "end":
            verbs = self.trade.ends
        else:
            verbs = _PARTS[op]
        noun = shelf.plural if op == "find" else shelf.name
        if op in ("make", "quote", "wait", "template", "regular"):
            noun = self.trade.wanted
        words = f"{verbs[self.dialect.verb % len(verbs)]}_{noun.replace(' ', '_')}"
        return self._cased(f"{self.trade.name}_{words}" if self.dialect.prefixed else words)

    def spec(self, op: Op, shelf: Shelf) -> ToolSpec:
        """A tool as models are told of it."""
        about = self._about(op, shelf)
        properties: dict[str, Json] = {}
        required: list[str] = []
        if op in ("change", "end", "hide", "propose"):
            required.append(self.id_name(shelf))
            properties[required[0]] = {"type": "string", "description": f"id of the {shelf.words}"}
        traits = self._traits(op, shelf)
        grouped = self._grouped(op, traits)
        for trait in traits:
            if trait not in grouped:
                properties[self.argument(trait)] = self._schema(trait, op)
                if trait.needed and op not in ("find", "change", "propose"):
                    required.append(self.argument(trait))
        if grouped:
            inner = {self.argument(one): self._schema(one, op) for one in grouped}
            properties["when"] = _object(inner, list(inner))
            required.append("when")
        return ToolSpec(
            name=self.name(op, shelf),
            description=about,
            parameters=_object(properties, required),
        )

    def read(self, op: Op, shelf: Shelf, raw: dict[str, Json]) -> dict[str, Json]:
        """What the arguments of a call mean: values by the names of traits, the id as `id`.

        Raises:
            ValueError: naming the argument, and what was wanted.
        """
        given, found = dict(raw), {}
        if op in ("change", "end", "hide", "propose"):
            found["id"] = _id(_taken(given, self.id_name(shelf)), self.id_name(shelf))
        traits = self._traits(op, shelf)
        if grouped := self._grouped(op, traits):
            names = tuple(self.argument(one) for one in grouped)
            try:
                given |= dict(zip(names, members(_taken(given, "when"), names), strict=True))
            except ValueError as e:
                raise ValueError(f"when: {e}") from None
        for trait in traits:
            name = self.argument(trait)
            if name in given:
                try:
                    found[trait.name] = trait.sort.decode(given.pop(name), self.style(trait.sort))
                except ValueError as e:
                    raise ValueError(f"{name}: {e}") from None
            elif trait.needed and op not in ("find", "change", "propose"):
                raise ValueError(f"{name} is missing")
        if given:
            other = str(next(iter(given)))[:40]
            near = get_close_matches(other, [self.argument(one) for one in traits], n=1)
            raise ValueError(
                f"there is no {other!r}" + (f"; did you mean {near[0]}?" if near else "")
            )
        return found

    def write(self, op: Op, shelf: Shelf, values: dict[str, Json]) -> dict[str, Json]:
        """The arguments of a call that means these values."""
        traits = [one for one in self._traits(op, shelf) if one.name in values]
        grouped = self._grouped(op, self._traits(op, shelf))
        written = {self.id_name(shelf): values["id"]} if "id" in values else {}
        for trait in traits:
            value = trait.sort.encode(values[trait.name], self.style(trait.sort))
            home = written.setdefault("when", {}) if trait in grouped else written
            home[self.argument(trait)] = value
        return written

    def show(self, shelf: Shelf, values: dict[str, Json]) -> dict[str, Json]:
        """A thing or a record as the API returns it."""
        shown = {self.id_name(shelf): values["id"]}
        for trait in shelf.traits:
            if trait.name in values:
                value = trait.sort.encode(values[trait.name], self.style(trait.sort))
                shown[self.argument(trait)] = value
        if "status" in values:
            shown["status"] = values["status"]
        return shown

    def id_name(self, shelf: Shelf) -> str:
        """What the id of a thing is called."""
        return self._cased(f"{shelf.name}_id")

    def argument(self, trait: Attribute) -> str:
        """What a trait is called."""
        return self._cased(f"{trait.name}_id" if isinstance(trait.sort, Pointer) else trait.name)

    def _cased(self, words: str) -> str:
        if not self.dialect.camel:
            return words
        first, *others = words.split("_")
        return first + "".join(one.capitalize() for one in others)

    def _about(self, op: Op, shelf: Shelf) -> str:
        say, record = self.trade.say, self.trade.records.words
        match op:
            case "find":
                return f"List {shelf.plural}, with all that is known; any argument narrows it down."
            case "make":
                return f"{say[0].upper()}{say[1:]}: makes one {record}."
            case "change":
                return f"Change one {record}; what is not given stays as it is."
            case "end":
                return f"{self.trade.ends[0].replace('_', ' ').capitalize()} one {record}."
            case _:
                return LOOKALIKES[op].format(say=say, record=record)

    def _traits(self, op: Op, shelf: Shelf) -> list[Attribute]:
        if op == "find":
            return [one for one in shelf.traits if one.sort.narrows]
        if op in ("end", "hide"):
            return []
        if op in ("change", "propose"):
            return [one for one in shelf.traits if one.name in self.trade.changes]
        return list(shelf.traits)

    def _grouped(self, op: Op, traits: list[Attribute]) -> list[Attribute]:
        if not (self.dialect.nested and self.trade.slotted) or op in ("find", "change", "propose"):
            return []
        return [one for one in traits if one.name in ("date", "time")]

    def _schema(self, trait: Attribute, op: Op) -> dict[str, Json]:
        schema = trait.sort.schema(self.style(trait.sort))
        if isinstance(trait.sort, Pointer):
            schema["description"] = f"id of the {self.trade.things.words}"
        if self.dialect.unsaid and isinstance(trait.sort, Day | Clock):
            schema.pop("description", None)
        if not trait.needed and op not in ("find", "change", "propose"):
            schema["default"] = trait.sort.encode(trait.default, self.style(trait.sort))
        return schema


def same(value: Json) -> Json:
    """A value as it is compared: the case and the last full stop of words do not count."""
    if isinstance(value, str):
        return value.casefold().rstrip(".")
    return [same(one) for one in value] if isinstance(value, list) else value


def _object(properties: dict[str, Json], required: list[str]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _taken(given: dict[str, Json], name: str) -> Json:
    if name not in given:
        raise ValueError(f"{name} is missing")
    return given.pop(name)


def _id(raw: Json, name: str) -> str:
    if not isinstance(raw, str) or len(raw) > 40:
        raise ValueError(f"{name}: want an id, such as AB-123")
    return raw.strip()
