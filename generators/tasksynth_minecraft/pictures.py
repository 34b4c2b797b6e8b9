"""Pictures of tasks for people: a card of one task, and a gallery page of many."""

import base64
import html
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tasksynth.errors import UsageError
from tasksynth_minecraft import mobs as animals
from tasksynth_minecraft.episode import Episode
from tasksynth_minecraft.glance import Glance, shown_mask, target_mask
from tasksynth_minecraft.masks import block_mask, goal_mask, mob_rows
from tasksynth_minecraft.models import Crossview, blocks_of
from tasksynth_minecraft.policies import oracle
from tasksynth_minecraft.pose import Poses
from tasksynth_minecraft.route import Route, field_to
from tasksynth_minecraft.techtree import TechtreeTask
from tasksynth_minecraft.textures import procedural
from tasksynth_minecraft.view import NO_PARTS, Camera, render
from tasksynth_schemas import Model

PANEL = 360
"""Pixels a side of a card's square panels."""
_INK, _PAPER, _MASK = (32, 34, 40), (250, 250, 248), (255, 60, 160)
_START, _TARGET, _WAY, _GOAL_EYE = (30, 90, 255), (255, 30, 60), (255, 255, 255), (255, 170, 0)
Panel = tuple[str, np.ndarray]


def card(x: Model) -> bytes:
    """A PNG that shows a task at a glance: its views, the mask, and a map with the way.

    Raises:
        UsageError: for an instance of another domain, or where Pillow is missing.
    """
    image = _pillow("Image")
    panels = _panels(x)
    title, lines = _caption(x)
    width = len(panels) * (PANEL + 12) + 12
    below = PANEL + 62 if panels else 40
    sheet = image.new("RGB", (max(width, 760), below + 8 + 18 * len(lines)), _PAPER)
    pen = _pillow("ImageDraw").Draw(sheet)
    pen.text((12, 8), title, fill=_INK, font=_font(17))
    for i, (name, pixels) in enumerate(panels):
        left = 12 + i * (PANEL + 12)
        pen.text((left, 34), name, fill=_INK, font=_font(13))
        sheet.paste(_fit(pixels), (left, 54))
    for i, line in enumerate(lines):
        pen.text((12, below + 18 * i), line, fill=_INK, font=_font(13))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def gallery(names: Iterable[str], *, levels: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0),
            each: int = 2, seed: int = 0) -> str:  # fmt: skip
    """A web page of cards, a section per family and a row per level; it needs no other file."""
    from tasksynth import source

    sections = []
    for name in names:
        rows = []
        for level in levels:
            tasks = source(name, seed=seed, level=level)
            draws = [tasks.draw(i) for i in range(each)]
            cards = "".join(_figure(draw.task, draw.instance) for draw in draws)
            rows.append(f"<h3>Level {level:g}</h3><div class=row>{cards}</div>")
        sections.append(f"<section id='{html.escape(name)}'><h2>{html.escape(name)}</h2>"
                        f"{''.join(rows)}</section>")  # fmt: skip
    links = " ".join(f"<a href='#{html.escape(n)}'>{html.escape(n)}</a>" for n in names)
    return _PAGE.format(links=links, body="".join(sections))


_PAGE = """<!doctype html><html lang=en><meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1"><title>Minecraft tasks</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 1500px;
       padding: 0 1rem; }}
h2 {{ margin: 2.5rem 0 .3rem; }} h3 {{ margin: 1rem 0 .4rem; font-weight: 500; }}
.row {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(460px, 1fr)); gap: 1rem; }}
figure {{ margin: 0; border: 1px solid #8884; border-radius: 8px; overflow: hidden; }}
img {{ width: 100%; display: block; }} figcaption {{ padding: .4rem .7rem; }}
pre {{ overflow: auto; max-height: 24rem; font-size: 11px; line-height: 1.15; }}
nav a {{ margin-right: 1rem; }}
</style>
<h1>Minecraft tasks</h1><nav>{links}</nav>{body}</html>
"""


def _figure(task: Any, x: Model) -> str:
    data = base64.b64encode(card(x)).decode()
    ref = html.escape(str(task.ref))
    return (
        f"<figure><img loading=lazy alt='{ref}' src='data:image/png;base64,{data}'>"
        f"<figcaption><code>{ref}</code><details><summary>Prompt</summary>"
        f"<pre>{html.escape(task.prompt)}</pre></details></figcaption></figure>"
    )


