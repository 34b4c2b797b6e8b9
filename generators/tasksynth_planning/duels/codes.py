"""Mastermind against one who has fixed no code: exact by the worst case over all answers."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.duels.engine import UNLIMITED, DuelSolver, TooLarge
from tasksynth_schemas import Model

LETTERS = "ABCDEF"
SIZES = ((4, 4, 5, 8), (5, 3, 5, 8), (5, 3, 6, 8), (6, 3, 5, 9), (6, 3, 6, 9), (6, 3, 7, 9))
"""Letters, places, and codes that fit at the start, at least and at most."""
Codes = tuple[str, ...]
Asked = tuple[tuple[str, str], ...]
"""Guesses, and what was answered."""
Standing = tuple[Codes, int, Asked, str]
"""Codes that fit, guesses left, what was asked, and the guess that is to be answered, if one is."""


class Code(Model):
    """Codes of letters; the opponent may answer whatever fits one code at least."""

    kind: Literal["code"] = "code"
    seed: int
    skill: float
    letters: int
    places: int
    asked: Asked
    """What was asked before."""
    guesses: int
    """Guesses that the player has: as many as are needed in the worst case, and no more."""

    def begin(self) -> Standing:
        return fitting(self.letters, self.places, self.asked), self.guesses, self.asked, ""

    def options(self, p: Standing) -> Mapping[str, Standing]:
        codes, left, asked, guess = p
        if not guess:
            every = all_codes(self.letters, self.places)
            return {one: (codes, left - 1, asked, one) for one in every}
        return {
            answer: (kept, left, (*asked, (guess, answer)), "")
            for answer, kept in sorted(parted(codes, guess).items())
        }

    def ended(self, p: Standing) -> int | None:
        _, left, asked, guess = p
        if guess:
            return None
        if asked and asked[-1][1] == f"{self.places}+0":
            return 1
        return None if left else -1

    def sensible(self, p: Standing) -> list[str]:
        codes = p[0]
        every = all_codes(self.letters, self.places) if len(codes) > 1 else codes
        return [one for one in every if len(codes) == 1 or len(parted(codes, one)) > 1]

    def likely(self, p: Standing) -> list[str]:
        return list(p[0])

    def solver(self) -> DuelSolver:
        return CodeSolver(self)

    def longest(self) -> int:
        return self.guesses

    def rules(self) -> str:
        used = ", ".join(LETTERS[: self.letters])
        return (
            f"Guess a code of {self.places} letters out of {used}; a letter may occur more than "
            "once. I answer each guess with two numbers: how many letters are right and in the "
            "right place, and how many more are right but in another place (each letter of the "
            "code counts for one letter of the guess at most). “1+2” means 1 in the right place "
            "and 2 elsewhere. I have not fixed the code: I may answer as I like, so long as one "
            "code at least fits all that I have answered. You win if a guess is answered by "
            f"“{self.places}+0” before your guesses run out. A move is a code, and need not be one "
            "that can still be right."
        )

    def board(self, p: Standing) -> str:
        _, left, asked, _ = p
        told = "\n".join(f"{guess}: {answer}" for guess, answer in asked)
        return f"{told}\nGuesses left: {left}"

    def replied(self, reply: str) -> str:
        return f"I answer {reply}."

    def read(self, text: str) -> str:
        guess = re.sub(r"[\s,.;|-]+", "", text).upper()
        if len(guess) != self.places or any(one not in LETTERS[: self.letters] for one in guess):
            raise Unreadable(
                f"want {self.places} letters out of {LETTERS[: self.letters]}, got "
                f"{text.strip()[:30]!r}"
            )
        return guess


class CodeSolver:
    """Whether the codes that fit can be told apart in time, whatever is answered."""

    def __init__(self, game: Code) -> None:
        self.game, self.most, self.looked = game, UNLIMITED, 0
        self._won: dict[tuple[Codes, int], bool] = {}
        n = game.places
        self._answers = (n + 1) * (n + 2) // 2 - 1

    def wins(self, p: Standing) -> bool:
        codes, left, _, guess = p
        if guess:
            return not self.loses(p)
        return self.game.ended(p) == 1 or self._solved(codes, left)

    def loses(self, p: Standing) -> bool:
        codes, left, _, guess = p
        if guess:
            return self._splits(codes, guess, left)
        end = self.game.ended(p)
        return end == -1 or (end is None and not self._solved(codes, left))

    def _solved(self, codes: Codes, left: int) -> bool:
        if len(codes) == 1 or left < 2:
            return len(codes) <= left
        if len(codes) > sum((self._answers - 1) ** i for i in range(left)):
            return False
        key = (codes, left)
        if key not in self._won:
            every = (*codes, *all_codes(self.game.letters, self.game.places))
            self._won[key] = any(self._splits(codes, guess, left - 1) for guess in every)
        return self._won[key]

    def _splits(self, codes: Codes, guess: str, left: int) -> bool:
        """Whether a guess leaves parts that can be solved in what guesses are left."""
        self.looked += 1
        if self.looked > self.most:
            raise TooLarge
        parts = parted(codes, guess)
        parts.pop(f"{self.game.places}+0", None)
        ordered = sorted(parts.values(), key=len, reverse=True)
        return all(self._solved(part, left) for part in ordered)


@lru_cache(maxsize=16)
def all_codes(letters: int, places: int) -> Codes:
    """Every code, in alphabetical order."""
    return tuple("".join(code) for code in product(LETTERS[:letters], repeat=places))


@lru_cache(maxsize=1 << 16)
def answer_to(guess: str, code: str) -> str:
    """How many letters are right, and how many more are elsewhere."""
    right = sum(a == b for a, b in zip(guess, code, strict=True))
    common = sum(min(guess.count(one), code.count(one)) for one in set(guess))
    return f"{right}+{common - right}"


def parted(codes: Codes, guess: str) -> dict[str, Codes]:
    """Codes, by what a guess is answered if they are right."""
    parts: dict[str, list[str]] = {}
    for code in codes:
        parts.setdefault(answer_to(guess, code), []).append(code)
    return {answer: tuple(part) for answer, part in parts.items()}


def fitting(letters: int, places: int, asked: Asked) -> Codes:
    """The codes that fit all answers."""
    return tuple(
        code
        for code in all_codes(letters, places)
        if all(answer_to(guess, code) == answer for guess, answer in asked)
    )


def draw_code(dice: Dice, size: int, skill: float) -> Code | None:
    """Guesses that leave some codes, which one more can tell apart, whatever is answered."""
    letters, places, least, most = SIZES[size]
    every = all_codes(letters, places)
    secret = dice.of(every)
    codes: Codes = every
    asked: Asked = ()
    while len(codes) > most:
        guess = dice.of(every)
        kept = parted(codes, guess)[answer_to(guess, secret)]
        if len(kept) < least or len(kept) == len(codes):
            return None
        codes, asked = kept, (*asked, (guess, answer_to(guess, secret)))
    game = Code(
        seed=dice.below(1 << 30), skill=skill, letters=letters, places=places, asked=asked,
        guesses=2,
    )  # fmt: skip
    return game if CodeSolver(game).wins(game.begin()) else None
