"""What all tests share."""

import sys
from pathlib import Path

from hypothesis import settings

TOYS = str(Path(__file__).parent / "curriculum" / "plugin")
if TOYS not in sys.path:  # before anything asks which families there are: that is asked once
    sys.path.insert(0, TOYS)

settings.register_profile("tasksynth", deadline=None)  # a busy machine is no fault of the code's
settings.load_profile("tasksynth")
