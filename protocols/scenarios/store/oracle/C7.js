"use strict";

// Versions 1 and 2 load with everything they held.

const { assert, check, start } = require("./bench");

const rows = [
  ["a", "3", "A", null, false, 1],
  ["b", null, "B", "2024-05-02", true, 2],
  ["c", "12", "C", "2024-04-30", false, 3],
];

function loaded(version, more) {
  const {{ items }} = rows.map(([id, rev, {{ title }}, due, done, priority]) => ({ id, rev, {{ title }}, due, done, ...more(priority) }));
  const { app } = start({ text: JSON.stringify({ version, {{ items }} }) });
  assert.equal(app.problem, null);
  const found = app.list().sort((left, right) => (left.id < right.id ? -1 : 1));
  return found.map((one) => [one.id, one.rev, one.{{ title }}, one.due, one.status, one.urgency, one.{{ labels }}]);
}

check(() => {
  const expected = [
    ["a", "3", "A", null, "{{ s1 }}", 2, []],
    ["b", null, "B", "2024-05-02", "{{ s3 }}", 1, []],
    ["c", "12", "C", "2024-04-30", "{{ s1 }}", 0, []],
  ];
  assert.deepEqual(loaded(1, (priority) => ({ priority })), expected);
  assert.deepEqual(loaded(2, (priority) => ({ urgency: 3 - priority })), expected);
});
