"use strict";

// Subscribers are called once after each dispatch or whole batch that changed the state, and at no other time.

const { assert, check, copy, start } = require("./bench");

check(() => {
  const { app } = start();
  app.receive([copy("a", "1", { {{ title }}: "A" })]);
  let calls = 0;
  const stop = app.subscribe(() => {
    calls += 1;
  });
  const expect = (more, what, work) => {
    const before = calls;
    work();
    assert.equal(calls - before, more, `${what}: ${calls - before} calls`);
  };
  assert.equal(calls, 0, "called at once");
  expect(1, "edit", () => app.edit("a", { status: "{{ s2 }}" }));
  expect(0, "same again", () => app.edit("a", { status: "{{ s2 }}" }));
  expect(0, "known copy", () => app.receive([copy("a", "1", { {{ title }}: "A" })]));
  expect(1, "batch", () => app.batch(() => [1, 2, 1].forEach((urgency) => app.edit("a", { urgency }))));
  expect(1, "nested batch", () =>
    app.batch(() => {
      app.batch(() => app.edit("a", { urgency: 2 }));
      app.edit("a", { urgency: 0 });
    }),
  );
  expect(0, "empty batch", () => app.batch(() => {}));
  expect(1, "batch that fails", () =>
    assert.throws(() =>
      app.batch(() => {
        app.edit("a", { urgency: 1 });
        throw new Error("stop");
      }),
    ),
  );
  expect(1, "undo", () => app.undo());
  stop();
  expect(0, "after the end", () => app.edit("a", { status: "{{ s3 }}" }));
});
