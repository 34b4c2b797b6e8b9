"""Things done on websites: every valid path passes, nothing else; a real browser agrees."""

from collections import deque
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from tasksynth import Action, Episode, Transcript
from tasksynth.episode import read_transcript
from tasksynth.single import Source
from tasksynth_apps.answering import names
from tasksynth_apps.chance import Luck
from tasksynth_apps.errands.wishes import PhoneWish, differences, start
from tasksynth_apps.errands.wishing import goal_of
from tasksynth_apps.families.web import SITES, Web, WebInstance, WebParams
from tasksynth_apps.kept import Memo
from tasksynth_apps.phones.device import kind_of
from tasksynth_apps.phones.filling import draw_device
from tasksynth_apps.phones.naming import Naming
from tasksynth_apps.phones.words import LANGUAGES
from tasksynth_apps.sites.browser import Browser
from tasksynth_apps.sites.http import SiteHost
from tasksynth_apps.sites.pages import load
from tasksynth_apps.sites.server import Sites, SiteServer, taken_apart
from tasksynth_apps.sites.surfer import Surfer, act
from tasksynth_apps.sites.wanting import WebQuestion, answer_told, is_right
from tasksynth_schemas import Verdict
from tests.serve.test_browser import chromium

FAMILY = Web()


@cache
def tasks(level: float, count: int, **params: Any) -> tuple[WebInstance, ...]:
    made = Source(FAMILY, WebParams.at(level, **params), seed=6)
    found = (made.draw(index).instance for index in range(count))
    return tuple(x for x in found if isinstance(x, WebInstance))


def judged(x: WebInstance, actions: list[Action], answer: str | float | None = None) -> Verdict:
    """The verdict on what was done, however long it took; with the right answer by default."""
    if answer is None and x.question is not None:
        answer = answer_told(x.question, x.sites.device)
    given = {} if answer is None else {"answer": answer}
    last = Action(tool="finish", arguments=given)
    transcript = Transcript(actions=(*actions, last)).model_dump_json()
    return FAMILY.verify(x.model_copy(update={"turns": 1000}), transcript)


def other_flag(x: WebInstance) -> tuple[int, int, str]:
    """A site, a thing and a flag of it, none of whose rows is wanted to change."""
    device = x.sites.device
    for app, (was, should) in enumerate(zip(start(device), goal_of(x.wishes, device), strict=True)):
        for number, row in was.items():
            if should.get(number) == row:
                return app, number, kind_of(device.apps[app]).button
    raise AssertionError("everything is wanted to change")


@pytest.mark.parametrize(("level", "count"), [(0.0, 20), (0.45, 20), (0.9, 10)])
def test_three_different_paths_pass_in_every_world(level: float, count: int) -> None:
    for x in tasks(level, count):
        paths = []
        for order, searches in ((1, False), (-1, True), (-1, False)):
            one = Surfer(Browser.at(x.sites), searches=searches)
            if order < 0:
                app, number, flag = other_flag(x)
                one.thing(app, number)
                one.flip(flag)
                one.flip(flag)
                one.do("go_back")
            for wish in x.wishes[::order]:
                one.wish(wish)
            assert judged(x, one.actions).reward == 1, FAMILY.prompt(x)
            paths.append(str(one.actions))
        assert len(set(paths)) == 3


@pytest.mark.parametrize("level", [0.2, 0.9])
def test_what_has_a_number_is_found_without_the_rest_of_its_page(level: float) -> None:
    ways = ("/", "/?page=2&sort=up", "/?q=a&tab=1", "/item/1", "/item/1/edit", "/new", "/cart")
    for x in tasks(level, 6):
        server = SiteServer.at(x.sites)
        for app in range(len(server.rows)):
            for stage in (server.asked, server.signed, None):
                for way in ways:
                    page = load(server, server.base(app) + way)
                    numbers = range(1, len(page.used) + 1)
                    assert [page.at(number) for number in numbers] == page.used
                    assert page.at(0) is page.at(len(page.used) + 1) is None
                if stage is not None:
                    stage.add(server.owner(app))


def test_a_search_of_all_that_can_be_clicked_finds_paths_that_pass() -> None:
    """Three short ones, which no solver made: by the list, by the page of the thing."""
    worlds = [x for x in tasks(0.0, 30, logins=0) if x.wishes[0].verb == "flip"][:4]
    assert len(worlds) == 4
    for x in worlds:
        found: list[tuple[int, ...]] = []
        waiting: deque[tuple[int, ...]] = deque([()])
        while len(found) < 3:
            path = waiting.popleft()
            browser = Browser.at(x.sites)
            for number in path:
                browser.click(number)
            done = [Action(tool="click", arguments={"number": number}) for number in path]
            if browser.server.rows == goal_of(x.wishes, x.sites.device):
                assert judged(x, done).status == "pass"
                found.append(path)
            elif browser.server.rows == start(x.sites.device) and len(path) < 4:
                used = enumerate(browser.page.used, 1)
                near = [n for n, one in used if one.bit.look in ("", "name", "flag")]
                waiting.extend((*path, number) for number in near)
        assert len(set(found)) == 3


