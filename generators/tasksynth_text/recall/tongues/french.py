"""Logs and questions in French.

Whether a noun is elided shows in its first letter, but for those in `_ASPIRATED`; “ciseaux” are
several, their gender is `p`.
"""

from tasksynth_text.languages import FRENCH_SOUNDS
from tasksynth_text.reading import ListWords
from tasksynth_text.recall.tongues.tongue import RecallTongue, lexicon, spelt_behind

_LOOKS = lexicon(
    "amber couleur_ambre, ash cendré cendrée, beige beige, black noir noire, blue bleu bleue, "
    "brass couleur_laiton, bronze couleur_bronze, brown brun brune, copper cuivré cuivrée, "
    "coral couleur_corail, cream crème, green vert verte, grey gris grise, indigo indigo, "
    "iron couleur_fer, ivory couleur_ivoire, jade couleur_jade, lilac lilas, "
    "lime couleur_tilleul, maroon bordeaux, oak couleur_chêne, olive couleur_olive, "
    "orange orange, pearl couleur_perle, pine couleur_pin, pink rose, plum couleur_prune, "
    "purple pourpre, red rouge, rust couleur_rouille, silver argenté argentée, "
    "steel couleur_acier, tan fauve, teal turquoise, violet violet violette, "
    "walnut couleur_noyer, white blanc blanche, willow couleur_saule, yellow jaune, "
    "zinc couleur_zinc"
)
_NOUNS = {
    "box": lexicon(
        "basket m panier, box f boîte, case f valise, chest m coffre, crate f caisse, "
        "drawer m tiroir, trunk f malle, jar m bocal"
    ),
    "thing": lexicon(
        "anchor f ancre, arrow f flèche, bell f cloche, book m livre, bottle f bouteille, "
        "brush f brosse, button m bouton, candle f bougie, card f carte, coin f pièce, "
        "comb m peigne, compass f boussole, cork m bouchon, cup f tasse, dice m dé, doll f poupée, "
        "feather f plume, flute f flûte, fork f fourchette, gem f gemme, glove m gant, "
        "hammer m marteau, harp f harpe, hat m chapeau, helmet m casque, hook m crochet, "
        "horn m cor, kettle f bouilloire, kite m cerf-volant, knife m couteau, ladle f louche, "
        "lamp f lampe, lantern f lanterne, lens f lentille, locket m médaillon, map m plan, "
        "marble f bille, mask m masque, medal f médaille, mirror m miroir, mug f chope, "
        "nail m clou, needle f aiguille, nut f noix, pen m stylo, pipe f pipe, plate f assiette, "
        "purse m porte-monnaie, ribbon m ruban, ring f bague, rope f corde, ruler f règle, "
        "scarf f écharpe, scissors p ciseaux, shell m coquillage, shoe f chaussure, "
        "spool f bobine, spoon f cuillère, stamp m timbre, sword f épée, thimble m dé_à_coudre, "
        "ticket m billet, torch f torche, vase m vase, watch f montre, whistle m sifflet"
    ),
    "shape": lexicon(
        "acorn f noisette, apple f pomme, arrow f flèche, bear m ours, bee f abeille, "
        "bird m oiseau, boat m bateau, cat m chat, cloud m nuage, clover m trèfle, "
        "comet f comète, crab m crabe, crown f couronne, daisy f marguerite, deer m cerf, "
        "dove f colombe, dragon m dragon, drop f goutte, eagle m aigle, eye m œil, "
        "fern f fougère, fish m poisson, flame f flamme, fox m renard, frog f grenouille, "
        "gull f mouette, hare m lièvre, heart m cœur, horse m cheval, leaf f feuille, lily m lis, "
        "lion m lion, moon f lune, moth m papillon, mouse f souris, otter f loutre, owl m hibou, "
        "palm m palmier, pear f poire, raven m corbeau, rose f rose, seal m phoque, "
        "shell m coquillage, snail m escargot, snake m serpent, snow f neige, star f étoile, "
        "stork f cigogne, sun m soleil, swan m cygne, tiger m tigre, tulip f tulipe, wave f vague, "
        "whale f baleine, wheel f roue, wolf m loup, wren m roitelet"
    ),
    "place": lexicon(
        "archive m dépôt, attic m grenier, bakery f boulangerie, balcony m balcon, "
        "barn f grange, cellar f cave, chapel f chapelle, cloister m cloître, courtyard f cour, "
        "dairy f laiterie, forge f forge, foundry f fonderie, gallery f galerie, "
        "garage m garage, garden m jardin, granary m silo, greenhouse f serre, gym m gymnase, "
        "hall m hall, harbour m port, kennel m chenil, kitchen f cuisine, laundry f buanderie, "
        "library f bibliothèque, lobby m vestibule, loft f mezzanine, mill m moulin, "
        "museum m musée, nursery f crèche, office m bureau, orchard m verger, oven m four, "
        "pantry m cellier, park m parc, pavilion m pavillon, pharmacy f pharmacie, "
        "porch m porche, pottery f poterie, quarry f carrière, refuge m refuge, sauna m sauna, "
        "school f école, shed m hangar, shop f boutique, stable f écurie, studio m studio, "
        "study m cabinet, tavern f taverne, temple m temple, terrace f terrasse, "
        "theatre m théâtre, tower f tour, vault f chambre_forte, veranda f véranda, "
        "vestry f sacristie, ward f infirmerie, warehouse m entrepôt, winery m chai, "
        "workshop m atelier"
    ),
}
_MOVES = lexicon(
    "bow révérence, clap claquement, crouch accroupissement, dip plié, glide glissade, "
    "hop cabriole, jump saut, kick battement, kneel génuflexion, leap bond, roll roulade, "
    "spin pirouette, stamp frappé, step pas, sway balancement, turn tour"
)
_ASPIRATED = ("harpe", "hibou", "hall", "hangar")
_THE = {"m": "le ", "f": "la ", "p": "les "}
_OF = {"m": "du ", "f": "de la ", "p": "des "}


