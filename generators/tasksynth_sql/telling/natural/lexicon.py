"""How people speak of the columns, tables and references of the made-up domains.

What has no entry, such as the columns of a user's file, is spoken of by its name: see `traits`.
In a template, `[is|are]` agrees with the subject, and `{q}` is the quantity or the value.
"""
# ruff: noqa: E501 - one entry a line

from dataclasses import dataclass

from tasksynth_sql.judging.reading import word_set

Scale = str
"""Which words compare: a key of `scales.SCALES`."""


@dataclass(frozen=True)
class ColumnWords:
    """The ways to say a condition on a column."""

    scale: Scale
    preds: tuple[str, ...] = ()
    """After `who` or `that`."""
    posts: tuple[str, ...] = ()
    """Straight after the noun."""
    high: str = ""
    """An adjective for a large value, and `low` for a small one; evidence defines them."""
    low: str = ""
    tops: tuple[str, str] = ("", "")
    """The superlatives of the largest and of the smallest value."""
    gloss: str = ""
    """Evidence, where the words do not tell which column they mean."""
    other: bool = False
    """May `{q}` be `a city other than Lima`?"""
    adjective: bool = False
    """May the value itself stand before the noun?"""


def _money(**more: object) -> ColumnWords:
    return ColumnWords(
        "amount",
        ("[costs|cost] {q}",),
        ("costing {q}",),
        high="expensive",
        low="cheap",
        tops=("most expensive", "cheapest"),
        **more,  # type: ignore[arg-type]
    )


def _earnt(*, paid: bool = True) -> ColumnWords:
    return ColumnWords(
        "amount", ("[earns|earn] {q}",), ("earning {q}",), high="well-paid", low="low-paid",
        tops=("best-paid", "worst-paid") if paid else ("", ""),
    )  # fmt: skip


def _when(scale: str, participle: str, **more: object) -> ColumnWords:
    return ColumnWords(scale, (f"[was|were] {participle} {{q}}",), (f"{participle} {{q}}",), **more)  # type: ignore[arg-type]


PERSONS = word_set(
    "author member customer teacher student doctor patient pilot artist coach player chef "
    "employee keeper director driver client"
)

