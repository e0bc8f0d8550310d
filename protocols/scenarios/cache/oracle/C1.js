"use strict";

// Fresh for maxAge, or freshSeconds; at that age no longer.

const { assert, check, settle, start } = require("./bench");

async function callsAfter(maxAge, seconds) {
  const { calls, get, pass } = start((_, __, n) => (maxAge === undefined ? { value: { n } } : { value: { n }, maxAge }));
  await get();
  pass(seconds);
  await get();
  await settle();
  return calls.length;
}

check(async () => {
  for (const [maxAge, seconds, expected] of [
    [undefined, 59.999, 1],
    [undefined, 60, 2],
    [20, 19.999, 1],
    [20, 20, 2],
    [300, 299.999, 1],
    [300, 300, 2],
    [0, 0, 2],
  ]) {
    assert.equal(await callsAfter(maxAge, seconds), expected, `maxAge ${maxAge}, after ${seconds} s`);
  }
});
