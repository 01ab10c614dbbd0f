from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import imagesize
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.errors import Problem
from newsletter.images import Look, Picture, Pixels, look, measure


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif(width: int, height: int, frames: int = 1) -> bytes:
    size = struct.pack("<HH", width, height)
    extension = b"!\xf9\x04\0\0\0\0\0"
    frame = extension + b",\0\0\0\0" + size + b"\0" + b"\x02\x02D\x01\0"
    return b"GIF89a" + size + b"\x80\0\0" + b"\0" * 6 + frame * frames + b";"


def webp(width: int, height: int) -> bytes:
    canvas = b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(chunk)) + chunk


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0" + frame + b"\xff\xd9"


def bmp(width: int, height: int) -> bytes:
    return b"BM" + b"\0" * 12 + struct.pack("<IiiHH", 40, width, height, 1, 24) + b"\0" * 24


def apng(width: int, height: int, frames: int) -> bytes:
    plain = png(width, height)
    data = b"acTL" + struct.pack(">II", frames, 0)
    return plain[:33] + struct.pack(">I", 8) + data + struct.pack(">I", zlib.crc32(data)) + plain[33:]


PICTURES: dict[str, Callable[[int, int], bytes]] = {
    "png": png,
    "gif": gif,
    "webp": webp,
    "jpeg": jpeg,
    "bmp": bmp,
    "animated": lambda width, height: gif(width, height, 3),
    "animated-png": lambda width, height: apng(width, height, 3),
}
"""How a picture of a size is made, by what it is."""


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


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_picture_without_the_right_to_read_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(1, 1))
    (tmp_path / "a.png").chmod(0)

    problem = measure("a.png", tmp_path)

    assert isinstance(problem, Problem)
    assert (problem.message, problem.hint) == (
        "the image 'a.png' cannot be read: Permission denied",
        "check its rights",
    )


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


@pytest.mark.parametrize(
    ("content", "kind", "animated"),
    [
        (png(3, 2), "png", False),
        (apng(3, 2, 2), "png", True),
        (apng(3, 2, 1), "png", False),
        (gif(3, 2), "gif", False),
        (gif(3, 2, 2), "gif", True),
        (webp(3, 2), "webp", False),
        (jpeg(3, 2), "jpeg", False),
        (bmp(3, 2), "bmp", False),
        (b"\0\0\0\x1cftypavif", "avif", False),
        (b"\0\0\0\x1cftypheic", "heic", False),
        (b"<svg/>", "svg", False),
        (b"", "", False),
        (b"no picture", "", False),
    ],
)
def test_what_a_file_is_does_not_depend_on_its_name(tmp_path: Path, content: bytes, kind: str, animated: bool) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(content)

    assert look(file) == Look(kind, animated, len(content))


@pytest.mark.parametrize("whole", [gif(3, 2, 2), apng(3, 2, 2)])
def test_a_damaged_file_is_looked_at_as_far_as_it_goes(tmp_path: Path, whole: bytes) -> None:
    file = tmp_path / "a.png"
    for end in range(len(whole)):
        file.write_bytes(whole[:end])

        assert look(file) in (Look(kind, moves, end) for kind in ("", "gif", "png") for moves in (False, True))


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_of_the_tests_can_be_measured(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.png").write_bytes(PICTURES[kind](30, 20))

    assert measure("a.png", tmp_path) == Pixels(30, 20)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.sampled_from([b"IHDR", b"CgBI"]), st.integers(0, 40))
def test_a_png_is_measured_as_the_library_measures_it(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, chunk: bytes, end: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.png"
    whole = png(1, 1)
    file.write_bytes((whole[:12] + chunk + struct.pack(">II", width, height) + whole[24:])[:end])

    found = measure(file.name, file.parent)

    expected = imagesize.get(file)
    assert found == expected if min(expected) > 0 else isinstance(found, Problem)


def test_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert look(tmp_path / "no.png") is None


def test_a_path_that_is_no_name_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "round.png").symlink_to("round.png")

    for path, why in (("a" * 5000, "File name too long"), ("round.png", "it is a link to itself")):
        found = measure(path, tmp_path)
        assert isinstance(found, Problem)
        assert found.code == "unreadable-image"
        assert found.message.endswith(f"cannot be read: {why}")
        assert len(found.message) < 200