@pytest.mark.parametrize("level", [0.0, 0.5, 0.9])
def test_neither_less_nor_more_passes(level: float) -> None:
    for x in tasks(level, 10):
        for most in (0, 1):
            one = Surfer(Browser.at(x.sites))
            for wish in x.wishes[1 - most :]:
                one.wish(wish)
            if most:
                app, number, flag = other_flag(x)
                one.thing(app, number)
                one.flip(flag)
            verdict = judged(x, one.actions)
            assert verdict.parts["done"] == 0
            assert bool(most) == (verdict.why == "1 changes that nobody wanted")
        if x.question is not None:
            actions = list(read_transcript(FAMILY.solve(x)).actions[:-1])
            assert judged(x, actions, "something else").why == "the answer is wrong"


def test_what_lies_in_the_cart_is_ordered_all_of_it_and_nothing_is_left() -> None:
    x = next(
        x for x in tasks(0.5, 80) if any(wish.verb == "new" and wish.source for wish in x.wishes)
    )
    wish = next(wish for wish in x.wishes if wish.verb == "new" and wish.source)
    for extra in (False, True):
        one = Surfer(Browser.at(x.sites))
        server = one.browser.server
        shop = server.shop()
        assert shop is not None
        if extra:
            other = next(n for n, row in server.rows[shop].items()
                         if row["name"] != wish.row["product"])  # fmt: skip
            one.thing(shop, other)
            one._set("amount", "2")
        before = len(server.rows[wish.app])
        for each in x.wishes:
            one.wish(each)
        assert len(server.rows[wish.app]) == before + 1 + extra
        assert not server.in_cart()
        assert (judged(x, one.actions).status == "pass") == (not extra)


def test_forms_say_what_is_wrong_and_keep_what_was_right() -> None:
    x = tasks(0.0, 1, sites=6, logins=0, banners=0, step=8)[0]
    browser = Browser.at(x.sites)
    server = browser.server
    before = [dict(rows) for rows in server.rows]
    fields = list[int]()
    for app in [n for n in range(len(server.rows)) if server.kind(n).new]:
        browser.go(server.base(app) + "/new")
        fields = [n for n, one in enumerate(browser.page.used, 1) if one.bit.kind == "textbox"]
        if len(fields) > 1:
            browser.fill(fields[-1], "  kept ")
            browser.submit(fields[0])
            assert "Please fill in" in browser.told()
            assert '= "kept"' in browser.told()
            break
    assert len(fields) > 1
    for text in ("", "\x00", "日本語 \u202e", "<b>&amp;</b>" * 60, "x" * 500):
        browser.fill(fields[0], text)
        assert browser.told()
    assert server.rows == before
    for url in ("", "http://", "nowhere.example", "http://[", "file:///etc/passwd", "//x", "?q=1"):
        browser.go(url)
        assert browser.told()


def test_nothing_changes_before_one_has_signed_in() -> None:
    for x in tasks(0.0, 6, logins=8, sites=3):
        server = SiteServer.at(x.sites)
        for app in range(len(server.rows)):
            flag = server.kind(app).button
            server.post(server.base(app) + "/item/0", {"do": f"flip:{flag}"})
            server.post(server.base(app) + "/item/0/delete", {})
            server.post(server.base(app) + "/login", {"user": "", "password": ""})
            server.post(server.base(app) + "/empty", {})
        assert server.rows == start(x.sites.device)


def test_all_kinds_of_sites_show_all_their_pages_in_every_language() -> None:
    seen = set()
    for number, language in enumerate(LANGUAGES):
        (x,) = tasks(0.1 + number / 10, 1, sites=8, logins=0, banners=0)
        device = x.sites.device.model_copy(update={"language": language})
        browser = Browser.at(x.sites.model_copy(update={"device": device}))
        for app, one in enumerate(device.apps):
            base = browser.server.base(app)
            ways = ("/", "/?q=a&tab=1&sort=down&page=2", "/item/0", "/item/0/edit", "/new")
            for way in (*ways, "/item/0/delete", "/empty", "/cart", "/checkout", "/item/99"):
                browser.go(base + way)
                assert browser.told().startswith(browser.page.title)
            seen.add(one.kind)
    assert len(seen) > 12 > len(SITES) / 3


