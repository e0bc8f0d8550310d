"use strict";

// Requests share an entry exactly when the docs call them the same.

const { assert, check, start } = require("./bench");

async function shared(left, right) {
  const { calls, service } = start((_, __, n) => ({ value: { n } }));
  await service.get("{{ t1 }}", left);
  await service.get("{{ t1 }}", right);
  return calls.length === 1;
}

check(async () => {
  const base = { from: "AAA", to: "BBB", day: "2024-05-03", {{ exact }}: "k7Q" };
  const alike = [
    { {{ exact }}: "k7Q", day: "2024-05-03", to: "BBB", from: "AAA" },
    { ...base, from: "aAa", to: "bbb" },
    { ...base, from: " AAA ", {{ exact }}: "k7Q " },
    { ...base, day: "2024-05-03 " },
  ];
  for (const other of alike) assert.ok(await shared(base, other), `alike: ${JSON.stringify(other)}`);
  const others = [
    { ...base, {{ exact }}: "K7Q" },
    { ...base, {{ exact }}: "k7q" },
    { ...base, {{ exact }}: "" },
    { ...base, from: "BBB", to: "AAA" },
    { ...base, day: "2024-05-04" },
    { from: "AAA", to: 'BBB","day":"2024-05-03', {{ exact }}: "k7Q" },
    { from: "AAA", to: "BBB&day=2024-05-03", {{ exact }}: "k7Q" },
  ];
  for (const other of others) assert.ok(!(await shared(base, other)), `different: ${JSON.stringify(other)}`);
  assert.ok(await shared({ from: "AAA", to: "BBB" }, { from: "AAA", to: "BBB", {{ exact }}: "", day: " " }));
});
