'use strict';

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(ms: number) => Promise<void>} sleep
 */

/** @type {Clock} */
const systemClock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

module.exports = { systemClock };
