"""Hand exported tasks to the real minedojo 0.1, and check its mission XML with its own schema.

In an environment of its own (three steps, because of its old packaging):

    python3 -m venv md && md/bin/pip install "setuptools==65.5.0" "wheel==0.38.4"
    md/bin/pip install --no-build-isolation "gym==0.21.0"
    md/bin/pip install --no-build-isolation "minedojo==0.1" "numpy<2" lxml
    python benchmarks/minecraft_peers/export_sample.py minedojo 50 sample.jsonl
    md/bin/python benchmarks/minecraft_peers/minedojo_xsd.py sample.jsonl
"""

import json
import sys
from pathlib import Path


def main(sample: str) -> None:
    import minedojo
    from lxml import etree
    from minedojo.sim import InventoryItem

    schemas = Path(minedojo.__file__).parent / "sim" / "Malmo" / "Schemas"
    schema = etree.XMLSchema(etree.parse(str(schemas / "MissionInit.xsd")))
    valid, faults = 0, []
    lines = Path(sample).read_text().splitlines()
    for i, line in enumerate(lines):
        kwargs = json.loads(line)
        kwargs["image_size"] = tuple(kwargs["image_size"])
        kwargs["initial_inventory"] = [InventoryItem(**x) for x in kwargs["initial_inventory"]]
        env = minedojo.make("open-ended", **kwargs)
        xml = env.unwrapped._sim_spec.to_xml(f"task{i}")
        if schema.validate(etree.fromstring(xml.encode() if isinstance(xml, str) else xml)):
            valid += 1
        else:
            faults.append(f"task {i}: {schema.error_log[0].message[:300]}")
    print(f"minedojo 0.1 made {len(lines)} missions, {valid} valid against its MissionInit.xsd")
    print("\n".join(faults[:5]))
    sys.exit(0 if valid == len(lines) else 1)


if __name__ == "__main__":
    main(sys.argv[1])
