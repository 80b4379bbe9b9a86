/**
 * CineSync: people in different places see the same second. A plain module for any app with an HTMLMediaElement; no
 * build, no dependencies. It speaks the socket's protocol, and leaves HTTP (making, joining and leaving parties, earlier
 * messages) to the app.
 *
 *   const cinesync = new CineSync({ url: 'wss://tv.example.com/v1/socket', token: async ({ renew }) => accessToken });
 *   const party = cinesync.attach(partyId);          // joined over HTTP before
 *   const player = new Player(party, document.querySelector('video'), { load: (content) => findIt(content) });
 *   party.on('change', () => draw(party.party));     // as of contract: status, members, content, …
 *   party.on('event', (event) => { … });             // every event of the party's log, once and in order
 *   player.on('sync', ({ state }) => badge(state));  // following, adjusting, out-of-sync, buffering, blocked, …
 *   playButton.onclick = () => { player.resume(); party.play().catch(show); };
 *
 * From below to above: Clock (what time is it on the server?), positionAt and advance (where is the party, and what does
 * an event make of it?), Party (one party's log and commands), CineSync (the connection), decide and Player (holds a
 * media element to the party). Times are milliseconds of the server's clock, positions milliseconds of the film.
 */

// -- small things

/** A command that was refused (`code` as the server's), could not be sent in time (`offline`), or was given up (`closed`). */
export class CineSyncError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

class Emitter {
  #listeners = new Map();

  /** @returns {() => void} takes the listener off again */
  on(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
    return () => this.#listeners.get(type).delete(listener);
  }

  emit(type, detail) {
    for (const listener of this.#listeners.get(type) ?? []) {
      try {
        listener(detail);
      } catch (error) {
        (globalThis.reportError ?? console.error)(error); // an app's mistake costs no event
      }
    }
  }
}

/** A UUID, also where the page is not in a secure context and `crypto.randomUUID` therefore missing. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

// -- the clock

/**
 * The server's clock, from four timestamps a ping: sent (t0, here), received and answered (t1, t2, there), back (t3, here).
 * Half of a ping's delay is the most by which it can be wrong, so of the last ones the fastest counts. Only a monotonic
 * clock is read here: the wall clock jumps.
 */
export class Clock {
  #local;
  #size;
  #samples = [];

  /** Server time less local time, ms; null until something is known. */
  offset = null;

  /** @param {{local?: () => number, size?: number}} [options] `local`: monotonic milliseconds; `size`: pings that count */
  constructor({ local = () => performance.now(), size = 8 } = {}) {
    this.#local = local;
    this.#size = size;
  }

  local() {
    return this.#local();
  }

