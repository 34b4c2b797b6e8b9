"""Evenings and weekends."""

from tasksynth_tools.apis.grammar import Trade, of, records, things
from tasksynth_tools.services.common import clock, day, euros, many, note, one_of, person, town

LEISURE = (
    Trade(
        "dining",
        things(
            "restaurant", "restaurants", "RS",
            "Da Mario|Blue Lantern|Chez Colette|The Fig Tree|Sakura|El Patio|Kaya|Golden Wok|"
            "Olive & Thyme|Brasserie Nord|Little Hanoi|Spice Route",
            town("in {}"), one_of("cuisine", "Italian|French|Japanese|Indian|Spanish|Turkish", "^{}"),
            euros("menu_price", 15, 120),
        ),
        records(
            "table_booking", "table bookings", "TB",
            of("restaurant", "at {}"), day(), clock("time", "at {}", 12, 22),
            many("guests", 2, 9, "for {}", "people"), person("guest_name", "under the name {}"),
            one_of("seating", "inside|outside|at the bar", "seated {}", "inside"),
        ),
        ("book", "reserve"), "book a table", ("date", "time", "guests"),
    ),
    Trade(
        "cinema",
        things(
            "film", "films", "FM",
            "The Long Winter|Paper Boats|Midnight Signal|Cedar Lane|A Quiet Harbour|Second Sun|"
            "The Glass Hour|Wild Thyme|North of Here|Seven Letters",
            town("in {}"), one_of("genre", "drama|comedy|thriller|animated", "^{}"), euros("ticket_price", 6, 25),
        ),
        records(
            "cinema_ticket", "cinema tickets", "CT",
            of("film", "for {}"), day(), clock("time", "at {}", 13, 22), many("seats", 1, 8, "with {}", "seats"),
            person("viewer", "in the name of {}"),
            one_of("row", "front|middle|back", "in the {} rows", "middle"),
        ),
        ("buy", "order"), "buy tickets", ("date", "time", "seats"), ("return", "refund"),
    ),
    Trade(
        "museums",
        things(
            "tour", "tours", "TU",
            "Hidden Courtyards|Masters of Light|Roman Cellars|Ships and Harbours|Steam Age|"
            "Women in Science|Old Maps|Glass and Clay",
            town("in {}"), one_of("theme", "art|history|science", "^{}"), euros("fee", 5, 40),
        ),
        records(
            "tour_booking", "tour bookings", "TO",
            of("tour", "for {}"), day(), clock("time", "at {}", 9, 17), many("visitors", 2, 25, "for {}", "visitors"),
            one_of("language", "English|French|German|Spanish", "in {}", "English"),
            person("contact", "with {} as the contact"),
        ),
        ("book", "reserve"), "book a guided tour", ("date", "time", "visitors", "language"),
    ),
    Trade(
        "gym",
        things(
            "gym_class", "gym classes", "GC",
            "Morning Flow|Power Hour|Deep Stretch|Spin Fast|Core Lab|Box Fit|Aqua Move|Slow Yoga",
            town("in {}"), one_of("level", "beginner|intermediate|advanced", "^{}"), person("coach", "led by {}"),
            euros("fee", 4, 30),
        ),
        records(
            "gym_place", "gym places", "GP",
            of("gym_class", "in {}"), day(), person("member", "for {}"),
            one_of("mat", "own|rented", "with a mat that is {}", "own"),
        ),
        ("reserve", "book"), "reserve a place", ("date", "mat"), ("give_up", "cancel"),
    ),
    Trade(
        "concerts",
        things(
            "concert", "concerts", "CO",
            "Winter Strings|The Brass Owls|Echo Valley|Piano at Dusk|Red Sails|Choir of the North|"
            "Trio Aurel|Static Bloom|Low Tide|The Tinsmiths",
            town("in {}"), one_of("style", "jazz|classical|folk|rock", "^{}"), day("date", "on {}"),
            euros("ticket_price", 12, 140),
        ),
        records(
            "concert_ticket", "concert tickets", "CK",
            of("concert", "for {}"), many("seats", 1, 6, "with {}", "seats"),
            one_of("area", "stalls|balcony|standing", "in the area {}", "stalls"),
            person("holder", "in the name of {}"),
        ),
        ("buy", "order"), "buy tickets", ("seats", "area"), ("return", "refund"),
    ),
    Trade(
        "library",
        things(
            "book", "books", "BK",
            "The Salt Road|Winter Orchard|A Map of Rivers|The Tin Compass|Letters to Lisbon|"
            "Counting Stars|The Ninth Bridge|Bread and Stone|The Quiet Engine|Birds of Passage",
            person("author", "by {}"), one_of("genre", "crime|travel|poetry|history", "^{}"),
            many("year", 1950, 2024, "of {}"),
        ),
        records(
            "hold", "holds", "HL",
            of("book", "on {}"), day("pickup_day", "to be picked up on {}"), person("reader", "for {}"),
            one_of("branch", "central|north|harbour", "at the {} branch", "central"),
        ),
        ("place", "request"), "place a hold", ("pickup_day", "branch"),
    ),
    Trade(
        "camping",
        things(
            "campsite", "campsites", "CS",
            "Pine Hollow|Lake Meadow|Dune Camp|Fox Valley|Stone Creek|Heather Field|Otter Bay|High Beech",
            town("near {}"), one_of("ground", "wooded|sandy|grassy", "^{}"), euros("pitch_price", 8, 60),
        ),
        records(
            "pitch_booking", "pitch bookings", "PB",
            of("campsite", "at {}"), day("arrival_day", "from {}"), many("nights", 1, 14, "for {}", "nights"),
            many("tents", 1, 4, "with {}", "tents"), person("camper", "in the name of {}"),
            note("remark", "near the water please|we arrive late|as far from the road as possible", "with the remark {}"),
        ),
        ("book", "reserve"), "book a pitch", ("arrival_day", "nights", "tents"),
    ),
)  # fmt: skip
