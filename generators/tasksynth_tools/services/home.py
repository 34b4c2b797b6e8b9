"""House and garden."""

from tasksynth_tools.apis.grammar import Attribute, Trade, of, records, things
from tasksynth_tools.apis.values import Amount
from tasksynth_tools.services.common import (
    DEGREES,
    LITRES,
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

HOME = (
    Trade(
        "heating",
        things(
            "room", "rooms", "RO",
            "kitchen|living room|study|bathroom|nursery|hall|guest room|workshop",
            one_of("floor", "ground|upper|attic", "on the {} floor"), many("size", 6, 60, "of {}", "square metres"),
            Attribute("measured", Amount(28, 50, DEGREES), "", most=("coldest", "warmest")),
        ),
        records(
            "heating_plan", "heating plans", "HP",
            of("room", "for the {}"), day(), clock("time", "from {}", 5, 21), hours("duration", "for {}", 60, 480),
            Attribute("temperature", Amount(34, 48, DEGREES), "at {}"),
            one_of("fan", "off|low|high", "with the fan set to {}", "off"),
        ),
        ("add", "create"), "add a heating plan", ("time", "duration", "temperature"), ("delete", "remove"),
    ),
    Trade(
        "lights",
        things(
            "lamp", "lamps", "LA",
            "desk lamp|floor lamp|porch light|ceiling lamp|night light|garden lights|shelf strip|mirror lamp",
            one_of("maker", "Lumo|Brill|Nordlys", "made by {}"), many("watts", 3, 80, "of {}", "watts"),
        ),
        records(
            "light_scene", "light scenes", "LS",
            of("lamp", "for the {}"), day(), clock("time", "at {}", 5, 23), many("brightness", 5, 100, "at {} percent"),
            one_of("colour", "white|amber|blue|green", "in {}", "white"), hours("duration", "for {}", 30, 360),
        ),
        ("add", "create"), "add a light scene", ("time", "brightness", "colour"), ("delete", "remove"),
    ),
    Trade(
        "garden",
        things(
            "zone", "zones", "ZN",
            "rose bed|front lawn|herb patch|orchard|vegetable plot|hedge|greenhouse|pond edge",
            one_of("soil", "sandy|loamy|clay", "with {} soil"), many("area", 2, 90, "of {}", "square metres"),
        ),
        records(
            "watering", "waterings", "WA",
            of("zone", "of the {}"), day(), clock("time", "at {}", 4, 22), Attribute("volume", Amount(5, 200, LITRES), "with {}"),
            one_of("nozzle", "mist|drip|spray", "with the {} nozzle", "drip"),
        ),
        ("plan", "schedule"), "plan a watering", ("date", "time", "volume"),
    ),
    Trade(
        "repairs",
        things(
            "tradesperson", "tradespeople", "TP",
            "Berg & Daughters|Quick Fix|Tools and Sons|Handy Henna|Bright Spark|Pipe Masters|Woodwise|Top Roof",
            town("in {}"), one_of("craft", "plumbing|electrical|carpentry|roofing", "^{}"), euros("hourly_price", 30, 120),
        ),
        records(
            "repair_visit", "repair visits", "RV",
            of("tradesperson", "by {}"), day(), clock("time", "at {}", 7, 17), person("contact", "with {} as the contact"),
            note("problem", "dripping tap|broken socket|door does not close|damp wall", "with the problem {}"),
            one_of("urgency", "normal|urgent", "marked as {}", "normal"),
        ),
        ("book", "arrange"), "arrange a repair visit", ("date", "time", "urgency"),
    ),
    Trade(
        "cleaning",
        things(
            "cleaner", "cleaners", "CL",
            "Spotless|Clean Sweep|Shine Team|Mop & Co|Fresh Start|Polish Works",
            town("in {}"), one_of("products", "eco|standard", "using {} products"), euros("hourly_price", 15, 60),
        ),
        records(
            "cleaning", "cleanings", "CG",
            of("cleaner", "by {}"), day(), clock("time", "at {}", 7, 17), hours("duration", "of {}", 60, 360),
            many("rooms", 1, 9, "of {}", "rooms"), person("contact", "with {} as the contact"),
        ),
        ("book", "order"), "book a cleaning", ("date", "time", "duration", "rooms"),
    ),
    Trade(
        "recycling",
        things(
            "depot", "depots", "DP",
            "East Depot|Canal Yard|Hilltop Yard|South Gate|Mill Yard|Station Depot",
            town("in {}"), one_of("waste", "garden|electronic|bulky", "for {} waste"), many("bins", 2, 40, "with {}", "bins"),
        ),
        records(
            "collection", "collections", "CN",
            of("depot", "by {}"), day(), many("items", 1, 12, "of {}", "items"),
            person("contact", "with {} as the contact"),
            note("place", "behind the gate|at the kerb|in the yard|next to the garage", "with the place given as {}"),
        ),
        ("order", "request"), "order a collection", ("date", "items"),
    ),
)  # fmt: skip
