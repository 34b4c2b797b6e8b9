"""Edits of masked pictures: what is hidden passes in either form, and nothing cheaper does."""

import struct
import zlib
from typing import Any

import numpy as np
import pytest

from tasksynth import grade, registry
from tasksynth.answers.pictures import SIGNATURE, as_uri, write_png
from tasksynth.single import source
from tasksynth_vision.masking.judging import judged
from tasksynth_vision.masking.letters import DOT, LEAST_DOT, LETTERS, lettered
from tasksynth_vision.masking.paints import COLOURS, GROUNDS, SIDE, colours_on, legible, shape
from tasksynth_vision.masking.pixels import covered, given_picture, hidden_picture
from tasksynth_vision.masking.scenes import MaskedScene, svg_of
from tasksynth_vision.masking.staging import JOBS
from tasksynth_vision.reading.edits.masks import edited

FAMILY: Any = registry.get("vision.mask_edit")


def drawn(job: str, level: float, index: int = 0) -> Any:
    params = FAMILY.Params.at(level, job=job).model_dump()
    return source("vision.mask_edit", seed=8, params=params).draw(index)


DRAWS: dict[str, Any] = {
    job: drawn(job, level) for job, level in zip(JOBS, (1, 0.75, 0.75, 0.5), strict=True)
}


def paid(draw: Any, picture: Any) -> float:
    verdict = grade(draw.task, as_uri(write_png(picture.astype(np.uint8))))
    assert (verdict.status == "pass") == (verdict.reward == 1)
    return verdict.reward or 0.0


def within(x: MaskedScene, picture: Any) -> Any:
    """A picture's mask in what is given."""
    return np.where(covered(x.mask)[..., None], picture, given_picture(x))


@pytest.mark.parametrize("job", JOBS)
def test_the_hidden_scene_passes_as_a_picture_and_as_an_svg(job: str) -> None:
    draw = DRAWS[job]
    x, right = draw.instance, hidden_picture(draw.instance)
    assert (right == given_picture(x))[~covered(x.mask)].all()
    assert paid(draw, right) == 1
    svg = FAMILY.solve(x)
    for said in (svg, svg.replace("```svg", "Here it is:\n\n```xml"), svg_of(x.scene)):
        assert grade(draw.task, said).reward == 1
    alpha = np.dstack([right, 255 * covered(x.mask)]).astype(np.uint8)
    rows = b"".join(b"\0" + row.tobytes() for row in alpha)
    assert grade(draw.task, as_uri(png(rows, colours=6))).reward == 1


