"""Circuits as a question: a list of gates, ISCAS's netlists, Verilog, or sentences about lamps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from tasksynth_sat.formulas.netlist import GateRow, Kind
from tasksynth_sat.tales.tongue import Language
from tasksynth_sat.wording.wordings import REPLIES

Symbols = Literal["gates", "bench", "verilog"]
Told = Literal["lamps_en", "lamps_zh", "lamps_es", "lamps_de"]
Form = Literal[Symbols, Told]
Format = Literal[Form, "any", "lamps"]
"""`any` draws one of the forms in symbols or the English sentences, `lamps` a language."""

_ANY: tuple[Form, ...] = (*get_args(Symbols), "lamps_en")
_TOLD: tuple[Form, ...] = get_args(Told)

_OPENINGS = {
    "gates": (
        "A circuit has {n} inputs, x1 to x{n}, and {m} gates, each of which reads wires before it:",
        "Here is a combinational circuit with inputs x1 to x{n} and {m} gates:",
    ),
    "bench": (
        "The following netlist is in the .bench format of the ISCAS circuits:",
        "A test generator reads this circuit (.bench format; {n} inputs, {m} gates):",
    ),
    "verilog": (
        "Consider this combinational Verilog module:",
        "This Verilog module has {n} inputs and {m} assignments:",
    ),
}
_STUCK = (
    (
        "In one copy of the circuit, {wire} is stuck at {value}: whatever drives it, all "
        "that read it see {value}. Find inputs for which some output of this copy differs "
        "from what it should be."
    ),
    (
        "Find a test pattern for the fault that {wire} is stuck at {value}: inputs for "
        "which an output of the circuit is another one than without the fault."
    ),
)
_BUILT = (
    (
        "In a second copy, {wire} was made by {kind} instead of {was}, reading the same "
        "wires; all else is alike. Find inputs that tell the two copies apart by some "
        "output."
    ),
    (
        "Somebody has built {wire} as {kind} rather than {was} of the same wires. Give "
        "inputs for which some output comes out wrong."
    ),
)


@dataclass(frozen=True)
class LampTalk:
    """A language's sentences about switches and lamps."""

    opening: str
    """`{n}` switches and `{m}` lamps."""
    rules: Mapping[Kind, str]
    """What lamp `{w}` does, given `{a}` and `{b}`."""
    outputs: str
    between: str
    stuck: str
    """Lamp or switch `{wire}` counts as `{state}`."""
    on: str
    off: str
    built: str
    """Lamp `{wire}` follows another rule, `{rule}`."""
    reply: str


