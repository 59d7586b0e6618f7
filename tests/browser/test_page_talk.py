"""A person talks to a bot on the page: texts, buttons, edits, toasts, keyboards, in Hindi, Tamil and Urdu."""

import re

from playwright.sync_api import expect

from tests.browser.page import ChatPage
from tests.browser.played_bot import PlayedBot, key


def test_a_tap_edits_the_screen_in_place_and_shows_a_toast(phone: ChatPage, bot: PlayedBot) -> None:
    chat = phone.open_contact("hi")
    who = phone.contact_id("hi")
    chat.get_by_role("button", name="START").click()
    assert bot.next_update()["message"]["text"] == "/start"
    home = bot.say(
        who,
        "<b>नमस्ते!</b> मैं समूह हूँ। आपके काम की योजनाएँ, पंजीकरण और प्रशिक्षण — एक ही जगह।",
        [[key("मेरे लिए योजनाएँ", "schemes")], [key("उद्यम पंजीकरण", "udyam"), key("GeM पर बेचें", "gem")]],
    )
    phone.sees(chat, "नमस्ते")
    phone.shoot("phone-hindi")
    phone.tap(chat, "मेरे लिए योजनाएँ")
    pressed = chat.locator(".key").filter(has_text="मेरे लिए योजनाएँ")
    expect(pressed).to_have_attribute("aria-busy", "true")
    query = bot.next_update()["callback_query"]
    assert query["data"] == "schemes"
    bot.call(
        "editMessageText",
        chat_id=who,
        message_id=home,
        text="3 योजनाएँ मिलीं",
        reply_markup={"inline_keyboard": [[key("वापस", "home")]]},
    )
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="सहेज लिया")
    expect(phone.page.locator(".toast")).to_have_text("सहेज लिया")
    phone.sees(chat, "3 योजनाएँ मिलीं")
    expect(chat.locator(".message.bot")).to_have_count(1)
    expect(phone.last_bot_message(chat).locator(".edited")).to_be_visible()
    expect(chat.locator('[aria-busy="true"]')).to_have_count(0)


def test_an_alert_waits_for_ok_and_gives_focus_back(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    desk.write(chat, "नमस्ते")
    bot.next_update()
    bot.say(desk.contact_id("hi"), "?", [[key("हटाएँ", "erase")]])
    desk.tap(chat, "हटाएँ")
    query = bot.next_update()["callback_query"]
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="सब मिट गया", show_alert=True)
    alert = desk.page.get_by_role("dialog")
    expect(alert).to_contain_text("सब मिट गया")
    desk.page.keyboard.press("Enter")
    expect(alert).to_have_count(0)
    expect(chat.locator(".key")).to_be_focused()


def test_long_tamil_words_wrap_inside_their_buttons(phone: ChatPage, bot: PlayedBot) -> None:
    chat = phone.open_contact("ta")
    phone.write(chat, "வணக்கம்")
    bot.next_update()
    word = "வேலைவாய்ப்பு உருவாக்கத் திட்டத்தில்சேர்ந்துகொள்வதற்கானவழிமுறைகள்"
    bot.say(
        phone.contact_id("ta"),
        "<b>பிரதமரின் வேலைவாய்ப்பு உருவாக்கத் திட்டம்</b>\nதிட்டச் செலவில் 35% வரை மானியம்.",
        [[key(word, "a"), key("எனக்கு அருகில் உதவி", "b")], [key("முகப்பு", "c")]],
    )
    phone.sees(chat, "வேலைவாய்ப்பு")
    phone.shoot("phone-tamil")
    wide = chat.locator(".key").evaluate_all("keys => keys.filter(key => key.scrollWidth > key.clientWidth).length")
    assert wide == 0
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_urdu_runs_from_right_to_left_and_hindi_does_not(desk: ChatPage, bot: PlayedBot) -> None:
    chat = desk.open_contact("hi")
    desk.write(chat, "नमस्ते")
    bot.next_update()
    bot.say(desk.contact_id("hi"), "آپ کے لیے تین اسکیمیں ہیں۔ MSE-CDP دیکھیں۔", [[key("میری اسکیمیں", "s")]])
    desk.sees(chat, "اسکیمیں")
    desk.shoot("desk-urdu")
    direction = "node => getComputedStyle(node).direction"
    assert desk.last_bot_message(chat).locator(".words").evaluate(direction) == "rtl"
    assert chat.locator(".key").evaluate(direction) == "rtl"
    assert chat.locator(".message.own .words").evaluate(direction) == "ltr"


def test_a_reply_keyboard_types_for_the_contact_and_goes_away(phone: ChatPage, bot: PlayedBot) -> None:
    chat = phone.open_contact("ta")
    who = phone.contact_id("ta")
    phone.write(chat, "வணக்கம்")
    bot.next_update()
    rows = [[{"text": "📍 என் இடம்", "request_location": True}], [{"text": "தவிர்"}]]
    bot.say(who, "எங்கே?", reply_markup={"keyboard": rows, "resize_keyboard": True})
    expect(chat.locator(".reply-keys .key")).to_have_count(2)
    phone.shoot("phone-reply-keyboard")
    phone.tap(chat, "தவிர்")
    assert bot.next_update()["message"]["text"] == "தவிர்"
    bot.say(who, "சரி", reply_markup={"remove_keyboard": True})
    expect(chat.locator(".reply-keys")).to_be_hidden()


def test_strings_of_attackers_stay_text(desk: ChatPage, bot: PlayedBot) -> None:
    evil = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    desk.page.get_by_role("button", name="+ New contact").click()
    desk.page.get_by_label("First name").fill(evil[:60])
    desk.page.get_by_role("button", name="Add", exact=True).click()
    chat = desk.page.locator(".chat")
    desk.write(chat, evil)
    update = bot.next_update()
    escaped = evil.replace("<", "&lt;").replace(">", "&gt;")
    bot.say(update["message"]["chat"]["id"], escaped, [[key(evil[:60], "x")]])
    desk.sees(chat, evil)
    expect(chat.locator("img, script")).to_have_count(0)
    assert desk.page.title() == "Samooh sandbox"


def test_a_renderer_of_our_own_keeps_only_listed_tags(desk: ChatPage) -> None:
    shown = desk.page.evaluate(
        """async () => {
            const { safeNodes } = await import('/page/js/safe_html.js');
            const box = document.createElement('div');
            box.append(...safeNodes('<b onclick="x()">a</b><svg onload=x()>b</svg><a href="javascript:x()">c</a>'
                + '<a href="https://udyamregistration.gov.in/" style="x">d</a>'
                + '<tg-spoiler>e</tg-spoiler><iframe>f</iframe>'));
            return box.innerHTML;
        }"""
    )
    assert shown.startswith("<b>a</b>bc<a ")
    assert 'rel="noopener noreferrer"' in shown
    assert not re.search(r"onclick|onload|javascript:|style=|<svg|<iframe", shown)
    assert 'class="spoiler"' in shown
