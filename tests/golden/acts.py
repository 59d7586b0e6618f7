"""What an owner does on a journey: taps by route, not by label, and words; the same in every language."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "hi", "ta")


@dataclass(frozen=True)
class Tap:
    """A tap on the button of the live screen whose callback data is this, or begins with it; the first of several."""

    route: str


@dataclass(frozen=True)
class Type:
    """Words typed by the owner; where they hang on the language, one for each."""

    text: str = ""
    by_language: tuple[tuple[str, str], ...] = ()

    def words(self, language: str) -> str:
        """What is typed in this language."""
        return dict(self.by_language).get(language, self.text)


@dataclass(frozen=True)
class Journey:
    """A journey: the name of its file, what it shows, its acts, and whether it is the owner's first."""

    name: str
    title: str
    acts: tuple[Tap | Type, ...]
    newcomer: bool = False


def journey(name: str, title: str, *acts: str | Type, newcomer: bool = False) -> Journey:
    """A journey in short: "@route:argument" is a tap, anything else is typed; {lang} is the owner's language."""
    read = (Tap(act[1:]) if isinstance(act, str) and act.startswith("@") else act for act in acts)
    return Journey(name, title, tuple(Type(act) if isinstance(act, str) else act for act in read), newcomer)
