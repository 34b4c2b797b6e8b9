"""How a network and what was seen are told: in tables or in words."""

from collections.abc import Sequence

from tasksynth import Model
from tasksynth_text.diagnosis.networks import CauseNet, Seen, looked_for
from tasksynth_text.diagnosis.skins import SKINS, Skin


class CaseNames(Model):
    """What the causes and findings of a network are called."""

    skin: str
    causes: tuple[str, ...]
    signs: tuple[int, ...]
    """Findings of the skin, by number."""
    table: bool
    report: tuple[int, ...]
    """The order of what is reported: findings by number, and opinions behind the last of them."""
    opinions: tuple[int, ...]
    """Causes that people think of."""

    def world(self) -> Skin:
        """The skin."""
        return SKINS[self.skin]

    def findings(self) -> tuple[str, ...]:
        """Names of the findings."""
        return tuple(self.world().signs[i][0] for i in self.signs)


def told(net: CauseNet, names: CaseNames, seen: Seen) -> str:
    """All that is known, and what was found."""
    skin = names.world()
    opening = skin.opening.format(count=_count(len(names.causes)))
    chances = (_tables if names.table else _words)(net, names)
    return f"{opening} {_rules(net, skin)}\n\n{chances}\n\n{_report(names, seen)}"


def _rules(net: CauseNet, skin: Skin) -> str:
    if net.several:
        return (
            f"Each of them is there or not, whatever others are there: out of 100 {skin.cases}, so "
            "many have it. Where a cause is there, it brings about a finding in so many of 100 "
            f"{skin.cases}, and out of 100 {skin.cases}, so many get a finding by chance, without "
            "any of the causes. All this happens independently, and a finding is there if at least "
            "one cause, or chance, brings it about."
        )
    rest = ", but for what is said below" if any(s.parent is not None for s in net.signs) else ""
    return (
        f"Every such {skin.case} has exactly one of them: out of 100, so many have each. Out of "
        f"100 {skin.cases} with a cause, so many show each finding, independently of one "
        f"another{rest}."
    )


def _tables(net: CauseNet, names: CaseNames) -> str:
    findings = names.findings()
    free = [i for i, sign in enumerate(net.signs) if sign.parent is None]
    rows: list[list[object]] = [
        ["", f"out of 100 {names.world().cases}", *(findings[i] for i in free)]
    ]
    for cause, name in enumerate(names.causes):
        rows.append([name, net.priors[cause], *(net.signs[i].chances[cause] for i in free)])
    if net.several:
        rows.append(["chance", "", *(net.signs[i].alone for i in free)])
    parts = [_table(rows)]
    for i, sign in enumerate(net.signs):
        if sign.parent is not None:
            parent = findings[sign.parent]
            columns = ["", f"with {parent}", f"without {parent}"]
            both = zip(names.causes, sign.chances, sign.otherwise, strict=True)
            told = _table([columns, *map(list, both)])
            head = f"How many out of 100 show {findings[i]} depends on {parent}, too:"
            parts.append(f"{head}\n\n{told}")
    return "\n\n".join(parts)


def _table(rows: Sequence[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def _words(net: CauseNet, names: CaseNames) -> str:
    cases, findings = names.world().cases, names.findings()
    lines = []
    for cause, name in enumerate(names.causes):
        shown, more = [], ""
        for finding, sign in zip(findings, net.signs, strict=True):
            if sign.parent is None:
                verb = "get" if net.several else "show"
                shown.append(f"{sign.chances[cause]} {verb} {finding}")
            else:
                more += (
                    f" Out of 100 of them with {findings[sign.parent]}, {sign.chances[cause]} show "
                    f"{finding}; out of 100 without, {sign.otherwise[cause]}."
                )
        lines.append(
            f"- {name}: {net.priors[cause]} of 100 {cases}. Out of 100 with {name}, "
            f"{_listed(shown)}.{more}"
        )
    if net.several:
        shown = [f"{sign.alone} get {findings[i]}" for i, sign in enumerate(net.signs)]
        lines.append(f"- chance: out of 100 {cases}, {_listed(shown)}.")
    return "\n".join(lines)


def _report(names: CaseNames, seen: Seen) -> str:
    skin = names.world()
    said = []
    for i in names.report:
        if i >= len(seen):
            which = i - len(seen)
            cause = names.causes[names.opinions[which]]
            said.append(f"{skin.people[which]} thinks of {cause}.")
        elif (there := seen[i]) is not None:
            said.append(skin.signs[names.signs[i]][1 if there else 2])
    findings, known = names.findings(), set(looked_for(seen))
    unseen = [name for i, name in enumerate(findings) if i not in known]
    rest = f" Nobody looked for {_listed(unseen, 'or')}." if unseen else ""
    return f"This is the report on one {skin.case}: {' '.join(said)}{rest}"


def _listed(items: Sequence[str], last: str = "and") -> str:
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else items[0]


def _count(number: int) -> str:
    words = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number - 2]
