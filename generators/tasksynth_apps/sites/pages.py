"""What a server shows at an address."""

from collections.abc import Mapping
from functools import cache, lru_cache
from urllib.parse import urlencode

from tasksynth_apps.kept import Memo
from tasksynth_apps.phones.device import OpenPage, Row, shown
from tasksynth_apps.phones.kinds import EVERY_KIND, ThingField
from tasksynth_apps.phones.lists import chosen, tab_names
from tasksynth_apps.phones.words import word
from tasksynth_apps.sites.bits import (
    Bit,
    BitGroup,
    Piece,
    WebPage,
    button,
    hidden,
    link,
    posted,
    text,
)
from tasksynth_apps.sites.server import HOME, MOST_TEXT, SiteServer, WebPlace, in_cart

_PAGES = Memo[WebPage](1024, times=1)
"""Of sites, by their addresses and all that is seen there, for whoever plays a task again."""
_UNASKED = OpenPage("list", query="")
"""A list of which nothing is asked, as most are."""


def load(server: SiteServer, url: str) -> WebPage:
    """The page at an address; what was wrong with a form is shown once."""
    at = server.place(url)
    if at.app < -1:
        return WebPage(url, "404", (Bit("heading", word("not_found", "en")),))
    if url in server.flash or not server.again:
        return _start(server) if at.app == -1 else _written(server, at, url)
    if at.app == -1:
        return _PAGES.of(server.sites, HOME, lambda: _start(server))
    return _PAGES.of(server.sites, (url, server.state(at.app)), lambda: _written(server, at, url))


def _written(server: SiteServer, at: WebPlace, url: str) -> WebPage:
    writer = SiteWriter(server, at, url)
    title, main = writer.main()
    owner, sites = writer.owner, server.sites
    asks = owner in sites.banners and owner not in server.asked
    site = sites.device.apps[owner]
    return WebPage(
        url,
        f"{title} · {site.name}",
        (writer.header(), BitGroup("main", (((0,), lambda _: (Bit("heading", title),)), *main))),
        writer.banner() if asks else None,
        site.look.accent,
        sites.device.language,
    )


def _start(server: SiteServer) -> WebPage:
    apps = [n for n in range(len(server.rows)) if server.owner(n) == n]
    names = server.sites.device.apps
    items = tuple(Bit("item", kids=(link(names[n].name, server.host(n) + "/"),)) for n in apps)
    language = server.sites.device.language
    title = word("start", language)
    body = (Bit("main", kids=(Bit("heading", title), Bit("list", kids=items))),)
    return WebPage(HOME, title, body, None, names[0].look.accent, language)


def _usable(one: ThingField) -> int:
    """How much of what tells a field of a thing can be used."""
    if one.holds == "flag":
        return 1
    return 2 if one.holds == "count" or (one.holds == "choice" and one.on) else 0


@cache
def _told_of(kind: str) -> tuple[tuple[ThingField, ...], tuple[int, ...]]:
    """The fields that are told of a thing, and how much of each can be used."""
    one = EVERY_KIND[kind]
    fields = tuple(field for field in one.fields if field.key != one.title)
    return fields, tuple(map(_usable, fields))


@lru_cache(maxsize=1 << 12)
def _encoded(query: tuple[tuple[str, str], ...]) -> str:
    return urlencode(query)


