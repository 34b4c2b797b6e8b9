"""How English tells a tale."""

from collections.abc import Sequence

from tasksynth_sat.tales.english_settings import SETTINGS
from tasksynth_sat.tales.tongue import Groups, Manner, Setting, Tongue

_FIRST = (
    "Ada Bruno Carla Dmitri Elena Farid Greta Hugo Ines Jonas Kaya Luis Mina Nadia Omar "
    "Petra Quinn Rosa Samir Tilda Umar Vera Willem Xenia Yusuf Zora Anton Bela Chloe "
    "Dario Esther Felix"
)
_FAMILY = (
    "Abbott Berger Castillo Dupont Eriksen Fischer Garcia Haddad Ivanov Jensen Kowalski "
    "Lindgren Moretti Okafor Petrov Quist Rossi Santos Tanaka Ueda Varga Weber Yamada "
    "Zeller"
)


def _listed(words: Sequence[str], last: str = "and") -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _joined(groups: Groups, parts: Sequence[str], word: str) -> str:
    """A comma stands where the groups have more than one thing each."""
    comma = "," if sum(len(things) for things, _ in groups) > 2 else ""
    return f"{comma} {word} ".join(parts)


def _said(verb: str, state: Manner) -> str:
    return f"{verb} {state.rest}".rstrip()


def _some(groups: Groups, setting: Setting) -> str:
    parts = [f"{_listed(things, 'or')} {_said(s.verb.one, s)}" for things, s in groups]
    return _joined(groups, parts, "or")


def _must(groups: Groups, setting: Setting) -> str:
    parts = [f"{_listed(things, 'or')} must {_said(s.verb.base, s)}" for things, s in groups]
    return _joined(groups, parts, "or")


def _wanted(groups: Groups, setting: Setting) -> str:
    parts = [f"{_listed(things, 'or')} to {_said(s.verb.base, s)}" for things, s in groups]
    return _joined(groups, parts, "or")


def _one(groups: Groups, setting: Setting) -> str:
    ((things, s),) = groups
    return f"at least one of {_listed(things)} {_said(s.verb.one, s)}"


def _every(groups: Groups, setting: Setting) -> str:
    parts = [
        f"{_listed(things)} {_said(s.verb.one if len(things) == 1 else s.verb.many, s)}"
        for things, s in groups
    ]
    return _joined(groups, parts, "and")


