// Companies, the people who can make keys, and their keys.

import {
  ask,
  attempt,
  badge,
  button,
  copyButton,
  el,
  empty,
  form,
  labeled,
  notify,
  select,
  table,
} from "/portal/page.js";
import { checkBox } from "/portal/fields.js";
import { openApiDocument, steer, useApiKey } from "/portal/server.js";

const LIFETIMES = [
  ["", "for ever"],
  ["3600", "for an hour"],
  ["86400", "for a day"],
  ["2592000", "for 30 days"],
];
const STATE_KINDS = { active: "good", expiring: "warn", expired: "bad", disabled: "bad" };

export function show(view) {
  const fresh = el("div");
  const content = el("div");
  view.append(fresh, content);
  const showAll = () => attempt(content, () => showCompanies(content, { fresh, showAll }));
  showAll();
}

async function readAll() {
  const document = await openApiDocument("/_sandbox/openapi.json");
  const [{ companies }, { users }, { keys }] = await Promise.all(
    ["companies", "users", "keys"].map((path) => steer("GET", path)),
  );
  return { companies, users, keys, permissions: document.components.schemas.Permission.enum };
}

async function showCompanies(content, page) {
  const state = await readAll();
  const sections = state.companies.map((company) => companySection(company, state, page));
  content.replaceChildren(...sections, el("h3", {}, "Make a key"), keyForm(state, page));
}

function companySection(company, { users, keys, permissions }, page) {
  const own = (each) => each.company_id === company.id;
  return el(
    "section",
    { "aria-label": company.name },
    el("h3", {}, company.name, " ", el("span", { class: "faint" }, `company ${company.id}`)),
    keyTable(company, keys.filter(own), users, page),
    el("h4", {}, "People"),
    users.filter(own).map((user) => userCard(user, permissions, page)),
  );
}

function keyTable(company, keys, users, page) {
  if (keys.length === 0) return empty("This company has no key.");
  const owner = (key) => users.find((user) => user.id === key.user_id)?.name ?? "–";
  const columns = [
    { title: "Key", cell: (key) => el("span", {}, key.name || "no name", " ", el("code", {}, key.masked)) },
    { title: "State", cell: (key) => badge(key.state, STATE_KINDS[key.state]) },
    { title: "Of", cell: owner },
    { title: "Until", cell: (key) => minutes(key.expires_at, "no end") },
    { title: "Last used", cell: (key) => minutes(key.last_used_at, "never") },
    { title: "Actions", cell: (key) => keyActions(key, page) },
  ];
  return table(`Keys of ${company.name}`, columns, keys);
}

function minutes(time, otherwise) {
  return time ? time.slice(0, 16).replace("T", " ") : otherwise;
}

function keyActions(key, page) {
  const name = key.name || key.masked;
  const place = el("div");
  const act = (title, work, extra = {}) =>
    button(title, () => attempt(place, work), { class: "small", "aria-label": `${title} key ${name}`, ...extra });
  const buttons = [];
  if (key.state === "active") buttons.push(act("Roll…", () => rollKey(key, page)));
  if (key.expires_at) buttons.push(act("Delete…", () => deleteKey(key, page)));
  place.append(el("div", { class: "buttons" }, buttons));
  return buttons.length > 0 ? place : "–";
}

async function rollKey(key, page) {
  const rest = select(
    [
      ["0", "not at all"],
      ["3600", "for an hour"],
      ["86400", "for a day"],
    ],
    "86400",
  );
  const question = {
    title: `Roll ${key.name || key.masked}?`,
    text: "A new key takes its place. The old one goes on working for a while, then it expires.",
    fields: [labeled("The old key works", rest)],
    action: "Roll the key",
  };
  if (!(await ask(question))) return;
  const made = await steer("POST", `keys/${key.id}/roll`, { expires_in_s: Number(rest.value) });
  await page.showAll();
  showValue(made, page);
}

async function deleteKey(key, page) {
  const question = {
    title: `Delete ${key.name || key.masked}?`,
    text: "Programs that still use it are refused.",
    action: "Delete",
    dangerous: true,
  };
  if (!(await ask(question))) return;
  await steer("DELETE", `keys/${key.id}`);
  await page.showAll();
  notify("The key is deleted.");
}

/** The one time that a key can be seen. */
function showValue(key, { fresh }) {
  const value = el("code", { class: "value" }, key.value);
  const use = () => {
    useApiKey(key.value);
    notify("The page uses the new key now.");
  };
  const card = el(
    "div",
    { class: "card fresh", role: "group", "aria-label": "New key", tabindex: "-1" },
    el("h3", {}, "The new key"),
    el("p", {}, "It is shown here once. Copy it now."),
    el("p", {}, value),
    el(
      "div",
      { class: "buttons" },
      copyButton(value),
      button("Use this key in the page", use),
      button("Hide it", () => fresh.replaceChildren()),
    ),
  );
  fresh.replaceChildren(card);
  card.focus();
}

function userCard(user, permissions, page) {
  const place = el("div", { class: "card" });
  const change = (body, done) =>
    attempt(place, async () => {
      await steer("PUT", `users/${user.id}`, body);
      notify(done);
    });
  const boxes = permissions.map((permission) =>
    checkBox(permission, user.permissions.includes(permission), () => save()),
  );
  const save = () => {
    const chosen = boxes.filter((box) => box.input.checked).map((box) => box.input.value);
    return change({ permissions: chosen }, `What ${user.name} may do is saved.`);
  };
  const toggle = async () => {
    await change(
      { active: !user.active },
      user.active ? `${user.name} is deactivated.` : `${user.name} is active again.`,
    );
    await page.showAll();
  };
  place.append(
    el(
      "p",
      { class: "person" },
      el("b", {}, user.name),
      " ",
      el("span", { class: "faint" }, user.email),
      " ",
      badge(user.active ? "active" : "deactivated", user.active ? "good" : "bad"),
    ),
    el(
      "fieldset",
      { class: "boxes" },
      el("legend", {}, "May use"),
      boxes.map((box) => box.element),
    ),
    el(
      "div",
      { class: "buttons" },
      button(user.active ? "Deactivate" : "Activate", toggle, {
        class: "small",
        "aria-label": `${user.active ? "Deactivate" : "Activate"} ${user.name}`,
      }),
    ),
  );
  return place;
}

function keyForm({ companies, users }, page) {
  const companyName = (user) => companies.find((company) => company.id === user.company_id)?.name ?? "";
  const user = select(users.map((each) => [String(each.id), `${each.name}, ${companyName(each)}`]));
  const name = el("input", { type: "text", placeholder: "such as laboratory", autocomplete: "off" });
  const lifetime = select(LIFETIMES);
  const make = async () => {
    const body = { user_id: Number(user.value) };
    if (name.value.trim()) body.name = name.value.trim();
    if (lifetime.value) body.expires_in_s = Number(lifetime.value);
    const made = await steer("POST", "keys", body);
    await page.showAll();
    showValue(made, page);
  };
  const fields = el(
    "div",
    { class: "fields" },
    labeled("Whose", user),
    labeled("What it is for", name),
    labeled("It works", lifetime),
  );
  return form(
    { class: "card" },
    make,
    fields,
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Make the key")),
  );
}
