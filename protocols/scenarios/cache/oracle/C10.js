"use strict";

// Counters mean what docs/metrics.md says.

const { assert, check, fail, settle, soFar, start } = require("./bench");

check(async () => {
  const { get, pass, service } = start((_, { day }, n) => (day === "bad" ? fail("BUSY") : { value: { n } }));
  const expect = (hit, stale, miss, call, failure, when) =>
    assert.deepEqual(service.metrics(), { hit, stale, miss, call, failure }, when);
  expect(0, 0, 0, 0, 0, "at first");
  await Promise.all([get(), get(), get({ day: "x" })]);
  expect(0, 0, 3, 2, 0, "joined");
  await get();
  expect(1, 0, 3, 2, 0, "fresh");
  await soFar(get({ day: "bad" }));
  expect(1, 0, 4, 3, 1, "failed");
  pass(70);
  await get();
  await settle();
  expect(1, 1, 4, 4, 1, "stale");
  await get();
  expect(2, 1, 4, 4, 1, "fresh again");
  await get({}, "another");
  expect(2, 1, 5, 5, 1, "of all");
});
