"""Merging gives what composing gives when the same values are typed in by hand, through every ESP's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsletter import compose_file
from newsletter.conditions import guard
from newsletter.dialects import DIALECTS, Dialect
from newsletter.errors import Problem
from newsletter.merging import merge
from newsletter.neutral import native
from tests.conftest import write

CONTACT = {
    "contact.email": "camille@example.com",
    "contact.firstname": "Camille-Zoé",
    "contact.lastname": "d'Été",
    "contact.country": "FR",
}
LINKS = {
    "unsubscribe": "https://example.com/unsubscribe",
    "view_in_browser": "https://example.com/view-in-browser",
    "preferences": "https://example.com/preferences",
}
ISSUE = """\
locale: fr-FR
subject: Un sujet
greeting: Bonjour FIRSTNAME,
intro: |
  **FIRSTNAME** & [adresse](https://e.co/FIRSTNAME?e=EMAIL&x=1#EMAIL "EMAIL"), `EMAIL`

  | a | b |
  |---|---|
  | EMAIL | FIRSTNAME |

  - Merci, FIRSTNAME !
sections:
  - kind: cta
    label: Pour FIRSTNAME
    link: https://e.co/?e=EMAIL
    show_if: GUARD
  - kind: banner
    image: https://e.co/FIRSTNAME.png
    alt: Pour FIRSTNAME
  - kind: text
    body: Loin d'ici
    show_if: ELSEWHERE
"""


def composed(folder: Path, esp: Dialect, words: dict[str, str], brand: str = "") -> Path:
    """The issue with each word in the place of its capitals."""
    text = re.sub("|".join(words), lambda match: words[match[0]], ISSUE)
    write(folder, {"issue.yaml": text, "brand.yaml": f"name: N\nesp: {esp.name}\npostal_address: Paris\n{brand}"})
    return folder / "issue.yaml"


def tidy(part: str) -> str:
    """Without the boxes that conditions leave, the lengths of lines, and what is cut to a column's width."""
    part = part.replace('<div style="font-size:0;line-height:0"></div>', "")
    return re.sub(r"-{3,}", "---", re.sub(r"\s+", " ", part))


@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_merged_for_a_contact_is_composed_with_the_values_in_it(esp: Dialect, tmp_path: Path) -> None:
    test = 'contact.country == "FR"'
    has_conditions = not isinstance(guard(test, esp), Problem)
    tags = {
        "FIRSTNAME": "{{contact.firstname}}",
        "EMAIL": "{{contact.email}}",
        "GUARD": test if has_conditions else "",
        "ELSEWHERE": test.replace("FR", "BE") if has_conditions else "",
    }
    values = {
        "FIRSTNAME": CONTACT["contact.firstname"], "EMAIL": CONTACT["contact.email"], "GUARD": "", "ELSEWHERE": "",
    }  # fmt: skip
    tagged = compose_file(composed(tmp_path / "tags", esp, tags))
    same = {getattr(esp, name): LINKS[name] for name in reversed(LINKS)}  # Mautic has one tag for two of them
    own = {name: same[tag] for name in LINKS if (tag := getattr(esp, name))}
    brand = "links:\n" + "".join(f"  {name}: {link}\n" for name, link in own.items())
    path = composed(tmp_path / "values", esp, values, brand if own else "")
    if has_conditions:
        path.write_text(path.read_text("utf-8").partition("  - kind: text")[0], "utf-8")

    merged, by_hand = merge(tagged, CONTACT, esp), compose_file(path)

    assert (merged.missing, merged.unknown) == ((), ())
    expected = by_hand.html.replace("https://e.co/Camille-Zo%C3%A9", "https://e.co/Camille-Zoé")  # no ESP encodes it
    assert tidy(merged.html) == tidy(expected)
    # A picture's address is in the text part only where a tag makes it the reader's own.
    text = merged.text.replace("<https://e.co/Camille-Zoé.png>", "")
    assert tidy(text) == tidy(by_hand.text.replace("https://e.co/Camille-Zo%C3%A9", "https://e.co/Camille-Zoé"))


@pytest.mark.parametrize("esp", DIALECTS.values(), ids=DIALECTS)
def test_a_default_stands_for_what_is_missing(esp: Dialect, tmp_path: Path) -> None:
    tag = '{{contact.firstname | default("toi")}}'
    if isinstance(native(tag, esp), Problem):
        assert esp.fallback is None
        return
    issue = f"subject: S\nintro: 'Bonjour {tag} !'\nlocale: en-GB\n"
    write(tmp_path, {"a.yaml": issue, "brand.yaml": f"name: N\nesp: {esp.name}\n"})
    message = compose_file(tmp_path / "a.yaml")

    without, with_name = merge(message, {"contact.email": "a@b.co"}, esp), merge(message, CONTACT, esp)

    for merged, name in ((without, "toi"), (with_name, "Camille-Zoé")):
        assert f"<p>Bonjour {name} !</p>" in re.sub(r"<p style=[^>]*>", "<p>", merged.html)
        assert f" Bonjour {name} ! " in " ".join(merged.text.split())
        assert (merged.missing, merged.unknown) == ((), ())
