"""What tools do, to what, and how: each in the words of catalogues, and in those of people.

A verb of people has its place for the object.

No word of the one is a word of the other, but for those that a search leaves out.
"""

VERBS = (
    ("translate", "put {} into another language"),
    ("summarise", "boil {} down to the essentials"),
    ("schedule", "fix a time for {}"),
    ("cancel", "call {} off"),
    ("compare", "set {} side by side"),
    ("forecast", "say beforehand how it will go with {}"),
    ("archive", "store {} away for good"),
    ("validate", "look for mistakes in {}"),
    ("publish", "make {} known to everybody"),
    ("encrypt", "scramble {} against prying eyes"),
    ("merge", "put {} together into a single whole"),
    ("anonymise", "take personal details out of {}"),
    ("rank", "sort {} from best to worst"),
    ("classify", "tell of which kind {} are"),
    ("locate", "find out the whereabouts of {}"),
    ("monitor", "keep watch over {}"),
    ("transcribe", "write out what is heard of {}"),
    ("visualise", "draw a picture of {}"),
    ("deduplicate", "throw out {} that are there twice"),
    ("approve", "give {} the go-ahead"),
    ("price", "work out what to charge for {}"),
    ("deliver", "bring {} to the door"),
    ("repair", "mend {}"),
    ("audit", "look through the paperwork behind {}"),
)
OBJECTS = (
    ("invoices", "bills"),
    ("flights", "plane trips"),
    ("physicians", "doctors"),
    ("lodgings", "places to sleep"),
    ("contracts", "signed agreements"),
    ("employees", "members of staff"),
    ("customers", "clients"),
    ("parcels", "packages"),
    ("vehicles", "cars and vans"),
    ("recordings", "captured sound"),
    ("photographs", "snapshots"),
    ("newsletters", "regular mailings"),
    ("complaints", "grievances"),
    ("vacancies", "open positions"),
    ("prescriptions", "medicine orders"),
    ("lectures", "university talks"),
    ("recipes", "cooking instructions"),
    ("donations", "charitable gifts"),
    ("tenants", "renters"),
    ("harvests", "crop yields"),
    ("warranties", "guarantees"),
    ("sensors", "measuring devices"),
    ("passwords", "secret login phrases"),
    ("maps", "charts of the land"),
    ("songs", "pieces of music"),
    ("petitions", "appeals to the authorities"),
    ("auctions", "sales by bidding"),
    ("insurances", "policies against loss"),
    ("satellites", "spacecraft in orbit"),
    ("vaccines", "jabs"),
    ("subtitles", "captions of films"),
    ("budgets", "spending plans"),
    ("timetables", "departure times of buses"),
    ("wills", "last testaments"),
    ("shipments", "cargo on its way"),
    ("surveys", "questionnaires"),
    ("forests", "woodland"),
    ("loans", "sums that were borrowed"),
    ("tournaments", "sporting contests"),
    ("patents", "protected inventions"),
)
MANNERS = (
    ("in bulk", "many at once"),
    ("offline", "without a connection"),
    ("for minors", "for people under eighteen"),
    ("overnight", "between midnight and dawn"),
    ("by voice", "with spoken commands"),
    ("across borders", "in more than one country"),
    ("from scans", "out of photocopied sheets"),
    ("by e-mail", "through electronic post"),
    ("on demand", "whenever somebody asks"),
    ("with a deposit", "against money paid up front"),
    ("in draft mode", "as a trial that changes nothing"),
    ("within a quota", "up to a fixed limit"),
    ("for retirees", "for the over-sixty-fives"),
    ("with retries", "trying again if it fails"),
    ("under supervision", "while a superior looks on"),
    ("by region", "area after area"),
    ("with a digest", "plus a short report"),
    ("at random", "picked by chance"),
    ("in sandboxes", "shut off from all else"),
    ("after confirmation", "once a person has said yes"),
)
SORTS = {
    "D": "invoices contracts newsletters complaints vacancies prescriptions recipes warranties "
    "passwords maps petitions insurances subtitles budgets timetables wills surveys loans patents",
    "P": "physicians employees customers tenants",
    "T": "parcels vehicles donations sensors vaccines shipments",
    "N": "lodgings harvests satellites forests",
    "M": "recordings photographs lectures songs",
    "E": "flights auctions tournaments",
}
"""Objects by sort: documents, people, things, places and nature, media, events."""
TAKES = (
    "DM",  # translate
    "DE",  # summarise
    "EP",  # schedule
    "DE",  # cancel
    "DPTNME",  # compare
    "TNE",  # forecast
    "DM",  # archive
    "D",  # validate
    "DME",  # publish
    "DM",  # encrypt
    "DM",  # merge
    "DMP",  # anonymise
    "DPTNME",  # rank
    "DPTNME",  # classify
    "PTN",  # locate
    "PTNE",  # monitor
    "M",  # transcribe
    "DTNE",  # visualise
    "DMP",  # deduplicate
    "DPE",  # approve
    "DTME",  # price
    "T",  # deliver
    "T",  # repair
    "DPT",  # audit
)
"""Of each verb, the sorts of objects that it may have."""
FITTING = tuple(
    tuple(
        number
        for number, (name, _) in enumerate(OBJECTS)
        if any(name in SORTS[sort].split() for sort in takes)
    )
    for takes in TAKES
)
"""Of each verb, the numbers of its objects."""
TABLES = (VERBS, OBJECTS, MANNERS)
TALK = (
    "Returns JSON.", "Needs an API key.", "Rate limits apply.", "Pagination through a cursor.",
    "Stable since version 2.", "Errors carry a code.", "Supports webhooks.", "Idempotent.",
    "Beta access.", "Billed per call.", "Regional endpoints exist.", "Timeouts after 30 seconds.",
)  # fmt: skip
