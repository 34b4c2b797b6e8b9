"""Scenes as Minecraft 1.16.5 files, and back: structure `.nbt`, Sponge `.schem`, Anvil worlds.

A scene keeps its coordinates: its cell (x, y, z) is the block (x, y, z) of the world.
"""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied.models import Start
from tasksynth_minecraft.export import nbt
from tasksynth_minecraft.worlds.blocks import AIR, ID, NAMES, block_id
from tasksynth_minecraft.worlds.stored import StoredScene

DATA_VERSION = 2586
"""Minecraft 1.16.5."""
_DAMAGE = (
    struct.error, zlib.error, AttributeError, KeyError, TypeError, IndexError, ValueError,
    OverflowError,
)  # fmt: skip
"""What a file raises whose tags are not what they should be."""
_LIGHT = np.full(2048, -1, dtype=np.int8)


def state(name: str) -> dict[str, Any]:
    """A palette entry; leaves are persistent, or the game would let them decay."""
    entry: dict[str, Any] = {"Name": f"minecraft:{name}"}
    if name.endswith("_leaves"):
        entry["Properties"] = {"distance": "1", "persistent": "true"}
    return entry


def structure(blocks: np.ndarray) -> bytes:
    """A structure file, as structure blocks and CraftGround load; air is left out."""
    used = [int(b) for b in np.unique(blocks) if b != AIR]
    place = np.zeros(256, dtype=np.int32)
    place[used] = range(len(used))
    cells = np.argwhere(blocks != AIR)
    row = np.dtype([  # one compound {pos: [x, y, z], state: i}, byte for byte
        ("pos", "S6"), ("kind", "u1"), ("three", ">i4"), ("xyz", ">i4", 3),
        ("state", "S8"), ("value", ">i4"), ("end", "u1"),
    ])  # fmt: skip
    rows = np.zeros(len(cells), dtype=row)
    rows["pos"], rows["kind"], rows["three"], rows["xyz"] = b"\x09\x00\x03pos", 3, 3, cells
    rows["state"] = b"\x03\x00\x05state"
    rows["value"] = place[blocks[tuple(cells.T)]]
    body = nbt.Encoded(struct.pack(">bi", 10, len(rows)) + rows.tobytes())
    return nbt.dump_gzip(
        {
            "DataVersion": DATA_VERSION,
            "size": [int(n) for n in blocks.shape],
            "palette": [state(NAMES[b]) for b in used],
            "blocks": body,
            "entities": [],
        }
    )


def schematic(blocks: np.ndarray) -> bytes:
    """A Sponge schematic, version 2, as WorldEdit loads."""
    used = [int(b) for b in np.unique(blocks)]
    place = np.zeros(256, dtype=np.int8)
    place[used] = range(len(used))
    width, height, length = blocks.shape
    palette = {}
    for i, b in enumerate(used):
        entry = state(NAMES[b])
        properties = ",".join(f"{k}={v}" for k, v in entry.get("Properties", {}).items())
        palette[entry["Name"] + (f"[{properties}]" if properties else "")] = i
    return nbt.dump_gzip(
        {
            "Version": 2,
            "DataVersion": DATA_VERSION,
            "Width": nbt.Short(width),
            "Height": nbt.Short(height),
            "Length": nbt.Short(length),
            "PaletteMax": len(used),
            "Palette": palette,
            "BlockData": place[blocks].transpose(1, 2, 0).ravel(),
            "BlockEntities": [],
            "Offset": np.zeros(3, dtype=np.int32),
        },
        name="Schematic",
    )