def test_answers_are_read_in_any_usual_form() -> None:
    forms = {
        "money": ("{:.2f}", "€{:.2f}", "{:.2f} €", "{:.2f} euros", "**{:.2f} €**"),
        "rate": ("{:.1f}", " {:.1f}. ", "`{:.1f}`"),
        "count": ("{:.0f}", "{:.1f}", "The answer is {:.0f}", "\\boxed{{{:.0f}}}"),
        "km": ("{:.1f}", "{:.1f} km"),
    }
    scale = {"money": 100, "rate": 10, "count": 1, "km": 10}
    tried = set()
    for x in tasks(0.6, 12, question=1, sites=8):
        device = x.sites.device
        assert x.question is not None
        for app, one in enumerate(device.apps):
            for each in kind_of(one).fields:
                question = WebQuestion(app=app, naming=x.question.naming, field=each.key)
                if each.holds not in forms or app != x.question.app:
                    continue
                value = float(answer_value(question, x)) / scale[each.holds]
                for form in forms[each.holds]:
                    said = form.format(value)
                    assert is_right(question, device, said), (said, each)
                    assert is_right(question, device, said.replace(".", ",", 1))
                for said in (str(value + 1), f"not {value}", f"{value} or {value + 1}"):
                    assert not is_right(question, device, said), said
                tried.add(each.holds)
        assert not is_right(x.question, device, "")
        assert is_right(x.question, device, answer_told(x.question, device).upper())
    assert len(tried) >= 2


def test_nobody_loses_by_going_on_with_a_cart_on_the_way_to_an_order() -> None:
    played = 0
    for x in tasks(0.6, 40, sites=8):
        kinds = [app.kind for app in x.sites.device.apps]
        if ("orders", "new") not in [(kinds[wish.app], wish.verb) for wish in x.wishes]:
            continue
        episode, paid = Episode(FAMILY, x), [0.0]
        for action in read_transcript(FAMILY.solve(x)).actions:
            episode.act(action)
            paid.append(episode.verdict().reward or 0.0)
        assert paid == sorted(paid)
        assert paid[-1] == 1
        played += 1
    assert played >= 3


def test_names_are_read_without_their_accents() -> None:
    for said in ("Björn Müller", "BJÖRN MÜLLER", "Bjorn Muller", "**Bjoern Mueller**"):
        assert names(said, "Björn Müller"), said
    assert names("CARLA YILMAZ", "Carla Y\u0131lmaz")
    for said, wanted in (("Bjorn", "Björn Müller"), ("", "—"), ("Bjrn Mller", "Björn Müller")):
        assert not names(said, wanted), said


def test_orders_are_called_as_they_are_found() -> None:
    """Nobody finds a site that is neither among those that are told nor on any page."""
    for language, heading in (("en", "Orders"), ("fr", "Commandes")):
        luck = Luck(np.random.Generator(np.random.Philox(3)))
        size = 1280, 800, 100
        device = draw_device(luck, ["mail", "shop", "orders"], rows=4, alike=0, size=size,
                             language=language)  # fmt: skip
        shop = device.apps[1].name
        naming = Naming(equal=(("recipient", device.apps[2].rows[0]["recipient"]),))
        wish = PhoneWish(app=2, verb="flip", naming=naming, field="gift", value=1)
        asked = WebQuestion(app=2, naming=naming, field="pieces")
        sites = Sites(device=device, page=10, step=2)
        x = WebInstance(form="tree", sites=sites, wishes=(wish,), question=asked, actions=1,
                        turns=9)  # fmt: skip
        said = FAMILY.prompt(x)
        assert f"- On the page “{heading}” of {shop}, have the order for " in said
        assert f"What does the page “{heading}” of {shop} say under “" in said
        assert device.apps[2].name not in said
        server = SiteServer.at(sites)
        assert load(server, server.base(2) + "/").title == f"{heading} · {shop}"


def test_no_question_asks_for_what_is_0_on_every_site() -> None:
    for x in tasks(0.6, 40, question=1, sites=8):
        assert x.question is not None
        kind = kind_of(x.sites.device.apps[x.question.app])
        assert kind.field(x.question.field).source != "zero"


def test_a_time_is_read_as_people_of_all_its_languages_write_it() -> None:
    x = next(
        x
        for x in tasks(0.6, 40, question=1, sites=8)
        if any(app.kind == "courses" for app in x.sites.device.apps)
    )
    app = next(n for n, one in enumerate(x.sites.device.apps) if one.kind == "courses")
    row = x.sites.device.apps[app].rows[0]
    naming = Naming(equal=tuple((key, row[key]) for key in ("title", "day", "time", "price")))
    question = WebQuestion(app=app, naming=naming, field="time")
    hour, minute = divmod(int(row["time"]), 60)
    late = f"{(hour - 1) % 12 + 1}:{minute:02} {'pm' if hour > 11 else 'am'}"
    for said in ("{}:{:02}", "{}:{:02} Uhr", "{}h{:02}", "{}.{:02}", "**{}:{:02}**", "{}:{:02}:00"):
        assert is_right(question, x.sites.device, said.format(hour, minute)), said
    assert is_right(question, x.sites.device, late)
    for said in (f"not {hour}:{minute:02}", f"{(hour + 12) % 24}:{minute:02}", str(hour)):
        assert not is_right(question, x.sites.device, said), said


