const assert = require('node:assert');
const { report } = require('report.js');

assert.strictEqual(report(['x,2'])[0], '{{ label }}: 2');
