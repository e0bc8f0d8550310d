'use strict';

const { configOf, equal, flag, give } = require('./acceptance');

const config = configOf({
  one: flag({
    rules: [{ priority: 1, when: [{ attribute: '{{ attr }}', op: 'is', value: '{{ val1 }}' }], give: 'mid' }],
    environments: {
      production: { rules: [{ priority: 5, when: [{ attribute: '{{ attr }}', op: 'is', value: '{{ val2 }}' }], give: 'top' }] },
      test: { fallback: 'top', rules: [] },
      demo: { fallback: 'mid' },
    },
  }),
});
const of = ({{ attr }}, env) => give(config, 'one', { id: 'w-1', attributes: { {{ attr }} } }, { env });
equal(['staging', 'production', 'test', 'demo'].map((env) => of('{{ val1 }}', env)), ['mid', 'low', 'top', 'mid'], '{{ val1 }}');
equal(['staging', 'production', 'test', 'demo'].map((env) => of('{{ val2 }}', env)), ['low', 'top', 'top', 'mid'], '{{ val2 }}');
