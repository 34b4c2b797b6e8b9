"""Logs and questions in German.

Looks are adjectives with their weak endings after articles: “den roten Korb”, “im roten Korb”.
"""

from tasksynth_text.reading import ListWords
from tasksynth_text.recall.tongues.tongue import RecallTongue, lexicon

_LOOKS = lexicon(
    "amber bernsteinfarben, ash aschgrau, beige beigefarben, black schwarz, blue blau, "
    "brass messingfarben, bronze bronzefarben, brown braun, copper kupferrot, coral korallenrot, "
    "cream cremefarben, green grün, grey grau, indigo indigoblau, iron eisengrau, "
    "ivory elfenbeinfarben, jade jadegrün, lilac fliederfarben, lime limettengrün, "
    "maroon kastanienbraun, oak eichenbraun, olive olivgrün, orange orangefarben, "
    "pearl perlweiß, pine tannengrün, pink rosafarben, plum pflaumenblau, purple purpurrot, "
    "red rot, rust rostrot, silver silbern, steel stahlblau, tan hellbraun, teal türkisfarben, "
    "violet violett, walnut nussbraun, white weiß, willow weidengrün, yellow gelb, zinc zinkgrau"
)
_NOUNS = {
    "box": lexicon(
        "basket m Korb, box f Schachtel, case m Koffer, chest f Truhe, crate f Kiste, "
        "drawer f Schublade, trunk m Kasten, jar n Glas"
    ),
    "thing": lexicon(
        "anchor m Anker, arrow m Pfeil, bell f Glocke, book n Buch, bottle f Flasche, "
        "brush f Bürste, button m Knopf, candle f Kerze, card f Karte, coin f Münze, comb m Kamm, "
        "compass m Kompass, cork m Korken, cup f Tasse, dice m Würfel, doll f Puppe, "
        "feather f Feder, flute f Flöte, fork f Gabel, gem m Edelstein, glove m Handschuh, "
        "hammer m Hammer, harp f Harfe, hat m Hut, helmet m Helm, hook m Haken, horn n Horn, "
        "kettle m Kessel, kite m Drachen, knife n Messer, ladle f Kelle, lamp f Lampe, "
        "lantern f Laterne, lens f Linse, locket n Medaillon, map f Landkarte, marble f Murmel, "
        "mask f Maske, medal f Medaille, mirror m Spiegel, mug m Becher, nail m Nagel, "
        "needle f Nadel, nut f Nuss, pen m Stift, pipe f Pfeife, plate m Teller, "
        "purse f Geldbörse, ribbon n Band, ring m Ring, rope n Seil, ruler n Lineal, "
        "scarf m Schal, scissors f Schere, shell f Muschel, shoe m Schuh, spool f Spule, "
        "spoon m Löffel, stamp f Briefmarke, sword n Schwert, thimble m Fingerhut, "
        "ticket f Fahrkarte, torch f Fackel, vase f Vase, watch f Armbanduhr, "
        "whistle f Trillerpfeife"
    ),
    "shape": lexicon(
        "acorn f Eichel, apple m Apfel, arrow m Pfeil, bear m Bär Bären, bee f Biene, "
        "bird m Vogel, boat n Boot, cat f Katze, cloud f Wolke, clover n Kleeblatt, "
        "comet m Komet Kometen, crab f Krabbe, crown f Krone, daisy n Gänseblümchen, "
        "deer m Hirsch, dove f Taube, dragon m Drache Drachen, drop m Tropfen, eagle m Adler, "
        "eye n Auge, fern m Farn, fish m Fisch, flame f Flamme, fox m Fuchs, frog m Frosch, "
        "gull f Möwe, hare m Hase Hasen, heart n Herz Herzen, horse n Pferd, leaf n Blatt, "
        "lily f Lilie, lion m Löwe Löwen, moon m Mond, moth f Motte, mouse f Maus, "
        "otter m Otter, owl f Eule, palm f Palme, pear f Birne, raven m Rabe Raben, rose f Rose, "
        "seal f Robbe, shell f Muschel, snail f Schnecke, snake f Schlange, snow m Schnee, "
        "star m Stern, stork m Storch, sun f Sonne, swan m Schwan, tiger m Tiger, tulip f Tulpe, "
        "wave f Welle, whale m Wal, wheel n Rad, wolf m Wolf, wren m Zaunkönig"
    ),
    "place": lexicon(
        "archive n Archiv, attic m Dachboden, bakery f Bäckerei, balcony m Balkon, "
        "barn f Scheune, cellar m Keller, chapel f Kapelle, cloister m Kreuzgang, "
        "courtyard m Innenhof, dairy f Molkerei, forge f Schmiede, foundry f Gießerei, "
        "gallery f Galerie, garage f Garage, garden m Garten, granary m Kornspeicher, "
        "greenhouse n Gewächshaus, gym f Turnhalle, hall m Saal, harbour m Hafen, "
        "kennel m Hundezwinger, kitchen f Küche, laundry f Wäscherei, library f Bibliothek, "
        "lobby n Foyer, loft n Loft, mill f Mühle, museum n Museum, nursery n Kinderzimmer, "
        "office n Büro, orchard m Obstgarten, oven m Ofen, pantry f Speisekammer, park m Park, "
        "pavilion m Pavillon, pharmacy f Apotheke, porch m Vorbau, pottery f Töpferei, "
        "quarry m Steinbruch, refuge f Schutzhütte, sauna f Sauna, school f Schule, "
        "shed m Schuppen, shop m Laden, stable m Stall, studio n Studio, study n Arbeitszimmer, "
        "tavern f Taverne, temple m Tempel, terrace f Terrasse, theatre n Theater, tower m Turm, "
        "vault m Tresorraum, veranda f Veranda, vestry f Sakristei, ward f Krankenstation, "
        "warehouse n Lagerhaus, winery f Weinkellerei, workshop f Werkstatt"
    ),
}
_MOVES = lexicon(
    "bow Verbeugung, clap Klatschen, crouch Hocke, dip Knicks, glide Gleitschritt, hop Hüpfer, "
    "jump Sprung, kick Tritt, kneel Kniefall, leap Luftsprung, roll Rolle, spin Pirouette, "
    "stamp Stampfen, step Schritt, sway Wiegen, turn Drehung"
)
_ARTICLES = {
    "nom": {"m": "der", "f": "die", "n": "das"},
    "acc": {"m": "den", "f": "die", "n": "das"},
    "dat": {"m": "dem", "f": "der", "n": "dem"},
    "in": {"m": "im", "f": "in der", "n": "im"},
    "into": {"m": "in den", "f": "in die", "n": "in das"},
}
_STRONG = {"m": "er", "f": "e", "n": "es"}


