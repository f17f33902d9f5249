// Keys and the people who make them.

import assert from "node:assert/strict";
import { portalTest } from "./support.mjs";

const keyOf = async (portal, id) =>
  (await portal.sandbox.call("GET", "/_sandbox/keys")).keys.find((key) => key.id === id);
const firstKey = async (portal) => (await portal.sandbox.call("GET", "/_sandbox/keys")).keys[0];
const companyOf = async (portal, key) => {
  const { companies } = await portal.sandbox.call("GET", "/_sandbox/companies");
  return portal.page.getByRole("region", { name: companies.find((company) => company.id === key.company_id).name });
};
const userOf = async (portal, id) =>
  (await portal.sandbox.call("GET", "/_sandbox/users")).users.find((user) => user.id === id);

portalTest(
  "a key is rolled: the new one is shown once and can be used, the old one expires and is deleted",
  async (portal) => {
    const old = await firstKey(portal);
    const company = await companyOf(portal, old);
    await portal.show("keys");
    await portal.button(`Roll… key ${old.name || old.masked}`, company).click();
    await portal.page.getByLabel("The old key works").selectOption("3600");
    await portal.button("Roll the key").click();
    const fresh = portal.page.getByRole("group", { name: "New key" });
    await fresh.waitFor();
    const value = await fresh.locator("code").textContent();
    assert.equal((await keyOf(portal, old.id)).state, "expiring");
    await portal.button("Use this key in the page").click();
    await portal.says("uses the new key");
    assert.equal(await portal.page.getByLabel("API key").inputValue(), value);
    await portal.show("data/clients");
    await portal.sees("clients, page 1");
    await portal.show("keys");
    await portal.button(`Delete… key ${old.name || old.masked}`, company).click();
    await portal.button("Delete").click();
    await portal.says("The key is deleted.");
    assert.equal(await keyOf(portal, old.id), undefined);
    assert.ok(!(await portal.section("keys").textContent()).includes(value), "the key is shown a second time");
  },
);

portalTest("a key is made for a person, with a name and an end, and can be copied", async (portal) => {
  await portal.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await portal.show("keys");
  await portal.page.getByLabel("What it is for").fill("laboratory");
  await portal.page.getByLabel("It works", { exact: true }).selectOption("3600");
  await portal.button("Make the key").click();
  const fresh = portal.page.getByRole("group", { name: "New key" });
  await portal.button("Copy", fresh).click();
  await portal.says("Copied.");
  const value = await portal.page.evaluate(() => navigator.clipboard.readText());
  const answer = await fetch(`${portal.sandbox.url}/v2/contacts?page[size]=1`, {
    headers: { Authorization: `Bearer ${value}` },
  });
  assert.equal(answer.status, 200);
  await portal.sees("laboratory");
});

portalTest("what a person may not do is refused, and their keys die with them", async (portal) => {
  portal.expectStatus(401, 403);
  const key = await firstKey(portal);
  const user = await userOf(portal, key.user_id);
  const company = await companyOf(portal, key);
  await portal.show("keys");
  const card = company.locator(".card", { has: portal.button(`Deactivate ${user.name}`) });
  await card.getByLabel("clients:read").uncheck();
  await portal.says("is saved");
  assert.ok(!(await userOf(portal, user.id)).permissions.includes("clients:read"));
  await portal.show("data/clients");
  await portal.sees("(status 403)", portal.page.getByRole("alert"));
  await portal.show("keys");
  await portal.button(`Deactivate ${user.name}`, company).click();
  await portal.button(`Activate ${user.name}`, company).waitFor();
  assert.equal((await keyOf(portal, key.id)).state, "disabled");
  await portal.show("data/clients");
  await portal.sees("(status 401)", portal.page.getByRole("alert"));
});
