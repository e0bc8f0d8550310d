"use strict";

// One by one, in order, under one id, until taken or refused.

const { assert, check, copy, settle, start } = require("./bench");

const ids = (sent) => sent.map((change) => change.id);

check(async () => {
  // Stale: the same change once more, on top of the copy.
  const stale = { status: "stale", copy: copy("a", "4", { {{ title }}: "theirs" }) };
  const replies = [stale, { status: "taken", rev: "5" }, { status: "known", rev: "2" }];
  const { app, one, sent } = start({ reply: () => replies.shift() });
  app.receive([copy("a", "1", { {{ title }}: "A" }), copy("b", "1", { {{ title }}: "B" })]);
  app.edit("a", { status: "{{ s2 }}" });
  app.edit("b", { status: "{{ s3 }}" });
  assert.equal(await app.sync(), "done");
  assert.deepEqual(sent.map((change) => [change.{{ item }}, change.rev]), [["a", "1"], ["a", "4"], ["b", "1"]]);
  assert.equal(sent[0].id, sent[1].id);
  assert.notEqual(sent[1].id, sent[2].id);
  assert.deepEqual([one("a").{{ title }}, one("a").status, one("a").rev], ["theirs", "{{ s2 }}", "5"]);
});

check(async () => {
  // Busy, no reply, a restart: the same ids, in the same order.
  const first = start({
    reply: (_, n) => {
      if (n === 2) throw new Error("offline");
      return { status: "busy" };
    },
  });
  const {{ item }} = first.app.add({ {{ title }}: "A" });
  first.app.edit({{ item }}, { urgency: 1 });
  assert.equal(await first.app.sync(), "later");
  await first.app.sync();
  const second = start({ storage: first.storage, reply: (_, n) => ({ status: "taken", rev: String(n) }) });
  assert.equal(await second.app.sync(), "done");
  assert.deepEqual(new Set([...ids(first.sent), second.sent[0].id]).size, 1);
  assert.deepEqual(second.sent.map((change) => [change.{{ item }}, change.isNew]), [[{{ item }}, true], [{{ item }}, false]]);
  assert.deepEqual(second.sent[1].fields, { urgency: 1 });
});

check(async () => {
  // Asked twice at once, the app sends one change at a time.
  const waiting = [];
  const { app, sent } = start({ reply: () => new Promise((done) => waiting.push(done)) });
  app.receive([copy("a", "1", { {{ title }}: "A" })]);
  app.edit("a", { urgency: 1 });
  app.edit("a", { urgency: 2 });
  const both = [app.sync(), app.sync()];
  await settle();
  assert.equal(sent.length, 1);
  waiting[0]({ status: "taken", rev: "2" });
  await settle();
  assert.equal(sent.length, 2);
  waiting[1]({ status: "taken", rev: "3" });
  await Promise.all(both);
  assert.deepEqual(sent.map((change) => change.fields.urgency), [1, 2]);
});
