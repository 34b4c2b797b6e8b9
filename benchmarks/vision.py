"""How quick pictures are, and what perceivers of bounded skill pass, level by level.

    python benchmarks/vision.py [--tasks 100] [--family vision.point] [--rates]
    python benchmarks/vision.py --truth 50        # ways over tables, held against their pixels

No model looks. A perceiver reads the pixels alone, and answers what is asked about what it saw: see
`tasksynth_vision.reading.perceivers`. Rates are per CPU-second of this process.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tasksynth import Action, Transcript, registry, source
from tasksynth.answers.pictures import as_uri, write_png
from tasksynth_vision.accounts.writing import account_of
from tasksynth_vision.boards.views import VIEW
from tasksynth_vision.charts.asking import truth_of
from tasksynth_vision.composing.shapes import SIDE
from tasksynth_vision.documents.answering import right_answer
from tasksynth_vision.documents.asking import truth_of as truth_of_document
from tasksynth_vision.drawing.boards import draw_view
from tasksynth_vision.drawing.charts import draw_chart
from tasksynth_vision.drawing.classes import draw_sheet
from tasksynth_vision.drawing.documents import draw_pages
from tasksynth_vision.drawing.grids import draw_grids
from tasksynth_vision.drawing.pillow import png
from tasksynth_vision.drawing.scenes import draw_scene
from tasksynth_vision.drawing.slides import draw_slide
from tasksynth_vision.drawing.tables import draw_table
from tasksynth_vision.drawing.vectors import draw_svg
from tasksynth_vision.families.acting.affordance import written
from tasksynth_vision.families.point import PointParams
from tasksynth_vision.families.rerank import ordered
from tasksynth_vision.piles.points import holds
from tasksynth_vision.reading.answering import find, tell_number
from tasksynth_vision.reading.boards import search
from tasksynth_vision.reading.captions import belied
from tasksynth_vision.reading.classes import classified
from tasksynth_vision.reading.grids import worked_out
from tasksynth_vision.reading.perceivers import (
    NEAR_SIGHTED_SEARCHER,
    blurred,
    copy_scene,
    edit_masked,
    eyes,
    look,
    look_at_sheet,
    look_at_table,
    read,
    read_all_grids,
    read_pages,
    redraw,
)
from tasksynth_vision.reading.slides import look_over
from tasksynth_vision.reading.tables import acted, overlaid, see_table, understood
from tasksynth_vision.tables.doing import done, solved
from tasksynth_vision.tables.telling import names_of
from tasksynth_vision.vectors.finding import read_svg
from tasksynth_vision.vectors.scoring import cores

GLIMPSED = 5
"""Lines of a table that a hasty reader of piles reads."""
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
Looker = Callable[[Any], dict[str, str]]
"""What each perceiver answers to a task."""

ASKED: dict[str, dict[str, Any]] = {"vision.slide_defect": {"mending": 0.0}}
"""What perceivers are asked, where a family asks other things, too."""


def points(x: Any) -> dict[str, str]:
    found = {who: find(seen, x.query) for who, seen in look(draw_scene(x.scene)).items()}
    return {who: f"({at.x:.0f}, {at.y:.0f})" if at else "" for who, at in found.items()}


def counts(x: Any) -> dict[str, str]:
    looks = look(draw_scene(x.scene))
    return {who: str(tell_number(seen, x.tally)) for who, seen in looks.items()}


def classes(x: Any) -> dict[str, str]:
    picture = draw_sheet(x.scene, x.labels, columns=x.columns, cell=x.cell)
    looks = look_at_sheet(picture).items()
    return {who: classified(seen, x.labels, columns=x.columns, cell=x.cell) for who, seen in looks}


def charts(x: Any) -> dict[str, str]:
    out = {}
    for who, seen in read(draw_chart(x), x).items():
        truth = None if seen is None else truth_of(seen, x.ask, margin=0)
        said = "" if truth is None else str(truth.number)
        out[who] = said if truth is None or truth.label is None else truth.label
    return out


def documents(x: Any) -> dict[str, str]:
    out = {}
    for who, seen in read_pages(draw_pages(x), x).items():
        truth = truth_of_document(seen, x.ask)
        out[who] = "" if truth is None else right_answer(truth, x.manner)
    return out


def piles(x: Any) -> dict[str, str]:
    seen = [read_pages(draw_pages(page), page) for page in x.pages]
    for found in seen:
        found["hasty"] = glimpsed(found["sharp"])
    return {
        who: ordered(x, [sum(seems(found[who], point) for point in x.points) for found in seen])
        for who in seen[0]
    }


def glimpsed(page: Any) -> Any:
    """What one has of a page who reads the first lines of its table and leaves the rest."""
    rows = page.table.rows[:GLIMPSED]
    return page.model_copy(update={"table": page.table.model_copy(update={"rows": rows})})


def seems(page: Any, point: Any) -> bool:
    """Whether a point holds of what was seen of a page; not of what could not be read."""
    try:
        return holds(page, point)
    except ValueError:
        return False


def drawings(x: Any) -> dict[str, str]:
    return redraw(draw_svg(x.svg, x.side, noise=x.noise, at=x.at))


def composed(x: Any) -> dict[str, str]:
    """Copies of what the solver draws."""
    drawn = read_svg(registry.get("vision.compose").solve(x))
    copies = copy_scene(draw_svg(drawn, 2 * SIDE, noise=0, at=(0, 0)))
    return {who: f"```svg\n{svg}\n```" for who, svg in copies.items()}


def slides(x: Any) -> dict[str, str]:
    found = look_over(draw_slide(x.page, noise=x.noise, at=x.at), x.page)
    return {who: f"Answer: {one.kind} at ({one.x:.0f}, {one.y:.0f})" if one else ""
            for who, one in found.items()}  # fmt: skip


def captions(x: Any) -> dict[str, str]:
    seen = look(draw_scene(x.scene))
    found = {who: belied(things, x.claims, x.scene.side) for who, things in seen.items()}
    return {who: " ".join(x.spans.quote_of(claim) or ()) for who, claim in found.items()}


def accounts(x: Any) -> dict[str, str]:
    seen = look(draw_scene(x.scene))
    return {who: account_of(things, x.scene.side, x.topics) for who, things in seen.items()}


def transformed(x: Any) -> dict[str, str]:
    picture = draw_grids(x.pairs, x.grid, pixels=x.pixels, noise=x.noise, at=x.at)
    out = {}
    for who, found in read_all_grids(picture).items():
        try:
            made = None if found is None else worked_out(found, x.steps, x.rule)
        except ValueError:
            made = None
        out[who] = "\n".join(made or ())
    return out


def masked(x: Any) -> dict[str, str]:
    return {who: as_uri(write_png(picture)) for who, picture in edit_masked(x).items()}


def searched(x: Any) -> dict[str, str]:
    out = {}
    for who, look_at in eyes().items():
        pixels = NEAR_SIGHTED_SEARCHER if who == "near-sighted" else VIEW
        view = partial(draw_view, x.board)
        spotted = search(
            x.board, x.query, x.zooms, view=view, eyes=look_at,
            digits=lambda square, view=view, pixels=pixels: blurred(view(square), pixels),
        )  # fmt: skip
        report = spotted and Action(tool="report", arguments=spotted._asdict())
        out[who] = Transcript(actions=(report,) if report else ()).model_dump_json()
    return out


def tables(x: Any) -> dict[str, str]:
    seen = look_at_table(draw_table(x.scene))
    names = names_of(x.scene, x.errand)
    out = {}
    for who, table in (seen | {"hasty": seen["sharp"]}).items():
        hand = acted(table, understood(table, x.errand.verb, names), quick=who == "hasty")
        out[who] = written(x, hand)
    return out


def truth(tasks: int) -> None:
    """How many ways pass that are found in pixels, and cover no pixel of another thing."""
    passed = clean = 0
    family: Any = registry.get("vision.affordance")
    for index in range(tasks):
        x: Any = source(family.name, seed=50, level=index % 3 / 2).draw(index).instance
        picture = draw_table(x.scene)
        seen = see_table(np.asarray(picture))
        hand = acted(seen, understood(seen, x.errand.verb, names_of(x.scene, x.errand)))
        passed += family.verify(x, written(x, hand)).status == "pass"
        target = x.scene.props[x.errand.target]
        bowl = x.scene.props[x.errand.goal] if x.errand.verb == "pour" else None
        moved = done(x.scene, x.errand, solved(x.scene, x.errand, x.gap + 1.0) or []).moved
        covered = x.errand.verb != "open" and overlaid(
            np.asarray(picture), (target.x, target.y), moved, bowl and (bowl.x, bowl.y)
        )
        clean += not covered
    print(f"of {tasks}: {passed} ways read from pixels pass; {clean} of ours cover no other thing")


LOOKERS: dict[str, Looker] = {
    "vision.affordance": tables,
    "vision.caption_qa": accounts,
    "vision.mask_edit": masked,
    "vision.point": points,
    "vision.compose": composed,
    "vision.count": counts,
    "vision.chart": charts,
    "vision.classify": classes,
    "vision.document": documents,
    "vision.rerank": piles,
    "vision.slide_defect": slides,
    "vision.svg": drawings,
    "vision.vicrit": captions,
    "vision.transform": transformed,
    "vision.visual_search": searched,
}


def table(name: str, tasks: int) -> None:
    family: Any = registry.get(name)
    passed: dict[str, list[float]] = {}
    for level in LEVELS:
        fixed = family.Params.at(level, **ASKED.get(name, {})).model_dump()
        made = source(name, seed=15, params=fixed)
        right: dict[str, int] = {}
        for index in range(tasks):
            x = made.draw(index).instance
            for who, answer in LOOKERS[name](x).items():
                right[who] = right.get(who, 0) + (family.verify(x, answer).status == "pass")
        for who, n in right.items():
            passed.setdefault(who, []).append(n / tasks)
    print(f"{name:<16}" + "".join(f"{level:>8}" for level in LEVELS))
    for who, row in passed.items():
        print(f"{who:<16}" + "".join(f"{share:>8.2f}" for share in row))
    params = [family.Params.at(level, **ASKED.get(name, {})) for level in LEVELS]
    floors = [family.floor(p) for p in params]
    print(f"{'floor':<16}" + "".join(f"{floor:>8.2f}" for floor in floors))


def rate(what: str, does: Callable[[Any], object], items: list[Any]) -> None:
    does(items[0])
    begin = time.process_time()
    for item in items:
        does(item)
    print(f"{what:<40}{len(items) / (time.process_time() - begin):>8.0f} / s")


def verdict(name: str, pair: tuple[Any, str]) -> None:
    registry.get(name).verify(*pair)


def first_verdict(pair: tuple[Any, str]) -> None:
    """A verdict that nothing was kept for."""
    cores.cache_clear()
    verdict("vision.svg", pair)


def scene_rates(tasks: int) -> None:
    params = {"side": 256, "things": 12}
    fields = PointParams.at(0.5, **params).model_dump()
    made = source("vision.point", seed=15, params=fields)
    drawn: list[Any] = [made.draw(index) for index in range(tasks)]
    scenes = [draw.instance.scene for draw in drawn]
    for scene in scenes:
        draw_scene(scene)  # grounds are made once
    rate("scenes of 12 things, 256x256, drawn", draw_scene, scenes)
    rate("the same as PNG", lambda scene: png(draw_scene(scene)), scenes)


def rates(names: list[str], tasks: int) -> None:
    for name in names:
        family: Any = registry.get(name)
        for level in (0.0, 0.5, 1.0):
            fixed = family.Params.at(level).model_dump()
            made = source(name, seed=16, params=fixed)
            rate(f"{name} at {level:g}, no picture", made.draw, list(range(tasks)))
            xs = [made.draw(index).instance for index in range(min(20, tasks))]
            if hasattr(family, "media"):  # a scene to be composed is told in words
                rate(f"{name} at {level:g}, its PNG", family.media, xs)
            if name in ("vision.caption_qa", "vision.svg"):
                answers = [(x, family.solve(x)) for x in xs]
                rate(f"{name} at {level:g}, verdicts", partial(verdict, name), answers)
            if name == "vision.svg":
                rate(f"{name} at {level:g}, first verdicts", first_verdict, answers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--family", choices=LOOKERS)
    parser.add_argument("--rates", action="store_true")
    parser.add_argument("--truth", type=int, default=0)
    given = parser.parse_args()
    if given.truth:
        truth(given.truth)
        raise SystemExit
    names = [given.family] if given.family else list(LOOKERS)
    if given.rates:
        if not given.family:
            scene_rates(given.tasks)
        rates(names, given.tasks)
    else:
        for name in names:
            table(name, given.tasks)