def _word(role: str, name: str, form: str) -> str:
    if role == "move":
        return _MOVES[name][0]
    if role == "look":
        return _LOOKS[name][0]
    look, _, kind = name.rpartition(" ")
    gender, noun = _NOUNS[role][kind]
    if not form:
        the = ""
    elif gender != "p" and noun[0] in "aeiouéèêœh" and noun not in _ASPIRATED:
        the = "de l'" if form == "of" else "l'"
    else:
        the = (_OF if form == "of" else _THE)[gender]
    if role == "box":
        noun += f" {_LOOKS[look][0 if gender == 'm' else -1]}"
    is_ = ("sont " if gender == "p" else "est ") if form == "is" else ""
    return f"{is_}{the}{noun}"


_DROPPED = "le la les l un une des de du d en dans couleur manteau clé cle clef"
_THING = "ce que signifie un mot"

FRENCH = RecallTongue(
    opening={
        "hidden": "Quelqu'un note ce qui se passe dans une maison, dans l'ordre où cela se passe. "
        "Chaque chose est mise dans une boîte, un panier ou autre, et y reste jusqu'à ce qu'on "
        "échange ce qui s'y trouve.",
        "ballet": "Quelqu'un note qui danse quoi, mouvement par mouvement, et qui porte un manteau "
        "de quelle couleur. Les personnes nommées plusieurs fois peuvent danser plusieurs danses "
        "et changer de manteau.",
        "binding": "Une voyageuse note, sans ordre particulier, ce que signifient des mots dans "
        "les langues d'un pays, et qui parle laquelle ; certains en parlent plusieurs. Un mot peut "
        "signifier autre chose dans une autre langue.",
        "rounds": "Voici des notes, sans ordre particulier, sur les manches d'un jeu. À chaque "
        "manche, les clés sont distribuées à nouveau, et ce qu'une clé ouvre est décidé à "
        "nouveau : un lieu par manche. Certains reçoivent plusieurs clés.",
    },
    frame=(
        "{opening} Des questions viennent à la fin.\n\n{log}\n\nC'est tout. Réponds maintenant :"
        "\n\n{asked}\n\nChaque réponse est {sort}. Termine par une ligne qui commence par "
        "« Réponse: » et donne les réponses dans l'ordre des questions, séparées par des virgules."
    ),
    facts={
        "put": "{0} met {1:the} dans {2:the}.",
        "swap": "{0} échange ce qu'il y a dans {1:the} avec ce qu'il y a dans {2:the}.",
        "dance": "{0} danse {1}, {2}, {3}, {4}, {5}.",
        "coat": "{0} porte un manteau {1}.",
        "means": "En {0}, « {1} » signifie {2}.",
        "speaks": "{0} parle {1}.",
        "deals": "Manche {0} : {1} reçoit la clé {2:of}.",
        "opens": "Manche {0} : la clé {1:of} ouvre {2:the}.",
    },
    questions={
        "where": "Où {0:is} à la fin ?",
        "who": "Qui danse {0}, {1}, {2}, {3}, {4} ?",
        "backwards": "Qui danse les mouvements de la danse de {0} dans l'ordre inverse ?",
        "coat": "Quel manteau porte la personne qui danse les mouvements de la danse de {0} dans "
        "l'ordre inverse ?",
        "what": "Que signifie « {0} » en {1} ?",
        "what said": "Que signifie « {0} » quand {1} le dit ?",
        "what else": "Le mot qui en {1} signifie {0} : que signifie-t-il quand {2} le dit ?",
        "key": "Quelle clé reçoit {1} à la manche {0} ?",
        "place": "Quel lieu peut ouvrir {1} à la manche {0} ?",
        "place then": "Quel lieu peut ouvrir {2} à la manche où {0} reçoit la clé {1:of} ?",
    },
    sorts={
        "where": "une boîte, un panier ou autre, par exemple « boîte rouge »",
        "who": "un nom",
        "backwards": "un nom",
        "coat": "un manteau, par exemple « turquoise »",
        "what": _THING,
        "what said": _THING,
        "what else": _THING,
        "key": "une clé, par exemple « lune »",
        "place": "un lieu",
        "place then": "un lieu",
    },
    word=_word,
    spelt=spelt_behind(_LOOKS, _NOUNS["box"]),
    tribe=str.lower,
    answer="Réponse: ",
    lists=ListWords(
        joins=("et",),
        dropped=frozenset(_DROPPED.split()),
    ),
    sounds=FRENCH_SOUNDS,
)
