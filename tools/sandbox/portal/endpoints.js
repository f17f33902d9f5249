// Every endpoint of the OpenAPI documents with a form: what is sent, what comes back, and the same call for a terminal.

import { attempt, badge, block, copyButton, el, form, labeled, pretty, statusBadge } from "/portal/page.js";
import { field } from "/portal/fields.js";
import { apiKey, exchange, openApiDocument, propertiesOf, resolved, stateChanged } from "/portal/server.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const MAX_SHOWN_CHARACTERS = 200_000;

/** All operations of a document; `needsKey` tells the API's from the sandbox's own. */
function operationsOf(document, needsKey) {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({
      document,
      needsKey,
      path,
      method: method.toUpperCase(),
      node: item[method],
      parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map((each) =>
        resolved(document, each),
      ),
    })),
  );
}

async function allOperations() {
  const service = await openApiDocument("/openapi.json");
  const sandbox = await openApiDocument("/_sandbox/openapi.json");
  return [...operationsOf(service, true), ...operationsOf(sandbox, false)];
}

export function show(view, path, query) {
  attempt(view, async () => {
    const operations = await allOperations();
    const operation = operations.find(({ node }) => node.operationId === path[0]);
    if (operation) showOperation(view, operation, query);
    else showOperations(view, operations);
  });
}

function showOperations(view, operations) {
  const group = (title, needsKey) => [
    el("h3", {}, title),
    el("ul", { class: "operations" }, operations.filter((each) => each.needsKey === needsKey).map(operationLink)),
  ];
  view.append(...group("The API", true), ...group("The sandbox itself", false));
}

function operationLink({ method, path, node }) {
  const address = el("code", {}, path);
  return el(
    "li",
    {},
    el("a", { href: `#try/${node.operationId}` }, badge(method, "method"), " ", address),
    el("span", { class: "summary" }, node.summary),
  );
}

function showOperation(view, operation, query) {
  const { document, method, path, node } = operation;
  const parameters = operation.parameters.map((parameter) => parameterField(document, parameter, query));
  const body = bodyFields(operation, query);
  const call = el("div", { class: "call" });
  const result = el("div", { class: "result" });
  const request = () => requestOf(operation, parameters, body);
  const send = () => sendRequest(result, request());
  // Before all required fields are filled in there is no call to show.
  const update = () => call.replaceChildren(...curlBlock(request()));
  const fields = form(
    { class: "operation", oninput: update, onchange: update },
    send,
    parameters.length > 0 ? el("h4", {}, "Parameters") : null,
    el(
      "div",
      { class: "fields" },
      parameters.map((each) => each.element),
    ),
    body.element,
    el("div", { class: "buttons" }, el("button", { class: "primary" }, "Send")),
  );
  view.append(
    el("p", { class: "crumbs" }, el("a", { href: "#try" }, "All endpoints")),
    el("h3", {}, badge(method, "method"), " ", el("code", {}, path)),
    el("p", {}, node.summary, " ", node.description ?? ""),
    fields,
    el("h4", {}, "The same call in a terminal"),
    call,
    el("h4", {}, "The answer"),
    result,
  );
  result.append(el("p", { class: "empty" }, "Nothing was sent yet."));
  update();
}

function parameterField(document, parameter, query) {
  const schema = resolved(document, parameter.schema);
  if (schema.items) schema.items = resolved(document, schema.items);
  const options = {
    required: parameter.required,
    description: parameter.description,
    value: query.get(parameter.name) ?? undefined,
    example: parameter.example,
  };
  if (options.value !== undefined && schema.type === "array") options.value = options.value.split(",");
  return { ...parameter, ...field(parameter.name, schema, options) };
}

/** The part of the form for the body: its element, and a function that gives headers and content. */
function bodyFields({ document, node }, query) {
  if (!node.requestBody) return { element: null, read: () => ({}) };
  const { content } = resolved(document, node.requestBody);
  const types = Object.keys(content);
  const parts = types.map((type) =>
    type === "application/json" ? jsonBody(content[type]) : formBody(document, content[type], query),
  );
  const place = el("div", {}, parts[0].element);
  let chosen = 0;
  const choose = (event) => {
    chosen = Number(event.target.value);
    place.replaceChildren(parts[chosen].element);
  };
  const choices = types.map((type, index) => typeChoice(type, index, choose));
  const chooser = types.length > 1 ? el("fieldset", { class: "boxes" }, el("legend", {}, "Sent as"), choices) : null;
  return { element: el("div", {}, el("h4", {}, "Body"), chooser, place), read: () => parts[chosen].read() };
}

function typeChoice(type, index, onchange) {
  const names = { "application/json": "JSON", "multipart/form-data": "a form, with files" };
  const input = el("input", {
    type: "radio",
    name: "body-type",
    value: String(index),
    checked: index === 0,
    onchange,
    id: `body-type-${index}`,
  });
  return el("span", { class: "box" }, input, el("label", { for: input.id }, names[type] ?? type));
}

