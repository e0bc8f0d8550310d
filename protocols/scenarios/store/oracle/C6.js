"use strict";

// The higher revision counts, whichever arrived last.

const { assert, check, copy, start } = require("./bench");

const revisions = ["9", "10", "31", "104"];

check(() => {
  for (const low of revisions) {
    for (const high of revisions.slice(revisions.indexOf(low) + 1)) {
      const old = copy("a", low, { {{ title }}: "old" });
      const young = copy("a", high, { {{ title }}: "young" });
      for (const deliveries of [[[old], [young]], [[young], [old]], [[old, young]], [[young, old]]]) {
        const { app, one } = start();
        for (const copies of deliveries) app.receive(copies);
        assert.deepEqual([one("a").rev, one("a").{{ title }}], [high, "young"], `${low} and ${high}`);
      }
    }
  }
});

check(async () => {
  const { app, one } = start({ reply: () => ({ status: "taken", rev: "6" }) });
  app.receive([copy("b", "5", { {{ title }}: "B" })]);
  app.edit("b", { {{ title }}: "mine" });
  await app.sync();
  app.receive([copy("b", "4", { {{ title }}: "late" })]);
  assert.equal(one("b").{{ title }}, "mine");
});
