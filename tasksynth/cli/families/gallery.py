"""A web page of tasks for people: a section per family, a row per level, answers folded away.

One file, without scripts or anything from elsewhere; whatever a family says is escaped.
"""

import base64
from collections.abc import Sequence
from html import escape

from tasksynth import registry
from tasksynth.capability import Carded
from tasksynth.registry import AnyFamily
from tasksynth.single import Draw, address, source

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)


def page(
    names: Sequence[str], *, levels: Sequence[float] = LEVELS, each: int = 2, seed: int = 0
) -> str:
    """The page, with `each` tasks a family and level: as pictures where a family draws cards.

    Raises:
        UsageError: for an unknown family or a level outside [0, 1].
        FamilyError: if a family cannot make a task of a level.
    """
    sections = (_section(registry.get(name), levels, each, seed) for name in names)
    links = " ".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in names)
    return _PAGE.format(links=links, body="\n".join(sections), seed=seed)


def _section(family: AnyFamily, levels: Sequence[float], each: int, seed: int) -> str:
    name = escape(family.name)
    about = escape((type(family).__doc__ or "").strip().partition("\n")[0])
    rows = []
    for level in levels:
        tasks = source(family.name, seed=seed, level=level)
        figures = "\n".join(_figure(family, tasks.draw(index)) for index in range(each))
        rows.append(f'<h3>Level {level:g}</h3>\n<div class="row">{figures}</div>')
    body = "\n".join(rows)
    return f'<section id="{name}">\n<h2>{name}</h2>\n<p>{about}</p>\n{body}\n</section>'


def _figure(family: AnyFamily, draw: Draw) -> str:
    ref = escape(str(address(draw.task.ref, draw.task.level)))
    prompt, answer = _text(draw.task.text), _text(family.solve(draw.instance))
    picture = family.card(draw.instance) if isinstance(family, Carded) else None
    seen, folds = (
        (prompt, "") if picture is None else (_image(picture, ref), _folded("Prompt", prompt))
    )
    values = ", ".join(f"{name} {value:.3g}" for name, value in draw.task.measure.items())
    folds += _folded("Reference answer", answer) + _folded("Measures", _text(values))
    return (
        f'<figure>{seen}<div class="folds">{folds}</div>'
        f"<figcaption><code>{ref}</code></figcaption></figure>"
    )


def _text(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _folded(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>{body}</details>"


def _image(png: bytes, name: str) -> str:
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))  # of its IHDR
    data = base64.b64encode(png).decode()
    return (
        f'<div class="card"><img loading="lazy" style="--wide:{width}px" width="{width}" '
        f'height="{height}" alt="A picture of {name}" src="data:image/png;base64,{data}"></div>'
    )


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tasks of tasksynth</title>
<style>
:root {{ color-scheme: light dark; --line: #d8d8d4; --soft: #f3f3f0; --faint: #62625c; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --line: #3c3c40; --soft: #212125; --faint: #a6a6ac; }}
}}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 1760px;
       padding: 0 1rem; }}
nav a {{ display: inline-block; margin-right: 1rem; }}
h2 {{ margin: 2.5rem 0 0; }}
h3 {{ margin: 1rem 0 .4rem; font-weight: 500; font-size: 1rem; }}
section > p {{ margin: .2rem 0; color: var(--faint); }}
.row {{ display: grid; gap: 1rem;
       grid-template-columns: repeat(auto-fill, minmax(min(100%, 34rem), 1fr)); }}
figure {{ margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden;
         display: flex; flex-direction: column; }}
.card {{ overflow-x: auto; margin: auto 0; background: #fff; }}
img {{ width: 100%; max-width: calc(1.25 * var(--wide)); min-width: calc(.55 * var(--wide));
      height: auto; display: block; margin: 0 auto; }}
pre {{ margin: 0; padding: .6rem .8rem; overflow: auto; max-height: 26rem; background: var(--soft);
      font-size: clamp(9px, 2.4vw, 12px); line-height: 1.25; white-space: pre-wrap;
      overflow-wrap: anywhere; }}
.folds {{ display: flex; flex-wrap: wrap; margin-top: auto; border-top: 1px solid var(--line); }}
details[open] {{ flex-basis: 100%; min-width: 0; }}
summary {{ padding: .35rem .8rem; cursor: pointer; font-size: 13px; }}
figcaption {{ padding: .35rem .8rem; border-top: 1px solid var(--line); font-size: 12px;
             color: var(--faint); overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>Tasks</h1>
<p>By family and by level of difficulty, of seed {seed}. These pages are for people: pictures and
folds show the answers, which a model never sees.</p>
<nav>{links}</nav>
{body}
</body>
</html>
"""
