"""The house in order: no circles, rooms of bearable size, short functions, one name a class."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = [
    ROOT / "tasksynth",
    ROOT / "schemas" / "tasksynth_schemas",
    *sorted(init.parent for init in (ROOT / "generators").glob("*/__init__.py")),
]
MOST_MODULES = 15
"""Of a folder, its `__init__` apart."""
MOST_LINES = 60
"""Of a function."""
KERNELS = {
    "tasksynth_minecraft.physics.cast.trace",
    "tasksynth_minecraft.physics.cast_numpy.cast_numpy",
    "tasksynth_minecraft.physics.motion.move",
    "tasksynth_minecraft.physics.motion.slide",
    "tasksynth_minecraft.physics.tick._attack",
    "tasksynth_minecraft.physics.tick._fly",
    "tasksynth_minecraft.physics.tick.tick",
    "tasksynth_minecraft.rendering.view._shade",
}
"""Loops over numbers that are compiled, or written out for numpy: longer than other functions."""
SHARED_NAMES = {
    "Wrapper": "a recipe's line, and the plug-in that it names",
    "Dice": "two generators', which are strangers to each other",
}
"""Names of several classes, and why that confuses nobody."""


def modules() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            words = path.relative_to(package.parent).with_suffix("").parts
            yield ".".join(words[:-1] if words[-1] == "__init__" else words), path


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return {name: ast.parse(path.read_bytes()) for name, path in modules()}


def imported(tree: ast.Module, known: dict[str, ast.Module]) -> Iterator[str]:
    """Our modules that a module names in its imports, wherever: in functions and for types too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in known:
                    yield whole
                elif node.module in known:
                    yield node.module


def test_no_circle_among_modules(trees: dict[str, ast.Module]) -> None:
    graph = {name: set(imported(tree, trees)) - {name} for name, tree in trees.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as e:
        pytest.fail("import each other: " + " <- ".join(e.args[1]))


def test_no_folder_holds_too_many_modules() -> None:
    counts: dict[str, int] = defaultdict(int)
    for _, path in modules():
        counts[str(path.parent.relative_to(ROOT))] += path.name != "__init__.py"
    full = {folder: count for folder, count in counts.items() if count > MOST_MODULES}
    assert not full, f"more than {MOST_MODULES} modules; give them rooms by what they are for"


def test_no_function_is_longer_than_a_screen(trees: dict[str, ast.Module]) -> None:
    long = {
        f"{name}.{node.name}"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES
    }
    assert not long - KERNELS, f"longer than {MOST_LINES} lines"
    assert not KERNELS - long, "no longer long, or gone: take them off the list"


def test_a_class_has_a_name_of_its_own(trees: dict[str, ast.Module]) -> None:
    """Adapters apart, whose modules a trainer's configuration names, and the tools of families.

    A tool is called by the name of its class.
    """
    homes: dict[str, list[str]] = defaultdict(list)
    for name, tree in trees.items():
        if not name.startswith("tasksynth.adapters."):
            for node in tree.body:
                bases = node.bases if isinstance(node, ast.ClassDef) else []
                tool = any(isinstance(base, ast.Name) and base.id == "Tool" for base in bases)
                if isinstance(node, ast.ClassDef) and not tool:
                    homes[node.name].append(name)
    shared = {name: where for name, where in homes.items() if len(where) > 1}
    assert not {name: shared[name] for name in shared.keys() - SHARED_NAMES}
    assert not SHARED_NAMES.keys() - shared, "no longer shared: take them off the list"
