// The company's records: lists of each kind, and one record with everything that belongs to it.

import { ask, attempt, badge, button, el, empty, form, labeled, notify, table } from "/portal/page.js";
import { ServerProblem, read, steer } from "/portal/server.js";

const PAGE_SIZE = 25;

const text = (name) => (record) => record.attributes[name] ?? "–";
const minutes = (name) => (record) => record.attributes[name]?.slice(0, 16).replace("T", " ") ?? "–";
const fullName = (record) => {
  const { first_name: first, last_name: last } = record.attributes;
  return [first, last].filter((name) => name).join(" ") || `No name (${record.id})`;
};
const linkTo = (kind, name) => (record) => el("a", { href: recordHash(kind, record) }, name(record));

// Each kind of record: where the API has it, what a table shows of it, and how it is deleted.
const KINDS = {
  agents: {
    title: "Agents",
    type: "connection",
    path: "/v2/connections",
    query: { sort: "last_first_name" },
    include: "agent,agent_team",
    search: "Names, agency, team, e-mail or telephone",
    name: fullName,
    columns: [
      { title: "Name", cell: linkTo("agents", fullName) },
      { title: "Agency", cell: text("agency_name") },
      { title: "E-mail", cell: text("email") },
      { title: "Telephone", cell: text("phone") },
      { title: "Inspections", cell: text("total_inspections_count"), class: "number" },
    ],
    operation: "agents.get",
    deleted: "connections",
  },
  clients: {
    title: "Clients",
    type: "contact",
    path: "/v2/contacts",
    query: { sort: "last_first_name" },
    search: "Names, e-mail, telephone or address",
    name: fullName,
    columns: [
      { title: "Name", cell: linkTo("clients", fullName) },
      { title: "E-mail", cell: text("email") },
      { title: "Telephone", cell: text("phone") },
      { title: "City", cell: text("city") },
    ],
    operation: "clients.get",
    deleted: "contacts",
  },
  inspections: {
    title: "Inspections",
    type: "inspection",
    path: "/v2/inspections",
    query: { sort: "-datetime" },
    include: "buying_agent,selling_agent,company,inspection_attachments,assignments,buyers,custom_fields",
    search: "Address, people or services",
    name: (record) => record.attributes.full_address ?? record.id,
    columns: [
      { title: "Address", cell: linkTo("inspections", (record) => record.attributes.full_address ?? record.id) },
      { title: "When", cell: minutes("datetime"), class: "short" },
      { title: "State", cell: (record) => stateBadge(record.attributes) },
      { title: "Client", cell: text("buyer_name") },
      { title: "Inspector", cell: text("inspector_name") },
    ],
    operation: "inspections.get",
    deleted: "inspections",
  },
  attachments: {
    title: "Attachments",
    type: "inspection_attachment",
    path: "/v2/inspection_attachments",
    query: { sort: "-created_at" },
    name: (record) => record.attributes.name ?? record.attributes.file_file_name,
    columns: [
      { title: "Name", cell: linkTo("attachments", (record) => record.attributes.name ?? record.id) },
      { title: "File", cell: (record) => fileLink(record.attributes) },
      { title: "Bytes", cell: (record) => record.attributes.file_file_size?.toLocaleString("en"), class: "number" },
      { title: "Kind", cell: (record) => (record.attributes.report ? "report" : "additional document") },
      { title: "Inspection", cell: (record) => inspectionLink(record.attributes.inspection_id) },
    ],
  },
  stats: {
    title: "Stats",
    type: "connection_stat",
    path: "/v2/connections/stats",
    otherPath: "/v2/connection_stats",
    query: {},
    name: (record) => `Agent ${record.id}`,
    columns: [
      { title: "Agent", cell: linkTo("stats", (record) => record.id) },
      { title: "Buying", cell: text("buying_inspections_count"), class: "number" },
      { title: "Selling", cell: text("selling_inspections_count"), class: "number" },
      { title: "Total", cell: text("total_inspections_count"), class: "number" },
      { title: "First", cell: text("first_inspection_date") },
      { title: "Last", cell: text("last_inspection_date") },
    ],
  },
};

/** Where a record is shown. The API gives no single attachment, so its inspection has to be known. */
function recordHash(kind, record) {
  const inspection = record.attributes?.inspection_id;
  const query =
    kind === "attachments" && inspection ? `?${new URLSearchParams({ "filter[inspection_id]": inspection })}` : "";
  return `#data/${kind}/${record.id}${query}`;
}

function kindOfType(type) {
  return Object.keys(KINDS).find((kind) => KINDS[kind].type === type);
}

function inspectionLink(id) {
  return el("a", { href: `#data/inspections/${id}` }, String(id));
}

function fileLink(attributes) {
  if (!attributes.file_url) return "–";
  const name = attributes.file_file_name ?? "the file";
  return el("a", { href: attributes.file_url, target: "_blank", rel: "noopener" }, `Open ${name}`);
}

function stateBadge(attributes) {
  if (attributes.canceled_at) return badge("cancelled", "bad");
  if (attributes.published_at) return badge("published", "good");
  return attributes.confirmed_at ? badge("confirmed", "plain") : badge("not confirmed", "warn");
}

