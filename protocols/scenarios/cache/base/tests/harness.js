"use strict";

// A few lines instead of a test runner: tests run in their order, each prints one line.

const assert = require("node:assert/strict");

const queue = [];
let started = false;

exports.assert = assert;

exports.test = (name, body) => {
  queue.push([name, body]);
  if (started) return;
  started = true;
  setImmediate(runAll);
};

async function runAll() {
  let failures = 0;
  for (const [name, body] of queue) {
    const problem = await attempt(body);
    if (problem !== null) failures += 1;
    console.log(problem === null ? `[pass] ${name}` : `[FAIL] ${name}\n       ${problem}`);
  }
  console.log(`${queue.length - failures} passed, ${failures} failed`);
  if (failures > 0) process.exitCode = 1;
}

async function attempt(body) {
  try {
    await body();
    return null;
  } catch (error) {
    if (error.operator !== "deepStrictEqual" && error.operator !== "strictEqual") return error.message.split("\n")[0];
    return `wanted ${JSON.stringify(error.expected)}, got ${JSON.stringify(error.actual)}`;
  }
}

/** A clock that stands still until it is moved. */
exports.clockAt = (start) => {
  let now = start;
  return {
    now: () => now,
    pass(seconds) {
      now += seconds * 1000;
    },
  };
};
