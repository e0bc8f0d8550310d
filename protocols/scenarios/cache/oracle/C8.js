"use strict";

// Dropping a tag drops what has it, also what is under way.

const { assert, check, settle, start } = require("./bench");

const ME = "{{ t1 }}";

check(async () => {
  const tagged = { a: ["red", "blue"], b: ["blue"], c: ["reddish"], d: undefined };
  const { calls, get, service } = start((_, { day }, n) => ({ value: { n }, tags: tagged[day] }));
  for (const day of "abcd") await get({ day });
  service.invalidate(ME, "red");
  for (const day of "abcd") await get({ day });
  assert.deepEqual(calls.map((call) => call.request.day).join(""), "abcda");
  service.invalidate(ME, "none");
  for (const day of "abcd") await get({ day });
  assert.equal(calls.length, 5);
});

check(async () => {
  const ends = [];
  const { calls, get, service } = start(() => new Promise((done) => ends.push(done)));
  const [mine, other] = [get({ day: "m" }), get({ day: "o" })];
  await settle();
  service.invalidate(ME, "red");
  ends[0]({ value: { n: 1 }, tags: ["green", "red"] });
  ends[1]({ value: { n: 2 }, tags: ["green"] });
  assert.deepEqual([await mine, await other], [{ n: 1 }, { n: 2 }]);
  await get({ day: "o" });
  assert.equal(calls.length, 2, "what has other tags is kept");
  const again = get({ day: "m" });
  await settle();
  assert.equal(calls.length, 3, "asked for before the drop, kept after it");
  ends[2]({ value: { n: 3 }, tags: ["red"] });
  await again;
  await get({ day: "m" });
  assert.equal(calls.length, 3, "asked for after the drop");
});
