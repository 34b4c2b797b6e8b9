"""The puzzles' stories in German."""

from tasksynth_sat.reading.words import PEOPLE
from tasksynth_sat.wording.phrases import GERMAN
from tasksynth_sat.wording.stories import Story

_TOWNS = (
    "Aachen Augsburg Bamberg Bautzen Bayreuth Bielefeld Bochum Bonn Bottrop Bremen Celle Chemnitz "
    "Coburg Cottbus Cuxhaven Darmstadt Dessau Detmold Dortmund Dresden Duisburg Emden Erfurt "
    "Erlangen Flensburg Freiberg Fulda Gera Gotha Görlitz Göttingen Greifswald Hameln Hanau "
    "Hannover Heidelberg Heilbronn Herford Hildesheim Ingolstadt Iserlohn Jena Karlsruhe Kassel "
    "Kempten Kiel Koblenz Konstanz Krefeld Landshut Leipzig Lüneburg Lübeck Magdeburg Mainz "
    "Mannheim Marburg Minden Münster Nürnberg Oldenburg Osnabrück Paderborn Passau Pforzheim "
    "Plauen Potsdam Regensburg Rostock Schwerin Siegen Speyer Stralsund Stuttgart Trier Tübingen "
    "Ulm Wismar Worms Würzburg"
)
TOWNS = tuple(_TOWNS.split())

