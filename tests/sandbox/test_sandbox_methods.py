"""Each method once with good parameters; its answer must satisfy the Bot API's own definition."""

from typing import Any

import aiohttp
import pytest

from sandbox.calls import IMPLEMENTED
from sandbox.schema import answer_problem

FIRST = 2_000_001
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000020000000308060000")
PLAIN: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("getUpdates", {}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {"drop_pending_updates": True}),
    ("sendMessage", {"chat_id": FIRST, "text": "வணக்கம் <b>x</b> /start", "parse_mode": "HTML"}),
    ("sendLocation", {"chat_id": FIRST, "latitude": 11.1, "longitude": 77.3}),
    ("sendVenue", {"chat_id": FIRST, "latitude": 11.1, "longitude": 77, "title": "DIC", "address": "Main road"}),
    ("sendChatAction", {"chat_id": FIRST, "action": "typing"}),
    ("setMyCommands", {"commands": [{"command": "start", "description": "Begin"}], "language_code": "hi"}),
    ("getMyCommands", {"language_code": "hi"}),
    ("deleteMyCommands", {"scope": {"type": "all_private_chats"}}),
    ("setMyName", {"name": "Samooh"}),
    ("getMyName", {}),
    ("setMyDescription", {"description": "For owners", "language_code": "ta"}),
    ("getMyDescription", {"language_code": "ta"}),
    ("setMyShortDescription", {"short_description": "For owners"}),
    ("getMyShortDescription", {}),
    ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
    ("getChatMenuButton", {"chat_id": FIRST}),
    ("getChat", {"chat_id": FIRST}),
    ("getChatMember", {"chat_id": FIRST, "user_id": FIRST}),
    ("forwardMessage", {"chat_id": FIRST, "from_chat_id": FIRST, "message_id": 1}),
    ("copyMessage", {"chat_id": FIRST, "from_chat_id": FIRST, "message_id": 1}),
    ("logOut", {}),
    ("close", {}),
]
ELSEWHERE = {
    "setWebhook", "sendPhoto", "sendDocument", "getFile", "editMessageText", "editMessageCaption",
    "editMessageReplyMarkup", "deleteMessage", "deleteMessages", "answerCallbackQuery", "answerInlineQuery",
}  # fmt: skip


@pytest.mark.parametrize(("method", "params"), PLAIN, ids=[name for name, _ in PLAIN])
async def test_answer_is_as_the_definition_says(met: Any, method: str, params: dict[str, Any]) -> None:
    await met.ok(method, **params)


def test_no_method_is_left_out() -> None:
    assert {name for name, _ in PLAIN} | ELSEWHERE == IMPLEMENTED


async def test_webhook_is_set_and_polling_refused(met: Any) -> None:
    await met.act("block")  # drop what waits, so that nothing is posted
    await met.ok("deleteWebhook", drop_pending_updates=True)
    await met.ok("setWebhook", url="http://127.0.0.1:9/", secret_token="abc_-1", max_connections=3)
    info = await met.ok("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == ("http://127.0.0.1:9/", 3)
    assert (await met.refused("getUpdates"))[0] == 409


async def upload(met: Any, method: str, **fields: Any) -> Any:
    form = aiohttp.FormData()
    for name, value in {"chat_id": str(FIRST), **fields}.items():
        if isinstance(value, tuple):
            form.add_field(name, value[1], filename=value[0], content_type=value[2])
        else:
            form.add_field(name, value)
    async with met.http.post(f"{met.bot}/{method}", data=form) as response:
        return await response.json()


async def test_document_goes_up_and_down(met: Any) -> None:
    sent = await upload(met, "sendDocument", document=("mine.json", b'{"a":1}', "application/json"), caption="Yours")
    assert answer_problem("sendDocument", sent["result"]) is None
    assert sent["result"]["caption"] == "Yours"
    file = await met.ok("getFile", file_id=sent["result"]["document"]["file_id"])
    async with met.http.get(f"{met.base}/file/bot1000001:sandbox/{file['file_path']}") as response:
        assert await response.read() == b'{"a":1}'
        assert "attachment" in response.headers["Content-Disposition"]
    again = await met.ok("sendDocument", chat_id=FIRST, document=sent["result"]["document"]["file_id"])
    assert again["document"] == sent["result"]["document"]
    async with met.http.get(f"{met.base}/file/bot1000001:sandbox/none") as response:
        assert response.status == 404
    async with met.http.get(f"{met.base}/file/bot1:x/none") as response:
        assert response.status == 401


async def test_photo_is_measured_and_its_caption_edited(met: Any) -> None:
    sent = await upload(met, "sendPhoto", photo="attach://pic", pic=("a.png", PNG, "image/png"))
    assert answer_problem("sendPhoto", sent["result"]) is None
    assert (sent["result"]["photo"][0]["width"], sent["result"]["photo"][0]["height"]) == (2, 3)
    place = {"chat_id": FIRST, "message_id": sent["result"]["message_id"]}
    edited = await met.ok("editMessageCaption", caption="<i>New</i>", parse_mode="HTML", **place)
    assert edited["caption_entities"][0]["type"] == "italic"
    cleared = await met.ok("editMessageCaption", **place)
    assert "caption" not in cleared
    copy = await met.ok("copyMessage", chat_id=FIRST, from_chat_id=FIRST, message_id=place["message_id"], caption="C")
    assert (await met.messages())[-1]["photo"]["caption"] == "C"
    assert copy["message_id"] > place["message_id"]


async def test_picture_that_is_none_is_refused(met: Any) -> None:
    sent = await upload(met, "sendPhoto", photo=("a.png", b"text", "image/png"))
    assert sent["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    sent = await upload(met, "sendDocument", document=("a.txt", b"", "text/plain"))
    assert sent["description"] == "Bad Request: file must be non-empty"
    sent = await upload(met, "sendDocument", document="attach://none")
    assert sent["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_keyboard_goes_when_an_edit_doesnt_repeat_it(met: Any) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Next", "callback_data": "next"}]]}
    sent = await met.ok("sendMessage", chat_id=FIRST, text="One", reply_markup=keyboard)
    place = {"chat_id": FIRST, "message_id": sent["message_id"]}
    assert "reply_markup" not in await met.ok("editMessageText", text="Two", **place)
    assert (await met.ok("editMessageReplyMarkup", reply_markup=keyboard, **place))["reply_markup"] == keyboard
    reply = await met.ok("sendMessage", chat_id=FIRST, text="Re", reply_parameters={"message_id": sent["message_id"]})
    assert reply["reply_to_message"]["text"] == "Two"


