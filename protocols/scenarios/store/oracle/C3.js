"use strict";

// Twenty steps, a batch is one of them, a new edit ends redo.

const { assert, check, copy, start } = require("./bench");

check(() => {
  const { app, one } = start();
  app.receive([copy("a", "1", { {{ title }}: "no 0" })]);
  for (let n = 1; n <= 25; n += 1) app.edit("a", { {{ title }}: `no ${n}` });
  let steps = 0;
  while (steps < 40 && app.undo()) steps += 1;
  assert.deepEqual([steps, one("a").{{ title }}], [20, "no 5"]);
  for (steps = 0; steps < 40 && app.redo(); ) steps += 1;
  assert.deepEqual([steps, one("a").{{ title }}], [20, "no 25"]);
  app.batch(() => {
    app.edit("a", { {{ title }}: "x" });
    app.edit("a", { {{ title }}: "y", urgency: 2 });
    app.edit("a", { status: "{{ s2 }}" });
  });
  assert.equal(app.undo(), true);
  assert.deepEqual([one("a").{{ title }}, one("a").urgency, one("a").status], ["no 25", 0, "{{ s1 }}"]);
  app.redo();
  assert.deepEqual([one("a").{{ title }}, one("a").urgency, one("a").status], ["y", 2, "{{ s2 }}"]);
  app.undo();
  app.undo();
  app.edit("a", { {{ title }}: "z" });
  assert.equal(app.redo(), false);
  assert.equal(one("a").{{ title }}, "z");
  app.edit("a", { {{ title }}: "z" });
  app.undo();
  assert.equal(one("a").{{ title }}, "no 24", "an edit that changed nothing is no step");
});
