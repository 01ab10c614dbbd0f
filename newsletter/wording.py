"""Every fixed word that layouts print, in each language a newsletter can be written in.

A tag is matched by lookup (RFC 4647, section 3.4): ``pt-PT`` first, then ``pt``. The words are this project's
own. French spacing follows the *Lexique des règles typographiques en usage à l’Imprimerie nationale*: U+00A0
before a colon, U+202F before a question mark. The Arabic is Modern Standard, without vowel signs; where a language
inflects for the reader, the words are verbal nouns or plurals, which speak to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from newsletter.carried import Carried
from newsletter.kept import Kept

if TYPE_CHECKING:
    from babel import Locale

MEDIA = ("podcast", "newsletter", "book", "infographic", "replay", "video", "article", "tool", "report")


@dataclass(frozen=True, eq=False, repr=False)  # there is one of each language
class Wording:
    """The fixed words of one language. ``{number}``, ``{alt}`` … are for :meth:`str.format`."""

    issue_number: str
    recap: str
    source: str
    sources: str
    image: str  # stands for a picture in the text part
    by: str
    reply: str
    follow: str
    view_in_browser: str
    unsubscribe: str
    preferences: str
    online: str
    stand: str
    speakers: str
    sessions: str  # above the sessions of an event
    featured: str
    media: Mapping[str, str]  # by MEDIA: the label before a recommendation
    labelled: str = "{label}: {text}"  # two texts in one line, with the language's own colon
    comma: str = ", "  # between the parts of one piece of information, such as a venue and its city
    rtl: bool = False  # whether lines run from right to left

    @property
    def arrow(self) -> str:
        """What leads on to a link, in the direction of reading."""
        return "←" if self.rtl else "→"


def _media(labels: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(MEDIA, labels.split(", "), strict=True)))


# fmt: off
_FR = Wording(
    issue_number="N°\u00a0{number}", recap="Au sommaire", source="Source", sources="Sources",
    image="[Image\u00a0: {alt}]", by="par {name}", reply="Une question\u202f? Écrivez-nous",
    view_in_browser="Voir dans le navigateur", unsubscribe="Se désinscrire", speakers="Avec",
    preferences="Gérer mes préférences", follow="Suivez-nous", online="En ligne", sessions="Au programme",
    stand="Stand\u00a0{stand}", featured="L’événement phare", labelled="{label}\u00a0: {text}",
    media=_media("Podcast, Newsletter, Livre, Infographie, Replay, Vidéo, Article, Outil, Rapport"),
)
_EN = Wording(
    issue_number="No.\u00a0{number}", recap="In this issue", source="Source", sources="Sources",
    image="[Image: {alt}]", by="by {name}", reply="Any questions? Write to us",
    view_in_browser="View in browser", unsubscribe="Unsubscribe", speakers="With",
    preferences="Manage preferences", follow="Follow us", online="Online", sessions="Sessions",
    stand="Booth\u00a0{stand}", featured="Featured event",
    media=_media("Podcast, Newsletter, Book, Infographic, Replay, Video, Article, Tool, Report"),
)
_DE = Wording(
    issue_number="Nr.\u00a0{number}", recap="In dieser Ausgabe", source="Quelle", sources="Quellen",
    image="[Bild: {alt}]", by="von {name}", reply="Fragen? Schreiben Sie uns",
    view_in_browser="Im Browser ansehen", unsubscribe="Abmelden", speakers="Mit",
    preferences="Einstellungen verwalten", follow="Folgen Sie uns", online="Online", sessions="Programm",
    stand="Stand\u00a0{stand}", featured="Veranstaltung im Fokus",
    media=_media("Podcast, Newsletter, Buch, Infografik, Aufzeichnung, Video, Artikel, Tool, Bericht"),
)
_ES = Wording(
    issue_number="N.º\u00a0{number}", recap="En este número", source="Fuente", sources="Fuentes",
    image="[Imagen: {alt}]", by="por {name}", reply="¿Alguna pregunta? Escríbenos",
    view_in_browser="Ver en el navegador", unsubscribe="Darse de baja", speakers="Con",
    preferences="Gestionar mis preferencias", follow="Síguenos", online="En línea", sessions="Programa",
    stand="Stand\u00a0{stand}", featured="Evento destacado",
    media=_media("Pódcast, Boletín, Libro, Infografía, Grabación, Vídeo, Artículo, Herramienta, Informe"),
)
_IT = Wording(
    issue_number="N.\u00a0{number}", recap="In questo numero", source="Fonte", sources="Fonti",
    image="[Immagine: {alt}]", by="di {name}", reply="Hai domande? Scrivici",
    view_in_browser="Visualizza nel browser", unsubscribe="Annulla l’iscrizione", speakers="Con",
    preferences="Gestisci le preferenze", follow="Seguici", online="Online", sessions="In programma",
    stand="Stand\u00a0{stand}", featured="Evento in evidenza",
    media=_media("Podcast, Newsletter, Libro, Infografica, Replay, Video, Articolo, Strumento, Report"),
)
_PT = Wording(
    issue_number="N.º\u00a0{number}", recap="Nesta edição", source="Fonte", sources="Fontes",
    image="[Imagem: {alt}]", by="por {name}", reply="Alguma dúvida? Escreva para nós",
    view_in_browser="Ver no navegador", unsubscribe="Cancelar inscrição", speakers="Com",
    preferences="Gerenciar preferências", follow="Siga-nos", online="Online", sessions="Programação",
    stand="Estande\u00a0{stand}", featured="Evento em destaque",
    media=_media("Podcast, Newsletter, Livro, Infográfico, Gravação, Vídeo, Artigo, Ferramenta, Relatório"),
)
_NL = Wording(
    issue_number="Nr.\u00a0{number}", recap="In dit nummer", source="Bron", sources="Bronnen",
    image="[Afbeelding: {alt}]", by="door {name}", reply="Vragen? Mail ons",
    view_in_browser="Bekijken in browser", unsubscribe="Afmelden", speakers="Met",
    preferences="Voorkeuren beheren", follow="Volg ons", online="Online", sessions="Programma",
    stand="Stand\u00a0{stand}", featured="Uitgelicht evenement",
    media=_media("Podcast, Nieuwsbrief, Boek, Infographic, Terugkijken, Video, Artikel, Tool, Rapport"),
)
_PT_PT = replace(
    _PT, reply="Alguma dúvida? Escreva-nos", unsubscribe="Cancelar subscrição",
    preferences="Gerir preferências", sessions="Programa", stand="Stand\u00a0{stand}",
    media=_media("Podcast, Newsletter, Livro, Infografia, Gravação, Vídeo, Artigo, Ferramenta, Relatório"),
)
_AR = Wording(
    issue_number="العدد\u00a0{number}", recap="في هذا العدد", source="المصدر", sources="المصادر",
    image="[صورة: {alt}]", by="من إعداد {name}", reply="هل لديكم سؤال؟ راسلونا",
    view_in_browser="العرض في المتصفح", unsubscribe="إلغاء الاشتراك", speakers="بمشاركة",
    preferences="إدارة التفضيلات", follow="تابعونا", online="عبر الإنترنت", sessions="البرنامج",
    stand="الجناح\u00a0{stand}", featured="الحدث الأبرز", comma="، ", rtl=True,
    media=_media("بودكاست, نشرة بريدية, كتاب, إنفوغرافيك, تسجيل, فيديو, مقال, أداة, تقرير"),
)
_HE = Wording(
    issue_number="גיליון\u00a0{number}", recap="בגיליון הזה", source="מקור", sources="מקורות",
    image="[תמונה: {alt}]", by="מאת {name}", reply="יש שאלות? כתבו לנו",
    view_in_browser="צפייה בדפדפן", unsubscribe="הסרה מרשימת התפוצה", speakers="בהשתתפות",
    preferences="ניהול העדפות", follow="עקבו אחרינו", online="מקוון", sessions="בתוכנית",
    stand="ביתן\u00a0{stand}", featured="האירוע המרכזי", rtl=True,
    media=_media("פודקאסט, ניוזלטר, ספר, אינפוגרפיקה, הקלטה, סרטון, מאמר, כלי, דוח"),
)
_LANGUAGES = {
    "fr": _FR, "en": _EN, "de": _DE, "es": _ES, "it": _IT, "pt": _PT, "nl": _NL, "ar": _AR, "he": _HE,
}
# fmt: on
_TABLE = _LANGUAGES | {"en-GB": replace(_EN, stand="Stand\u00a0{stand}"), "pt-PT": _PT_PT}

# RFC 5646, section 2.1: language, script, region. A language above is written in the one script named here, else Latin.
_SCRIPTS = {"ar": "arab", "he": "hebr"}
_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.ASCII | re.IGNORECASE)

HOW_TO_ADD = (
    "to add {language}, give it a row in newsletter/wording.py and in _SENTENCES of newsletter/formats.py"
    " (CONTRIBUTING.md, How to add)"
)


class UnknownLocale(LookupError):  # noqa: N818  # reads as what it reports
    """`locale` is no locale or its language has no wording; `suggestion` is what was meant, or None."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.suggestion = _suggest(locale)
        super().__init__(f"no wording for the locale '{locale}'; {self.cure}")

    @property
    def cure(self) -> str:
        """What to write instead; or how to add the language, where the tag names one that there is."""
        known = f"languages are {', '.join(languages())}"
        name = None if self.suggestion else _language_name(self.locale)
        return f"{known}; {HOW_TO_ADD.format(language=name)}" if name else known