async def test_messages_are_deleted_until_two_days_have_gone(met: Any) -> None:
    first = (await met.ok("sendMessage", chat_id=FIRST, text="1"))["message_id"]
    second = (await met.ok("sendMessage", chat_id=FIRST, text="2"))["message_id"]
    assert await met.ok("deleteMessage", chat_id=FIRST, message_id=first)
    assert (await met.messages())[-2:][0]["deleted"] or (await met.messages())[-1]["deleted"]
    await met.control("POST", "/clock", {"advance_seconds": 49 * 3600})
    assert await met.refused("deleteMessages", chat_id=FIRST, message_ids=[first, second]) == (
        400, "Bad Request: message can't be deleted for everyone",
    )  # fmt: skip
    third = (await met.ok("sendMessage", chat_id=FIRST, text="3"))["message_id"]
    assert await met.ok("deleteMessages", chat_id=FIRST, message_ids=[third, 999])


async def test_queries_are_answered(met: Any) -> None:
    sent = await met.ok(
        "sendMessage", chat_id=FIRST, text="1",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )  # fmt: skip
    await met.act("tap", message_id=sent["message_id"], text="A", wait=0)
    assert await met.ok("answerCallbackQuery", callback_query_id="1", text="Saved")
    await met.act("inline", query="pmegp", wait=0)
    article = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "x"}}
    assert await met.ok("answerInlineQuery", inline_query_id="2", results=[article])
    updates = await met.ok("getUpdates")
    assert [next(iter(set(u) - {"update_id"})) for u in updates] == ["message", "callback_query", "inline_query"]


async def test_menu_shows_narrowest_scope_in_the_contacts_language(met: Any) -> None:
    menus: list[tuple[str, dict[str, Any]]] = [
        ("default", {}),
        ("tamil", {"language_code": "ta"}),
        ("chat", {"scope": {"type": "chat", "chat_id": FIRST}}),
    ]
    for description, extra in menus:
        await met.ok("setMyCommands", commands=[{"command": "help", "description": description}], **extra)
    assert (await met.control("GET", f"/contacts/{FIRST}/commands"))[0]["description"] == "chat"
    await met.ok("deleteMyCommands", scope={"type": "chat", "chat_id": FIRST})
    assert (await met.control("GET", f"/contacts/{FIRST}/commands"))[0]["description"] == "tamil"
    assert (await met.control("GET", f"/contacts/{FIRST + 1}/commands"))[0]["description"] == "default"


async def test_fields_telegram_doesnt_know_are_forgotten(met: Any) -> None:
    button = {"text": "A", "callback_data": "a"}
    sent = await met.ok(
        "sendMessage",
        chat_id=FIRST,
        text="a",
        reply_markup={"inline_keyboard": [[button | {"hide": False}], []]},
        entities=[{"type": "bold", "offset": 0, "length": 1, "made_up": 1}],
        made_up=1,
    )
    assert sent["reply_markup"] == {"inline_keyboard": [[button]]}
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
