// Try it: forms for every endpoint, what comes back, and the same call in a terminal.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { NARROW, portalTest } from "./support.mjs";

const INSPECTION = "10000001";

const answer = (portal) => portal.page.getByRole("region", { name: "The body of the answer" });

async function sendAndSee(portal, status) {
  await portal.button("Send").click();
  await portal.page.locator(".status-line", { hasText: String(status) }).waitFor();
  const text = await answer(portal).textContent();
  return text ? JSON.parse(text) : null;
}

/** Runs the command that the page shows, the key in its environment; what it printed. */
async function runShownCommand(portal, cwd) {
  const command = await portal.page.getByRole("region", { name: "The call as a command" }).textContent();
  assert.ok(!command.includes(portal.sandbox.key), "the key stands in the command");
  const env = { PATH: process.env.PATH, SPECTORA_API_KEY: portal.sandbox.key };
  const { stdout } = await promisify(execFile)("bash", ["-c", command], { cwd, env });
  return JSON.parse(stdout);
}

portalTest("a GET is sent as the form says, and the shown command gives the same answer", async (portal) => {
  await portal.show("try/inspections.list");
  await portal.page.getByLabel("page[size]").fill("3");
  await portal.page.getByLabel("filter[datetime_greater_than]").fill("2025-01-01T00:00:00-05:00");
  await portal.page.getByLabel("buying_agent").check();
  await portal.page.getByLabel("selling_agent").check();
  const document = await sendAndSee(portal, 200);
  assert.equal(document.data.length, 3);
  assert.ok(document.included.length > 0);
  const [received] = await portal.sandbox.received("/v2/inspections");
  const query = new URL(received.path, portal.sandbox.url).searchParams;
  assert.deepEqual(Object.fromEntries(query), {
    include: "buying_agent,selling_agent",
    "page[size]": "3",
    "filter[datetime_greater_than]": "2025-01-01T00:00:00-05:00",
  });
  assert.deepEqual(await runShownCommand(portal), document);
  await portal.page.getByText("Headers", { exact: true }).click();
  await portal.sees("content-type: application/json");
});

portalTest("several values of an array are sent in its spelling, and a path parameter in the path", async (portal) => {
  await portal.show("try/agents.list");
  await portal.page.getByLabel("filter[tag][]").fill("vip, repeat");
  await sendAndSee(portal, 200);
  const [list] = await portal.sandbox.received("/v2/connections");
  assert.deepEqual(new URL(list.path, portal.sandbox.url).searchParams.getAll("filter[tag][]"), ["vip", "repeat"]);
  await portal.show("try/agents.get?id=500001");
  assert.equal((await sendAndSee(portal, 200)).data.id, "500001");
});

portalTest("a file is uploaded, and the shown command uploads it as well", async (portal) => {
  const folder = await mkdtemp(join(tmpdir(), "portal-"));
  try {
    const name = 'it\'s a "report"; 1,5.pdf';
    await writeFile(join(folder, name), "%PDF-1.4 made for a test");
    await portal.show("try/attachments.upload");
    await portal.page.getByLabel("data[attributes][inspection_id]").fill(INSPECTION);
    await portal.page.getByLabel("data[attributes][file]").setInputFiles(join(folder, name));
    await portal.page.getByLabel("data[attributes][name]").fill("@home");
    const { data } = await sendAndSee(portal, 201);
    assert.equal(data.attributes.file_file_size, 24);
    assert.equal(data.attributes.name, "@home");
    const again = await runShownCommand(portal, folder);
    const essence = ({ id, attributes: { created_at, updated_at, ...rest } }) => rest;
    assert.deepEqual(essence(again.data), essence(data));
    assert.notEqual(again.data.id, data.id);
  } finally {
    await rm(folder, { recursive: true });
  }
});

portalTest("the example of a JSON body makes a record, and broken JSON is answered in words", async (portal) => {
  portal.expectStatus(400);
  await portal.show("try/agents.create");
  const editor = portal.page.getByLabel("JSON", { exact: true }).last();
  const example = JSON.parse(await editor.inputValue());
  const { data } = await sendAndSee(portal, 201);
  assert.equal(data.attributes.email, example.data.attributes.email);
  await editor.fill("{");
  const { errors } = await sendAndSee(portal, 400);
  assert.equal(errors[0].status, "400");
});

portalTest("a body that may be JSON or a form can be sent as either", async (portal) => {
  await portal.show("try/agents.update?id=500001");
  await portal.page.getByLabel("a form, with files").check();
  await portal.page.getByLabel("data[attributes][city]").fill("Dublin");
  assert.equal((await sendAndSee(portal, 200)).data.attributes.city, "Dublin");
});

portalTest("a connection that ends too early is said in words", async (portal) => {
  await portal.sandbox.call("POST", "/_sandbox/faults", {
    times: 0,
    match: { path: "/v2" },
    action: { reset: "before" },
  });
  portal.expectConnectionErrors();
  await portal.show("try/inspections.get?id=10000001");
  await portal.button("Send").click();
  await portal.sees("No whole answer came", portal.page.getByRole("alert"));
});

portalTest(
  "every endpoint of both documents has a form that fits a narrow window",
  async (portal) => {
    const documents = await Promise.all(
      ["/openapi.json", "/_sandbox/openapi.json"].map((path) => portal.sandbox.call("GET", path)),
    );
    const items = documents.flatMap((document) => Object.values(document.paths));
    const operations = items.flatMap((item) =>
      ["get", "post", "put", "delete"].filter((method) => item[method]).map((method) => item[method]),
    );
    await portal.show("try");
    await portal.page.locator(".operations").last().waitFor();
    assert.equal(await portal.page.locator(".operations a").count(), operations.length);
    for (const { operationId, summary } of operations) {
      await portal.show(`try/${operationId}`);
      await portal.sees(summary, portal.section("try"));
      await portal.button("Send").waitFor();
      await portal.assertNoSidewaysScrolling(operationId);
    }
  },
  { viewport: NARROW },
);
