"""Things done on a phone's screens: every valid path passes, and nothing else does."""

from functools import cache

import numpy as np
import pytest

from tasksynth import Action, Episode, Transcript
from tasksynth.single import Source
from tasksynth_apps.chance import Luck
from tasksynth_apps.errands.walker import Walker
from tasksynth_apps.errands.wishes import PhoneWish, start
from tasksynth_apps.errands.wishing import apart, goal_of
from tasksynth_apps.families.mobile import Mobile, MobileInstance, MobileParams
from tasksynth_apps.phones.device import kind_of
from tasksynth_apps.phones.kinds import KINDS
from tasksynth_apps.phones.naming import Naming, called
from tasksynth_apps.phones.phone import Phone
from tasksynth_schemas import Verdict

FAMILY = Mobile()


@cache
def tasks(level: float, count: int, form: str = "tree") -> tuple[MobileInstance, ...]:
    made = Source(FAMILY, MobileParams.at(level, form=form), seed=6)
    found = (made.draw(index).instance for index in range(count))
    return tuple(x for x in found if isinstance(x, MobileInstance))


def walker(x: MobileInstance, **skill: bool) -> Walker:
    return Walker(Phone.at(x.device, notices=x.notices), searches=skill.get("searches", False))


def judged(x: MobileInstance, one: Walker) -> Verdict:
    """The verdict on what was done, however long it took."""
    transcript = Transcript(actions=tuple(one.actions)).model_dump_json()
    return FAMILY.verify(x.model_copy(update={"turns": 1000}), transcript)


def flag_of_another(x: MobileInstance) -> tuple[int, int, str]:
    """An app, a thing and a flag of it, none of whose rows is wanted to change."""
    before, goal = start(x.device), goal_of(x.wishes, x.device)
    for app, (was, should) in enumerate(zip(before, goal, strict=True)):
        for number, row in was.items():
            if should.get(number) == row:
                return app, number, kind_of(x.device.apps[app]).button
    raise AssertionError("everything is wanted to change")


@pytest.mark.parametrize(("level", "count"), [(0.0, 20), (0.45, 20), (0.9, 10)])
def test_three_different_paths_pass_in_every_world(level: float, count: int) -> None:
    for x in tasks(level, count):
        paths = []
        for order, searches in ((1, False), (-1, True), (-1, False)):
            one = walker(x, searches=searches)
            if order < 0:
                app, number, flag = flag_of_another(x)
                one.app(app)
                one.seek(("flip", number, flag), number)
                one.seek(("flip", number, flag), number)
            for wish in x.wishes[::order]:
                one.wish(wish)
            assert judged(x, one).reward == 1, FAMILY.prompt(x)
            paths.append(Transcript(actions=tuple(one.actions)).model_dump_json())
        assert len(set(paths)) == 3


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_neither_less_nor_more_passes(level: float) -> None:
    for x in tasks(level, 12):
        short = walker(x)
        for wish in x.wishes[1:]:
            short.wish(wish)
        assert judged(x, short).parts["done"] == 0
        more = walker(x)
        for wish in x.wishes:
            more.wish(wish)
        app, number, flag = flag_of_another(x)
        more.app(app)
        more.seek(("flip", number, flag), number)
        verdict = judged(x, more)
        assert verdict.parts["done"] == 0
        assert verdict.why == "1 changes that nobody wanted"


def test_what_touches_a_device_at_random_gets_nothing() -> None:
    luck = Luck(np.random.Generator(np.random.Philox(1)))
    for level in (0.0, 0.5):
        for x in tasks(level, 12):
            one = walker(x)
            for _ in range(12):
                one.touch(luck.of(one.phone.screen().elements))
                one.type("x")
            assert judged(x, one).parts["done"] == 0
            assert judged(x, walker(x)).reward == 0


