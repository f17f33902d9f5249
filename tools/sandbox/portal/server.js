// Calls to the sandbox, and what its OpenAPI documents say.

const KEY_NAME = "spectrakit-sandbox-key";

/** The API key that the page uses. It stays in this tab alone. */
export function apiKey() {
  return sessionStorage.getItem(KEY_NAME) ?? "sandbox-key";
}

export function useApiKey(key) {
  sessionStorage.setItem(KEY_NAME, key);
  document.getElementById("key").value = key;
}

/** An answer that is no success, in words. */
export class ServerProblem extends Error {
  constructor(status, document) {
    super(problemText(status, document));
    this.status = status;
  }
}

function problemText(status, document) {
  const errors = document?.errors;
  if (!Array.isArray(errors))
    return document?.detail ?? document?.title ?? `The sandbox answered with status ${status}.`;
  const texts = errors.map((error) => {
    const place = error.source?.pointer ?? error.source?.parameter;
    return (error.detail ?? error.title ?? "Something is wrong.") + (place ? ` (${place})` : "");
  });
  return `${texts.join(" ")} (status ${status})`;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends a request and gives its answer as it is: status, headers, text, milliseconds. */
export async function exchange(path, options) {
  const started = performance.now();
  try {
    const answer = await fetch(path, { cache: "no-store", redirect: "manual", ...options });
    const text = await answer.text();
    return { answer, text, elapsedMs: performance.now() - started };
  } catch {
    throw new Error("No whole answer came: the connection failed, or it ended too early.");
  }
}

async function json(path, options) {
  const { answer, text } = await exchange(path, options);
  const document = parsed(text);
  if (!answer.ok) throw new ServerProblem(answer.status, document);
  if (document === undefined && answer.status !== 204) throw new Error("The answer is no JSON.");
  return document;
}

/** A GET of the API with the key. */
export function read(path) {
  return json(path, { headers: { Authorization: `Bearer ${apiKey()}` } });
}

/** A call of the sandbox's own endpoints; `path` is what follows /_sandbox/. */
export async function steer(method, path, body = undefined) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = typeof body === "string" ? body : JSON.stringify(body);
  }
  const answer = await json(`/_sandbox/${path}`, options);
  if (method !== "GET") stateChanged();
  return answer;
}

/** Says that the state may be another now; the counts at the top follow. */
export function stateChanged() {
  dispatchEvent(new Event("statechange"));
}

const documents = new Map();

/** An OpenAPI document by its path, read once. */
export async function openApiDocument(path) {
  if (!documents.has(path)) documents.set(path, await json(path, {}));
  return documents.get(path);
}

/** What `node` says with its reference followed; what stands beside the reference wins. */
export function resolved(document, node) {
  let result = node;
  while (result.$ref) {
    const { $ref, ...beside } = result;
    const keys = $ref
      .slice(2)
      .split("/")
      .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    result = { ...keys.reduce((target, key) => target[key], document), ...beside };
  }
  return result;
}

/** The properties of a schema, those of its parts included: name and schema. */
export function propertiesOf(document, node) {
  const schema = resolved(document, node);
  const own = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, resolved(document, property)]);
  return [...(schema.allOf ?? []).flatMap((part) => propertiesOf(document, part)), ...own];
}
