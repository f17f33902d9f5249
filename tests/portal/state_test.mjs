// The clock, the events, the settings and the snapshots.

import assert from "node:assert/strict";
import { portalTest } from "./support.mjs";

const HOUR_MS = 3_600_000;
const now = async (portal) => (await portal.sandbox.call("GET", "/_sandbox/clock")).unix_ms;
const AGENT = {
  data: { type: "connection", attributes: { first_name: "Dana", last_name: "Rivera", email: "dana@example.com" } },
};

portalTest("the clock is moved forward by steps and by numbers", async (portal) => {
  await portal.show("clock");
  await portal.page.locator(".time:not(:empty)").waitFor();
  for (const [button, ms] of [
    ["Advance by 1 minute", 60_000],
    ["Advance by 1 hour", HOUR_MS],
    ["Advance by 1 day", 24 * HOUR_MS],
  ]) {
    const before = await now(portal);
    await portal.button(button).click();
    await portal.page.waitForFunction(() => document.getElementById("notice").textContent.startsWith("It is"));
    const moved = (await now(portal)) - before;
    assert.ok(moved >= ms && moved < ms + 60_000, `${button} moved by ${moved}`);
    await portal.page.evaluate(() => (document.getElementById("notice").textContent = ""));
  }
  const before = await now(portal);
  await portal.page.getByLabel("How many").fill("90");
  await portal.page.getByLabel("Of what").selectOption("3600000");
  await portal.button("Advance").click();
  await portal.says("It is");
  assert.ok((await now(portal)) - before >= 90 * HOUR_MS);
});

portalTest("the clock is set, and a month later is the last day of a shorter month", async (portal) => {
  await portal.show("clock");
  await portal.page.getByLabel("Date and time (UTC)").fill("2027-01-31T10:00:00");
  await portal.button("Set").click();
  await portal.says("It is 2027-01-31 10:00");
  await portal.button("Advance by 1 month").click();
  await portal.says("It is 2027-02-28 10:0");
  assert.equal(new Date(await now(portal)).toISOString().slice(0, 10), "2027-02-28");
});

portalTest("events arrive and lead to their records", async (portal) => {
  await portal.show("events");
  const { data } = await portal.sandbox.call("POST", "/v2/connections", AGENT);
  await portal.sees("connection.created", portal.section("events").locator("td"));
  await portal.section("events").getByRole("link", { name: data.id }).click();
  await portal.page.getByRole("heading", { level: 3, name: "Dana Rivera" }).waitFor();
});

portalTest("only the settings that were changed are sent", async (portal) => {
  await portal.show("settings");
  await portal.page.getByLabel("Requests per minute").fill("60");
  await portal.page.getByLabel("Error format").selectOption("problem_details");
  const [request] = await Promise.all([
    portal.page.waitForRequest((each) => each.method() === "POST"),
    portal.button("Save").click(),
  ]);
  assert.deepEqual(request.postDataJSON(), { requests_per_minute: 60, error_format: "problem_details" });
  await portal.says("The settings are saved.");
  const saved = await portal.sandbox.call("GET", "/_sandbox/settings");
  assert.equal(saved.requests_per_minute, 60);
  assert.equal(saved.error_format, "problem_details");
  await portal.button("Save").click();
  await portal.says("Nothing was changed.");
});

portalTest("problems in the other error format are said in words as well", async (portal) => {
  portal.expectStatus(404);
  await portal.sandbox.call("POST", "/_sandbox/settings", { error_format: "problem_details" });
  await portal.show("data/agents/4");
  const text = await portal.page.getByRole("alert").textContent();
  assert.doesNotMatch(text, /undefined|\{/);
  assert.ok(text.length > 5);
});

portalTest("a snapshot brings the state back and can be forgotten", async (portal) => {
  await portal.show("snapshots");
  await portal.sees("made no snapshot yet");
  await portal.button("Make a snapshot").click();
  await portal.says("is made");
  const before = (await portal.sandbox.call("GET", "/_sandbox/health")).records;
  const { data } = await portal.sandbox.call("POST", "/v2/connections", AGENT);
  await portal.page.getByRole("button", { name: /^Go back to snapshot/ }).click();
  await portal.says("The state is that of snapshot");
  assert.deepEqual((await portal.sandbox.call("GET", "/_sandbox/health")).records, before);
  await assert.rejects(portal.sandbox.call("GET", `/v2/connections/${data.id}`), /404/);
  await portal.page.reload();
  await portal.page.getByRole("button", { name: /^Forget snapshot/ }).click();
  await portal.sees("made no snapshot yet");
});
