"""The cues of Spanish notes. How they are written is told in `epicrisis.features.cue_patterns`.

They begin with NegEx (Chapman et al. 2001, doi:10.1006/jbin.2001.1029) and ConText (Harkema et al. 2009,
doi:10.1016/j.jbi.2009.05.002), were completed from grammar, and then on one half of the sentences of NUBes (Lima López
et al., LREC 2020); ``benchmarks/context.py`` judges them on the other.
"""

from __future__ import annotations

from epicrisis.features.cue_patterns import Category, Effect, Table

_AR = "(o|a|an|as|amos|aba|aban|aron|ado|ada|ados|adas|ar|ando|e|en)"
_ER = "(o|e|en|es|emos|ia|ian|io|ieron|ido|ida|idos|idas|iendo|er)"
_IR = "(o|e|en|es|imos|ia|ian|io|ieron|ido|ida|idos|idas|iendo|ir)"

SETS = {
    # What stands between "no" and what it denies belongs to the cue, so that the scope is spent on findings.
    "found": f"""
        observ{_AR} apreci{_AR} evidenci{_AR} objetiv{_AR} detect{_AR} visualiz{_AR} identific{_AR} palp{_AR}
        auscult{_AR} encuentr(a|an|o|e|en) encontr(ado|o|aron|aba|aban|amos|ar) muestr(a|an) mostr(o|aron|ado|aba|ar)
        present(a|an|o|aba|aban|aron|ado|ar|e|ando) ref(iere|ieren|irio|irieron|eria|erian|erido|erir|iriendo|iero)
        tien(e|en) ten(ia|ian|ido|er|iendo) tuv(o|ieron) ha(y|bia|bian|bido|ber) hub(o|iera|iese) exist{_IR}
        const(a|an|aban|aba|o) report(a|an|o|aron|aba|ado|ar) manifiest(a|an|o) manifest(o|aba|aron|ado|ar)
        document(a|an|o|aron|ado) demuestr(a|an) demostr(o|aron|ado|aba) registr(a|an|o|aron|ado) v(e|en|io|ieron|isto)
        precis(a|an|o|aron|ado|aba|e) requ(iere|ieren|irio|irieron|erido|eria|iera) realiz(a|an|o|aron|ado|aba)
        aquej(a|o|aba|ado) conoc(e|en|ido|ida|idos|idas|ia|er) hall(o|an|a|aron|ado) percib(e|o|io|ido) padec{_ER}
        sufr(e|io|ido|ia) evoc(a|an) describ(e|en|io|ia|ieron) descrit(o|a|os|as) dispon(e|emos|en) logr(a|o|amos)
        consegu(imos|ido|ir) consigue utiliz(a|o|ado) verbaliz(a|o|aba|ado) impresion(aba|o)
    """,
    "be": """
        es son era eran fue fueron ser sea sean esta estan estaba estaban estar estuvo
    """,
    "doubt": """
        clar(o|a|os|as|amente) aparent(e|es|emente) evident(e|es|emente) concluyent(e|es)
    """,
    "orders": """
        pid(e|en|io) pide(|n) solicit(a|an|o|aron) realiz(a|an|o|aron) indic(a|an|o|aron) inici(a|an) decid(e|io)
        paut(a|an|o) administr(a|an|o|aron) curs(a|o) trat(a|o)
    """,
    "many": "# un(|a|os) dos tres cuatro cinco seis siete ocho nueve diez varios muchos algunos",
    "side": "matern(o|a|os|as) patern(o|a|os|as)",
    "suffers": """
        con tiene(|n) tuv(o|ieron) tenia(|n) present(a|an|o|aba) padec(e|en|io|ia) sufr(e|en|io|ia) muri(o|eron)
        muere(|n) falleci(o|eron) fallecid(o|a|os|as) muert(o|a|os|as) diagnosticad(o|a|os|as) afectad(o|a|os|as)
        afect(o|a|os|as) finad(o|a|os|as) portador(|a|es|as)
    """,
    "relative": """
        madre padre hij(o|a|os|as) herman(o|a|os|as) abuel(o|a|os|as) ti(o|a|os|as) prim(o|a|os|as) sobrin(o|a|os|as)
        niet(o|a|os|as) progenitor(|a|es) mama papa familiar(|es) hermanastr(o|a) bisabuel(o|a) padres
    """,
}

_DENIES: tuple[Category, ...] = ("negated", "uncertain")
_ALL: tuple[Category, ...] = ("negated", "uncertain", "historical", "family")
_ASIDE: tuple[Category, ...] = ("historical", "family")

