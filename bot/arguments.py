"""The commands of `python -m bot` and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PORT = 8081
Adder = Callable[..., argparse.ArgumentParser]


def build_parser(runs: Mapping[str, Callable[..., Any]]) -> argparse.ArgumentParser:
    """Describe every command; `runs` gives by name what it does with its options."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Samooh, a guide for small enterprises")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=runs[name])
        return added

    _add_processes(command)
    _add_database(command)
    bring = command("import", "add or renew trainings or providers from a CSV file")
    bring.add_argument("what", choices=["trainings", "providers"])
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="only check the file")
    check = command("check", "list every fault of content, catalogues or language, or what is due for a review")
    check.add_argument("what", choices=["content", "locales", "plain", "dates"])
    _add_alert(command("alert", "send an alert to those who subscribed to what it speaks of"))
    _add_outbox(command)
    _add_moves(command("dates", "official dates: list what was moved, move one occurrence, or put it back"))
    command("status", "how everything is, and what needs a person (exit code 1)")
    command("searches", "what contacts searched and didn't find")
    command("needs", "what owners of a cluster would share, and how many are on Udyam and GeM: counts from five on")
    command("reports", "what contacts reported as wrong or closed")
    return parser


def _add_processes(command: Adder) -> None:
    sandbox = command("sandbox", "try it here: the bot and a chat page, no token, no network")
    sandbox.add_argument("--port", type=int, default=PORT)
    sandbox.add_argument("--data", type=Path, default=Path("data/sandbox"), help="where the chats are kept")
    sandbox.add_argument("--fresh", action="store_true", help="forget earlier chats")
    scaled = command("scaled", "try many replicas here: PostgreSQL, two web, two worker, and the chat page")
    scaled.add_argument("--port", type=int, default=PORT)
    scaled.add_argument("--data", type=Path, default=Path("data/scaled"), help="where everything is kept")
    scaled.add_argument("--fresh", action="store_true", help="forget what is kept")
    command("run", "everything in one process")
    command("web", "webhook and health check")
    command("worker", "reminders and alerts")


def _add_database(command: Adder) -> None:
    command("migrate", "bring the database to the newest schema, safely beside the previous release")
    command("backup", "write the database into a new file while the bot runs").add_argument("file", type=Path)
    back = command("restore", "put a backup in the database's place, and hold back what was due before")
    back.add_argument("file", type=Path)
    back.add_argument("--yes", action="store_true", help="replace a database that isn't empty")
    free = command("release", "let go what a restore holds back")
    free.add_argument("--drop", action="store_true", help="never send it; reminders come again at their next time")
    free.add_argument("--dry-run", action="store_true", help="only count")


def _add_outbox(command: Adder) -> None:
    steer = command("broadcast", "list broadcasts; show, pause, resume or cancel one; its doubts")
    steer.add_argument("act", choices=["list", "show", "pause", "resume", "cancel", "doubts", "resend"])
    steer.add_argument("number", type=int, nargs="?")
    steer.add_argument(
        "--yes", action="store_true", help="resend: although most would get it twice; doubts: close them as seen"
    )
    letters = command("dead", "messages that Telegram refused for good: list them, or send them once more")
    letters.add_argument("act", choices=["list", "replay"])
    letters.add_argument("ids", type=int, nargs="*")
    letters.add_argument("--all", action="store_true", help="replay all of them")


def _add_alert(alert: argparse.ArgumentParser) -> None:
    alert.add_argument("--text", action="append", required=True, metavar="LANG=TEXT", help="en=… at least; repeat it")
    alert.add_argument("--theme", action="append", default=[], help="to those who chose this theme")
    alert.add_argument(
        "--of-state", action="append", default=[], metavar="IN-TN", help="to those who chose this state"
    )
    alert.add_argument("--cluster", action="append", default=[], help="to those who chose this cluster (its id)")
    alert.add_argument("--scheme", help="to those who follow this scheme, and those whom it fits")
    alert.add_argument("--only-state", metavar="IN-TN", help="only contacts in this state")
    alert.add_argument("--link", help="an official page")
    alert.add_argument("--dry-run", action="store_true", help="only count who would get it")


def _add_moves(dates: argparse.ArgumentParser) -> None:
    dates.add_argument("act", choices=["list", "move", "back"])
    dates.add_argument("date", nargs="?", help="the id of the date, for example gst-gstr3b-monthly")
    dates.add_argument("due", nargs="?", metavar="DAY", help="the day that the rule gives, for example 2026-12-20")
    dates.add_argument("new", nargs="?", metavar="NEW", help="the new day")
    dates.add_argument("--reason", action="append", default=[], metavar="LANG=TEXT", help="en=… at least; repeat it")
    dates.add_argument("--source", help="the official notice")
