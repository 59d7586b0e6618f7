"""The control API: contacts, what they do, chats, clock, events, reset; and the page's files."""

import asyncio
from typing import Any

import aiohttp
import pytest

FIRST = 2_000_001
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000020000000308060000")


async def test_twelve_personas_wait(rig: Any) -> None:
    state = await rig.control("GET", "/state")
    assert len(state["contacts"]) == 12
    assert len({c["town"] for c in state["contacts"]}) == 12
    assert {c["language_code"] for c in state["contacts"]} >= {"ta", "hi", "gu", "mr", "pa", "kn", "ml", "ur", "bn"}
    assert state["bot"]["username"] == "samooh_sandbox_bot"
    assert state["contacts"][0]["last_text"] is None


async def test_new_contact_writes_and_reads(rig: Any) -> None:
    contact = await rig.control("POST", "/contacts", {"first_name": "Meena", "language_code": "ta"}, 201)
    await rig.act("start", contact["id"], payload="scheme-pmegp")
    await rig.ok("sendMessage", chat_id=contact["id"], text="<b>Hi</b> & bye", parse_mode="HTML")
    messages = await rig.messages(contact["id"])
    assert [m["text"] for m in messages] == ["/start scheme-pmegp", "Hi & bye"]
    assert messages[1]["html"] == "<b>Hi</b> &amp; bye"
    shown = (await rig.control("GET", "/state"))["contacts"][-1]
    assert (shown["unread"], shown["last_text"], shown["started"]) == (1, "Hi & bye", True)
    await rig.act("read", contact["id"])
    assert (await rig.control("GET", "/state"))["contacts"][-1]["unread"] == 0
    assert await rig.messages(contact["id"], after=2) == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/contacts", {}, 400),
        ("/contacts", {"first_name": "A", "age": 3}, 400),
        ("/contacts", {"first_name": "A", "latitude": "x"}, 400),
        ("/contacts", [], 400),
        ("/contacts/7/text", {"text": "a"}, 404),
        (f"/contacts/{FIRST}/text", {}, 400),
        (f"/contacts/{FIRST}/text", {"text": " "}, 400),
        (f"/contacts/{FIRST}/text", {"text": 5}, 400),
        (f"/contacts/{FIRST}/text", {"text": "x" * 4097}, 400),
        (f"/contacts/{FIRST}/start", {"payload": "not allowed"}, 400),
        (f"/contacts/{FIRST}/tap", {"message_id": 9, "callback_data": "a"}, 404),
        (f"/contacts/{FIRST}/tap", {"message_id": 1, "text": "No"}, 404),
        (f"/contacts/{FIRST}/location", {"latitude": 99, "longitude": 0}, 400),
        (f"/contacts/{FIRST}/unblock", {}, 409),
        ("/clock", {"advance_seconds": -5}, 409),
        ("/clock", {"to_next_due": True}, 409),
        ("/clock", {"to": "2030-01-01T00:00:00"}, 400),
        ("/clock", {}, 400),
        ("/next_due", {}, 400),
    ],
)
async def test_wrong_requests_are_told_why(met: Any, path: str, body: Any, status: int) -> None:
    assert (await met.control("POST", path, body, status))["error"]


async def test_broken_json_is_told(met: Any) -> None:
    async with met.http.post(f"{met.base}/control/contacts/{FIRST}/text", data=b"{") as response:
        assert (response.status, await response.json()) == (400, {"error": "the body isn't JSON"})


async def test_blocked_contact_is_silent(met: Any) -> None:
    await met.act("block")
    await met.act("text", status=409, text="a")
    await met.act("tap", status=409, message_id=1, callback_data="a")
    await met.act("block", status=409)


async def test_tap_waits_for_the_toast(met: Any) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Save", "callback_data": "save"}]]}
    sent = await met.ok("sendMessage", chat_id=FIRST, text="?", reply_markup=keyboard)
    tap = asyncio.create_task(met.act("tap", message_id=sent["message_id"], text="Save"))
    while not met.sandbox.queries:
        await asyncio.sleep(0.001)
    await met.ok("answerCallbackQuery", callback_query_id="1", text="Saved", show_alert=True)
    answer = await tap
    assert (answer["toast"], answer["alert"], answer["answered"]) == ("Saved", True, True)
    update = (await met.ok("getUpdates"))[-1]["callback_query"]
    assert (update["data"], update["message"]["text"]) == ("save", "?")


async def test_old_button_can_still_be_tapped_by_data(met: Any) -> None:
    sent = await met.ok("sendMessage", chat_id=FIRST, text="?")
    answer = await met.act("tap", message_id=sent["message_id"], callback_data="gone", wait=0)
    assert (answer["toast"], answer["answered"]) == (None, False)


async def test_inline_results_come_back(met: Any) -> None:
    asked = asyncio.create_task(met.act("inline", query="pmegp"))
    while not met.sandbox.queries:
        await asyncio.sleep(0.001)
    article = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "x"}}
    await met.ok("answerInlineQuery", inline_query_id="1", results=[article])
    assert (await asked)["results"] == [article]