def anvil(blocks: np.ndarray, *, pad: int = 2) -> dict[tuple[int, int], bytes]:
    """Region files by (x, z): the scene, and `pad` chunks of flat ground around it."""
    wide, deep = -(-blocks.shape[0] // 16), -(-blocks.shape[2] // 16)
    chunks: dict[tuple[int, int], dict[tuple[int, int], bytes]] = {}
    for cx in range(-pad, wide + pad):
        for cz in range(-pad, deep + pad):
            data = zlib.compress(nbt.dump(_chunk(_column(blocks, cx, cz), cx, cz)))
            chunks.setdefault((cx >> 5, cz >> 5), {})[cx & 31, cz & 31] = data
    return {region: _region(parts) for region, parts in chunks.items()}


def _column(blocks: np.ndarray, cx: int, cz: int) -> np.ndarray:
    """The blocks of a chunk, (16, 256, 16): the scene's, or else flat ground."""
    column = np.zeros((16, 256, 16), dtype=np.uint8)
    column[:, 0] = ID["bedrock"]
    column[:, 1:10] = ID["stone"]
    column[:, 10] = ID["grass_block"]
    if cx >= 0 and cz >= 0:
        part = blocks[cx * 16 : cx * 16 + 16, :256, cz * 16 : cz * 16 + 16]
        if part.size:
            column[: part.shape[0], : part.shape[1], : part.shape[2]] = part
    return column


def _chunk(column: np.ndarray, cx: int, cz: int) -> dict[str, Any]:
    sections = []
    for y in range(16):
        cube = column[:, y * 16 : y * 16 + 16]
        if not cube.any():
            continue
        used, index = np.unique(cube.transpose(1, 2, 0).ravel(), return_inverse=True)
        bits = max(4, int(len(used) - 1).bit_length())
        sections.append(
            {
                "Y": nbt.Byte(y),
                "Palette": [state(NAMES[int(b)]) for b in used],
                "BlockStates": _packed(index, bits),
                "SkyLight": _LIGHT,
            }
        )
    top = 256 - np.argmax(column[:, ::-1] != 0, axis=1)
    heights = _packed(top.T.ravel(), 9)
    return {
        "DataVersion": DATA_VERSION,
        "Level": {
            "xPos": cx,
            "zPos": cz,
            "Status": "full",
            "LastUpdate": nbt.Long(0),
            "InhabitedTime": nbt.Long(0),
            "isLightOn": nbt.Byte(1),
            "Biomes": np.ones(1024, dtype=np.int32),
            "Heightmaps": {"MOTION_BLOCKING": heights, "WORLD_SURFACE": heights},
            "Sections": sections,
            "Entities": [],
            "TileEntities": [],
            "LiquidTicks": [],
            "TileTicks": [],
            "Structures": {"References": {}, "Starts": {}},
            "PostProcessing": [],
        },
    }


def _packed(values: np.ndarray, bits: int) -> np.ndarray:
    """Integers in 64-bit words, as many as fit a word, none over a boundary (1.16 and later)."""
    per = 64 // bits
    words = np.zeros(-(-len(values) // per) * per, dtype=np.uint64)
    words[: len(values)] = values
    shifts = np.arange(per, dtype=np.uint64) * np.uint64(bits)
    packed = np.bitwise_or.reduce(words.reshape(-1, per) << shifts, axis=1)
    return np.asarray(packed.view(np.int64))


def _unpacked(words: np.ndarray, bits: int, count: int) -> np.ndarray:
    per = 64 // bits
    shifts = np.arange(per, dtype=np.uint64) * np.uint64(bits)
    values = (words.view(np.uint64)[:, None] >> shifts) & np.uint64((1 << bits) - 1)
    return np.asarray(values.ravel()[:count].astype(np.int64))


def _region(parts: dict[tuple[int, int], bytes]) -> bytes:
    """A region file: 4 KiB sectors, the first with the chunks' places, the second with times."""
    places, body, sector = bytearray(4096), io.BytesIO(), 2
    for (x, z), data in sorted(parts.items()):
        length = -(-(len(data) + 5) // 4096)
        at = 4 * (x + 32 * z)
        places[at : at + 4] = struct.pack(">I", sector << 8 | length)
        body.write(struct.pack(">IB", len(data) + 1, 2) + data)
        body.write(b"\0" * (length * 4096 - len(data) - 5))
        sector += length
    return bytes(places) + bytes(4096) + body.getvalue()


def level_dat(name: str, start: Start) -> bytes:
    """A world's level.dat: flat and peaceful, at noon, spawning where the agent starts."""
    flat = {"type": "minecraft:flat", "settings": {
        "biome": "minecraft:plains", "structures": {"structures": {}},
        "layers": [{"block": "minecraft:bedrock", "height": 1},
                   {"block": "minecraft:stone", "height": 9},
                   {"block": "minecraft:grass_block", "height": 1}]}}  # fmt: skip
    overworld = {"type": "minecraft:overworld", "generator": flat}
    return nbt.dump_gzip(
        {
            "Data": {
                "LevelName": name,
                "DataVersion": DATA_VERSION,
                "version": 19133,
                "Version": {"Id": DATA_VERSION, "Name": "1.16.5", "Snapshot": nbt.Byte(0)},
                "SpawnX": int(start.x),
                "SpawnY": int(start.y),
                "SpawnZ": int(start.z),
                "GameType": 0,
                "Time": nbt.Long(6000),
                "DayTime": nbt.Long(6000),
                "initialized": nbt.Byte(1),
                "allowCommands": nbt.Byte(1),
                "Difficulty": nbt.Byte(0),
                "WorldGenSettings": {
                    "seed": nbt.Long(0),
                    "generate_features": nbt.Byte(0),
                    "bonus_chest": nbt.Byte(0),
                    "dimensions": {"minecraft:overworld": overworld},
                },
            }
        }
    )


def write_anvil(folder: Path, blocks: np.ndarray, start: Start, *, name: str = "tasksynth") -> None:
    """A world folder that Minecraft 1.16.5 opens: level.dat and region files."""
    (folder / "region").mkdir(parents=True, exist_ok=True)
    (folder / "level.dat").write_bytes(level_dat(name, start))
    for (x, z), data in anvil(blocks).items():
        (folder / "region" / f"r.{x}.{z}.mca").write_bytes(data)


def read(path: Path, *, box: tuple[int, int, int, int, int, int] | None = None) -> StoredScene:
    """A user's file as a scene: a structure `.nbt`, a `.schem` (version 2) or an Anvil `.mca`.

    `box` is x0 y0 z0 x1 y1 z1 in blocks (ends excluded), for regions relative to the region's
    corner; it defaults to the whole file, or to the first 64x128x64 blocks of a region.

    Raises:
        UsageError: if the file is none of these, is damaged, or has an unknown block.
    """
    try:
        data = path.read_bytes()
    except OSError as e:
        raise UsageError(f"cannot read {path}: {e.strerror}") from e
    try:
        if path.suffix == ".mca":
            blocks = _from_region(data, box or (0, 0, 0, 64, 128, 64))
            box = None
        else:
            root = nbt.load(data)
            root = root.get("Schematic", root)
            blocks = _from_schematic(root) if "BlockData" in root else _from_structure(root)
    except UsageError as e:
        raise UsageError(f"{path}: {e}") from e
    except _DAMAGE as e:
        raise UsageError(f"{path} is no structure and no Sponge schematic v2: {e!r}") from e
    if box is not None:
        blocks = blocks[box[0] : box[3], box[1] : box[4], box[2] : box[5]]
        _check_size(blocks.shape)
    return StoredScene.pack(np.ascontiguousarray(blocks), NAMES)


def _bare(name: str) -> int:
    return block_id(name.partition("[")[0].removeprefix("minecraft:"))


def _from_structure(root: dict[str, Any]) -> np.ndarray:
    size = tuple(int(n) for n in root["size"])
    _check_size(size)
    palette = np.array([_bare(entry["Name"]) for entry in root["palette"]], dtype=np.uint8)
    blocks = np.zeros(size, dtype=np.uint8)
    for entry in root["blocks"]:
        x, y, z = entry["pos"]
        if min(x, y, z, entry["state"]) < 0:
            raise ValueError(f"a block is at {[x, y, z]}, of state {entry['state']}")
        blocks[x, y, z] = palette[entry["state"]]
    return blocks


def _from_schematic(root: dict[str, Any]) -> np.ndarray:
    width, height, length = (int(root[k]) & 0xFFFF for k in ("Width", "Height", "Length"))
    _check_size((width, height, length))
    if not 0 <= min(root["Palette"].values()) <= max(root["Palette"].values()) < 65536:
        raise ValueError("the palette's numbers want to lie in [0, 65536)")
    table = np.zeros(max(root["Palette"].values()) + 1, dtype=np.uint8)
    for name, index in root["Palette"].items():
        table[index] = _bare(name)
    index = _varints(root["BlockData"].view(np.uint8), width * height * length)
    return np.asarray(table[index].reshape(height, length, width).transpose(2, 0, 1))


def _check_size(size: tuple[int, ...]) -> None:
    if len(size) != 3 or not all(4 <= n <= 256 for n in size):
        raise UsageError(f"want a scene of 4 to 256 blocks a side, got {size}")


def _varints(data: np.ndarray, count: int) -> np.ndarray:
    if not (data & 0x80).any():
        return data[:count].astype(np.int64)
    out, value, shift = [], 0, 0
    for byte in data.tolist():
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            out.append(value)
            value = shift = 0
    return np.array(out[:count], dtype=np.int64)


def _from_region(data: bytes, box: tuple[int, int, int, int, int, int]) -> np.ndarray:
    x0, y0, z0, x1, y1, z1 = box
    _check_size((x1 - x0, y1 - y0, z1 - z0))
    blocks = np.zeros((x1 - x0, y1 - y0, z1 - z0), dtype=np.uint8)
    for cx in range(x0 // 16, -(-x1 // 16)):
        for cz in range(z0 // 16, -(-z1 // 16)):
            column = _read_chunk(data, cx, cz)
            ax, az = max(x0, cx * 16), max(z0, cz * 16)
            bx, bz = min(x1, cx * 16 + 16), min(z1, cz * 16 + 16)
            blocks[ax - x0 : bx - x0, :, az - z0 : bz - z0] = column[
                ax - cx * 16 : bx - cx * 16, y0:y1, az - cz * 16 : bz - cz * 16
            ]
    return blocks


def _read_chunk(data: bytes, cx: int, cz: int) -> np.ndarray:
    column = np.zeros((16, 256, 16), dtype=np.uint8)
    try:
        (place,) = struct.unpack_from(">I", data, 4 * (cx % 32 + 32 * (cz % 32)))
        if place == 0:
            return column
        at = (place >> 8) * 4096
        (length,) = struct.unpack_from(">I", data, at)
        level = nbt.load(zlib.decompress(data[at + 5 : at + 4 + length]))["Level"]
        for section in level.get("Sections", []):
            if "BlockStates" not in section or not 0 <= section["Y"] < 16:
                continue
            palette = np.array([_bare(e["Name"]) for e in section["Palette"]], dtype=np.uint8)
            bits = max(4, int(len(palette) - 1).bit_length())
            index = _unpacked(section["BlockStates"], bits, 4096)
            y = section["Y"] * 16
            column[:, y : y + 16] = palette[index].reshape(16, 16, 16).transpose(2, 0, 1)
    except _DAMAGE as e:
        raise UsageError(f"chunk ({cx}, {cz}) of the region is damaged: {e!r}") from e
    return column
