'use strict';

const { staleFlags } = require('src/stale');
const { configOf, equal, flag } = require('./acceptance');

const on = (changed, fields = {}) => flag({ changed, ...fields });
const config = configOf({
  young: on('2024-05-01T00:00:00Z'),
  kept: on('2022-01-01T00:00:00Z', { permanent: true }),
  newer: on('2024-01-01T06:00:00Z'),
  old: on('2024-01-01T00:00:00Z', { environments: { staging: { fallback: 'top' } } }),
  oldest: on('2023-01-01T00:00:00Z', { environments: { production: { changed: '2023-06-01T00:00:00Z' } } }),
  used: on('2023-01-01T00:00:00Z', { environments: { staging: { changed: '2024-05-01T00:00:00Z' } } }),
  edge: on('2024-03-02T00:00:00+02:00'),
  later: on('2024-03-02T12:00:01Z'),
});
const listed = staleFlags(config, Date.parse('2024-05-31T12:00:00Z'));
const expected = [
  ['kept', 881, true],
  ['oldest', 365, false],
  ['old', 151, false],
  ['newer', 151, false],
  ['edge', 90, false],
];
equal(listed.map(({ name, days, keep }) => [name, days, keep === true]), expected, 'stale flags');
