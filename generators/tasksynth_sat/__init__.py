"""SAT tasks of controlled difficulty, on python-sat."""

from tasksynth.domain import Domain

DOMAIN = Domain(
    name="sat",
    families={
        "sat.assignment": "tasksynth_sat.assignment:Assignment",
        "sat.clique": "tasksynth_sat.clique:Clique",
        "sat.coloring": "tasksynth_sat.coloring:Coloring",
        "sat.decision": "tasksynth_sat.decision:Decision",
        "sat.ksat": "tasksynth_sat.ksat:KSat",
        "sat.maxsat": "tasksynth_sat.maxsat:MaxSat",
        "sat.mcs": "tasksynth_sat.mcs:Mcs",
        "sat.mus": "tasksynth_sat.mus:Mus",
        "sat.parity": "tasksynth_sat.parity:Parity",
        "sat.pigeonhole": "tasksynth_sat.pigeonhole:Pigeonhole",
        "sat.proof": "tasksynth_sat.proof:Proof",
        "sat.saturn": "tasksynth_sat.saturn:Saturn",
        "sat.scheduling": "tasksynth_sat.scheduling:Scheduling",
    },
    importers={
        "dimacs": "tasksynth_sat.importing:dimacs",
        "saturn": "tasksynth_sat.importing:saturn",
    },
)
"""What this package adds."""
