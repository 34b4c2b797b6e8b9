"""Spanish."""

from tasksynth_text.claims.tongues.tongue import ClaimTongue, VerbWords

SPANISH = ClaimTongue(
    verbs=(
        VerbWords("toca", "tocan", "el piano"),
        VerbWords("tiene", "tienen", "un perro", "perro", "una perro"),
        VerbWords("tiene", "tienen", "un gato", "gato", "una gato"),
        VerbWords("tiene", "tienen", "una bicicleta", "bicicleta", "un bicicleta"),
        VerbWords("tiene", "tienen", "un barco", "barco", "una barco"),
        VerbWords("tiene", "tienen", "un jardín", "jardín", "una jardín"),
        VerbWords("está", "están", "casado|casada|casados|casadas"),
        VerbWords("es", "son", "zurdo|zurda|zurdos|zurdas"),
        VerbWords("es", "son", "vegetariano|vegetariana|vegetarianos|vegetarianas"),
        VerbWords("juega", "juegan", "al ajedrez"),
        VerbWords("habla", "hablan", "neerlandés"),
        VerbWords("trabaja", "trabajan", "en la panadería"),
        VerbWords("vive", "viven", "junto al lago"),
        VerbWords("lleva", "llevan", "gafas"),
        VerbWords("canta", "cantan", "en el coro"),
        VerbWords("es", "son", "de Islandia"),
    ),
    compared=(
        VerbWords("es", "son", "mayor que {v}|mayor que {v}|mayores que {v}|mayores que {v}"),
        VerbWords("es", "son", "menor que {v}|menor que {v}|menores que {v}|menores que {v}"),
        VerbWords(
            "es", "son", "más alto que {v}|más alta que {v}|más altos que {v}|más altas que {v}"
        ),
        VerbWords(
            "es", "son", "más bajo que {v}|más baja que {v}|más bajos que {v}|más bajas que {v}"
        ),
    ),
    denied=lambda finite, _: f"no {finite}",
    bare_beside_nobody=True,
    forms={
        "is": ("{x} {a_s}.",),
        "both": ("{x} y {y} {a_p}.", "Tanto {x} como {y} {a_p}."),
        "both-": ("Ni {x} ni {y} {a_np}.",),
        "but": ("{x} {a_s}, pero {y} no.", "A diferencia de {y}, {x} {a_s}."),
        "but-": ("{x} {a_s}, pero {y} sí.", "A diferencia de {y}, {x} {a_s}."),
        "if": ("Si {x} {a_s}, {y} {b_s}.", "{y} {b_s} si {x} {a_s}."),
        "or": ("{x} o {y} {a_s}, quizá {both}.", "Al menos {one} de {both}, {x} o {y}, {a_s}."),
        "xor": ("{x} o {y} {a_s}, pero no {both}.", "O {x} o {y} {a_s}, pero no {both}."),
        "every": ("Todos los que {a_p} {b_p}.", "Quien {a_s} {b_s}."),
        "every-": ("Quien {a_s} {b_s}.", "Los que {a_p} {b_p}."),
        "none": ("Ninguno de los que {a_p} {b_n}.", "De los que {a_p}, ninguno {b_n}."),
        "only": ("Solo los que {a_p} {b_p}.", "Únicamente los que {a_p} {b_p}."),
        "some": ("Al menos uno de los que {a_p} {b_s}.", "De los que {a_p}, al menos uno {b_s}."),
        "notall": ("No todos los que {a_p} {b_p}.", "De los que {a_p}, no todos {b_p}."),
        "exactly1": ("Exactamente uno de ellos {a_s}.",),
        "exactly2": ("Exactamente {count} de ellos {a_p}.",),
        "hearsay": ("Dicen que {x} {a_s}.", "Se rumorea que {x} {a_s}."),
        "whether": ("¿{a_f} {x} {a_r}?",),
        "whether every": ("¿Es verdad que todos los que {a_p} {b_p}?",),
        "of one": ("{pronoun} {a_s}.",),
    },
    scenes=(
        "{x} llamó ayer a {y}.",
        "{x} salió a pasear con {y}.",
        "{x} le escribió una carta larga a {y}.",
        "{x} le dio las gracias a {y} por la ayuda.",
        "{x} se encontró con {y} en el mercado.",
        "{x} se sentó junto a {y} en el tren.",
    ),
    pronoun=("él", "ella"),
    both=("los dos", "las dos"),
    one=("uno", "una"),
    numbers=("ninguno", "uno", "dos", "tres"),
    answer="Respuesta: ",
)
