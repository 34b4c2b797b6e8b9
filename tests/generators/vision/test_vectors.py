"""SVG: what is drawn alike passes however it is written, nothing else does, and nothing harms."""

import base64
import re
import time
from math import pi
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.single import source
from tasksynth_vision.vectors.colours import colour_in
from tasksynth_vision.vectors.finding import read_svg
from tasksynth_vision.vectors.geometry import inside
from tasksynth_vision.vectors.parsing import MOST_CHARS, paints_in
from tasksynth_vision.vectors.scoring import labelled

FAMILY: Any = registry.get("vision.svg")
OPEN = '<svg viewBox="0 0 100 100">'


DISC = '<circle cx="50" cy="50" r="30"/>'


def drawn(level: float, count: int, seed: int = 49) -> list[Any]:
    made = source("vision.svg", seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


def area(inner: str, opening: str = OPEN) -> float:
    """Pixels of a picture of 100 by 100 on which something is drawn."""
    return float((labelled(paints_in(f"{opening}{inner}</svg>", 100), 100) > 0).sum())


def same(one: str, other: str) -> bool:
    """Whether two SVGs draw the same, but for a few pixels at edges."""
    seen = [labelled(paints_in(f"{OPEN}{inner}</svg>", 100), 100) > 0 for inner in (one, other)]
    return int((seen[0] != seen[1]).sum()) < 12


@pytest.mark.parametrize(
    ("inner", "size"),
    [
        ('<rect x="10" y="20" width="30" height="40"/>', 1200),
        ('<rect width="50%" height="100%"/>', 5000),
        ('<circle cx="50" cy="50" r="30"/>', pi * 900),
        ('<ellipse cx="50" cy="50" rx="40" ry="10"/>', pi * 400),
        ('<circle cx="50" cy="50" r="30" fill="none" stroke="red" stroke-width="10"/>', pi * 600),
        ('<line x1="10" y1="50" x2="90" y2="50" stroke="red" stroke-width="4"/>', 320),
        ('<path d="M10 50H90" stroke="red" stroke-width="4" stroke-linecap="square"/>', 336),
        ('<polygon points="10,10 90,10 10,90"/>', 3200),
        ('<g stroke="red" stroke-width="20" stroke-linejoin="round"><path d="M20 50H80H20"/></g>',
         1200 + pi * 50),
        (f'<g stroke="red" stroke-width="10" stroke-linejoin="round">{9 * DISC}</g>', pi * 35**2),
        ('<polyline points="10,10 90,10 90,90" fill="none" stroke="red" stroke-width="10"/>', 1600),
        ('<rect x="20" y="20" width="60" height="60" fill="none" stroke="red" stroke-width="10"/>',
         2400),
        ('<path d="M10 10h80v80h-80z"/>', 6400),
        ('<path d="M10 10H90V90H10ZM30 30H70V70H30Z" fill-rule="evenodd"/>', 4800),
        ('<path d="M10 10H90V90H10ZM30 30V70H70V30Z"/>', 4800),
        ('<path d="M10 10H90V90H10ZM30 30H70V70H30Z"/>', 6400),
        ('<path d="M20 50A30 30 0 0 1 80 50Z"/>', pi * 450),
        ('<path d="M20 50a30 30 0 1 0 60 0a30 30 0 1 0 -60 0"/>', pi * 900),
        ('<path d="M10 50Q50 10 90 50Z"/>', 80 * 40 / 3),
        ('<path d="M10,50 C10,50 90,50 90,50 L90,90 L10,90z"/>', 3200),
        ('<rect x="0" y="0" width="10" height="10" transform="translate(20 20) scale(4)"/>', 1600),
        ('<rect width="20" height="20" transform="rotate(45 10 10)" x="30" y="0"/>', 400),
        ('<g transform="translate(10,10)"><g fill="red"><rect width="10" height="10"/></g></g>',
         100),
        ('<rect width="50" height="50" style="fill: none"/>', 0),
        ('<rect width="50" height="50" opacity="0"/>', 0),
        ('<rect width="50" height="50" display="none"/><title>a b</title>', 0),
    ],
)  # fmt: skip
def test_shapes_cover_what_they_say(inner: str, size: float) -> None:
    assert area(inner) == pytest.approx(size, rel=0.03, abs=12)


@pytest.mark.parametrize("corner", [(10.5, 20.25), (-30, 40), (80, 90), (200, 200), (7, 7.5)])
def test_a_rectangle_covers_what_it_does_with_a_corner_more(corner: tuple[float, float]) -> None:
    x, y = corner
    ring = [(x, y), (x + 33.5, y), (x + 33.5, y + 21), (x, y + 21)]
    for turned in (ring, ring[::-1], ring[1:] + ring[:1]):
        (a, b), (c, d) = turned[:2]
        more = [turned[0], ((a + c) / 2, (b + d) / 2), *turned[1:]]
        short, long = (inside([one], 100, evenodd=False, fine=2) for one in (turned, more))
        assert short.box == long.box
        assert (short.mask == long.mask).all()


def test_a_shape_may_be_written_in_many_ways() -> None:

    for other in (
        '<ellipse cx="50" cy="50" rx="30" ry="30"/>',
        '<path d="M20 50A30 30 0 1 1 80 50A30 30 0 1 1 20 50Z"/>',
        "<path d='M20,50c0-16.6 13.4-30 30-30s30,13.4 30,30s-13.4,30-30,30s-30-13.4-30-30z'/>",
        '<rect x="20" y="20" width="60" height="60" rx="30"/>',
        '<circle r="30" transform="translate(50,50)"/>',
        '<circle r="3" transform="matrix(10 0 0 10 50 50)"/>',
        '<circle cx="50%" cy="50%" r="30%"/>',
        '<path d="M20 50a30 30 0 0160 0a30 30 0 01-60 0"/>',
        '<path d="M50 50h.01" stroke="black" stroke-width="60" stroke-linecap="round"/>',
    ):
        assert same(DISC, other), other


def test_view_boxes_scale_and_move_what_is_drawn() -> None:
    for opening, inner in (
        ('<svg viewBox="0 0 200 200">', '<rect x="20" y="20" width="60" height="60"/>'),
        ('<svg viewBox="-50 -50 100 100">', '<rect x="-40" y="-40" width="30" height="30"/>'),
        ('<svg width="100" height="100">', '<rect x="10" y="10" width="30" height="30"/>'),
        ("<svg>", '<rect x="10" y="10" width="30" height="30"/>'),
        ('<svg width="400px" height="400px" viewBox="0 0 100 100">',
         '<rect x="10" y="10" width="30" height="30"/>'),
        ('<svg viewBox="0 0 100 200" preserveAspectRatio="none">',
         '<rect x="10" y="20" width="30" height="60"/>'),
    ):  # fmt: skip
        assert area(inner, opening) == 900, opening


@pytest.mark.parametrize("said", ["red", "#f00", "#FF0000", "rgb(255,0,0)", "rgb(100%, 0%, 0%)",
                                  "rgba(255, 0, 0, 1)", "hsl(0, 100%, 50%)", "rgb(255 0 0)",
                                  "#ff0000ff", " Red "])  # fmt: skip
def test_colours_are_read_as_css_writes_them(said: str) -> None:
    assert colour_in(said) == (255, 0, 0)


def shifted(svg: str, across: int) -> str:
    """The same shapes so many pixels to the right, on the same ground."""
    begin, ground, *shapes, end = svg.split("\n")
    return "\n".join([begin, ground, f'<g transform="translate({across})">', *shapes, "</g>", end])


def test_the_reference_passes_in_other_words_and_within_the_tolerance() -> None:
    for x in (*drawn(0.0, 2), *drawn(0.5, 2), *drawn(1.0, 1)):
        assert FAMILY.verify(x, shifted(x.svg, x.within - 1)).status == "pass"
        assert FAMILY.verify(x, shifted(x.svg, 3 * x.within)).status == "fail"
        doubled = x.svg.replace(
            'viewBox="0 0 256 256">', 'viewBox="0 0 512 512"><g transform="scale(2)">'
        ).replace("</svg>", "</g></svg>")
        for said in (doubled, f"```xml\n{x.svg}\n```", f"<answer>{x.svg}</answer>",
                     f'Here it is:\n\n```svg\n<?xml version="1.0"?>\n{x.svg}\n```\nDone.',
                     x.svg.replace('"', "'").replace("\n", " "),
                     x.svg.replace("<rect", "<!-- the ground --><rect", 1)):  # fmt: skip
            assert FAMILY.verify(x, said).status == "pass", said


def test_each_shape_that_is_right_earns_more_and_cheap_pictures_nothing() -> None:
    for x in (*drawn(0.6, 2), *drawn(1.0, 1)):
        lines = x.svg.split("\n")
        rewards = [
            FAMILY.verify(x, "\n".join([*lines[:many], "</svg>"])).reward
            for many in range(2, len(lines))
        ]
        assert rewards[0] == 0
        assert rewards[-1] == 1
        assert max(rewards[:-1]) < 0.5
        assert rewards[2] > 0
        mean = "#808080"
        for fill in ("#ffffff", mean, *(line.split('fill="')[1][:7] for line in lines[2:4]
                                        if 'fill="#' in line)):  # fmt: skip
            whole = f'<svg><rect width="100%" height="100%" fill="{fill}"/></svg>'
            assert FAMILY.verify(x, whole).reward == 0


def test_the_right_colours_in_bands_all_over_earn_nothing() -> None:
    for x in (*drawn(0.0, 4), *drawn(0.5, 2)):
        fills = list(dict.fromkeys(re.findall(r"#[0-9a-f]{6}", x.svg)))
        bands = [
            f'<rect y="{y}" width="{x.side}" height="8" fill="{fills[y // 8 % len(fills)]}"/>'
            for y in range(0, x.side, 8)
        ]
        drawing = f'<svg viewBox="0 0 {x.side} {x.side}">{"".join(bands)}</svg>'
        assert FAMILY.verify(x, drawing).reward < 0.03


def test_a_reader_of_pixels_alone_finds_the_truth() -> None:
    """Of 50 tasks a level: `python benchmarks/vision.py --family vision.svg --tasks 50`."""
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.vectors import draw_svg
    from tasksynth_vision.reading.vectors import traced

    for x in (*drawn(0.0, 1), *drawn(0.5, 2), *drawn(1.0, 1)):
        picture = np.asarray(draw_svg(x.svg, x.side, noise=x.noise, at=x.at))
        assert FAMILY.verify(x, traced(picture)).status == "pass", x.svg


LAUGHS = (
    '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><svg><text>&c;</text></svg>'
)


@pytest.mark.parametrize(
    "hostile",
    [
        LAUGHS,
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><title>&x;</title></svg>',
        "<svg><title>&x;</title></svg>",
        "<svg><script>while(1){}</script></svg>",
        '<svg onload="x()"><rect width="9" height="9"/></svg>',
        '<svg><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<svg><use href="#a"/></svg>',
        '<svg><g href="http://x"/></svg>',
        '<svg><rect width="9" height="9" fill="url(#a)"/></svg>',
        '<svg><rect width="9" height="9" style="fill:url(http://x)"/></svg>',
        "<svg><style>*{fill:red}</style></svg>",
        "<svg><foreignObject/></svg>",
        "<svg><svg/></svg>",
        "<svg>" + "<g>" * 40 + "</g>" * 40 + "</svg>",
        "<svg>" + '<rect width="1" height="1"/>' * 61 + "</svg>",
        '<svg><rect width="1e999" height="9"/></svg>',
        '<svg><rect width="nan" height="9"/></svg>',
        '<svg><circle r="99999999999"/></svg>',
        '<svg><path d="M0 0 L1e99 9 9 9"/></svg>',
        '<svg><path d="L 9 9"/></svg>',
        '<svg><path d="M 9"/></svg>',
        '<svg><path d="M 9 9 X"/></svg>',
        '<svg><polygon points="1,2 3,x"/></svg>',
        '<svg><rect width="9" height="9" transform="scale(1e60) scale(1e60) scale(1e60)"/></svg>',
        '<svg><rect width="9" height="9" transform="flip(3)"/></svg>',
        '<svg><rect width="9" height="9" opacity="0.5"/></svg>',
        '<svg><rect width="9" height="9" fill="#12"/></svg>',
        '<svg viewBox="0 0 0 0"/>',
        '<svg viewBox="0 0 1"/>',
        "<svg><rect></svg>",
        "<rect/>",
        '<svg><path d="M0 0' + "q1 1 2 2" * 700 + '"/></svg>',
        "<svg>" + " " * MOST_CHARS + "</svg>",
    ],
)
def test_hostile_svg_is_refused_at_once(hostile: str) -> None:
    begin = time.process_time()
    with pytest.raises(Unreadable):
        paints_in(hostile, 256)
    assert time.process_time() - begin < 0.5


def test_what_may_be_drawn_at_most_is_judged_quickly() -> None:
    (x,) = drawn(1.0, 1)
    FAMILY.verify(x, FAMILY.solve(x))
    zigzag = "M0 0" + "L256 255 0 1" * 470
    many = '<rect width="256" height="256"/>' * 60
    for inner in (f'<path d="{zigzag}"/>', many, many.replace("<rect", '<rect rx="99"')):
        begin = time.process_time()
        assert FAMILY.verify(x, f"<svg>{inner}</svg>").status == "fail"
        assert time.process_time() - begin < 0.5


@pytest.mark.parametrize("frame", ["{}", "![it]({})", "Answer: {}", '<img src="{}"/>'])
def test_a_drawing_may_be_a_data_uri(frame: str) -> None:
    one = '<svg><rect width="9" height="9" fill="#00f"/></svg>'
    packed = base64.b64encode(one.encode()).decode()
    for uri in (
        f"data:image/svg+xml;base64,{packed}",
        f"data:image/svg+xml;charset=utf-8;base64,{packed}",
        f"data:image/svg+xml;utf8,{quote(one)}",
        f"data:image/svg+xml,{quote(one, safe='')}",
        f"data:image/svg+xml,{one}",
    ):
        assert read_svg(frame.format(uri)) == one


def test_two_different_drawings_are_none() -> None:
    one, other = '<svg><rect width="9" height="9"/></svg>', "<svg></svg>"
    assert read_svg(f"{one}") == one
    assert read_svg(f"First a draft.\n\n```svg\n{one}\n```\n\n```svg\n{one}\n```") == one
    quoted = one.replace('"', '\\"')
    assert read_svg(f'{{"svg": "{quoted}"}}') == one
    begin = time.process_time()
    with pytest.raises(Unreadable):
        read_svg("<svg " * 12000)
    assert time.process_time() - begin < 1
    begin = time.process_time()
    for said in (
        "data:image/svg+xml," * 9000 + "</svg>",
        "data:image/svg+xml;base64,AAAAAAAA" * 9000,
    ):
        with pytest.raises(Unreadable):
            read_svg(said)
    assert time.process_time() - begin < 1
    for said in (f"{one}\nor\n{other}", f"```svg\n{one}\n{other}\n```", "no picture", "<svg>"):
        with pytest.raises(Unreadable):
            read_svg(said)