def _panels(x: Model) -> list[Panel]:
    if isinstance(x, Crossview):
        return _crossview_panels(x)
    if isinstance(x, Glance):
        blocks = blocks_of(x.scene)
        goal = render(blocks, x.goal, width=x.width * 6, height=x.height * 6).rgb
        second = render(blocks, x.second, width=x.width * 6, height=x.height * 6).rgb
        return [
            ("goal view with its mask", _marked(goal, _enlarged(shown_mask(x), 6))),
            ("second view, the answer marked", _marked(second, _enlarged(target_mask(x), 6))),
            ("map", _map(blocks, x.cell, eye=x.goal, agent=x.second)),
        ]
    if isinstance(x, Poses):
        blocks, right = blocks_of(x.scene), x.cameras[x.right]
        seen = render(blocks, right, width=x.width * 8, height=x.height * 8).rgb
        return [
            ("the view", seen),
            (f"map, camera {chr(65 + x.right)} marked", _map(blocks, None, eye=right,
                                                          others=x.cameras)),
        ]  # fmt: skip
    if isinstance(x, Route):
        blocks = blocks_of(x.scene)
        goal = render(blocks, x.goal, width=x.width * 8, height=x.height * 8).rgb
        mask = block_mask(blocks, x.goal, x.cell, width=x.width * 8, height=x.height * 8)
        path = field_to(blocks, x.cell).path(x.start) + 0.5
        return [
            ("goal view with its mask", _marked(goal, mask)),
            ("map with a shortest way", _map(blocks, x.cell, eye=x.goal, way=path)),
        ]
    if isinstance(x, TechtreeTask):
        return []
    raise UsageError(f"no card for {type(x).__name__}: want an instance of a minecraft family")


def _crossview_panels(x: Crossview) -> list[Panel]:
    blocks, rows = blocks_of(x.scene), mob_rows(x)
    parts = animals.parts(rows)
    other = x.goal.scene is not None
    goal_blocks = blocks if x.goal.scene is None else blocks_of(x.goal.scene)
    size = PANEL
    large = x.model_copy(update={"width": size, "height": size})
    own = render(blocks, x.start.camera, width=size, height=size, parts=parts).rgb
    goal = render(goal_blocks, x.goal.camera, width=size, height=size,
                  parts=NO_PARTS if other else parts).rgb  # fmt: skip
    rows_played = oracle(x)
    way = np.zeros((0, 3)) if rows_played is None else Episode(x).play(rows_played)
    eye = None if other else x.goal.camera
    here = Camera(**x.start.model_dump())
    return [
        ("own view", own),
        ("goal view with its mask", _marked(goal, goal_mask(large))),
        ("map with the oracle's way", _map(blocks, x.target.cell, eye=eye, agent=here, way=way)),
    ]


def _caption(x: Model) -> tuple[str, list[str]]:
    values: dict[str, float] = getattr(x, "difficulty", {})
    words = [f"{name.replace('_', ' ')} {value:g}" for name, value in values.items()]
    lines = ["  ·  ".join(words[i : i + 7]) for i in range(0, len(words), 7)]
    if isinstance(x, Crossview):
        held = f", holding {x.item.replace('_', ' ')}" if x.item else ""
        return f"{x.event} {x.target.name}{held}, {x.horizon} ticks", lines
    if isinstance(x, Poses):
        return f"which of {len(x.cameras)} cameras saw this?", lines
    if isinstance(x, Route):
        return f"walk to the {x.name} in at most {x.limit} steps", lines
    if isinstance(x, Glance):
        return f"find the {x.name} again", lines
    if isinstance(x, TechtreeTask):
        stock = ", ".join(f"{n} {name}" for name, n in x.state.blocks.items())
        more = [f"around: {stock}"[:120], f"not working: {', '.join(x.state.dead) or 'nothing'}"]
        return f"get {x.count} {x.item} in at most {x.limit} steps", more + lines
    raise UsageError(f"no card for {type(x).__name__}")


