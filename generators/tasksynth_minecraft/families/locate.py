"""Point at what another view marks."""

import numpy as np

from tasksynth import Family, Needs, Rubric, Verdict, illustrated
from tasksynth.answers.points import read_point
from tasksynth_minecraft.glances.glance import Glance, GlanceParams, draw, shown_mask, target_mask
from tasksynth_minecraft.glances.telling import card, images, views
from tasksynth_minecraft.rendering import symbolic
from tasksynth_schemas import Content


class Locate(Family[GlanceParams, Glance]):
    """Point at the goal's target in a second view."""

    name = "minecraft.locate"
    version = 2
    effort = "view_gap"
    rubric = Rubric(gate="on_target", on_target=1.0)
    timeout_s = 60.0

    def generate(self, p: GlanceParams, rng: np.random.Generator) -> Glance | None:
        return draw(p, rng)

    def prompt(self, x: Glance) -> Content:
        return illustrated(
            "Two cameras look at the same voxel scene. The mask marks one block in the goal "
            "view. Point at that very block in the second view.\n\n"
            f"{views(x)}\n\nAnswer with one pixel of the second view as (column, row), counted "
            "from (0, 0) in the upper left corner."
        )

    def needs(self, x: Glance) -> Needs:
        return symbolic.needs(x.form)

    def verify(self, x: Glance, answer: str) -> Verdict:
        numbers = read_point(answer)
        if numbers is None:
            return self.rubric.unparsable("want one pixel, as (column, row)")
        column, row = numbers
        if not (0 <= column < x.width and 0 <= row < x.height):
            return self.rubric(
                on_target=0.0, why=f"({column}, {row}) is outside {x.width}x{x.height} pixels"
            )
        if target_mask(x)[row, column]:
            return self.rubric(on_target=1.0)
        return self.rubric(on_target=0.0, why=f"({column}, {row}) is not on the target")

    def solve(self, x: Glance) -> str:
        rows, columns = np.nonzero(target_mask(x))
        k = int(np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2))
        return f"({columns[k]}, {rows[k]})"

    def measure(self, x: Glance) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: Glance) -> dict[str, bytes]:
        return images(x)

    def card(self, x: Glance) -> bytes:
        return card(x, "Point at")

    def baselines(self, x: Glance) -> dict[str, str]:
        rows, columns = np.nonzero(shown_mask(x))
        return {
            "centre": f"({x.width // 2}, {x.height // 2})",
            "as in the goal view": f"({int(columns.mean())}, {int(rows.mean())})",
            "corner": "(0, 0)",
            "below the centre": f"({x.width // 2}, {x.height * 2 // 3})",
        }

    def floor(self, p: GlanceParams) -> float:
        return 0.12
