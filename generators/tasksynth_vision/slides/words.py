"""What slides say: topics, each with words for whatever may stand on a slide."""

from typing import NamedTuple


class SlideTopic(NamedTuple):
    """Words that belong together."""

    titles: tuple[str, ...]
    subtitles: tuple[str, ...]
    headings: tuple[str, ...]
    bullets: tuple[str, ...]
    details: tuple[str, ...]
    """What stands under a bullet."""
    cards: tuple[str, ...]
    """Heads and texts, with a line break between."""
    steps: tuple[str, ...]
    stats: tuple[str, ...]
    captions: tuple[str, ...]
    callouts: tuple[str, ...]
    quotes: tuple[str, ...]
    sources: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]


TOPICS = (
    SlideTopic(
        titles=(
            "Cycling to work: what changed",
            "A network of bicycle streets",
            "More people ride, fewer wait",
        ),
        subtitles=(
            "Findings of the second survey",
            "Where we stand after two years",
        ),
        headings=(
            "What we built",
            "What riders say",
            "Where it is slow",
        ),
        bullets=(
            "Twelve new streets for bicycles",
            "Lights that wait for riders",
            "Covered stands at all stations",
            "Slow zones around schools",
            "Repair points with free tools",
            "Wider lanes on both bridges",
            "Signs that count each rider",
            "Snow is cleared by seven",
        ),
        details=(
            "four of them in the north",
            "paid for by the region",
            "open since early spring",
            "used by every third rider",
        ),
        cards=(
            "Safety\nFewer crashes at the crossings we rebuilt",
            "Time\nA ride takes nine minutes less than before",
            "Cost\nOne kilometre costs as much as ten parking bays",
            "Health\nRiders take fewer days of sick leave",
            "Noise\nQuieter mornings along the ring road",
        ),
        steps=(
            "Survey",
            "Plan",
            "Build",
            "Open",
            "Review",
        ),
        stats=(
            "38 %\nride daily",
            "12 km\nnew lanes",
            "4,200\nnew stands",
            "9 min\nsaved each way",
            "61 %\nfeel safer",
        ),
        captions=(
            "The bridge in May",
            "A stand at noon",
            "Riders at the gate",
            "The new lane",
        ),
        callouts=(
            "Next spring the last gap in the ring is closed, and one can ride around the city.",
            "The council votes in June: without its consent the work on the bridges ends.",
        ),
        quotes=(
            "I sold the car and never looked back.",
            "The best road is the one I share.",
        ),
        sources=(
            "Source: household survey, 2,140 answers",
            "Office for Streets, annual report",
        ),
        columns=(
            "Street",
            "Riders",
            "Change",
        ),
        rows=(
            "Mill Lane",
            "Park Road",
            "Old Bridge",
            "Station Way",
            "Hill Street",
        ),
    ),
    SlideTopic(
        titles=(
            "The harbour in numbers",
            "How the harbour saves power",
            "Plans for the east quay",
        ),
        subtitles=(
            "Report to the board",
            "Third quarter, all terminals",
        ),
        headings=(
            "What was done",
            "What is left",
            "Who takes part",
        ),
        bullets=(
            "Shore power at five berths",
            "Cranes that feed power back",
            "Trains instead of lorries",
            "Sheds with solar roofs",
            "One gate for all papers",
            "Deeper water at the east quay",
            "Training for pilots",
            "Night work only by rail",
        ),
        details=(
            "two more by autumn",
            "tested on the old quay",
            "agreed with the unions",
            "half of it is paid",
        ),
        cards=(
            "Power\nShips at the quay run on current from the shore",
            "Rail\nEvery second box leaves the harbour by train",
            "Water\nThe basin is cleaner than ten years ago",
            "People\nForty new jobs on the east quay",
            "Safety\nNo serious accident since March",
        ),
        steps=(
            "Arrive",
            "Unload",
            "Store",
            "Check",
            "Depart",
        ),
        stats=(
            "52 %\nleave by rail",
            "5\nberths with power",
            "1.4 M\nboxes a year",
            "31 h\nmean stay",
            "87 %\non time",
        ),
        captions=(
            "The east quay",
            "Cranes at dawn",
            "The old lock",
            "A full train",
        ),
        callouts=(
            "From October on, ships that keep their engines running at the quay pay twice the fee.",
            "The second track is the one thing that all other plans depend on.",
        ),
        quotes=(
            "A quiet harbour is a good neighbour.",
            "Boxes do not care who pulls them.",
        ),
        sources=(
            "Source: harbour master's log",
            "Port office, figures to September",
        ),
        columns=(
            "Quay",
            "Ships",
            "Hours",
        ),
        rows=(
            "North",
            "East",
            "Old lock",
            "Basin two",
            "Grain pier",
        ),
    ),
    SlideTopic(
        titles=(
            "A kitchen for six schools",
            "Lunch that children finish",
            "What is on the plate",
        ),
        subtitles=(
            "Pilot year, first results",
            "For parents and teachers",
        ),
        headings=(
            "What we cook",
            "What we learned",
            "What it takes",
        ),
        bullets=(
            "Bread from the mill next door",
            "Two dishes to choose from",
            "Vegetables within a day",
            "Children help on Fridays",
            "Soup is always free",
            "Menus for a whole month",
            "Less salt, more herbs",
            "Water instead of juice",
        ),
        details=(
            "from nine farms nearby",
            "asked for by the children",
            "cheaper than last year",
            "in all six schools",
        ),
        cards=(
            "Taste\nChildren vote on every dish once a week",
            "Waste\nA third less is thrown away than in spring",
            "Price\nA meal costs as much as two bus tickets",
            "Farms\nNine farms deliver within the hour",
            "Staff\nEvery cook trains an apprentice",
        ),
        steps=(
            "Order",
            "Wash",
            "Cook",
            "Carry",
            "Serve",
        ),
        stats=(
            "640\nmeals a day",
            "33 %\nless waste",
            "9\nfarms nearby",
            "4 of 5\neat it all",
            "18 min\nfrom pot to plate",
        ),
        captions=(
            "The new kitchen",
            "Friday soup",
            "The first harvest",
            "A full table",
        ),
        callouts=(
            "If the council agrees, four more schools can join after the summer holidays.",
            "What is left over at two goes to the shelter in Mill Lane on the same day.",
        ),
        quotes=(
            "The soup tastes like at my grandmother's.",
            "Nobody asks for ketchup any more.",
        ),
        sources=(
            "Source: counts in six schools, May",
            "School office, survey of 410 parents",
        ),
        columns=(
            "School",
            "Meals",
            "Left",
        ),
        rows=(
            "Hillside",
            "Riverbank",
            "St. Anne",
            "Old Town",
            "Meadow",
        ),
    ),
    SlideTopic(
        titles=(
            "A roof that pays for itself",
            "Solar power for the library",
            "What the first summer showed",
        ),
        subtitles=(
            "Measured from April to August",
            "Summary for the members",
        ),
        headings=(
            "How it works",
            "What it gave",
            "What comes next",
        ),
        bullets=(
            "Panels on the south roof",
            "A battery in the cellar",
            "Power sold at noon",
            "Lights that dim by day",
            "Bees between the rows",
            "A meter for all to see",
            "Heat from the server room",
            "Two chargers for bicycles",
        ),
        details=(
            "cleaned twice a year",
            "as large as a wardrobe",
            "at a fixed price",
            "built by the trainees",
        ),
        cards=(
            "Yield\nMore power than was promised on seven days of ten",
            "Store\nThe battery lasts through a summer night",
            "Grid\nNoon power goes to the school across the street",
            "Roof\nThe tiles below stay cooler and last longer",
            "Members\nTwo hundred neighbours hold a share",
        ),
        steps=(
            "Measure",
            "Order",
            "Mount",
            "Test",
            "Share",
        ),
        stats=(
            "74 kW\npeak power",
            "210\nmembers",
            "6 years\nto pay back",
            "92 %\nof sunny hours",
            "11 t\nless carbon",
        ),
        captions=(
            "The south roof",
            "Morning light",
            "The meter",
            "Bees at work",
        ),
        callouts=(
            "The second roof can be ordered as soon as a hundred more shares are sold.",
            "On eleven days the building used nothing from the grid at all.",
        ),
        quotes=(
            "The roof was idle for ninety years.",
            "Now the sun reads with us.",
        ),
        sources=(
            "Source: meter of the library",
            "Members' report, all values rounded",
        ),
        columns=(
            "Month",
            "Yield",
            "Used",
        ),
        rows=(
            "April",
            "May",
            "June",
            "July",
            "August",
        ),
    ),
)
