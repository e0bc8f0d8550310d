"use strict";

// A refresh that fails leaves the stale entry; with none the failure reaches whoever waits.

const { assert, check, fail, settle, soFar, start } = require("./bench");

check(async () => {
  const { get, pass } = start((_, __, n) => (n === 1 ? { value: { n } } : fail("BUSY")));
  await get();
  pass(70);
  for (let turn = 0; turn < 3; turn += 1) {
    assert.deepEqual(await soFar(get()), { n: 1 }, `turn ${turn}`);
    await settle();
    pass(5);
  }
  const cold = start(() => fail("BROKEN"));
  assert.deepEqual(await Promise.all([cold.get(), cold.get()].map(soFar)), ["BROKEN", "BROKEN"]);
});
