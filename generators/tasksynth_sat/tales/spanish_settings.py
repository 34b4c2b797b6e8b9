"""The settings in Spanish."""

from tasksynth_sat.tales.tongue import Manner, Setting, Verb


def _items(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


_MADE = Verb("se prepara", "se preparan", "prepararse", "se prepare", "se preparen")
_LIT = Verb("se enciende", "se encienden", "encenderse", "se encienda", "se enciendan")
_LEFT = Verb("se queda", "se quedan", "quedarse", "se quede", "se queden")
_OPENS = Verb("abre", "abren", "abrir", "abra", "abran")
_CLOSES = Verb("cierra", "cierran", "cerrar", "cierre", "cierren")
_PLANTED = Verb("se planta", "se plantan", "plantarse", "se plante", "se planten")
_PLAYS = Verb("actúa", "actúan", "actuar", "actúe", "actúen")
_TRAVELS = Verb("viaja", "viajan", "viajar", "viaje", "viajen")
_IS = Verb("está", "están", "estar", "esté", "estén")
_PAINTED = Verb("se pinta", "se pintan", "pintarse", "se pinte", "se pinten")

SETTINGS = (
    Setting(
        scenes=(
            (
                "Mara cocina para la fiesta del pueblo. En la carta hay {n} platos: {items}. Cada "
                "uno puede prepararse con picante o sin picante."
            ),
            (
                "Medio pueblo viene hoy a comer y Mara aún no ha decidido cómo sazonar la comida. "
                "Quiere poner en la mesa {n} platos: {items}. Cada uno de ellos se prepara con "
                "picante o sin picante."
            ),
        ),
        host="Mara",
        things="los platos",
        people="invitados",
        on=Manner(_MADE, "con picante", "con picante", ("picante",)),
        off=Manner(_MADE, "sin picante", "sin picante", ("no picante", "suave")),
        items=_items(
            "la sopa de lentejas, el guiso de pimientos, el arroz con setas, la ensalada de "
            "alubias, el pastel de pescado, la sopa de fideos, el curri de patata, el pan de maíz, "
            "la tarta de tomate, el risotto de trufa, el caldo de cebada, el gratinado de "
            "calabaza, la quiche de puerros, la empanada de espinacas, el puré de zanahoria, la "
            "crema de queso, el asado de cordero, el estofado de pollo, la tortilla de verduras, "
            "el rollo de col, la ensalada de remolacha, la sopa de cebolla, la crema de calabacín, "
            "el gulash de ternera"
        ),
    ),
    Setting(
        scenes=(
            (
                "Para la fiesta de los faroles, Ito ha hecho {n} faroles y le ha dado a cada uno "
                "el nombre de su figura: {items}. Esta noche cada figura se enciende o se queda a "
                "oscuras."
            ),
            (
                "Es la última noche de la fiesta de los faroles. Delante de la casa de Ito cuelgan "
                "{n} figuras de papel: {items}. Cada una, por separado, se enciende o se queda a "
                "oscuras."
            ),
        ),
        host="Ito",
        things="las figuras",
        people="vecinos",
        on=Manner(_LIT, "", "encendida", ("encendido", "se enciende")),
        off=Manner(_LEFT, "a oscuras", "a oscuras", ("apagada", "apagado", "oscura", "oscuras")),
        items=_items(
            "la grulla, el loto, la carpa, el tigre, el sauce, el cometa, el bambú, el dragón, el "
            "arce, la garza, la bellota, la tortuga, la golondrina, el cedro, el escarabajo, el "
            "río, la peonía, el helecho, la nutria, el cardo, el halcón, la amapola, la urraca, el "
            "tejón"
        ),
    ),
    Setting(
        scenes=(
            (
                "Esta semana faltan vigilantes, así que la doctora Dahl tiene que decidir qué "
                "partes del museo abren y cuáles cierran. Son {n}: {items}."
            ),
            (
                "El lunes el museo vuelve a funcionar después de la inundación, aunque quizá no "
                "del todo. La doctora Dahl prepara el plan: hay {n} espacios ({items}), y cada uno "
                "abre o cierra."
            ),
        ),
        host="la doctora Dahl",
        things="los espacios",
        people="visitantes",
        on=Manner(_OPENS, "", "abre", ("abierta", "abierto")),
        off=Manner(_CLOSES, "", "cierra", ("cerrada", "cerrado", "no abre")),
        items=_items(
            "la sala de mapas, el gabinete de monedas, la armería, la sala de fósiles, la sala de "
            "relojes, el gabinete de grabados, la galería del vidrio, el gabinete de minerales, la "
            "sala de tapices, la galería de retratos, el patio de esculturas, la sala de "
            "marionetas, la galería naval, la sala de astronomía, la sala textil, el gabinete de "
            "fotografía, la galería de muebles, la cámara de joyas, la sala de cerámica, la sala "
            "de manuscritos, el patio de mosaicos, la sala de mariposas, la sala de música, la "
            "galería de juguetes"
        ),
    ),
    Setting(
        scenes=(
            (
                "Osei cuida el jardín que comparte toda la calle. Ya ha llegado el pedido, {n} "
                "especies en total: {items}. Cada una se planta en primavera o en otoño."
            ),
            (
                "El jardín común lleva un año abandonado. Ahora Osei quiere plantar {n} especies "
                "({items}) y, para cada una, ha de elegir entre la primavera y el otoño."
            ),
        ),
        host="Osei",
        things="las plantas",
        people="socios",
        on=Manner(_PLANTED, "en primavera", "primavera"),
        off=Manner(_PLANTED, "en otoño", "otoño"),
        items=_items(
            "la lavanda, la salvia, el romero, el tomillo, la albahaca, la dedalera, el altramuz, "
            "la margarita, la dalia, el lirio, la caléndula, la prímula, el hisopo, la milenrama, "
            "la borraja, el clavel, el hinojo, la acedera, la verbena, la menta, la malva, el "
            "tanaceto, la betónica, la manzanilla"
        ),
    ),
    Setting(
        scenes=(
            (
                "El festival de música dura dos días y Lena prepara el programa. Han aceptado la "
                "invitación {n} participantes: {items}. Cada uno actúa una sola vez, el sábado o "
                "el domingo."
            ),
            (
                "Los carteles tienen que estar impresos a mediodía y Lena aún no sabe quién actúa "
                "cada día. Hay {n} participantes ({items}), y cada uno actúa el sábado o el "
                "domingo."
            ),
        ),
        host="Lena",
        things="los participantes",
        people="aficionados",
        on=Manner(_PLAYS, "el sábado", "sábado", ("sabado",)),
        off=Manner(_PLAYS, "el domingo", "domingo"),
        items=_items(
            "la banda de metales, el trío de jazz, el cuarteto de cuerda, el coro de góspel, el "
            "grupo de tambores, el dúo de folk, la orquesta de tango, el conjunto de flautas, el "
            "grupo de rock, el club de acordeón, el coro escolar, la escuela de samba, el coro de "
            "ópera, el dúo de arpas, la banda de swing, la cantante de blues, el organista, la "
            "orquesta de mandolinas, la banda de gaitas, el trío de cítaras, el grupo de ska, la "
            "pianista, la orquesta de baile, el quinteto de viento"
        ),
    ),
    Setting(
        scenes=(
            (
                "En el almacén que el capitán Reyes tiene en el puerto esperan {n} cargamentos: "
                "{items}. Todos salen mañana, y cada uno viaja en barco o en tren."
            ),
            (
                "Por fin no queda nieve en el puerto de montaña y la mercancía puede viajar en "
                "barco o en tren. El capitán Reyes tiene {n} cargamentos: {items}."
            ),
        ),
        host="el capitán Reyes",
        things="los cargamentos",
        people="comerciantes",
        on=Manner(_TRAVELS, "en barco", "barco"),
        off=Manner(_TRAVELS, "en tren", "tren"),
        items=_items(
            "el té, el café, la seda, la madera, la sal, el cobre, el papel, el vidrio, la lana, "
            "el arroz, el azúcar, el cacao, el mármol, el aceite, el cuero, el algodón, la "
            "pimienta, el vino, el hierro, el lino, la miel, el tabaco, el corcho, la cebada"
        ),
    ),
    Setting(
        scenes=(
            (
                "La estación espacial atraviesa la sombra de la Tierra y falta energía. La "
                "comandante Novak repasa {n} aparatos: {items}. Hasta mañana, cada uno está en "
                "marcha o en reposo."
            ),
            (
                "Antes de que empiece la larga noche en la estación polar, la comandante Novak "
                "tiene que ajustar {n} aparatos: {items}. Durante meses, cada uno estará en marcha "
                "o en reposo."
            ),
        ),
        host="la comandante Novak",
        things="los aparatos",
        people="tripulantes",
        on=Manner(_IS, "en marcha", "en marcha", ("marcha", "encendido", "encendida")),
        off=Manner(_IS, "en reposo", "en reposo", ("reposo", "apagado", "apagada")),
        items=_items(
            "la bomba de reserva, el filtro de agua, la antena principal, el radiador, la vela "
            "solar, el radar, el congelador, el giroscopio, la cámara estelar, la lámpara de "
            "cultivo, el brazo robótico, el sensor de gas, el reactor auxiliar, el taladro de "
            "hielo, el enlace láser, el horno, la alarma de humo, la cinta de correr, la sonda "
            "meteorológica, el montacargas, el humidificador, el ordenador de navegación, la "
            "batería auxiliar, el compresor"
        ),
    ),
    Setting(
        scenes=(
            (
                "La vieja casa de la colina estrena pintura. Al maestro Duval le esperan {n} "
                "espacios: {items}. En la furgoneta lleva dos colores, así que cada espacio se "
                "pinta de azul o de blanco."
            ),
            (
                "El maestro Duval ha comprado demasiado azul y demasiado blanco. Por suerte hay "
                "que pintar una casa con {n} espacios: {items}. Cada uno se pinta de azul o de "
                "blanco."
            ),
        ),
        host="el maestro Duval",
        things="los espacios",
        people="inquilinos",
        on=Manner(_PAINTED, "de azul", "azul"),
        off=Manner(_PAINTED, "de blanco", "blanco", ("blanca",)),
        items=_items(
            "la cocina, el vestíbulo, el desván, el estudio, la despensa, el cuarto infantil, el "
            "baño, el sótano, el porche, la biblioteca, el comedor, el cuarto de invitados, el "
            "lavadero, la escalera, el taller, el rellano, el salón, el balcón, el garaje, el "
            "invernadero, el vestidor, el cuarto de costura, el pasillo, el trastero"
        ),
    ),
)
