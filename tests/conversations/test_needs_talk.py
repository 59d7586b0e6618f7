"""What a cluster needs together: ticked one by one, told to all when there are enough, and the first steps."""

from __future__ import annotations

import re

from tests.conversations.chat import Chat
from tests.conversations.house import House

SMALL = re.compile(r"· [1-4]$")


async def in_tiruppur(chat: Chat) -> None:
    """Open the card of Tiruppur's knitwear cluster."""
    await chat.type("Tiruppur knitwear")
    await chat.tap(next(label for label in chat.labels() if "🏘" in label and chat._means("Cotton knitwear", label)))


async def of_ludhiana(house: House, name: str) -> Chat:
    """An owner of Ludhiana's knitwear cluster, at the list of needs."""
    chat = Chat(house, first_name=name)
    await chat.agrees()
    await chat.type("/start", "Ludhiana knitwear")
    await chat.tap(next(label for label in chat.labels() if "🏘" in label and "knitwear" in label.lower()))
    await chat.tap("⭐ This is my cluster", "🤝 What we need together")
    return chat


def row(chat: Chat, sign: str) -> str:
    """The label of the button that begins with a sign."""
    return next(label for label in chat.labels() if label.startswith(sign))


async def test_a_need_is_ticked_and_its_first_steps_are_read(chat: Chat) -> None:
    await in_tiruppur(chat)
    await chat.tap("🤝 What we need together")
    assert chat.sees("Tap what you would share with others of your cluster.")
    await chat.tap(row(chat, "🧪"))
    assert chat.sees("Only owners of a cluster tap here. Is this one yours?")
    await chat.tap("⭐ This is my cluster", "🤝 What we need together")
    await chat.tap(row(chat, "🧪"))
    assert chat.sees("✅ Noted: %(need)s.", "Earlier rules of %(scheme)s asked for a group of at least %(n)s units.")
    assert not any(SMALL.search(label) for label in chat.labels())
    assert row(chat, "✅")
    await chat.tap(row(chat, "☑"))
    assert chat.sees("Other owners who want it: %(count)s", "fewer than %(n)s", "First steps")
    assert 20 in chat.number()
    await chat.tap("1. ", "Next ▶", "Next ▶", "Next ▶")
    assert not any(chat._means("Next ▶", label) for label in chat.labels())
    await chat.tap("ℹ Source and date")
    assert chat.sees("Sources disagree")


async def test_a_tick_is_downloaded_and_taken_back(chat: Chat) -> None:
    await in_tiruppur(chat)
    await chat.tap("⭐ This is my cluster", "🤝 What we need together")
    await chat.tap(row(chat, "🎪"))
    assert chat.sees("No scheme sets a number for this: a small group can begin.")
    assert [one["need"] for one in (await chat.data())["needs"]] == ["fair"]
    await chat.type("/start")
    await chat.tap("🏘 Clusters", "🤝 What we need together")
    await chat.tap(row(chat, "✅"))
    assert chat.sees("↩ Taken back: %(need)s.")
    assert (await chat.data())["needs"] == []
    await chat.type("/privacy")
    await chat.tap("🗂 My data", "🗑 Delete my data", "Yes, delete everything")
    assert chat.house.rows("SELECT count(*) FROM shared_needs WHERE need = 'fair'") == [(0,)]


async def test_one_who_has_not_agreed_is_asked_first(shared_house: House) -> None:
    chat = Chat(shared_house)
    await chat.start()
    await chat.tap("English")
    await in_tiruppur(chat)
    await chat.tap("⭐ This is my cluster", "✅ I agree", "🤝 What we need together")
    await chat.tap(row(chat, "💧"))
    assert chat.sees("✅ Noted: %(need)s.")


async def test_when_enough_agree_all_of_them_hear_it_once(sandbox: House) -> None:
    chats = [await of_ludhiana(sandbox, name) for name in ("Asha", "Bala", "Chand", "Devi", "Elan", "Firoz")]
    for chat in chats[:5]:
        await chat.tap(row(chat, "🏷"))
        assert not any(SMALL.search(label) for label in chat.labels())
        assert not chat.heard("🤝 Enough of you want it")
    await chats[5].tap(row(chats[5], "🏷"))
    assert "✅ Common brand · 5+" in chats[5].labels()
    for chat in chats:
        await chat.hears("🤝 Enough of you want it")
    await chats[0].tap("☑ First steps")
    assert chats[0].sees("🎉 Enough owners want it: begin now.", "Owners who want it: at least 6")
    await in_ludhiana_again(chats[0])
    assert chats[0].sees("Other owners here on Udyam: fewer than 5 · on GeM: fewer than 5")
    said = sandbox.operator("needs")
    assert "6 owners" in said
    assert "ludhiana" in said
    late = await of_ludhiana(sandbox, "Gita")
    await late.tap(row(late, "🏷"))
    assert "✅ Common brand · 5+" in late.labels()
    assert late.sees("🎉 Enough owners want it: begin now.")
    await late.type("remind me tomorrow 9 am FSSAI")
    await late.tap("✅ Save")
    sandbox.moves_clock(days=1)
    await late.hears("⏰ FSSAI")  # due after whatever else would have come
    for chat in chats[1:]:  # the first one has gone on in that message
        await chat.hears("🤝 Enough of you want it", times=1)
    assert not late.heard("🤝 Enough of you want it")


async def in_ludhiana_again(chat: Chat) -> None:
    """Go back from the first steps to the card."""
    await chat.tap("⬅ Back", "⬅ Back")
