"""A page for models that read text: a line for each part, and numbers for what can be used."""

from collections.abc import Iterator, Mapping

from tasksynth_apps.sites.bits import FIELDS, USED, Bit, WebPage


def outline(page: WebPage, drafts: Mapping[int, str]) -> str:
    """A page as an accessibility tree tells it.

    Args:
        page: as it was loaded.
        drafts: what fields hold by now, by number, where that differs.
    """
    writer = _Outliner(page, drafts)
    lines = [f"{page.title} — {page.url}"]
    for bit in page.body:
        lines.extend(writer.lines(bit, 0))
    return "\n".join(lines)


class _Outliner:
    def __init__(self, page: WebPage, drafts: Mapping[int, str]) -> None:
        self.drafts = drafts
        self.numbers = {id(one.bit): number for number, one in enumerate(page.used, 1)}

    def lines(self, bit: Bit, depth: int) -> Iterator[str]:
        """A part, and what is in it where that is not said in the same line."""
        if bit.kind == "hidden":
            return
        pad = "  " * depth
        if bit.kind in ("form", "nav", "main", "list", "table", "grid", "header"):
            deeper = depth + (bit.kind in ("nav", "table", "list", "grid"))
            if deeper > depth:
                yield f"{pad}{bit.kind}:"
            for kid in bit.kids:
                yield from self.lines(kid, deeper)
        elif bit.kind == "dialog":
            yield f'{pad}dialog "{bit.text}":'
            for kid in bit.kids:
                yield from self.lines(kid, depth + 1)
        elif bit.kind in ("row", "item", "pair"):
            yield f"{pad}- " + " | ".join(self.cells(bit))
        else:
            yield pad + self.said(bit)

    def cells(self, bit: Bit) -> Iterator[str]:
        """What stands in a row, side by side."""
        for kid in bit.kids:
            if kid.kind in ("form", "cell"):
                yield from self.cells(kid)
            elif kid.kind != "hidden":
                yield self.said(kid)

    def said(self, bit: Bit) -> str:
        """A part in words."""
        if bit.kind == "text":
            return bit.text
        if bit.kind not in USED:
            return f'{bit.kind} "{bit.text}"'
        number = self.numbers.get(id(bit))
        said = f'{bit.kind} "{bit.text}"'
        if bit.kind in FIELDS:
            said += self._held(bit, number)
        elif bit.on is not None:
            said += " (on)" if bit.on else " (off)"
        return f"[{number}] {said}" if number else said

    def _held(self, bit: Bit, number: int | None) -> str:
        value = self.drafts.get(number or 0, bit.value)
        if bit.kind in ("checkbox", "radio"):
            on = self.drafts.get(number or 0, "1" if bit.on else "")
            return " (checked)" if on else ""
        if bit.kind == "combobox":
            said = dict(bit.options)
            others = ", ".join(f'"{one}"' for one in said.values())
            return f' = "{said.get(value, value)}" of {others}'
        return f' = "{"•" * len(value) if bit.kind == "password" else value}"'
