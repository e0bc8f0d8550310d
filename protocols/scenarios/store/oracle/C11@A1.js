"use strict";

// The order of lists after A1.

const { assert, check, copy, start } = require("./bench");

check(() => {
  const { app } = start();
  const rows = [
    ["a", "beta", null],
    ["b", "Gamma", "2024-05-10"],
    ["c", "alpha", "2024-05-10"],
    ["d", "Alpha 2", null],
    ["e", "Zeta", "2023-12-31"],
    ["f", "delta", "2024-05-10"],
  ];
  app.receive(rows.map(([id, {{ title }}, due]) => copy(id, "1", { {{ title }}, due })));
  const order = (status) => app.list(status).map((one) => one.id).join("");
  assert.equal(order(), "daecfb");
  assert.equal(order("{{ s1 }}"), "daecfb");
});
