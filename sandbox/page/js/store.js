/** What the page knows of the sandbox, and who wants to hear when it changes. */

import { getState } from "./api.js";

export const known = { now: null, fetchedAt: 0, nextDue: null, bot: {}, contacts: [] };
const listeners = new Set();
let waiting = null;

/** Calls `listener` after every refresh. */
export const onChange = (listener) => listeners.add(listener);

/** Stops calling `listener`. */
export const offChange = (listener) => listeners.delete(listener);

/** Finds a contact by id. */
export const contactOf = (id) => known.contacts.find((contact) => contact.id === id);

/** The sandbox's time now, in milliseconds, carried forward from the last refresh. */
export const nowMs = () => Date.parse(known.now) + performance.now() - known.fetchedAt;

/** A contact's whole name. */
export const nameOf = (contact) => [contact.first_name, contact.last_name].filter(Boolean).join(" ");

/** Reads the state anew and tells the listeners. */
export async function refresh() {
  const state = await getState();
  Object.assign(known, {
    now: state.now, fetchedAt: performance.now(), nextDue: state.next_due, bot: state.bot, contacts: state.contacts,
  });
  listeners.forEach((listener) => listener());
}

/** Refreshes soon; calls in between are gathered into one. */
export function refreshSoon() {
  waiting ??= setTimeout(() => {
    waiting = null;
    refresh().catch(() => {});
  }, 60);
}
