"""The sandbox as this machine's Telegram: starts it beside the bot, one process for both."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from bot.app import run
from bot.config import read_settings
from bot.sandbox_clock import TOKEN
from sandbox.server import serve


async def run_sandbox(port: int, folder: Path, *, fresh: bool) -> None:
    """Start server, page and bot together and print where to click."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    ready, stop = asyncio.Event(), asyncio.Event()
    server = asyncio.create_task(
        serve(port=port, data=folder / "sandbox", ready=lambda _port: ready.set(), stop=stop)
    )
    listening = asyncio.create_task(ready.wait())
    await asyncio.wait({server, listening}, return_when=asyncio.FIRST_COMPLETED)
    if server.done():
        await server
        return
    url = f"http://127.0.0.1:{port}"
    print(f"Samooh is ready: open {url} in a browser.", flush=True)  # noqa: T201
    settings = read_settings(bot_token=TOKEN, bot_api_url=url, data_dir=folder, database_url="", webhook_url="")
    try:
        await run(settings)
    finally:
        stop.set()
        await asyncio.gather(server, return_exceptions=True)
