"""Noun phrases with their conditions: `customers from Lima who are older than 30`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tasksynth_sql.databases.world import Attr, Table
from tasksynth_sql.making.plan import Against, Filter, Has, Known, Test
from tasksynth_sql.telling.natural import scales
from tasksynth_sql.telling.natural.lexicon import DOWNWARD, PERSONS, UPWARD
from tasksynth_sql.telling.natural.traits import Clause, StiltedError, Traits
from tasksynth_sql.telling.natural.words import a, agree, alternatives, listed, number

EVERY = Filter()


@dataclass(frozen=True)
class _Item:
    """A relative clause: a predicate, or a whole one that begins with `whose`."""

    text: str
    whole: bool


class Nouns(Traits):
    """Noun phrases of one question."""

    def one(self, table: Table, where: Filter = EVERY, *, head: str = "") -> str:
        """A noun phrase in the singular, without an article."""
        return self._phrase(table, where, many=False, head=head or table.singular)

    def all(self, table: Table, where: Filter = EVERY) -> str:
        """A noun phrase in the plural."""
        return self._phrase(table, where, many=True, head=table.plural)

    def which(self, table: Table, where: Filter) -> tuple[str, str] | None:
        """`(customers from Lima, are older than 30)`: plural noun and predicate, if they suit."""
        clauses = self._clauses(table, where.tests, apart=where.any)
        if not clauses or not all(c.preds for c in clauses[-1:] + clauses * where.any):
            return None
        if where.any:
            items = [self._item(clause, whole=False) for clause in clauses]
            said = alternatives([agree(item.text, many=True) for item in items])
            return table.plural, said
        *before, last = clauses
        if len(before) > 1 or any(clause.heavy for clause in before):
            return None
        text = agree(self._item(last, whole=False).text, many=True)
        return self._joined(table, before, many=True, head=table.plural), text

    def _phrase(self, table: Table, where: Filter, *, many: bool, head: str) -> str:
        needed, tests = where.tests, where.tests
        if where.any and len(where.tests) > 1:
            needed = tuple(t for t in tests if self._is_need(table, t))
            tests = tuple(t for t in tests if t not in needed)
            said = self._joined(table, self._clauses(table, needed), many=many, head=head)
            items = [self._item(c) for c in self._clauses(table, tests, apart=True)]
            return f"{said} {self._relative(table, items, 'or', many=many)}"
        return self._joined(table, self._clauses(table, needed), many=many, head=head)

    def _is_need(self, table: Table, test: Test) -> bool:
        """Does a condition only say that a reference is there?"""
        if not isinstance(test, Known) or not test.known:
            return False
        return self.world.column(table.name, test.attr).kind == "ref"

    def _clauses(self, table: Table, tests: Iterable[Test], *, apart: bool = False) -> list[Clause]:
        """Conditions as clauses, those with further nouns last.

        Conditions on one referred row are said of one noun, unless they stand `apart`.
        """
        found: list[Clause] = []
        far: dict[str, list[Test]] = {}
        for at, test in enumerate(tests):
            if isinstance(test, Has):
                found.append(self._related(table, test))
            elif test.attr.path:
                key = test.attr.path[0] + (f" {at}" if apart else "")
                far.setdefault(key, []).append(test)
            else:
                found.append(self.test(table, test))
        for key, group in far.items():
            found.append(self._referring(table, key.split(" ")[0], group))
        found.sort(key=lambda clause: (clause.heavy, clause.nested))
        if sum(clause.nested for clause in found) > 1:
            raise StiltedError("two nouns with relative clauses of their own")
        return found

    def _referring(self, table: Table, ref: str, tests: Sequence[Test]) -> Clause:
        """A condition on what a reference leads to: `written by an author from Peru`."""
        target = self.world[table[ref].table]
        stripped = Filter(tuple(_nearer(test) for test in tests))
        verb = UPWARD.get(f"{table.singular}.{table[ref].phrase}")
        role = self.role(table, ref)
        if verb is None:
            said = a(self.one(target, stripped, head=role))
            return Clause((f"[has|have] {said}",), (f"with {said}",), heavy=True)
        verb, _, after = verb.partition(":")
        first, _, rest = verb.partition(" ")
        said = a(self.one(target, stripped))
        is_verb = first in ("is", "was")
        post = after or rest
        words = {"is": "[is|are]", "was": "[was|were]"}.get(first)
        if words is None:
            words = f"[{first}|{first[:-2] if first.endswith('ches') else first[:-1]}]"
        pred = " ".join(filter(None, [words, rest, said]))
        return Clause((pred,), (f"{post} {said}",) if post or is_verb else (), heavy=True)

    def _related(self, table: Table, test: Has) -> Clause:
        """A condition on the rows that refer to this one: `have written at least two books`."""
        child = self.world[test.child]
        phrase = child[test.ref].phrase
        verb = DOWNWARD.get(f"{child.singular}.{phrase}")
        where = Filter(test.tests)
        if test.at_least == 1:
            some = f"at least one {self.one(child, where)}"
        elif test.at_least:
            words = self.dice.pick(scales.AT_LEAST).format(n=number(test.at_least))
            some = f"{words} {self.all(child, where)}"
        else:
            some = f"no {self.all(child, where)}"
        if verb is None and phrase == table.singular:
            return Clause((f"[has|have] {some}",), (f"with {some}",), heavy=True)
        if verb is None:
            return Clause((f"[is|are] the {self.role(child, test.ref)} of {some}",), heavy=True)
        return Clause((f"{verb} {some}",), heavy=True)

    def _joined(self, table: Table, clauses: Sequence[Clause], *, many: bool, head: str) -> str:
        """The noun with its conditions, all of which hold."""
        left = list(clauses)
        said = head
        described = next((c for c in left if c.adjective and self._wants_adjective(c)), None)
        if described is not None:
            left.remove(described)
            self.note(described.note)
            said = f"{described.adjective} {said}"
        light = [c for c in left if c.posts and not c.heavy]
        post = ""
        if light and (self.dice.chance(0.75) or not light[0].preds):
            post = self._post(light[0])
            said += f" {post}"
            left.remove(light[0])
        if len(left) == 1 and left[0].posts and self.dice.chance(0.7):
            second = [p for p in left[0].posts if p.split()[0] not in post.split()]
            second = second if left[0].heavy or not post else []
            if second or not left[0].preds:
                self.note(left[0].gloss)
                return f"{said} {self.dice.pick(second or left[0].posts)}"
        if not left:
            return said
        items = [self._item(clause) for clause in left]
        return f"{said} {self._relative(table, items, 'and', many=many)}"

    def _wants_adjective(self, clause: Clause) -> bool:
        return not clause.posts or self.dice.chance(0.6)

    def _post(self, clause: Clause) -> str:
        self.note(clause.gloss)
        return self.dice.pick(clause.posts)

    def _item(self, clause: Clause, *, whole: bool = True) -> _Item:
        named = bool(clause.whose) and whole
        if named and (not clause.preds or self.dice.chance(0.25)):
            return _Item(self.dice.pick(clause.whose), whole=True)
        if not clause.preds:
            return _Item(self.dice.pick(clause.whose), whole=True)
        self.note(clause.gloss)
        return _Item(self.dice.pick(clause.preds), whole=False)

    def _relative(self, table: Table, items: Sequence[_Item], last: str, *, many: bool) -> str:
        """`who are older than 30 and whose city is known`."""
        pronoun = "who" if table.singular in PERSONS else "that"
        said: list[tuple[bool, list[str]]] = []
        for item in items:
            text = agree(item.text, many=many)
            if not said or said[-1][0] != item.whole:
                said.append((item.whole, []))
                text = text if item.whole else f"{pronoun} {text}"
            said[-1][1].append(text)
        if last == "or":
            return alternatives([text for _, texts in said for text in texts])
        return (", and " if len(items) > 2 else " and ").join(listed(texts) for _, texts in said)


def _nearer(test: Test) -> Test:
    """A condition as seen from the first step of its path."""
    if isinstance(test, Has):
        raise TypeError("a condition on other rows has no path")
    if isinstance(test, Against) and test.scope is not None:
        raise TypeError("no comparison within a scope is about a referred row")
    return replace(test, attr=Attr(test.attr.path[1:], test.attr.column))
