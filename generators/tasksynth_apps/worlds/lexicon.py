"""Words for worlds: names, places, and what the apps of different people are full of.

A `Milieu` is what one person's days turn on. Two of them make a world, a trade and a private life,
so that a dozen milieus and a handful of homes already give more than a hundred kinds of worlds.
"""

from dataclasses import dataclass

FIRST = {
    "f": (
        "Anna|Clara|Elena|Greta|Hanna|Laura|Marta|Nadia|Paula|Sofia|Ursula|Wanda|Zoe|Amara|"
        "Chiara|Esra|Giulia|Ines|Leila|Nora|Petra|Rosa|Tilda|Vera|Xenia|Yara"
    ),
    "m": (
        "Bruno|David|Farid|Ivan|Jonas|Karim|Oskar|Rafael|Tomas|Victor|Yusuf|Bilal|Dimitri|"
        "Felix|Hugo|Jakub|Kofi|Milan|Omar|Quentin|Samir|Umar|Wiktor|Zeno"
    ),
}
GENDER = {
    **dict.fromkeys(("sister", "mother", "aunt", "grandmother", "niece"), "f"),
    **dict.fromkeys(("brother", "father", "uncle", "nephew"), "m"),
}
"""Of relations that have one."""
LAST = [
    "Adler",
    "Becker",
    "Castro",
    "Duarte",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Haddad",
    "Ibsen",
    "Jansen",
    "Keller",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quinn",
    "Rossi",
    "Schmidt",
    "Tanaka",
    "Ulrich",
    "Varga",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zhang",
    "Abbas",
    "Brandt",
    "Conti",
    "Dahl",
    "Engel",
    "Ferrari",
    "Greco",
    "Hoffman",
    "Iqbal",
    "Jovanovic",
    "Kaya",
    "Larsen",
    "Meyer",
    "Nguyen",
    "Olsen",
    "Park",
    "Ramos",
    "Sato",
    "Torres",
    "Urban",
    "Vidal",
    "Wolf",
    "Young",
    "Zimmer",
]
STREETS = [
    "Mill Lane",
    "Station Road",
    "Church Street",
    "Harbour Walk",
    "Linden Avenue",
    "Castle Hill",
    "Garden Row",
    "Bridge Street",
    "Orchard Way",
    "Market Square",
    "Canal Street",
    "Park Road",
]
CITIES = [
    "Ashford",
    "Brampton",
    "Calder",
    "Dunmore",
    "Elsworth",
    "Farley",
    "Granton",
    "Hexley",
    "Ivybridge",
    "Kelso",
]
COMPANY = (
    [
        "Alder",
        "Birch",
        "Cedar",
        "Delta",
        "Ember",
        "Falcon",
        "Granite",
        "Harbour",
        "Indigo",
        "Juniper",
        "Kestrel",
        "Lumen",
    ],
    [
        "Books",
        "Catering",
        "Consulting",
        "Electrics",
        "Foods",
        "Logistics",
        "Media",
        "Motors",
        "Partners",
        "Press",
        "Studio",
    ],
)
PLACES = [
    "Café Corvo",
    "the town hall",
    "Room 4",
    "the library",
    "Bistro Lina",
    "the old mill",
    "the community centre",
    "Studio 9",
    "the station",
    "the harbour office",
]
ARTISTS = [
    "The Paper Kites Club",
    "Mira Solano",
    "Low Tide",
    "Nils & the North",
    "Velvet Orchard",
    "Ana Luz",
    "Copper Wires",
    "Oslo Drift",
]
SONG_WORDS = (
    [
        "Silver",
        "Distant",
        "Hollow",
        "Golden",
        "Paper",
        "Midnight",
        "Quiet",
        "Burning",
        "Northern",
        "Electric",
    ],
    [
        "River",
        "Window",
        "Lantern",
        "Summer",
        "Mountain",
        "Signal",
        "Garden",
        "Harbour",
        "Mirror",
        "Season",
    ],
)
PLAYLISTS = [
    "Morning run",
    "Slow Sunday",
    "Kitchen",
    "Focus",
    "Road trip",
    "Party",
    "Rainy day",
    "Warm-up",
]


