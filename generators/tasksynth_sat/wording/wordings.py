"""The sentences and the names that `questions` builds its texts from: data, no logic."""

from dataclasses import dataclass

OPENINGS = {
    "math": (
        "Consider this propositional formula over x_1 to x_{n}, a conjunction of {m} clauses:",
        "Here is a formula in conjunctive normal form ({n} Boolean variables, {m} clauses):",
        "Let x_1, ..., x_{n} be Boolean variables, and take the following {m} clauses together:",
    ),
    "dimacs": (
        "The following DIMACS file holds a CNF formula ({n} variables, {m} clauses):",
        "Below is a CNF formula in DIMACS notation. It has {m} clauses over {n} variables:",
        "A SAT solver is handed this input ({n} variables, {m} clauses, DIMACS):",
    ),
    "rules": (
        "There are {n} switches, x1 to x{n}, each true (on) or false (off), and {m} rules on them:",
        "{m} statements about {n} propositions, x1 to x{n}:",
        "A specification constrains {n} Boolean settings, x1 to x{n}, by {m} conditions:",
    ),
    "patterns": (
        (
            "A row has {n} cells, x1 to x{n} from left to right, each 1 (true) or 0 (false). {m} "
            "patterns are listed; a dot stands for either value. A pattern objects to every row "
            "that agrees with it in all cells that are not dots, and is respected by the others:"
        ),
        (
            "Each of these {m} patterns describes forbidden settings of {n} Boolean variables, "
            "x1 to x{n}, one column a variable (1 true, 0 false, dot: either). A setting breaks "
            "a pattern if it agrees with it in every column that is not a dot, and respects it "
            "otherwise:"
        ),
    ),
    "code": (
        (
            "These {m} checks are run on {n} Boolean inputs, x1 to x{n}; a check fails if its "
            "expression is false:"
        ),
        "A function takes {n} Boolean parameters, x1 to x{n}, and makes {m} assertions in turn:",
    ),
}
"""What stands above the formula, by format; `{n}` variables and `{m}` clauses."""

OPENINGS["wcnf"] = (
    "The following WCNF file, in the form of 2022, holds {m} clauses over {n} variables:",
    "Below are {m} clauses over {n} variables in WCNF notation, as MaxSAT solvers read it:",
    "A MaxSAT solver is handed this input ({n} variables, {m} clauses, WCNF without a header):",
)

PARTS = {
    "math": "clause",
    "dimacs": "clause",
    "rules": "rule",
    "patterns": "pattern",
    "code": "check",
}
"""What one clause is called."""
KEPT = {
    "math": "satisfied",
    "dimacs": "satisfied",
    "rules": "kept",
    "patterns": "respected",
    "code": "passed",
}
"""What one wants of a clause."""

PLAIN_ASKS = {
    "decision": (
        "Is there an assignment of the variables under which every {part} is {kept}?",
        "Can all {m} {part}s be {kept} at the same time?",
        "Decide whether some choice of values leaves every {part} {kept}.",
    ),
    "assignment": (
        "Find values for x1 to x{n} under which every {part} is {kept}.",
        "Give one assignment of the variables such that all {m} {part}s are {kept}.",
        "Choose the {n} values so that no {part} fails to be {kept}.",
    ),
    "maxsat": (
        (
            "No assignment suits every {part}. Find one under which as many {part}s as possible "
            "are {kept}."
        ),
        "Give an assignment that leaves the fewest {part}s not {kept}; zero is impossible.",
        "Choose the {n} values so that the number of {kept} {part}s is the largest there can be.",
    ),
    "count": (
        "How many assignments of the {n} variables leave every {part} {kept}?",
        "Of the 2^{n} assignments, under how many are all {m} {part}s {kept}?",
        "Count the ways to choose the {n} values so that no {part} fails to be {kept}.",
    ),
    "gambit": (
        (
            "Two players set the variables. You set x1 to x{k}; your opponent sees that, sets "
            "x{l} to x{n}, and wins if every {part} is {kept}. Find values for x1 to x{k} with "
            "which you win, whatever the opponent does."
        ),
        (
            "Choose values for x1 to x{k} such that no choice of x{l} to x{n} leaves every {part} "
            "{kept}."
        ),
        (
            "Somebody else will set x{l} to x{n} after you have set x1 to x{k}, and wants all {m} "
            "{part}s {kept}. Set yours so that this cannot be done."
        ),
    ),
    "weighted": (
        (
            "Not every {part} can be {kept}. Those marked [must] have to be; any other one that is "
            "not {kept} costs the number in its brackets. Find an assignment that costs as little "
            "as possible."
        ),
        (
            "Give an assignment under which every {part} marked [must] is {kept}, and of the "
            "others, those that are not {kept} have the smallest possible sum of the weights that "
            "stand in their brackets."
        ),
        (
            "In brackets after each {part} stands its weight, or that it must be {kept}. Choose "
            "the {n} values so that all {part}s marked [must] are {kept} and the total weight of "
            "the {part}s that are not is the least there can be."
        ),
    ),
    "weighted.dimacs": (
        (
            "A line that begins with h is a hard clause, any other begins with the weight of a "
            "soft clause. Find an assignment that satisfies all hard clauses and falsifies soft "
            "ones of the least total weight."
        ),
        (
            "Clauses after an h are hard, clauses after a number are soft and have that weight. "
            "Give an assignment under which every hard clause is satisfied and the satisfied soft "
            "ones have the greatest possible total weight."
        ),
    ),
    "mcs.smallest": (
        (
            "The {part}s contradict each other. Find a smallest set of {part}s (as few as "
            "possible) that can be struck out so that all others can be {kept} together."
        ),
        (
            "Not all {part}s can be {kept} together. Which {part}s would you drop, as few as "
            "there can be, so that the rest can?"
        ),
    ),
    "mcs.minimal": (
        (
            "The {part}s contradict each other. Find a set of {part}s whose removal lets all "
            "others be {kept} together, and from which no {part} can be left out."
        ),
        (
            "Not all {part}s can be {kept} together. Name {part}s to drop so that the rest can, "
            "and such that putting back any one of them spoils it again."
        ),
    ),
    "mus.smallest": (
        (
            "The {part}s contradict each other. Find a smallest set of {part}s (as few as "
            "possible) that cannot all be {kept} together."
        ),
        (
            "Not all {part}s can be {kept} together. Exhibit a contradiction among as few "
            "{part}s as there can be."
        ),
    ),
    "mus.minimal": (
        (
            "The {part}s contradict each other. Find a set of {part}s that cannot all be {kept} "
            "together, though they can once any one of the set is left out."
        ),
        (
            "Not all {part}s can be {kept} together. Exhibit {part}s that contradict each "
            "other, with none to spare: without any one of them the others agree."
        ),
    ),
}
"""What is asked about a formula, by problem."""

