"use strict";

const { readdirSync } = require("node:fs");
const { join } = require("node:path");

const files = readdirSync(__dirname).filter((name) => name.endsWith(".test.js"));
for (const file of files.sort()) require(join(__dirname, file));
