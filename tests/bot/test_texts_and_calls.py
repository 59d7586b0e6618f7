"""Texts are cut between letters with every tag closed; screens become calls that Telegram takes."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from bot.calls import file_content, labels, screen_calls, toast_call
from bot.texts import cut, units
from handlers.screen import Button, Document, LinkButton, Rows, Screen, ShareButton, Venue
from sandbox.html import parse_html
from sandbox.messages import text_content
from sandbox.validate import check_request

FAMILY = "👩‍👩‍👧‍👦"


def test_a_short_text_is_left_alone() -> None:
    assert cut("<b>नमस्ते</b> &amp; வணக்கம்", 400) == "<b>नमस्ते</b> &amp; வணக்கம்"


@pytest.mark.parametrize(
    ("html", "limit", "expected"),
    [
        ("abcdef", 4, "abc…"),
        ("<b>abcdef</b>", 6, "<b>ab…</b>"),
        ("<b><i>abcdefghij</i></b>", 10, "<b><i>abc…</i></b>"),
        ("<b>ab</b>cdefgh", 12, "<b>ab</b>cd…"),
        ("a&amp;b&amp;c", 8, "a&amp;b…"),
        (FAMILY * 3, 14, f"{FAMILY}…"),
        ("கொகொகொ", 4, "கொ…"),
        ("ab   cdefgh", 6, "ab…"),
    ],
)
def test_a_long_text_is_cut_between_letters(html: str, limit: int, expected: str) -> None:
    assert cut(html, limit) == expected


def test_length_is_counted_as_telegram_does() -> None:
    assert (units("a"), units("क"), units("🙏"), units(FAMILY)) == (1, 1, 2, 11)


PIECES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), max_size=12),
        st.sampled_from(["&amp;", "&lt;", "&#39;", "கி", "क्षि", FAMILY, "🇮🇳"]),
        st.text("abक்", max_size=9).map(lambda text: f"<b>k{text}<i>x</i></b>"),
    ),
    max_size=30,
)


@settings(max_examples=300)
@given(PIECES, st.integers(min_value=12, max_value=120))
def test_whatever_is_cut_stays_valid_and_begins_the_same(pieces: list[str], limit: int) -> None:
    html = " ".join(pieces)
    short = cut(html, limit)
    shown, _entities = parse_html(short)
    whole, _all = parse_html(html)
    assert units(shown) <= limit
    if short != html:
        assert shown.endswith("…")
        kept = shown[:-1]
        assert whole.startswith(kept)
        assert (
            "".join(regex.findall(r"\X", whole)[: len(regex.findall(r"\X", kept))]).rstrip() == kept.rstrip()
            or kept == ""
        )


def _send(screen: Screen, message_id: int | None = None) -> list[tuple[str, dict[str, Any]]]:
    calls = screen_calls(screen, 7, message_id)
    for method, parameters in calls:
        check_request(method, parameters)
    return calls


def test_plain_text_is_escaped_and_markup_is_not() -> None:
    [(method, body)] = _send(Screen("a < b & c"))
    assert method == "sendMessage"
    assert text_content(check_request(method, body)) == {"text": "a < b & c"}
    [(_method, bold)] = _send(Screen(Markup("<b>%s</b>") % "<x>"))
    assert bold["text"] == "<b>&lt;x&gt;</b>"


def test_a_screen_edits_the_tapped_message_unless_it_is_new() -> None:
    screen = Screen("x", rows=[[Button("Go", "home.open")], [], [LinkButton("Web", "https://msme.gov.in")]])
    [(method, body)] = _send(screen, 9)
    assert (method, body["message_id"]) == ("editMessageText", 9)
    assert body["reply_markup"]["inline_keyboard"] == [
        [{"text": "Go", "callback_data": "home.open"}],
        [{"text": "Web", "url": "https://msme.gov.in"}],
    ]
    assert [method for method, _ in _send(Screen("x", new=True), 9)] == ["sendMessage"]


def test_attachments_go_first_and_the_screen_follows_as_a_new_message() -> None:
    screen = Screen("x", attachments=[Venue(11.1, 77.3, "Lab", "Road 1"), Document("a.ics", b"\x00\xff", "open it")])
    (first, venue), (second, document), (third, body) = _send(screen, 9)
    assert (first, second, third) == ("sendVenue", "sendDocument", "sendMessage")
    assert (venue["title"], body["text"]) == ("Lab", "x")
    assert file_content(document) == b"\x00\xff" == b64decode(document["document"])


def test_the_location_button_comes_last_and_once() -> None:
    *_, (method, body) = _send(Screen("x", ask_location="Share my location"), 9)
    assert method == "sendMessage"
    [[button]] = body["reply_markup"]["keyboard"]
    assert button == {"text": "Share my location", "request_location": True}
    assert body["reply_markup"]["one_time_keyboard"] is True


def test_a_toast_is_short_and_may_be_silent() -> None:
    assert toast_call("5", Screen("x")) == ("answerCallbackQuery", {"callback_query_id": "5"})
    _method, answer = toast_call("5", Screen("x", toast="y" * 300, alert=True))
    assert (len(answer["text"]), answer["show_alert"]) == (200, True)


def test_only_buttons_that_lead_to_routes_can_be_typed() -> None:
    rows: Rows = [
        [Button("Go", "home.open"), ShareButton("Share", "pmegp")],
        [LinkButton("Web", "https://msme.gov.in")],
    ]
    assert labels(rows) == [("Go", "home.open")]
    [(_method, body)] = _send(Screen("x", rows=rows))
    assert body["reply_markup"]["inline_keyboard"][0][1] == {"text": "Share", "switch_inline_query": "pmegp"}
