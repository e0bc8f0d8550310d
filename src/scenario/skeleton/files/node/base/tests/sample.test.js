'use strict';
const assert = require('node:assert');
const fs = require('node:fs');

const lines = fs.readFileSync('data/list.csv', 'utf8').trim().split('\n');
assert(lines.every((line) => line.split(',')[0]));
console.log('sample: 1 passed');
