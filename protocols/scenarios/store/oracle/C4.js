"use strict";

// Undo leaves what came from the server since.

const { assert, check, copy, start } = require("./bench");

check(async () => {
  const { app, one } = start({ reply: () => ({ status: "taken", rev: "3" }) });
  app.receive([copy("a", "1", { {{ title }}: "A" }), copy("b", "1", { {{ title }}: "B" })]);
  app.edit("a", { {{ title }}: "A", status: "{{ s2 }}" });
  app.receive([copy("a", "2", { {{ title }}: "theirs", due: "2024-05-09" }), copy("b", "2", { {{ title }}: "theirs too" })]);
  const fields = ({ {{ title }}, due, status }) => [{{ title }}, due, status];
  app.undo();
  assert.deepEqual(fields(one("a")), ["theirs", "2024-05-09", "{{ s1 }}"], "undone");
  app.redo();
  assert.deepEqual(fields(one("a")), ["theirs", "2024-05-09", "{{ s2 }}"], "made again");
  assert.equal(one("b").{{ title }}, "theirs too");
  app.edit("b", { urgency: 2 });
  await app.sync();
  app.receive([copy("b", "4", { {{ title }}: "anew", urgency: 2 })]);
  app.undo();
  assert.deepEqual([one("b").{{ title }}, one("b").urgency], ["anew", 0]);
});
