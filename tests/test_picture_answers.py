"""Pictures as answers: PNG files in text or beside the answers, read in bounds."""

import io
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth.answers import Unreadable
from tasksynth.answers.pictures import MOST_BYTES, SIGNATURE, as_uri, read_picture, read_png
from tasksynth.pipeline.judging.answers import AnswerRows, BadRowError

WIDE, HIGH = 7, 5


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def written(rows: bytes, *, wide: int = WIDE, high: int = HIGH, bits: int = 8, colours: int = 0,
            interlaced: int = 0, more: bytes = b"") -> bytes:  # fmt: skip
    head = struct.pack(">IIBBBBB", wide, high, bits, colours, 0, 0, interlaced)
    parts = (chunk(b"IHDR", head), more, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return SIGNATURE + b"".join(parts)


GREY = written(bytes([0, *range(WIDE)]) * HIGH)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_what_pillow_writes_is_read_as_pillow_reads_it(mode: str) -> None:
    image = pytest.importorskip("PIL.Image")
    dice = np.random.Generator(np.random.PCG64(5))
    noise = dice.integers(0, 256, size=(HIGH * 6, WIDE * 6, 4), dtype=np.uint8)
    slopes = np.add.outer(np.arange(HIGH * 6) * 3, np.arange(WIDE * 6) * 2).astype(np.uint8)
    for pixels in (noise, np.dstack([slopes, slopes + 9, slopes[::-1], slopes | 128])):
        picture = image.fromarray(pixels).convert("RGB" if mode in ("1", "P", "L") else "RGBA")
        out = io.BytesIO()
        picture.convert(mode).save(out, "PNG", optimize=True)
        found = read_png(out.getvalue(), width=WIDE * 6, height=HIGH * 6)
        assert (found == np.asarray(image.open(out).convert("RGBA"))).all()


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize(
    ("bits", "colours"),
    [(1, 0), (4, 0), (8, 0), (8, 2), (8, 6), (16, 0), (16, 2), (16, 4), (16, 6)],
)
@pytest.mark.parametrize("wide", [1, 7, 20])
def test_deep_and_interlaced_pictures_are_read_as_pillow_reads_them(
    wide: int, bits: int, colours: int, interlaced: int
) -> None:
    image = pytest.importorskip("PIL.Image")
    dice = np.random.Generator(np.random.PCG64(6))
    steps = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)]
    lines = b""
    for x, y, dx, dy in [*steps, (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]:
        if columns := len(range(x, wide, dx)):
            row = (columns * bits * {0: 1, 2: 3, 4: 2, 6: 4}[colours] + 7) // 8
            lines += b"".join(bytes([i % 3]) + dice.bytes(row) for i in range(y, HIGH, dy))
    data = written(lines, wide=wide, bits=bits, colours=colours, interlaced=interlaced)
    seen = np.asarray(image.open(io.BytesIO(data)))
    if (bits, colours) == (16, 0):
        seen = (seen >> 8).astype(np.uint8)  # Pillow keeps all of its bits
    found = read_png(data, width=wide, height=HIGH)
    assert (found == np.asarray(image.fromarray(seen).convert("RGBA"))).all()


@pytest.mark.parametrize(
    "said",
    ["{}", "Here it is:\n\n{}", "```\n{}\n```", "<answer>{}</answer>", "![mask]({})",
     "<think>data:image/png;base64,iVBORw0KGgoAAA</think>{}\n\nThe white part is the target."],
)  # fmt: skip
def test_a_picture_is_found_whatever_stands_around_it(said: str) -> None:
    uri = as_uri(GREY)
    bare = uri.partition(",")[2]
    lines = "\n".join(bare[i : i + 40] for i in range(0, len(bare), 40))
    for form in (uri, bare, lines):
        picture = read_picture(said.format(form), width=WIDE, height=HIGH)
        assert picture[0, :, 0].tolist() == list(range(WIDE))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (written(b"", wide=100_000, high=100_000), "want 7x5"),
        (written(b"\0" * 50_000_000), "more or fewer"),
        (written(b"\0" * 8), "more or fewer"),
        (GREY[:-30], "cut off"),
        (GREY.replace(b"IDAT", b"IDAU"), "damaged"),
        (written(bytes(8 * HIGH), bits=16), "more or fewer"),
        (written(bytes(8 * HIGH), bits=16, colours=3), "no such kind"),
        (written(bytes(8 * HIGH), bits=9), "no such kind"),
        (written(bytes(8 * HIGH), interlaced=1), "more or fewer"),
        (written(bytes(8 * HIGH), interlaced=2), "no such kind"),
        (written(b"\7" + bytes(8 * HIGH - 1)), "damaged"),
        (written(bytes([0, *range(WIDE)]) * HIGH, colours=3), "palette"),
        (written(bytes(8 * HIGH), more=chunk(b"EVIL", b"")), "not read"),
        (written(bytes(8 * HIGH), more=chunk(b"IDAT", b"junk")), "damaged"),
        (GREY[:8] + chunk(b"tEXt", b"") * 2000 + GREY[8:], "begin with its size"),
        (GREY[:33] + chunk(b"tEXt", b"") * 2000 + GREY[33:], "cut off"),
        (SIGNATURE + b"\0" * MOST_BYTES, "bytes"),
        (b"GIF89a" + bytes(99), "no PNG"),
        (b"", "no PNG"),
    ],
)
def test_bombs_damage_and_other_formats_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_png(data, width=WIDE, height=HIGH)


