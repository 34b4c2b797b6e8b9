"""Draw a passage: what is so, what ends, what is denied, and how all that is put into words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tasksynth.rng import Dice
from tasksynth_text.languages import sounding
from tasksynth_text.relations.models import (
    RELATIONS,
    Deed,
    StoryEntity,
    StoryFact,
    StorySentence,
    excluded,
    fact,
)
from tasksynth_text.relations.phrases import filled, first_slot
from tasksynth_text.relations.tongue import RelationTongue

_TRIES = 60
"""Facts that are drawn before a sentence is given up."""
KIN = frozenset(["child of", "married to"])
"""Relations between people that rule one another out, along a family."""
_BY_HEAD = frozenset(["owns", "runs", "founded"])
"""Relations of which a correction names another first, and not another second."""
_PAIR = re.compile(r"\{[ht]\} (?:and|und|y|et) \{[ht]\}")


@dataclass
class Chronicle:
    """A passage as far as it has been drawn."""

    dice: Dice
    entities: list[StoryEntity]
    pronouns: int
    """Of 100 sentences that could do without a name, how many do."""
    joined: int
    """Facts that are still to be told within a sentence on something else."""
    tongue: RelationTongue
    sentences: list[StorySentence] = field(default_factory=list)
    held: dict[StoryFact, int] = field(default_factory=dict)
    spoken: set[StoryFact] = field(default_factory=set)
    """All that was spoken of, so or not."""
    last: frozenset[int] = frozenset()
    """Whom the last sentence speaks of."""

    def free(self, need: int | None = None) -> StoryFact | None:
        """A fact that nothing spoke of and nothing rules out, on the entity that is needed."""
        for _ in range(_TRIES):
            new = self.anything(need)
            if new and new not in self.spoken and not excluded(self.held, new):
                return new
        return None

    def anything(self, need: int | None) -> StoryFact | None:
        """Some fact, true or not; none where two people have to do with each other already, and
        nobody is their own ancestor.
        """
        relation = self.dice.of(list(RELATIONS))
        kind = RELATIONS[relation]
        head, tail = self.one_of(kind.head), self.one_of(kind.tail)
        if need is not None:
            head, tail = (need, tail) if self.dice.below(2) == 0 else (head, need)
        sorts = self.entities[head].sort, self.entities[tail].sort
        if head == tail or sorts != (kind.head, kind.tail):
            return None
        new = fact(relation, head, tail)
        if relation in KIN and tail in self._kin(head):
            return None
        pair = {head, tail}
        met = [one for one in self.spoken if {one.head, one.tail} == pair]
        return None if sorts == ("person", "person") and met else new

    def _kin(self, entity: int) -> set[int]:
        """Whoever somebody has to do with by birth or marriage, said to be so or not."""
        kin, before = {entity}, 0
        while len(kin) > before:
            before = len(kin)
            for one in self.spoken:
                if one.relation in KIN and kin & {one.head, one.tail}:
                    kin |= {one.head, one.tail}
        return kin

    def one_of(self, sort: str) -> int:
        """One of the entities of a sort."""
        return self.dice.of([i for i, one in enumerate(self.entities) if one.sort == sort])

    def write(
        self,
        phrase: str,
        about: StoryFact,
        deed: Deed,
        *,
        ended: tuple[StoryFact, ...] = (),
        was: int | None = None,
    ) -> None:
        """Put a sentence down, and what is so because of it."""
        if deed != "noise":
            self.spoken.add(about)
        holds = (about,) if deed in {"state", "begin", "correct"} else ()
        for one in ended:
            self.held.pop(one, None)
        slots = {"h": about.head, "t": about.tail} | ({} if was is None else {"was": was})
        if deed != "noise" and RELATIONS[about.relation].either_way:
            slots["h"], slots["t"] = _either(self.dice, slots["h"], slots["t"])
        who = {slot: self.entities[i] for slot, i in slots.items()}
        names = {slot: one.name for slot, one in who.items()}
        first = first_slot(phrase)
        opens = phrase.startswith(f"{{{first}}} ")
        pair = _PAIR.match(phrase)  # “A, the head of B, and C” may be three
        mentioned = frozenset(slots.values())
        extra: tuple[StoryFact, ...] = ()
        pronoun = opens and self._needless(slots[first]) and self.dice.below(100) < self.pronouns
        if pronoun:
            names[first] = self._pronoun(who[first])
        elif opens and not pair and self.joined and deed != "correct" and self.dice.below(2) == 0:
            self.held |= dict.fromkeys(holds, len(self.sentences))
            names[first], extra = self._with_clause(slots[first], mentioned, ended)
            mentioned |= {i for one in extra for i in (one.head, one.tail)}
        self.sentences.append(
            StorySentence(
                text=sounding(filled(phrase, names, who), self.tongue.sounds),
                deed=deed,
                holds=(*holds, *extra),
                ended=ended,
                unsaid=(about,) if deed in {"deny", "suppose"} else (),
                tail_first=first == "t" and slots == {"h": about.head, "t": about.tail},
                pronoun=pronoun,
            )
        )
        self.held |= dict.fromkeys((*holds, *extra), len(self.sentences) - 1)
        self.last = mentioned

    def _needless(self, entity: int) -> bool:
        """Whether the last sentence spoke of nobody else of the sort."""
        sort = self.entities[entity].sort
        return [i for i in self.last if self.entities[i].sort == sort] == [entity]

    def _pronoun(self, entity: StoryEntity) -> str:
        who = ("she" if entity.she else "he") if entity.sort == "person" else entity.sort
        return self.tongue.pronouns[who]

    def _with_clause(
        self, entity: int, mentioned: frozenset[int], ended: tuple[StoryFact, ...]
    ) -> tuple[str, tuple[StoryFact, ...]]:
        """The name with a clause that says one fact more of it, where there is one."""
        name, new = self.entities[entity].name, self.free(entity)
        if new is None or ({new.head, new.tail} - {entity}) & mentioned or excluded(ended, new):
            return name, ()
        self.joined -= 1
        self.spoken.add(new)
        clauses = self.tongue.phrases[new.relation]
        own, other = new.head == entity, new.tail if new.head == entity else new.head
        clause = self.dice.of(clauses.of_head if own else clauses.of_tail)
        slots = ("h", "t") if own else ("t", "h")
        both = dict(zip(slots, (self.entities[entity], self.entities[other]), strict=True))
        told = filled(clause, {slot: one.name for slot, one in both.items()}, both)
        return f"{name}, {told},", (new,)


def _either(dice: Dice, one: int, other: int) -> tuple[int, int]:
    return (one, other) if dice.below(2) == 0 else (other, one)


def say(c: Chronicle) -> bool:
    """Something that is so."""
    if (new := c.free()) is None:
        return False
    phrases = c.tongue.phrases[new.relation]
    begins = bool(phrases.begin) and c.dice.below(4) == 0
    c.write(c.dice.of(phrases.begin if begins else phrases.state), new, "state")
    return True


def change(c: Chronicle) -> bool:
    """Something that held ends: it is said to, or something else takes its place."""
    able = [one for one in c.held if not RELATIONS[one.relation].lasting]
    if not able:
        return False
    old = c.dice.of(able)
    phrases, kind = c.tongue.phrases[old.relation], RELATIONS[old.relation]
    if c.dice.below(2) == 0 or kind.either_way or not (kind.one_head or kind.one_tail):
        c.write(c.dice.of(phrases.end), old, "end", ended=(old,))
        return True
    for _ in range(_TRIES):
        new = c.anything(old.head if kind.one_tail else old.tail)
        if new and new.relation == old.relation and new not in c.spoken:
            ended = excluded(c.held, new)
            if old in ended:
                c.write(c.dice.of(phrases.begin), new, "begin", ended=tuple(ended))
                return True
    return False


def unsay(c: Chronicle) -> bool:
    """Something that is denied, wished, said by some, or came to nothing."""
    for _ in range(_TRIES):
        new = c.anything(None)
        if new and new not in c.spoken:
            phrases = c.tongue.phrases[new.relation]
            deed: Deed = "deny" if c.dice.below(3) == 0 else "suppose"
            c.write(c.dice.of(phrases.deny if deed == "deny" else phrases.suppose), new, deed)
            return True
    return False


def correct(c: Chronicle) -> bool:
    """Something that a sentence says is taken back, and something else put in its place."""
    phrases = c.tongue.phrases
    able = [one for one, i in c.held.items() if phrases[one.relation].correct and _alone(c, one, i)]
    if not able:
        return False
    old = c.dice.of(able)
    by_head = old.relation in _BY_HEAD
    for _ in range(_TRIES):
        new = c.anything(old.tail if by_head else old.head)
        if new is None or new.relation != old.relation or new in c.spoken:
            continue
        since = [one for sentence in c.sentences[c.held[old] + 1 :] for one in sentence.holds]
        if excluded(since, new):  # they would have ended it, had it been so from the start
            continue
        if excluded(c.held, new) == [old] and (new.tail == old.tail) is by_head:
            wrong = c.tongue.wrong.replace("{n}", str(c.held[old] + 1))
            phrase = wrong.replace("{right}", phrases[old.relation].correct[0])
            was = old.head if by_head else old.tail
            c.write(phrase, new, "correct", ended=(old,), was=was)
            return True
    return False


def _alone(c: Chronicle, one: StoryFact, index: int) -> bool:
    """Whether it is all that its sentence says and does."""
    sentence = c.sentences[index]
    return sentence.deed == "state" and sentence.holds == (one,)


def idle(c: Chronicle) -> bool:
    """Something that has nothing to do with it."""
    sorts = c.dice.of(list(c.tongue.noise))
    head, tail = c.one_of(sorts[0]), c.one_of(sorts[1])
    if head == tail:
        return False
    c.write(c.dice.of(c.tongue.noise[sorts]), StoryFact("", head, tail), "noise")
    return True


_DEEDS: Mapping[str, Callable[[Chronicle], bool]] = {
    "say": say,
    "change": change,
    "unsay": unsay,
    "correct": correct,
    "idle": idle,
}


def drawn(c: Chronicle, counts: Mapping[str, int]) -> bool:
    """Draw so many sentences of each sort, in any order that makes sense; False if none does."""
    deeds = [name for name, count in counts.items() for _ in range(count)]
    c.dice.shuffle(deeds)
    while deeds:
        done = next((i for i, name in enumerate(deeds) if _DEEDS[name](c)), None)
        if done is None:
            return False
        deeds.pop(done)
    return c.joined == 0
