// The page /party up to the room's door: sign in, choose a profile, start a party or join one. `?code=` in its address is
// an invitation, and is what is passed on.

import { Room } from './party-room.js';
import { Session } from './party-session.js';

const CODE_LENGTH = 8;
const $ = (id) => document.getElementById(id);
const steps = ['sign-in', 'who', 'lobby'].map($);
const relay = document.querySelector('meta[name="relay"]').content;

const session = new Session();
let profiles = [];
let room = null;

const invitation = () => clean(new URLSearchParams(location.search).get('code') ?? '');
const address = (code) => history.replaceState(null, '', code ? `?code=${code}` : location.pathname);

session.onend = () => {
  const gone = session.profile === null;
  room?.close();
  room = null;
  if (!gone) return location.reload(); // another tab has chosen another profile
  show('sign-in');
  complain('You have been signed out meanwhile. Sign in again to go on.');
};

// -- steps

function show(step) {
  $('door').hidden = false;
  $('room').hidden = true;
  $('loading').hidden = true;
  $('problem').hidden = true;
  for (const other of steps) other.hidden = other !== $(step);
  for (const place of document.querySelectorAll('.email')) place.textContent = session.account?.email ?? '';
  for (const place of document.querySelectorAll('.profile')) place.textContent = session.profile?.name ?? '';
  document.querySelector('[data-invited]').hidden = invitation().length !== CODE_LENGTH;
  document.title = 'Watch together · SyncStream TV';
  const empty = step === 'sign-in' && [...$(step).querySelectorAll('input')].find((input) => !input.value);
  (empty || $(step).querySelector('h1')).focus();
  scrollTo(0, 0);
}

// `replace`, where the plan's devices are all in use: does the same again, with the oldest signed out.
function complain(text, replace = null) {
  $('loading').hidden = true;
  $('problem-text').textContent = /[.!?]$/.test(text) ? text : `${text}.`;
  $('replace').hidden = !replace;
  $('replace').onclick = replace;
  $('problem').hidden = false;
  scrollTo(0, 0);
}

// One call at a time; what it is refused with is a sentence, and where it leads.
async function attempt(work, retryReplacing) {
  const buttons = [...$('door').querySelectorAll('button')].filter((button) => !button.disabled);
  $('problem').hidden = true;
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    if (error.status === undefined) throw error;
    explain(error, retryReplacing);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function explain(error, retryReplacing) {
  const { code, details } = error;
  if (code === 'device_limit_reached') {
    complain(`Your plan is for ${details.max} devices, and all of them are in use. You can sign out the one that signed in first.`, retryReplacing);
  } else if (code === 'plan_limit_reached' && details.max === 0) {
    complain('Your plan has no watch parties. You can join those of others, by their code.');
  } else if (code === 'unauthorized') {
    show('sign-in');
    complain('You have been signed out meanwhile. Sign in again to go on.');
  } else if (code === 'pin_required' || code === 'invalid_pin') {
    $('pin').value = '';
    $('pin-field').hidden = false;
    $('pin').focus();
    complain(code === 'pin_required' ? 'Enter the PIN of this profile.' : wrongPin(details.attempts_left));
  } else if (error.status === 429) {
    complain(`Too many attempts. Try again in ${duration(details.retry_after)}.`);
  } else {
    complain(error.message);
  }
}

const wrongPin = (left) =>
  left > 0 ? `This PIN is wrong. ${left} ${left === 1 ? 'attempt is' : 'attempts are'} left.` : 'This PIN is wrong. It is locked for a while now.';

function duration(seconds) {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

// -- signing in

async function begin() {
  try {
    if (await session.restore()) await enter();
    else show('sign-in');
  } catch (error) {
    complain(error.message);
  }
}

async function enter() {
  if (session.profile) return arrive();
  profiles = await session.profiles();
  if (profiles.length === 0) {
    show('sign-in');
    return complain('This account has no profile yet. Make one in the app, and come back.');
  }
  if (profiles.length === 1 && !profiles[0].has_pin) {
    await session.select(profiles[0].id);
    return arrive();
  }
  listProfiles();
  show('who');
}

const signIn = (replaceOldest) =>
  attempt(async () => {
    const { email, password } = $('sign-in').elements;
    if (!email.value.trim() || !password.value) return complain('Enter your email address and your password.');
    await session.signIn(email.value.trim(), password.value, replaceOldest);
    password.value = '';
    await enter();
  }, () => signIn(true));

function listProfiles() {
  $('profiles').replaceChildren(
    ...profiles.map((profile, n) => {
      const label = document.createElement('label');
      const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'profile', value: profile.id, checked: n === 0 });
      const note = profile.is_kids ? 'Kids' : profile.has_pin ? 'PIN' : '';
      label.append(radio, span('face', [...profile.name.trim()][0]?.toUpperCase() ?? '·'), span('name', profile.name), span('note', note));
      label.querySelector('.face').ariaHidden = 'true';
      return label;
    }),
  );
  choose();
}

