"""A world: a person, the people around, and what a year has left in the apps."""

from dataclasses import dataclass, field

from tasksynth_apps.apps.tables import APP_OF, SHORT, Row
from tasksynth_apps.chance import Luck
from tasksynth_apps.worlds.dates import later, said
from tasksynth_apps.worlds.lexicon import (
    ABOUT,
    ARTISTS,
    CITIES,
    COMPANY,
    FIRST,
    GENDER,
    HOMES,
    KINDS_OF_FILE,
    LAST,
    PLACES,
    PLAYLISTS,
    SONG_WORDS,
    STREETS,
    TRADES,
    Milieu,
)


@dataclass
class PersonalWorld:
    """A person's apps while they are filled."""

    chance: Luck
    apps: tuple[str, ...]
    today: str
    trade: Milieu
    home: Milieu
    owner: str = ""
    email: str = ""
    address: str = ""
    tables: dict[str, list[Row]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def new_id(self, table: str) -> str:
        """An id that tells nothing."""
        while (made := f"{SHORT[table]}_{self.chance.hexes(5)}") in self.ids:
            pass
        self.ids.add(made)
        return made

    def add(self, table: str, *cells: str | int | float | tuple[str, ...]) -> Row:
        """A row more."""
        row = (self.new_id(table), *cells)
        self.tables[table].append(row)
        return row

    def occasion(self) -> str:
        """What something is about."""
        c = self.chance
        return c.of(c.of((self.trade, self.home)).occasions)

    def day(self, first: int = -80, last: int = -1) -> str:
        """A day so many days from today."""
        return later(self.today, self.chance.between(first, last))

    def money(self, low: int = 8, high: int = 240) -> float:
        """An amount that is seldom round."""
        return round(self.chance.between(low * 100, high * 100) / 100, 2)


def draw_world(chance: Luck, apps: tuple[str, ...], people: int, rows: int,
               namesakes: int) -> PersonalWorld:  # fmt: skip
    """A person, the people around, and their data.

    Args:
        chance: what decides.
        apps: of the person.
        people: contacts.
        rows: mails; of all else there is in proportion.
        namesakes: contacts who share their first name with another one.
    """
    today = later("2029-03-01", chance.below(900))
    world = PersonalWorld(chance, apps, today, chance.of(TRADES), chance.of(HOMES))
    world.tables = {table: [] for table, app in APP_OF.items() if app in apps}
    _add_people(world, people, namesakes)
    fillers = {
        "shop": _add_products,
        "files": _add_files,
        "music": _add_songs,
        "calendar": _add_events,
        "payments": _add_payments,
        "notes": _add_notes,
        "mail": _add_mail,
    }
    for app, fill in fillers.items():
        if app in apps:
            fill(world, rows)
    return world


def _add_people(world: PersonalWorld, people: int, namesakes: int) -> None:
    c = world.chance
    firsts = c.sample("|".join(FIRST.values()).split("|"), people - namesakes + 1)
    owner = firsts.pop()
    firsts += [c.of(firsts) for _ in range(people - len(firsts))]
    lasts = c.shuffled(LAST)
    relations = c.shuffled((*world.trade.relations, *world.home.relations))
    companies = [f"{c.of(COMPANY[0])} {c.of(COMPANY[1])}" for _ in range(max(3, people // 2))]
    world.owner = f"{owner} {lasts.pop()}"
    world.email = f"{world.owner.lower().replace(' ', '.')}@home.example"
    world.address = _address(c)
    for n, first in enumerate(firsts):
        last, company = lasts[n % len(lasts)], c.of(companies)
        world.add(
            "contacts",
            f"{first} {last}",
            _relation(relations, first),
            company,
            f"{first}.{last}@{company.replace(' ', '')}.example".lower(),
            f"+44 20 {c.between(1000, 9999)} {c.between(1000, 9999)}",
            _address(c),
            later("1950-01-01", c.below(20_000)),
        )
    world.tables["contacts"].sort(key=lambda row: str(row[1]))


def _relation(left: list[str], first: str) -> str:
    """The next relation that fits somebody, which is taken from those left."""
    other = "m" if first in FIRST["f"].split("|") else "f"
    found = next((one for one in left if GENDER.get(one) != other), None)
    if found is None:
        return "acquaintance"
    left.remove(found)
    return found


def _address(c: Luck) -> str:
    return f"{c.between(1, 120)} {c.of(STREETS)}, {c.of(CITIES)}"


def _someone(world: PersonalWorld) -> str:
    return str(world.chance.of(world.tables["contacts"])[4])


def _add_products(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    makers = c.sample(COMPANY[0], 4)
    for milieu in (world.trade, world.home):
        for category, goods in milieu.goods.items():
            for item in goods:
                for maker in makers[: min(4, 1 + rows // 12)]:
                    price, stars = world.money(3, 90), c.between(15, 50) / 10
                    stock = c.between(5, 60)
                    world.add("products", f"{maker} {item}", category, price, stars, stock)
    world.tables["products"] = c.shuffled(world.tables["products"])
    for _ in range(3 + rows // 6):
        product, quantity = c.of(world.tables["products"]), c.between(1, 4)
        total = round(float(product[3]) * quantity, 2)  # type: ignore[arg-type]
        status = c.of(("placed", "placed", "shipped", "delivered", "cancelled"))
        day = world.day(-60)
        world.add("orders", str(product[0]), quantity, total, world.address, day, status)
    world.tables["orders"].sort(key=lambda row: str(row[5]), reverse=True)


def _add_files(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    folders = [*world.trade.folders, *world.home.folders]
    names = [f"{o} {k}" for m in (world.trade, world.home) for o in m.occasions
             for k in KINDS_OF_FILE if o.split()[-1] not in k]  # fmt: skip
    for name in c.sample(names, 6 + rows // 2):
        owner = world.email if c.happens(0.6) else _someone(world)
        shared = tuple(dict.fromkeys(_someone(world) for _ in range(c.below(3))))
        size = c.between(12, 9000)
        world.add("files", name, c.of(folders), owner, size, world.day(), shared)


def _add_songs(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    titles = [f"{one} {two}" for one in SONG_WORDS[0] for two in SONG_WORDS[1]]
    for title in c.sample(titles, 10 + rows // 2):
        world.add("songs", title, c.of(ARTISTS), c.between(1975, 2028), c.between(0, 900))
    songs = [str(row[0]) for row in world.tables["songs"]]
    for name in c.sample(PLAYLISTS, 3):
        world.add("playlists", name, tuple(c.sample(songs, c.between(2, 5))))


def _add_events(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    for _ in range(5 + rows // 2):
        kind = c.of(("planning", "meeting", "call", "visit", "follow-up"))
        title = f"{world.occasion()} {kind}"
        start = f"{c.between(8, 19):02}:{c.of(('00', '15', '30', '45'))}"
        guests = tuple(dict.fromkeys(_someone(world) for _ in range(c.below(3))))
        day, place = world.day(-20, 30), c.of(PLACES)
        world.add("events", title[0].upper() + title[1:], day, start, place, guests)
    world.tables["events"].sort(key=lambda row: (str(row[2]), str(row[3])))


def _add_payments(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    for _ in range(5 + rows // 2):
        way = "out" if c.happens(0.7) else "in"
        world.add("transfers", way, _someone(world), world.money(), world.occasion(), world.day())
    world.tables["transfers"].sort(key=lambda row: str(row[5]), reverse=True)
    for _ in range(4 + rows // 6):
        status = c.of(("open", "open", "paid", "declined"))
        world.add(
            "requests", _someone(world), world.money(), world.occasion(), world.day(-30), status
        )


def _add_notes(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    for _ in range(4 + rows // 5):
        occasion = world.occasion()
        title = f"{occasion[0].upper()}{occasion[1:]}: "
        match c.below(3):
            case 0:
                title, text = title + "budget", f"At most {world.money(30, 400):.2f} in all."
            case 1:
                title, text = (
                    title + "deadline",
                    f"All has to be ready by {said(world.day(2, 40))}.",
                )
            case _:
                title, text = title + "ideas", f"Ask {_someone(world)} what worked last time."
        world.add("notes", title, text, world.day())


def _add_mail(world: PersonalWorld, rows: int) -> None:
    c = world.chance
    people = {str(row[4]): str(row[1]) for row in world.tables["contacts"]}
    for _ in range(rows):
        occasion, kind = world.occasion(), _kind(world)
        someone = _someone(world)
        fact, about = _told(world, occasion, kind)
        subject = f"{occasion[0].upper()}{occasion[1:]}: {about}"
        if c.happens(0.15):
            first = people[someone].split()[0]
            text = f"Hi {first},\n\nThanks for your help with the {occasion}.\n\n{world.owner}"
            answer = f"Re: {subject}"
            world.add("mail", "sent", world.email, someone, answer, text, world.day())
            continue
        hello = f"{c.of(('Hi', 'Hello', 'Dear'))} {world.owner.split()[0]},"
        bye = f"{c.of(('Best', 'Kind regards', 'See you', 'Thanks'))},\n{people[someone]}"
        text = f"{hello}\n\n{fact[0].upper()}{fact[1:]}\n\n{bye}"
        world.add("mail", "inbox", someone, world.email, subject, text, world.day())
    world.tables["mail"].sort(key=lambda row: str(row[6]), reverse=True)


def _kind(world: PersonalWorld) -> str:
    kinds = ["amount", "amount", "day", "day", "phone", "chat"]
    kinds += ["product"] if "shop" in world.apps else []
    kinds += ["file"] if "files" in world.apps else []
    kinds += ["song"] if "music" in world.apps else []
    return world.chance.of(kinds)


def _told(world: PersonalWorld, occasion: str, kind: str) -> tuple[str, str]:
    """What a mail tells, and what its subject says that it is about."""
    c = world.chance
    match kind:
        case "amount":
            sum_ = f"{world.money():.2f}"
            return c.of((
                f"I have paid for the {occasion} in advance. Your share comes to {sum_}.",
                f"for the {occasion} I need {sum_} from you. Please send it when you can.",
                f"the {occasion} turned out to cost {sum_}. Could you settle that this week?",
            )), "costs"  # fmt: skip
        case "day":
            day = said(world.day(2, 40))
            return c.of((
                f"there is a new date for the {occasion}, {day}. Hope that suits you.",
                f"everybody could agree on {day} for the {occasion}.",
            )), "date"  # fmt: skip
        case "phone":
            number = f"+44 20 {c.between(1000, 9999)} {c.between(1000, 9999)}"
            return f"my phone number has changed. From now on it is {number}.", "new number"
        case "product":
            name = c.of(world.tables["products"])[1]
            return f"for the {occasion} we still lack a “{name}”. Could you get it?", "wish"
        case "file":
            name = c.of(world.tables["files"])[1]
            return f"about the {occasion}: I could not find “{name}”. Do you have it?", "file"
        case "song":
            title = c.of(world.tables["songs"])[1]
            return f"for the {occasion} I thought of “{title}”. Do you know it?", "music"
    return c.of((
        f"just to say that the {occasion} was lovely. Let us do it again.",
        f"do you have a moment to talk about the {occasion}? No hurry.",
        f"I saw the plan for the {occasion}. It looks fine to me.",
    )), c.of(ABOUT[2:])  # fmt: skip
