/** Draws the messages of a chat: bubbles, days between them, edits in place. */

import { documentCard, locationCard, photoCard, venueCard } from "./cards.js";
import { el, icon } from "./dom.js";
import { inlineKeyboard } from "./keyboards.js";
import { safeNodes } from "./safe_html.js";
import { day, hour, moment } from "./times.js";

const MUTED = "M6 17h12l-1.5-2.5V11a4.5 4.5 0 0 0-9 0v3.5zM10 20h4M4 4l16 16";

function words(message) {
  const html = message.html || "";
  const text = message.text || message.photo?.caption || "";
  if (!html && !text) return null;
  return el("div", { className: "words", dir: "auto" }, html ? safeNodes(html) : text);
}

function marks(message) {
  const silent = message.silent ? el("span", { role: "img", "aria-label": "sent silently", title: "Sent silently" }, icon(MUTED)) : null;
  const edited = message.edited ? el("span", { className: "edited" }, "edited") : null;
  const time = el("time", { datetime: moment(message.date).toISOString() }, hour(message.date));
  return el("div", { className: "marks" }, silent, edited, time);
}

function bubble(message, deeds) {
  const place = message.location && !message.venue ? locationCard(message.location) : null;
  const parts = [
    el("span", { className: "unseen" }, message.from_bot ? "Bot: " : "You: "),
    message.photo ? photoCard(message.photo) : null,
    message.document ? documentCard(message.document) : null,
    message.venue ? venueCard(message.venue) : place,
    words(message), marks(message),
  ];
  return [el("div", { className: "bubble" }, parts), inlineKeyboard(message.inline_keyboard, message.message_id, deeds)];
}

function draw(node, message, deeds) {
  const keys = [...node.querySelectorAll(".key")];
  const focused = keys.indexOf(document.activeElement);
  node.replaceChildren(...bubble(message, deeds).filter(Boolean));
  if (focused < 0) return;
  const now = node.querySelectorAll(".key");
  (now[Math.min(focused, now.length - 1)] || node).focus({ preventScroll: true });
}

function separate(log, message) {
  const title = day(message.date);
  const last = [...log.querySelectorAll(".day")].pop();
  if (last?.textContent !== title) log.append(el("p", { className: "day" }, el("span", {}, title)));
}

function addNode(log, message) {
  separate(log, message);
  const node = el("article", { className: message.from_bot ? "message bot" : "message own", tabIndex: -1, "data-message": message.message_id });
  log.append(node);
  return node;
}

function drop(node) {
  const before = node.previousElementSibling;
  const after = node.nextElementSibling;
  node.remove();
  if (before?.classList.contains("day") && (!after || after.classList.contains("day"))) before.remove();
}

const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

/** Brings `log` up to date with `messages`; stays at the end if the reader was there. */
export function mergeMessages(log, messages, deeds) {
  const follow = atEnd(log) || messages.some((message) => !message.from_bot && !message.edited);
  for (const message of messages) {
    const node = log.querySelector(`[data-message="${message.message_id}"]`);
    if (message.deleted) node && drop(node);
    else draw(node || addNode(log, message), message, deeds);
  }
  if (follow) log.scrollTop = log.scrollHeight;
}
