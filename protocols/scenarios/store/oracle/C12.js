"use strict";

// A saved state that cannot be read is reported and stays.

const { assert, check, start, KEY } = require("./bench");

check(async () => {
  for (const text of ["{", "[1]", "", '{"version":4,"{{ items }}":[],"outbox":[]}', '{"version":"9"}', "null", '{"version":2}']) {
    const { app, storage } = start({ text, reply: () => ({ status: "taken", rev: "1" }) });
    assert.equal(typeof app.problem, "string", `no problem with ${text}`);
    app.add({ {{ title }}: "A" });
    await app.sync();
    assert.equal(app.list().length, 1);
    assert.equal(storage.getItem(KEY), text);
  }
  const { app, storage } = start();
  assert.equal(app.problem, null);
  app.add({ {{ title }}: "A" });
  assert.equal(start({ storage }).app.list()[0].{{ title }}, "A");
});
