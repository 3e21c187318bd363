"""Words that are no name of a person or street, for notes whose capital letters tell nothing."""

from __future__ import annotations

import re

from epicrisis.etl.deidentification.word_sets import word_set

COMMON = word_set(
    """
    a al ante antes aun aunque bajo cada casi como con contra cuando de del desde despues donde durante e el ella en
    entre es esta este eso esto fue ha hace hasta hay hoy la las le les lo los luego mañana mas me menos mi mis muy
    ni no nos o otra otro para pero poco por porque que quien se segun ser si sin sobre son su sus solo tambien tan
    tarde tras tu un una uno unos unas y ya ayer ahora aqui alli asi mismo misma mediante junto cuyo cual previa
    previo proxima proximo mucho mucha buen buena bueno mal mala malo mejor peor gran nuevo nueva nuevamente
    """
)
"""Function words of Spanish, in lower case and without accents."""

VERBS = word_set(
    """
    acompaña aconseja acude acuden acudio ajusta aporta asiste atiende autoriza ayuda cambia camina cita come
    comenta comento comunica confirma consulta consulto continua controla cree cuenta cumple da debe decide deja
    describe desea dice dijo dio duerme empieza emite encuentra entiende envia es esta estaba estuvo evalua explica
    explora explico fallece firma fuma habla hace hizo indica indico informa informo ingresa ingreso inicia inicio
    insiste interviene llama llega llego llora manda mantiene mejora muestra necesita niega no nota observa opera
    opina ordena padece pasa pauta pauto pide pone precisa prefiere prescribe presenta presento propone puede quiere
    realiza realizo rechaza recibe recomienda recomendo reconoce refiere refirio remite remitio repite requiere
    responde retira revisa reviso sabe sale seguira sigue sobre solicita solicito sube sufre suspende tiene toma
    tolera trabaja trae tuvo utiliza paso va valora valoro ve vendra viene vio visita visito vive vuelve
    """
)
"""What patients and physicians do in notes, in lower case and without accents."""

CLINICAL = word_set(
    """
    abdomen abdominal acido adenopatias afebril agitacion agudo aguda aislamiento aislado aislada alergia alcohol
    alta analitica anemia angina angustia animo ansiedad antibiotico antibioticos antecedentes apatia apetito apoyo
    arritmia arterial artrosis asma astenia ataque ayuno ayunas baston bebe brazo brote cabeza cancer cansancio
    catarro cateter cefalea cianosis cirugia clinica codo colico coma consciente consulta consultas contraste
    control controles corticoide corticoides coxis crisis critica cronica cronico cuadro cuello cuidados cura curas
    debilidad dedo delirio demencia depresion derrame desaturacion deterioro diabetes diabetico diabetica
    diagnostico diarrea dieta dificultad disartria disfagia disfonia disnea distension diuresis diuretico diureticos
    dolor dolores dosis edema edemas eco ecografia ecg edad efecto electro epigastrio epoc equimosis eritema
    escalofrios escala esfuerzo espalda esputo estado estable estres estreñimiento evolucion examen exploracion
    expectoracion familia familiares fatiga febricula ferula fibrilacion fiebre focalidad fractura frecuencia fuerza
    gafas ganas gasto glasgow glucemia glucemias grado guardia habito hematoma hematuria hemiplejia hemorragia
    herida heridas hernia hierro hipo hombro hospital hta ictericia ictus ideas incontinencia infeccion infarto
    inicio inestabilidad insomnio insuficiencia insulina intensidad intento irradiacion irritabilidad laboratorio
    lateral lesion lesiones leucocitosis leve limitacion liquido llanto lumbalgia malestar mareo mareos mascarilla
    masa media medicacion medicina medico mejoria metastasis mialgias migraña moderada moderado moco mocos molestias
    morfina movilidad movimientos muleta muletas nariz nauseas negativo nefropatia neumonia nivel nodulo normal
    obesidad observacion oido oral otalgia oxigeno palpitaciones paciente palidez paracetamol paresia parto
    parestesias pastillas patologia pecho perdida peso picor piel pierna piernas planta placa pleural polidipsia
    poliuria positiva positivo presion prurito prueba pruebas pulso quimio quimioterapia radiografia rash reaccion
    rehabilitacion reflejo respuesta retencion revision riesgo rigidez rinorrea rodilla ronquera ruidos rx
    saturacion sangrado sangre secrecion sedacion seguimiento servicio severa severo sibilancias sindrome sincope
    sintoma sintomas sintomatologia somnolencia sonda soplo sudoracion sueño suero sueros supuracion tac taquicardia
    tension temblor temblores temperatura terapia tiritona tobillo tolerancia torax tos tratamiento traumatismo
    tristeza trombosis tto tumor tumoracion ulcera ulceras unidad urgencia urgencias valoracion vertigo vendaje
    vision vomito vomitos voz vida habitual habituales torpida motivo informe interconsulta ingreso derivacion
    guantes amplia bilateral derecha derecho izquierda izquierdo adiro aspirina enantyum enalapril escitalopram
    citalopram heparina hidroferol ibuprofeno levotiroxina litio metamizol nolotil omeprazol orfidal paroxetina
    prednisona quetiapina risperidona seguril sertralina sintrom trankimazin tramadol urbason ventolin voltaren
    zaldiar augmentine mirtazapina olanzapina venlafaxina metformina furosemida pregabalina exitus cardiologia
    digestivo neurologia traumatologia psiquiatria psicologia pediatria urologia uci ucip orl
    toma tomando pauta mejora flemas
    """
)
"""Frequent words of clinical notes, in lower case and without accents; the lists of the features are a floor above."""

_CLINICAL_SHAPE = re.compile(
    r"\w{3,}(?:epam|olam|azol|prida|april|artan|statina|tinib|xetina|tralina|gabalina|apina|idona|afaxina|oxacino|micina|"
    r"cilina|fenaco|profeno|dipino|olol|cetamol|formina|gliptina|gliflozina|xaban|parina|[ai]sona|solona|azina|peridol|"
    r"triptan|pentina|ipramina|triptilina|itis|osis|[clnp]emia|algia|uria|patia|ectomia|ostomia|plastia|orrea|plejia|"
    r"paresia|fagia|pnea|cardia|penia|megalia|grafia|scopia|terapia|nsion|mente|miento|logia)\Z"
)
_WORD_SHAPE = re.compile(
    r"\w{2,}(?:[ai]d[oa]s?|ic[oa]s?|iv[oa]s?|[aei]ndo|cion|ciones|dad|ismo|ncia|iatria|icina|logi[ac]a?|ologo|ologa|able|ible)\Z"
)


def is_clinical(word: str) -> bool:
    """Tell whether a word, in lower case and without accents, is of medicine: in the list, or a drug by its ending.

    Examples
    --------
    >>> is_clinical("disnea"), is_clinical("lorazepam"), is_clinical("mayor")
    (True, True, False)
    """
    return word in CLINICAL or bool(_CLINICAL_SHAPE.match(word))


def is_word(word: str) -> bool:
    """Tell whether a word that no list of names holds is, by a list or its ending, a word of the language.

    Examples
    --------
    >>> is_word("refiere"), is_word("explorada"), is_word("zutanez")
    (True, True, False)
    """
    return word in COMMON or word in VERBS or is_clinical(word) or bool(_WORD_SHAPE.match(word))
