// The page where a TV's code is typed (RFC 8628). It calls the API as any app does, signed in by the cookie.

const CODE_LENGTH = 8;
const $ = (id) => document.getElementById(id);
const steps = ['sign-in', 'code-form', 'approve', 'done'].map($);

let account = null;
let profiles = [];
let code = clean(new URLSearchParams(location.search).get('code') ?? '');
let signedInHere = false; // then the session is this page's own, and ends with it: it would take up a device's place

class Refusal extends Error {
  constructor(status, { message, data }) {
    super(message);
    this.status = status;
    this.code = data?.code;
    this.details = data ?? {};
  }
}

async function call(method, path, body) {
  let response;
  let envelope;
  try {
    response = await fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    envelope = await response.json();
  } catch {
    throw new Refusal(0, { message: 'The service cannot be reached. Check your connection and try again.' });
  }
  if (!envelope.success) throw new Refusal(response.status, envelope);
  return envelope.data;
}

// -- steps

function show(step) {
  $('loading').hidden = true;
  for (const other of steps) other.hidden = other !== $(step);
  for (const place of document.querySelectorAll('.email')) place.textContent = account?.email ?? '';
  // Where there is a choice to be seen first, no keyboard is put over it.
  const empty = step !== 'approve' && [...$(step).querySelectorAll('input')].find((input) => !input.value);
  (empty || $(step).querySelector('h1')).focus();
  scrollTo(0, 0);
}

// `replace`, where the plan's devices are all in use: does the same again, with the oldest signed out.
function complain(text, replace = null) {
  $('problem-text').textContent = /[.!?]$/.test(text) ? text : `${text}.`;
  $('replace').hidden = !replace;
  $('replace').onclick = replace;
  $('problem').hidden = false;
  scrollTo(0, 0);
}