@settings(max_examples=60)
@given(at=st.integers(0, len(GREY) - 1), byte=st.integers(0, 255), rest=st.binary(max_size=20))
def test_no_file_breaks_the_reader(at: int, byte: int, rest: bytes) -> None:
    for data in (GREY[:at] + bytes([byte]) + GREY[at + 1 :], GREY[:at] + rest, SIGNATURE + rest):
        try:
            assert read_png(data, width=WIDE, height=HIGH).shape == (HIGH, WIDE, 4)
        except Unreadable:
            continue


def test_two_pictures_or_one_that_is_denied_are_none() -> None:
    uri, other = as_uri(GREY), as_uri(written(bytes(8 * HIGH)))
    assert (read_picture(f"{uri}\n\n{uri}", width=WIDE, height=HIGH)[0, 1, 0]) == 1
    for said in (f"{uri} or {other}", f"{uri}\n\n{other}", f"It is not {uri}", "", "iVBORw0KGg"):
        with pytest.raises(Unreadable):
            read_picture(said, width=WIDE, height=HIGH)


def test_a_file_is_read_from_beside_the_answers_and_from_nowhere_else(tmp_path: Path) -> None:
    home = tmp_path / "answers"
    (home / "masks").mkdir(parents=True)
    (home / "masks" / "one.png").write_bytes(GREY)
    (home / "big.png").write_bytes(SIGNATURE + bytes(MOST_BYTES))
    (home / "text.png").write_text("root:x:0:0")
    (tmp_path / "secret.png").write_bytes(GREY)
    (home / "link.png").symlink_to(tmp_path / "secret.png")
    (home / "way").symlink_to(tmp_path)
    rows = AnswerRows("answers", folder=home)

    def answered(name: Any) -> str:
        return rows.parse(json.dumps({"task": "t", "file": name}).encode()).answer

    assert answered("masks/one.png") == as_uri(GREY)
    assert answered("./masks/one.png") == as_uri(GREY)
    for name in ("../secret.png", str(tmp_path / "secret.png"), "link.png", "way/secret.png",
                 "masks/../../secret.png", "masks", "none.png", "", ".", "big.png", "text.png",
                 "masks\\one.png", "one\0.png", "/dev/zero", 7):  # fmt: skip
        with pytest.raises(BadRowError):
            answered(name)
    with pytest.raises(BadRowError, match="a file themselves"):
        AnswerRows("stdin").parse(b'{"task": "t", "file": "masks/one.png"}')


def test_a_mask_may_be_a_picture() -> None:
    from tasksynth_minecraft.glances.spans import read_mask
    from tasksynth_minecraft.rendering import png

    mask = np.add.outer(np.arange(9), np.arange(16)) % 5 > 2
    uri = as_uri(png.encode(mask))
    for said in (uri, f"The mask:\n\n```\n{uri}\n```"):
        assert (read_mask(said, width=16, height=9) == mask).all()
    with pytest.raises(ValueError, match="want 9x16"):
        read_mask(uri, width=9, height=16)
    with pytest.raises(ValueError, match="several"):
        read_mask(f"{uri} {as_uri(png.encode(~mask))}", width=16, height=9)
