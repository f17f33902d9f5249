// What happened to the records, how the sandbox answers, and the states that one can come back to.

import { attempt, badge, button, el, empty, everySecond, form, notify, table } from "/portal/page.js";
import { field } from "/portal/fields.js";
import { openApiDocument, propertiesOf, steer } from "/portal/server.js";

const MAX_EVENTS = 200;
const EVENT_KINDS = { inspection: "inspections", connection: "agents", contact: "clients" };

export function showEvents(view) {
  const problems = el("div");
  const list = el("div", {}, empty("Nothing happened yet."));
  const status = el("p", { class: "count", role: "status" });
  view.append(problems, status, list);
  let events = [];
  let last = 0;
  return everySecond(() =>
    attempt(problems, async () => {
      const { events: fresh } = await steer("GET", `events?after=${last}`);
      if (fresh.length === 0) return;
      last = fresh.at(-1).id;
      events = [...fresh.reverse(), ...events].slice(0, MAX_EVENTS);
      status.textContent = `The latest: ${events[0].type}`;
      list.replaceChildren(table("Events", EVENT_COLUMNS, events));
    }),
  );
}

const EVENT_COLUMNS = [
  { title: "When", cell: (event) => event.created_at.slice(0, 19).replace("T", " "), class: "short" },
  { title: "What", cell: (event) => event.type },
  { title: "Record", cell: (event) => eventRecord(event) },
  { title: "Company", cell: (event) => String(event.company_id) },
  { title: "Webhook", cell: (event) => (event.webhook ? badge("yes", "good") : "none is documented") },
];

function eventRecord({ type, object_id: id }) {
  const [noun, verb] = type.split(".");
  const kind = EVENT_KINDS[noun];
  return kind && verb !== "deleted" ? el("a", { href: `#data/${kind}/${id}` }, String(id)) : String(id);
}

export function showSettings(view) {
  attempt(view, async () => {
    const document = await openApiDocument("/_sandbox/openapi.json");
    const values = await steer("GET", "settings");
    const settings = propertiesOf(document, { $ref: "#/components/schemas/Settings" });
    view.append(settingsForm(settings, values));
  });
}

function settingsForm(settings, values) {
  let saved = values;
  const fields = settings.map(([name, schema]) => {
    const label = name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");
    return { name, schema, ...field(name, schema, { required: true, label, value: values[name] }) };
  });
  const save = async () => {
    // Counting begins anew with a limit that is sent, so only what was changed is.
    const entries = fields.map(({ name, schema, read }) => [name, typed(schema, read())]);
    const changes = Object.fromEntries(entries.filter(([name, value]) => value !== saved[name]));
    if (Object.keys(changes).length > 0) saved = await steer("POST", "settings", changes);
    notify(Object.keys(changes).length > 0 ? "The settings are saved." : "Nothing was changed.");
  };
  const inputs = el(
    "div",
    { class: "fields" },
    fields.map((each) => each.element),
  );
  return form(
    { class: "card" },
    save,
    inputs,
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Save")),
  );
}

function typed(schema, text) {
  if (schema.type === "integer") return Number(text);
  return schema.type === "boolean" ? text === "true" : text;
}

// The sandbox has no list of its snapshots, so the tab keeps one.
const SNAPSHOTS_NAME = "spectrakit-sandbox-snapshots";

function knownSnapshots() {
  return JSON.parse(sessionStorage.getItem(SNAPSHOTS_NAME) ?? "[]");
}

function keepSnapshots(snapshots) {
  sessionStorage.setItem(SNAPSHOTS_NAME, JSON.stringify(snapshots));
}

export function showSnapshots(view) {
  const list = el("div");
  const make = async () => {
    const { id } = await steer("POST", "snapshots");
    keepSnapshots([...knownSnapshots(), { id, madeAt: new Date().toISOString() }]);
    listSnapshots(list);
    notify(`Snapshot ${id} is made.`);
  };
  view.append(
    el(
      "div",
      { class: "buttons" },
      button("Make a snapshot", () => attempt(list, make), { class: "primary" }),
    ),
    list,
  );
  listSnapshots(list);
}

function listSnapshots(place) {
  const act = (title, snapshot, work) =>
    button(title, () => attempt(place, () => work(place, snapshot)), {
      class: "small",
      "aria-label": `${title} snapshot ${snapshot.id}`,
    });
  const columns = [
    { title: "Snapshot", cell: (snapshot) => String(snapshot.id) },
    { title: "Made", cell: (snapshot) => new Date(snapshot.madeAt).toLocaleTimeString("en-GB") },
    {
      title: "Actions",
      cell: (snapshot) =>
        el("div", { class: "buttons" }, act("Go back to", snapshot, restore), act("Forget", snapshot, forget)),
    },
  ];
  const snapshots = knownSnapshots();
  place.replaceChildren(
    snapshots.length > 0 ? table("Snapshots", columns, snapshots) : empty("This tab has made no snapshot yet."),
  );
}

async function restore(place, { id }) {
  await steer("POST", `snapshots/${id}/restore`);
  notify(`The state is that of snapshot ${id}.`);
}

async function forget(place, snapshot) {
  try {
    await steer("DELETE", `snapshots/${snapshot.id}`);
  } catch (problem) {
    // A sandbox that was started anew has forgotten it already.
    if (problem.status !== 404) throw problem;
  }
  keepSnapshots(knownSnapshots().filter(({ id }) => id !== snapshot.id));
  listSnapshots(place);
  notify(`Snapshot ${snapshot.id} is forgotten.`);
}