_TALKS: Mapping[Language, LampTalk] = {
    "en": LampTalk(
        opening=(
            "On a panel there are {n} switches, x1 to x{n}, and {m} lamps. A switch is on "
            "or off, and so is a lamp, by these rules:"
        ),
        rules={
            "AND": "{w} is on exactly if both {a} and {b} are on.",
            "OR": "{w} is on exactly if at least one of {a} and {b} is on.",
            "NAND": "{w} is off exactly if both {a} and {b} are on.",
            "NOR": "{w} is on exactly if neither {a} nor {b} is on.",
            "XOR": "{w} is on exactly if one of {a} and {b} is on and the other is off.",
            "XNOR": "{w} is on exactly if {a} and {b} are both on or both off.",
        },
        outputs="Visible from outside: {outputs}.",
        between=", ",
        stuck=(
            "On a second panel that is otherwise alike there is a fault: {wire} is always "
            "taken for {state} by whatever depends on it, and seen so from outside. Set "
            "the switches, alike on both panels, so that one of the visible lamps shows "
            "the difference."
        ),
        on="on",
        off="off",
        built=(
            "On a second panel that is otherwise alike, {wire} follows another rule: "
            "{rule} Set the switches, alike on both panels, so that one of the visible "
            "lamps shows the difference."
        ),
        reply=(
            "End with {n} digits in \\boxed{{}}, one for each of the switches x1 to x{n}: "
            "1 for on, 0 for off."
        ),
    ),
    "de": LampTalk(
        opening=(
            "Auf einem Schaltbrett gibt es {n} Schalter, x1 bis x{n}, und {m} Lampen. "
            "Jeder Schalter ist an oder aus und jede Lampe auch, und zwar nach diesen "
            "Regeln:"
        ),
        rules={
            "AND": "{w} ist genau dann an, wenn {a} und {b} beide an sind.",
            "OR": "{w} ist genau dann an, wenn mindestens eines von {a} und {b} an ist.",
            "NAND": "{w} ist genau dann aus, wenn {a} und {b} beide an sind.",
            "NOR": "{w} ist genau dann an, wenn weder {a} noch {b} an ist.",
            "XOR": "{w} ist genau dann an, wenn eines von {a} und {b} an und das andere aus ist.",
            "XNOR": "{w} ist genau dann an, wenn {a} und {b} beide an oder beide aus sind.",
        },
        outputs="Von außen zu sehen: {outputs}.",
        between=", ",
        stuck=(
            "Ein zweites, sonst gleiches Schaltbrett hat einen Fehler: {wire} gilt für "
            "alles, was davon abhängt, und auch von außen immer als {state}. Stelle die "
            "Schalter auf beiden gleich, und zwar so, dass eine der sichtbaren Lampen den "
            "Unterschied zeigt."
        ),
        on="an",
        off="aus",
        built=(
            "Auf einem zweiten, sonst gleichen Schaltbrett folgt {wire} einer anderen "
            "Regel: {rule} Stelle die Schalter auf beiden gleich, und zwar so, dass eine "
            "der sichtbaren Lampen den Unterschied zeigt."
        ),
        reply=(
            "Schließe mit {n} Ziffern in \\boxed{{}}, je einer für die Schalter x1 bis "
            "x{n}: 1 für an, 0 für aus."
        ),
    ),
    "es": LampTalk(
        opening=(
            "En un panel hay {n} interruptores, de x1 a x{n}, y {m} lámparas. Cada "
            "interruptor está encendido o apagado, y cada lámpara también, según estas "
            "reglas:"
        ),
        rules={
            "AND": "{w} está encendida exactamente cuando {a} y {b} lo están.",
            "OR": "{w} está encendida exactamente cuando lo está al menos una de {a} y {b}.",
            "NAND": "{w} está apagada exactamente cuando {a} y {b} están encendidas.",
            "NOR": "{w} está encendida exactamente cuando no lo está ninguna de {a} y {b}.",
            "XOR": "{w} está encendida exactamente cuando lo está solo una de {a} y {b}.",
            "XNOR": (
                "{w} está encendida exactamente cuando lo están {a} y {b}, o cuando no lo "
                "está ninguna de las dos."
            ),
        },
        outputs="Desde fuera se ve: {outputs}.",
        between=", ",
        stuck=(
            "Otro panel, por lo demás igual, tiene un fallo: {wire} cuenta siempre como "
            "{state} para todo lo que depende de ella, y así se ve también desde fuera. "
            "Coloca los interruptores igual en ambos paneles, de modo que alguna de las "
            "lámparas visibles muestre la diferencia."
        ),
        on="encendida",
        off="apagada",
        built=(
            "En otro panel, por lo demás igual, {wire} sigue otra regla: {rule} Coloca los "
            "interruptores igual en ambos paneles, de modo que alguna de las lámparas "
            "visibles muestre la diferencia."
        ),
        reply=(
            "Termina con {n} cifras en \\boxed{{}}, una por cada interruptor de x1 a x{n}: "
            "1 si está encendido, 0 si está apagado."
        ),
    ),
    "zh": LampTalk(
        opening=(
            "面板上有{n}个开关（x1到x{n}）和{m}盏灯。每个开关或开或关，每盏灯或亮或灭；开关开着也算作“亮”，"
            "规则如下："
        ),
        rules={
            "AND": "{w}亮，当且仅当{a}和{b}都亮。",
            "OR": "{w}亮，当且仅当{a}和{b}中至少有一个亮。",
            "NAND": "{w}灭，当且仅当{a}和{b}都亮。",
            "NOR": "{w}亮，当且仅当{a}和{b}都不亮。",
            "XOR": "{w}亮，当且仅当{a}和{b}中恰有一个亮。",
            "XNOR": "{w}亮，当且仅当{a}和{b}都亮或者都灭。",
        },
        outputs="从外面看得见的灯：{outputs}。",
        between="，",
        stuck=(
            "另一块面板有一处故障，其余完全相同：{wire}不论实际如何，对依赖它的一切以及从外面看来，总是算作"
            "“{state}”。两块面板的开关设置相同，请设置开关，使某一盏看得见的灯在两块面板上不同。"
        ),
        on="亮",
        off="灭",
        built=(
            "另一块面板上{wire}遵循别的规则，其余完全相同：{rule}两块面板的开关设置相同，请设置开关，"
            "使某一盏看得见的灯在两块面板上不同。"
        ),
        reply="最后在\\boxed{{}}里按x1到x{n}的顺序为每个开关写一个数字，共{n}个：1表示开，0表示关。",
    ),
}
SPOKEN = {
    "an": "true", "aus": "false", "encendido": "true", "apagado": "false", "encendida": "true",
    "apagada": "false", "开": " true ", "关": " false ", "亮": " true ", "灭": " false ",
}  # fmt: skip
"""Words of the languages for a switch's values, with what they stand for."""


@dataclass(frozen=True)
class Defect:
    """What is different in the other circuit: a wire that is stuck, or a gate of another kind."""

    wire: int
    value: int | Kind


