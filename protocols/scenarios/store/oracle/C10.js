"use strict";

// While the state stays the same, the very same list and counts.

const { assert, check, copy, start } = require("./bench");

check(() => {
  const { app } = start();
  app.receive([copy("a", "1"), copy("b", "1", { status: "{{ s2 }}" }), copy("c", "1", { status: "{{ s3 }}" })]);
  const views = [() => app.list(), () => app.list("{{ s1 }}"), () => app.counts(), () => app.list("{{ s2 }}"), () => app.list("{{ s3 }}")];
  const first = views.map((view) => view());
  for (let turn = 0; turn < 3; turn += 1) {
    views.forEach((view, index) => assert.ok(view() === first[index], `view ${index}, turn ${turn}`));
  }
  app.edit("a", { status: "{{ s1 }}" });
  views.forEach((view, index) => assert.ok(view() === first[index], `view ${index} after an edit that changes nothing`));
  app.add({ {{ title }}: "new" });
  assert.equal(app.list("{{ s1 }}").length, 2);
  assert.equal(app.list("{{ s1 }}"), app.list("{{ s1 }}"));
});
