'use strict';

const { SECRET, all, check, equal, failure, fail, item, open, who } = require('./acceptance');

/** All values of a field, wherever it stands. */
function valuesOf(name, value) {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, it]) => [...(key === name ? [it] : []), ...valuesOf(name, it)]);
}

check(async () => {
  const { client, lines, requests } = open([
    failure(503, 'busy'),
    { status: 201, body: item('1') },
    { body: { items: [item('2'), item('3')], next: null }, headers: { secret: 's-1' } },
  ]);
  await client.{{ verb }}{{ Item }}(who);
  await all(client.list{{ Items }}());
  const signatures = requests.map(({ headers }) => headers['{{ hp }}-signature']);
  for (const value of ['{{ tel1 }}', SECRET, 's-1', ...signatures]) {
    const line = lines.find((each) => each.includes(value));
    if (line !== undefined) fail(`shown: ${line}`);
  }
  const logged = lines.map((line) => JSON.parse(line));
  equal([...new Set(valuesOf('{{ tel }}', logged))], ['[hidden]'], 'what is shown of {{ tel }}');
  equal([...new Set(valuesOf('{{ hp }}-signature', logged))], ['[hidden]'], 'what is shown of signatures');
  equal([...new Set(valuesOf('secret', logged))], ['[hidden]'], 'what is shown of secrets');
  equal([...new Set(valuesOf('name', logged))], ['Ines'], 'names');
  equal(valuesOf('id', logged), ['1', '2', '3'], 'ids');
});
