"""The question at the end: a fact of the world, that takes looking up."""

from collections.abc import Callable

from tasksynth_apps.goals.acts import Composer
from tasksynth_apps.goals.plans import FinalQuestion, Pick, Where, all_of
from tasksynth_apps.goals.references import where
from tasksynth_apps.worlds.dates import said


def _sum_named(c: Composer, depth: int) -> FinalQuestion | None:
    ref = c.amount(max(1, depth))
    if ref is None:
        return None
    return FinalQuestion(said=f"What is {ref.words}?", kind="amount", value=ref.value)


def _day_named(c: Composer, depth: int) -> FinalQuestion | None:
    ref = c.day(max(1, depth))
    if ref is None:
        return None
    return FinalQuestion(said=f"What is {ref.words}?", kind="day", value=ref.value)


def _phone_of(c: Composer, depth: int) -> FinalQuestion | None:
    person = c.someone(depth - 1)
    if person is None:
        return None
    value = Pick(table="contacts", where=where(email=person.value), take="phone")
    words = f"What is the phone number of {person.words}, as it is among my contacts?"
    return FinalQuestion(said=words, kind="phone", value=value)


def _birthday_of(c: Composer, depth: int) -> FinalQuestion | None:
    person = c.someone(depth - 1)
    if person is None:
        return None
    value = Pick(table="contacts", where=where(email=person.value), take="birthday")
    words = f"On which day was {person.words} born, as it is among my contacts?"
    return FinalQuestion(said=words, kind="day", value=value)


def _name_of(c: Composer, depth: int) -> FinalQuestion | None:
    person = c.someone(max(1, depth))
    if person is None or person.words[0].isupper() or person.words.startswith("my "):
        return None
    value = Pick(table="contacts", where=where(email=person.value), take="name")
    return FinalQuestion(said=f"What is the full name of {person.words}?", kind="name", value=value)


def _sum_paid(c: Composer, depth: int) -> FinalQuestion | None:
    for row in c.some("transfers", direction="out"):
        person = c.person(row["person"], depth - 1)
        if person is not None:
            found = where(direction="out", person=person.value)
            value = Pick(table="transfers", where=found, take="amount")
            words = f"How much did I pay {person.words} in all, before today?"
            return FinalQuestion(said=words, kind="amount", value=value, fold="sum")
    return None


def _letters_from(c: Composer, depth: int) -> FinalQuestion | None:
    for row in c.some("mail", folder="inbox"):
        person = c.person(row["sender"], depth - 1)
        if person is not None:
            found = where(folder="inbox", sender=person.value)
            value = Pick(table="mail", where=found)
            words = f"How many messages from {person.words} are in my inbox?"
            return FinalQuestion(said=words, kind="count", value=value, fold="count")
    return None


def _days_events(c: Composer, depth: int) -> FinalQuestion | None:
    for row in c.some("events"):
        found = (Where(field="day", op="from", value=row["day"]),)
        words = f"How many events do I have on {said(row['day'])} and later?"
        value = Pick(table="events", where=found)
        return FinalQuestion(said=words, kind="count", value=value, fold="count")
    return None


def _files_in(c: Composer, depth: int) -> FinalQuestion | None:
    for row in c.some("files"):
        value = Pick(table="files", where=where(folder=row["folder"]), take="size_kb")
        words = f"How many kB do all files in the folder {row['folder']} have together?"
        return FinalQuestion(said=words, kind="count", value=value, fold="sum")
    return None


def _songs_by(c: Composer, depth: int) -> FinalQuestion | None:
    for row in c.some("songs"):
        value = Pick(table="songs", where=where(artist=row["artist"]), take="plays")
        words = f"How often were the songs of {row['artist']} played, all together?"
        return FinalQuestion(said=words, kind="count", value=value, fold="sum")
    return None


_WAYS: tuple[Callable[[Composer, int], FinalQuestion | None], ...] = (
    _sum_named, _day_named, _phone_of, _birthday_of, _name_of, _sum_paid, _letters_from,
    _days_events, _files_in, _songs_by,
)  # fmt: skip


def ask(c: Composer, depth: int) -> tuple[FinalQuestion, str | float] | None:
    """A question that has one answer, and the answer."""
    for way in c.chance.shuffled(_WAYS):
        question = way(c, depth)
        if question is None:
            continue
        if question.fold == "one":
            answer = c.means(question.value)
        elif isinstance(question.value, Pick):
            rows = all_of(question.value, c.finder)
            counted = len(rows) if question.fold == "count" else 0
            summed = sum(row[question.value.take] for row in rows) if not counted else 0
            answer = round(float(counted or summed), 2)
        else:
            answer = None
        if answer is not None:
            return question, answer if isinstance(answer, str) else float(answer)
    return None
