"""The 36 states and union territories, with today's codes and names by language."""

from __future__ import annotations

from functools import cached_property

from content.files import FOLDER, read_yaml


class _States:
    """Read when first asked for."""

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """By code: "name" in English and one key per language."""
        rows = read_yaml(FOLDER / "states.yaml")
        return {row["code"]: {key: value for key, value in row.items() if key not in ("old", "also")} for row in rows}

    @cached_property
    def also(self) -> dict[str, tuple[str, ...]]:
        """By code: other names that people type, and the letters of the codes."""
        rows = read_yaml(FOLDER / "states.yaml")
        codes = {row["code"]: (row["code"], *row.get("old", ())) for row in rows}
        return {row["code"]: (*row.get("also", ()), *(code[3:] for code in codes[row["code"]])) for row in rows}

    @cached_property
    def _today(self) -> dict[str, str]:
        rows = read_yaml(FOLDER / "states.yaml")
        return {code: row["code"] for row in rows for code in (row["code"], *row.get("old", ()))}

    @cached_property
    def _called(self) -> dict[str, str]:
        return {name: code for code, row in self.names.items() for name in (row["name"], *self.also[code])}

    def called(self, name: str) -> str | None:
        """The code of the state that a name in English is, with "and" or "&"; None where it is none."""
        return self._called.get(name.replace(" & ", " and "))

    def today(self, code: str) -> str | None:
        """Today's code for a code of ISO 3166-2:IN, old or new; None for any other text."""
        return self._today.get(code)

    def name(self, code: str, language: str) -> str:
        """A state's name in a language, in English where that isn't known."""
        names = self.names[code]
        return names.get(language, names["name"])


STATES = _States()
