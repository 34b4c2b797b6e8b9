"""The game in words and letters: its rules, what is around the player, and what happened."""

from functools import cache

from tasksynth_minecraft.crafter import rules as R
from tasksynth_minecraft.crafter import state as S
from tasksynth_minecraft.crafter.game import Game
from tasksynth_minecraft.crafter.models import Survival
from tasksynth_minecraft.crafter.player import RIPE
from tasksynth_minecraft.crafter.policies import HIGH, WIDE

GLYPHS = "?~.#_:TLcidtf"
"""Letters of the materials, in their order."""
WHO = "?@CZS*p"
"""Letters of those who may stand on them; a ripe plant is P."""
_SIDES = {(-1, 0): "left", (1, 0): "right", (0, -1): "up", (0, 1): "down"}
_PROMPT = """\
You are the player of a survival game in two dimensions. Unlock {goals} within {horizon} steps; \
you lose when your health is 0.

{rules}

{view}

Call `act` to do an action, several times in a row if you like; you see what comes of it, and act \
again. Words are played too where they are a list of actions such as: move_left 3, do 2, \
place_table."""

_FIGHTS = """\
`do` on a cow, a zombie or a skeleton strikes it: it takes 3, 5 or 3 blows by hand, fewer with a \
sword (wood 2, stone 3, iron 5 at a time). A beaten cow is eaten, a plant once it is ripe, more \
than 300 steps after it was planted, unless a creature stood beside it."""
_LIFE = """\
A move turns you, and takes you there if the cell is grass, sand or path and free. Lava kills. \
Food, drink and energy fall with time, and health when one of them is 0; water, cows and sleep \
fill them up. Asleep you do nothing until your energy is full (that is wake_up) or you are hurt. \
Zombies strike who is beside them, and come in the dark; skeletons shoot in caves. You hold at \
most 9 of each thing."""


def prompt(x: Survival, game: Game) -> str:
    """What the policy sees before its first action."""
    goals = " and ".join((", ".join(x.goals[:-1]), x.goals[-1]) if x.goals[1:] else x.goals)
    return _PROMPT.format(
        goals=goals, horizon=x.horizon, rules=_rules(), view=view(game, x.horizon)
    )


@cache
def _rules() -> str:
    """All rules that a player must know, read from the tables that the game is played by."""
    lines = [
        "`do` acts on the cell that you face. It collects: "
        + "; ".join(
            f"{how.gives} from {name}" + (f" (with a {how.tool})" if how.tool else "")
            for name, how in R.COLLECT.items()
        )
        + ". A sapling comes one time in ten; a felled tree leaves grass, dug rock a path.",
        _FIGHTS,
        "You place on the cell that you face: "
        + "; ".join(
            f"{name} ({_listed(how.uses)}; on {', '.join(how.on)})" for name, how in R.PLACE.items()
        )
        + ".",
        "You make, with the stations among the eight cells around you: "
        + "; ".join(
            f"{name} ({_listed(how.uses)}; {' and '.join(how.near)})"
            for name, how in R.MAKE.items()
        )
        + ". At the left and the upper edge of the world nothing can be made.",
        _LIFE,
        "Actions: " + ", ".join(R.ACTIONS) + ".",
    ]
    return "\n".join(lines)


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{n} {name}" for name, n in counts.items())


def view(game: Game, horizon: int) -> str:
    """Where the player is, how well, with what, and what is around."""
    bag = dict(zip(R.ITEMS, game.bag.tolist(), strict=True))
    vitals = ", ".join(f"{name} {bag[name]}" for name in R.ITEMS[:4])
    things = ", ".join(f"{n} {name}" for name, n in bag.items() if n and name not in R.ITEMS[:4])
    x, y = game.at
    side = _SIDES[game.ahead[0] - x, game.ahead[1] - y]
    state = "asleep, " if game.asleep else ""
    return (
        f"Step {game.tick} of {horizon}, {'day' if game.light > 0.5 else 'night'}. {vitals}. You "
        f"have {things or 'nothing'}. You are {state}at x={x}, y={y}, facing {side}: "
        f"{_there(game, *game.ahead)}.\n{_letters(game)}\n{_legend(game)}"
    )


def _there(game: Game, x: int, y: int) -> str:
    n = len(game.cells)
    if not (0 <= x < n and 0 <= y < n):
        return "the end of the world"
    who = int(game.g.who[game.g.land[S.AT, x, y], S.KIND])
    on = R.MATERIALS[game.cells[x, y]]
    return f"{R.KINDS[who]} on {on}" if who else on


def _letters(game: Game) -> str:
    cells, kinds = game.window(WIDE, HIGH)
    rows = [
        "".join(WHO[k] if k else GLYPHS[m] for m, k in zip(cells[:, y], kinds[:, y], strict=True))
        for y in range(HIGH)
    ]
    for x, y in _ripe(game):
        rows[y] = rows[y][:x] + "P" + rows[y][x + 1 :]
    return "\n".join(rows)


def _ripe(game: Game) -> list[tuple[int, int]]:
    """Where in the window ripe plants are."""
    who = game.g.who[: game.g.s[S.COUNT]]
    ripe = who[(who[:, S.KIND] == R.PLANT) & (who[:, S.CLOCK] > RIPE)]
    (x, y), out = game.at, []
    for plant in ripe:
        dx, dy = int(plant[S.X]) - x + WIDE // 2, int(plant[S.Y]) - y + HIGH // 2
        if 0 <= dx < WIDE and 0 <= dy < HIGH:
            out.append((dx, dy))
    return out


def _legend(game: Game) -> str:
    cells, kinds = game.window(WIDE, HIGH)
    names = {"@": "you", "?": "the end of the world", "*": "an arrow", "p": "plant"}
    seen = {int(m) for m in cells[kinds == 0].ravel()}
    words = [f"{GLYPHS[m]} {R.MATERIALS[m] or names['?']}" for m in sorted(seen)]
    words += [
        f"{WHO[k]} {names.get(WHO[k], R.KINDS[k])}"
        for k in sorted({int(k) for k in kinds.ravel()} - {0})
    ]
    return ", ".join([*words, *(["P ripe plant"] if _ripe(game) else [])])
