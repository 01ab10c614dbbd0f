"""Rules about the words that readers click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from newsletter.checks.addresses import TAG, Address, loc_of_list
from newsletter.errors import Problem, shortened
from newsletter.model.values import Prosaic
from newsletter.scanning import cover_tags
from newsletter.walk import Place

if TYPE_CHECKING:
    from newsletter.checks.mail import Mail

# Whole texts of links that say nothing of the target, in small letters. For English, Spanish, Portuguese and German:
# those of Lighthouse's audit link-text that stand for nothing else, and their like; for the other languages the same
# phrases, as sites write them.
_VAGUE = {
    "en": """here|click|click here|click this|click this link|click me|right here|tap here|this|this link|link|the link
        |more|more info|more information|learn more|read more|see more|find out more|discover more|view more|know more
        |more details|details|continue|continue reading|read on|keep reading|go|go here|see here|read it here
        |read here""",
    "fr": """ici|cliquez|cliquer|cliquez ici|cliquer ici|clique ici|clic ici|par ici|c'est ici|c'est par ici|juste ici
        |ce lien|cliquez sur ce lien|suivez ce lien|lien|le lien|plus|en savoir plus|en savoir +|savoir plus
        |plus d'infos|plus d'info|plus d'informations|plus d'information|+ d'infos|lire|lire plus|lire la suite|la suite
        |lisez la suite|suite|voir|voir plus|voir la suite|voir ici|découvrir|découvrez|en découvrir plus|découvrir plus
        |j'en profite|je clique|j'y vais|en lire plus|détails|plus de détails|continuer|à lire ici|accéder""",
    "de": """hier|klick|klicken|klicken sie hier|hier klicken|klicke hier|klick hier|hier geht's|hier geht es weiter
        |hier entlang|hier lang|dieser link|diesen link|link|zum link|mehr|mehr infos|mehr info|mehr informationen
        |weitere informationen|weitere infos|mehr erfahren|erfahren sie mehr|erfahre mehr|mehr lesen|lesen sie mehr
        |weiterlesen|weiter lesen|weiter|mehr dazu|jetzt lesen|details|mehr details|jetzt ansehen|ansehen|siehe hier""",
    "es": """aquí|aqui|clic|clic aquí|click aquí|click aqui|clica aquí|haz clic|haz clic aquí|haga clic aquí|pincha aquí
        |pinche aquí|pulsa aquí|pulse aquí|este enlace|enlace|link|más|más info|más información|más detalles|saber más
        |leer más|ver más|sigue leyendo|seguir leyendo|lee más|conoce más|descubre más|descubrir más|ver|leer
        |detalles""",
    "it": """qui|qua|clicca|clicca qui|clicca qua|cliccare qui|fai clic qui|questo link|link|il link|più|più info
        |più informazioni|maggiori informazioni|maggiori info|ulteriori informazioni|scopri|scopri di più|scopri di piu
        |leggi|leggi di più|leggi tutto|continua|continua a leggere|vedi|vedi di più|saperne di più|per saperne di più
        |approfondisci|dettagli|vai|vai qui""",
    "pt": """aqui|clique|clique aqui|clica aqui|clicar aqui|carregue aqui|neste link|este link|link|hiperligação|mais
        |mais info|mais informação|mais informações|mais detalhes|saiba mais|saber mais|leia mais|ler mais|ver mais
        |veja mais|continue lendo|continuar a ler|continue a ler|descubra mais|conheça mais|veja|leia|detalhes|ver""",
    "nl": """hier|klik|klik hier|klikken|hier klikken|via deze link|deze link|link|meer|meer info|meer informatie
        |lees meer|meer lezen|lees verder|verder lezen|bekijk|bekijk meer|ontdek meer|meer weten|kom meer te weten
        |details|meer details|verder|ga verder|lees hier meer|lees hier verder""",
    "ar": """هنا|اضغط هنا|انقر هنا|إضغط هنا|أنقر هنا|اضغط|انقر|من هنا|هذا الرابط|الرابط|رابط|المزيد|اقرأ المزيد
        |إقرأ المزيد|اعرف المزيد|تعرف على المزيد|معرفة المزيد|للمزيد|لمزيد من المعلومات|مزيد من المعلومات|التفاصيل""",
    "he": """כאן|לחץ כאן|לחצו כאן|לחצי כאן|הקליקו כאן|הקלק כאן|קליק כאן|בקישור|הקישור|קישור|הקישור הזה|בקישור הזה|עוד
        |קרא עוד|קראו עוד|קראי עוד|למידע נוסף|מידע נוסף|לפרטים נוספים|פרטים נוספים|לפרטים|המשך קריאה|המשיכו לקרוא""",
}


def vague_link_text(mail: Mail) -> Iterator[Problem]:
    """A link whose words do not say where it leads.

    ## What it does
    Finds links whose whole text is one of the phrases that fit every link: "click here", "en savoir plus", "mehr". They
    are known in English and in the language of the issue; case, arrows and punctuation do not matter.

    ## Why it matters
    Readers skim, and look at links and buttons first; those who listen to a screen reader have all links of a message
    read out as a list. A row of "here, here, here" tells neither what there is (WCAG 2.1, success criterion 2.4.4 and
    its failure F84).

    ## Example
    `To see the study, [click here](https://www.site.com/study).`

    ## Instead
    `See [the study of 2024](https://www.site.com/study).`
    """
    vague = _vague(mail.language)
    for address in mail.addresses:
        if plain_words(address, mail) in vague:
            message = f"'{shortened(address.link.text, 60)}' does not say where the link leads"
            hint = "name what readers find there"
            yield _at_text(address).problem(message, hint)


@lru_cache(maxsize=16)
def _vague(language: str) -> frozenset[str]:
    phrases = "|".join(_VAGUE[name] for name in dict.fromkeys(("en", language)) if name in _VAGUE)
    return frozenset(_bare(phrase) for phrase in phrases.split("|"))


def plain_words(address: Address, mail: Mail) -> str:
    """The words of a link in small letters, without the signs around and between them."""
    return _bare(cover_tags(address.link.text, mail.project.dialect, TAG))


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    text = re.sub(r"[\u2019\u02bc`´]", "'", text.casefold())
    return " ".join(re.sub(rf"[^\w\s'+{TAG}]|_", " ", text).split()).strip("' ")


def different_links_same_text(mail: Mail) -> Iterator[Problem]:
    """Two links that read the same and lead elsewhere.

    ## What it does
    Compares the words of all links, and tells where the same words lead to two pages. Parameters of the statistics make
    no difference, and words that fit every link are left to vague-link-text.

    ## Why it matters
    Readers who have seen one of them take the other for the same; in a screen reader's list of links they cannot be
    told apart (WCAG 2.1, success criterion 2.4.4). One of them is often a copy whose words, or whose address, was
    forgotten.

    ## Example
    Two buttons `Read the study`, under two studies.

    ## Instead
    `Read the study on phones`, `Read the study on shops`.
    """
    vague = _vague(mail.language)
    first: dict[str, Address] = {}
    told: set[str] = set()
    for address in mail.addresses:
        words = plain_words(address, mail)
        if not words or words in vague:
            continue
        other = first.setdefault(words, address)
        if other.target != address.target and words not in told:
            told.add(words)
            text = shortened(address.link.text, 60)
            message = f"'{text}' leads to {_short(address)} here, and to {_short(other)} before"
            yield _at_text(address).problem(message, "say in the words of each where it leads")


def same_link_different_texts(mail: Mail) -> Iterator[Problem]:
    """Two entries of a list that lead to the same page.

    ## What it does
    Finds two entries of one list (recommendations, events, actions, sources) that have different titles and the same
    link.

    ## Why it matters
    Entries are written by copying the one above. The title was changed, and the link was forgotten: readers of the
    second one come to the page of the first.

    ## Example
    Two events, Retail Week and Digital Day, both with `link: https://www.site.com/events/retail-week`.

    ## Instead
    Each with its own page. Where one page does tell of both, ignore this rule on that line.
    """
    first: dict[tuple[object, ...], Address] = {}
    for address in mail.addresses:
        link = address.link
        where = loc_of_list(link.loc)
        if not where or isinstance(link.value, Prosaic) or link.loc[len(where) :][1:] != ("link",):
            continue
        other = first.setdefault((link.file, where, address.target), address)
        if other is not address and other.link.text != link.text:
            message = f"this is the link of '{shortened(other.link.text, 60)}' as well"
            yield address.problem(message, "write the address of this entry")


# What mail apps make a link of by themselves: an address with its scheme or www, and a mailbox.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'`|*{}]{3,}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,24}\b",
    re.IGNORECASE,
)
# Links, images, references, code; what stands in them is no text.
_LINKED = re.compile(
    r"!?\[[^\]\n]{0,2000}\]\([^)\n]{0,2000}\)|\]\([^)\n]{0,2000}\)|<[^>\s]{1,2000}>|`[^`\n]{1,2000}`"
    r"|^ {0,3}\[[^\]\n]{1,200}\]:.*$",
    re.MULTILINE,
)


def unlinked_address(mail: Mail) -> Iterator[Problem]:
    """A web or mail address that is typed as text and is no link.

    ## What it does
    Finds addresses in Markdown that stand outside of links and of code.

    ## Why it matters
    Some mail apps make a link of it and others do not. Where they do, it has another colour than your links, and the
    click is not counted.

    ## Example
    `Register on www.site.com/day.`

    ## Instead
    `[Register for the day](https://www.site.com/day).` Write the address as code, between backticks, where it is meant
    to be read and not clicked.
    """
    for value, file, loc in mail.values:
        if not isinstance(value, Prosaic) or not ("@" in value or "www." in value or "://" in value):
            continue
        text = _LINKED.sub(lambda linked: " " * len(linked[0]), cover_tags(value, mail.project.dialect, TAG))
        for found in _ADDRESS.finditer(text):
            address = found[0].rstrip(".,;:!?)]’”»")
            if TAG in address:
                continue
            message = f"{shortened(address, 60)} is typed as text, and only some mail apps make a link of it"
            hint = (
                f"write [words](mailto:{shortened(address, 60)})"
                if re.match(r"[\w.+-]+@", address)
                else "write [words](address)"
            )
            yield Place.within(value, found.start(), found.start() + len(address), file, loc).problem(message, hint)


def _at_text(address: Address) -> Place:
    link = address.link
    return Place("layout", needle=link.url) if link.file == "layout" else link.text_place


def _short(address: Address) -> str:
    shown = re.sub(r"^https?://(www\.)?", "", re.sub(f"{TAG}+", "…", address.bare.strip()))
    return shortened(shown, 60)
