// The room of a watch party: the picture, who is there, the chat. What the party does is CineSync's (cinesync.js); this
// draws it, and passes on what people press.

import { CineSync, Player } from './cinesync.js';

const REACTIONS = ['❤️', '😂', '😍', '😮', '😱', '😢'];
const SHOWN_LINES = 500;
const SKIP = 10000;
const $ = (id) => document.getElementById(id);

const WORDS = {
  play: (name) => `${name} pressed play`,
  pause: (name) => `${name} paused`,
  seek: (name, body) => `${name} went to ${time(body.position_ms)}`,
  rate: (name, body) => `${name} set the speed to ${body.rate}×`,
  load: (name, body) => `${name} put on ${body.content.title}`,
  join: (_, body) => `${body.name} joined`,
  leave: (_, body) => `${body.name} left`,
  kick: (_, body) => `${body.name} was removed`,
  ban: (_, body) => `${body.name} was banned`,
  end: () => 'The party is over',
};

const REMOVED = {
  kicked: 'The host removed you from the party.',
  banned: 'The host banned you from the party.',
  left: null,
  not_found: 'You are not in this party any more.',
};

const SYNC = {
  following: ['In sync', 'good'],
  adjusting: ['Catching up', 'good'],
  starting: ['Catching up', ''],
  buffering: ['Loading …', 'warn'],
  'out-of-sync': ['Out of sync', 'warn'],
};

export class Room {
  /** What a party watches here if it does not say otherwise. Made by:
   *
   * ffmpeg -f lavfi -i "gradients=s=640x360:r=20:d=180:n=2:c0=0x15142b:c1=0x3a2f86:x0=0:y0=0:x1=640:y1=360:speed=0.00001:seed=7"
   *   -f lavfi -i "aevalsrc='0.2*sin(2*PI*(880+440*eq(mod(floor(t),10),0))*t)*exp(-30*mod(t,1))':s=48000:d=180"
   *   -filter_complex "[0:v]drawtext=fontfile=/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf:fontsize=84:fontcolor=white
   *     :text='%{eif\:floor(t/60)\:d\:2}\:%{eif\:mod(floor(t),60)\:d\:2}.%{eif\:mod(floor(t*10),10)\:d}':x=(w-text_w)/2:y=(h-text_h)/2-8,
   *     drawtext=fontfile=/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf:text='CineSync · one second, everywhere':fontsize=18
   *     :fontcolor=0xa69fff:x=(w-text_w)/2:y=h/2+56[b];color=c=0xa69fff:s=48x8:r=20:d=180[dot];
   *     [b][dot]overlay=x='(W-48)*abs(mod(t\,4)/2-1)':y=H-8"
   *   -c:v libvpx-vp9 -b:v 0 -crf 56 -g 80 -row-mt 1 -cpu-used 2 -pix_fmt yuv420p -c:a libopus -b:a 8k -ac 1
   *   -cues_to_front 1 -fflags +bitexact -map_metadata -1 timecode.webm
   */
  static CLIP = { kind: 'movie', title: 'CineSync timecode', duration_ms: 180000 };
  static CLIP_FILE = '/static/timecode.webm';

  #session;
  #onleave;
  #cinesync;
  #party;
  #player;
  #code;
  #files = new Map(); // files of this device, by the title that they are watched as
  #lines = new Map();
  #curtainAction = null;
  #dragging = false;
  #timer;
  #toastTimer;
  #abort = new AbortController();

  constructor({ session, relay, party, code, onleave }) {
    this.#session = session;
    this.#onleave = onleave;
    this.#code = code;
    this.#cinesync = new CineSync({ url: relay, token: (why) => session.token(why) });
    this.#party = this.#cinesync.attach(party.id);
    this.#player = new Player(this.#party, $('video'), { load: (content) => this.#load(content) });

    this.#cinesync.on('state', () => this.#drawConnection());
    this.#party.on('change', () => this.#draw());
    this.#party.on('event', (event) => this.#hear(event));
    this.#party.on('gap', () => this.#history());
    this.#party.on('reactions', (counts) => this.#float(counts));
    this.#party.on('removed', ({ reason }) => this.#leave(REMOVED[reason] === undefined ? REMOVED.not_found : REMOVED[reason]));
    this.#player.on('sync', () => this.#drawSync());

    this.#listen();
    $('door').hidden = true;
    $('room').hidden = false;
    $('log').replaceChildren();
    $('members').replaceChildren();
    $('party-title').textContent = party.title;
    $('party-title').focus();
    document.title = `${party.title} · SyncStream TV`;
    $('invite').hidden = !code;
    $('invite-code').textContent = code ? `${code.slice(0, 4)}-${code.slice(4)}` : '';
    this.#timer = setInterval(() => this.#drawTime(), 250);
    this.#drawConnection();
    this.#history();
  }

