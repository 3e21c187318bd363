"""Spanish of the items of the reporting guidelines, and of what they ask of people."""

SENTENCES: dict[str, str] = {
    "Title of the study: prediction model, patients, outcome.": (
        "Título del estudio: modelo de predicción, pacientes, desenlace."
    ),
    "Structured summary of the study.": "Resumen estructurado del estudio.",
    "The clinical question, why a model is of use, and earlier models.": (
        "La pregunta clínica, para qué sirve un modelo y qué modelos anteriores hay."
    ),
    "What the study sets out to do: develop, evaluate or both.": (
        "Lo que el estudio se propone: desarrollar, evaluar o ambas cosas."
    ),
    "Who made the model: person, unit or institution.": "Quién hizo el modelo: persona, unidad o institución.",
    "Whom to ask about the model.": "A quién preguntar por el modelo.",
    "The patients for whom the model is meant.": "Los pacientes a los que se destina el modelo.",
    "Where the notes come from: kind of care, number and place of the centres.": (
        "De dónde proceden las notas: tipo de atención, número y lugar de los centros."
    ),
    "First and last day on which patients were taken in; end of follow-up.": (
        "Primer y último día en que se incluyeron pacientes; fin del seguimiento."
    ),
    "Which patients and notes were taken in, and which were not, in clinical terms.": (
        "Qué pacientes y notas se incluyeron y cuáles no, en términos clínicos."
    ),
    "Why this source, and how well it stands for the patients of the intended use.": (
        "Por qué esta fuente y en qué medida representa a los pacientes del uso previsto."
    ),
    "Table of the patients' characteristics by group, training and test, or where it stands.": (
        "Tabla de las características de los pacientes por grupo, entrenamiento y prueba, o dónde está."
    ),
    "Treatments that the patients received, and how they were dealt with; or that it does not matter.": (
        "Tratamientos que recibieron los pacientes y cómo se tuvieron en cuenta; o que no importa."
    ),
    "What the model is for, and at which point of the care.": (
        "Para qué es el modelo y en qué momento de la atención se usa."
    ),
    "Who is to use the model.": "Quién ha de usar el modelo.",
    "How the answers are to be used, what the user has to do, and what the user has to know.": (
        "Cómo se han de usar las respuestas, qué tiene que hacer y qué tiene que saber quien las usa."
    ),
    "For what, for whom and where the model is not to be used.": (
        "Para qué, para quién y dónde no se ha de usar el modelo."
    ),
    "How poor, missing or unusual notes are recognised at the time of use, and what is done then.": (
        "Cómo se reconocen al usarlo las notas malas, incompletas o insólitas, y qué se hace entonces."
    ),
    "What the classes mean, how and when they were given, why this outcome, alike for all groups or not.": (
        "Qué significan las clases, cómo y cuándo se asignaron, por qué este desenlace, igual en todos los grupos o no."
    ),
    "Who gave the classes, with which training; or that it needed no judgement.": (
        "Quién asignó las clases y con qué formación; o que no hacía falta juicio."
    ),
    "Whether those who gave the classes had read the notes, and what was done against it.": (
        "Si quienes asignaron las clases habían leído las notas, y qué se hizo para evitarlo."
    ),
    "Why these columns; how and when they are written, and whether the class was known by then.": (
        "Por qué estas columnas; cómo y cuándo se escriben, y si entonces se conocía ya la clase."
    ),
    "Who writes the notes, with which training.": "Quién escribe las notas y con qué formación.",
    "Why this kind of model.": "Por qué este tipo de modelo.",
    "How the number of notes came about, and why it is enough.": "De dónde sale el número de notas y por qué basta.",
    "Hospitals or other clusters among the notes, and how differences between them were treated.": (
        "Hospitales u otros conglomerados entre las notas, y cómo se trataron sus diferencias."
    ),
    "Known inequalities between social groups in this care.": (
        "Desigualdades conocidas entre grupos sociales en esta atención."
    ),
    "What was done so that the model treats groups alike, and why.": (
        "Qué se hizo para que el modelo trate igual a los grupos, y por qué."
    ),
    "Ethics committee, approval, and consent of the patients or its waiver.": (
        "Comité de ética, aprobación, y consentimiento de los pacientes o su exención."
    ),
    "Who paid, and what part they had.": "Quién lo financió y qué papel tuvo.",
    "Conflicts of interest of all authors.": "Conflictos de intereses de todos los autores.",
    "Where the protocol can be read; or that there was none.": "Dónde se puede leer el protocolo; o que no lo hubo.",
    "Register and number; or that the study was not registered.": (
        "Registro y número; o que el estudio no se registró."
    ),
    "Whether and how the data can be had.": "Si se pueden obtener los datos y cómo.",
    "Whether and how the code of the analysis can be had.": "Si se puede obtener el código del análisis y cómo.",
    "Whether and how the model can be had, and under what restrictions.": (
        "Si se puede obtener el modelo, cómo y con qué restricciones."
    ),
    "What part patients and the public had; or that they had none.": (
        "Qué papel tuvieron los pacientes y el público; o que no tuvieron ninguno."
    ),
    "What the results mean, in view of the objectives, of fairness and of earlier studies.": (
        "Qué significan los resultados según los objetivos, la equidad y los estudios anteriores."
    ),
    "Limits of the study, and what they do to bias, uncertainty and generality.": (
        "Límites del estudio y su efecto en el sesgo, la incertidumbre y la generalidad."
    ),
    "What research comes next.": "Qué investigación sigue.",
    "Stage of the model: research, pilot, in use.": "Fase del modelo: investigación, piloto, en uso.",
    "Risk for a patient if the model errs, and who judged it.": (
        "Riesgo para un paciente si el modelo se equivoca, y quién lo valoró."
    ),
    "Approval as a medical device; or that there is none.": "Aprobación como producto sanitario; o que no la hay.",
    "Who watches over the model once it is in use, and when it is renewed.": (
        "Quién vigila el modelo cuando está en uso y cuándo se renueva."
    ),
    "How the model and the notes are protected where it is used.": (
        "Cómo se protegen el modelo y las notas donde se usa."
    ),
    "Publications about the model.": "Publicaciones sobre el modelo.",
    "Title and abstract": "Título y resumen",
    "Introduction": "Introducción",
    "Methods: data and patients": "Métodos: datos y pacientes",
    "Methods: outcome and predictors": "Métodos: desenlace y predictores",
    "Methods: analysis": "Métodos: análisis",
    "Open science and involvement": "Ciencia abierta y participación",
    "Results": "Resultados",
    "Discussion": "Discusión",
    "Title: a prediction model, its patients and its outcome": (
        "Título: un modelo de predicción, sus pacientes y su desenlace"
    ),
    "Structured abstract": "Resumen estructurado",
    "Clinical context, reason, earlier models": "Contexto clínico, motivo, modelos anteriores",
    "Target population, place in the care pathway, intended users": (
        "Población destinataria, lugar en la atención, usuarios previstos"
    ),
    "Known health inequalities": "Desigualdades en salud conocidas",
    "Objectives: development, evaluation or both": "Objetivos: desarrollo, evaluación o ambos",
    "Sources of the data, why they were chosen, how representative they are": (
        "Fuentes de los datos, por qué se eligieron, cuán representativas son"
    ),
    "Dates of the data": "Fechas de los datos",
    "Kind of care, number and place of the centres": "Tipo de atención, número y lugar de los centros",
    "Who was eligible": "Quiénes eran elegibles",
    "Treatments and how they were dealt with": "Tratamientos y cómo se tuvieron en cuenta",
    "Preparation and quality checks, alike across groups or not": (
        "Preparación y controles de calidad, iguales entre grupos o no"
    ),
    "The outcome: definition, when and how assessed, why, alike across groups or not": (
        "El desenlace: definición, cuándo y cómo se valoró, por qué, igual entre grupos o no"
    ),
    "Who assessed the outcome": "Quién valoró el desenlace",
    "Blinding of the outcome's assessment": "Enmascaramiento de la valoración del desenlace",
    "Choice of the first predictors and selection before the model was built": (
        "Elección de los primeros predictores y selección previa a construir el modelo"
    ),
    "Definition of all predictors: how and when measured, blinding": (
        "Definición de todos los predictores: cómo y cuándo se midieron, enmascaramiento"
    ),
    "Who assessed the predictors": "Quién valoró los predictores",
    "Sample size of development and evaluation, and why it is enough": (
        "Tamaño de la muestra de desarrollo y evaluación, y por qué basta"
    ),
    "Missing data, and reasons for omitting any": "Datos ausentes y motivos para omitir alguno",
    "How the data were divided and used": "Cómo se dividieron y usaron los datos",
    "How predictors were handled": "Cómo se trataron los predictores",
    "Kind of model and why, all steps of building it, tuning, internal validation": (
        "Tipo de modelo y por qué, todos los pasos de su construcción, ajuste, validación interna"
    ),
    "Heterogeneity across clusters such as hospitals": "Heterogeneidad entre conglomerados, como hospitales",
    "Measures and plots of performance: discrimination, calibration, clinical utility": (
        "Medidas y gráficos del rendimiento: discriminación, calibración, utilidad clínica"
    ),
    "Updating of the model after its evaluation": "Actualización del modelo tras su evaluación",
    "How the predictions were calculated": "Cómo se calcularon las predicciones",
    "Methods against class imbalance, and recalibration after them": (
        "Métodos contra el desequilibrio de clases y recalibración posterior"
    ),
    "Approaches to fairness, and why": "Medidas de equidad y por qué",
    "Output of the model, and how a class or threshold is chosen": (
        "Salida del modelo y cómo se elige la clase o el umbral"
    ),
    "Differences between the data of development and of evaluation": (
        "Diferencias entre los datos de desarrollo y de evaluación"
    ),
    "Ethical approval and consent": "Aprobación ética y consentimiento",
    "Funding and the role of the funders": "Financiación y papel de los financiadores",
    "Conflicts of interest": "Conflictos de intereses",
    "Protocol, or that there was none": "Protocolo, o que no lo hubo",
    "Registration, or that there was none": "Registro, o que no lo hubo",
    "Availability of the data": "Disponibilidad de los datos",
    "Availability of the code": "Disponibilidad del código",
    "Involvement of patients and the public": "Participación de pacientes y público",
    "Flow of patients, with and without the outcome": "Flujo de pacientes, con y sin el desenlace",
    "Characteristics of the patients: dates, predictors, events, missing data, by group": (
        "Características de los pacientes: fechas, predictores, eventos, datos ausentes, por grupo"
    ),
    "Comparison of the evaluation data with the development data": (
        "Comparación de los datos de evaluación con los de desarrollo"
    ),
    "Patients and events of each analysis": "Pacientes y eventos de cada análisis",
    "The full model, and restrictions on its use": "El modelo completo y las restricciones de uso",
    "Performance with intervals, also by subgroup; plots": (
        "Rendimiento con intervalos, también por subgrupos; gráficos"
    ),
    "Heterogeneity of performance across clusters, if examined": (
        "Heterogeneidad del rendimiento entre conglomerados, si se examinó"
    ),
    "Results of updating the model": "Resultados de actualizar el modelo",
    "Interpretation: objectives, fairness, earlier studies": "Interpretación: objetivos, equidad, estudios anteriores",
    "Limitations": "Limitaciones",
    "Poor or missing input at the time of use": "Datos malos o ausentes al usarlo",
    "What users must do and know": "Qué deben hacer y saber los usuarios",
    "Next steps of research": "Próximos pasos de la investigación",
    "Participants and data sources": "Participantes y fuentes de datos",
    "Predictors": "Predictores",
    "Outcome": "Desenlace",
    "Analysis": "Análisis",
    "Appropriate sources of data?": "¿Fuentes de datos adecuadas?",
    "Appropriate design of the study?": "¿Diseño del estudio adecuado?",
    "Do inclusions and exclusions leave a representative data set?": (
        "¿Dejan las inclusiones y exclusiones un conjunto representativo?"
    ),
    "Predictors defined and assessed alike for all?": "¿Predictores definidos y valorados igual para todos?",
    "Predictors prepared alike for all?": "¿Predictores preparados igual para todos?",
    "Predictors assessed without knowledge of the outcome?": "¿Predictores valorados sin conocer el desenlace?",
    "Predictors available when the model is to be used?": "¿Predictores disponibles cuando se ha de usar el modelo?",
    "Outcome defined and assessed appropriately?": "¿Desenlace definido y valorado adecuadamente?",
    "Outcome defined and assessed alike for all?": "¿Desenlace definido y valorado igual para todos?",
    "Outcome assessed without use or knowledge of the predictors?": (
        "¿Desenlace valorado sin usar ni conocer los predictores?"
    ),
    "Appropriate time between predictors and outcome?": "¿Tiempo adecuado entre predictores y desenlace?",
    "Reasonable sample size?": "¿Tamaño de muestra razonable?",
    "Continuous and categorical predictors handled appropriately?": (
        "¿Predictores continuos y categóricos tratados adecuadamente?"
    ),
    "Missing or censored data handled appropriately?": "¿Datos ausentes o censurados tratados adecuadamente?",
    "Recalibrated after methods against class imbalance?": (
        "¿Recalibrado tras los métodos contra el desequilibrio de clases?"
    ),
    "Methods against overfitting?": "¿Métodos contra el sobreajuste?",
    "More than apparent performance?": "¿Más que el rendimiento aparente?",
    "Evaluated on data without a correction of class imbalance?": (
        "¿Evaluado en datos sin corrección del desequilibrio de clases?"
    ),
    "Leakage between training and test avoided?": "¿Se evitaron fugas entre entrenamiento y prueba?",
    "All steps of the development repeated within the resampling?": (
        "¿Todos los pasos del desarrollo repetidos dentro del remuestreo?"
    ),
    "Discrimination, calibration and net benefit measured appropriately?": (
        "¿Discriminación, calibración y beneficio neto medidos adecuadamente?"
    ),
}
