"""Angles and directions in Minecraft's conventions, the same to the last bit everywhere.

Yaw 0 looks to +z (south), yaw 90 to -x (west); pitch > 0 looks down. An angle is an integer
number of 1/65536 turns, as Minecraft's own sine table has it. Sine and arc tangent are
polynomials: libm's last bit differs between platforms, and it would move a task.
"""

import math

from tasksynth_minecraft.numeric.jit import kernel

TURN = 65536
"""Angle units in a full turn; one is 0.0055 degrees."""
QUARTER = 16384
EYE_HEIGHT = 1.62
"""Blocks from the feet of a standing player to the eye."""

_HALF_PI = 1.5707963267948966


def units(degrees: float) -> int:
    """The angle in 1/65536 turns, nearest; not reduced to one turn."""
    return math.floor(degrees * TURN / 360 + 0.5)


def to_degrees(angle: int) -> float:
    """Units to degrees, in [-180, 180)."""
    return ((angle + TURN // 2) % TURN - TURN // 2) * 360 / TURN


@kernel
def sine(angle: int) -> float:
    """Sine of an angle in units; Taylor to x^13 on an eighth of a turn, error below 1e-12."""
    a = angle & 65535
    quarter = a >> 14
    a = a & 16383
    if quarter == 1 or quarter == 3:
        a = 16384 - a
    if a > 8192:
        x = (16384 - a) * (_HALF_PI / 16384)
        q = x * x
        value = 1 - q / 2 * (
            1 - q / 12 * (1 - q / 30 * (1 - q / 56 * (1 - q / 90 * (1 - q / 132))))
        )
    else:
        x = a * (_HALF_PI / 16384)
        q = x * x
        value = x * (
            1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110 * (1 - q / 156)))))
        )
    if quarter >= 2:
        return -value
    return value


@kernel
def cosine(angle: int) -> float:
    """Cosine of an angle in units."""
    return sine(angle + 16384)


@kernel
def arctangent(y: float, x: float) -> int:
    """Angle of the vector (x, y) in units, in (-32768, 32768]; error below 0.2 units."""
    ax = abs(x)
    ay = abs(y)
    if ax == 0.0 and ay == 0.0:
        return 0
    z = ay / ax if ax > ay else ax / ay
    q = z * z
    a = z * (
        0.99997726
        + q
        * (-0.33262347 + q * (0.19354346 + q * (-0.11643287 + q * (0.05265332 - q * 0.01172120))))
    )
    turns = a * (16384 / _HALF_PI)
    if ay >= ax:
        turns = 16384 - turns
    if x < 0:
        turns = 32768 - turns
    if y < 0:
        turns = -turns
    return math.floor(turns + 0.5)


@kernel
def yaw_to(dx: float, dz: float) -> int:
    """The yaw that looks along (dx, dz)."""
    return arctangent(-dx, dz)


@kernel
def pitch_to(dx: float, dy: float, dz: float) -> int:
    """The pitch that looks along (dx, dy, dz)."""
    return arctangent(-dy, math.sqrt(dx * dx + dz * dz))


@kernel
def turn_between(start: int, end: int) -> int:
    """The signed shorter turn from one angle to another, in [-32768, 32768)."""
    return (end - start + 32768) % 65536 - 32768


def direction(yaw: int, pitch: int) -> tuple[float, float, float]:
    """The unit vector that a pose looks along."""
    return -sine(yaw) * cosine(pitch), -sine(pitch), cosine(yaw) * cosine(pitch)


def tangent_of_half(fov: float) -> float:
    """tan(fov / 2) for a field of view in degrees, to nine decimals."""
    return round(math.tan(math.radians(fov) / 2), 9)
