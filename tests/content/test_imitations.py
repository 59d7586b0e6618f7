"""Who imitates an official address, and who only has an honest name like one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.content_room import ContentRoom
from content.files import FOLDER, read_yaml
from content.links import SOURCES
from content.portals import WARNINGS, check_host

HOST = re.compile(r"(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:in|com|org|net|co)\b(?![.\w])")
FIRMS = """
    shreevishwakarmaengineering vishwakarmafurniture mudraprinters mudracommunications shriudyog laghuudyogbharati
    khadigramudyog gem-palace jaipurgems gemstonejaipur samadhaanclinic samarthtextiles honeybeeindia vipindia
    handloomhouse assamtea assamsilk ghaziabadpipes greenenergy greenearth champion ruralmart tradeindia exporthub
    exportersindia indiamart niveshmitra msmementor msmefoundation udyamita mahilaudyami udyamibharat leanconsulting
    spicebazaar teamlease statebank innovativepolymers industrybuying aspireconsultants aajeevika mygov egov
    clinic nicotex ethnicindia govindtextiles tirupurexports moradabadbrass rajkotcastings ludhianahosiery
    slbckerala webappline
"""


def _named(part: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every host that stands in a text outside the sources, with its field."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name not in SOURCES:
                yield from _named(value, name)
    elif isinstance(part, list):
        for one in part:
            yield from _named(one, field)
    elif isinstance(part, str):
        yield from ((field, host.removeprefix("www.")) for host in HOST.findall(part.lower()))


def test_no_site_of_the_content_is_called_an_imitation(room: ContentRoom) -> None:
    files = [path for path in FOLDER.rglob("*.yaml") if path.stem != "official_domains"]
    found = {one for path in files for one in _named(read_yaml(path))}
    with (FOLDER / "providers.csv").open(encoding="utf-8", newline="") as file:
        found |= {one for row in csv.DictReader(file) for one in _named(row)}
    false = {host for field, host in found if field == "look_alikes_reported"}
    assert false
    official = room.catalog.official_hosts
    for host in {host for _field, host in found} - false:
        checked = check_host(host, official)
        assert checked.kind not in WARNINGS | {"government"}, checked
    assert {check_host(host, official).kind for host in false} == {"imitation"}


@pytest.mark.parametrize(
    "host", ["www.udyamimitra.in", "selfservice.gstsystem.in", "nsws.gov.in", "epfigms.gov.in", "jansamarth.in"]
)
def test_what_a_sheet_names_as_official_is_on_the_list(room: ContentRoom, host: str) -> None:
    assert check_host(host, room.catalog.official_hosts).kind == "official"


@pytest.mark.parametrize(
    "host", ["gst.gov.in", "foscos.fssai.gov.in", "epfindia.gov.in", "esic.gov.in", "uidai.gov.in"]
)
def test_what_no_sheet_names_is_not_vouched_for(room: ContentRoom, host: str) -> None:
    assert check_host(host, room.catalog.official_hosts).kind == "government"


@pytest.mark.parametrize("name", FIRMS.split())
@pytest.mark.parametrize("ending", ["in", "com", "org"])
def test_an_honest_name_imitates_nobody(room: ContentRoom, name: str, ending: str) -> None:
    assert check_host(f"{name}.{ending}", room.catalog.official_hosts).kind == "unknown"


@pytest.mark.parametrize(
    ("host", "like"),
    [
        ("m1xchange.in", "m1xchange.com"),
        ("invoicemart.in", "invoicemart.com"),
        ("incometax.org.in", "incometax.gov.in"),
        ("epfigms.in", "epfigms.gov.in"),
        ("pgportal.in", "pgportal.gov.in"),
        ("pmsvanidhi.com", "pmsvanidhi.mohua.gov.in"),
        ("apply-pmsvanidhi.in", "pmsvanidhi.mohua.gov.in"),
        ("rbi.org.in.example.com", "rbi.org.in"),
        ("udyamimitra.com", "udyamimitra.in"),
        ("mudra-loan.in", "mudra.org.in"),
        ("pmvishwakarmayojana.com", "pmvishwakarma.gov.in"),
        ("udyamindia.in", "udyamregistration.gov.in"),
        ("gem-registration-online.com", "gem.gov.in"),
        ("sarkarigov.in", None),
    ],
)
def test_a_name_is_compared_with_every_listed_one(room: ContentRoom, host: str, like: str | None) -> None:
    checked = check_host(host, room.catalog.official_hosts)
    assert (checked.kind, checked.like) == ("imitation", like)
