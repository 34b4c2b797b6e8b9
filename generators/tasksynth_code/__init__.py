"""Code: programs to write, to mend and to follow, judged by running them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tasksynth.domain import Domain

if TYPE_CHECKING:
    from tasksynth_code.families.complete import Complete
    from tasksynth_code.families.corpus import Corpus
    from tasksynth_code.families.fuzz import Fuzz
    from tasksynth_code.families.kernel import CudaKernel
    from tasksynth_code.families.optimise import Optimise
    from tasksynth_code.families.repair import RepairCode
    from tasksynth_code.families.secure import SecureCode
    from tasksynth_code.families.testing import WriteTests
    from tasksynth_code.families.trace import Trace
    from tasksynth_code.families.translate import Translate
    from tasksynth_code.families.write import Write

DOMAIN = Domain(
    name="code",
    families={
        "code.complete": "tasksynth_code.families.complete:Complete",
        "code.corpus": "tasksynth_code.families.corpus:Corpus",
        "code.fuzz": "tasksynth_code.families.fuzz:Fuzz",
        "code.kernel": "tasksynth_code.families.kernel:CudaKernel",
        "code.optimise": "tasksynth_code.families.optimise:Optimise",
        "code.repair": "tasksynth_code.families.repair:RepairCode",
        "code.secure": "tasksynth_code.families.secure:SecureCode",
        "code.tests": "tasksynth_code.families.testing:WriteTests",
        "code.trace": "tasksynth_code.families.trace:Trace",
        "code.translate": "tasksynth_code.families.translate:Translate",
        "code.write": "tasksynth_code.families.write:Write",
    },
)
"""What this package adds."""

__all__ = [
    "DOMAIN",
    "Complete",
    "Corpus",
    "CudaKernel",
    "Fuzz",
    "Optimise",
    "RepairCode",
    "SecureCode",
    "Trace",
    "Translate",
    "Write",
    "WriteTests",
]

_HOME = {value.rpartition(":")[2]: value.rpartition(":")[0] for value in DOMAIN.families.values()}


def __getattr__(name: str) -> Any:
    """Load a family at its first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'tasksynth_code' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