async def test_places_and_files_arrive(met: Any) -> None:
    await met.act("location", latitude=11.1, longitude=77.3)
    await met.act("venue", latitude=11.1, longitude=77.3, title="DIC", address="Main road")
    for what, name, content, mime in [
        ("document", "a.csv", b"1,2", "text/csv"), ("photo", "a.png", PNG, "text/html"),
    ]:  # fmt: skip
        form = aiohttp.FormData()
        form.add_field("file", content, filename=name, content_type=mime)
        async with met.http.post(f"{met.base}/control/contacts/{FIRST}/{what}", data=form) as response:
            assert response.status == 200, await response.text()
    updates = [u["message"] for u in await met.ok("getUpdates")]
    assert updates[1]["location"] == {"latitude": 11.1, "longitude": 77.3}
    assert (updates[2]["venue"]["title"], updates[3]["document"]["file_name"]) == ("DIC", "a.csv")
    shown = await met.messages()
    async with met.http.get(met.base + shown[-1]["photo"]["url"]) as response:
        assert (await response.read(), response.content_type) == (PNG, "image/png")
    assert shown[-2]["document"]["size"] == 3


async def test_file_must_be_in_the_form(met: Any) -> None:
    form = aiohttp.FormData({"other": "x"}, default_to_multipart=True)
    for data in (form, b"text"):
        async with met.http.post(f"{met.base}/control/contacts/{FIRST}/photo", data=data) as response:
            assert response.status == 400


async def test_reply_keyboard_silent_and_summary(met: Any) -> None:
    keyboard = {"keyboard": [[{"text": "Share", "request_location": True}, "Later"]], "resize_keyboard": True}
    await met.ok("sendMessage", chat_id=FIRST, text="Where?", disable_notification=True,
                 reply_markup={"keyboard": [[{"text": "Share", "request_location": True}]]})  # fmt: skip
    shown = (await met.messages())[-1]
    assert shown["silent"]
    assert shown["reply_keyboard"]["keyboard"][0][0] == keyboard["keyboard"][0][0]  # type: ignore[index]
    for method, fields, text in [
        ("sendLocation", {}, "📍"), ("sendVenue", {"title": "DIC", "address": "x"}, "DIC"),
    ]:  # fmt: skip
        await met.ok(method, chat_id=FIRST, latitude=1, longitude=2, **fields)
        assert (await met.control("GET", "/state"))["contacts"][0]["last_text"] == text


async def test_clock_moves_and_wakes_who_waits(met: Any) -> None:
    version = (await met.control("GET", "/clock"))["version"]
    waiting = asyncio.create_task(met.control("GET", f"/clock?after={version}&wait=25"))
    await asyncio.sleep(0)
    await met.control("POST", "/clock", {"advance_seconds": 3600})
    moved = await waiting
    assert (moved["version"], moved["offset_seconds"]) == (version + 1, 3600)
    same = await met.control("GET", f"/clock?after={version + 1}&wait=0.001")
    assert same["version"] == version + 1
    await met.control("POST", "/next_due", {"at": "2099-01-01T00:00:00+00:00"})
    assert (await met.control("POST", "/clock", {"to_next_due": True}))["now"].startswith("2099-01-01T00:00:01")
    sent = await met.ok("sendMessage", chat_id=FIRST, text="Later")
    assert sent["date"] >= 4070908801
    await met.control("POST", "/clock", {"to": "2098-01-01T00:00:00+00:00", "allow_back": True})
    assert await met.control("POST", "/next_due", {"at": None}) == {"next_due": None}


async def test_pages_hear_of_changes(met: Any) -> None:
    async with met.http.get(f"{met.base}/control/events") as stream:
        assert (await stream.content.readline()).startswith(b": open")
        await stream.content.readline()
        sent = await met.ok("sendMessage", chat_id=FIRST, text="x")
        assert await stream.content.readline() == b"event: change\n"
        assert b'"kind":"message"' in await stream.content.readline()
        await stream.content.readline()
        await met.ok("editMessageText", chat_id=FIRST, message_id=sent["message_id"], text="y")
        await met.ok("sendChatAction", chat_id=FIRST, action="typing")
        kinds = [await stream.content.readline() for _ in range(6)]
        assert b'"kind":"edit"' in kinds[1]
        assert b'"text":"typing"' in kinds[4]


async def test_reset_forgets_everything(met: Any) -> None:
    await met.control("POST", "/reset")
    assert not (await met.control("GET", "/state"))["contacts"][0]["started"]
    assert await met.messages() == []
    assert (await met.act("start"))["update_id"] == 2


async def test_only_this_machines_pages_may_ask(rig: Any) -> None:
    for headers in ({"Host": "example.in"}, {"Origin": "https://example.in"}, {"Origin": "null"}):
        async with rig.http.get(f"{rig.base}/control/state", headers=headers) as response:
            assert response.status == 403
    async with rig.http.get(f"{rig.base}/control/state", headers={"Origin": rig.base}) as response:
        assert response.status == 200
