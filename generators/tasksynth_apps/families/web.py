"""`apps.web`: things to be done on websites, through their pages and forms, in a browser's tab."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal
from zlib import crc32

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Ladder,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth.episode import replay
from tasksynth_apps.apps.tools import Finish
from tasksynth_apps.chance import Luck
from tasksynth_apps.errands.wishes import PhoneWish, differences
from tasksynth_apps.errands.wishing import ends_of
from tasksynth_apps.phones.filling import draw_device
from tasksynth_apps.phones.kinds import EVERY_KIND
from tasksynth_apps.phones.words import LANGUAGES
from tasksynth_apps.sites.browser import Browser
from tasksynth_apps.sites.html import document
from tasksynth_apps.sites.server import Sites, SiteServer, slug
from tasksynth_apps.sites.surfer import OffTrack, Surfer
from tasksynth_apps.sites.wanting import (
    WebQuestion,
    answer_told,
    draw_question,
    draw_wanted,
    is_right,
    said_question,
    said_wish,
)

SITES = tuple(key for key in EVERY_KIND if key not in ("settings", "clock", "orders"))
"""Kinds of sites; the orders belong to a shop."""


class WebParams(Params):
    """The web, and what is wanted."""

    form: Literal["tree", "html"] = "tree"
    """Whether pages are told as accessibility trees, or as HTML."""
    sites: Annotated[int, Field(ge=1, le=8), Ladder(2, 2, 3, 4, 5)] = 3
    """On the web, each of another kind."""
    rows: Annotated[int, Field(ge=3, le=60), Knob(5, 30)] = 12
    """Things on each of them."""
    alike: Annotated[int, Field(ge=0, le=40), Knob(0, 10)] = 2
    """Of them, about how many share their name with another one, where names do not run out."""
    page: Annotated[int, Field(ge=3, le=40), Knob(20, 6)] = 10
    """Things on a page of a list."""
    wishes: Annotated[int, Field(ge=1, le=5), Knob(1, 4)] = 2
    """What is wanted, in any order."""
    hops: Annotated[int, Field(ge=0, le=1), Knob(0, 1)] = 1
    """0: things are told by their names, 1: by other values and superlatives."""
    found: Annotated[int, Field(ge=0, le=1), Ladder(0, 0, 1)] = 0
    """Whether a value is not told, but stands in a note or a message; never beside an order."""
    question: Annotated[int, Field(ge=0, le=1), Ladder(0, 1)] = 0
    """Whether something has to be found out, too."""
    step: Annotated[int, Field(ge=1, le=8), Knob(4, 1)] = 2
    """Fields on a page of a form for something new."""
    logins: Annotated[int, Field(ge=0, le=8), Knob(0, 3)] = 1
    """Sites that want one to sign in."""
    banners: Annotated[int, Field(ge=0, le=8), Knob(0, 3)] = 1
    """Sites that ask about cookies first."""
    languages: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 4
    """Languages that the sites may be in: English, German, French, Spanish."""
    spare: Annotated[float, Field(ge=1.2, le=10), Knob(4, 2)] = 3.0
    """Actions that may be done, per action of the reference."""


class WebInstance(Model):
    """Some sites, and what is wanted."""

    form: Literal["tree", "html"]
    sites: Sites
    wishes: tuple[PhoneWish, ...]
    question: WebQuestion | None
    actions: int
    """Of the reference."""
    turns: int


class Click(Tool):
    """Click on what has this number on the page: a link, a button."""

    number: Annotated[int, Field(ge=0, le=10_000)]


class Fill(Tool):
    """Put a text into a field, in place of what it holds."""

    number: Annotated[int, Field(ge=0, le=10_000)]
    """The field's, on the page."""
    text: Annotated[str, Field(max_length=500)]


class Select(Tool):
    """Choose one of the options of a field."""

    number: Annotated[int, Field(ge=0, le=10_000)]
    """The field's, on the page."""
    option: Annotated[str, Field(max_length=100)]
    """As the page calls it."""


class Submit(Tool):
    """Send the form that a field is in, as the enter key does."""

    number: Annotated[int, Field(ge=0, le=10_000)]
    """The field's, on the page."""


class Goto(Tool):
    """Open an address."""

    url: Annotated[str, Field(max_length=2000)]


class GoBack(Tool):
    """Go back to the page before; what was not sent is lost."""


@dataclass
class Tab:
    """A browser's tab, and the answer that was given."""

    browser: Browser
    answer: str | float | None = None


