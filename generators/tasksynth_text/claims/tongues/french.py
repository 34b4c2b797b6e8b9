"""French."""

from tasksynth_text.claims.tongues.tongue import ClaimTongue, VerbWords


def _ne(finite: str) -> str:
    return f"n'{finite}" if finite[0] in "aeiouhé" else f"ne {finite}"


FRENCH = ClaimTongue(
    verbs=(
        VerbWords("joue", "jouent", "du piano"),
        VerbWords("a", "ont", "un chien", "de chien", "une chien"),
        VerbWords("a", "ont", "un chat", "de chat", "une chat"),
        VerbWords("a", "ont", "un vélo", "de vélo", "une vélo"),
        VerbWords("a", "ont", "un bateau", "de bateau", "une bateau"),
        VerbWords("a", "ont", "un jardin", "de jardin", "une jardin"),
        VerbWords("est", "sont", "marié|mariée|mariés|mariées"),
        VerbWords("est", "sont", "gaucher|gauchère|gauchers|gauchères"),
        VerbWords("est", "sont", "végétarien|végétarienne|végétariens|végétariennes"),
        VerbWords("joue", "jouent", "aux échecs"),
        VerbWords("parle", "parlent", "néerlandais"),
        VerbWords("travaille", "travaillent", "à la boulangerie"),
        VerbWords("habite", "habitent", "au bord du lac"),
        VerbWords("porte", "portent", "des lunettes", "de lunettes"),
        VerbWords("chante", "chantent", "dans la chorale"),
        VerbWords("vient", "viennent", "d'Islande"),
    ),
    compared=(
        VerbWords(
            "est", "sont", "plus âgé que {v}|plus âgée que {v}|plus âgés que {v}|plus âgées que {v}"
        ),
        VerbWords(
            "est",
            "sont",
            "plus jeune que {v}|plus jeune que {v}|plus jeunes que {v}|plus jeunes que {v}",
        ),
        VerbWords(
            "est",
            "sont",
            "plus grand que {v}|plus grande que {v}|plus grands que {v}|plus grandes que {v}",
        ),
        VerbWords(
            "est",
            "sont",
            "plus petit que {v}|plus petite que {v}|plus petits que {v}|plus petites que {v}",
        ),
    ),
    denied=lambda finite, _: f"{_ne(finite)} pas",
    beside_nobody=_ne,
    bare_beside_nobody=True,
    beside_not_all=lambda finite: f"{_ne(finite)} pas tous",
    forms={
        "is": ("{x} {a_s}.",),
        "both": ("{x} et {y} {a_p}.", "Aussi bien {x} que {y} {a_p}."),
        "both-": ("Ni {x} ni {y} {a_np}.",),
        "but": ("{x} {a_s}, mais pas {y}.", "Contrairement à {y}, {x} {a_s}."),
        "but-": ("{x} {a_s}, mais {y}, si.", "Contrairement à {y}, {x} {a_s}."),
        "if": ("Si {x} {a_s}, {y} {b_s}.", "{y} {b_s} si {x} {a_s}."),
        "or": (
            "{x} ou {y} {a_s}, peut-être {both}.",
            "Au moins {one} des deux, {x} ou {y}, {a_s}.",
        ),
        "xor": ("{x} ou {y} {a_s}, mais pas {both}.", "Soit {x}, soit {y} {a_s}, mais pas {both}."),
        "every": ("Tous ceux qui {a_p} {b_p}.", "Quiconque {a_s} {b_s}."),
        "every-": ("Quiconque {a_s} {b_s}.", "Ceux qui {a_p} {b_p}."),
        "none": ("Aucun de ceux qui {a_p} {b_n}.", "Parmi ceux qui {a_p}, aucun {b_n}."),
        "only": ("Seuls ceux qui {a_p} {b_p}.", "Il n'y a que ceux qui {a_p} qui {b_p}."),
        "some": (
            "Au moins un de ceux qui {a_p} {b_s}.",
            "Parmi ceux qui {a_p}, au moins un {b_s}.",
        ),
        "notall": ("Ceux qui {a_p} {b_nt}.",),
        "exactly1": ("Exactement un d'entre eux {a_s}.",),
        "exactly2": ("Exactement {count} d'entre eux {a_p}.",),
        "hearsay": ("On dit que {x} {a_s}.", "Le bruit court que {x} {a_s}."),
        "whether": ("Est-ce que {x} {a_s} ?",),
        "whether every": ("Est-ce que tous ceux qui {a_p} {b_p} ?",),
        "of one": ("{pronoun} {a_s}.",),
    },
    scenes=(
        "{x} a appelé {y} hier.",
        "{x} se promenait avec {y}.",
        "{x} a écrit une longue lettre à {y}.",
        "{x} a remercié {y} pour son aide.",
        "{x} a rencontré {y} au marché.",
        "Dans le train, {x} était à côté de {y}.",
    ),
    pronoun=("il", "elle"),
    both=("les deux", "les deux"),
    one=("un", "une"),
    numbers=("aucun", "un", "deux", "trois"),
    answer="Réponse: ",
)
