'use strict';

const { check, equal, failure, item, open, rejection } = require('./acceptance');

check(async () => {
  const limit = { timeoutMs: 1000 };
  const hanging = open(['hang'], limit);
  equal((await rejection(hanging.client.get{{ Item }}('1'))).name, 'TimeoutError', 'a call without an answer');

  const slow = open([{ ...failure(503, 'busy'), after: 300 }, { body: item('1') }], limit);
  await slow.client.get{{ Item }}('1');
  equal(slow.requests.map(({ timeoutMs }) => timeoutMs), [1000, 500], 'time for each attempt');

  const told = open([failure(503, 'busy', { 'retry-after': '2' })], limit);
  equal((await rejection(told.client.get{{ Item }}('1'))).name, 'TimeoutError', 'a wait that is too long');
  equal(told.sleeps, [], 'waits begun');

  const used = { '{{ hp }}-limit-left': '0', '{{ hp }}-limit-ends': '4' };
  const full = open([{ body: item('1'), headers: used }], limit);
  await full.client.get{{ Item }}('1');
  equal((await rejection(full.client.get{{ Item }}('1'))).name, 'TimeoutError', 'a window that is used up for too long');
  equal(full.sleeps, [], 'waits begun for a window');
});
