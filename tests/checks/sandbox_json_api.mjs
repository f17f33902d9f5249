// Usage: node sandbox_json_api.mjs SANDBOX_URL NPM_FOLDER
//
// Samples the answers of every endpoint and of every error, and holds each against jsonapi-validator, which has the
// schema of JSON:API 1.0, and against the rules that no schema can say: no record twice, full linkage.
//
// Left out: the media type, which the service's texts do not name; errors as problem details, which are a setting of
// the sandbox and no JSON:API at all; and that companies and assignments have their id among their attributes, which
// JSON:API forbids and the service's texts list.

import { createRequire } from "node:module";

const [sandboxUrl, npmFolder] = process.argv.slice(2);
const { Validator } = createRequire(`${npmFolder}/package.json`)("jsonapi-validator");
const validator = new Validator();

const COMPANY_KEY = "sandbox-key";
const TYPES_WITH_ID_ATTRIBUTE = ["company", "assignment"];
const PEOPLE = { connections: "connection", contacts: "contact" };
const INSPECTION_INCLUDES =
  "buying_agent,selling_agent,company,inspection_attachments,assignments,buyers,custom_fields";

const failures = [];
let sampleCount = 0;
let includedCount = 0;

async function call(method, path, { key = COMPANY_KEY, body, headers = {} } = {}) {
  const isForm = body instanceof FormData;
  return fetch(sandboxUrl + path, {
    method,
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined || isForm ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined || isForm || typeof body === "string" ? body : JSON.stringify(body),
  });
}

const identityOf = (record) => `${record.type} ${record.id}`;

function linkedIdentities(record) {
  return Object.values(record.relationships ?? {})
    .flatMap((relationship) => relationship.data ?? [])
    .map(identityOf);
}

function withoutIdAttributes(document) {
  for (const record of document.included ?? []) {
    if (TYPES_WITH_ID_ATTRIBUTE.includes(record.type)) delete record.attributes.id;
  }
  return document;
}

// The rules of compound documents, and that an error says the status that it came with.
function problemsBeyondTheSchema(document, status) {
  if (document.errors !== undefined) {
    return document.errors
      .filter((error) => error.status !== String(status))
      .map((error) => `an error of ${error.status} came with ${status}`);
  }
  const primary = [document.data].flat();
  const included = document.included ?? [];
  includedCount += included.length;
  const seen = new Set();
  const problems = [];
  for (const record of [...primary, ...included]) {
    if (seen.has(identityOf(record))) problems.push(`${identityOf(record)} is there twice`);
    seen.add(identityOf(record));
  }
  const linked = new Set([...primary, ...included].flatMap(linkedIdentities));
  for (const record of included) {
    if (!linked.has(identityOf(record))) problems.push(`${identityOf(record)} is included and linked from nowhere`);
  }
  return problems;
}

async function sample(status, method, path, options = {}) {
  const response = await call(method, path, options);
  const text = await response.text();
  sampleCount += 1;
  const problems = [];
  if (response.status !== status) problems.push(`answered with ${response.status} instead of ${status}: ${text}`);
  let document = {};
  try {
    document = withoutIdAttributes(JSON.parse(text));
    validator.validate(document);
    problems.push(...problemsBeyondTheSchema(document, response.status));
  } catch (error) {
    const details = (error.errors ?? []).map((each) => `${each.dataPath} ${each.message}`);
    problems.push([error.message, ...new Set(details)].join("\n    "));
  }
  failures.push(...problems.map((problem) => `${method} ${path}: ${problem}`));
  return document;
}

async function steer(method, path, body) {
  const response = await call(method, `/_sandbox${path}`, { key: null, body });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}

function form(attributes, file) {
  const made = new FormData();
  for (const [name, value] of Object.entries(attributes)) made.set(`data[attributes][${name}]`, value);
  if (file) made.set(`data[attributes][${file.field}]`, new Blob([file.bytes]), file.name);
  return made;
}

