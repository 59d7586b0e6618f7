"""Drives the sandbox's chat page in Chromium, and plays contacts and keys for tests that look at it."""

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

ROOT = Path(__file__).parents[2]
PATIENCE = 30_000  # milliseconds: on a busy machine the bot's first answer takes its time
expect.set_options(timeout=PATIENCE)
SCREENSHOTS = ROOT / "build" / "screenshots"
TOKEN = "1000001:sandbox"
COMMAND = [sys.executable, "-m", "sandbox"]
PHONE = (390, 844)
DESK = (1280, 800)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """Give a loopback TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    """GET `url`, or POST `body` to it as JSON; give the answer's JSON."""
    sent = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, sent, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=15) as answer:
        return json.load(answer)


def await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait up to 20 s until `url` answers; RuntimeError if the process ends or stays silent."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            ask(url)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the sandbox did not start (exit code {process.poll()})")


@contextmanager
def running_sandbox() -> Iterator[str]:
    """Run the sandbox's server alone on a free loopback port; give its address."""
    port = free_port()
    process = subprocess.Popen([*COMMAND, "--port", str(port)], cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        await_answer(f"{address}/control/state", process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def fresh_browser(
    playwright: Playwright, profile: Path, size: tuple[int, int], *, dark: bool = False
) -> Iterator[BrowserContext]:
    """Run Chromium headless with a new profile in `profile` and a window of `size` CSS pixels."""
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path="/usr/bin/chromium",
        args=FLAGS,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


class ChatPage:
    """The chat page as a person sees it: contacts, chats, buttons, messages."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        page.goto(address)
        expect(page.locator(".contact").first).to_be_visible()

    def contact_id(self, name: str) -> int:
        """Give the id of the first contact with that first name or language code."""
        contacts = ask(f"{self.address}/control/state")["contacts"]
        found: int = next(one["id"] for one in contacts if name in (one["first_name"], one["language_code"]))
        return found

    def open_contact(self, name: str) -> Locator:
        """Open the chat of the contact with that first name or language code; give the chat's element."""
        contact = self.contact_id(name)
        self.page.locator(f'[data-contact="{contact}"]').click()
        chat = self.page.locator(f'[data-chat="{contact}"]')
        expect(chat.locator("h2")).to_be_visible()
        return chat

    def close(self, chat: Locator) -> None:
        """Close a chat by its arrow."""
        chat.get_by_role("button", name="Close this chat").click()

    def write(self, chat: Locator, text: str) -> None:
        """Type `text` and send it with Enter."""
        chat.get_by_role("textbox").fill(text)
        chat.get_by_role("textbox").press("Enter")

    def tap(self, chat: Locator, text: str) -> None:
        """Press the last button of the chat that shows `text`."""
        chat.locator(".key").filter(has_text=text).last.click()

    def last_bot_message(self, chat: Locator) -> Locator:
        """Give the element of the newest message from the bot."""
        return chat.locator(".message.bot").last

    def sees(self, chat: Locator, text: str | re.Pattern[str]) -> None:
        """Wait until the newest message from the bot contains `text`."""
        expect(self.last_bot_message(chat)).to_contain_text(text)

    def shoot(self, name: str) -> Path:
        """Keep a picture of the window as build/screenshots/NAME.png."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, animations="disabled")
        return path
