'use strict';

const { check, equal, item, open, who } = require('./acceptance');

const used = { '{{ hp }}-limit-left': '0', '{{ hp }}-limit-ends': '4' };

check(async () => {
  const body = item('1');
  const reading = open([{ body, headers: used }, { status: 201, body }, { body }, { body }]);
  await reading.client.get{{ Item }}('1');
  await reading.client.{{ verb }}{{ Item }}(who);
  equal(reading.sleeps, [], 'waits of a writing call while the window for reading is used up');
  await reading.client.get{{ Item }}('1');
  await reading.client.get{{ Item }}('1');
  equal(reading.sleeps, [4000], 'waits of reading calls');

  const writing = open([{ status: 204, headers: used }, { body }, { status: 202 }]);
  await writing.client.cancel{{ Item }}('1');
  await writing.client.get{{ Item }}('1');
  equal(writing.sleeps, [], 'waits of a reading call while the window for writing is used up');
  await writing.client.sendNotice('1');
  equal(writing.sleeps, [4000], 'waits of a writing call');

  const some = open([{ body, headers: { ...used, '{{ hp }}-limit-left': '1' } }, { body }]);
  await some.client.get{{ Item }}('1');
  await some.client.get{{ Item }}('1');
  equal(some.sleeps, [], 'waits while calls are left');
});
