'use strict';

/** A clock that stands still until it is set. */
function fakeClock(moment) {
  let time = Date.parse(moment);
  return {
    now: () => time,
    set: (next) => {
      time = Date.parse(next);
    },
  };
}

module.exports = { fakeClock };
