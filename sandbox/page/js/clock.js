/** The clock bar: shows the sandbox's time in India and moves it forward. */

import { advance, toNextDue } from "./api.js";
import { button, el } from "./dom.js";
import { known, nowMs, onChange, refresh } from "./store.js";
import { dayAndHour, full } from "./times.js";
import { tellFailure } from "./toast.js";

const move = (action) => () => tellFailure(async () => {
  await action();
  await refresh();
});

/** Fills `host` with the time, the next reminder and three buttons. */
export function showClock(host) {
  const time = el("time", { id: "clock-time" });
  const next = el("span", { className: "next", id: "clock-next" });
  const write = () => {
    if (!known.now) return;
    time.textContent = `${full(nowMs() / 1000)} IST`;
    next.textContent = known.nextDue ? `next reminder ${dayAndHour(known.nextDue)}` : "";
  };
  const reading = el("span", { className: "reading" }, time, next);
  const moves = el("span", { className: "moves" },
    button("+1 h", move(() => advance(3600)), { "aria-label": "+1 h: move the clock one hour forward" }),
    button("+1 day", move(() => advance(86400)), { "aria-label": "+1 day: move the clock one day forward" }),
    button("to the next reminder", move(toNextDue)));
  host.append(reading, moves);
  onChange(write);
  setInterval(write, 1000);
}
