'use strict';

const { check, equal, failure, item, open, rejection, who } = require('./acceptance');

const busy = () => failure(503, 'busy');

async function attempts(answers, call) {
  const { client, requests } = open(answers);
  await call(client).catch(() => undefined);
  return requests.length;
}

check(async () => {
  const get = (client) => client.get{{ Item }}('1');
  const made = (client) => client.{{ verb }}{{ Item }}(who);
  equal(await attempts([busy(), busy(), busy()], get), 3, 'attempts at most');
  equal(await attempts([busy(), 'gone', { status: 201, body: item('1') }], made), 3, 'attempts of a call with a key');
  equal(await attempts([failure(502, 'upstream'), { status: 204 }], (it) => it.cancel{{ Item }}('1')), 2, 'attempts to cancel');
  equal(await attempts([failure(429, 'limited'), { body: item('1') }], get), 2, 'attempts after limited');
  for (const final of [failure(500, 'internal'), failure(422, 'invalid'), failure(409, 'settled'), { status: 502, body: '<p>' }]) {
    equal(await attempts([final], get), 1, `attempts after ${JSON.stringify(final)}`);
  }
  equal(await attempts([failure(500, 'internal')], made), 1, 'attempts of a call with a key after internal');
  equal(await attempts([busy()], (it) => it.sendNotice('1')), 1, 'attempts to send a notice');
  const { client } = open([busy(), busy(), busy()]);
  equal((await rejection(get(client))).code, 'busy', 'the last failure');
});
