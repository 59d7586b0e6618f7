"""What exists in the sandbox: contacts, their chats and messages, files, and what the bot set."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from sandbox.clock import Clock
from sandbox.refusals import Refusal, bad

FIRST_CONTACT_ID = 2_000_001
BOT_USERNAME = "samooh_sandbox_bot"
MAX_MESSAGES_PER_CHAT = 5000
_PERSONAS: list[dict[str, Any]] = orjson.loads(Path(__file__).with_name("personas.json").read_bytes())


@dataclass(slots=True)
class Contact:
    """A person who chats; `started` once they wrote, `blocked` while they keep the bot out."""

    id: int
    first_name: str
    last_name: str | None = None
    language_code: str | None = None
    town: str | None = None
    trade: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    blocked: bool = False
    started: bool = False

    def user(self) -> dict[str, Any]:
        """The contact as a Bot API User."""
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "language_code": self.language_code}
        return user | {key: value for key, value in optional.items() if value}

    def chat(self) -> dict[str, Any]:
        """The private chat with the contact as a Bot API Chat."""
        chat = {"id": self.id, "first_name": self.first_name, "type": "private"}
        return chat | ({"last_name": self.last_name} if self.last_name else {})


@dataclass(slots=True)
class Message:
    """One message: the Bot API body, and what only the contact's side knows. `seq` grows with each change."""

    body: dict[str, Any]
    from_bot: bool
    seq: int
    edited: bool = False
    deleted: bool = False
    silent: bool = False
    reply_keyboard: dict[str, Any] | None = None


@dataclass(slots=True)
class Chat:
    """Messages of one contact by id, oldest first."""

    messages: dict[int, Message] = field(default_factory=dict)
    seq: int = 0
    unread: int = 0

    def put(self, message: Message) -> None:
        """Keeps a message, and forgets the oldest beyond 5,000."""
        self.messages[message.body["message_id"]] = message
        if len(self.messages) > MAX_MESSAGES_PER_CHAT:
            del self.messages[next(iter(self.messages))]

    def next_seq(self) -> int:
        """The number of the next change in this chat."""
        self.seq += 1
        return self.seq


@dataclass(frozen=True, slots=True)
class File:
    """A file as uploaded; `path` is its address below /file/bot<TOKEN>/."""

    id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes

    def described(self) -> dict[str, Any]:
        """The fields that every Bot API file object has."""
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


class World:
    """All state that survives a restart."""

    def __init__(self, token: str, clock: Clock) -> None:
        self.token = token
        self.bot_id = int(token.split(":", maxsplit=1)[0])
        self.clock = clock
        self.names: dict[str, dict[str, str]] = {"name": {}, "description": {}, "short_description": {}}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}
        self.files: dict[str, File] = {}
        self.contacts: dict[int, Contact] = {}
        self.chats: dict[int, Chat] = {}
        self.last_message_id = 0
        for persona in _PERSONAS:
            self.add_contact(**persona)

    def bot(self) -> dict[str, Any]:
        """The bot as a Bot API User."""
        name = self.names["name"].get("", "Samooh sandbox")
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": BOT_USERNAME}

    def add_contact(self, **fields: Any) -> Contact:
        """Adds a contact with the next free id and an empty chat."""
        contact = Contact(id=next(reversed(self.contacts), FIRST_CONTACT_ID - 1) + 1, **fields)
        self.contacts[contact.id] = contact
        self.chats[contact.id] = Chat()
        return contact

    def next_message_id(self) -> int:
        """Message ids are counted over all private chats of a bot."""
        self.last_message_id += 1
        return self.last_message_id

    def add_file(self, name: str, mime: str, content: bytes, folder: str = "documents") -> File:
        """Keeps a file and gives it ids and a path."""
        number = len(self.files) + 1
        ending = Path(name).suffix[:12] or (".jpg" if folder == "photos" else "")
        file = File(
            f"SANDBOXFILE{number:08d}", f"SBX{number:08d}", f"{folder}/file_{number}{ending}", name, mime, content
        )
        self.files[file.id] = file
        return file

    def reachable(self, chat_id: int | str) -> Contact:
        """The contact of a chat the bot may write to; raises Refusal 400 or 403."""
        contact = self.known(chat_id)
        if contact.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return contact

    def known(self, chat_id: int | str) -> Contact:
        """The contact of a chat the bot has seen; raises Refusal 400 `chat not found`."""
        contact = self.contacts.get(chat_id) if isinstance(chat_id, int) else None
        if contact is None or not contact.started:
            raise bad("chat not found")
        return contact

    def message(self, chat_id: int, message_id: int) -> Message | None:
        """A message that is there and not deleted."""
        message = self.chats[chat_id].messages.get(message_id)
        return None if message is None or message.deleted else message
