'use strict';

const tests = [];

/** Registers a test; all of them run in order once the files are loaded. */
function test(name, body) {
  tests.push({ name, body });
  if (tests.length === 1) setImmediate(run);
}

async function run() {
  let failed = 0;
  for (const [index, { name, body }] of tests.entries()) {
    try {
      await body();
      console.log(`ok ${index + 1} - ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok ${index + 1} - ${name}\n  ${String(error.message).split('\n').join('\n  ')}`);
    }
  }
  console.log(`# tests ${tests.length}\n# fail ${failed}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

module.exports = { test };
