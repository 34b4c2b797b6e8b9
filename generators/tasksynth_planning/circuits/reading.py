"""Read circuits: OpenQASM 2 and 3, lists of gates, calls as Qiskit and Cirq have them."""

import re
from collections.abc import Iterator
from math import pi

from tasksynth.answers import Unreadable, plain, read_final, unlisted
from tasksynth_planning.circuits.gates import INVERSE, ONE, TWO, Placed, placed

_MOST = 2000
"""Gates that are read."""
_COMMENT = re.compile(r"//[^\n]*|(?<![\w#])#(?!#)[^\n]*")
_BLOCK = re.compile(r"/\*.*?\*/", re.DOTALL)
_LEFT_OUT = re.compile(r"\.{3}|\u2026|\\[lcv]?dots\b")
_HEAD = re.compile(
    r"(?:^|(?<=;))[ \t]*+(?:openqasm[ \t]+[\d.]+|include\b[^;\n]*|[qc]reg[ \t]+\w+[ \t]*+\[\d+\]"
    r"|(?:qu)?bit[ \t]*+\[[ \t]*+\d+[ \t]*+\][ \t]*+\w+|(?:qu)?bit[ \t]+[a-z_]\w*(?=[ \t]*+;)"
    r"|barrier\b[^;\n]*|(?:from|import|return|print)\b[^\n]*"
    r"|\w[\w, \t]*=[ \t]*+(?:\w+\.)*(?:quantumcircuit|circuit|quantumregister|range)\([^()\n]*\))",
    re.MULTILINE,
)
_BETWEEN = re.compile(
    r"(?:[\s,;:|.)\]}\[({>=\u2192\u27f6\u21d2&]|-+>|\\(?:long)?rightarrow|\\to\b|\\circ\b"
    r"|\b(?:then|and|apply|next|finally|first|followed by|the|gates?|circuit|name|op|step)\b"
    r"|(?:step )?\d{1,3}[.):](?=\s)|(?:^|(?<=\n))[ \t]*+\d{1,3}[ \t]*+,"
    r"|(?:total )?cost(?: is)?\s*+[:=]?\s*+\d+)+"
)
_GATE = re.compile(
    r"(?P<inverse>inv[ \t]*+@[ \t]*+)?(?P<control>ctrl[ \t]*+@[ \t]*+)?(?:[a-z]\w{0,19}\.)?"
    r"(?P<name>hadamard|controlled[- ]?(?:not|x|z)|cnot|swap|sxdg|sdg|tdg|sx|cx|cz"
    r"|\\?sqrt[({]?x[)}]?|\u221ax|x\^(?:0\.5|\(?1/2\)?)|phase|u1|r[xyz]"
    r"|(?:pauli[- ]?)?[xyz]|[hstvp])(?![a-z])"
    r"(?P<dagger>[ \t]*+(?:\^?\{?[ \t]*+(?:\\dag(?:ger)?\b|\u2020|\u207b\u00b9|-1(?=[ \t}_\[(]|$))"
    r"[ \t]*+\}?|[_^. -]?dag(?:ger)?\b(?:\(\))?|\.inverse\(\)|[_^]dg\b))?"
)
_DAGGERED = re.compile(r"\b([st]|sx|v)_?(?:dg|dag|dagger|adj|inv)(?=[\d_\s(\[{;,]|$)")
_ANGLE = re.compile(
    r"[ \t]*+\([ \t]*+(?P<sign>[+-]?)[ \t]*+(?:(?P<times>\d{1,2})[ \t]*+\*?[ \t]*+)?"
    r"(?:\w{1,5}\.)?(?P<pi>pi|\u03c0|\\pi)[ \t]*+(?:\*[ \t]*+(?P<later>\d{1,2})[ \t]*+)?"
    r"(?:/[ \t]*+(?P<over>\d{1,2})[ \t]*+)?(?P<end>[,)])"
    r"|[ \t]*+\([ \t]*+(?P<number>[+-]?\d{1,3}(?:\.\d{1,20})?)[ \t]*+(?P<stop>[,)])"
)
_ON = re.compile(
    r"(?:[ \t,:(\[{_=]|-+>|\u2192|\\to\b"
    r"|\b(?:on|to|with|from|of|qubits?|wires?|targets?|controls?|ctrl|and|at|by)\b)*+"
    r"(?:\b(?:q(?:r|ubits?|reg)?|line)|\$)?[ \t]*+(?:\.q)?[\[_({]*(?:q_?)?(\d{1,3})(?!\d)"
)
_TARGET_FIRST = re.compile(r"[ \t,:(\[{_=]*+targets?\b[^\n;]{1,20}controls?\b")
_ALL = re.compile(r"[ \t]+q(?:r|ubits)?[ \t]*+(?:;|\n|$)")
_SEVERAL = re.compile(r"[ \t]*+\(?[ \t]*+\[([ \t\d,]+)\][ \t]*+\)?")
_UNDONE = re.compile(r"[ \t]*+(?:\.inverse\(\)|-1(?![\d.]))")
"""Behind the qubits, as Cirq has it; of `**-1`, the asterisks are gone."""
_NUMBERING = re.compile(r"[.)][ \t]+\(?[a-z]")
_TURNS = {
    "rz": {1: "t", 2: "s", 4: "z", 6: "sdg", 7: "tdg"},
    "rx": {2: "sx", 4: "x", 6: "sxdg"},
    "ry": {4: "y"},
}
"""Turns by multiples of a quarter of pi, as gates, but for a global phase."""
_NAMES = {"hadamard": "h", "cnot": "cx", "v": "sx", "p": "rz", "u1": "rz", "phase": "rz"}

