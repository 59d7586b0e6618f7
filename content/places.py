"""Places in India: PIN codes, districts and towns, found from a point, a PIN or a typed name."""

from __future__ import annotations

import csv
import io
import lzma
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians

from rapidfuzz import fuzz

from content.files import FOLDER
from content.folding import ascii_digits, fold, skeleton
from content.name_search import ByLength
from content.providers import distance_km
from content.states import STATES

_PIN = re.compile(r"(?<!\d)([1-9]\d{2}) ?(\d{3})(?!\d)")
_WORDS_AROUND = frozenset(
    re.findall(
        r"\w+",
        """district dist distt zilla zila jila mavattam city town village sahar shahar i am from near in at my
        maim main mem me mein se hum hun hoon ka ke ki nan naan iruntu arukil""",
    )
)
_TAMIL_CASE = re.compile("(.{4,}?)(?:u|il|in|ukku|ilirunt?u|ilulla?)")  # as folded: of, in, to, from
VOTERS = 5
MOST_WORDS = 3  # of a name
SHORTEST = 4  # letters of a name amid other words
CERTAIN = 82  # of 100, for a typed name
LONGEST = 100  # characters of a typed text that are looked at
SAME_KM = 60  # a town lies in the district of its name when that one's middle is no further away
BOX = 0.5  # degrees


@dataclass(frozen=True, slots=True)
class Place:
    """A town, district, state or PIN; the point is None for a state."""

    kind: str  # town | district | state | pin
    name: str
    district: str
    state: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class _Pin:
    pin: str
    latitude: float
    longitude: float
    district: str
    state: str


