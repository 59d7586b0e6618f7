/** The sandbox's control API, one function per thing a contact or a developer can do. */

async function call(path, options = {}) {
  const response = await fetch(`/control${path}`, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error || `The sandbox answered ${response.status}.`);
  return body;
}

const post = (path, body = {}) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function upload(path, file) {
  const form = new FormData();
  form.append("file", file, file.name);
  return call(path, { method: "POST", body: form });
}

export const getState = () => call("/state");
export const getMessages = (id, after) => call(`/contacts/${id}/messages?after_seq=${after}`);
export const getCommands = (id) => call(`/contacts/${id}/commands`);
export const addContact = (contact) => post("/contacts", contact);
export const sendText = (id, text) => post(`/contacts/${id}/text`, { text });
export const tap = (id, messageId, data) => post(`/contacts/${id}/tap`, { message_id: messageId, callback_data: data });
export const start = (id, payload) => post(`/contacts/${id}/start`, payload ? { payload } : {});
export const sendLocation = (id, point) => post(`/contacts/${id}/location`, point);
export const sendDocument = (id, file) => upload(`/contacts/${id}/document`, file);
export const sendPhoto = (id, file) => upload(`/contacts/${id}/photo`, file);
export const askInline = (id, query) => post(`/contacts/${id}/inline`, { query });
export const block = (id) => post(`/contacts/${id}/block`);
export const unblock = (id) => post(`/contacts/${id}/unblock`);
export const markRead = (id) => post(`/contacts/${id}/read`);
export const advance = (seconds) => post("/clock", { advance_seconds: seconds });
export const toNextDue = () => post("/clock", { to_next_due: true });