def _word(role: str, name: str, form: str) -> str:
    if role == "move":
        return _MOVES[name][0]
    if role == "look":
        return _LOOKS[name][0] + form
    look, _, kind = name.rpartition(" ")
    gender, noun, *other = _NOUNS[role][kind]
    if role == "box":
        weak = "en" if form == "in" or (form == "into" and gender == "m") else "e"
        noun = f"{_LOOKS[look][0]}{weak if form else _STRONG[gender]} {noun}"
    if not form:
        return noun
    # Of bears and lions, who have another form than in “der Bär” everywhere else.
    return f"{_ARTICLES[form][gender]} {other[0] if other and form != 'nom' else noun}"


def _spelt(role: str, name: str) -> tuple[str, ...]:
    if role == "look":
        stem = _LOOKS[name][0]
        bare = stem.removesuffix("farben")
        return tuple(
            one + end
            for one in (stem, bare, f"{bare}farbig")
            for end in ("", "e", "en", "er", "es")
        )
    if role == "box":
        look, _, kind = name.rpartition(" ")
        return tuple(f"{one} {_NOUNS[role][kind][1]}" for one in _spelt("look", look))
    if role == "shape":
        _, noun, *other = _NOUNS[role][name]
        nouns = [noun, *other]
        joins = ("", "n", "s", "en", "-", "n-", "s-", "en-")
        return (*nouns, *(f"{noun}{join}schlüssel" for join in joins))
    return ()


