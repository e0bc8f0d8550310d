"use strict";

// Counts name every status, include pending edits, leave out what was removed.

const { assert, check, copy, start } = require("./bench");

check(async () => {
  const { app } = start({ reply: () => ({ status: "taken", rev: "2" }) });
  assert.deepEqual(app.counts(), { {{ s1 }}: 0, {{ s2 }}: 0, {{ s3 }}: 0 });
  app.receive([copy("a", "1"), copy("b", "1", { status: "{{ s2 }}" }), copy("c", "1", { removed: true })]);
  assert.deepEqual(app.counts(), { {{ s1 }}: 1, {{ s2 }}: 1, {{ s3 }}: 0 });
  app.edit("a", { status: "{{ s3 }}" });
  app.add({ {{ title }}: "new" });
  assert.deepEqual(app.counts(), { {{ s1 }}: 1, {{ s2 }}: 1, {{ s3 }}: 1 });
  app.remove("b");
  assert.deepEqual(app.counts(), { {{ s1 }}: 1, {{ s2 }}: 0, {{ s3 }}: 1 });
  await app.sync();
  assert.deepEqual(app.counts(), { {{ s1 }}: 1, {{ s2 }}: 0, {{ s3 }}: 1 });
});
