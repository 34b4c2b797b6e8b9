"""Passages and prompts in French.

Companies are feminine in it, as “l'entreprise”; nothing agrees with a town. “de” and “que” lose
their e before the sound of a vowel.
"""

from tasksynth_text.languages import FRENCH_SOUNDS
from tasksynth_text.relations.phrases import RelationPhrases
from tasksynth_text.relations.tongue import RelationTongue

_PHRASES = {
    "owns": RelationPhrases(
        state=(
            "{h} possède {t}.",
            "{t} appartient à {h}.",
            "{h} est {h:le|la} propriétaire de {t}.",
            "{t} est la propriété de {h}.",
            "{h} détient toutes les parts de {t}.",
        ),
        begin=(
            "{h} a acheté {t}.",
            "{t} a été vendue à {h}.",
            "{h} a hérité {t} d'une tante.",
            "{t} est passée aux mains de {h}.",
            "{h} a acquis {t} à une vente aux enchères où l'acte a été remis sur-le-champ.",
        ),
        end=(
            "{h} a vendu {t} à un acheteur dont le nom n'a jamais été révélé.",
            "{t} n'appartient plus à {h}.",
            "{h} a cédé toutes les parts de {t}.",
        ),
        deny=(
            "{h} ne possède pas {t}.",
            "{t} n'a jamais appartenu à {h}.",
            "{h} n'a jamais détenu de parts de {t}.",
        ),
        suppose=(
            "{h} aurait acheté {t} si une banque lui avait prêté l'argent.",
            "{t} a été proposée à {h}, mais le prix était trop élevé et rien ne s'est fait.",
            "Certains disent que {h} possède {t}.",
            "{h} compte acheter {t} un jour.",
        ),
        of_head=("qui possède {t}", "à qui appartient {t}"),
        of_tail=(
            "qui est la propriété de {h}",
            "qui appartient à {h}",
            "dont {h:le|la} propriétaire est {h}",
        ),
        correct=("c'est {h}, et non {was}, qui possède {t}",),
    ),
    "runs": RelationPhrases(
        state=(
            "{h} dirige {t}.",
            "{t} est dirigée par {h}.",
            "{h} est {h:le directeur|la directrice} de {t}.",
            "{t} a {h} à sa tête.",
            "{h} est à la tête de {t}.",
        ),
        begin=(
            "{h} est {h:devenu le directeur|devenue la directrice} de {t}.",
            "{t} a nommé {h} {h:directeur|directrice}.",
            "{h} a pris la direction de {t}.",
            "{t} est dirigée par {h} depuis le printemps.",
        ),
        end=(
            "{h} a quitté la direction de {t}.",
            "{t} n'est plus dirigée par {h}.",
            "{h} a perdu la direction de {t} à la suite d'un vote.",
        ),
        deny=(
            "{h} n'est pas {h:le directeur|la directrice} de {t}.",
            "{t} n'a jamais été dirigée par {h}.",
            "{h} n'a jamais été à la tête de {t}.",
        ),
        suppose=(
            "{h} a refusé une offre pour diriger {t}.",
            "{t} a demandé à {h} de devenir {h:son directeur|sa directrice} et a essuyé un refus.",
            "{t} aurait pu être dirigée par {h} si le vote avait tourné autrement.",
            "{h} espère diriger {t} un jour.",
        ),
        of_head=(
            "qui dirige {t}",
            "qui est {h:le directeur|la directrice} de {t}",
            "qui est à la tête de {t}",
        ),
        of_tail=(
            "qui a {h} à sa tête",
            "qui est dirigée par {h}",
            "dont {h:le directeur|la directrice} est {h}",
        ),
        correct=("c'est {h}, et non {was}, qui dirige {t}",),
    ),
    "works for": RelationPhrases(
        state=(
            "{h} travaille pour {t}.",
            "{t} emploie {h}.",
            "{h} a un emploi chez {t}.",
            "{h} fait partie du personnel de {t}.",
            "{t} verse un salaire à {h}.",
        ),
        begin=(
            "{h} a été {h:engagé|engagée} par {t}.",
            "{t} a engagé {h}.",
            "{h} a commencé à travailler pour {t}.",
            "{t} a engagé {h} {h:comme employé|comme employée} de bureau.",
        ),
        end=(
            "{h} a donné sa démission chez {t} et est {h:parti|partie}.",
            "{t} a licencié {h}.",
            "{h} a perdu son emploi chez {t}.",
        ),
        deny=(
            "{h} n'a jamais travaillé pour {t}.",
            "{t} n'emploie pas {h}.",
            "{t} n'a jamais eu {h} dans son personnel.",
        ),
        suppose=(
            "{h} a postulé sans succès à un emploi chez {t}.",
            "{t} a proposé à {h} un emploi, mais l'offre a été déclinée.",
            "{h} travaillerait pour {t} si le salaire était meilleur.",
            "Le bruit court que {t} a engagé {h}.",
        ),
        of_head=("qui travaille pour {t}", "qui est {h:employé|employée} par {t}"),
        of_tail=("qui emploie {h}", "dont le personnel comprend {h}"),
    ),
    "lives in": RelationPhrases(
        state=(
            "{h} habite à {t}.",
            "{t} est l'endroit où habite {h}.",
            "{h} a son domicile à {t}.",
            "{t} est le lieu de résidence de {h}.",
        ),
        begin=(
            "{h} a déménagé à {t}.",
            "{h} a fait de {t} son lieu de résidence.",
            "{t} est désormais le lieu de résidence de {h}.",
        ),
        end=(
            "{h} a quitté {t} pour toujours, et personne ne sait où {h:il|elle} habite maintenant.",
            "{t} n'est plus le lieu de résidence de {h}.",
        ),
        deny=(
            "{h} n'a jamais habité à {t}.",
            "{t} n'est pas l'endroit où habite {h}.",
            "{t} n'a jamais été le lieu de résidence de {h}.",
        ),
        suppose=(
            "{h} a pensé à déménager à {t}, mais ne l'a pas fait.",
            "{h} rêve d'une maison à {t}.",
            "{t} serait le lieu de résidence de {h} si la mer était plus proche.",
            "Les gens disent que {h} habite à {t}.",
        ),
        of_head=("qui habite à {t}", "dont le domicile est à {t}"),
        of_tail=("où habite {h}", "qui est le lieu de résidence de {h}"),
        correct=("c'est à {t}, et non à {was}, que {h} habite",),
    ),
    "married to": RelationPhrases(
        state=(
            "{h} est {h:marié|mariée} à {t}.",
            "{h} est {h:le mari|la femme} de {t}.",
            "{t} est depuis des années {t:le mari|la femme} de {h}.",
        ),
        begin=(
            "{h} a épousé {t}.",
            "{t} et {h} ont célébré leur mariage.",
            "{h} et {t} ont contracté mariage.",
        ),
        end=(
            "{h} et {t} ont divorcé.",
            "{h} n'est plus {h:marié|mariée} à {t}.",
        ),
        deny=(
            "{h} n'a jamais été {h:marié|mariée} à {t}.",
            "{h} n'est pas {h:le mari|la femme} de {t}.",
        ),
        suppose=(
            "{h} a demandé {t} en mariage ; la réponse a été non.",
            "{h} devait épouser {t}, mais le mariage a été annulé.",
            "On murmure que {t} est {t:le mari|la femme} de {h}.",
        ),
        of_head=("qui est {h:marié|mariée} à {t}", "dont {t:le mari|la femme} est {t}"),
        of_tail=("qui est {t:marié|mariée} à {h}", "dont {h:le mari|la femme} est {h}"),
    ),
    "child of": RelationPhrases(
        state=(
            "{h} est {h:un fils|une fille} de {t}.",
            "{t} est {t:le père|la mère} de {h}.",
            "{t} a {h:un fils|une fille}, {h}.",
            "{h} est {h:l'un des fils|l'une des filles} de {t}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} n'est pas {h:un fils|une fille} de {t}.",
            "{t} n'est pas {t:le père|la mère} de {h}.",
        ),
        suppose=(
            "Beaucoup prennent {h} pour {h:un fils|une fille} de {t}.",
            "{t} souhaitait autrefois que {h} soit {h:son fils|sa fille}.",
            "{h} a prétendu une fois être {h:un fils|une fille} de {t}.",
        ),
        of_head=("dont {t:le père|la mère} est {t}", "{h:un fils|une fille} de {t}"),
        of_tail=("dont {h:le fils|la fille} est {h}", "{t:le père|la mère} de {h}"),
    ),
    "taught": RelationPhrases(
        state=(
            "{h} a donné des cours à {t}.",
            "{t} a été l'élève de {h}.",
            "{t} a appris son métier auprès de {h}.",
            "{h} a eu {t} comme élève.",
            "{t} a pris des cours auprès de {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} n'a jamais donné de cours à {t}.",
            "{t} n'a jamais été l'élève de {h}.",
            "{t} n'a rien appris de {h}, qui ne lui a jamais donné de leçon.",
        ),
        suppose=(
            "{h} devait donner des cours à {t}, mais les cours n'ont jamais commencé.",
            "{t} aurait voulu avoir {h} comme professeur.",
            "Certains affirment que {t} a été l'élève de {h}.",
        ),
        of_head=("qui a donné des cours à {t}", "dont {t} a été l'élève"),
        of_tail=("à qui {h} a donné des cours", "qui a été l'élève de {h}"),
    ),
    "founded": RelationPhrases(
        state=(
            "{h} a fondé {t}.",
            "{t} a été fondée par {h}.",
            "{h} a mis {t} sur pied avec de l'argent emprunté.",
            "{t} remonte à {h}, qui l'a fondée.",
            "{t} doit ses débuts à {h:son fondateur|sa fondatrice}, {h}.",
        ),
        begin=(),
        end=(),
        deny=(
            "{h} n'a pas fondé {t}.",
            "{t} n'a pas été fondée par {h}.",
        ),
        suppose=(
            "{h} raconte à tous, faussement, avoir fondé {t}.",
            "{t} a été fondée, selon certains, par {h}.",
            "{h} avait voulu fonder {t}, mais quelqu'un d'autre l'a fait.",
        ),
        of_head=("qui a fondé {t}", "{h:le fondateur|la fondatrice} de {t}"),
        of_tail=(
            "que {h} a fondée",
            "qui a été fondée par {h}",
            "dont {h:le fondateur|la fondatrice} est {h}",
        ),
        correct=("c'est {h}, et non {was}, qui a fondé {t}",),
    ),
    "based in": RelationPhrases(
        state=(
            "{h} a son siège à {t}.",
            "{t} est le siège de {h}.",
            "{h} a ses bureaux principaux à {t}.",
            "{t} est l'endroit où {h} a son siège.",
        ),
        begin=(
            "{h} a transféré son siège à {t}.",
            "{t} est désormais le siège de {h}.",
            "{h} s'est installée à {t} avec tout son siège.",
        ),
        end=(
            "{h} a abandonné son siège à {t} et n'en a plus depuis.",
            "{t} n'est plus le siège de {h}.",
        ),
        deny=(
            "{h} n'a jamais eu son siège à {t}.",
            "{t} n'est pas le siège de {h}.",
        ),
        suppose=(
            "{h} a parlé de transférer son siège à {t}, mais n'a pas bougé.",
            "{t} serait volontiers le siège de {h}.",
            "{h} prévoit d'avoir un jour son siège à {t}.",
            "Certains pensent que {t} est le siège de {h}.",
        ),
        of_head=("qui a son siège à {t}", "dont les bureaux principaux sont à {t}"),
        of_tail=("où {h} a son siège", "le siège de {h}"),
        correct=("c'est à {t}, et non à {was}, que {h} a son siège",),
    ),
    "supplies": RelationPhrases(
        state=(
            "{h} approvisionne {t}.",
            "{t} achète ses marchandises à {h}.",
            "{t} est cliente de {h}.",
            "{h} vend ses marchandises à {t}.",
            "{t} est approvisionnée par {h}.",
        ),
        begin=(
            "{h} a commencé à approvisionner {t}.",
            "{t} est devenue cliente de {h}.",
            "{h} a gagné {t} comme cliente.",
        ),
        end=(
            "{h} a cessé d'approvisionner {t}.",
            "{t} n'achète plus rien à {h}.",
            "{h} a perdu {t} comme cliente.",
        ),
        deny=(
            "{h} n'a jamais approvisionné {t}.",
            "{t} n'est pas cliente de {h}.",
        ),
        suppose=(
            "{h} aimerait approvisionner {t}.",
            "{t} a demandé à {h} une offre, qui est restée sans suite.",
            "On raconte que {h} approvisionne {t}.",
            "{t} pourrait devenir cliente de {h} l'an prochain.",
        ),
        of_head=("qui approvisionne {t}", "dont {t} est cliente"),
        of_tail=("qui est approvisionnée par {h}", "cliente de {h}"),
    ),
}

