/** Starts the page: contacts at the left, open chats beside them, changes as they come. */

import { openChat } from "./chat.js";
import { showClock } from "./clock.js";
import { askNewContact, showContacts } from "./contacts.js";
import { listen } from "./live.js";
import { contactOf, onChange, refresh, refreshSoon } from "./store.js";

const chats = new Map();
const place = document.getElementById("chats");

/** How many chats fit beside one another. */
function columns() {
  if (innerWidth < 860) return 1;
  return innerWidth < 1500 ? 2 : 3;
}

function arrange() {
  while (chats.size > columns()) shut(chats.keys().next().value, false);
  document.body.dataset.view = chats.size ? "chat" : "list";
  document.getElementById("nothing").hidden = chats.size > 0;
  draw();
}

function shut(id, focus = true) {
  chats.get(id)?.node.remove();
  chats.delete(id);
  if (!focus) return;
  arrange();
  document.querySelector(`[data-contact="${id}"]`)?.focus();
}

async function open(id) {
  if (!chats.has(id)) {
    const chat = openChat(id, () => shut(id));
    chats.set(id, chat);
    place.append(chat.node);
    arrange();
    chat.reconsider();
    await chat.pull();
  }
  chats.get(id)?.focus();
}

function changed(event) {
  const chat = chats.get(event.contact_id);
  if (event.kind === "action") return void chat?.typing();
  if (["message", "edit", "delete"].includes(event.kind)) chat?.pull();
  // What concerns nobody in particular may be a reset, so every open chat looks again.
  if (!event.contact_id) chats.forEach((open) => open.pull());
  refreshSoon();
}

async function opened() {
  await refresh().catch(() => {});
  for (const [id, chat] of chats) contactOf(id) ? chat.pull() : shut(id);
}

const draw = showContacts(document.getElementById("contacts"), open, (id) => chats.has(id));
onChange(() => chats.forEach((chat) => chat.reconsider()));
showClock(document.getElementById("clock"));
document.getElementById("add-contact").addEventListener("click", () => askNewContact(open));
addEventListener("resize", arrange);
document.addEventListener("visibilitychange", () => chats.forEach((chat) => chat.reconsider()));
listen(opened, changed);
