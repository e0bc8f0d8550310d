// A Node.js that has started already and gives each program a worker of its own: a fresh engine, module cache,
// arguments and environment, in the program's working directory. One program at a time.
//
// One request a line on standard input, as JSON; two answers a line on standard output: the process, then the
// program's status. This file is also what each worker loads first: a worker's outputs go straight to the program's
// file, in the order in which they are printed.
'use strict';
const fs = require('fs');
const { Worker, isMainThread, workerData } = require('worker_threads');

function print(file) {
  return (text, encoding, done) => {
    fs.writeSync(file, text);
    const then = typeof encoding === 'function' ? encoding : done;
    if (then) process.nextTick(then);
    return true;
  };
}

function run(job) {
  const file = fs.openSync(job.output, 'w');
  process.chdir(job.cwd);
  const worker = new Worker(job.name, {
    argv: job.arguments,
    env: job.env,
    execArgv: ['--require', __filename],
    workerData: { file },
  });
  worker.on('error', (error) => fs.writeSync(file, `${(error && error.stack) || error}\n`));
  worker.on('exit', (status) => {
    fs.closeSync(file);
    process.stdout.write(`${status}\n`);
  });
}

if (isMainThread) {
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    process.stdout.write(`${process.pid}\n`);
    run(JSON.parse(line));
  }).on('close', () => process.exit(0));
} else {
  process.stdout.write = process.stderr.write = print(workerData.file);
}
