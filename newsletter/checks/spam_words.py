"""Phrases that weigh with spam filters, by language.

English: rules of SpamAssassin 4.0.1 that score 0.5 or more on their own without a network (`50_scores.cf`, the first
column), each with the name of its rule, in the file `20_phrases.cf`. The other languages have no such public list:
those are the same phrases as advertisers say them, chosen by us, set phrases only.
"""

from __future__ import annotations

import re

_ENGLISH = {  # what to look for: the rule, and its points
    r"100% guaranteed": ("GUARANTEED_100_PERCENT", "2.7"),
    r"^dear friend": ("DEAR_FRIEND", "2.7"),
    r"dear (?:sirs?|madam|investor|travell?er|candidate)": ("DEAR_SOMETHING", "2.0"),
    r"to be removed,? please": ("EXCUSE_4", "2.4"),
    r"to be removed from.{0,20}?(?:mailings|offers)": ("EXCUSE_REMOVE", "2.9"),
    r"money back guarantee": ("MONEY_BACK", "2.9"),
    r"unclaimed (?:assets?|accounts?|money|balance|funds?|prizes?|rewards?|payments?)": ("UNCLAIMED_MONEY", "2.7"),
    r"one[- ]time (?:charge|investment|offer|promotion)": ("ONE_TIME", "1.8"),
    r"guaranteed?!": ("BANG_GUAR", "1.0"),
    r"affordable .{0,10}?prices": ("PRICES_ARE_AFFORDABLE", "0.8"),
    r"(?:marketing|network) partners?": ("MARKETING_PARTNERS", "0.6"),
}

_OTHERS = {
    "fr": r"100\s?% (?:gratuite?s?|garantie?s?)|satisfaits? ou remboursés?|argent facile|gagnez de l['’]argent"
    r"|agissez (?:maintenant|vite)|cliquez vite|sans aucun risque|crédit sans justificatif|perdez du poids"
    r"|vous avez (?:été sélectionnée?|gagné)|offre à ne pas (?:rater|manquer)",
    "de": r"100\s?% (?:gratis|kostenlos|garantiert)|geld[- ]zurück[- ]garantie|schnelles geld|geld verdienen"
    r"|jetzt zugreifen|handeln sie jetzt|ohne jedes risiko|sie haben gewonnen|kredit ohne schufa|abnehmen ohne",
    "es": r"100\s?% (?:gratis|gratuit[oa]s?|garantizad[oa]s?)|devolución garantizada|dinero fácil|gane? dinero"
    r"|act[uú]e? ahora|sin ningún riesgo|(?:ha|has) ganado|pierd[ae] peso",
    "it": r"100\s?% (?:gratis|gratuit[oaie]|garantit[oaie])|soddisfatti o rimborsati|soldi facili"
    r"|guadagna (?:subito|soldi)|agisci (?:ora|subito)|senza alcun rischio|hai vinto|perdi peso",
    "pt": r"100\s?% (?:gr[aá]tis|gratuit[oa]s?|garantid[oa]s?)|dinheiro fácil|ganhe dinheiro|aja agora"
    r"|sem nenhum risco|você ganhou|satisfação garantida ou (?:o )?seu dinheiro de volta|perca peso",
    "nl": r"100\s?% (?:gratis|gegarandeerd)|niet goed,? geld terug|snel geld verdienen|handel nu"
    r"|zonder enig risico|u hebt gewonnen|je hebt gewonnen",
}


def _phrase(pattern: str) -> re.Pattern[str]:
    spaced = pattern.replace(" ", r"[\s*_]+")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE | re.MULTILINE)


WORDS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": tuple(
        (_phrase(p), f"costs {points} points with SpamAssassin (its rule {rule})")
        for p, (rule, points) in _ENGLISH.items()
    ),
    **{name: ((_phrase(p), "is a phrase that spam is full of"),) for name, p in _OTHERS.items()},
}
"""By language: what to look for, and why, as the end of a sentence."""
