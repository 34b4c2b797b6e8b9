"""Two views in words, in pictures, and on a card."""

import numpy as np

from tasksynth_minecraft.glances.glance import Glance, shown_mask
from tasksynth_minecraft.rendering import cards, png, symbolic
from tasksynth_minecraft.rendering.cards import SIDE, Panel, marked, size_of, words
from tasksynth_minecraft.rendering.chart import AT_GOAL, AT_START, Chart
from tasksynth_minecraft.rendering.masks import block_mask
from tasksynth_minecraft.rendering.view import render
from tasksynth_minecraft.worlds.stored import blocks_of


def views(x: Glance) -> str:
    """The two views of a prompt, as letters or as the names of the files."""
    if x.form == "image":
        return (
            f"The goal view: [image: goal.png]\nIts mask: [image: goal_mask.png]\n"
            f"The second view: [image: view.png]\nAll have {x.width}x{x.height} pixels."
        )
    blocks = blocks_of(x.scene)
    size = {"columns": x.width, "rows": x.height}
    goal, goal_far = symbolic.letters(blocks, x.goal, **size)  # type: ignore[arg-type]
    view, view_far = symbolic.letters(blocks, x.second, **size)  # type: ignore[arg-type]
    grids = (
        ("The goal view", goal),
        ("Its distances in blocks (0-9, then a=10 to z=35 or more)", goal_far),
        ("The goal's mask", np.where(shown_mask(x), symbolic.BLOCKED, symbolic.SKY)),
        ("The second view", view),
        ("Its distances", view_far),
    )
    body = "\n".join(f"{title}:\n{symbolic.text(grid)}" for title, grid in grids)
    return f"{body}\nLetters: {symbolic.legend(goal, view)}; . is sky."


def images(x: Glance) -> dict[str, bytes]:
    """The goal view, its mask and the second view as PNG files."""
    blocks = blocks_of(x.scene)
    return {
        "goal.png": png.encode(render(blocks, x.goal, width=x.width, height=x.height).rgb),
        "goal_mask.png": png.encode(shown_mask(x)),
        "view.png": png.encode(render(blocks, x.second, width=x.width, height=x.height).rgb),
    }


def card(x: Glance, deed: str) -> bytes:
    """Both views with the target marked, and the map; `deed` says what is asked."""
    blocks = blocks_of(x.scene)
    width, height = size_of(x.width, x.height, (SIDE + 96 - 26) // 2)
    views = []
    for camera in (x.goal, x.second):
        seen = render(blocks, camera, width=width, height=height).rgb
        mask = block_mask(blocks, camera, x.cell, width=width, height=height)
        views.append(marked(seen, mask))
    plan = Chart(blocks, 2 * height + 26)
    plan.twins(x.cell)
    plan.target(x.cell)
    plan.camera(x.goal, AT_GOAL, "the goal view's camera")
    plan.camera(x.second, AT_START, "the second view's camera")
    column = [
        Panel("the goal view and its mask", views[0]),
        Panel("the second view, the answer marked", views[1]),
    ]
    title = f"{deed} the same {words(x.name)} in the second view"
    return cards.card(title, [column], plan, measures=x.difficulty)
