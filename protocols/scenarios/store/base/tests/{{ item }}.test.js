"use strict";

const { test, assert } = require("./suite");
const { checkFields, make{{ Item }} } = require("../src/{{ item }}");

test("a new {{ item }} starts as {{ s1 }}", () => {
  const made = make{{ Item }}("{{ i1 }}", { {{ title }}: "{{ t1 }}" });
  assert.deepEqual([made.id, made.rev, made.status, made.removed], ["{{ i1 }}", null, "{{ s1 }}", false]);
});

test("unknown fields and statuses are refused", () => {
  assert.throws(() => checkFields({ colour: "red" }), TypeError);
  assert.throws(() => checkFields({ status: "lost" }), RangeError);
});
