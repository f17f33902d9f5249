// What the sandbox receives, as it arrives.

import {
  attempt,
  badge,
  button,
  clearProblem,
  el,
  empty,
  everySecond,
  notify,
  showProblem,
  statusBadge,
  tableRow,
  table,
} from "/portal/page.js";
import { steer } from "/portal/server.js";
import { checkBox } from "/portal/fields.js";

const MAX_SHOWN = 200;
// A request without an answer is looked at again for so long; after that it will most probably never have one.
const PATIENCE_MS = 60_000;

export function show(view) {
  const list = new RequestList();
  const problems = el("div");
  const pause = button("Pause", () => {
    list.paused = !list.paused;
    pause.textContent = list.paused ? "Go on" : "Pause";
    notify(list.paused ? "Nothing new is shown until you go on." : "New requests are shown again.");
  });
  const clear = button("Clear", () =>
    attempt(problems, async () => {
      await steer("DELETE", "requests");
      list.clear();
    }),
  );
  const own = checkBox("Leave out what this page sends", false, () => list.leaveOutOwn(own.input.checked));
  view.append(el("div", { class: "buttons" }, pause, clear, own.element), problems, list.arrived, list.element);
  return everySecond(async () => {
    if (list.paused) return;
    try {
      list.add((await steer("GET", `requests?after=${list.seenBefore()}`)).requests);
      clearProblem(problems);
    } catch (problem) {
      // A sandbox that was started anew counts from the beginning.
      list.clear();
      clearProblem(problems);
      showProblem(problems, problem);
    }
  });
}

const COLUMNS = [
  { title: "Method", cell: (entry) => badge(entry.method, "method") },
  { title: "Path", cell: (entry) => pathButton(entry) },
  { title: "Status", cell: (entry) => statusBadge(entry.status) },
  { title: "Time", cell: (entry) => elapsed(entry), class: "number" },
  { title: "Fault", cell: (entry) => (entry.fault === null ? "no fault" : badge(`rule ${entry.fault}`, "warn")) },
  { title: "Received", cell: (entry) => clockTime(entry.received_unix_ms), class: "short" },
];

function clockTime(unixMs) {
  return new Date(unixMs).toLocaleTimeString("en-GB");
}

function elapsed({ received_unix_ms: received, work_done_unix_ms: done }) {
  return done === null ? "–" : `${Math.max(0, done - received)} ms`;
}

/** The browser says which page a request came from, which tells this page's requests from those of a program. */
function isOwn(entry) {
  const referrer = entry.headers.find(([name]) => name.toLowerCase() === "referer")?.[1] ?? "";
  return referrer.startsWith(`${location.origin}/`);
}

function pathButton(entry) {
  const toggle = () => {
    const row = opener.closest("tr");
    const isOpen = opener.getAttribute("aria-expanded") === "true";
    opener.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) row.nextElementSibling.remove();
    else row.after(detailRow(entry));
  };
  const opener = button(entry.path, toggle, { class: "opener", "aria-expanded": "false" });
  return opener;
}

function detailRow(entry) {
  const times = { received: entry.received_unix_ms, "work done": entry.work_done_unix_ms };
  const facts = {
    ...Object.fromEntries(
      Object.entries(times).map(([name, time]) => [name, time === null ? "never" : new Date(time).toISOString()]),
    ),
    connection: entry.connection,
    "status of the work": entry.work_status ?? "none",
    body: entry.body_bytes === 0 ? "none" : `${entry.body_bytes} bytes${entry.body_complete ? "" : ", not all of it"}`,
    "sha-256": entry.body_sha256 ?? "none",
  };
  const rows = Object.entries(facts).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, String(value))),
  );
  const headers = entry.headers.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  return el(
    "tr",
    { role: "row", class: "detail" },
    el(
      "td",
      { role: "cell", colspan: String(COLUMNS.length) },
      el("h3", {}, "Headers"),
      el("dl", { class: "attributes" }, headers),
      el("h3", {}, "What became of it"),
      el("dl", { class: "attributes" }, rows),
    ),
  );
}

/** The rows on the screen, the newest first. */
class RequestList {
  constructor() {
    this.paused = false;
    this.rows = new Map();
    this.newestId = 0;
    this.arrived = el("p", { class: "count", role: "status" });
    this.body = table("Received requests", COLUMNS, [], { class: "compact" });
    this.nothing = empty("Nothing was received yet.");
    this.element = el("div", {}, this.body, this.nothing);
    this.update();
  }

  /** The id after which something may be new: that of the last request, or of the oldest that waits for its answer. */
  seenBefore() {
    const now = performance.now();
    const waiting = [...this.rows.values()].filter(
      ({ entry, since }) => entry.status === null && now - since < PATIENCE_MS,
    );
    return Math.min(this.newestId, ...waiting.map(({ entry }) => entry.id - 1));
  }

  add(entries) {
    const fresh = entries.filter((entry) => entry.id > this.newestId);
    for (const entry of entries.slice(-MAX_SHOWN)) this.put(entry);
    for (const [id, { row }] of [...this.rows].slice(0, Math.max(0, this.rows.size - MAX_SHOWN))) this.remove(id, row);
    if (fresh.length > 0) {
      const last = fresh.at(-1);
      this.newestId = last.id;
      this.arrived.textContent = `${fresh.length} new. The latest: ${last.method} ${last.path}`;
    }
    this.update();
  }

  put(entry) {
    const old = this.rows.get(entry.id);
    if (old && JSON.stringify(old.entry) === JSON.stringify(entry)) return;
    const row = tableRow(COLUMNS, entry, { class: isOwn(entry) ? "own" : null });
    if (old) this.replace(old.row, row);
    else this.body.tBodies[0].prepend(row);
    this.rows.set(entry.id, { entry, row, since: old?.since ?? performance.now() });
  }

  replace(old, row) {
    const wasOpen = old.nextElementSibling?.classList.contains("detail");
    const hadFocus = old.contains(document.activeElement);
    if (wasOpen) old.nextElementSibling.remove();
    old.replaceWith(row);
    if (wasOpen) row.querySelector(".opener").click();
    if (hadFocus) row.querySelector(".opener").focus();
  }

  remove(id, row) {
    if (row.nextElementSibling?.classList.contains("detail")) row.nextElementSibling.remove();
    row.remove();
    this.rows.delete(id);
  }

  clear() {
    this.rows.clear();
    this.newestId = 0;
    this.body.tBodies[0].replaceChildren();
    this.arrived.textContent = "";
    this.update();
  }

  leaveOutOwn(isLeftOut) {
    this.element.classList.toggle("without-own", isLeftOut);
    this.update();
  }

  update() {
    const leavesOutOwn = this.element.classList.contains("without-own");
    const isEmpty = [...this.rows.values()].every(({ entry }) => leavesOutOwn && isOwn(entry));
    this.body.hidden = isEmpty;
    this.nothing.hidden = !isEmpty;
  }
}