class Places:
    """Loaded when first asked for; nothing here changes afterwards."""

    @cached_property
    def _pins(self) -> dict[str, _Pin]:
        rows = _rows("pins.csv.xz")
        return {pin: _Pin(pin, float(lat), float(lon), district, state) for pin, lat, lon, district, state in rows}

    @cached_property
    def _by_latitude(self) -> list[_Pin]:
        return sorted((pin for pin in self._pins.values() if pin.state), key=lambda pin: pin.latitude)

    @cached_property
    def _latitudes(self) -> list[float]:
        return [pin.latitude for pin in self._by_latitude]

    def by_pin(self, text: str) -> Place | None:
        """The place of a PIN code, typed with the digits of any script and with or without a space."""
        pin = self._pins.get(ascii_digits(text).replace(" ", ""))
        if pin is None:
            return None
        around = None if pin.district else self.at(pin.latitude, pin.longitude)
        district, state = (around.district, around.state) if around else (pin.district, pin.state)
        return Place("pin", pin.pin, district, state, pin.latitude, pin.longitude)

    def at(self, latitude: float, longitude: float) -> Place | None:
        """What a point most likely belongs to: the five nearest PINs vote on district and state."""
        return self._voted(latitude, longitude, self._nearest(latitude, longitude))

    def _voted(self, latitude: float, longitude: float, near: list[_Pin]) -> Place | None:
        if not near:
            return None
        (district, state), _ = Counter((pin.district, pin.state) for pin in near).most_common(1)[0]
        return Place("district", district, district, state, latitude, longitude)

    def _nearest(self, latitude: float, longitude: float, state: str = "") -> list[_Pin]:
        """The nearest PINs, of one state where it is given; fewer than the voters on far islands."""
        here = (latitude, longitude)
        for box in (BOX, 4 * BOX):
            start = bisect_left(self._latitudes, latitude - box)
            end = bisect_left(self._latitudes, latitude + box)
            width = box / max(cos(radians(latitude)), 0.2)
            found = [
                pin
                for pin in self._by_latitude[start:end]
                if abs(pin.longitude - longitude) <= width and state in ("", pin.state)
            ]
            if len(found) >= VOTERS:
                break
        return sorted(found, key=lambda pin: distance_km(here, (pin.latitude, pin.longitude)))[:VOTERS]

    @cached_property
    def districts(self) -> dict[str, dict[str, Place]]:
        """By state code and name: each district with the middle of its PINs."""
        grouped: dict[tuple[str, str], list[_Pin]] = {}
        for pin in self._by_latitude:
            grouped.setdefault((pin.state, pin.district), []).append(pin)
        found: dict[str, dict[str, Place]] = {}
        for (state, name), pins in sorted(grouped.items()):
            middle = (sum(p.latitude for p in pins) / len(pins), sum(p.longitude for p in pins) / len(pins))
            found.setdefault(state, {})[name] = Place("district", name, name, state, *middle)
        return found

    @cached_property
    def _names(self) -> dict[str, list[Place]]:
        """Folded names to places: the towns by size first, then districts, then states."""
        names: dict[str, list[Place]] = {}
        states = {fold(word) for words in STATES.names.values() for word in words.values()}
        also = _other_spellings()
        for name, latitude, longitude, state, _size, others in _rows("towns.csv.xz"):
            town = Place("town", name, "", state, float(latitude), float(longitude))
            _enter(names, town, name, *(other for other in others.split(";") if fold(other) not in states))
            _enter(names, town, *also.get((name, state), []))
        for districts in self.districts.values():
            for district in districts.values():
                _enter(names, district, district.name, *also.get((district.name, district.state), []))
        for code, words in STATES.names.items():
            _enter(names, Place("state", words["name"], "", code), *words.values(), *STATES.also[code])
        return names

    @cached_property
    def _spellings(self) -> tuple[list[str], ByLength]:
        names = list(self._names)
        return names, ByLength(names)

    def find(self, text: str, limit: int = 5) -> list[Place]:
        """Places that a typed text may mean, likeliest first: a PIN, or a name in any script, slips forgiven."""
        if _PIN.search(ascii_digits(text)):
            return self.named(text)
        words = _without_around(text)
        found = self.named(text) or self._in_area(words, self._alike) or self._within(words)
        found = found or self._alike(" ".join(words))
        return [self._complete(place) for place in dict.fromkeys(found)][:limit]

    def named(self, text: str) -> list[Place]:
        """The places whose PIN or very name a text is, perhaps followed by the state or district."""
        if pin := _PIN.search(ascii_digits(text)):
            place = self.by_pin(pin[1] + pin[2])
            return [place] if place else []
        words = _without_around(text)
        return self._named(fold(text[:LONGEST]).split()) or self._named(words) or self._in_area(words, _nothing)

    def called(self, folded: str) -> list[Place]:
        """The towns, districts and states of a name as `content.folding.fold` gives it, also in a Tamil case."""
        known = self._names.get(folded)
        return known or next((self._names[bare] for bare in _without_case(folded) if bare in self._names), [])

    def _named(self, words: list[str]) -> list[Place]:
        return self._names.get(" ".join(words), [])

    def _within(self, words: list[str]) -> list[Place]:
        """The place that a longer text names: by most words, the last of them."""
        for length in range(min(len(words) - 1, MOST_WORDS), 0, -1):
            for start in range(len(words) - length, -1, -1):
                name = words[start : start + length]
                if len("".join(name)) >= SHORTEST and (found := self._named(name)):
                    return found
        return []

    def _in_area(self, words: list[str], like: Callable[[str], list[Place]]) -> list[Place]:
        """A name followed by the state or district that it lies in; `like` gives places whose name isn't known."""
        for cut in range(1, len(words)):
            areas = self._named(words[cut:]) or (like(" ".join(words[cut:])) if cut + 1 < len(words) else [])
            states = {place.state for place in areas[:1] if place.kind != "town"}
            if states:
                heads = self._named(words[:cut]) or like(" ".join(words[:cut]))
                return [place for place in heads if place.state in states]
        return []

    def _alike(self, wanted: str) -> list[Place]:
        if len(wanted) < 3:
            return []
        least = 70 if len(wanted) > 5 else 80  # a slip weighs more in a short name
        names, by_length = self._spellings
        matches = [(names[position], score) for position, score in by_length.like(wanted, least, 20)]
        bones = skeleton(wanted)
        scored = [((score + fuzz.ratio(bones, skeleton(name))) / 2, name) for name, score in matches]
        likely = [name for score, name in sorted(scored, reverse=True) if score >= CERTAIN]
        return [place for name in likely for place in self._names[name]]

    def _complete(self, place: Place) -> Place:
        """Give a town the district of its name where that is near, else the one that its point lies in."""
        if place.kind != "town" or place.latitude is None or place.longitude is None:
            return place
        point = (place.latitude, place.longitude)
        around = self.districts.get(place.state, {}).get(place.name)
        if around is None or distance_km(point, (around.latitude or 0.0, around.longitude or 0.0)) > SAME_KM:
            around = self._voted(*point, self._nearest(*point, place.state))
        district = around.district if around else ""
        state = place.state or (around.state if around else "")
        return Place("town", place.name, district, state, place.latitude, place.longitude)


def _without_case(folded: str) -> list[str]:
    """What a Tamil name may be that stands in a case: Tamil Nadu in Tamilnattil, Salem in Selattil."""
    case = _TAMIL_CASE.fullmatch(folded)
    if case is None:
        return []
    stem = case[1]
    doubled = [f"{stem[:-2]}{ending}" for ending in ("tu", "t", "m", "a")] if stem.endswith("tt") else []
    return [*doubled, stem, *([stem[:-1]] if stem[-1] in "yv" else [])]


def _nothing(_name: str) -> list[Place]:
    return []


def _without_around(text: str) -> list[str]:
    return [word for word in fold(text[:LONGEST]).split() if word not in _WORDS_AROUND]


def _enter(names: dict[str, list[Place]], place: Place, *words: str) -> None:
    for word in words:
        if (folded := fold(word)) and place not in (listed := names.setdefault(folded, [])):
            listed.append(place)


def _other_spellings() -> dict[tuple[str, str], list[str]]:
    """By town and state, what else owners type for it."""
    with (FOLDER / "town_words.csv").open(encoding="utf-8", newline="") as file:
        return {(row["name"], row["state"]): row["words"].split(";") for row in csv.DictReader(file)}


def _rows(name: str) -> Iterator[list[str]]:
    text = lzma.decompress((FOLDER / name).read_bytes()).decode()
    return csv.reader(io.StringIO(text))


PLACES = Places()
