"""How hard the families of text and planning are, level by level, and how quickly they are made.

    python benchmarks/text_planning.py [--tasks 100] [--family games.duel] [--with game=hex]
    python benchmarks/text_planning.py --peers       # with reasoning-gym: rates of both, in one run

Bounded solvers play, no model does: each has a budget, so that what it passes falls as the level
rises. `reviser` starts from a frame of the right size and changes one thing of it at a time, as
often as its budget says, keeping what breaks no more conditions than before. A solver with a window
remembers that much of a log, and guesses the rest; `one fact` puts no two facts together. One of
machines tries orders at random, and gives up after so many uses of a machine. Players see so
many moves ahead, and draw lots among what looks as good.

Rates of peers are distinct tasks per CPU-second of one process, each made as users get it: prompt,
answer, and for ours the measured difficulty. Reasoning Gym's nearest sets are asked for as many
statements as our logs have lines, or for plans as long as ours; it has no conditions on texts.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import Judge, source
from tasksynth_planning.circuits import searching
from tasksynth_planning.circuits.telling import listed
from tasksynth_planning.crates.searching import shortest
from tasksynth_planning.crews.searching import CrewSearch, TooManyStates
from tasksynth_planning.crews.telling import written as written_crew
from tasksynth_planning.duels.engine import DuelGame, Position
from tasksynth_planning.duels.playing import played
from tasksynth_planning.families.battleship import written as written_shots
from tasksynth_planning.families.duel import written as written_match
from tasksynth_planning.families.in_context import written as written_choices
from tasksynth_planning.families.offload import written as written_front
from tasksynth_planning.families.pomdp_shared import answered
from tasksynth_planning.families.rearrange import written as written_chores
from tasksynth_planning.families.stream import betting
from tasksynth_planning.families.stream import written as written_pulls
from tasksynth_planning.fronts.strategies import best_of, changed, weighed
from tasksynth_planning.homes.exploring import explore
from tasksynth_planning.homes.models import cells_of, distances, do
from tasksynth_planning.homes.searching import cheapest
from tasksynth_planning.pomdps.models import Policy, Pomdp
from tasksynth_planning.pomdps.strategies import ahead as presses_ahead
from tasksynth_planning.pomdps.strategies import by_last_colour, rounded
from tasksynth_planning.routes.tours import beam
from tasksynth_planning.scorers import strategies as scorers
from tasksynth_planning.scorers.models import Numbers
from tasksynth_planning.scorers.searching import GraphWish
from tasksynth_planning.scorers.telling import written as written_edit
from tasksynth_planning.shops.rules import drawn_by_lot
from tasksynth_planning.shops.timing import finished
from tasksynth_planning.strips.grounding import GroundAction, ground
from tasksynth_planning.wheels import strategies as wheels
from tasksynth_planning.wheels.models import Wheel
from tasksynth_planning.wheels.strategies import Bet
from tasksynth_planning.worlds.beliefs import Belief, LearnedWorld, best, followed
from tasksynth_planning.worlds.fleets import SeaValues, covered
from tasksynth_text.claims.logic import Theory
from tasksynth_text.claims.passages import OPEN, Reader
from tasksynth_text.claims.strategies import LABELS
from tasksynth_text.diagnosis.strategies import first_ones, ignoring_priors
from tasksynth_text.families.nlu import written as labels_written
from tasksynth_text.families.relation import written as facts_written
from tasksynth_text.instructions.kinds import holds
from tasksynth_text.instructions.lexicon import BY_KIND
from tasksynth_text.instructions.strategies import cheap_texts
from tasksynth_text.instructions.texts import text_of
from tasksynth_text.machines.orders import searched
from tasksynth_text.persuasion.dialogue import Persuadee
from tasksynth_text.persuasion.strategies import Wit, able
from tasksynth_text.persuasion.strategies import played as played_acts
from tasksynth_text.persuasion.strategies import written as written_acts
from tasksynth_text.recall.logs import evidence_of, reaches
from tasksynth_text.relations.strategies import bounded

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
WORDS = sorted({word for words in BY_KIND.values() for word in words})
Solver = Callable[[Any, Dice], str]


def reviser(budget: int) -> Solver:
    """Mends a text by trial, so many times."""

    def solve(x: Any, dice: Dice) -> str:
        text = cheap_texts(x.layout, x.conditions)["frame with words"]
        named = [word for one in x.conditions for word in one.words if len(word) > 1]
        words = WORDS + named * 20
        most = _fulfilled(x, text)
        for _ in range(budget):
            tried = _revised(dice, text, words)
            score = _fulfilled(x, tried)
            if score >= most:
                most, text = score, tried
        return f"<answer>\n{text}\n</answer>"

    return solve


def _fulfilled(x: Any, text: str) -> int:
    read = text_of(text, x.layout)
    return sum(holds(one, read) for one in x.conditions)


def _revised(dice: Dice, text: str, words: list[str]) -> str:
    """A text with one word, mark, number, gap or sentence changed."""
    parts = re.split(r"( |\n+)", text)  # words at even places, gaps between them
    at = 2 * dice.below((len(parts) + 1) // 2)
    word = parts[at]
    ending = word[len(word.rstrip('.?!,)"')) :]
    core = word[: len(word) - len(ending)]
    match dice.below(12):
        case 0 | 1 | 2:
            parts[at] = dice.of(words) + ending
        case 3 | 4:
            parts[at:at] = [dice.of(words), " "]
        case 5 if not ending and at + 1 < len(parts):
            del parts[at : at + 2]
        case 6:
            parts[at] = core + dice.of((".", "?", "!", ",", ""))
        case 7:
            parts[at] = core.upper() + ending
        case 8:
            parts[at] = str(dice.between(2, 99)) + ending
        case 9:
            parts[at] = dice.of((f"({core}){ending}", f'"{core}"{ending}', core + ending))
        case 10 if at + 1 < len(parts):
            parts[at + 1] = dice.of((" ", "\n", "\n\n"))
        case _:
            parts[at:at] = [f"{dice.of(words)} {dice.of(words)}.", " "]
    return "".join(parts)


def window(tokens: int) -> Solver:
    """Remembers so many tokens; what it does not remember, it guesses."""

    def solve(x: Any, dice: Dice) -> str:
        back = [max(row) for row in reaches(x)]
        said = [
            answer if reach <= tokens else dice.of(x.options)
            for answer, reach in zip(x.answers, back, strict=True)
        ]
        return f"Answer: {', '.join(said)}"

    return solve


def one_fact(x: Any, dice: Dice) -> str:
    """Remembers everything, and puts no two facts together."""
    said = [
        answer if len(facts) == 1 else dice.of(x.options)
        for answer, facts in zip(x.answers, evidence_of(x), strict=True)
    ]
    return f"Answer: {', '.join(said)}"


def uses(budget: int) -> Solver:
    """Tries orders depth first, and gives up after so many uses of machines."""

    def solve(x: Any, dice: Dice) -> str:
        order = searched(dice, x.text, x.machines, len(x.order), x.outcome, budget)
        return f"Answer: {', '.join(step.name for step in order or ())}"

    return solve


def first_findings(count: int) -> Solver:
    """Works out what is the matter from so many of the findings, and knows nothing of others."""

    def solve(x: Any, dice: Dice) -> str:
        return _diagnosis(x, *first_ones(x.net, x.seen, count))

    return solve


def without_priors(x: Any, dice: Dice) -> str:
    """Works out what is the matter as if all causes were equally frequent."""
    return _diagnosis(x, *ignoring_priors(x.net, x.seen))


def _diagnosis(x: Any, causes: tuple[int, ...], findings: tuple[int, ...]) -> str:
    said = [*(x.names.causes[i] for i in causes), *(x.names.findings()[i] for i in findings)]
    return f"Answer: {', '.join(said)}"


def reading(how: str) -> Solver:
    """Reads a passage and overlooks one thing in it."""

    def solve(x: Any, dice: Dice) -> str:
        return facts_written(x, bounded(x.sentences)[how])

    return solve


def few_steps(count: int) -> Solver:
    """Labels what takes so few sentences or negations, and draws lots for the rest."""

    def solve(x: Any, dice: Dice) -> str:
        lots = _lots(x, dice)
        known = [one.label if one.steps <= count else lot for one, lot in lots]
        return labels_written(x, known)

    return solve


def _lots(x: Any, dice: Dice) -> list[tuple[Any, int]]:
    return [(one, dice.below(LABELS[x.kind])) for one in x.items]


def last_sentences(count: int) -> Solver:
    """Knows the last so many sentences: of a passage, or of what is to be labelled."""

    def solve(x: Any, dice: Dice) -> str:
        read = Reader(Theory(len(x.people), len(x.traits)), x.claims[-count:])
        found: list[int] = []
        for i, (item, lot) in enumerate(_lots(x, dice)):
            claim = item.claims[0]
            if not x.claims:
                later = sum(len(one.claims) for one in x.items[i:])
                found.append(item.label if later <= count else lot)
            elif item.asked == "pronoun":
                ends = [read.may_be(claim.model_copy(update={"who": (j,)})) for j in claim.who]
                found.append(ends.index(True) if sum(ends) == 1 else lot)
            else:
                standing = read.standing(claim)
                found.append(standing if item.asked == "claim" else int(standing == OPEN))
        return labels_written(x, found)

    return solve


def pushing(states: int) -> Solver:
    """Searches for a way through what stands in it, and gives up after so many states."""

    def solve(x: Any, dice: Dice) -> str:
        steps, _ = shortest(x.world, states)
        return f"Answer: {steps}" if steps else ""

    return solve


def tidying(things: int) -> Solver:
    """Brings so many things home in the cheapest way, nearest first, then so many others."""

    def solve(x: Any, dice: Dice) -> str:
        s = x.home.begin()
        chores = explore(x.home, s) if x.sight == "room" else []
        while astray := [i for i, one in enumerate(x.home.things) if s.places[i] != one.home]:
            far = distances(x.home.rows, x.home.start, cells_of(x.home))[s.at]
            astray.sort(key=lambda i: far[s.places[i]])
            others = [
                one.model_copy(update={} if i in astray[:things] else {"home": s.places[i]})
                for i, one in enumerate(x.home.things)
            ]
            home = x.home.model_copy(update={"things": tuple(others)})
            found, _ = cheapest(home, s, 20_000)
            if not found:
                break
            for chore in found:
                do(home, s, chore)
            chores += found
        return written_chores(x.home, chores)

    return solve


def breadth_first(states: int) -> Solver:
    """Searches for a plan, and gives up after so many states."""

    def solve(x: Any, dice: Dice) -> str:
        problem = ground(x.problem)
        goal = problem.mask(x.problem.goal)
        came: dict[int, tuple[int, GroundAction] | None] = {problem.start: None}
        queue = [problem.start]
        for state in islice(queue, states):
            if not goal & ~state:
                return _plan(came, state)
            for step in problem.steps:
                after = (state & step.keeps) | step.adds
                if not step.needs & ~state and after not in came:
                    came[after] = (state, step)
                    queue.append(after)
        return ""

    return solve


def beginnings(width: int) -> Solver:
    """Goes on from so many of the earliest beginnings of a round."""

    def solve(x: Any, dice: Dice) -> str:
        return f"Answer: {', '.join(x.names[place] for place in beam(x.tour, width))}"

    return solve


def by_lot(orders: int) -> Solver:
    """Plans a workshop so many times without thinking, and takes the best."""

    def solve(x: Any, dice: Dice) -> str:
        tried = (drawn_by_lot(x.shop, dice) for _ in range(orders))
        first = min(tried, key=lambda order: finished(x.shop, order))
        return f"Answer: {', '.join('ABCDEFGH'[job] for job in first)}"

    return solve


def ahead(moves: int) -> Solver:
    """Sees so many of its own moves ahead, the one that it makes among them."""

    def solve(x: Any, dice: Dice) -> str:
        def choose(p: Position) -> str:
            options, sensible = x.game.options(p), x.game.sensible(p)
            worth = {move: -_outlook(x.game, options[move], 2 * moves - 2) for move in sensible}
            return dice.of([move for move in sensible if worth[move] == max(worth.values())])

        return written_match(played(x.game, choose))

    return solve


def _outlook(game: DuelGame, p: Position, plies: int) -> int:
    """1, 0 or -1: who is to move wins within so many moves of both, nobody knows, or loses."""
    if (end := game.ended(p)) is not None:
        return end
    if plies <= 0:
        return 0
    options = game.options(p)
    tried = options if plies % 2 == 0 else game.sensible(p)
    return max(-_outlook(game, options[move], plies - 1) for move in tried)


def endgame(count: int) -> Solver:
    """Shoots best as soon as so few arrangements are left, and draws lots among them before."""

    def solve(x: Any, dice: Dice) -> str:
        values, hits = SeaValues(x.world, 10**6), covered(x.world)

        def choose(b: Belief) -> str:
            if b[0].bit_count() <= count:
                return dice.of(best(values, b))
            cells = [one for one in x.world.choices(b) if b[0] & hits[x.world.cell(one)]]
            return dice.of(cells)

        return written_shots(followed(x.world, choose)[0])

    return solve


def likeliest_cell(x: Any, dice: Dice) -> str:
    """Shoots where ships are in the most arrangements."""
    hits = covered(x.world)

    def choose(b: Belief) -> str:
        often = {one: (b[0] & hits[x.world.cell(one)]).bit_count() for one in x.world.choices(b)}
        return dice.of([one for one, count in often.items() if count == max(often.values())])

    return written_shots(followed(x.world, choose)[0])


def foresight(choices: int) -> Solver:
    """Works out what can be expected of so many choices, and knows nothing of later ones."""

    def solve(x: Any, dice: Dice) -> str:
        known: dict[tuple[Belief, int], int] = {}

        def choose(b: Belief) -> str:
            worth = {one: _expected(x.world, b, one, choices, known) for one in x.world.choices(b)}
            return dice.of([one for one, value in worth.items() if value == max(worth.values())])

        return written_choices(followed(x.world, choose)[0])

    return solve


def _expected(
    world: LearnedWorld, b: Belief, choice: str, left: int, known: dict[tuple[Belief, int], int]
) -> int:
    total = 0
    for paid, then in world.outcomes(b, choice).values():
        if (then, left) not in known:
            more = () if left < 2 or world.over(then) else world.choices(then)
            values = (_expected(world, then, one, left - 1, known) for one in more)
            known[then, left] = max(values, default=0)
        total += paid + known[then, left]
    return total


def outwards(states: int) -> Solver:
    """Tries circuits, cheap ones first, and gives up after so many things that they do."""

    def solve(x: Any, dice: Dice) -> str:
        moves, begin = x.device.moves(), searching.start(x.device.qubits, state=x.target == "state")
        target = begin
        for gate in x.circuit:
            target = searching.applied(target, gate)
        try:
            reached = searching.ball(begin, moves, x.device.cost(x.circuit), states)
        except searching.SearchError:
            return ""
        path = reached.path(int(reached.find(searching.forms_of(target))[0]))
        return f"<answer>{listed([moves[i][0] for i in path])}</answer>"

    return solve


def _plan(came: dict[int, tuple[int, GroundAction] | None], state: int) -> str:
    lines: list[str] = []
    while (before := came[state]) is not None:
        state, step = before
        lines.append(f"({' '.join(step.words)})")
    told = "\n".join(lines[::-1])
    return f"<answer>{told}</answer>"


def steps_ahead(states: int) -> Solver:
    """Knows who is needed, looks for the fewest steps, and gives up after so many states."""

    def solve(x: Any, dice: Dice) -> str:
        search = CrewSearch(x.world, x.team)
        try:
            found = search.plan(search.begin(), x.world.goal, states)
        except TooManyStates:
            return ""
        return written_crew(x.world, x.team, found.plan) if found else ""

    return solve


def assignments(count: int) -> Solver:
    """Draws so many assignments by lot, and lists those that no other of them beats."""

    def solve(x: Any, dice: Dice) -> str:
        places = range(len(x.offload.servers) + 1)
        lots = [tuple(dice.of(places) for _ in x.offload.work) for _ in range(count)]
        return written_front(best_of(x.offload, lots)[: len(x.front)])

    return solve


def two_changes(x: Any, dice: Dice) -> str:
    """Begins with both extremes, and twice changes one task of all that are good so far."""
    ends = [weighed(x.offload, 12, 0), weighed(x.offload, 0, 12)]
    return written_front(changed(x.offload, ends, 2)[: len(x.front)])


def pressing(policy: Callable[[Pomdp], Policy]) -> Solver:
    """Does what a policy says, and takes what that is worth for the most that can be expected."""
    return lambda x, dice: answered(x, policy(x.machine))


def bets(bet: Callable[[Wheel], Bet]) -> Solver:
    """Pulls what a strategy says."""
    return lambda x, dice: written_pulls(betting(x, bet(x.wheel)))


def nudging(find: Callable[[GraphWish, int, Dice], Numbers | None]) -> Solver:
    """Nudges numbers of a graph, where it is known how many have to change."""

    def solve(x: Any, dice: Dice) -> str:
        edit = find(GraphWish(x.scorer, x.numbers, x.wanted), x.fewest, dice)
        return written_edit(edit or ())

    return solve


def closest(width: int) -> Solver:
    """Goes on from so many of the edits that are closest to winning."""
    return nudging(lambda wish, most, dice: scorers.followed(wish, scorers.beam(wish, width, most)))


def persuading(wit: Wit) -> Solver:
    """Somebody who does all as it should be done, as far as they are able."""
    return lambda x, dice: written_acts(played_acts(x, able(wit)))


def any_of_its_kind(x: Any, dice: Dice) -> str:
    """Does all as it should be done, but tells any fact of the kind that is wanted."""

    def choose(talk: Persuadee) -> tuple[str, int | None]:
        concern = talk.concern
        if concern is None or concern.kind != "tell":
            return able(Wit())(talk)
        kind = [i for i, fact in enumerate(x.facts) if fact.kind == concern.about]
        return ("tell", dice.of([i for i in kind if i not in talk.told] or kind) + 1)

    return written_acts(played_acts(x, choose))


SOLVERS: dict[str, dict[str, Solver]] = {
    "text.instructions": {
        "200 revisions": reviser(200),
        "1000 revisions": reviser(1000),
    },
    "text.recall": {
        "last 1000 tokens": window(1000),
        "last 8000 tokens": window(8000),
        "last 30000 tokens": window(30_000),
        "one fact": one_fact,
    },
    "text.diagnosis": {
        "first 3 findings": first_findings(3),
        "first 5 findings": first_findings(5),
        "first 7 findings": first_findings(7),
        "no priors": without_priors,
    },
    "text.persuasion": {
        "any of its kind": any_of_its_kind,
        "1 condition": persuading(Wit(notices=1)),
        "2 conditions": persuading(Wit(notices=2)),
        "negations missed": persuading(Wit(negates=False)),
        "no look ahead": persuading(Wit(ahead=False)),
        "1 want in mind": persuading(Wit(remembers=1)),
        "last sum alone": persuading(Wit(sums=1)),
        "last 2 sums": persuading(Wit(sums=2)),
    },
    "text.pipeline_order": {
        "100 uses": uses(100),
        "1000 uses": uses(1000),
        "5000 uses": uses(5000),
    },
    "text.nlu": {
        "1 step an item": few_steps(1),
        "2 steps an item": few_steps(2),
        "4 steps an item": few_steps(4),
        "last 8 sentences": last_sentences(8),
        "last 16 sentences": last_sentences(16),
    },
    "text.relation": {
        how: reading(how)
        for how in (
            "first 12 sentences",
            "first 24 sentences",
            "unspoken ends missed",
            "corrections missed",
            "one fact a sentence",
            "no pronouns",
        )
    },
    "embodied.clear_path": {
        "50 states": pushing(50),
        "300 states": pushing(300),
        "2000 states": pushing(2000),
    },
    "embodied.rearrange": {
        "1 thing at a time": tidying(1),
        "2 things at a time": tidying(2),
        "3 things at a time": tidying(3),
    },
    "planning.multirobot": {
        "30 states": steps_ahead(30),
        "300 states": steps_ahead(300),
        "2000 states": steps_ahead(2000),
    },
    "planning.offload": {
        "30 assignments": assignments(30),
        "300 assignments": assignments(300),
        "two changes": two_changes,
    },
    "planning.pddl": {
        "30 states": breadth_first(30),
        "500 states": breadth_first(500),
        "5000 states": breadth_first(5000),
    },
    "planning.route": {
        "8 beginnings": beginnings(8),
        "32 beginnings": beginnings(32),
        "128 beginnings": beginnings(128),
    },
    "planning.schedule": {
        "10 orders by lot": by_lot(10),
        "60 orders by lot": by_lot(60),
        "400 orders by lot": by_lot(400),
    },
    "quantum.compile": {
        "30 states": outwards(30),
        "1000 states": outwards(1000),
        "30000 states": outwards(30_000),
    },
    "graph.prompt": {
        "4 closest": closest(4),
        "8 closest": closest(8),
        "16 closest": closest(16),
        "64 closest": closest(64),
        "30 edits by lot": nudging(lambda wish, most, dice: scorers.by_lot(wish, dice, 30)),
        "300 edits by lot": nudging(lambda wish, most, dice: scorers.by_lot(wish, dice, 300)),
        "3000 edits by lot": nudging(lambda wish, most, dice: scorers.by_lot(wish, dice, 3000)),
    },
    "mdp.in_context": {
        "1 choice ahead": foresight(1),
        "3 choices ahead": foresight(3),
        "5 choices ahead": foresight(5),
    },
    "mdp.pomdp_shared": {
        "2 presses ahead": pressing(lambda machine: presses_ahead(machine, 2)),
        "2, then as if seen": pressing(lambda machine: presses_ahead(machine, 2, seen=True)),
        "3 presses ahead": pressing(lambda machine: presses_ahead(machine, 3)),
        "beliefs in tenths": pressing(lambda machine: rounded(machine, 1)),
        "beliefs in hundredths": pressing(lambda machine: rounded(machine, 2)),
        "by the last colour": pressing(by_last_colour),
    },
    "mdp.stream": {
        "last round alone": bets(lambda wheel: wheels.remembering(wheel, 1)),
        "last 2 rounds": bets(lambda wheel: wheels.remembering(wheel, 2)),
        "last 4 rounds": bets(lambda wheel: wheels.remembering(wheel, 4)),
        "last 8 rounds": bets(lambda wheel: wheels.remembering(wheel, 8)),
        "beliefs in tenths": bets(lambda wheel: wheels.rounded(wheel, 1)),
        "beliefs in hundredths": bets(lambda wheel: wheels.rounded(wheel, 2)),
        "as if it never turned": bets(
            lambda wheel: wheels.untried(wheel)["as if the wheel always stood"]
        ),
    },
    "games.battleship": {
        "8 arrangements": endgame(8),
        "16 arrangements": endgame(16),
        "likeliest cell": likeliest_cell,
    },
    "games.duel": {
        "1 move ahead": ahead(1),
        "2 moves ahead": ahead(2),
        "3 moves ahead": ahead(3),
    },
}


def table(name: str, tasks: int, asked: dict[str, str]) -> Iterator[str]:
    """Lines: what each solver passes at each level, the floor, and tasks a CPU-second."""
    yield f"{name:<22}" + "".join(f"{level:>8}" for level in LEVELS)
    rows: dict[str, list[float]] = {solver: [] for solver in SOLVERS[name]}
    floors, rates = [], []
    for level in LEVELS:
        made = source(name, seed=19, level=level, params=asked)
        start = time.process_time()
        drawn = [made.draw(index) for index in range(tasks)]
        rates.append(tasks / (time.process_time() - start))
        family = registry.get(name)
        floors.append(family.floor(family.Params.at(level)))
        for solver, solve in SOLVERS[name].items():
            dice = Dice(np.random.Generator(np.random.Philox(key=7)))
            passed = [
                Judge(one.task).grade(solve(one.instance, dice)).status == "pass" for one in drawn
            ]
            rows[solver].append(sum(passed) / tasks)
    for solver, shares in rows.items():
        yield f"{solver:<22}" + "".join(f"{share:>8.2f}" for share in shares)
    yield f"{'declared floor':<22}" + "".join(f"{floor:>8.2f}" for floor in floors)
    yield f"{'tasks a CPU-second':<22}" + "".join(f"{rate:>8.0f}" for rate in rates)


PEERS = (
    ("43 lines", "text.recall", {"tokens": 400, "items": 6, "hops": 1, "questions": 2},
     "needle_haystack", {"min_num_statements": 43, "max_num_statements": 43}),
    ("690 lines", "text.recall", {"tokens": 6325, "items": 11, "hops": 2, "questions": 3},
     "needle_haystack", {"min_num_statements": 690, "max_num_statements": 690}),
    ("10 actions", "planning.pddl", {"length": 10, "places": 4, "works": 3},
     "jugs", {"num_jugs": 3, "difficulty": 10}),
    ("7 actions", "planning.pddl", {"length": 7, "places": 4, "works": 3},
     "tower_of_hanoi", {"min_disks": 3, "max_disks": 3, "min_pegs": 3, "max_pegs": 3}),
    ("4 things", "embodied.clear_path", {"height": 6, "width": 8, "things": 4, "kind": "crates"},
     "sokoban", {"min_w": 6, "max_w": 8, "min_h": 6, "max_h": 8, "min_boxes": 4, "max_boxes": 4}),
)  # fmt: skip
"""Size, our family and its params, Reasoning Gym's set and what it is asked for."""