def test_whatever_is_typed_is_only_text() -> None:
    (x, *_) = tasks(0.0, 20)
    for text in ("", "\x00", "日本語 \u202e ✓", "<b>{}</b>" * 50, "\ud7ff", "W" * 500):
        episode = Episode(FAMILY, x)
        for point in ((x.device.width // 2, 40), (0, 0), (9999, 9999)):
            episode.act(Action(tool="tap", arguments={"x": point[0], "y": point[1]}))
            turn = episode.act(Action(tool="type", arguments={"text": text}))
            assert not turn.over
        assert episode.verdict().status == "fail"


def test_a_form_takes_any_characters_and_shows_them() -> None:
    pytest.importorskip("font_roboto")
    x = next(x for x in tasks(0.45, 20, "picture") if any(w.verb == "new" for w in x.wishes))
    wish = next(wish for wish in x.wishes if wish.verb == "new")
    one = walker(x)
    one.app(wish.app)
    one.seek(("new",))
    key = next(key for key, value in wish.row.items() if isinstance(value, str))
    one.seek(("focus", key))
    one.type("日本語 ✓ \u202e" + "W" * 400)
    episode = Episode(FAMILY, x.model_copy(update={"turns": 1000}))
    turns = [episode.act(action) for action in one.actions]
    (name,) = turns[-1].media
    drawn = turns[-1].media[name]
    assert callable(drawn)
    assert drawn()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_picture_of_a_turn_is_of_that_turn() -> None:
    """Though it is drawn only when somebody looks, which may be later."""
    pytest.importorskip("font_roboto")
    x = tasks(0.0, 3, "picture")[0]
    actions = walker_actions(x)
    first, second = Episode(FAMILY, x), Episode(FAMILY, x)
    early = [_drawn(first, action) for action in actions[:3]]
    waiting = [second.act(action).media["screen.png"] for action in actions[:3]]
    assert [one() if callable(one) else one for one in waiting] == early
    assert len(set(early)) > 1


def walker_actions(x: MobileInstance) -> list[Action]:
    one = walker(x)
    for wish in x.wishes:
        one.wish(wish)
    return one.actions


def _drawn(episode: Episode, action: Action) -> bytes:
    media = episode.act(action).media["screen.png"]
    return media() if callable(media) else media


def test_what_comes_up_goes_away_by_either_button() -> None:
    x = tasks(0.45, 20)[0]
    for event in (("no",), ("agree",)):
        phone = Phone.at(x.device, notices=((2, "update"),))
        phone.apply(("open", 0))
        phone.apply(("tab", 1))
        assert phone.page.kind == "notice"
        before = [dict(rows) for rows in phone.rows]
        phone.apply(event)
        assert [page.kind for page in phone.stack] == ["home", "list"]
        assert phone.rows == before


def test_what_a_wish_has_to_be_read_from_is_changed_by_no_other_one() -> None:
    """Else whoever does them in the order in which they are listed reads the wrong words."""
    tried = 0
    for x in tasks(0.9, 10):
        told = next((one for one in x.wishes if one.source is not None), None)
        if told is None or told.source is None or x.device.apps[told.source.app].kind != "notes":
            continue
        at = {"app": told.source.app, "naming": told.source.naming}
        other = PhoneWish(verb="text", field="text", value="Something else.", **at)
        assert not apart([told, other], x.device)
        assert apart([told, PhoneWish(verb="choose", field="label", value="x", **at)], x.device)
        tried += 1
    assert tried


def test_two_numbers_are_told_apart_and_files_keep_their_endings() -> None:
    naming = Naming(equal=(("rating", 38), ("distance", 38)))
    told = called(naming, KINDS["places"], "en")
    assert told == "the place rated 3.8 that is 3.8 km away"
    for x in tasks(0.9, 10):
        for one in x.wishes:
            files = x.device.apps[one.app].kind == "files"
            name = one.row.get("name", one.value if one.field == "name" else None)
            assert name is None or not files or str(name)[-5:].count(".") == 1
