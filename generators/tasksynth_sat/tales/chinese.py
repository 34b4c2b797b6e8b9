"""How Chinese tells a tale."""

from collections.abc import Sequence

from tasksynth_sat.tales.chinese_settings import SETTINGS
from tasksynth_sat.tales.tongue import Groups, Setting, Tongue

_FIRST = (
    "晓芳 建国 文静 志强 雅琴 海涛 玉兰 国栋 思远 美玲 俊杰 秀英 浩然 婉清 "
    "子轩 桂花 永福 佳怡 天明 雪梅 立新 春燕 家豪 静怡 德华 梦瑶 宏伟 巧云 "
    "少华 淑珍 一鸣 慧敏"
)
_FAMILY = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 罗 梁 宋 郑 谢 唐"


def _listed(words: Sequence[str], last: str = "和") -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{'、'.join(words[:-1])}{last}{words[-1]}"


def _some(groups: Groups, setting: Setting) -> str:
    return "，或者".join(f"{_listed(things, '或')}{state.verb.one}" for things, state in groups)


def _must(groups: Groups, setting: Setting) -> str:
    parts = (f"{_listed(things, '或')}必须{state.verb.one}" for things, state in groups)
    return "，或者".join(parts)


def _one(groups: Groups, setting: Setting) -> str:
    ((things, state),) = groups
    return f"{_listed(things)}中至少有一{setting.unit}{state.verb.one}"


def _every(groups: Groups, setting: Setting) -> str:
    parts = (
        f"{_listed(things)}{'都' if len(things) > 1 else ''}{state.verb.one}"
        for things, state in groups
    )
    return "，而且".join(parts)