def languages() -> tuple[str, ...]:
    """The languages that have a wording, as BCP 47 subtags."""
    return tuple(_LANGUAGES)


def fallbacks(locale: str) -> tuple[str, ...]:
    """The tags to look a locale's data up by, best first: ``de_at`` gives ``de-AT``, then ``de``.

    Raises:
        UnknownLocale: The tag is not a language and perhaps a region, as BCP 47 writes them.

    """
    match = _TAG.fullmatch(locale)
    if not match or not _in_its_script(match):
        raise UnknownLocale(locale)
    language = match[1].lower()
    return (f"{language}-{match[3].upper()}", language) if match[3] else (language,)


def _in_its_script(tag: re.Match[str]) -> bool:
    return tag[2] is None or tag[2].lower() == _SCRIPTS.get(tag[1].lower(), "latn")


@lru_cache(maxsize=64)
def wording(locale: str) -> Wording:
    """The fixed words for a locale: its region's if they differ, or its language's; raises UnknownLocale."""
    for tag in fallbacks(locale):
        if tag in _TABLE:
            return _TABLE[tag]
    raise UnknownLocale(locale)


def is_locale(tag: str) -> bool:
    """Whether a newsletter can be written in a locale: its language has a wording and its region exists.

    :func:`wording` lets an unknown region pass; where a tag is read it is a typo, with a suggestion.
    """
    match = _TAG.fullmatch(tag)
    language, region = (match[1].lower(), match[3]) if match and _in_its_script(match) else ("", None)
    return language in _LANGUAGES and (region is None or _is_region(region.upper(), language))


