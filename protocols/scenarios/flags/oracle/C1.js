'use strict';

const { configOf, equal, flag, give } = require('./acceptance');

const is = (attribute, op, value) => [{ attribute, op, value }];
const who = (attributes) => ({ id: 'w-1', attributes });

const ordered = configOf({
  one: flag({
    rules: [
      { priority: 10, give: 'top' },
      { priority: 9, when: is('{{ attr }}', 'is', '{{ val1 }}'), give: 'mid' },
      { priority: 100, give: 'off' },
      { priority: 2, when: is('{{ attr }}', 'is', '{{ val2 }}'), give: 'off' },
    ],
  }),
  two: flag({ rules: [{ priority: 1, when: is('{{ attr }}', 'is', 'x'), give: 'top' }] }),
});
equal(give(ordered, 'one', who({ {{ attr }}: '{{ val1 }}' })), 'mid', 'the lowest priority that fits');
equal(give(ordered, 'one', who({ {{ attr }}: '{{ val2 }}' })), 'off', 'the lowest priority of all');
equal(give(ordered, 'one', who({ {{ attr }}: 'else' })), 'top', 'the next that fits');
equal(give(ordered, 'two', who({ {{ attr }}: 'X' })), 'low', 'the fallback');

const cases = [
  ['at least', '4.2', { app: '4.12' }, 'top'],
  ['below', '4.2', { app: '4.12' }, 'low'],
  ['is not', '4.2', { app: '4.12' }, 'top'],
  ['is not', '4.2', {}, 'low'],
  ['not in', ['4.2'], {}, 'low'],
  ['not in', ['4.2'], { app: '4.1' }, 'top'],
  ['below', '4.2', {}, 'low'],
];
for (const [op, value, attributes, expected] of cases) {
  const config = configOf({ one: flag({ rules: [{ priority: 1, when: is('app', op, value), give: 'top' }] }) });
  equal(give(config, 'one', who(attributes)), expected, `${JSON.stringify(attributes)} ${op} ${value}`);
}
