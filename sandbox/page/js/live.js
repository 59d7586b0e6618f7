/** Listens to the sandbox's events and connects again when the line breaks. */

const RETRY_MS = 1500;

function lamp(state) {
  const node = document.getElementById("lamp");
  node.dataset.state = state;
  node.setAttribute("aria-label", state);
}

/** Calls `changed(event)` for each change and `opened()` after each (re)connection. */
export function listen(opened, changed) {
  const source = new EventSource("/control/events");
  source.addEventListener("open", () => {
    lamp("live");
    opened();
  });
  source.addEventListener("change", (event) => changed(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    lamp("reconnecting");
    source.close();
    setTimeout(() => listen(opened, changed), RETRY_MS);
  });
}
