'use strict';

const { createService } = require('src/service');
const { clockAt, configOf, equal, flag } = require('./acceptance');

const broken = flag({ rules: [{ priority: 1, when: [{ attribute: 'app', op: 'at least', value: '4.2' }], give: 'top' }] });
const config = configOf({ one: flag(), broken, next: flag({ requires: [{ flag: 'broken', gives: 'low' }] }) });
const service = createService({ config, environment: 'staging', clock: clockAt('2024-05-01T00:00:00Z') });
const {{ subject }} = { id: 'w-1', attributes: { app: 'newest' } };

equal(service.text('none', {{ subject }}, 'mine'), 'mine', 'an unknown flag');
equal(service.number('one', {{ subject }}, 7), 7, 'a flag of another type');
equal(service.boolean('one', {{ subject }}, true), true, 'a flag of another type');
equal(service.text('broken', {{ subject }}, 'mine'), 'mine', 'a condition that cannot be told');
equal(service.text('next', {{ subject }}, 'mine'), 'mine', 'a prerequisite that cannot be told');
equal(service.text('one', undefined, 'mine'), 'mine', 'nobody');
equal(service.text('one', { id: 'w-2' }, 'mine'), 'low', 'one without attributes');
equal(service.explain('text', 'broken', {{ subject }}, 'mine').reason, 'error', 'the reason');
equal(service.explain('text', 'one', {{ subject }}, 'mine').value, 'low', 'the value');
