"""One sandbox for all browser tests, a new browser profile for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.page import DESK, PHONE, ChatPage, ask, fresh_browser, running_sandbox
from tests.browser.played_bot import PlayedBot


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    with running_sandbox() as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playing:
        yield playing


@pytest.fixture
def address(sandbox: str) -> str:
    """The sandbox, with everything of earlier tests forgotten."""
    ask(f"{sandbox}/control/reset", {})
    ask(f"{sandbox}/control/limits", {"enabled": False})
    return sandbox


@pytest.fixture
def bot(address: str) -> PlayedBot:
    return PlayedBot(address)


@pytest.fixture
def phone(playwright: Playwright, address: str, tmp_path: Path) -> Iterator[ChatPage]:
    with fresh_browser(playwright, tmp_path / "profile", PHONE) as context:
        yield ChatPage(context.pages[0], address)


@pytest.fixture
def desk(playwright: Playwright, address: str, tmp_path: Path) -> Iterator[ChatPage]:
    with fresh_browser(playwright, tmp_path / "profile", DESK) as context:
        yield ChatPage(context.pages[0], address)
