'use strict';

const { check, equal, failure, fail, item, open, who } = require('./acceptance');

check(async () => {
  const busy = () => failure(503, 'busy');
  const { client, requests } = open([busy(), busy(), { status: 201, body: item('1') }, busy(), { status: 201, body: item('2') }]);
  await client.{{ verb }}{{ Item }}(who);
  await client.{{ verb }}{{ Item }}(who);
  const keys = requests.map(({ headers }) => headers['idempotency-key']);
  if (!keys.every((key) => typeof key === 'string' && key.length > 0 && key.length <= 64)) fail(`keys: ${keys}`);
  equal([keys[1], keys[2], keys[4]], [keys[0], keys[0], keys[3]], 'keys of one call');
  if (keys[0] === keys[3]) fail('two calls share a key');
});
