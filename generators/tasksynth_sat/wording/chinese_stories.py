"""The puzzles' stories in Chinese."""

from tasksynth_sat.tales.chinese import CHINESE as _TALES
from tasksynth_sat.wording.phrases import CHINESE
from tasksynth_sat.wording.stories import Story

_TOWNS = (
    "保定 沧州 常州 成都 承德 大理 大连 大庆 东莞 佛山 福州 抚顺 赣州 广州 "
    "贵阳 桂林 海口 邯郸 杭州 合肥 衡阳 湖州 淮安 黄山 惠州 吉林 济南 济宁 "
    "嘉兴 江门 金华 锦州 荆州 九江 开封 昆明 拉萨 兰州 乐山 丽江 柳州 洛阳 "
    "泸州 绵阳 南昌 南充 南京 南宁 南通 宁波 青岛 泉州 日照 三亚 汕头 上饶 "
    "绍兴 深圳 沈阳 苏州 台州 太原 泰安 唐山 天津 威海 潍坊 温州 无锡 芜湖 "
    "武汉 西安 西宁 厦门 徐州 烟台 扬州 宜昌 银川 珠海"
)
TOWNS = tuple(_TOWNS.split())
PEOPLE = tuple(
    f"{_TALES.family[i % len(_TALES.family)]}{_TALES.first[i % len(_TALES.first)]}"
    for i in range(80)
)

