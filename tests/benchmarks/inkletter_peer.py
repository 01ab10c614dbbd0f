"""Inkletter, asked by peers.py as `peer.mjs` is; run by the Python of Inkletter's own environment."""

from __future__ import annotations

import json
import sys
import time

from inkletter import parse_markdown_to_html, parse_markdown_to_text  # type: ignore[import-not-found]

for line in sys.stdin:
    content = json.loads(line)["content"]
    begun = time.perf_counter()
    html = parse_markdown_to_html(content)
    parse_markdown_to_text(content)
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "html": len(html)}), flush=True)
