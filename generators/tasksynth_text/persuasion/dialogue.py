"""The one who is to be won: a finite automaton that takes acts and answers in words."""

from dataclasses import dataclass, field

from tasksynth_text.persuasion.models import (
    Concern,
    PersuasionInstance,
    fits,
    preceding,
)
from tasksynth_text.persuasion.phrases import (
    AGAIN,
    BEHIND,
    DONE,
    HONEST,
    MET,
    MUCH,
    ON,
    UNMET,
    Picked,
)


@dataclass
class Persuadee:
    """What has been said so far, and what came of it."""

    x: PersuasionInstance
    told: list[int] = field(default_factory=list)
    """Facts, from 0, in the order in which they were told, whatever came of it."""
    heard: list[int] = field(default_factory=list)
    """Those of them that were wanted."""
    met: int = 0
    """Concerns that are met."""
    group: int = 0
    asked: list[int] = field(default_factory=list)
    """Amounts that were asked for."""
    behind: bool = False
    """Whether it was asked what is behind the excuse of this group."""
    pledged: int = 0
    agreed: int = 0
    useless: int = 0
    """Acts that did not help."""
    turn: int = 0
    again: str = ""
    """The first repetition."""
    false: str = ""
    """What was said that is not so."""
    left: bool = False
    over: bool = False

    @property
    def hidden(self) -> bool:
        """Whether there is an excuse behind which nobody has asked."""
        return self.group < len(self.x.excuses) and bool(
            self.x.excuses[self.group] and not self.behind
        )

    @property
    def concern(self) -> Concern | None:
        """What is wanted now, if it is known that something is."""
        there = self.met < len(self.x.concerns) and not self.hidden
        return self.x.concerns[self.met] if there else None

    @property
    def ready(self) -> bool:
        return self.met == len(self.x.concerns)

    def tell(self, number: int) -> str:
        """Tell a fact, numbered from 1."""
        index = number - 1
        before = preceding(self.x, self.met, self.heard)
        wanted = self.concern
        meets = (
            wanted is not None
            and wanted.kind == "tell"
            and fits(self.x.facts[index], wanted, before)
        )
        known = index in self.told
        self.told.append(index)
        if known:
            self._repeats(f"fact {number} was told again")
            said = self._useless(self._says(AGAIN))
            if not meets or self.left:
                return said
        if not meets:
            return self._useless(self._says(UNMET))
        self.heard.append(index)
        return self._meets()

    def answer(self, figure: int) -> str:
        """Give a number."""
        wanted = self.concern
        if wanted is None or wanted.kind not in ("answer", "admit", "pledge", "joint"):
            return self._useless("I have not asked you for a number.")
        if wanted.kind == "pledge":
            if not 1 <= figure <= self.x.means:
                return self._catches(f"{figure} euros are not what one has to add")
            self.pledged = figure
            return self._meets()
        right = wanted.figure + (self.pledged if wanted.kind == "joint" else 0)
        if wanted.kind == "admit":
            return self._catches(f"{figure} is made up: nobody knows that number")
        if figure != right:
            return self._catches(f"{figure} is not so: it is {right}")
        return self._meets()

    def admit(self) -> str:
        """Say that one does not know a number."""
        wanted = self.concern
        if wanted is None or wanted.kind != "admit":
            return self._useless("There is nothing to admit: that you can know.")
        return self._meets(HONEST)

    def inquire(self) -> str:
        """Ask what is behind what was said."""
        if not self.hidden:
            return self._useless("There is nothing more behind it.")
        self.behind = True
        return f"{self._says(BEHIND)} {self.x.voiced[self.group]}"

    def ask(self, amount: int) -> str:
        """Ask for so much in all."""
        if amount in self.asked:
            self._repeats(f"{amount} euros were asked for again")
        self.asked.append(amount)
        if not self.ready:
            return self._useless("We have not come to that yet.")
        if self.x.small and not self.agreed and amount > self.x.small:
            return self._useless("Something small first, I said.")
        if amount > self.x.limit:
            return self._useless("So much I do not have for it.")
        if amount <= self.agreed:
            return self._useless("To that I have agreed already.")
        first = bool(self.x.small and not self.agreed)
        self.agreed = amount
        if first:
            return f"{amount} euros: agreed. That was easy. And now, how much in all?"
        self.over = True
        return f"{amount} euros it is. {self._says(DONE)}"

    def _says(self, ways: tuple[str, ...]) -> str:
        return Picked(self.x.voice).of(ways, self.turn)

    def _meets(self, ways: tuple[str, ...] = MET) -> str:
        """One concern less: what comes next is said, unless it was said before."""
        self.met += 1
        if self.met < sum(self.x.groups[: self.group + 1]):
            return f"{self._says(ways)} {self._says(ON)}"
        self.group, self.behind = self.group + 1, False
        return f"{self._says(ways)} {opening(self.x, self.group, self._says(MUCH))}"

    def _useless(self, said: str) -> str:
        self.useless += 1
        if self.useless <= self.x.patience:
            return said
        self.left = self.over = True
        return f"{said} I have had enough of this. Goodbye."

    def _catches(self, why: str) -> str:
        self.false, self.left, self.over = why, True, True
        return "That is not true, and you know it. Goodbye."

    def _repeats(self, why: str) -> None:
        self.again = self.again or why


def opening(x: PersuasionInstance, group: int, much: str) -> str:
    """What is said when a group's turn has come: it, an excuse, or that there is nothing more."""
    if group == len(x.groups):
        return f"{x.ready} {much}"
    return x.excuses[group] or x.voiced[group]
