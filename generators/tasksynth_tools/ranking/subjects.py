"""What texts are about: points that hold of a thing or do not, each said in several ways.

A line that begins with `?` is a point that holds or not: what is asked for; how a text says that it
holds, and that it does not, with the words that are asked with; how it says both in other words. One
that begins with `#` is a number: what is asked for; the least, the largest and the step of its
values; how a text says it; how it says it in another unit, and how many of those one is.
"""

from dataclasses import dataclass
from fractions import Fraction

_TEXT = """
= holiday flats
? dogs are allowed | Dogs are allowed. | Dogs are not allowed. | Your four-legged friend may come along. | We cannot take in pets.
? there is a lift | There is a lift in the house. | There is no lift. | An elevator goes up to every floor. | It is up four flights of stairs, which you climb on foot.
? breakfast is included | Breakfast is included. | Breakfast is not included. | In the morning, rolls and coffee come with the room. | You cater for yourself from morning to night.
? one can park at the house | One can park at the house. | One cannot park at the house. | A space in the yard is kept for your car. | Cars have to be left outside the old town.
# at most {} euros a night | 40 160 5 | It costs {} euros a night. | A week comes to {} euros. | 7
# at most {} metres to the beach | 100 2500 50 | It is {} metres to the beach. | The sea is {} km away. | 1/1000
# room for at least {} people | 2 12 2 | There is room for {} people. | All its beds are double ones, and it has {} of them. | 1/2
= evening courses
? beginners may take part | Beginners may take part. | Beginners may not take part. | No previous knowledge is called for. | You have to have passed the intermediate level.
? there is a certificate | There is a certificate at the end. | There is no certificate. | Whoever finishes gets a diploma. | You will have nothing in writing afterwards.
? it can be done online | It can be done online. | It cannot be done online. | You may follow everything from home over video. | You have to be in the classroom each time.
? the book is included | The book is included. | The book is not included. | All teaching material is handed out for nothing. | What you read from is for you to buy.
# at most {} euros | 60 360 20 | It costs {} euros. | The fee is paid in four parts of {} euros each. | 1/4
# at most {} minutes a lesson | 45 180 15 | A lesson takes {} minutes. | Each evening lasts {} h. | 1/60
# at least {} lessons | 6 30 2 | There are {} lessons. | You come twice a week, for {} weeks. | 1/2
= restaurants
? there are vegan dishes | There are vegan dishes. | There are no vegan dishes. | Many plates come without anything from an animal. | Every course has meat, fish or cheese in it.
? one can sit outside | One can sit outside. | One cannot sit outside. | In summer, tables stand in the garden. | All seats are in the cellar.
? cards are taken | Cards are taken. | Cards are not taken. | You may pay with plastic. | Bring cash, for there is no other way to pay.
? children get a menu of their own | Children get a menu of their own. | Children get no menu of their own. | For the little ones there is a sheet with small portions. | The kitchen cooks for grown-ups alone.
# a main course for at most {} euros | 8 36 2 | A main course costs {} euros. | For two main courses, count on {} euros. | 2
# at most {} minutes on foot from the station | 2 30 1 | From the station it is {} minutes on foot. | Whoever walks there from the trains and back is under way for {} minutes. | 2
# at least {} seats | 20 120 4 | It has {} seats. | There are {} tables with four chairs each. | 1/4
= laptops
? the screen can be touched | The screen can be touched. | The screen cannot be touched. | You may tap and swipe on the display. | Fingers leave nothing but prints on the display.
? the keys are lit | The keys are lit. | The keys are not lit. | You can type in the dark, for every letter glows. | In the dark you have to feel for the letters.
? it has no fan | It has no fan. | It has a fan. | Nothing in it turns: it is cooled without a sound. | A loud blower cools it.
? the memory can be extended | The memory can be extended. | The memory cannot be extended. | A free slot takes another module of RAM. | Its RAM is soldered, so what you buy is what you have.
# at most {} grams | 900 2700 100 | It weighs {} grams. | You carry {} kg. | 1/1000
# at least {} hours of battery | 4 18 1 | The battery lasts {} hours. | Away from the wall it runs for {} minutes. | 60
# at most {} euros | 400 2000 100 | It costs {} euros. | It is paid in ten instalments of {} euros. | 1/10
= jobs
? one can work from home | One can work from home. | One cannot work from home. | Where you sit is up to you; your kitchen will do. | Every day you have to be at your desk in our building.
? no driving licence is needed | No driving licence is needed. | A driving licence is needed. | Whoever has never sat behind a wheel can do it as well. | You will drive our van every day.
? training is paid | Training is paid. | Training is not paid. | We bear the cost of the courses that you take. | Whoever wants to learn more does so out of their own pocket.
? one may start at once | One may start at once. | One may not start at once. | Your desk is free, come tomorrow. | The post is vacant from next spring only.
# at least {} euros an hour | 13 40 1 | The pay is {} euros an hour. | A day of eight hours earns you {} euros. | 8
# at most {} hours a week | 10 40 5 | The work takes {} hours a week. | You come on five days, for {} hours each. | 1/5
# at least {} days of leave | 20 36 2 | There are {} days of leave. | You are free for {} days in summer, and for as many in winter. | 1/2
= halls for a party
? there is a kitchen | There is a kitchen. | There is no kitchen. | Cookers and sinks are ready for your caterer. | Food has to be brought in ready to eat.
? there is a stage | There is a stage. | There is no stage. | A band finds a raised platform with lights. | All of the floor is on one level, with nowhere to perform.
? it is free of steps | It is free of steps. | It is not free of steps. | Wheelchairs roll in and everywhere inside. | Nine stairs lead up to the door.
? music may play after midnight | Music may play after midnight. | Music may not play after midnight. | The neighbours are far, so dance until dawn. | At eleven in the evening all has to be quiet.
# at most {} euros an hour | 30 150 10 | It costs {} euros an hour. | A quarter of an hour is billed at {} euros. | 1/4
# room for at least {} guests | 40 240 10 | There is room for {} guests. | Ten guests fit at a table, and it has {} tables. | 1/10
# at most {} km from the town | 1 30 1 | It is {} km from the town. | The way there and back is {} km. | 2
= hikes
? dogs may come | Dogs may come. | Dogs may not come. | Four paws are welcome all the way. | The reserve is closed to pets.
? there is water on the way | There is water on the way. | There is no water on the way. | Springs let you fill your bottle twice. | It is dry from end to end, so carry all that you drink.
? a bus goes to the start | A bus goes to the start. | No bus goes to the start. | Public transport drops you where the path begins. | The first signpost is reached by car alone.
? one can eat at a hut | One can eat at a hut. | One cannot eat at a hut. | Half-way up, a farmer's wife serves soup. | Nobody sells food up there, so pack a lunch.
# at most {} km long | 4 28 2 | It is {} km long. | The path measures {} metres. | 1000
# at most {} hours | 2 10 1 | It takes {} hours. | You are on your feet for {} minutes. | 60
# at most {} metres up | 100 1500 50 | It goes up by {} metres. | The climb sums up to {} km. | 1/1000
= second-hand bicycles
? the lights work | The lights work. | The lights do not work. | You are seen at night, front and rear. | After dark you had better walk it.
? it has a rack | It has a rack. | It has no rack. | Behind the saddle there is something to tie a bag to. | What you bring you have to wear on your back.
? a lock comes with it | A lock comes with it. | No lock comes with it. | A chain with two keys is part of the deal. | Nothing keeps thieves from it, so buy something solid.
? the tyres are new | The tyres are new. | The tyres are not new. | Nobody has ridden on this rubber yet. | Its rubber is worn and has to be replaced soon.
# at most {} euros | 40 480 20 | It costs {} euros. | Two who share it pay {} euros each. | 1/2
# at most {} kg | 8 24 1 | It weighs {} kg. | The scales say {} grams. | 1000
# tyres that are at least {} mm wide | 24 60 2 | The tyres are {} mm wide. | Its rubber is {} cm across. | 1/10
"""


