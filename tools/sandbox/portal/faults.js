// Rules that make requests go wrong.

import { attempt, button, el, empty, form, labeled, notify, pretty, select, table } from "/portal/page.js";
import { steer } from "/portal/server.js";

const MOMENTS = [
  ["before", "before the request is read"],
  ["after_request", "when the request is in"],
  ["after_answer", "after the answer"],
];

/** A field of the form for rules: the name of its value, its label, what it holds at first, and its choices. */
const number = (name, label, value) => ({ name, label, value, isNumber: true });
const choice = (name, label, choices) => ({ name, label, choices, value: choices[0][0] });

// What can be chosen without writing JSON: fields, and the rule's action made of their values.
const KINDS = {
  status: {
    title: "Answer with an error",
    fields: [
      number("status", "Status", 503),
      { name: "retry_after", label: "Retry-After", hint: "Seconds or a date. Empty: none.", value: "" },
    ],
    action: ({ status, retry_after: wait }) => ({ status, ...(wait && { headers: { "Retry-After": wait } }) }),
  },
  delay: {
    title: "Answer late",
    fields: [number("delay_ms", "Milliseconds before the answer", 3000)],
    action: ({ delay_ms }) => ({ delay_ms }),
  },
  reset: {
    title: "Reset the connection",
    fields: [choice("moment", "When", MOMENTS)],
    action: ({ moment }) => ({ reset: moment }),
  },
  close: {
    title: "Close the connection",
    fields: [choice("moment", "When", MOMENTS)],
    action: ({ moment }) => ({ close: moment }),
  },
  truncate: {
    title: "End in the middle of the answer",
    fields: [number("truncate_bytes", "Bytes that arrive, headers included", 400)],
    action: ({ truncate_bytes }) => ({ truncate_bytes }),
  },
  lose: {
    title: "Do the work and lose the answer",
    fields: [],
    action: () => ({ lose_answer: true }),
  },
  spoil: {
    title: "Send a broken body",
    fields: [
      choice("spoil", "What comes", [
        ["json", "JSON cut in half"],
        ["html", "an HTML page"],
        ["empty", "nothing"],
      ]),
    ],
    action: ({ spoil }) => ({ spoil }),
  },
};

const METHODS = [
  ["", "any"],
  ["GET", "GET"],
  ["POST", "POST"],
  ["PUT", "PUT"],
];

export function show(view) {
  const rules = el("div");
  view.append(
    el("h3", {}, "Rules in force"),
    rules,
    el("h3", {}, "Add a rule"),
    ruleForm(() => showRules(rules)),
  );
  showRules(rules);
}

async function showRules(place) {
  await attempt(place, async () => {
    const { faults } = await steer("GET", "faults");
    const remove = (rule) => removeRules(place, `faults/${rule.id}`, `Rule ${rule.id} is removed.`);
    const columns = [
      { title: "Rule", cell: (rule) => String(rule.id) },
      { title: "Which requests", cell: ({ rule }) => matchText(rule) },
      { title: "What goes wrong", cell: ({ rule }) => el("code", {}, actionText(rule.action)) },
      { title: "Matched", cell: (rule) => String(rule.matched), class: "number" },
      { title: "Taken", cell: (rule) => String(rule.taken), class: "number" },
      {
        title: "Actions",
        cell: (rule) =>
          button("Remove", () => remove(rule), { class: "small", "aria-label": `Remove rule ${rule.id}` }),
      },
    ];
    place.replaceChildren(
      faults.length > 0
        ? table("Rules in force", columns, faults)
        : empty("There is no rule: every request is answered well."),
      el(
        "div",
        { class: "buttons" },
        button("Refresh", () => showRules(place)),
        faults.length > 0
          ? button("Remove all", () => removeRules(place, "faults", "There is no rule any more."))
          : null,
        button("Release held answers", () => attempt(place, releaseAnswers)),
      ),
    );
  });
}

async function releaseAnswers() {
  await steer("POST", "faults/release");
  notify("Held answers go.");
}

async function removeRules(place, path, done) {
  await attempt(place, async () => {
    await steer("DELETE", path);
    await showRules(place);
    notify(done);
    document.getElementById("title-faults").focus();
  });
}

function matchText({ match = {}, times = 1 }) {
  const key = match.key ? " with one key" : "";
  const from = match.nth > 1 ? `, from number ${match.nth} on` : "";
  const often = times === 0 ? "every time" : times === 1 ? "once" : `${times} times`;
  return `${match.method ?? "any method"} ${match.path ?? "any path"}${key}${from}, ${often}`;
}

function actionText(action) {
  return Object.entries(action)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");
}

/** The form writes the rule as JSON, and it is that text that is sent: whoever needs more than the form changes it. */
function ruleForm(onadd) {
  const kind = select(Object.entries(KINDS).map(([name, { title }]) => [name, title]));
  const inputs = {
    method: select(METHODS),
    path: el("input", { type: "text", placeholder: "such as /v2/inspections", autocomplete: "off" }),
    nth: el("input", { type: "number", min: "1", value: "1" }),
    times: el("input", { type: "number", min: "0", value: "1" }),
  };
  const text = el("textarea", { rows: "10", spellcheck: "false", class: "code" });
  const details = el("div", { class: "fields" });
  let detailInputs = {};
  const write = () => {
    text.value = pretty(ruleOf(kind.value, inputs, detailInputs));
  };
  const choose = () => {
    detailInputs = Object.fromEntries(KINDS[kind.value].fields.map((each) => [each.name, detailInput(each)]));
    details.replaceChildren(
      ...KINDS[kind.value].fields.map((each) => labeled(each.label, detailInputs[each.name], each.hint)),
    );
    write();
  };
  kind.addEventListener("change", choose);
  const fields = el(
    "div",
    { class: "parts", oninput: write },
    el("div", { class: "fields" }, labeled("What goes wrong", kind)),
    details,
    el(
      "div",
      { class: "fields" },
      labeled("Method", inputs.method),
      labeled("Path", inputs.path, "This path and everything below it. Empty: every path."),
      labeled("From which match on", inputs.nth),
      labeled("How many times", inputs.times, "0: every time."),
    ),
  );
  choose();
  const add = async () => {
    const { id } = await steer("POST", "faults", text.value);
    await onadd();
    notify(`Rule ${id} is in force.`);
  };
  const json = labeled(
    "The rule as JSON",
    text,
    "This is what is sent. The file docs/sandbox-faults.md lists everything that a rule can do.",
  );
  return form(
    { class: "card" },
    add,
    fields,
    json,
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Add the rule")),
  );
}

function detailInput({ choices, isNumber, value }) {
  if (choices) return select(choices, value);
  return el("input", {
    type: isNumber ? "number" : "text",
    value: String(value),
    required: Boolean(isNumber),
    min: isNumber ? "0" : null,
  });
}

function ruleOf(kind, inputs, detailInputs) {
  const values = Object.entries(detailInputs).map(([name, input]) => [
    name,
    input.type === "number" ? Number(input.value) : input.value,
  ]);
  const match = {};
  if (inputs.method.value) match.method = inputs.method.value;
  if (inputs.path.value) match.path = inputs.path.value;
  if (inputs.nth.value > 1) match.nth = Number(inputs.nth.value);
  return { match, times: Number(inputs.times.value), action: KINDS[kind].action(Object.fromEntries(values)) };
}
