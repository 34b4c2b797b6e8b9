"""Pictures in screens: photographs that are none, covers, and maps."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tasksynth_apps.screens.goods import pictured

if TYPE_CHECKING:
    from PIL import Image

SKIES = (
    ((120, 170, 220), (240, 225, 200)),
    ((250, 180, 120), (120, 90, 150)),
    ((60, 100, 150), (170, 210, 220)),
    ((230, 230, 235), (170, 185, 200)),
    ((30, 40, 80), (140, 110, 150)),
)
GROUNDS = ((70, 110, 70), (180, 150, 110), (60, 80, 100), (110, 130, 80), (150, 110, 100))
FACES = (
    (38, 70, 83),
    (231, 111, 81),
    (42, 157, 143),
    (233, 196, 106),
    (109, 89, 122),
    (69, 123, 157),
)


@lru_cache(maxsize=512)
def painted(art: str, width: int, height: int) -> "Image.Image":
    """A picture by its kind and number, `photo:7`, or of a thing, `recipe:7:2`."""
    from PIL import Image, ImageDraw

    kind, number, *place = art.split(":")
    seed = int(number) * 2654435761 % 2**32
    if place:
        return pictured(kind, int(place[0]), seed, width, height)
    image = Image.new("RGB", (max(1, width), max(1, height)))
    {"photo": _photo, "cover": _cover, "map": _map}[kind](
        ImageDraw.Draw(image), seed, width, height
    )
    return image


def _part(seed: int, place: int, count: int) -> int:
    return (seed >> (place % 24)) * (2 * place + 3) % 1009 % count


def _photo(draw: Any, seed: int, width: int, height: int) -> None:
    """A sky, a sun, hills."""
    above, below = SKIES[_part(seed, 1, len(SKIES))]
    for y in range(height):
        share = y / height
        colour = tuple(int(a + (b - a) * share) for a, b in zip(above, below, strict=True))
        draw.line((0, y, width, y), fill=colour)
    size = max(3, height // 6)
    x, y = _part(seed, 2, 80) * width // 100 + width // 10, height // 5
    draw.ellipse((x, y, x + size, y + size), fill=(255, 245, 210))
    ground = GROUNDS[_part(seed, 3, len(GROUNDS))]
    for hill in range(3):
        shade = tuple(part * (7 - hill) // 8 for part in ground)
        low = height * (50 + 14 * hill) // 100
        peak = low - height * (8 + _part(seed, 5 + hill, 18)) // 100
        middle = width * (15 + _part(seed, 9 + hill, 70)) // 100
        draw.polygon((0, low, middle, peak, width, low, width, height, 0, height), fill=shade)


def _cover(draw: Any, seed: int, width: int, height: int) -> None:
    """A few large shapes."""
    ground = FACES[_part(seed, 1, len(FACES))]
    draw.rectangle((0, 0, width, height), fill=ground)
    for shape in range(3):
        colour = FACES[_part(seed, 3 + shape, len(FACES))]
        x, y = (
            _part(seed, 7 + shape, 100) * width // 100,
            _part(seed, 11 + shape, 100) * height // 100,
        )
        size = (20 + _part(seed, 15 + shape, 45)) * min(width, height) // 100
        box = (x - size, y - size, x + size, y + size)
        if _part(seed, 5 + shape, 2):
            draw.ellipse(box, fill=colour)
        else:
            draw.rectangle(box, fill=colour)


def _map(draw: Any, seed: int, width: int, height: int) -> None:
    """Blocks, a park, a river, streets."""
    draw.rectangle((0, 0, width, height), fill=(236, 233, 226))
    park = (_part(seed, 1, 60) * width // 100, _part(seed, 2, 50) * height // 100)
    draw.rectangle((*park, park[0] + width // 3, park[1] + height // 3), fill=(200, 226, 190))
    bend = _part(seed, 3, 60) * height // 100
    river = (
        0,
        bend,
        width // 3,
        bend + height // 5,
        2 * width // 3,
        bend,
        width,
        bend + height // 4,
    )
    draw.line(river, fill=(165, 205, 235), width=max(3, height // 9), joint="curve")
    step = max(12, min(width, height) // 5)
    for number, x in enumerate(range(-height // 3, width, step)):
        wide = max(1, step // (7 if number % 3 else 4))
        draw.line((x, 0, x + height // 3, height), fill=(255, 255, 255), width=wide)
    for number, y in enumerate(range(step // 2, height + width // 5, step)):
        wide = max(1, step // (7 if number % 2 else 5))
        draw.line((0, y, width, y - width // 5), fill=(255, 255, 255), width=wide)