_DROPPED = (
    "der die das den dem ein eine einen einem einer im in ins mit auf mantel schluessel schlussel"
)
_THING = "ein Ding, das ein Wort bedeutet"

GERMAN = RecallTongue(
    opening={
        "hidden": "Jemand schreibt auf, was in einem Haus geschieht, und zwar in der Reihenfolge, "
        "in der es geschieht. Jedes Ding wird in einen Korb, eine Kiste oder dergleichen gelegt "
        "und bleibt dort, bis vertauscht wird, was darin liegt.",
        "ballet": "Jemand schreibt auf, wer was tanzt, Bewegung für Bewegung, und wer einen Mantel "
        "in welcher Farbe trägt. Wer mehr als einmal genannt wird, tanzt vielleicht mehrere "
        "Tänze und wechselt den Mantel.",
        "binding": "Eine Reisende schreibt auf, ohne bestimmte Reihenfolge, was Wörter in den "
        "Sprachen eines Landes bedeuten und wer welche spricht; manche sprechen mehrere. Ein Wort "
        "kann in anderen Sprachen etwas anderes bedeuten.",
        "rounds": "Dies sind Notizen, ohne bestimmte Reihenfolge, zu den Runden eines Spiels. In "
        "jeder Runde werden die Schlüssel neu verteilt, und was ein Schlüssel öffnet, wird neu "
        "festgelegt: in jeder Runde ein Ort. Manche bekommen mehrere Schlüssel.",
    },
    frame=(
        "{opening} Am Ende kommen Fragen.\n\n{log}\n\nDas ist alles. Beantworte nun:\n\n{asked}"
        "\n\nJede Antwort ist {sort}. Beende deine Antwort mit einer Zeile, die mit „Antwort:“ "
        "beginnt und die Antworten in der Reihenfolge der Fragen angibt, durch Kommas getrennt."
    ),
    facts={
        "put": "{0} legt {1:acc} {2:into}.",
        "swap": "{0} vertauscht das, was {1:in} liegt, mit dem, was {2:in} liegt.",
        "dance": "{0} tanzt {1}, {2}, {3}, {4}, {5}.",
        "coat": "{0} trägt einen {1:en} Mantel.",
        "means": "Auf {0} bedeutet „{1}“ {2}.",
        "speaks": "{0} spricht {1}.",
        "deals": "Runde {0}: {1} bekommt den Schlüssel mit {2:dat}.",
        "opens": "Runde {0}: Der Schlüssel mit {1:dat} öffnet {2:acc}.",
    },
    questions={
        "where": "Wo liegt {0:nom} am Ende?",
        "who": "Wer tanzt {0}, {1}, {2}, {3}, {4}?",
        "backwards": "Wer tanzt die Bewegungen aus dem Tanz von {0} in umgekehrter Reihenfolge?",
        "coat": "Welchen Mantel trägt die Person, die die Bewegungen aus dem Tanz von {0} in "
        "umgekehrter Reihenfolge tanzt?",
        "what": "Was bedeutet „{0}“ auf {1}?",
        "what said": "Was bedeutet „{0}“, wenn {1} es sagt?",
        "what else": "Das Wort für {0} auf {1}: Was bedeutet es, wenn {2} es sagt?",
        "key": "Welchen Schlüssel bekommt {1} in Runde {0}?",
        "place": "Welchen Ort kann {1} in Runde {0} öffnen?",
        "place then": "Welchen Ort kann {2} in der Runde öffnen, in der {0} den Schlüssel mit "
        "{1:dat} bekommt?",
    },
    sorts={
        "where": "ein Korb, eine Kiste oder dergleichen, etwa „rote Schachtel“",
        "who": "ein Name",
        "backwards": "ein Name",
        "coat": "ein Mantel, etwa „türkisfarben“",
        "what": _THING,
        "what said": _THING,
        "what else": _THING,
        "key": "ein Schlüssel, etwa „Mond“",
        "place": "ein Ort",
        "place then": "ein Ort",
    },
    word=_word,
    spelt=_spelt,
    answer="Antwort: ",
    lists=ListWords(
        joins=("und",),
        dropped=frozenset(_DROPPED.split()),
    ),
)
