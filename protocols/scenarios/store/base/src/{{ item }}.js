"use strict";

/** Where a {{ item }} can stand, in the order of its life. */
const STATUSES = ["{{ s1 }}", "{{ s2 }}", "{{ s3 }}"];

/** What a person can change, and what it is in a new {{ item }}. */
const BLANK = { {{ title }}: "", status: "{{ s1 }}", due: null, urgency: 0, {{ labels }}: [], removed: false };

/** A new {{ item }}. The server gives it a revision. */
function make{{ Item }}(id, fields = {}) {
  checkFields(fields);
  return { id, rev: null, ...BLANK, ...fields };
}

/** Throws where a field is unknown or a status is none. */
function checkFields(fields) {
  for (const name of Object.keys(fields)) {
    if (!(name in BLANK)) throw new TypeError(`a {{ item }} has no field '${name}'`);
  }
  if ("status" in fields && !STATUSES.includes(fields.status)) {
    throw new RangeError(`a {{ item }} has no status '${fields.status}'`);
  }
}

module.exports = { STATUSES, checkFields, make{{ Item }} };
