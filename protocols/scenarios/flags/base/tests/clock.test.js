'use strict';

const assert = require('node:assert');
const { test } = require('./harness');
const { fakeClock } = require('./fake');

test('clock: the fake one moves when it is told to', () => {
  const clock = fakeClock('2024-05-01T08:00:00Z');
  clock.set('2024-05-01T10:00:00+02:00');
  assert.strictEqual(new Date(clock.now()).toISOString(), '2024-05-01T08:00:00.000Z');
});
