const assert = require('node:assert');
const { report } = require('report.js');

assert.match(report(['x,2', 'y,30'])[0], /: 32$/);
