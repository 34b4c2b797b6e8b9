"""What is kept is what would be worked out, is about the right thing, and is not too much."""

from tasksynth_apps.kept import Memo, Visits


def test_what_is_asked_for_twice_is_kept_and_only_so_much_of_it() -> None:
    kept, made = Memo[str](2), list[str]()
    things = [object(), object()]

    def ask(number: int, key: str) -> str:
        def work_out() -> str:
            made.append(f"{number}{key}")
            return made[-1]

        return kept.of(things[number], key, work_out)

    for _ in range(4):
        assert [ask(0, "a"), ask(1, "a")] == ["0a", "1a"]
    assert made == ["0a", "1a", "0a", "1a"]
    for key in "bcd":
        assert {ask(0, key) for _ in range(3)} == {f"0{key}"}
    made.clear()
    assert ask(1, "a") == "1a"
    assert made == ["1a"]


def test_what_was_here_before_is_known_among_the_last_ones() -> None:
    visits, things = Visits(2), [object(), object(), object()]
    assert [visits.before(things[n]) for n in (0, 1, 0, 1)] == [False, False, True, True]
    assert not visits.before(things[2])
    assert not visits.before(things[0])  # two have come since
    assert visits.before(things[2])