// One call at a time; what it is refused with is a sentence, and where it leads.
async function attempt(work, retryReplacing) {
  const buttons = [...document.querySelectorAll('button')].filter((button) => !button.disabled);
  $('problem').hidden = true;
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    explain(error, retryReplacing);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function explain(error, retryReplacing) {
  if (error.code === 'device_limit_reached') {
    complain(`Your plan is for ${error.details.max} devices, and all of them are in use. You can sign out the one that signed in first.`, retryReplacing);
  } else if (error.code === 'unauthorized' || error.code === 'csrf') {
    show('sign-in');
    complain('You have been signed out meanwhile. Sign in again to go on.');
  } else if (error.code === 'restricted_profile') {
    show('sign-in');
    complain('A kids profile cannot connect devices. Sign in to choose another profile.');
  } else if (error.code === 'not_found') {
    show('code-form');
    $('code').select();
    complain(error.message);
  } else if (error.code === 'pin_required' || error.code === 'invalid_pin') {
    $('pin').value = '';
    $('pin-field').hidden = false;
    $('pin').focus();
    complain(error.code === 'pin_required' ? 'Enter the PIN of this profile.' : wrongPin(error.details.attempts_left));
  } else if (error.status === 429) {
    complain(`Too many attempts. Try again in ${duration(error.details.retry_after)}.`);
  } else {
    complain(error.message);
  }
}

const wrongPin = (left) =>
  left > 0 ? `This PIN is wrong. ${left} ${left === 1 ? 'attempt is' : 'attempts are'} left.` : 'This PIN is wrong. It is locked for a while now.';

function duration(seconds) {
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

async function begin() {
  try {
    account = await call('GET', '/v1/me');
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) {
      $('loading').hidden = true;
      return complain(error.message);
    }
    return show('sign-in');
  }
  await enter();
}

async function enter() {
  profiles = (await call('GET', '/v1/profiles?limit=200')).items;
  listProfiles();
  $('code').value = hyphenated(code);
  if (code.length === CODE_LENGTH) askToApprove();
  else show('code-form');
}

function askToApprove() {
  $('code-shown').textContent = hyphenated(code);
  show('approve');
}

// -- the sign-in

const signIn = (replaceOldest) =>
  attempt(async () => {
    const { email, password } = $('sign-in').elements;
    if (!email.value.trim() || !password.value) return complain('Enter your email address and your password.');
    const tokens = await call('POST', '/v1/auth/login', {
      email: email.value.trim(),
      password: password.value,
      device_name: 'Browser, to connect a device',
      device_id: browserId(),
      replace_oldest: replaceOldest,
    });
    password.value = '';
    signedInHere = true;
    account = tokens.account;
    await enter();
  }, () => signIn(true));

// The same each time, so that this browser takes up one place of the plan's devices at most.
function browserId() {
  const made = `pair-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  try {
    localStorage.pairBrowser ??= made;
    return localStorage.pairBrowser;
  } catch {
    return made;
  }
}

async function signOut() {
  signedInHere = false;
  account = null;
  await call('POST', '/v1/auth/logout');
}

// -- the code

function clean(text) {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, '').slice(0, CODE_LENGTH);
}

function hyphenated(text) {
  return text.length > 4 ? `${text.slice(0, 4)}-${text.slice(4)}` : text;
}

$('code').addEventListener('input', (event) => {
  const input = event.target;
  if (input.selectionStart === input.value.length) input.value = hyphenated(clean(input.value));
});

// -- the profile

function listProfiles() {
  const choices = [...profiles, { id: '', name: 'Choose on the device', face: '?' }];
  $('profiles').replaceChildren(
    ...choices.map((profile, n) => {
      const label = document.createElement('label');
      const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'profile', value: profile.id, checked: n === 0 });
      const note = profile.is_kids ? 'Kids' : profile.has_pin ? 'PIN' : '';
      label.append(radio, text('face', profile.face ?? [...profile.name.trim()][0]?.toUpperCase() ?? '·'), text('name', profile.name), text('note', note));
      label.querySelector('.face').ariaHidden = 'true';
      return label;
    }),
  );
  choose();
}

function text(className, content) {
  return Object.assign(document.createElement('span'), { className, textContent: content });
}

function chosen() {
  return profiles.find((profile) => profile.id === new FormData($('approve')).get('profile'));
}

function choose() {
  const profile = chosen();
  $('pin').value = '';
  $('pin-field').hidden = !profile?.has_pin;
  $('pin-of').textContent = profile?.name ?? '';
}

const approve = (replaceOldest) =>
  attempt(async () => {
    const profile = chosen();
    if (profile?.has_pin && !/^\d{4,8}$/.test($('pin').value)) {
      $('pin').focus();
      return complain('Enter the PIN of this profile: 4 to 8 digits.');
    }
    const device = await call('POST', '/v1/auth/device/approve', {
      user_code: code,
      profile_id: profile?.id,
      pin: (profile?.has_pin && $('pin').value) || undefined,
      replace_oldest: replaceOldest,
    });
    const name = device.device_name ?? 'Your device';
    await finish('✓', 'You are all set', `${name} is signed in, and goes on by itself in a few seconds.`);
  }, () => approve(true));

const deny = () =>
  attempt(async () => {
    await call('POST', '/v1/auth/device/approve', { user_code: code, approve: false });
    await finish('✕', 'Not connected', 'The device was not signed in. If somebody sent you this code, they may have been after your account.');
  });

async function finish(mark, title, sentence) {
  $('done-mark').textContent = mark;
  $('done-mark').classList.toggle('good', mark === '✓');
  $('done-title').textContent = title;
  $('done-text').textContent = sentence;
  $('pin').value = '';
  code = '';
  history.replaceState(null, '', location.pathname); // the code is used: not to be tried again by a reload
  show('done');
  if (signedInHere) await signOut().catch(() => {});
}

// -- what people do

$('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  signIn();
});

$('code-form').addEventListener('submit', (event) => {
  event.preventDefault();
  code = clean($('code').value);
  if (code.length < CODE_LENGTH) {
    $('code').focus();
    return complain('The code has eight letters, such as WDJB-MJHT.');
  }
  $('problem').hidden = true;
  askToApprove();
});

$('approve').addEventListener('submit', (event) => {
  event.preventDefault();
  approve();
});

$('profiles').addEventListener('change', () => {
  choose();
  if (!$('pin-field').hidden) $('pin').focus();
});

const actions = {
  deny,
  'change-code': () => show('code-form'),
  'sign-out': () => attempt(async () => {
    await signOut();
    show('sign-in');
  }),
  again: () => attempt(async () => {
    $('code').value = '';
    if (account) show('code-form');
    else show('sign-in');
  }),
};

for (const button of document.querySelectorAll('[data-action]')) {
  button.addEventListener('click', actions[button.dataset.action]);
}

begin();
