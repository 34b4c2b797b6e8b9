"""Action lists: the JSON that an agent answers with, and the rows that `tick` reads.

A list holds segments `[keys, ticks]` or `[keys, ticks, pitch, yaw]`: the keys held (names with
spaces between), for how many ticks, and how many degrees the view turns in each tick, down and
right positive. One tick of MineStudio's form, `{"forward": 1, "camera": [pitch, yaw]}`, is a
segment too.
"""

import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tasksynth.answers import json_in, unwrapped
from tasksynth_minecraft.numeric.geometry import TURN, units
from tasksynth_minecraft.physics import tick

KEYS = ("forward", "back", "left", "right", "jump", "sneak", "sprint", "attack", "use")
_COLUMN = {key: i for i, key in enumerate(KEYS)}
_IGNORED = frozenset({"inventory", "drop", "swapHands", "pickItem", "ESC"})
"""Keys of MineStudio that do nothing here."""
MAX_SEGMENTS = 20_000


class ActionError(ValueError):
    """An action list that cannot be read; the message says where and why."""


def row(*keys: str, pitch: int = 0, yaw: int = 0) -> np.ndarray:
    """One tick's action, (12,) int64; the turns in angle units."""
    out = np.zeros(tick.ACTION, dtype=np.int64)
    for key in keys:
        out[_COLUMN[key]] = 1
    out[tick.DPITCH], out[tick.DYAW] = pitch, yaw
    return out


def parse(text: str, *, limit: int) -> np.ndarray:
    """Read the action list of a reply as rows (n, 12) int64, at most `limit` ticks of it.

    Raises:
        ActionError: if it is not JSON of the form above; NaN and infinity are not.
    """
    try:
        segments = unwrapped(json_in(text))
    except ValueError as e:
        raise ActionError(f"want a JSON list of segments: {str(e)[:100]}") from None
    if not isinstance(segments, list):
        raise ActionError(f"want a JSON list of segments, got {type(segments).__name__}")
    if len(segments) > MAX_SEGMENTS:
        raise ActionError(f"want at most {MAX_SEGMENTS} segments, got {len(segments)}")
    rows, counts, total = [], [], 0
    for i, segment in enumerate(segments):
        try:
            action, ticks = (
                _from_dict(segment) if isinstance(segment, dict) else _from_list(segment)
            )
        except ActionError as e:
            raise ActionError(f"segment {i}: {e}") from None
        if total < limit:
            rows.append(action)
            counts.append(min(ticks, limit - total))
            total += ticks
    if not rows:
        return np.zeros((0, tick.ACTION), dtype=np.int64)
    return np.repeat(np.stack(rows), counts, axis=0)


def _from_list(segment: Any) -> tuple[np.ndarray, int]:
    if not isinstance(segment, list) or len(segment) not in (2, 4):
        raise ActionError("want [keys, ticks] or [keys, ticks, pitch, yaw]")
    keys, ticks = segment[:2]
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        keys = " ".join(keys)
    if not isinstance(keys, str):
        raise ActionError(f"want the keys as one string, got {type(keys).__name__}")
    if type(ticks) is not int or not 1 <= ticks <= 1_000_000:
        raise ActionError(f"want a whole number of ticks from 1 to 1000000, got {_shown(ticks)}")
    pitch, yaw = segment[2:] or (0, 0)
    action = np.zeros(tick.ACTION, dtype=np.int64)
    for key in keys.replace("+", " ").replace(",", " ").split():
        _press(action, key)
    _turn(action, pitch, yaw)
    return action, ticks


def _from_dict(segment: dict[str, Any]) -> tuple[np.ndarray, int]:
    action = np.zeros(tick.ACTION, dtype=np.int64)
    for key, value in segment.items():
        if key == "camera":
            if not isinstance(value, list) or len(value) != 2:
                raise ActionError(f"want camera as [pitch, yaw], got {_shown(value)}")
            _turn(action, *value)
        elif value not in (0, 1):
            raise ActionError(f"want {key[:20]!r} as 0 or 1, got {_shown(value)}")
        elif value:
            _press(action, key)
    return action, 1


def _press(action: np.ndarray, key: str) -> None:
    if key in _COLUMN:
        action[_COLUMN[key]] = 1
    elif key.startswith("hotbar.") and key[7:] in "123456789" and len(key) == 8:
        action[tick.HOTBAR] = int(key[7:])
    elif key not in _IGNORED:
        raise ActionError(f"no key {key[:20]!r}; there are {', '.join(KEYS)} and hotbar.1 to .9")


def _turn(action: np.ndarray, pitch: Any, yaw: Any) -> None:
    for column, value in ((tick.DPITCH, pitch), (tick.DYAW, yaw)):
        if type(value) not in (int, float) or not math.isfinite(value) or abs(value) > 180:
            raise ActionError(f"want turns in [-180, 180] degrees, got {_shown(value)}")
        action[column] = units(value)


def _shown(value: Any) -> str:
    return repr(value)[:40] if not isinstance(value, int) else f"{float(min(value, 10**300)):g}"


def encode(rows: Sequence[np.ndarray] | np.ndarray) -> str:
    """Write rows (n, 12) as the shortest action list; `parse` reads the same rows back."""
    return json.dumps(segments(rows), separators=(",", ":"))


def segments(rows: Sequence[np.ndarray] | np.ndarray) -> list[list[Any]]:
    """Rows (n, 12) as the fewest segments."""
    out: list[list[Any]] = []
    previous: tuple[int, ...] | None = None
    for action in np.asarray(rows, dtype=np.int64).reshape(-1, tick.ACTION).tolist():
        if tuple(action) == previous:
            out[-1][1] += 1
            continue
        previous = tuple(action)
        keys = [key for key, held in zip(KEYS, action, strict=False) if held]
        if action[tick.HOTBAR]:
            keys.append(f"hotbar.{action[tick.HOTBAR]}")
        turn = [_degrees(action[tick.DPITCH]), _degrees(action[tick.DYAW])]
        out.append([" ".join(keys), 1, *(turn if any(turn) else [])])
    return out


def _degrees(angle: int) -> float:
    degrees = round(angle * 360 / TURN, 3)  # 0.001 degrees is a fifth of a unit: it reads back
    return int(degrees) if degrees.is_integer() else degrees


def to_minestudio(rows: np.ndarray) -> list[dict[str, Any]]:
    """Rows as MineStudio's action dictionaries, one a tick."""
    out = []
    for action in rows.tolist():
        one: dict[str, Any] = {key: action[i] for i, key in enumerate(KEYS)}
        one |= {f"hotbar.{k}": int(action[tick.HOTBAR] == k) for k in range(1, 10)}
        one |= {"inventory": 0, "camera": [_degrees(action[tick.DPITCH]),
                                           _degrees(action[tick.DYAW])]}  # fmt: skip
        out.append(one)
    return out
