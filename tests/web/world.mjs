// A world of its own for cinesync.js: virtual time, a network with delays, a server that keeps to the contract, players.

import { webcrypto } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

globalThis.crypto ??= webcrypto; // Node 18 has it elsewhere

// A browser's module, under a name by which Node 18 knows it for one.
const directory = mkdtempSync(join(tmpdir(), 'cinesync-'));
copyFileSync(new URL('../../api/web/cinesync.js', import.meta.url), join(directory, 'cinesync.mjs'));
export const cinesync = await import(join(directory, 'cinesync.mjs'));
rmSync(directory, { recursive: true });

/** Numbers that look random and are the same each time. */
export function seeded(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** Time that passes when told to. Also what cinesync.js takes for timers. */
export class World {
  now = 0;
  #timers = new Map();
  #ids = 0;

  setTimeout = (work, delay = 0) => this.#add(work, delay);
  setInterval = (work, every) => this.#add(work, every, every);
  clearTimeout = (id) => this.#timers.delete(id);
  clearInterval = this.clearTimeout;

  #add(work, delay, every) {
    const id = ++this.#ids;
    this.#timers.set(id, { id, at: this.now + Math.max(0, delay), work, every });
    return id;
  }

  /** Let milliseconds pass, and all that happens in them happen. */
  async pass(ms) {
    const end = this.now + ms;
    for (;;) {
      await new Promise(setImmediate); // promises first
      const next = [...this.#timers.values()].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!next) break;
      this.now = Math.max(this.now, next.at);
      if (next.every) next.at += next.every;
      else this.#timers.delete(next.id);
      next.work();
    }
    this.now = end;
  }

  /** What a promise comes to, in the time that it takes. */
  async settle(promise, ms = 20000) {
    let over = false;
    promise.then(() => { over = true; }, () => { over = true; });
    await this.until(() => over, ms);
    return promise;
  }

  async until(condition, ms = 20000) {
    for (let passed = 0; passed < ms; passed += 10) {
      if (condition()) return;
      await this.pass(10);
    }
    throw new Error(`never so: ${condition}`);
  }
}

/** A relay and its database in one, for one party. `epoch0` is the server's clock when the world begins. */
export class Server {
  sockets = new Set();
  received = [];
  log = [];
  kept = 0; // events up to this number are forgotten
  tokens = new Set(['good']);
  expiresIn = 900000;
  refuse = () => null;
  silent = false; // half-open: nothing is answered any more
  barrier = 8000;

  constructor(world, { members = ['ada', 'max'], control = 'everyone' } = {}) {
    this.world = world;
    this.epoch0 = 1_700_000_000_000;
    this.party = {
      id: 'p1', title: 'Friday', content: { kind: 'movie', title: 'Clip' }, match_key: null, control, status: 'paused', position_ms: 0,
      anchored_at: this.clock(), rate: 1, seq: 0, epoch: 1, max_members: 8, created_at: '2026-01-01T00:00:00Z',
      members: members.map((id, n) => ({ profile_id: id, name: id, avatar: null, role: n ? 'member' : 'host', online: true, ready: false })),
    };
  }

  clock = () => Math.floor(this.epoch0 + this.world.now);

  /** What `new WebSocket` is, for a person whose frames take `there` and `back` milliseconds. */
  webSocket(profile, there = () => 5, back = there) {
    const server = this;
    return class {
      readyState = 0;
      #up = 0;
      #down = 0;

      constructor() {
        server.world.setTimeout(() => {
          if (server.down) return this.closed(1006);
          this.readyState = 1;
          this.profile = profile;
          server.sockets.add(this);
          this.onopen?.();
        }, there() + back());
      }

      send(text) { // frames stay in order
        this.#up = Math.max(this.#up, server.world.now + there());
        server.world.setTimeout(() => server.sockets.has(this) && server.take(this, JSON.parse(text)), this.#up - server.world.now);
      }

      answer(frame) {
        if (server.silent) return;
        this.#down = Math.max(this.#down, server.world.now + back());
        const text = JSON.stringify(frame);
        server.world.setTimeout(() => this.readyState === 1 && this.onmessage?.({ data: text }), this.#down - server.world.now);
      }

      closed(code) {
        this.readyState = 3;
        server.sockets.delete(this);
        this.onclose?.({ code });
      }

      close() {
        this.readyState = 3;
        server.sockets.delete(this);
      }
    };
  }

  take(socket, frame) {
    this.received.push(frame);
    if (this.silent) return;
    const t1 = this.clock();
    const refusal = this.refuse(frame);
    if (refusal) return socket.answer({ type: 'error', id: frame.id, party_id: frame.party_id, code: refusal, message: `${refusal}!` });
    switch (frame.type) {
      case 'auth':
        if (!this.tokens.has(frame.token)) {
          socket.answer({ type: 'error', code: 'unauthorized' });
          return this.world.setTimeout(() => socket.closed(4401), 20);
        }
        return socket.answer({
          type: 'authenticated', account_id: 'a', profile_id: socket.profile, server_time: t1,
          expires_at: new Date(t1 + this.expiresIn).toISOString(),
        });
      case 'ping':
        return socket.answer({ type: 'pong', t0: frame.t0, t1, t2: this.clock() });
      case 'party.attach':
        socket.attached = true;
        socket.answer({ type: 'party.state', party: this.party });
        if (frame.epoch === this.party.epoch && frame.since >= this.kept) {
          for (const event of this.log.filter(({ seq }) => seq > frame.since)) socket.answer(event);
        }
        return;
      case 'party.chat':
        return this.event('chat', socket.profile, { text: frame.text.trim() }, { id: frame.id });
      case 'party.ready':
        this.event('ready', socket.profile, { ready: frame.ready });
        if (this.party.status === 'waiting' && this.party.members.every((m) => !m.online || m.ready)) this.go();
        return;
      case 'party.command':
        return this.command(frame, socket.profile);
      case 'party.detach':
        socket.attached = false;
    }
  }

  command({ id, command, position_ms: to, rate, content }, actor = 'ada') {
    const now = this.clock();
    const place = to ?? Math.floor(cinesync.positionAt(this.party, now));
    const body = { play: { position_ms: place, rate: this.party.rate }, pause: { position_ms: place, rate: this.party.rate },
      seek: { position_ms: place, rate: this.party.rate }, rate: { rate, position_ms: place }, load: { content, position_ms: place } }[command];
    const resume = this.party.status === 'waiting' ? this.resume : this.party.status;
    this.event(command, actor, body, { id, ahead: ['play', 'seek', 'load'].includes(command) });
    if (this.party.status !== 'waiting') return;
    this.resume = resume;
    const { seq } = this.party;
    this.world.setTimeout(() => this.party.status === 'waiting' && this.waitingFor === seq && this.go(), this.barrier);
    this.waitingFor = seq;
  }

  go() {
    this.event(this.resume === 'playing' ? 'play' : 'pause', null, { position_ms: this.party.position_ms, rate: this.party.rate },
      { ahead: this.resume === 'playing' });
  }

  event(kind, actor, body, { id, ahead = false } = {}) {
    if (id && this.log.some((event) => event.command === id)) return;
    const at = this.clock();
    const event = {
      type: 'party.event', party_id: 'p1', seq: this.party.seq + 1, epoch: this.party.epoch, kind, body, at,
      actor: actor && { profile_id: actor, name: actor }, ...(ahead && { apply_at: at + 1000 }),
    };
    this.party = cinesync.advance(this.party, event);
    this.log.push({ ...event, command: id });
    this.tell(event);
    return event;
  }

  tell(frame) {
    for (const socket of this.sockets) if (socket.attached) socket.answer(frame);
  }

  head() {
    for (const socket of this.sockets) if (socket.attached) socket.answer({ type: 'head', parties: { p1: this.party.seq }, server_time: this.clock() });
  }

  cut(code = 1006) {
    for (const socket of [...this.sockets]) socket.closed(code);
  }
}

/** What cinesync.js needs of an HTMLMediaElement, with the latencies of one. Its clock runs at `speed`. */
export class Element extends EventTarget {
  #at = 0;
  #since = null; // it moves since then
  #seeking = null;
  readyState = 4;
  duration = 7200;
  paused = true;
  seeking = false;
  ended = false;
  muted = false;
  seeks = [];
  rates = [];
  #rate = 1;

  constructor(world, { startLatency = 30, seekLatency = 120, speed = 1 } = {}) {
    super();
    Object.assign(this, { world, startLatency, seekLatency, speed });
  }

  get currentTime() {
    const moved = this.#since === null || this.seeking ? 0 : Math.max(0, this.world.now - this.#since);
    return this.#at + (moved * this.#rate * this.speed) / 1000;
  }

  set currentTime(seconds) {
    this.#at = seconds;
    this.seeks.push(seconds * 1000);
    this.seeking = true;
    this.readyState = 1;
    this.world.clearTimeout(this.#seeking);
    this.#seeking = this.world.setTimeout(() => {
      this.seeking = false;
      this.readyState = 4;
      if (this.#since !== null) this.#since = this.world.now;
      this.#fire('seeked');
      this.#fire('canplay');
    }, this.seekLatency);
  }

  get playbackRate() {
    return this.#rate;
  }

  set playbackRate(rate) {
    this.#hold();
    this.#rate = rate;
    this.rates.push(rate);
  }

  play() {
    if (this.refuses?.()) return Promise.reject(Object.assign(new Error('a click first'), { name: 'NotAllowedError' }));
    if (!this.paused) return Promise.resolve();
    this.paused = false;
    this.#since = this.world.now + this.startLatency;
    this.#fire('play');
    this.world.setTimeout(() => this.#fire('playing'), this.startLatency);
    return Promise.resolve();
  }

  pause() {
    if (this.paused) return;
    this.#hold();
    this.#since = null;
    this.paused = true;
    this.#fire('pause');
  }

  /** The network has nothing for it. */
  starve(ms) {
    this.#hold();
    const wasPlaying = this.#since !== null;
    this.#since = null;
    this.readyState = 2;
    this.#fire('waiting');
    this.world.setTimeout(() => {
      this.readyState = 4;
      if (wasPlaying && !this.paused) this.#since = this.world.now;
      this.#fire('canplay');
    }, ms);
  }

  #hold() {
    const at = this.currentTime;
    this.#at = at;
    if (this.#since !== null) this.#since = Math.max(this.#since, this.world.now);
  }

  #fire(type) {
    this.world.setTimeout(() => this.dispatchEvent(new Event(type)), 0); // a task of its own, as in browsers
  }
}

/** A person who watches: a connection, a party, a player, with a clock of their own that is `off` by milliseconds. */
export function watcher(world, server, profile = 'ada', { there, back, off = 0, skew = 0, element = new Element(world), options, token, random } = {}) {
  const sync = new cinesync.CineSync({
    url: 'ws://relay', token: token ?? (async () => 'good'), WebSocket: server.webSocket(profile, there, back), timers: world,
    local: () => world.now * (1 + skew) + off, wall: () => world.now + 5_000_000, random: random ?? seeded(7),
  });
  const party = sync.attach('p1');
  const events = [];
  party.on('event', (event) => events.push(event));
  const player = element && new cinesync.Player(party, element, options);
  const states = [];
  player?.on('sync', ({ state }) => states.push(state));
  return { sync, party, player, element, events, states, here: () => element.currentTime * 1000 };
}

/** Play, and let it run until all follow. */
export async function playing(world, server, ...people) {
  await world.until(() => people.every(({ party, player }) => party.party && player.state === 'paused'));
  await world.settle(people[0].party.play());
  await world.until(() => people.every(({ player }) => player.state === 'following'));
}

export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
}
