"use strict";

// A refused change is taken back alone.

const { assert, check, copy, start } = require("./bench");

check(async () => {
  const { app, one } = start({ reply: (_, n) => ({ status: n === 1 ? "refused" : "busy" }) });
  app.receive([copy("a", "1", { {{ title }}: "A" }), copy("b", "1", { {{ title }}: "B" })]);
  app.edit("a", { {{ title }}: "A1", urgency: 1 });
  app.edit("b", { {{ title }}: "B1" });
  app.edit("a", { status: "{{ s2 }}" });
  app.edit("a", { {{ title }}: "A2" });
  await app.sync();
  const { {{ title }}, urgency, status } = one("a");
  assert.deepEqual([{{ title }}, urgency, status], ["A2", 0, "{{ s2 }}"]);
  assert.equal(one("b").{{ title }}, "B1");
  assert.equal(one("a").rev, "1");
});
