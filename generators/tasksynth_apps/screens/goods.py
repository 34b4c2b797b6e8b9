"""Pictures of things that shops sell and of what people cook, from a few shapes each."""

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

Shape = tuple[str, str, tuple[float, ...]]
"""A colour's letter; `p` a polygon, `d` a disc, `e` an ellipse (centre, radii), `c` a ring and `l`
a line (both: the last number is its width); on a grid of 24 by 24."""

COLOURS = {
    "k": (48, 52, 60), "s": (186, 192, 200), "g": (104, 110, 120), "w": (252, 252, 250),
    "b": (150, 104, 66), "t": (196, 108, 72), "n": (82, 140, 82), "y": (206, 222, 76),
    "r": (196, 62, 48), "o": (230, 138, 44), "m": (92, 58, 42), "c": (246, 230, 190),
    "l": (156, 190, 96), "a": (222, 172, 96),
}  # fmt: skip
"""Black, steel, grey, white, brown, terracotta, green, yellow-green, red, orange, mocha, cream,
lettuce, pastry; `*` is the thing's own."""
OWN = ((52, 98, 152), (178, 58, 72), (46, 122, 108), (98, 78, 140), (202, 128, 48), (70, 78, 92))
WALLS = ((238, 240, 243), (243, 239, 233), (233, 240, 237), (240, 236, 242))
TABLES = ((176, 138, 104), (206, 196, 184), (122, 134, 142), (226, 218, 202))
_PLATE = "gd12,12.4,10 wd12,12,9.8 sc12,12,6.9,.25"
_BOWL = "gd12,12.4,10 *d12,12,9.8 wd12,12,8.6"
_PRODUCTS = """
gc12,8,5.2,1.2 sp6.5,10,17.5,10,20,20,4,20 kd12,9.4,1.1 sp18,13,21.5,9,22.5,10,19,16 kp4,19.4,20,19.4,20,20.6,4,20.6
sp2,11,15,9,15,13.5,6,14 gp2,11,6,14,4,13 bp15,8.8,22,9.6,22,12.6,15,13.4 kd17.4,11,.45 kd20,11.1,.45
nc12,12,8,2 nc12,12,5.4,2 nc12,12,2.8,2 nl12,20,20.5,21,2 op19.5,19.6,22.8,20.2,22.8,22,19.5,22.2
ge11,20.6,5.6,1.4 gl11,20,8,12,.9 gl8,12,14,6,.9 *p11.4,4.4,17,2,21,9,14,10.4 ae17.6,9.6,2.8,.8 gd8,12,.9
*p3,9,19,9,19,15.5,3,15.5 *e19,12.2,2.2,3.3 ke19,12.2,1.5,2.4 *e19,12.2,.9,1.6 kp7,9,8,9,8,15.5,7,15.5 kp14,9,15,9,15,15.5,14,15.5
kp10,2,14,2,14,4.6,10,4.6 *p9,5,15,5,16.5,8,16.5,21,7.5,21,7.5,8 wp9,10,11,10,11,18,9,18
*p5,3,19,3,19,21,5,21 kp5,3,7.4,3,7.4,21,5,21 wp10,6.5,16.5,6.5,16.5,9.6,10,9.6 kl17.6,3,17.6,21,.6
kl14,12,22.6,12,2.2 gd9,12,7.6 kd9,12,6.6 ge7.6,10.4,2.4,1.6
tp6,12,18,12,16.2,21,7.8,21 tp5,10,19,10,19,12.6,5,12.6 nl12,10,12,5,1 ne9,6,3.4,2 ne15,6.4,3.4,2 ne12,3.6,2,3 *d12,3,1.5
*p8,3,16,3,16,11,8,11 *p6.5,12,17.5,12,17.5,14.4,6.5,14.4 kl12,14,12,19,1.2 kl6,20.4,12,18.4,1 kl18,20.4,12,18.4,1 kd6,21,1 kd18,21,1 kd12,21,1 kl6.4,9.4,6.4,13,.9 kl17.6,9.4,17.6,13,.9
*c12,12,8.4,1.7 kp7,16.4,17,16.4,17,21.4,7,21.4 yl8,18,16,18,.6 gd4,10,1.2
sp11,3,13,13,10,12 sp14,3,12.4,13,15,11.6 rl11.6,13,7.4,21.4,1.9 rl12.8,13,17,21.4,1.9 kd12.2,12.6,1.3
we9,19.6,7,1.8 *p4,10,14,10,13,18,5,18 *c15,13,2.2,.9 me9,10,5,1.4 we17.6,8.6,4.6,1.2 *p14.6,3,20.6,3,20,8,15.2,8 me17.6,3,3,.9
*p4,18.4,17,5,19.4,7.4,6,20 kp15,7,17,5,19.4,7.4,17.2,9.2 ap4,18.4,6,20,2.2,21.8 kl13,12.4,18,5.4,.4
yd7.6,15.4,5 wl3.6,13.4,6.4,13.8,8,16,7.2,19.6,.7 yd16.6,15.8,4.9 wl14,13,15.6,15.4,18.6,15.6,20.6,13.6,.7 yd12,7.6,4.9 wl8,6.4,10.6,7,13.4,5.8,14,3.6,.7
*p3,8,18,8,15,15.4,6,15.4 kl16.6,9.4,22.6,6.6,1 kl15,15,17.4,20.6,1 kl6,15,9,17,1 kd8,19,3 gd8,19,1.2
"""
_DISHES = """
@*d12,12,8.4 td12,12,8.2 oe9,10,1.1,.8 oe14,13,1.1,.8 oe11,15,1.1,.8 be15,9.4,.9,.7 be8,13,.9,.7 ne12.4,11,1.6,.5
#ad12,12,7.6 bc12,12,7.6,.8 cd12,12,6.4 al7,8,17,16,.9 al7,12,13,18,.9 al11,6,17,11,.9 al7,16,17,8,.9 al7,11,12,6,.9 al12,18,17,13,.9
@cd9,9,2.6 cd14.6,9,2.7 cd12,13.4,2.8 cd8,14.4,2.4 cd16,14.2,2.4 rd11.4,9.4,1 ne13,15.8,2,.7 ne8.6,11.8,1.8,.6 rd15.6,11.4,.9
#se11,12,6.4,2.9 sp16,12,20.4,8.8,20.4,15.2 gd6.8,11.2,.6 gl9,10,9,14,.4 gl11,9.6,11,14.4,.4 gl13,10,13,14,.4 yd15.6,16.6,1.5 wd15.6,16.6,.8 ne9.4,16.4,2.2,.8
@md12,12,8.4 me12,12.6,6,5.4 wd12,10.8,3.2 wd12,9.6,2 rd12.2,8.6,1 ne13.6,8,1.2,.5
#ae12,12.4,8.2,5.6 ce12,11.8,6.8,4.4 wl8,9.6,10,14,.8 wl11.4,9,13,14.4,.8 wl14.8,9.6,16,13.4,.8
@wd12,12,8.4 cd12,12,7.4 be12,11,3,1.6 rd9.6,14.4,1 rd14.4,14.6,1
#re8,12,3,4.4 ne8,8,1,1.2 ce8,9.4,2,1.1 oe15,12,3,4.4 ne15,8,1,1.2 ce15,9.4,2,1.1 le12,17.6,4,1
@od12,12,8.4 ad9,9.6,1.6 od14.6,10,1.6 rd12,14,1.4 cd15.6,14.4,1.2 ne9,14.6,1.8,.7 wl7,12,17,11,.6
@rd12,12,8.4 oe12,12,5,4 rd12,12,4.4 ne11,11,1.8,.7 ne13.6,12.6,1.8,.7 wd14.6,9,.8 wd9.4,14.6,.8
"""


