"""Programs with security flaws: what they are made of, and how they are put together."""

from tasksynth_code.secure.injection import INJECTIONS
from tasksynth_code.secure.limits import LIMITS
from tasksynth_code.secure.outside import OUTSIDE
from tasksynth_code.secure.rights import RIGHTS
from tasksynth_code.secure.weakness import Weakness

WEAKNESSES: dict[str, Weakness] = {
    one.name: one for one in (*INJECTIONS, *OUTSIDE, *RIGHTS, *LIMITS)
}
"""All kinds, by name."""

__all__ = ["WEAKNESSES", "Weakness"]