def _question(tasks: Any, index: int) -> str:
    """The words of a task, ours or Reasoning Gym's."""
    return str(tasks.make(index).text if hasattr(tasks, "make") else tasks[index]["question"])


def peers(seconds: float) -> Iterator[str]:
    """Lines of a table: distinct tasks per CPU-second, ours and Reasoning Gym's."""
    import reasoning_gym  # an extra

    yield "| size | Reasoning Gym | distinct | tasksynth | distinct | ratio |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for size, name, params, peer, asked in PEERS:
        theirs = reasoning_gym.create_dataset(peer, size=10**6, seed=1, **asked)
        made = source(name, seed=1, level=None, params=params)
        rates: list[float] = []
        cells: list[str] = []
        for of in (theirs, made):
            _question(of, 10**5)  # imports and caches
            seen, count, start = set(), 0, time.process_time()
            while time.process_time() - start < seconds:
                seen.add(_question(of, count))
                count += 1
            took = time.process_time() - start
            rates.append(len(seen) / took)
            cells.append(f"{rates[-1]:,.1f} | {len(seen) / count:.0%}")
        told = " | ".join(cells)
        yield f"| `{name}`, {size}: `{peer}` | {told} | {rates[1] / rates[0]:.2g} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--family", choices=sorted(SOLVERS))
    parser.add_argument("--with", dest="params", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    if asked.peers:
        for line in peers(2):
            print(line, flush=True)
        return
    for name in [asked.family] if asked.family else SOLVERS:
        for line in table(name, asked.tasks, dict(pair.split("=") for pair in asked.params)):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
