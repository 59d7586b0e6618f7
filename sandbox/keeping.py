"""Keeps contacts, chats and files in a folder over restarts: one JSON snapshot, one file per upload."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from sandbox.state import Sandbox
from sandbox.updates import Update
from sandbox.world import Chat, Contact, File, Message

SNAPSHOT = "sandbox.json"
SAVE_SECONDS = 2


def _snapshot(sandbox: Sandbox) -> dict[str, Any]:
    world = sandbox.world
    return {
        "token_id": world.bot_id, "offset_seconds": sandbox.clock.offset.total_seconds(),
        "contacts": [asdict(contact) for contact in world.contacts.values()],
        "chats": [
            {"id": contact_id, "seq": chat.seq, "unread": chat.unread,
             "messages": [asdict(m) for m in chat.messages.values()]}
            for contact_id, chat in world.chats.items()
        ],
        "files": [[f.id, f.unique_id, f.path, f.name, f.mime] for f in world.files.values()],
        "names": world.names, "commands": world.commands,
        "menu_buttons": {str(key): value for key, value in world.menu_buttons.items()},
        "last_message_id": world.last_message_id, "last_query": sandbox.last_query,
        "next_update_id": sandbox.updates.next_id,
        "updates": [asdict(update) for update in sandbox.updates.pending],
    }  # fmt: skip


def save(sandbox: Sandbox, folder: Path) -> None:
    """Writes the snapshot, whole or not at all."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for file in sandbox.world.files.values():
        stored = folder / "files" / file.id
        if not stored.exists():
            stored.write_bytes(file.content)
    draft = folder / f"{SNAPSHOT}.new"
    draft.write_bytes(orjson.dumps(_snapshot(sandbox)))
    draft.replace(folder / SNAPSHOT)


def load(sandbox: Sandbox, folder: Path, fresh: bool = False) -> None:
    """Takes up what the folder holds, unless `fresh`, then forgets it."""
    path = folder / SNAPSHOT
    if fresh:
        path.unlink(missing_ok=True)
        for stored in (folder / "files").glob("*"):
            stored.unlink()
    if not path.exists():
        return
    kept, world = orjson.loads(path.read_bytes()), sandbox.world
    sandbox.clock.offset = timedelta(seconds=kept["offset_seconds"])
    world.contacts = {entry["id"]: Contact(**entry) for entry in kept["contacts"]}
    for entry in kept["chats"]:
        messages = [Message(**message) for message in entry["messages"]]
        by_id = {message.body["message_id"]: message for message in messages}
        world.chats[entry["id"]] = Chat(by_id, entry["seq"], entry["unread"])
    for file_id, unique_id, path_name, name, mime in kept["files"]:
        content = (folder / "files" / file_id).read_bytes()
        world.files[file_id] = File(file_id, unique_id, path_name, name, mime, content)
    world.names, world.commands = kept["names"], kept["commands"]
    world.menu_buttons = {int(key): value for key, value in kept["menu_buttons"].items()}
    world.last_message_id, sandbox.last_query = kept["last_message_id"], kept["last_query"]
    sandbox.updates.next_id = kept["next_update_id"]
    sandbox.updates.pending.extend(Update(**update) for update in kept["updates"])


async def _save_often(sandbox: Sandbox, folder: Path) -> None:
    seen = None
    while True:
        await asyncio.sleep(SAVE_SECONDS)
        mark = (sandbox.record.last, sandbox.updates.next_id, sandbox.clock.version, len(sandbox.world.contacts))
        if mark != seen:
            save(sandbox, folder)
            seen = mark


@asynccontextmanager
async def keep_saved(sandbox: Sandbox, folder: Path | None) -> AsyncIterator[None]:
    """Saves every 2 s when something changed, and at the end; does nothing without a folder."""
    if folder is None:
        yield
        return
    saving = asyncio.create_task(_save_often(sandbox, folder))
    try:
        yield
    finally:
        saving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await saving
        save(sandbox, folder)