async function samplePeople() {
  for (const [path, type] of Object.entries(PEOPLE)) {
    const create = (attributes) => ({ data: { type, attributes } });
    const picture = { field: "image", name: "me.png", bytes: "picture" };
    const made = await sample(201, "POST", `/v2/${path}`, { body: create({ first_name: "Dana", tags: ["vip"] }) });
    await sample(201, "POST", `/v2/${path}`, { body: form({ first_name: "Noah" }, picture) });
    const one = `/v2/${path}/${made.data.id}`;
    await sample(200, "PUT", one, { body: create({ phone: "555-0102", tags: null }) });
    await sample(200, "PUT", one, { body: form({ city: "Dublin" }, picture) });
    await sample(200, "GET", one);
    await sample(400, "PUT", one, { body: "{" });
    await sample(422, "POST", `/v2/${path}`, { body: create({ first_name: 5, email: "none" }) });
    await sample(422, "PUT", one, { body: create({ email: "other@example.com" }) });
    await sample(404, "PUT", `/v2/${path}/1`, { body: create({ phone: "555-0102" }) });
    await sample(404, "GET", `/v2/${path}/1`);
  }
}

async function sampleReads() {
  const inspections = await sample(200, "GET", `/v2/inspections?include=${INSPECTION_INCLUDES}&page[size]=60`);
  for (const { id } of inspections.data.slice(0, 20)) {
    await sample(200, "GET", `/v2/inspections/${id}?include=${INSPECTION_INCLUDES}`);
  }
  const agents = await sample(200, "GET", "/v2/connections?include=agent,agent_team&page[size]=60");
  for (const { id } of agents.data.slice(0, 20)) {
    await sample(200, "GET", `/v2/connections/${id}?include=agent,agent_team&optional_fields=date_of_first_inspection`);
  }
  for (const list of ["contacts", "connections/stats", "connection_stats", "inspection_attachments", "inspections"]) {
    for (const page of [1, 2, 1000]) await sample(200, "GET", `/v2/${list}?page[size]=7&page[number]=${page}`);
  }
}

async function sampleUploads() {
  const path = "/v2/inspection_attachments";
  const report = { field: "file", name: "radon.txt", bytes: "2.1 pCi/L" };
  await sample(201, "POST", path, { body: form({ inspection_id: "10000001", report: "true" }, report) });
  await sample(422, "POST", path, { body: form({ inspection_id: "1" }, report) });
  await sample(422, "POST", path, { body: form({ inspection_id: "10000001" }, { ...report, name: "radon.exe" }) });
  await sample(415, "POST", path, { body: {} });
  await steer("POST", "/settings", { max_file_bytes: 4 });
  await sample(413, "POST", path, { body: form({ inspection_id: "10000001" }, report) });
}

async function sampleRefusals() {
  const reads = ["connections", "connections/stats", "contacts", "inspections", "inspection_attachments"];
  for (const path of reads) {
    await sample(401, "GET", `/v2/${path}`, { key: null });
    await sample(401, "GET", `/v2/${path}`, { key: "wrong-key" });
    await sample(405, "DELETE", `/v2/${path}`);
  }
  await sample(404, "GET", "/v2/nothing");
  const key = "key-without-permissions";
  await steer("POST", "/keys", { user_id: 2, value: key });
  await steer("PUT", "/users/2", { permissions: [] });
  for (const path of reads) await sample(403, "GET", `/v2/${path}`, { key });
  await steer("POST", "/settings", { requests_per_minute: 1 });
  await sample(200, "GET", "/v2/contacts?page[size]=1");
  for (const path of reads) await sample(429, "GET", `/v2/${path}`);
}

await sampleReads();
await samplePeople();
await sampleUploads();
await sampleRefusals();
if (includedCount < 100) failures.push(`${includedCount} included records are too few to show anything`);
for (const failure of failures) console.error(failure);
console.log(`${sampleCount} answers, ${includedCount} included records, ${failures.length} problems`);
process.exitCode = failures.length === 0 ? 0 : 1;
