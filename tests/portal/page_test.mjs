// The frame of the page, and what holds for all of its sections.

import assert from "node:assert/strict";
import { NARROW, SECTIONS, WIDE, portalTest } from "./support.mjs";

// Views with more in them than a section shows at first.
const FURTHER_VIEWS = [
  "data/agents",
  "data/clients",
  "data/attachments",
  "data/stats",
  "data/inspections/10000001",
  "try/inspections.list",
  "try/attachments.upload",
  "try/create_inspection",
];

async function fillWithLife({ sandbox }) {
  await sandbox.call("POST", "/v2/connections", {
    data: { type: "connection", attributes: { first_name: "Dana", last_name: "Rivera", email: "dana@example.com" } },
  });
  await sandbox.call("POST", "/_sandbox/faults", { match: { path: "/nowhere" }, action: { status: 503 } });
}

/** Waits until what the view reads has arrived. */
async function settle(portal, view) {
  const filled = portal
    .section(view.split("/")[0])
    .locator("table:visible, dl, pre, form.card, .operations, .time:not(:empty), .empty:visible")
    .first();
  await filled.waitFor();
  await portal.page.locator("#counts b").first().waitFor();
}

// Between them, each width and each scheme.
for (const [title, options] of [
  ["wide and light", { viewport: WIDE, colorScheme: "light" }],
  ["narrow and dark", { viewport: NARROW, colorScheme: "dark" }],
]) {
  portalTest(
    `every view is accessible and fits a window that is ${title}`,
    async (portal) => {
      await fillWithLife(portal);
      for (const view of [...SECTIONS, ...FURTHER_VIEWS]) {
        await portal.show(view);
        await settle(portal, view);
        await portal.assertAccessible(view);
        await portal.assertNoSidewaysScrolling(view);
      }
    },
    options,
  );
}

for (const viewport of [WIDE, NARROW]) {
  portalTest(
    `a request's details, a dialog and a problem are accessible at ${viewport.width} pixels`,
    async (portal) => {
      await portal.sandbox.call("GET", "/v2/inspections/10000001");
      await portal.show("requests");
      await portal.button("/v2/inspections/10000001").click();
      await portal.sees("What became of it");
      await portal.assertAccessible("details of a request");
      await portal.assertNoSidewaysScrolling("details of a request");
      await portal.show("data/inspections/10000001");
      await portal.button("Cancel…").click();
      await portal.sees("Cancel the inspection?");
      await portal.assertAccessible("dialog");
      await portal.button("Back").click();
      portal.expectStatus(422);
      await portal.show("faults");
      await portal.page.getByLabel("Status").fill("99");
      await portal.button("Add the rule").click();
      await portal.page.getByRole("alert").waitFor();
      await portal.assertAccessible("problem");
      await portal.assertNoSidewaysScrolling("problem");
    },
    { viewport },
  );
}

portalTest("the colors follow the scheme of the system", async (portal) => {
  await portal.show("data");
  const ground = () => portal.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await portal.page.emulateMedia({ colorScheme: "dark" });
  assert.notEqual(await ground(), light);
});

portalTest("the navigation shows one section at a time and says which", async (portal) => {
  await portal.show("data");
  for (const link of await portal.page.getByRole("navigation", { name: "Sections" }).getByRole("link").all()) {
    await link.click();
    const title = await link.textContent();
    await portal.page.getByRole("heading", { level: 2, name: title, exact: true }).waitFor();
    assert.equal(await link.getAttribute("aria-current"), "page");
    assert.equal(await portal.page.locator("nav[aria-label=Sections] [aria-current]").count(), 1);
    assert.equal(await portal.page.locator("main > section:visible").count(), 1);
    assert.equal(await portal.page.title(), `${title} – SpectraKit sandbox`);
    assert.equal(await portal.page.evaluate(() => document.activeElement.textContent), title);
  }
});

portalTest("the counts at the top follow what is made", async (portal) => {
  await portal.show("data");
  const before = (await portal.sandbox.call("GET", "/_sandbox/health")).records.connections;
  await portal.sees(`${before.toLocaleString("en")} agents`, portal.page.locator("#counts"));
  await portal.show("try/agents.create");
  await portal.button("Send").click();
  await portal.page.locator("#counts", { hasText: `${(before + 1).toLocaleString("en")} agents` }).waitFor();
});

portalTest("the key stays in the tab and is used for everything", async (portal) => {
  portal.expectStatus(401);
  await portal.show("data");
  await portal.page.getByLabel("API key").fill("another-key");
  await portal.button("Use").click();
  await portal.sees("The API key is not valid", portal.page.getByRole("alert"));
  await portal.page.reload();
  assert.equal(await portal.page.getByLabel("API key").inputValue(), "another-key");
  assert.equal(await portal.page.evaluate(() => localStorage.length + document.cookie.length), 0);
});

portalTest("the text of records never becomes markup", async (portal) => {
  const first_name = "<img src=x onerror=document.title='broken'><b>Bold</b>";
  const made = await portal.sandbox.call("POST", "/v2/connections", {
    data: { type: "connection", attributes: { first_name, last_name: "Rivera", email: "bold@example.com" } },
  });
  await portal.show(`data/agents/${made.data.id}`);
  await portal.page.getByRole("heading", { level: 3, name: first_name }).waitFor();
  assert.equal(await portal.page.locator("main b, main img").count(), 0);
});
