"""A Hugging Face hub, a plain file host and a proxy on 127.0.0.1, in a process of its own.

Paths answer what they were told to hold (Server.hold); /OWNER/REPO/resolve/REV/FILE sends on to
/cdn/..., with the headers by which the hub states a file's digest. Any other path is 404. A path
misbehaves by the faults planned for it, one for each request that comes, then behaves.

A fault is (kind, value):
    "status"     answer this code; value may also be [code, headers]
    "page"       200 and a web page of this content type, as a captive portal does
    "reset"      send this many bytes of what was asked for, then reset the connection
    "close"      the same, but close it
    "stall"      send this many bytes, then nothing, and keep the connection
    "silence"    take the request, answer nothing
    "trickle"    send pieces of this many bytes, 5 ms apart
    "flip"       turn around the byte at this place of the file
    "whole"      ignore Range
    "elsewhere"  begin the part that was asked for this many bytes later
    "unsaid"     send the part without Content-Range
    "endless"    do not state the length: the end of the connection is that of the file
    "endless stall"  the same, and stall
    "redirect"   send on to this address
    "unstated"   the hub's redirect does not state the digest
    "becomes"    from now on the path holds this file
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Fault = tuple[str, Any]
_CONTROL = "/control"
_HUB_MARK = "/resolve/"


@dataclass(frozen=True)
class Request:
    """One that came. target is as the client wrote it: with scheme and host through a proxy."""

    method: str
    target: str
    range: str | None
    user_agent: str
    sent_bytes: int = 0

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


class Server:
    """The test's end of it."""

    def __init__(self, port: int, secure: bool) -> None:
        self.port = port
        self._secure = secure

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self._secure else 'http'}://{self.host}"

    def hold(self, path: str, file: Path, *faults: Fault, always: Fault | None = None) -> str:
        """Let the path answer with the file, after these faults; always is one for each request."""
        self._tell(path=path, file=str(file), faults=faults, always=always)
        return self.url + path

    def plan(self, path: str, *faults: Fault, always: Fault | None = None) -> str:
        """Other faults for a path, in place of those it has."""
        self._tell(path=path, faults=faults, always=always)
        return self.url + path

    def requests(self, path: str = "") -> list[Request]:
        """Those that came, in their order; only those whose path begins so."""
        told = [Request(**each) for each in self._tell()]
        return [each for each in told if each.path.startswith(path)]

    def forget(self) -> None:
        """Hold nothing, plan nothing, remember no request."""
        self._tell(forget=True)

    def _tell(self, **words: Any) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        if self._secure:
            unchecked = ssl._create_unverified_context()
            connection = HTTPSConnection("127.0.0.1", self.port, timeout=10, context=unchecked)
        try:
            connection.request("POST", _CONTROL, json.dumps(words))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


@contextmanager
def started(certificate: Path | None = None) -> Iterator[Server]:
    """The server while inside; over TLS with a certificate, which is a .pem with its key."""
    words = [sys.executable, __file__, *([str(certificate)] if certificate else [])]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Server(int(process.stdout.readline()), certificate is not None)
    finally:
        process.kill()
        process.communicate()


def closed_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# The server's end


