'use strict';

const { isDeepStrictEqual } = require('node:util');

let failed = 0;

/** What a module of the repository has under a name, or undefined. */
function find(module, name) {
  try {
    return require(module)[name];
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function check(what, needed, expected, findOut) {
  if (needed.includes(undefined)) return console.log(`-     ${what}: not there yet`);
  let got;
  try {
    got = findOut(...needed);
  } catch (error) {
    got = `${error.name}: ${error.message}`;
  }
  if (isDeepStrictEqual(got, expected)) return console.log(`ok    ${what}`);
  failed += 1;
  console.log(`FAIL  ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

const parse = find('src/config', 'parse');
const base = { type: 'text', variants: { no: 'no', yes: 'yes', max: 'max' }, off: 'no', fallback: 'no', salt: 'x' };
const file = (flags) => parse(JSON.stringify({ flags }));
const nobody = { id: 'n-1', attributes: {} };

check('who belongs to a segment', [find('src/segments', 'belongs')], [true, false, false], (belongs) => {
  const segment = { include: ['n-1', 'n-2'], exclude: ['n-2'] };
  return ['n-1', 'n-2', 'n-3'].map((id) => belongs({ id, attributes: {} }, segment));
});

check('a rule from 8 in UTC+2, at 5:59 and 6:00 UTC', [find('src/schedule', 'inForce')], [false, true], (inForce) => {
  const rule = { from: '2024-05-06T08:00:00+02:00', until: null };
  return ['2024-05-06T05:59:00Z', '2024-05-06T06:00:00Z'].map((moment) => inForce(rule, Date.parse(moment)));
});

const evaluate = find('src/evaluate', 'evaluate');
check('an override before, at and after its end', [evaluate], ['yes', 'no', 'no'], (ask) => {
  const config = file({ a: { ...base, overrides: [{ id: 'n-1', give: 'yes', expires: '2024-05-01T00:00:00Z' }] } });
  const moments = ['2024-04-30T23:59:59Z', '2024-05-01T00:00:00Z', '2024-05-01T00:00:01Z'];
  return moments.map((moment) => ask(config, 'test', 'a', nobody, Date.parse(moment)).variant);
});
const endless = [{ id: 'n-1', give: 'yes', expires: null }];
check('an override without an end', [evaluate], 'yes', (ask) => {
  return ask(file({ a: { ...base, overrides: endless } }), 'test', 'a', nobody, 0).variant;
});
check('an override where a prerequisite is not met', [evaluate], '{{ "no" if A1 == "yes" else "yes" }}', (ask) => {
  const overrides = [{ id: 'n-1', give: 'yes', expires: '2024-05-01T00:00:00Z' }];
  const config = file({ a: { ...base, overrides, requires: [{ flag: 'b', gives: 'max' }] }, b: base });
  return ask(config, 'test', 'a', nobody, 0).variant;
});

const createService = find('src/service', 'createService');
check('the default where a condition fails', [createService], 'mine', (create) => {
  const when = [{ attribute: 'app', op: 'below', value: '2' }];
  const config = file({ a: { ...base, rules: [{ priority: 1, when, give: 'yes' }] } });
  const service = create({ config, environment: 'test', clock: { now: () => 0 } });
  return service.text('a', { id: 'n-1', attributes: { app: 'beta' } }, 'mine');
});
check('one question before and after a rule ends', [createService], ['yes', 'no'], (create) => {
  let now = Date.parse('2024-05-01T00:00:00Z');
  const config = file({ a: { ...base, rules: [{ priority: 1, until: '2024-05-02T00:00:00Z', give: 'yes' }] } });
  const service = create({ config, environment: 'test', clock: { now: () => now } });
  const before = service.text('a', nobody, 'mine');
  now = Date.parse('2024-05-03T00:00:00Z');
  return [before, service.text('a', nobody, 'mine')];
});

const parts = [find('src/audit', 'createAudit'), find('src/changes', 'createChanges'), find('src/review', 'createReview')];
{% if A2 == "yes" %}
const steps = ['-', '-', 'yes'];
{% else %}
const steps = ['-', 'yes', 'yes'];
{% endif %}
check('production after approvals by Ada@ (its author), ben@, cleo@', parts, steps, (createAudit, createChanges, createReview) => {
  const clock = { now: () => 0 };
  const changes = createChanges({ config: file({ a: base }), audit: createAudit(clock), clock });
  const review = createReview(changes);
  const { proposal } = review.submit({ flag: 'a', environment: 'production', fields: { fallback: 'yes' }, by: 'ada@x.example' });
  return ['Ada@x.example', 'ben@x.example', 'cleo@x.example'].map((by) => {
    try {
      review.approve(proposal, by);
    } catch {
      // Refused; what counts is what production has.
    }
    return changes.config().flags.a.environments.production?.fallback ?? '-';
  });
});

{% if A3 == "yes" %}
const listed = ['long', 'old'];
{% else %}
const listed = ['old'];
{% endif %}
check('the report on stale flags', [find('src/stale', 'staleFlags')], listed, (staleFlags) => {
  const flags = {
    old: { ...base, changed: '2024-01-01T00:00:00Z' },
    used: { ...base, changed: '2024-01-01T00:00:00Z', environments: { test: { changed: '2024-05-01T00:00:00Z' } } },
    long: { ...base, changed: '2023-01-01T00:00:00Z', permanent: true },
  };
  return staleFlags(file(flags), Date.parse('2024-05-31T00:00:00Z')).map(({ name }) => name);
});

process.exitCode = failed === 0 ? 0 : 1;
