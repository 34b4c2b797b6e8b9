"""The settings in English."""

from tasksynth_sat.tales.tongue import Manner, Setting, Verb


def _items(names: str) -> tuple[str, ...]:
    return tuple(f"the {name.strip()}" for name in names.split(","))


_MADE = Verb("is made", "are made", "be made")
_LIT = Verb("is lit", "are lit", "be lit")
_LEFT = Verb("is left", "are left", "be left")
_IS = Verb("is", "are", "be")
_PLANTED = Verb("is planted", "are planted", "be planted")
_PLAYS = Verb("plays", "play", "play")
_TRAVELS = Verb("travels", "travel", "travel")
_SWITCHED = Verb("is switched", "are switched", "be switched")
_PAINTED = Verb("is painted", "are painted", "be painted")

SETTINGS = (
    Setting(
        scenes=(
            (
                "Mara is cooking for the village feast. There are {n} things on the menu: {items}. "
                "Each of them can be made spicy or mild."
            ),
            (
                "Half the village is coming to dinner, and Mara still has to decide how to season "
                "the food. She wants to put {n} dishes on the table: {items}. Every single one is "
                "made either spicy or mild."
            ),
        ),
        host="Mara",
        things="the dishes",
        people="guests",
        on=Manner(_MADE, "spicy", "spicy", ("hot",)),
        off=Manner(_MADE, "mild", "mild", ("not spicy",)),
        items=_items(
            "lentil soup, pepper stew, rice pilaf, bean salad, fish pie, noodle bowl, potato "
            "curry, corn bread, tomato tart, mushroom risotto, barley broth, squash gratin, leek "
            "quiche, spinach pastry, carrot mash, cheese dip, lamb roast, chicken casserole, "
            "vegetable omelette, cabbage roll, beet relish, onion soup, pumpkin cream, beef goulash"
        ),
    ),
    Setting(
        scenes=(
            (
                "For the lantern festival Ito has built {n} lanterns and named each after its "
                "shape: {items}. Tonight every one of them is either lit or left dark."
            ),
            (
                "It is the last night of the lantern festival. In front of Ito's house hang {n} "
                "lanterns: {items}. Ito can light them or leave them dark, each by itself."
            ),
        ),
        host="Ito",
        things="the lanterns",
        people="neighbours",
        on=Manner(_LIT, "", "lit", ("bright", "lighted")),
        off=Manner(_LEFT, "dark", "dark", ("not lit", "unlit")),
        items=_items(
            "crane, lotus, carp, tiger, willow, comet, bamboo, dragon, maple, heron, acorn, "
            "turtle, swallow, cedar, beetle, river, peony, fern, otter, thistle, falcon, poppy, "
            "magpie, badger"
        ),
    ),
    Setting(
        scenes=(
            (
                "There are not enough guards this week, so Dr Dahl has to choose for each part of "
                "the museum whether it is open or closed. There are {n} of them: {items}."
            ),
            (
                "On Monday the museum reopens after the flood, though perhaps not all of it. Dr "
                "Dahl is making up the plan: {n} rooms ({items}), each of them open or closed."
            ),
        ),
        host="Dr Dahl",
        things="the rooms",
        people="visitors",
        on=Manner(_IS, "open", "open", ("opened",)),
        off=Manner(_IS, "closed", "closed", ("not open", "shut")),
        items=_items(
            "map room, coin cabinet, armour hall, fossil gallery, clock room, print room, glass "
            "gallery, mineral cabinet, tapestry hall, portrait gallery, sculpture court, puppet "
            "room, ship gallery, astronomy room, textile hall, photography room, furniture "
            "gallery, jewellery vault, ceramics hall, manuscript room, mosaic court, butterfly "
            "room, music room, toy gallery"
        ),
    ),
    Setting(
        scenes=(
            (
                "Osei looks after the garden that the whole street shares. The seed order has "
                "come, {n} kinds in all: {items}. Each kind is planted in spring or in autumn."
            ),
            (
                "The shared garden has lain fallow for a year. Now Osei wants to plant {n} kinds "
                "({items}) and has to choose between spring and autumn for each."
            ),
        ),
        host="Osei",
        things="the plants",
        people="gardeners",
        on=Manner(_PLANTED, "in spring", "spring"),
        off=Manner(_PLANTED, "in autumn", "autumn", ("fall", "in fall")),
        items=_items(
            "lavender, sage, rosemary, thyme, basil, foxglove, lupin, aster, dahlia, iris, "
            "marigold, primrose, hyssop, yarrow, borage, larkspur, fennel, sorrel, verbena, "
            "catmint, mallow, tansy, betony, chamomile"
        ),
    ),
    Setting(
        scenes=(
            (
                "The music festival lasts for two days, and Lena draws up the programme. {n} acts "
                "have agreed to come: {items}. Each plays once, on Saturday or on Sunday."
            ),
            (
                "Posters have to be printed by noon, and Lena does not know yet who plays when. "
                "There are {n} acts ({items}), and each gets a slot on Saturday or on Sunday."
            ),
        ),
        host="Lena",
        things="the acts",
        people="fans",
        on=Manner(_PLAYS, "on Saturday", "Saturday", ("sat",)),
        off=Manner(_PLAYS, "on Sunday", "Sunday", ("sun",)),
        items=_items(
            "brass band, jazz trio, string quartet, gospel choir, drum circle, folk duo, tango "
            "orchestra, flute ensemble, rock group, accordion club, school choir, samba group, "
            "opera chorus, harp duo, swing band, blues singer, organist, mandolin orchestra, "
            "bagpipe band, zither trio, ska band, piano soloist, dance orchestra, wind quintet"
        ),
    ),
    Setting(
        scenes=(
            (
                "In Captain Reyes' warehouse by the harbour lie {n} loads: {items}. Every load "
                "leaves tomorrow and travels either by ship or by rail."
            ),
            (
                "The pass is free of snow at last, so goods can travel by ship or by rail. Captain "
                "Reyes has {n} loads to send off: {items}."
            ),
        ),
        host="Captain Reyes",
        things="the loads",
        people="merchants",
        on=Manner(_TRAVELS, "by ship", "ship", ("sea", "by sea")),
        off=Manner(_TRAVELS, "by rail", "rail", ("train", "by train")),
        items=_items(
            "tea, coffee, silk, timber, salt, copper, paper, glass, wool, rice, sugar, cocoa, "
            "marble, olive oil, leather, cotton, pepper, wine, iron ore, linen, honey, tobacco, "
            "cork, barley"
        ),
    ),
    Setting(
        scenes=(
            (
                "The space station is in the Earth's shadow, and power is short. Commander Novak "
                "goes through {n} devices: {items}. Each is switched on or off until morning."
            ),
            (
                "Before the long night of the polar station begins, Commander Novak has to set {n} "
                "devices: {items}. Whatever is not switched on stays switched off for months."
            ),
        ),
        host="Commander Novak",
        things="the devices",
        people="crew members",
        on=Manner(_SWITCHED, "on", "on"),
        off=Manner(_SWITCHED, "off", "off", ("not on",)),
        items=_items(
            "spare pump, water filter, main antenna, deck heater, solar array, radar, freezer, "
            "gyroscope, door control, backup battery, star camera, plant lamp, robot arm, gas "
            "sensor, small reactor, ice drill, laser link, galley oven, smoke alarm, treadmill, "
            "weather probe, cargo lift, humidifier, navigation computer"
        ),
    ),
    Setting(
        scenes=(
            (
                "The old house on the hill gets new paint. Painter Duval has {n} rooms to do: "
                "{items}. There are two colours in the van, and so each is painted blue or white."
            ),
            (
                "Painter Duval has bought too much blue and too much white. Luckily there is a "
                "house to paint, with {n} rooms: {items}. Each of them is painted blue or white."
            ),
        ),
        host="Duval",
        things="the rooms",
        people="tenants",
        on=Manner(_PAINTED, "blue", "blue"),
        off=Manner(_PAINTED, "white", "white", ("not blue",)),
        items=_items(
            "kitchen, hallway, attic, study, pantry, nursery, bathroom, cellar, porch, library, "
            "dining room, guest room, laundry, stairwell, workshop, landing, parlour, balcony, "
            "garage, conservatory, dressing room, sewing room, corridor, storeroom"
        ),
    ),
)
