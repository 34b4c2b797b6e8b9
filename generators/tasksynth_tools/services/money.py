"""Money and goods."""

from tasksynth_tools.apis.grammar import Attribute, Trade, of, records, things
from tasksynth_tools.apis.values import Day
from tasksynth_tools.apis.words import PostAddress, Several
from tasksynth_tools.services.common import (
    clock,
    day,
    euros,
    kilos,
    many,
    note,
    one_of,
    person,
    town,
)

MONEY = (
    Trade(
        "bank",
        things(
            "payee", "payees", "PY",
            "Acorn Energy|Bluewater Rent|City Sports Club|Delta Insurance|Evergreen Tax|Fern School|"
            "Granite Builders|Hill Dental",
            one_of("category", "utility|housing|leisure|services", "^{}"), town("in {}"),
            euros("last_paid", 20, 900, priced=False),
        ),
        records(
            "transfer", "transfers", "TF",
            of("payee", "to {}"), euros("amount", 5, 1500, "of {}", priced=False), day(),
            note("reference", "invoice 4471|membership|May instalment|deposit|thank you", "with the reference {}"),
            one_of("speed", "standard|instant", "at {} speed", "standard"),
        ),
        ("schedule", "make"), "schedule a transfer", ("amount", "date", "speed"),
    ),
    Trade(
        "insurance",
        things(
            "policy", "policies", "PO",
            "Home Plus|Travel Safe|Auto Basic|Pet Care|Bike Cover|Phone Guard|Legal Shield|Music Cover",
            one_of("tier", "bronze|silver|gold", "^{}"), euros("premium", 30, 700),
            Attribute("expiry", Day(), "expiring on {}"),
        ),
        records(
            "claim", "claims", "CM",
            of("policy", "under {}"), euros("amount", 20, 4000, "over {}", priced=False), day("incident_day", "for an incident on {}"),
            note("cause", "storm|theft|water damage|fall|collision", "with the cause {}"), person("claimant", "in the name of {}"),
        ),
        ("file", "submit"), "file a claim", ("amount", "incident_day"), ("withdraw", "cancel"),
    ),
    Trade(
        "shop",
        things(
            "product", "products", "PD",
            "Trail Backpack|Canvas Tent|Steel Bottle|Wool Blanket|Head Torch|Rain Jacket|Camp Stove|"
            "Folding Chair|Hiking Poles|Sun Hat",
            one_of("colour", "red|green|blue|grey", "^{}"), one_of("brand", "Alto|Brisk|Cairn", "by {}"),
            euros("price", 8, 400),
        ),
        records(
            "order", "orders", "OR",
            of("product", "of {}"), many("quantity", 1, 9, "with quantity {}"), Attribute("address", PostAddress(), "to be sent to {}"),
            one_of("delivery", "standard|express|pick-up", "by {} delivery", "standard"),
            Attribute("wrapping", Several(("gift paper", "ribbon", "card")), "wrapped with {}", []),
        ),
        ("place", "submit"), "place an order", ("quantity", "address", "delivery"),
    ),
    Trade(
        "parcels",
        things(
            "parcel_point", "parcel points", "PP",
            "Corner Kiosk|Book Nook|Flower Stall|Petrol Plus|Print Shop|Wine Cellar|Tea House|Bike Barn",
            town("in {}"), many("lockers", 4, 90, "with {}", "lockers"), euros("fee", 2, 20),
        ),
        records(
            "shipment", "shipments", "SH",
            of("parcel_point", "through {}"), kilos("weight", "weighing {}"), day(), Attribute("address", PostAddress(), "to {}"),
            person("recipient", "for {}"), one_of("handling", "normal|fragile|upright", "handled as {}", "normal"),
        ),
        ("register", "create"), "register a shipment", ("weight", "date", "handling"),
    ),
    Trade(
        "warehouse",
        things(
            "article", "articles", "AR",
            "hex bolts|copper pipe|oak boards|floor tiles|paint buckets|roof felt|drill bits|cable drums",
            one_of("aisle", "north|south|west", "from the {} aisle"), many("stock", 20, 900, "with {} in stock"),
            euros("unit_price", 1, 90),
        ),
        records(
            "stock_move", "stock moves", "SM",
            of("article", "of the {}"), many("quantity", 15, 400, "of {}", "units"), day(),
            one_of("bay", "bay one|bay two|bay three", "to {}"), person("operator", "assigned to {}"),
        ),
        ("schedule", "plan"), "schedule a stock move", ("quantity", "date", "bay"),
    ),
    Trade(
        "groceries",
        things(
            "grocery_box", "grocery boxes", "GB",
            "Harvest Box|Family Box|Soup Box|Fruit Box|Breakfast Box|Grill Box|Pasta Box|Bake Box",
            one_of("diet", "vegan|vegetarian|classic", "^{}"), euros("box_price", 15, 110), kilos("weight", "of {}", 20, 150),
        ),
        records(
            "grocery_delivery", "grocery deliveries", "GD",
            of("grocery_box", "of the {}"), day(), clock("time", "at {}", 7, 20), many("boxes", 1, 5, "with {}", "boxes"),
            Attribute("address", PostAddress(), "to {}"),
            one_of("substitutes", "allowed|refused", "with substitutes {}", "allowed"),
        ),
        ("schedule", "order"), "schedule a delivery", ("date", "time", "boxes"),
    ),
)  # fmt: skip