_BOTH = frozenset(f"{a}{b}" for a in "012" for b in "012")
"""Two qubits in one, as in CNOT_{01}."""


def read_circuit(answer: str, qubits: int) -> list[Placed]:
    """The gates that a reply lists, in order.

    Angles that make a gate of ours are read as that gate; for one qubit, its number may be left
    out. Programs are read, never run.

    Raises:
        Unreadable: if anything else stands there.
    """

    def read(text: str) -> list[Placed]:
        closed = text.rfind("*/") + 2  # nothing is looked for behind the last end
        text = _COMMENT.sub(" ", _BLOCK.sub(" ", text[:closed]) + text[closed:])
        if left_out := _LEFT_OUT.search(text):
            raise Unreadable(f"{left_out[0]!r} does not say which gates are left out")
        text = unlisted(plain(text)).lower()
        text = _DAGGERED.sub(lambda m: f"{'sx' if m[1] == 'v' else m[1]}dg ", _HEAD.sub("", text))
        gates = [gate for found in _scanned(text, qubits) for gate in found]
        if not gates:
            raise Unreadable("there is no gate in the answer")
        return gates

    return read_final(answer, read, asked="tag")


def _scanned(text: str, qubits: int) -> Iterator[list[Placed]]:
    at = 0
    for _ in range(_MOST):
        if between := _BETWEEN.match(text, at):
            at = between.end()
        if at >= len(text):
            return
        match = _GATE.match(text, at)
        if match is None:
            raise Unreadable(
                f"want a gate and its qubits, as in 'h q[0];', got {text[at : at + 30]!r}"
            )
        name, at = _name(match, text)
        found, at = _placed(name, text, at, qubits)
        if undone := _UNDONE.match(text, at):
            found, at = [(INVERSE[kind], on) for kind, on in found], undone.end()
        yield found
    raise Unreadable(f"the answer has more than {_MOST} gates")


def _name(match: re.Match[str], text: str) -> tuple[str, int]:
    """The gate that a match names, and where its qubits begin."""
    name, at = match["name"], match.end()
    name = _NAMES.get(name, name)
    if name.startswith("pauli"):
        name = name[-1]
    if name.startswith("controlled"):
        name = "cz" if name.endswith("z") else "cx"
    if name.startswith(("sqrt", "\\sqrt", "\u221a", "x^")):
        name = "sx"
    if name in _TURNS:
        if (angle := _ANGLE.match(text, at)) is None:
            raise Unreadable(f"want an angle after {name!r}, such as (pi/4)")
        turn, at = _turn(angle), angle.end()
        if turn not in _TURNS[name]:
            raise Unreadable(f"{angle[0].strip()[:30]!r} makes no gate of the device")
        name = _TURNS[name][turn]
    if match["control"]:
        name = {"x": "cx", "z": "cz"}.get(name, f"controlled {name}")
    if match["dagger"] or match["inverse"]:
        name = INVERSE.get(name, name)
    if name not in ONE and name not in TWO:
        raise Unreadable(f"{name!r} is no gate that is known here")
    return name, at


def _turn(angle: re.Match[str]) -> int | None:
    """An angle as a multiple of a quarter of pi, modulo eight; None if it is none."""
    if angle["number"]:
        eighths = float(angle["number"]) / (pi / 4)
        return round(eighths) % 8 if abs(eighths - round(eighths)) < 1e-3 else None
    top = 4 * int(angle["times"] or 1) * int(angle["later"] or 1)
    below = int(angle["over"] or 1)
    if not below or top % below:
        return None
    return (-1 if angle["sign"] == "-" else 1) * (top // below) % 8


def _placed(name: str, text: str, at: int, qubits: int) -> tuple[list[Placed], int]:
    """The gate on the qubits that follow, and where these end."""
    count = 2 if name in TWO else 1
    if count == 1 and (every := _ALL.match(text, at)):
        return [(name, (qubit,)) for qubit in range(qubits)], every.end()
    if count == 1 and (several := _SEVERAL.match(text, at)):
        numbers = [_known(one, qubits) for one in several[1].replace(",", " ").split()]
        return [(name, (qubit,)) for qubit in numbers], several.end()
    on: list[int] = []
    swapped = count == 2 and _TARGET_FIRST.match(text, at)
    while len(on) < count:
        match = _ON.match(text, at)
        if match is None or (count == qubits == 1 and _NUMBERING.match(text, match.end())):
            if count == qubits == 1:
                return [(name, (0,))], at
            raise Unreadable(f"want {count} qubits after {name!r}, got {text[at : at + 30]!r}")
        digits, at = match[1], match.end()
        if count == 2 and not on and digits in _BOTH:
            on += [_known(digit, qubits) for digit in digits]
        else:
            on.append(_known(digits, qubits))
        at = _closed(text, at)
    if len(on) != count or len(set(on)) != count:
        raise Unreadable(f"{name} wants {count} different qubits, got {on}")
    return [placed(name, on[::-1] if swapped else on)], at


def _closed(text: str, at: int) -> int:
    """Where brackets end that were opened before a number."""
    while at < len(text) and text[at] in ")]} \t":
        at += 1
    return at


def _known(digits: str, qubits: int) -> int:
    if int(digits) >= qubits:
        raise Unreadable(f"there is no qubit {digits}, only 0 to {qubits - 1}")
    return int(digits)
