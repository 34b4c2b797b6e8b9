"""The exact Chinese."""
# ruff: noqa: RUF001 - a sentence a line, with its own punctuation

from collections.abc import Mapping

from tasksynth_sql.databases.world import Attr, Column, Table, World
from tasksynth_sql.telling.grammar import Joints
from tasksynth_sql.telling.tongues import chinese_nouns
from tasksynth_sql.telling.tongues.tongue import Conditions, Measures, SqlTongue, WideWords
from tasksynth_sql.telling.tongues.vocabulary import Vocabulary, read_nouns

WORDS = Vocabulary(
    read_nouns(chinese_nouns.TABLES, str),
    read_nouns(chinese_nouns.ROLES, str),
    read_nouns(chinese_nouns.COLUMNS, str),
    chinese_nouns.ADJECTIVES,
)
_PEOPLE = "位"
"""The classifier of people, who have another word for their name."""


def _nouns(table: Table) -> Mapping[str, str]:
    noun, _, classifier = WORDS.table(table).partition("/")
    return {"one": noun, "unit": f"{classifier}{noun}", "classifier": classifier}


def _attribute(world: World, table: Table, attr: Attr, _form: str) -> str:
    """`“推荐人的年龄”`, always in quotes, so that a list of them has one reading."""
    adjectives, noun = WORDS.column(world, table, attr)
    end = world[world.end(table.name, attr.path)]
    if attr.column.endswith("name") and WORDS.table(end).endswith(_PEOPLE):
        noun = "姓名"
    roles = [role.partition("/")[0] for role in WORDS.roles_of(world, table, attr)]
    own = "".join([*(chinese_nouns.ADJECTIVES[word] for word in adjectives), noun])
    return f"“{'的'.join([*roles, own])}”"


def _role(table: Table, ref: Column) -> str:
    return WORDS.role(table, ref).partition("/")[0]