class Web(Family[WebParams, WebInstance]):
    """Do what somebody wants on websites, and nothing else: links, forms, a cart, a question."""

    name = "apps.web"
    version = 5
    effort = "actions"
    tells = ("form",)
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=0.8, share=0.2)
    turns = 1000
    checked = 16
    tools = (Click, Fill, Select, Submit, Goto, GoBack, Finish)

    def generate(self, p: WebParams, rng: np.random.Generator) -> WebInstance | None:
        luck = Luck(rng)
        drawn = _sites(luck, p)
        wanted = draw_wanted(
            luck, drawn.device, count=p.wishes, hops=p.hops, found=bool(p.found)
        )  # fmt: skip
        if wanted is None:
            return None
        device, wishes = wanted
        question = draw_question(luck, device, wishes, p.hops) if p.question else None
        names = {slug(app.name) for app in device.apps if app.kind != "orders"}
        if (p.question and question is None) or len(names) < p.sites:
            return None
        sites = drawn.model_copy(update={"device": device})
        x = WebInstance(
            form=p.form, sites=sites, wishes=wishes, question=question, actions=1, turns=1
        )
        surfer = surfed(x)
        if surfer is None or self.judge(x, _ended(x, surfer)).status != "pass":
            return None
        count = len(surfer.actions) + 1
        return x.model_copy(update={"actions": count, "turns": int(count * p.spare) + 4})

    def prompt(self, x: WebInstance) -> str:
        browser = Browser.at(x.sites)
        wishes = "\n".join(f"- {said_wish(wish, x.sites.device)}" for wish in x.wishes)
        asked = ""
        if x.question is not None:
            asked = f"\n\nThey also want to know: {said_question(x.question, x.sites.device)}"
        return (
            "You have a browser, and these sites:\n\n"
            f"{_listed(browser)}\n\nDo what somebody wants there, in any order, and nothing else:"
            f"\n\n{wishes}{asked}\n\nYou may do {x.turns} things. What can be used on a page has a "
            "number, which is another one on each page: `click` on it, `fill` or `select` a field, "
            "`submit` its form; `goto` opens an address, `go_back` the page before. After each you "
            "see the page. `finish` ends the task"
            + (", and gives the answer" if x.question else "")
            + f". The browser shows:\n\n{_shown(x, browser)}"
        )

    def needs(self, x: WebInstance) -> Needs:
        return super().needs(x).model_copy(update={"turns": x.turns})

    def begin(self, x: WebInstance) -> Tab:
        return Tab(Browser.at(x.sites))

    def step(self, x: WebInstance, s: Tab, action: Action | Tool) -> Turn:
        note = _act(s, action)
        if note is None:
            return Turn("The task is over.", over=True)
        seen = _shown(x, s.browser)
        return Turn(f"{note}\n\n{seen}" if note else seen)

    def judge(self, x: WebInstance, s: Tab) -> Verdict:
        """All that was wanted has changed, nothing else has, and the answer is right."""
        device, rows = x.sites.device, s.browser.server.rows
        due, made, others = differences(*ends_of(x, x.wishes, device), rows)
        why = ""
        if others:
            why = f"{others} changes that nobody wanted"
        elif made < due:
            why = f"{made} of {due} changes were made"
        elif x.question is not None and not is_right(x.question, device, s.answer):
            why = "the answer is wrong" if s.answer is not None else "no answer was given"
        amiss = others - min(others, _on_the_way(x, s.browser.server))
        return self.rubric(done=float(not why), share=max(0, made - amiss) / due, why=why)

    def verify(self, x: WebInstance, answer: str) -> Verdict:
        return replay(_Headless(), x, answer)

    def solve(self, x: WebInstance) -> str:
        surfer = surfed(x)
        return _transcript(x, surfer.actions if surfer else [], answer=True)

    def measure(self, x: WebInstance) -> dict[str, float]:
        device = x.sites.device
        first, goal = ends_of(x, x.wishes, device)
        due, _, _ = differences(first, goal, first)
        return {
            "actions": float(x.actions),
            "changes": float(due),
            "sites": float(len({wish.app for wish in x.wishes})),
            "rows": float(sum(len(app.rows) for app in device.apps)),
        }

    def canonical(self, x: WebInstance) -> Any:
        return x.model_dump(mode="json", include={"sites", "wishes", "question"})

    def baselines(self, x: WebInstance) -> dict[str, str]:
        """Without reading: nothing, the first thing again and again, anything, every flag."""
        copied = Action(text=self.prompt(x))
        found = {
            "nothing": _transcript(x, []),
            "only the answer": _transcript(x, [], answer=True),
            "copy the prompt": Transcript(actions=(copied,)).model_dump_json(),
        }
        luck = Luck(np.random.Generator(np.random.Philox(crc32(x.model_dump_json().encode()))))
        for name, clicks in (("first", 8), ("random", 6), ("random, longer", 14), ("flags", 20)):
            one = Surfer(Browser.at(x.sites))
            for turn in range(min(clicks, x.turns - 1)):
                used = one.browser.page.used
                flags = [n for n, each in enumerate(used, 1) if each.bit.on is not None]
                number = 1 if name == "first" or not turn else 1 + luck.below(max(1, len(used)))
                if name == "flags" and flags:
                    number = flags[turn % len(flags)]
                one.do("click", number=number)
            found[name] = _transcript(x, one.actions, answer=True)
        return found

    def floor(self, p: WebParams) -> float:
        """A flag may be set by chance, and nothing else be touched."""
        return 0.03 if p.wishes == 1 else 0.01


