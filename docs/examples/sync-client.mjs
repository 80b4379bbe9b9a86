/**
 * A sync client for SyncStream TV: a plain module for browsers and Node 18 or later, without dependencies.
 *
 * It keeps what the server said and, apart from that, a queue of what the user did since. What an app shows is the one
 * with the other on top of it (`view`), so a change shows at once, online or not, and disappears by itself if refused.
 *
 *   const client = new SyncClient({
 *     baseUrl: "https://api.example.com", accessToken: () => token, deviceId: "web-1", store: webStore("sync"),
 *   });
 *   client.put("progress", `movie:${playlistId}:1042`, { position_ms: 60000, duration_ms: 7200000 }, "web-1/17");
 *   await client.sync(); // now, whenever `sync.changed` arrives on the socket, and on window's "online"
 *
 * One client is one profile on one device: start a new store when another profile is selected.
 */

const ENTITIES = ["favorite", "progress", "playlist", "profile"];
const OPS_A_CALL = 1000; // the server takes 2,000, and 4 MiB

/** An answer that was no success. Nothing is lost: the queue stays, and the next `sync` sends it again. */
export class SyncError extends Error {
  constructor(status, envelope) {
    super(`${status} ${envelope.message}`);
    this.status = status;
    this.code = envelope.data?.code;
  }
}

/** Keeps the state in the browser. Anything with `load()` and `save(state)` will do: IndexedDB, a file. */
export const webStore = (name, storage = globalThis.localStorage) => ({
  load: () => JSON.parse(storage.getItem(name)),
  save: (state) => storage.setItem(name, JSON.stringify(state)),
});

export class SyncClient {
  /**
   * @param onConflict (op, current) => boolean: another device was first; true: the user insists. `current` is the row
   *   that is there, null where it was deleted.
   * @param onRejected (op, code): told of what the server will never take.
   */
  constructor({
    baseUrl, accessToken, deviceId, store, fetch = globalThis.fetch.bind(globalThis), now = () => new Date(),
    onConflict = () => false, onRejected = () => {}, changesACall = 500,
  }) {
    Object.assign(this, { baseUrl, accessToken, deviceId, store, fetch, now, onConflict, onRejected, changesACall });
    this.state = store.load() ?? { cursor: null, rows: Object.fromEntries(ENTITIES.map((entity) => [entity, {}])), queue: [] };
    this.running = null;
  }

  // -- what the user does; works offline

  put(entity, item, data, playbackId = null) {
    return this.#enqueue({ entity, type: "put", item, data, playback_id: playbackId });
  }

  delete(entity, item) {
    return this.#enqueue({ entity, type: "delete", item });
  }

  /** Rows by key, as the user should see them now. */
  view(entity) {
    const rows = { ...this.state.rows[entity] };
    for (const op of this.state.queue) {
      if (op.entity !== entity) continue;
      if (op.type === "put") rows[op.item] = { ...rows[op.item], ...op.data };
      else delete rows[op.item];
    }
    return rows;
  }

  // -- what the network does

  /** Sends the queue and fetches what changed. Whatever interrupts it, call it again; side by side, calls are one. */
  sync() {
    this.running ??= this.#sync().finally(() => { this.running = null; });
    return this.running;
  }

  async #sync() {
    const ownRevs = new Set();
    let cursor = this.state.cursor;
    let sentAgain = null;
    for (;;) {
      const ops = this.state.queue.slice(0, OPS_A_CALL);
      const answer = await this.#send({
        device_id: this.deviceId,
        client_now: this.now().toISOString(), // this clock may be wrong: the server takes differences to it
        cursor,
        limit: this.changesACall,
        ops,
      });
      this.#settle(ops, answer.results, ownRevs);
      if (answer.resync) sentAgain = Object.fromEntries(ENTITIES.map((entity) => [entity, new Set()]));
      for (const change of answer.changes) {
        this.#apply(change);
        sentAgain?.[change.entity].add(change.key);
      }
      cursor = answer.next_cursor;
      if (sentAgain && !answer.has_more) {
        // We were away for longer than deletions are remembered. Only now, with all of it here, is what was not sent
        // again known to be gone.
        for (const entity of ENTITIES) this.#keep(entity, (key) => sentAgain[entity].has(key));
        sentAgain = null;
      }
      if (!sentAgain) this.state.cursor = cursor; // else, interrupted, start over again
      this.store.save(this.state);
      if (!answer.has_more && !this.state.queue.length) return;
    }
  }

  async #send(body) {
    const response = await this.fetch(`${this.baseUrl}/v1/sync`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${await this.accessToken()}` },
      body: JSON.stringify(body),
    });
    const envelope = await response.json();
    if (!response.ok) throw new SyncError(response.status, envelope);
    return envelope.data;
  }

  #enqueue(op) {
    const seen = this.state.rows[op.entity][op.item];
    const queued = { op_id: newId(), event_at: this.now().toISOString(), base_rev: seen?.rev ?? null, ...op };
    this.state.queue.push(queued);
    this.store.save(this.state); // before the screen shows it
    return queued.op_id;
  }

  /**
   * An operation leaves the queue when it was answered, not when it was sent. An answer that got lost does no harm: the
   * same op_id sent again counts once, and answers `duplicate`.
   */
  #settle(ops, results, ownRevs) {
    this.state.queue.splice(0, ops.length);
    const insisted = [];
    ops.forEach((op, index) => {
      const { status, rev, code, current } = results[index];
      if (status === "applied" || status === "duplicate") ownRevs.add(rev);
      else if (status === "rejected") this.onRejected(op, code);
      else if (current === null) {
        // There is no row to have seen: the user's word is from now.
        if (this.onConflict(op, null)) insisted.push({ ...op, op_id: newId(), event_at: this.now().toISOString() });
      } else if (ownRevs.has(current.rev) || this.onConflict(op, current)) {
        // What is in the way may be what this device sent just before. That, the user had seen.
        insisted.push({ ...op, op_id: newId(), base_rev: current.rev });
      }
    });
    this.state.queue.unshift(...insisted);
  }

  #apply({ entity, key, deleted, data }) {
    if (!deleted) {
      this.state.rows[entity][key] = data;
      return;
    }
    delete this.state.rows[entity][key];
    if (entity === "playlist") { // takes what is on it along
      for (const items of ["favorite", "progress"]) this.#keep(items, (_, row) => row.playlist_id !== key);
    }
  }

  #keep(entity, wanted) {
    this.state.rows[entity] = Object.fromEntries(Object.entries(this.state.rows[entity]).filter(([key, row]) => wanted(key, row)));
  }
}

const newId = () => globalThis.crypto?.randomUUID?.() ?? Array.from({ length: 4 }, () => Math.random().toString(36).slice(2)).join("");
