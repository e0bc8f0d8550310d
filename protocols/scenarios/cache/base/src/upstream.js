"use strict";

/** What the upstream answered instead of a value; docs/replies.md has the codes. */
class UpstreamError extends Error {
  constructor(code) {
    super(`upstream: ${code}`);
    this.name = "UpstreamError";
    this.code = code;
  }
}

/** Asks the upstream by `send(path)`, which gives the parsed body of its reply. */
function createLoad(send) {
  return async function load({{ tenant }}, request) {
    const { code, ...reply } = await send(`/${encodeURIComponent({{ tenant }})}?${new URLSearchParams(request)}`);
    if (code !== undefined) throw new UpstreamError(code);
    return reply;
  };
}

module.exports = { UpstreamError, createLoad };
