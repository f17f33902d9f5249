// What the sandbox receives, as it arrives.

import assert from "node:assert/strict";
import { portalTest } from "./support.mjs";

const row = (portal, path) => portal.page.locator("tbody tr", { has: portal.button(path) });

portalTest("a program's request arrives by itself and opens to its headers", async (portal) => {
  await portal.show("requests");
  await portal.sees("Nothing was received yet.");
  await portal.sandbox.call("GET", "/v2/inspections/10000001");
  await row(portal, "/v2/inspections/10000001").waitFor();
  assert.equal(await row(portal, "/v2/inspections/10000001").locator("td").nth(2).textContent(), "200");
  await portal.button("/v2/inspections/10000001").click();
  await portal.sees("Authorization", portal.section("requests"));
  assert.ok(!(await portal.section("requests").textContent()).includes(portal.sandbox.key));
  await portal.button("/v2/inspections/10000001").click();
  await portal.page.getByText("What became of it").waitFor({ state: "hidden" });
});

portalTest("a request that waits gets its status when it is answered", async (portal) => {
  await portal.sandbox.call("POST", "/_sandbox/faults", { action: { hold: true } });
  await portal.show("requests");
  const held = portal.sandbox.call("GET", "/v2/contacts");
  const cells = row(portal, "/v2/contacts").locator("td");
  await cells.filter({ hasText: /^none$/ }).waitFor();
  await portal.sandbox.call("POST", "/_sandbox/faults/release");
  await held;
  await cells.filter({ hasText: "200" }).waitFor();
  assert.match(await cells.nth(4).textContent(), /rule \d+/);
});

portalTest("nothing arrives while the list is paused, and everything when it goes on", async (portal) => {
  await portal.show("requests");
  await portal.sees("Nothing was received yet.");
  await portal.button("Pause").click();
  let asked = 0;
  portal.page.on("request", (request) => (asked += request.url().includes("/_sandbox/requests") ? 1 : 0));
  await portal.sandbox.call("GET", "/v2/contacts");
  // A second call of the page's own, sent after the moment at which the list would have asked again.
  await portal.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1500)));
  assert.equal(asked, 0);
  assert.equal(await row(portal, "/v2/contacts").count(), 0);
  await portal.button("Go on").click();
  await row(portal, "/v2/contacts").waitFor();
});

portalTest("the list is cleared, and later requests arrive again", async (portal) => {
  await portal.sandbox.call("GET", "/v2/contacts");
  await portal.show("requests");
  await row(portal, "/v2/contacts").waitFor();
  await portal.button("Clear").click();
  await portal.sees("Nothing was received yet.");
  assert.equal((await portal.sandbox.received("/")).length, 0);
  await portal.sandbox.call("GET", "/v2/inspections/10000002");
  await row(portal, "/v2/inspections/10000002").waitFor();
});

portalTest("what the page itself sends can be left out", async (portal) => {
  await portal.show("data/clients");
  await portal.sees("clients, page 1");
  await portal.sandbox.call("GET", "/v2/inspections/10000002");
  await portal.show("requests");
  await row(portal, "/v2/inspections/10000002").waitFor();
  assert.equal(await portal.page.locator("tbody tr:visible").count(), 2);
  await portal.page.getByLabel("Leave out what this page sends").check();
  assert.equal(await portal.page.locator("tbody tr:visible").count(), 1);
});
