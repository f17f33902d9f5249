// The company's records: lists, one record, and what can be done with it.

import assert from "node:assert/strict";
import { NARROW, portalTest } from "./support.mjs";

const NEW_INSPECTION = {
  datetime: "2026-12-01T09:00:00-05:00",
  property_address: "12 Elm St",
  property_city: "Columbus",
  property_state: "OH",
  property_zip: "43215",
};

async function bookInspection({ sandbox }) {
  const { companies } = await sandbox.call("GET", "/_sandbox/companies");
  const { data } = await sandbox.call("POST", "/_sandbox/inspections", {
    company_id: companies[0].id,
    ...NEW_INSPECTION,
  });
  return data.id;
}

const heading = (portal, name) => portal.page.getByRole("heading", { level: 3, name });

portalTest("the pages of a list are turned, and a row opens its record with its people", async (portal) => {
  await portal.show("data/inspections");
  await portal.sees("inspections, page 1 of");
  assert.equal(await portal.page.locator("tbody tr").count(), 25);
  const first = await portal.page.locator("tbody tr a").first().textContent();
  await portal.page.getByRole("link", { name: "Next" }).click();
  await portal.sees("inspections, page 2 of");
  assert.notEqual(await portal.page.locator("tbody tr a").first().textContent(), first);
  await portal.page.getByRole("link", { name: "Previous" }).click();
  await portal.sees("inspections, page 1 of");
  await portal.page.locator("tbody tr").first().locator("td").nth(1).click();
  await heading(portal, first).waitFor();
  await portal.show("data/inspections/10000001");
  const { data, included } = await portal.sandbox.call("GET", "/v2/inspections/10000001?include=buying_agent");
  await portal.page.getByRole("link", { name: data.attributes.buying_agent_name }).click();
  await heading(portal, data.attributes.buying_agent_name).waitFor();
  await portal.sees(included[0].attributes.email);
});

for (const [kind, path] of [
  ["agents", "connections"],
  ["clients", "contacts"],
  ["attachments", "inspection_attachments"],
  ["stats", "connections/stats"],
]) {
  portalTest(`${kind} are listed, and one of them is shown whole`, async (portal) => {
    const { data, meta } = await portal.sandbox.call("GET", `/v2/${path}?page[size]=1`);
    await portal.show(`data/${kind}`);
    await portal.sees(`${meta.pagination.records.toLocaleString("en")} ${kind}, page 1`);
    await portal.page.locator("tbody tr a").first().click();
    await portal.page.locator("dl.attributes").last().waitFor();
    const shown = await portal.page.locator("dl.attributes").last().locator("dt").allTextContents();
    assert.deepEqual(shown, ["id", ...Object.keys(data[0].attributes)]);
  });
}

portalTest("words find records", async (portal) => {
  const { data } = await portal.sandbox.call("GET", "/v2/connections/500001");
  await portal.show("data/agents");
  await portal.page.getByRole("searchbox").fill(data.attributes.email);
  await portal.button("Search").click();
  await portal.sees("1 agents, page 1 of 1");
  await portal.page.getByRole("searchbox").fill("nobody is called so");
  await portal.button("Search").click();
  await portal.sees("Nothing was found.");
});

portalTest("an inspection is confirmed, published, cancelled with a reason and deleted", async (portal) => {
  const id = await bookInspection(portal);
  const attributes = async () => (await portal.sandbox.call("GET", `/v2/inspections/${id}`)).data.attributes;
  await portal.show(`data/inspections/${id}`);
  await portal.sees("not confirmed", heading(portal, "12 Elm St"));
  await portal.button("Confirm").click();
  await portal.says("is confirmed");
  assert.ok((await attributes()).confirmed_at);
  await portal.button("Publish").click();
  await portal.says("is published");
  assert.ok((await attributes()).published_at);
  await portal.button("Cancel…").click();
  await portal.page.getByLabel("Reason").fill("The sale fell through");
  await portal.button("Cancel the inspection").click();
  await portal.says("is cancelled");
  assert.equal((await attributes()).cancel_reason, "The sale fell through");
  await portal.sees("cancelled", heading(portal, "12 Elm St"));
  await portal.button("Delete…").click();
  await portal.button("Delete").click();
  await portal.says("It is deleted.");
  await portal.sees("inspections, page 1");
  await assert.rejects(attributes(), /404/);
});

portalTest("what the sandbox refuses is said beside the button", async (portal) => {
  portal.expectStatus(409);
  const { data } = await portal.sandbox.call("GET", "/v2/inspections?page[size]=200");
  const cancelled = data.find((inspection) => inspection.attributes.canceled_at);
  await portal.show(`data/inspections/${cancelled.id}`);
  await portal.button("Confirm").click();
  await portal.sees("(status 409)", portal.page.locator(".actions").getByRole("alert"));
});

portalTest("an attachment's file opens, and the inspection leads to it", async (portal) => {
  const [attachment] = (await portal.sandbox.call("GET", "/v2/inspection_attachments?page[size]=1")).data;
  await portal.show(`data/inspections/${attachment.attributes.inspection_id}`);
  const link = portal.page.getByRole("link", { name: `Open ${attachment.attributes.file_file_name}` });
  await link.waitFor();
  const file = await portal.page.request.get(await link.getAttribute("href"));
  assert.equal(file.status(), 200);
  assert.equal((await file.body()).length, attachment.attributes.file_file_size);
  await portal.page.getByRole("link", { name: "Its attachments" }).click();
  await portal.sees(`Only with inspection_id ${attachment.attributes.inspection_id}`);
  await portal.page.locator("tbody a").first().click();
  await heading(portal, attachment.attributes.name).waitFor();
});

portalTest(
  "on a narrow window each cell of a list says what it is",
  async (portal) => {
    await portal.show("data/clients");
    await portal.sees("clients, page 1");
    const cell = portal.page.locator("tbody td").nth(1);
    assert.equal(
      await cell.evaluate((element) => getComputedStyle(element, "::before").content.split('"')[1]),
      "E-mail",
    );
    assert.equal(await portal.page.getByRole("columnheader").count(), 4);
  },
  { viewport: NARROW },
);
