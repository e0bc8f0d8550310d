'use strict';

const { bucket, configOf, equal, flag, give } = require('./acceptance');

for (const percent of [0, 0.5, 12.5, 33.33, 100]) {
  const rules = [{ priority: 1, percent, give: 'top' }];
  const config = configOf({ one: flag({ salt: 'a7', rules }), two: flag({ salt: 'b8', rules }) });
  for (let index = 0; index < 150; index += 1) {
    const id = `w-${index}`;
    for (const [name, salt] of [['one', 'a7'], ['two', 'b8']]) {
      const expected = bucket(salt, id) < percent * 100 ? 'top' : 'low';
      equal(give(config, name, id), expected, `${id} with ${percent} % of ${name}`);
    }
  }
}
