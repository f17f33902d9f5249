// The page without a pointer.

import assert from "node:assert/strict";
import { NARROW, WIDE, portalTest } from "./support.mjs";

const MAX_STEPS = 120;

/** What has the focus: its name, and whether that can be seen. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
    const style = getComputedStyle(element);
    return { name: name.trim(), isVisible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
  });
}

/** Presses Tab until the element with this name has the focus; each one on the way must show it. */
async function tabTo(page, wanted) {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await page.keyboard.press("Tab");
    // Behind the last element the focus leaves the page once, and comes back to the first.
    if (await page.evaluate(() => document.activeElement === document.body)) continue;
    const { name, isVisible } = await focused(page);
    assert.ok(isVisible, `the focus on "${name}" can not be seen`);
    if (name === wanted) return;
  }
  assert.fail(`"${wanted}" can not be reached by keyboard`);
}

for (const viewport of [WIDE, NARROW]) {
  portalTest(
    `a fault is made, seen and removed by keyboard alone at ${viewport.width} pixels`,
    async (portal) => {
      const { page } = portal;
      await portal.show("data");
      await portal.sees("inspections, page 1");
      await tabTo(page, "Faults");
      await page.keyboard.press("Enter");
      await portal.sees("There is no rule");
      await tabTo(page, "What goes wrong");
      await page.keyboard.type("Answer late");
      await page.getByLabel("Milliseconds before the answer").waitFor();
      await tabTo(page, "Milliseconds before the answer");
      await page.keyboard.press("Control+A");
      await page.keyboard.type("25");
      await tabTo(page, "Path");
      await page.keyboard.type("/v2/contacts");
      await tabTo(page, "Add the rule");
      await page.keyboard.press("Enter");
      await portal.says("is in force");
      const { faults } = await portal.sandbox.call("GET", "/_sandbox/faults");
      assert.deepEqual(faults[0].rule.action, { delay_ms: 25 });
      assert.equal(faults[0].rule.match.path, "/v2/contacts");
      await tabTo(page, `Remove rule ${faults[0].id}`);
      await page.keyboard.press("Enter");
      await portal.says("is removed");
      assert.equal((await portal.sandbox.call("GET", "/_sandbox/faults")).faults.length, 0);
    },
    { viewport },
  );
}

portalTest("an inspection is found, opened and cancelled by keyboard alone", async (portal) => {
  const { page } = portal;
  await portal.show("data");
  await portal.sees("inspections, page 1");
  const { data } = await portal.sandbox.call("GET", "/v2/inspections/10000001");
  await tabTo(page, "Address, people or services");
  await page.keyboard.type(data.attributes.full_address.replaceAll(",", " "));
  await page.keyboard.press("Enter");
  await portal.sees(/^\d inspections, page 1 of 1/);
  await tabTo(page, data.attributes.full_address);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 3, name: data.attributes.full_address }).waitFor();
  await tabTo(page, "Cancel…");
  await page.keyboard.press("Enter");
  await tabTo(page, "Cancel the inspection");
  await page.keyboard.press("Enter");
  await portal.says("is cancelled");
  assert.ok((await portal.sandbox.call("GET", "/v2/inspections/10000001")).data.attributes.canceled_at);
});

portalTest("the skip link leads past the navigation", async (portal) => {
  const { page } = portal;
  await portal.show("data");
  await portal.sees("inspections, page 1");
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).name, "Skip to the content");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).name, "Agents");
});

portalTest("a dialog is left with Escape, and nothing happened", async (portal) => {
  const { page } = portal;
  await portal.show("data/inspections/10000001");
  await portal.button("Delete…").press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await portal.sandbox.call("GET", "/v2/inspections/10000001");
});
