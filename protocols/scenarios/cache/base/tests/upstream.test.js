"use strict";

const { test, assert } = require("./harness");
const { createLoad } = require("../src/upstream");

test("a request becomes a path", async () => {
  const paths = [];
  const load = createLoad(async (path) => {
    paths.push(path);
    return { value: { {{ num }}: 5 }, maxAge: 20 };
  });
  assert.deepEqual(await load("{{ t1 }}", { from: "{{ p1 }}", to: "{{ p2 }}" }), { value: { {{ num }}: 5 }, maxAge: 20 });
  assert.deepEqual(paths, ["/{{ t1u }}?from={{ p1 }}&to={{ p2 }}"]);
});

test("a code becomes an error", async () => {
  const load = createLoad(async () => ({ code: "BUSY" }));
  await assert.rejects(load("{{ t1 }}", {}), { name: "UpstreamError", code: "BUSY" });
});
