"""The same shapes in other words of SVG: moved groups, paths, styles and colours in any form."""

from colorsys import rgb_to_hls

from tasksynth.rng import Dice
from tasksynth_vision.composing.shapes import CODES, SIDE, DrawnShape, corners, element, tone


def spelled(dice: Dice, shapes: tuple[DrawnShape, ...], ground: str, *, twisted: float) -> str:
    """The SVG of a scene; `twisted` is the share of its shapes that are not written plainly."""
    parts = [f'<rect width="100%" height="100%" fill="{CODES[ground]}"/>']
    for shape in shapes:
        plain = dice.below(1000) >= 1000 * twisted
        parts.append(element(shape) if plain else _twisted(dice, shape))
    lines = [line for part in parts for line in part.split("\n")]
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
    return "\n".join([begin, *(f"  {line}" for line in lines), "</svg>"])


def _twisted(dice: Dice, shape: DrawnShape) -> str:
    """One shape, in one of the other ways."""
    way = dice.below(4)
    fill = _colour(dice, shape.colour)
    if way == 0:
        return _moved(dice, shape, fill)
    if way == 1:
        return _scaled(dice, shape, fill)
    if way == 2:
        return _path(shape, f'style="fill: {fill}; stroke: none"')
    return element(shape).replace(f'fill="{CODES[shape.colour]}"', f'style="fill:{fill}"')


def _colour(dice: Dice, name: str) -> str:
    """A colour in another form; rounding keeps it what it is."""
    red, green, blue = tone(name)
    form = dice.below(3)
    if form == 0:
        return f"rgb({red}, {green}, {blue})"
    if form == 1:
        h, lit, s = rgb_to_hls(red / 255, green / 255, blue / 255)
        return f"hsl({round(360 * h)}, {round(100 * s)}%, {round(100 * lit)}%)"
    return CODES[name].upper()


def _moved(dice: Dice, shape: DrawnShape, fill: str) -> str:
    """In a group that is moved."""
    x, y = dice.between(20, 140), dice.between(20, 140)
    there = shape.model_copy(update={"left": shape.left - x, "top": shape.top - y})
    inner = element(there).replace(CODES[shape.colour], fill)
    return f'<g transform="translate({x} {y})">\n  {inner}\n</g>'


def _scaled(dice: Dice, shape: DrawnShape, fill: str) -> str:
    """Around the origin and of half its size, then moved and scaled."""
    x, y = shape.centre
    round_one = shape.kind in ("circle", "ellipse")
    points = [(p - x, q - y) for p, q in corners(shape)] if not round_one else []
    if round_one:
        radii = f'rx="{shape.wide / 4:g}" ry="{shape.high / 4:g}"'
        inner = f'<ellipse {radii} fill="{fill}"'
    else:
        told = " ".join(f"{p / 2:.2f},{q / 2:.2f}" for p, q in points)
        inner = f'<polygon points="{told}" fill="{fill}"'
    return f'{inner} transform="translate({x:g} {y:g}) scale(2)"/>'


def _path(shape: DrawnShape, style: str) -> str:
    """As a path."""
    if shape.kind in ("circle", "ellipse"):
        a, b = f"{shape.wide / 2:g}", f"{shape.high / 2:g}"
        at = f"M{shape.left} {shape.top + shape.high / 2:g}"
        return (
            f'<path d="{at}a{a} {b} 0 1 0 {shape.wide} 0a{a} {b} 0 1 0 -{shape.wide} 0z" {style}/>'
        )
    told = " L".join(f"{x:.1f} {y:.1f}" for x, y in corners(shape))
    return f'<path d="M{told} Z" {style}/>'
