"""Mend a slide by its numbers, and no geometry: what is unlike its peers is made like them."""

from collections import Counter, defaultdict
from typing import Any

from tasksynth_vision.slides.elements import SlideElement, SlidePage

_FIELDS = ("size", "h", "w", "y", "x")


def odd_one(page: SlidePage) -> dict[str, dict[str, Any]]:
    """The one of three or more peers that has a number of its own, with theirs; or nothing."""
    groups: dict[str, list[SlideElement]] = defaultdict(list)
    edges: dict[str, list[SlideElement]] = defaultdict(list)
    for one in page.elements:
        if one.group:
            groups[one.group].append(one)
        if one.edge:
            edges[one.edge].append(one)
    sets = [(peers, _FIELDS) for peers in groups.values()]
    for peers, fields in [*sets, *((peers, ("x",)) for peers in edges.values())]:
        for name in fields:
            usual = Counter(getattr(one, name) for one in peers).most_common()
            if len(peers) > 2 and len(usual) == 2 and usual[1][1] == 1:
                odd = next(one for one in peers if getattr(one, name) == usual[1][0])
                return {odd.id: {name: usual[0][0]}}
    return {}
