"""Lay out slides that keep all rules: a title, rows of blocks, and what is meant to stand out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tasksynth.rng import Dice
from tasksynth_vision.slides.elements import INDENT, PAD, SlideElement, SlidePage, SlideTheme
from tasksynth_vision.slides.lettering import pitch, set_lines
from tasksynth_vision.slides.rules import CLEAR, defects
from tasksynth_vision.slides.words import TOPICS, SlideTopic

THEMES = (
    SlideTheme(paper="#ffffff", ink="#1f2530", faint="#5a6372", accent="#1f5fa8", soft="#e6eef8",
               bright="#ffffff", band="top"),
    SlideTheme(paper="#fbf7ef", ink="#33291f", faint="#695a49", accent="#9a3b22", soft="#f3e6d3",
               bright="#fff8ee", band="line"),
    SlideTheme(paper="#17202e", ink="#eef2f8", faint="#b3bfd0", accent="#7cc4f2", soft="#26344a",
               bright="#10202e", band="left"),
    SlideTheme(paper="#f6f9f6", ink="#1e2b22", faint="#50645a", accent="#1b6b4a", soft="#dfeee5",
               bright="#ffffff", band="left"),
    SlideTheme(paper="#fdfcff", ink="#2a2338", faint="#625a75", accent="#6a3fa0", soft="#ece5f6",
               bright="#ffffff", band="none"),
    SlideTheme(paper="#242424", ink="#f4f2ee", faint="#c2beb6", accent="#f2b84b", soft="#3a3a3a",
               bright="#242018", band="line"),
)  # fmt: skip
KINDRED = (
    ("#faedf1", "#d6fcf0"), ("#e2f3e8", "#ffe7e9"), ("#141e2e", "#35102f"),
    ("#fceeee", "#d8fded"), ("#e2f1f6", "#ffe5f7"), ("#222624", "#411925"),
)  # fmt: skip
"""For each theme, another paper and panels on it that are as bright as that: they differ in hue, as
red does from green."""
LEFT, RIGHT = 44, 756
"""Where content begins and ends."""
TOP, FOOT = 104, 410
ROWS = {1: (292,), 2: (176, 98), 3: (138, 78, 40)}
"""Heights of rows of blocks, by how many there are."""
BETWEEN = 16
GAP = 26
"""Pixels between rows, and between the two blocks of one."""
DECOYS = ("details", "badge", "highlight", "emphasis", "quote")
"""What is meant to be as it is."""
LARGE = ("title", "subtitle", "heading", "quote", "badge")
"""What has type that is always as large."""
RATIOS = ((4, 3), (3, 2), (16, 9), (1, 1), (2, 1))
BADGES = ("NEW", "50+", "PLAN", "#1")


class SlideArea(NamedTuple):
    """Where a block goes."""

    x: int
    y: int
    w: int
    h: int


@dataclass
class SlideDraft:
    """A slide that is being laid out."""

    dice: Dice
    theme: SlideTheme
    topic: SlideTopic
    meant: tuple[str, ...]
    """Which decoys it has."""
    elements: list[SlideElement] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    spent: bool = False
    """Whether something had to be said twice."""
    type: int = 100
    """The size of small type, in percent."""

    def sized(self, size: int) -> int:
        """Pixels of small type."""
        return round(size * self.type / 100)

    def add(self, kind: Any, x: int, y: int, w: int, h: int, **more: Any) -> SlideElement:
        """Put an element on top of what is there, in the theme's ink unless another is given."""
        more = {"ink": self.theme.ink} | more
        if kind not in LARGE and "size" in more:
            more["size"] = self.sized(more["size"])
        name = f"E{len(self.elements) + 1}"
        one = SlideElement(id=name, kind=kind, x=x, y=y, w=w, h=h, **more)
        self.elements.append(one)
        return one

    def some(self, words: tuple[str, ...], many: int) -> list[str]:
        """Different ones of them, that were not used yet."""
        pool = [word for word in words if word not in self.used]
        if len(pool) < many:
            self.spent, pool = True, list(words)
        self.dice.shuffle(pool)
        self.used.update(pool[:many])
        return pool[:many]

    def group(self, *, row: bool) -> str:
        """A name for peers."""
        return f"{'row' if row else 'column'} {len(self.elements) + 1}"


