"""Settings: each wrong one names itself, says what was found and what is allowed, and never tells a secret."""

from pathlib import Path

import pytest

from bot.config import WrongSetting, read_settings

GOOD = {"BOT_TOKEN": "123456789:ABCdefGHIjkl_mno-pqr"}
NAMES = ("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "DATA_DIR", "WEBHOOK_URL", "WEBHOOK_SECRET", "HOST", "PORT")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*NAMES, "OPERATOR_CHAT_ID", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)


def test_token_is_all_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", GOOD["BOT_TOKEN"])
    settings = read_settings()
    assert settings.token == GOOD["BOT_TOKEN"]
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database == "sqlite:///data/samooh.db"
    assert settings.cache == Path("data/cache")


def test_missing_token_is_named() -> None:
    with pytest.raises(WrongSetting, match="BOT_TOKEN is missing"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("BOT_API_URL", "telegram.org", "https://"),
        ("DATABASE_URL", "mysql://here", "sqlite:///file or postgresql://"),
        ("WEBHOOK_URL", "ftp://x", "https://"),
        ("PORT", "0", "a whole number from 1 to 65535"),
        ("PORT", "eighty", "a whole number from 1 to 65535"),
        ("LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("OPERATOR_CHAT_ID", "me", "a whole number"),
        ("SECONDS_PER_CHAT", "nan", "a number from 0 to 60"),
        ("SHARE_PORT", "maybe", "1 or 0"),
    ],
)
def test_wrong_setting_says_name_found_and_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv("BOT_TOKEN", GOOD["BOT_TOKEN"])
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{name} '{value}' is wrong")
    assert told in str(caught.value)


@pytest.mark.parametrize(("name", "value"), [("BOT_TOKEN", "nonsense-token"), ("WEBHOOK_SECRET", "short-secret")])
def test_secret_is_never_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("BOT_TOKEN", GOOD["BOT_TOKEN"])
    monkeypatch.setenv(name, value)
    with pytest.raises(WrongSetting) as caught:
        read_settings()
    assert name in str(caught.value)
    assert value not in str(caught.value)


def test_webhook_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", GOOD["BOT_TOKEN"])
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example.org/")
    with pytest.raises(WrongSetting, match="WEBHOOK_SECRET is missing"):
        read_settings()
    monkeypatch.setenv("WEBHOOK_SECRET", "abcdefgh12345678")
    assert read_settings().webhook_url == "https://bot.example.org"


def test_settings_keep_the_token_out_of_their_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", GOOD["BOT_TOKEN"])
    assert "ABCdef" not in repr(read_settings())


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for line in Path(".env.example").read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            monkeypatch.setenv(name, value)
    settings = read_settings()
    assert settings.operator_chat_id is None
    assert settings.database == "sqlite:///data/samooh.db"
    assert settings.answer_in_response
    assert not settings.share_port
