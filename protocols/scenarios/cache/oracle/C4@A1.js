"use strict";

// NOT_FOUND and CLOSED are kept for negativeSeconds; no other error is (after A1).

const { assert, check, fail, soFar, start } = require("./bench");

/** Whether an error is answered from an entry until its time is over. */
async function isKept(code) {
  const { calls, get, pass } = start(() => fail(code));
  assert.equal(await soFar(get()), code);
  pass(14.999);
  assert.equal(await soFar(get()), code);
  const meanwhile = calls.length;
  pass(0.001);
  assert.equal(await soFar(get()), code);
  return meanwhile === 1 && calls.length === 2;
}

check(async () => {
  const kept = [];
  for (const code of ["NOT_FOUND", "CLOSED", "BUSY", "BROKEN", "ELSE"]) {
    if (await isKept(code)) kept.push(code);
  }
  assert.deepEqual(kept, ["NOT_FOUND", "CLOSED"]);
});
