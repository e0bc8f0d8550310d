'use strict';

const { readdirSync } = require('node:fs');

for (const name of readdirSync(__dirname).sort()) {
  if (name.endsWith('.test.js')) require(`./${name}`);
}
