"use strict";

// Nothing of one {{ tenant }} reaches another.

const { assert, check, start } = require("./bench");

check(async () => {
  const reply = ({{ tenant }}, request, n) => ({ value: { {{ tenant }}, n, more: "x".repeat(60) }, tags: ["t"] });
  const { calls, get, service } = start(reply, { maxBytes: 250 });
  const together = await Promise.all(["a", "b", "A"].map(({{ tenant }}) => get({}, {{ tenant }})));
  assert.deepEqual(together.map((one) => one.{{ tenant }}), ["a", "b", "A"], "at the same time");
  assert.equal(calls.length, 3);
  const [{ n }] = together;
  for (let day = 1; day < 20; day += 1) await get({ day }, "b");
  assert.equal((await get({}, "a")).n, n, "another fills its cache");
  service.invalidate("b", "t");
  assert.equal((await get({}, "a")).n, n, "another drops a tag");
  service.invalidate("a", "t");
  assert.notEqual((await get({}, "a")).n, n);
});
