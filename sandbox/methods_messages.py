"""Methods that send, copy and forward messages."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.images import image_size
from sandbox.messages import Params, caption_content, post, text_content
from sandbox.refusals import bad
from sandbox.requests import Upload
from sandbox.state import Sandbox
from sandbox.world import File, Message

MAX_DOCUMENT_BYTES = 50 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(sandbox: Sandbox, params: Params) -> Any:
    """Carries out sendMessage."""
    contact = sandbox.world.reachable(params["chat_id"])
    return post(sandbox, contact, text_content(params), params)


def _file(sandbox: Sandbox, params: Params, key: str, limit: int) -> File:
    source = params[key]
    if isinstance(source, str) and source.startswith("attach://"):
        source = params.get(source)
        if source is None:
            raise bad("wrong file identifier/HTTP URL specified")
    if isinstance(source, Upload):
        if not source.content:
            raise bad("file must be non-empty")
        if len(source.content) > limit:
            raise bad("file is too big")
        folder = "photos" if key == "photo" else "documents"
        return sandbox.world.add_file(source.name, source.mime, source.content, folder)
    if source in sandbox.world.files:
        return sandbox.world.files[source]
    if urlsplit(source).scheme in {"http", "https"}:
        # Telegram would fetch it; the sandbox leaves the machine for nobody.
        raise bad("failed to get HTTP URL content")
    raise bad("wrong file identifier/HTTP URL specified")


def document_of(file: File) -> dict[str, Any]:
    """A file as a Bot API Document."""
    return file.described() | {"file_name": file.name, "mime_type": file.mime}


def photo_of(file: File) -> list[dict[str, Any]]:
    """A picture as Bot API PhotoSizes (one size); raises Refusal 400 if it isn't a PNG or JPEG picture."""
    size = image_size(file.content)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return [file.described() | {"width": width, "height": height}]


def send_document(sandbox: Sandbox, params: Params) -> Any:
    """Carries out sendDocument."""
    contact = sandbox.world.reachable(params["chat_id"])
    caption = caption_content(params)
    file = _file(sandbox, params, "document", MAX_DOCUMENT_BYTES)
    return post(sandbox, contact, {"document": document_of(file)} | caption, params)


def send_photo(sandbox: Sandbox, params: Params) -> Any:
    """Carries out sendPhoto."""
    contact = sandbox.world.reachable(params["chat_id"])
    caption = caption_content(params)
    file = _file(sandbox, params, "photo", MAX_PHOTO_BYTES)
    return post(sandbox, contact, {"photo": photo_of(file)} | caption, params)


def point(params: Params) -> dict[str, float]:
    """A Bot API Location; raises Refusal 400 when it isn't on Earth."""
    latitude, longitude = params["latitude"], params["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def send_location(sandbox: Sandbox, params: Params) -> Any:
    """Carries out sendLocation."""
    contact = sandbox.world.reachable(params["chat_id"])
    return post(sandbox, contact, {"location": point(params)}, params)


def send_venue(sandbox: Sandbox, params: Params) -> Any:
    """Carries out sendVenue."""
    contact = sandbox.world.reachable(params["chat_id"])
    place = point(params)
    venue = {"location": place, "title": params["title"], "address": params["address"]}
    return post(sandbox, contact, {"location": place, "venue": venue}, params)


def send_chat_action(sandbox: Sandbox, params: Params) -> Any:
    """Carries out sendChatAction."""
    contact = sandbox.world.reachable(params["chat_id"])
    if params["action"] not in ACTIONS:
        raise bad("wrong parameter action in request")
    sandbox.events.publish("action", contact.id, 0, params["action"])
    return True


def _source(sandbox: Sandbox, params: Params, verb: str) -> Message:
    contact = sandbox.world.known(params["from_chat_id"])
    message = sandbox.world.message(contact.id, params["message_id"])
    if message is None:
        raise bad(f"message to {verb} not found")
    return message


_ENVELOPE = {
    "message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message", "forward_origin",
}  # fmt: skip


def _content(message: Message) -> dict[str, Any]:
    return {key: value for key, value in message.body.items() if key not in _ENVELOPE}


def copy_message(sandbox: Sandbox, params: Params) -> Any:
    """Carries out copyMessage."""
    contact = sandbox.world.reachable(params["chat_id"])
    content = _content(_source(sandbox, params, "copy"))
    if "caption" in params and "text" not in content:
        content = {k: v for k, v in content.items() if k not in {"caption", "caption_entities"}}
        content |= caption_content(params)
    return {"message_id": post(sandbox, contact, content, params)["message_id"]}


def forward_message(sandbox: Sandbox, params: Params) -> Any:
    """Carries out forwardMessage."""
    contact = sandbox.world.reachable(params["chat_id"])
    message = _source(sandbox, params, "forward")
    body = message.body
    origin = {"type": "user", "date": body["date"], "sender_user": body["from"]}
    content = {"forward_origin": body.get("forward_origin", origin)} | _content(message)
    return post(sandbox, contact, content, {"disable_notification": params.get("disable_notification")})


METHODS = {
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendChatAction": send_chat_action,
    "copyMessage": copy_message,
    "forwardMessage": forward_message,
}
