'use strict';

const { configOf, equal, fail, flag, give } = require('./acceptance');

const requires = [
  { flag: 'first', gives: 'top' },
  { flag: 'second', gives: 'low' },
];
const of = (first, second) => {
  const flags = { first: flag({ fallback: first }), second: flag({ fallback: second }), third: flag({ requires }) };
  return give(configOf(flags), 'third');
};
equal(of('top', 'low'), 'low', 'both as required');
equal(of('mid', 'low'), 'off', 'the first gives another variant');
equal(of('top', 'top'), 'off', 'the second gives another variant');
equal(of('off', 'low'), 'off', 'the first is off');

const chain = {
  first: flag({ requires: [{ flag: 'second', gives: 'top' }] }),
  second: flag({ fallback: 'top', requires: [{ flag: 'third', gives: 'off' }] }),
};
equal(give(configOf({ ...chain, third: flag({ fallback: 'off' }) }), 'first'), 'low', 'a chain that holds');
equal(give(configOf({ ...chain, third: flag() }), 'first'), 'off', 'a chain that does not');
let refused = false;
try {
  configOf({ ...chain, third: flag({ requires: [{ flag: 'first', gives: 'low' }] }) });
} catch {
  refused = true;
}
if (!refused) fail('flags that require one another are accepted');
