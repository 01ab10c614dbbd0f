"""A running ``newsletter preview``, asked over plain sockets."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import command, environment

PATIENCE = 30  # seconds until a test gives up waiting


class Answer(NamedTuple):
    """What a request got."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Preview:
    """A server that runs, and where."""

    process: subprocess.Popen[bytes]
    url: str
    port: int

    def get(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a request, by default one such as a person's own programs make."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status == 200, answer
        return json.loads(answer.body)

    def connect(self, sent: bytes = b"") -> socket.socket:
        """A connection on which that was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(sent)
        return connection

    def raw(self, sent: bytes, *, hang_up: bool = False) -> bytes:
        """All that comes back for these bytes until the server closes; ``{host}`` in them is this server's own."""
        with self.connect() as connection:
            try:
                connection.sendall(sent.replace(b"{host}", b"127.0.0.1:%d" % self.port))
                if hang_up:
                    connection.shutdown(socket.SHUT_WR)
                return b"".join(iter(lambda: connection.recv(65536), b""))
            except (ConnectionResetError, BrokenPipeError):  # it has seen enough
                return b""

    def events(self) -> tuple[socket.socket, Iterator[str]]:
        """The stream that pages listen to, and its events as they come."""
        connection = self.connect(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % self.port)
        lines = connection.makefile("r", encoding="utf-8")
        return connection, (line.split()[1] for line in lines if line.startswith("event:"))


def until(what: Callable[[], bool], again: Callable[[], object] = lambda: None) -> None:
    """Wait for something; do it `again` now and then, since a change may come before the watching has begun."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it never came"
        again()
        time.sleep(0.1)


def running(process: subprocess.Popen[bytes]) -> Preview:
    """The preview of a process that has just been started."""
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/\S*", line)
    assert found, line or (process.stderr.read() if process.stderr else b"")
    return Preview(process, found[0], int(found[1]))


@contextmanager
def served(folder: Path, *args: str) -> Iterator[Preview]:
    """A preview of a folder that ends with Ctrl-C, and that has nothing to complain about."""
    process = subprocess.Popen(
        command("preview", "--no-browser", "--port", "0", *args),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield running(process)
        alive = process.poll() is None
        process.send_signal(signal.SIGINT) if os.name == "posix" else process.kill()
        err = process.communicate(timeout=PATIENCE)[1]
        assert (alive, err.decode()) == (True, "")
    finally:
        process.kill()
        process.communicate()
