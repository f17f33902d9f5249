// Rules made with the form, and what they do to the next call.

import assert from "node:assert/strict";
import { portalTest } from "./support.mjs";

const rules = async (portal) => (await portal.sandbox.call("GET", "/_sandbox/faults")).faults;

portalTest("a rule makes the next call fail, and its counts say so", async (portal) => {
  portal.expectStatus(503);
  await portal.show("faults");
  await portal.sees("There is no rule");
  await portal.page.getByLabel("Retry-After").fill("7");
  await portal.page.getByLabel("Path").fill("/v2/inspections");
  await portal.page.getByLabel("From which match on").fill("2");
  await portal.button("Add the rule").click();
  await portal.says("is in force");
  const [{ id, rule }] = await rules(portal);
  assert.deepEqual(rule.match, { path: "/v2/inspections", nth: 2 });
  assert.deepEqual(rule.action, { status: 503, headers: { "Retry-After": "7" } });
  await portal.show("try/inspections.get?id=10000001");
  await portal.button("Send").click();
  await portal.page.locator(".status-line", { hasText: "200" }).waitFor();
  await portal.button("Send").click();
  await portal.page.locator(".status-line", { hasText: "503" }).waitFor();
  await portal.show("faults");
  const cells = portal.page.locator("tbody td");
  await portal.sees("from number 2 on, once");
  assert.deepEqual(await cells.allTextContents().then((texts) => texts.slice(3, 5)), ["2", "1"]);
  await portal.button(`Remove rule ${id}`).click();
  await portal.says("is removed");
  assert.equal((await rules(portal)).length, 0);
});

portalTest("each kind of fault that the form offers is one that the sandbox knows", async (portal) => {
  await portal.show("faults");
  const kinds = await portal.page
    .getByLabel("What goes wrong")
    .locator("option")
    .evaluateAll((options) => options.map((option) => option.value));
  for (const [index, kind] of kinds.entries()) {
    await portal.page.getByLabel("What goes wrong").selectOption(kind);
    await portal.button("Add the rule").click();
    await portal.page.locator("tbody tr").nth(index).waitFor();
  }
  const moments = portal.page.getByLabel("When", { exact: true });
  for (const kind of ["reset", "close"]) {
    await portal.page.getByLabel("What goes wrong").selectOption(kind);
    for (const moment of ["after_request", "after_answer"]) {
      const before = await portal.page.locator("tbody tr").count();
      await moments.selectOption(moment);
      await portal.button("Add the rule").click();
      await portal.page.locator("tbody tr").nth(before).waitFor();
    }
  }
  assert.equal((await rules(portal)).length, kinds.length + 4);
  await portal.button("Remove all").click();
  await portal.says("There is no rule any more.");
  assert.equal((await rules(portal)).length, 0);
});

portalTest("whoever needs more writes JSON, and what makes no sense is refused in words", async (portal) => {
  portal.expectStatus(400, 422);
  await portal.show("faults");
  const editor = portal.page.getByLabel("The rule as JSON");
  await editor.fill('{"action": {"gzip": "corrupt", "pad_bytes": 10}, "times": 0}');
  await portal.button("Add the rule").click();
  await portal.says("is in force");
  assert.deepEqual((await rules(portal))[0].rule.action, { gzip: "corrupt", pad_bytes: 10 });
  await editor.fill('{"action": {"gzip": "nearly"}}');
  await portal.button("Add the rule").click();
  await portal.sees("/action/gzip", portal.page.getByRole("alert"));
  await editor.fill("{");
  await portal.button("Add the rule").click();
  await portal.sees("no JSON", portal.page.getByRole("alert"));
  assert.equal((await rules(portal)).length, 1);
});
