"""A browser: pages one goes to and comes back from, and forms that are filled and sent."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from tasksynth_apps.sites.bits import FIELDS, Bit, Used, WebPage, in_form
from tasksynth_apps.sites.outline import outline
from tasksynth_apps.sites.pages import load
from tasksynth_apps.sites.server import HOME, MOST_TEXT, Sites, SiteServer

ENTRIES = ("textbox", "searchbox", "password", "spinbutton")
"""Kinds of fields that one types into."""


@dataclass
class Browser:
    """A browser with a tab, and all that is on the web."""

    server: SiteServer
    history: list[str] = field(default_factory=lambda: [HOME])
    drafts: dict[int, str] = field(default_factory=dict)
    """What fields of the page hold by now, by number; "1" and "" for what is checked or not."""
    _page: WebPage | None = None

    @classmethod
    def at(cls, sites: Sites) -> "Browser":
        """A browser that was just opened."""
        return cls(SiteServer.at(sites))

    @property
    def page(self) -> WebPage:
        """The page that is open."""
        if self._page is None:
            self._page = load(self.server, self.history[-1])
        return self._page

    def told(self) -> str:
        """The page in words."""
        return outline(self.page, self.drafts)

    def go(self, url: str) -> str:
        """Open an address. Like all that one does, it says what was amiss, or nothing."""
        url = url.strip()[:2000]
        url = url if "://" in url else f"http://{url}"
        scheme, _, rest = url.partition("://")
        url = f"{scheme}://{rest}" if "/" in rest else f"{url}/"
        self._open(url)
        return ""

    def back(self) -> str:
        """Go back to the page before."""
        if len(self.history) == 1:
            return "There is no page before this one."
        self.history.pop()
        self._page, self.drafts = None, {}
        return ""

    def click(self, number: int) -> str:
        """Click on something."""
        if (used := self._used(number)) is None:
            return self._missing(number)
        bit = used.bit
        if bit.kind == "link":
            self._open(bit.to)
        elif bit.kind == "button" and used.form is not None:
            self._send(number, used, bit)
        elif bit.kind == "checkbox":
            self.drafts[number] = "" if self.drafts.get(number, "1" if bit.on else "") else "1"
        return ""

    def fill(self, number: int, text: str) -> str:
        """Put a text into a field, in place of what it holds."""
        if (used := self._used(number)) is None:
            return self._missing(number)
        if used.bit.kind not in ENTRIES:
            return f"One cannot type into number {number}, a {used.bit.kind}."
        self.drafts[number] = text.replace("\n", " ").replace("\r", " ")[:MOST_TEXT]
        return ""

    def select(self, number: int, option: str) -> str:
        """Choose one of the options of a field."""
        if (used := self._used(number)) is None:
            return self._missing(number)
        if used.bit.kind != "combobox":
            return f"One cannot choose from number {number}, a {used.bit.kind}."
        for value, said in used.bit.options:
            if option.strip().casefold() in (said.casefold(), value.casefold()):
                self.drafts[number] = value
                return ""
        there = ", ".join(f'"{said}"' for _, said in used.bit.options)
        return f'Number {number} has no option "{option[:60]}"; there are: {there}.'

    def submit(self, number: int) -> str:
        """Send the form that a field is in, as the enter key does."""
        if (used := self._used(number)) is None:
            return self._missing(number)
        if used.form is None or used.bit.kind not in FIELDS:
            return f"Number {number} is no field of a form."
        first = next((bit for bit in used.form.kids if bit.kind == "button"), None)
        self._send(number, used, first)
        return ""

    def _used(self, number: int) -> Used | None:
        return self.page.at(number)

    def _missing(self, number: int) -> str:
        return f"Nothing on this page has the number {number}."

    def _open(self, url: str) -> None:
        if url != self.history[-1]:
            self.history.append(url)
        self._page, self.drafts = None, {}

    def _send(self, number: int, used: Used, pressed: Bit | None) -> None:
        """Send the form that something with a number is in, by a button of it."""
        if (form := used.form) is None:
            return
        sent = self._values(form, number, used.bit)
        if pressed is not None and pressed.name:
            sent[pressed.name] = pressed.value
        if form.text == "get":
            self._open(f"{form.to}?{urlencode(sent)}")
        else:
            self._open(self.server.post(form.to, sent))

    def _values(self, form: Bit, number: int, one: Bit) -> dict[str, str]:
        """What the fields of a form hold, one of whose parts has this number."""
        within = [id(bit) for bit in in_form(form)]
        numbers = {bit: number - within.index(id(one)) + at for at, bit in enumerate(within)}
        sent = {}
        for bit in form.kids:
            if bit.kind == "hidden":
                sent[bit.name] = bit.value
            elif bit.kind == "checkbox":
                if self.drafts.get(numbers[id(bit)], "1" if bit.on else ""):
                    sent[bit.name] = bit.value or "on"
            elif bit.kind in FIELDS:
                sent[bit.name] = self.drafts.get(numbers[id(bit)], bit.value)
        return sent
