"""SATQuest 0.2.0's own question texts, byte for byte, for comparison with results made on them.

The sentences and both lists of names are SATQuest's (MIT licence; see NOTICE.md). What to compute
is one of five problems, how the formula is written is one of four formats.
"""

from collections.abc import Sequence

from tasksynth import UsageError

FORMATS = ("math", "dimacs", "story", "dualstory")
Clauses = Sequence[Sequence[int]]


def _names(text: str) -> list[str]:
    return [name.replace("_", " ") for name in text.split()]


_CHEF = "Quoll"
_COOKIES = _names(
    """
oatmeal chocolate_chip peanut_butter sugar gingerbread shortbread snickerdoodle
macadamia raisin butter almond hazelnut cinnamon lemon coconut coffee caramel pumpkin
mint vanilla pistachio nutmeg pecan marzipan banana cranberry blueberry lime apricot
walnut fig maple orange lavender cherry chai mocha sesame molasses matcha apple
blackberry cardamom date espresso anise papaya praline pear rose toffee ube kiwi guava
plum tapioca yam mango oreo figgy brandy rum thyme spice
"""
)
_FRIENDS = _names(
    """
Skua Falcon Jacana Whimbrel Anole Coelacanth Bowerbird Mantis Neonate Heron Barnacle
Puffbird Platypus Redstart Mola Penguin Cockatoo Fennec Anglerfish Hyrax Gecko Howler
Katydid Monarch Cardinal Pangolin Irrawaddy Anemone Gibbon Magpie Pipefish Ayeaye
Mandarin Jerboa Hoopoe Kingfisher Chough Lemming Batis Drill Bushbaby Nuthatch Quokka
Iora Swiftlet Gerenuk Mink Ixodes Bobolink Dog Chipmunk Orca Galah Platybe Numbat
Grackle Manakin Dory Quail Dikdik Kinkajou Squid Lacewing Tenrec Noddle Frigatebird
Nautilus Olingo Baboon Pelican Cardinalfish Oystercatcher Finch Caddisfly Flycatcher
Jacamar Aphid Crossbill Drongo Nehushtan Saki Lapwing Koala Ibis Nerodia Kangaroo
Caecilian Lemur Butterfly Marten Longspur Bobcat Krill Peregrine Blenny Tapir Bilby
Fairyshrimp Puffin Goeldi Bonobo Cuttlefish Narwhal Quicon Isopod Harrier Chinchilla
Eland Tortoise Fox Flamingo Macaw Potoroo Starfish Stonefly Icterine Condor Markhor Inia
Dobsonfly Bulbul Avocet Junco Sifaka Dovekie Ixia Barbet Kudu Oriole Budgie Damselfly
Quetzal Antbird Ladybird Lyrebird Myna Quelea Meerkat Urchin Springhare Plover Fieldfare
Qualis Moorhen Fluke Hoatzin Iulu Canary Lark Colobus Pika Kestrel Capybara Coati
Dormouse Anteater Pipistrelle Quadrula Dunnart Leafy Firefly Quimera Manx Kiwi Osprey
Dhole Ichneumon Panda Egret Jaguarundi SugarGlider Angelfish Sunbear Gopher Goby Jabiru
Kinglet Wallaroo Owl Skylark Echidna Otter Dingo Peacock Terrapin Erythrocharax Beluga
Nicator Loris Quahog Redpoll Grosbeak Capuchin Hamster Jay Tamarin Junonia Butterflyfish
Jellyfish Bettong Bunting Nightjar Eagle Neurobasis Gannet Tigon Wagtail Jackdaw Peccary
Stormpetrel Pipit Manul Hornbill Octopus Ferret Porpoise Albatross Chameleon Spatangoida
Marmot Blobfish Fantail Erinaceus Weaver Caracal Roadrunner Titi Goldfish Mockingbird
Seadragon Moth Hawk Dragonfly Ocelot Uakari Cuckoo Aardvark Vaquita Alpaca Nudibranch
Weta Bumblebee Fairywren Emperor Bittern Puffleg Dotterel Caracara Pangasius Euploea
Wolverine Buzzard Nightingale Oryx Earwig Toucan Motmot Discus Parrot Axolotl Kittiwake
Leipoa Ibycter Gerbil Javan Mandrill Dunlin Hedgehog Lorikeet Gourami Okapi Clownfish
Kookaburra Eryops Euphlyctis Iguana Hummingbird Eubalaena Cicada Quagga Guppy Clingfish
Marmoset Bandicoot
"""
)

