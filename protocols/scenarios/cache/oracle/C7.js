"use strict";

// Requests join a call that is under way, and none that has ended.

const { assert, check, settle, soFar, start } = require("./bench");

check(async () => {
  const ends = [];
  const { calls, get } = start(() => new Promise((resolve, reject) => ends.push({ resolve, reject })));
  const three = [get(), get(), get({ from: "aaa" })];
  await settle();
  assert.equal(calls.length, 1);
  ends[0].reject(Object.assign(new Error("BUSY"), { code: "BUSY" }));
  assert.deepEqual(await Promise.all(three.map(soFar)), ["BUSY", "BUSY", "BUSY"]);
  const next = get();
  await settle();
  assert.equal(calls.length, 2, "a call after a failure");
  ends[1].resolve({ value: { n: 2 } });
  assert.deepEqual(await soFar(next), { n: 2 });
  const other = [get({ day: "x" }), get({ day: "y" })];
  await settle();
  assert.equal(calls.length, 4);
  ends[3].resolve({ value: { n: "y" }, maxAge: 0 });
  ends[2].resolve({ value: { n: "x" }, maxAge: 0 });
  assert.deepEqual(await Promise.all(other), [{ n: "x" }, { n: "y" }]);
});
