'use strict';

const { createService } = require('src/service');
const { clockAt, configOf, equal, flag } = require('./acceptance');

const rules = [
  { priority: 1, from: '2024-05-06T08:00:00+02:00', until: '2024-05-20T23:00:00-05:00', give: 'top' },
  { priority: 2, until: '2024-05-01T00:00:00Z', give: 'mid' },
];
const clock = clockAt('2024-04-01T00:00:00Z');
const service = createService({ config: configOf({ one: flag({ rules }) }), environment: 'staging', clock });
const {{ subject }} = { id: 'w-1', attributes: {} };
const cases = [
  ['2024-04-30T23:59:59Z', 'mid'],
  ['2024-05-01T00:00:00Z', 'low'],
  ['2024-05-06T05:59:59Z', 'low'],
  ['2024-05-06T06:00:00Z', 'top'],
  ['2024-05-21T03:59:59Z', 'top'],
  ['2024-05-21T04:00:00Z', 'low'],
];
for (const [moment, expected] of cases) {
  clock.time = Date.parse(moment);
  equal(service.text('one', {{ subject }}, 'default'), expected, `at ${moment}`);
}
