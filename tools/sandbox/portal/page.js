// What the sections build the page from. Text is put in as text and never becomes markup.

/** Makes an element. An attribute that is a function listens to the event; true stands for an empty attribute. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked") element[key] = value;
    else if (value !== null && value !== undefined && value !== false)
      element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, onclick, attributes = {}) {
  return el("button", { type: "button", onclick, ...attributes }, text);
}

let lastId = 0;

/** An id for an element that another one refers to. */
export function newId() {
  lastId += 1;
  return `part-${lastId}`;
}

/** A label above its input, with a sentence below it. */
export function labeled(label, input, description = "") {
  input.id ||= newId();
  const text = description ? el("p", { class: "hint", id: `${input.id}-hint` }, description) : null;
  if (text) input.setAttribute("aria-describedby", text.id);
  return el("div", { class: "field" }, el("label", { for: input.id }, label), input, text);
}

export function select(options, value = "") {
  const choices = options.map(([option, text]) => el("option", { value: option, selected: option === value }, text));
  return el("select", {}, choices);
}

/**
 * A table that becomes a list of cards on a narrow screen, where a table would no longer be one for screen readers:
 * hence the roles. A column has a title and a function that gives the content of its cell.
 */
export function table(caption, columns, records, { rowAttributes = () => ({}), ...attributes } = {}) {
  const head = columns.map((column) => el("th", { scope: "col", role: "columnheader" }, column.title));
  const rows = records.map((record) => tableRow(columns, record, rowAttributes(record)));
  return el(
    "table",
    { role: "table", ...attributes },
    el("caption", { class: "hidden-text" }, caption),
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head)),
    el("tbody", { role: "rowgroup" }, rows),
  );
}

export function tableRow(columns, record, attributes = {}) {
  const cells = columns.map((column) =>
    el("td", { role: "cell", "data-title": column.title, class: column.class }, column.cell(record) ?? "–"),
  );
  return el("tr", { role: "row", ...attributes }, cells);
}

export function empty(text) {
  return el("p", { class: "empty" }, text);
}

export function badge(text, kind = "") {
  return el("span", { class: `badge ${kind}` }, text);
}

/** A status with a color that repeats what the number says. */
export function statusBadge(status) {
  if (status === null) return badge("none", "plain");
  return badge(String(status), status < 300 ? "good" : status < 400 ? "plain" : "bad");
}

export function pretty(value) {
  return JSON.stringify(value, null, 2);
}

/** A block of text that can be scrolled by keyboard. */
export function block(text, label) {
  return el("pre", { tabindex: "0", role: "region", "aria-label": label }, text);
}

/** Says what was done, for eyes and screen readers alike. */
export function notify(text) {
  document.getElementById("notice").textContent = text;
}

/** Shows an error where it belongs: as the last part of `place`, in place of an older one. */
export function showProblem(place, problem) {
  clearProblem(place);
  place.append(el("p", { class: "problem", role: "alert" }, problem.message));
}

export function clearProblem(place) {
  for (const old of place.querySelectorAll(":scope > .problem")) old.remove();
}

/** Runs `work`; what goes wrong is shown in `place`. */
export async function attempt(place, work) {
  clearProblem(place);
  try {
    return await work();
  } catch (problem) {
    showProblem(place, problem);
    return undefined;
  }
}

/** A form that calls `onsubmit` with itself; what goes wrong is shown at its end. */
export function form(attributes, onsubmit, ...children) {
  const submit = (event) => {
    event.preventDefault();
    attempt(event.currentTarget, () => onsubmit(event.target));
  };
  return el("form", { ...attributes, onsubmit: submit }, ...children);
}

/** Copies the text of `source`, or selects it where the browser gives no clipboard: on plain HTTP from elsewhere. */
export function copyButton(source, text = "Copy") {
  const copy = async () => {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(source.textContent);
      notify("Copied.");
    } else {
      getSelection().selectAllChildren(source);
      notify("Selected: copy it with the keyboard.");
    }
  };
  return button(text, copy, { class: "small" });
}

/**
 * Asks in a dialog. `fields` stand below the text. Gives true when the person goes on, false when they think better of
 * it.
 */
export function ask({ title, text, fields = [], action, dangerous = false }) {
  const dialog = document.getElementById("dialog");
  return new Promise((resolve) => {
    const end = (answer) => {
      dialog.close();
      resolve(answer);
    };
    dialog.oncancel = () => resolve(false);
    dialog.replaceChildren(
      form(
        {},
        () => end(true),
        el("h3", { id: "dialog-title" }, title),
        el("p", {}, text),
        fields,
        el(
          "div",
          { class: "buttons" },
          el("button", { class: dangerous ? "danger" : "primary" }, action),
          button("Back", () => end(false)),
        ),
      ),
    );
    dialog.showModal();
  });
}

/** Calls `work` now and once a second as long as the page can be seen. Gives the function that ends it. */
export function everySecond(work) {
  let timer = 0;
  let ended = false;
  const run = async () => {
    if (!document.hidden) await work();
    if (!ended) timer = setTimeout(run, 1000);
  };
  run();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
