"""Web addresses: official, imitating, unknown; nothing off the list is called official."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content_room import ContentRoom
from content.official import is_official
from content.portals import check_host, find_host, names_fee, names_phone


@pytest.mark.parametrize(
    ("host", "kind", "like"),
    [
        ("udyamregistration.gov.in", "official", None),
        ("www.gem.gov.in", "official", None),
        ("udyamregistration.org", "imitation", "udyamregistration.gov.in"),
        ("udyam-registration.co.in", "imitation", "udyamregistration.gov.in"),
        ("udyarnregistration.in", "imitation", "udyamregistration.gov.in"),
        ("udyamregistration.gov.in.example.com", "imitation", "udyamregistration.gov.in"),
        ("eudyogaadhaar.org", "imitation", None),
        ("msmeregistrar.org", "imitation", "odr.msme.gov.in"),
        ("example.com", "unknown", None),
        ("тест.рф", "unknown", None),
    ],
)
def test_addresses(room: ContentRoom, host: str, kind: str, like: str | None) -> None:
    checked = check_host(host, room.catalog.official_hosts)
    assert checked.kind == kind
    assert (checked.like is None) == (like is None)
    if kind == "imitation" and like and "udyam" in like:
        assert checked.like == like


@given(st.from_regex(r"[a-z0-9-]{1,20}(\.[a-z0-9-]{1,12}){0,3}\.[a-z]{2,8}", fullmatch=True))
def test_only_the_list_makes_an_address_official(room: ContentRoom, host: str) -> None:
    official = check_host(host, room.catalog.official_hosts).kind == "official"
    assert official == is_official(f"https://{host}")


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("is https://Udyam-Reg.in/pay?x=1 real", "udyam-reg.in"),
        ("udyamregistration.gov.in", "udyamregistration.gov.in"),
        ("क्या www.msme-udyam.org ठीक है", "www.msme-udyam.org"),
        ("write to me@example.com", None),
        ("remind me 25 Dec 10.30 am", None),
        ("12.5 lakh", None),
        ("GSTR-3B", None),
    ],
)
def test_an_address_is_found_in_a_text(text: str, host: str | None) -> None:
    assert find_host(text) == host


def test_numbers_and_fees_are_told_apart() -> None:
    assert names_phone("call 98765 43210")
    assert names_phone("+91-98765-43210")
    assert not names_phone("641604")
    assert not names_phone("₹12,34,567")
    assert names_fee("udyam fee 1500")
    assert names_fee("udyam की फीस")
    assert not names_fee("udyam registration")
