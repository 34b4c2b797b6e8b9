"""Follow-up questions in English, and back: each names what it changes."""

from tasksynth_sql.databases.world import Table, World
from tasksynth_sql.making.plan import Having, Plan, Sort
from tasksynth_sql.telling.grammar import (
    Pick,
    Syntax,
    canonical,
    choice,
    constant,
    many,
    node,
    words,
)
from tasksynth_sql.telling.phrases import Phrases
from tasksynth_sql.telling.tongues.english import ENGLISH
from tasksynth_sql.turns.follow import (
    AllOfThem,
    Also,
    Backwards,
    Compute,
    ComputeToo,
    EachOnce,
    Edit,
    First,
    HowMany,
    InPlaceOf,
    Narrow,
    OnlyGroups,
    OrderBy,
    Otherwise,
    Per,
    PerInstead,
    Together,
    Whatever,
    With,
    Without,
    follow,
)


def ask(world: World, root: str, edit: Edit, pick: Pick = canonical) -> str:
    """A follow-up to a question about `root`, in words.

    Raises:
        ValueError: if the edit is outside the grammar.
    """
    said = _sentences(world, world[root]).say(edit, pick)
    if said is None:
        raise ValueError(f"no words for {edit}")
    return said


def meanings(world: World, plan: Plan, text: str) -> list[Plan]:
    """Every plan that a follow-up to a plan may mean; one for whatever `ask` says."""
    root = plan.left.root if not hasattr(plan, "root") else plan.root
    found: list[Plan] = []
    for edit in _sentences(world, world[root]).readings(text):
        then = follow(world, plan, edit)
        if then is not None and then not in found:
            found.append(then)
    return found


def _sentences(world: World, table: Table) -> Syntax:
    phrases = Phrases(world)
    return choice(
        *_of_conditions(world, table, phrases),
        *_of_numbers(table, phrases),
        *_of_lists(table, phrases),
    )


def _of_conditions(world: World, table: Table, phrases: Phrases) -> list[Syntax]:
    test = phrases.test(table)
    children = {child.name: [f"their {child.plural}"] for child, _ in world.children(table.name)}
    about = choice(phrases.attr(table)("the"), words(children))
    return [
        node(
            Narrow,
            f"Now only those {table.plural} {{test}}.",
            f"And only for {table.plural} {{test}}?",
            test=test,
        ),
        node(
            Otherwise,
            f"Now {table.plural} {{test}}, in place of the condition on {{about}}.",
            f"In place of the condition on {{about}}, now {table.plural} {{test}}.",
            test=test,
            about=about,
        ),
        node(
            Whatever,
            "Now without the condition on {about}.",
            "And if nothing is asked of {about}?",
            about=about,
        ),
        node(
            With,
            "And with {new} instead of {old}?",
            "What if it were {new} instead of {old}?",
            new=constant,
            old=constant,
        ),
    ]


def _of_numbers(table: Table, phrases: Phrases) -> list[Syntax]:
    measure = phrases.measure(table)
    known = words({True: [" (known values only)"], False: [" (NULL counts as a value)"]})
    having = node(
        Having,
        "{measure} {op} {value}",
        measure=measure,
        op=words(ENGLISH.conditions.comparisons["number"]),
        value=constant,
    )
    return [
        node(
            HowMany,
            f"How many {table.plural} are these? Give only the number.",
            f"Just count these {table.plural}.",
        ),
        node(
            Compute,
            "Now compute {measures} instead.",
            "Instead, give {measures}.",
            measures=phrases.measures(table),
        ),
        node(
            ComputeToo,
            "Give {measure} as well.",
            "And {measure}, as a further column?",
            measure=measure,
        ),
        node(
            Per,
            "Now for each different {attr}{known}, and show it.",
            "And per {attr}{known}, shown beside it?",
            attr=phrases.attr(table),
            known=known,
        ),
        node(
            PerInstead,
            "Now group by the {attr}{known} instead, and show that.",
            "And per {attr}{known} instead, shown beside it?",
            attr=phrases.attr(table),
            known=known,
        ),
        node(
            Together,
            f"And over all these {table.plural} together, without groups?",
            f"Now not in groups, but over all these {table.plural} at once.",
        ),
        node(
            OnlyGroups,
            "Keep only the groups for which {having}, whatever was asked of groups before.",
            having=having,
        ),
    ]


def _of_lists(table: Table, phrases: Phrases) -> list[Syntax]:
    attr = phrases.attr(table)("the")
    key = node(Sort, "{by} {descending}", by=attr, descending=words(ENGLISH.directions))
    return [
        node(
            OrderBy,
            "Sort them by {sort}, and by nothing else.",
            "Now in this order alone: by {sort}.",
            sort=many(key, ENGLISH.then),
        ),
        node(
            Backwards,
            "Now in exactly the reverse order.",
            "And the other way round, last to first?",
        ),
        node(
            First,
            "Only the first {limit} rows.",
            "Make that the first {limit} rows.",
            limit=constant,
        ),
        node(
            AllOfThem,
            "Show all rows again, not only the first.",
            "And without cutting the list off?",
        ),
        node(Also, "Show {attr} too.", "Add {attr} as a column.", attr=attr),
        node(Without, "Leave out {attr}.", "I do not need {attr} as a column.", attr=attr),
        node(
            InPlaceOf,
            "Show {new} in the place of {old}.",
            "I want to see {new}, not {old}.",
            new=attr,
            old=attr,
        ),
        node(EachOnce, "Show equal rows only once.", "And each combination only once?"),
    ]
