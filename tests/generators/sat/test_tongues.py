import pytest

from tasksynth.answers import Unreadable
from tasksynth_sat.reading.decisions import read_decision

YES = (
    "ja|Ja, das geht.|es gibt eine Lösung|Ja, es gibt eine solche Wahl.|möglich|erfüllbar|wahr|"
    "sí|Sí, es posible.|es posible|existe una solución|Sí, existe una elección así.|se puede|"
    "satisfacible|是|是的|可以|能|可行|存在|有解|是，存在这样的安排。|能让所有人都满意|可以做到|"
    "小莲能让所有人都满意|存在一种让所有人都满意的安排|可以同时满足所有人"
)
NEVER = (
    "nein|Nein, das geht nicht.|nicht möglich|unmöglich|nicht erfüllbar|es gibt keine Lösung|"
    "Nein, es gibt keine solche Wahl.|No, es imposible.|no es posible|no existe|"
    "no existe ninguna elección así|no hay solución|no satisfacible|no se puede|falso|否|不能|"
    "不可以|不可能|不存在|没有|没有解|无解|否，不存在这样的安排。|做不到|不能让所有人都满意|"
    "没有任何安排能让所有人都满意|不存在让所有人都满意的安排|不可能存在这样的安排"
)
NEITHER = (
    "ja oder nein|sí o no|是或否|是，不存在|是的，不能|否，存在|ja, unmöglich|nein, möglich|"
    "sí, no existe|no, es posible|no es imposible|nicht unmöglich|不是不可能|可能不存在|没有矛盾|"
    "vielleicht|quizás sí|也许|能否|是不是|有没有|不知道|无法判断|只能让一部分人满意|"
    "posiblemente|möglicherweise|ist möglich oder nicht|ja, aber nein|"
    "我们可以先看第一个人|王说不能|如果能让所有人满意|存在三个人|植物灯不能关着|没有人不满意|"
    "Es ist möglich, dass das Radar an ist|es posible que la sopa"
)


@pytest.mark.parametrize(("words", "says"), [(YES, True), (NEVER, False), (NEITHER, None)])
def test_decisions_in_four_languages(words: str, says: bool | None) -> None:
    for text in words.split("|"):
        try:
            read: bool | None = read_decision(f"\\boxed{{{text}}}")
        except Unreadable:
            read = None
        assert read is says, text
