// Somebody else's check. It runs at any point of the work, and says so where a thing is not there yet.
const fs = require('node:fs');

if (!fs.existsSync('counting.js')) {
  console.log('-     lines without a number: not there yet');
} else {
  const got = require('counting.js').count('x,\n').number;
  console.log(got === 1 ? 'ok    lines without a number' : `FAIL  lines without a number: expected 1, got ${got}`);
  process.exitCode = got === 1 ? 0 : 1;
}
