/** Writes the sandbox's times as an Indian clock shows them. */

const ZONE = "Asia/Kolkata";
const write = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, ...options });
const HOUR = write({ hour: "2-digit", minute: "2-digit" });
const DAY = write({ weekday: "short", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = write({ day: "numeric", month: "short" });
const FULL = write({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** Reads an ISO string or Unix seconds into a Date. */
export const moment = (value) => new Date(typeof value === "number" ? value * 1000 : value);
export const hour = (value) => HOUR.format(moment(value));
export const day = (value) => DAY.format(moment(value));
export const full = (value) => FULL.format(moment(value));
export const dayAndHour = (value) => `${SHORT_DAY.format(moment(value))} ${hour(value)}`;

/** Gives the hour for a time of today, else the day and month. */
export function brief(value, now) {
  return day(value) === day(now) ? hour(value) : SHORT_DAY.format(moment(value));
}
