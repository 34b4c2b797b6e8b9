"""Tasks of planning, games and small worlds, with proofs of what is best."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="planning",
    families={
        "planning.multirobot": "tasksynth_planning.families.multirobot:MultiRobot",
        "planning.offload": "tasksynth_planning.families.offload:ParetoOffload",
        "planning.pddl": "tasksynth_planning.families.pddl:Pddl",
        "planning.route": "tasksynth_planning.families.route:VanRoute",
        "planning.schedule": "tasksynth_planning.families.schedule:JobShop",
    },
)
"""What this package adds: plans."""

EMBODIED = Domain(
    name="embodied",
    families={
        "embodied.clear_path": "tasksynth_planning.families.clear_path:ClearPath",
        "embodied.rearrange": "tasksynth_planning.families.rearrange:Rearrange",
    },
)
"""What else it adds: robots that move things."""

GAMES = Domain(
    name="games",
    families={
        "games.battleship": "tasksynth_planning.families.battleship:Battleship",
        "games.duel": "tasksynth_planning.families.duel:Duel",
    },
)
"""And games for two."""

GRAPH = Domain(
    name="graph",
    families={"graph.prompt": "tasksynth_planning.families.prompting:GraphPrompt"},
)
"""And graphs that a frozen program sorts."""

MDP = Domain(
    name="mdp",
    families={
        "mdp.in_context": "tasksynth_planning.families.in_context:InContext",
        "mdp.pomdp_shared": "tasksynth_planning.families.pomdp_shared:SharedPomdp",
        "mdp.stream": "tasksynth_planning.families.stream:WheelStream",
    },
)
"""And worlds that one learns about by acting."""

QUANTUM = Domain(
    name="quantum",
    families={"quantum.compile": "tasksynth_planning.families.compiling:QuantumCompile"},
)
"""And circuits of quantum computers."""
