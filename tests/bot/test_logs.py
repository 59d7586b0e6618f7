"""Logs: the token's secret half never comes out, not even in a traceback."""

import subprocess
import sys
from pathlib import Path

from bot.logs import HIDDEN

SECRET = "AAsecretHALFofTHEtoken"
TALKING = f"""
import logging, structlog
from bot.logs import set_up_logs
set_up_logs("debug", "42:{SECRET}")
structlog.get_logger("samooh").info("calling", url="https://api.example/bot42:{SECRET}/getMe")
logging.getLogger("httpx").warning("GET https://api.example/bot42:{SECRET}/getMe")
try:
    raise ValueError("42:{SECRET}")
except ValueError:
    logging.getLogger("samooh").exception("failed")
raise RuntimeError("last words 42:{SECRET}")
"""


def test_secret_never_reaches_the_output() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", TALKING], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    output = done.stdout + done.stderr
    assert SECRET not in output
    assert output.count(HIDDEN) >= 4
    assert "last words" in output