@pytest.mark.parametrize("job", JOBS)
def test_edges_may_be_off_by_a_pixel_and_colours_a_little(job: str) -> None:
    draw = DRAWS[job]
    x, right = draw.instance, hidden_picture(draw.instance).astype(np.int64)
    noise = np.random.Generator(np.random.PCG64(3)).integers(-20, 21, right.shape)
    for dy, dx in ((0, 1), (-1, 0), (1, -1)):
        moved = np.roll(right, (dy, dx), (0, 1))
        assert paid(draw, within(x, moved)) == 1
        assert paid(draw, within(x, (moved + right) // 2)) == 1
    assert paid(draw, within(x, np.clip(right + noise, 0, 255))) == 1
    assert paid(draw, within(x, np.roll(right, (6, 6), (0, 1)))) < 0.5


@pytest.mark.parametrize("job", JOBS)
def test_no_filling_is_paid_that_takes_no_look(job: str) -> None:
    draw = DRAWS[job]
    for name, answer in FAMILY.baselines(draw.instance).items():
        verdict = grade(draw.task, answer)
        assert verdict.status == "fail", name
        assert (verdict.reward or 0) <= (0.25 if name == "copied" else 0), name
    assert grade(draw.task, f"```svg\n{svg_of(())}\n```").reward == 0


@pytest.mark.parametrize("job", JOBS)
def test_a_reader_of_pixels_alone_finds_what_is_hidden(job: str) -> None:
    """Of 200 tasks a level: `python benchmarks/vision.py --family vision.mask_edit --tasks 200`."""
    draw = drawn(job, 0.5, 1)
    x = draw.instance
    told = x.model_copy(update={"scene": (), "before": ()})
    assert paid(draw, edited(given_picture(x), told)) == 1
    other = drawn(job, 0.5, 2).instance
    assert paid(draw, within(x, edited(given_picture(other), told))) < 0.5


def test_what_changes_outside_of_the_mask_costs() -> None:
    draw = DRAWS["fill"]
    x = draw.instance
    left, top, _, _ = x.mask
    right = hidden_picture(x).astype(np.int64)
    nudged, spotted, redrawn = right.copy(), right.copy(), 255 - right
    nudged[~covered(x.mask)] += np.where(nudged[~covered(x.mask)] > 127, -8, 8)
    spotted[top - 5, left - 5] += np.where(spotted[top - 5, left - 5] > 127, -9, 9)
    redrawn[covered(x.mask)] = right[covered(x.mask)]
    assert paid(draw, nudged) == 1
    assert 0.4 < paid(draw, spotted) < 0.5
    assert "1 pixels have changed" in str(
        grade(draw.task, as_uri(write_png(spotted.astype(np.uint8))))
    )
    assert paid(draw, redrawn) == 0


@pytest.mark.parametrize("job", JOBS[:3])
def test_each_part_has_to_be_there(job: str) -> None:
    draw = DRAWS[job]
    scene = draw.instance.scene
    for number in range(2, len(scene)):
        verdict = grade(draw.task, svg_of(scene[:number] + scene[number + 1 :]))
        assert verdict.status == "fail"
        assert (verdict.reward or 0) < 0.5


def test_bars_are_in_front_as_told() -> None:
    draw = DRAWS["fill"]
    bars = draw.instance.scene
    swapped = (*bars[:2], bars[3], bars[2], *bars[4:])
    assert grade(draw.task, svg_of(swapped)).status == "fail"


def signed(text: str, dot: int) -> MaskedScene:
    ground = shape("rectangle", "blue", (0, 0, SIDE, SIDE))
    path = f'<path d="{lettered(text, 20 + dot, 20 + dot, dot)}" fill="{COLOURS["teal"]}"/>'
    mask = (20, 20, 20 + 7 * dot, 20 + 9 * dot)
    return MaskedScene(job="text", scene=(ground, path), before=(ground,), mask=mask,
                       text=text, ink="teal", dot=dot, parts=2)  # fmt: skip


@pytest.mark.parametrize("dot", [LEAST_DOT, DOT])
def test_no_letter_passes_for_another(dot: int) -> None:
    masks = {letter: (hidden_picture(signed(letter, dot))[..., 0] < 30) for letter in LETTERS}
    for letter, own in masks.items():
        like = sorted(LETTERS, key=lambda one: np.count_nonzero(masks[one] != own))[1]
        assert not judged(signed(letter, dot), hidden_picture(signed(like, dot))).done, (
            letter + like
        )


def test_texts_are_easily_read() -> None:
    assert legible("blue", "white")
    assert not legible("yellow", "white")
    assert not legible("purple", "brown")
    coarse, fine = (drawn("text", level).instance for level in (0, 1))
    assert coarse.dot > fine.dot >= LEAST_DOT


def png(rows: bytes, *, side: int = SIDE, bits: int = 8, colours: int = 2,
        more: tuple[tuple[bytes, bytes], ...] = ()) -> bytes:  # fmt: skip
    head = struct.pack(">IIBBBBB", side, side, bits, colours, 0, 0, 0)
    chunks = ((b"IHDR", head), *more, (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def lines(pixels: np.ndarray) -> bytes:
    return b"".join(b"\0" + row.tobytes() for row in pixels)


def test_hostile_pictures_are_refused_or_are_what_is_seen_of_them() -> None:
    draw = DRAWS["fill"]
    right = write_png(hidden_picture(draw.instance))
    for data, why in (
        (png(b"", side=100_000), "want 256x256"),
        (write_png(hidden_picture(draw.instance)[::2, ::2]), "128x128 pixels, want 256x256"),
        (png(bytes(10**7)), "more or fewer"),
        (right[:-90], "cut off"),
        (png(bytes((1 + SIDE * 3) * SIDE), bits=16), "more or fewer"),
        (png(bytes((1 + 4 * SIDE * 3) * SIDE), bits=32), "no such kind"),
        (png(bytes((1 + SIDE) * SIDE), colours=3), "palette"),
    ):
        verdict = grade(draw.task, as_uri(data))
        assert verdict.status == "unparsable"
        assert why in str(verdict), str(verdict)
    both = as_uri(right) + FAMILY.solve(draw.instance)
    for said in ("", "GIF89a", "data:image/gif;base64,R0lGODlhAQABAAAAACw=", both,
                 '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'):  # fmt: skip
        assert grade(draw.task, said).status == "unparsable"
    jpeg = "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD" + "A" * 99
    for said, kind in ((jpeg, "JPEG"), (jpeg.partition(",")[2], "JPEG"),
                       ("data:image/webp;base64,UklGRg==", "WEBP")):  # fmt: skip
        assert f"{kind} files are not read" in grade(draw.task, said).why
    films = ((b"acTL", bytes(8)), (b"fcTL", bytes(26)))
    hidden = np.dstack([hidden_picture(draw.instance), np.zeros((SIDE, SIDE))]).astype(np.uint8)
    assert grade(draw.task, as_uri(png(lines(hidden), colours=6, more=films))).reward == 0
    deep = hidden_picture(draw.instance).astype(">u2") * 257
    assert grade(draw.task, as_uri(png(lines(deep), bits=16))).reward == 1


def test_of_several_pictures_the_one_that_is_the_answer_counts() -> None:
    draw = DRAWS["fill"]
    x = draw.instance
    right, before = as_uri(write_png(hidden_picture(x))), as_uri(write_png(given_picture(x)))
    drawing = FAMILY.solve(x)
    for said in (f"This was given: {before}\n\nAnswer: {right}",
                 f"From {before} I made\n<answer>{right}</answer>",
                 f"A draft: {drawing}\n\nAnswer: {right}",
                 f"Given: {before}\n\nAnswer:\n{drawing}",
                 f"data:image/jpeg;base64,/9j/4AAQ\n\n{right}"):  # fmt: skip
        assert grade(draw.task, said).status == "pass", said[:80]
    for said in (f"{right}\n\nAnswer: {before}", f"Answer: {right}\n\n{before}",
                 f"Given: {before}\n\nAnswer: {right} {drawing}",
                 f"{before}\n\nAnswer: see above\n\n{right}\n\n{before}"):  # fmt: skip
        assert grade(draw.task, said).reward == 0


def test_every_ground_has_colours_enough() -> None:
    from tasksynth.rng import Dice, Stream

    assert all(len(colours_on(Dice(Stream(b"t").rng(0)), ground)) >= 7 for ground in GROUNDS)
