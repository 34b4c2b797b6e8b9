"""The exact English."""
# ruff: noqa: E501 - a sentence a line

from collections.abc import Mapping

from tasksynth_sql.databases.world import Attr, Column, Table, World
from tasksynth_sql.telling.grammar import Joints
from tasksynth_sql.telling.tongues.tongue import Conditions, Measures, SqlTongue, WideWords


def _nouns(table: Table) -> Mapping[str, str]:
    return {"one": table.singular, "many": table.plural}


def _attribute(world: World, table: Table, attr: Attr, form: str) -> str:
    """An attribute through references, such as `city of the client`; `the` adds an article."""
    roles = [
        world[world.end(table.name, attr.path[:at])][ref].phrase for at, ref in enumerate(attr.path)
    ]
    phrase = world.column(table.name, attr).phrase
    article = "the " if form == "the" else ""
    return article + " of the ".join([phrase, *reversed(roles)])


def _role(_table: Table, ref: Column) -> str:
    return ref.phrase


_LISTED = Joints(", ", " and ")
_EXACTLY = {
    "=": ["is exactly", "equals"],
    "<>": ["is known and is not", "is known but differs from"],
}
_CONDITIONS = Conditions(
    compare="whose {attr} {op} {value}",
    comparisons={
        "number": {
            ">=": ["is at least", "is no less than"],
            ">": ["is greater than", "is above"],
            "<=": ["is at most", "is no more than"],
            "<": ["is less than", "is below"],
            **_EXACTLY,
        },
        "date": {
            ">=": ["is on or after", "is no earlier than"],
            ">": ["is after", "is later than"],
            "<=": ["is on or before", "is no later than"],
            "<": ["is before", "is earlier than"],
            **_EXACTLY,
        },
        "text": _EXACTLY,
    },
    between=(
        "whose {attr} is between {low} and {high} inclusive",
        "whose {attr} lies from {low} up to and including {high}",
    ),
    one_of=("whose {attr} is one of {values}", "whose {attr} is either of {values}"),
    known=("whose {attr} {known}",),
    knowns={True: ["is known", "is not NULL"], False: ["is unknown", "is NULL"]},
    against="whose {attr} {op} its {function} over the whole table of <root:many>{scope}",
    whole={"avg": ["average"], "min": ["lowest value"], "max": ["highest value"]},
    scope=" with the same known {}",
    has_none=("that have no <child:many>{tests}", "without any <child:many>{tests}"),
    has_one=(
        "that have at least one <child:one>{tests}",
        "with one or more <child:many>{tests}",
    ),
    has_many=(
        "that have at least {at_least} <child:many>{tests}",
        "with {at_least} or more <child:many>{tests}",
    ),
    counting=" (counting only those {})",
    where=" {tests}",
    all_of=_LISTED,
    any_of=Joints(", ", " or "),
)
_MEASURES = Measures(
    count=("the number of <root:many>", "how many <root:many> there are"),
    different=(
        "the number of different known values of the {attr}",
        "how many different known values the {attr} has",
    ),
    functions={
        "sum": ["the sum", "the total"],
        "avg": ["the average", "the mean"],
        "min": ["the lowest", "the minimum"],
        "max": ["the highest", "the maximum"],
    },
    of_all="{function} of the {attr}",
    of_known="{function} of the known values of the {attr}",
)
_EACH = "one row for each of them, repeats included"
_BANDS = "a label for the {attr}: 'high' from {high} on, else 'middle' from {low} on, else 'low'"
_UNKNOWN = ", and 'unknown' where it is NULL"
_ALIKE = "capitals and small letters being alike"
_WIDE = WideWords(
    banded=(
        f"For all <root:many>{{where}}, show {{outputs:the}} and {_BANDS}; {_EACH}.",
        f"Show, for all <root:many>{{where}}, {{outputs:the}} and {_BANDS}; {_EACH}.",
    ),
    banded_nullable=(
        f"For all <root:many>{{where}}, show {{outputs:the}} and {_BANDS}{_UNKNOWN}; {_EACH}.",
        f"Show, for all <root:many>{{where}}, {{outputs:the}} and {_BANDS}{_UNKNOWN}; {_EACH}.",
    ),
    named=(
        f"Take all <root:many> whose {{attr}} {{at}} {{text}}, {_ALIKE}. Of those{{where}}, show {{outputs:the}}, {_EACH}.",
        f"Of all <root:many>, take those whose {{attr}} {{at}} {{text}}, {_ALIKE}; then, of these{{where}}, show {{outputs:the}}, {_EACH}.",
    ),
    places={"start": ["begins with"], "end": ["ends with"], "anywhere": ["contains"]},
    share=(
        "Of all <root:many>{where}, compute which percentage, from 0 to 100 and not rounded, are <root:many> {of}; NULL if there are none at all.",
        "Over all <root:many>{where}, compute the percentage (from 0 to 100, not rounded) of <root:many> {of}, or NULL if there are none at all.",
    ),
    calendar=(
        "Group all <root:many>{where} by the {period} of the known {date}; for each group show that text and {measure}.",
        "For each {period} of the known {date} among all <root:many>{where}, show that text and {measure}.",
    ),
    periods={
        "year": ["year, as a text such as '2021',"],
        "month": ["month, as a text such as '2021-07',"],
    },
    pivot=(
        "For each known {by} among all <root:many>{where}, show it and, in a column for each of them, how many <root:many> have the {column} {values}, or 0.",
        "Group all <root:many>{where} by the known {by}; for each group show what it is grouped by and, each in a column of its own, the numbers of <root:many> with the {column} {values}, 0 for none.",
    ),
    running=(
        "Within each known {within}, put all <root:many>{where} in order of the known {key} {descending}, and where it is the same by id from the lowest to the highest. For each show {outputs:the} and {figure} {attr}.",
    ),
    figures={
        "total": ["the sum, up to and including it, of the known"],
        "previous": ["for the one just before it (NULL for the first) the"],
    },
    pairs=(
        "Take all <root:many>{where}. For every two of them with the same known {same}, each two once, show the {label} of the one with the lower id and that of the other.",
        "Pair up all <root:many>{where} that have the same known {same}, each pair once; show the {label} of the one with the lower id and that of the other.",
    ),
    streaks=(
        "Take the different known values of the {attr} among all <root:many>{where}, separately for each known {by}. For each show it and the length of its longest run of values that follow one another without a gap (2019, 2020, 2021: a length of 3).",
    ),
    gaps=(
        "List every whole number from {low} up to and including {high} that is the {attr} of none of the <root:many>, each once.",
        "Which whole numbers from {low} up to and including {high} are the {attr} of none of the <root:many>? List each once.",
    ),
)
ENGLISH = SqlTongue(
    nouns=_nouns,
    attribute=_attribute,
    role=_role,
    conditions=_CONDITIONS,
    measures={"": _MEASURES},
    values=Joints(", ", " or "),
    listed=_LISTED,
    directions={
        False: ["in ascending order", "from the lowest to the highest"],
        True: ["in descending order", "from the highest to the lowest"],
    },
    sort=" Sort by {}.",
    by_measure="{by} {descending}",
    by_attribute="{by:the} {descending}",
    then=Joints(", ", ", then by "),
    first=" Keep only the first {} rows.",
    first_one="",
    left_out=" Rows for which a reference needed here is missing are left out.",
    kept=" Rows for which a reference needed here is missing are kept, with NULL for its columns.",
    each=(
        "For all <root:many>{where}, show {outputs:the}, one row for each of them, repeats included.{sort}{limit}",
        "Show {outputs:the} for all <root:many>{where}, one row for each of them, repeats included.{sort}{limit}",
    ),
    once=(
        "For all <root:many>{where}, list the different combinations of {outputs:the}, each only once.",
        "List the different combinations of {outputs:the} for all <root:many>{where}, each only once.",
    ),
    summary=(
        "Over all <root:many>{where}, compute {measures}.",
        "Compute {measures}, over all <root:many>{where}.",
    ),
    groups=(
        "For each different combination of {by:the}{known} among all <root:many>{where}, show that combination and {measures}.{having}{sort}{limit}",
        "Group all <root:many>{where} by {by:the}{known}; for each group show what it is grouped by and {measures}.{having}{sort}{limit}",
    ),
    group_values={True: [" (known values only)"], False: [" (NULL counts as a value)"]},
    having="{measure} {op} {value}",
    only_groups=" Keep only those groups for which {}.",
    child_number=(
        "For each of the <root:many> (by id), also for those without any, show {outputs:the} and the number of their <child:many>{tests}.",
        "Show {outputs:the} and the number of their <child:many>{tests} for each of the <root:many> (by id), also for those without any.",
    ),
    child_figure=(
        "For each of the <root:many> (by id), show {outputs:the} and {measure} over their <child:many>{tests}, NULL for those without any.",
        "Show {outputs:the} and {measure} over their <child:many>{tests} for each of the <root:many> (by id), NULL for those without any.",
    ),
    side="known {attr} of all <root:many>{where}",
    combine={
        "union": (
            "List every {left} together with every {right}, each value only once.",
            "List, each value only once, every {left} and also every {right}.",
        ),
        "intersect": (
            "List every {left} that is also a {right}, each value only once.",
            "List, each value only once, every {left} that is a {right} too.",
        ),
        "except": (
            "List every {left} that is not a {right}, each value only once.",
            "List, each value only once, every {left} that is never a {right}.",
        ),
    },
    ranked=(
        "Within each known {within}, rank all <root:many>{where} by known {by} {descending}; {dense}. Show {outputs:the} and the rank, for ranks up to {top}.",
        "Rank all <root:many>{where} by known {by} {descending}, separately within each known {within}; {dense}. Up to rank {top}, show {outputs:the} and the rank.",
    ),
    dense={
        False: ["equal values share a rank and the ranks after it are skipped"],
        True: ["equal values share a rank and no rank is skipped"],
    },
    totals=(
        "For each known {by}, compute {measure} over all <root:many>{where}. List each such value with its number where the number is above the average of these numbers.",
    ),
    tree=(
        "Take the <root:one> with id {start}, at depth 0, and then, one depth further each time, all <root:many> whose <ref> is already taken. {included} Of all these{where}, show {outputs:the} and the depth.",
    ),
    included={
        True: ["That <root:one> itself counts."],
        False: ["That <root:one> itself does not count."],
    },
    wide=_WIDE,
)
