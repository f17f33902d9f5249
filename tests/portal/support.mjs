// A sandbox of its own for each test, and a browser that looks at its page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { after, test } from "node:test";

const require = createRequire(`${process.env.PORTAL_PACKAGES}/`);
const { chromium } = require("playwright-core");
const axe = require("axe-core");

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 360, height: 740 };
export const SECTIONS = ["data", "try", "requests", "faults", "clock", "keys", "events", "settings", "snapshots"];

let browser;

async function startBrowser() {
  const sandboxFlags = process.getuid() === 0 ? ["--no-sandbox"] : [];
  browser ??= await chromium.launch({ executablePath: "/usr/bin/chromium", args: sandboxFlags });
  return browser;
}

after(() => browser?.close());

class Sandbox {
  static async start() {
    const sandbox = new Sandbox();
    sandbox.process = spawn(process.env.SPECTRAKIT, ["sandbox"], { stdio: ["pipe", "pipe", "inherit"] });
    const [line] = await once(createInterface(sandbox.process.stdout), "line");
    const ready = JSON.parse(line);
    sandbox.url = ready.url;
    sandbox.key = ready.api_key;
    return sandbox;
  }

  /** The answer's JSON to a call as a program would make it, not the page. */
  async call(method, path, body = undefined) {
    const headers = { Authorization: `Bearer ${this.key}`, "Content-Type": "application/json" };
    const answer = await fetch(this.url + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** What is received under this path, the page's own requests included. */
  async received(path) {
    const { requests } = await this.call("GET", "/_sandbox/requests");
    return requests.filter((request) => request.path.startsWith(path));
  }

  async stop() {
    if (this.process.exitCode !== null) return;
    this.process.stdin.end();
    await once(this.process, "exit");
  }
}

/** The page of one sandbox in a browser window, with everything noted that must not happen. */
class Portal {
  constructor(sandbox, page) {
    this.sandbox = sandbox;
    this.page = page;
    this.problems = [];
    this.expectedErrors = [];
    page.on("pageerror", (error) => this.problems.push(`thrown: ${error.message}`));
    page.on("console", (message) => this.noteConsole(message));
    page.on("request", (request) => this.noteRequest(request));
  }

  noteConsole(message) {
    if (message.type() !== "error" && message.type() !== "warning") return;
    if (!this.expectedErrors.some((error) => message.text().includes(error)))
      this.problems.push(`console: ${message.text()}`);
  }

  noteRequest(request) {
    if (!request.url().startsWith(`${this.sandbox.url}/`)) this.problems.push(`request to ${request.url()}`);
  }

  /** The browser notes answers with these statuses as errors in its console; here they are meant. */
  expectStatus(...statuses) {
    this.expectedErrors.push(...statuses.map((status) => `responded with a status of ${status}`));
  }

  /** The same for connections that fail. */
  expectConnectionErrors() {
    this.expectedErrors.push("net::ERR_");
  }

  /** Shows the view of an address such as "data/inspections". */
  async show(address) {
    await this.page.goto(`${this.sandbox.url}/#${address}`);
    await this.page.locator(`#section-${address.split(/[/?]/)[0]}`).waitFor();
  }

  section(name) {
    return this.page.locator(`#section-${name}`);
  }

  button(name, place = this.page) {
    return place.getByRole("button", { name, exact: true });
  }

  /** Waits until the page says what was done. */
  async says(text) {
    await this.page.locator("#notice", { hasText: text }).waitFor();
  }

  /** Waits for an element with this text. */
  async sees(text, place = this.page) {
    await place.getByText(text).filter({ visible: true }).first().waitFor();
  }

  async assertNoSidewaysScrolling(view) {
    const { scrollWidth, clientWidth } = await this.page.evaluate(() => {
      const { scrollWidth: scroll, clientWidth: client } = document.documentElement;
      return { scrollWidth: scroll, clientWidth: client };
    });
    assert.ok(scrollWidth <= clientWidth, `${view} is ${scrollWidth} wide in a window of ${clientWidth}`);
  }

  async assertAccessible(view) {
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axe.source);
    const { violations, passes } = await this.page.evaluate(() => window.axe.run(document));
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`,
    );
    assert.deepEqual(found, [], view);
    assert.ok(passes.length > 10, "axe looked at next to nothing");
  }
}

/** A test with a sandbox and a page of its own. No error may stand in the console at its end. */
export function portalTest(name, work, { viewport = WIDE, colorScheme = "light" } = {}) {
  test(name, { timeout: 120_000 }, async (context) => {
    const sandbox = await Sandbox.start();
    context.after(() => sandbox.stop());
    const window = await (await startBrowser()).newContext({ viewport, colorScheme, acceptDownloads: false });
    context.after(() => window.close());
    window.setDefaultTimeout(20_000);
    const portal = new Portal(sandbox, await window.newPage());
    await work(portal);
    assert.deepEqual(portal.problems, []);
  });
}
