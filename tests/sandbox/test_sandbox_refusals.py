"""What Telegram refuses is refused with its code and its words."""

from typing import Any

import pytest

FIRST = 2_000_001
STRANGER = 2_000_002
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keys(*buttons: Any, rows: int = 1) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)] * rows}


BUTTON = {"text": "A", "callback_data": "a"}
SEND: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": "   "}, "message text is empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "क" * 11_000}, "message is too long"),
    ({"text": "<b>open"}, 'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
    ({"text": "அ<x>"}, 'can\'t parse entities: Unsupported start tag "x" at byte offset 3'),
    ({"text": "<b>a</i>"},
     'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ({"text": "a</b>"}, "can't parse entities: Unexpected end tag at byte offset 1"),
    ({"text": "a <"}, "can't parse entities: Unclosed start tag at byte offset 2"),
    ({"text": "<b>a</b"}, "can't parse entities: Unclosed end tag at byte offset 4"),
    ({"text": '<a href="x'}, 'can\'t parse entities: Unclosed start tag "a" at byte offset 0'),
    ({"text": "<span>a</span>"}, 'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ({"text": "a", "parse_mode": "Wiki"}, "unsupported parse_mode"),
    ({"text": "a", "parse_mode": "", "entities": [{"type": "bold", "offset": 0, "length": 9}]},
     "entity beginning at UTF-16 offset 0 ends after the end of the text"),
    ({"text": "a", "chat_id": 77}, "chat not found"),
    ({"text": "a", "chat_id": "@nobody"}, "chat not found"),
    ({"text": "a", "chat_id": STRANGER}, "chat not found"),
    ({"text": "a", "chat_id": ""}, "chat_id is empty"),
    ({"text": "a", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ({"text": "a", "disable_notification": "perhaps"}, 'parameter "disable_notification" must be of type Boolean'),
    ({"text": ["a"]}, 'parameter "text" must be of type String'),
    ({"text": "a", "message_thread_id": "x"}, 'parameter "message_thread_id" must be of type Integer'),
    ({"text": "a", "message_thread_id": True}, 'parameter "message_thread_id" must be of type Integer'),
    ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "a", "reply_markup": "[]"}, "object expected as reply markup"),
    ({"text": "a", "reply_markup": {"inline_keyboard": [1]}},
     "can't parse reply markup: Field \"inline_keyboard\" must be an Array of Arrays"),
    ({"text": "a", "reply_markup": keys(7)}, "can't parse inline keyboard button: expected an Object"),
    ({"text": "a", "reply_markup": keys({"callback_data": "a"})},
     'can\'t parse inline keyboard button: Can\'t find field "text"'),
    ({"text": "a", "reply_markup": keys({"text": 1, "callback_data": "a"})},
     'can\'t parse inline keyboard button: Field "text" must be of type String'),
    ({"text": "a", "reply_markup": keys({"text": "A"})},
     "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ({"text": "a", "reply_markup": keys({"text": " ", "callback_data": "a"})}, "BUTTON_TEXT_INVALID"),
    ({"text": "a", "reply_markup": keys({"text": "A", "callback_data": "x" * 65})}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "reply_markup": keys({"text": "A", "callback_data": "க" * 22})}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "reply_markup": keys({"text": "A", "callback_data": 5})},
     'can\'t parse inline keyboard button: Field "callback_data" must be of type String'),
    ({"text": "a", "reply_markup": keys({"text": "A", "url": "nowhere"})},
     "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ({"text": "a", "reply_markup": keys({"text": "A", "url": "http://[x"})},
     "inline keyboard button URL 'http://[x' is invalid: Wrong HTTP URL"),
    ({"text": "a", "reply_markup": keys(BUTTON, rows=101)}, "reply markup is too long"),
    ({"text": "a", "reply_markup": keys(*[BUTTON] * 9)}, "reply markup is too long"),
    ({"text": "a", "reply_markup": {"keyboard": [[{"text": ""}]]}}, "KEYBOARD_BUTTON_INVALID"),
    ({"text": "a", "reply_markup": {"remove_keyboard": "x"}},
     'can\'t parse reply keyboard markup: Can\'t find field "force_reply"'),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words"), SEND, ids=[words[:50] for _, words in SEND])
async def test_send_message_refuses(met: Any, params: dict[str, Any], words: str) -> None:
    given = {"chat_id": FIRST, "parse_mode": "HTML", **params}
    assert await met.refused("sendMessage", **given) == (400, f"Bad Request: {words}")


OTHERS: list[tuple[str, dict[str, Any], int, str]] = [
    ("noSuchMethod", {}, 404, "Not Found"),
    ("sendDice", {"chat_id": FIRST}, 400, "Bad Request: the sandbox doesn't know sendDice yet"),
    ("sendMessage", {"text": "a"}, 400, "Bad Request: chat_id is empty"),
    ("editMessageText", {"text": "a"}, 400, "Bad Request: chat_id is empty"),
    ("editMessageText", {"text": "a", "inline_message_id": "x"}, 400, "Bad Request: MESSAGE_ID_INVALID"),
    ("editMessageText", {"text": "a", "chat_id": FIRST}, 400, "Bad Request: message identifier is not specified"),
    ("editMessageText", {"text": "a", "chat_id": FIRST, "message_id": 9}, 400,
     "Bad Request: message to edit not found"),
    ("editMessageText", {"text": "a", "chat_id": FIRST, "message_id": 1}, 400,
     "Bad Request: message can't be edited"),
    ("editMessageText", {"text": "Hello", "chat_id": FIRST, "message_id": 2}, 400, NOT_MODIFIED),
    ("editMessageText", {"text": "a", "chat_id": FIRST, "message_id": 3}, 400,
     "Bad Request: there is no text in the message to edit"),
    ("editMessageCaption", {"caption": "a", "chat_id": FIRST, "message_id": 2}, 400,
     "Bad Request: there is no caption in the message to edit"),
    ("editMessageReplyMarkup", {"chat_id": FIRST, "message_id": 2}, 400, NOT_MODIFIED),
    ("deleteMessage", {"chat_id": FIRST, "message_id": 9}, 400, "Bad Request: message to delete not found"),
    ("deleteMessages", {"chat_id": FIRST, "message_ids": []}, 400,
     "Bad Request: too many message identifiers specified"),
    ("forwardMessage", {"chat_id": FIRST, "from_chat_id": FIRST, "message_id": 9}, 400,
     "Bad Request: message to forward not found"),
    ("copyMessage", {"chat_id": FIRST, "from_chat_id": FIRST, "message_id": 9}, 400,
     "Bad Request: message to copy not found"),
    ("sendLocation", {"chat_id": FIRST, "latitude": 91, "longitude": 0}, 400,
     "Bad Request: wrong location specified"),
    ("sendLocation", {"chat_id": FIRST, "latitude": "x", "longitude": 0}, 400,
     'Bad Request: parameter "latitude" must be of type Float'),
    ("sendLocation", {"chat_id": FIRST, "latitude": True, "longitude": 0}, 400,
     'Bad Request: parameter "latitude" must be of type Float'),
    ("sendVenue", {"chat_id": FIRST, "latitude": 1, "longitude": 0, "title": "x"}, 400,
     'Bad Request: parameter "address" is required'),
    ("sendChatAction", {"chat_id": FIRST, "action": "dance"}, 400, "Bad Request: wrong parameter action in request"),
    ("sendDocument", {"chat_id": FIRST, "document": "https://example.in/a.pdf"}, 400,
     "Bad Request: failed to get HTTP URL content"),
    ("sendDocument", {"chat_id": FIRST, "document": "a", "caption": "x" * 1025}, 400,
     "Bad Request: message caption is too long"),
    ("sendDocument", {"chat_id": FIRST, "document": "none"}, 400,
     "Bad Request: wrong file identifier/HTTP URL specified"),
    ("getFile", {"file_id": "none"}, 400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
    ("answerCallbackQuery", {"callback_query_id": "9"}, 400, TOO_OLD),
    ("answerInlineQuery", {"inline_query_id": "9", "results": []}, 400, TOO_OLD),
    ("setMyCommands", {"commands": [{"command": "UP CASE", "description": "x"}]}, 400,
     "Bad Request: BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, 400,
     "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, 400,
     "Bad Request: BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "language_code": "hindi"}, 400,
     "Bad Request: invalid language code specified"),
    ("setMyCommands", {"commands": [{"command": "a"}]}, 400,
     'Bad Request: can\'t parse commands: Can\'t find field "description"'),
    ("setMyCommands", {"commands": 1}, 400, "Bad Request: can't parse commands: must be of type Array"),
    ("setMyCommands", {"commands": [{"command": 1, "description": "x"}]}, 400,
     'Bad Request: can\'t parse commands: Field "command" must be of type String'),
    ("setMyShortDescription", {"short_description": "x" * 121}, 400,
     "Bad Request: bot short description is too long"),
    ("getChatMember", {"chat_id": FIRST, "user_id": 5}, 400, "Bad Request: invalid user_id specified"),
    ("setWebhook", {"url": "ftp://127.0.0.1/"}, 400,
     "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "https://example.in/"}, 400,
     "Bad Request: bad webhook: IP address is not on this machine, and the sandbox writes nowhere else"),
    ("setWebhook", {"url": "http://localhost/", "secret_token": "ä"}, 400,
     "Bad Request: secret token contains unallowed characters"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "params", "code", "words"), OTHERS, ids=[f"{m}-{w[13:40]}" for m, _, _, w in OTHERS]
)
async def test_other_methods_refuse(met: Any, method: str, params: dict[str, Any], code: int, words: str) -> None:
    await met.ok("sendMessage", chat_id=FIRST, text="Hello")
    await met.ok("sendLocation", chat_id=FIRST, latitude=1, longitude=1)
    assert await met.refused(method, **params) == (code, words)


async def test_blocked_bot_may_not_write_until_unblocked(met: Any) -> None:
    await met.act("block")
    assert await met.refused("sendMessage", chat_id=FIRST, text="a") == (
        403, "Forbidden: bot was blocked by the user",
    )  # fmt: skip
    assert (await met.ok("getChatMember", chat_id=FIRST, user_id=1_000_001))["status"] == "kicked"
    await met.act("unblock")
    await met.ok("sendMessage", chat_id=FIRST, text="a")
    changes = [u["my_chat_member"] for u in await met.ok("getUpdates") if "my_chat_member" in u]
    assert [c["new_chat_member"]["status"] for c in changes] == ["kicked", "member"]


async def test_tap_answered_after_150_seconds_is_too_old(met: Any) -> None:
    sent = await met.ok("sendMessage", chat_id=FIRST, text="1", reply_markup=keys(BUTTON))
    await met.act("tap", message_id=sent["message_id"], callback_data="a", wait=0)
    await met.control("POST", "/clock", {"advance_seconds": 151})
    assert await met.refused("answerCallbackQuery", callback_query_id="1") == (400, TOO_OLD)


async def test_answers_to_queries_have_limits(met: Any) -> None:
    sent = await met.ok("sendMessage", chat_id=FIRST, text="1", reply_markup=keys(BUTTON))
    await met.act("tap", message_id=sent["message_id"], callback_data="a", wait=0)
    assert (await met.refused("answerCallbackQuery", callback_query_id="1", text="x" * 201))[1].endswith("TOO_LONG")
    await met.act("inline", query="x", wait=0)
    content = {"type": "article", "title": "T", "input_message_content": {"message_text": "x"}}
    for ids, words in [
        (["1"] * 51, "RESULTS_TOO_MUCH"), (["1", "1"], "RESULT_ID_DUPLICATE"), ([""], "RESULT_ID_INVALID"),
    ]:  # fmt: skip
        results = [content | {"id": i} for i in ids]
        assert await met.refused("answerInlineQuery", inline_query_id="2", results=results) == (
            400, f"Bad Request: {words}",
        )  # fmt: skip


async def test_tokens_that_arent_the_bots(met: Any) -> None:
    async with met.http.get(f"{met.base}/bot123:abc/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with met.http.get(f"{met.base}/botnonsense/getMe") as response:
        assert response.status == 404
