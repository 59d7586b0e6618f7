"""Owners walk through the real bot on the chat page, as `make run` shows it: in Hindi, in Tamil, then a reminder."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Playwright, ViewportSize, expect

from locales import translator
from locales.formats import number
from tests.browser.page import PHONE, ROOT, TOKEN, ChatPage, ask, await_answer, free_port, fresh_browser

LABELS = {"hi": "हिन्दी", "ta": "தமிழ்", "en": "English"}
TALL: ViewportSize = {"width": PHONE[0], "height": 1180}  # so that a long screen is seen whole
SECOND = {"hi": "Kamla", "ta": "Anwar"}  # owners whom no other test of this file plays


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The command that a newcomer types: server, page and bot together."""
    port = free_port()
    folder = tmp_path_factory.mktemp("sandbox")
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(port), "--data", str(folder)]
    clean = {name: value for name, value in os.environ.items() if name != "BOT_TOKEN"}
    process = subprocess.Popen(command, cwd=ROOT, env=clean, stdout=subprocess.PIPE)
    try:
        await_answer(f"http://127.0.0.1:{port}/control/state", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture
def page(playwright: Playwright, whole: str, tmp_path: Path) -> Iterator[ChatPage]:
    with fresh_browser(playwright, tmp_path / "profile", PHONE) as context:
        yield ChatPage(context.pages[0], whole)


@pytest.mark.parametrize(("language", "product", "town"), [("hi", "पीतल", "मुरादाबाद"), ("ta", "பின்னலாடை", "திருப்பூர்")])
def test_owner_finds_schemes_that_fit(page: ChatPage, language: str, product: str, town: str) -> None:
    _ = translator(language).gettext
    chat = page.open_contact(language)
    page.write(chat, "/start")
    page.sees(chat, _("Choose your language"))
    page.tap(chat, LABELS[language])
    page.sees(chat, _("Before we start"))
    page.tap(chat, _("✅ I agree"))
    page.sees(chat, _("What do you make or do?"))
    page.write(chat, product)
    page.sees(chat, _("Where is your unit?"))
    page.write(chat, town)
    page.tap(chat, _("✅ Yes"))
    page.sees(chat, _("How big is your unit?"))
    page.tap(chat, _("Micro: sales up to ₹10 crore"))
    page.sees(chat, _("Is your unit registered on Udyam?"))
    page.tap(chat, _("No"))
    page.sees(chat, _("Do you sell on GeM?"))
    page.tap(chat, _("Skip"))
    page.sees(chat, _("Udyam: not yet"))
    page.page.set_viewport_size(TALL)
    page.shoot(f"{language}-home")
    page.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.tap(chat, _("📋 Schemes for me"))
    page.tap(chat, _("✅ Fits you (%(n)s)").partition("(")[0].strip())
    page.sees(chat, _("These fit you"))
    page.tap(chat, "1.")
    page.sees(chat, _("✅ Fits you, by what you told us."))
    page.shoot(f"{language}-scheme")
    page.tap(chat, _("ℹ Source and date"))
    page.sees(chat, _("Sources"))


@pytest.mark.parametrize("language", ["hi", "ta"])
def test_guide_reads_well_on_a_phone(page: ChatPage, language: str) -> None:
    t = translator(language)
    chat = page.open_contact(language)
    page.write(chat, "/udyam")
    steps = {"done": number(t, 0), "all": number(t, 14)}
    page.sees(chat, t.gettext("%(done)s of %(all)s steps done.") % steps)
    page.shoot(f"{language}-udyam")
    page.tap(chat, t.gettext("▶ Start"))
    page.sees(chat, re.compile(r"\b1\. "))
    page.shoot(f"{language}-step")
    width = page.page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0], "nothing may hang over the edge of a small phone"


def await_reminder(page: ChatPage) -> None:
    """The bot has told the sandbox when its next reminder is due."""
    for _ in range(100):
        if ask(f"{page.address}/control/state")["next_due"]:
            return
        page.page.wait_for_timeout(50)
    raise AssertionError("the sandbox was never told of a reminder")