def themed(number: int, *, kindred: bool) -> SlideTheme:
    """One of the themes, or with panels as bright as its paper."""
    paper, soft = KINDRED[number]
    return THEMES[number].model_copy(update={"paper": paper, "soft": soft} if kindred else {})


def lay_out_slide(
    dice: Dice, rows: int, decoys: int, small: int, *, kindred: bool
) -> SlidePage | None:
    """A slide that keeps all rules by far, small type so large; None where the dice made none."""
    meant = list(DECOYS)
    dice.shuffle(meant)
    theme = themed(dice.below(len(THEMES)), kindred=kindred)
    draft = SlideDraft(dice, theme, dice.of(TOPICS), tuple(meant[:decoys]), type=small)
    _head(draft)
    top = TOP
    for number, high in enumerate(ROWS[rows]):
        _row(draft, SlideArea(LEFT, top, RIGHT - LEFT, high), number)
        top += high + BETWEEN
    _foot(draft)
    if "highlight" in meant[:decoys]:
        _highlight(draft)
    if "emphasis" in meant[:decoys]:
        _emphasise(draft)
    if "badge" in meant[:decoys]:
        _badge(draft)
    page = SlidePage(theme=draft.theme, elements=tuple(draft.elements))
    return page if is_tidy(page) and not draft.spent else None


def is_tidy(page: SlidePage) -> bool:
    """Whether no rule is nearly broken, and no line but of cards and notes is broken in two."""
    wrapped = any(len(one.lines()) > 1 + (one.kind == "stat")
                  for one in page.elements if one.kind not in ("card", "callout"))  # fmt: skip
    return not wrapped and not defects(page, CLEAR)


def _head(d: SlideDraft) -> None:
    title = d.dice.of(d.topic.titles)
    d.add("title", LEFT, 28, 640, 34, text=title, size=26, bold=True, edge="left")
    if d.dice.below(3):
        d.add("subtitle", LEFT, 66, 640, 19, text=d.dice.of(d.topic.subtitles), size=14,
              ink=d.theme.faint, edge="left")  # fmt: skip
    if d.dice.below(2):
        d.add("logo", RIGHT - 38, 30, 38, 38, ratio=(1, 1), look=d.dice.below(3))


def _foot(d: SlideDraft) -> None:
    text = d.dice.of(d.topic.sources)
    d.add("footer", LEFT, FOOT, 420, 15, text=text, size=11, ink=d.theme.faint, edge="left")
    d.add("number", RIGHT - 40, FOOT, 40, 15, text=str(d.dice.between(2, 38)), size=11,
          ink=d.theme.faint, align="right")  # fmt: skip


