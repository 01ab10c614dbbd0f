from __future__ import annotations

import pytest

from newsletter.colors import READABLE, Scheme, contrast, luminance, mix, palette
from newsletter.model.brand import Colors

ACCENTS = ["#0b5fff", "#4338ca", "#ffd400", "#ffffff", "#000000", "#7f7f7f", "#e0115f", "#00a86b"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_runs_from_black_to_white() -> None:
    assert (luminance("#000000"), luminance("#ffffff")) == (0.0, pytest.approx(1.0))


def test_a_mix_lies_between_its_colours() -> None:
    assert [mix("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#ffffff", "#808080", "#000000"]


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("ground", ["#ffffff", "#fff7d6", "#101014"])
def test_every_text_can_be_read_in_both_schemes_whatever_the_brand(accent: str, ground: str) -> None:
    both = palette(Colors(accent=accent, surface=ground, background=ground))

    for scheme in (both.light, both.dark):
        for text, on in _pairs(scheme):
            assert contrast(text, on) >= READABLE, (text, on)


def _pairs(s: Scheme) -> list[tuple[str, str]]:
    grounds = [s.surface, s.raised]
    pairs = [(text, ground) for text in (s.text, s.muted, s.accent_text) for ground in grounds]
    return [*pairs, (s.muted, s.background), (s.on_accent, s.accent)]


def test_a_brand_that_can_be_read_keeps_its_accent() -> None:
    light = palette(Colors(accent="#4338ca")).light

    assert (light.accent, light.accent_text, light.on_accent) == ("#4338ca", "#4338ca", "#ffffff")


def test_a_pale_accent_fills_as_it_is_and_is_darkened_as_text() -> None:
    light = palette(Colors(accent="#ffd400")).light

    assert light.accent == "#ffd400"
    assert light.on_accent == "#111115"
    assert light.accent_text != "#ffd400"
