'use strict';

const { configOf, equal, flag, give } = require('./acceptance');

const overrides = [
  { id: 'w-1', give: 'top', expires: '2024-05-20T10:00:00+02:00' },
  { id: 'w-2', give: 'mid', expires: null },
];
const config = configOf({
  one: flag({ overrides, rules: [{ priority: 1, give: 'off' }] }),
  two: flag({ overrides, requires: [{ flag: 'three', gives: 'top' }] }),
  three: flag(),
});
const at = (moment) => ({ at: moment });
equal(give(config, 'one', 'w-1'), 'top', 'an override against a rule');
equal(give(config, 'one', 'w-1', at('2024-05-20T07:59:59Z')), 'top', 'the last second of an override');
equal(give(config, 'one', 'w-1', at('2024-05-20T08:00:00Z')), 'off', 'the moment at which it expires');
equal(give(config, 'one', 'w-2', at('2034-05-20T08:00:00Z')), 'mid', 'an override without an end');
equal(give(config, 'one', 'w-3'), 'off', 'one without an override');
equal(give(config, 'two', 'w-1'), 'top', 'an override against a prerequisite');
