const assert = require('node:assert');
const { count } = require('counting.js');

assert.strictEqual(count('x,\n').number, 1);
