"""The real sandbox and the real bot as processes of their own, on free ports, with a folder of their own."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from datetime import time as daytime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx

INDIA = ZoneInfo("Asia/Kolkata")
MORNING = daytime(10, 0)
TOKEN = "1000001:sandbox"
PATIENCE = 10.0  # seconds
STEP = 0.01
ADDRESS = re.compile(r"Sandbox: (\S+)/\n")
NEVER_TOLD = "2001-01-01T00:00:00+00:00"
T = TypeVar("T")


def wait_for(look: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """Look again and again until there is something; fails when patience ends."""
    end = time.monotonic() + patience
    while True:
        if found := look():
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} s for {what}")
        time.sleep(STEP)


class House:
    """One sandbox and one bot that follows its clock."""

    def __init__(self, folder: Path, log_level: str = "info") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._log_level = log_level
        self._outputs: list[Path] = []
        self.sandbox, printed = self._start("sandbox", "-m", "sandbox", "--port", "0", "--no-limits")
        found = wait_for(lambda: ADDRESS.search(printed.read_text()), "the sandbox's address")
        self.url = found[1]
        self._control = httpx.Client(base_url=f"{self.url}/control", timeout=30)
        self.bot: subprocess.Popen[bytes] | None = None

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBHOOK", "DATABASE"))}
        url = getattr(self, "url", "")
        return kept | {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": url,
            "DATA_DIR": str(self.folder),
            "LOG_LEVEL": self._log_level,
            "SECONDS_PER_CHAT": "0",  # nobody here types as slowly as people do
            "PYTHONUNBUFFERED": "1",
        }

    def _start(self, name: str, *words: str) -> tuple[subprocess.Popen[bytes], Path]:
        path = self.folder / f"{name}-{len(self._outputs)}.out"
        self._outputs.append(path)
        with path.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *words], stdout=output, stderr=subprocess.STDOUT, env=self._environment()
            )
        return process, path

    def start_bot(self) -> None:
        """Start the bot and wait until it follows the sandbox's clock."""
        self.asks("next_due", {"at": NEVER_TOLD})
        self.bot, path = self._start("bot", "-m", "bot", "run")
        running = self.bot

        def follows() -> bool:
            assert running.poll() is None, path.read_text()
            return bool(self.sees("clock")["next_due"] != NEVER_TOLD)

        wait_for(follows, "the bot", 90)

    def kill_bot(self) -> None:
        """End the bot as a power cut would."""
        assert self.bot is not None
        self.bot.kill()
        self.bot.wait()

    def operator(self, *words: str) -> str:
        """Run `python -m bot …` beside the running bot and give what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            capture_output=True,
            text=True,
            env=self._environment(),
            check=False,
            timeout=60,
        )
        (path := self.folder / f"operator-{len(self._outputs)}.out").write_text(done.stdout + done.stderr)
        self._outputs.append(path)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def asks(self, path: str, body: Any = None) -> Any:
        """POST to the control API."""
        answer = self._control.post(f"/{path}", json=body if body is not None else {})
        assert answer.is_success, f"{path} {body}: {answer.text}"
        return answer.json()

    def sees(self, path: str, **query: Any) -> Any:
        """GET from the control API."""
        return self._control.get(f"/{path}", params=query).raise_for_status().json()

    def file(self, url: str) -> bytes:
        """A file that the bot sent."""
        return httpx.get(f"{self.url}{url}").raise_for_status().content

    def moves_clock(self, **step: float) -> None:
        """Move the sandbox's clock forward by days, hours or minutes."""
        seconds = {"days": 86400, "hours": 3600, "minutes": 60}
        self.asks("clock", {"advance_seconds": sum(seconds[name] * n for name, n in step.items())})

    def to_next_due_before(self, latest: datetime) -> None:
        """Move the clock to what the bot says is due next, as soon as it says something before `latest`."""

        def told() -> bool:
            at = self.sees("clock")["next_due"]
            return bool(at) and datetime.fromisoformat(at) < latest

        wait_for(told, "the bot to say what is due next")
        self.asks("clock", {"to_next_due": True})

    def starts_in_the_morning(self) -> None:
        """Move the clock to ten in the morning of tomorrow in India."""
        tomorrow = datetime.now(INDIA).date() + timedelta(days=1)
        self.asks("clock", {"to": datetime.combine(tomorrow, MORNING, INDIA).isoformat()})

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the bot's database holds, read-only."""
        with closing(sqlite3.connect(f"file:{self.folder / 'samooh.db'}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def settled(self, update_id: int, patience: float = PATIENCE) -> None:
        """Wait until the bot has taken an update through to its answer."""
        query = "SELECT state FROM updates WHERE update_id = ?"
        wait_for(lambda: self.rows(query, update_id) == [("done",)], f"update {update_id}", patience)

    def outputs(self) -> str:
        """Everything that any of the processes has printed."""
        return "\n".join(path.read_text(errors="replace") for path in self._outputs)

    def close(self) -> None:
        """Stop both; neither may have printed the token or a turn that failed."""
        for process in (self.bot, self.sandbox):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(20)
        self._control.close()
        assert TOKEN not in self.outputs()
