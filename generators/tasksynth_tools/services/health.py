"""Bodies, people's and animals'."""

from tasksynth_tools.apis.grammar import Trade, of, records, things
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

HEALTH = (
    Trade(
        "clinic",
        things(
            "doctor", "doctors", "DR",
            "Dr Abel|Dr Brandt|Dr Cho|Dr Diaz|Dr Engel|Dr Fischer|Dr Gupta|Dr Hale|Dr Ivanova|Dr Jung",
            town("in {}"), one_of("specialty", "eye|skin|heart|ear", "^{}"), euros("fee", 30, 250),
        ),
        records(
            "appointment", "appointments", "AP",
            of("doctor", "with {}"), day(), clock("time", "at {}", 8, 17), person("patient", "for {}"),
            note("reason", "yearly check|follow-up|second opinion|new symptoms", "with the reason {}"),
            one_of("mode", "in person|by video", "held {}", "in person"),
        ),
        ("make", "book"), "make an appointment", ("date", "time", "mode"),
    ),
    Trade(
        "pharmacy",
        things(
            "medicine", "medicines", "MD",
            "Alvirin|Betacor|Calmex|Dermosan|Eupron|Fluvital|Gastrolin|Histamed",
            one_of("dose", "strong|medium|mild", "^{}"), one_of("use", "pain|sleep|allergy|cough", "^{}"),
            euros("pack_price", 4, 80),
        ),
        records(
            "refill", "refills", "RF",
            of("medicine", "of {}"), many("packs", 1, 6, "with {}", "packs"), person("patient", "for {}"),
            day("pickup_day", "to be picked up on {}"),
            one_of("brand", "original|generic", "as the {} brand", "original"),
        ),
        ("order", "request"), "order a refill", ("packs", "pickup_day", "brand"),
    ),
    Trade(
        "vets",
        things(
            "vet", "vets", "VT",
            "Paws & Claws|Happy Tails|Meadow Vets|The Ark|Whisker House|Animal Care Nine",
            town("in {}"), one_of("field", "small-animal|horse|bird", "^{}"), euros("visit_price", 25, 150),
        ),
        records(
            "vet_visit", "vet visits", "VV",
            of("vet", "at {}"), day(), clock("time", "at {}", 8, 18), person("owner", "under the name {}"),
            one_of("animal", "dog|cat|rabbit|parrot", "for a {}"),
            note("complaint", "limps|does not eat|needs a vaccination|scratches itself", "with the complaint {}"),
        ),
        ("book", "arrange"), "book a visit", ("date", "time"),
    ),
    Trade(
        "salon",
        things(
            "stylist", "stylists", "ST",
            "Aylin|Bruno|Carla|Dmitri|Esme|Fabio|Greta|Hana",
            town("in {}"), one_of("rank", "junior|senior|master", "^{}"), euros("cut_price", 20, 140),
        ),
        records(
            "salon_visit", "salon visits", "SV",
            of("stylist", "with {}"), day(), clock("time", "at {}", 9, 19), person("client", "for {}"),
            one_of("service", "cut|colour|perm", "for a {}"), hours("duration", "of {}", 30, 150),
        ),
        ("book", "reserve"), "book a visit", ("date", "time", "service"),
    ),
    Trade(
        "blood_tests",
        things(
            "lab", "labs", "LB",
            "Medilab|Northern Diagnostics|QuickLab|Vita Analytics|Central Lab|BioPoint",
            town("in {}"), many("rooms", 1, 12, "with {}", "rooms"), euros("panel_price", 20, 300),
        ),
        records(
            "blood_test", "blood tests", "BT",
            of("lab", "at {}"), day(), clock("time", "at {}", 6, 11), person("patient", "for {}"),
            one_of("panel", "basic|thyroid|iron|lipids", "with the {} panel"),
            one_of("result_by", "e-mail|letter", "and the result by {}", "e-mail"),
        ),
        ("schedule", "book"), "schedule a blood test", ("date", "time", "panel"),
    ),
)  # fmt: skip