@dataclass(frozen=True)
class RankPoint:
    """Something that people ask for, and how texts say that it is so or not."""

    ask: str
    yes: tuple[str, ...]
    """How a text says that it holds, or a number; in the words that are asked with, and in others."""
    no: tuple[str, ...] = ()
    """How it says that it does not; empty for numbers."""
    values: tuple[int, ...] = ()
    """Of a number."""
    factor: Fraction = Fraction(1)
    """How many of the other unit one is."""

    @property
    def at_most(self) -> bool:
        """Whether less of it is better."""
        return "at least" not in self.ask


@dataclass(frozen=True)
class RankSubject:
    """A kind of things."""

    plural: str
    points: tuple[RankPoint, ...]


def _read(text: str) -> tuple[RankSubject, ...]:
    found = []
    for block in text.strip().removeprefix("= ").split("\n= "):
        plural, *lines = block.split("\n")
        found.append(RankSubject(plural, tuple(map(_point, lines))))
    return tuple(found)


def _point(line: str) -> RankPoint:
    ask, *parts = (part.strip() for part in line[1:].split("|"))
    if line[0] == "?":
        yes, no, other_yes, other_no = parts
        return RankPoint(ask, (yes, other_yes), (no, other_no))
    low, high, step = map(int, parts[0].split())
    values = tuple(range(low, high + 1, step))
    return RankPoint(ask, (parts[1], parts[2]), values=values, factor=Fraction(parts[3]))


SUBJECTS = _read(_TEXT)
TALK = (
    "Ask us anything.", "We have been here for many years.", "People often ask about it.",
    "More pictures are on our page.", "This text was last changed in May.",
    "Many people have written us kind words.", "We look forward to hearing from you.",
    "Our phone is answered until six.", "Everything is as described.", "First come, first served.",
)  # fmt: skip
"""Sentences that fulfil nothing."""


def told(point: RankPoint, value: int, *, otherwise: bool) -> str:
    """What a text says of a point: 0 and 1 are no and yes, numbers themselves."""
    if not point.values:
        return (point.yes if value else point.no)[otherwise]
    number = value * point.factor if otherwise else Fraction(value)
    return point.yes[otherwise].format(_decimal(number))


def _decimal(number: Fraction) -> str:
    """A number with as many decimals as it has."""
    return f"{float(number):.4f}".rstrip("0").rstrip(".")
