"""Offices, schools and workshops."""

from tasksynth_tools.apis.grammar import Attribute, Trade, of, records, things
from tasksynth_tools.apis.values import Amount
from tasksynth_tools.apis.words import Flag
from tasksynth_tools.services.common import (
    clock,
    day,
    euros,
    hours,
    many,
    note,
    one_of,
    person,
    town,
)

ENERGY = (("kWh", 0.5, 0.0), ("Wh", 500.0, 0.0))

WORK = (
    Trade(
        "meetings",
        things(
            "meeting_room", "meeting rooms", "MR",
            "Aspen|Birch|Cedar|Dogwood|Elder|Fir|Hazel|Juniper",
            one_of("wing", "east|west|north", "in the {} wing"), many("capacity", 4, 60, "with room for {}", "people"),
            one_of("screen", "large|small", "with a {} screen"),
        ),
        records(
            "meeting", "meetings", "MT",
            of("room", "in {}"), day(), clock("time", "at {}", 8, 18), hours(),
            note("title", "Budget review|Sprint planning|Client call|Team lunch|Safety briefing", "with the title {}"),
            person("organiser", "organised by {}"),
        ),
        ("schedule", "create"), "schedule a meeting", ("date", "time", "duration"),
    ),
    Trade(
        "courses",
        things(
            "course", "courses", "CU",
            "Welding Basics|Spoken Greek|Data in Practice|Pottery I|First Aid|Garden Design|Public Speaking|Bread Baking",
            town("in {}"), one_of("level", "introductory|intermediate|advanced", "^{}"), person("teacher", "taught by {}"),
            euros("fee", 20, 600),
        ),
        records(
            "enrolment", "enrolments", "EN",
            of("course", "in {}"), person("student", "for {}"), day("start", "from {}"),
            one_of("format", "classroom|online", "as {} learning", "classroom"),
            note("remark", "needs a certificate|left-handed|has done it before|pays by invoice", "with the remark {}"),
        ),
        ("add", "request"), "add an enrolment", ("start", "format"), ("withdraw", "cancel"),
    ),
    Trade(
        "helpdesk",
        things(
            "system", "systems", "SY",
            "payroll|mail server|door access|time sheets|web shop|print queue|phone system|backups",
            one_of("owner_team", "platform|finance|facilities", "owned by the {} team"), many("users", 10, 900, "with {}", "users"),
        ),
        records(
            "ticket", "tickets", "TK",
            of("system", "about the {}"), person("reporter", "from {}"), day("due_day", "due on {}"),
            one_of("priority", "low|normal|high|critical", "with {} priority", "normal"),
            note("summary", "cannot log in|numbers are wrong|very slow since noon|keeps logging me out", "with the summary {}"),
        ),
        ("open", "create"), "open a ticket", ("priority", "due_day"), ("close", "resolve"),
    ),
    Trade(
        "printing",
        things(
            "printer", "printers", "PR",
            "Atlas|Beacon|Comet|Drake|Ember|Falcon",
            one_of("floor", "first|second|third", "on the {} floor"), euros("page_price", 1, 3), many("speed", 12, 90, "at {}", "pages a minute"),
        ),
        records(
            "print_job", "print jobs", "PJ",
            of("printer", "on {}"), many("copies", 12, 400, "for {}", "copies"), Attribute("duplex", Flag(), "printed on one side only", default=True),
            one_of("paper", "plain|recycled|glossy", "on {} paper", "plain"), day("due_day", "due on {}"),
            note("title", "annual report|menu|exam sheets|floor plan|flyer", "with the title {}"),
        ),
        ("submit", "queue"), "submit a print job", ("copies", "paper"),
    ),
    Trade(
        "charging",
        things(
            "charging_station", "charging stations", "CE",
            "Volt Corner|Plug Point|Amp Alley|Charge Yard|Green Socket|Power Park|Ohm Plaza|Watt Street",
            town("in {}"), one_of("plug", "CCS|Type 2|CHAdeMO", "with a {} plug"), euros("session_price", 3, 50),
        ),
        records(
            "charging_slot", "charging slots", "CB",
            of("station", "at {}"), day(), clock("time", "at {}", 6, 22), Attribute("energy", Amount(10, 160, ENERGY), "for {}"),
            person("driver", "for {}"), one_of("speed", "slow|fast", "with {} charging", "slow"),
        ),
        ("reserve", "book"), "reserve a charging slot", ("date", "time", "energy"),
    ),
    Trade(
        "instruments",
        things(
            "instrument", "instruments", "IN",
            "microscope A|microscope B|centrifuge|laser cutter|3D printer|mass spectrometer|wind tunnel|kiln",
            one_of("building", "physics|chemistry|design", "in the {} building"), euros("hourly_rate", 5, 200),
        ),
        records(
            "session", "sessions", "SE",
            of("instrument", "on the {}"), day(), clock("time", "at {}", 7, 20), hours(),
            person("operator", "for {}"), note("project", "Cobalt|Heron|Marble|Saffron|Tundra", "on the project {}"),
        ),
        ("book", "reserve"), "book a session", ("date", "time", "duration"),
    ),
    Trade(
        "desks",
        things(
            "desk", "desks", "DK",
            "window desk|corner desk|quiet desk|standing desk|garden desk|atrium desk",
            town("in {}"), one_of("screen", "single-screen|twin-screen", "^{}"), euros("daily_price", 5, 60),
        ),
        records(
            "desk_booking", "desk bookings", "DB",
            of("desk", "at the {}"), day(), many("days", 1, 10, "for {}", "days"), person("worker", "for {}"),
            one_of("locker", "with|without", "{} a locker", "without"),
        ),
        ("book", "reserve"), "reserve a place", ("date", "days", "locker"),
    ),
)  # fmt: skip
