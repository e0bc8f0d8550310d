'use strict';

const { createHash } = require('node:crypto');
const { isDeepStrictEqual } = require('node:util');
const { parse } = require('src/config');
const { createService } = require('src/service');

function fail(reason) {
  console.log(reason);
  process.exit(1);
}

function equal(found, expected, what) {
  if (!isDeepStrictEqual(found, expected)) {
    fail(`${what}: ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  }
}

/** A flag whose variants' values are their names. */
function flag(fields = {}) {
  const variants = { off: 'off', low: 'low', mid: 'mid', top: 'top' };
  const changed = '2024-05-01T00:00:00Z';
  return { type: 'text', variants, off: 'off', fallback: 'low', salt: 's1', changed, ...fields };
}

function configOf(flags, rest = {}) {
  return parse(JSON.stringify({ flags, ...rest }));
}

/** What a flag gives to somebody, asked of a service of its own. */
function give(config, name, who = 'w-1', { env = 'staging', at = '2024-05-10T00:00:00Z' } = {}) {
  const {{ subject }} = typeof who === 'string' ? { id: who, attributes: {} } : who;
  const service = createService({ config, environment: env, clock: { now: () => Date.parse(at) } });
  return service.text(name, {{ subject }}, 'default');
}

const bucket = (salt, id) => Number(`0x${createHash('sha256').update(`${salt}.${id}`).digest('hex').slice(0, 8)}`) % 10000;

/** A clock at a moment, to be set to others. */
function clockAt(moment) {
  const clock = { time: Date.parse(moment), now: () => clock.time };
  return clock;
}

module.exports = { bucket, clockAt, configOf, equal, fail, flag, give };