@dataclass(frozen=True)
class Milieu:
    """What a person's days turn on."""

    trade: str
    """As in "who runs …"; empty for a private life."""
    relations: tuple[str, ...]
    """What people are to the person, each as after "my"."""
    occasions: tuple[str, ...]
    """What events, mails, files and payments are about."""
    goods: dict[str, tuple[str, ...]]
    """Categories of a shop, and what is sold in them."""
    folders: tuple[str, ...]


def _milieu(trade: str, relations: str, occasions: str, goods: str, folders: str) -> Milieu:
    shelves = (shelf.split(": ") for shelf in goods.split("; "))
    return Milieu(
        trade=trade,
        relations=tuple(relations.split(", ")),
        occasions=tuple(occasions.split(", ")),
        goods={name: tuple(items.split(", ")) for name, items in shelves},
        folders=tuple(folders.split(", ")),
    )


TRADES = (
    _milieu(
        "runs a bakery",
        "flour supplier, apprentice, pastry chef, delivery driver, tax adviser, oven mechanic",
        "flour delivery, oven repair, wedding cake, farmers' market, Easter order, staff rota",
        "baking: rye flour, cake rings, proofing basket, dough scraper; "
        "packaging: paper bags, cake boxes, ribbon roll, labels",
        "Recipes, Suppliers, Rotas",
    ),
    _milieu(
        "manages a dental practice",
        "hygienist, receptionist, lab technician, equipment dealer, locum dentist, IT contractor",
        "chair maintenance, recall letters, lab invoice, hygiene inspection, staff training, X-ray",
        "clinic: nitrile gloves, face masks, dental mirrors, bib clips; "
        "office: toner, appointment cards, desk lamp, folders",
        "Patients, Invoices, Inspections",
    ),
    _milieu(
        "heads a small film club",
        "projectionist, treasurer, poster designer, cinema owner, critic, ticket volunteer",
        "autumn festival, silent film night, poster print, projector rental, guest talk, sponsor",
        "screening: popcorn cups, lens cloth, extension lead, blackout curtain; "
        "print: poster paper, flyer stand, badge pins, stickers",
        "Programme, Posters, Grants",
    ),
    _milieu(
        "keeps a bicycle workshop",
        "parts dealer, trainee mechanic, landlord, courier, accountant, welder",
        "spring sale, frame order, wheel building course, rent review, tool hire, group ride",
        "parts: brake pads, chain, inner tube, saddle; "
        "tools: torque wrench, chain whip, truing stand, hex keys",
        "Orders, Manuals, Photos",
    ),
    _milieu(
        "teaches a fifth-grade class",
        "deputy head, school nurse, music teacher, bus operator, parents' speaker, caretaker",
        "museum trip, science fair, reading week, parents' evening, swimming lesson, school play",
        "classroom: poster paints, glue sticks, atlas, whiteboard pens; "
        "sports: skipping ropes, whistle, bibs, foam balls",
        "Lessons, Reports, Trips",
    ),
    _milieu(
        "conducts a choir",
        "accompanist, soprano lead, hall manager, sheet music dealer, tour guide, sound engineer",
        "Christmas concert, spring tour, hall booking, voice workshop, recording day, new robes",
        "music: music stand, tuning fork, score folder, metronome; "
        "stage: choir robe, LED candle, mic cable, riser carpet",
        "Scores, Tour, Members",
    ),
    _milieu(
        "works as a wedding planner",
        "florist, caterer, photographer, venue manager, string quartet leader, dressmaker",
        "garden wedding, cake tasting, flower order, rehearsal dinner, band booking, invitations",
        "table: linen napkins, candle holders, place cards, cake stand; "
        "decor: fairy lights, paper lanterns, silk ribbon, glass vase",
        "Clients, Contracts, Budgets",
    ),
    _milieu(
        "runs a research lab",
        "postdoc, lab manager, grant officer, microscope engineer, reviewer, visiting student",
        "grant report, microscope service, conference poster, retreat, safety audit, ethics form",
        "lab: pipette tips, freezer boxes, lab timer, nitrile gloves; "
        "office: poster tube, notebook, whiteboard, label printer",
        "Papers, Grants, Protocols",
    ),
    _milieu(
        "owns a hostel",
        "cleaner, night porter, laundry service, tour operator, plumber, booking agent",
        "boiler check, laundry contract, walking tour, fire drill, summer season, bed delivery",
        "rooms: bed linen, padlocks, reading lamp, towels; "
        "kitchen: kettle, cutlery set, tea towels, storage jars",
        "Bookings, Contracts, Repairs",
    ),
    _milieu(
        "coaches a football team",
        "team captain, physio, groundskeeper, kit supplier, referee, club secretary",
        "away match, kit order, pitch repair, training camp, cup draw, team dinner",
        "kit: goalkeeper gloves, training bibs, shin pads, captain's armband; "
        "field: cones, ball pump, corner flags, first-aid bag",
        "Fixtures, Fitness, Club",
    ),
    _milieu(
        "edits a local magazine",
        "photo editor, columnist, printer, illustrator, advertiser, proofreader",
        "summer issue, print run, cover shoot, column deadline, ad booking, readers' survey",
        "desk: red pens, desk lamp, paper trimmer, document tray; "
        "photo: memory card, tripod, lens hood, reflector",
        "Issues, Photos, Adverts",
    ),
    _milieu(
        "grows vegetables for a market",
        "seed merchant, farmhand, vet, beekeeper, tractor mechanic, restaurant buyer",
        "seed order, harvest party, irrigation repair, market stall, organic audit, box scheme",
        "garden: seed trays, pruning shears, hose reel, plant labels; "
        "market: crates, price tags, scale, awning clips",
        "Harvest, Certificates, Stall",
    ),
)
"""What people work as."""

