"""Set a document's pages: heads, fields, tables in four styles, totals, and what is below."""

from collections.abc import Callable
from dataclasses import dataclass

from tasksynth_vision.documents.data import DocumentData
from tasksynth_vision.drawing.sheets import (
    SHEET_THEMES,
    SMALLEST,
    Grid,
    Sheet,
    SheetSpot,
    SheetTheme,
    Slug,
    TypeRun,
    cut_across,
    fits,
    halves,
    length,
    pieces,
    told_entries,
    turned,
)

UNSTAMPED = ("menu", "price list", "timetable")
"""What hangs on walls."""


@dataclass
class SheetSetting:
    """A page on its way from its top to its bottom."""

    d: DocumentData
    size: int
    sheet: Sheet
    theme: SheetTheme
    y: int = 0
    """The upper edge of what is free."""

    @property
    def margin(self) -> int:
        """Pixels left free at the edges."""
        return round(self.size * 1.7)

    @property
    def line(self) -> int:
        """Pixels from one line to the next."""
        return round(self.size * (1.75 if self.d.kind in ("form", "menu") else 1.6))

    @property
    def inner(self) -> int:
        """Pixels between the margins."""
        return self.sheet.width - 2 * self.margin

    def write(self, x: int, y: int, piece: Slug, *, wide: int = 0, ink: int = 0,
              size: int = 0) -> int:  # fmt: skip
        """Set a piece of type: at the right of a width if it belongs there; returns its length.

        `ink` is 0 for ink, 1 for the faint one, 2 for the accent, 3 for paper.
        """
        size = size or self.size
        theme = self.theme
        tone = (theme.ink, theme.faint, theme.accent, theme.paper)[ink]
        long = length(piece.text, size) + piece.bold
        left = x + wide - long if piece.right else x
        room = (x, x + (wide or long))
        self.sheet.runs.append(
            TypeRun(left, y, piece.text, size, tone, piece.bold, piece.where, room)
        )
        return long


def set_pages(d: DocumentData) -> list[Sheet]:
    """The pages of a document, their type smaller than it was drawn only where it has no room.

    Raises:
        ValueError: if it has no room in the smallest type either.
    """
    for size in range(d.look.size, SMALLEST - 1, -1):
        sheets = _set(d, size)
        if fits(sheets):
            return sheets
    raise ValueError(f"a {d.kind} of {len(d.table.rows)} lines has no room on its pages")