_FORMULA_ASKS = {
    "decision": "Determine if the formula is satisfiable.\n"
    "Output a binary string of length 1 ('1' for satisfiable, '0' for unsatisfiable).",
    "assignment": "Find a satisfying assignment for the formula.\n"
    "Output a binary string of length {n} ('1' for true, '0' for false).",
    "maxsat": "Find an assignment that maximizes the number of satisfied clauses.\n"
    "Output a binary string of length {n} ('1' for true, '0' for false).",
    "mcs": "Find a minimal subset of clauses whose removal makes the formula satisfiable "
    "(no proper subset has this property).\n"
    "Output a binary string of length {m} ('1' if the clause is in the subset, '0' otherwise), "
    "following the order of clauses in the formula.",
    "mus": "Find a minimal subset of clauses that is unsatisfiable "
    "(no proper subset is unsatisfiable).\n"
    "Output a binary string of length {m} ('1' if the clause is in the subset, '0' otherwise), "
    "following the order of clauses in the formula.",
}
_STORY_ASKS = {
    "decision": "Is it possible for Chef {chef} to bake cookies so every friend is happy?\n"
    "Output a binary string of length 1 ('1' for yes, '0' for no).",
    "assignment": "Help Chef {chef} find a cookie recipe that makes everyone happy.\n"
    "Output a binary string of length {n} for cookies ({cookies}): "
    "'1' for crunchy, '0' for chewy.",
    "maxsat": "Help Chef {chef} find a cookie recipe that makes as many friends happy as "
    "possible.\n"
    "Output a binary string of length {n} for cookies ({cookies}): "
    "'1' for crunchy, '0' for chewy.",
    "mcs": "Sadly, Chef {chef} can't make everyone happy. Find a minimal group of friends whose "
    "requirements Chef {chef} must ignore to keep the others happy. (This group is minimal: "
    "removing all requirements in this group is necessary to allow all other friends' "
    "requirements to be met, and removing only a part of this group is not sufficient.)\n"
    "Output a binary string of length {m} ({friends}): "
    "'1' to ignore their requirements, '0' otherwise.",
    "mus": "Sadly, Chef {chef} can't make everyone happy. Find a minimal group of friends such "
    "that Chef {chef} cannot possibly accommodate all their requirements at the same time. "
    "(This group is minimal: removing any single requirement from this group makes it possible "
    "to accommodate all the other requirements within this group.)\n"
    "Output a binary string of length {m} ({friends}): "
    "'1' if their requirements is part of this core group, '0' otherwise.",
}
_STORY = """It's cookie day on Quirkwild Zoo!
Chef {chef} is baking {n} kinds of cookies ({cookies}), each either crunchy or chewy.
Each of his {m} friends will be {rule}:

{lines}

{ask}"""
_RULES = {
    "story": "happy if {chef} bakes at least one cookie they prefer",
    "dualstory": "unhappy only if every cookie in their disliked combination is baked",
}


def fits(form: str, n_vars: int, n_clauses: int) -> bool:
    """Whether SATQuest has names enough: its stories end at 64 variables and 284 clauses."""
    return form not in _RULES or (n_vars <= len(_COOKIES) and n_clauses <= len(_FRIENDS))


def satquest_question(form: str, problem: str, n_vars: int, clauses: Clauses) -> str:
    """The question as `satquest.create_problem(…).accept(create_question(form))` prints it.

    SATQuest reads the number of variables off the highest one that occurs, so the two texts are
    equal where variable `n_vars` occurs in a clause.

    Raises:
        UsageError: for a story of more than 64 variables or 284 clauses.
    """
    if not fits(form, n_vars, len(clauses)):
        raise UsageError(
            f"SATQuest's {form} has names for {len(_COOKIES)} variables and {len(_FRIENDS)} "
            f"clauses, got {n_vars} and {len(clauses)}; ask for satquest_math, satquest_dimacs, "
            f"or our own {form}"
        )
    if form in _RULES:
        return _story(form, problem, n_vars, clauses)
    kind, body = (
        ("mathematical notation", _math(clauses))
        if form == "math"
        else ("DIMACS format", _dimacs(n_vars, clauses))
    )
    ask = _FORMULA_ASKS[problem].format(n=n_vars, m=len(clauses))
    return (
        f"Given a CNF formula with {n_vars} variables and {len(clauses)} clauses in {kind}:\n\n"
        f"{body}\n\n{ask}"
    )


def _math(clauses: Clauses) -> str:
    return " \\land ".join(
        ["(" + " \\lor ".join(map(_math_literal, clause)) + ")" for clause in clauses]
    )


def _math_literal(literal: int) -> str:
    name = f"x_{{{abs(literal)}}}" if abs(literal) > 9 else f"x_{abs(literal)}"
    return name if literal > 0 else f"\\neg {name}"


def _dimacs(n_vars: int, clauses: Clauses) -> str:
    lines = [" ".join(map(str, (*clause, 0))) for clause in clauses]
    return "\n".join([f"p cnf {n_vars} {len(clauses)}", *lines])


def _story(form: str, problem: str, n_vars: int, clauses: Clauses) -> str:
    cookies, friends = _COOKIES[:n_vars], _FRIENDS[: len(clauses)]
    wish = form == "story"
    verb, joint = ("wants", ", ") if wish else ("dislikes", " + ")
    phrases = {
        sign * v: ("crunchy " if (sign > 0) == wish else "chewy ") + cookie
        for v, cookie in enumerate(cookies, 1)
        for sign in (1, -1)
    }
    lines = [
        f"{i}. {friend} {verb}: {joint.join([phrases[literal] for literal in clause])}"
        for i, (friend, clause) in enumerate(zip(friends, clauses, strict=True), 1)
    ]
    words = {
        "chef": _CHEF,
        "n": n_vars,
        "m": len(clauses),
        "cookies": ", ".join(cookies),
        "friends": ", ".join(friends),
    }
    return _STORY.format(
        rule=_RULES[form].format(**words),
        lines="\n".join(lines),
        ask=_STORY_ASKS[problem].format(**words),
        **words,
    )
