'use strict';

const assert = require('node:assert');
const { test } = require('./harness');
const { configure } = require('../src/config');

test('config: takes defaults for what is not given', () => {
  const config = configure({ keyId: 'k1', secret: 'c2VjcmV0' });
  assert.strictEqual(config.baseUrl, 'https://api.{{ svc }}.example/v2');
});

test('config: names what is missing', () => {
  assert.throws(() => configure({ keyId: 'k1' }), /secret is missing/);
});
