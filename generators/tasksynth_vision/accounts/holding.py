"""Hold what was read against a scene: what is true, what is false, and what it then makes known."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tasksynth_vision.accounts.mentions import NamedThings
from tasksynth_vision.accounts.sentences import Account, Chain
from tasksynth_vision.accounts.words import ADJECTIVES, Facts
from tasksynth_vision.scenes.queries import MARGIN

Which = frozenset[int]
Edge = tuple[str, int, int]
"""An axis, and two things in their order on it: from the left, from the top."""
_OPPOSITE = {"left": "right", "right": "left", "above": "below", "below": "above"}


@dataclass(frozen=True)
class Scenery:
    """A scene as facts and places, drawn or seen."""

    facts: tuple[Facts, ...]
    at: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, things: Sequence[Any], side: int) -> "Scenery":
        """Of things with looks and a centre."""
        facts = tuple(
            {name: str(getattr(one, name)) for name in ADJECTIVES}
            | {"across": "left" if one.x < side / 2 else "right"}
            | {"down": "upper" if one.y < side / 2 else "lower"}
            for one in things
        )
        return cls(facts, tuple((one.x, one.y) for one in things))

    def fitting(self, facts: Facts) -> Which:
        """The things of which that is so."""
        wanted = facts.items()
        return frozenset(i for i, one in enumerate(self.facts) if wanted <= one.items())

    def lead(self, way: str, one: int, other: int) -> float:
        """Pixels by which one thing is farther that way than another."""
        sign = 1 if way in ("right", "below") else -1
        axis = 0 if way in ("left", "right") else 1
        return sign * (self.at[one][axis] - self.at[other][axis])

    def beside(self, way: str, one: int, others: Which) -> bool | None:
        """Whether a thing is on that side of one of the others; None where that is not clear."""
        leads = [self.lead(way, one, other) for other in others if other != one]
        if any(lead >= MARGIN for lead in leads):
            return True
        return None if any(lead > -MARGIN for lead in leads) else False


@dataclass(frozen=True)
class KnownThings:
    """What a true statement says of certain things."""

    which: Which
    facts: Facts
    subject: Facts
    """Of these facts, what tells which things are meant."""
    counted: bool = False
    """Whether it says that there are no others of which that is so."""
    but: tuple[Facts, ...] = ()
    """What those are like that are excepted: what might be one of these is not meant."""
    every: bool = False
    """Whether it is all that the subject tells, and so counted where these are."""


@dataclass
class Findings:
    """What is so of what a caption says."""

    known: list[KnownThings] = field(default_factory=list)
    edges: list[tuple[Edge, Facts, Facts]] = field(default_factory=list)
    """Things in order, each with what tells it."""
    wrong: list[Facts] = field(default_factory=list)
    """What is said that is false, each once."""
    twisted: set[Edge] = field(default_factory=set)
    """Orders that are false."""


def hold(account: Account, scene: Scenery) -> Findings:
    """All that a caption says, held against a scene."""
    out = Findings()
    again = _repeats(account)
    soft: dict[str, set[str]] = {}
    for mention in account.mentions:
        if mention.perhaps:
            soft.setdefault(_key(mention), set()).add(repr(mention.perhaps))
    which: dict[int, Which] = {}
    seen: set[str] = set()
    sure: list[tuple[NamedThings, KnownThings]] = []
    false: list[NamedThings] = []
    for mention in account.mentions:
        told = [known for _, known in sure]
        if mention.void:
            continue
        verdict, known = _Statement(mention, scene, which, told, again[_key(mention)]).weigh()
        if known is not None:
            which[id(mention)] = known.which
        if verdict and known is not None:
            known = _placed(known, mention, scene, soft.get(_key(mention), set()))
            sure.append((mention, known))
        key = f"{mention.quantity}{mention.number}{_key(mention)}{len(mention.sides)}"
        if verdict is False and mention.broad:
            continue  # it may be so of those that are meant
        if verdict is False and key not in seen:
            out.wrong.append(all_said(mention))
            seen.add(key)
            false.append(mention)
    for mention in false:
        _twist(out, mention, scene, which)
    for mention, known in sure:
        out.known.append(known)
        _order(out, mention, known, scene, which)
    for chain in account.chains:
        _walk(out, chain, scene, which)
    return out


def _repeats(account: Account) -> Counter[str]:
    """How often the like is named in one list or line: each time it is another one."""
    linked = {id(link) for chain in account.chains for link in chain.links}
    named = Counter(
        (one.block, _key(one))
        for one in account.mentions
        if one.quantity in ("a", "exact") and not one.object and id(one) not in linked
    )
    out = Counter[str]()
    for (_, key), times in named.items():
        out[key] = max(out[key], times)
    return out


def _placed(
    known: KnownThings, mention: NamedThings, scene: Scenery, said: set[str]
) -> KnownThings:
    """With the place that it shares with what is beside it, if it does and that is said once."""
    fits = known.which <= scene.fitting(mention.perhaps)
    if len(said) != 1 or not mention.perhaps or len(known.which) != 1 or not fits:
        return known
    return replace(known, facts=known.facts | mention.perhaps)


def _key(mention: NamedThings) -> str:
    return repr(sorted(mention.facts.items())) + ("+" if mention.sides else "")


@dataclass
class _Statement:
    """One mention before a scene."""

    mention: NamedThings
    scene: Scenery
    known: dict[int, Which]
    before: Sequence[KnownThings]
    """What was so of what was said before."""
    again: int
    """How often the like of it is said to be there."""

    def weigh(self) -> tuple[bool | None, KnownThings | None]:
        """Whether it is so, None where that is not clear; and what it makes known."""
        found = self._weighed()
        if found[0] or self.mention.quantity != "rest" or self.mention.sides:
            return found
        bare = self.mention.base is None and not self.mention.own
        return self._remaining() or ((None, None) if bare else found)

    def _weighed(self) -> tuple[bool | None, KnownThings | None]:
        m = self.mention
        among = self._among()
        if among is None:
            return None, None
        wanted = m.number if m.many or m.quantity == "exact" else 1
        if m.quantity in ("the", "all") or (m.quantity == "rest" and wanted is None):
            return self._told(among)
        again = 1 if m.object else max(1, self.again)
        which = among & self.scene.fitting(m.facts)
        beside = {i: self._holds(i) for i in which} if m.sides else dict.fromkeys(which, True)
        there = sum(one is True for one in beside.values())
        perhaps = sum(one is None for one in beside.values())
        if m.quantity not in ("exact", "rest"):
            verdict = True if there else (None if perhaps else False)
            full = m.quantity == "a" and len(which) == again
            return verdict, self._knows(which, counted=True) if full else None
        counts = {len(which)} if there == len(which) else set()
        counts |= set(range(there, there + perhaps + 1))
        single = wanted == 1 and len(which) == again
        if wanted not in counts and not (single and there):
            return False, None
        full = single if wanted == 1 else len(which) == wanted
        clear = perhaps == 0 or len(which) == there
        return (True if clear else None), self._knows(which, counted=True) if full else None

    def _among(self) -> Which | None:
        """The things that may be meant; None where a pronoun's are not known."""
        m = self.mention
        everything = frozenset(range(len(self.scene.facts)))
        if m.base is None:
            return self.scene.fitting(m.own) if m.quantity == "rest" else everything
        if id(m.base) not in self.known:
            return None
        return self.known[id(m.base)]

    def _told(self, among: Which) -> tuple[bool | None, KnownThings | None]:
        """Something that is spoken of as known to be there."""
        m = self.mention
        rest = m.quantity == "rest"
        which = self._others(among) if rest else among & self.scene.fitting(m.own)
        if not which or (m.number is not None and m.number != len(which)):
            return False, None
        if m.alone and not m.many and len(which) > 1:
            return False, None
        if m.but:
            return self._told_but(which)
        fits = self.scene.fitting(m.facts if rest else m.said)
        so = [i in fits and self._holds(i) is not False for i in which]
        loose = m.quantity == "the" and m.number is None
        """Whether it may be some of them that are meant, of which was spoken before."""
        if not any(so) or not (loose or all(so)):
            return False, None
        if all(so):
            counted = m.number is not None or (loose and len(which) == 1 and not m.many)
            alone = m.many or len(which) == 1 or not loose
            return True, self._knows(which, counted=counted) if alone else None
        single = loose and not m.many
        meant = frozenset(i for i, one in zip(which, so, strict=True) if one)
        if single and len(meant) == 1:
            return True, KnownThings(meant, all_said(m), all_said(m), counted=True)
        return (True if single else None), None

    def _remaining(self) -> tuple[bool | None, KnownThings | None] | None:
        """The rest of all things: all but those of which something else was said."""
        m = self.mention
        names = m.said.keys()
        told = [
            known
            for known in self.before
            if any(known.facts.get(name, said) != said for name, said in m.said.items())
        ]
        left = frozenset(range(len(self.scene.facts))).difference(*(one.which for one in told))
        left &= self.scene.fitting(own := {} if m.base else m.own)
        if not told or not left or not left <= self.scene.fitting(m.said):
            return None
        wanted = m.number if m.many else 1
        if wanted not in (None, len(left)):
            return None
        but = tuple({k: v for k, v in one.facts.items() if k not in names} for one in told)
        return True, KnownThings(left, own | m.said, own, wanted is not None, but, every=True)

    def _told_but(self, among: Which) -> tuple[bool | None, KnownThings | None]:
        """What is said of all but some, of whom it must not be so."""
        m = self.mention
        left = among
        for one in m.but:
            own = {name: said for name, said in one.own.items() if name not in m.said}
            out = among & self.scene.fitting(own)
            wanted = one.number or (None if one.many else 1)
            if one.void or not own or (len(out) > 1 and wanted == 1 and one.quantity == "the"):
                return None, None  # "all but the large ones are small"
            if not out or (wanted is not None and len(out) != wanted):
                return False, None
            left -= out
        fits = self.scene.fitting(m.said)
        if not m.said or not left or m.sides:
            return None, None
        if not left <= fits or fits & (among - left):
            return False, None
        but = tuple({name: said for name, said in one.facts.items() if name not in m.said}
                    for one in m.but)  # fmt: skip
        return True, KnownThings(left, m.facts, m.own, but=but, every=True)

    def _others(self, among: Which) -> Which:
        """Those of a lot that were not yet told apart."""
        used = [which for which in self.known.values() if which < among]
        return among - frozenset().union(*used)

    def _holds(self, one: int) -> bool | None:
        """Whether a thing lies as is said."""
        out: bool | None = True
        for way, other in self.mention.sides:
            others = self.known.get(id(other.base or other))
            if others is None and other.base is None and not other.void:
                others = self.scene.fitting(other.facts)
            found = self.scene.beside(way, one, others) if others else None
            if found is False:
                return False
            out = out if found else None
        return out

    def _knows(self, which: Which, *, counted: bool) -> KnownThings:
        m = self.mention
        if m.base is not None and m.quantity != "rest":
            return KnownThings(which, all_said(m), m.base.facts, counted=False)
        subject = m.own if m.quantity in ("the", "all") else m.facts
        return KnownThings(which, m.facts, subject, counted, every=m.quantity == "all")