_NOISE = {
    ("person", "person"): (
        "{h} a rencontré {t} à une foire.",
        "{h} a écrit à {t} une longue lettre.",
        "{h} et {t} ont voyagé une fois côte à côte en train.",
        "{h} a prêté à {t} un parapluie.",
    ),
    ("person", "company"): (
        "{h} s'est {h:plaint|plainte} auprès de {t} d'une facture.",
        "{h} a peint un tableau du bâtiment de {t}.",
        "{t} a envoyé à {h} un calendrier.",
        "{h} a attendu une heure devant le bâtiment de {t}.",
    ),
    ("person", "town"): (
        "{h} a passé un week-end à {t}.",
        "{h} a manqué un train à {t}.",
        "{t} a décerné à {h} une médaille.",
        "{h} a été {h:piqué|piquée} par une guêpe à {t}.",
    ),
    ("company", "town"): (
        "{h} a payé un banc public à {t}.",
        "{t} a remercié {h} pour un banc public.",
        "{h} a posé une affiche à {t}.",
    ),
    ("company", "company"): (
        "{h} et {t} ont payé un concert.",
        "{h} a écrit à {t} au sujet du bruit.",
        "{t} a battu {h} au football.",
    ),
}

FRENCH = RelationTongue(
    phrases=_PHRASES,
    noise=_NOISE,
    labels={
        "owns": "possède",
        "runs": "dirige",
        "works for": "travaille pour",
        "lives in": "habite à",
        "married to": "marié à",
        "child of": "enfant de",
        "taught": "a donné des cours à",
        "founded": "a fondé",
        "based in": "a son siège à",
        "supplies": "approvisionne",
    },
    meanings={
        "owns": "une personne est propriétaire d'une entreprise",
        "runs": "une personne est à la tête d'une entreprise",
        "works for": "une personne est employée par une entreprise",
        "lives in": "une personne a son domicile dans une ville",
        "married to": "deux personnes sont mariées, dans un ordre quelconque",
        "child of": "la première est un fils ou une fille de la seconde",
        "taught": "la première a été professeur de la seconde",
        "founded": "une personne a créé une entreprise",
        "based in": "une entreprise a son siège dans une ville",
        "supplies": "la première vend ses marchandises à la seconde",
    },
    pronouns={"she": "Elle", "he": "Il", "company": "L'entreprise", "town": "La ville"},
    wrong="La phrase {n} est erronée : {right}.",
    sorts=("Personnes", "Entreprises", "Villes"),
    asked="Lesquelles de ces relations existent à la fin du texte, et entre qui ?",
    rules=(
        "Une relation existe si une phrase dit qu'elle existe ou qu'elle a commencé, et qu'aucune "
        "phrase ultérieure n'y met fin. Personne ne travaille à la fois pour "
        "deux entreprises, n'en dirige deux, n'a deux domiciles ou n'est marié deux fois ; aucune "
        "entreprise n'a deux propriétaires, deux directeurs ou deux sièges : ce qui commence met "
        "fin à ce qui était avant. Ce qui est nié, espéré, prévu, proposé, refusé ou seulement dit "
        "par certains n'existe pas, et rien ne découle d'une autre relation. Quand une phrase dit "
        "qu'une phrase antérieure est erronée, elle a raison. « Elle », « il », « l'entreprise » "
        "et « la ville » désignent la personne, l'entreprise ou la ville de la phrase précédente."
    ),
    form=(
        "Donne une ligne pour chaque relation qui existe, avec le nom complet de la première, la "
        "relation, le nom complet de la seconde et le numéro de la phrase qui le dit, séparés par "
        "|, toutes entre <answer> et </answer> :\n\n<answer>\nquelqu'un | possède | une entreprise "
        "| 7\n</answer>"
    ),
    work=("existe", "n'existe plus", "rien ne commence ni ne finit"),
    said={
        "travaille chez": "works for",
        "vit à": "lives in",
        "est marié à": "married to",
        "est mariée à": "married to",
        "mariée à": "married to",
        "est enfant de": "child of",
        "est l'enfant de": "child of",
        "fils de": "child of",
        "fille de": "child of",
        "a enseigné à": "taught",
        "fonda": "founded",
        "siège à": "based in",
    },
    turned={"fondée par": "founded", "a été fondée par": "founded"},
    talk=(
        "est le la les l d qu un une des de du en par à au que qui et phrase phrases ligne numéro "
        "nº n voir selon source dit car personne entreprise ville relation première seconde"
    ),
    sounds=FRENCH_SOUNDS,
)
