"""A scripted user of a phone, who knows what is wanted and goes there by what is on the screen."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tasksynth import Action
from tasksynth_apps.errands.wishes import PhoneWish
from tasksynth_apps.phones.kinds import KINDS
from tasksynth_apps.phones.naming import meant
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.pointing import middle
from tasksynth_apps.screens.nodes import Event
from tasksynth_apps.screens.screen import Element


class Lost(Exception):
    """What is looked for is nowhere on the page."""


@dataclass
class Walker:
    """Does wishes on a phone through touches, and keeps what it did.

    With a limit of actions it stops short; `scrolls` is how often it goes on looking further down.
    """

    phone: Phone
    limit: int = 10_000
    scrolls: int = 200
    searches: bool = False
    """Whether it looks for things by searching for their names."""
    takes: Callable[[list[int]], list[int]] = field(default=lambda found: found)
    """What of the things that fit it takes."""
    actions: list[Action] = field(default_factory=list)

    def wish(self, wish: PhoneWish) -> None:
        """Do one thing that is wanted.

        Raises:
            Lost: if it does not find it, or has no actions left.
        """
        self.app(wish.app)
        if wish.verb == "new":
            self._new(wish)
            return
        for number in self.takes(meant(wish.naming, self.phone.rows[wish.app].items())):
            if wish.verb in ("flip", "all"):
                if self.phone.rows[wish.app][number][wish.field] != wish.value:
                    self.seek(("flip", number, wish.field), number)
                continue
            self.seek(("row", number), number)
            self._change(wish, number)
            self.app(wish.app)

    def app(self, app: int) -> None:
        """Go to the list of an app, with nothing searched for."""
        while True:
            page = self.phone.page
            if page.kind == "list" and page.app == app and page.query is None:
                return
            if page.kind == "home":
                self.seek(("open", app))
            else:
                self.back()

    def seek(self, event: Event, number: int = -1) -> None:
        """Touch what does this, wherever on the page it is."""
        self._settle()
        if self.searches and number >= 0 and self.phone.page.kind == "list":
            self._search(number)
        if (found := self._within_reach(event)) is None:
            while self.phone.page.scroll:
                self.scroll("up")
        for _ in range(self.scrolls + 1):
            found = self._within_reach(event)
            if found is not None:
                self.touch(found)
                return
            before = self.phone.page.scroll
            self.scroll("down")
            if self.phone.page.scroll == before:
                break
        raise Lost(f"{event} is nowhere on the page {self.phone.page.kind}")

    def touch(self, one: Element | None) -> None:
        """Touch an element in its middle."""
        if one is None:
            raise Lost("there is nothing to touch")
        x, y = middle(one)
        self._act("tap", {"x": x, "y": y})
        self.phone.touch(x, y)

    def type(self, text: str) -> None:
        """Type a text."""
        self._settle()
        self._act("type", {"text": text})
        self.phone.type(text)

    def scroll(self, direction: str) -> None:
        """Scroll by most of a screen."""
        self._act("scroll", {"direction": direction})
        self.phone.scroll(50 if direction == "down" else -50)

    def back(self) -> None:
        """Go back."""
        self._act("back", {})
        self.phone.back()

    def _settle(self) -> None:
        """Get rid of what came up."""
        while self.phone.page.kind == "notice":
            self.touch(self._shown(("no",)))

    def _act(self, tool: str, arguments: dict[str, object]) -> None:
        if len(self.actions) >= self.limit:
            raise Lost("no actions are left")
        self.actions.append(Action(tool=tool, arguments=arguments))

    def _shown(self, event: Event) -> Element | None:
        return next((one for one in self.phone.screen().elements if one.mark.event == event), None)

    def _within_reach(self, event: Event) -> Element | None:
        one = self._shown(event)
        return one if one and self.phone.screen().hit(*middle(one)) is one else None

    def _search(self, number: int) -> None:
        app = self.phone.page.app
        kind = KINDS[self.phone.device.apps[app].kind]
        if self.phone.page.query is None:
            self.touch(self._shown(("search",)))
            self._settle()
        self.type(str(self.phone.rows[app][number][kind.title]))

    def _change(self, wish: PhoneWish, number: int) -> None:
        match wish.verb:
            case "choose":
                self.seek(("choose", number, wish.field))
                self._pick(wish.app, wish.field, str(wish.value))
            case "count":
                by = int(wish.value) - int(self.phone.rows[wish.app][number][wish.field])
                for _ in range(abs(by)):
                    self.seek(("step", number, wish.field, 1 if by > 0 else -1))
            case "text":
                self.seek(("edit", number))
                self.seek(("focus", wish.field))
                self.type(str(wish.value))
                self.seek(("save",))
            case "delete":
                self.seek(("remove", number))
                self.seek(("yes",))

    def _new(self, wish: PhoneWish) -> None:
        kind = KINDS[self.phone.device.apps[wish.app].kind]
        self.seek(("new",))
        for key, value in wish.row.items():
            if kind.field(key).holds == "choice":
                self.seek(("choose", -1, key))
                self._pick(wish.app, key, str(value))
            else:
                self.seek(("focus", key))
                self.type(str(value))
        self.seek(("save",))

    def _pick(self, app: int, key: str, value: str) -> None:
        kind = KINDS[self.phone.device.apps[app].kind]
        self.seek(("pick", kind.field(key).options.index(value)))
