'use strict';

const { configOf, equal, flag, give } = require('./acceptance');

const when = [{ attribute: '{{ attr }}', op: 'is', value: '{{ val1 }}' }];
const segments = {
  group: { include: ['w-1', 'w-2'], exclude: ['w-2', 'w-3'], when },
  listed: { include: ['w-1'], exclude: [], when: [] },
};
const rule = (segment) => flag({ rules: [{ priority: 1, segment, give: 'top' }] });
const config = configOf({ one: rule('group'), two: rule('listed') }, { segments });
const of = (name, id, {{ attr }}) => give(config, name, { id, attributes: { {{ attr }} } });

equal(of('one', 'w-1', '{{ val2 }}'), 'top', 'one that is included');
equal(of('one', 'w-2', '{{ val1 }}'), 'low', 'one that is included and excluded');
equal(of('one', 'w-3', '{{ val1 }}'), 'low', 'one that is excluded and meets the conditions');
equal(of('one', 'w-4', '{{ val1 }}'), 'top', 'one that meets the conditions');
equal(of('one', 'w-4', '{{ val2 }}'), 'low', 'one that is not concerned');
equal([of('two', 'w-1', 'x'), of('two', 'w-4', 'x')], ['top', 'low'], 'a segment without conditions');