class _World:
    """What the paths hold, what is planned for them, what came."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.files: dict[str, Path] = {}
        self.faults: dict[str, list[list[Any]]] = {}
        self.always: dict[str, list[Any]] = {}
        self.came: list[dict[str, Any]] = []

    def told(self, words: dict[str, Any]) -> list[dict[str, Any]]:
        with self.lock:
            if words.get("forget"):
                self.forget()
            if (path := words.get("path")) is not None:
                self.faults[path] = words["faults"]
                self.always.pop(path, None)
                if words["always"] is not None:
                    self.always[path] = words["always"]
                if "file" in words:
                    self.files[path] = Path(words["file"])
            return list(self.came)

    def next_fault(self, path: str) -> Fault:
        with self.lock:
            if self.faults.get(path):
                kind, value = self.faults[path].pop(0)
            else:
                kind, value = self.always.get(path, ("", None))
            if kind == "becomes":
                self.files[path] = Path(value)
            return kind, value

    def held(self, path: str) -> Path | None:
        with self.lock:
            return self.files.get(path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    world = _World()

    def do_POST(self) -> None:
        words = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(200, json.dumps(self.world.told(words)).encode(), {})

    def do_CONNECT(self) -> None:
        """A proxy that may not tunnel, but tells that it was asked."""
        self._note()
        self._answer(403, b"", {})

    def do_GET(self) -> None:
        self._note()
        path = urlsplit(self.path).path
        kind, value = self.world.next_fault(path)
        if kind == "silence":
            time.sleep(600)
        elif kind == "status":
            code, headers = value if isinstance(value, list) else (value, {})
            self._answer(code, b"no", headers)
        elif kind == "page":
            page = b"<!DOCTYPE html><html><body>Please log in.</body></html>"
            self._answer(200, page, {"Content-Type": value})
        elif kind == "redirect":
            self._answer(302, b"", {"Location": value})
        elif (file := self.world.held(path)) is None:
            self._answer(404, b"not found", {})
        elif _HUB_MARK in path and not path.startswith("/cdn/"):
            self._send_on(path, file, kind)
        else:
            self._send_file(file.read_bytes(), kind, value)

    def _note(self) -> None:
        self._row = {
            "method": self.command,
            "target": self.path,
            "range": self.headers.get("Range"),
            "user_agent": self.headers.get("User-Agent", ""),
            "sent_bytes": 0,
        }
        with self.world.lock:
            self.world.came.append(self._row)

    def _send_on(self, path: str, file: Path, kind: str) -> None:
        """As huggingface.co: its storage has the bytes, it has the digest."""
        content = file.read_bytes()
        inside = f"/cdn{path}"
        self.world.files[inside] = file
        headers = {
            "Location": inside,
            "X-Repo-Commit": "4d045d18592c5771cd3990da88f292812774e538",
            "X-Linked-Size": str(len(content)),
            "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
        }
        if kind == "unstated":
            del headers["X-Linked-Etag"]
        self._answer(302, b"", headers)

    def _send_file(self, content: bytes, kind: str, value: Any) -> None:
        size, etag = len(content), f'"{hashlib.md5(content).hexdigest()}"'
        if kind == "flip":
            content = content[:value] + bytes([content[value] ^ 1]) + content[value + 1 :]
        asked = self.headers.get("Range")
        start = 0 if asked is None or kind == "whole" else int(asked[len("bytes=") : -1])
        if start >= size:
            self._answer(416, b"", {"Content-Range": f"bytes */{size}"})
            return
        partial = start > 0
        start += value if kind == "elsewhere" and partial else 0
        self.send_response(206 if partial else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("ETag", etag)
        self.send_header("Accept-Ranges", "bytes")
        if partial and kind != "unsaid":
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        if kind.startswith("endless"):
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(size - start))
        self.end_headers()
        self._send_body(content[start:], kind, value)

    def _send_body(self, content: bytes, kind: str, value: Any) -> None:
        if kind in ("reset", "close", "stall", "endless stall"):
            self._send(content[:value])
            self._break_off(kind)
        elif kind == "trickle":
            for at in range(0, len(content), value):
                self._send(content[at : at + value])
                time.sleep(0.005)
        else:
            self._send(content)

    def _send(self, content: bytes) -> None:
        for at in range(0, len(content), 4096):
            self.wfile.write(content[at : at + 4096])
            self._row["sent_bytes"] += len(content[at : at + 4096])

    def _break_off(self, kind: str) -> None:
        self.close_connection = True
        if kind.endswith("stall"):
            time.sleep(600)
        if kind == "reset":
            time.sleep(0.1)  # a reset overtakes what the client has not read yet
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())

    def _answer(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 32

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that went away are what this server is for."""


if __name__ == "__main__":
    server = _QuietServer(("127.0.0.1", 0), _Handler)
    if len(sys.argv) > 1:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[1])
        # The handshake is left to the thread that reads first.
        server.socket = tls.wrap_socket(server.socket, True, do_handshake_on_connect=False)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