def all_said(mention: NamedThings) -> Facts:
    """All that is said of it, and of what it stands for."""
    return mention.facts if mention.base is None else mention.base.facts | mention.facts


def _edge(scene: Scenery, way: str, one: int, other: int) -> tuple[Edge, bool | None]:
    """Two things in the order that is said, and whether that is so."""
    axis = "across" if way in ("left", "right") else "down"
    lead = scene.lead(way, one, other)
    so = True if lead >= MARGIN else False if lead <= -MARGIN else None
    return ((axis, one, other) if way in ("left", "above") else (axis, other, one)), so


def _add_edge(out: Findings, edge: Edge, way: str, one: Facts, other: Facts) -> None:
    out.edges.append((edge, one, other) if way in ("left", "above") else (edge, other, one))


def _order(
    out: Findings, mention: NamedThings, known: KnownThings, scene: Scenery, which: dict[int, Which]
) -> None:
    for way, other in mention.sides:
        others = which.get(id(other.base or other), frozenset())
        if len(known.which) == len(others) == 1:
            edge, so = _edge(scene, way, min(known.which), min(others))
            if so:
                _add_edge(out, edge, way, known.subject, (other.base or other).facts)


def _twist(out: Findings, mention: NamedThings, scene: Scenery, which: dict[int, Which]) -> None:
    """Remember which orders are said falsely."""
    ones = scene.fitting(mention.own)
    for way, other in mention.sides:
        others = which.get(id(other.base or other), frozenset())
        if len(ones) == len(others) == 1:
            out.twisted.add(_edge(scene, _OPPOSITE[way], min(ones), min(others))[0])


def _walk(out: Findings, chain: Chain, scene: Scenery, which: dict[int, Which]) -> None:
    """What a chain says of each two of its links; neighbours in the wrong order are false."""
    links = [(min(which[id(one)]), one.facts) for one in chain.links
             if len(which.get(id(one), ())) == 1]  # fmt: skip
    amiss = 0
    for i, (one, facts) in enumerate(links):
        for k, (other, more) in enumerate(links[i + 1 :], i + 1):
            if one == other:
                continue
            edge, so = _edge(scene, chain.side, one, other)
            if so:
                _add_edge(out, edge, chain.side, facts, more)
            elif so is False:
                out.twisted.add(_edge(scene, _OPPOSITE[chain.side], one, other)[0])
                amiss += k == i + 1 or not amiss
    out.wrong += [{"order": f"{chain.side} {i}"} for i in range(amiss)]
