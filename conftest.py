"""Put the tests' plug-in on the path, here and in child processes."""

import os
import sys
from pathlib import Path

PLUGIN = str(Path(__file__).parent / "tests" / "plugin")

sys.path.insert(0, PLUGIN)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [PLUGIN, os.environ.get("PYTHONPATH")]))
