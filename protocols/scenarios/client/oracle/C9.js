'use strict';

const { all, check, equal, item, open, rejection } = require('./acceptance');

async function refused(body) {
  const { client } = open([{ body }]);
  const { name, path } = await rejection(client.get{{ Item }}('1'));
  return [name, path];
}

check(async () => {
  const { {{ day }}, ...lacking } = item('1');
  equal(await refused(lacking), ['InvalidAnswer', '{{ day }}'], 'a field that is not there');
  equal(await refused(item('1', { {{ who }}: { name: 'Ines' } })), ['InvalidAnswer', '{{ who }}.{{ tel }}'], 'a field within');
  equal(await refused(item('1', { {{ fee }}: 12.5 })), ['InvalidAnswer', '{{ fee }}'], 'an amount that is a number');
  equal(await refused(item('1', { status: 'lost' })), ['InvalidAnswer', 'status'], 'an unknown status');
  equal(await refused('<html>'), ['InvalidAnswer', ''], 'no JSON');

  const empty = item('1', { {{ day }}: null, {{ who }}: { name: 'Ines', {{ tel }}: null } });
  const { client } = open([{ body: { ...empty, more: 1 } }]);
  equal(await client.get{{ Item }}('1'), empty, 'a {{ item }} with further fields');

  const page = open([{ body: { items: [item('1'), item('2', { id: 2 })], next: null } }]);
  const { name, path } = await rejection(all(page.client.list{{ Items }}()));
  equal([name, path], ['InvalidAnswer', 'items[1].id'], 'a page with a faulty {{ item }}');
  const further = open([{ body: { items: [item('1', { more: 1 })], next: null, count: 1 } }]);
  equal(await all(further.client.list{{ Items }}()), [item('1')], 'a page with further fields');
});
