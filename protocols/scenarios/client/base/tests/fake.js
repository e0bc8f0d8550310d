'use strict';

/** A transport that gives the answers it was made with, in order, and keeps the requests. */
function fakeTransport(...answers) {
  const requests = [];
  async function send(request) {
    requests.push(request);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`no answer is left for ${request.method} ${request.url}`);
    if (answer instanceof Error) throw answer;
    const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
    return { status: 200, headers: {}, ...answer, body };
  }
  return { requests, send };
}

/** A clock that stands still but for its sleeps, and keeps these. */
function fakeClock(time = 1714557600000) {
  const sleeps = [];
  async function sleep(ms) {
    sleeps.push(ms);
    time += ms;
  }
  return { sleeps, sleep, now: () => time };
}

module.exports = { fakeClock, fakeTransport };