  close() {
    this.#abort.abort();
    clearInterval(this.#timer);
    this.#player.close();
    this.#cinesync.close();
    for (const url of this.#files.values()) URL.revokeObjectURL(url);
    if ($('card').open) $('card').close();
    if (document.fullscreenElement) document.exitFullscreen();
    $('video').removeAttribute('src');
    $('video').load();
  }

  #leave(sentence) {
    this.close();
    this.#onleave(sentence);
  }

  // -- what people press

  #listen() {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.#abort.signal });
    const party = this.#party;

    on($('play'), 'click', () => this.#toggle());
    on($('video'), 'click', () => this.#toggle());
    on($('seek'), 'input', () => {
      this.#dragging = true;
      $('now').textContent = time(Number($('seek').value));
    });
    on($('seek'), 'change', () => {
      this.#dragging = false;
      this.#do(party.seek(Number($('seek').value)));
    });
    on($('rate'), 'change', () => this.#do(party.rate(Number($('rate').value))));
    on($('sound'), 'click', () => {
      if (this.#player.muted) this.#player.resume();
      else $('video').muted = !$('video').muted;
      this.#drawSync();
    });
    on($('wide'), 'click', () => {
      const screen = document.querySelector('.stage');
      if (document.fullscreenElement) document.exitFullscreen();
      else if (screen.requestFullscreen) screen.requestFullscreen();
      else $('video').webkitEnterFullscreen?.(); // phones that know it of videos alone
    });
    on($('video'), 'error', () => $('video').getAttribute('src') && this.#toast('This file cannot be played here. Try another one.'));
    on($('curtain-button'), 'click', () => this.#curtainAction?.());
    on($('own'), 'click', () => $('file').click());
    on($('file'), 'change', () => this.#choose($('file').files[0]));
    on($('invite'), 'click', () => this.#invite());
    on($('leave'), 'click', () => this.#askToLeave());

    on($('chat'), 'submit', (event) => {
      event.preventDefault();
      this.#say($('text').value.trim());
    });
    $('reactions').replaceChildren(
      ...REACTIONS.map((emoji) => {
        const button = Object.assign(document.createElement('button'), { type: 'button', textContent: emoji, ariaLabel: `React with ${emoji}` });
        on(button, 'click', () => party.react(emoji));
        return button;
      }),
    );

    on(document, 'keydown', (event) => {
      if (event.target.closest('input, select, button, dialog') || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = { ArrowLeft: -SKIP, ArrowRight: SKIP }[event.key];
      if (event.key === ' ' || event.key === 'k') this.#toggle();
      else if (step && party.mayControl) this.#do(party.seek(party.position() + step));
      else return;
      event.preventDefault();
    });
  }

  #toggle() {
    const party = this.#party;
    const going = party.party?.status === 'playing';
    const out = ['held', 'blocked'].includes(this.#player.state);
    this.#player.resume();
    if (out || !party.party) return;
    if (!party.mayControl) return this.#toast('The host plays and pauses here.');
    this.#do(going ? party.pause() : party.play());
  }

  async #do(work) {
    try {
      await work;
    } catch (error) {
      this.#toast(error.message);
      this.#draw();
    }
  }

  async #say(text) {
    if (!text) return;
    $('text').value = '';
    const pending = this.#write({ name: this.#party.me?.name, text, mine: true, pending: true });
    try {
      await this.#party.chat(text);
    } catch (error) {
      if (!$('text').value) $('text').value = text;
      this.#toast(error.message);
    }
    pending.remove();
  }

  async #invite() {
    const link = `${location.origin}${location.pathname}?code=${this.#code}`;
    try {
      await navigator.clipboard.writeText(link);
      this.#toast('The link is copied. Send it to whoever shall watch with you.');
    } catch {
      this.#ask('Invite', 'Send this link to whoever shall watch with you.', []);
      const field = Object.assign(document.createElement('input'), { value: link, readOnly: true, ariaLabel: 'Link' });
      $('card-actions').replaceChildren(field);
      field.select();
    }
  }

  #askToLeave() {
    const party = this.#party.party;
    if (this.#party.me?.role !== 'host' || party.status === 'ended') return this.#leaveParty();
    const others = party.members.length > 1;
    this.#ask('Leave the party?', others ? 'You are its host. If you leave, whoever is longest here takes over.' : '', [
      ['Leave', () => this.#leaveParty()],
      ['End it for everybody', () => this.#do(this.#session.call('DELETE', `/v1/parties/${party.id}`)), 'danger'],
    ]);
  }

  async #leaveParty() {
    const { id } = this.#party;
    this.close(); // before the event that says so
    await this.#session.call('POST', `/v1/parties/${id}/leave`, {}).catch(() => {});
    this.#onleave(null);
  }

  #askAbout(member) {
    const path = `/v1/parties/${this.#party.id}`;
    const call = (verb, body) => () => this.#do(this.#session.call('POST', `${path}/${verb}`, { profile_id: member.profile_id, ...body }));
    this.#ask(member.name, member.role === 'host' ? 'Host' : member.online ? 'Watching' : 'Away', [
      member.role === 'host' ? ['Make a member', call('role', { role: 'member' })] : ['Make a host', call('role', { role: 'host' })],
      ['Remove', call('kick', {})],
      ['Ban for good', call('kick', { ban: true }), 'danger'],
    ]);
  }

  #ask(title, text, actions) {
    $('card-name').textContent = title;
    $('card-text').textContent = text;
    $('card-actions').replaceChildren(
      ...actions.map(([label, act, kind]) => {
        const button = Object.assign(document.createElement('button'), { textContent: label, className: kind ?? '' });
        button.onclick = act;
        return button;
      }),
    );
    $('card').showModal();
  }

  // -- what is watched

  #load(content) {
    const video = $('video');
    const url = content.title === Room.CLIP.title ? Room.CLIP_FILE : this.#files.get(content.title);
    if (url) video.src = url;
    else {
      video.removeAttribute('src');
      video.load();
    }
    this.#draw();
  }

  get #lacksFile() {
    const title = this.#party.party?.content.title;
    return title !== undefined && title !== Room.CLIP.title && !this.#files.has(title);
  }

