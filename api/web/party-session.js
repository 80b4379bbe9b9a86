// Who uses the page /party: sign-in, tokens, calls. The page is an app like any other, by bearer tokens; it leaves the
// cookie alone, which may be somebody else's. The access token stays in memory. The refresh token is kept for the next
// visit, where no script but ours can read it: the page's policy runs no other.

const KEPT = 'party.refresh_token';
const BROWSER = 'party.browser';
const SPARE = 120; // seconds that a token must still be good for

const store = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is switched off: then for this visit
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch { /* as above */ }
  },
};

export class Refusal extends Error {
  constructor(status, { message, data }) {
    super(message);
    this.status = status;
    this.code = data?.code;
    this.details = data ?? {};
  }
}

async function send(method, path, body, token) {
  let response;
  let envelope;
  try {
    response = await fetch(path, {
      method,
      credentials: 'omit',
      headers: { ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }) },
      body: body && JSON.stringify(body),
    });
    envelope = await response.json();
  } catch {
    throw new Refusal(0, { message: 'The service cannot be reached. Check your connection and try again.' });
  }
  if (!envelope.success) throw new Refusal(response.status, envelope);
  return envelope.data;
}

export class Session {
  #access = null;
  #goodUntil = 0; // by performance.now
  #refresh = store.get(KEPT); // this visit's, should the browser keep nothing
  #renewing = null;

  account = null;
  profile = null;

  /** Called when the session is over, or another tab took it to another profile. */
  onend = () => {};

  /** Calls the API; a token that ran out is renewed on the way. */
  async call(method, path, body) {
    const token = await this.token();
    try {
      return await send(method, path, body, token);
    } catch (error) {
      if (error.status !== 401) throw error;
      const renewed = await this.token({ renew: true });
      if (!renewed) throw error;
      return send(method, path, body, renewed);
    }
  }

  /** An access token, null where nobody is signed in; rejects where the network does not answer. */
  async token({ renew = false } = {}) {
    if (this.#access && !renew && performance.now() < this.#goodUntil) return this.#access;
    this.#renewing ??= this.#renew().finally(() => { this.#renewing = null; });
    return this.#renewing;
  }

  async signIn(email, password, replaceOldest) {
    this.#take(await send('POST', '/v1/auth/login', {
      email,
      password,
      device_name: 'Browser, watching together',
      device_id: this.#browser(),
      replace_oldest: replaceOldest,
    }));
  }

  /** @returns {Promise<boolean>} whether somebody is signed in from an earlier visit */
  async restore() {
    return (await this.token()) !== null;
  }

  profiles() {
    return this.call('GET', '/v1/profiles?limit=200').then(({ items }) => items);
  }

  async select(profileId, pin) {
    this.#take(await this.call('POST', `/v1/profiles/${profileId}/select`, { pin }));
  }

  async signOut() {
    const token = this.#access;
    this.#forget();
    if (token) await send('POST', '/v1/auth/logout', {}, token).catch(() => {});
  }

  #kept() {
    return store.get(KEPT) ?? this.#refresh;
  }

  // Tabs share the refresh token: one renews at a time, and with what the one before has got.
  async #renew() {
    const alone = (work) => (navigator.locks ? navigator.locks.request(KEPT, work) : work());
    return alone(async () => {
      if (!this.#kept()) return null;
      const before = this.profile?.id;
      try {
        this.#take(await send('POST', '/v1/auth/refresh', { refresh_token: this.#kept() }));
      } catch (error) {
        if (error.status !== 401 && error.status !== 403) throw error;
        this.#forget();
        this.onend();
        return null;
      }
      if (before && before !== this.profile?.id) this.onend();
      return this.#access;
    });
  }

  #take(tokens) {
    this.#access = tokens.access_token;
    this.#goodUntil = performance.now() + (tokens.expires_in - SPARE) * 1000;
    this.account = tokens.account;
    this.profile = tokens.profile;
    if (tokens.refresh_token) {
      this.#refresh = tokens.refresh_token;
      store.set(KEPT, tokens.refresh_token);
    }
  }

  #forget() {
    this.#access = this.#refresh = this.account = this.profile = null;
    store.set(KEPT, null);
  }

  // The same each time, so that this browser takes up one place of the plan's devices at most.
  #browser() {
    const id = store.get(BROWSER) ?? `party-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    store.set(BROWSER, id);
    return id;
  }
}