STORY_ASKS = {
    "decision": (
        "Can {host} please everyone?",
        "Is there a choice that leaves nobody displeased?",
        "Decide whether {host} can make a choice that pleases all {m} {people}.",
    ),
    "assignment": (
        "Find a choice that pleases everyone.",
        "Tell {host} what to do with each of the {n} {things} so that nobody is displeased.",
        "Make a choice for {host} that pleases all {m} {people}.",
    ),
    "maxsat": (
        "{host} cannot please everyone. Find a choice that pleases as many {people} as possible.",
        (
            "Somebody will be displeased whatever {host} does. Make a choice that displeases as "
            "few {people} as there can be."
        ),
    ),
    "count": (
        "In how many ways can {host} choose so that everyone is pleased?",
        (
            "There are 2^{n} ways to decide on the {n} {things}. How many of them please all {m} "
            "{people}?"
        ),
        "Count the choices of {host} that leave nobody displeased.",
    ),
    "gambit": (
        (
            "Before {host} decides anything, a rival settles the first {k} {things} ({first}). "
            "{host} then chooses for the others and tries to please everyone. Choose for the rival "
            "so that {host} cannot succeed, whatever is done with the others."
        ),
        (
            "You may decide on the first {k} {things} ({first}); after that {host} decides on the "
            "rest, and wants to please all {m} {people}. Make this impossible."
        ),
    ),
    "weighted": (
        (
            "{host} cannot please everyone. Those of the {people} whose line is marked [must] have "
            "to be pleased; displeasing any of the others costs {host} the number of points in the "
            "brackets on their line. Find the choice that costs the fewest points."
        ),
        (
            "In brackets stands how many points {host} loses if that person is displeased; [must] "
            "means that this may not happen at all. Make a choice that loses as few points as "
            "there can be."
        ),
    ),
    "mcs.smallest": (
        (
            "{host} cannot please everyone. Find a smallest group of {people}, as few as possible, "
            "such that all the others can be pleased together."
        ),
        (
            "Whom should {host} leave out, as few {people} as there can be, so that a choice "
            "exists that pleases all who remain?"
        ),
    ),
    "mcs.minimal": (
        (
            "{host} cannot please everyone. Find a group of {people} without whom all the "
            "others can be pleased together, and from which nobody can be taken back."
        ),
        (
            "Whom should {host} leave out so that a choice exists that pleases all who remain? "
            "Nobody may be left out needlessly: taking back any one of them must spoil it."
        ),
    ),
    "mus.smallest": (
        (
            "{host} cannot please everyone. Find a smallest group of {people}, as few as possible, "
            "who cannot all be pleased together."
        ),
        (
            "Show {host} why it is impossible: name as few {people} as there can be who cannot "
            "all be pleased at once."
        ),
    ),
    "mus.minimal": (
        (
            "{host} cannot please everyone. Find a group of {people} who cannot all be pleased "
            "together, though they can once any one of the group is left out."
        ),
        (
            "Show {host} why it is impossible: name {people} who cannot all be pleased at once, "
            "none of them needlessly: without any one, the rest of the group can be."
        ),
    ),
}
"""What is asked about a story, by problem."""