STORIES = {
    "coloring": (
        Story(
            phrases=CHINESE,
            pool=TOWNS,
            values=("红色", "蓝色", "绿色", "黄色", "紫色", "橙色"),
            opening=(
                "地图上有{n}个城市及其辖区：{items}。印刷厂有{k}种颜色：{values}。",
                "要给一张地图上的{n}个地区（{items}）上色，有{k}种颜色可用：{values}。",
            ),
            rules={
                "pair": ("{a}和{b}接壤。", "{a}与{b}相邻。"),
                "row": ("{a}与{others}接壤。", "{a}的邻居是{others}。"),
            },
            question=(
                "请给每个地方选一种颜色，使相邻（接壤）的地方颜色不同。",
                "互为邻居（接壤）的地方不能用同一种颜色。每个地方用什么颜色？",
            ),
            form=("每个地方的“名称=颜色”，用逗号隔开",),
            nouns="地方 颜色",
        ),
        Story(
            phrases=CHINESE,
            pool=PEOPLE,
            values=("松树桌", "枫树桌", "柳树桌", "桂树桌", "柏树桌", "桃树桌"),
            opening=(
                "{n}位客人来吃饭：{items}。一共有{k}张大桌子：{values}。",
                "婚宴上摆了{k}张桌子（{values}），要给{n}位客人安排座位。客人是{items}。",
            ),
            rules={
                "pair": ("{a}和{b}吵过架。", "{a}和{b}合不来。"),
                "row": ("{a}跟{others}吵过架。", "{a}跟{others}合不来。"),
            },
            question=(
                "吵过架或者合不来的两个人不能同桌，每张桌子坐多少人都可以。请安排大家的座位。",
                "每张桌子可以坐任意多的人，只是吵过架或者合不来的人不能坐在同一张桌子。谁坐哪一桌？",
            ),
            form=("每位客人的“姓名=桌子”，用逗号隔开",),
            nouns="客人 桌子",
        ),
    ),
    "clique": (
        Story(
            phrases=CHINESE,
            pool=PEOPLE,
            opening=(
                "招待会上来了{n}个人：{items}。",
                "一家公司有{n}名员工：{items}。",
            ),
            rules={
                "pair": ("{a}和{b}互相认识。", "{a}与{b}是熟人。"),
                "row": ("{a}认识{others}，对方也认识{a}。",),
            },
            question=(
                "除此以外谁也不认识谁。请找出{size}个人，其中任意两个人都互相认识。",
                "其他人之间都不认识。请写出两两互相认识的{size}个人。",
            ),
            form=("这{size}个人的姓名，用逗号隔开",),
            nouns="姓名 人",
        ),
    ),
    "independent": (
        Story(
            phrases=CHINESE,
            pool=TOWNS,
            opening=(
                "一家连锁店可以在{n}个城市开店：{items}。",
                "{n}个城市都想建气象站：{items}。",
            ),
            rules={
                "pair": ("{a}和{b}离得太近。", "{a}与{b}之间的距离不够远。"),
                "row": ("离{a}太近的城市有{others}。",),
            },
            question=(
                "请选出{size}个城市，其中任意两个都不能离得太近。",
                "请写出其中的{size}个城市；离得太近的两个城市不能同时选。",
            ),
            form=("这{size}个城市，用逗号隔开",),
            nouns="城市",
        ),
    ),
    "parity": (
        Story(
            phrases=CHINESE,
            pool=PEOPLE,
            values=("反对|0|否|反对票", "赞成|1|是|赞成票"),
            opening=(
                "理事会的{n}位成员都投了票，不是赞成就是反对：{items}。",
                "{items}都投了票，每人要么投赞成票，要么投反对票。",
            ),
            rules={
                "odd": ("{them}当中，投赞成票的有奇数个人。", "{them}投的赞成票合计是奇数张。"),
                "even": (
                    "{them}当中，投赞成票的有偶数个人（也可能是零）。",
                    "{them}投的赞成票合计是偶数张（也可能是零）。",
                ),
            },
            question=("他们可能是怎么投票的？", "请找出一种符合以上所有说法的投票情况。"),
            form=("每个人的“姓名=赞成”或“姓名=反对”，用逗号隔开",),
            nouns="投票 投 票",
        ),
    ),
    "pigeonhole": (
        Story(
            phrases=CHINESE,
            pool=PEOPLE,
            opening=(
                "走廊一侧有{k}个单人间，从1号到{k}号依次排开。客人是{items}。",
                "{n}位客人（{items}）来到一家客栈，店里的{k}个房间从1号到{k}号连成一排。",
            ),
            rules={
                "allowed": ("{a}愿意住{holes}号房。", "适合{a}的是{holes}号房。"),
                "apart": ("{a}和{b}不能住相邻的房间。", "{a}和{b}的房间不能挨着。"),
            },
            question=(
                "请给每位客人安排一个自己愿意住（适合自己）的房间，每间只住一人。",
                "一个房间不能住两位客人，每位客人都要住进愿意住（适合自己）的房间。谁住哪一间？",
            ),
            form=("每位客人的“姓名=房号”，用逗号隔开",),
            nouns="房间 客人 房 房号",
        ),
        Story(
            phrases=CHINESE,
            pool=TOWNS,
            opening=(
                "展会上有一排{k}个展位，依次编为1号到{k}号。来自{items}的代表团都要一个展位。",
                "来自{items}的代表团各要一个展位，{k}个展位排成一排，从1号到{k}号。",
            ),
            rules={
                "allowed": ("{a}接受{holes}号展位。", "{a}代表团看中的是{holes}号展位。"),
                "apart": ("{a}和{b}不肯挨在一起。", "{a}和{b}的展位不能相邻。"),
            },
            question=(
                "请给每个代表团分一个不同的展位，而且必须是它接受或看中的。",
                "代表团不会要自己没有接受或看中的展位，也不会要别人已经占了的展位。请分配展位。",
            ),
            form=("每个代表团的“城市=展位号”，用逗号隔开",),
            nouns="展位 代表团 展位号",
        ),
    ),
    "scheduling": (
        Story(
            phrases=CHINESE,
            pool=PEOPLE,
            opening=(
                (
                    "诊所一天有{k}个时段，按先后编为1到{k}，每个时段最多看{capacity}位病人。"
                    "病人是{items}。"
                ),
                "{n}位病人（{items}）要在1到{k}这几个时段里看病，每个时段最多{capacity}位。",
            ),
            rules={
                "before": ("{a}的时段必须早于{b}。", "{b}必须排在比{a}更晚的时段。"),
                "apart": ("{a}和{b}不能在同一个时段来。", "{a}和{b}要排在不同的时段。"),
                "closed": ("{a}在时段{slot}来不了。", "时段{slot}对{a}不合适。"),
            },
            question=("每位病人排在哪个时段？", "请给每位病人安排一个时段。"),
            form=("每位病人的“姓名=时段”，用逗号隔开",),
            nouns="时段 病人 排",
        ),
        Story(
            phrases=CHINESE,
            pool=TOWNS,
            opening=(
                (
                    "考察队要在{k}周之内走访{items}，各周依次编为1到{k}，"
                    "每周最多走访{capacity}个地方。"
                ),
                "有{n}个地方要走访：{items}。时间是第1周到第{k}周，每周最多走访{capacity}个地方。",
            ),
            rules={
                "before": ("走访{a}的那一周要早于{b}。", "走访{b}要用到更早的一周里{a}的结果。"),
                "apart": ("{a}和{b}不能在同一周走访。", "{a}和{b}有冲突，不能排在同一周。"),
                "closed": ("第{slot}周去不了{a}。", "{a}在第{slot}周不接待。"),
            },
            question=("请安排走访计划。", "请说明每个地方在第几周走访。"),
            form=("每个地方的“名称=周次”，用逗号隔开",),
            nouns="周 地方 周次 走访",
        ),
    ),
}
