"""What tasksynth adds to itself, by the door that every package uses."""

from tasksynth.domain import Domain

_STRATEGIES = "tasksynth.curriculum.strategies"
_WRAPPERS = "tasksynth.curriculum.wrappers"
_TARGETS = "tasksynth.export.targets"

DOMAIN = Domain(
    "tasksynth",
    strategies={
        "adarft": f"{_STRATEGIES}.adarft:AdaRFT",
        "alp_gmm": f"{_STRATEGIES}.alp_gmm:ALPGMM",
        "dynamic": f"{_STRATEGIES}.pools:Dynamic",
        "exp3": f"{_STRATEGIES}.bandit:EXP3",
        "frontier": f"{_STRATEGIES}.frontier:Frontier",
        "greso": f"{_STRATEGIES}.pools:GRESO",
        "irt": f"{_STRATEGIES}.irt:IRT",
        "latent": f"{_STRATEGIES}.latent:Latent",
        "learnability": f"{_STRATEGIES}.learnability:Learnability",
        "plr": f"{_STRATEGIES}.plr:PLR",
        "pools": f"{_STRATEGIES}.pools:Pools",
        "sec": f"{_STRATEGIES}.bandit:SEC",
        "sfl": f"{_STRATEGIES}.learnability:SFL",
        "staged": f"{_STRATEGIES}.staged:Staged",
        "transfer": f"{_STRATEGIES}.transfer:Transfer",
        "tscl": f"{_STRATEGIES}.tscl:TSCL",
        "uniform": f"{_STRATEGIES}.uniform:Uniform",
        "vcrl": f"{_STRATEGIES}.pools:VCRL",
    },
    wrappers={
        "advice": f"{_WRAPPERS}.advice:Advice",
        "balance": f"{_WRAPPERS}.shares:Balance",
        "drift": f"{_WRAPPERS}.shares:Drift",
        "floor": f"{_WRAPPERS}.shares:Floor",
        "hints": f"{_WRAPPERS}.advice:Hints",
        "prerequisites": f"{_WRAPPERS}.prerequisites:Prerequisites",
        "review": f"{_WRAPPERS}.shares:Review",
    },
    targets={
        "harbor": f"{_TARGETS}:HARBOR",
        "hf": f"{_TARGETS}:HF",
        "inspect": f"{_TARGETS}:INSPECT",
        "lm-eval": f"{_TARGETS}:LM_EVAL",
        "nemo-gym": f"{_TARGETS}:NEMO_GYM",
        "openenv": f"{_TARGETS}:OPENENV",
        "openrlhf": f"{_TARGETS}:OPENRLHF",
        "preferences": f"{_TARGETS}:PREFERENCES",
        "rollouts": f"{_TARGETS}:ROLLOUTS",
        "sft": f"{_TARGETS}:SFT",
        "skyrl": f"{_TARGETS}:SKYRL",
        "slime": f"{_TARGETS}:SLIME",
        "trl": f"{_TARGETS}:TRL",
        "verifiers": f"{_TARGETS}:VERIFIERS",
        "verl": f"{_TARGETS}:VERL",
    },
)
"""The strategies, wrappers and export targets that come with the engine."""
