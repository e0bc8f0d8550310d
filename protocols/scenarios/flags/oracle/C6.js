'use strict';

const { configOf, equal, flag, give } = require('./acceptance');

const overrides = [{ id: 'w-1', give: 'top', expires: '2030-01-01T00:00:00Z' }];
const one = () => flag({ overrides, rules: [{ priority: 1, give: 'mid' }] });
const killed = { all: ['here', 'old-*'], production: ['there'] };
const config = configOf({ here: one(), there: one(), 'old-one': one(), 'old': one(), free: one() }, { killed });
const production = { env: 'production' };

equal([give(config, 'here', 'w-1'), give(config, 'here', 'w-2')], ['off', 'off'], 'a flag that is off for all, in staging');
equal(give(config, 'here', 'w-2', production), 'off', 'a flag that is off for all, in production');
equal(give(config, 'there', 'w-1', production), 'off', 'a flag that is off in production, for one with an override');
equal([give(config, 'there', 'w-1'), give(config, 'there', 'w-2')], ['top', 'mid'], 'the same in staging');
equal([give(config, 'old-one', 'w-2'), give(config, 'old-one', 'w-2', production)], ['off', 'off'], 'a flag whose name begins so');
equal([give(config, 'old', 'w-2'), give(config, 'free', 'w-2', production)], ['mid', 'mid'], 'flags that are not named');