export function show(view, path, query) {
  const kind = path[0] in KINDS ? path[0] : "inspections";
  const tabs = Object.entries(KINDS).map(([name, { title }]) =>
    el("li", {}, el("a", { href: `#data/${name}`, "aria-current": name === kind ? "true" : null }, title)),
  );
  const place = el("div");
  view.append(el("nav", { class: "tabs", "aria-label": "Kinds of records" }, el("ul", {}, tabs)), place);
  attempt(place, () => (path[1] ? showRecord(place, kind, path[1], query) : showList(place, kind, query)));
}

/** Reads a list, the stats where the settings have put them. */
async function readList(kind, query) {
  const { path, otherPath } = KINDS[kind];
  try {
    return await read(`${path}?${query}`);
  } catch (problem) {
    if (!otherPath || !(problem instanceof ServerProblem) || problem.status !== 404) throw problem;
    return read(`${otherPath}?${query}`);
  }
}

async function showList(place, kind, query) {
  const { title, columns, search } = KINDS[kind];
  if (search) place.append(searchForm(kind, query));
  place.append(...filterNotes(kind, query));
  const result = el("div", { "aria-busy": "true" });
  place.append(result);
  const asked = new URLSearchParams({ ...KINDS[kind].query, "page[size]": PAGE_SIZE, ...Object.fromEntries(query) });
  const list = await readList(kind, asked);
  result.removeAttribute("aria-busy");
  const rowAttributes = (record) => ({ class: "opens", onclick: (event) => openRow(event, recordHash(kind, record)) });
  const pagination = list.meta?.pagination ?? {};
  result.append(
    el("p", { class: "count", role: "status" }, countText(pagination, title)),
    list.data.length > 0 ? table(title, columns, list.data, { rowAttributes }) : empty("Nothing was found."),
    pageLinks(kind, query, pagination),
  );
}

function countText({ current = 1, last, records }, title) {
  if (records === undefined) return `Page ${current}`;
  return `${records.toLocaleString("en")} ${title.toLowerCase()}, page ${current} of ${last ?? current}`;
}

function openRow(event, hash) {
  if (event.target.closest("a, button") || String(getSelection())) return;
  location.hash = hash;
}

function searchForm(kind, query) {
  const input = el("input", { type: "search", name: "words", value: query.get("filter[fulltext]") ?? "" });
  const submit = () => {
    const words = input.value.trim();
    location.hash = `#data/${kind}${words ? `?${new URLSearchParams({ "filter[fulltext]": words })}` : ""}`;
  };
  const search = el("div", { class: "row" }, labeled(KINDS[kind].search, input), el("button", {}, "Search"));
  return form({ role: "search", "aria-label": KINDS[kind].title }, submit, search);
}

/** A line for each filter but the words, with the way out of it. */
function filterNotes(kind, query) {
  const names = [...query.keys()].filter((name) => name.startsWith("filter[") && name !== "filter[fulltext]");
  return names.map((name) =>
    el(
      "p",
      { class: "hint" },
      `Only with ${name.slice(7, -1)} ${query.get(name)}. `,
      el("a", { href: `#data/${kind}` }, "Show all"),
    ),
  );
}

function pageLinks(kind, query, { current = 1, next, last }) {
  const link = (page, title) =>
    el(
      "a",
      {
        class: "button",
        href: `#data/${kind}?${new URLSearchParams({ ...Object.fromEntries(query), "page[number]": page })}`,
      },
      title,
    );
  const links = [];
  if (current > 2) links.push(link(1, "First"));
  if (current > 1) links.push(link(current - 1, "Previous"));
  if (next) links.push(link(next, "Next"));
  if (last && last > current + 1) links.push(link(last, "Last"));
  return links.length > 0 ? el("nav", { class: "buttons", "aria-label": "Pages" }, links) : null;
}

async function readRecord(kind, id, query) {
  const { path, include, operation } = KINDS[kind];
  if (operation) return read(`${path}/${encodeURIComponent(id)}${include ? `?include=${include}` : ""}`);
  const asked = kind === "stats" ? { "filter[id]": id } : { "page[size]": 200, ...Object.fromEntries(query) };
  const list = await readList(kind, new URLSearchParams(asked));
  const record = list.data.find((each) => each.id === id);
  if (!record) throw new Error("There is no such record among those that the API lists.");
  return { data: record };
}

async function showRecord(place, kind, id, query) {
  const { data: record, included = [] } = await readRecord(kind, id, query);
  const heading = el("h3", {}, KINDS[kind].name(record));
  if (kind === "inspections") heading.append(" ", stateBadge(record.attributes));
  place.append(
    el("p", { class: "crumbs" }, el("a", { href: `#data/${kind}` }, `All ${KINDS[kind].title.toLowerCase()}`)),
    heading,
    actions(kind, record),
    ...relationships(record, included),
    moreLinks(kind, record),
    el("h4", {}, "Attributes"),
    attributeList({ id: record.id, ...record.attributes }),
  );
}

