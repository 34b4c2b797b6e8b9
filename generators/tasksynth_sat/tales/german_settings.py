"""The settings in German."""

from tasksynth_sat.tales.tongue import Manner, Setting, Verb

_ARTICLES = {"r": "der", "e": "die", "s": "das"}


def _items(names: str) -> tuple[str, ...]:
    """Names with their articles; `r`, `e` or `s` before a name says which."""
    pairs = (name.strip().split(" ", 1) for name in names.split(","))
    return tuple(f"{_ARTICLES[gender]} {name}" for gender, name in pairs)


_SEASONED = Verb("gewürzt wird", "gewürzt werden", "gewürzt werden")
_SHINES = Verb("leuchtet", "leuchten", "leuchten")
_STAYS = Verb("bleibt", "bleiben", "bleiben")
_IS = Verb("ist", "sind", "sein")
_PLANTED = Verb("gepflanzt wird", "gepflanzt werden", "gepflanzt werden")
_PLAYS = Verb("auftritt", "auftreten", "auftreten")
_SENT = Verb("verschickt wird", "verschickt werden", "verschickt werden")
_PAINTED = Verb("gestrichen wird", "gestrichen werden", "gestrichen werden")

SETTINGS = (
    Setting(
        scenes=(
            (
                "Mara kocht für das Dorffest. Auf der Karte stehen {n} Gerichte: {items}. Jedes "
                "davon kann scharf oder mild gewürzt werden."
            ),
            (
                "Das halbe Dorf kommt heute zum Essen, und Mara muss sich noch überlegen, wie sie "
                "würzt. {n} Gerichte sollen auf den Tisch: {items}. Jedes einzelne wird entweder "
                "scharf oder mild gewürzt."
            ),
        ),
        host="Mara",
        things="die Gerichte",
        people="Gäste",
        on=Manner(_SEASONED, "scharf", "scharf"),
        off=Manner(_SEASONED, "mild", "mild", ("nicht scharf",)),
        items=_items(
            "e Linsensuppe, r Paprikaeintopf, r Pilzreis, r Bohnensalat, r Fischauflauf, "
            "e Nudelsuppe, s Kartoffelcurry, s Maisbrot, r Tomatenkuchen, s Steinpilzrisotto, "
            "e Gerstenbrühe, s Kürbisgratin, e Lauchquiche, e Spinatpastete, s Karottenpüree, "
            "e Käsecreme, r Lammbraten, s Hühnerfrikassee, s Gemüseomelett, e Kohlroulade, "
            "r Rübensalat, e Zwiebelsuppe, e Zucchinicreme, s Rindergulasch"
        ),
    ),
    Setting(
        scenes=(
            (
                "Für das Laternenfest hat Ito Laternen gebaut und nach ihrer Form benannt. Es sind "
                "{n}: {items}. Heute Nacht leuchtet jede von ihnen, oder sie bleibt dunkel."
            ),
            (
                "Es ist die letzte Nacht des Laternenfests. Vor Itos Haus hängen {n} Laternen: "
                "{items}. Jede für sich kann leuchten oder dunkel bleiben."
            ),
        ),
        host="Ito",
        things="die Laternen",
        people="Nachbarn",
        on=Manner(_SHINES, "", "hell", ("an", "leuchtend")),
        off=Manner(_STAYS, "dunkel", "dunkel", ("aus", "nicht hell")),
        items=_items(
            "r Kranich, e Lotosblüte, r Karpfen, r Tiger, e Weide, r Komet, r Bambus, r Drache, "
            "r Ahorn, r Reiher, e Eichel, e Schildkröte, e Schwalbe, e Zeder, r Käfer, r Fluss, "
            "e Pfingstrose, r Farn, r Otter, e Distel, r Falke, e Mohnblume, e Elster, r Dachs"
        ),
    ),
    Setting(
        scenes=(
            (
                "Diese Woche gibt es zu wenig Aufsichtspersonal. Frau Dahl muss deshalb für jeden "
                "Teil des Museums festlegen, ob er geöffnet oder geschlossen ist. Es sind {n}: "
                "{items}."
            ),
            (
                "Am Montag macht das Museum nach dem Hochwasser wieder auf, wenn auch vielleicht "
                "nicht ganz. Frau Dahl stellt den Plan auf: {n} Räume ({items}), jeder davon "
                "geöffnet oder geschlossen."
            ),
        ),
        host="Frau Dahl",
        things="die Räume",
        people="Stammgäste",
        on=Manner(_IS, "geöffnet", "geöffnet", ("offen", "auf")),
        off=Manner(_IS, "geschlossen", "geschlossen", ("zu", "nicht geöffnet")),
        items=_items(
            "r Kartensaal, s Münzkabinett, e Rüstkammer, r Fossiliensaal, s Uhrenzimmer, "
            "s Grafikkabinett, r Glassaal, s Mineralienkabinett, r Teppichsaal, e Porträtgalerie, "
            "r Skulpturenhof, s Puppenzimmer, r Schiffssaal, s Sternenzimmer, r Textilsaal, "
            "s Fotokabinett, e Möbelgalerie, e Schatzkammer, r Keramiksaal, s Schriftenzimmer, "
            "r Mosaikhof, s Falterzimmer, s Musikzimmer, s Spielzeugkabinett"
        ),
    ),
    Setting(
        scenes=(
            (
                "Osei kümmert sich um den Garten, den sich die ganze Straße teilt. Die bestellten "
                "Pflanzen sind da, {n} Arten: {items}. Jede Art wird im Frühling oder im Herbst "
                "gepflanzt."
            ),
            (
                "Ein Jahr lang lag der Gemeinschaftsgarten brach. Nun sollen {n} Arten gepflanzt "
                "werden ({items}), und Osei muss für jede zwischen Frühling und Herbst wählen."
            ),
        ),
        host="Osei",
        things="die Pflanzen",
        people="Mitglieder",
        on=Manner(_PLANTED, "im Frühling", "Frühling", ("im frühjahr", "frühjahr")),
        off=Manner(_PLANTED, "im Herbst", "Herbst"),
        items=_items(
            "r Lavendel, r Salbei, r Rosmarin, r Thymian, s Basilikum, r Fingerhut, e Lupine, "
            "e Aster, e Dahlie, e Iris, e Ringelblume, e Primel, r Ysop, e Schafgarbe, "
            "r Borretsch, r Rittersporn, r Fenchel, r Sauerampfer, e Verbene, e Katzenminze, "
            "e Malve, r Rainfarn, e Betonie, e Kamille"
        ),
    ),
    Setting(
        scenes=(
            (
                "Das Musikfest dauert zwei Tage, und Lena stellt das Programm zusammen. Zugesagt "
                "haben {n} Gruppen und Solisten: {items}. Alle treten einmal auf, am Samstag oder "
                "am Sonntag."
            ),
            (
                "Bis Mittag müssen die Plakate in den Druck, und Lena weiß noch nicht, wer wann "
                "auftritt. Auf der Liste stehen {n} Mitwirkende ({items}), und alle bekommen "
                "einen Platz am Samstag oder am Sonntag."
            ),
        ),
        host="Lena",
        things="die Mitwirkenden",
        people="Fans",
        on=Manner(_PLAYS, "am Samstag", "Samstag", ("sa", "sonnabend")),
        off=Manner(_PLAYS, "am Sonntag", "Sonntag", ("so",)),
        items=_items(
            "e Blaskapelle, s Jazztrio, s Streichquartett, r Gospelchor, e Trommelgruppe, "
            "s Folkduo, s Tangoorchester, s Flötenensemble, e Rockband, r Akkordeonverein, "
            "r Schulchor, e Sambagruppe, r Opernchor, s Harfenduo, e Swingband, e Bluessängerin, "
            "r Organist, s Mandolinenorchester, e Dudelsackkapelle, s Zithertrio, e Skaband, "
            "e Pianistin, s Tanzorchester, s Bläserquintett"
        ),
    ),
    Setting(
        scenes=(
            (
                "Im Lagerhaus von Kapitän Reyes am Hafen liegen {n} Ladungen: {items}. Morgen "
                "müssen alle fort, und jede wird per Schiff oder per Bahn verschickt."
            ),
            (
                "Der Pass ist endlich schneefrei, und so lassen sich Waren per Schiff oder per "
                "Bahn verschicken. Bei Kapitän Reyes warten {n} Ladungen: {items}."
            ),
        ),
        host="Kapitän Reyes",
        things="die Ladungen",
        people="Händler",
        on=Manner(_SENT, "per Schiff", "Schiff", ("mit dem schiff",)),
        off=Manner(_SENT, "per Bahn", "Bahn", ("mit der bahn", "zug")),
        items=_items(
            "r Tee, r Kaffee, e Seide, s Holz, s Salz, s Kupfer, s Papier, s Glas, e Wolle, "
            "r Reis, r Zucker, r Kakao, r Marmor, s Olivenöl, s Leder, e Baumwolle, r Pfeffer, "
            "r Wein, s Eisenerz, s Leinen, r Honig, r Tabak, r Kork, e Gerste"
        ),
    ),
    Setting(
        scenes=(
            (
                "Die Raumstation fliegt durch den Erdschatten, und der Strom ist knapp. "
                "Auf der Liste von Kommandantin Novak stehen {n} Geräte: {items}. Bis zum Morgen "
                "ist jedes eingeschaltet oder ausgeschaltet."
            ),
            (
                "Bevor für die Polarstation die lange Nacht beginnt, stellt Kommandantin Novak die "
                "Geräte ein. Es sind {n}: {items}. Was nicht eingeschaltet ist, bleibt monatelang "
                "ausgeschaltet."
            ),
        ),
        host="Kommandantin Novak",
        things="die Geräte",
        people="Besatzungsmitglieder",
        on=Manner(_IS, "eingeschaltet", "eingeschaltet", ("an", "ein")),
        off=Manner(_IS, "ausgeschaltet", "ausgeschaltet", ("aus", "nicht eingeschaltet")),
        items=_items(
            "e Reservepumpe, r Wasserfilter, e Hauptantenne, e Deckheizung, s Sonnensegel, "
            "s Radar, r Gefrierschrank, r Kreiselkompass, e Türsteuerung, e Zusatzbatterie, "
            "e Sternkamera, e Pflanzenlampe, r Greifarm, r Gassensor, r Hilfsreaktor, "
            "r Eisbohrer, r Laserfunk, r Bordofen, r Rauchmelder, s Laufband, e Wettersonde, "
            "r Lastenaufzug, r Luftbefeuchter, r Navigationsrechner"
        ),
    ),
    Setting(
        scenes=(
            (
                "Das alte Haus auf dem Hügel bekommt von Malermeister Duval einen neuen Anstrich. "
                "Zu streichen sind {n} Räume: {items}. Im Wagen stehen zwei Farben, und so wird "
                "jeder Raum blau oder weiß gestrichen."
            ),
            (
                "Malermeister Duval hat zu viel Blau und zu viel Weiß gekauft. Zum Glück sind "
                "in einem alten Haus {n} Räume zu streichen: {items}. Jeder davon wird blau oder "
                "weiß gestrichen."
            ),
        ),
        host="Malermeister Duval",
        things="die Räume",
        people="Mieter",
        on=Manner(_PAINTED, "blau", "blau"),
        off=Manner(_PAINTED, "weiß", "weiß", ("weiss", "nicht blau")),
        items=_items(
            "e Küche, r Flur, r Dachboden, s Arbeitszimmer, e Speisekammer, s Kinderzimmer, "
            "s Badezimmer, r Keller, e Veranda, e Bibliothek, s Esszimmer, s Gästezimmer, "
            "e Waschküche, s Treppenhaus, e Werkstatt, e Diele, s Wohnzimmer, r Balkon, "
            "e Garage, r Wintergarten, s Ankleidezimmer, s Nähzimmer, r Abstellraum, "
            "s Schlafzimmer"
        ),
    ),
)