  // The party goes on with this file; or, where it has gone on already, this is our copy of it.
  #choose(file) {
    $('file').value = '';
    if (!file) return;
    const url = URL.createObjectURL(file);
    if (this.#lacksFile) {
      const { content } = this.#party.party;
      this.#files.set(content.title, url);
      $('video').src = url;
      return this.#draw();
    }
    const title = file.name.replace(/\.[^.]{1,5}$/, '').slice(0, 100);
    this.#files.set(title, url);
    this.#do(this.#party.load({ kind: 'movie', title }));
  }

  // -- what is drawn

  #draw() {
    const { party, mayControl } = this.#party;
    if (!party) return;
    const playing = party.status === 'playing';
    $('party-title').textContent = party.title;
    $('playing').textContent = party.content.title;
    $('play').classList.toggle('pause', playing);
    $('play').ariaLabel = playing ? 'Pause' : 'Play';
    for (const id of ['play', 'seek', 'rate']) $(id).disabled = !mayControl || party.status === 'ended';
    $('controls').title = mayControl ? '' : 'The host plays, pauses and seeks here';
    $('rate').value = String(party.rate);
    $('own').hidden = !this.#lacksFile && !mayControl;
    $('own').textContent = this.#lacksFile ? 'Choose your copy' : 'Play a file of your own';
    this.#drawMembers();
    this.#drawTime();
    this.#drawSync();
  }

  #drawMembers() {
    const { party, me } = this.#party;
    const rank = (member) => (member.role === 'host' ? 0 : member.online ? 1 : 2);
    const members = [...party.members].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
    const text = JSON.stringify([members, me?.role]);
    if ($('members').dataset.text === text) return;
    $('members').dataset.text = text;
    const focused = document.activeElement?.closest?.('#members [data-id]')?.dataset.id;
    $('members').replaceChildren(
      ...members.map((member) => {
        const item = document.createElement('li');
        const asked = me?.role === 'host' && member !== me;
        const box = Object.assign(document.createElement(asked ? 'button' : 'div'), { className: 'member' });
        if (asked) {
          box.type = 'button';
          box.onclick = () => this.#askAbout(member);
        }
        box.dataset.id = member.profile_id;
        box.classList.toggle('away', !member.online);
        box.classList.toggle('ready', member.online && member.ready);
        const note = !member.online ? 'away' : !member.ready ? 'loading' : member.role === 'host' ? 'host' : '';
        box.append(
          span('face', [...member.name.trim()][0]?.toUpperCase() ?? '·', { ariaHidden: 'true' }),
          span('name', member.name + (member === me ? ' (you)' : '')),
          span('note', member.role === 'host' && note !== 'host' ? `host, ${note}` : note),
        );
        item.append(box);
        return item;
      }),
    );
    if (focused) $('members').querySelector(`[data-id="${focused}"]`)?.focus();
  }

  #drawTime() {
    const { party } = this.#party;
    if (!party) return;
    const length = ($('video').duration || (party.content.duration_ms ?? 0) / 1000) * 1000 || 0;
    const now = Math.min(this.#party.position(), length || Infinity);
    $('seek').max = String(Math.round(length));
    $('length').textContent = time(length);
    if (this.#dragging) return;
    $('seek').value = String(Math.round(now));
    $('seek').ariaValueText = time(now);
    $('now').textContent = time(now);
    $('seek').style.setProperty('--done', `${length ? (now / length) * 100 : 0}%`);
  }

  #drawSync() {
    const { party } = this.#party;
    const { state, muted } = this.#player;
    const [text, kind] = party?.status === 'playing' && !this.#lacksFile ? (SYNC[state] ?? []) : [];
    $('sync').hidden = !text;
    $('sync').textContent = text ?? '';
    $('sync').className = `pill ${kind ?? ''}`;
    const silent = $('video').muted;
    $('sound').classList.toggle('off', silent);
    $('sound').ariaLabel = silent ? 'Sound on' : 'Sound off';

    const curtain = (sentence, label = null, action = null) => {
      $('curtain').hidden = sentence === null;
      $('curtain-text').textContent = sentence ?? '';
      $('curtain-button').hidden = !label;
      $('curtain-button').textContent = label ?? '';
      this.#curtainAction = action;
    };
    $('curtain').classList.toggle('low', muted && !this.#lacksFile);
    if (!party) curtain('One moment …');
    else if (party.status === 'ended') curtain('The party is over.', 'Leave', () => this.#leave(null));
    else if (this.#lacksFile) curtain(`Everybody brings a copy of “${party.content.title}”.`, 'Choose yours', () => $('file').click());
    else if (state === 'blocked') curtain('Your browser waits for a click.', 'Watch', () => this.#player.resume());
    else if (state === 'held') curtain('You paused here. The others go on.', 'Join in again', () => this.#player.resume());
    else if (party.status === 'waiting') curtain(this.#awaited());
    else if (muted) curtain('', 'Sound on', () => this.#player.resume());
    else curtain(null);
  }

  #awaited() {
    const names = this.#party.party.members.filter((m) => m.online && !m.ready).map((m) => (m === this.#party.me ? 'you' : m.name));
    return names.length ? `Waiting for ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''} …` : 'Here we go …';
  }

  #drawConnection() {
    const { state } = this.#cinesync;
    $('connection').hidden = state === 'online';
    $('connection').className = 'pill warn';
    $('connection').textContent = state === 'signed-out' ? 'Signed out' : this.#party.party ? 'Reconnecting …' : 'Connecting …';
    this.#drawSync();
  }

  // -- the chat

  async #history() {
    try {
      const { items } = await this.#session.call('GET', `/v1/parties/${this.#party.id}/messages?limit=200`);
      for (const event of items) this.#hear(event);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.#toast('Earlier messages cannot be shown just now.');
    }
  }

  #hear(event) {
    const { seq, kind, actor, body, at } = event;
    if (this.#lines.has(seq)) return;
    let line;
    if (kind === 'chat') line = { name: actor.name, text: body.text, mine: actor.profile_id === this.#session.profile?.id };
    else if (WORDS[kind] && (actor || kind === 'join' || kind === 'end')) line = { text: WORDS[kind](actor?.name, body) };
    else return;
    this.#lines.set(seq, this.#write({ ...line, at, seq }));
  }

  #write({ name, text, mine = false, pending = false, at = null, seq = Infinity }) {
    const log = $('log');
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const line = document.createElement('li');
    line.className = name === undefined ? 'news' : mine ? 'mine' : '';
    line.classList.toggle('pending', pending);
    line.seq = seq;
    if (name !== undefined) line.append(span('who', mine ? 'You' : name));
    line.append(span('text', text));
    if (at && name !== undefined) line.append(span('at', new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })));
    const later = [...log.children].reverse().find((other) => other.seq <= seq);
    if (later) later.after(line);
    else log.prepend(line);
    if (log.children.length > SHOWN_LINES) log.firstElementChild.remove();
    if (atEnd || mine) log.scrollTop = log.scrollHeight;
    return line;
  }

  #float(counts) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    for (const [emoji, count] of Object.entries(counts)) {
      for (let n = 0; n < Math.min(count, 8); n++) {
        const bubble = span('bubble', emoji);
        bubble.style.setProperty('--x', `${8 + Math.random() * 84}%`);
        bubble.style.setProperty('--wait', `${Math.random() * 0.5}s`);
        $('floating').append(bubble);
        setTimeout(() => bubble.remove(), still ? 1500 : 3500);
      }
    }
  }

  #toast(text) {
    $('toast').textContent = /[.!?]$/.test(text) ? text : `${text}.`;
    $('toast').hidden = false;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => { $('toast').hidden = true; }, 4000);
  }
}

function span(className, textContent, more = {}) {
  return Object.assign(document.createElement('span'), { className, textContent, ...more });
}

function time(ms) {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return (parts[0] ? [parts[0], String(parts[1]).padStart(2, '0')] : [parts[1]]).concat(String(parts[2]).padStart(2, '0')).join(':');
}
