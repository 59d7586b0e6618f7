"""Web addresses: official, imitating, unseen, unknown; nothing off the list is called official."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content_room import ContentRoom
from content.bribe_words import find_bribe_of
from content.fee_words import find_fee_of
from content.files import FOLDER
from content.official import is_government, is_listed, is_official
from content.portals import Checked, Kind, check_host, check_text, has_aadhaar, phones_in, without_phones
from content.web_addresses import find_hosts

UDYAM = "udyamregistration.gov.in"


@pytest.mark.parametrize(
    ("host", "kind", "like"),
    [
        (UDYAM, "official", None),
        ("www.gem.gov.in", "official", None),
        ("mkp.gem.gov.in", "official", None),
        ("udyamregistration.org", "imitation", UDYAM),
        ("udyam-registration.co.in", "imitation", UDYAM),
        ("udyarnregistration.in", "imitation", UDYAM),
        ("udyam-registration.gov.in", "imitation", UDYAM),
        ("udyamregistration.gov.in.example.com", "imitation", UDYAM),
        ("eudyogaadhaar.org", "imitation", None),
        ("msmeregistrar.org", "imitation", UDYAM),
        ("www.msmeregistration.org", "imitation", UDYAM),
        ("msmeloans.org", "imitation", None),
        ("udhyam-reg.in", "imitation", UDYAM),
        ("dtxindia.in", "official", None),  # platforms of TReDS
        ("www.m1xchange.com", "official", None),
        ("invoicemart.com", "official", None),
        ("c2treds.com", "official", None),
        ("trademark.in", "unknown", None),
        ("commercebank.com", "unknown", None),
        ("eeslindia.org", "unknown", None),
        ("csb.co.in", "unknown", None),
        ("nsics.in", "unknown", None),
        ("sidbi.com", "imitation", "sidbi.in"),
        ("txcindla.in", "imitation", "txcindia.gov.in"),
        ("startuppindia.org", "imitation", "startupindia.gov.in"),
        ("gem-portal.in", "imitation", "gem.gov.in"),
        ("gern.in", "imitation", "gem.gov.in"),
        ("gem.gov.in.example.com", "imitation", "gem.gov.in"),
        ("sarkari-gov.in", "imitation", None),
        ("clinic.in", "unknown", None),
        ("example.com", "unknown", None),
        ("sarkari.gov.in", "government", None),
        ("msme.gujarat.gov.in", "government", None),
        ("sarkari.nic.in", "government", None),
        ("gov.in", "government", None),
        ("xn--gm-xyz.gov.in", "letters", None),
        ("g\u0435m.gov.in", "letters", "gem.gov.in"),  # a Cyrillic е
        ("тест.рф", "letters", None),
        ("bit.ly", "short", None),
        ("103.21.58.10", "numeric", None),
    ],
)
def test_hosts(room: ContentRoom, host: str, kind: Kind, like: str | None) -> None:
    assert check_host(host, room.catalog.official_hosts) == Checked(kind, host, like)


@given(st.from_regex(r"[a-z0-9-]{1,20}(\.[a-z0-9-]{1,12}){0,3}\.([a-z]{2,8}|gov\.in|nic\.in)", fullmatch=True))
def test_only_the_list_makes_an_address_official(room: ContentRoom, host: str) -> None:
    hosts = room.catalog.official_hosts
    if check_host(host, hosts).kind == "official":
        assert is_listed(host, hosts)


def test_what_content_sends_owners_to_is_on_the_list(room: ContentRoom) -> None:
    urls = [one.url for chapter in room.catalog.rules.values() for one in chapter.pages if one.url]
    kinds = room.catalog.training_kinds.values()
    urls += [kind.portal_url for kind in kinds if kind.portal_url and is_official(kind.portal_url)]
    for url in urls:
        (found,) = find_hosts(url)
        assert check_host(found.host, room.catalog.official_hosts).kind == "official", url


def test_the_list_holds_no_ending_of_government() -> None:
    known = yaml.safe_load((FOLDER / "official_domains.yaml").read_text("utf-8"))
    assert not set(known["endings"]) & set(known["domains"])
    assert is_government("any.gov.in")
    assert not is_government("anygov.in")


HIDDEN = [
    ("is https://Udyam-Reg.in/pay?x=1 real", ["udyam-reg.in"]),
    ("क्या www.msme-udyam.org ठीक है", ["www.msme-udyam.org"]),
    ("यह udyam-register.in सही है?", ["udyam-register.in"]),
    ("यहudyam-register.inसही है?", ["udyam-register.in"]),
    ("gem.gov.in, udyam-reg.xyz", ["gem.gov.in", "udyam-reg.xyz"]),
    ("https://gem.gov.in@evil.com/pay", ["evil.com"]),
    ("https://gem.gov.in:80@evil.com", ["evil.com"]),
    ("https://gem.gov.in(@evil.com", ["evil.com"]),
    ("https://gem.gov.in%2F@evil.com", ["evil.com"]),
    ("gem.gov.in@evil.com", ["evil.com"]),
    ("https://evil.com\\@gem.gov.in", ["evil.com"]),
    ("https:\\\\evil.com", ["evil.com"]),
    ("hxxp://evil[.]com", ["evil.com"]),
    ("hxxps://gem.gov.in@evil.com", ["evil.com"]),
    ("evil(.)com", ["evil.com"]),
    ("gem dot gov dot in", ["gem.gov.in"]),
    ("evil。com evil．org evil｡net", ["evil.com", "evil.org", "evil.net"]),
    ("EVIL.COM. https://evil.org:8080/x", ["evil.com", "evil.org"]),
    ("https://%65vil.com", ["evil.com"]),
    ("ev\u200bil.com", ["evil.com"]),
    ("https://gem.gov.in/r?u=https%3A%2F%2Fevil.com", ["gem.gov.in", "evil.com"]),
    ("gem.gov.in/evil.com", ["gem.gov.in", "evil.com"]),
    ("http://10.0.0.1:80/x http://0x7f.1 http://2130706433 http://[::1]/", None),
    ("gem.gov.in०.com", ["gem.gov.in०.com"]),
    ("०sidbi.in", ["०sidbi.in"]),
    ("उद्यम.भारत", ["उद्यम.भारत"]),
    ("write to me@example.com", ["example.com"]),
    ("write to info@msme.gov.in", ["msme.gov.in"]),
    ("t.me/udyamhelp T.me/+AbCd", ["t.me"]),
    ("x.com/udyam, g.co/udyam", ["x.com", "g.co"]),
    ("pay udyam@paytm", []),
    ("h.no/12, 5.in/2, B.Tech/M.Des", []),
    ("remind me 25 Dec 10.30 am", []),
    ("12.5 lakh, 25.12.2025, 1.5cr", []),
    ("GSTR-3B", []),
    ("M/s. S.K.Traders", []),
    ("I paid.Please check. B.Com", []),
    ("बिल मिला.कल देना", []),
]


@pytest.mark.parametrize(("text", "hosts"), HIDDEN)
def test_every_address_is_found_in_whatever_disguise(room: ContentRoom, text: str, hosts: list[str] | None) -> None:
    found = [one.host for one in find_hosts(text)]
    if hosts is not None:
        assert found == hosts
        return
    assert len(found) == len(text.split())
    assert {check_host(host, room.catalog.official_hosts).kind for host in found} == {"numeric"}


@pytest.mark.parametrize(
    ("text", "checked"),
    [
        ("gem.gov.in or udyam-reg.xyz", Checked("imitation", "udyam-reg.xyz", UDYAM)),
        ("gem.gov.in or example.com", Checked("unknown", "example.com")),
        ("gem.gov.in or sarkari.gov.in", Checked("government", "sarkari.gov.in")),
        ("example.com or bit.ly/x", Checked("short", "bit.ly")),
        ("bit.ly/x http://10.0.0.1", Checked("numeric", "10.0.0.1")),
        ("https://gem.gov.in@evil.com", Checked("imitation", "evil.com", "gem.gov.in")),
        ("https://me@gem.gov.in", Checked("official", "gem.gov.in")),
        ("ramesh@udyam-registration.org", Checked("imitation", "udyam-registration.org", UDYAM, of_mail=True)),
        ("info@msme.gov.in", Checked("official", "msme.gov.in", of_mail=True)),
        ("ramesh.kumar@gmail.com", Checked("unknown", "gmail.com", of_mail=True)),
        ("pay 1500 to Udyam@paytm.", Checked("payee", "udyam@paytm", UDYAM)),
        ("gem.registration@ybl or gem.gov.in", Checked("payee", "gem.registration@ybl", "gem.gov.in")),
        ("msmehelp@okaxis", Checked("payee", "msmehelp@okaxis")),
        ("mudraloan@upi", Checked("payee", "mudraloan@upi", "mudra.org.in")),
        ("incometax@sbi", Checked("payee", "incometax@sbi", "incometax.gov.in")),
        ("ramesh.vishwakarma@ybl", None),
        ("9876543210@paytm", None),
        ("udyam registration", None),
    ],
)
def test_the_worst_address_of_a_text_is_told(room: ContentRoom, text: str, checked: Checked | None) -> None:
    assert check_text(text, room.catalog.official_hosts) == checked


def test_a_telephone_number_is_told_from_other_figures() -> None:
    assert phones_in("call 98765 43210 or 1800-180-6763") == ["9876543210", "18001806763"]
    assert phones_in("+91-98765-43210") == ["9876543210"]
    assert not phones_in("641604")
    assert not phones_in("₹12,34,567")


@pytest.mark.parametrize(
    "typed",
    [
        "25-12-2026 10 am GSTR-3B",
        "2026-12-25 10 am pay GST",
        "2027-03-31 10 am",
        "25-12-26 10 30 am",
        "२५-१२-२०२६ १० बजे",
    ],
)
def test_the_figures_of_a_date_are_no_telephone_number(typed: str) -> None:
    assert not phones_in(typed)
    assert phones_in(f"{typed}, call 98765 43210") == ["9876543210"]


def test_what_is_said_beside_a_number_is_left() -> None:
    assert without_phones("kal 10 baje 98765 43210 ko call").split() == ["kal", "10", "baje", "ko", "call"]
    assert phones_in("98765 43210 10 am") == ["9876543210"]


@pytest.mark.parametrize(
    "typed", ["2345 6789 0123", "aadhaar २३४५६७८९०१२३", "9198-7654-3210", "my no. is 234567890123."]
)
def test_an_aadhaar_number_is_known_by_its_twelve_figures(typed: str) -> None:
    assert has_aadhaar(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "+91 98765 43210",
        "919876543210",
        "1800-180-6763",
        "4111 1111 1111 1111",
        "25-12-2026 10 am",
        "₹23,45,67,89,012",
    ],
)
def test_other_figures_are_no_aadhaar_number(typed: str) -> None:
    assert not has_aadhaar(typed)


FEES = {
    "udyam": """udyam fee 1500 | udyam की फीस | उद्यम रजिस्ट्रेशन का 1500 रुपये मांग रहा है | उद्यम के लिए पैसे
        | udyam ka 2500 rupaye | udyam certificate 999/- | உத்யம் பதிவுக்கு 1500 ரூபாய் | உத்யமுக்கு எவ்வளவு செலவு
        | MSME registration charge | एमएसएमई रजिस्ट्रेशन शुल्क | எம்எஸ்எம்இ பதிவு கட்டணம் | उद्योग आधार फीस
        | agent asking 2000 for udyam | Udyam ₹1,500 | ఉద్యం ఫీజు | উদ্যম টাকা | udyam fee 2000 for a loan""",
    "gem": """gem registration 5 hazaar | ஜெம் கட்டணம் | ज़ेम फ़ीस | ज़ेम फीस | जेम पोर्टल फीस | जीईएम शुल्क
        | gem par registration ke paise""",
    None: """udyam | udyam registration | उद्यम पंजीकरण | உத்யம் பதிவு | gem portal | जेम पोर्टल | fee | 1500 rupees
        | loan 5 lakh for udyam unit | udyam loan 50000 rupaye | उद्यम लोन 5 लाख रुपये | உத்யம் கடன் 5 லட்சம் ரூபாய்
        | udyami yojana 10 lakh rupaye | उद्यम से कितना पैसा मिलता है | udyam subsidy money | UDYAM-TN-02-0012345
        | Barcode registration fee help (MSME) | gem caution money | gem transaction charge | ஜெம் பணம்
        | gem payment not received 50000 rupees | gems and jewellery export fee | Udyam asks for NIC 2008""",
}


@pytest.mark.parametrize(
    ("text", "guide"), [(text.strip(), guide) for guide, texts in FEES.items() for text in texts.split("|")]
)
def test_money_asked_for_a_registration_is_heard_in_any_script(text: str, guide: str | None) -> None:
    assert find_fee_of(text) == guide


BRIBES = {
    "pmegp": """pmegp loan pass karne ke liye 10000 maang raha hai | agent asks 10% to pass pmegp loan
        | pmegp application fee 5000 | पीएमईजीपी लोन पास कराने के लिए 10000 मांग रहे हैं | pmegp kattanam
        | பிஎம்இஜிபி கடனுக்கு 10000 கேட்கிறார் | दलाल पीएमईजीपी के लिए 10 प्रतिशत मांगता है | PMEGP ₹10,000 commission
        | bribe for pmegp | பிஎம்இஜிபி லஞ்சம் | pmegp pass karane ke liye 10% maang rahe hain""",
    "mudra": """mudra loan fee 3000 asked by agent | मुद्रा लोन के लिए एजेंट 3000 मांग रहा है | முத்ரா கடன் கட்டணம் 3000
        | mudra kadan ku 3000 kekuranga | hum se mudra loan ke liye 5000 maang rahe hain""",
    "pm-vishwakarma": """विश्वकर्मा योजना में 500 रुपये मांग रहे हैं | pm vishwakarma registration charge
        | விஸ்வகர்மா திட்டத்துக்கு 500 ரூபாய் கேட்கிறார்கள்""",
    "pm-svanidhi": "पीएम स्वनिधि लोन के लिए 1000 रुपये मांगे",
    "": """sarkari yojana ke liye 2000 rupaye maang rahe hain | அரசு திட்டத்துக்கு 2000 ரூபாய் கேட்கிறார்கள்
        | loan pass karane ke liye agent 5000 maang raha hai | अधिकारी योजना के लिए घूस मांग रहा है""",
    None: """cgtmse fee 5 lakh | cgtmse scheme: bank asks 1% fee | gem caution money | mudra loan guarantee fee
        | zed fee 10000 | pmegp | pmegp 10% own contribution | bank pmegp me 10% maang raha hai
        | pmegp me bank 10% margin maang raha hai | pmegp project cost 50 lakh
        | mudra loan 50000 kaise milega | मैं मुद्रा लोन 50000 मांग रहा हूँ | bank asks itr of 2024 for mudra loan
        | Ramesh Vishwakarma asked 500 rupees | yojana me kitna paisa milta hai
        | yojana me 50000 maang sakte hain | khadi commission pmegp | loan agent
        | processing fee of bank loan 3000 | पीएमईजीपी 10 फीसदी सब्सिडी | கடன் 50000 ரூபாய் | pay 3000 emi mudra""",
}


@pytest.mark.parametrize(
    ("text", "scheme"), [(text.strip(), scheme) for scheme, texts in BRIBES.items() for text in texts.split("|")]
)
def test_money_asked_for_a_scheme_is_heard_in_any_script(text: str, scheme: str | None) -> None:
    assert find_bribe_of(text) == scheme