_LISTED = Joints("、", "和")
_EXACTLY = {"=": ["等于", "恰好是"], "<>": ["已知但不等于", "已知但不是"]}
_CONDITIONS = Conditions(
    compare="{attr}{op}{value}",
    comparisons={
        "number": {
            ">=": ["不小于", "大于或等于"],
            ">": ["大于"],
            "<=": ["不大于", "小于或等于"],
            "<": ["小于"],
            **_EXACTLY,
        },
        "date": {
            ">=": ["不早于", "等于或晚于"],
            ">": ["晚于", "迟于"],
            "<=": ["不晚于", "等于或早于"],
            "<": ["早于", "先于"],
            **_EXACTLY,
        },
        "text": _EXACTLY,
    },
    between=(
        "{attr}在{low}与{high}之间（含两端）",
        "{attr}从{low}到{high}为止（两端都包括在内）",
    ),
    one_of=("{attr}是{values}之一", "{attr}属于{values}中的一个"),
    known=("{attr}{known}",),
    knowns={True: ["已知", "不为NULL"], False: ["未知", "为NULL"]},
    against="{attr}{op}整张<root:one>表{scope}该项的{function}",
    whole={"avg": ["平均值"], "min": ["最小值"], "max": ["最大值"]},
    scope="中{}（已知）与之相同的各行",
    has_none=("没有任何<child:one>{tests}", "一<child:unit>也没有{tests}"),
    has_one=("至少有一<child:unit>{tests}", "有一<child:classifier>或更多<child:one>{tests}"),
    has_many=(
        "至少有{at_least}<child:unit>{tests}",
        "有{at_least}<child:classifier>或更多<child:one>{tests}",
    ),
    counting="（只计{}的）",
    where="{tests}的",
    all_of=Joints("、", "且"),
    any_of=Joints("、", "或"),
)
_MEASURES = Measures(
    count=("<root:one>的数量", "<root:one>的总数"),
    different=("{attr}的不同已知值的个数", "{attr}不同已知值的数目"),
    functions={
        "sum": ["总和", "合计"],
        "avg": ["平均值", "均值"],
        "min": ["最小值"],
        "max": ["最大值"],
    },
    of_all="{attr}的{function}",
    of_known="{attr}已知值的{function}",
)
_EACH = "每<root:unit>一行，重复的行也保留"
_BANDS = "{attr}的等级：{high}及以上为'high'，否则{low}及以上为'middle'，再否则为'low'"
_UNKNOWN = "，值为NULL时为'unknown'"
_WIDE = WideWords(
    banded=(
        f"对于所有{{where}}<root:one>，列出{{outputs}}，以及{_BANDS}；{_EACH}。",
        f"列出所有{{where}}<root:one>的{{outputs}}，以及{_BANDS}；{_EACH}。",
    ),
    banded_nullable=(
        f"对于所有{{where}}<root:one>，列出{{outputs}}，以及{_BANDS}{_UNKNOWN}；{_EACH}。",
        f"列出所有{{where}}<root:one>的{{outputs}}，以及{_BANDS}{_UNKNOWN}；{_EACH}。",
    ),
    named=(
        f"先取{{attr}}{{at}}{{text}}的所有<root:one>，不区分大小写。对于其中所有{{where}}<root:one>，列出{{outputs}}，{_EACH}。",
    ),
    places={"start": ["开头是"], "end": ["结尾是"], "anywhere": ["含有"]},
    share=(
        "在所有{where}<root:one>中，{of}的<root:one>占百分之几？给出0到100的数，不要取整；一<root:unit>也没有时为NULL。",
        "就所有{where}<root:one>计算{of}的<root:one>所占的百分比（0到100，不取整），一<root:unit>也没有时为NULL。",
    ),
    calendar=(
        "将所有{where}<root:one>按已知的{date}的{period}分组；列出每组的该文本，以及{measure}。",
        "在所有{where}<root:one>中，对于已知的{date}的每个{period}，列出该文本，以及{measure}。",
    ),
    periods={"year": ["年份（形如'2021'的文本）"], "month": ["月份（形如'2021-07'的文本）"]},
    pivot=(
        "将所有{where}<root:one>按已知的{by}分组；列出每组的该值，并为{values}各设一列，给出{column}为该值的<root:one>的数量，没有则为0。",
    ),
    running=(
        "在{within}的每个已知值内，把所有{where}<root:one>按已知的{key}{descending}排列，相同时按编号从低到高。逐行列出{outputs}，以及{attr}{figure}。",
    ),
    figures={
        "total": ["从头到该行（含该行）的已知值之和"],
        "previous": ["在前一行的值（第一行为NULL）"],
    },
    pairs=(
        "把所有{where}<root:one>中{same}已知且相同的两两配对，每对只列一次；列出编号较小者的{label}，以及另一者的同一项。",
    ),
    streaks=(
        "对于{by}的每个已知值，取所有{where}<root:one>的{attr}的不同已知值。列出前者，以及后者中最长的一串连续无间断的值的长度（2019、2020、2021：长度为3）。",
    ),
    gaps=(
        "列出从{low}到{high}（含两端）的整数中，不是任何<root:one>的{attr}的那些，每个只列一次。",
        "从{low}到{high}（含两端）的整数中，哪些不是任何<root:one>的{attr}？每个只列一次。",
    ),
)
CHINESE = SqlTongue(
    nouns=_nouns,
    attribute=_attribute,
    role=_role,
    conditions=_CONDITIONS,
    measures={"": _MEASURES},
    values=Joints("、", "或"),
    listed=_LISTED,
    directions={False: ["升序", "从低到高"], True: ["降序", "从高到低"]},
    sort="按{}排序。",
    by_measure="{by}{descending}",
    by_attribute="{by}{descending}",
    then=Joints("、", "，再按"),
    first="只保留前{}行。",
    first_one="只保留第一行。",
    left_out="缺少此处所需引用的行要略去。",
    kept="缺少此处所需引用的行也要保留，该引用的各列为NULL。",
    each=(
        "对于所有{where}<root:one>，列出{outputs}，每<root:unit>一行，重复的行也保留。{sort}{limit}",
        "列出所有{where}<root:one>的{outputs}，每<root:unit>一行，包括重复的行。{sort}{limit}",
    ),
    once=(
        "对于所有{where}<root:one>，列出{outputs}的不同组合，每种只列一次。",
        "所有{where}<root:one>中，{outputs}有哪些不同的组合？每种只列一次。",
    ),
    summary=(
        "对于所有{where}<root:one>，计算{measures}。",
        "就所有{where}<root:one>求{measures}。",
    ),
    groups=(
        "将所有{where}<root:one>按{by}{known}分组；列出每组的分组值，以及{measures}。{having}{sort}{limit}",
        "在所有{where}<root:one>中，对于{by}{known}的每种不同组合，列出该组合，以及{measures}。{having}{sort}{limit}",
    ),
    group_values={True: ["（只计已知值）"], False: ["（NULL也算一个值）"]},
    having="{measure}{op}{value}",
    only_groups="只保留{}的组。",
    child_number=(
        "对于每<root:unit>（按编号，没有<child:one>的也包括在内），列出{outputs}，以及其<child:one>{tests}的数量。",
        "列出每<root:unit>（按编号）的{outputs}，以及其<child:one>{tests}的数量，没有<child:one>的也包括在内。",
    ),
    child_figure=(
        "对于每<root:unit>（按编号），列出{outputs}，以及其<child:one>{tests}的{measure}，没有的为NULL。",
        "列出每<root:unit>（按编号）的{outputs}，以及其<child:one>{tests}的{measure}；没有的为NULL。",
    ),
    side="所有{where}<root:one>的{attr}的已知值",
    combine={
        "union": (
            "甲组为{left}，乙组为{right}。列出至少属于其中一组的值，每个值只列一次。",
            "把{left}与{right}合在一起，每个值只列一次。",
        ),
        "intersect": (
            "甲组为{left}，乙组为{right}。列出同时属于两组的值，每个值只列一次。",
            "列出{left}与{right}共有的值，每个值只列一次。",
        ),
        "except": (
            "甲组为{left}，乙组为{right}。列出属于甲组但不属于乙组的值，每个值只列一次。",
            "从{left}中去掉{right}，列出剩下的值，每个值只列一次。",
        ),
    },
    ranked=(
        "在{within}的每个已知值内，把所有{where}<root:one>按已知的{by}{descending}排名；{dense}。列出名次不超过{top}者的{outputs}，以及名次。",
        "把所有{where}<root:one>按已知的{by}{descending}排名，在{within}的每个已知值内分别进行；{dense}。只要前{top}名，列出{outputs}，以及名次。",
    ),
    dense={
        False: ["值相同则名次相同，其后的名次要跳过"],
        True: ["值相同则名次相同，不跳过任何名次"],
    },
    totals=(
        "对于{by}的每个已知值，就所有{where}<root:one>计算{measure}，各得一个数。如果该数高于这些数的平均值，就列出该值和该数。",
    ),
    tree=(
        "先取编号为{start}的<root:one>，深度为0；然后逐层再取<ref>已被取到的所有<root:one>，每层深度加1。{included}对于其中所有{where}<root:one>，列出{outputs}，以及深度。",
    ),
    included={
        True: ["最初的这<root:unit>本身也算在内。"],
        False: ["最初的这<root:unit>本身不算在内。"],
    },
    wide=_WIDE,
)
