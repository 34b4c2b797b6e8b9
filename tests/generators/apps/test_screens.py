"""Screens: laid out as a browser would, legible, and a state machine that nothing breaks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from tasksynth_apps.chance import Luck
from tasksynth_apps.families.ground import SIZES
from tasksynth_apps.phones.content import PLACES, POOLS, SUITABLE
from tasksynth_apps.phones.filling import draw_device
from tasksynth_apps.phones.kinds import KINDS
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.pointing import middle
from tasksynth_apps.phones.themes import ACCENTS, theme
from tasksynth_apps.phones.views import view
from tasksynth_apps.phones.words import LANGUAGES, plainly
from tasksynth_apps.screens.art import painted
from tasksynth_apps.screens.metrics import ADVANCES, UNITS, fitted
from tasksynth_apps.screens.nodes import walk
from tasksynth_apps.screens.paint import font, picture
from tasksynth_apps.screens.screen import Screen
from tests.serve.test_browser import chromium


def phone(seed: int, *, kind: str = "", size: str = "360x640", language: str = "en") -> Phone:
    luck = Luck(np.random.Generator(np.random.Philox(seed)))
    kinds = [kind or luck.of(tuple(KINDS))]
    device = draw_device(luck, kinds, rows=9, alike=2, size=SIZES[size], language=language)
    return Phone.at(device, app=0)


def pages(one: Phone) -> Iterator[Screen]:
    """A list, a thing, what opens over it, a form."""
    kind = KINDS[one.device.apps[0].kind]
    yield one.screen()
    one.apply(("row", 1))
    yield one.screen()
    if choices := [f.key for f in kind.fields if f.holds == "choice" and f.on]:
        one.apply(("choose", 1, choices[0]))
        yield one.screen()
        one.apply(("no",))
    one.back()
    one.apply(("menu",))
    yield one.screen()
    one.apply(("no",))
    if kind.new:
        one.apply(("new",))
        yield one.screen()


def pages_and_home(one: Phone) -> Iterator[Screen]:
    """Those, and where all apps are."""
    yield from pages(one)
    while one.back():
        pass
    yield one.screen()


@pytest.mark.parametrize("medium", [False, True])
def test_the_table_of_widths_is_the_typeface(medium: bool) -> None:
    pytest.importorskip("font_roboto")
    image_font = pytest.importorskip("PIL.ImageFont")
    layout = image_font.Layout.BASIC
    face = image_font.truetype(str(font(medium=medium)), UNITS, layout_engine=layout)
    for character, advance in ADVANCES[medium].items():
        assert abs(face.getlength(character) - advance) <= 1, character


@pytest.mark.parametrize("kind", KINDS)
def test_all_words_of_an_interface_have_room_in_every_language(kind: str) -> None:
    for number, language in enumerate(LANGUAGES):
        for size in ("360x640", "1024x768"):
            for screen in pages(phone(number, kind=kind, size=size, language=language)):
                for element in screen.elements:
                    for node in walk(element.node):
                        if node.text and element.mark.role in (
                            "button",
                            "tab",
                            "radio",
                            "menuitem",
                        ):
                            sides = sum(node.pad[::2]) * screen.scale // 100
                            room = node.box[2] - node.box[0] - sides
                            seen = fitted(node.text, node.px, room, medium=node.medium)
                            assert seen == node.text, (language, size, element.mark)


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """WCAG's contrast of two colours."""
    lights = []
    for colour in (one, other):
        parts = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        lights.append(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_written_stands_out(dark: bool) -> None:
    for accent in range(len(ACCENTS)):
        colours = theme(accent, dark=dark)
        for ground in (colours.ground, colours.surface):
            assert _contrast(colours.ink, ground) > 7
            assert _contrast(colours.soft, ground) > 4.5
            assert _contrast(colours.accent, ground) > 4.5
        assert _contrast(colours.accent, colours.tint) > 3
        assert _contrast(colours.on_accent, colours.accent) > 4.5
        assert _contrast((255, 255, 255), colours.bar) > 4.5


def test_elements_lie_beside_or_within_each_other() -> None:
    for seed, size in enumerate(("360x640", "412x915", "1080x2340", "1024x768", "3840x2160")):
        for screen in pages(phone(seed, size=size)):
            ground = {id(node) for node in walk(screen.layers[0].root)}
            base = [one for one in screen.elements if id(one.node) in ground]
            for i, one in enumerate(base):
                within = {id(node) for node in walk(one.node)}
                for other in base[i + 1 :]:
                    inside = id(other.node) in within
                    (a, b, c, d), (e, f, g, h) = one.box, other.box
                    apart = c <= e or g <= a or d <= f or h <= b
                    assert apart or inside, (size, one.mark, other.mark)


@pytest.mark.parametrize("size", ["360x640", "1024x768"])
def test_nothing_that_is_touched_breaks_a_device(size: str) -> None:
    """A random walk over every kind of app: each touch does what its element says."""
    for seed, kind in enumerate(KINDS):
        luck = Luck(np.random.Generator(np.random.Philox(seed)))
        one = phone(seed, kind=kind, size=size, language=luck.of(LANGUAGES))
        for _ in range(40):
            elements = one.screen().elements
            if not elements or luck.happens(0.1):
                one.back()
                one.scroll(luck.of((-60, 60)))
                continue
            element = luck.of(elements)
            left, top, right, bottom = element.box
            hit = one.screen().hit((left + right) // 2, (top + bottom) // 2)
            one.touch((left + right) // 2, (top + bottom) // 2)
            one.type("Zürich 5")
            assert hit is not None
        while one.back():
            pass
        assert one.page.kind == "list"


def test_what_is_made_when_it_comes_in_sight_has_the_height_that_was_left_for_it() -> None:
    for seed, kind in enumerate(KINDS):
        one = phone(seed, kind=kind, size=("360x640", "1024x768")[seed % 2])
        keys = (KINDS[kind].title, *KINDS[kind].under)
        bare = dict.fromkeys([key for key in keys if KINDS[kind].field(key).holds == "text"], "")
        for number, row in list(one.rows[0].items())[::3]:
            one.rows[0][number] = {**row, **bare}
        held = [node for layer in one.screen().layers for node in walk(layer.root)]
        later = sum(node.later is not None for node in held)
        parts = list(one.screen().parts())
        assert not [node for node in parts if node.later is not None]
        assert len(parts) > len(held) or not later
        items = [node for node in parts if node.mark is not None and node.mark.role == "item"]
        for top in {node.box[1] for node in items}:
            beside = [node for node in items if node.box[1] == top]
            left = {node.box[3] - top for node in beside}
            assert left == {max(node.mh for node in beside)}, (kind, top)


@pytest.mark.parametrize("size", ["360x640", "1080x2340", "1024x768"])
def test_a_touch_that_lays_out_no_more_than_it_reaches_does_the_same(size: str) -> None:
    """What is touched is looked up by its shape, whatever is written there; elements are not."""
    for seed, kind in enumerate(KINDS):
        luck = Luck(np.random.Generator(np.random.Philox(seed)))
        one = Phone.at(phone(seed, kind=kind, size=size, language=luck.of(LANGUAGES)).device)
        one.apply(("open", 0))
        texts = [field.key for field in KINDS[kind].fields if field.holds in ("text", "long")]
        for number, row in list(one.rows[0].items())[:4]:
            one.rows[0][number] = {**row, **dict.fromkeys(texts, ("", "Wort " * 40)[number % 2])}
        for whole in pages_and_home(one):
            quick = view(one.device, one.rows, one.stack, kept=False)
            beyond = view(one.device, one.rows, one.stack).overflow
            looked = view(one.device, one.rows, one.stack)
            looked.hit(1, 1)
            elements = [element.mark.event for element in whole.elements]
            points = [middle(element) for element in whole.elements]
            points += [(luck.below(whole.width), luck.below(whole.height)) for _ in range(8)]
            for x, y in points:
                hit = whole.hit(x, y)
                assert quick.event(x, y) == (hit.mark.event if hit else whole.event(x, y))
            assert [element.mark.event for element in quick.elements] == elements
            assert quick.overflow == whole.overflow == beyond == looked.overflow
            for node in whole.parts():
                for part in [] if node.row else node.kids:
                    assert part.grow or part.box[3] - part.box[1] == part.mh, (kind, part.text)


def test_threads_that_look_at_one_screen_see_the_same() -> None:
    for seed, kind in enumerate(list(KINDS)[:6]):
        one = phone(seed, kind=kind, size="1024x768")
        whole, shared = (view(one.device, one.rows, one.stack) for _ in range(2))
        points = [middle(element) for element in whole.elements]
        wanted = [whole.event(*point) for point in points]

        def looks(_: int, shared: Screen = shared, points: Any = points) -> Any:
            return [shared.event(*point) for point in points], [
                (hit.mark, hit.box) if (hit := shared.hit(*point)) else None for point in points
            ]

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(looks, range(8)))
        assert all(events == wanted for events, _ in found)
        assert all(hits == found[0][1] and None not in hits for _, hits in found)


def test_screens_that_are_kept_are_those_of_what_a_device_holds_now() -> None:
    for seed, kind in enumerate(KINDS):
        one, other = phone(seed, kind=kind), phone(seed, kind=kind)
        luck = Luck(np.random.Generator(np.random.Philox(seed)))
        for _ in range(12):
            event = luck.of(one.screen().elements or [None])
            if event is None or luck.happens(0.2):
                moved = {one.back(), other.back()}
            else:
                moved = {each.touch(*middle(event)) for each in (one, other)}
            assert len(moved) == 1
            fresh = view(one.device, one.rows, one.stack)
            for screen in (one.screen(), other.screen()):
                assert [(e.mark, e.box) for e in screen.elements] == [
                    (e.mark, e.box) for e in fresh.elements
                ]


def test_drawing_is_the_same_twice_and_shows_the_state() -> None:
    pytest.importorskip("font_roboto")
    one = phone(4, kind="settings")
    before = picture(one.screen()).tobytes()
    assert picture(one.screen()).tobytes() == before
    one.apply(("flip", 0, "on"))
    assert picture(one.screen()).tobytes() != before
    one.apply(("flip", 0, "on"))
    assert picture(one.screen()).tobytes() == before


def test_a_browser_lays_the_same_screens_out_alike() -> None:
    """Nested flexboxes in real Chromium, in the same typeface: boxes agree to a few pixels."""
    playwright: Any = pytest.importorskip("playwright.sync_api")
    pytest.importorskip("font_roboto")
    from tasksynth_apps.screens.page import page

    path = chromium()
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium, or set CHROMIUM to its path")
    told = """[...document.querySelectorAll('[data-element]')].map(e => {
        const b = e.getBoundingClientRect(), n = +e.dataset.element;
        return [n, b.left, b.top, b.right, b.bottom]})"""
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = browser.new_page()
        for seed, kind in enumerate(KINDS):
            size = ("360x640", "1024x768", "1080x2340")[seed % 3]
            one = phone(seed, kind=kind, size=size, language=LANGUAGES[seed % 4])
            one.scroll(seed % 2 * 30)
            screen = [*pages(one)][0 if seed % 2 else seed // 2 % 4]
            tab.set_viewport_size({"width": screen.width, "height": screen.height})
            tab.set_content(page(screen))
            tab.evaluate("document.fonts.ready")
            boxes = tab.evaluate(told)
            assert len(boxes) == len(screen.elements) > 1
            for number, *box in boxes:
                mine = screen.elements[number].node.box
                off = max(abs(a - b) for a, b in zip(mine, box, strict=True))
                assert off <= 4 * screen.scale / 100, (kind, size, screen.elements[number].mark)
        browser.close()


@pytest.mark.parametrize(
    ("name", "written"),
    [("Björn Müller", "bjoern mueller"), ("Lucía Y\u0131lmaz", "lucia yilmaz"), ("Zoë", "zoe")],
)
def test_names_keep_all_their_letters_in_addresses(name: str, written: str) -> None:
    assert plainly(name) == written


def test_things_are_listed_under_what_suits_them() -> None:
    for kind in KINDS.values():
        known = SUITABLE.get(kind.field(kind.title).source, {})
        for row in phone(3, kind=kind.key).device.apps[0].rows:
            title = str(row[kind.title])
            assert row.get(kind.tabs) in known.get(title, (row.get(kind.tabs),))
            if "email" in row:
                assert str(row["email"]).partition("@")[0] == plainly(title).replace(" ", ".")


def test_every_thing_that_is_sold_or_cooked_has_a_picture_of_its_own() -> None:
    for pool in ("product", "recipe"):
        seen = {painted(f"{pool}:0:{place}", 60, 60).tobytes() for place in PLACES[pool].values()}
        assert len(seen) == len(POOLS[pool]["en"])
