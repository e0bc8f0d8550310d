const assert = require('node:assert');
const { ranked } = require('ranking.js');

assert.deepStrictEqual(ranked(['b,2', 'a,2', 'c,10']), ['c', 'a', 'b']);
