"use strict";

// A look from outside at what is there so far: one line for each thing.

const fs = require("node:fs");
const path = require("node:path");
const { isDeepStrictEqual } = require("node:util");

let failed = false;

function look(what, needs, body) {
  const absent = needs.find((name) => !fs.existsSync(path.resolve("src", `${name}.js`)));
  if (absent !== undefined) return console.log(`-     ${what}: not there yet`);
  const [got, expected] = body(...needs.map((name) => require(path.resolve("src", name))));
  if (isDeepStrictEqual(got, expected)) return console.log(`ok    ${what}`);
  failed = true;
  console.log(`FAIL  ${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`);
}

const copy = (id, rev, fields) => ({ id, rev, {{ title }}: id, status: "{{ s1 }}", due: null, urgency: 0, {{ labels }}: [], removed: false, ...fields });
const stateOf = (...copies) => ({ {{ items }}: Object.fromEntries(copies.map((one) => [one.id, one])), outbox: [] });

look("the higher revision counts, whichever arrives last", ["merge"], ({ merged }) => {
  const revs = (...given) => given.reduce((known, rev) => merged(known, [copy("a", rev)]), {}).a.rev;
  return [[revs("9", "10"), revs("10", "9"), revs("31", "104"), revs("104", "31")], ["10", "10", "104", "104"]];
});

look("subscribers are called after changes and at no other time", ["store"], ({ createStore }) => {
  const store = createStore((state = { n: 0 }, action = {}) => (action.n > 0 ? { n: state.n + action.n } : state));
  const calls = [];
  let count = 0;
  store.subscribe(() => {
    count += 1;
  });
  const after = (work) => {
    work();
    calls.push(count);
  };
  after(() => {});
  after(() => store.dispatch({ n: 1 }));
  after(() => store.dispatch({ n: 0 }));
  after(() => store.batch(() => [1, 2].forEach((n) => store.dispatch({ n }))));
  return [calls, [0, 1, 1, 2]];
});

look("lists run by due date and {{ title }}", ["selectors"], ({ list }) => {
  const rows = [["Beta", null], ["gamma", "2024-06-02"], ["Delta", "2024-06-02"], ["eta", "2024-05-31"], ["alpha", null]];
  const state = stateOf(...rows.map(([id, due]) => copy(id, "1", { due })));
  {% if A1 == "yes" %}
  const expected = ["alpha", "Beta", "eta", "Delta", "gamma"];
  {% else %}
  const expected = ["eta", "Delta", "gamma", "alpha", "Beta"];
  {% endif %}
  return [list(state).map((one) => one.id), expected];
});

look("the same state gives the same lists, asked for in turn", ["selectors"], ({ list }) => {
  const state = stateOf(copy("a", "1"), copy("b", "1", { status: "{{ s2 }}" }));
  const views = ["{{ s1 }}", "{{ s2 }}", undefined];
  const [first, second] = [1, 2].map(() => views.map((status) => list(state, status)));
  return [first.map((one, index) => one === second[index]), [true, true, true]];
});

look("what version 1 held as priority is the right urgency", ["migrate"], ({ migrate }) => {
  const {{ items }} = [3, 1, 2].map((priority) => ({ id: `p${priority}`, rev: "1", {{ title }}: "", due: null, done: false, priority }));
  return [migrate({ version: 1, {{ items }} }).{{ items }}.map((one) => one.urgency), [0, 2, 1]];
});

look("undo leaves what came from the server since", ["app"], ({ createApp }) => {
  const storage = { getItem: () => null, setItem: () => {} };
  let ids = 0;
  const app = createApp({ storage, send: async () => ({ status: "busy" }), newId: () => `x${(ids += 1)}` });
  app.receive([copy("a", "1")]);
  app.edit("a", { urgency: 2 });
  app.receive([copy("a", "2", { {{ title }}: "theirs" })]);
  app.undo();
  const [{ {{ title }}, urgency }] = app.list();
  return [[{{ title }}, urgency], ["theirs", 0]];
});

process.exitCode = failed ? 1 : 0;
