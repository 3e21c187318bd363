"""Spanish of the workspace."""

SENTENCES: dict[str, str] = {
    "The disk is full: {place} could not be written. Free space, or set workspace.dir to another disk.": (
        "El disco está lleno: no se pudo escribir {place}. Libere espacio o ponga workspace.dir en otro disco."
    ),
    "{place} cannot be written ({reason}). Set workspace.dir to a folder of your own.": (
        "No se puede escribir en {place} ({reason}). Ponga workspace.dir en una carpeta propia."
    ),
}
