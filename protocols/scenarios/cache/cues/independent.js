"use strict";

// Acceptance, as far as there is something to accept: a line for each point.

const fs = require("node:fs");
const path = require("node:path");
const { isDeepStrictEqual } = require("node:util");

const results = [];

function point(title, modules, probe) {
  results.push(async () => {
    const files = modules.map((name) => path.resolve("src", `${name}.js`));
    if (!files.every((file) => fs.existsSync(file))) return `-     ${title}: not there yet`;
    const [got, expected] = await probe(...files.map((file) => require(file)));
    if (isDeepStrictEqual(got, expected)) return `ok    ${title}`;
    process.exitCode = 1;
    return `FAIL  ${title}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`;
  });
}

const settings = { freshMs: 60_000, staleMs: 0, negativeMs: 5000, maxBytes: 1000 };

point("requests that are the same have one key, others have another", ["key"], ({ keyOf }) => {
  const one = { from: "QQQ", to: "RRR", {{ exact }}: "bX4" };
  const others = [{ ...one, from: "qqq " }, { ...one, day: "" }, { ...one, {{ exact }}: "BX4" }, { ...one, {{ exact }}: "bx4" }];
  return [others.map((other) => keyOf(other) === keyOf(one)), [true, true, false, false]];
});

point("a reply is fresh for as long as its maxAge says", ["age"], ({ stateOf, timesOf }) => {
  const times = timesOf({ maxAge: 45 }, settings, 0);
  return [[44_999, 45_000].map((now) => stateOf(times, now) === "fresh"), [true, false]];
});

point("what a caller does to its answer stays with it", ["entry"], ({ answerOf, entryOf }) => {
  const entry = entryOf({ value: { list: [1] } }, settings, 0);
  try {
    answerOf(entry).list.push(2);
  } catch {
    // Then it cannot be changed at all.
  }
  return [answerOf(entry), { list: [1] }];
});

point("what was used least recently goes first", ["lru"], ({ createLru }) => {
  const lru = createLru(3, () => 1);
  for (const key of ["a", "b", "c"]) lru.set(key, key);
  lru.get("a");
  lru.set("d", "d");
  return [["a", "b", "c", "d"].filter((key) => lru.get(key) !== undefined), ["a", "c", "d"]];
});

point("an entry weighs its bytes", ["entry"], ({ entryOf, weigh }) => {
  const weights = ["ox", "öx", "€"].map((text) => weigh(entryOf({ value: { text } }, settings, 0)));
  return [weights, [13, 14, 14]];
});

point("a call that failed is not joined any more", ["flights"], async ({ createFlights }) => {
  const flights = createFlights();
  const ask = (work) => flights.join("k", work).catch((error) => error.message);
  const failing = async () => {
    throw new Error("first");
  };
  const found = await Promise.all([ask(failing), ask(failing)]);
  await new Promise((done) => setImmediate(done));
  return [[...found, await ask(async () => "second")], ["first", "first", "second"]];
});

{% if A1 == "yes" %}
point("NOT_FOUND and CLOSED are answers, other codes are not", ["answers"], ({ isAnswer }) => {
  return [["NOT_FOUND", "CLOSED", "BUSY", "BROKEN"].filter((code) => isAnswer({ code })), ["NOT_FOUND", "CLOSED"]];
});
{% else %}
point("NOT_FOUND is an answer, other codes are not", ["answers"], ({ isAnswer }) => {
  return [["NOT_FOUND", "CLOSED", "BUSY", "BROKEN"].filter((code) => isAnswer({ code })), ["NOT_FOUND"]];
});
{% endif %}

(async () => {
  for (const result of results) console.log(await result());
})();
