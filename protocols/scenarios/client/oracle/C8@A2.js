'use strict';

const { check, equal, failure, item, open } = require('./acceptance');

check(async () => {
  const limit = { timeoutMs: 1000 };
  const hanging = open(['hang', { ...failure(503, 'busy'), after: 300 }, { body: item('1') }], limit);
  await hanging.client.get{{ Item }}('1');
  equal(hanging.requests.map(({ timeoutMs }) => timeoutMs), [1000, 1000, 1000], 'time for each attempt');

  const told = open([failure(503, 'busy', { 'retry-after': '2' }), { body: item('1') }], limit);
  await told.client.get{{ Item }}('1');
  equal(told.sleeps, [2000], 'waits');

  const used = { '{{ hp }}-limit-left': '0', '{{ hp }}-limit-ends': '4' };
  const full = open([{ body: item('1'), headers: used }, { body: item('1') }], limit);
  await full.client.get{{ Item }}('1');
  await full.client.get{{ Item }}('1');
  equal(full.sleeps, [4000], 'waits for a window');
});
