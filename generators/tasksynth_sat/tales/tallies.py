"""Sums told as a tale: people count points for what comes about, and say what they must come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasksynth_sat.formulas.linear import Demand, Relation, Term
from tasksynth_sat.tales.lots import Lots
from tasksynth_sat.tales.telling import Cast, cast_of
from tasksynth_sat.tales.tongue import Language


@dataclass(frozen=True)
class PointsTale:
    """The sentences of a language."""

    rules: tuple[str, ...]
    """How people count; `{m}`, `{people}` and `{host}` are filled in."""
    term: str
    """A number `{c}` and what it is counted for, `{every}`."""
    between: str
    line: tuple[str, ...]
    """What one person `{p}` counts, `{terms}`, and `{bound}`."""
    bounds: Mapping[Relation, tuple[str, ...]]
    price: tuple[str, ...]
    """What the choices cost, `{terms}`."""
    find: tuple[str, ...]
    """Asks for a choice that suits everybody."""
    cheapest: tuple[str, ...]
    """Asks for the one of them that costs least."""


TALES: Mapping[Language, PointsTale] = {
    "en": PointsTale(
        rules=(
            (
                "Each of the {m} {people} counts points for what comes about, and says what they "
                "must come to in all."
            ),
            (
                "The {m} {people} have been asked. Each of them gives points for some of what may "
                "happen; what is not mentioned gives none."
            ),
        ),
        term="{c} if {every}",
        between="; ",
        line=(
            "{p} counts like this: {terms}. {bound}",
            "These are the points of {p}: {terms}. {bound}",
        ),
        bounds={
            ">=": ("There must be at least {b} in all.", "The sum has to be {b} or more."),
            "=": ("There must be exactly {b} in all.", "The sum has to be {b}, no more, no less."),
            "<=": ("There may be at most {b} in all.", "The sum may not exceed {b}."),
        },
        price=(
            "The choice costs money, too, in coins: {terms}. Everything else is free.",
            "Some of it has to be paid for, in coins: {terms}. The rest costs nothing.",
        ),
        find=(
            "Find a choice with which the points of all {m} {people} are as they must be.",
            "How should {host} choose so that every sum is right?",
        ),
        cheapest=(
            (
                "Find the choice with which the points of all {m} {people} are as they must be and "
                "that costs as few coins as possible."
            ),
            "How should {host} choose so that every sum is right, and to pay as little as can be?",
        ),
    ),
    "de": PointsTale(
        rules=(
            (
                "Alle {m} {people} zählen Punkte für das, was eintritt, und sagen, wie viele es "
                "zusammen sein müssen."
            ),
            (
                "Die {m} {people} sind gefragt worden. Alle vergeben für manches, was geschehen "
                "kann, Punkte; was sie nicht erwähnen, zählt nichts."
            ),
        ),
        term="{c}, wenn {every}",
        between="; ",
        line=(
            "{p} zählt so: {terms}. {bound}",
            "Die Punkte von {p}: {terms}. {bound}",
        ),
        bounds={
            ">=": (
                "Zusammen müssen es mindestens {b} sein.",
                "Die Summe muss {b} oder mehr betragen.",
            ),
            "=": ("Zusammen müssen es genau {b} sein.", "Die Summe muss exakt {b} betragen."),
            "<=": ("Zusammen dürfen es höchstens {b} sein.", "Mehr als {b} dürfen es nicht sein."),
        },
        price=(
            "Die Wahl kostet auch Geld, in Talern: {terms}. Alles andere ist umsonst.",
            "Manches muss bezahlt werden, in Talern: {terms}. Der Rest kostet nichts.",
        ),
        find=(
            "Finde eine Wahl, mit der die Punkte aller {m} {people} so sind, wie sie sein müssen.",
            "Wie soll {host} wählen, damit jede Summe stimmt?",
        ),
        cheapest=(
            (
                "Finde die Wahl, mit der die Punkte aller {m} {people} so sind, wie sie sein "
                "müssen, und die so wenige Taler wie möglich kostet."
            ),
            (
                "Wie soll {host} wählen, damit jede Summe stimmt und so wenig wie möglich zu "
                "zahlen ist?"
            ),
        ),
    ),
    "es": PointsTale(
        rules=(
            (
                "Cada uno de los {m} {people} cuenta puntos por lo que sucede y dice cuántos debe "
                "haber en total."
            ),
            (
                "Se ha preguntado a {m} {people}. Todos dan puntos por algunas de las cosas que "
                "pueden suceder; lo que no mencionan no suma nada."
            ),
        ),
        term="{c} si {every}",
        between="; ",
        line=(
            "{p} cuenta así: {terms}. {bound}",
            "Estos son los puntos de {p}: {terms}. {bound}",
        ),
        bounds={
            ">=": (
                "En total debe haber {b} como mínimo.",
                "La suma ha de ser de {b} o más.",
            ),
            "=": ("En total debe haber {b} exactamente.", "La suma ha de ser justo de {b}."),
            "<=": (
                "En total puede haber {b} como máximo.",
                "La suma no puede pasar de {b}.",
            ),
        },
        price=(
            "La elección también cuesta dinero, en monedas: {terms}. Todo lo demás es gratis.",
            "Algunas cosas hay que pagarlas, en monedas: {terms}. El resto no cuesta nada.",
        ),
        find=(
            "Busca una elección con la que los puntos de los {m} {people} sean los que deben ser.",
            "¿Qué debe elegir {host} para que todas las sumas sean correctas?",
        ),
        cheapest=(
            (
                "Busca la elección con la que los puntos de los {m} {people} son los que deben ser "
                "y que cuesta el menor número posible de monedas."
            ),
            (
                "¿Qué debe elegir {host} para que todas las sumas sean correctas y pague lo menos "
                "posible?"
            ),
        ),
    ),
    "zh": PointsTale(
        rules=(
            "{m}位{people}各自按实际情况计分，并说明总分必须是多少。",
            "{host}问过{m}位{people}。每个人都给可能出现的某些情况打分，没有提到的情况不计分。",
        ),
        term="{every}，{c}",
        between="；",
        line=("{p}这样计分：{terms}。{bound}", "{p}的分数是：{terms}。{bound}"),
        bounds={
            ">=": ("总分至少要有{b}。", "合计必须达到{b}或更多。"),
            "=": ("总分必须正好是{b}。", "合计只能是{b}，不多也不少。"),
            "<=": ("总分最多只能是{b}。", "合计不得超过{b}。"),
        },
        price=(
            "各项选择还要花钱，以枚硬币计：{terms}。其余都不花钱。",
            "其中一些要付钱，以枚硬币计：{terms}。别的都免费。",
        ),
        find=(
            "请找出一种选择，使{m}位{people}的总分都符合要求。",
            "{host}该怎样选择，才能让每个总分都符合要求？",
        ),
        cheapest=(
            "请找出一种选择，使{m}位{people}的总分都符合要求，而且花的硬币最少。",
            "{host}该怎样选择，才能让每个总分都符合要求，同时花钱最少？",
        ),
    ),
}


def tell(
    language: Language,
    wording: int,
    n_vars: int,
    demands: Sequence[Demand],
    cost: Sequence[Term],
) -> str:
    """The whole prompt; it asks for the cheapest choice where there is a cost."""
    cast = cast_of(language, wording, n_vars, len(demands))
    tongue, setting, tally = cast.tongue, cast.setting, TALES[language]
    lots = Lots(wording, 2)
    words = {
        "n": n_vars,
        "m": len(demands),
        "host": setting.host,
        "people": setting.people,
        "things": setting.things,
        "unit": setting.unit,
        "items": tongue.listed(cast.things),
        "on": setting.on.label,
        "off": setting.off.label,
    }
    begin = f"{lots.one(setting.scenes)}{tongue.space}{lots.one(tally.rules)}".format(**words)
    lines = [
        f"{i}. " + _line(cast, tally, person, one, lots)
        for i, (person, one) in enumerate(zip(cast.people, demands, strict=True), 1)
    ]
    blocks = [begin, "\n".join(lines)]
    if cost:
        priced = lots.one(tally.price)
        blocks.append(priced.format(terms=_terms(cast, tally, cost)))
    ask = lots.one(tally.cheapest if cost else tally.find)
    reply = lots.one(tongue.replies["values"])
    blocks.append(f"{ask}{tongue.space}{reply}".format(**words))
    whole = "\n\n".join(blocks)
    for apart, together in tongue.contractions:
        whole = whole.replace(apart, together)
    return whole


def _line(cast: Cast, tally: PointsTale, person: str, one: Demand, lots: Lots) -> str:
    bound = lots.one(tally.bounds[one.relation]).format(b=one.bound)
    return lots.one(tally.line).format(p=person, terms=_terms(cast, tally, one.terms), bound=bound)


def _terms(cast: Cast, tally: PointsTale, terms: Sequence[Term]) -> str:
    mood, setting = cast.tongue.every["every"], cast.setting
    told = []
    for c, y in terms:
        state = setting.on if y > 0 else setting.off
        every = mood([([cast.things[abs(y) - 1]], state)], setting)
        told.append(tally.term.format(c=c, every=every))
    return tally.between.join(told)
