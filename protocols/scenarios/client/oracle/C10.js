'use strict';

const { check, equal, item, open, who } = require('./acceptance');

async function total(...amounts) {
  const items = amounts.map((amount, index) => item(String(index), { {{ fee }}: amount }));
  return open([{ body: { items, next: null } }]).client.total{{ Fee }}();
}

check(async () => {
  equal(await total('0.10', '0.20', '0.05'), '0.35', 'a total');
  equal(await total('999.99', '0.01', '1234.50'), '2234.50', 'a total of more than a thousand');
  equal(await total('90071992547409.93', '0.01'), '90071992547409.94', 'a large total');
  equal(await total(), '0.00', 'the total of nothing');
  for (const amount of ['0.00', '10.00', '0000000000123456.70'.replace(/^0+/, '')]) {
    const { client } = open([{ status: 201, body: item('1', { {{ fee }}: amount }) }]);
    equal((await client.{{ verb }}{{ Item }}(who)).{{ fee }}, amount, 'an amount as received');
  }
});
