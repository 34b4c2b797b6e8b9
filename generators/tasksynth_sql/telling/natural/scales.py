"""The words that compare, for each kind of quantity.

The keys of a scale are the operators of plans, `..` for a range with both its bounds. `is` words
follow `whose age is`; `q` words fill the place in a trait's template.
"""

AMOUNT = {
    ">=": ["at least {n}", "{n} or more"],
    ">": ["more than {n}", "over {n}"],
    "<=": ["at most {n}", "{n} or less", "no more than {n}"],
    "<": ["less than {n}", "under {n}"],
    "=": ["exactly {n}"],
    "..": ["between {n} and {m} (inclusive)", "from {n} to {m}", "at least {n} and at most {m}"],
}
OF = {
    ">=": ["of at least {n}", "of {n} or more", "of {n} or higher"],
    ">": ["above {n}", "of more than {n}", "higher than {n}"],
    "<=": ["of at most {n}", "of {n} or less", "of no more than {n}"],
    "<": ["below {n}", "of less than {n}", "lower than {n}"],
    "=": ["of exactly {n}", "of {n}"],
    "..": ["of {n} to {m}", "between {n} and {m} (inclusive)", "of at least {n} and at most {m}"],
}
NUMBER = {
    ">=": ["at least {n}", "{n} or more", "{n} or higher"],
    ">": ["above {n}", "more than {n}", "higher than {n}", "greater than {n}"],
    "<=": ["at most {n}", "{n} or less", "no more than {n}", "{n} or lower"],
    "<": ["below {n}", "less than {n}", "lower than {n}"],
    "=": ["exactly {n}", "{n}"],
    "..": ["between {n} and {m} (inclusive)", "at least {n} and at most {m}"],
}
AGE = {
    ">=": ["aged {n} or older", "at least {n} years old", "{n} years old or older"],
    ">": ["older than {n}", "over {n} years old"],
    "<=": ["aged {n} or younger", "at most {n} years old", "no older than {n}"],
    "<": ["younger than {n}", "under {n} years old"],
    "=": ["aged exactly {n}", "exactly {n} years old"],
    "..": ["aged {n} to {m}", "between {n} and {m} years old (inclusive)"],
}
COUNT = {
    ">=": ["at least {n} {u}", "{n} or more {u}", "{n} {u} or more"],
    ">": ["more than {n} {u}", "over {n} {u}"],
    "<=": ["at most {n} {u}", "{n} or fewer {u}", "no more than {n} {u}"],
    "<": ["fewer than {n} {u}"],
    "=": ["exactly {n} {u}"],
    "..": ["between {n} and {m} {u} (inclusive)", "{n} to {m} {u}"],
}
YEAR = {
    ">=": ["in {n} or later", "no earlier than {n}"],
    ">": ["after {n}", "later than {n}"],
    "<=": ["in {n} or earlier", "no later than {n}"],
    "<": ["before {n}", "earlier than {n}"],
    "=": ["in {n}"],
    "..": ["between {n} and {m} (inclusive)", "from {n} to {m} (inclusive)"],
}
DAY = {
    ">=": ["on or after {n}", "on {n} or later", "no earlier than {n}"],
    ">": ["after {n}", "later than {n}"],
    "<=": ["on or before {n}", "on {n} or earlier", "no later than {n}"],
    "<": ["before {n}", "earlier than {n}"],
    "=": ["on {n}"],
    "..": ["between {n} and {m} (inclusive)", "from {n} to {m} (inclusive)"],
}
IS_YEAR = {
    ">=": ["{n} or later", "no earlier than {n}"],
    ">": ["after {n}", "later than {n}"],
    "<=": ["{n} or earlier", "no later than {n}"],
    "<": ["before {n}", "earlier than {n}"],
    "=": ["{n}", "exactly {n}"],
    "..": ["between {n} and {m} (inclusive)"],
}
AGAINST = {
    ">": ["above", "higher than"],
    "<": ["below", "lower than"],
    ">=": ["at least as high as"],
    "<=": ["no higher than"],
}
"""Of a number beside an average."""
AGAINST_YEAR = {
    ">": ["later than"],
    "<": ["earlier than"],
    ">=": ["no earlier than"],
    "<=": ["no later than"],
}
AT_LEAST = ["at least {n}", "{n} or more", "no fewer than {n}"]
GROUP_SIZES = {
    ">=": ["at least {n}", "{n} or more"],
    ">": ["more than {n}"],
    "<": ["fewer than {n}"],
}
SCALES = {"amount": AMOUNT, "of": OF, "age": AGE, "year": YEAR, "day": DAY}
"""By the name in a trait; any other name is the noun of what is counted."""
