'use strict';

const { check, equal, failure, item, open } = require('./acceptance');

async function waits(...failures) {
  const { client, sleeps } = open([...failures, { body: item('1') }]);
  await client.get{{ Item }}('1');
  return sleeps;
}

check(async () => {
  const busy = (headers) => failure(503, 'busy', headers);
  equal(await waits(busy(), busy()), [200, 400], 'waits');
  equal(await waits(busy({ 'retry-after': '1' }), busy()), [1000, 400], 'waits with a retry-after first');
  equal(await waits(failure(429, 'limited'), failure(429, 'limited', { 'retry-after': '2' })), [200, 2000], 'waits with a retry-after second');
  equal(await waits(busy(), busy({ 'retry-after': '0' })), [200, 400], 'waits with a shorter retry-after');
});