function attributeList(attributes) {
  const rows = Object.entries(attributes).map(([name, value]) =>
    el("div", {}, el("dt", {}, name), el("dd", {}, valueContent(name, value))),
  );
  return el("dl", { class: "attributes" }, rows);
}

function valueContent(name, value) {
  if (value === null || value === "") return el("span", { class: "faint" }, value === null ? "null" : "empty");
  if (Array.isArray(value)) return value.length > 0 ? value.join(", ") : el("span", { class: "faint" }, "none");
  if (name === "inspection_id") return inspectionLink(value);
  if (typeof value === "string" && /^https?:\/\//.test(value)) {
    return el("a", { href: value, target: "_blank", rel: "noopener noreferrer" }, value);
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function relationships(record, included) {
  const entries = Object.entries(record.relationships ?? {});
  if (entries.length === 0) return [];
  const rows = entries.map(([name, { data }]) => {
    const targets = [data].flat().filter((target) => target);
    const content = targets.map((target) => relatedRecord(target, included));
    return el(
      "div",
      {},
      el("dt", {}, name),
      el("dd", {}, content.length > 0 ? content : el("span", { class: "faint" }, "none")),
    );
  });
  return [el("h4", {}, "Relationships"), el("dl", { class: "attributes" }, rows)];
}

/** A link to a record that has a view of its own; everything else can be unfolded in place. */
function relatedRecord(target, included) {
  const record = included.find((each) => each.id === target.id && each.type === target.type);
  const kind = kindOfType(target.type);
  const name = record ? nameOfRelated(record) : target.id;
  if (kind) {
    const link = el("a", { href: recordHash(kind, record ?? target) }, name);
    return el("div", {}, link, kind === "attachments" && record ? [" ", fileLink(record.attributes)] : null);
  }
  if (!record) return el("div", {}, `${target.type} ${target.id}`);
  return el("details", {}, el("summary", {}, name), attributeList({ id: record.id, ...record.attributes }));
}

function nameOfRelated({ id, type, attributes }) {
  const person = [attributes.first_name, attributes.last_name].filter((name) => name).join(" ");
  return person || attributes.name || `${type} ${id}`;
}

function moreLinks(kind, record) {
  const links = [];
  const add = (hash, title) => links.push(el("a", { href: hash }, title));
  if (kind === "agents" || kind === "stats") {
    add(
      `#data/inspections?${new URLSearchParams({ "filter[connection_id]": record.id })}`,
      "Inspections with this agent",
    );
  }
  if (kind === "agents") add(`#data/stats/${record.id}`, "Stats of this agent");
  if (kind === "stats") add(`#data/agents/${record.id}`, "This agent");
  if (kind === "inspections") {
    add(`#data/attachments?${new URLSearchParams({ "filter[inspection_id]": record.id })}`, "Its attachments");
    add(
      `#try/attachments.upload?${new URLSearchParams({ "data[attributes][inspection_id]": record.id })}`,
      "Attach a file",
    );
  }
  if (KINDS[kind].operation) add(`#try/${KINDS[kind].operation}?id=${record.id}`, "Try the API with it");
  return links.length > 0 ? el("p", { class: "links" }, links) : null;
}

function actions(kind, record) {
  if (kind === "attachments") return el("p", {}, fileLink(record.attributes));
  if (!KINDS[kind].deleted) return null;
  const place = el("div", { class: "actions" });
  const act = (title, work, attributes = {}) => button(title, () => attempt(place, work), attributes);
  const buttons = [act("Delete…", () => deleteRecord(kind, record), { class: "danger" })];
  if (kind === "inspections") {
    buttons.unshift(
      act("Confirm", () => changeInspection(record.id, "confirm", "confirmed")),
      act("Cancel…", () => cancelInspection(record.id)),
      act("Publish", () => changeInspection(record.id, "publish", "published")),
    );
  }
  place.append(el("div", { class: "buttons" }, buttons));
  return place;
}

async function changeInspection(id, verb, done, body = undefined) {
  await steer("POST", `inspections/${id}/${verb}`, body);
  showAgain();
  notify(`The inspection is ${done}.`);
}

/** Shows the view anew after a change, with the focus where it can go on. */
function showAgain() {
  dispatchEvent(new Event("hashchange"));
}

async function cancelInspection(id) {
  const reason = el("input", { type: "text", value: "Cancelled by the client", required: true });
  const question = {
    title: "Cancel the inspection?",
    text: "The API shows it as cancelled from then on.",
    fields: [labeled("Reason", reason)],
    action: "Cancel the inspection",
  };
  if (await ask(question)) await changeInspection(id, "cancel", "cancelled", { reason: reason.value });
}

async function deleteRecord(kind, record) {
  const question = {
    title: `Delete ${KINDS[kind].name(record)}?`,
    text: kind === "inspections" ? "Its attachments go with it." : "Inspections stay, without this person.",
    action: "Delete",
    dangerous: true,
  };
  if (!(await ask(question))) return;
  await steer("DELETE", `${KINDS[kind].deleted}/${record.id}`);
  location.hash = `#data/${kind}`;
  addEventListener("hashchange", () => notify("It is deleted."), { once: true });
}
