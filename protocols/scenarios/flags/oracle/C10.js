'use strict';

const { createAudit } = require('src/audit');
const { createChanges } = require('src/changes');
const { clockAt, configOf, equal, flag } = require('./acceptance');

const clock = clockAt('2024-05-01T08:00:00+02:00');
const audit = createAudit(clock);
const changes = createChanges({ config: configOf({ one: flag() }), audit, clock });
const by = 'ada@x.example';
const set = (environment, fields) => changes.make({ flag: 'one', environment, fields, by });
const where = { by, flag: 'one', environment: 'staging' };

set('staging', { fallback: 'mid', requires: [] });
set('staging', { fallback: 'mid' });
clock.time += 1000;
set('staging', { fallback: 'top', requires: [] });
set('test', { fallback: 'off' });
const expected = [
  {
    number: 1,
    at: '2024-05-01T06:00:00.000Z',
    ...where,
    before: { fallback: null, requires: null },
    after: { fallback: 'mid', requires: [] },
  },
  { number: 2, at: '2024-05-01T06:00:01.000Z', ...where, before: { fallback: 'mid' }, after: { fallback: 'top' } },
  {
    number: 3,
    at: '2024-05-01T06:00:01.000Z',
    ...where,
    environment: 'test',
    before: { fallback: null },
    after: { fallback: 'off' },
  },
];
equal(audit.entries(), expected, 'entries');
