"""The files that `epicrisis init` writes: a commented ``epicrisis.toml`` and a query to start from."""

from __future__ import annotations

from epicrisis.settings.values import Language

_TOML_ES = """\
# Ajustes de epicrisis. Lo que está comentado con # es un ejemplo o el valor por defecto.
# Orden: valores por defecto < este archivo < variables de entorno (EPICRISIS_SOURCE__URL) < --set seccion.clave=valor
# `epicrisis check` dice qué falta, y qué valores no son los de por defecto y de dónde vienen.
language = "es"

[source]
# Sin origen se usa la clínica artificial. Quite el # de UNA de estas líneas.
# Escriba las rutas de Windows con / o entre 'comillas simples'.
# url = "mssql+pyodbc://servidor/base?driver=ODBC+Driver+18+for+SQL+Server&trusted_connection=yes"
# url = "postgresql+psycopg://usuario@servidor:5432/base"
# url = "mysql+pymysql://usuario@servidor:3306/base"
# url = "oracle+oracledb://usuario@servidor:1521/?service_name=servicio"
# url = "sqlite:///clinica.db"
# url = 'C:/datos/historias.xlsx'
#
# La contraseña no se escribe aquí: póngala en un archivo .env, junto a este, como EPICRISIS_SOURCE__PASSWORD=…
# También valen allí las partes DB_SERVER, DB_NAME, DB_DRIVER, DB_USER, DB_PASSWORD y DB_PORT;
# sin DB_USER se entra en SQL Server con el usuario de Windows. Son de SQL Server mientras no se diga otra cosa aquí:
# dialect = "sqlserver"         # postgresql | mysql | mariadb | oracle | sqlite | duckdb
#
# query = "sql/historias.sql"   # la consulta; o bien: table = "historias_clinicas"
# params = { medico = "PSICOLOGÍA", fechaini = "2023-01-01", fechafin = "2025-05-04" }
# rows = 10000                  # límite dentro de la base de datos; 0 = todas

[columns]
# Los nombres se comparan sin distinguir mayúsculas, acentos ni espacios.
text = ["subjetivo", "objetivo"]   # lo que el modelo lee
label = "grupo"                    # lo que el modelo aprende a distinguir
categorical = ["sexo"]
numeric = ["edad"]
patient = "paciente_id"            # un paciente nunca está a la vez en entrenamiento y en prueba
date = "fecha"                     # "" si no hay fecha
subgroups = []                     # otras columnas por las que se mide el modelo, p. ej. ["centro"]; no las lee

[etl]
min_class_rows = 20                # las clases con menos filas son raras…
rare_classes = "drop"              # …y se descartan (drop) o se reúnen en una (merge)
rare_class_name = "Otros"
age_column = "edad"
min_age = 0
max_age = 120
near_duplicates = 0.8              # parecido desde el que dos notas van al mismo lado de la división; 0 = no se buscan

[split]
by = "patient"                     # patient | time | row (row exige allow_row_split = true)
test = 0.3                         # parte sellada hasta el final
folds = 5
seed = 42

[search]
models = ["logistic_regression"]   # también "random_forest"
metric = "f1_macro"                # accuracy, balanced_accuracy, f1, f1_macro, precision, roc_auc, log_loss, mcc…
trials = 20
timeout = 0                        # segundos; 0 = sin límite
workers = 0                        # 0 = tantos como núcleos
stop = "trials"                    # "plateau": también cuando ya no se gana nada que exceda el ruido
objectives = []                    # varios a la vez: ["f1_macro", "predict_ms"]; primero, el de metric
memory_mb = 0                      # MiB para todos los procesos; 0 = lo que haya libre

[decision]
coverage = 0.9                     # parte de las notas de cada clase cuyo conjunto debe contenerla

[encoder]
path = ""                          # para el modelo "encoder": carpeta con model.onnx y tokenizer.json; nada se descarga
max_length = 256                   # tokens de una ventana; una nota más larga se corta en varias
threads = 0                        # hilos que calculan; 0 = tantos como núcleos

[tracking]
uri = ""                           # vacío = SQLite en la carpeta de trabajo; o cualquier dirección de MLflow
experiment = "historias"
register_as = "historias"

[privacy]
min_patients_per_term = 5          # pacientes que deben tener un término para que el modelo lo conozca
deidentify = true                  # nombres, documentos, teléfonos, direcciones y fechas se enmascaran
names = ""                         # archivo con otros nombres que enmascarar, uno por línea

[workspace]
dir = ".epicrisis"                 # todo lo que epicrisis escribe; contiene texto de pacientes
counts_gb = 10                     # GiB de recuentos que se guardan para otras ejecuciones

[study]
# Lo que solo saben las personas; se pregunta una vez. `epicrisis report --tripod` dice qué pide cada clave y qué falta.
# Nada de aquí cambia el modelo. «Ninguno» o «no registrado» también son respuestas.
# el estudio
title = ""
abstract = ""
context = ""
objectives = ""
developer = ""
contact = ""
# los pacientes
target_population = ""
setting = ""
dates = ""
eligibility = ""
representativeness = ""
characteristics = ""
treatments = ""
# el uso
intended_use = ""
intended_users = ""
how_to_use = ""
out_of_scope = ""
poor_input = ""
# las clases y las notas
outcome = ""
outcome_assessors = ""
blinding = ""
predictors = ""
predictor_assessors = ""
# el análisis y la equidad
model_choice = ""
sample_size = ""
clusters = ""
health_inequalities = ""
fairness = ""
# la transparencia
ethics = ""
funding = ""
conflicts = ""
protocol = ""
registration = ""
data_sharing = ""
code_sharing = ""
model_access = ""
patient_involvement = ""
# lo que significa
interpretation = ""
limitations = ""
next_steps = ""
# la vida del modelo
release_stage = ""
clinical_risk = ""
regulatory_approval = ""
maintenance = ""
security = ""
publications = ""
"""

