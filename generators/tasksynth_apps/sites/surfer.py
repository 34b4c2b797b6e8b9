"""A scripted user of websites, who knows what is wanted and finds it by what pages show."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tasksynth import Action
from tasksynth_apps.errands.wishes import PhoneWish
from tasksynth_apps.phones.naming import meant
from tasksynth_apps.phones.words import word
from tasksynth_apps.sites.bits import Bit, Used
from tasksynth_apps.sites.browser import Browser

MOST_STEPS = 12
"""Pages of a form."""


class OffTrack(Exception):
    """What is looked for is nowhere on the page, or no actions are left."""


@dataclass
class Surfer:
    """Does wishes in a browser, and keeps what it did."""

    browser: Browser
    limit: int = 10_000
    """Actions that it makes at most."""
    turns: bool = True
    """Whether it looks at further pages of a list."""
    searches: bool = False
    """Whether it finds things by searching for their names."""
    takes: Callable[[list[int]], list[int]] = field(default=lambda found: found)
    """What of the things that fit it takes."""
    actions: list[Action] = field(default_factory=list)

    def wish(self, wish: PhoneWish) -> None:
        """Do one thing that is wanted.

        Raises:
            OffTrack: if it does not find it, or has no actions left.
        """
        server = self.browser.server
        if wish.verb == "new":
            if server.kind(wish.app).key == "orders":
                self.order(wish)
            else:
                self.site(wish.app)
                self.follow(f"{server.base(wish.app)}/new")
                self.fill_steps(wish.row)
            return
        for number in self.takes(meant(wish.naming, server.rows[wish.app].items())):
            row = server.rows[wish.app][number]
            if wish.verb in ("flip", "all") and row[wish.field] == wish.value:
                continue
            self.thing(wish.app, number)
            self._change(wish, number)

    def site(self, app: int) -> None:
        """Open a site's list, past what comes before it."""
        self.do("goto", url=self.browser.server.base(app) + "/")
        self._settle(app)

    def thing(self, app: int, number: int) -> None:
        """Open a thing's page by the list."""
        self.site(app)
        url = f"{self.browser.server.base(app)}/item/{number}"
        if self.searches:
            title = str(self.browser.server.rows[app][number][self.browser.server.kind(app).title])
            box = self.number(lambda one: one.bit.kind == "searchbox")
            self.do("fill", number=box, text=title)
            self.do("submit", number=box)
        while not any(one.bit.to == url for one in self.browser.page.used):
            self._turn()
        self.follow(url)

    def order(self, wish: PhoneWish) -> None:
        """Put something into the cart, and order it."""
        server = self.browser.server
        shop = server.shop()
        if shop is None or wish.source is None:
            raise OffTrack("there is no shop")
        (number, *_) = self.takes(meant(wish.source.naming, server.rows[shop].items())) or [-1]
        self.thing(shop, number)
        self._set("amount", str(wish.row["pieces"]))
        self.follow(server.host(shop) + "/cart")
        self.follow(server.host(shop) + "/checkout")
        self.fill_steps(wish.row)

    def fill_steps(self, values: dict[str, int | str]) -> None:
        """Fill a form of one or more pages, and send each."""
        for _ in range(MOST_STEPS):
            long = [
                one.form for one in self.browser.page.used if one.form and one.form.look == "long"
            ]
            if not long:
                return
            form = long[0]
            for one in list(self.browser.page.used):
                if one.form is form and one.bit.name in values:
                    self._enter(one, str(values[one.bit.name]))
            self.do("click", number=self._button_of(form))
        raise OffTrack("the form has no end")

    def _button_of(self, form: Bit) -> int:
        return self.number(lambda one: one.form is form and one.bit.kind == "button")

    def follow(self, url: str) -> None:
        """Click on a link."""
        self.press(lambda one: one.bit.to == url)

    def press(self, fits: Callable[[Used], bool]) -> None:
        """Click on what fits."""
        self.do("click", number=self.number(fits))

    def number(self, fits: Callable[[Used], bool]) -> int:
        """The number of what fits.

        Raises:
            OffTrack: if nothing does.
        """
        for number, one in enumerate(self.browser.page.used, 1):
            if fits(one):
                return number
        raise OffTrack(f"not on the page {self.browser.page.url}")

    def flip(self, key: str) -> None:
        """Press the button of a flag of the thing whose page is open."""
        self.press(lambda one: one.bit.value == f"flip:{key}")

    def do(self, tool: str, **arguments: int | str) -> None:
        """Do one action.

        Raises:
            OffTrack: if none is left.
        """
        if len(self.actions) >= self.limit:
            raise OffTrack("no actions are left")
        action = Action(tool=tool, arguments=arguments)
        self.actions.append(action)
        act(self.browser, tool, **arguments)

    def _settle(self, app: int) -> None:
        """Get past a question about cookies, and a login."""
        server = self.browser.server
        if any(bit.kind == "dialog" for bit in self.browser.page.body):
            self.do("click", number=1)
        if server.barred(app):
            name, password = server.sites.logins[server.owner(app)]
            self.fill_steps({"user": name, "password": password})

    def _turn(self) -> None:
        said = word("next", self.browser.server.sites.device.language)
        if not self.turns:
            raise OffTrack("it looks at no further page")
        self.press(lambda one: one.bit.kind == "link" and one.bit.text == said)

    def _enter(self, one: Used, value: str) -> None:
        number = self.number(lambda other: other.bit is one.bit)
        if one.bit.kind == "combobox":
            if one.bit.value != value:
                self.do("select", number=number, option=dict(one.bit.options)[value])
        else:
            self.do("fill", number=number, text=value)

    def _set(self, key: str, value: str) -> None:
        one = self.browser.page.used[self.number(lambda one: one.bit.name == key) - 1]
        self._enter(one, value)
        self.press(lambda one: one.bit.value == f"set:{key}")

    def _change(self, wish: PhoneWish, number: int) -> None:
        here = f"{self.browser.server.base(wish.app)}/item/{number}"
        match wish.verb:
            case "flip" | "all":
                self.flip(wish.field)
            case "choose" | "count":
                self._set(wish.field, str(wish.value))
            case "text":
                self.follow(f"{here}/edit")
                self.fill_steps({wish.field: wish.value})
            case "delete":
                self.follow(f"{here}/delete")
                self.press(lambda one: one.form is not None and one.bit.kind == "button")


def act(browser: Browser, tool: str, **arguments: int | str) -> str:
    """Do what a tool says; what was amiss, or nothing.

    Raises:
        KeyError: if there is no such tool.
    """
    number, text = int(arguments.get("number", 0)), str(arguments.get("text", ""))
    match tool:
        case "click":
            return browser.click(number)
        case "fill":
            return browser.fill(number, text)
        case "select":
            return browser.select(number, str(arguments["option"]))
        case "submit":
            return browser.submit(number)
        case "goto":
            return browser.go(str(arguments["url"]))
        case "go_back":
            return browser.back()
    raise KeyError(tool)