def test_reminder_comes_when_the_clock_is_moved(page: ChatPage) -> None:
    _ = translator("hi").gettext
    chat = page.open_contact("hi")
    page.write(chat, "हर महीने 20 तारीख GSTR-3B याद दिलाना")
    page.sees(chat, "GSTR-3B")
    page.tap(chat, _("✅ Save"))
    page.sees(chat, _("✅ Saved. Next: %(date)s").partition(":")[0])
    await_reminder(page)
    page.page.get_by_role("button", name="to the next reminder").click()
    page.sees(chat, "⏰ GSTR-3B")
    expect(chat.locator(".key").filter(has_text=_("✅ Done")).last).to_be_visible()
    page.shoot("hi-reminder")


def test_sandbox_refuses_a_real_token() -> None:
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(free_port())]
    real = {**os.environ, "BOT_TOKEN": "123456:ABCDEFGHIJK"}
    done = subprocess.run(command, cwd=ROOT, env=real, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "BOT_TOKEN" in done.stderr
    assert "ABCDEFGHIJK" not in done.stderr + done.stdout
    assert TOKEN not in done.stderr


def begun(page: ChatPage, name: str, language: str) -> Locator:
    """The chat of an owner who has chosen a language and agreed to the notice."""
    _ = translator(language).gettext
    chat = page.open_contact(name)
    page.write(chat, "/start")
    page.tap(chat, LABELS[language])
    page.tap(chat, _("✅ I agree"))
    page.sees(chat, _("What do you make or do?"))
    return chat


def test_hindi_in_latin_letters_is_understood(page: ChatPage) -> None:
    _ = translator("hi").gettext
    chat = begun(page, SECOND["hi"], "hi")
    page.write(chat, "/search")
    page.write(chat, "udyam registration kaise kare")
    page.sees(chat, _("🔎 Found for “%(text)s”").partition("“")[0])
    expect(chat.locator(".key").filter(has_text="1. 🪪").last).to_be_visible()
    page.shoot("walk-search")


def test_a_late_bill_in_tamil(page: ChatPage) -> None:
    _ = translator("ta").gettext
    chat = begun(page, SECOND["ta"], "ta")
    page.write(chat, "/reminders")
    page.tap(chat, _("💸 Getting paid"))
    page.tap(chat, _("➕ Add a bill"))
    page.write(chat, "Arora Traders, 17/26")
    page.sees(chat, "Arora Traders")
    page.write(chat, "5 லட்சம்")
    page.sees(chat, "₹5")
    page.write(chat, "1-8-2026")
    page.tap(chat, _("Nothing in writing"))
    page.sees(chat, "Arora Traders")
    expect(chat.locator(".key").filter(has_text=_("✉ Letter")).last).to_be_visible()
    page.page.set_viewport_size(TALL)
    page.shoot("walk-bill")


def test_a_lesson_is_read_on_a_phone(page: ChatPage) -> None:
    _ = translator("hi").gettext
    chat = page.open_contact(SECOND["hi"])
    page.write(chat, "/learn")
    page.tap(chat, _("🎒 Courses"))
    page.tap(chat, "🎒")
    page.tap(chat, _("▶ Start"))
    page.sees(chat, re.compile("1/"))
    page.shoot("walk-lesson")


def test_my_cluster_and_what_it_needs(page: ChatPage) -> None:
    _ = translator("ta").gettext
    chat = page.open_contact(SECOND["ta"])
    page.write(chat, "திருப்பூர் பின்னலாடை")
    page.tap(chat, "🏘")
    page.tap(chat, _("⭐ This is my cluster"))
    expect(chat.locator(".key").filter(has_text=_("↩ Not my cluster")).last).to_be_visible()
    page.page.set_viewport_size(TALL)
    page.shoot("walk-cluster")


def test_urdu_is_understood_before_it_is_spoken(page: ChatPage) -> None:
    chat = begun(page, "Nasreen", "en")
    page.write(chat, "/search")
    page.write(chat, "قرض")
    page.sees(chat, "Found for")
    expect(chat.locator(".key").filter(has_text="Loans and subsidy").last).to_be_visible()
    page.shoot("walk-urdu")
