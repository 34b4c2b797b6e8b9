"""Chinese for what databases of the 14 domains hold: nouns, those of tables with their classifier."""
# ruff: noqa: E501 - a word a place

TABLES = """
account: 账户/个; agency: 网点/个; airport: 机场/个; album: 专辑/张; animal: 动物/只; artist: 艺人/位; assignment: 派工记录/条; author: 作者/位
book: 图书/本; branch: 分馆/个; card: 银行卡/张; chef: 厨师/位; client: 客户/位; club: 俱乐部/个; coach: 教练/位; course: 课程/门; crop: 作物/种
customer: 顾客/位; department: 系/个; depot: 仓库/座; director: 导演/位; dish: 菜品/道; district: 城区/个; doctor: 医生/位; driver: 司机/位
employee: 员工/位; enclosure: 兽舍/间; enrolment: 选课记录/条; farm: 农场/个; feeding: 喂食记录/条; field: 田地/块; film: 影片/部; flight: 航班/个
goal: 进球/个; keeper: 饲养员/位; label: 唱片公司/家; line: 订单明细/条; loan: 借阅记录/条; member: 会员/位; office: 办公点/个; parcel: 包裹/件
park: 园区/个; patient: 病人/位; pilot: 飞行员/位; plane: 飞机/架; play: 播放记录/条; player: 球员/位; prescription: 处方/张; product: 商品/种
project: 项目/个; purchase: 订单/个; region: 地区/个; restaurant: 餐厅/家; review: 评论/条; sale: 销售记录/条; screening: 放映场次/个
stadium: 球场/座; student: 学生/位; studio: 制片厂/家; supplier: 供应商/家; teacher: 教师/位; team: 团队/个; theatre: 影院/家; ticket: 机票/张
track: 曲目/首; transfer: 转账记录/条; trip: 行程/个; truck: 卡车/辆; visit: 就诊记录/条; ward: 病区/个
"""
ROLES = """
base: 驻地机场; branch of: 总店; captain: 机长; guarantor: 担保人; instructor: 教员; manager: 经理; mentor: 导师; origin: 出发机场; original: 原曲
parent: 母农场; referrer: 推荐人; rival: 对手; sponsor: 引荐人; supervisor: 主管; trainer: 培训师; director.teacher: 老师
"""
COLUMNS = """
id: 编号; name: 名称; title: 标题; book.title: 书名; film.title: 片名
age: 年龄; amount: 数量; transfer.amount: 金额; area: 面积; balance: 余额; birth year: 出生年份; budget: 预算; building: 楼栋; building year: 制造年份
buyer: 买家; buying year: 购入年份; cabin: 舱位; capacity: 容量; category: 类别; channel: 渠道; city: 城市; climate: 气候; cost: 费用; country: 国家
course: 菜品类型; critic: 评论人; cuisine: 菜系; delay: 延误时长; departure date: 出发日期; device: 设备; discount: 折扣; distance: 距离; drug: 药品
expiry year: 到期年份; fare: 票价; feeding date: 喂食日期; field: 领域; first year: 入学年份; floor: 楼层; food: 食物; founding year: 成立年份
genre: 类型; artist.genre: 流派; book.genre: 体裁; grade: 成绩; hiring date: 入职日期; income: 收入; joining date: 入会日期; kind: 品种
goal.kind: 进球方式; account.kind: 账户类型; length: 片长; licence: 驾照类型; limit amount: 限额; listener: 听众; load: 载重量; loan date: 借阅日期
minute: 进球分钟; model: 型号; network: 卡组织; number of awards: 获奖次数; number of beds: 床位数; number of credits: 学分; number of days: 天数
number of doses: 剂数; number of floors: 楼层数; number of hectares: 公顷数; number of hours: 小时数; number of listeners: 听众人数; number of pages: 页数
number of plays: 播放次数; number of refills: 续药次数; number of runways: 跑道数; number of screens: 银幕数; number of seats: 座位数
number of seconds: 秒数; number of stars: 星级; number of tons: 吨数; number of visitors: 观众人数; number of years: 从业年数; opening date: 开户日期
opening year: 开业年份; branch.opening year: 开馆年份; outcome: 结果; passenger: 乘客; planting date: 种植日期; playing date: 播放日期; position: 位置
price: 价格; quantity: 数量; rainfall: 降雨量; rating: 评级; receiver: 收件人; rent: 租金; salary: 薪水; score: 评分; scoring date: 进球日期
screening date: 放映日期; size: 大小; soil: 土壤; speciality: 专科; species: 物种; stage: 级别; start date: 出发日期; start year: 入职年份; state: 状态
status: 状态; stock: 库存; task: 任务; term: 学期; tolls: 过路费; transfer date: 转账日期; visit date: 就诊日期; wage: 工资; weight: 重量
animal.weight: 体重; worth: 身价; writing date: 撰写日期; year: 年份; yield: 产量
"""
ADJECTIVES = {"previous": "此前", "estimated": "预估", "official": "官方", "reported": "上报"}
