"""The cues of English notes, which also stand in Spanish ones. How they are written: `epicrisis.features.cue_patterns`.

They are NegEx's (Chapman et al. 2001, doi:10.1006/jbin.2001.1029) and ConText's (Harkema et al. 2009,
doi:10.1016/j.jbi.2009.05.002).
"""

from __future__ import annotations

from epicrisis.features.cue_patterns import Category, Effect, Table

SETS = {
    "relation": """
        mother father brother(|s) sister(|s) son daughter grandmother grandfather aunt(|s) uncle(|s) cousin(|s)
        sibling(|s) parent(|s) mom dad relatives
    """,
}

_DENIES: tuple[Category, ...] = ("negated", "uncertain")
_ALL: tuple[Category, ...] = ("negated", "uncertain", "historical", "family")
_ASIDE: tuple[Category, ...] = ("historical", "family")

TABLES = (
    Table(
        Effect("negated", "ahead", _ALL),
        "en",
        """
        not, without, never, none, nor, neither, cannot
        den(y|ies|ied|ying)
        no [(new|other|known|significant|definite|apparent)] [(evidence|sign|signs|history|complaint|complaints|\
            symptoms|findings|indication|suspicion)] [(of|for)]
        without [any] [(evidence|sign|signs|symptoms)] [of]
        (absence|lack) of
        lack(s|ed|ing)
        free of
        negative for
        fail(s|ed) to reveal
        unremarkable for
        (rules|ruled) out [for]
        (did|does|do) not [have]
        (has|have|had) no
        (doesn|didn|isn|wasn|hasn|haven|don) t
        declin(es|ed)
        unable to
        """,
    ),
    Table(
        Effect("negated", "back", _ALL),
        "en",
        """
        negative, absent
        [(is|are|was|were|has been|have been)] ruled out
        [(is|are|was|were)] not (present|seen|detected|identified|demonstrated)
        [(has|have)] resolved
        """,
    ),
    Table(
        Effect("negated", "itself", ()), "en", "afebrile, asymptomatic, anicteric, nontender, nondistended, atraumatic"
    ),
    Table(
        Effect("uncertain", "ahead", _DENIES),
        "en",
        """
        possibly, probably, presumably, presumed, perhaps, maybe, apparently, likely, unlikely
        (may|might|could) [(be|represent|reflect|have|indicate|suggest)] [(been|due to|related to)]
        suggest(s|ed|ing|ive) [of]
        suspicio(us|n) [(for|of)]
        suspect(s|ed|ing)
        consistent with
        compatible with
        concern(s|ing) for
        concerned (for|about)
        worrisome for
        (appears|seems) [to] [be]
        rule out
        (r|ro) o
        (to|cannot|could not|can not|not|unable to|not been) (rule|ruled) out
        be ruled out for
        (cannot|not|can not|could not) [be] exclude(|d)
        not (certain|clear|sure) [(if|whether|that)]
        no clear [(evidence|source)] [of]
        without clear [(evidence|source)] [of]
        differential [diagnosis] [(includes|of)]
        evaluate for
        question of
        unclear [(if|whether)]
        """,
    ),
    Table(
        Effect("uncertain", "ahead_or_back", _DENIES),
        "en",
        "possible, probable, questionable, equivocal, uncertain, indeterminate, doubtful, suspected",
    ),
    Table(
        Effect("uncertain", "back", _DENIES), "en", "(cannot|can not|could not) be (ruled out|excluded), not ruled out"
    ),
    Table(
        Effect("historical", "ahead", _ASIDE),
        "en",
        """
        [(past|prior|previous|remote)] [medical] history of, (hx|h o) of, h o, s p, status post
        history significant for
        """,
    ),
    Table(
        Effect("historical", "back_or_ahead", _ASIDE),
        "en",
        """
        (#|several|many|two|three|four|five|ten) (years|months|decades) ago
        (in|during|since) childhood, as a child, in the past
        """,
    ),
    Table(
        Effect("historical", "list", _ASIDE),
        "en",
        "(pmh|pmhx|psh|pshx) :, past (medical|surgical) history :",
    ),
    Table(Effect("family", "list", _ASIDE), "en", "(fh|fhx) :, family history :"),
    Table(
        Effect("family", "ahead", _ASIDE),
        "en",
        """
        family (history|hx) [(of|for|significant for|positive for)]
        [(maternal|paternal)] {relation} (has|had|have|with|died|diagnosed|suffers|suffered) [(of|from|with)]
        """,
    ),
    Table(Effect("family", "beside", _ASIDE), "en", "[(maternal|paternal)] {relation} [:]"),
    Table(Effect("family", "back", _ASIDE), "en", "in [(his|her|the)] [(maternal|paternal)] {relation}"),
    Table(
        Effect(None, "none", _DENIES),
        "en",
        """
        no [(significant|interval)] (increase|change)
        not (only|necessarily|drain|cause)
        without difficulty, gram negative, no further, (does|did) not deny, as soon as possible
        """,
    ),
    Table(
        Effect(None, "none", _ALL),
        "en",
        """
        but, however, although, though, except, apart from, aside from, yet, nevertheless, nonetheless, still, because
        due to, secondary to, which, who, present(s|ed), report(s|ed), complain(s|ing)
        """,
    ),
)
"""What stands in a note and what it says of the words near it."""
