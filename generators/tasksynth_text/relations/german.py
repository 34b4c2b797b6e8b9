"""Passages and prompts in German.

Companies are neuter in it, as “das Unternehmen”. Clauses in which “die” or “das” could be either of
the two are avoided: “die Kestrin unterrichtete” may have taught her, or been taught.
"""

from tasksynth_text.relations.phrases import RelationPhrases
from tasksynth_text.relations.tongue import RelationTongue

_PHRASES = {
    "owns": RelationPhrases(
        state=(
            "{h} besitzt {t}.",
            "{t} gehört {h}.",
            "{h} ist {h:der Eigentümer|die Eigentümerin} von {t}.",
            "{t} ist das Eigentum von {h}.",
            "{h} hält alle Anteile an {t}.",
        ),
        begin=(
            "{h} kaufte {t}.",
            "{t} wurde an {h} verkauft.",
            "{h} erbte {t} von einer Tante.",
            "{t} ging in den Besitz von {h} über.",
            "{h} ersteigerte {t} auf einer Auktion, bei der die Urkunde sofort übergeben wurde.",
        ),
        end=(
            "{h} verkaufte {t} an einen Käufer, dessen Name nie genannt wurde.",
            "{t} gehört {h} nicht mehr.",
            "{h} gab alle Anteile an {t} ab.",
        ),
        deny=(
            "{h} besitzt {t} nicht.",
            "{t} war nie das Eigentum von {h}.",
            "{h} hat nie einen Anteil an {t} gehalten.",
        ),
        suppose=(
            "{h} hätte {t} gekauft, wenn eine Bank {h:ihm|ihr} das Geld geliehen hätte.",
            "{t} wurde {h} angeboten, aber der Preis war zu hoch, und es wurde nichts daraus.",
            "Manche sagen, dass {h} {t} besitzt.",
            "{h} hat vor, {t} eines Tages zu kaufen.",
        ),
        of_head=("{h:der|die} alle Anteile an {t} hält", "{h:dem|der} {t} gehört"),
        of_tail=(
            "das im Besitz von {h} ist",
            "das {h} gehört",
            "dessen {h:Eigentümer|Eigentümerin} {h} ist",
        ),
        correct=("{h} und nicht {was} besitzt {t}",),
    ),
    "runs": RelationPhrases(
        state=(
            "{h} leitet {t}.",
            "{t} wird von {h} geleitet.",
            "{h} ist {h:der Chef|die Chefin} von {t}.",
            "{t} hat {h} an der Spitze.",
            "{h} hat die Leitung von {t} inne.",
        ),
        begin=(
            "{h} wurde {h:Chef|Chefin} von {t}.",
            "{t} machte {h} {h:zum Chef|zur Chefin}.",
            "{h} übernahm die Leitung von {t}.",
            "{t} wird seit dem Frühjahr von {h} geleitet.",
        ),
        end=(
            "{h} trat als {h:Chef|Chefin} von {t} zurück.",
            "{t} wird nicht mehr von {h} geleitet.",
            "{h} wurde als {h:Chef|Chefin} von {t} abgewählt.",
        ),
        deny=(
            "{h} ist nicht {h:der Chef|die Chefin} von {t}.",
            "{t} ist nie von {h} geleitet worden.",
            "{h} hatte nie die Leitung von {t} inne.",
        ),
        suppose=(
            "{h} lehnte das Angebot ab, {t} zu leiten.",
            "{t} bat {h}, {h:Chef|Chefin} zu werden, und erhielt eine Absage.",
            "{t} wäre vielleicht von {h} geleitet worden, wenn die Wahl anders ausgegangen wäre.",
            "{h} hofft, {t} eines Tages zu leiten.",
        ),
        of_head=(
            "{h:der|die} an der Spitze von {t} steht",
            "{h:der Chef|die Chefin} von {t}",
            "von {h:dem|der} {t} geleitet wird",
        ),
        of_tail=(
            "an dessen Spitze {h} steht",
            "das von {h} geleitet wird",
            "dessen {h:Chef|Chefin} {h} ist",
        ),
        correct=("{h} und nicht {was} leitet {t}",),
    ),
    "works for": RelationPhrases(
        state=(
            "{h} arbeitet bei {t}.",
            "{t} beschäftigt {h}.",
            "{h} hat eine Stelle bei {t}.",
            "{h} steht auf der Gehaltsliste von {t}.",
            "{t} zahlt {h} den Lohn.",
        ),
        begin=(
            "{h} wurde von {t} eingestellt.",
            "{t} stellte {h} ein.",
            "{h} trat eine Stelle bei {t} an.",
            "{t} stellte {h} als Schreibkraft ein.",
        ),
        end=(
            "{h} kündigte bei {t} und ging.",
            "{t} entließ {h}.",
            "{h} verlor {h:seine|ihre} Stelle bei {t}.",
        ),
        deny=(
            "{h} hat nie bei {t} gearbeitet.",
            "{t} beschäftigt {h} nicht.",
            "{t} hatte {h} nie auf der Gehaltsliste.",
        ),
        suppose=(
            "{h} bewarb sich ohne Erfolg um eine Stelle bei {t}.",
            "{t} bot {h} eine Stelle an, die {h:er|sie} ablehnte.",
            "{h} würde bei {t} arbeiten, wenn der Lohn besser wäre.",
            "Einem Gerücht zufolge hat {t} {h} eingestellt.",
        ),
        of_head=("{h:der|die} bei {t} arbeitet", "{h:der|die} bei {t} angestellt ist"),
        of_tail=("bei dem {h} angestellt ist", "zu dessen Belegschaft {h} gehört"),
    ),
    "lives in": RelationPhrases(
        state=(
            "{h} wohnt in {t}.",
            "{t} ist der Ort, an dem {h} wohnt.",
            "{h} hat {h:sein|ihr} Zuhause in {t}.",
            "{t} ist der Wohnort von {h}.",
        ),
        begin=(
            "{h} zog nach {t}.",
            "{h} machte {t} zu {h:seinem|ihrem} Wohnort.",
            "{t} wurde der Wohnort von {h}.",
        ),
        end=(
            "{h} verließ {t} für immer, und niemand weiß, wo {h:er|sie} jetzt wohnt.",
            "{t} ist nicht mehr der Wohnort von {h}.",
        ),
        deny=(
            "{h} hat nie in {t} gewohnt.",
            "{t} ist nicht der Ort, an dem {h} wohnt.",
            "{t} war nie der Wohnort von {h}.",
        ),
        suppose=(
            "{h} dachte daran, nach {t} zu ziehen, tat es aber nicht.",
            "{h} träumt von einem Haus in {t}.",
            "{t} wäre bei einer Lage am Meer der Wohnort von {h}.",
            "Die Leute sagen, dass {h} in {t} wohnt.",
        ),
        of_head=("{h:der|die} in {t} wohnt", "{h:dessen|deren} Zuhause in {t} ist"),
        of_tail=("wo {h} wohnt", "das der Wohnort von {h} ist"),
        correct=("In {t} und nicht in {was} wohnt {h}",),
    ),
    "married to": RelationPhrases(
        state=(
            "{h} ist mit {t} verheiratet.",
            "{h} ist {h:der Ehemann|die Ehefrau} von {t}.",
            "{t} ist seit Jahren {t:der Ehemann|die Ehefrau} von {h}.",
        ),
        begin=(
            "{h} heiratete {t}.",
            "{t} und {h} wurden getraut.",
            "{h} und {t} heirateten einander.",
        ),
        end=(
            "{h} und {t} ließen sich scheiden.",
            "{h} ist nicht mehr mit {t} verheiratet.",
        ),
        deny=(
            "{h} ist nie mit {t} verheiratet gewesen.",
            "{h} ist nicht {h:der Ehemann|die Ehefrau} von {t}.",
        ),
        suppose=(
            "{h} machte {t} einen Heiratsantrag; die Antwort war nein.",
            "{h} sollte {t} heiraten, aber die Hochzeit wurde abgesagt.",
            "Man munkelt, dass {t} {t:der Ehemann|die Ehefrau} von {h} ist.",
        ),
        of_head=(
            "{h:der|die} mit {t} verheiratet ist",
            "{h:dessen|deren} {t:Ehemann|Ehefrau} {t} ist",
        ),
        of_tail=(
            "{t:der|die} mit {h} verheiratet ist",
            "{t:dessen|deren} {h:Ehemann|Ehefrau} {h} ist",
        ),
    ),
    "child of": RelationPhrases(
        state=(
            "{h} ist {h:ein Sohn|eine Tochter} von {t}.",
            "{t} ist {t:der Vater|die Mutter} von {h}.",
            "{t} hat {h:einen Sohn|eine Tochter}, {h}.",
            "{h} ist eines der Kinder von {t}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} ist {h:kein Sohn|keine Tochter} von {t}.",
            "{t} ist nicht {t:der Vater|die Mutter} von {h}.",
        ),
        suppose=(
            "Viele halten {h} für {h:einen Sohn|eine Tochter} von {t}.",
            "{t} wünschte sich früher, dass {h} {t:sein|ihr}{h: Sohn|e Tochter} wäre.",
            "{h} gab sich einmal als Kind von {t} aus.",
        ),
        of_head=(
            "{h:dessen|deren} {t:Vater|Mutter} {t} ist",
            "{h:ein Sohn|eine Tochter} von {t}",
        ),
        of_tail=(
            "{t:dessen|deren} {h:Sohn|Tochter} {h} ist",
            "{t:der Vater|die Mutter} von {h}",
        ),
    ),
    "taught": RelationPhrases(
        state=(
            "{h} unterrichtete {t}.",
            "{t} war {t:ein Schüler|eine Schülerin} von {h}.",
            "{t} lernte {t:sein|ihr} Handwerk bei {h}.",
            "{h} hatte {t} {t:als Schüler|als Schülerin}.",
            "{t} nahm Unterricht bei {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} hat {t} nie unterrichtet.",
            "{t} war nie {t:ein Schüler|eine Schülerin} von {h}.",
            "{t} hat nichts bei {h} gelernt, {h:der|die} {t:ihm|ihr} nie eine Stunde gab.",
        ),
        suppose=(
            "{h} sollte {t} unterrichten, aber der Unterricht begann nie.",
            "{t} hätte {h} gern {h:als Lehrer|als Lehrerin} gehabt.",
            "Manche behaupten, dass {t} {t:ein Schüler|eine Schülerin} von {h} war.",
        ),
        of_head=(
            "bei {h:dem|der} {t} Unterricht hatte",
            "{h:dessen|deren} {t:Schüler|Schülerin} {t} war",
        ),
        of_tail=(
            "{t:der|die} bei {h} Unterricht hatte",
            "{t:der ein Schüler|die eine Schülerin} von {h} war",
        ),
    ),
    "founded": RelationPhrases(
        state=(
            "{h} gründete {t}.",
            "{t} wurde von {h} gegründet.",
            "{h} rief {t} mit geliehenem Geld ins Leben.",
            "{t} geht auf {h} zurück, {h:der|die} es gegründet hat.",
            "{t} verdankt seine Anfänge {h:seinem Gründer|seiner Gründerin} {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} hat {t} nicht gegründet.",
            "{t} wurde nicht von {h} gegründet.",
        ),
        suppose=(
            "{h} erzählt allen fälschlich, {h:er|sie} habe {t} gegründet.",
            "{t} wird manchmal für eine Gründung von {h} gehalten.",
            "{h} hatte {t} gründen wollen, aber jemand anders tat es.",
        ),
        of_head=("von {h:dem|der} {t} gegründet wurde", "{h:der Gründer|die Gründerin} von {t}"),
        of_tail=(
            "das einst von {h} ins Leben gerufen wurde",
            "das von {h} gegründet wurde",
            "dessen {h:Gründer|Gründerin} {h} ist",
        ),
        correct=("{h} und nicht {was} hat {t} gegründet",),
    ),
    "based in": RelationPhrases(
        state=(
            "{h} hat seinen Sitz in {t}.",
            "{t} ist der Sitz von {h}.",
            "{h} hat seine Zentrale in {t}.",
            "{t} ist der Ort, an dem {h} seinen Sitz hat.",
        ),
        begin=(
            "{h} verlegte seine Zentrale nach {t}.",
            "{t} wurde der Sitz von {h}.",
            "{h} ließ sich mitsamt seiner Zentrale in {t} nieder.",
        ),
        end=(
            "{h} gab seinen Sitz in {t} auf und hat seither keinen.",
            "{t} ist nicht mehr der Sitz von {h}.",
        ),
        deny=(
            "{h} hat nie seinen Sitz in {t} gehabt.",
            "{t} ist nicht der Sitz von {h}.",
        ),
        suppose=(
            "{h} sprach davon, seine Zentrale nach {t} zu verlegen, blieb aber, wo es war.",
            "{t} wäre gern der Sitz von {h}.",
            "{h} plant, eines Tages seinen Sitz in {t} zu haben.",
            "Manche meinen, dass {t} der Sitz von {h} ist.",
        ),
        of_head=("das seinen Sitz in {t} hat", "dessen Zentrale in {t} liegt"),
        of_tail=("wo {h} seinen Sitz hat", "der Sitz von {h}"),
        correct=("In {t} und nicht in {was} hat {h} seinen Sitz",),
    ),
    "supplies": RelationPhrases(
        state=(
            "{h} beliefert {t}.",
            "{t} kauft seine Waren bei {h}.",
            "{t} ist Kunde von {h}.",
            "{h} verkauft seine Waren an {t}.",
            "{t} wird von {h} beliefert.",
        ),
        begin=(
            "{h} begann, {t} zu beliefern.",
            "{t} wurde Kunde von {h}.",
            "{h} gewann {t} als Kunden.",
        ),
        end=(
            "{h} hörte auf, {t} zu beliefern.",
            "{t} kauft nichts mehr bei {h}.",
            "{h} verlor {t} als Kunden.",
        ),
        deny=(
            "{h} hat {t} nie beliefert.",
            "{t} ist kein Kunde von {h}.",
        ),
        suppose=(
            "{h} würde {t} gern beliefern.",
            "{t} bat {h} um ein Angebot, aus dem nichts wurde.",
            "Es heißt, dass {h} seine Waren an {t} verkauft.",
            "{t} könnte nächstes Jahr Kunde von {h} werden.",
        ),
        of_head=("das seine Waren an {t} verkauft", "zu dessen Kunden {t} gehört"),
        of_tail=("das von {h} beliefert wird", "ein Kunde von {h}"),
    ),
}

