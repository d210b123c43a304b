"""Stores on 127.0.0.1, each in a process of its own: S3 that can go away and come back, and FTP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

_S3 = """
import socket, sys
from moto.server import ThreadedMotoServer

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
server.start()
print(port, flush=True)
for line in sys.stdin:
    if line == "go\\n":
        server.stop()
    else:
        server = ThreadedMotoServer("127.0.0.1", port, verbose=False)  # with what it held
        server.start()
    print("done", flush=True)
"""
_FTP = """
import sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import ThreadedFTPServer

class Handler(FTPHandler):
    authorizer = DummyAuthorizer()

Handler.authorizer.add_anonymous(sys.argv[1], perm="elradfmwMT")
server = ThreadedFTPServer(("127.0.0.1", 0), Handler)
print(server.address[1], flush=True)
server.serve_forever()
"""


@contextmanager
def _process(code: str, *words: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and the port that it listens on."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


@dataclass
class S3:
    """A server that holds buckets."""

    port: int
    process: subprocess.Popen[str]

    @property
    def environment(self) -> dict[str, str]:
        """By which programs find it and are let in."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "tester",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": "/nowhere",
        }

    @property
    def client(self) -> Any:
        """Another program's than ours: boto3's."""
        import boto3

        return boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            aws_access_key_id="tester",
            aws_secret_access_key="secret",
            region_name="us-east-1",
        )

    def forget(self) -> None:
        """All buckets."""
        with urlopen(f"http://127.0.0.1:{self.port}/moto-api/reset", data=b"") as answer:
            assert json.load(answer)["status"] == "ok"

    def fill(self, bucket: str, prefix: str, folder: Path) -> None:
        """A new bucket with all files of a folder, under its prefix."""
        client = self.client
        client.create_bucket(Bucket=bucket)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                key = f"{prefix}/{path.relative_to(folder).as_posix()}"
                client.put_object(Bucket=bucket, Key=key, Body=path.read_bytes())

    def held(self, bucket: str, prefix: str = "") -> dict[str, bytes]:
        """Its files below the prefix, by their names there."""
        client = self.client
        listed = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
        return {
            each["Key"].removeprefix(prefix): client.get_object(Bucket=bucket, Key=each["Key"])[
                "Body"
            ].read()
            for each in listed
        }

    def go(self) -> None:
        """Nobody listens any more; what it holds stays."""
        self._tell("go")

    def come_back(self) -> None:
        self._tell("come back")

    def _tell(self, word: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(word, file=self.process.stdin, flush=True)
        assert self.process.stdout.readline() == "done\n"


@contextmanager
def s3() -> Iterator[S3]:
    with _process(_S3) as (process, port):
        yield S3(port, process)


@contextmanager
def ftp(folder: Path) -> Iterator[int]:
    """The port of a server that shows this folder to everybody."""
    with _process(_FTP, str(folder)) as (_, port):
        yield port
