"""The words: languages, catalogues and their translators."""

from locales.languages import LANGUAGES, Language, available, match
from locales.translator import N_, Translator, translator

__all__ = ["LANGUAGES", "N_", "Language", "Translator", "available", "match", "translator"]
