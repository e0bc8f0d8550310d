'use strict';

/**
 * @typedef {object} Config
 * @property {string} baseUrl without a slash at its end
 * @property {string} keyId
 * @property {string} secret base64, as {{ Svc }} hands it out
 */

const DEFAULTS = {
  baseUrl: 'https://api.{{ svc }}.example/v2',
};

/**
 * The settings, with defaults for what is not given.
 *
 * @param {Partial<Config>} given
 * @returns {Config}
 */
function configure(given) {
  const config = { ...DEFAULTS, ...given };
  for (const name of ['baseUrl', 'keyId', 'secret']) {
    if (typeof config[name] !== 'string' || config[name] === '') {
      throw new TypeError(`config: ${name} is missing`);
    }
  }
  return config;
}

module.exports = { configure };
