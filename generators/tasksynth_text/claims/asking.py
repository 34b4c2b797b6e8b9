"""What prompts say around sentences, in each language."""

from collections.abc import Mapping

from tasksynth_text.claims.tongues import Language

ASKING: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "people": "This is about {names}.",
        "rules": (
            "“Everyone”, “nobody” and the like mean these people alone, and “everyone who …” and "
            "“only those who …” hold, too, if there is nobody of the kind. A sentence with “if” "
            "is false only where its condition is met and the rest is not so. What people only "
            "say, or what is rumoured, may be true or not; and what is not said may be so or not."
        ),
        "group": (
            "“Everyone”, “nobody” and the like mean the people of a group, whoever they are; "
            "“everyone who …” and “only those who …” hold, too, if there is nobody of the kind. A"
            " sentence with “if” is false only where its condition is met and the rest is not so."
        ),
        "entailment": (
            "How do these statements stand? One is true if it is so in every case in which all of"
            " the passage holds, false if it is so in none, and otherwise unknown."
        ),
        "answerability": (
            "Which of these questions does the passage settle? It does if the answer is the same "
            "in every case in which all of the passage holds."
        ),
        "coreference": (
            "All of these are true, too, and in each of them one of the two is spoken of last: "
            "who? In each, only one of them fits the passage."
        ),
        "paraphrase": (
            "Which of these pairs of sentences say the same? Two sentences do if there is no "
            "case, whatever else is so, in which one is true and the other is not."
        ),
        "similarity": (
            "Here are pairs of texts, A and B, of four sentences each. For each pair: how many of"
            " the sentences of A say the same as some sentence of B? Two sentences do if there is"
            " no case, whatever else is so, in which one is true and the other is not."
        ),
        "acceptability": (
            "Which of these sentences are correct English? What they say does not matter."
        ),
        "end": (
            "End with a line that begins with “Answer:” and gives {form} for each of the {count},"
            " in order, separated by commas."
        ),
        "truth": "true, false or unknown",
        "yes": "yes or no",
        "names": "a name",
        "numbers": "a number from 0 to 4",
        "and": " and ",
        "apart 0": "No two of them are of the same age.",
        "apart 1": "No two of them are of the same height.",
        "nobody 0": "No two people are of the same age.",
        "nobody 1": "No two people are of the same height.",
    },
    "de": {
        "people": "Es geht um {names}.",
        "rules": (
            "„Alle“, „niemand“ und dergleichen meint nur diese Personen, und „alle, die …“ und "
            "„nur wer …“ gilt auch, wenn es solche Personen nicht gibt. Ein Satz mit „wenn“ ist "
            "nur dann falsch, wenn seine Bedingung erfüllt ist und der Rest nicht zutrifft. Was "
            "nur erzählt wird, kann stimmen oder nicht; und was nicht gesagt wird, kann so sein "
            "oder nicht."
        ),
        "group": (
            "„Alle“, „niemand“ und dergleichen meint die Personen einer Gruppe, wer auch immer "
            "sie sind; „alle, die …“ und „nur wer …“ gilt auch, wenn es solche Personen nicht "
            "gibt. Ein Satz mit „wenn“ ist nur dann falsch, wenn seine Bedingung erfüllt ist und "
            "der Rest nicht zutrifft."
        ),
        "entailment": (
            "Wie steht es um diese Aussagen? Eine Aussage ist wahr, wenn sie in jedem Fall "
            "zutrifft, in dem der ganze Text zutrifft, falsch, wenn sie in keinem zutrifft, und "
            "sonst offen."
        ),
        "answerability": (
            "Welche dieser Fragen entscheidet der Text? Er entscheidet sie, wenn die Antwort in "
            "allen Fällen dieselbe ist, in denen der ganze Text zutrifft."
        ),
        "coreference": (
            "All das ist ebenfalls wahr, und jedes Mal ist zuletzt von einer der beiden Personen "
            "die Rede: von wem? Jedes Mal passt nur eine der beiden zum Text."
        ),
        "paraphrase": (
            "Welche dieser Satzpaare sagen dasselbe? Zwei Sätze tun es, wenn es keinen Fall gibt,"
            " was auch sonst gilt, in dem der eine wahr ist und der andere nicht."
        ),
        "similarity": (
            "Hier sind Paare von Texten, A und B, mit je vier Sätzen. Für jedes Paar: Wie viele "
            "der Sätze von A sagen dasselbe wie irgendein Satz von B? Zwei Sätze tun es, wenn es "
            "keinen Fall gibt, was auch sonst gilt, in dem der eine wahr ist und der andere "
            "nicht."
        ),
        "acceptability": (
            "Welche dieser Sätze sind korrektes Deutsch? Was sie sagen, spielt keine Rolle."
        ),
        "end": (
            "Beende deine Antwort mit einer Zeile, die mit „Antwort:“ beginnt und der Reihe nach "
            "für alle {count} {form} angibt, durch Kommas getrennt."
        ),
        "truth": "wahr, falsch oder offen",
        "yes": "ja oder nein",
        "names": "einen Namen",
        "numbers": "eine Zahl von 0 bis 4",
        "and": " und ",
        "apart 0": "Keine zwei von ihnen sind gleich alt.",
        "apart 1": "Keine zwei von ihnen sind gleich groß.",
        "nobody 0": "Keine zwei Personen sind gleich alt.",
        "nobody 1": "Keine zwei Personen sind gleich groß.",
    },
    "es": {
        "people": "Se trata de {names}.",
        "rules": (
            "«Todos», «ninguno» y expresiones parecidas se refieren solo a estas personas, y "
            "«todos los que…» y «solo los que…» también son verdad si no hay nadie así. Una "
            "oración con «si» solo es falsa cuando se cumple su condición y lo demás no. Lo que "
            "solo se dice o se rumorea puede ser verdad o no; y lo que no se dice puede ser así o"
            " no."
        ),
        "group": (
            "«Todos», «ninguno» y expresiones parecidas se refieren a las personas de un grupo, "
            "sean quienes sean; «todos los que…» y «solo los que…» también son verdad si no hay "
            "nadie así. Una oración con «si» solo es falsa cuando se cumple su condición y lo "
            "demás no."
        ),
        "entailment": (
            "¿Qué hay de estas afirmaciones? Una es verdadera si se cumple en todos los casos en "
            "que se cumple todo el texto, falsa si no se cumple en ninguno, y si no, "
            "indeterminada."
        ),
        "answerability": (
            "¿Cuáles de estas preguntas quedan resueltas por el texto? Una lo queda si la "
            "respuesta es la misma en todos los casos en que se cumple todo el texto."
        ),
        "coreference": (
            "Todo esto también es verdad, y cada vez se habla al final de una de las dos "
            "personas: ¿de quién? Cada vez, solo una de las dos encaja con el texto."
        ),
        "paraphrase": (
            "¿Cuáles de estos pares de oraciones dicen lo mismo? Dos oraciones dicen lo mismo si "
            "no hay ningún caso, sea lo que sea lo demás, en que una sea verdadera y la otra no."
        ),
        "similarity": (
            "Aquí hay pares de textos, A y B, de cuatro oraciones cada uno. Para cada par: "
            "¿cuántas de las oraciones de A dicen lo mismo que alguna oración de B? Dos oraciones"
            " dicen lo mismo si no hay ningún caso, sea lo que sea lo demás, en que una sea "
            "verdadera y la otra no."
        ),
        "acceptability": (
            "¿Cuáles de estas oraciones están en español correcto? Lo que dicen no importa."
        ),
        "end": (
            "Termina con una línea que empiece por «Respuesta:» y dé {form} para cada uno de los "
            "{count} puntos, en orden, separados por comas."
        ),
        "truth": "verdadero, falso o indeterminado",
        "yes": "sí o no",
        "names": "un nombre",
        "numbers": "un número de 0 a 4",
        "and": " y ",
        "apart 0": "No hay dos de la misma edad.",
        "apart 1": "No hay dos de la misma estatura.",
        "nobody 0": "No hay dos personas de la misma edad.",
        "nobody 1": "No hay dos personas de la misma estatura.",
    },
    "fr": {
        "people": "Il s'agit de {names}.",
        "rules": (
            "« Tous », « aucun » et autres ne désignent que ces personnes, et « tous ceux qui… » "
            "et « seuls ceux qui… » sont vrais aussi s'il n'y a personne de tel. Une phrase avec "
            "« si » n'est fausse que si sa condition est remplie et que le reste n'est pas vrai. "
            "Ce qui n'est qu'un bruit qui court peut être vrai ou non ; et ce qui n'est pas dit "
            "peut être vrai ou non."
        ),
        "group": (
            "« Tous », « aucun » et autres désignent les personnes d'un groupe, quelles qu'elles "
            "soient ; « tous ceux qui… » et « seuls ceux qui… » sont vrais aussi s'il n'y a "
            "personne de tel. Une phrase avec « si » n'est fausse que si sa condition est remplie"
            " et que le reste n'est pas vrai."
        ),
        "entailment": (
            "Qu'en est-il de ces affirmations ? Une affirmation est vraie si elle l'est dans tous"
            " les cas où tout le texte est vrai, fausse si elle ne l'est dans aucun, et sinon "
            "indéterminée."
        ),
        "answerability": (
            "Quelles sont les questions que le texte tranche ? Il en tranche une si la réponse "
            "est la même dans tous les cas où tout le texte est vrai."
        ),
        "coreference": (
            "Tout cela est vrai aussi, et chaque fois il est question, à la fin, de l'une des "
            "deux personnes : de qui ? Chaque fois, une seule des deux s'accorde avec le texte."
        ),
        "paraphrase": (
            "Lesquelles de ces paires de phrases disent la même chose ? Deux phrases le font s'il"
            " n'y a aucun cas, quoi qu'il en soit du reste, où l'une est vraie et l'autre non."
        ),
        "similarity": (
            "Voici des paires de textes, A et B, de quatre phrases chacun. Pour chaque paire : "
            "combien des phrases de A disent la même chose qu'une phrase de B ? Deux phrases le "
            "font s'il n'y a aucun cas, quoi qu'il en soit du reste, où l'une est vraie et "
            "l'autre non."
        ),
        "acceptability": (
            "Lesquelles de ces phrases sont en français correct ? Ce qu'elles disent n'a pas "
            "d'importance."
        ),
        "end": (
            "Termine par une ligne qui commence par « Réponse: » et donne {form} pour chacun des "
            "{count} points, dans l'ordre, séparés par des virgules."
        ),
        "truth": "vrai, faux ou indéterminé",
        "yes": "oui ou non",
        "names": "un nom",
        "numbers": "un nombre de 0 à 4",
        "and": " et ",
        "apart 0": "Il n'y en a pas deux du même âge.",
        "apart 1": "Il n'y en a pas deux de la même taille.",
        "nobody 0": "Il n'y a pas deux personnes du même âge.",
        "nobody 1": "Il n'y a pas deux personnes de la même taille.",
    },
}
