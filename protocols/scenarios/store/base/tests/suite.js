"use strict";

// Runs tests one after the other and prints a line for each.

const assert = require("node:assert/strict");

const tests = [];

function test(name, body) {
  if (tests.push({ name, body }) === 1) setImmediate(run);
}

async function run() {
  let failed = 0;
  for (const { name, body } of tests) {
    try {
      await body();
      console.log(`ok    ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL  ${name}: ${reason(error)}`);
    }
  }
  console.log(`${tests.length} tests, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function reason(error) {
  if (!(error instanceof assert.AssertionError) || error.operator === "throws") return error.message.split("\n")[0];
  return `expected ${JSON.stringify(error.expected)}, got ${JSON.stringify(error.actual)}`;
}

module.exports = { test, assert };
