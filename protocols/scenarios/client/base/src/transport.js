'use strict';

/**
 * @typedef {object} Outgoing
 * @property {string} method
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} body empty if there is none
 * @property {number} timeoutMs
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers names in lower case
 * @property {string} body
 */

/**
 * Sends a request. Rejects where no answer came, be it that timeoutMs went by.
 *
 * @param {Outgoing} request
 * @returns {Promise<Answer>}
 */
async function send({ method, url, headers, body, timeoutMs }) {
  const answer = await fetch(url, {
    method,
    headers,
    body: body === '' ? undefined : body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

module.exports = { send };
