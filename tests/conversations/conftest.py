"""The house of the session, and contacts in every language that chat in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversations.chat import Chat
from tests.conversations.house import House

LANGUAGES = ("en", "hi", "ta")


@pytest.fixture(scope="session")
def shared_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose clock nobody moves."""
    house = House(tmp_path_factory.mktemp("house"))
    try:
        house.start_bot()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of the module's own, at ten in the morning in India, whose clock the tests move."""
    house = House(tmp_path_factory.mktemp("house"))
    try:
        house.starts_in_the_morning()
        house.start_bot()
        yield house
    finally:
        house.close()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Each language on offer."""
    return str(request.param)


@pytest.fixture
def newcomer(shared_house: House, language: str) -> Chat:
    """Somebody who has never written."""
    return Chat(shared_house, language)


@pytest.fixture
async def chat(newcomer: Chat) -> Chat:
    """The owner of a small knitwear unit in Tiruppur, at home."""
    await newcomer.settles()
    return newcomer


@pytest.fixture
async def owner(shared_house: House) -> Chat:
    """The same owner, in English."""
    chat = Chat(shared_house)
    await chat.settles()
    return chat
