"use strict";

// After A2: a refused change takes the later ones of the same {{ item }} with it.

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
  assert.deepEqual([{{ title }}, urgency, status], ["A", 0, "{{ s1 }}"]);
  assert.equal(one("b").{{ title }}, "B1");
  app.edit("a", { urgency: 2 });
  await app.sync();
  assert.equal(one("a").urgency, 2, "an edit after the refusal stays");
});
