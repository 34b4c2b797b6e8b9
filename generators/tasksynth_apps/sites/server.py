"""The sites of a device as one server: pages by their addresses, and what sending a form does."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from tasksynth import Model
from tasksynth_apps.kept import Visits
from tasksynth_apps.phones.device import Device, Row, Value, blank, kind_of, otherwise
from tasksynth_apps.phones.kinds import AppKind, ThingField
from tasksynth_apps.phones.widgets import Kit

MOST_OF_A_THING = 99
"""The largest number that a field for one takes."""
MOST_TEXT = 500
"""Characters that a field takes."""
NOWHERE = "no host"
_PAIR = r"[a-z]+=[A-Za-z0-9_.~-]+"
_PLAIN = re.compile(rf"http://([a-z0-9.]+)((?:/[A-Za-z0-9/]*)?)(?:\?({_PAIR}(?:&{_PAIR}){{0,9}}))?")
"""Addresses of nothing but letters: `urlsplit` finds the same in them, and takes its time."""
HOME = "http://start.example/"
"""Where a browser begins: a page with a link to each site."""
_VISITED = Visits(4096)


class Sites(Model):
    """All that is on the web."""

    device: Device
    """Its apps are the sites; a shop's orders are one too, but at the shop's address."""
    page: int
    """Things on a page of a list."""
    step: int
    """Fields on a page of a form for something new."""
    logins: dict[int, tuple[str, str]] = {}
    """By site, the name and the password that it wants."""
    banners: tuple[int, ...] = ()
    """Sites that ask about cookies first."""


_NOTHING: Mapping[str, str] = MappingProxyType({})


class WebPlace(NamedTuple):
    """Where an address leads."""

    app: int
    """Whose things are meant; -1 is the start page, -2 nowhere."""
    parts: tuple[str, ...] = ()
    query: Mapping[str, str] = _NOTHING
    number: int = -1
    """The id of the thing that it is about; -1 if none."""


@lru_cache(maxsize=1 << 12)
def taken_apart(url: str) -> tuple[str, tuple[str, ...], Mapping[str, str]]:
    """The host of an address, the parts of its path, and what it asks; of none, of no host."""
    if plain := _PLAIN.fullmatch(url):
        pairs = plain[3].split("&") if plain[3] else ()
        query = dict(pair.split("=") for pair in pairs)
        return plain[1], tuple(filter(None, plain[2].split("/"))), query
    try:
        split = urlsplit(url)
        query = dict(parse_qsl(split.query, max_num_fields=20))
    except ValueError:
        return NOWHERE, (), _NOTHING
    return split.netloc, tuple(part for part in split.path.split("/") if part), query


@dataclass
class SiteServer:
    """What all sites hold, and what they remember of the one who uses them."""

    sites: Sites
    rows: list[dict[int, Row]]
    made: list[int]
    signed: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    """Sites whose question about cookies was answered."""
    drafts: dict[str, dict[str, str]] = field(default_factory=dict)
    """What was sent by forms of several pages so far, by their addresses."""
    flash: dict[str, tuple[dict[str, str], dict[str, str]]] = field(default_factory=dict)
    """Of forms that were refused: what was sent, and what is wrong, by field."""
    changed: dict[int, Hashable] = field(default_factory=dict)
    """Of the apps whose things were touched, all that is otherwise than at first; None where that
    has to be found out anew."""
    again: bool = False
    """Whether somebody was here before, so that it pays to keep pages."""
    _shared: dict[int, tuple[Kit, int, str]] = field(default_factory=dict)
    _places: dict[str, WebPlace] = field(default_factory=dict)

    @classmethod
    def at(cls, sites: Sites) -> "SiteServer":
        """The sites as they are at first."""
        apps = sites.device.apps
        rows = [dict(enumerate(app.rows)) for app in apps]
        return cls(sites, rows, [len(app.rows) for app in apps], again=_VISITED.before(sites))

    # -- addresses

    def host(self, app: int) -> str:
        """The address of the site at which an app is."""
        return self._sites[app][2]

    def owner(self, app: int) -> int:
        """The site that an app belongs to: itself, but for a shop's orders."""
        return self._sites[app][1]

    def shop(self) -> int | None:
        """The shop, where there is one with orders."""
        return self._shop

    @cached_property
    def _shop(self) -> int | None:
        kinds = [app.kind for app in self.sites.device.apps]
        return kinds.index("shop") if "shop" in kinds and "orders" in kinds else None

    def orders(self) -> int:
        """The orders of the shop."""
        return [app.kind for app in self.sites.device.apps].index("orders")

    def base(self, app: int) -> str:
        """What the addresses of an app's pages begin with."""
        return self.host(app) + ("/orders" if self.owner(app) != app else "")

    def kind(self, app: int) -> AppKind:
        """An app's kind."""
        return self._sites[app][0]

    @cached_property
    def _sites(self) -> list[tuple[AppKind, int, str]]:
        """Of each app its kind, its site, and the address of that."""
        apps, shop = self.sites.device.apps, self.shop()
        owners = [
            number if shop is None or app.kind != "orders" else shop
            for number, app in enumerate(apps)
        ]
        hosts = [f"http://{slug(apps[owner].name)}.example" for owner in owners]
        return list(zip(map(kind_of, apps), owners, hosts, strict=True))

    def place(self, url: str) -> WebPlace:
        """Where an address leads."""
        if (found := self._places.get(url)) is None:
            found = self._places[url] = self._place(url)
        return found

    def _place(self, url: str) -> WebPlace:
        host, parts, query = taken_apart(url)
        if host in ("start.example", ""):
            return WebPlace(-1 if not parts else -2)
        if (app := self.hosts.get(host)) is None:
            return WebPlace(-2)
        if parts[:1] == ("orders",) and self._shop == app:
            app, parts = self.orders(), parts[1:]
        about = len(parts) > 1 and parts[0] == "item" and parts[1].isdecimal()
        return WebPlace(app, parts, query, int(parts[1][:9]) if about else -1)

    @cached_property
    def hosts(self) -> Mapping[str, int]:
        """The sites by their names on the web."""
        own = [app for app in range(len(self.rows)) if self.owner(app) == app]
        return {self.host(app).removeprefix("http://"): app for app in reversed(own)}

    def site(self, app: int) -> tuple[Kit, int, str]:
        """What all pages of an app share, the site that it belongs to, and its address there."""
        if (found := self._shared.get(app)) is None:
            device = self.sites.device
            found = Kit.of(device, device.apps[app]), self.owner(app), self.base(app)
            self._shared[app] = found
        return found

    def state(self, app: int) -> Hashable:
        """All that an app's pages show, but for what forms were refused for."""
        owner = self._sites[app][1]
        bought = self._otherwise(owner) if owner == self._shop else None
        drafts = tuple((url, *draft.items()) for url, draft in self.drafts.items())
        return self._otherwise(app), bought, owner in self.signed, owner in self.asked, drafts

    def _otherwise(self, app: int) -> Hashable:
        if app not in self.changed:
            return None
        if (found := self.changed[app]) is None:
            found = otherwise(self.sites.device.apps[app].rows, self.rows[app])
            self.changed[app] = found
        return found

    # -- what forms do

    def post(self, url: str, sent: Mapping[str, str]) -> str:
        """Do what a form asks for; the address that the browser is sent to then."""
        at = self.place(url)
        if at.app < 0:
            return url
        then = sent.get("then", "")
        then = then if self.place(then).app >= 0 else self.base(at.app) + "/"
        if sent.get("do") == "cookies":
            self.asked.add(self.owner(at.app))
            return then
        if at.parts == ("login",):
            return self._sign_in(at, sent, then)
        if self.barred(at.app):
            return url
        if at.number >= 0 and at.number not in self.rows[at.app]:
            return url
        match at.parts:
            case ("item", _):
                self._set(at.app, at.number, sent, then)
                return then
            case ("item", _, "edit"):
                return self._edit(at, url, sent)
            case ("item", _, "delete") if self.kind(at.app).removes:
                rows = self.rows[at.app]
                self._change(at.app, {n: row for n, row in rows.items() if n != at.number})
                return self.base(at.app) + "/"
            case ("empty",) if self.kind(at.app).removes:
                self._change(at.app, {})
                return self.base(at.app) + "/"
            case ("new",) if self.kind(at.app).new:
                return self._form(at, sent)
            case ("checkout",) if self.shop() == at.app and self.in_cart():
                return self._form(at, sent)
        return url

    def put(self, app: int, number: int, row: Row) -> None:
        """Put a thing in its place."""
        self._change(app, {**self.rows[app], number: row})

    def _change(self, app: int, rows: dict[int, Row]) -> None:
        """Have other things from now on; pages that were read hold those that were there."""
        self.rows[app] = rows
        self.changed[app] = None

    def barred(self, app: int) -> bool:
        """Whether one has to sign in first."""
        owner = self._sites[app][1]
        return owner not in self.signed and owner in self.sites.logins

    def in_cart(self) -> list[int]:
        """The ids of the products in the cart."""
        return in_cart(self.rows[self._shop]) if self._shop is not None else []

    def fields(self, at: WebPlace) -> tuple[ThingField, ...]:
        """The fields of a form of several pages: of a new thing, or of an order."""
        kind = self.kind(self.orders() if at.parts[:1] == ("checkout",) else at.app)
        return tuple(one for one in kind.fields if one.edits)

    def steps(self, at: WebPlace) -> list[tuple[ThingField, ...]]:
        """The fields of each of its pages; an order has a last one without."""
        fields, size = self.fields(at), self.sites.step
        pages = [fields[start : start + size] for start in range(0, len(fields), size)]
        return [*pages, ()] if at.parts[:1] == ("checkout",) else pages

    def _sign_in(self, at: WebPlace, sent: Mapping[str, str], then: str) -> str:
        owner = self.owner(at.app)
        if (sent.get("user"), sent.get("password")) == self.sites.logins.get(owner, ("", "")):
            self.signed.add(owner)
            return then
        url = f"{self.host(at.app)}/login?{urlencode({'then': then})}"
        self.flash[url] = {"user": sent.get("user", "")}, {"password": "wrong_login"}
        return url

    def _set(self, app: int, number: int, sent: Mapping[str, str], then: str) -> None:
        """Set one field of a thing: a flag the other way, a choice or a number as it was sent."""
        verb, _, key = sent.get("do", "").partition(":")
        one = next((one for one in self.kind(app).fields if one.key == key), None)
        if one is None:
            return
        row = self.rows[app][number]
        value: Value = row[key]
        match verb, one.holds:
            case "flip", "flag":
                value = 1 - int(value)
            case "set", "choice" if one.on and sent.get(key) in one.options:
                value = sent[key]
            case "set", "count":
                said = sent.get(key, "").strip()
                if not (said.isdecimal() and said.isascii() and int(said[:9]) <= MOST_OF_A_THING):
                    self.flash[then] = {key: said}, {key: "no_number"}
                    return
                value = int(said)
        self.put(app, number, row | {key: value})

    def _edit(self, at: WebPlace, url: str, sent: Mapping[str, str]) -> str:
        fields = tuple(one for one in self.kind(at.app).fields if one.edits)
        if not self.kind(at.app).new:
            return url
        values, wrong = _read(fields, sent, self.kind(at.app).title)
        if wrong:
            self.flash[_bare(url)] = dict(values), wrong
            return _bare(url)
        self.put(at.app, at.number, {**self.rows[at.app][at.number], **values})
        return f"{self.base(at.app)}/item/{at.number}"

    def _form(self, at: WebPlace, sent: Mapping[str, str]) -> str:
        """A page of a form for something new was sent."""
        where = f"{self.base(at.app)}/{at.parts[0]}"
        steps = self.steps(at)
        said = at.query.get("step", "1")
        step = int(said) if said in map(str, range(1, len(steps) + 1)) else 1
        kind = self.kind(self.orders() if at.parts[0] == "checkout" else at.app)
        must = kind.title if at.parts[0] == "new" else "recipient"
        values, wrong = _read(steps[step - 1], sent, must)
        here = where if step == 1 else f"{where}?step={step}"
        if wrong:
            self.flash[here] = dict(values), wrong
            return here
        draft = self.drafts.setdefault(where, {})
        draft |= values
        if step < len(steps):
            return f"{where}?step={step + 1}"
        missing = [one.key for one in self.fields(at) if one.key not in draft]
        if missing:
            return where
        del self.drafts[where]
        return self._place_order(draft) if at.parts[0] == "checkout" else self._make(at.app, draft)

    def _make(self, app: int, values: Mapping[str, Value]) -> str:
        number = self.made[app]
        self.made[app] += 1
        self.put(app, number, {**blank(self.kind(app), self.sites.device), **values})
        return f"{self.base(app)}/item/{number}"

    def _place_order(self, values: Mapping[str, Value]) -> str:
        shop = self.shop() or 0
        for number in self.in_cart():
            row = self.rows[shop][number]
            self._make(
                self.orders(),
                {**values, "product": row["name"], "pieces": row["amount"]},
            )
            self.put(shop, number, row | {"amount": 0})
        return self.base(self.orders()) + "/"


def in_cart(products: Mapping[int, Row]) -> list[int]:
    """The ids of those of a shop's products that are in the cart."""
    return [number for number, row in products.items() if int(row["amount"])]


@lru_cache(maxsize=1024)
def slug(name: str) -> str:
    """A name as addresses have it."""
    return "".join(one for one in name.lower() if one.isascii() and one.isalnum()) or "site"


def _bare(url: str) -> str:
    return url.partition("?")[0]


def _read(
    fields: tuple[ThingField, ...], sent: Mapping[str, str], must: str
) -> tuple[dict[str, str], dict[str, str]]:
    """The values of a form's fields, and what is wrong with them."""
    values: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in fields:
        said = " ".join(sent.get(one.key, "").split())[:MOST_TEXT]
        if one.holds == "choice":
            said = said if said in one.options else one.options[0]
        elif one.key == must and not said:
            wrong[one.key] = "required"
        elif one.key == "email" and said and "@" not in said:
            wrong[one.key] = "no_address"
        values[one.key] = said
    return values, wrong