_NOISE = {
    ("person", "person"): (
        "{h} traf {t} auf einem Jahrmarkt.",
        "{h} schrieb {t} einen langen Brief.",
        "{h} und {t} saßen einmal im Zug nebeneinander.",
        "{h} lieh {t} einen Regenschirm.",
    ),
    ("person", "company"): (
        "{h} beschwerte sich bei {t} über eine Rechnung.",
        "{h} malte ein Bild vom Gebäude von {t}.",
        "{t} schickte {h} einen Kalender.",
        "{h} wartete eine Stunde vor dem Gebäude von {t}.",
    ),
    ("person", "town"): (
        "{h} verbrachte ein Wochenende in {t}.",
        "{h} verpasste in {t} einen Zug.",
        "{t} verlieh {h} eine Medaille.",
        "{h} wurde in {t} von einer Wespe gestochen.",
    ),
    ("company", "town"): (
        "{h} spendete eine Parkbank in {t}.",
        "{t} dankte {h} für eine Parkbank.",
        "{h} hängte in {t} ein Plakat auf.",
    ),
    ("company", "company"): (
        "{h} und {t} bezahlten ein Konzert.",
        "{h} schrieb {t} einen Brief wegen des Lärms.",
        "{t} schlug {h} im Fußball.",
    ),
}

