"""The check against fake portals: the worst of what was sent is told, in the chat and inline."""

from __future__ import annotations

import pytest

from tests.conversations.chat import Chat

VOUCH = "❔ This ending is the government's, but the site is not on our list. We can't vouch for it."
LOOKS = "⚠ Careful: this is not on our list of official addresses, and it looks like one."
FREE = "Registration on Udyam and GeM is free. Pay nobody for it."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sarkari-loan.gov.in", (VOUCH, FREE)),
        ("https://gem.gov.in@evil.com/pay", ("evil.com", LOOKS, "gem.gov.in")),
        ("gem.gov.in या udyam-reg.xyz", ("udyam-reg.xyz", LOOKS)),
        ("bit.ly/udyam", ("⚠ This short link hides where it leads.",)),
        ("http://103.21.58.10/udyam", ("⚠ Careful: this address is only a number.",)),
        ("g\u0435m.gov.in", ("⚠ Careful: this address has letters that can pass for others.",)),
        ("gem.gov.in asks 1500 rupees for gem", ("✅ This address is on our list of official ones.", FREE)),
        ("98765 43210 asked 1500 for udyam", ("We can't check whose number that is.", FREE)),
        ("உத்யம் பதிவுக்கு 1500 ரூபாய்", ("The official fee is nil. Who asks for money isn't the government.",)),
        ("जेम पोर्टल फीस", ("Registration on GeM is free. Do not pay anybody for it.",)),
    ],
)
async def test_what_is_sent_is_checked(owner: Chat, typed: str, said: tuple[str, ...]) -> None:
    await owner.type(typed)
    assert owner.sees(*said)


async def test_only_the_list_is_called_official(owner: Chat) -> None:
    for typed in ("sarkari-loan.gov.in", "gem.gov.in example.com", "udyam.nic.in", "gem.gov.in.evil.com"):
        await owner.type(typed)
        assert owner.says_not("✅ This address is on our list of official ones.")


async def test_a_link_typed_inline_gives_its_warning_to_share(owner: Chat) -> None:
    (card,) = await owner.asks_inline("https://udyam-reg.xyz/pay")
    assert card["title"] == "udyam-reg.xyz"
    assert LOOKS in card["input_message_content"]["message_text"]
    assert card["reply_markup"]["inline_keyboard"][0][0]["url"].endswith("?start=g_udyam")


async def test_what_is_not_found_inline_says_so_and_opens_the_bot(owner: Chat) -> None:
    (card,) = await owner.asks_inline("zzqxvw <b>")
    assert card["title"] == "Nothing found for “zzqxvw <b>”."
    assert "Open Samooh to look further." in card["input_message_content"]["message_text"]
    assert "?" not in card["reply_markup"]["inline_keyboard"][0][0]["url"]


async def test_a_link_is_not_the_answer_to_a_question(owner: Chat) -> None:
    await owner.tap("⏰ My reminders", "💸 Getting paid", "➕ Add a bill")
    await owner.type("https://udyam-reg.xyz/pay")
    assert owner.sees(LOOKS, "This was not taken as your answer.")
    await owner.type("S.K.Traders", "5 lakh")
    assert owner.sees("S.K.Traders")


async def test_a_listed_number_is_known_and_another_is_not(owner: Chat) -> None:
    await owner.type("1800-419-3436")
    assert owner.sees("✅ This number is on our list: %(name)s")
    await owner.type("1800-419-3437")
    assert owner.sees("We can't check whose number that is.")
    await owner.type("1800-419-3436 or 98765 43210")
    assert owner.sees("We can't check whose number that is.")
