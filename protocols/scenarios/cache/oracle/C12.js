"use strict";

// 0 is a setting; unknown and malformed ones are named.

const { assert, check, fail, settle, soFar, start } = require("./bench");
const { readSettings } = require("src/settings");

check(async () => {
  const stale = start((_, __, n) => ({ value: { n } }), { staleSeconds: 0 });
  await stale.get();
  stale.pass(60);
  assert.deepEqual(await stale.get(), { n: 2 }, "staleSeconds 0");
  const negative = start(() => fail("NOT_FOUND"), { negativeSeconds: 0 });
  for (let n = 0; n < 2; n += 1) await soFar(negative.get());
  assert.equal(negative.calls.length, 2, "negativeSeconds 0");
  const none = start((_, __, n) => ({ value: { n } }), { maxBytes: 0 });
  for (let n = 0; n < 2; n += 1) await none.get();
  assert.equal(none.calls.length, 2, "maxBytes 0");
  const fresh = start((_, __, n) => ({ value: { n } }), { freshSeconds: 0 });
  for (let n = 0; n < 2; n += 1) {
    await fresh.get();
    await settle();
  }
  assert.equal(fresh.calls.length, 2, "freshSeconds 0");
  for (const name of ["freshSeconds", "staleSeconds", "negativeSeconds", "maxBytes"]) {
    for (const bad of [-1, "60", null, 1.5, true]) assert.throws(() => readSettings({ [name]: bad }), new RegExp(name));
  }
  assert.throws(() => readSettings({ ttlSeconds: 5 }), /ttlSeconds/);
  assert.throws(() => readSettings({ toString: 5 }), /toString/);
  assert.deepEqual(readSettings({}), readSettings({ freshSeconds: 60, staleSeconds: 120, negativeSeconds: 30, maxBytes: 1_000_000 }));
});
