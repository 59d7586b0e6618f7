"""`make run-scaled`, as somebody tries it: talk, kill a web and a worker, and see that nothing is lost or doubled."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx

from tests.cluster import bugs_in, free_port, wait_for

OWNER = 2_000_001
WORDS = ("/help", "/alerts", "/reminders", "/settings")


def test_a_web_and_a_worker_are_killed_and_every_update_is_answered_once(tmp_path: Path) -> None:
    port, printed = free_port(), tmp_path / "scaled.out"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBHOOK", "DATABASE", "BOT"))}
    command = [sys.executable, "-m", "bot", "scaled", "--port", str(port), "--data", str(tmp_path / "scaled")]
    with printed.open("wb") as output:
        scaled = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=kept)
    try:
        wait_for(lambda: "worker 2" in printed.read_text(), "all replicas", 90)
        control = httpx.Client(base_url=f"http://127.0.0.1:{port}/control", timeout=30)
        before = answers(control)
        for number, word in enumerate(WORDS * 3):
            if number in {2, 7}:
                for name in ("web 1", "worker 2"):
                    os.kill(newest(printed.read_text(), name), signal.SIGKILL)
            assert control.post(f"/contacts/{OWNER}/text", json={"text": word}).is_success
            if number == 2:
                wait_for(lambda: printed.read_text().count("is back as process") == 2, "the replicas", 30)
        wait_for(lambda: len(answers(control)) - len(before) >= len(WORDS) * 3, "every answer", 40)
        time.sleep(1)  # a second answer would have come by now
        counted = Counter(text.partition("\n")[0] for text in answers(control)[len(before) :])
        assert set(counted.values()) == {3}, counted
        control.close()
    finally:
        scaled.terminate()
        assert scaled.wait(30) == 0, printed.read_text()
    assert not bugs_in(printed.read_text())
    left = subprocess.run(["pgrep", "-f", str(tmp_path / "scaled")], capture_output=True, text=True, check=False)
    assert left.stdout == ""


def newest(printed: str, name: str) -> int:
    """The process that a replica runs as now."""
    started = re.findall(rf"{name} +process (\d+)|{name} is back as process (\d+)", printed)
    return int(next(filter(None, started[-1])))


def answers(control: httpx.Client) -> list[str]:
    """What the bot said to the owner."""
    found = control.get(f"/contacts/{OWNER}/messages", params={"after_seq": 0}).json()["messages"]
    return [one["text"] for one in found if one["from_bot"]]
