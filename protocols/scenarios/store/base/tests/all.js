"use strict";

const fs = require("node:fs");

for (const name of fs.readdirSync(__dirname).sort()) {
  if (name.endsWith(".test.js")) require(`./${name}`);
}
