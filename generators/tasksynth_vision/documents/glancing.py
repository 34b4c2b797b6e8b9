"""What one might answer who reads the tables, and half of the question."""

from collections import Counter

from tasksynth_vision.documents.asking import DocumentAsk
from tasksynth_vision.documents.data import Cell, DocumentData


def half_read(d: DocumentData, ask: DocumentAsk) -> Cell | None:
    """The answer of whoever minds one of two conditions; None to questions that have one alone.

    Lines are told apart by a condition: the second of all, as the first is never meant. A line is
    looked up: the highest of what is asked for. A second table: what it says of the commonest code.
    """
    match ask.sort:
        case "pick" | "join_pick":
            numbers = d.table.numbers(d.table.at(ask.columns[0]))
            order = sorted(range(len(numbers)), key=lambda row: numbers[row], reverse=not ask.low)
            return d.table.rows[order[1]][0]
        case "lookup":
            values = d.table.values(d.table.at(ask.columns[1]))
            if not all(isinstance(value, int) for value in values):
                return values[0]
            return min(values) if ask.low else max(values)
        case "join_cell" | "join_lookup" if d.side is not None:
            codes = d.table.values(d.table.at(d.side.columns[0].name))
            commonest = Counter(codes).most_common(1)[0][0]
            rows = {row[0]: row for row in d.side.rows}
            return rows[commonest][d.side.at(ask.columns[-1])]
    return None
