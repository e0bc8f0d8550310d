"use strict";

// What the checks share: an app with a storage and a server that replies as told.

const assert = require("node:assert/strict");
const { createApp } = require("src/app");
const { make{{ Item }} } = require("src/{{ item }}");
const { KEY } = require("src/saved");

let ids = 0;

/** `reply` gets each change that is sent and its number from 1, and gives the reply. */
function start({ reply = () => ({ status: "busy" }), text = null, storage = storageOf(text) } = {}) {
  const sent = [];
  const send = async (change) => {
    sent.push(change);
    return reply(change, sent.length);
  };
  const app = createApp({ storage, send, newId: () => `id-${++ids}` });
  return { app, sent, storage, one: (id) => app.list().find((each) => each.id === id) };
}

function storageOf(text) {
  const kept = new Map(text === null ? [] : [[KEY, text]]);
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
}

const copy = (id, rev, fields) => ({ ...make{{ Item }}(id, fields), rev });

/** Waits until everything that is ready has run. */
const settle = () => new Promise((done) => setImmediate(done));

function check(body) {
  Promise.resolve()
    .then(body)
    .catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}

module.exports = { assert, check, copy, settle, start, storageOf, KEY };
