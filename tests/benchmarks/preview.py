"""The preview: from start to first paint, from save to repainted pixels, and memory over many saves.

    python -m tests.benchmarks preview
    python -m tests.benchmarks.preview [SAVES]

Runs ``newsletter preview`` on the sample issue, and the system's Chromium on the page. A save changes a word of the
greeting; the time ends with the frame after the one in which the browser shows it. Memory is a ratio: after all
saves over after the first fifth of them, once the browser has collected its garbage.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.measuring import ROOT, SAMPLE
from tests.benchmarks.rows import Row, UnavailableError, run
from tests.previewing import served

STARTS, TIMED, SAVES = 5, 60, 1000
BOUNDS = {"start": 1000.0, "save": 150.0, "server": 1.1, "browser": 1.1}
SHOWN = (
    "(word) => document.querySelector('#mails iframe:not(.coming)')?.contentDocument?.body?.innerText.includes(word)"
)
PAINTED = f"""(word) => new Promise((done) => {{
  const look = () => ({SHOWN})(word)
    ? requestAnimationFrame(() => done(performance.timeOrigin + performance.now()))
    : requestAnimationFrame(look);
  look();
}})"""


def start(root: Path, page: Page) -> float:
    """Milliseconds from the command to the first paint of the email, with a browser that is open already."""
    begun = time.time()
    with served(root, SAMPLE.stem) as preview:
        page.goto(preview.url)
        painted: float = page.evaluate(PAINTED, "Bonjour")
        return painted - begun * 1000


def save(root: Path, page: Page, number: int) -> float:
    """Milliseconds from a save to the repainted email."""
    issue, word = root / "issues" / SAMPLE.name, f"Bonjour{number}fois"
    text = (root / "text").read_text("utf-8")
    assert text.count("greeting: Bonjour") + text.count('greeting: "Bonjour') == 1
    page.evaluate(f"(word) => {{ window.painted = ({PAINTED})(word); }}", word)
    begun = time.time()
    issue.write_text(text.replace("Bonjour", word, 1), "utf-8")
    painted: float = page.evaluate("() => window.painted")
    return painted - begun * 1000


def memory(process: subprocess.Popen[bytes], page: Page) -> tuple[float, float]:
    """Megabytes of the server, and of the page's scripts and elements."""
    fields = Path(f"/proc/{process.pid}/status").read_text("ascii").split("VmRSS:")[1]
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return int(fields.split()[0]) / 1024, metrics["JSHeapUsedSize"] / 1_000_000


def chromium() -> str:
    """The system's browser."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise UnavailableError("there is no Chromium on the PATH")


def rows(saves: int = SAVES) -> Iterator[Row]:
    """From start to paint, from save to paint, and the memory."""
    os.environ["PYTHONPATH"] = str(ROOT)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "project"
        subprocess.run([sys.executable, "-m", "newsletter", "init", str(root)], check=True, capture_output=True)
        shutil.copy(root / "issues" / SAMPLE.name, root / "text")
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        starts = [start(root, page) for _ in range(STARTS)]
        yield Row(f"start to first paint, median of {STARTS}", statistics.median(starts), "ms", BOUNDS["start"])
        with served(root, SAMPLE.stem) as preview:
            page.goto(preview.url)
            page.evaluate(PAINTED, "Bonjour")
            time.sleep(2)  # until the list of issues is made
            times = []
            for number in range(TIMED):
                times.append(save(root, page, number))
                time.sleep(0.3)
            few = (
                f"fastest {min(times):.0f}, slowest of ten {sorted(times)[-TIMED // 10]:.0f}, slowest {max(times):.0f}"
            )
            yield Row(f"save to repaint, median of {TIMED}", statistics.median(times), "ms", BOUNDS["save"], note=few)
            for number in range(saves // 5):
                save(root, page, TIMED + number)
            before = memory(preview.process, page)
            for number in range(saves - saves // 5):
                save(root, page, TIMED + saves + number)
            after = memory(preview.process, page)
        for at, name in enumerate(("server", "browser")):
            note = f"{after[at]:.1f} MB / {before[at]:.1f} MB"
            yield Row(f"memory of the {name} over {saves} saves", after[at] / before[at], bound=BOUNDS[name], note=note)
        browser.close()


if __name__ == "__main__":
    sys.exit(run({"preview": lambda: rows(*map(int, sys.argv[1:]))}))
