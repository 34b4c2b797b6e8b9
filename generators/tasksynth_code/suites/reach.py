"""Where the difference of a mutant stops that no input tells from its program.

A mistake shows where it is reached, changes what is there, and that comes through to the result
(reach, infect, propagate: DeMillo and Offutt, “Constraint-Based Automatic Test Data Generation”,
1991). Both programs are run with calls around what alone differs, which note what is there.
"""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tasksynth_code.suites.running import TickingRun, Wrong, ticking

Stop = Literal["unreached", "unchanged", "masked", "unseen"]
_NOTE, _LOCALS = "__note", "locals"
_PLAIN = (int, str, list, dict, tuple, set, type(None))
_NO_VALUE = (ast.Slice, ast.Starred, ast.FormattedValue)


def stop_of(program: str, mutant: str, inputs: Iterable[str]) -> Stop:
    """Where it stops on all of these inputs.

    `unreached`: none comes to what differs. `unchanged`: what stands there gives the same each
    time. `masked`: it gives something else, and the result is the same. `unseen`: functions
    differ that no call stands around.
    """
    both = [ticking(text) for text in (program, mutant)]
    places = _differing(*both)
    if places is None:
        return "unseen"
    for place in places:
        place.mark()
    runs = [_NotingRun(tree) for tree in both]
    found: Stop = "unreached"
    for arguments in inputs:
        first, second = (run.notes(arguments) for run in runs)
        if first is None or second is None:
            continue
        if first != second:
            return "masked"
        found = "unchanged" if first else found
    return found


class _NotingRun:
    """Runs a marked program, and says what its marks noted."""

    def __init__(self, tree: ast.Module) -> None:
        self._notes: list[str] = []
        more: dict[str, Callable[..., Any]] = {_NOTE: self._note, _LOCALS: locals}
        self._run = TickingRun(ast.fix_missing_locations(tree), more=more)

    def _note(self, value: Any) -> Any:
        if isinstance(value, Iterator):  # gone through once, and as well as before from a list
            value = list(value)
            self._notes.append(_text(value))
            return iter(value)
        self._notes.append(_text(value))
        return value

    def notes(self, arguments: str) -> list[str] | None:
        """None where the program raises or takes too long."""
        self._notes.clear()
        return None if isinstance(self._run(arguments), Wrong) else self._notes[:]


def _text(value: Any) -> str:
    """Equal values have one text: True is 1, and a set has no order."""
    match value:
        case bool():
            return str(int(value))
        case set():
            return f"{{{sorted(map(_text, value))}}}"
        case dict():
            items = [
                (_text(key), _text(one)) for key, one in value.items() if isinstance(one, _PLAIN)
            ]
            return str(sorted(items))
        case list() | tuple():
            return f"{type(value).__name__} {[*map(_text, value)]}"
    return repr(value)


@dataclass(frozen=True)
class _Apart:
    """A field of a node in both programs, and which of a list."""

    parents: tuple[ast.AST, ast.AST]
    name: str
    at: int | None

    @property
    def nodes(self) -> tuple[Any, Any]:
        one, other = (getattr(parent, self.name) for parent in self.parents)
        return (one, other) if self.at is None else (one[self.at], other[self.at])

    @property
    def may_be_marked(self) -> bool:
        both = self.nodes
        return all(map(_has_value, both)) or all(
            isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef) for node in both
        )

    def mark(self) -> None:
        for parent, node in zip(self.parents, self.nodes, strict=True):
            around: list[Any] = [_noted("0"), node, _noted(f"{_LOCALS}()")]
            if isinstance(node, ast.expr):
                around = [ast.Call(ast.Name(_NOTE, ast.Load()), [node], [])]
            if self.at is None:
                setattr(parent, self.name, around[0])
            else:
                getattr(parent, self.name)[self.at : self.at + 1] = around


def _differing(one: ast.AST, other: ast.AST) -> list[_Apart] | None:
    """The least parts that differ, of a list the last ones first; None if the whole has to be
    taken.
    """
    if type(one) is not type(other) or isinstance(one, ast.JoinedStr):
        return None
    found: list[_Apart] = []
    for name in one._fields:
        for at in _places(getattr(one, name), getattr(other, name)):
            place = _Apart((one, other), name, at)
            inner = None if at == -1 else _differing(*place.nodes)
            if inner is None and (at == -1 or not place.may_be_marked):
                return None
            found += [place] if inner is None else inner
    return found


def _places(one: Any, other: Any) -> Iterator[int | None]:
    """Where a field's nodes differ, the last ones first; -1 where there are none to go on with."""
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in reversed([*enumerate(zip(one, other, strict=True))]):
            if not isinstance(a, ast.AST):
                yield from [-1] if a != b else []
            elif ast.dump(a) != ast.dump(b):
                yield i
    elif isinstance(one, ast.AST) and isinstance(other, ast.AST):
        yield from [None] if ast.dump(one) != ast.dump(other) else []
    elif one != other or isinstance(one, list):
        yield -1


def _has_value(node: ast.AST) -> bool:
    """Whether a call may stand around it."""
    stored = isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)
    return isinstance(node, ast.expr) and not stored and not isinstance(node, _NO_VALUE)


def _noted(what: str) -> ast.stmt:
    return ast.parse(f"{_NOTE}({what})").body[0]
