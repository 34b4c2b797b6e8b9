"""What cases are about: causes, and findings with the sentences that say whether they are there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Skin:
    """A world of cases. Its numbers are drawn, and say nothing about any real one."""

    case: str
    cases: str
    opening: str
    causes: tuple[str, ...]
    signs: tuple[tuple[str, str, str], ...]
    """A name, what is said where it is there, and where it is not."""
    people: tuple[str, ...]
    """Who has opinions."""


GARDEN = Skin(
    case="garden",
    cases="gardens",
    opening="Gardens on an island do badly, and there are {count} causes for it.",
    causes=(
        *("rust", "mildew", "aphids", "mites", "root rot"),
        *("drought", "frost", "slugs", "moles", "canker"),
    ),
    signs=(
        ("yellow leaves", "There are yellow leaves.", "There are no yellow leaves."),
        ("holes", "The leaves have holes.", "The leaves have no holes."),
        ("sticky stems", "It has sticky stems.", "It has no sticky stems."),
        ("ants", "Ants run about.", "There are no ants."),
        ("white powder", "White powder lies on the leaves.", "There is no white powder."),
        ("brown spots", "Brown spots cover the fruit.", "No brown spots are to be seen."),
        ("curled tips", "The shoots have curled tips.", "The shoots have no curled tips."),
        ("soft roots", "Digging brings up soft roots.", "Digging brings up no soft roots."),
        ("webs", "There are webs between the twigs.", "There are no webs between the twigs."),
        ("cracked bark", "The trees have cracked bark.", "No tree has cracked bark."),
        ("dropped buds", "Dropped buds lie on the ground.", "No dropped buds lie on the ground."),
        ("slime trails", "Slime trails cross the path.", "No slime trails cross the path."),
        ("bare patches", "The lawn has bare patches.", "The lawn has no bare patches."),
        ("a sour smell", "A sour smell hangs in the air.", "There is no sour smell."),
    ),
    people=("The gardener", "A neighbour", "The postman"),
)
PUMP = Skin(
    case="pump",
    cases="pumps",
    opening="Pumps of an old kind fail, and there are {count} causes for it.",
    causes=(
        *("worn bearing", "leaking seal", "blocked filter", "loose belt", "air lock"),
        *("bent shaft", "dry joint", "stuck valve", "cracked housing", "weak spring"),
    ),
    signs=(
        ("humming", "The pump makes a humming sound.", "It makes no humming sound."),
        ("oil drops", "Oil drops hang from the lid.", "No oil drops hang from the lid."),
        ("heat", "The motor gives off heat.", "The motor gives off no heat."),
        ("shaking", "The frame is shaking.", "The frame is not shaking."),
        ("low pressure", "The gauge shows low pressure.", "The gauge shows no low pressure."),
        ("whistling", "One hears a whistling.", "One hears no whistling."),
        ("a burnt smell", "There is a burnt smell.", "There is no burnt smell."),
        ("metal dust", "The tray holds metal dust.", "The tray holds no metal dust."),
        ("a blinking lamp", "There is a blinking lamp.", "There is no blinking lamp."),
        ("slow starts", "Slow starts were noted.", "No slow starts were noted."),
        ("a wet floor", "It stands on a wet floor.", "It does not stand on a wet floor."),
        ("uneven speed", "The log tells of uneven speed.", "The log tells of no uneven speed."),
        ("clicking", "Clicking comes from inside.", "No clicking comes from inside."),
        ("foam", "Foam is in the outlet.", "No foam is in the outlet."),
    ),
    people=("The operator", "The apprentice", "The owner"),
)
PATIENT = Skin(
    case="patient",
    cases="patients",
    opening="In a land that does not exist, patients may have {count} illnesses.",
    causes=(
        *("marsh fever", "glass cough", "pale sleep", "brindle pox", "winter ague"),
        *("salt gout", "moth rash", "tin palsy", "reed croup", "amber flux"),
    ),
    signs=(
        ("shivering", "The patient is shivering.", "There is no shivering."),
        ("a dry throat", "There is a dry throat.", "There is no dry throat."),
        ("pale nails", "The hands have pale nails.", "The hands have no pale nails."),
        ("a stiff neck", "The patient has a stiff neck.", "The patient has no stiff neck."),
        ("itching", "The patient complains of itching.", "The patient complains of no itching."),
        ("swollen knees", "There are swollen knees.", "There are no swollen knees."),
        ("blue spots", "Blue spots are on the back.", "No blue spots are on the back."),
        ("a hoarse voice", "One hears a hoarse voice.", "One hears no hoarse voice."),
        ("loss of smell", "There is a loss of smell.", "There is no loss of smell."),
        ("night sweat", "There was night sweat.", "There was no night sweat."),
        ("numb fingers", "The patient has numb fingers.", "The patient has no numb fingers."),
        ("red eyes", "The patient has red eyes.", "The patient has no red eyes."),
        ("hiccups", "The patient has hiccups.", "The patient has no hiccups."),
        ("a slow pulse", "The nurse feels a slow pulse.", "The nurse feels no slow pulse."),
    ),
    people=("The patient", "The nurse", "An aunt"),
)
LOAF = Skin(
    case="loaf",
    cases="loaves",
    opening="Loaves of a bakery turn out badly, and there are {count} causes for it.",
    causes=(
        *("old yeast", "cold dough", "weak flour", "a hot oven", "a short rest"),
        *("hard water", "damp flour", "a dull blade", "too much salt", "long kneading"),
    ),
    signs=(
        ("a pale crust", "The loaf has a pale crust.", "The loaf has no pale crust."),
        ("large holes", "The crumb shows large holes.", "The crumb shows no large holes."),
        ("a sour taste", "It has a sour taste.", "It has no sour taste."),
        ("cracked sides", "It came out with cracked sides.", "It came out without cracked sides."),
        ("a gummy crumb", "The knife meets a gummy crumb.", "The knife meets no gummy crumb."),
        ("a dark base", "There is a dark base.", "There is no dark base."),
        ("a torn top", "There is a torn top.", "There is no torn top."),
        ("dry edges", "The slices have dry edges.", "The slices have no dry edges."),
        ("a flat shape", "It has a flat shape.", "It does not have a flat shape."),
        ("wrinkles", "Wrinkles cover it.", "No wrinkles cover it."),
        ("blisters", "There are blisters.", "There are no blisters."),
        ("lumps", "One finds lumps.", "One finds no lumps."),
        ("grey streaks", "Grey streaks run through it.", "No grey streaks run through it."),
        ("loose flakes", "Loose flakes fall off.", "No loose flakes fall off."),
    ),
    people=("The baker", "A customer", "The miller"),
)
SKINS = {"garden": GARDEN, "pump": PUMP, "patient": PATIENT, "loaf": LOAF}
