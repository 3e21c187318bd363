"""Spanish of what other packages add."""

SENTENCES: dict[str, str] = {
    (
        "{name!r} is registered more than once in the entry-point group {group!r}, by {packages}. Uninstall all but "
        "one."
    ): (
        "{name!r} está registrado más de una vez en el grupo de puntos de entrada {group!r}, por {packages}. "
        "Desinstale todos menos uno."
    ),
    (
        "The package {package!r} registers {name!r} in the entry-point group {group!r}, and epicrisis has a {name!r} "
        "itself. The package must give it another name; until then, uninstall it."
    ): (
        "El paquete {package!r} registra {name!r} en el grupo de puntos de entrada {group!r}, y epicrisis ya tiene un "
        "{name!r} propio. El paquete debe darle otro nombre; mientras tanto, desinstálelo."
    ),
    (
        "{name!r}, which the package {package!r} registers in the entry-point group {group!r}, could not be loaded "
        "({reason})."
    ): (
        "{name!r}, que el paquete {package!r} registra en el grupo de puntos de entrada {group!r}, no se pudo cargar "
        "({reason})."
    ),
    (
        "The package {package!r} registers {name!r} in the entry-point group {group!r}, but what it names there is no "
        "{kind} of that name."
    ): (
        "El paquete {package!r} registra {name!r} en el grupo de puntos de entrada {group!r}, pero lo que nombra allí "
        "no es un {kind} de ese nombre."
    ),
}
