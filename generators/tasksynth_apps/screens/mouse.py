"""A mouse: what becomes of a push, on a pad whose speed nobody is told."""

from bisect import bisect_left

from tasksynth import Model


class Mouse(Model):
    """How a pointer answers to pushes, each axis by itself, in whole pixels."""

    speed: int
    """Hundredths of a pixel that the first units of a push are worth."""
    growth: int
    """Hundredths of a pixel by which each unit is worth more after 100 further ones."""
    most: int
    """Units of a push along either axis."""

    def travel(self, units: int) -> int:
        """Pixels that a push of so many units is worth; one beyond the most is cut off there."""
        length = min(abs(units), self.most)
        pixels = length * (100 * self.speed + self.growth * length) // 10_000
        return pixels if units >= 0 else -pixels

    def push(self, pixels: int) -> int:
        """The push that moves the pointer as near to so many pixels as one can."""
        wanted = abs(pixels)
        units = bisect_left(range(self.most), wanted, key=self.travel)
        if units and wanted - self.travel(units - 1) < self.travel(units) - wanted:
            units -= 1
        return units if pixels >= 0 else -units

    def moved(self, at: int, units: int, room: int) -> int:
        """Where along an axis of so many pixels a push leaves the pointer: edges stop it."""
        return min(room - 1, max(0, at + self.travel(units)))