HOMES = (
    _milieu(
        "",
        "sister, brother, neighbour, landlord, best friend, flatmate",
        "birthday dinner, weekend trip, theatre tickets, moving day, groceries, piano lesson",
        "home: desk fan, picture frame, wool blanket, wall clock; "
        "travel: neck pillow, suitcase, rain jacket, travel adapter",
        "Home, Travel, Taxes",
    ),
    _milieu(
        "",
        "mother, father, babysitter, godchild, tutor, cousin",
        "family reunion, school fees, holiday flat, golden wedding, allotment, sports day",
        "kitchen: bread knife, enamel pot, egg timer, spice rack; "
        "play: puzzle, kite, card game, paint box",
        "Family, School, Photos",
    ),
    _milieu(
        "",
        "running mate, book club host, aunt, yoga teacher, dog sitter, uncle",
        "book club, half marathon, dog training, concert tickets, garden party, ski weekend",
        "sport: yoga mat, running belt, water bottle, head torch; "
        "books: cookbook, travel guide, crime novel, sketchbook",
        "Club, Training, Receipts",
    ),
    _milieu(
        "",
        "grandmother, carer, nephew, chess partner, pharmacist, niece",
        "hospital visit, chess evening, insurance claim, kitchen repair, choir outing, jubilee",
        "health: pill box, heat pad, reading glasses, thermometer; "
        "hobby: chess clock, jigsaw board, bird feeder, knitting set",
        "Health, Insurance, Letters",
    ),
)
"""What they live with."""

KINDS_OF_FILE = ("budget.xlsx", "plan.pdf", "contract.pdf", "photo.jpg", "list.docx", "slides.pptx")
ABOUT = ("costs", "date", "details", "update", "question", "reminder")
"""What mails on an occasion are about."""