GERMAN = RelationTongue(
    phrases=_PHRASES,
    noise=_NOISE,
    labels={
        "owns": "besitzt",
        "runs": "leitet",
        "works for": "arbeitet bei",
        "lives in": "wohnt in",
        "married to": "verheiratet mit",
        "child of": "Kind von",
        "taught": "unterrichtete",
        "founded": "gründete",
        "based in": "hat Sitz in",
        "supplies": "beliefert",
    },
    meanings={
        "owns": "eine Person besitzt ein Unternehmen",
        "runs": "eine Person steht an der Spitze eines Unternehmens",
        "works for": "eine Person ist bei einem Unternehmen angestellt",
        "lives in": "eine Person hat ihr Zuhause in einer Stadt",
        "married to": "zwei Personen sind verheiratet, in beliebiger Reihenfolge",
        "child of": "die erste ist Sohn oder Tochter der zweiten",
        "taught": "die erste hat die zweite unterrichtet",
        "founded": "eine Person hat ein Unternehmen gegründet",
        "based in": "ein Unternehmen hat seinen Sitz in einer Stadt",
        "supplies": "das erste verkauft seine Waren an das zweite",
    },
    pronouns={"she": "Sie", "he": "Er", "company": "Das Unternehmen", "town": "Die Stadt"},
    wrong="Satz {n} ist falsch: {right}.",
    sorts=("Personen", "Unternehmen", "Städte"),
    asked="Welche dieser Beziehungen bestehen am Ende des Textes, und zwischen wem?",
    rules=(
        "Eine Beziehung besteht, wenn ein Satz sagt, dass es so ist oder so wurde, und kein "
        "späterer Satz sie beendet. Niemand arbeitet zugleich bei zwei Unternehmen, leitet zwei, "
        "hat zwei Wohnorte oder ist zweimal verheiratet; kein Unternehmen hat zwei Eigentümer, "
        "zwei Chefs oder zwei Sitze: Was neu entsteht, beendet, was vorher so war. Was verneint, "
        "erhofft, geplant, angeboten, abgelehnt oder nur von manchen gesagt wird, besteht nicht, "
        "und aus einer anderen Beziehung folgt nichts. Wo ein Satz sagt, dass ein früherer falsch "
        "ist, hat er recht. „Sie“, „er“, „das Unternehmen“ und „die Stadt“ meinen die Person, das "
        "Unternehmen oder die Stadt aus dem Satz davor."
    ),
    form=(
        "Gib für jede Beziehung, die besteht, eine Zeile mit dem vollen Namen des ersten, der "
        "Beziehung, dem vollen Namen des zweiten und der Nummer des Satzes, der es sagt, getrennt "
        "durch |, alle zwischen <answer> und </answer>:\n\n<answer>\njemand | besitzt | ein "
        "Unternehmen | 7\n</answer>"
    ),
    work=("gilt", "gilt nicht mehr", "nichts kommt hinzu oder endet"),
    said={
        "arbeitet für": "works for",
        "lebt in": "lives in",
        "ist verheiratet mit": "married to",
        "verheiratet": "married to",
        "ist kind von": "child of",
        "kind": "child of",
        "unterrichtet": "taught",
        "lehrte": "taught",
        "hat gegründet": "founded",
        "hat seinen sitz in": "based in",
        "sitz in": "based in",
    },
    turned={"unterrichtet von": "taught", "gegründet von": "founded"},
    talk=(
        "ist der die das ein eine in von bei satz sätze zeile nummer nr beleg siehe vgl laut "
        "quelle steht sagt so weil wer wen wem was und erste zweite person unternehmen beziehung"
    ),
)