TABLES = (
    Table(
        Effect("negated", "ahead", _ALL),
        "es",
        """
        (no|ni|nunca|jamas|tampoco|nadie)
        (no|ni|nunca|jamas|tampoco) [(se|le|les|lo|la|me|se le|se les)] [(ha|han|he|habia|habian|hemos)] [{found}]
        no (datos|signos|evidencia|antecedentes|historia|presencia|sintomas|indicios|criterios) de
        sin [(evidencia|evidencias|datos|signos|sintomas|historia|antecedentes|presencia|indicios|criterios) de]
        sin {found}
        neg(o|aba|aban|aron|ando|amos)
        nieg(a|an|o|ue|uen|as)
        ningun(|o|a|os|as)
        nada de
        [en] ausencia [(de|del)]
        falta (de|del)
        negativ(o|a|os|as) (para|a|en)
        descart(a|an|o|e|aron|amos|ando|andose|aba|aban) [la] [presencia] [de]
        descartad(o|a|os|as) (el|la|los|las)
        exclu(ye|yen|yo|yeron|yendo|imos)
        imposibilidad [(de|para|a)]
        (sin|no hay|no existe) posibilidad(|es) de
        imposible
        incapa(z|ces|cidad) [(de|para)]
        carec(e|en|ia|ian|iendo) [de]
        carente [de]
        desaparicion [(de|del)]
        suspend(o|emos|iendo|iendose|er|erlo|erla|a|an)
        suspend(e|en|io|ieron|ia)
        suspension (de|del)
        suspendid(o|a|os|as) (el|la|los|las)
        retir(a|an|o|amos|aron|ando|andose|aban|aba)
        retirar
        retirad(a|o|as|os) [(de|del|la|el)]
        dej(o|a|aron|ado|ando|ar) de
        ces(a|o|e|an|aron|ando|ado|e) [de]
        rechaz(a|an|o|aba|aron|ando)
        rehus(a|o|an|aba)
        desestim(a|an|o|aron|amos|ando|ado)
        desech(a|an|o)
        imp(ide|iden|idio|idiendo|edia)
        interrump(e|en|io|imos|ido|ida)
        abstencion [de]
        inexisten(te|tes|cia) [de]
        """,
    ),
    Table(
        Effect("negated", "back", _ALL),
        "es",
        """
        (negativ|nagativ|negatv)(o|a|os|as)
        ausente(|s)
        descartad(o|a|os|as)
        cedido
        (negad|excluid|desestimad|interrumpid)(o|a|os|as)
        """,
    ),
    Table(
        Effect("negated", "both", _ALL),
        "es",
        """
        suspendid(o|a|os|as)
        ced(e|en|io|ieron|ia|ian|iendo)
        nul(o|a|os|as)
        desaparec(e|en|io|ieron|ido|iendo|er)
        """,
    ),
    # The very word denies a finding.
    Table(
        Effect("negated", "itself", ()),
        "es",
        """
        afebril(|es), apiretic(o|a|os|as), asintomatic(o|a|os|as), anicteric(o|a|os|as), acianotic(o|a|os|as)
        atraumatic(o|a|os|as), arreactiv(o|a|os|as), arritmic(o|a|os|as), arreflectic(o|a|os|as), inconscien(te|tes|cia)
        incoheren(te|tes|cia), inespecific(o|a|os|as), desorientad(o|a|os|as), desorientacion, desorienta
        inmotivad(o|a|os|as), indolor(o|a|os|as)
        sin y (con|tras|post), con y sin
        no invasiv(o|a|os|as), inapreciable(|s), inalterad(o|a|os|as), arreactividad, adinamic(o|a|os|as)
        """,
    ),
    Table(
        Effect("uncertain", "ahead", _DENIES),
        "es",
        """
        impresion(a|an|o|aba|ando) [(de|como)]
        [no] [(le|les)] parec(e|en|ia|ian|io|iendo|er) [(que|ser|tener|haber|estar|tratarse)] [(tenido|presentado|de)]
        no [(le|les)] impresion(a|an|o|aba) [de]
        al parecer
        suger(ir|ia|ian|ido|iria)
        sug(iere|ieren|irio|irieron|iriendo)
        sospech(a|as|amos|an|o|ando|aron|ar|aba|e) [clinica] [(de|que)]
        sospechad(o|a|os|as)
        (podria|podrian|pudiera|pudieran|pudiese|pudiesen) [{be}] [(tratarse|corresponder|deberse|guardar|\
            haber)] [(de|a)]
        (puede|pueden|pudiendo|podemos|pudo) (tratarse|corresponder|deberse|guardar|radicar|sugerir|\
            relacionarse|haber|simular) [(de|a|relacion)] [(con|en)]
        puede(|n) (ser|estar) [(secundario|secundaria|secundarios|secundarias|debido|debida|debidos|debidas|\
            en)] [(relacion|a)] [con]
        (deberse|atribuible|atribuibles) a
        guardar relacion
        (quiza|quizas|tal vez|a lo mejor) [se] [(presente|sea|tenga|trate)] [de]
        posiblemente, probablemente, presumiblemente, presuntamente, aparentemente, verosimilmente, supuestamente
        hipotesis [diagnostica] [(de|que)]
        corresponderi(a|an)
        explicari(a|an)
        trataria [de]
        deberia(|n)se
        (creemos|pensamos|pienso|suponemos) [que]
        hac(e|en|iendo|ia|er) (pensar|sospechar|suponer) [en]
        orientacion [diagnostica] [(de|a)]
        impresion [diagnostica] [(de|inicial)]
        (diagnostico|dx|idx|diagnosticos) (presuntivo|presuntivos|de presuncion|diferencial|probable)
        presuncion [diagnostica] [de]
        posibilidad(|es) (de|que)
        (es|sea|fuera) posible que
        (no|ni|tampoco|sin) [se] [(puede|pueden|pudo|podemos|podia|ha podido|puedo|han podido|\
            logra)] descart(a|an|ar|o|amos|arse|aron) [(la|el)] [presencia] [de]
        (sin|no) poder(|se) (descartar|excluir) [(la|el)] [presencia] [de]
        no [se] (descartable|descartado|puede descartarse|pueden descartarse|podemos descartar|ha descartado|\
            excluye|excluyen|puede excluir|podemos excluir)
        (desconoce|desconocen|desconocemos|ignora) [si]
        no (sabe|sabemos|se sabe|saben) [(si|precisar)]
        no (esta|queda) clar(o|a) [(si|que)]
        duda(|s) (de|si|sobre|diagnostica|diagnosticas|razonable)
        """,
    ),
    # "Sin lesiones sugestivas de neumonía" denies them and doubts nothing.
    Table(
        Effect("uncertain", "ahead", _DENIES, yields=True),
        "es",
        """
        sugestiv(o|a|os|as) [de]
        sugerente(|s) [de]
        indicativ(o|a|os|as) de
        compatib(le|les|ilidad|lemente) [con]
        [(caso|cuadro)] sospechos(o|a|os|as) [(de|para)]
        justificari(a|an)
        """,
    ),
    Table(Effect("uncertain", "both", _DENIES), "es", "vs, versus"),
    # What an examination is for.
    Table(
        Effect("uncertain", "ahead", _DENIES, counts=False),
        "es",
        """
        (para|pendiente de|hay que|debemos|debe|tratar de|con el fin de|con objeto de|intentar) descartar
        descartar
        (para|a) valorar
        """,
    ),
    # Free margins are a finding.
    Table(Effect("negated", "ahead", _ALL, counts=False), "es", "libre(|s) de, exent(o|a|os|as) de"),
    Table(
        Effect("uncertain", "back", _DENIES),
        "es",
        """
        ?
        (a filiar|sin filiar|a confirmar|por confirmar|a determinar)
        (origen|causa|etiologia) (inciert|desconocid|dudos)(o|a|os|as)
        """,
    ),
    Table(
        Effect("uncertain", "ahead_or_back", _DENIES),
        "es",
        """
        probable(|s) [relacion] [con]
        posible(|s)
        aparent(e|es)
        dudos(o|a|os|as)
        inciert(o|a|os|as)
        presunt(o|a|os|as)
        presuntiv(o|a|os|as)
        eventual(|es)
        cuestionable(|s)
        indeterminad(o|a|os|as)
        supuest(o|a|os|as)
        (mas|muy|poco) probable(|s)
        improbable(|s)
        interrogad(o|a|os|as)
        [forma] razonable
        (a|por) descartar
        (no|sin|ni) [se] [(ha|han)] [{found}] {doubt} [(para|de)]
        (sin|no) [se] [(foco|causa|origen|desencadenante)] {doubt} [de]
        """,
    ),
    Table(
        Effect("historical", "ahead", _ASIDE),
        "es",
        """
        antec(|edente|edentes) [.] [(personal|personales|patologico|patologicos|medicos|previos|conocidos|\
            quirurgicos|de)] [(de|previos)]
        (historia|hx|historial) [(previa|antigua|personal|clinica)] de
        (exfumador|exbebedor|exconsumidor|exadicto) [de]
        secuela(|s) de
        """,
    ),
    Table(
        Effect("historical", "back_or_ahead", _ASIDE),
        "es",
        """
        [hasta] hace {many} (año|años|meses|mes|decadas)
        (en|desde|durante) [la] (infancia|niñez|adolescencia|juventud)
        """,
    ),
    Table(Effect("historical", "back_or_ahead", ()), "es", "previ(o|a|os|as), antigu(o|a|os|as)"),
    Table(
        Effect("historical", "list", _ASIDE),
        "es",
        """
        @history [:]
        (ap|app|apx|amp|ahp) :
        (antecedentes|antec|antecedente) [(personales|patologicos|medicos|morbidos|medico|quirurgicos|\
            psiquiatricos|relevantes|clinicos)] [(patologicos|quirurgicos|psiquiatricos)] [de (interes|importancia)] :
        """,
    ),
    Table(
        Effect("family", "list", _ASIDE),
        "es",
        """
        @family [:]
        (af|apf|ahf|aff) :
        [antecedentes] (familiares|heredofamiliares|heredo familiares) [de (interes|importancia)] :
        """,
    ),
    Table(
        Effect("family", "ahead", _ASIDE),
        "es",
        """
        (antecedente|antecedentes|antec|historia|ant) (familiar|familiares|heredofamiliares|\
            heredo familiares) [(de|con)]
        {relative} [{side}] [que] {suffers} [antecedentes] [(de|por)]
        carga familiar [de]
        """,
    ),
    # "Padre alcohólico": without a verb only what stands beside it.
    Table(Effect("family", "beside", _ASIDE), "es", "{relative} [{side}] [:]"),
    Table(
        Effect("family", "back", _ASIDE),
        "es",
        """
        en [(su|la|el|sus|los|las)] {relative} [{side}] [y] [{relative}]
        (por parte|por via|por rama) {side}
        """,
    ),
    # Words that look like cues and are none.
    Table(
        Effect(None, "none", _DENIES),
        "es",
        """
        no (solo|solamente|unicamente|obstante|hodgkin|niega|niegan)
        no (cabe|hay|existe) [(la|ninguna)] [menor] duda(|s) [de] [que]
        (sin) [(ninguna|lugar a)] duda(|s) [(alguna|de que|que)]
        (sin embargo|si no|ni que decir)
        gram negativ(o|a|os|as)
        seronegativ(o|a|os|as)
        (rh|rhesus) negativ(o|a)
        (para|acudir a|acudira para|hasta) retirar [(los|las|la|el)] [(puntos|grapas|sutura)]
        retirar (puntos|grapas|suturas)
        [(si|lo|siendo|mejor|antes|mas|es|sea|fue|era|ser|hizo|fuera|menor|mayor)] (fuera|fuese|es|mejor|antes|\
            lo|siendo|sea|fue|hizo) posible
        lo (mas|menos|antes|mejor) [pronto] posible
        posible (realizar|realizarlo|hacer|obtener|por)
        [(sin|no hay|no existe|ninguna)] posibilidad(|es) de (realizar|realizarse|hacer|iniciar|practicar|\
            ingresar|ingreso|acudir|intervenir|tratamiento|cirugia|intervencion|administrar)
        """,
    ),
    Table(
        Effect(None, "none", _ALL),
        "es",
        """
        pero, aunque, sino, si bien, en cambio, salvo, a excepcion de, excepto, mientras, por lo (que|cual), por ello
        debido a, secundari(o|a|os|as) a, a pesar de, pese a, (refiere|refieren|acude|acuden|ingresa|presenta|\
            presentando)
        actualmente, consult(a|o)
        """,
    ),
    # What began then and goes on.
    Table(
        Effect(None, "none", ()),
        "es",
        "desde hace {many} (año|años|meses|mes|decadas)",
    ),
    # With the word before it: "sin ideas delirantes, juicio conservado", "descartar TEP se pide".
    Table(
        Effect(None, "none", _ALL, claims=1),
        "es",
        "normal(|es), conservad(o|a|os|as), positiv(o|a|os|as), {orders}",
    ),
    Table(Effect(None, "none", ("negated",)), "es", "por"),
)
"""What stands in a note and what it says of the words near it."""
