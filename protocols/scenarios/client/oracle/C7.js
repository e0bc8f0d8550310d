'use strict';

const { check, equal, failure, open, rejection } = require('./acceptance');

async function failed(answer) {
  const { client } = open([answer]);
  const { name, code, status, requestId } = await rejection(client.sendNotice('1'));
  return [name, code, status, requestId];
}

check(async () => {
  const headers = { '{{ hp }}-request-id': 'r-55' };
  equal(await failed(failure(404, 'unknown', headers)), ['ApiError', 'unknown', 404, 'r-55'], 'unknown');
  equal(await failed(failure(500, 'internal', headers)), ['ApiError', 'internal', 500, 'r-55'], 'internal');
  equal((await failed({ status: 502, body: '<html>' })).slice(0, 3), ['ApiError', 'http_502', 502], 'a page of a proxy');
  equal((await failed('gone')).slice(0, 3), ['ApiError', 'no_answer', 0], 'no answer');
});
