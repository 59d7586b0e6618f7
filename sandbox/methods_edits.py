"""Methods that edit and delete messages and answer queries."""

from typing import Any

from sandbox.messages import Params, caption_content, mark_changed, replace, text_content
from sandbox.refusals import Refusal, bad
from sandbox.state import Query, Sandbox
from sandbox.updates import CALLBACK_SECONDS
from sandbox.world import Message

DELETE_SECONDS = 48 * 3600
MAX_TOAST = 200
MAX_INLINE_RESULTS = 50
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _editable(sandbox: Sandbox, params: Params) -> Message:
    if "inline_message_id" in params:
        raise bad("MESSAGE_ID_INVALID")
    if "chat_id" not in params:
        raise bad("chat_id is empty")
    if "message_id" not in params:
        raise bad("message identifier is not specified")
    contact = sandbox.world.reachable(params["chat_id"])
    message = sandbox.world.message(contact.id, params["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if not message.from_bot or "forward_origin" in message.body:
        raise bad("message can't be edited")
    return message


def edit_text(sandbox: Sandbox, params: Params) -> Any:
    """Carries out editMessageText."""
    message = _editable(sandbox, params)
    content = text_content(params)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return replace(sandbox, message, content, params)


def edit_caption(sandbox: Sandbox, params: Params) -> Any:
    """Carries out editMessageCaption."""
    message = _editable(sandbox, params)
    if not {"document", "photo"} & message.body.keys():
        raise bad("there is no caption in the message to edit")
    return replace(sandbox, message, caption_content(params), {"caption": "", **params})


def edit_markup(sandbox: Sandbox, params: Params) -> Any:
    """Carries out editMessageReplyMarkup."""
    return replace(sandbox, _editable(sandbox, params), {}, params)


def _delete(sandbox: Sandbox, message: Message) -> None:
    if sandbox.clock.unix() - message.body["date"] > DELETE_SECONDS:
        raise bad("message can't be deleted for everyone")
    mark_changed(sandbox, message, "delete")


def delete_message(sandbox: Sandbox, params: Params) -> Any:
    """Carries out deleteMessage."""
    contact = sandbox.world.known(params["chat_id"])
    message = sandbox.world.message(contact.id, params["message_id"])
    if message is None:
        raise bad("message to delete not found")
    _delete(sandbox, message)
    return True


def delete_messages(sandbox: Sandbox, params: Params) -> Any:
    """Carries out deleteMessages: ids that aren't there are passed over."""
    contact = sandbox.world.known(params["chat_id"])
    if not 1 <= len(params["message_ids"]) <= 100:
        raise bad("too many message identifiers specified")
    found = (sandbox.world.message(contact.id, message_id) for message_id in params["message_ids"])
    for message in [message for message in found if message]:
        _delete(sandbox, message)
    return True


def _query(sandbox: Sandbox, query_id: str, life: float) -> Query:
    query = sandbox.queries.get(query_id)
    if query is None or sandbox.clock.now().timestamp() - query.asked > life:
        raise Refusal(400, f"Bad Request: {TOO_OLD}")
    return query


def answer_callback_query(sandbox: Sandbox, params: Params) -> Any:
    """Carries out answerCallbackQuery."""
    query = _query(sandbox, params["callback_query_id"], CALLBACK_SECONDS)
    text = params.get("text")
    if text and len(text) > MAX_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    if not query.answered.is_set():
        query.answer = params
        query.answered.set()
        if text:
            sandbox.events.publish("toast", query.contact_id, 0, text)
    return True


def answer_inline_query(sandbox: Sandbox, params: Params) -> Any:
    """Carries out answerInlineQuery."""
    query = _query(sandbox, params["inline_query_id"], CALLBACK_SECONDS)
    results = params["results"]
    if len(results) > MAX_INLINE_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    query.answer = params
    query.answered.set()
    return True


METHODS = {
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
