// Inputs made from the schemas of an OpenAPI document.

import { el, labeled, newId, select } from "/portal/page.js";

const hasType = (schema, type) => [schema.type].flat().includes(type);

/**
 * An input for a value of `schema`: its element, and a function that reads it. A value that is left out is undefined;
 * an array is one, a file is a File, and everything else is text.
 */
export function field(
  name,
  schema,
  { required = false, label, description = schema.description, value, example } = {},
) {
  label ??= required ? `${name} (required)` : name;
  if (hasType(schema, "array")) return arrayField(label, schema, description, value, example);
  const choices = schema.enum ?? (hasType(schema, "boolean") ? [true, false] : null);
  const input = choices ? choiceInput(choices, required, value) : textInput(schema, value, example);
  input.name = name;
  input.required = required;
  const list = choices ? null : suggestions(schema, input);
  const element = labeled(label, input, description ?? "");
  if (list) element.append(list);
  return { element, read: () => (input.type === "file" ? input.files[0] : input.value || undefined) };
}

function choiceInput(choices, required, value) {
  const options = choices.map((choice) => [String(choice), String(choice)]);
  return select(required ? options : [["", "not sent"], ...options], value === undefined ? "" : String(value));
}

function textInput(schema, value, example) {
  if (schema.contentMediaType === "application/octet-stream") {
    const endings = schema["x-spk-file-extensions"] ?? [];
    return el("input", { type: "file", accept: endings.map((ending) => `.${ending}`).join(",") });
  }
  const hint = example ?? schema.examples?.[0];
  return el("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    inputmode: hasType(schema, "integer") && !hasType(schema, "string") ? "numeric" : null,
    placeholder: hint === undefined ? null : `such as ${hint}`,
    value: value === undefined || value === null ? "" : String(value),
  });
}

/** A list of the values that are known, for an input that takes others, too. */
function suggestions(schema, input) {
  const known = schema["x-spk-known-values"];
  if (!known) return null;
  const list = el(
    "datalist",
    { id: newId() },
    known.map((choice) => el("option", { value: choice })),
  );
  input.setAttribute("list", list.id);
  return list;
}

function arrayField(label, schema, description, value, example) {
  const items = schema.items ?? {};
  const choices = items.enum ?? items["x-spk-known-values"];
  if (!choices) return commaField(label, description, value, example);
  const boxes = choices.map((choice) => checkBox(choice, (value ?? []).includes(choice)));
  const element = el(
    "fieldset",
    { class: "field" },
    el("legend", {}, label),
    description ? el("p", { class: "hint" }, description) : null,
    el(
      "div",
      { class: "boxes" },
      boxes.map((box) => box.element),
    ),
  );
  const read = () => {
    const chosen = boxes.filter((box) => box.input.checked).map((box) => box.input.value);
    return chosen.length > 0 ? chosen : undefined;
  };
  return { element, read };
}

function commaField(label, description, value, example) {
  const input = el("input", {
    type: "text",
    autocomplete: "off",
    value: (value ?? []).join(", "),
    placeholder: example ? `such as ${[example].flat().join(", ")}` : null,
  });
  const hint = `${description ?? ""} Several are separated by commas.`.trim();
  const read = () => {
    const values = input.value
      .split(",")
      .map((text) => text.trim())
      .filter((text) => text);
    return values.length > 0 ? values : undefined;
  };
  return { element: labeled(label, input, hint), read };
}

/** A check box with its label behind it. */
export function checkBox(text, checked, onchange = () => {}) {
  const input = el("input", { type: "checkbox", value: text, checked, onchange, id: newId() });
  return { element: el("span", { class: "box" }, input, el("label", { for: input.id }, text)), input };
}