TRAITS: dict[str, ColumnWords] = {
    "*.age": ColumnWords(
        "age", ("[is|are] {q}",), ("{q}",), tops=("oldest", "youngest"), high="senior", low="young"
    ),
    "*.price": _money(),
    "*.cost": _money(),
    "*.salary": _earnt(),
    "*.wage": _earnt(),
    "*.weight": ColumnWords(
        "amount",
        ("[weighs|weigh] {q}",),
        ("weighing {q}",),
        "heavy",
        "light",
        ("heaviest", "lightest"),
    ),
    "*.rating": ColumnWords(
        "of", ("[has|have] a rating {q}",), ("with a rating {q}",), "highly rated", "poorly rated"
    ),
    "*.score": ColumnWords(
        "of", ("[has|have] a score {q}",), ("with a score {q}",), "favourable", "unfavourable"
    ),
    "*.budget": ColumnWords(
        "of", ("[has|have] a budget {q}",), ("with a budget {q}",), "big-budget", "low-budget"
    ),
    "*.distance": ColumnWords(
        "of", ("[has|have] a distance {q}",), ("over a distance {q}",), "long", "short"
    ),
    "*.capacity": ColumnWords(
        "of", ("[has|have] a capacity {q}",), ("with a capacity {q}",), "large", "small"
    ),
    "*.area": ColumnWords(
        "of", ("[has|have] an area {q}",), ("with an area {q}",), "large", "small"
    ),
    "*.size": ColumnWords("of", ("[has|have] a size {q}",), ("with a size {q}",), "large", "small"),
    "*.length": ColumnWords(
        "of", ("[has|have] a length {q}",), ("with a length {q}",), "long", "short"
    ),
    "*.income": ColumnWords(
        "of", ("[has|have] an income {q}",), ("with an income {q}",), "high-income", "low-income"
    ),
    "*.rainfall": ColumnWords(
        "of", ("[has|have] a rainfall {q}",), ("with a rainfall {q}",), "wet", "dry"
    ),
    "*.delay": ColumnWords(
        "of", ("[has|have] a delay {q}",), ("with a delay {q}",), "badly delayed", "punctual"
    ),
    "book.number of pages": ColumnWords(
        "pages", ("[has|have] {q}", "[runs|run] to {q}"), ("with {q}",), "long", "short"
    ),
    "loan.number of days": ColumnWords(
        "days", ("[lasts|last] {q}",), ("lasting {q}", "of {q}"), "long", "short"
    ),
    "track.number of seconds": ColumnWords(
        "seconds", ("[lasts|last] {q}",), ("lasting {q}",), "long", "short"
    ),
    "driver.number of years": ColumnWords(
        "years",
        ("[has|have] {q} of experience",),
        ("with {q} of experience",),
        "seasoned",
        "inexperienced",
        gloss='"experience" refers to {column}',
    ),
    "pilot.number of hours": ColumnWords(
        "hours",
        ("[has|have] {q}", "[has|have] logged {q}"),
        ("with {q}",),
        "seasoned",
        "inexperienced",
    ),
    "assignment.number of hours": ColumnWords(
        "hours", ("[takes|take] {q}",), ("of {q}",), "long", "short"
    ),
    "sale.number of tons": ColumnWords("tons", ("[is|are] of {q}",), ("of {q}",), "large", "small"),
    "*.birth year": _when("year", "born"),
    "*.founding year": _when("year", "founded"),
    "*.opening year": _when("year", "opened"),
    "*.building year": _when("year", "built"),
    "*.buying year": _when("year", "bought"),
    "card.expiry year": ColumnWords("year", ("[expires|expire] {q}",), ("expiring {q}",)),
    "keeper.start year": ColumnWords("year", ("started {q}",)),
    "album.year": _when("year", "released", gloss='"released" refers to {column}'),
    "purchase.year": _when("year", "made", gloss='"made" refers to {column}'),
    "loan.loan date": _when("day", "taken out", gloss='"taken out" refers to {column}'),
    "member.joining date": ColumnWords("day", ("joined {q}",)),
    "visit.visit date": _when("day", "made", gloss='"made" refers to {column}'),
    "flight.departure date": ColumnWords("day", ("[departs|depart] {q}",), ("departing {q}",)),
    "play.playing date": _when("day", "played"),
    "goal.scoring date": _when("day", "scored"),
    "review.writing date": _when("day", "written"),
    "employee.hiring date": _when("day", "hired"),
    "feeding.feeding date": _when("day", "given", gloss='"given" refers to {column}'),
    "screening.screening date": _when("day", "held", gloss='"held" refers to {column}'),
    "trip.start date": ColumnWords("day", ("started {q}",), ("starting {q}",)),
    "account.opening date": _when("day", "opened"),
    "transfer.transfer date": _when("day", "made", gloss='"made" refers to {column}'),
    "crop.planting date": _when("day", "planted"),
    "*.city": ColumnWords("value", ("[is|are] in {q}",), ("in {q}",), other=True),
    "person.city": ColumnWords(
        "value", ("[lives|live] in {q}",), ("from {q}", "living in {q}"), other=True
    ),
    "parcel.city": ColumnWords("words", ("[has|have] the city {q}",), ("with the city {q}",)),
    "*.country": ColumnWords("value", ("[is|are] in {q}",), ("in {q}",), other=True),
    "person.country": ColumnWords(
        "value", ("[comes|come] from {q}", "[is|are] from {q}"), ("from {q}",), other=True
    ),
    "*.name": ColumnWords(
        "value", ("[is|are] named {q}", "[is|are] called {q}"), ("named {q}", "called {q}")
    ),
    "*.title": ColumnWords(
        "words", ("[is|are] titled {q}", "[is|are] called {q}"), ("titled {q}", "called {q}")
    ),
    "*.genre": ColumnWords(
        "words", ("[belongs|belong] to the genre {q}",), ("of the genre {q}", "in the genre {q}")
    ),
    "artist.genre": ColumnWords(
        "words",
        ("[plays|play] {q}",),
        ("playing {q}",),
        gloss="what an artist plays refers to {column}",
    ),
    "product.category": ColumnWords(
        "words",
        ("[is|are] in the category {q}", "[belongs|belong] to the category {q}"),
        ("in the category {q}",),
    ),
    "purchase.status": ColumnWords(
        "words", ("[has|have] the status {q}",), ("with the status {q}",), adjective=True
    ),
    "loan.state": ColumnWords(
        "words",
        ("[is|are] {q}", "[is|are] in the state {q}"),
        ("in the state {q}",),
        adjective=True,
    ),
    "project.state": ColumnWords(
        "words", ("[is|are] {q}", "[is|are] in the state {q}"), ("in the state {q}",)
    ),
    "account.kind": ColumnWords(
        "words", ("[is|are] of the kind {q}",), ("of the kind {q}",), adjective=True
    ),
    "truck.model": ColumnWords("words", ("[is|are] of the model {q}",), ("of the model {q}",)),
    "plane.model": ColumnWords("words", ("[is|are] of the model {q}",), ("of the model {q}",)),
    "ticket.cabin": ColumnWords(
        "words", ("[is|are] for the cabin {q}",), ("in the cabin {q}", "for the cabin {q}")
    ),
    "enrolment.term": ColumnWords("words", ("[is|are] for the term {q}",), ("for the term {q}",)),
    "player.position": ColumnWords(
        "words", ("[plays|play] in the position {q}",), ("in the position {q}",)
    ),
    "prescription.drug": ColumnWords(
        "value", ("[is|are] for {q}",), ("for {q}", "for the drug {q}")
    ),
    "department.building": ColumnWords(
        "value", ("[is|are] in the building {q}",), ("in the building {q}",)
    ),
    "visit.outcome": ColumnWords(
        "words", ("[had|had] the outcome {q}",), ("with the outcome {q}",)
    ),
    "field.soil": ColumnWords("words", ("[has|have] {q} soil",), ("with {q} soil",)),
    "enclosure.climate": ColumnWords(
        "words", ("[has|have] a {q} climate",), ("with a {q} climate",)
    ),
    "animal.species": ColumnWords(
        "words", ("[belongs|belong] to the species {q}",), ("of the species {q}",)
    ),
    "feeding.food": ColumnWords("words", ("[consists|consist] of {q}",), ("of {q}",)),
}

