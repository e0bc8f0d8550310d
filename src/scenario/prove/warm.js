// A Node.js that has started already and runs one program after another: to start an engine, even a worker's, takes
// longer than most programs run.
//
// A program is loaded as the main module, with arguments, environment, working directory and console of its own, from
// files that no program before it had. It has ended when nothing is left that could wake it. What needs more than that
// is answered with AGAIN, for an interpreter of its own: a program that throws as it is loaded, calls process.exit, reads
// its input, waits for a timer, a file or anything else outside, or wants a module that is not among MODULES. Nothing is
// put right that a program did to the interpreter: where one throws later, or changed what programs share, it ends.
//
// One request a line on standard input, as JSON; two answers a line on standard output: the process, then the
// program's status, with LAST added where the interpreter ends.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const Module = require('module');
const { Console } = require('console');
const { createHook } = require('async_hooks');

const AGAIN = 1000;
const LAST = 10000;
const MODULES = (
  'assert assert/strict buffer console crypto events fs module os path path/posix perf_hooks querystring stream ' +
  'string_decoder timers url util util/types zlib'
).split(' ');
/** What a program may wait for here: it comes by itself, in its turn. Random bytes come at once but for a callback. */
const WAITS = ['PROMISE', 'Immediate', 'TickObject', 'Microtask', 'RANDOMBYTESREQUEST'];
/** What every program sets anew. */
const FREE = ['argv', 'console', 'exitCode', 'globalPaths', 'mainModule'];

const input = process.stdin;
const end = process.reallyExit.bind(process);
const load = Module._load;
const compile = Module.prototype._compile;
let output;
let isRunning = false;
let needsItsOwn = false;

function ownOnly() {
  needsItsOwn = true;
  throw new Error('this program needs an interpreter of its own');
}

function print(text, encoding, done) {
  fs.writeSync(output, text);
  const then = typeof encoding === 'function' ? encoding : done;
  if (then) process.nextTick(then, null);
  return true;
}