STORIES = {
    "coloring": (
        Story(
            phrases=GERMAN,
            pool=TOWNS,
            values=("rot", "blau", "grün", "gelb", "lila", "orange"),
            opening=(
                (
                    "Eine Karte zeigt {n} Städte mit ihrem Umland: {items}. Die Druckerei hat {k} "
                    "Farben: {values}."
                ),
                (
                    "{n} Stadtgebiete auf einer Karte ({items}) werden mit {k} Farben gefärbt: "
                    "{values}."
                ),
            ),
            rules={
                "pair": ("{a} und {b} haben eine gemeinsame Grenze.", "{a} grenzt an {b}."),
                "row": ("{a} grenzt an {others}.", "{a} hat eine gemeinsame Grenze mit {others}."),
            },
            question=(
                (
                    "Gib jedem Ort eine Farbe, sodass Orte, die aneinandergrenzen, verschiedene "
                    "Farben haben."
                ),
                "Nachbarn dürfen nie dieselbe Farbe haben. Welche Farbe bekommt jeder Ort?",
            ),
            form=("Name=Farbe für jeden Ort, durch Kommas getrennt",),
            nouns="ort orte farbe farben stadt gebiet",
        ),
        Story(
            phrases=GERMAN,
            pool=PEOPLE,
            values=("Eiche", "Kiefer", "Ahorn", "Zeder", "Birke", "Nussbaum"),
            opening=(
                (
                    "{n} Gäste kommen zum Abendessen: {items}. Es gibt {k} große Tische; sie "
                    "heißen {values}."
                ),
                (
                    "Bei einer Hochzeit mit {k} Tischen ({values}) sind Plätze zu verteilen. Die "
                    "Gäste sind {items}."
                ),
            ),
            rules={
                "pair": (
                    "{a} und {b} haben sich zerstritten.",
                    "{a} und {b} gehen sich aus dem Weg.",
                ),
                "row": (
                    "{a} hat sich mit {others} zerstritten.",
                    "{a} geht {others} aus dem Weg, und umgekehrt.",
                ),
            },
            question=(
                (
                    "Wer sich zerstritten hat oder sich aus dem Weg geht, darf nicht am selben "
                    "Tisch sitzen; sonst passen an jeden Tisch beliebig viele. Wer sitzt wo?"
                ),
                (
                    "An einen Tisch passen so viele, wie man will, nur keine zwei, die sich "
                    "zerstritten haben oder sich aus dem Weg gehen. Setze alle an Tische."
                ),
            ),
            form=("Name=Tisch für jeden Gast, durch Kommas getrennt",),
            nouns="gast gäste tisch tische sitzt sitzen",
        ),
    ),
    "clique": (
        Story(
            phrases=GERMAN,
            pool=PEOPLE,
            opening=(
                "{n} Personen sind auf einem Empfang: {items}.",
                "In einer Firma arbeiten {n} Personen: {items}.",
            ),
            rules={
                "pair": ("{a} und {b} kennen sich.", "{a} und {b} sind miteinander bekannt."),
                "row": ("{a} kennt {others}, und das gegenseitig.",),
            },
            question=(
                "Sonst kennt niemand jemanden. Finde {size} Personen, die sich alle kennen.",
                (
                    "Alle anderen Paare sind sich fremd. Nenne {size} Personen, von denen sich je "
                    "zwei kennen."
                ),
            ),
            form=("die {size} Namen, durch Kommas getrennt",),
            nouns="personen namen gruppe",
        ),
    ),
    "independent": (
        Story(
            phrases=GERMAN,
            pool=TOWNS,
            opening=(
                "Eine Kette kann Läden in {n} Städten eröffnen: {items}.",
                "{n} Städte wünschen sich eine Wetterstation: {items}.",
            ),
            rules={
                "pair": (
                    "{a} und {b} liegen zu nah beieinander.",
                    "{a} und {b} liegen einander zu nah.",
                ),
                "row": ("{a} liegt zu nah an {others}.",),
            },
            question=(
                "Wähle {size} Städte, von denen keine zwei zu nah beieinanderliegen.",
                (
                    "Nenne {size} der Städte; zwei, die zu nah beieinanderliegen, dürfen nicht "
                    "beide gewählt werden."
                ),
            ),
            form=("die {size} Städte, durch Kommas getrennt",),
            nouns="städte stadt gruppe",
        ),
    ),
    "parity": (
        Story(
            phrases=GERMAN,
            pool=PEOPLE,
            values=("nein|0|falsch|dagegen", "ja|1|wahr|dafür"),
            opening=(
                "Ein Vorstand aus {n} Personen hat mit Ja oder Nein abgestimmt: {items}.",
                "{items} haben abgestimmt, jeweils mit Ja oder Nein.",
            ),
            rules={
                "odd": (
                    "Von {them} hat eine ungerade Zahl mit Ja gestimmt.",
                    "Unter den Stimmen von {them} ist die Zahl der Jastimmen ungerade.",
                ),
                "even": (
                    "Von {them} hat eine gerade Zahl (vielleicht null) mit Ja gestimmt.",
                    "Unter den Stimmen von {them} ist die Zahl der Jastimmen gerade, vielleicht 0.",
                ),
            },
            question=(
                "Wie kann abgestimmt worden sein?",
                "Finde Stimmen, die zu alldem passen.",
            ),
            form=("Name=ja oder Name=nein für alle, durch Kommas getrennt",),
            nouns="stimme stimmen stimmt stimmte gestimmt",
        ),
    ),
    "pigeonhole": (
        Story(
            phrases=GERMAN,
            pool=PEOPLE,
            opening=(
                (
                    "An einem Flur liegen {k} Einzelzimmer in einer Reihe, von 1 bis {k} "
                    "nummeriert. Die Gäste sind {items}."
                ),
                (
                    "{n} Gäste ({items}) kommen in ein Gasthaus, dessen {k} Zimmer, 1 bis {k}, "
                    "nebeneinanderliegen."
                ),
            ),
            rules={
                "allowed": (
                    "{a} würde Zimmer {holes} nehmen.",
                    "Für {a} kommt infrage: Zimmer {holes}.",
                ),
                "apart": (
                    "{a} und {b} dürfen keine benachbarten Zimmer bekommen.",
                    "{a} und {b} wollen nicht nebeneinander wohnen.",
                ),
            },
            question=(
                "Gib allen ein eigenes Zimmer, das ihnen recht ist.",
                (
                    "Kein Zimmer nimmt zwei Gäste auf, und alle müssen ein passendes bekommen. Wer "
                    "bekommt welches?"
                ),
            ),
            form=("Name=Nummer für jeden Gast, durch Kommas getrennt",),
            nouns="zimmer gast gäste nummer",
        ),
        Story(
            phrases=GERMAN,
            pool=TOWNS,
            opening=(
                (
                    "Auf einer Messe gibt es eine Reihe von {k} Ständen, von 1 bis {k} nummeriert. "
                    "Einen Stand wollen die Delegationen aus {items}."
                ),
                (
                    "Die Delegationen aus {items} wollen je einen der {k} Stände einer Reihe, 1 "
                    "bis {k}."
                ),
            ),
            rules={
                "allowed": (
                    "{a} ist mit Stand {holes} einverstanden.",
                    "Der Delegation aus {a} ist Stand {holes} recht.",
                ),
                "apart": (
                    "{a} und {b} weigern sich, nebeneinander zu stehen.",
                    "Die Stände von {a} und {b} dürfen nicht nebeneinanderliegen.",
                ),
            },
            question=(
                "Gib jeder Delegation einen Stand für sich, und zwar einen, der ihr recht ist.",
                (
                    "Keine Delegation nimmt einen Stand, der ihr nicht recht ist, oder einen, den "
                    "schon eine andere hat. Verteile die Stände."
                ),
            ),
            form=("Name=Nummer für jede Delegation, durch Kommas getrennt",),
            nouns="stand stände delegation delegationen nummer",
        ),
    ),
    "scheduling": (
        Story(
            phrases=GERMAN,
            pool=PEOPLE,
            opening=(
                (
                    "Eine Praxis hat {k} Sprechstunden, von 1 bis {k} der Reihe nach nummeriert. "
                    "In jeder werden höchstens {capacity} Personen behandelt. Angemeldet sind "
                    "{items}."
                ),
                (
                    "{n} Personen ({items}) sollen in den Stunden 1 bis {k} behandelt werden, "
                    "höchstens {capacity} in jeder Stunde."
                ),
            ),
            rules={
                "before": (
                    "{a} muss in einer früheren Stunde kommen als {b}.",
                    "{b} muss in einer späteren Stunde kommen als {a}.",
                ),
                "apart": (
                    "{a} und {b} dürfen nicht in derselben Stunde kommen.",
                    "{a} und {b} brauchen verschiedene Stunden.",
                ),
                "closed": (
                    "{a} kann in Stunde {slot} nicht kommen.",
                    "Stunde {slot} geht für {a} nicht.",
                ),
            },
            question=(
                "Wer bekommt welche Stunde?",
                "Finde für alle eine Stunde.",
            ),
            form=("Name=Stunde für alle Personen, durch Kommas getrennt",),
            nouns="stunde stunden person personen sprechstunde",
        ),
        Story(
            phrases=GERMAN,
            pool=TOWNS,
            opening=(
                (
                    "Ein Team besucht {items} in {k} Wochen, von 1 bis {k} nummeriert, und schafft "
                    "höchstens {capacity} Besuche pro Woche."
                ),
                (
                    "{n} Besuche stehen an: {items}. Es gibt die Wochen 1 bis {k}, in jeder ist "
                    "Zeit für höchstens {capacity} Besuche."
                ),
            ),
            rules={
                "before": (
                    "{a} wird in einer früheren Woche besucht als {b}.",
                    "Für {b} braucht man Ergebnisse aus {a}, und zwar aus einer früheren Woche.",
                ),
                "apart": (
                    "{a} und {b} können nicht in derselben Woche besucht werden.",
                    "{a} und {b} passen nicht in dieselbe Woche.",
                ),
                "closed": (
                    "Nach {a} kann in Woche {slot} niemand fahren.",
                    "In Woche {slot} ist {a} nicht möglich.",
                ),
            },
            question=(
                "Plane die Besuche.",
                "In welcher Woche wird welcher Ort besucht?",
            ),
            form=("Name=Woche für jeden Ort, durch Kommas getrennt",),
            nouns="woche wochen ort orte besuch besuche besucht",
        ),
    ),
}
