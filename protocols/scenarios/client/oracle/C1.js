'use strict';

const { createHash, createHmac } = require('node:crypto');
const { SECRET_BYTES, all, check, equal, failure, item, open, who } = require('./acceptance');

function verify(request) {
  const url = new URL(request.url);
  const query = url.search.slice(1).split('&').filter(Boolean).sort().join('&');
  const time = String(Math.floor(request.at / 1000));
  const hash = createHash('sha256').update(request.body).digest('hex');
  const text = [request.method, url.pathname, query, time, hash].join('\n');
  const expected = createHmac('sha256', SECRET_BYTES).update(text).digest('hex');
  const { '{{ hp }}-key': key, '{{ hp }}-time': sent, '{{ hp }}-signature': signature } = request.headers;
  equal([key, sent, signature], ['key-9', time, `v1=${expected}`], `signature of ${request.method} ${request.url}`);
}

check(async () => {
  const { client, requests } = open([
    { status: 201, body: item('1') },
    failure(503, 'busy', { 'retry-after': '3' }),
    { body: item('2') },
    { body: { items: [item('3'), item('4')], next: "p'2&=" } },
    { body: { items: [item('5')], next: null } },
    { status: 204 },
  ]);
  await client.{{ verb }}{{ Item }}(who);
  await client.get{{ Item }}('2');
  await all(client.list{{ Items }}({ status: '{{ s1 }}', limit: 2 }));
  await client.cancel{{ Item }}('7+2');
  requests.forEach(verify);
  equal(requests.length, 6, 'requests');
});