ENGLISH = Tongue(
    settings=SETTINGS,
    first=tuple(_FIRST.split()),
    family=tuple(_FAMILY.split()),
    full_name="{first} {family}",
    listed=_listed,
    some={"some": _some, "must": _must, "wanted": _wanted},
    every={"every": _every},
    one=_one,
    frames={
        "some": (
            "{p} will be happy as long as {some}.",
            "{p} wants {wanted}.",
            "{p} has a single wish: {must}.",
            "“As long as {some}, I will not complain,” {p} says.",
            "“See to it that {some},” {p} says to {host}.",
            "For {p} it is enough that {some}.",
        ),
        "one": (
            "“Make sure that {one},” says {p}.",
            "{p} asks that {one}, no matter which.",
        ),
        "if": (
            "“If {every}, then {must},” says {p}.",
            "{p} insists that {must} if {every}.",
            "{p} tells {host}: “If {every}, then {must}.”",
            "{p} has one condition: if {every}, {must}.",
            "{p} wants {wanted} if {every}.",
        ),
        "never": (
            "{p} will be upset only if {every}.",
            "“Anything but this combination: {every},” says {p}.",
            "There is just one outcome that {p} cannot accept: {every}.",
            "“I will complain only if {every},” {p} says.",
        ),
    },
    rules=(
        (
            "The {m} {people} have told {host} what matters to them, one thing each. Whoever gets "
            "what they ask for, or is spared what they object to, is pleased; everybody else is "
            "displeased. “Or” never rules out that both are the case, and a wish with “if” is also "
            "granted when its condition does not come about."
        ),
        (
            "First {host} hears from {m} {people}, and each has just one thing to say. Those whose "
            "words are heeded are pleased, all others are displeased. An “or” always leaves room "
            "for both, and an “if” asks for nothing when its condition does not hold."
        ),
    ),
    turns=(
        "Then the next ones have their say.",
        "After a short break it goes on.",
        "Others have been waiting patiently.",
        "A few more step forward.",
    ),
    space=" ",
    asks={
        "decision": (
            "Can {host} please everyone?",
            "Is there a choice that pleases all {m} {people}?",
        ),
        "assignment": (
            "Tell {host} what to do with {things} so that nobody is displeased.",
            "Find a choice that pleases all {m} {people}.",
        ),
        "maxsat": (
            (
                "{host} cannot please everyone. Find a choice that pleases as many {people} as "
                "possible."
            ),
            (
                "Somebody will be displeased whatever {host} does. Make a choice that displeases "
                "as few {people} as there can be."
            ),
        ),
        "count": (
            "In how many ways can {host} choose so that all {m} {people} are pleased?",
            "How many of the possible choices leave nobody displeased?",
        ),
        "gambit": (
            (
                "But a rival gets in first and decides on the first {k} of the list ({first}). "
                "{host} knows of it, decides on all the others, and tries to please everyone. How "
                "must the rival decide so that {host} cannot succeed, whatever is chosen for the "
                "others?"
            ),
            (
                "Before {host} decides anything, you may settle the first {k} of the list "
                "({first}). Do it in such a way that afterwards no choice for the others pleases "
                "all {m} {people}."
            ),
        ),
        "weighted": (
            (
                "{host} cannot please everyone. Those whose line ends in [must] have to be "
                "pleased; displeasing anybody else costs {host} as many points as the brackets at "
                "the end of their line say. Find a choice that costs as few points as possible."
            ),
            (
                "At the end of each line stands in brackets how many points {host} loses if that "
                "person is displeased, and [must] if that may not happen at all. Which choice "
                "loses the fewest points?"
            ),
        ),
        "mcs.smallest": (
            (
                "{host} cannot please everyone. Find a smallest group of {people}, as few as "
                "possible, such that all the others can be pleased together."
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
                "{host} cannot please everyone. Find a smallest group of {people}, as few as "
                "possible, who cannot all be pleased together."
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
                "Show {host} why it is impossible: name {people} who cannot all be pleased at "
                "once, none of them needlessly: without any one, the rest of the group can be."
            ),
        ),
    },
    replies={
        "bit": (
            "End with \\boxed{{yes}} or \\boxed{{no}}.",
            "Put your verdict, yes or no, into \\boxed{{}}.",
        ),
        "values": (
            (
                "End with {n} digits in \\boxed{{}}, one for each of {things} in the order listed "
                "above: 1 for {on}, 0 for {off}."
            ),
            (
                "Put {n} digits into \\boxed{{}}, for {things} in the order in which they are "
                "listed: 1 means {on}, 0 means {off}."
            ),
        ),
        "number": (
            "End with the number of ways in \\boxed{{}}.",
            "Put the exact number into \\boxed{{}}.",
        ),
        "moves": (
            (
                "End with {k} digits in \\boxed{{}}, one for each of the first {k} in the order "
                "listed: 1 for {on}, 0 for {off}."
            ),
            (
                "Put {k} digits into \\boxed{{}}, for the first {k} in the order in which they are "
                "listed: 1 means {on}, 0 means {off}."
            ),
        ),
        "set": (
            (
                "Each of the {people} has the number of their line, from 1 to {m}. End with the "
                "numbers of your choice in \\boxed{{}}, separated by commas."
            ),
            (
                "Put the numbers of their lines, from 1 to {m}, into \\boxed{{}}, separated by "
                "commas."
            ),
        ),
    },
    must="must",
    yes="yes",
    no="no",
    articles=("the",),
    talk=("made", "planted", "painted", "plays", "travels", "switched", "left"),
    around=("lines", "line", "numbers"),
)