def choose_form(wanted: Format, word: int) -> Form:
    """The form of one task; `word` is a random number that decides where there is a choice."""
    if wanted == "any":
        return _ANY[word % len(_ANY)]
    if wanted == "lamps":
        return _TOLD[word % len(_TOLD)]
    return wanted


def question(
    form: Form,
    wording: int,
    n_inputs: int,
    gates: Sequence[GateRow],
    outputs: Sequence[int],
    defect: Defect,
) -> str:
    """The whole prompt: asks for inputs that show the defect."""
    names = _names(n_inputs, len(gates))
    if form.startswith("lamps_"):
        return _told(_TALKS[form[6:]], names, n_inputs, gates, outputs, defect)  # type: ignore[index]
    opening = _OPENINGS[form][wording % 2].format(n=n_inputs, m=len(gates))
    block = _BLOCKS[form](names, n_inputs, gates, outputs)
    pick = (wording >> 6) % 2
    if isinstance(defect.value, int):
        asked = _STUCK[pick].format(wire=names[defect.wire], value=defect.value)
    else:
        was = gates[defect.wire - n_inputs][0]
        asked = _BUILT[pick].format(wire=names[defect.wire], kind=defect.value, was=was)
    reply = REPLIES["values"][(wording >> 9) % 2].format(
        n=n_inputs, order=f"x1 to x{n_inputs}", on="on (1)", off="off (0)"
    )
    reply = reply.partition(":")[0] + "."
    return f"{opening}\n\n{block}\n\n{asked} {reply}"


def _names(n_inputs: int, n_gates: int) -> list[str]:
    inputs = [f"x{i}" for i in range(1, n_inputs + 1)]
    return inputs + [f"g{i}" for i in range(1, n_gates + 1)]


def _gates(
    names: Sequence[str], n_inputs: int, gates: Sequence[GateRow], outputs: Sequence[int]
) -> str:
    lines = [
        f"{names[wire]} = {kind}({', '.join(names[i] for i in reads)})"
        for wire, (kind, reads) in enumerate(gates, n_inputs)
    ]
    return "\n".join([*lines, f"Outputs: {', '.join(names[wire] for wire in outputs)}"])


def _bench(
    names: Sequence[str], n_inputs: int, gates: Sequence[GateRow], outputs: Sequence[int]
) -> str:
    lines = [f"INPUT({name})" for name in names[:n_inputs]]
    lines += [f"OUTPUT({names[wire]})" for wire in outputs]
    return "\n".join(lines + _gates(names, n_inputs, gates, ()).splitlines()[:-1])


_OPERATORS = {"AND": "&", "OR": "|", "NAND": "&", "NOR": "|", "XOR": "^", "XNOR": "^"}


def _verilog(
    names: Sequence[str], n_inputs: int, gates: Sequence[GateRow], outputs: Sequence[int]
) -> str:
    seen = {names[wire] for wire in outputs}
    inner = [name for name in names[n_inputs:] if name not in seen]
    shown = [names[wire] for wire in outputs]
    lines = [
        f"module circuit(input {', '.join(names[:n_inputs])}, output {', '.join(shown)});",
        *([f"  wire {', '.join(inner)};"] if inner else []),
    ]
    for wire, (kind, (a, b)) in enumerate(gates, n_inputs):
        made = f"{names[a]} {_OPERATORS[kind]} {names[b]}"
        right = f"~({made})" if kind in ("NAND", "NOR", "XNOR") else made
        lines.append(f"  assign {names[wire]} = {right};")
    return "\n".join([*lines, "endmodule"])


_BLOCKS = {"gates": _gates, "bench": _bench, "verilog": _verilog}


def _told(
    talk: LampTalk,
    names: Sequence[str],
    n_inputs: int,
    gates: Sequence[GateRow],
    outputs: Sequence[int],
    defect: Defect,
) -> str:
    def rule(wire: int, kind: Kind) -> str:
        a, b = gates[wire - n_inputs][1]
        return talk.rules[kind].format(w=names[wire], a=names[a], b=names[b])

    lines = [f"- {rule(wire, kind)}" for wire, (kind, _) in enumerate(gates, n_inputs)]
    wire = names[defect.wire]
    asked = [talk.outputs.format(outputs=talk.between.join(names[out] for out in outputs))]
    if isinstance(defect.value, int):
        asked.append(talk.stuck.format(wire=wire, state=talk.on if defect.value else talk.off))
    else:
        asked.append(talk.built.format(wire=wire, rule=rule(defect.wire, defect.value)))
    words = {"n": n_inputs, "m": len(gates)}
    space = "" if talk is _TALKS["zh"] else " "
    end = space.join([*asked, talk.reply.format(**words)])
    return "\n".join([talk.opening.format(**words), "", *lines, "", end])
