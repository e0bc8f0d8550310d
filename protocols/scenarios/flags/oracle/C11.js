'use strict';

const { createAudit } = require('src/audit');
const { createChanges } = require('src/changes');
const { createReview } = require('src/review');
const { clockAt, configOf, equal, fail, flag } = require('./acceptance');

function open() {
  const clock = clockAt('2024-05-01T00:00:00Z');
  const audit = createAudit(clock);
  const changes = createChanges({ config: configOf({ one: flag(), two: flag() }), audit, clock });
  const review = createReview(changes);
  const submit = (fallback, environment = 'production', name = 'one') => {
    clock.time += 1000;
    return review.submit({ flag: name, environment, fields: { fallback }, by: 'ada@x.example' });
  };
  const now = (environment = 'production') => changes.config().flags.one.environments[environment]?.fallback;
  return { audit, now, review, submit };
}

function refused(review, id, by, what) {
  try {
    review.approve(id, by);
  } catch {
    return;
  }
  fail(`${what} is accepted`);
}

const one = open();
const { proposal } = one.submit('mid');
equal(one.now(), undefined, 'what is proposed');
refused(one.review, proposal, 'ada@x.example', "the author's approval");
refused(one.review, proposal, 'Ada@X.example', "the author's approval, with capitals");
refused(one.review, 99, 'ben@x.example', 'an approval of nothing');
equal(one.now(), undefined, 'what nobody has approved');
one.review.approve(proposal, 'ben@x.example');
equal(one.now(), 'mid', 'what is approved');
equal(one.audit.entries().map(({ by }) => by), ['ada@x.example'], 'who made it');
refused(one.review, proposal, 'cleo@x.example', 'an approval of what was made');

const two = open();
const ids = [two.submit('mid').proposal, two.submit('top').proposal, two.submit('mid', 'production', 'two').proposal];
for (const by of ['ben@x.example']) two.review.approve(ids[0], by);
refused(two.review, ids[1], 'ben@x.example', 'an approval of what has changed meanwhile');
for (const by of ['ben@x.example']) two.review.approve(ids[2], by);
equal(two.now(), 'mid', 'what was approved first');

const elsewhere = open();
elsewhere.submit('top', 'staging');
equal(elsewhere.now('staging'), 'top', 'a change elsewhere');
