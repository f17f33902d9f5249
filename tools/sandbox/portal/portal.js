// The page's frame: which section is shown, the API key, and the counts at the top.

import * as clock from "/portal/clock.js";
import * as data from "/portal/data.js";
import * as endpoints from "/portal/endpoints.js";
import * as faults from "/portal/faults.js";
import * as keys from "/portal/keys.js";
import { attempt, el, notify } from "/portal/page.js";
import * as requests from "/portal/requests.js";
import { apiKey, steer, useApiKey } from "/portal/server.js";
import { showEvents, showSettings, showSnapshots } from "/portal/state.js";

// Each shows itself in the element that it is given, and may give a function that ends what it began.
const SECTIONS = {
  data: data.show,
  try: endpoints.show,
  requests: requests.show,
  faults: faults.show,
  clock: clock.show,
  keys: keys.show,
  events: showEvents,
  settings: showSettings,
  snapshots: showSnapshots,
};
const COUNT_NAMES = { connections: "agents", contacts: "clients", inspection_attachments: "attachments" };

let endSection = () => {};

/** The section, the path in it and the query of an address such as #data/inspections?page[number]=2. */
function currentRoute() {
  const [path, query = ""] = location.hash.slice(1).split(/\?(.*)/s);
  const [section, ...rest] = path.split("/").map(decodeURIComponent);
  return { section: section in SECTIONS ? section : "data", path: rest, query: new URLSearchParams(query) };
}

function markNavigation(section) {
  for (const link of document.querySelectorAll("nav[aria-label=Sections] a")) {
    if (link.hash === `#${section}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const other of document.querySelectorAll("main > section")) other.hidden = other.id !== `section-${section}`;
}

function showRoute() {
  endSection();
  const { section, path, query } = currentRoute();
  markNavigation(section);
  // What arrives late for a view that is gone ends up in an element that nobody sees.
  const view = el("div", { class: "view" });
  document.querySelector(`#section-${section} > .content`).replaceChildren(view);
  const title = document.getElementById(`title-${section}`);
  document.title = `${title.textContent} – SpectraKit sandbox`;
  endSection = SECTIONS[section](view, path, query) ?? (() => {});
  return title;
}

function onNavigation() {
  if (location.hash === "#main") return;
  notify("");
  scrollTo(0, 0);
  showRoute().focus({ preventScroll: true });
}

async function showCounts() {
  const place = document.getElementById("counts");
  const health = await attempt(place, () => steer("GET", "health"));
  if (!health) return;
  const counts = Object.entries(health.records).map(([name, count]) =>
    el("span", {}, el("b", {}, count.toLocaleString("en")), ` ${COUNT_NAMES[name] ?? name.replaceAll("_", " ")}`),
  );
  place.replaceChildren(...counts);
}

function start() {
  const form = document.getElementById("key-form");
  form.key.value = apiKey();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    useApiKey(form.key.value.trim());
    notify("The page uses this key now.");
    showRoute();
  });
  // The skip link must not lead away from the section that is shown.
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  addEventListener("hashchange", onNavigation);
  addEventListener("statechange", showCounts);
  showCounts();
  showRoute();
}

start();
