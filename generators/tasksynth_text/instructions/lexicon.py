"""The words that witnesses are written with: plural nouns and verbs, so that any of them agree."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


AGENTS = _split(
    "actors bakers bankers boatmen builders bishops cousins clowns cooks crows dancers doctors "
    "divers dogs emperors engineers elders foxes farmers friends gardeners guards giants hunters "
    "hermits herons infants inventors islanders jugglers judges jockeys knights kings kittens "
    "lawyers lions locals miners monks mothers nurses nomads neighbours owls orphans oarsmen "
    "painters pilots poets queens ravens riders robots sailors scouts singers students tailors "
    "tigers twins uncles umpires users villagers visitors vikings wardens wolves witches writers "
    "youngsters zealots"
)
THINGS = _split(
    "apples anchors arrows barrels bells books boats candles coins carpets clocks cups diamonds "
    "drums doors eggs engines envelopes flags flutes flowers gloves guitars grapes hammers hats "
    "harps islands icons jars jewels jackets keys kites knots lamps letters lanterns ladders maps "
    "mirrors melons masks nets nails needles olives oars onions pearls pianos plums ropes rings "
    "ribbons songs stones shields towers trumpets tulips tents umbrellas urns uniforms violins "
    "vases valleys walls wagons windows yachts yams zithers"
)
VERBS = _split(
    "admire adore assemble borrow bring build buy carry catch choose count deliver draw drop "
    "empty exchange find fix follow gather grab guard hide hold hunt ignore imitate invent join "
    "judge keep kick know lift lack lock move mix mend need notice observe open own paint push "
    "polish question quit raise repair ring sell show study trust touch tow use unlock unpack "
    "value visit view want wash watch yank"
)
ADJECTIVES = _split(
    "ancient angry average big blue brave calm cold costly cruel dark dull dusty eager early "
    "empty famous fat foreign gentle giant golden happy heavy huge icy idle ill jolly jaunty keen "
    "kind large lazy loud mild modest moody narrow noble nimble odd old orange pale plain proud "
    "quaint quick quiet red rich round shy silent soft small tall tiny tired ugly unusual urban "
    "vain vast violet warm wild wooden yellow young zany zealous"
)
ADVERBS = _split(
    "abruptly again anywhere badly boldly brightly calmly carefully daily deeply dimly early "
    "easily fast firmly foolishly gladly greatly happily hourly idly inwardly joyfully kindly "
    "lately lightly loudly madly mildly monthly nearby neatly now often openly outside plainly "
    "politely proudly quickly quietly rapidly rarely sadly slowly softly soon there today tonight "
    "totally upstairs usually vainly vastly warmly weekly wildly yearly yesterday zealously"
)
PREPOSITIONS = _split("above around before behind below beside near over past under without within")
PLACES = _split(
    "bridges castles churches cottages deserts farms fields forests gardens gates harbours hills "
    "houses inns jungles kitchens lakes libraries markets meadows mills mountains museums oceans "
    "orchards palaces parks ponds quarries rivers roads rooftops schools shores stables stations "
    "streets temples theatres tunnels vineyards villages workshops yards"
)
COMMON = _split("the a an is are was were in of to and it they with that this for on as at by be")
"""Words that most texts hold: leaving one out is a condition."""
ACROSTICS = _split(
    "act aim air ant apt arm art bag bay bed bid boy bud bug cab cap car cat cow cup day dog dry "
    "ear elf eve fan fig fit fog fun gap gem gum hat hay hen hip hug ink ivy jam jar jog joy key "
    "kin kit lab lap law leg lip log map mat mob mud nap net nib nod oak oar oil owl pal paw pen "
    "pie pin pot rag ram rib rod rug sad sea sky spy sun tap tea tin toy urn van vow wax web wig "
    "yam yew zip arch army aunt bark bird boat bold bulb calm camp cave clay coin cook crab crow "
    "damp dawn dock drum dusk east farm fern film fish flag foam fork frog gale game gift goat "
    "gold gulf hail harp hawk herb hill home hush icon iris isle jade jest joke keen kelp kiln "
    "king kite lake lamb lamp land lark leaf lily lion loaf loom lute maze mild mill mint mist "
    "moon moth navy nest noon oath opal oval palm park path peak pear pine pond port pump quiz "
    "raft rain ring road rock rose ruby sail salt sand silk snow soil song star tent tide town "
    "tray tulip unit vale vase veil vine wave well whim wind wing wolf wood wool yard yarn year "
    "zany zeal amber apron badge beach blaze bloom brook cabin candy chalk charm cliff cloud "
    "coral crown daisy dream eagle ember fable fairy flame flute forge frost ghost globe grain "
    "grape grove haven hazel honey ivory jolly knoll lemon lunar maple marsh medal melon mercy "
    "moral night ocean olive onyx orbit otter pearl piano pilot plain polar quail quiet raven "
    "river robin royal salad scarf shade shore smile solar spice spoon stone storm sugar table "
    "tiger toast torch tower trail urban vapor vivid water wheat wheel whale young an at be by do "
    "go he if in it me my no of on or so to up us we acorns almond anchor beacon branch breeze "
    "bridge candle canyon castle cinder clouds cobalt coffee copper desert dragon ember fabric "
    "falcon feather fiddle forest fossil garden garlic ginger golden guitar hammer harbor island "
    "jacket jasmine jungle kettle ladder lagoon lemons lilacs little magnet marble market meadow "
    "mirror mosaic needle nickel nutmeg orange orchid oyster parade pebble pepper pigeon planet "
    "pocket poetry potato purple quarry rabbit ribbon saddle salmon sandal silver spring stream "
    "summer sunset temple timber tundra tunnel turtle valley velvet violin walnut willow window "
    "winter wonder yellow apricot balcony banquet blanket bonfire cabbage caravan cottage crystal "
    "curtain dolphin evening gallery giraffe glacier harvest horizon journey kitchen lantern "
    "leopard library mermaid monsoon morning mustard octopus orchard ostrich pelican penguin "
    "pilgrim pumpkin rainbow sparrow station sunrise thunder tobacco tornado trumpet village "
    "volcano whisper absolute backpack birthday blizzard campfire carnival chestnut cinnamon "
    "cupboard dandelion daylight elephant festival fountain fragrant hedgehog highland keyboard "
    "lavender marigold midnight mountain necklace notebook overture painting pavilion pineapple "
    "porridge raspberry sandwich seashell snowfall starfish sunlight telegram umbrella vineyard "
    "windmill adventure butterfly chocolate crocodile daffodil fireplace goldsmith honeymoon "
    "landscape moonlight newspaper orchestra peninsula satellite saxophone snowflake spaghetti "
    "stalagmite strawberry tangerine telescope vegetable waterfall yesterday blacksmith "
    "chandelier graduation lighthouse playground television understand watermelon caterpillar "
    "grasshopper hummingbird nightingale marketplace springboard"
)
"""What the first letters of sentences or lines may spell."""
BY_KIND = {
    "agent": AGENTS,
    "thing": THINGS,
    "verb": VERBS,
    "adjective": ADJECTIVES,
    "adverb": ADVERBS,
    "preposition": PREPOSITIONS,
    "place": PLACES,
}
