'use strict';

const { all, check, equal, item, open } = require('./acceptance');

const cursors = (requests) => requests.map(({ url }) => new URL(url).searchParams.get('cursor'));

check(async () => {
  const pages = () => [
    { body: { items: [item('1'), item('2')], next: 'b' } },
    { body: { items: [item('3')], next: 'c' } },
    { body: { items: [], next: 'd' } },
    { body: { items: [item('4'), item('5')], next: null } },
  ];
  const whole = open(pages());
  const found = await all(whole.client.list{{ Items }}({ status: '{{ s1 }}', limit: 2 }));
  equal(found.map(({ id }) => id), ['1', '2', '3', '4', '5'], 'what is listed');
  equal(cursors(whole.requests), [null, 'b', 'c', 'd'], 'cursors');
  const asked = whole.requests.map(({ url }) => new URL(url).searchParams);
  equal(asked.map((it) => [it.get('status'), it.get('limit')]), Array(4).fill(['{{ s1 }}', '2']), 'what is asked for');

  const some = open(pages());
  for await (const it of some.client.list{{ Items }}({ limit: 2 })) {
    if (it.id === '2') break;
  }
  equal(some.requests.length, 1, 'pages asked for when only the first is wanted');
});
