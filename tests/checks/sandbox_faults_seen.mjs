// Usage: node sandbox_faults_seen.mjs URL METHOD TIMEOUT_MS [BODY]
//
// Sends one request with each of Node's clients, and prints as JSON what each of them saw: the status, with a word when
// the body is no JSON, or the code of the error.

import http from "node:http";
import { createGunzip } from "node:zlib";

const [url, method, timeoutMs, body] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${process.env.SANDBOX_KEY}`, "Accept-Encoding": "gzip" };
if (body !== undefined) headers["Content-Type"] = "application/json";

function outcome(status, text) {
  try {
    JSON.parse(text);
    return String(status);
  } catch {
    return `${status}, no JSON`;
  }
}

async function textOf(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function seenByHttp() {
  const request = http.request(url, { method, headers, agent: false, signal: AbortSignal.timeout(Number(timeoutMs)) });
  request.end(body);
  const response = await new Promise((resolve, reject) => request.on("response", resolve).on("error", reject));
  const isPacked = response.headers["content-encoding"] === "gzip";
  // A pipe would pass over the errors of the side that it reads from.
  if (!isPacked) return outcome(response.statusCode, await textOf(response));
  const packed = [];
  for await (const part of response) packed.push(part);
  const gunzip = createGunzip();
  gunzip.end(Buffer.concat(packed));
  return outcome(response.statusCode, await textOf(gunzip));
}

async function seenByFetch() {
  const signal = AbortSignal.timeout(Number(timeoutMs));
  const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
  return outcome(response.status, await response.text());
}

async function seen(send) {
  try {
    return await send();
  } catch (error) {
    return [error.cause?.code, error.code].find((code) => typeof code === "string") ?? error.name;
  }
}

console.log(JSON.stringify([await seen(seenByHttp), await seen(seenByFetch)]));
