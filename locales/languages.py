"""The languages of the plan; one is on offer as soon as its catalogue is there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language: ISO 639 code, its name in its own script and in English, and how it is written."""

    code: str
    name: str
    english_name: str
    script: str  # ISO 15924
    rtl: bool = False

    @property
    def locale(self) -> str:
        """The name under which Babel knows it."""
        return f"{self.code}_IN"


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", "English", "Latn"),
        Language("hi", "हिन्दी", "Hindi", "Deva"),
        Language("ta", "தமிழ்", "Tamil", "Taml"),
        Language("te", "తెలుగు", "Telugu", "Telu"),
        Language("bn", "বাংলা", "Bengali", "Beng"),
        Language("mr", "मराठी", "Marathi", "Deva"),
        Language("gu", "ગુજરાતી", "Gujarati", "Gujr"),
        Language("kn", "ಕನ್ನಡ", "Kannada", "Knda"),
        Language("ml", "മലയാളം", "Malayalam", "Mlym"),
        Language("or", "ଓଡ଼ିଆ", "Odia", "Orya"),
        Language("pa", "ਪੰਜਾਬੀ", "Punjabi", "Guru"),
        Language("as", "অসমীয়া", "Assamese", "Beng"),
        Language("ur", "اردو", "Urdu", "Arab", rtl=True),
    )
}


@cache
def available() -> tuple[str, ...]:
    """The codes on offer: English, and every language with a catalogue of the interface."""
    return tuple(code for code in LANGUAGES if code == SOURCE or (FOLDER / code / "messages.po").exists())


def match(client_code: str | None) -> str:
    """The language on offer for what Telegram says of the contact's app ("hi-IN" → "hi"), else English."""
    code = (client_code or "").partition("-")[0].lower()
    return code if code in available() else SOURCE
