"""On the road."""

from tasksynth_tools.apis.grammar import Attribute, Trade, of, records, things
from tasksynth_tools.apis.words import OneWord, People, Several
from tasksynth_tools.services.common import clock, day, euros, hours, many, one_of, person, town

TRAVEL = (
    Trade(
        "flights",
        things(
            "flight", "flights", "FL",
            "AV 118|AV 204|BX 77|BX 912|CN 340|CN 41|DR 555|DR 608|EK 23|EK 731|FT 290|FT 864",
            town("from {}", "origin"), town("to {}", "destination"), day("date", "on {}"),
            euros("price", 60, 900),
        ),
        records(
            "flight_booking", "flight bookings", "FB",
            of("flight", "on {}"),
            Attribute("passengers", People(), "for {}"),
            many("bags", 0, 6, "with {}", "checked bags"),
            one_of("seat", "aisle|window|middle", "on {} seats", "window"),
        ),
        ("book", "reserve"), "book seats", ("bags", "seat"),
    ),
    Trade(
        "hotels",
        things(
            "hotel", "hotels", "HT",
            "Hotel Astoria|Hotel Belvedere|Grand Marina|The Old Mill|Hotel Central|Seaview Inn|"
            "Park Lodge|Villa Rosa|Harbour House|Hotel Miramar|The Green Door|Castle View",
            town("in {}"), one_of("stars", "two-star|three-star|four-star|five-star", "^{}"),
            euros("room_price", 50, 400),
        ),
        records(
            "room_booking", "room bookings", "RB",
            of("hotel", "at {}"), day("arrival_day", "from {}"), many("nights", 1, 12, "for {}", "nights"),
            many("guests", 1, 5, "for {}", "guests"), person("guest_name", "in the name of {}"),
            Attribute("extras", Several(("breakfast", "parking", "a cot", "late check-out")), "with {}", []),
        ),
        ("book", "reserve"), "book a room", ("arrival_day", "nights", "guests"),
    ),
    Trade(
        "trains",
        things(
            "train", "trains", "TR",
            "IC 12|IC 87|RE 305|RE 411|NX 9|NX 56|EX 720|EX 733|SP 64|SP 98|RG 150|RG 182",
            town("from {}", "origin"), town("to {}", "destination"), clock("departure", "leaving at {}", 5, 22),
            euros("price", 10, 180),
        ),
        records(
            "train_ticket", "train tickets", "TT",
            of("train", "for {}"), day(), many("passengers", 1, 8, "for {}", "people"),
            one_of("travel_class", "first|second", "in {} class", "second"),
            person("contact", "with {} as the contact"),
        ),
        ("buy", "order"), "buy tickets", ("date", "passengers", "travel_class"), ("return", "refund"),
    ),
    Trade(
        "cars",
        things(
            "car", "cars", "CR",
            "Corsa|Fabia|Polo|Clio|Golf|Octavia|Passat|Kodiaq|Transit|Vito|Panda|Twingo",
            town("in {}"), one_of("category", "small|medium|large", "^{}"), many("seats", 2, 9, "with {}", "seats"),
            euros("daily_price", 25, 160),
        ),
        records(
            "car_rental", "car rentals", "CA",
            of("car", "of the {}"), day(), clock("time", "at {}", 7, 18), many("days", 1, 14, "for {}", "days"),
            person("driver", "for {} to drive"),
            one_of("insurance", "basic|full", "with {} insurance", "basic"),
        ),
        ("arrange", "book"), "arrange a car rental", ("date", "days", "driver"),
    ),
    Trade(
        "taxis",
        things(
            "taxi_company", "taxi companies", "TX",
            "Blue Cabs|Star Taxi|City Ride|Metro Cars|Swift Cabs|Lucky Taxi|Night Line|Green Wheels",
            town("in {}"), one_of("fleet", "electric|hybrid|diesel", "^{}"), euros("price_per_ride", 8, 60),
        ),
        records(
            "ride", "rides", "RD",
            of("company", "with {}"), day(), clock("time", "at {}", 5, 23),
            person("passenger", "for {}"), many("passengers", 1, 7, "with {} aboard", "people"),
            one_of("vehicle", "saloon|van|wheelchair car", "in a {}", "saloon"),
        ),
        ("order", "book"), "order a ride", ("date", "time", "vehicle"),
    ),
    Trade(
        "bikes",
        things(
            "bike_station", "bike stations", "BS",
            "Museum Stop|Riverside|North Gate|Old Bridge|Town Hall|University|Fish Market|East Park",
            town("in {}"), many("free_bikes", 1, 40, "with {}", "free bikes"), euros("hourly_price", 1, 9),
        ),
        records(
            "bike_hire", "bike hires", "BH",
            of("station", "at {}"), day(), clock("time", "from {}", 7, 18),
            hours(), many("riders", 1, 6, "for {}", "riders"), person("rider", "under the name {}"),
        ),
        ("hire", "reserve"), "hire bikes", ("time", "duration", "riders"),
    ),
    Trade(
        "ferries",
        things(
            "ferry", "ferries", "FE",
            "Aurora|Baltic Star|Castor|Dolphin|Estrella|Freya|Gannet|Halcyon|Isolde|Juno",
            town("from {}", "origin"), town("to {}", "destination"), euros("fare", 20, 240),
        ),
        records(
            "crossing", "crossings", "CX",
            of("ferry", "on {}"), day(), many("adults", 1, 6, "for {}", "adults"),
            Attribute("cabin", OneWord(("none", "inside", "outside")), "with cabin type {}", "none"),
            person("contact", "with {} as the contact"),
        ),
        ("book", "reserve"), "book a crossing", ("date", "adults", "cabin"),
    ),
)  # fmt: skip