CHINESE = Tongue(
    settings=SETTINGS,
    first=tuple(_FIRST.split()),
    family=tuple(_FAMILY.split()),
    full_name="{family}{first}",
    listed=lambda words: "、".join(words),
    some={"some": _some, "must": _must},
    every={"every": _every},
    one=_one,
    frames={
        "some": (
            "{p}说：“只要{some}，我就满意。”",
            "{p}希望{some}。",
            "{p}的要求不高，只要{some}就行。",
            "在{p}看来，{must}。",
            "“{must}，”{p}对{host}说。",
        ),
        "one": (
            "{p}希望{one}。",
            "“{one}就行，哪{unit}都可以，”{p}说。",
        ),
        "if": (
            "{p}说：“如果{every}，那么{must}。”",
            "{p}提了个条件：要是{every}，那{must}。",
            "{p}希望，如果{every}，那么{some}。",
            "{p}对{host}说：“要是{every}，那么{must}。”",
        ),
        "never": (
            "只有当{every}的时候，{p}才会不高兴。",
            "{p}说：“怎么安排都行，除了一种情况：{every}。”",
            "{p}唯一不能接受的情况是：{every}。",
            "“只有当{every}，我才会有意见，”{p}说。",
        ),
    },
    rules=(
        (
            "{m}位{people}各自向{host}提了一个要求。要求得到满足、或者所反对的情况没有出现的人会满意，"
            "其他人都不满意。这里的“或”和“或者”不排除几种情况同时成立；带“如果”或“要是”的要求，"
            "只要条件不成立，也算得到了满足。"
        ),
        (
            "{host}先听了{m}位{people}的意见，每人只说一件事。意见得到尊重的人会满意，"
            "没有得到尊重的人就不满意。话里的“或”和“或者”总是允许同时成立；“如果”和“要是”的条件不成立时，"
            "就等于什么都没要求。"
        ),
    ),
    turns=(
        "接着轮到下一批人。",
        "休息片刻之后，大家接着说。",
        "还有人已经等了好一会儿。",
        "又有几位走上前来。",
    ),
    space="",
    asks={
        "decision": (
            "{host}能让所有人都满意吗？",
            "是否存在一种安排，让这{m}位{people}全都满意？",
        ),
        "assignment": (
            "{host}该怎么安排，才能让所有人都满意？",
            "请找出一种让这{m}位{people}全都满意的安排。",
        ),
        "maxsat": (
            "{host}不可能让所有人都满意。请找出一种安排，让满意的{people}尽可能多。",
            "不管{host}怎么安排，总会有人不满意。请找出一种安排，让不满意的{people}尽可能少。",
        ),
        "count": (
            "{host}有多少种安排方法，能让这{m}位{people}全都满意？",
            "在所有可能的安排中，有多少种不会让任何人不满意？",
        ),
        "gambit": (
            (
                "可是有个对手抢先一步，决定了列出的前{k}{unit}{things}（{first}）。{host}知道以后，再决定其余的，"
                "并且想让所有人都满意。对手该怎么决定，才能让{host}无论怎么安排其余的都做不到？"
            ),
            (
                "在{host}做任何决定之前，你可以先定下列出的前{k}{unit}{things}（{first}）。请让{host}之后"
                "无论怎么安排其余的，都不能让这{m}位{people}全都满意。"
            ),
        ),
        "weighted": (
            (
                "{host}不可能让所有人都满意。行末标有[必须]的人，一定要让他们满意；"
                "其他人如果不满意，{host}就要按行末方括号里的数字扣分。请找出一种扣分尽可能少的安排。"
            ),
            (
                "每行末尾的方括号里写着：如果这个人不满意，{host}会被扣几分；写着[必须]的，"
                "则无论如何都要让这个人满意。怎样安排，扣的分才最少？"
            ),
        ),
        "mcs.smallest": (
            (
                "{host}不可能让所有人都满意。请找出人数尽可能少的一组{people}："
                "不考虑他们，其余的人就可以同时满意。"
            ),
            ("{host}应当不考虑哪些{people}（人数尽可能少），才能有一种让其余所有人都满意的安排？"),
        ),
        "mcs.minimal": (
            (
                "{host}不可能让所有人都满意。请找出一组{people}：不考虑他们，其余的人就可以同时满意；"
                "而且其中任何一位都不能再加回来。"
            ),
            (
                "{host}应当不考虑哪些{people}，才能有一种让其余所有人都满意的安排？"
                "不能多排除任何人：只要把其中任意一位加回来，就做不到了。"
            ),
        ),
        "mus.smallest": (
            "{host}不可能让所有人都满意。请找出人数尽可能少的一组{people}，他们不可能同时满意。",
            "请说明{host}为什么做不到：指出尽可能少的几位{people}，他们不可能同时满意。",
        ),
        "mus.minimal": (
            (
                "{host}不可能让所有人都满意。请找出一组{people}，他们不可能同时满意；"
                "但只要去掉其中任意一位，剩下的就可以同时满意。"
            ),
            (
                "请说明{host}为什么做不到：指出几位不可能同时满意的{people}，其中没有多余的人："
                "去掉任意一位，这一组里剩下的人就可以同时满意。"
            ),
        ),
    },
    replies={
        "bit": (
            "最后用\\boxed{{是}}或\\boxed{{否}}作答。",
            "请把结论（是或否）写在\\boxed{{}}里。",
        ),
        "values": (
            (
                "最后在\\boxed{{}}里写出{n}个数字，按上面列出的顺序对应每一{unit}{things}："
                "1表示{on}，0表示{off}。"
            ),
            ("请按{things}列出的顺序，在\\boxed{{}}里写{n}个数字，1表示{on}，0表示{off}。"),
        ),
        "number": (
            "最后把准确的数目写在\\boxed{{}}里。",
            "请把这个数写在\\boxed{{}}里。",
        ),
        "moves": (
            (
                "最后在\\boxed{{}}里写出{k}个数字，按列出的顺序对应前{k}{unit}{things}："
                "1表示{on}，0表示{off}。"
            ),
            (
                "请按列出的顺序，为前{k}{unit}{things}在\\boxed{{}}里写{k}个数字，1表示{on}，0表示{off}。"
            ),
        ),
        "set": (
            "每个人的编号就是所在行的序号，从1到{m}。最后把所选的编号写在\\boxed{{}}里，用逗号隔开。",
            "请把他们所在行的序号（从1到{m}）写在\\boxed{{}}里，用逗号隔开。",
        ),
    },
    must="必须",
    yes="是",
    no="否",
    articles=(),
    talk=("做成", "做", "刷成", "刷", "演出", "种", "走", "在", "的", "是", "为"),
    around=("编号", "序号", "第", "号", "行", "位", "和", "与", "以及", "、"),
)