def _row(d: SlideDraft, area: SlideArea, number: int) -> None:
    """Two blocks beside one another, or one."""
    if area.h > 130 and (number == 0 or d.dice.below(2)):
        wide = d.dice.of(((area.w - GAP) // 2, 300, 384))
        first = SlideArea(area.x, area.y, wide, area.h)
        second = SlideArea(area.x + wide + GAP, area.y, area.w - wide - GAP, area.h)
        texts, shown = _lists(d), d.dice.of((_picture, _picture, _chart, _table))
        blocks = [texts, shown]
        d.dice.shuffle(blocks)
        blocks[0](d, first)
        blocks[1](d, second)
    elif area.h < 60:
        d.dice.of((_steps, _callout, _callout, _quote if "quote" in d.meant else _steps))(d, area)
    else:
        more = _quote if "quote" in d.meant and d.dice.below(2) else _stats
        roomy = (_cards, _stats, _gallery, _callout, more)
        d.dice.of(roomy if area.h > 90 else (_stats, _callout, more))(d, area)


def _lists(d: SlideDraft) -> "Block":
    return d.dice.of((_bullets, _bullets, _stack, _note))


def _note(d: SlideDraft, area: SlideArea) -> None:
    """A heading over a few lines in a box."""
    _heading(d, area)
    text = " ".join(d.some(d.topic.callouts, 2 if area.h > 150 else 1))
    size = d.sized(13)
    high = len(set_lines(text, size, area.w - 2 * PAD)) * pitch(size) + 2 * PAD
    d.add("callout", area.x, area.y + 30, area.w, high, text=text, size=13,
          fill=d.theme.soft)  # fmt: skip


def _bullets(d: SlideDraft, area: SlideArea) -> None:
    """A heading, and a list; deeper ones where those are meant."""
    _heading(d, area)
    many = d.dice.between(4, max(4, min(7, (area.h - 30) // 27)))
    group, deep = d.group(row=False), "details" in d.meant
    details = d.some(d.topic.details, 3)
    texts = d.some(d.topic.bullets, many)
    step = d.dice.between(27, min(44, (area.h - 30) // many))
    for number, text in enumerate(texts):
        below = deep and details and number in (1, 2, 4) and number < many - 1 and d.dice.below(2)
        size = 12 if below else 14
        d.add("bullet", area.x + 4 + INDENT * bool(below), area.y + 30 + number * step,
              area.w - 4 - INDENT * bool(below), 19, text=details.pop() if below else text,
              size=size, group=group, depth=int(bool(below)))  # fmt: skip


def _heading(d: SlideDraft, area: SlideArea) -> None:
    edge = "left" if area.x == LEFT else f"edge {area.x}"
    d.add("heading", area.x, area.y, area.w, 22, text=d.some(d.topic.headings, 1)[0], size=17,
          bold=True, ink=d.theme.accent, edge=edge)  # fmt: skip


def _stack(d: SlideDraft, area: SlideArea) -> None:
    """Panels under one another."""
    tall = area.h > 200
    many = d.dice.between(3, 4 if tall else 3)
    gap = d.dice.between(10, 32 if many == 3 else 16) if tall else 12
    high = min(76, (area.h - gap * (many - 1)) // many)
    kind, words = ("stat", d.topic.stats) if high > 60 else ("step", d.topic.steps)
    group = d.group(row=False)
    for number, text in enumerate(d.some(words, many)):
        d.add(kind, area.x, area.y + number * (high + gap), area.w, high, text=text, group=group,
              size=13 if kind == "stat" else 15, fill=d.theme.soft, bold=kind == "step",
              align="center")  # fmt: skip


def _picture(d: SlideDraft, area: SlideArea) -> None:
    """A picture over its caption."""
    ratio = d.dice.of(RATIOS)
    unit = min(area.w // ratio[0], (area.h - 24) // ratio[1])
    edge = f"edge {area.x}" if area.x != LEFT else "left"
    wide, high = unit * ratio[0], unit * ratio[1]
    d.add("picture", area.x, area.y, wide, high, ratio=ratio, look=d.dice.below(60), edge=edge)
    d.add("caption", area.x, area.y + high + 6, area.w, 16, text=d.some(d.topic.captions, 1)[0],
          size=12, ink=d.theme.faint, edge=edge)  # fmt: skip


def _chart(d: SlideDraft, area: SlideArea) -> None:
    d.add("chart", *area, fill=d.theme.soft, look=d.dice.below(1000))


def _table(d: SlideDraft, area: SlideArea) -> None:
    rows = d.some(d.topic.rows, min(5, area.h // 26 - 1))
    lines = [d.topic.columns, *((row, str(d.dice.between(12, 98)), f"{d.dice.between(2, 40)} %")
                                for row in rows)]  # fmt: skip
    text = "\n".join(" | ".join(line) for line in lines)
    d.add("table", area.x, area.y, area.w, min(area.h, 34 * len(lines)), text=text, size=13,
          fill=d.theme.soft)  # fmt: skip


def _panels(d: SlideDraft, area: SlideArea, kind: str, texts: list[str], high: int,
            **look: Any) -> None:  # fmt: skip
    """Panels in a row, from edge to edge."""
    many = len(texts)
    gap = d.dice.of([gap for gap in range(12, 21) if not (area.w - gap * (many - 1)) % many])
    wide = (area.w - gap * (many - 1)) // many
    group = d.group(row=True)
    for number, text in enumerate(texts):
        d.add(kind, area.x + number * (wide + gap), area.y, wide, high, text=text, group=group,
              **({"fill": d.theme.soft} | look))  # fmt: skip


def _cards(d: SlideDraft, area: SlideArea) -> None:
    texts = d.some(d.topic.cards, d.dice.between(3, 4))
    _panels(d, area, "card", texts, area.h, size=12)


def _stats(d: SlideDraft, area: SlideArea) -> None:
    texts = d.some(d.topic.stats, d.dice.between(3, 5))
    _panels(d, area, "stat", texts, min(area.h, 84), size=13, align="center")


def _steps(d: SlideDraft, area: SlideArea) -> None:
    texts = [f"{number}  {word}" for number, word in enumerate(d.topic.steps, 1)]
    many = d.dice.between(4, 5)
    _panels(d, area, "step", texts[:many], min(area.h, 40), size=14, align="center", bold=True)


def _gallery(d: SlideDraft, area: SlideArea) -> None:
    """Pictures in a row, each over its caption."""
    many, high = d.dice.between(3, 4), (area.h - 22) // 2 * 2
    wide = high * 3 // 2
    each = (area.w - wide) // (many - 1)
    group = d.group(row=True)
    look = d.dice.below(60)
    for number in range(many):
        d.add("picture", area.x + number * each, area.y, wide, high, ratio=(3, 2), group=group,
              look=look + 7 * number)  # fmt: skip
    for number, text in enumerate(d.some(d.topic.captions, many)):
        d.add("caption", area.x + number * each, area.y + high + 5, wide, 15, text=text, size=11,
              ink=d.theme.faint, group=f"{group} captions")  # fmt: skip


def _callout(d: SlideDraft, area: SlideArea) -> None:
    d.add("callout", area.x, area.y, area.w, min(area.h, 48), text=d.some(d.topic.callouts, 1)[0],
          size=13, fill=d.theme.soft, edge="left")  # fmt: skip


def _quote(d: SlideDraft, area: SlideArea) -> None:
    """Words in the middle, however the rest stands."""
    text = f'"{d.dice.of(d.topic.quotes)}"'
    d.add("quote", area.x, area.y + area.h // 2 - 14, area.w, 26, text=text, size=20,
          ink=d.theme.accent, align="center")  # fmt: skip


Block = Callable[[SlideDraft, SlideArea], None]


def _highlight(d: SlideDraft) -> None:
    """One panel of a row in the accent's colour."""
    panels = [i for i, one in enumerate(d.elements) if one.kind in ("card", "stat", "step")]
    if panels:
        at = d.dice.of(panels)
        paint = {"fill": d.theme.accent, "ink": d.theme.bright}
        d.elements[at] = d.elements[at].model_copy(update=paint)


def _emphasise(d: SlideDraft) -> None:
    """One bullet in bold, in the accent's colour."""
    bullets = [i for i, one in enumerate(d.elements) if one.kind == "bullet" and not one.depth]
    if bullets:
        at = d.dice.of(bullets)
        d.elements[at] = d.elements[at].model_copy(update={"bold": True, "ink": d.theme.accent})


def _badge(d: SlideDraft) -> None:
    """A disc over the corner of a panel."""
    homes = [one for one in d.elements if one.kind in ("picture", "chart") and one.w > 120]
    if homes:
        home = d.dice.of(homes)
        d.add("badge", home.x + home.w - 30, home.y - 8, 42, 42, text=d.dice.of(BADGES), size=12,
              bold=True, align="center", fill=d.theme.accent, ink=d.theme.bright,
              on=home.id)  # fmt: skip
