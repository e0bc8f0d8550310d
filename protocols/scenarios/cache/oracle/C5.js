"use strict";

// Stale is served at once, with one refresh; later a request waits.

const { assert, check, settle, soFar, start } = require("./bench");

check(async () => {
  const ends = [];
  const { calls, get, pass } = start((_, __, n) => (n === 1 ? { value: { n } } : new Promise((done) => ends.push(done))));
  await get();
  pass(60);
  assert.deepEqual(await soFar(get()), { n: 1 }, "served at once");
  assert.deepEqual(await soFar(get()), { n: 1 }, "served at once again");
  pass(39.999);
  assert.deepEqual(await soFar(get()), { n: 1 }, "served to the end");
  assert.equal(calls.length, 2, "one refresh");
  ends[0]({ value: { n: 2 } });
  await settle();
  assert.deepEqual(await soFar(get()), { n: 2 });
  assert.equal(calls.length, 2);
  pass(100);
  const late = get();
  assert.equal(await soFar(late), "waiting");
  ends[1]({ value: { n: 3 } });
  assert.deepEqual(await late, { n: 3 });
});