def _set(d: DocumentData, size: int) -> list[Sheet]:
    theme = SHEET_THEMES[d.look.theme]
    grids = _grids(d, size)
    side = None if d.side is None else pieces(d, d.side, "side")
    widest = max(_wide(grid, size) for grid in (*grids, *([side] if side else ())))
    beside = d.kind == "menu" and len(d.table.rows) > 7 and d.look.pages == 1
    if beside:
        widest = 2 * widest + 2 * size
    width = max(widest, _least(d, size)) + 2 * round(size * 1.7)
    pages = [grids[: len(grids) // 2], grids[len(grids) // 2 :]] if d.look.pages > 1 else [grids]
    out = []
    for number, held in enumerate(pages):
        page = SheetSetting(d, size, Sheet(width, 0), theme)
        _head(page) if number == 0 else _head_again(page)
        if beside:
            _side_by_side(page, held)
        else:
            for grid in held:
                _grid(page, grid, page.margin, page.inner)
                page.y += round(size * 0.7)
        if number == len(pages) - 1:
            _below(page, side)
        _foot(page, number, len(pages))
        out.append(page.sheet)
    return out


def _grids(d: DocumentData, size: int) -> list[Grid]:
    """The table in the parts that it is set in."""
    grid = pieces(d, d.table, "table")
    if d.kind == "timetable":
        across = turned(grid)
        each = max(across.widths(size)[1:]) + round(0.9 * size)
        room = max(4, (round(46 * size) - 8 * size) // each)
        many = min(room, -(-(len(across.head) - 1) // d.look.pages))
        return cut_across(across, many)
    if d.look.pages > 1 or (d.kind == "menu" and len(grid.rows) > 7):
        return halves(grid)
    return [grid]


def _gap(size: int) -> int:
    return round(0.9 * size)


def _wide(grid: Grid, size: int) -> int:
    return sum(grid.widths(size)) + _gap(size) * len(grid.head)


def _least(d: DocumentData, size: int) -> int:
    """Pixels that the head takes."""
    title = length(d.title, round(size * 1.7))
    issuer = length(d.issuer, size) + 3 * size
    told = list(told_entries(d))
    fields = max(length(name, size) for name, *_ in told) + 2 * size
    fields += max(length(value, size) for _, value, *_ in told)
    if d.kind == "receipt":
        return max(title, issuer, fields, 17 * size)
    return max(title + issuer + 3 * size, 2 * fields)


def _head(page: SheetSetting) -> None:
    size, d, sheet = page.size, page.d, page.sheet
    big = round(size * 1.7)
    if d.look.head == 2 and d.kind != "receipt":
        sheet.box(0, 0, sheet.width, round(size * 3.2), page.theme.accent)
        page.write(page.margin, round(size * 2.2), Slug(d.title, bold=True), ink=3, size=big)
        page.write(page.margin, round(size * 2.1), Slug(d.issuer, right=True), wide=page.inner,
                   ink=3)  # fmt: skip
        page.y = round(size * 4)
    elif d.look.head == 1 or d.kind == "receipt":
        page.y = round(size * 1.5)
        middle = sheet.width // 2
        _logo(page, middle - size, page.y, 2 * size)
        page.y += round(size * (3.3 if d.look.logo else 1.2))
        page.write(middle - length(d.issuer, size) // 2, page.y, Slug(d.issuer), ink=1)
        page.y += round(size * 2)
        page.write(middle - length(d.title, big) // 2, page.y, Slug(d.title, bold=True), size=big)
        page.y += round(size * 0.8)
    else:
        page.y = round(size * 3)
        _logo(page, page.margin, page.y - round(size * 1.4), 2 * size)
        x = page.margin + (round(size * 2.7) if d.look.logo else 0)
        page.write(x, page.y, Slug(d.issuer, bold=True), ink=2)
        page.write(page.margin, page.y, Slug(d.title, right=True, bold=True), wide=page.inner,
                   size=big)  # fmt: skip
        page.y += round(size * 1.1)
        sheet.box(page.margin, page.y, sheet.width - page.margin, page.y + 2, page.theme.accent)
        page.y += round(size * 0.4)
    _fields(page)


def _head_again(page: SheetSetting) -> None:
    """The head of a second page."""
    page.y = round(page.size * 2.4)
    page.write(page.margin, page.y, Slug(f"{page.d.issuer} - {page.d.title}"), ink=1)
    page.y += round(page.size * 0.8)


def _logo(page: SheetSetting, x: int, y: int, side: int) -> None:
    """A sign of a few boxes."""
    third, accent, band = side // 3, page.theme.accent, page.theme.rule
    places = {
        1: [(0, 0, 3, 3, accent), (1, 1, 2, 2, page.theme.paper)],
        2: [(0, 0, 1, 3, accent), (1, 1, 2, 3, band), (2, 2, 3, 3, accent)],
        3: [(0, 0, 2, 2, accent), (1, 1, 3, 3, band)],
        4: [(0, 1, 3, 2, accent), (1, 0, 2, 3, accent)],
    }.get(page.d.look.logo, [])
    for x0, y0, x1, y1, fill in places:
        page.sheet.box(x + x0 * third, y + y0 * third, x + x1 * third, y + y1 * third, fill)


def _fields(page: SheetSetting) -> None:
    """Names and values: in boxes on a form, one under the other on a receipt, else in two rows."""
    told = list(told_entries(page.d))
    size, columns = page.size, 1 if page.d.kind == "receipt" else 2
    wide = page.inner // columns
    boxed = page.d.kind == "form"
    step = round(size * (2.6 if boxed else 1.6))
    labels = max(length(name, size) for name, *_ in told) + size
    for number, (name, value, where, _) in enumerate(told):
        x = page.margin + number % columns * wide
        y = page.y + (number // columns + 1) * step
        if boxed:
            page.write(x + 5, y - size, Slug(name), ink=1, size=max(SMALLEST - 1, size - 3))
            page.sheet.frame(x, y - round(size * 2), x + wide - size, y + round(size * 0.5),
                             page.theme.rule)  # fmt: skip
            page.write(x + 5, y + 1, Slug(value, where), wide=wide - size - 10)
        else:
            page.write(x, y, Slug(name), ink=1)
            page.write(x + labels, y, Slug(value, where), wide=wide - labels - size)
    page.y += -(-len(told) // columns) * step + round(size * 1.3)


def _side_by_side(page: SheetSetting, grids: list[Grid]) -> None:
    top, wide = page.y, (page.inner - 2 * page.size) // 2
    ends = []
    for number, grid in enumerate(grids):
        page.y = top
        _grid(page, grid, page.margin + number * (wide + 2 * page.size), wide)
        ends.append(page.y)
    page.y = max(ends) + round(page.size * 0.7)


def _grid(page: SheetSetting, grid: Grid, x: int, wide: int) -> None:
    """A table, its columns as wide as need be, and what is left over given to the first."""
    widths = grid.widths(page.size)
    spare = wide - sum(widths) - _gap(page.size) * len(widths)
    each = max(0, spare) // len(widths)
    places, at = [], x
    for width in widths:
        places.append((at, width + each + _gap(page.size)))
        at += places[-1][1]
    top = page.y
    _TABLE_STYLES[_style(page)](page, top, x, at, len(grid.rows))
    barred = _style(page) == 1
    _row(page, grid.head, places, top, 3 if barred else 0)
    for number, row in enumerate(grid.rows, 1):
        _row(page, row, places, top + number * page.line, 0)
    page.y = top + (len(grid.rows) + 1) * page.line
    if _style(page) == 2:
        for left, _ in places[1:]:
            page.sheet.box(left, top, left + 1, page.y, page.theme.rule)


def _style(page: SheetSetting) -> int:
    return 3 if page.d.kind == "receipt" else page.d.look.table


def _row(page: SheetSetting, row: tuple[Slug, ...], places: list[tuple[int, int]], top: int,
         ink: int) -> None:  # fmt: skip
    pad = _gap(page.size) // 2
    base = top + page.line // 2 + round(page.size * 0.36)
    for piece, (x, wide) in zip(row, places, strict=True):
        if piece.spot is not None and piece.where is not None:
            r = round(page.size * 0.42)
            spot = SheetSpot(x + pad + r + 2, top + page.line // 2, r, piece.spot, piece.where)
            page.sheet.spots.append(spot)
        else:
            page.write(x + pad, base, piece, wide=wide - 2 * pad, ink=ink)


def _ruled(page: SheetSetting, top: int, left: int, right: int, rows: int) -> None:
    for number in range(1, rows + 2):
        y = top + number * page.line
        thick = 2 if number == 1 else 1
        ink = page.theme.ink if number == 1 else page.theme.rule
        page.sheet.box(left, y, right, y + thick, ink)


def _zebra(page: SheetSetting, top: int, left: int, right: int, rows: int) -> None:
    page.sheet.box(left, top, right, top + page.line, page.theme.accent)
    for number in range(2, rows + 1, 2):
        y = top + number * page.line
        page.sheet.box(left, y, right, y + page.line, page.theme.band)


def _gridded(page: SheetSetting, top: int, left: int, right: int, rows: int) -> None:
    page.sheet.box(left, top, right, top + page.line, page.theme.band)
    for number in range(rows + 2):
        y = top + number * page.line
        page.sheet.box(left, y, right, y + 1, page.theme.rule)
    for x in (left, right - 1):
        page.sheet.box(x, top, x + 1, top + (rows + 1) * page.line + 1, page.theme.rule)


def _plain(page: SheetSetting, top: int, left: int, right: int, rows: int) -> None:
    """Dashes under the heading and under the last line."""
    for y in (top + page.line, top + (rows + 1) * page.line):
        for x in range(left, right - 3, 6):
            page.sheet.box(x, y, x + 3, y + 1, page.theme.faint)


_TABLE_STYLES: tuple[Callable[[SheetSetting, int, int, int, int], None], ...] = (
    _ruled, _zebra, _gridded, _plain,
)  # fmt: skip


def _below(page: SheetSetting, side: Grid | None) -> None:
    """The total, and the second table."""
    size, d = page.size, page.d
    if d.total is not None:
        told = d.told(d.total.value, d.total.column)
        page.y += round(size * 1.2)
        name = d.total.column.name
        label = "Total" if name == "Total" else f"Total {name}"
        long = page.write(page.margin, page.y, Slug(label, bold=True)) + size
        page.write(page.margin + long, page.y, Slug(told, ("total", 0, 0), right=True, bold=True),
                   wide=page.inner - long - _gap(size) // 2)  # fmt: skip
        page.y += round(size * 0.8)
    if side is not None and d.side is not None:
        page.y += round(size * 1.4)
        page.write(page.margin, page.y, Slug(d.side.title, bold=True), ink=2)
        page.y += round(size * 0.7)
        _grid(page, side, page.margin, min(page.inner, _wide(side, size) + 4 * size))


def _foot(page: SheetSetting, number: int, pages: int) -> None:
    """Currency, page numbers, and what is stamped; the page ends below."""
    size, d = page.size, page.d
    small = max(SMALLEST - 1, size - 2)
    sorts = {one.sort for table in filter(None, (d.table, d.side)) for one in table.columns}
    sorts |= {one.column.sort for one in d.entries}
    stamped = d.look.stamp > 0 and number == pages - 1 and d.kind not in UNSTAMPED
    page.y += round(size * (4.6 if stamped else 1.8))
    note = f"Amounts in {d.manner.money}" if "money" in sorts else "Checked and filed"
    page.write(page.margin, page.y, Slug(note), ink=1, size=small)
    if pages > 1:
        page.write(page.margin, page.y, Slug(f"Page {number + 1} of {pages}", right=True),
                   wide=page.inner, ink=1, size=small)  # fmt: skip
    if stamped:
        page.sheet.stamp = (page.sheet.width - page.margin - round(size * 4.6),
                            page.y - round(size * 2.7))  # fmt: skip
    page.sheet.height = page.y + round(size * (1.9 if pages == 1 else 1.5))
