"""Many replicas on one machine, to be watched and killed: PostgreSQL, two web, two worker, a sandbox before them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from bot.sandbox_clock import TOKEN
from sandbox.postgres import Postgres

ROLES = ("web", "web", "worker", "worker")
BACK_AFTER = 2.0  # seconds until a replica that died is started again
LOOK_EVERY = 0.2
PATIENCE, START = 10.0, 60.0


@dataclass
class Replica:
    """One process, started again when it dies."""

    name: str
    words: tuple[str, ...]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    died_at: float | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it, so that it ends with this process."""
        fence = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        self.process = subprocess.Popen([*fence, sys.executable, "-m", *self.words], env=self.environment)
        self.died_at = None

    def look(self) -> None:
        """Tell when it has died, and start it again a moment later."""
        assert self.process is not None  # noqa: S101  (start() came first)
        code = self.process.poll()
        if code is None:
            return
        if self.died_at is None:
            self.died_at = time.monotonic()
            print(f"{self.name} (process {self.process.pid}) died: {_words(code)}. It comes back.", flush=True)
        elif time.monotonic() - self.died_at > BACK_AFTER:
            self.start()
            print(f"{self.name} is back as process {self.process.pid}.", flush=True)

    def stop(self) -> None:
        """Ask it to stop."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()


def _words(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


class _Stop(Exception):
    """Somebody asks to stop."""


def run_scaled(port: int, folder: Path, *, fresh: bool) -> None:
    """Start everything, say where to click and what to kill, and keep it running until Ctrl-C or SIGTERM.

    Raises OSError when the port is taken, RuntimeError when PostgreSQL's programs are missing.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    server = Postgres((folder / "postgres").resolve())
    server.start()
    replicas = _replicas(port, folder, server.url)
    signal.signal(signal.SIGTERM, _raise_stop)
    try:
        _bring_up(replicas)
        _await_webhook(port)
        _tell(port, replicas)
        while True:
            time.sleep(LOOK_EVERY)
            for replica in replicas:
                replica.look()
    except (_Stop, KeyboardInterrupt):
        print("Stopping.", flush=True)
    finally:
        _end(replicas)
        server.close()


def _raise_stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stop


def _replicas(port: int, folder: Path, database: str) -> list[Replica]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBHOOK", "DATABASE"))}
    delivered = port + 1
    ours = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "WEBHOOK_URL": f"http://127.0.0.1:{delivered}",
        "WEBHOOK_SECRET": "only-for-this-machine",
        "PORT": str(delivered),
        "SHARE_PORT": "1",
        "LOG_LEVEL": "warning",
    }
    front = Replica("sandbox", ("sandbox", "--port", str(port), "--data", str(folder / "sandbox")), kept)
    return [front] + [Replica(f"{role} {n % 2 + 1}", ("bot", role), kept | ours) for n, role in enumerate(ROLES)]


def _bring_up(replicas: list[Replica]) -> None:
    """Migrate once, so that the replicas needn't wait for one another, then start them."""
    command = [sys.executable, "-m", "bot", "migrate"]
    subprocess.run(command, env=replicas[-1].environment, check=True, stdout=subprocess.DEVNULL)
    for replica in replicas:
        replica.start()


def _await_webhook(port: int) -> None:
    """Wait until a web replica has told the sandbox where to deliver."""
    address, end = f"http://127.0.0.1:{port}/bot{TOKEN}/getWebhookInfo", time.monotonic() + START
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=1) as answer:
                if json.load(answer)["result"]["url"]:
                    return
        except OSError:
            pass
        time.sleep(LOOK_EVERY)
    raise RuntimeError("no web replica has come up; its log stands above")


def _tell(port: int, replicas: list[Replica]) -> None:
    print(f"Samooh is ready, many times over: open http://127.0.0.1:{port} in a browser.")
    for replica in replicas[1:]:
        assert replica.process is not None  # noqa: S101  (_bring_up has started it)
        print(f"  {replica.name:9} process {replica.process.pid}")
    print(
        "Kill one (kill -9 and its number) while you tap or while an alert goes out: nothing is lost or comes twice."
    )
    database = replicas[-1].environment["DATABASE_URL"]
    print(f"An operator beside it: DATABASE_URL={database} BOT_TOKEN={TOKEN} BOT_API_URL=http://127.0.0.1:{port}")
    sys.stdout.flush()


def _end(replicas: list[Replica]) -> None:
    for replica in replicas[1:]:
        replica.stop()
    end = time.monotonic() + PATIENCE
    for replica in (*replicas[1:], replicas[0]):
        replica.stop()
        if replica.process is not None:
            try:
                replica.process.wait(max(end - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                replica.process.kill()
