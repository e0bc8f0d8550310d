'use strict';

const { isDeepStrictEqual } = require('node:util');

let failed = 0;

/** What a module of the repository has under a name, or undefined. */
function find(module, name) {
  try {
    return require(module)[name];
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

async function check(what, needed, expected, find_out) {
  if (needed === undefined) return console.log(`-     ${what}: not there yet`);
  let got;
  try {
    got = await find_out(needed);
  } catch (error) {
    got = `${error.name}: ${error.message}`;
  }
  if (isDeepStrictEqual(got, expected)) return console.log(`ok    ${what}`);
  failed += 1;
  console.log(`FAIL  ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

const {{ item }} = {
  id: '{{ id1 }}',
  status: '{{ s1 }}',
  {{ fee }}: '3.20',
  {{ day }}: null,
  {{ who }}: { name: 'Timo Brandt', {{ tel }}: '{{ tel1 }}' },
};
const refusal = (status, code) => ({ status, body: { error: { code, message: 'no' } } });

/** A client for which the same answer comes to every request; the moments at which requests went out. */
function clientFor(createClient, answer) {
  const start = 1714557600000;
  const moments = [];
  let now = start;
  const clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const transport = {
    send: async () => {
      if (moments.push(now - start) > 20) process.exit(1);
      return { status: answer.status ?? 200, headers: answer.headers ?? {}, body: JSON.stringify(answer.body) };
    },
  };
  return { moments, client: createClient({ keyId: 'k', secret: 'c2VjcmV0', transport, clock }) };
}

async function requests(createClient, answer, call) {
  const { client, moments } = clientFor(createClient, answer);
  await call(client).catch(() => undefined);
  return moments.length;
}

async function main() {
  const fromAnswer = find('src/errors', 'fromAnswer');
  await check('an error has the request id of its answer', fromAnswer, 'r-1', (make) => {
    const body = JSON.stringify({ error: { code: 'unknown', message: 'no' } });
    return make({ status: 404, headers: { '{{ hp }}-request-id': 'r-1' }, body }).requestId;
  });

  await check('two calls have two idempotency keys', find('src/keys', 'newKey'), 2, (newKey) => {
    return new Set([newKey('{{ verb }}', '{}'), newKey('{{ verb }}', '{}')]).size;
  });

  const createLog = find('src/log', 'createLog');
  const shown = '{{ "…42" if A1 == "yes" else "[hidden]" }}';
  await check('a {{ tel }} in a log line', createLog, [shown, shown], (make) => {
    const lines = [];
    make((line) => lines.push(JSON.parse(line)))('answer', { body: {{ item }}, list: { items: [{{ item }}] } });
    return [lines[0].body.{{ who }}.{{ tel }}, lines[0].list.items[0].{{ who }}.{{ tel }}];
  });

  const total = find('src/{{ fee }}', 'total');
  await check('a large total', total, '1200.25', (sum) => sum(['1000.00', '200.00', '0.25']));

  const createClient = find('src/client', 'createClient');
  const get = (client) => client.get{{ Item }}('{{ id1 }}');
  await check('requests while they are busy', createClient, 3, (make) => requests(make, refusal(503, 'busy'), get));
  await check('requests after a failure midway', createClient, 1, (make) => requests(make, refusal(500, 'internal'), get));
  await check('requests for a notice while they are busy', createClient, 1, (make) =>
    requests(make, refusal(503, 'busy'), (client) => client.sendNotice('{{ id1 }}')),
  );
  await check('when requests go out whose windows are used up', createClient, [0, 0, 4000], async (make) => {
    const headers = { '{{ hp }}-limit-left': '0', '{{ hp }}-limit-ends': '4' };
    const { client, moments } = clientFor(make, { headers, body: {{ item }} });
    await get(client);
    await client.{{ verb }}{{ Item }}({ {{ who }}: {{ item }}.{{ who }} });
    await get(client);
    return moments;
  });
  process.exitCode = failed === 0 ? 0 : 1;
}

main();
