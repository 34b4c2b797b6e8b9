"""A page as HTML, for a real browser: its own forms and links do what ours do."""

from html import escape

from tasksynth_apps.phones.themes import ACCENTS, mixed
from tasksynth_apps.sites.bits import Bit, WebPage
from tasksynth_apps.sites.server import MOST_TEXT

_STYLE = """
*{{box-sizing:border-box}}body{{margin:0;font:15px/1.5 Roboto,Arial,sans-serif;color:#1d1d21;
background:{ground}}}nav{{display:flex;flex-wrap:wrap;gap:18px;align-items:center}}
a{{color:{accent};text-decoration:none}}a:hover{{text-decoration:underline}}
body>nav{{background:{accent};padding:14px 32px}}body>nav a{{color:#fff}}
a.brand{{font-weight:500;font-size:20px;margin-right:auto}}main{{max-width:960px;margin:24px auto;
background:#fff;padding:12px 32px 32px;border-radius:10px;box-shadow:0 1px 4px #0002}}
h1{{font-weight:500;font-size:24px}}main>nav{{margin:10px 0}}a.here{{font-weight:500;border-bottom:
3px solid {accent}}}a.small{{font-size:13px}}form{{display:inline-flex;gap:8px;align-items:center;
margin:0}}main>form,main>a{{margin:0 12px 8px 0}}
form.long{{display:flex;flex-direction:column;align-items:stretch;max-width:420px;gap:12px}}
input,select,textarea{{font:inherit;padding:7px 10px;border:1px solid #b9bcc6;border-radius:6px;
background:#fff;min-width:0}}label{{display:flex;flex-direction:column;font-size:13px;color:#5e616b}}
form:not(.long) label{{flex-direction:row;gap:8px;align-items:center}}
input[type=number]{{width:80px}}button,a.button{{font:inherit;font-weight:500;background:{accent};
color:#fff;border:0;border-radius:6px;padding:8px 16px;cursor:pointer;display:inline-block}}
button.plain,button.flag{{background:{tint};color:{accent};padding:4px 12px}}
button.flag[aria-pressed=true]{{background:{accent};color:#fff}}.danger{{margin-left:12px}}
a.danger{{color:#ba1a1a}}button.danger{{background:#ba1a1a;color:#fff;margin:0}}
table{{border-collapse:collapse;width:100%}}
td{{padding:9px 10px 9px 0;border-bottom:1px solid #dedee6}}
td:last-child{{text-align:right}}ul{{list-style:none;padding:0;margin:8px 0;display:grid;gap:10px}}
ul.grid{{grid-template-columns:repeat(3,1fr)}}li{{border:1px solid #dedee6;border-radius:8px;
padding:12px 16px;display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center}}
li form{{margin-left:auto}}.name{{font-weight:500}}.pair{{padding:9px 0;border-bottom:
1px solid #ececf1;margin-bottom:2px}}.fault{{color:#ba1a1a;font-size:13px}}
.strong{{font-weight:500}}
dialog{{border:0;border-radius:10px;padding:24px 32px;box-shadow:0 8px 40px #0006;top:30vh;
position:fixed;z-index:9}}.veil{{position:fixed;inset:0;background:#0006;z-index:8}}
"""
_INPUTS = {"textbox": "text", "searchbox": "text", "password": "password", "spinbutton": "text"}


def document(page: WebPage) -> str:
    """A page of HTML, which asks for nothing else; what can be used has its number as `data-n`."""
    accent = ACCENTS[page.accent]
    style = _STYLE.format(
        accent=_colour(accent),
        tint=_colour(mixed((255, 255, 255), accent, 12)),
        ground=_colour(mixed((255, 255, 255), accent, 5)),
    )
    writer = _Pen(page)
    shut = any(bit.kind == "dialog" for bit in page.body)
    parts = []
    for bit in page.body:
        written = writer.written(bit)
        inert = shut and bit.kind != "dialog"
        parts.append(f"<div inert>{written}</div>" if inert else written)
    return (
        f'<!doctype html><html lang="{page.language}"><head><meta charset="utf-8">'
        f"<title>{escape(page.title)}</title><style>{style}</style></head><body>"
        f"{''.join(parts)}{'<div class=veil></div>' if shut else ''}</body></html>"
    )


def _colour(colour: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


class _Pen:
    def __init__(self, page: WebPage) -> None:
        self.numbers = {id(one.bit): number for number, one in enumerate(page.used, 1)}
        self.cell = ""

    def written(self, bit: Bit) -> str:
        """A part, and all in it."""
        if bit.kind in ("table", "list", "grid"):
            return self._listed(bit)
        inner = "".join(map(self.written, bit.kids))
        look = f' class="{bit.look}"' if bit.look else ""
        said, tag = escape(bit.text), self._tag(bit)
        match bit.kind:
            case "text":
                return f"<span{look}>{said}</span>"
            case "heading":
                return f"<h1>{said}</h1>"
            case "link":
                return f'<a href="{escape(bit.to)}"{look}{tag}>{said}</a>'
            case "button":
                down = "" if bit.on is None else f' aria-pressed="{str(bit.on).lower()}"'
                name = f' name="{escape(bit.name)}" value="{escape(bit.value)}"' if bit.name else ""
                return f"<button{name}{down}{look}{tag}>{said}</button>"
            case "form":
                return f'<form method="{bit.text}" action="{escape(bit.to)}"{look}>{inner}</form>'
            case "hidden":
                name, value = escape(bit.name), escape(bit.value)
                return f'<input type="hidden" name="{name}" value="{value}">'
            case "dialog":
                return f'<dialog open aria-label="{said}"><p>{said}</p>{inner}</dialog>'
            case "pair":
                return f'<div class="pair">{inner}</div>'
            case "combobox":
                return self._choice(bit, tag)
            case kind if kind in _INPUTS:
                value, name = escape(bit.value), escape(bit.name)
                field = (
                    f'<input type="{_INPUTS[kind]}" name="{name}" value="{value}" '
                    f'maxlength="{MOST_TEXT}" autocomplete="off"{tag}>'
                )
                return f"<label>{said}{field}</label>"
        return f"<{bit.kind}{look}>{inner}</{bit.kind}>"

    def _tag(self, bit: Bit) -> str:
        number = self.numbers.get(id(bit))
        return f' data-n="{number}"' if number else ""

    def _choice(self, bit: Bit, tag: str) -> str:
        options = "".join(
            f'<option value="{escape(value)}"{" selected" if value == bit.value else ""}>'
            f"{escape(said)}</option>"
            for value, said in bit.options
        )
        field = f'<select name="{escape(bit.name)}"{tag}>{options}</select>'
        return f"<label>{escape(bit.text)}{field}</label>"

    def _listed(self, bit: Bit) -> str:
        """A table of rows, or a list of items."""
        if bit.kind == "table":
            rows = (
                "<tr>" + "".join(f"<td>{self.written(kid)}</td>" for kid in row.kids) + "</tr>"
                for row in bit.kids
            )
            return f"<table>{''.join(rows)}</table>"
        items = (f"<li>{''.join(map(self.written, item.kids))}</li>" for item in bit.kids)
        return f'<ul class="{bit.kind}">{"".join(items)}</ul>'
