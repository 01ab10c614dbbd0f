from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from newsletter.images import Picture, Pixels, measure


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_is_measured(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/é à.png").write_bytes(png(30, 20))

    assert measure("images/é à.png", tmp_path) == Pixels(30, 20)


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("no.png", None, "missing-image"),
        ("text.png", b"no picture", "unreadable-image"),
        ("empty.png", b"", "unreadable-image"),
        ("cut.png", png(3, 3)[:18], "unreadable-image"),
        ("../out.png", None, "image-outside"),
        ("/etc/passwd", None, "image-outside"),
    ],
)
def test_what_cannot_be_measured_is_a_problem_with_its_cure(
    tmp_path: Path, path: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / path).write_bytes(content)

    problem = measure(path, tmp_path)

    assert not isinstance(problem, Pixels)
    assert (problem.code, problem.needle) == (code, path)
    assert problem.hint


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    (tmp_path / "project").mkdir()
    (tmp_path / "project/i.png").symlink_to(tmp_path / "secret.png")

    problem = measure("i.png", tmp_path / "project")

    assert not isinstance(problem, Pixels)
    assert problem.code == "image-outside"


def test_a_missing_picture_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/banner.png").write_bytes(png(1, 1))

    problem = measure("images/baner.png", tmp_path)

    assert not isinstance(problem, Pixels)
    assert problem.label == "did you mean 'images/banner.png'?"


@pytest.mark.parametrize(
    ("natural", "room", "shown"),
    [((1200, 700), 568, (568, 331)), ((100, 50), 568, (100, 50)), ((1000, 1), 10, (10, 1))],
)
def test_a_picture_is_shown_as_wide_as_the_room_at_most(
    natural: tuple[int, int], room: int, shown: tuple[int, int]
) -> None:
    assert Picture("x", Pixels(*natural)).fitted(room) == shown


def test_a_local_picture_is_hosted_below_the_base() -> None:
    assert Picture.of("images/é.png", None, "https://e.co/n").url == "https://e.co/n/images/%C3%A9.png"
    assert Picture.of("./images/a.png", None, "https://e.co/n/").url == "https://e.co/n/images/a.png"
    assert Picture.of("images/a.png", None, None).url == "images/a.png"