function span(className, content) {
  return Object.assign(document.createElement('span'), { className, textContent: content });
}

const chosen = () => profiles.find((profile) => profile.id === new FormData($('who')).get('profile'));

function choose() {
  const profile = chosen();
  $('pin').value = '';
  $('pin-field').hidden = !profile?.has_pin;
  $('pin-of').textContent = profile?.name ?? '';
}

const select = () =>
  attempt(async () => {
    const profile = chosen();
    if (profile.has_pin && !/^\d{4,8}$/.test($('pin').value)) {
      $('pin').focus();
      return complain('Enter the PIN of this profile: 4 to 8 digits.');
    }
    await session.select(profile.id, (profile.has_pin && $('pin').value) || undefined);
    await arrive();
  });

// -- the lobby

// To where the invitation leads, else to the lobby.
async function arrive() {
  const code = invitation();
  if (code.length !== CODE_LENGTH) return lobby();
  try {
    await join(code);
  } catch (error) {
    address('');
    await lobby();
    if (error.status === undefined) throw error;
    explain(error);
  }
}

async function lobby() {
  const { items } = await session.call('GET', '/v1/parties');
  const open = items.filter((party) => party.status !== 'ended');
  $('yours').hidden = open.length === 0;
  $('parties').replaceChildren(
    ...open.map((party) => {
      const item = document.createElement('li');
      const button = Object.assign(document.createElement('button'), { type: 'button' });
      const online = party.members.filter((member) => member.online).length;
      button.append(span('name', party.title), span('note', `${party.members.length} in it, ${online} here now`));
      button.onclick = () => attempt(async () => enterRoom(await session.call('GET', `/v1/parties/${party.id}`), null));
      item.append(button);
      return item;
    }),
  );
  show('lobby');
}

const join = async (code) => enterRoom((await session.call('POST', '/v1/parties/join', { code })).party, code);

const create = () =>
  attempt(async () => {
    const title = $('title').value.trim();
    if (!title) {
      $('title').focus();
      return complain('Give the party a name.');
    }
    const { party, code } = await session.call('POST', '/v1/parties', {
      title,
      content: Room.CLIP,
      control: $('everyone').checked ? 'everyone' : 'host',
    });
    enterRoom(party, code);
  });

function enterRoom(party, code) {
  if (code) {
    remember(party.id, code);
    address(code);
  }
  $('problem').hidden = true;
  room = new Room({ session, relay, party, code: code ?? remembered(party.id), onleave: leave });
}

// The server tells a party's code once, to who starts it.
function remember(partyId, code) {
  try {
    sessionStorage.setItem(`party.code.${partyId}`, code);
  } catch { /* then the address alone has it */ }
}

function remembered(partyId) {
  try {
    return sessionStorage.getItem(`party.code.${partyId}`);
  } catch {
    return null;
  }
}

async function leave(sentence) {
  room = null;
  address('');
  try {
    await lobby();
    if (sentence) complain(sentence);
  } catch (error) {
    show('lobby');
    complain(error.message);
  }
}

// -- the code

function clean(text) {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, CODE_LENGTH);
}

function hyphenated(text) {
  return text.length > 4 ? `${text.slice(0, 4)}-${text.slice(4)}` : text;
}

$('code').addEventListener('input', ({ target }) => {
  if (target.selectionStart === target.value.length) target.value = hyphenated(clean(target.value));
});

// -- what people do

const forms = {
  'sign-in': () => signIn(),
  who: select,
  create,
  join: () => {
    const code = clean($('code').value);
    if (code.length < CODE_LENGTH) {
      $('code').focus();
      return complain('The code has eight characters, such as ABCD-EFGH.');
    }
    return attempt(async () => {
      await join(code);
      $('code').value = '';
    });
  },
};
for (const [id, submit] of Object.entries(forms)) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
}

$('profiles').addEventListener('change', () => {
  choose();
  if (!$('pin-field').hidden) $('pin').focus();
});

const actions = {
  'sign-out': () => attempt(async () => {
    await session.signOut();
    show('sign-in');
  }),
  switch: () => attempt(async () => {
    profiles = await session.profiles();
    listProfiles();
    show('who');
  }),
};
for (const button of document.querySelectorAll('[data-action]')) {
  button.addEventListener('click', actions[button.dataset.action]);
}

begin();
