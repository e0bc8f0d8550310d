"use strict";

// After A2: a refresh that fails takes the stale entry away; the next request waits.

const { assert, check, fail, settle, soFar, start } = require("./bench");

check(async () => {
  const { calls, get, pass } = start((_, __, n) => (n === 2 ? fail("BUSY") : { value: { n } }));
  await get();
  pass(70);
  assert.deepEqual(await soFar(get()), { n: 1 });
  await settle();
  pass(5);
  assert.deepEqual(await soFar(get()), { n: 3 });
  assert.equal(calls.length, 3);
  const cold = start(() => fail("BROKEN"));
  assert.deepEqual(await Promise.all([cold.get(), cold.get()].map(soFar)), ["BROKEN", "BROKEN"]);
});