MUST = "must"
"""What marks a clause that has to hold."""

REPLIES = {
    "bit": (
        "End with 1 in \\boxed{{}} if so, with 0 if not.",
        "Put your verdict into \\boxed{{}}: 1 for yes, 0 for no.",
    ),
    "values": (
        "End with {n} characters in \\boxed{{}}, one for each of {order}: 1 for {on}, 0 for {off}.",
        "Put {n} digits into \\boxed{{}}, in the order {order}: 1 means {on}, 0 means {off}.",
    ),
    "number": (
        "End with that number in \\boxed{{}}.",
        "Put the exact number into \\boxed{{}}.",
    ),
    "set": (
        (
            "{one} has the number of its place in the list, from 1 to {m}. End with the numbers of "
            "your choice in \\boxed{{}}, separated by commas."
        ),
        (
            "Count {many} from 1 to {m} in the order given, and put the numbers you chose into "
            "\\boxed{{}}, separated by commas."
        ),
    ),
}
"""How the answer is to be written, by kind of answer."""


@dataclass(frozen=True)
class Theme:
    """The world of a story: what is chosen, by whom, for whom."""

    scene: str
    host: str
    things: str
    on: str
    off: str
    people: str
    names: tuple[str, ...]
    """At least two dozen; a number is added when more are needed."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in text.split())


THEMES = (
    Theme(
        scene="Mara is cooking for a village feast: {n} dishes ({names}), each spicy or mild.",
        host="Mara",
        things="dishes",
        on="spicy",
        off="mild",
        people="guests",
        names=_names(
            "lentil_soup pepper_stew rice_pilaf bean_salad stuffed_cabbage fish_pie noodle_bowl "
            "potato_curry egg_roll dumplings corn_bread tomato_tart mushroom_risotto barley_bowl "
            "chickpea_fritters roast_squash leek_gratin onion_tart spinach_pastry beet_relish "
            "carrot_mash plum_chutney apple_strudel cheese_dip turnip_broth lamb_skewers"
        ),
    ),
    Theme(
        scene="For the lantern festival Ito may set each of {n} lanterns ({names}) bright or dim.",
        host="Ito",
        things="lanterns",
        on="bright",
        off="dim",
        people="neighbours",
        names=_names(
            "crane lotus carp tiger willow comet bamboo dragon maple heron acorn turtle swallow "
            "cedar ibex beetle river peony fern otter thistle falcon poppy magpie clover badger "
            "juniper lynx"
        ),
    ),
    Theme(
        scene="Curator Dahl decides for {n} galleries ({names}) whether each is open or closed.",
        host="Dahl",
        things="galleries",
        on="open",
        off="closed",
        people="visitors",
        names=_names(
            "bronze porcelain tapestry fossil mineral clockwork cartography armour textile mosaic "
            "portrait landscape sculpture coinage astronomy botany shipping printing glasswork "
            "ivory woodcut ceramics jewellery photography furniture manuscript calligraphy puppetry"
        ),
    ),
    Theme(
        scene="Gardener Osei plants {n} beds ({names}), each with tall or with short growth.",
        host="Osei",
        things="beds",
        on="tall",
        off="short",
        people="members",
        names=_names(
            "lavender sage rosemary thyme basil foxglove lupin aster dahlia iris tulip marigold "
            "anemone primrose hyssop yarrow borage larkspur salvia fennel chives sorrel verbena "
            "catmint campion mallow tansy betony"
        ),
    ),
)

WISH = (
    "Each of the {m} {people} is pleased if at least one of the wishes on their line comes true:",
    "There are {m} {people}. To please one of them, it is enough to fulfil one wish of theirs:",
)
"""A story's rule; the line of a clause lists its literals."""
DISLIKE = (
    "Each of the {m} {people} is displeased exactly if everything on their line happens at once:",
    (
        "There are {m} {people}. One of them is displeased only when the whole combination on "
        "their line comes together, and pleased otherwise:"
    ),
)
"""A dual story's rule; the line of a clause lists its literals negated."""

FIRST = _names(
    "Ada Bruno Carla Dmitri Elena Farid Greta Hugo Ines Jonas Kaya Luis Mina Nadia Omar Petra "
    "Quinn Rosa Samir Tilda Umar Vera Willem Xenia Yusuf Zora Anton Bela Chloe Dario Esther Felix"
)
FAMILY = _names(
    "Abbott Berger Castillo Dupont Eriksen Fischer Garcia Haddad Ivanov Jensen Kowalski Lindgren "
    "Moretti Novak Okafor Petrov Quist Rossi Santos Tanaka Ueda Varga Weber Xu Yamada Zeller"
)
