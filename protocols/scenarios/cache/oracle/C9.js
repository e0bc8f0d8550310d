"use strict";

// Weight is bytes; what was used least recently goes first.

const { assert, check, start } = require("./bench");

/** The days that had to be fetched, in order. */
async function fetched(maxBytes, texts, days) {
  const { calls, get } = start((_, { day }) => ({ value: { text: texts[day] } }), { maxBytes });
  for (const day of days) await get({ day });
  return calls.map((call) => call.request.day).join("");
}

check(async () => {
  const plain = { a: "aaaaaaaaaa", b: "bbbbbbbbbb", c: "cccccccccc", d: "x".repeat(60) };
  const each = Buffer.byteLength(JSON.stringify({ text: plain.a }));
  assert.equal(await fetched(2 * each, plain, "abab"), "ab", "the limit itself is allowed");
  assert.equal(await fetched(2 * each - 1, plain, "abab"), "abab");
  assert.equal(await fetched(2 * each, plain, "abacab"), "abcb", "a was used last, b goes");
  assert.equal(await fetched(3 * each, plain, "abcdabc"), "abcd", "what never fits pushes out nothing");
  const wide = { a: "ééééééé", b: "ééééééé" };
  const letters = JSON.stringify({ text: wide.a }).length;
  assert.equal(await fetched(2 * letters, wide, "abab"), "abab", "letters of two bytes");
  assert.equal(await fetched(2 * (letters + 7), wide, "abab"), "ab");
});