def pictured(source: str, place: int, seed: int, width: int, height: int) -> "Image.Image":
    """The picture of a thing by its place in the pool of such things."""
    from PIL import Image, ImageDraw

    fine = 3 if max(width, height) < 500 else 2  # drawn larger, and made smaller: smooth edges
    ground = (TABLES if source == "recipe" else WALLS)[seed % 4]
    image = Image.new("RGB", (max(1, width) * fine, max(1, height) * fine), ground)
    side = min(width, height) * fine
    unit = side * 0.86 / 24
    left = (width * fine - side * 0.86) / 2
    top = (height * fine - side * 0.86) / 2
    draw, own = ImageDraw.Draw(image), OWN[seed // 4 % len(OWN)]
    for colour, kind, numbers in shapes(source)[place]:
        paint = own if colour == "*" else COLOURS[colour]
        _draw(draw, kind, [value * unit for value in numbers], (left, top), paint)
    return image.resize((max(1, width), max(1, height)), Image.Resampling.BOX)


def _draw(
    draw: Any, kind: str, n: list[float], at: tuple[float, float], colour: tuple[int, ...]
) -> None:
    left, top = at
    if kind in "pl":
        points = [(left + x, top + y) for x, y in zip(n[::2], n[1::2], strict=False)]
        if kind == "p":
            draw.polygon(points, fill=colour)
        else:
            draw.line(points, fill=colour, width=max(1, round(n[-1])))
        return
    across, down = (n[2], n[3]) if kind == "e" else (n[2], n[2])
    box = (left + n[0] - across, top + n[1] - down, left + n[0] + across, top + n[1] + down)
    if kind == "c":
        draw.ellipse(box, outline=colour, width=max(1, round(n[3])))
    else:
        draw.ellipse(box, fill=colour)


@cache
def shapes(source: str) -> tuple[tuple[Shape, ...], ...]:
    """What each thing of a pool is drawn with."""
    text = _DISHES if source == "recipe" else _PRODUCTS
    text = text.replace("@", f"{_BOWL} ").replace("#", f"{_PLATE} ")
    return tuple(
        tuple((one[0], one[1], tuple(map(float, one[2:].split(",")))) for one in line.split())
        for line in text.strip().splitlines()
    )