class SiteWriter:
    """Writes the pages of a site."""

    def __init__(self, server: SiteServer, at: WebPlace, url: str) -> None:
        self.server, self.at, self.url = server, at, url
        self.device = server.sites.device
        self.kit, self.owner, self.base = server.site(at.app)
        self.kind = self.kit.kind
        self.rows = server.rows[at.app]
        self.said, self.wrong = server.flash.pop(url, ({}, {}))

    def word(self, key: str) -> str:
        """A word of the interface."""
        return word(key, self.device.language)

    def header(self) -> Piece:
        """What stands over every page of a site."""
        rows = self.server.rows[self.owner] if self.owner == self.server.shop() else None
        count = 2 + self.kind.new + 2 * (rows is not None)
        return (count,), lambda _: (self._header(rows),)

    def _header(self, products: Mapping[int, Row] | None) -> Bit:
        server, home = self.server, self.server.host(self.owner) + "/"
        kids = [link(self.device.apps[self.owner].name, home, "brand")]
        kids.append(link(self.word(server.kind(self.owner).heading), home))
        if self.kind.new:
            kids.append(link(self.word("new"), self.base + "/new"))
        if products is not None:
            count = len(in_cart(products))
            kids.append(link(f"{self.word('cart')} ({count})", home + "cart"))
            kids.append(link(self.word("orders"), home + "orders/"))
        return Bit("nav", kids=tuple(kids))

    def banner(self) -> Bit:
        """The question about cookies."""
        form = posted(
            self.server.host(self.owner) + "/",
            hidden("then", self.url),
            hidden("do", "cookies"),
            button(self.word("only_needed"), look="plain"),
            button(self.word("accept")),
        )
        return Bit("dialog", self.word("cookies"), (form,))

    def main(self) -> tuple[str, tuple[Piece, ...]]:
        """What a page is called, and what it says."""
        parts, number = self.at.parts, self.at.number
        if parts == ("login",) or self.server.barred(self.at.app):
            return self.word("sign_in"), (self._login(),)
        match parts:
            case ():
                return self.word(self.kind.heading), self._list()
            case ("item", _) if number in self.rows:
                return self.kit.said(self.rows[number], self.kind.title) or "—", self._thing(number)
            case ("item", _, "edit") if number in self.rows and self.kind.new:
                return self.word("edit"), (self._edit(number),)
            case ("item", _, "delete") if number in self.rows and self.kind.removes:
                title = self.kit.said(self.rows[number], self.kind.title)
                return self.word("delete"), self._sure(title, f"{self.base}/item/{number}/delete")
            case ("empty",) if self.kind.removes:
                return self.word("wipe"), self._sure(self.word("all"), f"{self.base}/empty")
            case ("new",) if self.kind.new:
                return self.word("new"), (self._form(),)
            case ("cart",) if self.at.app == self.server.shop():
                return self.word("cart"), self._cart()
            case ("checkout",) if self.at.app == self.server.shop():
                if self.server.in_cart():
                    return self.word("check_out"), (self._form(),)
                return self.word("cart"), self._cart()
        return self.word("not_found"), ()

    # -- lists

    def _asked(self) -> OpenPage:
        if not (query := self.at.query):
            return _UNASKED
        tab, names = query.get("tab", "0"), self.kind.field(self.kind.tabs).options
        return OpenPage(
            "list",
            self.at.app,
            tab=int(tab) if tab in map(str, range(len(names) + 1)) else 0,
            query=query.get("q", "")[:MOST_TEXT],
            sort=query.get("sort", "") if query.get("sort") in ("up", "down") else "",
        )

    def _to(self, **changed: str) -> str:
        """This list, asked for otherwise."""
        kept = {key: self.at.query.get(key, "") for key in ("q", "tab", "sort", "page")}
        query = {key: said for key, said in (kept | changed).items() if said not in ("", "0")}
        return f"{self.base}/" + (f"?{_encoded(tuple(query.items()))}" if query else "")

    def _list(self) -> tuple[Piece, ...]:
        asked = self._asked()
        found, size = chosen(self.kit, asked, self.rows), self.server.sites.page
        pages = max(1, -(-len(found) // size))
        said = self.at.query.get("page", "1")
        page = int(said) if said in map(str, range(1, pages + 1)) else 1
        here = found[(page - 1) * size : page * size]
        look = {"lines": "table", "cards": "list", "tiles": "grid"}[self.kit.app.look.list]
        lines: Piece = (2,) * len(here), lambda place: (self._line(*here[place]),)
        body = BitGroup(look, (lines,)) if here else text(self.word("nothing"))
        return (*self._filters(asked), body, *self._turning(page, pages), *self._more())

    def _filters(self, asked: OpenPage) -> tuple[Piece, ...]:
        """What searches, divides and sorts a list."""
        if self.kit.app.look.nav == "bottom":
            ways = self._search, self._sorts
            return (((3, 2), lambda place: (ways[place](asked),)),)
        usable = 2, len(tab_names(self.kit)), 2
        three = self._search, self._tabs, self._sorts
        return ((usable, lambda place: (three[place](asked),)),)

    def _search(self, asked: OpenPage) -> Bit:
        kids = [Bit("searchbox", self.word("search"), name="q", value=asked.query or "")]
        tab = str(asked.tab)
        if self.kit.app.look.nav == "bottom":
            options = tuple((str(n), said) for n, (_, said) in enumerate(tab_names(self.kit)))
            label = self.word(self.kind.tabs)
            kids.append(Bit("combobox", label, name="tab", value=tab, options=options))
        else:
            kids.append(hidden("tab", tab))
        return Bit("form", "get", (*kids, button(self.word("go"))), to=f"{self.base}/")

    def _tabs(self, asked: OpenPage) -> Bit:
        kids = [
            link(said, self._to(tab=str(n), page=""), "here" if n == asked.tab else "tab")
            for n, (_, said) in enumerate(tab_names(self.kit))
        ]
        return Bit("nav", kids=tuple(kids))

    def _sorts(self, _: OpenPage) -> Bit:
        ways = ("up", "down")
        kids = [
            link(self.word(f"sort_{way}"), self._to(sort=way, page=""), "small") for way in ways
        ]
        return Bit("nav", kids=tuple(kids))

    def _line(self, number: int, row: Row) -> BitGroup:
        """A thing in a list."""
        parts = self._named, self._told, self._flagged
        return BitGroup("row", (((1, 0, 1), lambda place: parts[place](number, row)),))

    def _named(self, number: int, row: Row) -> tuple[Bit, ...]:
        """What a thing is called, which leads to it."""
        title = self.kit.said(row, self.kind.title) or "—"
        return (link(title, f"{self.base}/item/{number}", "name"),)

    def _told(self, _: int, row: Row) -> tuple[Bit, ...]:
        """What a list tells of a thing besides."""
        keys = [key for key in (*self.kind.under, self.kind.trail) if key]
        return tuple(text(said) for key in keys if (said := self.kit.said(row, key)))

    def _flagged(self, number: int, row: Row) -> tuple[Bit, ...]:
        return (self._flag(self.kind.field(self.kind.button), number, row, self.url),)

    def _turning(self, page: int, pages: int) -> tuple[Piece, ...]:
        """Links to the other pages of a list."""
        if pages == 1:
            return ()
        usable = (page > 1) + (page < pages)
        return (((usable,), lambda _: (self._turns(page, pages),)),)

    def _turns(self, page: int, pages: int) -> Bit:
        kids = [link(self.word("previous"), self._to(page=str(page - 1)))] if page > 1 else []
        kids.append(text(f"{page} / {pages}"))
        kids += [link(self.word("next"), self._to(page=str(page + 1)))] if page < pages else []
        return Bit("nav", kids=tuple(kids), look="pages")

    def _more(self) -> tuple[Bit, ...]:
        if not self.kind.removes or not self.rows:
            return ()
        return (link(self.word("wipe"), f"{self.base}/empty", "danger"),)

    # -- one thing

    def _flag(self, one: ThingField, number: int, row: Row, then: str) -> Bit:
        return posted(
            f"{self.base}/item/{number}",
            hidden("then", then),
            button(self.word(one.key), "do", f"flip:{one.key}", on=bool(row[one.key]), look="flag"),
        )

    def _thing(self, number: int) -> tuple[Piece, ...]:
        row, here = self.rows[number], f"{self.base}/item/{number}"
        fields, usable = _told_of(self.kind.key)
        pairs: Piece = usable, lambda place: (self._pair(fields[place], number, row),)
        ways = []
        if self.kind.new:
            ways.append(link(self.word("edit"), f"{here}/edit", "button"))
        if self.kind.removes:
            ways.append(link(self.word("delete"), f"{here}/delete", "danger"))
        return (pairs, *ways)

    def _pair(self, one: ThingField, number: int, row: Row) -> Bit:
        """A field of a thing, and what changes it."""
        label, here = self.word(one.key), f"{self.base}/item/{number}"
        if one.holds == "flag":
            return Bit("pair", kids=(self._flag(one, number, row, here),))
        if one.holds == "choice" and one.on:
            field = self._choice(one, str(row[one.key]))
        elif one.holds == "count":
            value = self.said.get(one.key, str(row[one.key]))
            field = Bit("spinbutton", label, name=one.key, value=value)
        else:
            said = shown(one, row[one.key], self.device.language)
            return Bit("pair", kids=(text(f"{label}: {said or '—'}"),))
        form = posted(
            here, hidden("then", here), field, button(self.word("apply"), "do", f"set:{one.key}")
        )
        return Bit("pair", kids=(form, *self._fault(one.key)))

    def _fault(self, key: str) -> tuple[Bit, ...]:
        return (text(self.word(self.wrong[key]), "fault"),) if key in self.wrong else ()

    def _choice(self, one: ThingField, value: str) -> Bit:
        options = tuple((option, self.word(option)) for option in one.options)
        return Bit("combobox", self.word(one.key), name=one.key, value=value, options=options)

    def _sure(self, what: str, to: str) -> tuple[Bit, ...]:
        form = posted(to, button(self.word("delete"), look="danger"))
        return text(f"{self.word('sure')} {what}"), form, link(self.word("cancel"), f"{self.base}/")

    # -- forms

    def _entry(self, one: ThingField, value: str) -> tuple[Bit, ...]:
        if one.holds == "choice":
            return (self._choice(one, value or one.options[0]),)
        kind = Bit("textbox", self.word(one.key), name=one.key, value=value, look=one.holds)
        return (kind, *self._fault(one.key))

    def _edit(self, number: int) -> Bit:
        row = self.rows[number]
        fields = [
            bit
            for one in self.kind.fields
            if one.edits
            for bit in self._entry(one, self.said.get(one.key, str(row[one.key])))
        ]
        save = button(self.word("save"))
        return posted(f"{self.base}/item/{number}/edit", *fields, save, look="long")

    def _form(self) -> Bit:
        """A page of a form for something new."""
        at, steps = self.at, self.server.steps(self.at)
        said = at.query.get("step", "1")
        step = int(said) if said in map(str, range(1, len(steps) + 1)) else 1
        where = f"{self.base}/{at.parts[0]}"
        draft = self.server.drafts.get(where, {}) | self.said
        kids = [text(f"{self.word('step')} {step} / {len(steps)}")] if len(steps) > 1 else []
        for one in steps[step - 1]:
            kids += self._entry(one, draft.get(one.key, ""))
        order = at.parts[0] == "checkout"
        if order and step == len(steps):
            kids += self._review(draft)
        last = self.word("place_order" if order else "save")
        kids.append(button(last if step == len(steps) else self.word("next")))
        return posted(where if step == 1 else f"{where}?step={step}", *kids, look="long")

    def _review(self, draft: dict[str, str]) -> list[Bit]:
        """What is about to be ordered."""
        lines = [text(self.word("review"), "strong")]
        for number in self.server.in_cart():
            row = self.rows[number]
            lines.append(text(f"{row['amount']} of {self.kit.said(row, 'name')}"))
        for one in self.server.fields(self.at):
            value = draft.get(one.key, "")
            value = self.word(value) if one.holds == "choice" and value else value
            lines.append(text(f"{self.word(one.key)}: {value or '—'}"))
        return lines

    def _cart(self) -> tuple[Bit, ...]:
        inside = self.server.in_cart()
        if not inside:
            return (text(self.word("empty_cart")),)
        lines = []
        for number in inside:
            row = self.rows[number]
            name = link(self.kit.said(row, "name"), f"{self.base}/item/{number}", "name")
            form = posted(
                f"{self.base}/item/{number}",
                hidden("then", f"{self.base}/cart"),
                Bit("spinbutton", self.word("amount"), name="amount", value=str(row["amount"])),
                button(self.word("apply"), "do", "set:amount"),
            )
            lines.append(Bit("row", kids=(name, text(self.kit.said(row, "price")), form)))
        out = link(self.word("check_out"), f"{self.base}/checkout", "button")
        return Bit("table", kids=tuple(lines)), out

    def _login(self) -> Bit:
        owner = self.server.owner(self.at.app)
        then = self.at.query.get("then", self.url)
        return posted(
            f"{self.server.host(owner)}/login",
            hidden("then", then),
            Bit("textbox", self.word("user"), name="user", value=self.said.get("user", "")),
            Bit("password", self.word("password"), name="password"),
            *self._fault("password"),
            button(self.word("sign_in")),
            look="long",
        )
