"""The tools that we are measured against, in versions that are fixed here, below `peers/`, which git ignores."""

from __future__ import annotations

import json
import shutil
import subprocess
import venv
from pathlib import Path

from tests.benchmarks.rows import UnavailableError

MJML, EMAIL_MD, INKLETTER = "5.4.1", "0.3.5", "3.4.0"
PEERS = Path(__file__).parent / "peers"
_PACKAGES = {"mjml": MJML, "emailmd": EMAIL_MD}


def node() -> str:
    """The path of Node.

    Raises:
        UnavailableError: There is none, or no npm.

    """
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        raise UnavailableError("there is no node and npm on the PATH; install Node.js 20 or newer")
    return found


def npm_packages() -> Path:
    """The folder whose `node_modules` hold MJML and Email.md; they are installed where they are not.

    Raises:
        UnavailableError: There is no Node.

    """
    node()
    if any(_version(name) != version for name, version in _PACKAGES.items()):
        PEERS.mkdir(exist_ok=True)
        (PEERS / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        wanted = [f"{name}@{version}" for name, version in _PACKAGES.items()]
        subprocess.run(["npm", "install", "--silent", "--no-package-lock", *wanted], cwd=PEERS, check=True)
    return PEERS


def _version(package: str) -> str | None:
    path = PEERS / "node_modules" / package / "package.json"
    version: str | None = json.loads(path.read_text(encoding="utf-8"))["version"] if path.is_file() else None
    return version


def inkletter() -> Path:
    """The folder with the commands of Inkletter's own environment; it is installed where it is not."""
    folder = PEERS / f"inkletter-{INKLETTER}"
    if not (folder / "bin" / "inkletter").is_file():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", f"inkletter=={INKLETTER}"]
        subprocess.run(pip, check=True)
    return folder / "bin"