  /** @param {number} t0 @param {number} t1 @param {number} t2 @param {number} [t3] */
  add(t0, t1, t2, t3 = this.#local()) {
    this.#samples.push({ delay: Math.max(0, t3 - t0 - (t2 - t1)), offset: (t1 - t0 + (t2 - t3)) / 2 });
    if (this.#samples.length > this.#size) this.#samples.shift();
    this.offset = this.#samples.reduce((best, sample) => (sample.delay < best.delay ? sample : best)).offset;
  }

  /** The least delay there and back among the pings that count, ms: the offset is not wrong by more than half of it. */
  get delay() {
    return Math.min(...this.#samples.map((sample) => sample.delay));
  }

  /** The local clock stood still or jumped: what was measured before says nothing. The offset stays until the next ping. */
  forget() {
    this.#samples = [];
  }

  /** Server time, ms since 1970. */
  now() {
    return this.#local() + (this.offset ?? 0);
  }
}

// -- the timeline

/**
 * Where a party is at server time `t`.
 * @param {{status: string, position_ms: number, anchored_at: number, rate: number}} line
 */
export function positionAt(line, t) {
  return line.position_ms + (line.status === 'playing' ? Math.max(0, t - line.anchored_at) * line.rate : 0);
}

/** The party after an event; itself unchanged. */
export function advance(party, { seq, kind, body, actor, at, apply_at: applyAt }) {
  const next = { ...party, seq };
  const place = (status, anchoredAt) =>
    Object.assign(next, { status, position_ms: body.position_ms, rate: body.rate ?? party.rate, anchored_at: anchoredAt });
  const members = (change) => {
    next.members = party.members.map(change);
  };
  switch (kind) {
    case 'play':
      place('playing', applyAt ?? at);
      break;
    case 'pause':
      place('paused', at);
      break;
    case 'rate':
      place(party.status, Math.max(at, party.anchored_at)); // one that is about to start still starts when it was to
      break;
    case 'load':
    case 'seek':
      place('waiting', at);
      members((member) => ({ ...member, ready: false }));
      if (kind === 'load') Object.assign(next, { content: body.content, match_key: null, rate: 1 });
      break;
    case 'ready':
      members((member) => (member.profile_id === actor.profile_id ? { ...member, ready: body.ready } : member));
      break;
    case 'role':
      members((member) => (member.profile_id === body.profile_id ? { ...member, role: body.role } : member));
      break;
    case 'join':
      next.members = party.members.filter((member) => member.profile_id !== body.profile_id);
      next.members.push({ profile_id: body.profile_id, name: body.name, avatar: null, role: 'member', online: true, ready: false });
      break;
    case 'leave':
    case 'kick':
    case 'ban':
      next.members = party.members.filter((member) => member.profile_id !== body.profile_id);
      break;
    case 'end':
      Object.assign(next, { status: 'ended', position_ms: positionAt(party, at), anchored_at: at });
      break;
    default: // chat; and what a later server may add
  }
  return next;
}

// -- a party

const COMMAND_PATIENCE = 8000; // a `pause` that arrives later than that is not what anybody wants any more
const CHAT_PATIENCE = 60000;
const ATTACH_PATIENCE = 5000;
const HEAD_PATIENCE = 1000; // a number may be told before the event that has it
const REMOVED = { kick: 'kicked', ban: 'banned', leave: 'left' };
const NO_MEMBER = ['not_found', 'banned', 'forbidden'];

/**
 * One party, as seen by one of its members: made by `CineSync.attach`.
 *
 * Tells of `change` (`party` is new), `event` (each event of the log once, in order), `gap` (events were missed that the
 * server keeps no more: load the messages anew), `reactions` ({emoji: count}) and `removed` ({reason}: kicked, banned,
 * left, or the code of a refusal such as not_found); after `removed` nothing comes any more.
 */
export class Party extends Emitter {
  #cinesync;
  #last = null; // the number of the last event that was told of
  #before = null; // the timeline that still holds until `from`
  #outbox = new Map();
  #attached = false;
  #asked = 0;
  #headTimer = null;
  #over = null;

  /** The party as the contract has it, null until the server has told. */
  party = null;

  /** Which event made the timeline: tells one seek from the next to the same place. */
  mark = null;

  constructor(cinesync, id) {
    super();
    this.#cinesync = cinesync;
    this.id = id;
  }

  get clock() {
    return this.#cinesync.clock;
  }

  get timers() {
    return this.#cinesync.timers;
  }

  /** This profile among the members. */
  get me() {
    return this.party?.members.find((member) => member.profile_id === this.#cinesync.profileId) ?? null;
  }

  get mayControl() {
    return this.me !== null && (this.me.role === 'host' || this.party.control === 'everyone');
  }

  /** The timeline in force at server time `t`: an event with `apply_at` counts from then on. */
  lineAt(t = this.clock.now()) {
    return this.#before && t < this.#before.from ? this.#before : this.party;
  }

  /** When the newest timeline is in force, or has been since; null where it was at once. */
  get changesAt() {
    return this.#before?.from ?? null;
  }

  /** Where the party is, ms. */
  position(t = this.clock.now()) {
    const line = this.lineAt(t);
    return line ? positionAt(line, t) : 0;
  }

  // -- what people do; the promises are for the event that came of it, or a CineSyncError

  play(positionMs) {
    return this.#command({ command: 'play', position_ms: positionMs });
  }

  pause() {
    return this.#command({ command: 'pause' });
  }

  seek(positionMs) {
    return this.#command({ command: 'seek', position_ms: Math.max(0, Math.round(positionMs)) });
  }

  /** @param {number} rate 0.25..4 */
  rate(rate) {
    return this.#command({ command: 'rate', rate });
  }

  /** Goes on with something else: `{kind, title, year?, ids?, duration_ms?}`. */
  load(content, positionMs = 0) {
    return this.#command({ command: 'load', content, position_ms: positionMs });
  }

  /** @param {string} text 1..500 characters */
  chat(text) {
    return this.#post({ type: 'party.chat', text }, CHAT_PATIENCE, (event) => event.kind === 'chat' && event.body.text.trim() === text.trim());
  }

  /** Shown to everybody for a moment, and not kept. */
  react(emoji) {
    if (this.#attached) this.#cinesync.send({ type: 'party.reaction', party_id: this.id, emoji });
  }

  /** That this device can play on from the party's place, or cannot. `Player` says it by itself. */
  ready(ready) {
    if (this.#attached) this.#cinesync.send({ type: 'party.ready', party_id: this.id, ready });
  }

  detach() {
    this.#cinesync.send({ type: 'party.detach', party_id: this.id });
    this.#drop(new CineSyncError('closed', 'The party was left'));
  }

  #command(command) {
    return this.#post({ type: 'party.command', ...command }, COMMAND_PATIENCE, (event) => event.kind === command.command);
  }

  // An event does not name the command it came of, so the oldest one that fits is answered. Until one is, it is sent again
  // after each reconnection, under the same id, which counts once.
  #post(frame, patience, answers) {
    if (this.#over) return Promise.reject(this.#over);
    const id = newId();
    return new Promise((resolve, reject) => {
      const timer = this.timers.setTimeout(() => {
        this.#outbox.delete(id);
        reject(new CineSyncError('offline', 'The party cannot be reached. Try again'));
      }, patience);
      const settle = (how) => (result) => {
        this.timers.clearTimeout(timer);
        this.#outbox.delete(id);
        how(result);
      };
      const entry = { frame: { ...frame, party_id: this.id, id }, answers, resolve: settle(resolve), reject: settle(reject) };
      this.#outbox.set(id, entry);
      if (this.#attached) this.#cinesync.send(entry.frame);
    });
  }

  // -- what the connection calls

  /** Ask for the state, and for the events since the last one. */
  connect() {
    this.#attached = false;
    this.#asked = this.clock.local();
    const since = this.#last === null ? {} : { since: this.#last, epoch: this.party.epoch };
    this.#cinesync.send({ type: 'party.attach', party_id: this.id, ...since });
  }

  disconnected() {
    this.#attached = false;
  }

  receive(frame) {
    if (frame.type === 'party.state') this.#begin(frame.party);
    else if (frame.type === 'party.event') this.#hear(frame);
    else if (frame.type === 'party.reactions') this.emit('reactions', frame.counts);
    else if (frame.type === 'party.presence' && this.party) {
      const online = new Set(frame.online);
      this.#change({ ...this.party, members: this.party.members.map((m) => ({ ...m, online: online.has(m.profile_id) })) });
    }
  }

  /** @returns {boolean} whether it was about this party */
  refused({ id, party_id: partyId, code, message }) {
    const entry = this.#outbox.get(id);
    if (entry) entry.reject(new CineSyncError(code, message));
    else if (id !== undefined || partyId !== this.id) return false;
    else if (NO_MEMBER.includes(code)) {
      if (this.#attached) this.connect(); // whatever it was about: the answer to this is final
      else this.#remove(code);
    }
    return true;
  }

  /** Called every second: what was asked for may have been refused because the server was busy. */
  check() {
    if (!this.#attached && this.clock.local() - this.#asked > ATTACH_PATIENCE) this.connect();
  }

  /** What the server says its last number is, every ten seconds: nothing may be missing here for longer. */
  head(seq) {
    if (this.#attached && seq > this.#last && this.#headTimer === null) {
      this.#headTimer = this.timers.setTimeout(() => {
        this.#headTimer = null;
        if (!this.#attached || seq <= this.#last) return;
        // The state is as new, but the events that led there were not sent: the server has them no more.
        if (this.party.seq >= seq) this.#skipTo(this.party.seq);
        else this.connect();
      }, HEAD_PATIENCE);
    }
  }

  #begin(party) {
    const known = this.#last !== null && party.epoch === this.party.epoch && party.seq >= this.#last;
    const moved = !this.party || ['status', 'position_ms', 'anchored_at', 'rate'].some((name) => party[name] !== this.party[name]);
    this.#attached = true;
    if (moved) this.#turn(party.seq, null);
    if (known) {
      this.#change(party);
    } else {
      const first = this.#last === null;
      this.#last = party.seq;
      this.#change(party);
      if (!first) this.emit('gap');
    }
    for (const entry of [...this.#outbox.values()]) this.#cinesync.send(entry.frame);
  }

  #hear(event) {
    if (!this.#attached) return; // of before the state that was asked for
    if (event.epoch !== this.party.epoch) return this.connect();
    this.#answer(event);
    if (event.seq <= this.#last) return;
    if (event.seq > this.#last + 1) {
      if (event.seq !== this.party.seq + 1) return this.connect();
      this.#skipTo(this.party.seq); // the state was sent, and not what led there
    }
    this.#last = event.seq;
    if (event.seq > this.party.seq) {
      if (['play', 'pause', 'rate', 'seek', 'load', 'end'].includes(event.kind)) this.#turn(event.seq, event.apply_at);
      this.#change(advance(this.party, event));
    }
    this.emit('event', event);
    if (event.kind in REMOVED && event.body.profile_id === this.#cinesync.profileId) this.#remove(REMOVED[event.kind]);
  }

  #answer(event) {
    if (event.actor?.profile_id !== this.#cinesync.profileId) return;
    for (const entry of this.#outbox.values()) {
      if (entry.answers(event)) return entry.resolve(event);
    }
  }

  #turn(mark, applyAt) {
    const now = this.clock.now();
    this.#before = applyAt > now && this.party ? { ...this.lineAt(now), from: applyAt } : null;
    this.mark = mark;
  }

  #change(party) {
    this.party = party;
    this.emit('change', party);
  }

  #skipTo(seq) {
    this.#last = seq;
    this.emit('gap');
  }

  #remove(reason) {
    this.#drop(new CineSyncError(reason, 'You are not in this party any more'));
    this.emit('removed', { reason });
  }

  #drop(error) {
    this.#attached = false;
    this.#over = error;
    this.timers.clearTimeout(this.#headTimer);
    for (const entry of [...this.#outbox.values()]) entry.reject(error);
    this.#cinesync.forget(this);
  }
}

// -- the connection

const JOINING_PINGS = 5;
const JOINING_INTERVAL = 200;
const PING_INTERVAL = 15000;
const SILENCE = 7000; // then the server is asked,
const ANSWER_PATIENCE = 4000; // and given that long
const OPEN_PATIENCE = 10000;
const FIRST_RETRY = 500;
const LAST_RETRY = 15000;
const TOO_FAST_RETRY = 5000;
const SETTLED = 2000; // a connection that held so long is no part of the trouble before
const RENEW_BEFORE = 60000;
const WALL_JUMP = 1000;

/**
 * The connection to a relay: authenticates, and again before the token expires; keeps the clock; comes back by itself,
 * to any relay, with nothing lost.
 *
 * Tells of `state` ({state}: `connecting`, `online`, `offline` (tries again by itself), `signed-out` (`connect` when
 * somebody has signed in), `closed`) and `sync.changed` ({entities}: another device of the profile changed something).
 */
export class CineSync extends Emitter {
  #options;
  #parties = new Map();
  #socket = null;
  #attempts = 0;
  #refusals = 0;
  #renew = false;
  #opening = 0;
  #retryTimer = null;
  #openTimer = null;
  #renewTimer = null;
  #beatTimer = null;
  #pingTimers = [];
  #authAt = 0;
  #onlineAt = 0;
  #heardAt = 0;
  #askedAt = 0;
  #pingedAt = 0;
  #wallOffset = 0;
  #listeners = { online: () => this.wake(), pageshow: () => this.wake(), pagehide: () => this.#hide() };

  state = 'offline';
  accountId = null;
  profileId = null;

  /**
   * @param {object} options
   * @param {string} options.url the relay's, such as wss://tv.example.com/v1/socket
   * @param {(why: {renew: boolean}) => Promise<string|null>} options.token answers an access token of a selected profile;
   *   `renew`: not the one of before, which was refused or is about to expire. null: nobody is signed in. A rejection is
   *   taken for a network failure.
   * @param {typeof WebSocket} [options.WebSocket]
   * @param {() => number} [options.local] monotonic milliseconds
   * @param {() => number} [options.wall] milliseconds since 1970; only to notice that the machine slept
   * @param {object} [options.timers] setTimeout, clearTimeout, setInterval, clearInterval
   * @param {() => number} [options.random]
   */
  constructor({ url, token, WebSocket = globalThis.WebSocket, local, wall = Date.now, timers = globalThis, random = Math.random }) {
    super();
    this.#options = { url, token, WebSocket, wall, random };
    this.timers = timers;
    this.clock = new Clock({ local });
    for (const [type, listener] of Object.entries(this.#listeners)) globalThis.window?.addEventListener(type, listener);
    this.connect();
  }

  /** @returns {Party} the party, of which this profile must be a member */
  attach(partyId) {
    let party = this.#parties.get(partyId);
    if (!party) {
      party = new Party(this, partyId);
      this.#parties.set(partyId, party);
      if (this.state === 'online') party.connect();
    }
    return party;
  }

  /** Now, whatever was being waited for. */
  connect() {
    this.#abandon();
    this.#open();
  }

  /** The network is back, or the page: no waiting, and no trust in the clock. */
  wake() {
    if (this.state === 'offline') this.connect();
    else if (this.state === 'online') this.#measureAnew();
  }

  // A browser may keep a page that was left, its connection with it; the others would see somebody who is not there.
  #hide() {
    if (this.state === 'signed-out') return;
    this.#abandon();
    this.#enter('offline');
  }

  close() {
    for (const [type, listener] of Object.entries(this.#listeners)) globalThis.window?.removeEventListener(type, listener);
    for (const party of [...this.#parties.values()]) party.detach();
    this.#abandon();
    this.#enter('closed');
  }

  // -- what parties call

  /** Sent if there is a connection: what must arrive is sent again by whoever wants it. */
  send(frame) {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(frame));
  }

  forget(party) {
    this.#parties.delete(party.id);
  }

  // -- opening

  async #open() {
    const opening = ++this.#opening;
    const renew = this.#renew;
    let token;
    this.#enter('connecting');
    try {
      token = await this.#options.token({ renew });
    } catch {
      if (opening === this.#opening) this.#retry();
      return;
    }
    if (opening !== this.#opening) return;
    if (!token) return this.#enter('signed-out');
    this.#renew = false;
    const socket = new this.#options.WebSocket(this.#options.url);
    this.#socket = socket;
    this.#openTimer = this.timers.setTimeout(() => this.#lost(socket), OPEN_PATIENCE);
    socket.onopen = () => this.#authenticate(token);
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(JSON.parse(data));
    socket.onclose = ({ code }) => this.#lost(socket, code);
  }

  #authenticate(token) {
    this.#authAt = this.clock.local();
    this.send({ type: 'auth', token });
  }

  #authenticated({ account_id: accountId, profile_id: profileId, expires_at: expiresAt, server_time: serverTime }) {
    const joining = this.state !== 'online' || profileId !== this.profileId; // another profile is in none of the parties yet
    this.accountId = accountId;
    this.profileId = profileId;
    this.clock.add(this.#authAt, serverTime, serverTime);
    const left = (typeof expiresAt === 'number' ? expiresAt : Date.parse(expiresAt)) - serverTime;
    this.timers.clearTimeout(this.#renewTimer);
    this.#renewTimer = this.timers.setTimeout(() => this.#reauthenticate(), Math.max(1000, Math.min(left - RENEW_BEFORE, 2 ** 31 - 1)));
    if (this.state !== 'online') {
      this.timers.clearTimeout(this.#openTimer);
      this.#onlineAt = this.clock.local();
      this.#refusals = 0;
      this.#beatTimer = this.timers.setInterval(() => this.#beat(), 1000);
      this.#measureAnew();
      this.#enter('online');
    }
    if (joining) for (const party of this.#parties.values()) party.connect();
  }

  async #reauthenticate() {
    const socket = this.#socket;
    try {
      const token = await this.#options.token({ renew: true });
      if (socket !== this.#socket) return;
      if (token) return this.#authenticate(token);
      this.#abandon();
      this.#enter('signed-out');
    } catch {
      if (socket === this.#socket) this.#renewTimer = this.timers.setTimeout(() => this.#reauthenticate(), 10000);
    }
  }

  // -- closing

  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#abandon();
    if (this.state === 'online' && this.clock.local() - this.#onlineAt > SETTLED) this.#attempts = 0;
    if (code === 4401) {
      this.#renew = true;
      if (++this.#refusals > 1) return this.#enter('signed-out');
    }
    this.#retry(code === 4429 ? TOO_FAST_RETRY : 0);
  }

  #retry(atLeast = 0) {
    const most = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.#attempts++);
    // At first anywhere up to the most, so that a relay's clients do not all come back at once; later not below a half.
    const wait = most * (this.#attempts === 1 ? this.#options.random() : (1 + this.#options.random()) / 2);
    this.#enter('offline');
    this.#retryTimer = this.timers.setTimeout(() => this.#open(), Math.max(atLeast, wait));
  }

  #abandon() {
    const socket = this.#socket;
    this.#socket = null;
    this.#opening++;
    for (const timer of [this.#retryTimer, this.#openTimer, this.#renewTimer, ...this.#pingTimers]) this.timers.clearTimeout(timer);
    this.timers.clearInterval(this.#beatTimer);
    for (const party of this.#parties.values()) party.disconnected();
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null; // a half-open one may take minutes to say that it is closed
    socket.close();
  }

  #enter(state) {
    if (state === this.state) return;
    this.state = state;
    this.emit('state', { state });
  }

  // -- while it is open

  #receive(frame) {
    this.#heardAt = this.clock.local();
    switch (frame.type) {
      case 'authenticated':
        return this.#authenticated(frame);
      case 'pong':
        return this.clock.add(frame.t0, frame.t1, frame.t2);
      case 'error':
        for (const party of [...this.#parties.values()]) if (party.refused(frame)) return;
        return;
      case 'head':
        for (const [id, seq] of Object.entries(frame.parties)) this.#parties.get(id)?.head(seq);
        return;
      case 'sync.changed':
        return this.emit('sync.changed', { entities: frame.entities });
      default:
        this.#parties.get(frame.party_id ?? frame.party?.id)?.receive(frame);
    }
  }

  #ping() {
    this.#pingedAt = this.clock.local();
    this.send({ type: 'ping', t0: this.#pingedAt });
  }

  #measureAnew() {
    this.#heardAt = this.clock.local();
    this.#wallOffset = this.#options.wall() - this.clock.local();
    for (const timer of this.#pingTimers) this.timers.clearTimeout(timer);
    this.#pingTimers = Array.from({ length: JOINING_PINGS }, (_, n) => this.timers.setTimeout(() => this.#ping(), n * JOINING_INTERVAL));
  }

  // Every second, or more rarely where the browser slows down a page that nobody sees.
  #beat() {
    const now = this.clock.local();
    if (Math.abs(this.#options.wall() - now - this.#wallOffset) > WALL_JUMP) {
      this.clock.forget(); // the machine slept and its monotonic clock may have, too; or somebody set the time, which is no harm
      this.#measureAnew();
    }
    if (now - this.#pingedAt >= PING_INTERVAL) this.#ping();
    for (const party of this.#parties.values()) party.check();
    if (this.#askedAt > this.#heardAt) {
      if (now - this.#askedAt >= ANSWER_PATIENCE) this.#lost(this.#socket);
    } else if (now - this.#heardAt >= SILENCE) {
      this.#askedAt = now;
      this.#ping();
    }
  }
}

// -- the player

/** Milliseconds, unless it says otherwise. */
export const LIMITS = Object.freeze({
  ignored: 80, // nobody hears or sees it, and each change of speed may be heard
  placed: 40, // once, right after a start: two people who are each 80 ms off may be 160 apart
  arrived: 20,
  seek: 1500,
  seekWithoutRate: 3000,
  steering: 0.08, // of the speed
  gentle: 0.03,
});

/**
 * What to do about a drift: nothing, another speed, or a seek. A speed is chosen once and kept until it has led home:
 * speeds that change all the time are what people hear.
 *
 * @param {number} drift ms; ahead of the party is positive
 * @param {{steering?: number, placing?: boolean, rateControl?: boolean}} [now] `steering`: the factor on the speed that is
 *   in force; `placing`: it has only just started, or changed its speed with the party
 * @returns {{state: 'following'|'adjusting'|'out-of-sync', steering: number, seek: boolean}}
 */
export function decide(drift, { steering = 1, placing = false, rateControl = true } = {}) {
  const size = Math.abs(drift);
  const far = size > (rateControl ? LIMITS.seek : LIMITS.seekWithoutRate);
  const towards = (strength) => (rateControl ? 1 - Math.sign(drift) * strength : 1);
  if (far) return { state: 'out-of-sync', steering: towards(LIMITS.steering), seek: true };
  const home = steering === 1 ? size <= (placing ? LIMITS.placed : LIMITS.ignored) : size <= LIMITS.arrived || (steering > 1) === (drift > 0);
  if (!rateControl || home) return { state: 'following', steering: 1, seek: false };
  const strength = Math.min(LIMITS.steering, Math.max(LIMITS.gentle, size / 3000, Math.abs(steering - 1)));
  return { state: 'adjusting', steering: towards(strength), seek: false };
}

const TICK = 250;
const SAME_PLACE = 60; // one or two pictures
const NEAR = 100; // a start that is no further off needs no seek
const SETTLING = 500; // after a start, until the drift says how long starting takes
const FIRST_LANDING = 400;
const FIRST_START = 50;
const LONGEST_LANDING = 5000;
const FIRST_BACK_OFF = 2000;
const LONGEST_BACK_OFF = 60000;
const FORGIVEN_AFTER = 30000;
const STALL_PATIENCE = 1500;
const SAY_AGAIN = 3000;
const HAVE_FUTURE_DATA = 3;
const EVENTS = ['loadedmetadata', 'canplay', 'canplaythrough', 'seeked', 'playing', 'play', 'pause', 'waiting', 'ended', 'emptied', 'error'];

/**
 * Holds a media element to a party: starts and stops it at the party's instants, steers it while it plays, says when it
 * is ready. The element's own controls are better hidden: what people press there is for this device alone.
 *
 * `state`, and what `sync` tells of ({state, drift}):
 * `idle` (no party, or nothing to play), `paused`, `waiting` (for the members to be ready), `starting`, `following`,
 * `adjusting` (its speed), `buffering`, `out-of-sync` (too far off; it seeks, ever more rarely), `finished` (past its
 * end), `blocked` (the browser wants a click first) and `held` (somebody paused just this element): the last two end by
 * `resume`. `muted` says that the sound was taken off so that the browser let it start: `resume` gives it back.
 */
export class Player extends Emitter {
  #element;
  #options;
  #timers;
  #timer;
  #wakeTimer = null;
  #unlisten = [];

  #content; // the content that the element has, as text
  #loading = false;
  #mark = null; // the timeline that the element was put on
  #placed = false;
  #sought = null;
  #landedAt = null; // when the seek of a landing began
  #wanted = false; // that it plays
  #startedAt = null;
  #stalledAt = null;
  #steering = 1;
  #placing = true;
  #drifts = [];
  #held = false;
  #blocked = false;
  #landing = FIRST_LANDING; // how long before the party a landing aims: learned
  #startLead = FIRST_START; // how much earlier than due it is told to play: learned
  #backOff = FIRST_BACK_OFF;
  #seekFrom = 0;
  #followingSince = null;
  #said = {};

  state = 'idle';
  muted = false;

  /** Ahead of the party (or behind it, negative), ms; null where it does not play. */
  drift = null;

  /**
   * @param {Party} party
   * @param {HTMLMediaElement} element
   * @param {object} [options]
   * @param {(content: object, element: HTMLMediaElement) => Promise<void>|void} [options.load] puts what is watched into
   *   the element; called again when the party goes on with something else
   * @param {boolean} [options.rateControl] false for players that cannot change speed a little: they seek, beyond 3 s
   * @param {boolean} [options.mayMute] start without sound where the browser does not let it start with
   */
  constructor(party, element, { load = () => {}, rateControl = true, mayMute = true } = {}) {
    super();
    this.party = party;
    this.#element = element;
    this.#options = { load, rateControl, mayMute };
    this.#timers = party.timers;
    this.#timer = this.#timers.setInterval(() => this.#tick(), TICK);
    for (const type of EVENTS) {
      const listener = () => this.#happened(type);
      element.addEventListener(type, listener);
      this.#unlisten.push(() => element.removeEventListener(type, listener));
    }
    this.#unlisten.push(party.on('change', () => this.#tick()), party.on('removed', () => this.close()));
    this.#tick();
  }

  /** Call it from a click: the browser then lets it play, with its sound. */
  resume() {
    this.#held = this.#blocked = false;
    if (this.muted) {
      this.#element.muted = this.muted = false;
      this.#tell(this.state, true);
    }
    this.#tick();
  }

  close() {
    for (const unlisten of this.#unlisten) unlisten();
    this.#timers.clearInterval(this.#timer);
    this.#timers.clearTimeout(this.#wakeTimer);
    this.#stop();
    this.#setRate(1);
  }

  #happened(type) {
    if (type === 'pause' && this.#wanted && this.#element.paused && !this.#element.ended) this.#held = true; // not by us
    if (type === 'play') this.#held = false;
    this.#tick();
  }

  #tick() {
    const { party } = this;
    const element = this.#element;
    const t = party.clock.now();
    const lead = party.party?.status === 'playing' ? this.#startLead : 0;
    const line = party.lineAt(t + lead);
    if (!line || party.clock.offset === null) return this.#tell('idle');
    if (line !== party.party) this.#wakeAt(party.changesAt - lead);
    else if (party.mark !== this.#mark) this.#turn(party.mark);
    this.#load(line.content);
    if (this.#loading || element.readyState < 1) return this.#report(false, 'idle');

    const able = element.readyState >= HAVE_FUTURE_DATA && !element.seeking;
    if (line.status !== 'playing') return this.#stand(line, able);
    if (positionAt(line, t) >= element.duration * 1000) {
      this.#stop();
      return this.#report(true, 'finished');
    }
    if (this.#held || this.#blocked) return this.#report(able, this.#held ? 'held' : 'blocked');
    if (!able) return this.#starve(t);
    this.#stalledAt = null;
    if (element.paused) this.#start(line, t);
    else this.#steer(line, t);
  }

  // A new timeline: it may be met by a seek at once, and nothing of before is held against it.
  #turn(mark) {
    this.#mark = mark;
    this.#placed = false;
    this.#placing = true;
    this.#sought = null;
    this.#backOff = FIRST_BACK_OFF;
    this.#seekFrom = 0;
    this.#drifts = [];
  }

  #load(content) {
    const text = JSON.stringify(content);
    if (text === this.#content) return;
    this.#content = text;
    this.#loading = true;
    this.#placed = false;
    this.#sought = null;
    const settle = () => {
      if (this.#content !== text) return; // it went on meanwhile
      this.#loading = false;
      this.#tick();
    };
    Promise.resolve(this.#options.load(content, this.#element)).then(settle, (error) => {
      this.emit('error', error);
      settle();
    });
  }

  // Paused or waiting: at the place, still.
  #stand(line, able) {
    const element = this.#element;
    this.#stop();
    this.#setRate(line.rate);
    this.#steering = 1;
    const place = Math.min(line.position_ms, element.duration * 1000 || Infinity);
    if (this.#sought !== place) {
      // Once: some players land on the next picture that they can, and asking again does not change it.
      this.#sought = place;
      if (Math.abs(element.currentTime * 1000 - place) > SAME_PLACE) {
        element.currentTime = place / 1000;
        able = false;
      }
    }
    this.#report(able, line.status === 'waiting' ? 'waiting' : line.status === 'ended' ? 'idle' : 'paused');
  }

  // Not able to play on: nothing to steer until it is.
  #starve(t) {
    this.#stalledAt ??= t;
    this.#drifts = [];
    if (this.#wanted) this.#setRate(this.party.lineAt(t).rate);
    this.#steering = 1;
    const dry = t - this.#stalledAt > STALL_PATIENCE;
    this.#report(dry ? false : this.party.me?.ready, dry || this.#landedAt === null ? 'buffering' : 'starting');
  }

  // Standing, and the party plays: play when the party comes by, or go to where it will be.
  #start(line, t) {
    const element = this.#element;
    const here = element.currentTime * 1000;
    const due = line.anchored_at + (here - line.position_ms) / line.rate - this.#startLead;
    const late = t - due;
    if (this.#landedAt !== null) {
      const took = t - this.#landedAt;
      this.#landing = Math.min(LONGEST_LANDING, Math.max(this.#landing * 0.7, took * 1.5, 150));
      this.#landedAt = null;
    }
    if (late < 0 && -late <= LONGEST_LANDING) {
      this.#wakeAt(due);
      return this.#report(true, 'starting');
    }
    const near = this.#placed ? LIMITS.seek : NEAR;
    if (Math.abs(late) > near && t >= this.#seekFrom) return this.#land(line, t);
    this.#setRate(line.rate);
    this.#placed = true;
    this.#play(t);
    this.#report(true, 'starting');
  }

  // Goes to where the party will be in a moment, and waits for it there. A seek to where it is now would come late by as
  // much as the seek takes.
  #land(line, t) {
    const element = this.#element;
    if (this.#placed) {
      this.#seekFrom = t + this.#backOff;
      this.#backOff = Math.min(LONGEST_BACK_OFF, this.#backOff * 2);
    }
    this.#stop();
    this.#placed = true;
    this.#sought = null;
    this.#landedAt = t;
    this.#drifts = [];
    element.currentTime = Math.min(positionAt(line, t + this.#landing), element.duration * 1000 || Infinity) / 1000;
    this.#tell('starting');
  }

  #steer(line, t) {
    const element = this.#element;
    this.#sought = null;
    this.#setRate(line.rate * this.#steering);
    this.#drifts = [...this.#drifts.slice(-2), element.currentTime * 1000 - positionAt(line, t)];
    this.drift = [...this.#drifts].sort((a, b) => a - b)[this.#drifts.length >> 1]; // the middle one: clocks of players jitter
    if (this.#startedAt !== null) {
      if (t - this.#startedAt < SETTLING) return this.#report(true, this.state);
      this.#startedAt = null;
      if (Math.abs(this.drift) < LIMITS.seek) this.#startLead = Math.min(500, Math.max(0, this.#startLead - (0.7 * this.drift) / line.rate));
    }
    if (this.#drifts.length < 3) return this.#report(true, this.state);
    const { state, steering, seek } = decide(this.drift, {
      steering: this.#steering, placing: this.#placing, rateControl: this.#options.rateControl,
    });
    if (seek && (t >= this.#seekFrom || !this.#placed)) return this.#land(line, t);
    this.#placed = true;
    if (steering === 1) this.#placing = false;
    if (steering !== this.#steering) this.#drifts = [];
    this.#steering = steering;
    this.#setRate(line.rate * steering);
    this.#followingSince = state === 'following' ? (this.#followingSince ?? t) : null;
    if (this.#followingSince !== null && t - this.#followingSince > FORGIVEN_AFTER) this.#backOff = FIRST_BACK_OFF;
    this.#report(true, state);
  }

  #play(t) {
    this.#wanted = true;
    this.#startedAt = t;
    this.#placing = true;
    this.#drifts = [];
    Promise.resolve(this.#element.play()).catch((error) => {
      if (error.name !== 'NotAllowedError') return; // interrupted by a pause, say: the next tick looks again
      this.#wanted = false;
      if (this.#options.mayMute && !this.#element.muted) {
        this.#element.muted = this.muted = true;
        this.#placed = false;
      } else {
        this.#blocked = true;
      }
      this.#tick();
      this.#tell(this.state, true);
    });
  }

  #stop() {
    this.#wanted = false;
    this.#startedAt = null;
    this.#followingSince = null;
    this.drift = null;
    if (!this.#element.paused) this.#element.pause();
  }

  #setRate(rate) {
    if (!this.#options.rateControl && rate !== Math.round(rate * 4) / 4) return;
    if (Math.abs(this.#element.playbackRate - rate) < 0.001) return;
    try {
      this.#element.playbackRate = rate;
    } catch {
      this.#options.rateControl = false;
    }
  }

  #wakeAt(t) {
    if (t === null) return;
    this.#timers.clearTimeout(this.#wakeTimer);
    this.#wakeTimer = this.#timers.setTimeout(() => this.#tick(), Math.max(0, t - this.party.clock.now()));
  }

  // Tells the party, if it does not know yet; not before a seek that is still to come.
  #report(ready, state) {
    const { party } = this;
    const now = party.clock.now();
    const known = ready === undefined || !party.me || party.me.ready === ready || now < party.changesAt;
    const said = this.#said.ready === ready && this.#said.mark === party.mark && now - this.#said.at < SAY_AGAIN;
    if (!known && !said) {
      this.#said = { ready, mark: party.mark, at: now };
      party.ready(ready);
    }
    this.#tell(state);
  }

  #tell(state, anyway = false) {
    if (state === this.state && !anyway) return;
    this.state = state;
    this.emit('sync', { state, drift: this.drift });
  }
}
