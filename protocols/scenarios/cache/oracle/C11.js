"use strict";

// What a caller does to an answer changes no other.

const { assert, check, start } = require("./bench");

const value = () => ({ n: 1, parts: ["x", { y: [2] }] });

function spoil(answer) {
  for (const change of [
    () => answer.parts.push("more"),
    () => answer.parts[1].y.push(3),
    () => {
      answer.n = 9;
    },
  ]) {
    try {
      change();
    } catch {
      // An answer may be frozen.
    }
  }
}

check(async () => {
  const { get, pass } = start(() => ({ value: value() }));
  const [first, joined] = await Promise.all([get(), get()]);
  spoil(first);
  assert.deepEqual(joined, value(), "of a shared call");
  const third = await get();
  assert.deepEqual(third, value(), "from the entry");
  spoil(third);
  assert.deepEqual(await get(), value());
  pass(70);
  assert.deepEqual(await get(), value(), "when stale");
});
