"""Read a sentence, from left to right, into what it speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasksynth_vision.accounts.mentions import NamedThings, noun_phrase
from tasksynth_vision.accounts.words import ADJECTIVES, Facts, Token, place_facts, sorts

_NAMES = (*ADJECTIVES, "noun", "ones")
_BREAKS = ("comma", "and", "semi", "colon", "open", "close", "end")
_STARTS = (*ADJECTIVES, "noun", "a", "the", "all", "number", "some", "other", "it", "they", "only")
MOST_MENTIONS = 400
"""Of a caption; nobody tells more."""


@dataclass
class UnderHeading:
    """What a heading, or what came before, says of what is named next."""

    place: Facts = field(default_factory=dict)
    group: NamedThings | None = None
    alone: bool = False
    """Whether it names one thing."""
    chain: "Chain | None" = None
    denied: bool = False
    """Whether what comes under it is said not to be so, or only perhaps."""


@dataclass
class Chain:
    """Things told in their order, from one side on."""

    side: str
    links: list[NamedThings] = field(default_factory=list)


@dataclass
class Account:
    """All that was read of a caption."""

    mentions: list[NamedThings] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    block: int = 0
    """The number of the list, or the line, that is read."""
    named: NamedThings | None = None
    """What `ones` and `of them` mean: what a noun named last."""
    lot: NamedThings | None = None
    """The last of these that were several."""
    single: NamedThings | None = None
    former: NamedThings | None = None
    """The single one before it."""
    plural: NamedThings | None = None


class SentenceReader:
    """A reader's place in a sentence, and what it has in mind."""

    def __init__(self, tokens: Sequence[Token], account: Account, setting: UnderHeading) -> None:
        self.tokens, self.account = tokens, account
        self.at = 0
        self.place: Facts = dict(setting.place)
        self.sides: list[tuple[str, NamedThings]] = []
        self.group = setting.group
        self.chain = setting.chain
        self.denied = setting.denied
        self.current: NamedThings | None = None
        """Named last, what only tells where something is apart."""
        self.latest: NamedThings | None = None
        self.groups: list[NamedThings | None] = []
        """What brackets that are open have interrupted."""
        self.listed: list[NamedThings] = []
        """Named since the last place, or since a verb."""
        self.subjects: list[NamedThings] = []
        """What is spoken of, once a verb was read."""
        self.owned = False
        self.shared = self.used = False
        """Whether something was put where the sentence begins."""
        self.joined = ""
        """What joins the next words to the last ones: a comma, an "and"."""
        self.excepted: list[NamedThings] = []
        """What is excepted from what will be named."""
        self.whole: NamedThings | None = None
        """What something was excepted from, and may be once more."""
        self.only: list[NamedThings] = []
        """What it is alone that is so, as is said next."""

    def read(self) -> UnderHeading:
        """Read all of it, and say what it leaves for what comes under it, if it is a heading."""
        self.tokens = _said(self.tokens)
        if self.denied or not self.tokens:
            return UnderHeading(denied=True)
        while self.at < len(self.tokens) and len(self.account.mentions) < MOST_MENTIONS:
            before = self.at
            self._step(self.tokens[self.at].sort)
            self.at = max(self.at, before + 1)
        if self.excepted:
            self._doubt()
        self._alone()
        group = self.current if self.current is not None and self.current.group else None
        alone = group is None and self.current is not None
        return UnderHeading(self.place, group, alone, self.chain)

    def _step(self, sort: str) -> None:
        match sort:
            case "comma" | "and" | "semi" | "colon" | "open" | "close":
                self._join(sort)
            case "place":
                self._place(place_facts(self.tokens[self.at]))
            case "side":
                self._beside()
            case "order":
                side = self.tokens[self.at].said.strip()
                self.chain = Chain({"top": "above", "bottom": "below"}.get(side, side))
                self.account.chains.append(self.chain)
            case "verb":
                self.owned, self.subjects = True, []
            case "be":
                self._be()
            case "that":
                self._that()
            case "apposed":
                self._gather()
            case "near":
                self._near()
            case "except":
                self._except()
            case "unknown":
                if self.current:
                    self._skip()
            case _ if sort in _STARTS:
                self._name()

    def _that(self) -> None:
        """`…, which is red`."""
        if self.latest is not None and self.latest.object and self._sort(-1) == "comma":
            self._skip()  # it is not clear which of the two is meant
        elif self.whole is not None and self.latest in self.whole.but:
            many = self._sort(1) == "be" and self.tokens[self.at + 1].said in ("are", "were")
            bare = [one for one in self.whole.but if not one.said]
            self.subjects = bare if many else self.whole.but[-1:]
        else:
            self.subjects = [self.latest] if self.latest else []

    def _alone(self) -> None:
        """`Only the star and the ring are red`: there are so many red things."""
        facts = self.only[0].said.items() if self.only else []
        shared = dict(pair for pair in facts if all(pair in one.said.items() for one in self.only))
        counts = [one.number if one.many else 1 for one in self.only]
        if not self.sides and None not in counts and not any(one.sides for one in self.only):
            number = sum(count or 0 for count in counts)
            self.account.mentions += [NamedThings("exact", number, own=shared)] if shared else []

    def _sort(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].sort if 0 <= at < len(self.tokens) else "end"

    def _skip(self) -> None:
        """Pass over what is not understood, up to where something new may begin."""
        while self._sort() not in _BREAKS:
            self.at += 1

    def _join(self, sort: str) -> None:
        if sort == "open":
            self.groups.append(self.group)
        if sort in ("colon", "open"):
            self._gather()
        elif sort == "close" and self.groups:
            self.group = self.groups.pop()
        if sort == "semi":
            self.listed, self.subjects = [], []
        self.joined = sort

    def _gather(self) -> None:
        """From here on what is named belongs to what was named."""
        if self.current is not None and self.current.group:
            self.group = self.current
            self.listed = []
        self.subjects = []

    def _be(self) -> None:
        before = self._sort(-1)
        if before == "that":
            return
        if self.current is None or before == "verb" or (before == "place" and not self.listed):
            self.owned = True
            return
        many = self.joined == "and" and not self.current.owned and self.current in self.listed
        self.subjects = list(self.listed) if many else [self.current]
        if self.only:
            self.only = self.subjects
        self.listed = []

    def _place(self, facts: Facts) -> None:
        """Where something is that was named before, or what comes now."""
        before, after = self._sort(-1), self._sort(1)
        joins = before in ("comma", "and")
        told = before in ("be", "and", "comma", "place", "all", *ADJECTIVES)
        if self.subjects and told and not (joins and after in _STARTS):
            for one in self.subjects:
                self._put(one, facts)
        elif self._is_behind(before, after):
            if self.latest is not None and self.latest.object:
                return  # it is not clear which of the two is there
            several = self.joined == "and" and self.current in self.listed
            alone = [self.current] if self.current else []
            behind = self.current is not None and self.current.quantity != "the"
            for one in self.listed if several and behind else alone:
                self._put(one, facts)
            self.listed = []
        else:
            more = before in ("comma", "place") and not self.listed
            apart = not self.place.keys() & facts
            self.place = self.place | facts if more and apart else facts
            self.used = False
            self.listed, self.sides, self.subjects = [], [], []

    def _is_behind(self, before: str, after: str) -> bool:
        """Whether a place is that of what stands before it."""
        if self.current is None:
            return False
        if before in (*_NAMES, "number", "open", "that", "it", "they"):
            return True
        last = after in ("close", "end", "be", "that", "colon", "semi")
        begins = before == "and" or (before == "comma" and self._sort(-2) == "and")
        ends = last or (after in ("comma", "and") and not begins)
        return bool(self.listed) and not self.place and ends

    def _put(self, one: NamedThings, facts: Facts) -> None:
        """Say where something is; what is said twice, differently, is not clear."""
        own = one.quantity == "the" and not self.subjects and one.base is None
        one.add(facts, own=own)

    def _beside(self) -> None:
        """`above and to the left of the ring`."""
        ways, before = [], self._sort(-1)
        while self._sort() in ("side", "and", "comma") and (
            self._sort() == "side" or self._sort(1) == "side"
        ):
            if self._sort() == "side":
                ways.append(self.tokens[self.at].said.strip())
            self.at += 1
        found = noun_phrase(self.tokens, self.at) if self._sort() in _STARTS else None
        if found is None:
            if self._sort() not in _BREAKS:
                self._skip()
            return
        thing = self._known(found.mention, behind=before) if found.pronoun else found.mention
        if thing is None:
            self.at = found.end
            return
        thing.object, thing.perhaps = True, self._share()
        if not found.pronoun:
            self._inherit(thing)
            self._keep(thing)
        self.at = found.end
        sides = [(way, thing) for way in ways]
        leads = self.current is None or (
            before in ("comma", "and") and self._sort() in ("be", "verb")
        )
        if leads:
            self.sides, self.place, self.listed, self.subjects = sides, {}, [], []
            self.current = None
            return
        self.listed = []
        targets = self.subjects or ([self.current] if self.current else [])
        for one in targets:
            one.sides += sides

    def _share(self) -> Facts:
        """The place that the first thing has which others lie beside: theirs, if it is so."""
        shared, self.shared = self.shared, True
        return {} if shared else dict(self.place)

    def _near(self) -> None:
        """`next to the ring`: the ring is there, and that is all that is read of it."""
        self.at += 1
        found = noun_phrase(self.tokens, self.at) if self._sort() in _STARTS else None
        if found is None:
            return
        self.at = found.end
        found.mention.object, found.mention.perhaps = True, self._share()
        self.listed = []
        if not found.pronoun and self._inherit(found.mention):
            self._keep(found.mention)

    def _except(self) -> None:
        """`all stars except the red one`, before or behind what is said of them."""
        self.at += 1
        if self._sort() == "number" and self._sort(1) in ("colon", "open", "comma"):
            self.at += 2
        found: list[NamedThings] = []
        while self._sort() in _STARTS:
            noun = noun_phrase(self.tokens, self.at)
            if noun is None or noun.pronoun or not noun.mention.own:
                break
            found.append(noun.mention)
            self.at = noun.end
            joint = 1 + (self._sort() == "comma" and self._sort(1) == "and")
            if self._sort() not in ("comma", "and") or self._sort(joint) not in _STARTS:
                break
            self.at += joint
        whole = self.current
        if not found or any(one.quantity in ("all", "rest", "some") for one in found):
            self._doubt()
            self.at = len(self.tokens)
            return
        if whole is None:
            self.excepted = found
        elif whole.quantity == "all" or (whole.quantity == "the" and whole.many):
            whole.quantity = "all"
            self._leave_out(whole, found)
        else:
            self._doubt()
            self.at = len(self.tokens)

    def _excepts(self, mention: NamedThings) -> bool:
        """Whether it goes on with what is excepted: `…, which is red, and the star`."""
        ends = self._sort() in ("that", "end", "comma", "and", "open", "close")
        named = mention.quantity in ("the", "a", "exact") and bool(mention.own)
        return named and ends and self.joined in ("and", "comma")

    def _leave_out(self, whole: NamedThings, some: list[NamedThings]) -> None:
        """Except some things from those that are named; what comes next may be said of them."""
        self.whole = whole
        for one in some:
            if not one.headed:
                one.own = _kind(whole) | one.own
            whole.but.append(one)
            self.account.mentions.append(one)
            one.block = self.account.block
        self.latest = some[-1]

    def _doubt(self) -> None:
        """Take it for unclear what was said in this sentence."""
        for one in (self.current, *self.subjects):
            if one is not None:
                one.void = True

    def _known(self, pronoun: NamedThings, *, behind: str = "") -> NamedThings | None:
        """What a pronoun stands for: `behind` what is being spoken of, it is what was before."""
        account = self.account
        last = account.plural if pronoun.many else account.single
        if last is self.current and not pronoun.many and behind in (*_NAMES, "be"):
            last = account.former  # "a star, and a ring below it"
        if last is None:
            return None
        pronoun.base = last.base or last
        return pronoun

    def _name(self) -> None:
        """Something is named, or said to have looks."""
        sort = self._sort()
        if self._label():
            return
        number = self._number_after()
        if number is not None and self.current is not None:
            self.current.quantity, self.current.number = "exact", number
            self.current.many = self.current.many or number > 1
            return
        only = sort == "only" and self._sort(1) != "number"  # "only one star is red" counts stars
        found = noun_phrase(self.tokens, self.at)
        if found is None:
            if sort in ADJECTIVES:
                self._look()
            elif self.current or sort in ("a", "the", "number"):
                self._skip()
            return
        mention = found.mention
        predicate = self.subjects and self._sort(-1) == "be" and not found.pronoun
        self.at = found.end
        if predicate and self.subjects[0].group and mention.headed and not mention.many:
            self._gather()  # "the small ones are a star and a ring"
        elif predicate and mention.quantity in ("a", "some", "the", "exact", "all"):
            for one in self.subjects:
                self._tell(one, mention)
            return
        if self.whole is not None and self._excepts(mention):
            self._leave_out(self.whole, [mention])
            return
        if self.current is not None and self._renames(self.current, mention):
            self.current.add(mention.own)
            return
        if found.pronoun:
            if self._known(mention) is None:
                return
        elif not self._inherit(mention):
            self.current, self.subjects = None, []
            return
        if found.partitive and mention.quantity == "the":
            mention.quantity = "exact"
        self._place_in(mention)
        self._keep(mention)
        if only:
            self.only = [mention]
        if self.excepted and mention.quantity == "all":
            self._leave_out(mention, self.excepted)
            self.excepted = []

    def _renames(self, last: NamedThings, mention: NamedThings) -> bool:
        """Whether it says what those are that were counted: `two red things, small stars`."""
        beside = self.joined == "comma" and self.listed == [last]
        unnamed = last.quantity == "exact" and "kind" not in last.own
        return beside and unnamed and mention.quantity == "some" and "kind" in mention.own

    def _tell(self, one: NamedThings, mention: NamedThings) -> None:
        """`… are three`, `… is a red star`, `… are all red`."""
        if mention.quantity == "exact" and one.quantity in ("some", "the") and one.number is None:
            one.quantity, one.number = "exact", mention.number
        elif mention.quantity == "exact" and one.number != mention.number:
            one.void = True
        if mention.quantity == "all" and one.quantity in ("some", "the"):
            one.quantity = "all"
        one.add(mention.own)
        one.void = one.void or mention.void

    def _label(self) -> bool:
        """Whether it is the 2 of `Star 2: small, red`."""
        numbered = self._sort() == "number" and self._sort(-1) == "noun"
        return numbered and self._sort(1) == "colon" and not self.tokens[self.at - 1].many

    def _number_after(self) -> int | None:
        """The number in `stars: 3`, `stars (3)`; None where there is none."""
        if self._sort() != "number" or self._sort(1) not in _BREAKS:
            return None
        if self.current is None or self._sort(-1) not in ("colon", "open", "noun", *ADJECTIVES):
            return None
        marked = self._sort(-1) in ("colon", "open")
        return int(self.tokens[self.at].said) if marked or self.current.group else None

    def _look(self) -> None:
        """Looks without a noun: said of what is spoken of, or of what was named last."""
        token = self.tokens[self.at]
        facts = {token.sort: token.said}
        if self.subjects:
            for one in self.subjects:
                one.add(facts)
        elif self.current is not None and token.sort not in self.current.facts:
            self.current.add(facts)
        elif self._sort(1) in ("colon", "open", *ADJECTIVES):
            mention = NamedThings("some", many=True, own=facts)
            self._keep(mention)

    def _inherit(self, mention: NamedThings) -> bool:
        """Give it what its group is like; or, without a noun, what was named last.

        Whether it is known what is meant.
        """
        source = self.group
        if source is None and not mention.headed:
            source = self.account.named
            if mention.many and mention.quantity == "the" and source and not source.many:
                source = self.account.lot
            alone = mention.ones or mention.quantity == "a"
            every = mention.quantity == "all" and not mention.own
            if every and (source is None or source is not self.account.plural):
                lot = self.account.lot
                mention.broad = lot is not None and bool(lot.own)  # of more than one lot
                return True
            if mention.quantity == "rest" and not mention.own and not (source and source.many):
                return True
            if source is None or not (source.many or alone):
                return False
        if source is None or (mention.object and mention.headed):
            return True
        like = source.facts if source.many or source is self.group else _kind(source)
        mention.own = like | mention.own
        mention.void = mention.void or source.void
        if mention.quantity == "rest":
            mention.base = source
        return True

    def _place_in(self, mention: NamedThings) -> None:
        """What was said before it of where it is."""
        if self._sort() == "be" and (self.listed or self.used):
            self.place, self.sides = {}, []
        self.used = bool(self.place or self.sides)
        mention.sides += self.sides
        own = mention.quantity == "the"
        mention.add({k: v for k, v in self.place.items() if k not in mention.own}, own=own)

    def _keep(self, mention: NamedThings) -> None:
        """It is named now: later words may mean it."""
        self.account.mentions.append(mention)
        self.latest = mention
        mention.block = self.account.block
        if mention.headed and mention.base is None and not mention.object:
            self.account.named = mention
            self.account.lot = mention if mention.many else self.account.lot
        if not mention.object:
            if mention.many:
                self.account.plural = mention
            else:
                self.account.former, self.account.single = self.account.single, mention
                self.account.plural = None if mention.headed else self.account.plural
            mention.owned = self.owned
            if self.chain is not None and not mention.many:
                self.chain.links.append(mention)
            if self.joined != "and" and self.subjects:
                self.listed = []
            self.subjects = []
            self.listed.append(mention)
            self.current = mention


def _kind(mention: NamedThings) -> Facts:
    return {name: said for name, said in mention.own.items() if name == "kind"}


def _said(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without those parts, between semicolons, that are denied or doubted."""
    out: list[Token] = []
    part: list[Token] = []
    for token in (*tokens, Token("semi")):
        part.append(token)
        if token.sort == "semi":
            out += [] if "void" in sorts(part) else part
            part = []
    return out[:-1] if out else out