@lru_cache(maxsize=64)
def babel_locale(tag: str) -> Locale:
    """CLDR's data for a locale, or for its language; raises UnknownLocale where CLDR has neither."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # the words alone need no CLDR

    for candidate in fallbacks(tag):
        with suppress(UnknownLocaleError):
            return Locale.parse(candidate, sep="-")
    raise UnknownLocale(tag)


CLDR = Carried(Kept("cldr", ("babel",), (Path(__file__), Path(__file__).with_name("formats.py"))))
"""What Babel says, carried over by commands: to load CLDR takes it a tenth of the time of composing an issue."""


@lru_cache(maxsize=64)
@CLDR.result
def text_direction(locale: str) -> Literal["ltr", "rtl"]:
    """The ``dir`` of a locale's text, from CLDR's ``characterOrder``; raises UnknownLocale."""
    return "rtl" if babel_locale(locale).character_order == "right-to-left" else "ltr"


@CLDR.result
def _is_region(region: str, language: str) -> bool:
    return region != "ZZ" and region in babel_locale(language).territories  # ZZ is CLDR's unknown region


def _language_name(tag: str) -> str | None:
    """The English name of a tag's language, where it is a language that has no wording."""
    language = tag.lower().replace("_", "-").partition("-")[0]
    return None if language in _LANGUAGES else babel_locale("en").languages.get(language)


def _suggest(tag: str) -> str | None:
    from babel.core import get_global  # noqa: PLC0415  # only once something is wrong

    subtag, _, region = tag.lower().replace("_", "-").partition("-")
    language = get_global("language_aliases").get(subtag, subtag)  # ISO 639-2: fra is fr
    if language not in _LANGUAGES:  # a word such as french, or another language, which is no typo
        word = language not in babel_locale("en").languages
        return next((key for key in _LANGUAGES if word and language.startswith(key)), None)
    region = get_global("territory_aliases").get(region.upper(), [region.upper()])[0]  # UK is GB
    home = get_global("likely_subtags")[language].rpartition("_")[2]
    return f"{language}-{region if _is_region(region, language) else home}" if region else language