_TOML_EN = """\
# Settings of epicrisis. What is commented out with # is an example or the default.
# Order: defaults < this file < environment variables (EPICRISIS_SOURCE__URL) < --set section.key=value
# `epicrisis check` says what is missing, and which values are not the default and where they come from.
language = "en"

[source]
# Without a source the artificial clinic is used. Remove the # from ONE of these lines.
# Write Windows paths with / or between 'single quotes'.
# url = "mssql+pyodbc://server/database?driver=ODBC+Driver+18+for+SQL+Server&trusted_connection=yes"
# url = "postgresql+psycopg://user@server:5432/database"
# url = "mysql+pymysql://user@server:3306/database"
# url = "oracle+oracledb://user@server:1521/?service_name=service"
# url = "sqlite:///clinic.db"
# url = 'C:/data/notes.xlsx'
#
# The password is not written here: put it in a .env file beside this one, as EPICRISIS_SOURCE__PASSWORD=…
# The parts DB_SERVER, DB_NAME, DB_DRIVER, DB_USER, DB_PASSWORD and DB_PORT work there too;
# without DB_USER, SQL Server is entered as the Windows user. They are SQL Server's unless this says otherwise:
# dialect = "sqlserver"         # postgresql | mysql | mariadb | oracle | sqlite | duckdb
#
# query = "sql/historias.sql"   # the query; or else: table = "historias_clinicas"
# params = { medico = "PSICOLOGÍA", fechaini = "2023-01-01", fechafin = "2025-05-04" }
# rows = 10000                  # limit inside the database; 0 = all

[columns]
# Names are compared without regard to case, accents and blanks.
text = ["subjetivo", "objetivo"]   # what the model reads
label = "grupo"                    # what the model learns to tell apart
categorical = ["sexo"]
numeric = ["edad"]
patient = "paciente_id"            # a patient is never in training and test at once
date = "fecha"                     # "" if there is no date
subgroups = []                     # further columns the model is measured by, such as ["centre"]; it never reads them

[etl]
min_class_rows = 20                # classes with fewer rows are rare…
rare_classes = "drop"              # …and dropped (drop) or gathered into one (merge)
rare_class_name = "Otros"
age_column = "edad"
min_age = 0
max_age = 120
near_duplicates = 0.8              # likeness from which two notes go to the same side of the split; 0 = not looked for

[split]
by = "patient"                     # patient | time | row (row needs allow_row_split = true)
test = 0.3                         # share that stays sealed until the end
folds = 5
seed = 42

[search]
models = ["logistic_regression"]   # also "random_forest"
metric = "f1_macro"                # accuracy, balanced_accuracy, f1, f1_macro, precision, roc_auc, log_loss, mcc…
trials = 20
timeout = 0                        # seconds; 0 = no limit
workers = 0                        # 0 = as many as cores
stop = "trials"                    # "plateau": also when nothing beyond the noise is to be gained
objectives = []                    # several at once: ["f1_macro", "predict_ms"]; the metric first
memory_mb = 0                      # MiB for all processes; 0 = what is free

[decision]
coverage = 0.9                     # share of each class's notes whose set is to contain it

[encoder]
path = ""                          # for the model "encoder": folder of model.onnx, tokenizer.json; never downloaded
max_length = 256                   # tokens of a window; a longer note is cut into several
threads = 0                        # threads that compute; 0 = as many as cores

[tracking]
uri = ""                           # empty = SQLite in the workspace; or any MLflow address
experiment = "historias"
register_as = "historias"

[privacy]
min_patients_per_term = 5          # patients who must have a term before the model may know it
deidentify = true                  # names, documents, telephones, addresses and dates are masked
names = ""                         # file of further names to mask, one a line

[workspace]
dir = ".epicrisis"                 # everything that epicrisis writes; it holds patients' text
counts_gb = 10                     # GiB of counts kept for later runs

[study]
# What only people know, asked for once. `epicrisis report --tripod` says what each key asks and what is missing.
# Nothing here changes a model. “None” and “not registered” are answers too.
# the study
title = ""
abstract = ""
context = ""
objectives = ""
developer = ""
contact = ""
# the patients
target_population = ""
setting = ""
dates = ""
eligibility = ""
representativeness = ""
characteristics = ""
treatments = ""
# the use
intended_use = ""
intended_users = ""
how_to_use = ""
out_of_scope = ""
poor_input = ""
# the classes and the notes
outcome = ""
outcome_assessors = ""
blinding = ""
predictors = ""
predictor_assessors = ""
# the analysis and fairness
model_choice = ""
sample_size = ""
clusters = ""
health_inequalities = ""
fairness = ""
# openness
ethics = ""
funding = ""
conflicts = ""
protocol = ""
registration = ""
data_sharing = ""
code_sharing = ""
model_access = ""
patient_involvement = ""
# what it means
interpretation = ""
limitations = ""
next_steps = ""
# the model's life
release_stage = ""
clinical_risk = ""
regulatory_approval = ""
maintenance = ""
security = ""
publications = ""
"""

