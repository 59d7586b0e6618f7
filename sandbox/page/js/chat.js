/** One open chat: header, messages, keyboards and typing row of one contact. */

import * as api from "./api.js";
import { makeComposer } from "./composer.js";
import { aboutOf, avatar } from "./contacts.js";
import { button, el, signButton } from "./dom.js";
import { askDeepLink, askInlineQuery } from "./extras.js";
import { replyRows, showReplyKeyboard } from "./keyboards.js";
import { askLocation } from "./location.js";
import { openMenu } from "./menu.js";
import { mergeMessages } from "./messages.js";
import { contactOf, known, nameOf, refreshSoon } from "./store.js";
import { alertBox, tellFailure, toast } from "./toast.js";

const TYPING_MS = 5000;

async function tapped(id, messageId, data) {
  const answer = await tellFailure(() => api.tap(id, messageId, data));
  if (!answer?.toast) return;
  if (answer.alert) alertBox(answer.toast);
  else toast(answer.toast);
}

function deedsOf(id, pull) {
  const after = (action) => tellFailure(action).then(pull);
  return {
    get username() { return known.bot.username; },
    text: (text) => after(() => api.sendText(id, text)),
    tap: (messageId, data) => tapped(id, messageId, data).then(pull),
    start: (payload) => after(() => api.start(id, payload)),
    location: () => askLocation(contactOf(id), (point) => after(() => api.sendLocation(id, point))),
    document: (file) => after(() => api.sendDocument(id, file)),
    photo: (file) => after(() => api.sendPhoto(id, file)),
    inline: (query) => askInlineQuery(contactOf(id), query),
    block: () => after(() => api.block(id)).then(refreshSoon),
    unblock: () => after(() => api.unblock(id)).then(refreshSoon),
  };
}

function menuItems(id, deeds) {
  const blocked = contactOf(id).blocked;
  return [
    { text: "Open with start=…", note: "as a deep link does", chosen: () => askDeepLink(deeds.start) },
    { text: "Inline mode", note: `@${known.bot.username} query`, chosen: () => deeds.inline("") },
    { text: blocked ? "Unblock the bot" : "Block the bot", chosen: blocked ? deeds.unblock : deeds.block },
  ];
}

function header(contact, deeds, close) {
  const bar = el("header", { className: "chat-head" });
  const more = signButton("⋮", `More for ${nameOf(contact)}`, () => openMenu(more, bar, "More", menuItems(contact.id, deeds)), { className: "plain", "aria-haspopup": "menu", "aria-expanded": "false" });
  const names = el("div", { className: "lines" },
    el("h2", { id: `chat-title-${contact.id}` }, el("span", { dir: "auto" }, known.bot.first_name || "Bot"), el("span", { className: "as" }, " as "), el("bdi", {}, nameOf(contact))),
    el("p", { className: "about" }, aboutOf(contact)));
  bar.append(signButton("←", "Close this chat", close, { className: "plain back" }), avatar(contact), names, more);
  return bar;
}

/** Opens the chat of `id`; gives its node, `pull()`, `typing()`, `reconsider()` and `focus()`. */
export function openChat(id, close) {
  const contact = contactOf(id);
  const chat = { seq: 0, rows: null, pulling: null, again: false };
  const pull = () => pullOnce(chat);
  const deeds = deedsOf(id, pull);
  const log = el("div", { className: "log", role: "log", "aria-live": "polite", "aria-label": `Messages of ${nameOf(contact)}`, tabIndex: 0 });
  const typing = el("p", { className: "typing", hidden: true }, "typing …");
  const keyboard = el("div", { className: "reply-keys", role: "group", "aria-label": "Keyboard from the bot", hidden: true });
  const begin = button("START", () => deeds.start(""), { className: "main wide", hidden: true });
  const unblock = button("UNBLOCK", deeds.unblock, { className: "main wide", hidden: true });
  const composer = makeComposer(id, nameOf(contact), deeds);
  const node = el("section", { className: "chat", "aria-labelledby": `chat-title-${id}`, "data-chat": id },
    header(contact, deeds, close), log, typing, keyboard, begin, unblock, composer);
  Object.assign(chat, { id, node, log, deeds, keyboard, begin, unblock, composer, typingNode: typing });
  node.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && close());
  return { node, pull, typing: () => showTyping(chat), reconsider: () => reconsider(chat), focus: () => composer.querySelector("textarea").focus() };
}

function showTyping(chat) {
  chat.typingNode.hidden = false;
  clearTimeout(chat.timer);
  chat.timer = setTimeout(() => (chat.typingNode.hidden = true), TYPING_MS);
}

function reconsider(chat) {
  const contact = contactOf(chat.id);
  if (!contact) return;
  chat.begin.hidden = contact.started || contact.blocked;
  chat.unblock.hidden = !contact.blocked;
  chat.composer.hidden = contact.blocked;
  if (contact.unread && document.visibilityState === "visible") api.markRead(chat.id).then(refreshSoon, () => {});
}

function forget(chat) {
  chat.log.replaceChildren();
  Object.assign(chat, { seq: 0, rows: null, again: true });
}

function apply(chat, answer) {
  // A smaller number than ours means that the sandbox was reset: begin anew.
  if (answer.seq < chat.seq) return void forget(chat);
  if (answer.messages.some((message) => message.from_bot)) chat.typingNode.hidden = true;
  mergeMessages(chat.log, answer.messages, chat.deeds);
  chat.seq = answer.seq;
  if (answer.messages.some((message) => !message.from_bot)) chat.begin.hidden = true;
  for (const message of answer.messages) chat.rows = replyRows(message.reply_keyboard) ?? chat.rows;
  if (!answer.messages.length) return;
  showReplyKeyboard(chat.keyboard, chat.rows, chat.deeds);
  refreshSoon();
}

async function pullOnce(chat) {
  // Two pulls at once would draw a message twice, so a second one waits and runs after the first.
  if (chat.pulling) {
    chat.again = true;
    return chat.pulling;
  }
  chat.pulling = (async () => {
    do {
      chat.again = false;
      apply(chat, await api.getMessages(chat.id, chat.seq));
    } while (chat.again);
  })().catch(() => {}).finally(() => (chat.pulling = null));
  return chat.pulling;
}