def _on_the_way(x: WebInstance, server: SiteServer) -> int:
    """What is in the cart for orders that are wanted and were not placed: nobody loses by that."""
    shop = server.shop()
    if shop is None:
        return 0
    orders, cart = server.orders(), server.in_cart()
    waiting = [wish.row for wish in x.wishes if (wish.app, wish.verb) == (orders, "new")]
    for number, row in server.rows[orders].items():
        if number >= len(x.sites.device.apps[orders].rows):
            waiting = [one for one in waiting if not one.items() <= row.items()]
    asked = [(one["product"], one["pieces"]) for one in waiting]
    return sum(
        (server.rows[shop][n]["name"], server.rows[shop][n]["amount"]) in asked for n in cart
    )


_DONE = Turn("")


class _Headless(Web):
    """Plays and shows nothing: a replay looks at no page."""

    name = "apps.headless_web"

    def step(self, x: WebInstance, s: Tab, action: Action | Tool) -> Turn:
        note = _act(s, action)
        return _DONE if note == "" else Turn(note or "", over=note is None)


def surfed(x: WebInstance, **skill: Any) -> Surfer | None:
    """A scripted user who has done all that is wanted; None if that cannot be done."""
    surfer = Surfer(Browser.at(x.sites), **skill)
    try:
        for wish in x.wishes:
            surfer.wish(wish)
    except OffTrack:
        return None
    return surfer


def _act(tab: Tab, action: Action | Tool) -> str | None:
    """Do an action; what is to be said of it, or None where it ends the task."""
    browser = tab.browser
    match action:
        case Click(number=number):
            return browser.click(number)
        case Fill(number=number, text=text):
            return browser.fill(number, text)
        case Select(number=number, option=option):
            return browser.select(number, option)
        case Submit(number=number):
            return browser.submit(number)
        case Goto(url=url):
            return browser.go(url)
        case GoBack():
            return browser.back()
        case Finish(answer=answer):
            tab.answer = answer
            return None
    return "Error: call a tool; `finish` ends the task."


def _sites(luck: Luck, p: WebParams) -> Sites:
    kinds = luck.sample(SITES, p.sites)
    if p.found and not {"notes", "mail"} & set(kinds):
        kinds[0] = luck.of(("notes", "mail"))
    kinds += ["orders"] if "shop" in kinds else []
    device = draw_device(
        luck,
        kinds,
        rows=p.rows,
        alike=p.alike,
        size=(1280, 800, 100),
        language=LANGUAGES[luck.below(p.languages)],
    )
    owners = luck.shuffled(range(p.sites))
    names = (f"{luck.of(('user', 'me', 'guest'))}{luck.below(900) + 100}" for _ in owners)
    logins = {app: (next(names), luck.hexes(6)) for app in owners[: p.logins]}
    banners = tuple(luck.sample(range(p.sites), p.banners))
    return Sites(device=device, page=p.page, step=p.step, logins=logins, banners=banners)


def _listed(browser: Browser) -> str:
    """The sites, and how one signs in."""
    server, lines = browser.server, []
    for app, one in enumerate(server.sites.device.apps):
        if server.owner(app) == app:
            login = ""
            if (pair := server.sites.logins.get(app)) is not None:
                login = f", user name {pair[0]}, password {pair[1]}"
            lines.append(f"- {one.name}: {server.host(app)}/{login}")
    return "\n".join(lines)


def _shown(x: WebInstance, browser: Browser) -> str:
    return browser.told() if x.form == "tree" else _source(browser)


def _source(browser: Browser) -> str:
    """The page as HTML, without what only says how it looks."""
    head, _, body = document(browser.page).partition("<body>")
    title = head.partition("<title>")[2].partition("</title>")[0]
    return f"{title} — {browser.page.url}\n{body.removesuffix('</body></html>')}"


def _ended(x: WebInstance, surfer: Surfer) -> Tab:
    right = answer_told(x.question, x.sites.device) if x.question else None
    return Tab(surfer.browser, right)


def _transcript(x: WebInstance, actions: list[Action], *, answer: bool = False) -> str:
    given: dict[str, Any] = {}
    if answer and x.question is not None:
        given = {"answer": answer_told(x.question, x.sites.device)}
    last = Action(tool="finish", arguments=given)
    return Transcript(actions=(*actions, last)).model_dump_json()
