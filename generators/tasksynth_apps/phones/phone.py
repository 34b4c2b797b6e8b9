"""A device as a state machine: what is open, what is held, and what a touch makes of it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from tasksynth_apps.kept import Memo
from tasksynth_apps.phones.device import (
    Device,
    OpenPage,
    Row,
    blank,
    key_of,
    kind_of,
    otherwise,
)
from tasksynth_apps.phones.kinds import AppKind, ThingField
from tasksynth_apps.phones.views import OVER, view
from tasksynth_apps.screens.nodes import Event
from tasksynth_apps.screens.screen import Screen

MOST_STEPS = 99
"""The largest number that a stepper counts to."""
_SCREENS = Memo[Screen](512)
"""Of devices, by all that is seen: those who play one task again and again see the same ones."""


@dataclass
class Phone:
    """A device in use. `screen` is a function of what it holds; touches change that."""

    device: Device
    rows: list[dict[int, Row]]
    """The things of each app, by their ids. A thing that changes is another one in its place, so
    that devices may share those that do not."""
    stack: list[OpenPage]
    notices: tuple[tuple[int, str], ...] = ()
    """After how many touches something comes up, and what."""
    touches: int = 0
    made: list[int] = field(default_factory=list)
    """The ids that the next new thing of each app gets."""
    changed: dict[int, Hashable] = field(default_factory=dict)
    """Of the apps whose things were touched, all that is otherwise than at first; None where that
    has to be found out anew."""
    unseen: bool = False
    """Whether nobody looks at its screens: to keep one costs more than another touch of it does."""
    _screen: Screen | None = None
    _beyond: int | None = None
    """Pixels by which what is open may be scrolled, which no scrolling changes."""

    @classmethod
    def at(
        cls, device: Device, *, app: int = -1, notices: tuple[tuple[int, str], ...] = ()
    ) -> "Phone":
        """A device as it was drawn: at home, or with an app open."""
        rows = [dict(enumerate(one.rows)) for one in device.apps]
        start = OpenPage("home") if app < 0 else OpenPage("list", app)
        made = [len(one.rows) for one in device.apps]
        return cls(device, rows, [start], notices=notices, made=made)

    def copy(self) -> "Phone":
        """The same device, to be used otherwise."""
        return Phone(
            self.device,
            list(map(dict, self.rows)),
            [page.copy() for page in self.stack],
            self.notices,
            self.touches,
            list(self.made),
            dict(self.changed),
            self.unseen,
            self._screen,
        )

    @property
    def page(self) -> OpenPage:
        """The page that is open."""
        return self.stack[-1]

    def screen(self) -> Screen:
        """What is seen now."""
        if self._screen is None:
            key = tuple(map(key_of, self.stack)), self._state()
            self._screen = _SCREENS.of(
                self.device, key, lambda: view(self.device, self.rows, self.stack)
            )
        return self._screen

    def _state(self) -> Hashable:
        """All that an open app holds otherwise than at first."""
        app = self.page.app
        if app not in self.changed:
            return None
        if self.changed[app] is None:
            self.changed[app] = otherwise(self.device.apps[app].rows, self.rows[app])
        return self.changed[app]

    def _glance(self) -> Screen:
        """What is seen now, for who looks at once and keeps nothing."""
        if self._screen is not None or not self.unseen:
            return self.screen()
        return view(self.device, self.rows, self.stack, kept=False)

    def touch(self, x: int, y: int) -> bool:
        """Touch a pixel; whether anything is there."""
        event = self._glance().event(x, y)
        if event is not None:
            self.apply(event)
        return event is not None

    def scroll(self, share: int) -> bool:
        """Move what scrolls by so many percent of the screen's height; whether it moved."""
        page = self._scrolled()
        if self._beyond is None:
            self._beyond = max(0, self._glance().overflow)
        to = min(self._beyond, max(0, page.scroll + self.device.height * share // 100))
        moved = to != page.scroll
        page.scroll, self._screen = to, None
        return moved

    def type(self, text: str) -> bool:
        """Put a text into the field that has the focus, in place of what is there."""
        page = self.page
        if page.kind == "edit" and page.focus:
            page.draft[page.focus] = text
        elif page.focus == "query":
            page.query, page.scroll = text, 0
        else:
            return False
        self._screen = self._beyond = None
        return True

    def back(self) -> bool:
        """Leave the page; whether there was one to leave."""
        if self.page.query is not None and self.page.kind == "list":
            self.page.query, self.page.focus, self.page.scroll = None, "", 0
        elif len(self.stack) == 1:
            return False
        else:
            self.stack.pop()
        self._screen = self._beyond = None
        return True

    def apply(self, event: Event) -> None:
        """Do what a touch does."""
        self._screen = self._beyond = None
        self._do(event)
        self.touches += 1
        due = [what for when, what in self.notices if when == self.touches]
        if due and self.page.kind not in (*OVER, "home"):
            self.stack.append(OpenPage("notice", self.page.app, field=due[0]))

    def _do(self, event: Event) -> None:
        verb, *about = event
        match verb, about:
            case "open", [int(app)]:
                self.stack.append(OpenPage("list", app))
            case "back", []:
                self.back()
            case (("no" | "agree"), []):
                self.stack.pop()
            case "row", [int(number)]:
                if self.page.kind == "detail":
                    self.stack.pop()
                self.stack.append(OpenPage("detail", self.page.app, number))
            case (("choose" | "edit" | "remove" | "new" | "menu" | "wipe" | "sort" | "pick"), _):
                self._open(event)
            case (("yes" | "save" | "flip" | "step"), _):
                self._change(event)
            case _:
                self._look(event)

    def _open(self, event: Event) -> None:
        page = self.page
        match event:
            case ("choose", int(number), str(key)):
                self.stack.append(OpenPage("choose", page.app, number, field=key))
            case ("pick", int(number)):
                self._pick(number)
            case ("edit", int(number)):
                draft = dict(self.rows[page.app][number])
                self.stack.append(OpenPage("edit", page.app, number, draft=draft))
            case ("new",):
                if page.kind == "detail":
                    self.stack.pop()
                draft = blank(self._kind(), self.device)
                self.stack.append(OpenPage("edit", page.app, draft=draft))
            case ("remove", int(number)):
                self.stack.append(OpenPage("confirm", page.app, number))
            case ("menu",):
                self.stack.append(OpenPage("menu", page.app))
            case ("wipe",):
                self.stack[-1] = OpenPage("confirm", page.app, field="all")
            case ("sort", str(order)):
                self.stack.pop()
                self._shelf().sort = order

    def _change(self, event: Event) -> None:
        page, rows = self.page, self.rows[self.page.app]
        self.changed[page.app] = None
        match event:
            case ("flip", int(number), str(key)):
                rows[number] = rows[number] | {key: 1 - int(rows[number][key])}
            case ("step", int(number), str(key), int(by)):
                count = min(MOST_STEPS, max(0, int(rows[number][key]) + by))
                rows[number] = rows[number] | {key: count}
            case ("save",):
                self.stack.pop()
                number = page.row
                if number < 0:
                    number = self.made[page.app]
                    self.made[page.app] += 1
                rows[number] = {
                    key: value.strip() if isinstance(value, str) else value
                    for key, value in page.draft.items()
                }
            case ("yes",):
                self._remove(page)

    def _remove(self, page: OpenPage) -> None:
        rows = self.rows[page.app]
        self.stack.pop()
        if page.field == "all":
            from tasksynth_apps.phones.lists import chosen
            from tasksynth_apps.phones.widgets import Kit

            kit = Kit.of(self.device, self.device.apps[page.app])
            for number, _ in chosen(kit, self._shelf(), rows):
                del rows[number]
        else:
            del rows[page.row]
        if self.page.kind == "detail" and self.page.row not in rows:
            self.stack.pop()

    def _pick(self, number: int) -> None:
        page = self.stack.pop()
        option = self._field(page).options[number]
        if page.row < 0:
            self.page.draft[page.field] = option
        else:
            rows = self.rows[page.app]
            rows[page.row] = rows[page.row] | {page.field: option}
            self.changed[page.app] = None

    def _look(self, event: Event) -> None:
        """What changes nothing but what is seen."""
        shelf = self._shelf()
        match event:
            case ("tab", int(number)):
                if self.page.kind == "detail":
                    self.stack.pop()
                shelf.tab, shelf.scroll = number, 0
            case ("search",):
                shelf.query, shelf.focus, shelf.scroll = "", "query", 0
            case ("clear",):
                shelf.query, shelf.scroll = ("" if not self.device.wide else None), 0
            case ("focus", str(key)):
                if self.page.kind == "edit":
                    self.page.focus = key
                elif key == "query":
                    while self.page.kind != "list":
                        self.stack.pop()
                    shelf.focus, shelf.query = key, shelf.query or ""

    def _shelf(self) -> OpenPage:
        """The list that is open, or under what is open."""
        return next(page for page in reversed(self.stack) if page.kind == "list")

    def _scrolled(self) -> OpenPage:
        return next(page for page in reversed(self.stack) if page.kind not in OVER)

    def _kind(self) -> AppKind:
        return kind_of(self.device.apps[self.page.app])

    def _field(self, page: OpenPage) -> ThingField:
        return kind_of(self.device.apps[page.app]).field(page.field)


def held(phone: Phone) -> list[list[Mapping[str, object]]]:
    """What a device holds, whatever its ids: what a task compares."""
    return [[rows[number] for number in sorted(rows)] for rows in phone.rows]