# No colon in the comments: drivers take :word for a parameter wherever it stands.
_SQL_ES = """\
-- Consulta de partida. Cambie los nombres de la tabla y de las columnas por los suyos, o déles alias con AS.
-- Los parámetros con dos puntos toman su valor de [source] params y nunca se pegan en el texto.
-- Sin ORDER BY, sin límite de filas y sin punto y coma final, que los pone epicrisis.
SELECT
    paciente_id,
    fecha,
    sexo,
    edad,
    subjetivo,
    objetivo,
    grupo
FROM historias_clinicas
WHERE especialidad_medica = :medico
  AND fecha >= :fechaini
  AND fecha < :fechafin
"""

_SQL_EN = """\
-- A query to start from. Put your own table and column names, or give yours an alias with AS.
-- Parameters, written with a colon, take their values from [source] params and are never pasted into the text.
-- No ORDER BY, no row limit and no final semicolon, which epicrisis adds.
SELECT
    paciente_id,
    fecha,
    sexo,
    edad,
    subjetivo,
    objetivo,
    grupo
FROM historias_clinicas
WHERE especialidad_medica = :medico
  AND fecha >= :fechaini
  AND fecha < :fechafin
"""


def settings_template(language: Language) -> str:
    """Return the commented ``epicrisis.toml`` to start from; as it is, it loads to the defaults."""
    return _TOML_ES if language == "es" else _TOML_EN


def query_template(language: Language) -> str:
    """Return the ``sql/historias.sql`` to start from, with the parameters of the settings' example."""
    return _SQL_ES if language == "es" else _SQL_EN
