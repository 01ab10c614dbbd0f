"""Notices changes of the files that a preview depends on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from newsletter.folder import SETTINGS
from newsletter.layout import packaged
from newsletter.load import project_root
from newsletter.preview.builds import PICTURES

_SETTLED = 10  # milliseconds without a change after which changes are told: a rename follows its write at once
_LOOK = 1500  # milliseconds between two looks whether a folder is still the same one
_KINDS = {".yaml", ".yml", ".j2", *PICTURES}


async def changes(folder: Path, stop: asyncio.Event) -> AsyncIterator[set[Path]]:
    """The files that changed, again and again, until told to stop.

    Args:
        folder: The folder of the issues. It may go, and come back.
        stop: Ends it when set.

    """
    folder = folder.absolute()
    root = project_root(folder / "any.yaml")
    layouts = dict.fromkeys((root / "layouts", packaged().absolute()))
    above = [path for path in folder.parents if path.is_relative_to(root)]
    found: asyncio.Queue[set[Path]] = asyncio.Queue()
    watchers = [asyncio.create_task(_watch([folder, *layouts], found, stop, deep=True))]
    if above:  # the settings may stand there; what else does is not ours, and may be large
        watchers.append(asyncio.create_task(_watch(above, found, stop, deep=False)))
    ended = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            change = asyncio.create_task(found.get())
            await asyncio.wait({change, ended, *watchers}, return_when=asyncio.FIRST_COMPLETED)
            if change.done():
                yield change.result()
            else:
                change.cancel()
                for watcher in watchers:
                    if watcher.done():
                        watcher.result()  # which raises what went wrong
    finally:
        stop.set()
        await asyncio.gather(*watchers, return_exceptions=True)
        ended.cancel()


async def _watch(folders: Sequence[Path], found: asyncio.Queue[set[Path]], stop: asyncio.Event, *, deep: bool) -> None:
    def wanted(change: Change, name: str) -> bool:
        path = Path(name)
        if not path.suffix:  # a folder; or what an editor tries out before it saves
            return deep and (path.is_dir() or change is Change.deleted) and not path.name.isdecimal()
        return path.suffix.lower() in _KINDS if deep else path.name in SETTINGS

    polling = False
    while not stop.is_set():
        there, same = [path for path in folders if path.is_dir()], _identity(folders)
        if not there:
            watched = _nothing()
        elif all(map(_is_text, there)):
            watched = awatch(
                *there, watch_filter=wanted, step=_SETTLED, stop_event=stop, recursive=deep,
                rust_timeout=_LOOK, yield_on_timeout=True, force_polling=polling or None,
            )  # fmt: skip
        else:
            watched = _looked_at(there, wanted, stop, deep=deep)
        try:
            async for changed in watched:
                if changed:
                    found.put_nowait({Path(name) for _, name in changed})
                if _identity(folders) != same:  # one has gone, or come, or is another now
                    found.put_nowait(set(folders))
                    break
        except (OSError, RuntimeError) as error:
            # A folder that has just gone is waited for; any other is no more watches to be had, watchfiles' own error.
            polling = polling or not isinstance(error, FileNotFoundError)
            await asyncio.sleep(_LOOK / 1000)
            found.put_nowait(set(folders))


def _is_text(path: Path) -> bool:
    """Whether a name is text, as watchfiles wants it; on POSIX a name may be any bytes."""
    return not any("\ud800" <= sign <= "\udfff" for sign in str(path))


async def _looked_at(
    folders: Sequence[Path], wanted: Callable[[Change, str], bool], stop: asyncio.Event, *, deep: bool
) -> AsyncIterator[set[tuple[Change, str]]]:
    """What changes in folders, by looking at all their files again and again."""
    before = _stamps(folders, deep=deep)
    while not stop.is_set():
        await asyncio.sleep(_LOOK / 1000)
        now = _stamps(folders, deep=deep)
        changed = {name for name in now.keys() | before.keys() if now.get(name) != before.get(name)}
        yield {(Change.modified, name) for name in changed if wanted(Change.modified, name)}
        before = now


def _stamps(folders: Sequence[Path], *, deep: bool) -> dict[str, int]:
    found = {}
    for path in (path for folder in folders for path in (folder.rglob("*") if deep else folder.iterdir())):
        with suppress(OSError):  # gone since it was listed
            found[str(path)] = path.stat().st_mtime_ns
    return found


async def _nothing() -> AsyncIterator[set[tuple[Change, str]]]:
    await asyncio.sleep(_LOOK / 1000)
    yield set()


def _identity(folders: Sequence[Path]) -> list[tuple[int, int]]:
    return [(stat.st_dev, stat.st_ino) for path in folders if path.is_dir() and (stat := path.stat())]