process.stdout.write = process.stderr.write = print;
process.exit = process.reallyExit = process.abort = process.kill = ownOnly;
Object.defineProperty(process, 'stdin', { get: ownOnly, configurable: true, enumerable: true });
process.on('uncaughtException', () => end(1));
function rejected() {
  if (process.listenerCount('unhandledRejection') === 1) needsItsOwn = true;
}
process.on('unhandledRejection', rejected);
for (const name of ['randomBytes', 'randomFill', 'randomInt', 'pseudoRandomBytes', 'prng', 'rng']) {
  const random = crypto[name];
  const replaced = (...given) => (given.some((each) => typeof each === 'function') ? ownOnly() : random(...given));
  Object.defineProperty(crypto, name, { value: replaced, configurable: true, enumerable: true, writable: true });
}
createHook({
  init(number, kind) {
    if (isRunning && !WAITS.includes(kind)) needsItsOwn = true;
  },
}).enable();
Module._load = function (request, parent, isMain) {
  if (Module.isBuiltin(request) && !MODULES.includes(request.replace('node:', ''))) ownOnly();
  return load(request, parent, isMain);
};
Module.prototype._compile = function (content, file) {
  // Modules of the other kind stay loaded for good. In comments, import('x').y is a type.
  if (/\bimport\s*\(/.test(content.replace(/\/\*.*?\*\//gs, ''))) ownOnly();
  return compile.call(this, content, file);
};

/** What programs share, and how it was. */
const shared = new Map();

function watch(object) {
  const isObject = object !== null && (typeof object === 'object' || typeof object === 'function');
  if (!isObject || shared.has(object)) return;
  const parts = Reflect.ownKeys(object).map((name) => [name, Reflect.getOwnPropertyDescriptor(object, name)]);
  shared.set(object, { parts: parts.filter(([name]) => !FREE.includes(name)), parent: Reflect.getPrototypeOf(object) });
}

function watchWithParts(object) {
  watch(object);
  for (const name of Reflect.ownKeys(object)) {
    const { value } = Reflect.getOwnPropertyDescriptor(object, name);
    watch(value);
    if (typeof value === 'function') watch(value.prototype);
  }
}

function isAsItWas() {
  for (const [object, { parts, parent }] of shared) {
    const names = Reflect.ownKeys(object);
    const free = names.filter((name) => FREE.includes(name)).length;
    if (names.length - free !== parts.length || Reflect.getPrototypeOf(object) !== parent) return false;
    for (const [name, was] of parts) {
      const is = Reflect.getOwnPropertyDescriptor(object, name);
      if (!is || !Object.is(is.value, was.value) || is.get !== was.get || is.set !== was.set) return false;
    }
  }
  return true;
}

function listeners() {
  const all = [process, process.stdout, process.stderr].map((emitter) =>
    emitter.eventNames().map((name) => [String(name), emitter.listenerCount(name)]),
  );
  return JSON.stringify(all);
}

function forget() {
  for (const listener of process.listeners('unhandledRejection')) {
    if (listener !== rejected) process.off('unhandledRejection', listener);
  }
  for (const cache of [Module._cache, Module._pathCache]) {
    for (const key of Object.keys(cache)) delete cache[key];
  }
  process.mainModule = process.exitCode = undefined;
}

function enter({ name, arguments: given, cwd, env }) {
  for (const key of Object.keys(process.env)) if (!(key in env)) delete process.env[key];
  for (const key of Object.keys(env)) if (process.env[key] !== env[key]) process.env[key] = env[key];
  process.chdir(cwd);
  process.argv = [process.execPath, name, ...given];
  globalThis.console = new Console(process.stdout, process.stderr);
  // Reads NODE_PATH.
  Module._initPaths();
}

/** Does something of this file's own; where a program broke what it needs, the interpreter ends without an answer. */
function surely(work, ...given) {
  try {
    work(...given);
  } catch {
    end(1);
  }
}

/** Calls `done` once nothing is left that the program could be woken by. */
function whenItHasEnded(done) {
  const isWaiting = process.getActiveResourcesInfo().includes('Immediate');
  if (isWaiting && !needsItsOwn) setImmediate(surely, whenItHasEnded, done);
  else done(!isWaiting);
}

function run(job, answer) {
  output = fs.openSync(job.output, 'w');
  needsItsOwn = false;
  enter(job);
  const heard = listeners();
  isRunning = true;
  try {
    Module._load(job.name, null, true);
  } catch {
    needsItsOwn = true;
  }
  setImmediate(surely, whenItHasEnded, (isQuiet) => {
    isRunning = false;
    const status = Number(process.exitCode ?? 0);
    fs.closeSync(output);
    forget();
    const isSilent = listeners() === heard;
    answer(needsItsOwn || !isSilent ? AGAIN : status, isQuiet && isSilent && isAsItWas());
  });
}

void [globalThis.crypto, globalThis.performance, globalThis.structuredClone];
forget();
for (const name of MODULES) watchWithParts(require(name));
watchWithParts(globalThis);
watch(process);
for (const hidden of [async () => {}, function* () {}, async function* () {}, [].values(), new Map().values(), new Set().values(), ''.matchAll(/./g), /./]) {
  for (let object = hidden; object; object = Reflect.getPrototypeOf(object)) if (object !== hidden) watch(object);
}
watch(process.stdout);

const say = (number) => fs.writeSync(1, `${number}\n`);
let requests = '';

function next() {
  const length = requests.indexOf('\n');
  if (isRunning || length < 0) return;
  const job = JSON.parse(requests.slice(0, length));
  requests = requests.slice(length + 1);
  say(process.pid);
  run(job, (status, isClean) => {
    say(isClean ? status : status + LAST);
    if (!isClean) end(0);
    next();
  });
}

input.on('data', (text) => {
  requests += text;
  next();
});
input.on('end', () => end(0));
