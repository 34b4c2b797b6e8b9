"""Truth-tellers and liars in Chinese."""

from collections.abc import Sequence

from tasksynth_puzzles.solving.claims import Claim
from tasksynth_puzzles.telling.islands import Caste, Island, IslandTongue, counted, joined

_NUMBERS = "零 一 两 三 四 五 六 七 八 九 十 十一 十二 十三 十四"
NUMBERS = tuple(_NUMBERS.split())
_NAMES = (
    "阿明 小红 大伟 丽丽 建军 春花 志远 美玉 国强 秋月 海波 玉梅 子涵 文博 思思 家豪 "
    "晓东 雨桐 立群 淑芬 永安 静雯 一凡 慧兰 天佑 佳宁 少峰 若曦 德福 巧珍"
)


def _claim(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    match claim.kind:
        case "is":
            kind = island.honest if claim.number else island.liar
            who = "我" if claim.who[0] == speaker else names[claim.who[0]]
            return f"{who}是{kind.one}"
        case "same":
            verb = "是" if claim.number else "不是"
            return f"{_people(claim, speaker, names)}{verb}同一类人"
        case "count" | "least":
            return _counted(claim, speaker, island, names)
        case "says":
            inner = _part(claim.parts[0], speaker, island, names)
            return f"{names[claim.who[0]]}会说{inner}"
    one, other = (_part(part, speaker, island, names) for part in claim.parts)
    return {
        "and": f"{one}，而且{other}",
        "or": f"{one}，或者{other}",
        "xor": f"要么{one}，要么{other}，但不会两者都成立",
        "iff": f"{one}，当且仅当{other}",
        "if": f"如果{one}，那么{other}",
    }[claim.kind]


def _part(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    said = _claim(claim, speaker, island, names)
    return f"（{said}）" if claim.parts else said


def _counted(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    least, honest, few = counted(claim)
    kind = island.honest if honest else island.liar
    how_many = "至少" if least else "恰好"
    return f"{_people(claim, speaker, names)}当中{how_many}有{NUMBERS[few]}个{kind.many}"


def _people(claim: Claim, speaker: int, names: Sequence[str]) -> str:
    group = [names[i] for i in claim.who if i != speaker] + ["我"] * (speaker in claim.who)
    return joined(group, "和", "、")


CHINESE = IslandTongue(
    islands=(
        Island(
            Caste("骑士", "骑士", "骑士"),
            Caste("无赖", "无赖", "无赖"),
            (
                (
                    "岛上的人不是骑士就是无赖：骑士只说真话，无赖只说假话。"
                    "你遇到了{count}个人：{people}。"
                ),
                "骑士从不说谎，无赖句句是谎话。{people}每人都是其中一种。",
            ),
        ),
        Island(
            Caste("天使", "天使", "天使"),
            Caste("恶魔", "恶魔", "恶魔"),
            (
                "门前站着{people}。他们要么是只说真话的天使，要么是只说假话的恶魔。",
                "天使永远说真话，恶魔永远说假话。这里一共有{count}位：{people}。",
            ),
        ),
    ),
    names=tuple(_NAMES.split()),
    numbers=NUMBERS,
    claim=_claim,
    says=("{name}说：“{said}。”", "{name}：“{said}。”", "{name}声称：“{said}。”"),
    note=(
        "“如果……，那么……”只有在前一部分为真、后一部分为假时才是假的；“或者”包括两者都成立的情况。"
    ),
    questions=(
        "每个人各是什么？只有一种答案与所有的话都不矛盾。",
        "请判断每个人是什么，只有一种可能。",
    ),
    forms=(
        "每个人的“名字={honest}”或“名字={liar}”，用逗号隔开",
        "每个名字一对，形如“名字={liar}”，用逗号隔开",
    ),
    endings=(
        "请在最后一行作答，以“答案：”开头，写出{form}。",
        "把结果写在最后一行：先写“答案：”，再写{form}。",
    ),
    both="和",
    comma="、",
    answer="答案：",
    talk="是 为 都 和 与 的 人 即",
)
