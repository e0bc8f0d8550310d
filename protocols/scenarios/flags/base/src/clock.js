'use strict';

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 */

/** @type {Clock} */
const systemClock = { now: Date.now };

module.exports = { systemClock };
