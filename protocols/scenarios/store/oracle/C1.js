"use strict";

// No state is changed in place, nor anything in it.

const { assert, check, copy } = require("./bench");
const { edited, received, refused, taken } = require("src/actions");
const { reducer } = require("src/reducer");
const { all, counts, list } = require("src/selectors");

check(() => {
  const change = (id, {{ item }}, fields, isNew = false) => edited({ id, {{ item }}, fields, isNew });
  const actions = [
    received([copy("a", "1", { {{ title }}: "A" }), copy("b", "1", { {{ title }}: "B", due: "2024-05-01" })]),
    change("c1", "a", { status: "{{ s2 }}" }),
    change("c2", "a", { {{ labels }}: ["x"] }),
    change("c3", "b", { urgency: 2 }),
    taken("c1", "2"),
    received([copy("a", "3", { {{ title }}: "AA" })]),
    taken("c2", "4"),
    refused("c3"),
    change("c4", "n", { {{ title }}: "N" }, true),
    taken("c4", "1"),
    change("c5", "b", { removed: true }),
  ];
  const seen = [];
  let state;
  for (const action of actions) {
    state = reducer(state, action);
    seen.push([state, state.{{ items }}, { ...state.{{ items }} }, JSON.stringify(state)]);
    for (const select of [all, counts, list]) select(state);
    list(state, "{{ s1 }}");
    for (const [old, {{ items }}, parts, text] of seen) {
      assert.equal(JSON.stringify(old), text, `an earlier state after '${action.type}'`);
      assert.equal(old.{{ items }}, {{ items }});
      for (const id of Object.keys(parts)) assert.equal(old.{{ items }}[id], parts[id]);
    }
  }
});
