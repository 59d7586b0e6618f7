"""Starts the sandbox alone: python -m sandbox [--port 8081] [--data DIR] [--fresh] [--no-limits]."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from sandbox.server import ADDRESS, Unsafe, serve
from sandbox.state import DEFAULT_TOKEN


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local stand-in of Telegram's Bot API")
    parser.add_argument("--host", default=ADDRESS, help="127.0.0.1 is the only address taken")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the token bots use here")
    parser.add_argument("--data", type=Path, help="keep contacts and chats in this folder")
    parser.add_argument("--fresh", action="store_true", help="forget what the folder holds")
    parser.add_argument("--limits", action=argparse.BooleanOptionalAction, default=True, help="sending limits")
    return parser.parse_args(argv)


def _say_where(port: int) -> None:
    sys.stdout.write(f"Sandbox: http://{ADDRESS}:{port}/\n")
    sys.stdout.flush()


async def _run(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await serve(
        options.host, options.port, token=options.token, limits=options.limits, data=options.data,
        fresh=options.fresh, ready=_say_where, stop=stop,
    )  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Runs until SIGINT or SIGTERM; exit code 2 when it would be unsafe or the port is taken."""
    options = _arguments(argv)
    try:
        asyncio.run(_run(options))
    except (Unsafe, OSError) as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
