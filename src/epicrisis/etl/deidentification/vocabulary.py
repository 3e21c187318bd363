"""Words that decide whether a capital letter begins a name."""

from __future__ import annotations

from epicrisis.etl.deidentification.word_sets import word_set

TITLES = word_set(
    """
    dr dra dres dras drs doctor doctora sr sra srta sres señor señora señorita don doña dña lic lcda lcdo ldo
    lda licda licdo ing prof profa mtro mtra psic mr mrs ms miss mx professor
    """
)
"""Titles after which a capital letter begins a name, in lower case and without accents."""

WEAK_TITLES = word_set("d dn dª enf enfra enfº enfª")
"""Titles that are abbreviations of other things too; what follows must be a known name, or two capitals for ``D.``."""

SIGNATURES = word_set(
    """
    firmado firma fdo nombre nombres apellido apellidos name surname signed firmante
    """
)
"""Words of a form after which comes a name, whatever its letters."""

PEOPLE = word_set(
    """
    paciente patient hijo hija madre padre esposa esposo marido mujer hermano hermana abuelo abuela nieto nieta
    tio tia pareja novio novia vecino vecina amigo amiga cuidador cuidadora medico medica enfermero enfermera
    psicologo psicologa psiquiatra residente tutor tutora facultativo facultativa adjunto adjunta familiar
    compañero compañera daughter wife husband mother father brother sister nurse physician sobrino sobrina
    cuñado cuñada suegra suegro nuera yerno llama llamado llamada named fisioterapeuta matrona trabajadora
    usuario usuaria niño niña
    """
)
"""Words for people; a name may follow."""

AGENTS = frozenset({"por", "by"})
"""``atendida por``: a name may follow, or a department."""

EPONYMS = word_set(
    """
    addison adson alport alzheimer angelman apgar asperger babinski baker barlow barre barrett bartter barthel
    basedow beck becker behçet bell bence bennett berger bernard billroth bishop bowen bright broca brown
    brudzinski brugada budd burkitt castleman chagas charcot chiari child churg colles cornell conn crohn cullen
    cushing danlos down dressler duchenne dukes dupuytren ebstein edwards ehlers eisenmenger epley epstein erb
    escherich evans ewing fabry fallot fanconi felty finkelstein fisher fitz fontaine forrester fournier fowler
    friedreich froment frank galeazzi gardner gaucher gilbert gilles glasgow gleason goodpasture gowers gram
    graves grey guillain guyon hamilton hartmann hashimoto heimlich henle henoch hirschsprung hodgkin holter
    homans hoffa horner horton howell huntington hunter hutchinson james jones jakob kaposi kaplan karnofsky
    kawasaki kayser kerley kernig killip klinefelter klippel koch kocher koplik korsakoff krukenberg kussmaul
    lachman lambert lange langerhans lasegue lawton lennox leopold lewis lewy lhermitte lynch lyme mallory
    marfan marshall mcburney mcmurray meckel meniere milroy miller mirizzi mitchell mohs mondor moro munchausen
    murphy nelson neer noonan norton ogilvie osgood osler paget pancoast parinaud parkinson parsonage patrick
    perthes peutz peyronie phalen pick plummer poland pott prader prinzmetal quincke ramsay ranson rett reye
    reynolds raynaud rinne robert robin rockall romberg romhilt sanchez schatzki scheuermann schober schönlein
    scott sezary sheehan shaw sjögren sjogren smith snellen spitz stahl steele stevens still stokes strauss
    sturge sydenham takayasu tanner tay terry thomas thomsen tinel tourette trousseau turner unna usher valsalva
    virchow vincent volkmann waldenstrom wallace wallenberg warthin weber wegener weil wells wernicke west
    wharton whipple williams wilms wilson wolff wolf wood young yergason zenker zollinger zung bravo vega kirsch
    kirschner kehr whitmore winter woodward murray charles hurst foley nissen heller swan ganz hickman rivero
    bouchard heberden lisfranc monteggia segond jefferson weiss potter trendelenburg allen ortolani galant
    thompson katz pfeiffer downton braden emina morse mini lobo zarit yesavage goldberg montgomery asberg
    plutchik rosenberg fagerström fagerstrom richmond tinetti rankin cincinnati hunt hess ashworth daniels
    mallampati cormack lehane boston mayo clark breslow nottingham ann arbor rai binet robson lown bazett
    cockcroft gault wada bethesda epworth barcelona bosniak baden bormann forrest los angeles savary garden
    gustilo anderson danis salter harris jacob creutzfeldt ross starr carpentier blalock taussig norwood glenn
    fontan senning mustard jatene rastelli kock miles puestow frey beger codman bankart latarjet zancolli cotton
    godfrey stieda
    """
)
"""Diseases, signs, scales and operations called after somebody, in lower case and without accents."""