function exampleOf(media) {
  return media.example ?? Object.values(media.examples ?? {})[0]?.value;
}

function jsonBody(media) {
  const example = exampleOf(media);
  const editor = el("textarea", { rows: "10", spellcheck: "false", class: "code" });
  editor.value = pretty(example ?? {});
  const read = () => (editor.value.trim() ? { type: "application/json", text: editor.value } : {});
  return { element: labeled("JSON", editor), read };
}

function formBody(document, media, query) {
  const example = exampleOf(media) ?? {};
  const required = resolved(document, media.schema).required ?? [];
  const fields = propertiesOf(document, media.schema).map(([name, schema]) => {
    // The ids of examples are not those of the records here.
    const given = query.get(name) ?? (/id\]$/.test(name) ? undefined : example[name]);
    const isFile = schema.contentMediaType === "application/octet-stream";
    const value = isFile ? undefined : given;
    return { name, ...field(name, schema, { required: required.includes(name), value }) };
  });
  const read = () => ({ parts: fields.flatMap(({ name, read: readField }) => partsOf(name, readField())) });
  return {
    element: el(
      "div",
      { class: "fields" },
      fields.map((each) => each.element),
    ),
    read,
  };
}

function partsOf(name, value) {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map((each) => [`${name}[]`, each]) : [[name, value]];
}

function requestOf({ method, path, needsKey }, parameters, body) {
  let target = path;
  const query = new URLSearchParams();
  for (const { name, in: place, explode, read } of parameters) {
    const value = read();
    if (place === "path")
      target = target.replace(`{${name}}`, value === undefined ? `{${name}}` : encodeURIComponent(value));
    else if (Array.isArray(value) && explode) value.forEach((each) => query.append(name, each));
    else if (value !== undefined) query.append(name, value);
  }
  return { method, needsKey, path: query.size > 0 ? `${target}?${query}` : target, body: body.read() };
}

/** Text as one word of a shell. */
function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function curlCommand({ method, needsKey, path, body }) {
  const words = ["curl -sS", method === "GET" ? "" : `-X ${method}`, quoted(location.origin + path)];
  const lines = [words.filter((word) => word).join(" ")];
  if (needsKey) lines.push('-H "Authorization: Bearer $SPECTORA_API_KEY"');
  if (body.type) lines.push(`-H ${quoted(`Content-Type: ${body.type}`)}`, `--data-binary ${quoted(body.text)}`);
  for (const [name, value] of body.parts ?? []) {
    if (value instanceof File) lines.push(`-F ${quoted(`${name}=@"${value.name.replace(/(["\\])/g, "\\$1")}"`)}`);
    else lines.push(`--form-string ${quoted(`${name}=${value}`)}`);
  }
  return lines.join(" \\\n  ");
}

function curlBlock(request) {
  const command = block(curlCommand(request), "The call as a command");
  return [command, copyButton(command, "Copy the command")];
}

async function sendRequest(result, { method, needsKey, path, body }) {
  result.replaceChildren(el("p", { role: "status" }, "Waiting for the answer…"));
  const headers = needsKey ? { Authorization: `Bearer ${apiKey()}` } : {};
  let content = body.text;
  if (body.type) headers["Content-Type"] = body.type;
  if (body.parts) {
    content = new FormData();
    for (const [name, value] of body.parts) content.append(name, value);
  }
  await attempt(result, async () => {
    try {
      const { answer, text, elapsedMs } = await exchange(path, { method, headers, body: content });
      result.replaceChildren(...answerParts(answer, text, elapsedMs));
    } catch (problem) {
      result.replaceChildren();
      throw problem;
    }
  });
  if (method !== "GET") stateChanged();
}

function answerParts(answer, text, elapsedMs) {
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  const shown = shownText(text);
  const body = block(shown, "The body of the answer");
  return [
    el(
      "p",
      { class: "status-line", role: "status" },
      statusBadge(answer.status),
      ` ${answer.statusText}, after ${Math.round(elapsedMs)} ms`,
    ),
    el("details", {}, el("summary", {}, "Headers"), block(headers, "The headers of the answer")),
    ...(text ? [body, copyButton(body, "Copy the body")] : [el("p", { class: "empty" }, "The answer has no body.")]),
    text.length > MAX_SHOWN_CHARACTERS ? el("p", { class: "hint" }, "The rest is left out here.") : "",
  ];
}

function shownText(text) {
  let shown = text;
  try {
    shown = pretty(JSON.parse(text));
  } catch {
    // It is shown as it came.
  }
  return shown.slice(0, MAX_SHOWN_CHARACTERS);
}
