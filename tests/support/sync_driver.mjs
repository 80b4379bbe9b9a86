// Lets a test in Python hold the JavaScript sync client: a command a line in, an answer a line out. What the client
// fetches goes the same way, so that a test can lose it; with an address and a token as arguments it really fetches.

import { createInterface } from "node:readline";
import { SyncClient } from "../../docs/examples/sync-client.mjs";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const read = async () => JSON.parse((await lines.next()).value ?? "null");
const write = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const [deviceId, changesACall, baseUrl, token] = process.argv.slice(2);
let clock, insist, stored = null;
const rejected = [];

const client = new SyncClient({
  baseUrl: baseUrl ?? "",
  accessToken: async () => token ?? "",
  deviceId,
  changesACall: Number(changesACall),
  // What is stored is a copy, as a disk's would be.
  store: { load: () => JSON.parse(stored), save: (state) => { stored = JSON.stringify(state); } },
  now: () => new Date(clock),
  onConflict: () => insist,
  onRejected: (op, code) => rejected.push([op.op_id, code]),
  ...(baseUrl ? {} : { fetch: async (_, { body }) => {
    write({ fetch: JSON.parse(body) });
    const { data } = await read();
    if (data === undefined) throw new TypeError("fetch failed");
    return { ok: true, status: 200, json: async () => ({ success: true, message: null, data }) };
  } }),
});

for (let command = await read(); command; command = await read()) {
  ({ clock, insist } = command);
  try {
    write({ done: (await client[command.call](...command.args)) ?? null, state: client.state, rejected });
  } catch (error) {
    write({ failed: error.message, state: client.state, rejected });
  }
}