INSTITUTIONS = word_set(
    """
    santa san santo sta sto hospital clinica virgen nuestra ntra señora sanatorio centro residencia colegio
    instituto ies fundacion universidad universitario universitari universitaria general policlinica ciudad
    provincia municipio localidad saint st university clinic college institute ambulatorio cs hgu hu complejo
    """
)
"""Words before the name of a place, which is left."""

DISEASES = word_set(
    """
    sindrome enfermedad signo signos test escala maniobra indice clasificacion criterio criterios triada
    tetralogia mal corea tumor linfoma sarcoma ulcera hernia quiste nodulo nodulos cuerpos esofago tecnica
    metodo operacion intervencion paralisis fractura virus bacilo foramen ligamento conducto tinea contractura
    deformidad angina sonda cateter aguja cuestionario escore score estadio grado ley regla tiroiditis purpura
    granulomatosis neuralgia neuroma disease syndrome sign scale palsy lymphoma criteria procedure
    fundoplicatura afasia area protocolo formula ecuacion coloracion tincion fiebre anomalia malformacion
    complejo sd sdr sind enf cisura tendon parche drenaje fase prueba arteritis glandula glandulas trompa
    trompas asa polipo aneurisma bolsa celulas cirugia incision pinza punto puntos
    """
)
"""Words before an eponym."""

NOT_NAMES = word_set(
    """
    calle avenida avda plaza paseo carretera ctra carrera camino diagonal transversal colonia barrio urbanizacion street
    el la los las lo un una se no si en con por para de del y e o u que su sus al es esta este ha he le les me
    mi a ante bajo desde entre hacia hasta segun sin sobre tras acude refiere presenta niega ingresa trae traido
    traida remite remitido remitida solicita describe comenta explica cuenta dice vive tiene toma fuma consulta
    valorado valorada atendido atendida derivado derivada diagnosticado diagnosticada conocido conocida
    intervenido intervenida ingresado ingresada portador portadora varon mujer hombre niño niña masculino
    femenino femenina adulto adulta anciano anciana joven lactante neonato recien gestante embarazada consciente
    orientado orientada alerta estable afebril asintomatico asintomatica actualmente previamente ademas tambien
    posteriormente antecedentes motivo exploracion plan tratamiento juicio diagnostico evolucion anamnesis
    alergias medicacion servicio unidad hospital centro urgencias consultas planta uci ucip upp atencion
    primaria especializada enfermeria medicina interna familiar familia comunitaria cirugia digestivo
    traumatologia trauma rehabilitacion radiologia anatomia patologica laboratorio salud mental trabajo social
    equipo sistema colegiado colegiada numero num tel telefono fecha edad sexo domicilio direccion nacido nacida
    natural procedente residente jubilado jubilada casado casada soltero soltera viudo viuda separado separada
    divorciado divorciada hijo hija madre padre hermano hermana paciente medico medica doctor doctora jefe jefa
    adjunto tutor psiquiatra psicologo psicologa residentes enero febrero marzo abril mayo junio julio agosto
    septiembre octubre noviembre diciembre lunes martes miercoles jueves viernes sabado domingo dolor fiebre tos
    hta dm epoc vih asma diabetes hipertension dislipemia cancer ictus depresion ansiedad obesidad ninguno
    ninguna desconocido desconocida ambos ambas viven vivos fallecido fallecida fallecio sano sana sanos clinica
    clinico historia informe alta nota notas the and with she his her was is has had who states reports denies
    presents presented admitted year old male female man woman boy girl patient history on in at of to for from
    by not seen service department emergency internal medicine surgery unit icu ward clinic white african
    american asian hispanic caucasian black alert awake oriented stable comfortable unknown none completo
    completa apellidos nombre firma firmado cardiologia neurologia dermatologia oftalmologia urologia
    ginecologia oncologia hematologia nefrologia neumologia endocrinologia reumatologia psiquiatria psicologia
    pediatria geriatria alergologia otorrinolaringologia orl anestesia obstetricia eco western doppler rx tac
    rmn resonancia ecografia yes staff performed intensiva intensivos cuidados paliativos hospitalizacion
    infecciosas vascular plastica torax
    """
)
"""Words that begin with a capital letter in a note and are no names, in lower case and without accents."""

PARTICLES = word_set("de del la las los y e i da do dos das van von der di san santa")
"""Words inside a name."""