ROLES = {"restaurant.branch of": "parent restaurant"}
"""Nouns for references whose name is none."""

UPWARD = {
    "book.author": "was written by", "member.branch": "is registered at", "member.sponsor": "was sponsored by",
    "loan.book": "was for", "loan.member": "was taken out by", "customer.referrer": "was referred by",
    "product.supplier": "is supplied by", "purchase.customer": "was made by", "line.purchase": "belongs to:belonging to",
    "line.product": "is for", "teacher.department": "works in:working in", "teacher.mentor": "is mentored by",
    "course.teacher": "is taught by", "enrolment.student": "belongs to:of", "enrolment.course": "is in",
    "doctor.ward": "works on:working on", "doctor.supervisor": "is supervised by", "visit.patient": "was made by",
    "visit.doctor": "was to", "prescription.visit": "comes from:from", "pilot.base": "is based at",
    "flight.plane": "is flown with", "flight.pilot": "is flown by", "flight.origin": "departs from:departing from",
    "ticket.flight": "is for", "artist.label": "is signed to", "album.artist": "was recorded by",
    "track.album": "is on", "play.track": "is of", "club.stadium": "plays at:playing at", "coach.club": "coaches:coaching",
    "player.club": "plays for:playing for", "goal.player": "was scored by", "restaurant.district": "is in",
    "chef.restaurant": "works at:working at", "dish.chef": "was created by", "review.dish": "is of",
    "team.office": "is based in", "employee.team": "is in", "project.team": "is run by",
    "assignment.employee": "belongs to:of", "assignment.project": "is for", "enclosure.park": "is in",
    "keeper.park": "works at:working at", "keeper.trainer": "was trained by", "animal.enclosure": "lives in:living in",
    "animal.keeper": "is looked after by", "feeding.animal": "was given to", "director.teacher": "was taught by",
    "film.studio": "was produced by", "film.director": "was directed by", "screening.film": "is of",
    "screening.theatre": "is held at", "driver.depot": "is based at", "driver.instructor": "was instructed by",
    "truck.depot": "is kept at", "trip.truck": "was made with", "trip.driver": "was driven by",
    "parcel.trip": "is carried on", "client.agency": "is served by", "account.client": "is held by",
    "card.account": "is linked to", "transfer.account": "is from", "farm.region": "is in", "field.farm": "is on",
    "crop.field": "grows on:growing on", "sale.crop": "is of",
}  # fmt: skip
"""`table.reference`: the verb, and what stands after a noun (the verb without its `is`, if not said)."""

DOWNWARD = {
    "book.author": "[has|have] written", "loan.member": "[has|have] taken out", "product.supplier": "[supplies|supply]",
    "purchase.customer": "[has|have] made", "line.product": "[appears|appear] on", "course.teacher": "[teaches|teach]",
    "flight.pilot": "[flies|fly]", "album.artist": "[has|have] recorded", "goal.player": "[has|have] scored",
    "dish.chef": "[has|have] created", "project.team": "[runs|run]", "animal.keeper": "[looks|look] after",
    "film.studio": "[has|have] produced", "film.director": "[has|have] directed", "trip.driver": "[has|have] driven",
    "account.client": "[holds|hold]", "club.stadium": "[is|are] home to", "visit.patient": "[has|have] made",
}  # fmt: skip
"""`child.reference`: what parents do to their children, if it is not just to have them."""
