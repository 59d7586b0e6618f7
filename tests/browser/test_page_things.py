"""Contacts, places, files, commands and the clock on the page, by mouse and by keyboard alone."""

import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Playwright, expect

from tests.browser.page import DESK, PHONE, ChatPage, ask, fresh_browser
from tests.browser.played_bot import PlayedBot, key


def picture() -> bytes:
    """Draw a teal PNG of 240 × 120 pixels."""
    rows = (b"\0" + b"\0\x80\x80" * 240) * 120
    head = struct.pack(">IIBBBBB", 240, 120, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    sealed = [(kind + body, zlib.crc32(kind + body), len(body)) for kind, body in parts]
    chunks = [struct.pack(">I", size) + body + struct.pack(">I", check) for body, check, size in sealed]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def begin(page: ChatPage, bot: PlayedBot, name: str) -> int:
    """Let the contact write once, so that the bot may answer; give their id."""
    who = page.contact_id(name)
    ask(f"{page.address}/control/contacts/{who}/text", {"text": "hello"})
    bot.next_update()
    return who


def test_unread_marks_count_and_go_when_the_chat_is_opened(phone: ChatPage, bot: PlayedBot) -> None:
    who = begin(phone, bot, "hi")
    bot.say(who, "याद दिलाना: GSTR-3B 20 तारीख तक")
    bot.say(who, "दूसरी सूचना", disable_notification=True)
    row = phone.page.locator(f'[data-contact="{who}"]')
    expect(row.locator(".unread")).to_have_text("2")
    expect(row.locator(".last")).to_have_text("दूसरी सूचना")
    phone.shoot("phone-contacts")
    chat = phone.open_contact("hi")
    expect(phone.last_bot_message(chat).get_by_role("img", name="sent silently")).to_be_visible()
    expect(chat.locator(".day")).to_have_count(1)
    phone.close(chat)
    expect(row.locator(".unread")).to_have_count(0)
    expect(row).to_be_focused()


def test_a_location_is_shared_from_the_map_or_by_name(phone: ChatPage, bot: PlayedBot) -> None:
    chat = phone.open_contact("ta")
    chat.get_by_role("button", name="Attach").click()
    phone.page.get_by_role("menuitem", name="Share location").click()
    dialog = phone.page.get_by_role("dialog")
    phone.shoot("phone-map")
    dialog.get_by_label("Town, or latitude, longitude").fill("Nowhere")
    dialog.get_by_role("button", name="Send location").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Write a town from the list")
    dialog.locator(".town").filter(has_text="Madurai").locator("circle").click()
    dialog.get_by_role("button", name="Send location").click()
    point = bot.next_update()["message"]["location"]
    assert (round(point["latitude"]), round(point["longitude"])) == (10, 78)
    expect(chat.locator(".message.own .card")).to_contain_text("Location")


def test_venue_file_and_picture_are_cards(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    who = begin(desk, bot, "hi")
    bot.call("sendVenue", chat_id=who, latitude=25.4, longitude=82.57, title="जिला उद्योग केंद्र", address="भदोही")
    expect(desk.last_bot_message(chat).get_by_role("group", name="Venue")).to_contain_text("जिला उद्योग केंद्र")
    bot.send_file("sendPhoto", who, "map.png", picture(), "image/png", "नक्शा")
    expect(desk.last_bot_message(chat).get_by_role("img", name="नक्शा")).to_be_visible()
    bot.send_file("sendDocument", who, "मेरा-डेटा.json", b'{"language": "hi"}', "application/json", "आपका डेटा")
    link = desk.last_bot_message(chat).get_by_role("link")
    expect(link).to_contain_text("18 B")
    with desk.page.expect_download() as waiting:
        link.click()
    assert waiting.value.path().read_bytes() == b'{"language": "hi"}'
    desk.shoot("desk-cards")


def test_a_link_button_shows_its_host_and_opens_elsewhere(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    who = begin(desk, bot, "hi")
    bot.say(who, "Udyam", [[{"text": "खोलें", "url": "https://udyamregistration.gov.in/"}]])
    link = chat.get_by_role("link", name="खोलें")
    expect(link).to_contain_text("udyamregistration.gov.in")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_chats_stand_side_by_side_and_hear_at_once(desk: ChatPage, bot: PlayedBot) -> None:
    left, right = desk.open_contact("hi"), desk.open_contact("ta")
    one, other = begin(desk, bot, "hi"), begin(desk, bot, "ta")
    bot.say(one, "नमस्ते", [[key("मेरे लिए योजनाएँ", "s")], [key("मदद", "h"), key("सेटिंग", "t")]])
    bot.say(other, "வணக்கம்! வேலைவாய்ப்பு", [[key("எனக்கான திட்டங்கள்", "s")], [key("உதவி", "h")]])
    desk.sees(left, "नमस्ते")
    desk.sees(right, "வேலைவாய்ப்பு")
    desk.shoot("desk-two-chats")
    desk.open_contact("ur")
    expect(desk.page.locator(".chat")).to_have_count(2)
    expect(left).to_have_count(0)


def test_the_keyboard_alone_is_enough(desk: ChatPage, bot: PlayedBot) -> None:
    keys = desk.page.keyboard
    desk.page.locator(".contact").first.focus()
    keys.press("Enter")
    chat = desk.page.locator(".chat")
    expect(chat.get_by_role("textbox")).to_be_focused()
    keys.type("hello")
    keys.press("Enter")
    who = bot.next_update()["message"]["chat"]["id"]
    bot.call(
        "setMyCommands",
        commands=[{"command": "help", "description": "Help"}, {"command": "stop", "description": "Stop"}],
    )
    bot.say(who, "hi", [[key("One", "1")], [key("Two", "2")]])
    desk.sees(chat, "hi")
    for _ in range(3):
        keys.press("Shift+Tab")
    expect(chat.locator(".key").last).to_be_focused()
    keys.press("Enter")
    query = bot.next_update()["callback_query"]
    assert query["data"] == "2"
    bot.call("answerCallbackQuery", callback_query_id=query["id"])
    chat.get_by_role("button", name="Commands").focus()
    keys.press("Enter")
    expect(desk.page.get_by_role("menuitem").first).to_be_focused()
    desk.shoot("desk-commands")
    keys.press("ArrowDown")
    keys.press("Enter")
    assert bot.next_update()["message"]["text"] == "/stop"
    chat.get_by_role("textbox").focus()
    keys.press("Escape")
    expect(chat).to_have_count(0)
    expect(desk.page.locator(f'[data-contact="{who}"]')).to_be_focused()


def test_deep_link_block_and_inline_mode(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    more = chat.get_by_role("button", name="More for")
    more.click()
    desk.page.get_by_role("menuitem", name="Open with start").click()
    desk.page.get_by_role("dialog").get_by_role("textbox").fill("s_cgtmse")
    desk.page.get_by_role("button", name="Open", exact=True).click()
    assert bot.next_update()["message"]["text"] == "/start s_cgtmse"
    more.click()
    desk.page.get_by_role("menuitem", name="Inline mode").click()
    desk.page.get_by_role("dialog").get_by_role("textbox").fill("cgtmse")
    desk.page.keyboard.press("Enter")
    query = bot.next_update()["inline_query"]
    content = {"message_text": "CGTMSE: गारंटी"}
    card = {
        "type": "article",
        "id": "1",
        "title": "CGTMSE",
        "description": "बिना गिरवी ऋण",
        "input_message_content": content,
    }
    bot.call("answerInlineQuery", inline_query_id=query["id"], results=[card])
    expect(desk.page.get_by_role("dialog").locator(".card")).to_contain_text("बिना गिरवी ऋण")
    desk.shoot("desk-inline")
    desk.page.keyboard.press("Escape")
    more.click()
    desk.page.get_by_role("menuitem", name="Block the bot").click()
    expect(chat.get_by_role("button", name="UNBLOCK")).to_be_visible()
    expect(chat.get_by_role("textbox")).to_be_hidden()
    chat.get_by_role("button", name="UNBLOCK").click()
    expect(chat.get_by_role("textbox")).to_be_visible()


def now_of(address: str) -> datetime:
    """Give the sandbox's time."""
    return datetime.fromisoformat(ask(f"{address}/control/clock")["now"])


def test_the_clock_moves_by_an_hour_a_day_and_to_the_next_reminder(desk: ChatPage) -> None:
    before = now_of(desk.address)
    button = desk.page.get_by_role("group", name="Sandbox clock").get_by_role("button")
    shown = desk.page.locator("#clock-time")
    expect(shown).to_contain_text("IST")
    for name, step in (("+1 h", timedelta(hours=1)), ("+1 day", timedelta(days=1))):
        with desk.page.expect_response("**/control/clock"):
            button.filter(has_text=name).click()
        after = now_of(desk.address)
        assert step <= after - before < step + timedelta(minutes=5)
        before = after
    button.filter(has_text="to the next reminder").click()
    expect(desk.page.locator(".toast.failure")).to_be_visible()
    due = before + timedelta(days=3)
    ask(f"{desk.address}/control/next_due", {"at": due.isoformat()})
    with desk.page.expect_response("**/control/clock"):
        button.filter(has_text="to the next reminder").click()
    assert due < now_of(desk.address) < due + timedelta(minutes=5)
    expect(shown).to_contain_text((due + timedelta(hours=5, minutes=30)).strftime("%H:%M"))


def test_dark_scheme_is_followed(playwright: Playwright, bot: PlayedBot, tmp_path: Path) -> None:
    with fresh_browser(playwright, tmp_path / "dark", PHONE, dark=True) as context:
        page = ChatPage(context.pages[0], bot.address)
        chat = page.open_contact("ta")
        bot.say(begin(page, bot, "ta"), "வேலைவாய்ப்பு", [[key("முகப்பு", "h")]])
        page.sees(chat, "வேலைவாய்ப்பு")
        page.shoot("phone-dark")
        assert page.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 32, 29)"


def test_the_page_asks_nothing_of_other_hosts(playwright: Playwright, address: str, tmp_path: Path) -> None:
    with fresh_browser(playwright, tmp_path / "still", DESK) as context:
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        ChatPage(context.pages[0], address).open_contact("hi")
        assert asked
        assert [url for url in asked if not url.startswith(address)] == []


def test_a_reset_empties_open_chats(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    bot.say(begin(desk, bot, "hi"), "नमस्ते")
    desk.sees(chat, "नमस्ते")
    ask(f"{desk.address}/control/reset", {})
    ask(f"{desk.address}/control/clock", {"advance_seconds": 1})
    expect(chat.locator(".message")).to_have_count(0)


def test_the_page_connects_again_after_the_line_broke(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    who = begin(desk, bot, "hi")
    desk.page.route("**/control/events", lambda route: route.abort())
    desk.page.reload()
    lamp = desk.page.locator("#lamp")
    expect(lamp).to_have_attribute("data-state", "reconnecting")
    bot.say(who, "लाइन टूटी थी")
    desk.page.unroute("**/control/events")
    expect(lamp).to_have_attribute("data-state", "live")
    desk.page.locator(f'[data-contact="{who}"]').click()
    desk.sees(chat, "लाइन टूटी थी")
