'use strict';

const { isDeepStrictEqual } = require('node:util');
const { createClient } = require('src/client');

const SECRET_BYTES = 'kept between us two';
const SECRET = Buffer.from(SECRET_BYTES).toString('base64');

function fail(reason) {
  console.log(reason);
  process.exit(1);
}

/** Runs a check; one that never ends has failed, too. */
function check(body) {
  process.exitCode = 1;
  body().then(
    () => {
      process.exitCode = 0;
    },
    (error) => fail(error.stack),
  );
}

/** A client over scripted answers: {status, headers, body, after (ms)}, or 'hang' for none in time, or 'gone'. */
function open(answers, settings = {}) {
  const requests = [];
  const lines = [];
  const sleeps = [];
  let time = 1714557600123;
  const clock = {
    now: () => time,
    sleep: async (ms) => {
      sleeps.push(ms);
      time += ms;
    },
  };
  async function send(request) {
    requests.push({ ...request, at: time });
    const answer = answers.shift();
    if (answer === undefined) fail(`one request more than expected: ${request.method} ${request.url}`);
    if (answer === 'gone') throw new Error('connection lost');
    if (answer === 'hang') {
      time += request.timeoutMs;
      throw new Error('aborted');
    }
    time += answer.after ?? 0;
    const body = typeof answer.body === 'object' ? JSON.stringify(answer.body) : (answer.body ?? '');
    return { status: answer.status ?? 200, headers: answer.headers ?? {}, body };
  }
  const write = (line) => lines.push(line);
  const client = createClient({ keyId: 'key-9', secret: SECRET, transport: { send }, clock, write, ...settings });
  return { client, clock, lines, requests, sleeps };
}

const item = (id, more = {}) => ({
  id,
  status: '{{ s1 }}',
  {{ fee }}: '12.50',
  {{ day }}: '2024-05-02',
  {{ who }}: { name: 'Ines', {{ tel }}: '{{ tel1 }}' },
  ...more,
});

const failure = (status, code, headers = {}) => ({ status, headers, body: { error: { code, message: 'no' } } });
const who = { {{ who }}: { name: 'Ines', {{ tel }}: '{{ tel1 }}' } };

async function all(iterator) {
  const found = [];
  for await (const it of iterator) found.push(it);
  return found;
}

/** What a promise was rejected with. */
async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return fail('the call succeeds, and should not');
}

function equal(found, expected, what) {
  if (!isDeepStrictEqual(found, expected)) {
    fail(`${what}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  }
}

module.exports = { SECRET, SECRET_BYTES, all, check, equal, fail, failure, item, open, rejection, who };
