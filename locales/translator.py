"""Translators: one a language, loaded when it is first needed."""

from __future__ import annotations

from functools import cache, cached_property
from gettext import GNUTranslations, NullTranslations

from babel import Locale

from locales.compiled import compiled
from locales.languages import FOLDER, LANGUAGES, SOURCE, Language


class Translator:
    """The words of one language; what it lacks is said in English."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.language: Language = LANGUAGES[code]

    @cached_property
    def locale(self) -> Locale:
        """Babel's data for dates and numbers."""
        return Locale.parse(self.language.locale)

    @cached_property
    def _messages(self) -> NullTranslations:
        return _load(self.code, "messages")

    @cached_property
    def _content(self) -> NullTranslations:
        return _load(self.code, "content")

    def gettext(self, message: str) -> str:
        """Translate a sentence of the interface."""
        return self._messages.gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """Translate a sentence that counts."""
        return self._messages.ngettext(one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        """Translate a word that needs its context."""
        return self._messages.pgettext(context, message)

    def content(self, record: str, field: str, english: str) -> str:
        """Translate a content text of a record's field; a changed English text falls back to itself."""
        return self._content.pgettext(f"{record}:{field}", english) if english else english

    def has_content(self, record: str, field: str, english: str) -> bool:
        """Whether `content()` would give a translation."""
        return self.code == SOURCE or self.content(record, field, english) != english


@cache
def translator(code: str) -> Translator:
    """The translator of a language on offer; of English for any other code."""
    return Translator(code if code in LANGUAGES else SOURCE)


def _load(code: str, domain: str) -> NullTranslations:
    source = FOLDER / code / f"{domain}.po"
    if code == SOURCE or not source.exists():
        return NullTranslations()
    with compiled(source) as file:
        return GNUTranslations(file)


def N_(message: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Mark a sentence for translation where it stands before the language is known."""
    return message