def _marked(rgb: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The picture with the mask tinted and outlined."""
    inner = mask.copy()
    inner[1:-1, 1:-1] &= mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:]
    out = rgb.astype(float)
    out[mask] = out[mask] * 0.7 + np.array(_MASK) * 0.3
    out[mask & ~inner] = _MASK
    return out.astype(np.uint8)


def _enlarged(mask: np.ndarray, times: int) -> np.ndarray:
    return mask.repeat(times, axis=0).repeat(times, axis=1)


def _map(
    blocks: np.ndarray,
    target: tuple[int, int, int] | None,
    *,
    eye: Camera | None = None,
    agent: Camera | None = None,
    way: np.ndarray | None = None,
    others: Sequence[Camera] = (),
) -> np.ndarray:
    """The scene from above, north up, with what is known about it drawn in."""
    image, draw = _pillow("Image"), _pillow("ImageDraw")
    scale = max(1, PANEL // max(blocks.shape[0], blocks.shape[2]))
    sheet = image.fromarray(_relief(blocks).repeat(scale, axis=0).repeat(scale, axis=1))
    pen = draw.Draw(sheet)
    if way is not None and len(way) > 1:
        line = [(float(x) * scale, float(z) * scale) for x, _, z in way]
        pen.line(line, fill=_INK, width=5)
        pen.line(line, fill=_WAY, width=3)
    for camera in others:
        _arrow(pen, camera, scale, (210, 210, 210))
    if eye is not None:
        _arrow(pen, eye, scale, _GOAL_EYE)
    if agent is not None:
        _arrow(pen, agent, scale, _START)
    elif way is not None and len(way):
        _arrow(pen, Camera(x=way[0][0], y=0, z=way[0][2], yaw=0, pitch=0), scale, _START)
    if target is not None:
        x, z = (target[0] + 0.5) * scale, (target[2] + 0.5) * scale
        pen.ellipse((x - 7, z - 7, x + 7, z + 7), outline=_WAY, width=2)
        pen.ellipse((x - 6, z - 6, x + 6, z + 6), outline=_TARGET, width=3)
    return np.asarray(sheet)


def _arrow(pen: Any, camera: Camera, scale: int, colour: tuple[int, int, int]) -> None:
    x, z = camera.x * scale, camera.z * scale
    a = math.radians(camera.yaw)
    dx, dz = -math.sin(a), math.cos(a)
    tip = (x + 13 * dx, z + 13 * dz)
    left, right = (x - 5 * dz, z + 5 * dx), (x + 5 * dz, z - 5 * dx)
    pen.polygon([tip, left, right], fill=colour, outline=_INK)


def _relief(blocks: np.ndarray) -> np.ndarray:
    """Each column's colour from above, lighter where it is higher, (z, x, 3) uint8."""
    colours = procedural()[:, 0].mean(axis=(1, 2))  # (blocks, 3)
    top = blocks.shape[1] - 1 - np.argmax(blocks[:, ::-1] != 0, axis=1)
    x, z = np.indices(top.shape)
    light = 0.75 + 0.5 * (top - top.min()) / max(1, int(np.ptp(top)))
    edge = np.where(np.diff(top, axis=0, prepend=top[:1]) > 0, 1.08, 1.0)
    shade = (light * edge)[..., None]
    return (
        np.asarray(np.clip(colours[blocks[x, top, z]] * shade, 0, 255))
        .astype(np.uint8)
        .swapaxes(0, 1)
    )


def _fit(pixels: np.ndarray) -> Any:
    picture = _pillow("Image").fromarray(np.ascontiguousarray(pixels))
    square = _pillow("Image").new("RGB", (PANEL, PANEL), (235, 235, 230))
    picture.thumbnail((PANEL, PANEL))
    if max(picture.size) < PANEL:
        times = PANEL / max(picture.size)
        picture = picture.resize((round(picture.width * times), round(picture.height * times)), 0)
    square.paste(picture, ((PANEL - picture.width) // 2, (PANEL - picture.height) // 2))
    return square


def _font(size: int) -> Any:
    return _pillow("ImageFont").load_default(size)


def _pillow(part: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"PIL.{part}")
    except ImportError as e:
        raise UsageError("pictures need `pip install 'tasksynth[minecraft]'`") from e
