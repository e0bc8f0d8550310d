"use strict";

// What the checks share: a service with a clock and an upstream that replies as told.

const assert = require("node:assert/strict");
const { createService } = require("src/service");
const { readSettings } = require("src/settings");
const { UpstreamError } = require("src/upstream");

const SETTINGS = { freshSeconds: 60, staleSeconds: 40, negativeSeconds: 15, maxBytes: 100_000 };

/** `reply` gets {{ tenant }}, request and the call's number from 1; it gives a reply, or throws. */
function start(reply, given = {}) {
  const calls = [];
  let now = 1_700_000_000_000;
  const load = async ({{ tenant }}, request) => {
    calls.push({ {{ tenant }}, request });
    return reply({{ tenant }}, request, calls.length);
  };
  const service = createService({ settings: readSettings({ ...SETTINGS, ...given }), clock: { now: () => now }, load });
  const get = (request = {}, {{ tenant }} = "{{ t1 }}") => service.get({{ tenant }}, { from: "AAA", to: "BBB", ...request });
  const pass = (seconds) => {
    now += Math.round(seconds * 1000);
  };
  return { service, calls, get, pass };
}

const fail = (code) => {
  throw new UpstreamError(code);
};

/** Waits until everything that is ready has run. */
const settle = () => new Promise((done) => setImmediate(done));

/** What a promise came to so far. */
async function soFar(promise) {
  let found = "waiting";
  promise.then(
    (value) => {
      found = value;
    },
    (error) => {
      found = error.code ?? error.message;
    },
  );
  await settle();
  return found;
}

function check(body) {
  Promise.resolve()
    .then(body)
    .catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}

process.on("unhandledRejection", () => {});

module.exports = { assert, check, fail, settle, soFar, start };