def answer_value(question: WebQuestion, x: WebInstance) -> Any:
    from tasksynth_apps.sites.wanting import answer_in

    return answer_in(question, start(x.sites.device)[question.app])


def test_a_real_browser_does_the_same() -> None:
    """The reference's actions in Chromium, on the pages' own links and forms: the same states."""
    playwright: Any = pytest.importorskip("playwright.sync_api")
    path = chromium()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium, or set CHROMIUM to its path")
    worlds = [x for x in tasks(0.5, 80) if any(wish.source for wish in x.wishes)][:1]
    worlds += [tasks(0.9, 3)[0], tasks(0.3, 3)[1]]
    with playwright.sync_playwright() as p:
        for x in worlds:
            ours = Browser.at(x.sites)
            server = SiteServer.at(x.sites)
            with SiteHost(server) as host:
                rules = f"--host-resolver-rules=MAP * {host.address}"
                args = ["--no-sandbox", "--no-proxy-server", rules]
                browser = p.chromium.launch(executable_path=path, args=args)
                tab = browser.new_page()
                tab.goto(ours.page.url)
                for action in read_transcript(FAMILY.solve(x)).actions[:-1]:
                    assert isinstance(action.arguments, dict)
                    assert action.tool is not None
                    _done_in(tab, ours, action.tool, **action.arguments)
                    act(ours, action.tool, **action.arguments)
                    numbers = "[...document.querySelectorAll('[data-n]')].map(e => +e.dataset.n)"
                    assert tab.evaluate(numbers) == list(range(1, len(ours.page.used) + 1))
                    assert tab.url == ours.page.url
                browser.close()
            assert server.rows == ours.server.rows
            device = x.sites.device
            due, made, others = differences(start(device), goal_of(x.wishes, device), server.rows)
            assert made == due > others == 0


def _done_in(tab: Any, ours: Browser, tool: str, **arguments: Any) -> None:
    """An action in a real browser's tab."""
    at = f'[data-n="{arguments.get("number")}"]'
    match tool:
        case "click":
            tab.click(at)
        case "fill":
            tab.fill(at, arguments["text"])
        case "select":
            tab.select_option(at, label=arguments["option"])
        case "submit":
            tab.press(at, "Enter")
        case "goto":
            tab.goto(arguments["url"])
    tab.wait_for_load_state()


def test_pages_that_are_kept_are_those_of_what_the_sites_hold_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At random, twice with what is kept and once without: the same pages."""

    def seen(x: WebInstance, index: int) -> list[str]:
        luck = Luck(np.random.Generator(np.random.Philox(index)))
        browser, told = Browser.at(x.sites), []
        for app in range(len(x.sites.device.apps)):
            browser.go(browser.server.host(app) + "/")
            for _ in range(14):
                number = 1 + luck.below(len(browser.page.used) or 1)
                browser.fill(number, luck.of(("", "7", "Nora", "x@y")))
                (browser.submit if luck.happens(0.2) else browser.click)(number)
                told.append(browser.told())
        return told

    for index in range(6):
        (*_, x) = tasks(index / 5, index + 1)
        twice = seen(x, index), seen(x, index)
        with monkeypatch.context() as patch:
            patch.setattr(Memo, "of", lambda _self, _about, _key, work_out: work_out())
            assert [seen(x, index)] * 2 == list(twice)


def test_short_ways_through_addresses_lead_where_the_standard_library_does() -> None:
    luck, plain = Luck(np.random.Generator(np.random.Philox(5))), "abZ09/?&=._~-+%:#@ é;"
    hosts, paths = ("shop.example", "a.b", "S.x", ""), ("/", "", "/item/3", "/orders//item/12/edit")
    asked = ("", "?", "?q=ab", "?q=", "?step=2&tab=1", "?then=http%3A%2F%2Fa", "?a=1&a=2")
    for _ in range(5000):
        tail = "".join(luck.of(plain) for _ in range(luck.below(5)))
        url = f"http://{luck.of(hosts)}{luck.of(paths)}{luck.of(asked)}{tail}"
        split = urlsplit(url)
        parts = tuple(part for part in split.path.split("/") if part)
        assert taken_apart(url) == (split.netloc, parts, dict(parse_qsl(split.query))), url
