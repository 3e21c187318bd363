"""Spanish of the features."""

SENTENCES: dict[str, str] = {
    "Unknown text step {name!r}. Did you mean {near!r}? Known: {known}.": (
        "Paso de texto desconocido: {name!r}. ¿Quería decir {near!r}? Conocidos: {known}."
    ),
    (
        "Unknown text step {name!r}. Known: {known}. If another package has it, install that package here: it "
        "registers the step in the entry-point group {group!r}."
    ): (
        "Paso de texto desconocido: {name!r}. Conocidos: {known}. Si es de otro paquete, instálelo aquí: lo registra "
        "en el grupo de puntos de entrada {group!r}."
    ),
    "The frame lacks the columns {missing}. Found: {found}.": (
        "A la tabla le faltan las columnas {missing}. Encontradas: {found}."
    ),
    (
        "No term is held by {patients} patients, so the vocabulary is empty. Read more rows, or lower "
        "privacy.min_patients_per_term."
    ): (
        "Ningún término lo tienen {patients} pacientes, así que el vocabulario queda vacío. Lea más filas o baje "
        "privacy.min_patients_per_term."
    ),
    "The encoder's model is damaged, or is no ONNX file.": (
        "El modelo del codificador está dañado o no es un archivo ONNX."
    ),
    (
        "The encoder's model needs operators of other libraries ({domains}), which are not run. Export it with "
        "ONNX's own operators."
    ): (
        "El modelo del codificador necesita operadores de otras bibliotecas ({domains}), que no se ejecutan. Expórtelo "
        "con los operadores propios de ONNX."
    ),
    "The encoder's model keeps its weights in other files, which are not read. Export it as one file.": (
        "El modelo del codificador guarda sus pesos en otros archivos, que no se leen. Expórtelo en un solo archivo."
    ),
    "The encoder inside the model is damaged. Fetch the model again, or train again.": (
        "El codificador que hay dentro del modelo está dañado. Vuelva a obtener el modelo o entrene otra vez."
    ),
    (
        "The encoder's model gives {shape} for {windows} windows of {tokens} tokens, or numbers without an end: it is "
        "no encoder of sentences."
    ): (
        "El modelo del codificador da {shape} para {windows} ventanas de {tokens} tokens, o números no finitos: no es "
        "un codificador de frases."
    ),
    (
        "The encoder's model cannot be run ({reason}). Is it a whole export, and encoder.max_length within what it "
        "reads?"
    ): (
        "El modelo del codificador no se puede ejecutar ({reason}). ¿Está completa la exportación, y admite el modelo "
        "los tokens de encoder.max_length?"
    ),
    "The encoder's tokenizer.json is damaged, or made for another version of tokenizers.": (
        "El tokenizer.json del codificador está dañado o es de otra versión de tokenizers."
    ),
    ("The encoder's model asks for {given}; an encoder of sentences asks for whole numbers named {known}."): (
        "El modelo del codificador pide {given}; un codificador de frases pide números enteros llamados {known}."
    ),
    (
        "The folder {folder} (encoder.path) has no {missing}. `optimum-cli export onnx --model NAME FOLDER` writes "
        "what is needed."
    ): (
        "La carpeta {folder} (encoder.path) no tiene {missing}. `optimum-cli export onnx --model NOMBRE CARPETA` "
        "escribe lo que hace falta."
    ),
    "The model {model!r} needs encoder.path, the folder of an encoder in ONNX, and {extra!r} installed.": (
        "El modelo {model!r} necesita encoder.path, la carpeta de un codificador en ONNX, y {extra!r} instalado."
    ),
    (
        "There is no folder {path} (encoder.path). Nothing is ever downloaded: if this is a model's name on a hub, "
        "export it where there is internet with `optimum-cli export onnx --model {path} FOLDER`, copy that folder "
        "here, and set encoder.path to it."
    ): (
        "No existe la carpeta {path} (encoder.path). Nunca se descarga nada: si es el nombre de un modelo en un "
        "repositorio público, expórtelo donde haya internet con `optimum-cli export onnx --model {path} CARPETA`, "
        "copie esa carpeta aquí y póngala en encoder.path."
    ),
    "{file} asks for another pooling ({given}) than the mean or the first token.": (
        "{file} pide otra agregación ({given}) que la media o el primer token."
    ),
    "{file} is damaged: it is no JSON.": "{file} está dañado: no es JSON.",
}
