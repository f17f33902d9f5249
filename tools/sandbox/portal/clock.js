// The sandbox's time: what it is, and how it is moved.

import { attempt, button, el, everySecond, form, labeled, notify, select } from "/portal/page.js";
import { steer } from "/portal/server.js";

const MINUTE_MS = 60_000;
const UNITS = [
  ["1000", "seconds"],
  ["60000", "minutes"],
  ["3600000", "hours"],
  ["86400000", "days"],
];

const utcText = (unixMs) => new Date(unixMs).toISOString().slice(0, 19);

export function show(view) {
  const utc = el("p", { class: "time" });
  const local = el("p", { class: "hint" });
  const place = el("div");
  // Apart, so that the next reading of the time does not wipe off why a move failed.
  const readingPlace = el("div");
  let now = 0;
  const showTime = (clock) => {
    now = clock.unix_ms;
    utc.textContent = `${utcText(now).replace("T", " ")} UTC`;
    const here = new Date(now).toLocaleString("en-GB", { dateStyle: "full", timeStyle: "medium" });
    local.textContent = `${here}, where this browser is`;
  };
  const move = async (call) => {
    showTime(await call());
    notify(`It is ${utc.textContent} now.`);
  };
  const advance = (ms) => move(() => steer("POST", "clock/advance", { by_ms: ms }));
  const jumps = [
    ["1 minute", () => MINUTE_MS],
    ["1 hour", () => 60 * MINUTE_MS],
    ["1 day", () => 24 * 60 * MINUTE_MS],
    ["1 month", () => monthAfter(now) - now],
  ].map(([title, ms]) =>
    button(`+ ${title}`, () => attempt(place, () => advance(ms())), { "aria-label": `Advance by ${title}` }),
  );
  view.append(
    utc,
    local,
    readingPlace,
    place,
    el("h3", {}, "Move it forward"),
    el("div", { class: "buttons" }, jumps),
    advanceForm(advance),
    el("h3", {}, "Set it"),
    setForm(
      (text) => move(() => steer("PUT", "clock", { now: text })),
      () => now,
    ),
  );
  return everySecond(() => attempt(readingPlace, async () => showTime(await steer("GET", "clock"))));
}

/** The same day of the next month, or its last day where it has no such day. */
function monthAfter(unixMs) {
  const date = new Date(unixMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + 2, 0);
  date.setUTCDate(Math.min(day, date.getUTCDate()));
  return date.getTime();
}

function advanceForm(advance) {
  const amount = el("input", { type: "number", min: "1", step: "any", value: "90", required: true });
  const unit = select(UNITS, "60000");
  const row = el(
    "div",
    { class: "row" },
    labeled("How many", amount),
    labeled("Of what", unit),
    el("button", {}, "Advance"),
  );
  return form({}, () => advance(Math.round(Number(amount.value) * Number(unit.value))), row);
}

function setForm(set, now) {
  const input = el("input", { type: "datetime-local", step: "1", required: true });
  const fill = button("Fill in the time of now", () => {
    input.value = utcText(now());
  });
  const row = el("div", { class: "row" }, labeled("Date and time (UTC)", input), el("button", {}, "Set"), fill);
  return form({}, () => set(`${input.value.length === 16 ? `${input.value}:00` : input.value}Z`), row);
}
