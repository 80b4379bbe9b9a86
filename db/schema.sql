--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: api; Type: SCHEMA; Schema: -; Owner: syncstream
--

CREATE SCHEMA api;

ALTER SCHEMA api OWNER TO syncstream;

--
-- Name: SCHEMA api; Type: COMMENT; Schema: -; Owner: syncstream
--

COMMENT ON SCHEMA api IS 'What the API calls: a function an endpoint, a type a shape';

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: syncstream
--

CREATE SCHEMA app;

ALTER SCHEMA app OWNER TO syncstream;

--
-- Name: SCHEMA app; Type: COMMENT; Schema: -; Owner: syncstream
--

COMMENT ON SCHEMA app IS 'Tables of accounts, their rows under row-level security';

--
-- Name: extensions; Type: SCHEMA; Schema: -; Owner: syncstream
--

CREATE SCHEMA extensions;

ALTER SCHEMA extensions OWNER TO syncstream;

--
-- Name: SCHEMA extensions; Type: COMMENT; Schema: -; Owner: syncstream
--

COMMENT ON SCHEMA extensions IS 'Extensions';

--
-- Name: http; Type: SCHEMA; Schema: -; Owner: syncstream
--

CREATE SCHEMA http;

ALTER SCHEMA http OWNER TO syncstream;

--
-- Name: SCHEMA http; Type: COMMENT; Schema: -; Owner: syncstream
--

COMMENT ON SCHEMA http IS 'Routes, the verified claims, and how an answer looks';

--
-- Name: private; Type: SCHEMA; Schema: -; Owner: syncstream
--

CREATE SCHEMA private;

ALTER SCHEMA private OWNER TO syncstream;

--
-- Name: SCHEMA private; Type: COMMENT; Schema: -; Owner: syncstream
--

COMMENT ON SCHEMA private IS 'Secrets, and the functions that rules share; not for clients';

--
-- Name: btree_gin; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA extensions;

--
-- Name: EXTENSION btree_gin; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';

--
-- Name: pg_trgm; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions;

--
-- Name: EXTENSION pg_trgm; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

--
-- Name: pgcrypto; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA extensions;

--
-- Name: EXTENSION pgcrypto; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';

--
-- Name: plan_limits; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.plan_limits AS (
	max_profiles integer,
	max_playlists integer,
	max_favorites integer,
	max_devices integer,
	max_party_members integer
);

ALTER TYPE api.plan_limits OWNER TO syncstream;

--
-- Name: TYPE plan_limits; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.plan_limits IS 'How much of each; -1: unlimited';

--
-- Name: COLUMN plan_limits.max_profiles; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan_limits.max_profiles IS 'Profiles of an account';

--
-- Name: COLUMN plan_limits.max_playlists; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan_limits.max_playlists IS 'Playlists of an account';

--
-- Name: COLUMN plan_limits.max_favorites; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan_limits.max_favorites IS 'Favorites of a profile';

--
-- Name: COLUMN plan_limits.max_devices; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan_limits.max_devices IS 'Devices signed in at one time';

--
-- Name: COLUMN plan_limits.max_party_members; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan_limits.max_party_members IS 'Members of a watch party that the account hosts';

--
-- Name: plan; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.plan AS (
	code text,
	name text,
	price integer,
	currency text,
	"interval" text,
	limits api.plan_limits
);

ALTER TYPE api.plan OWNER TO syncstream;

--
-- Name: TYPE plan; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.plan IS 'A plan';

--
-- Name: COLUMN plan.code; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan.code IS 'Its name in calls: free';

--
-- Name: COLUMN plan.name; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan.name IS 'Its name for people: Free';

--
-- Name: COLUMN plan.price; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan.price IS 'For one interval, in minor units of the currency';

--
-- Name: COLUMN plan.currency; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan.currency IS 'ISO 4217';

--
-- Name: COLUMN plan."interval"; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan."interval" IS 'How often the price is due: month or year';

--
-- Name: COLUMN plan.limits; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.plan.limits IS 'What an account on it may have';

--
-- Name: subscription; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.subscription AS (
	plan text,
	status text,
	source text,
	current_period_end timestamp with time zone,
	cancel_at_period_end boolean,
	trial_end timestamp with time zone
);

ALTER TYPE api.subscription OWNER TO syncstream;

--
-- Name: TYPE subscription; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.subscription IS 'A subscription';

--
-- Name: COLUMN subscription.plan; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.subscription.plan IS 'The code of its plan';

--
-- Name: COLUMN subscription.status; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.subscription.status IS 'active, trialing, past_due, incomplete, paused, unpaid, canceled or incomplete_expired';

--
-- Name: COLUMN subscription.source; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.subscription.source IS 'stripe, reseller or grant';

--
-- Name: COLUMN subscription.current_period_end; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.subscription.current_period_end IS 'Paid up to here; null where nothing was paid yet';

--
-- Name: COLUMN subscription.cancel_at_period_end; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.subscription.cancel_at_period_end IS 'Will not be renewed';

--
-- Name: COLUMN subscription.trial_end; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.subscription.trial_end IS 'The end of a trial, or null';

--
-- Name: account; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.account AS (
	id uuid,
	email text,
	role text,
	status text,
	plan api.plan,
	subscription api.subscription,
	created_at timestamp with time zone
);

ALTER TYPE api.account OWNER TO syncstream;

--
-- Name: TYPE account; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.account IS 'An account';

--
-- Name: COLUMN account.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.id IS 'The account';

--
-- Name: COLUMN account.email; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.email IS 'Its address, as it was typed';

--
-- Name: COLUMN account.role; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.role IS 'user, reseller or admin';

--
-- Name: COLUMN account.status; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.status IS 'active or suspended';

--
-- Name: COLUMN account.plan; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.plan IS 'The plan that it has now';

--
-- Name: COLUMN account.subscription; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.subscription IS 'What gives it the plan, or null';

--
-- Name: COLUMN account.created_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.account.created_at IS 'When it signed up';

--
-- Name: profile; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.profile AS (
	id uuid,
	name text,
	avatar text,
	is_kids boolean,
	max_rating integer,
	hidden_categories text[],
	language text,
	settings json,
	has_pin boolean,
	created_at timestamp with time zone,
	rev bigint
);

ALTER TYPE api.profile OWNER TO syncstream;

--
-- Name: TYPE profile; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.profile IS 'A profile';

--
-- Name: COLUMN profile.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.id IS 'The profile';

--
-- Name: COLUMN profile.name; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.name IS '1..100 characters';

--
-- Name: COLUMN profile.avatar; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.avatar IS 'An address or a name that the apps know, or null';

--
-- Name: COLUMN profile.is_kids; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.is_kids IS 'A kids profile: sees what is for all, manages nothing';

--
-- Name: COLUMN profile.max_rating; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.max_rating IS 'An age, 0..21: nothing rated above it; null: anything';

--
-- Name: COLUMN profile.hidden_categories; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.hidden_categories IS 'Categories to leave out';

--
-- Name: COLUMN profile.language; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.language IS 'A language tag, or null';

--
-- Name: COLUMN profile.settings; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.settings IS 'An object of the apps'' own';

--
-- Name: COLUMN profile.has_pin; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.has_pin IS 'Whether selecting it asks for a PIN';

--
-- Name: COLUMN profile.created_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.created_at IS 'When it was made';

--
-- Name: COLUMN profile.rev; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile.rev IS 'The number of its last change';

--
-- Name: access; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.access AS (
	account api.account,
	session_id uuid,
	access_token text,
	token_type text,
	expires_in integer,
	profile api.profile
);

ALTER TYPE api.access OWNER TO syncstream;

--
-- Name: TYPE access; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.access IS 'A new access token, for a profile that was selected';

--
-- Name: COLUMN access.account; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.access.account IS 'The account';

--
-- Name: COLUMN access.session_id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.access.session_id IS 'The session';

--
-- Name: COLUMN access.access_token; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.access.access_token IS 'Goes into `Authorization: Bearer …` of every call';

--
-- Name: COLUMN access.token_type; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.access.token_type IS 'Bearer';

--
-- Name: COLUMN access.expires_in; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.access.expires_in IS 'Seconds until the access token ends';

--
-- Name: COLUMN access.profile; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.access.profile IS 'The selected profile';

--
-- Name: audit_entry; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.audit_entry AS (
	id uuid,
	action text,
	subject_type text,
	subject_id uuid,
	device_name text,
	ip text,
	at timestamp with time zone
);

ALTER TYPE api.audit_entry OWNER TO syncstream;

--
-- Name: TYPE audit_entry; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.audit_entry IS 'An entry of the account''s trail';

--
-- Name: COLUMN audit_entry.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.id IS 'The entry';

--
-- Name: COLUMN audit_entry.action; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.action IS 'What happened: sign_in, sign_out, password_failed, pin_failed, …';

--
-- Name: COLUMN audit_entry.subject_type; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.subject_type IS 'To what: account, session, profile, playlist';

--
-- Name: COLUMN audit_entry.subject_id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.subject_id IS 'To which one, or null';

--
-- Name: COLUMN audit_entry.device_name; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.device_name IS 'The device that did it, by the name that it gave itself, or null';

--
-- Name: COLUMN audit_entry.ip; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.ip IS 'The address that the request came from, or null';

--
-- Name: COLUMN audit_entry.at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_entry.at IS 'When';

--
-- Name: audit_page; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.audit_page AS (
	items api.audit_entry[],
	next_cursor text
);

ALTER TYPE api.audit_page OWNER TO syncstream;

--
-- Name: TYPE audit_page; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.audit_page IS 'A page of the account''s trail';

--
-- Name: COLUMN audit_page.items; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_page.items IS 'Newest first';

--
-- Name: COLUMN audit_page.next_cursor; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.audit_page.next_cursor IS 'Where to go on; null at the end';

--
-- Name: client; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.client AS (
	id uuid,
	email text,
	status text,
	plan text,
	expires_at timestamp with time zone,
	created_at timestamp with time zone
);

ALTER TYPE api.client OWNER TO syncstream;

--
-- Name: TYPE client; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.client IS 'A reseller''s client: all that a reseller is told of it';

--
-- Name: COLUMN client.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client.id IS 'The client''s account';

--
-- Name: COLUMN client.email; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client.email IS 'Its address';

--
-- Name: COLUMN client.status; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client.status IS 'active, suspended (by its reseller) or expired';

--
-- Name: COLUMN client.plan; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client.plan IS 'The code of the plan that was sold to it last; free: none was';

--
-- Name: COLUMN client.expires_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client.expires_at IS 'The end of its term; null: it has none';

--
-- Name: COLUMN client.created_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client.created_at IS 'When it was made';

--
-- Name: client_page; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.client_page AS (
	items api.client[],
	next_cursor text
);

ALTER TYPE api.client_page OWNER TO syncstream;

--
-- Name: TYPE client_page; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.client_page IS 'A page of a reseller''s clients';

--
-- Name: COLUMN client_page.items; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client_page.items IS 'Newest first';

--
-- Name: COLUMN client_page.next_cursor; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client_page.next_cursor IS 'Where to go on; null at the end';

--
-- Name: client_price; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.client_price AS (
	plan text,
	credits bigint,
	per text
);

ALTER TYPE api.client_price OWNER TO syncstream;

--
-- Name: TYPE client_price; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.client_price IS 'What a client costs';

--
-- Name: COLUMN client_price.plan; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client_price.plan IS 'The code of the plan; free: a client without a plan';

--
-- Name: COLUMN client_price.credits; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client_price.credits IS 'Credits';

--
-- Name: COLUMN client_price.per; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.client_price.per IS 'month, or client: once';

--
-- Name: ledger_entry; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.ledger_entry AS (
	id uuid,
	amount bigint,
	balance_after bigint,
	transaction_type text,
	description text,
	counterparty_id uuid,
	created_at timestamp with time zone
);

ALTER TYPE api.ledger_entry OWNER TO syncstream;

--
-- Name: TYPE ledger_entry; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.ledger_entry IS 'A movement of credits';

--
-- Name: COLUMN ledger_entry.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.id IS 'The entry';

--
-- Name: COLUMN ledger_entry.amount; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.amount IS 'Credits: added, or (negative) taken';

--
-- Name: COLUMN ledger_entry.balance_after; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.balance_after IS 'The balance with it';

--
-- Name: COLUMN ledger_entry.transaction_type; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.transaction_type IS 'grant, purchase, client_created, client_renewed, refund, transfer_in, transfer_out or reseller_created';

--
-- Name: COLUMN ledger_entry.description; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.description IS 'The note or reason that was given, else what it was for';

--
-- Name: COLUMN ledger_entry.counterparty_id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.counterparty_id IS 'The client or the other reseller; null for a grant or a purchase';

--
-- Name: COLUMN ledger_entry.created_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_entry.created_at IS 'When';

--
-- Name: ledger_page; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.ledger_page AS (
	items api.ledger_entry[],
	next_cursor text
);

ALTER TYPE api.ledger_page OWNER TO syncstream;

--
-- Name: TYPE ledger_page; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.ledger_page IS 'A page of a reseller''s ledger';

--
-- Name: COLUMN ledger_page.items; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_page.items IS 'Newest first';

--
-- Name: COLUMN ledger_page.next_cursor; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.ledger_page.next_cursor IS 'Where to go on; null at the end';

--
-- Name: profile_page; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.profile_page AS (
	items api.profile[],
	next_cursor text
);

ALTER TYPE api.profile_page OWNER TO syncstream;

--
-- Name: TYPE profile_page; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.profile_page IS 'A page of the account''s profiles';

--
-- Name: COLUMN profile_page.items; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile_page.items IS 'Oldest first';

--
-- Name: COLUMN profile_page.next_cursor; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.profile_page.next_cursor IS 'Where to go on; null at the end';

--
-- Name: reseller; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.reseller AS (
	credits_balance bigint,
	clients integer,
	parent_id uuid,
	prices api.client_price[]
);

ALTER TYPE api.reseller OWNER TO syncstream;

--
-- Name: TYPE reseller; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.reseller IS 'A reseller as it sees itself';

--
-- Name: COLUMN reseller.credits_balance; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller.credits_balance IS 'Its credits';

--
-- Name: COLUMN reseller.clients; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller.clients IS 'How many clients it has';

--
-- Name: COLUMN reseller.parent_id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller.parent_id IS 'The reseller that made it; null: an administrator did';

--
-- Name: COLUMN reseller.prices; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller.prices IS 'What its clients cost it, cheapest first';

--
-- Name: reseller_account; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.reseller_account AS (
	id uuid,
	email text,
	credits_balance bigint
);

ALTER TYPE api.reseller_account OWNER TO syncstream;

--
-- Name: TYPE reseller_account; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.reseller_account IS 'A reseller, to who made it';

--
-- Name: COLUMN reseller_account.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller_account.id IS 'Its account';

--
-- Name: COLUMN reseller_account.email; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller_account.email IS 'Its address';

--
-- Name: COLUMN reseller_account.credits_balance; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.reseller_account.credits_balance IS 'Its credits';

--
-- Name: session; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.session AS (
	id uuid,
	device_name text,
	device_id text,
	current boolean,
	created_at timestamp with time zone,
	last_seen_at timestamp with time zone
);

ALTER TYPE api.session OWNER TO syncstream;

--
-- Name: TYPE session; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.session IS 'A device that is signed in';

--
-- Name: COLUMN session.id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session.id IS 'The session';

--
-- Name: COLUMN session.device_name; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session.device_name IS 'The name that it gave itself, or null';

--
-- Name: COLUMN session.device_id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session.device_id IS 'The id that it gave itself, or null';

--
-- Name: COLUMN session.current; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session.current IS 'Whether it is the one that asks';

--
-- Name: COLUMN session.created_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session.created_at IS 'When it signed in';

--
-- Name: COLUMN session.last_seen_at; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session.last_seen_at IS 'When it last refreshed its tokens or selected a profile';

--
-- Name: session_page; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.session_page AS (
	items api.session[],
	next_cursor text
);

ALTER TYPE api.session_page OWNER TO syncstream;

--
-- Name: TYPE session_page; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.session_page IS 'A page of the account''s devices';

--
-- Name: COLUMN session_page.items; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session_page.items IS 'Newest first';

--
-- Name: COLUMN session_page.next_cursor; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.session_page.next_cursor IS 'Where to go on; null at the end';

--
-- Name: tokens; Type: TYPE; Schema: api; Owner: syncstream
--

CREATE TYPE api.tokens AS (
	account api.account,
	session_id uuid,
	access_token text,
	token_type text,
	expires_in integer,
	refresh_token text,
	profile api.profile
);

ALTER TYPE api.tokens OWNER TO syncstream;

--
-- Name: TYPE tokens; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON TYPE api.tokens IS 'What a device needs from here on';

--
-- Name: COLUMN tokens.account; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.account IS 'The account';

--
-- Name: COLUMN tokens.session_id; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.session_id IS 'The session: this device, signed in';

--
-- Name: COLUMN tokens.access_token; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.access_token IS 'Goes into `Authorization: Bearer …` of every call';

--
-- Name: COLUMN tokens.token_type; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.token_type IS 'Bearer';

--
-- Name: COLUMN tokens.expires_in; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.expires_in IS 'Seconds until the access token ends';

--
-- Name: COLUMN tokens.refresh_token; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.refresh_token IS 'For POST /v1/auth/refresh. Keep the newest: it changes at each use';

--
-- Name: COLUMN tokens.profile; Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON COLUMN api.tokens.profile IS 'The selected profile; null where none is';

--
-- Name: address; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.address AS text
	CONSTRAINT address_length CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 2000)));

ALTER DOMAIN app.address OWNER TO syncstream;

--
-- Name: DOMAIN address; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.address IS 'Enter 1 to 2000 characters
{"minLength": 1, "maxLength": 2000}';

--
-- Name: age; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.age AS integer
	CONSTRAINT age_range CHECK (((VALUE >= 0) AND (VALUE <= 21)));

ALTER DOMAIN app.age OWNER TO syncstream;

--
-- Name: DOMAIN age; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.age IS 'Enter an age from 0 to 21
{"minimum": 0, "maximum": 21}';

--
-- Name: longest(text[]); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.longest(value text[]) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT max(length(element.element)) AS max FROM unnest(longest.value) element(element));

ALTER FUNCTION private.longest(value text[]) OWNER TO syncstream;

--
-- Name: FUNCTION longest(value text[]); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.longest(value text[]) IS 'The length of the longest string of an array; null for an empty one';

--
-- Name: categories; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.categories AS text[]
	CONSTRAINT categories_size CHECK (((cardinality(VALUE) <= 200) AND (array_position(VALUE, NULL::text) IS NULL) AND (COALESCE(private.longest(VALUE), 0) <= 200)));

ALTER DOMAIN app.categories OWNER TO syncstream;

--
-- Name: DOMAIN categories; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.categories IS 'Send at most 200 strings of at most 200 characters
{"maxItems": 200, "items": {"type": "string", "maxLength": 200}}';

--
-- Name: client_status; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.client_status AS text
	CONSTRAINT client_status_values CHECK ((VALUE = ANY (ARRAY['active'::text, 'suspended'::text, 'expired'::text])));

ALTER DOMAIN app.client_status OWNER TO syncstream;

--
-- Name: DOMAIN client_status; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.client_status IS 'Ask for active, suspended or expired
{"enum": ["active", "suspended", "expired"]}';

--
-- Name: credit_amount; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.credit_amount AS bigint
	CONSTRAINT credit_amount_range CHECK (((VALUE >= 1) AND (VALUE <= '1000000000000'::bigint)));

ALTER DOMAIN app.credit_amount OWNER TO syncstream;

--
-- Name: DOMAIN credit_amount; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.credit_amount IS 'Enter 1 to 1000000000000 credits
{"minimum": 1, "maximum": 1000000000000}';

--
-- Name: credit_grant; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.credit_grant AS bigint
	CONSTRAINT credit_grant_range CHECK (((VALUE >= '-1000000000000'::bigint) AND (VALUE <= '1000000000000'::bigint)));

ALTER DOMAIN app.credit_grant OWNER TO syncstream;

--
-- Name: DOMAIN credit_grant; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.credit_grant IS 'Enter -1000000000000 to 1000000000000 credits, but not 0
{"minimum": -1000000000000, "maximum": 1000000000000}';

--
-- Name: credits; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.credits AS bigint
	CONSTRAINT credits_range CHECK (((VALUE >= 0) AND (VALUE <= '1000000000000'::bigint)));

ALTER DOMAIN app.credits OWNER TO syncstream;

--
-- Name: DOMAIN credits; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.credits IS 'Enter 0 to 1000000000000 credits
{"minimum": 0, "maximum": 1000000000000}';

--
-- Name: device_id; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.device_id AS text
	CONSTRAINT device_id_length CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 200)));

ALTER DOMAIN app.device_id OWNER TO syncstream;

--
-- Name: DOMAIN device_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.device_id IS 'Enter 1 to 200 characters
{"minLength": 1, "maxLength": 200}';

--
-- Name: email; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.email AS text
	CONSTRAINT email_format CHECK (((length(VALUE) <= 254) AND (VALUE ~ '^[^@\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+@([^@.\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+\.)+[^@.\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]+$'::text)));

ALTER DOMAIN app.email OWNER TO syncstream;

--
-- Name: DOMAIN email; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.email IS 'Enter a valid email address
{"maxLength": 254, "pattern": "^[^@\\u0000-\\u0020\\u007f-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]+@([^@.\\u0000-\\u0020\\u007f-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]+\\.)+[^@.\\u0000-\\u0020\\u007f-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]+$"}';

--
-- Name: free_object; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.free_object AS json
	CONSTRAINT free_object_size CHECK (((json_typeof(VALUE) = 'object'::text) AND (octet_length((VALUE)::text) <= 16384)));

ALTER DOMAIN app.free_object OWNER TO syncstream;

--
-- Name: DOMAIN free_object; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.free_object IS 'Send an object of at most 16 KiB
{"type": "object"}';

--
-- Name: language; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.language AS text
	CONSTRAINT language_format CHECK ((VALUE ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$'::text));

ALTER DOMAIN app.language OWNER TO syncstream;

--
-- Name: DOMAIN language; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.language IS 'Enter a language tag such as en or pt-BR
{"pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$"}';

--
-- Name: months; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.months AS integer
	CONSTRAINT months_range CHECK (((VALUE >= 1) AND (VALUE <= 36)));

ALTER DOMAIN app.months OWNER TO syncstream;

--
-- Name: DOMAIN months; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.months IS 'Choose 1 to 36 months
{"minimum": 1, "maximum": 36}';

--
-- Name: name; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.name AS text
	CONSTRAINT name_length CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 100)));

ALTER DOMAIN app.name OWNER TO syncstream;

--
-- Name: DOMAIN name; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.name IS 'Enter 1 to 100 characters
{"minLength": 1, "maxLength": 100}';

--
-- Name: new_password; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.new_password AS text
	CONSTRAINT password_length CHECK (((octet_length(VALUE) >= 8) AND (octet_length(VALUE) <= 72)));

ALTER DOMAIN app.new_password OWNER TO syncstream;

--
-- Name: DOMAIN new_password; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.new_password IS 'Choose a password of 8 to 72 bytes
{"format": "password", "minBytes": 8, "maxBytes": 72}';

--
-- Name: note; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.note AS text
	CONSTRAINT note_length CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 500)));

ALTER DOMAIN app.note OWNER TO syncstream;

--
-- Name: DOMAIN note; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.note IS 'Enter 1 to 500 characters
{"minLength": 1, "maxLength": 500}';

--
-- Name: page_cursor; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.page_cursor AS text
	CONSTRAINT page_cursor_form CHECK (((length(VALUE) <= 1000) AND (VALUE ~ '^Wy[I-L][A-Za-z0-9_-]{13,}$'::text)));

ALTER DOMAIN app.page_cursor OWNER TO syncstream;

--
-- Name: DOMAIN page_cursor; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.page_cursor IS 'Send a next_cursor as it was given out, or leave it out
{"maxLength": 1000, "format": "byte", "pattern": "^Wy[I-L][A-Za-z0-9_-]{13,}$"}';

--
-- Name: page_limit; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.page_limit AS integer
	CONSTRAINT page_limit_range CHECK (((VALUE >= 1) AND (VALUE <= 200)));

ALTER DOMAIN app.page_limit OWNER TO syncstream;

--
-- Name: DOMAIN page_limit; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.page_limit IS 'Ask for 1 to 200 items
{"minimum": 1, "maximum": 200, "default": 50}';

--
-- Name: password; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.password AS text
	CONSTRAINT password_length CHECK ((length(VALUE) <= 1000));

ALTER DOMAIN app.password OWNER TO syncstream;

--
-- Name: DOMAIN password; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.password IS 'Enter the password
{"maxLength": 1000, "format": "password"}';

--
-- Name: pin; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.pin AS text
	CONSTRAINT pin_format CHECK ((VALUE ~ '^[0-9]{4,8}$'::text));

ALTER DOMAIN app.pin OWNER TO syncstream;

--
-- Name: DOMAIN pin; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.pin IS 'A PIN is 4 to 8 digits
{"pattern": "^[0-9]{4,8}$"}';

--
-- Name: plan_code; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.plan_code AS text
	CONSTRAINT plan_code_format CHECK ((VALUE ~ '^[a-z][a-z0-9_]{0,30}$'::text));

ALTER DOMAIN app.plan_code OWNER TO syncstream;

--
-- Name: DOMAIN plan_code; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.plan_code IS 'Name a plan by its code, such as premium
{"pattern": "^[a-z][a-z0-9_]{0,30}$"}';

--
-- Name: request_key; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.request_key AS text
	CONSTRAINT request_key_length CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 200)));

ALTER DOMAIN app.request_key OWNER TO syncstream;

--
-- Name: DOMAIN request_key; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.request_key IS 'Send an Idempotency-Key of 1 to 200 characters
{"minLength": 1, "maxLength": 200}';

--
-- Name: search; Type: DOMAIN; Schema: app; Owner: syncstream
--

CREATE DOMAIN app.search AS text
	CONSTRAINT search_length CHECK ((length(VALUE) <= 254));

ALTER DOMAIN app.search OWNER TO syncstream;

--
-- Name: DOMAIN search; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON DOMAIN app.search IS 'Search for at most 254 characters
{"maxLength": 254}';

--
-- Name: response; Type: TYPE; Schema: http; Owner: syncstream
--

CREATE TYPE http.response AS (
	status integer,
	message text,
	data json,
	claims json
);

ALTER TYPE http.response OWNER TO syncstream;

--
-- Name: TYPE response; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON TYPE http.response IS 'The answer of a function that has more to say than its data. Returned and not raised, a refusal keeps what was written: a failed attempt stays counted';

--
-- Name: COLUMN response.status; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.response.status IS 'HTTP status; null: the route''s own';

--
-- Name: COLUMN response.message; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.response.message IS 'One sentence for a person, or null';

--
-- Name: COLUMN response.data; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.response.data IS 'The envelope''s data; of a refusal {"code": slug, ...details}';

--
-- Name: COLUMN response.claims; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.response.claims IS 'Null: nothing. An object: the API signs an access token with these claims, adds it to data and sets the cookie. JSON null: the API clears the cookie';

--
-- Name: admin_credits(uuid, app.credit_grant, app.note, app.request_key); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    if admin_credits.idempotency_key is not null then
        return private.once('api.admin_credits', admin_credits.idempotency_key, json_build_array(id, amount, reason));
    end if;
    if admin_credits.amount = 0 then
        raise sqlstate 'PT400' using message = 'Grant or take 1 credit or more', constraint = 'invalid', detail = '{"field": "amount"}';
    end if;
    perform private.ledger_post(admin_credits.id, admin_credits.amount, 'grant', 'A grant', null, admin_credits.reason);
    perform private.audit_write(http.current_account_id(), 'credits_granted', 'account', admin_credits.id);
    return http.reply(
        case when amount > 0 then 'Credits granted' else 'Credits taken' end,
        row_to_json(private.reseller_account_shape(admin_credits.id)));
end
$$;

ALTER FUNCTION api.admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key) OWNER TO gatekeeper;

--
-- Name: FUNCTION admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key) IS 'Grants a reseller credits, or takes some back

id: the reseller
amount: credits; negative: that many are taken
reason: for the ledger, 1 to 500 characters
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 404 not_found, 409 conflict, 409 idempotency_mismatch
Example: {"amount": 50000, "reason": "Invoice 2026-117"}';

--
-- Name: admin_reseller_create(app.email, app.new_password); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.admin_reseller_create(email app.email, password app.new_password DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_account uuid;
begin
    select e.account_id into v_account from app.account_email e where e.email = lower(admin_reseller_create.email);
    if not found then
        if admin_reseller_create.password is null then
            raise sqlstate 'PT400' using
                message = 'Nobody has this address yet: a new account needs a password', constraint = 'invalid', detail = '{"field": "password"}';
        end if;
        v_account := private.account_create(admin_reseller_create.email, admin_reseller_create.password, 'reseller');
    else
        update app.account a set role = 'reseller' where a.account_id = v_account and a.role = 'user';
        if not found then
            raise sqlstate 'PT409' using message = 'This account is a reseller or an administrator already', constraint = 'conflict';
        end if;
    end if;
    perform private.reseller_add(v_account);
    perform private.audit_write(http.current_account_id(), 'reseller_made', 'account', v_account);
    return row_to_json(private.reseller_account_shape(v_account));
end
$$;

ALTER FUNCTION api.admin_reseller_create(email app.email, password app.new_password) OWNER TO gatekeeper;

--
-- Name: FUNCTION admin_reseller_create(email app.email, password app.new_password); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.admin_reseller_create(email app.email, password app.new_password) IS 'Makes a reseller, of the account that has the address, or of a new one

email: the reseller''s
password: for a new account, 8 to 72 bytes of UTF-8; an account that is there keeps its own
Errors: 403 forbidden, 409 conflict
Example: {"email": "shop@example.com", "password": "correct horse"}';

--
-- Name: audit_list(app.page_limit, app.page_cursor); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.audit_list("limit" app.page_limit DEFAULT NULL::integer, cursor app.page_cursor DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(audit_list."limit", 50);
    v_after   text[] := private.cursor_decode('audit', audit_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(row(a.id, a.action, a.subject_type, a.subject_id, a.device_name, host(a.ip), a.at)::api.audit_entry)),
           array_agg(concat_ws('|', a.at, a.id))
    into v_items, v_keys
    from (select * from app.audit a
          where a.account_id = v_account
            and (v_after is null or (a.at, a.id) < (v_after[1]::timestamptz, v_after[2]::uuid))
          order by a.at desc, a.id desc
          limit v_limit + 1) as a;
    return private.page('audit', v_items, v_keys, v_limit);
end
$$;

ALTER FUNCTION api.audit_list("limit" app.page_limit, cursor app.page_cursor) OWNER TO syncstream;

--
-- Name: FUNCTION audit_list("limit" app.page_limit, cursor app.page_cursor); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.audit_list("limit" app.page_limit, cursor app.page_cursor) IS 'The account''s trail, newest first: sign-ins, failed passwords and PINs, readings of credentials, exports

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 restricted_profile';

--
-- Name: auth_login(app.email, app.password, app.name, app.device_id, boolean); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.auth_login(email app.email, password app.password, device_name app.name DEFAULT NULL::text, device_id app.device_id DEFAULT NULL::text, replace_oldest boolean DEFAULT NULL::boolean) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_refusal http.response := private.password_refusal(email, password, 401, 'Invalid email or password');
begin
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    return private.session_start(
        (select e.account_id from app.account_email e where e.email = lower(auth_login.email)),
        device_name, device_id, replace_oldest);
end
$$;

ALTER FUNCTION api.auth_login(email app.email, password app.password, device_name app.name, device_id app.device_id, replace_oldest boolean) OWNER TO gatekeeper;

--
-- Name: FUNCTION auth_login(email app.email, password app.password, device_name app.name, device_id app.device_id, replace_oldest boolean); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.auth_login(email app.email, password app.password, device_name app.name, device_id app.device_id, replace_oldest boolean) IS 'Signs this device in. Takes the same time whether or not the address has an account

email: compared without case
password: after 10 wrong ones for an address in 15 minutes, or 100 from one client, even the right one is refused
device_name: for the list of devices
device_id: the device''s own name for itself; signing in with it again takes the old session''s place
replace_oldest: true: over the plan''s max_devices, the oldest session goes
Errors: 401 invalid_credentials, 403 device_limit_reached, 403 account_suspended, 429 rate_limited
Example: {"email": "ada@example.com", "password": "correct horse"}';

--
-- Name: auth_logout(); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.auth_logout() RETURNS http.response
    LANGUAGE plpgsql
    AS $$
begin
    perform private.session_end(http.current_session_id());
    return http.reply('Signed out', claims => 'null');
end
$$;

ALTER FUNCTION api.auth_logout() OWNER TO syncstream;

--
-- Name: FUNCTION auth_logout(); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.auth_logout() IS 'Revokes the session, access and refresh tokens alike, and clears the cookie';

--
-- Name: auth_refresh(text); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.auth_refresh(refresh_token text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $_$
declare
    v_settings app.settings;
    v_now      timestamptz;
    v_bytes    bytea;
    v_account  uuid;
    v_session  uuid;
    v_family   bytea;
    v_secret   bytea;
    v_token    private.refresh_token;
    v_refusal  http.response := http.refusal(401, 'invalid_refresh_token', 'This refresh token is not valid. Sign in again');
begin
    if auth_refresh.refresh_token !~ '^[A-Za-z0-9_-]{107}$' then
        return v_refusal;
    end if;
    v_bytes   := decode(translate(auth_refresh.refresh_token, '-_', '+/') || '=', 'base64');
    v_account := encode(substr(v_bytes, 1, 16), 'hex')::uuid;
    v_session := encode(substr(v_bytes, 17, 16), 'hex')::uuid;
    v_family  := substr(v_bytes, 33, 16);
    v_secret  := substr(v_bytes, 49, 32);

    if exists (select from app.account a where a.account_id = v_account and a.status = 'suspended') then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;
    perform from app.session s where s.account_id = v_account and s.id = v_session and s.expires_at > now() for update;
    if not found then
        return v_refusal;
    end if;

    select s.* into v_settings from app.settings s;
    v_now := clock_timestamp();  -- after the lock was waited for
    select t.* into v_token from private.refresh_token t
    where t.account_id = v_account and t.session_id = v_session and t.secret_hash = sha256(v_secret) and t.family_hash = sha256(v_family);

    if v_token is null or v_token.rotated_at < v_now - v_settings.refresh_grace then
        -- Rotated long ago, so two hold it: a thief or the owner. Of a made-up family: nothing is known about it.
        if exists (select from private.refresh_token t
                   where t.account_id = v_account and t.session_id = v_session and t.family_hash = sha256(v_family)) then
            perform private.audit_write(v_account, 'refresh_token_reused', 'session', v_session,
                (select s.device_name from app.session s where s.account_id = v_account and s.id = v_session));
            delete from app.session s where s.account_id = v_account and s.id = v_session;
        end if;
        return v_refusal;
    end if;

    if v_token.rotated_at is null then
        v_token.nonce := extensions.gen_random_bytes(32);
        update private.refresh_token t set nonce = v_token.nonce, rotated_at = v_now
        where t.account_id = v_account and t.session_id = v_session and t.secret_hash = v_token.secret_hash;
        delete from private.refresh_token t
        where t.account_id = v_account and t.session_id = v_session and t.rotated_at < v_now - v_settings.refresh_grace;
        perform private.issue_refresh_token(v_account, v_session, v_family, extensions.hmac(v_secret, v_token.nonce, 'sha256'));
        update app.session s set last_seen_at = now(), expires_at = now() + v_settings.session_lifetime
        where s.account_id = v_account and s.id = v_session;
    end if;

    -- Within the grace the current token is found from any that led to it.
    while v_token.nonce is not null loop
        v_secret := extensions.hmac(v_secret, v_token.nonce, 'sha256');
        select t.* into v_token from private.refresh_token t
        where t.account_id = v_account and t.session_id = v_session and t.secret_hash = sha256(v_secret);
    end loop;
    return private.tokens(v_account, v_session, private.refresh_token_text(v_account, v_session, v_family, v_secret));
end
$_$;

ALTER FUNCTION api.auth_refresh(refresh_token text) OWNER TO gatekeeper;

--
-- Name: FUNCTION auth_refresh(refresh_token text); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.auth_refresh(refresh_token text) IS 'New tokens for a session, the selected profile kept. A refresh token works once, and for 10 seconds more, so that tabs may refresh side by side; used later again, it ends the session

refresh_token: the newest one that was given out
Errors: 401 invalid_refresh_token, 403 account_suspended';

--
-- Name: auth_signup(app.email, app.new_password, app.name, app.device_id); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.auth_signup(email app.email, password app.new_password, device_name app.name DEFAULT NULL::text, device_id app.device_id DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
begin
    return private.session_start(private.account_create(email, password), device_name, device_id, false);
end
$$;

ALTER FUNCTION api.auth_signup(email app.email, password app.new_password, device_name app.name, device_id app.device_id) OWNER TO gatekeeper;

--
-- Name: FUNCTION auth_signup(email app.email, password app.new_password, device_name app.name, device_id app.device_id); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.auth_signup(email app.email, password app.new_password, device_name app.name, device_id app.device_id) IS 'Makes an account and signs this device in. Makes no profile

email: compared without case
password: 8 to 72 bytes of UTF-8
device_name: for the list of devices
device_id: the device''s own name for itself; signing in with it again takes the old session''s place
Errors: 409 email_taken
Example: {"email": "ada@example.com", "password": "correct horse", "device_name": "Living room TV"}';

--
-- Name: client_create(app.email, app.new_password, app.plan_code, app.months, boolean, app.request_key); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.client_create(email app.email, password app.new_password, plan app.plan_code DEFAULT NULL::text, months app.months DEFAULT NULL::integer, trial boolean DEFAULT NULL::boolean, idempotency_key app.request_key DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_account  uuid := http.current_account_id();
    v_plan     text := coalesce(client_create.plan, 'free');
    v_months   integer := coalesce(client_create.months, 1);
    v_trial    boolean := coalesce(client_create.trial, false);
    v_cost     bigint;
    v_settings app.settings;
    v_reseller app.reseller;
    v_client   app.reseller_client;
begin
    if client_create.idempotency_key is not null then
        return private.once('api.client_create', client_create.idempotency_key, json_build_array(email, password, plan, months, trial));
    end if;
    if v_trial and v_plan = 'free' then
        raise sqlstate 'PT400' using message = 'A trial needs a plan', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    v_cost := private.client_cost(v_account, v_plan, v_months);
    if v_trial then
        v_cost := 0;
    end if;

    -- A look without a lock: who cannot pay is told before a password is hashed. And the hash is made before the lock,
    -- or one reseller's creations would wait for each other's hashes.
    select r.* into v_reseller from app.reseller r where r.account_id = v_account;
    perform private.require_credits(v_reseller.credits_balance, v_cost);
    v_client.client_id := private.account_create(client_create.email, client_create.password);

    v_reseller := private.reseller_lock(v_account);
    v_client.account_id := v_account;
    v_client.email := client_create.email;
    v_client.plan := v_plan;
    v_client.created_at := clock_timestamp();
    v_client.expires_at := 'infinity';
    v_client.term_cost := 0;
    if v_trial then
        select s.* into v_settings from app.settings s;
        v_reseller.trials := array(select t from unnest(v_reseller.trials) as t where t > v_client.created_at - v_settings.trial_window order by t);
        if cardinality(v_reseller.trials) >= v_settings.trial_quota then
            raise sqlstate 'PT403' using
                message = format('Trial limit reached. Maximum trials: %s', v_settings.trial_quota),
                constraint = 'plan_limit_reached',
                detail = json_build_object('limit', 'max_trials', 'max', v_settings.trial_quota);
        end if;
        v_reseller.trials := v_reseller.trials || v_client.created_at;
        v_client.expires_at := v_client.created_at + v_settings.trial_term;
    elsif v_plan <> 'free' then
        v_client.expires_at := v_client.created_at + make_interval(months => v_months);
        v_client.term_started_at := v_client.created_at;
        v_client.term_cost := v_cost;
        v_client.paid_at := v_client.created_at;
        v_client.paid_from := v_client.created_at;
        v_client.paid_cost := v_cost;
    end if;

    insert into app.reseller_client values (v_client.*);
    insert into app.account_reseller values (v_client.client_id, v_account);
    update app.reseller r set clients = r.clients + 1, trials = v_reseller.trials where r.account_id = v_account;
    if v_plan <> 'free' then
        perform private.client_subscription_write(v_client, v_trial);
    end if;
    if v_cost > 0 then
        perform private.ledger_post(v_account, -v_cost, 'client_created',
            case when v_plan = 'free' then 'A client' else format('A client: %s, months: %s', v_plan, v_months) end, v_client.client_id);
    end if;
    return http.reply(data => row_to_json(private.client_shape(v_client)));
end
$$;

ALTER FUNCTION api.client_create(email app.email, password app.new_password, plan app.plan_code, months app.months, trial boolean, idempotency_key app.request_key) OWNER TO gatekeeper;

--
-- Name: FUNCTION client_create(email app.email, password app.new_password, plan app.plan_code, months app.months, trial boolean, idempotency_key app.request_key); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.client_create(email app.email, password app.new_password, plan app.plan_code, months app.months, trial boolean, idempotency_key app.request_key) IS 'Makes a client and pays for it with credits. Checks, takes the credits and makes the account in one transaction

email: the client''s; compared without case
password: the client''s first one, 8 to 72 bytes of UTF-8
plan: the plan that it gets; without one it stays on `free`, for the price of `free`
months: how many, 1 where it is not said; without a plan, and for a trial, they do not count
trial: true: the plan for 24 hours, at no cost; 10 in 30 days
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 403 plan_limit_reached, 409 email_taken, 409 idempotency_mismatch
Example: {"email": "kim@example.com", "password": "correct horse", "plan": "premium", "months": 3}';

--
-- Name: client_get(uuid); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.client_get(id uuid) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return row_to_json(private.client_shape(private.client_require(client_get.id)));
end
$$;

ALTER FUNCTION api.client_get(id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION client_get(id uuid); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.client_get(id uuid) IS 'A client of the reseller''s own

id: the client
Errors: 403 forbidden, 404 not_found';

--
-- Name: client_list(app.search, app.client_status, app.page_limit, app.page_cursor); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.client_list(q app.search DEFAULT NULL::text, status app.client_status DEFAULT NULL::text, "limit" app.page_limit DEFAULT NULL::integer, cursor app.page_cursor DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_limit integer := coalesce(client_list."limit", 50);
    v_after text[] := private.cursor_decode('clients', client_list.cursor, 2);
    v_items json[];
    v_keys  text[];
begin
    select array_agg(row_to_json(private.client_shape(c)) order by c.created_at desc, c.client_id desc),
           array_agg(concat_ws('|', c.created_at, c.client_id) order by c.created_at desc, c.client_id desc)
    into v_items, v_keys
    from private.client_search(client_list.q, client_list.status, v_after[1]::timestamptz, v_after[2]::uuid, v_limit + 1) as c;
    return private.page('clients', v_items, v_keys, v_limit);
end
$$;

ALTER FUNCTION api.client_list(q app.search, status app.client_status, "limit" app.page_limit, cursor app.page_cursor) OWNER TO syncstream;

--
-- Name: FUNCTION client_list(q app.search, status app.client_status, "limit" app.page_limit, cursor app.page_cursor); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.client_list(q app.search, status app.client_status, "limit" app.page_limit, cursor app.page_cursor) IS 'The reseller''s own clients, newest first

q: a part of the address, without case
status: active, suspended or expired
limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden';

--
-- Name: client_refund(uuid, app.request_key); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.client_refund(id uuid, idempotency_key app.request_key DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_now     timestamptz;
    v_client  app.reseller_client;
    v_back    bigint;
begin
    if client_refund.idempotency_key is not null then
        return private.once('api.client_refund', client_refund.idempotency_key, json_build_array(id));
    end if;
    perform private.reseller_lock(v_account);
    v_client := private.client_lock(client_refund.id);
    v_now := clock_timestamp();
    if v_client.paid_at is null then
        raise sqlstate 'PT409' using message = 'There is nothing to give back: nothing was paid, or it was given back already', constraint = 'conflict';
    end if;
    if v_client.expires_at <= v_now or v_client.paid_at <= v_now - (select s.refund_window from app.settings s) then
        raise sqlstate 'PT409' using message = 'It is too late to give this term back', constraint = 'conflict';
    end if;

    v_back := private.unused_credits(v_client.paid_cost, v_client.paid_from, v_client.expires_at, v_now);
    if v_back > 0 then
        perform private.ledger_post(v_account, v_back, 'refund', format('The unused part of %s', v_client.plan), v_client.client_id);
    end if;
    -- What was paid for before this part runs on.
    v_client.expires_at := case when v_client.paid_from > v_now then v_client.paid_from else now() end;
    v_client.term_cost := greatest(v_client.term_cost - v_client.paid_cost, 0);
    v_client.paid_at := null;
    v_client.paid_from := null;
    v_client.paid_cost := null;
    perform private.client_write(v_client);
    return http.reply(format('Credits given back: %s', v_back), row_to_json(private.client_shape(v_client)));
end
$$;

ALTER FUNCTION api.client_refund(id uuid, idempotency_key app.request_key) OWNER TO gatekeeper;

--
-- Name: FUNCTION client_refund(id uuid, idempotency_key app.request_key); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.client_refund(id uuid, idempotency_key app.request_key) IS 'Takes the last purchase for a client back, within 24 hours and once: the credits of its unused part return, floor(cost × unused ÷ term), and the term that it paid for ends. Where it had extended a term, the client keeps what was paid for before

id: the client
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 403 forbidden, 404 not_found, 409 conflict, 409 idempotency_mismatch';

--
-- Name: client_renew(uuid, app.plan_code, app.months, app.request_key); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.client_renew(id uuid, plan app.plan_code DEFAULT NULL::text, months app.months DEFAULT NULL::integer, idempotency_key app.request_key DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_account  uuid := http.current_account_id();
    v_reseller app.reseller;
    v_months   integer := coalesce(client_renew.months, 1);
    v_now      timestamptz;
    v_client   app.reseller_client;
    v_plan     text;
    v_running  boolean;
    v_cost     bigint;
    v_back     bigint := 0;
begin
    if client_renew.idempotency_key is not null then
        return private.once('api.client_renew', client_renew.idempotency_key, json_build_array(id, plan, months));
    end if;
    v_reseller := private.reseller_lock(v_account);
    v_client := private.client_lock(client_renew.id);
    v_now := clock_timestamp();
    v_plan := coalesce(client_renew.plan, v_client.plan);
    if v_plan = 'free' then
        raise sqlstate 'PT400' using message = 'Say which plan the client gets', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    v_cost := private.client_cost(v_account, v_plan, v_months);

    v_running := v_client.plan <> 'free' and v_client.expires_at > v_now;
    if v_running and v_client.plan <> v_plan then
        v_back := private.unused_credits(v_client.term_cost, v_client.term_started_at, v_client.expires_at, v_now);
        v_running := false;
    end if;
    perform private.require_credits(v_reseller.credits_balance, v_cost - v_back);
    if v_back > 0 then
        perform private.ledger_post(v_account, v_back, 'refund', format('The unused part of %s', v_client.plan), v_client.client_id);
    end if;
    if v_cost > 0 then
        perform private.ledger_post(v_account, -v_cost, 'client_renewed', format('%s, months: %s', v_plan, v_months), v_client.client_id);
    end if;

    v_client.paid_at := v_now;
    v_client.paid_from := case when v_running then v_client.expires_at else v_now end;
    v_client.paid_cost := v_cost;
    if not v_running or v_client.term_cost = 0 then  -- a trial is no part of what is paid for
        v_client.term_started_at := v_client.paid_from;
        v_client.term_cost := 0;
    end if;
    v_client.term_cost := v_client.term_cost + v_cost;
    v_client.expires_at := v_client.paid_from + make_interval(months => v_months);
    v_client.plan := v_plan;
    perform private.client_write(v_client);
    return http.reply(data => row_to_json(private.client_shape(v_client)));
end
$$;

ALTER FUNCTION api.client_renew(id uuid, plan app.plan_code, months app.months, idempotency_key app.request_key) OWNER TO gatekeeper;

--
-- Name: FUNCTION client_renew(id uuid, plan app.plan_code, months app.months, idempotency_key app.request_key); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.client_renew(id uuid, plan app.plan_code, months app.months, idempotency_key app.request_key) IS 'Pays for more months of a client: adds them to a term that runs, or starts a new one. With another plan the old term ends, its unused part is given back, and the new one starts now

id: the client
plan: the plan; the client''s own where it is not said
months: how many; 1 where it is not said
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 404 not_found, 409 idempotency_mismatch
Example: {"plan": "premium", "months": 12}';

--
-- Name: client_resume(uuid); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.client_resume(id uuid) RETURNS json
    LANGUAGE plpgsql
    AS $$
begin
    return private.client_set_suspended(client_resume.id, false);
end
$$;

ALTER FUNCTION api.client_resume(id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION client_resume(id uuid); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.client_resume(id uuid) IS 'Ends a client''s suspension; it signs in again

id: the client
Errors: 403 forbidden, 404 not_found, 409 conflict';

--
-- Name: client_suspend(uuid); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.client_suspend(id uuid) RETURNS json
    LANGUAGE plpgsql
    AS $$
begin
    return private.client_set_suspended(client_suspend.id, true);
end
$$;

ALTER FUNCTION api.client_suspend(id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION client_suspend(id uuid); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.client_suspend(id uuid) IS 'Suspends a client: its devices are signed out at once, and every call of its account is refused with 403 account_suspended. Its term runs on

id: the client
Errors: 403 forbidden, 404 not_found, 409 conflict';

--
-- Name: ledger_list(app.page_limit, app.page_cursor); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.ledger_list("limit" app.page_limit DEFAULT NULL::integer, cursor app.page_cursor DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(ledger_list."limit", 50);
    v_before  bigint := (private.cursor_decode('ledger', ledger_list.cursor, 1))[1]::bigint;
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(private.ledger_entry_shape(e, n.note)) order by e.seq desc), array_agg(e.seq::text order by e.seq desc)
    into v_items, v_keys
    from (select * from app.ledger_entry e
          where e.account_id = v_account and e.seq < coalesce(v_before, 9223372036854775807)
          order by e.seq desc
          limit v_limit + 1) as e
    left join app.ledger_note n on n.account_id = v_account and n.seq = e.seq;
    return private.page('ledger', v_items, v_keys, v_limit);
end
$$;

ALTER FUNCTION api.ledger_list("limit" app.page_limit, cursor app.page_cursor) OWNER TO syncstream;

--
-- Name: FUNCTION ledger_list("limit" app.page_limit, cursor app.page_cursor); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.ledger_list("limit" app.page_limit, cursor app.page_cursor) IS 'The movements of the reseller''s credits, newest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 forbidden';

--
-- Name: me_get(); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.me_get() RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return row_to_json(private.account_shape(http.current_account_id()));
end
$$;

ALTER FUNCTION api.me_get() OWNER TO syncstream;

--
-- Name: FUNCTION me_get(); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.me_get() IS 'The account that is signed in, with its plan and subscription';

--
-- Name: me_password(app.password, app.new_password); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.me_password(current_password app.password, new_password app.new_password) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_refusal http.response := private.confirm_password(current_password);
    v_hash    text;
begin
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    v_hash := private.hash_password(new_password);
    update private.account_password p set hash = v_hash where p.account_id = v_account;
    delete from app.session s where s.account_id = v_account and s.id <> http.current_session_id();
    perform private.audit_write(v_account, 'password_changed', 'account', v_account);
    return http.reply('Password changed. All other devices were signed out');
end
$$;

ALTER FUNCTION api.me_password(current_password app.password, new_password app.new_password) OWNER TO gatekeeper;

--
-- Name: FUNCTION me_password(current_password app.password, new_password app.new_password); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.me_password(current_password app.password, new_password app.new_password) IS 'Changes the password and revokes every other session

current_password: wrong ones are counted as at login
new_password: 8 to 72 bytes of UTF-8
Errors: 403 invalid_credentials, 403 restricted_profile, 429 rate_limited
Example: {"current_password": "correct horse", "new_password": "battery staple"}';

--
-- Name: plan_list(); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.plan_list() RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return (select json_agg(row_to_json(private.plan_shape(p)) order by p.price, p.code) from app.plan p);
end
$$;

ALTER FUNCTION api.plan_list() OWNER TO syncstream;

--
-- Name: FUNCTION plan_list(); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.plan_list() IS 'The plans there are, cheapest first';

--
-- Name: profile_create(app.name, app.address, boolean, app.age, app.categories, app.language, app.free_object, app.pin); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.profile_create(name app.name, avatar app.address DEFAULT NULL::text, is_kids boolean DEFAULT NULL::boolean, max_rating app.age DEFAULT NULL::integer, hidden_categories app.categories DEFAULT NULL::text[], language app.language DEFAULT NULL::text, settings app.free_object DEFAULT NULL::json, pin app.pin DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint := private.account_next_rev(v_account);
    v_profile app.profile;
begin
    perform private.require_within(
        (private.current_plan(v_account)).max_profiles,
        (select count(*) from app.profile p where p.account_id = v_account),
        'max_profiles', 'profiles');

    insert into app.profile (account_id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, rev)
    values (v_account, profile_create.name, profile_create.avatar, coalesce(profile_create.is_kids, false), profile_create.max_rating,
            coalesce(profile_create.hidden_categories, '{}'), profile_create.language, coalesce(profile_create.settings, '{}'), v_rev)
    returning * into v_profile;

    if profile_create.pin is not null then
        perform private.profile_pin_write(v_profile.id, profile_create.pin);
        v_profile.has_pin := true;
    end if;
    return row_to_json(private.profile_shape(v_profile));
end
$$;

ALTER FUNCTION api.profile_create(name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, pin app.pin) OWNER TO syncstream;

--
-- Name: FUNCTION profile_create(name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, pin app.pin); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.profile_create(name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, pin app.pin) IS 'Makes a profile

name: 1 to 100 characters
avatar: an address or a name that the apps know
is_kids: true: a kids profile, which sees what is for all and manages nothing
max_rating: an age, 0 to 21: nothing rated above it
hidden_categories: categories to leave out
language: a language tag
settings: an object of the apps'' own, at most 16 KiB
pin: 4 to 8 digits; selecting the profile asks for them
Errors: 403 plan_limit_reached, 403 restricted_profile
Example: {"name": "Ada", "max_rating": 16, "language": "en"}';

--
-- Name: profile_delete(uuid); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.profile_delete(id uuid) RETURNS json
    LANGUAGE plpgsql
    AS $$
declare
    v_account uuid := http.current_account_id();
begin
    -- The counter's row lock: two deletions beside each other do not take the last two.
    perform private.account_next_rev(v_account);
    perform private.profile_require(profile_delete.id);
    if not exists (select from app.profile p where p.account_id = v_account and p.id <> profile_delete.id) then
        raise sqlstate 'PT409' using message = 'An account keeps its last profile. Make another one first', constraint = 'conflict';
    end if;
    update app.session s set profile_id = null where s.account_id = v_account and s.profile_id = profile_delete.id;
    delete from app.profile p where p.account_id = v_account and p.id = profile_delete.id;
    return null;
end
$$;

ALTER FUNCTION api.profile_delete(id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION profile_delete(id uuid); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.profile_delete(id uuid) IS 'Deletes a profile with all that it owns. Its access tokens end at once

id: the profile
Errors: 403 restricted_profile, 404 not_found, 409 conflict';

--
-- Name: profile_get(uuid); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.profile_get(id uuid) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return row_to_json(private.profile_shape(private.profile_require(profile_get.id)));
end
$$;

ALTER FUNCTION api.profile_get(id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION profile_get(id uuid); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.profile_get(id uuid) IS 'A profile

id: the profile
Errors: 404 not_found';

--
-- Name: profile_list(app.page_limit, app.page_cursor); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.profile_list("limit" app.page_limit DEFAULT NULL::integer, cursor app.page_cursor DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_limit   integer := coalesce(profile_list."limit", 50);
    v_after   text[] := private.cursor_decode('profiles', profile_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(private.profile_shape(p))), array_agg(concat_ws('|', p.created_at, p.id))
    into v_items, v_keys
    from (select * from app.profile p
          where p.account_id = v_account
            and (v_after is null or (p.created_at, p.id) > (v_after[1]::timestamptz, v_after[2]::uuid))
          order by p.created_at, p.id
          limit v_limit + 1) as p;
    return private.page('profiles', v_items, v_keys, v_limit);
end
$$;

ALTER FUNCTION api.profile_list("limit" app.page_limit, cursor app.page_cursor) OWNER TO syncstream;

--
-- Name: FUNCTION profile_list("limit" app.page_limit, cursor app.page_cursor); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.profile_list("limit" app.page_limit, cursor app.page_cursor) IS 'The account''s profiles, oldest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before';

--
-- Name: profile_pin_set(uuid, app.password, app.pin); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.profile_pin_set(id uuid, password app.password, pin app.pin DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint;
    v_refusal http.response;
    v_profile app.profile := private.profile_require(profile_pin_set.id);
begin
    v_refusal := private.confirm_password(password);
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    v_rev := private.account_next_rev(v_account);
    update app.profile p set rev = v_rev where p.account_id = v_account and p.id = profile_pin_set.id;
    perform private.profile_pin_write(profile_pin_set.id, pin);
    perform private.audit_write(v_account, case when pin is null then 'pin_removed' else 'pin_set' end, 'profile', profile_pin_set.id);
    v_profile := private.profile_require(profile_pin_set.id);
    return http.reply(case when pin is null then 'PIN removed' else 'PIN set' end, row_to_json(private.profile_shape(v_profile)));
end
$$;

ALTER FUNCTION api.profile_pin_set(id uuid, password app.password, pin app.pin) OWNER TO gatekeeper;

--
-- Name: FUNCTION profile_pin_set(id uuid, password app.password, pin app.pin); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.profile_pin_set(id uuid, password app.password, pin app.pin) IS 'Sets, changes or removes a profile''s PIN, by the account''s password. Setting one unlocks

id: the profile
password: the account''s; wrong ones are counted as at login
pin: 4 to 8 digits; null removes it
Errors: 403 invalid_credentials, 403 restricted_profile, 404 not_found, 429 rate_limited
Example: {"password": "correct horse", "pin": "4711"}';

--
-- Name: profile_select(uuid, app.pin); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.profile_select(id uuid, pin app.pin DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_session uuid := http.current_session_id();
    v_refusal http.response;
begin
    perform private.profile_require(profile_select.id);
    v_refusal := private.pin_refusal(profile_select.id, profile_select.pin);
    if v_refusal.status is not null then
        return v_refusal;
    end if;
    update app.session s set profile_id = profile_select.id, last_seen_at = now()
    where s.account_id = v_account and s.id = v_session;
    return private.tokens(v_account, v_session, null, 'Profile selected successfully');
end
$$;

ALTER FUNCTION api.profile_select(id uuid, pin app.pin) OWNER TO gatekeeper;

--
-- Name: FUNCTION profile_select(id uuid, pin app.pin); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.profile_select(id uuid, pin app.pin) IS 'Selects a profile: the access token in the answer is for it. Five wrong PINs lock the profile''s PIN for 5 minutes, then twice as long each time, up to an hour

id: the profile
pin: where the profile has one
Errors: 403 pin_required, 403 invalid_pin, 404 not_found, 429 pin_locked
Example: {"pin": "4711"}';

--
-- Name: profile_update(uuid, app.name, app.address, boolean, app.age, app.categories, app.language, app.free_object, text[]); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.profile_update(id uuid, name app.name DEFAULT NULL::text, avatar app.address DEFAULT NULL::text, is_kids boolean DEFAULT NULL::boolean, max_rating app.age DEFAULT NULL::integer, hidden_categories app.categories DEFAULT NULL::text[], language app.language DEFAULT NULL::text, settings app.free_object DEFAULT NULL::json, given text[] DEFAULT NULL::text[]) RETURNS json
    LANGUAGE plpgsql
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_rev     bigint := private.account_next_rev(v_account);
    v_profile app.profile := private.profile_require(profile_update.id);
    v_is_kids boolean := v_profile.is_kids;
begin
    if 'name' = any (given) then
        if profile_update.name is null then
            raise sqlstate 'PT400' using message = 'A profile needs a name', constraint = 'invalid', detail = '{"field": "name"}';
        end if;
        v_profile.name := profile_update.name;
    end if;
    if 'avatar' = any (given) then v_profile.avatar := profile_update.avatar; end if;
    if 'is_kids' = any (given) then v_profile.is_kids := coalesce(profile_update.is_kids, false); end if;
    if 'max_rating' = any (given) then v_profile.max_rating := profile_update.max_rating; end if;
    if 'hidden_categories' = any (given) then v_profile.hidden_categories := coalesce(profile_update.hidden_categories, '{}'); end if;
    if 'language' = any (given) then v_profile.language := profile_update.language; end if;
    if 'settings' = any (given) then v_profile.settings := coalesce(profile_update.settings, '{}'); end if;
    if v_profile.is_kids <> v_is_kids then v_profile.token_version := v_profile.token_version + 1; end if;

    update app.profile p
    set name = v_profile.name, avatar = v_profile.avatar, is_kids = v_profile.is_kids, max_rating = v_profile.max_rating,
        hidden_categories = v_profile.hidden_categories, language = v_profile.language, settings = v_profile.settings,
        token_version = v_profile.token_version, rev = v_rev
    where p.account_id = v_account and p.id = profile_update.id
    returning * into v_profile;
    return row_to_json(private.profile_shape(v_profile));
end
$$;

ALTER FUNCTION api.profile_update(id uuid, name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, given text[]) OWNER TO syncstream;

--
-- Name: FUNCTION profile_update(id uuid, name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, given text[]); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.profile_update(id uuid, name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, given text[]) IS 'Changes a profile: the fields that are sent; null clears an optional one

id: the profile
name: 1 to 100 characters, not null
avatar: an address or a name that the apps know
is_kids: a change ends the profile''s access tokens at once; a refresh gives fitting ones
max_rating: an age, 0 to 21: nothing rated above it
hidden_categories: categories to leave out
language: a language tag
settings: an object of the apps'' own, at most 16 KiB; takes the place of the whole old one
Errors: 403 restricted_profile, 404 not_found
Example: {"name": "Ada L.", "max_rating": null}';

--
-- Name: reseller_create(app.email, app.new_password, app.credits, app.request_key); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.reseller_create(email app.email, password app.new_password, credits app.credits DEFAULT NULL::bigint, idempotency_key app.request_key DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER COST 100000
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_credits bigint := coalesce(reseller_create.credits, 0);
    v_price   bigint;
    v_child   uuid;
begin
    if reseller_create.idempotency_key is not null then
        return private.once('api.reseller_create', reseller_create.idempotency_key, json_build_array(email, password, credits));
    end if;
    select s.reseller_price into v_price from app.settings s;
    -- Before the password is hashed, and again under the lock, as in api.client_create.
    perform private.require_credits((select r.credits_balance from app.reseller r where r.account_id = v_account), v_price + v_credits);
    v_child := private.account_create(reseller_create.email, reseller_create.password, 'reseller');

    perform private.require_credits((private.reseller_lock(v_account)).credits_balance, v_price + v_credits);
    perform private.reseller_add(v_child, v_account);
    update app.reseller r set resellers = r.resellers + 1 where r.account_id = v_account;
    if v_price > 0 then
        perform private.ledger_post(v_account, -v_price, 'reseller_created', 'A reseller', v_child);
    end if;
    if v_credits > 0 then
        perform private.transfer(v_account, v_child, v_credits);
    end if;
    return http.reply(data => row_to_json(private.reseller_account_shape(v_child)));
end
$$;

ALTER FUNCTION api.reseller_create(email app.email, password app.new_password, credits app.credits, idempotency_key app.request_key) OWNER TO gatekeeper;

--
-- Name: FUNCTION reseller_create(email app.email, password app.new_password, credits app.credits, idempotency_key app.request_key); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.reseller_create(email app.email, password app.new_password, credits app.credits, idempotency_key app.request_key) IS 'Makes a reseller below this one, with credits of this one''s

email: the new reseller''s; compared without case
password: its first one, 8 to 72 bytes of UTF-8
credits: what it gets to begin with, from this one''s balance
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 409 email_taken, 409 idempotency_mismatch
Example: {"email": "sub@example.com", "password": "correct horse", "credits": 10000}';

--
-- Name: reseller_get(); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.reseller_get() RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account  uuid := http.current_account_id();
    v_reseller app.reseller;
    v_prices   api.client_price[];
begin
    select r.* into v_reseller from app.reseller r where r.account_id = v_account;
    select array_agg(row(c.plan, coalesce(o.credits, c.credits), case c.plan when 'free' then 'client' else 'month' end)::api.client_price
                     order by c.plan <> 'free', coalesce(o.credits, c.credits), c.plan)
    into v_prices
    from app.client_price c
    left join app.reseller_price o on o.account_id = v_account and o.plan = c.plan;
    return row_to_json(row(v_reseller.credits_balance, v_reseller.clients, v_reseller.parent_id, v_prices)::api.reseller);
end
$$;

ALTER FUNCTION api.reseller_get() OWNER TO syncstream;

--
-- Name: FUNCTION reseller_get(); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.reseller_get() IS 'The reseller that is signed in: its credits, how many clients it has, and what clients cost it

Errors: 403 forbidden';

--
-- Name: session_delete(uuid); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.session_delete(id uuid) RETURNS json
    LANGUAGE plpgsql
    AS $$
begin
    perform private.session_end(session_delete.id);
    return null;
end
$$;

ALTER FUNCTION api.session_delete(id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION session_delete(id uuid); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.session_delete(id uuid) IS 'Signs a device out: its tokens stop working at once

id: the session
Errors: 403 restricted_profile, 404 not_found';

--
-- Name: session_list(app.page_limit, app.page_cursor); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.session_list("limit" app.page_limit DEFAULT NULL::integer, cursor app.page_cursor DEFAULT NULL::text) RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_session uuid := http.current_session_id();
    v_limit   integer := coalesce(session_list."limit", 50);
    v_after   text[] := private.cursor_decode('sessions', session_list.cursor, 2);
    v_items   json[];
    v_keys    text[];
begin
    select array_agg(row_to_json(row(s.id, s.device_name, s.device_id, s.id = v_session, s.created_at, s.last_seen_at)::api.session)),
           array_agg(concat_ws('|', s.created_at, s.id))
    into v_items, v_keys
    from (select * from app.session s
          where s.account_id = v_account and s.expires_at > now()
            and (v_after is null or (s.created_at, s.id) < (v_after[1]::timestamptz, v_after[2]::uuid))
          order by s.created_at desc, s.id desc
          limit v_limit + 1) as s;
    return private.page('sessions', v_items, v_keys, v_limit);
end
$$;

ALTER FUNCTION api.session_list("limit" app.page_limit, cursor app.page_cursor) OWNER TO syncstream;

--
-- Name: FUNCTION session_list("limit" app.page_limit, cursor app.page_cursor); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.session_list("limit" app.page_limit, cursor app.page_cursor) IS 'The devices that are signed in, newest first

limit: how many at most; 50 where it is not said
cursor: next_cursor of the page before
Errors: 403 restricted_profile';

--
-- Name: subscription_get(); Type: FUNCTION; Schema: api; Owner: syncstream
--

CREATE FUNCTION api.subscription_get() RETURNS json
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return row_to_json(private.subscription_shape(private.current_subscription(http.current_account_id())));
end
$$;

ALTER FUNCTION api.subscription_get() OWNER TO syncstream;

--
-- Name: FUNCTION subscription_get(); Type: COMMENT; Schema: api; Owner: syncstream
--

COMMENT ON FUNCTION api.subscription_get() IS 'The subscription that gives the account its plan, else its newest; null without any';

--
-- Name: transfer_create(uuid, app.credit_amount, app.note, app.request_key); Type: FUNCTION; Schema: api; Owner: gatekeeper
--

CREATE FUNCTION api.transfer_create("to" uuid, amount app.credit_amount, note app.note DEFAULT NULL::text, idempotency_key app.request_key DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_entry   app.ledger_entry;
begin
    if transfer_create.idempotency_key is not null then
        return private.once('api.transfer_create', transfer_create.idempotency_key, json_build_array("to", amount, note));
    end if;
    if transfer_create."to" = v_account then
        raise sqlstate 'PT400' using message = 'Transfer to another reseller', constraint = 'invalid', detail = '{"field": "to"}';
    end if;
    -- A parent does not change, so this holds without a lock; and who is deleted meanwhile has nothing to post to.
    if not exists (select from app.reseller r where r.account_id = transfer_create."to" and r.parent_id = v_account)
       and not exists (select from app.reseller r where r.account_id = v_account and r.parent_id = transfer_create."to") then
        raise sqlstate 'PT404' using
            message = 'There is no such reseller among those that you made, nor did it make you', constraint = 'not_found';
    end if;
    v_entry := private.transfer(v_account, transfer_create."to", transfer_create.amount, transfer_create.note);
    return http.reply('Credits transferred', row_to_json(private.ledger_entry_shape(v_entry, transfer_create.note)));
end
$$;

ALTER FUNCTION api.transfer_create("to" uuid, amount app.credit_amount, note app.note, idempotency_key app.request_key) OWNER TO gatekeeper;

--
-- Name: FUNCTION transfer_create("to" uuid, amount app.credit_amount, note app.note, idempotency_key app.request_key); Type: COMMENT; Schema: api; Owner: gatekeeper
--

COMMENT ON FUNCTION api.transfer_create("to" uuid, amount app.credit_amount, note app.note, idempotency_key app.request_key) IS 'Gives credits to a reseller that this one made, or back to the one that made it. Answers the entry in this one''s ledger

to: the other reseller, by its account
amount: credits, 1 or more
note: for both ledgers, 1 to 500 characters
idempotency_key: the same key with the same request counts once, and answers what was answered first; kept 24 hours
Errors: 402 insufficient_credits, 403 forbidden, 404 not_found, 409 idempotency_mismatch
Example: {"to": "6ff3a5ee-8f6e-4ff6-a2f0-2f4c9d1c8f0e", "amount": 5000, "note": "June"}';

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: settings; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.settings (
    singleton boolean DEFAULT true NOT NULL,
    session_lifetime interval DEFAULT '60 days'::interval NOT NULL,
    refresh_grace interval DEFAULT '00:00:10'::interval NOT NULL,
    attempt_window interval DEFAULT '00:15:00'::interval NOT NULL,
    password_attempts integer DEFAULT 10 NOT NULL,
    address_attempts integer DEFAULT 100 NOT NULL,
    pin_attempts integer DEFAULT 5 NOT NULL,
    pin_lock interval DEFAULT '00:05:00'::interval NOT NULL,
    pin_lock_longest interval DEFAULT '01:00:00'::interval NOT NULL,
    past_due_grace interval DEFAULT '7 days'::interval NOT NULL,
    idempotency_lifetime interval DEFAULT '24:00:00'::interval NOT NULL,
    trial_term interval DEFAULT '24:00:00'::interval NOT NULL,
    trial_quota integer DEFAULT 10 NOT NULL,
    trial_window interval DEFAULT '30 days'::interval NOT NULL,
    refund_window interval DEFAULT '24:00:00'::interval NOT NULL,
    reseller_price integer DEFAULT 0 NOT NULL,
    CONSTRAINT settings_address_attempts_check CHECK ((address_attempts > 0)),
    CONSTRAINT settings_attempt_window_check CHECK ((attempt_window > '00:00:00'::interval)),
    CONSTRAINT settings_check CHECK ((pin_lock_longest >= pin_lock)),
    CONSTRAINT settings_idempotency_lifetime_check CHECK ((idempotency_lifetime > '00:00:00'::interval)),
    CONSTRAINT settings_password_attempts_check CHECK ((password_attempts > 0)),
    CONSTRAINT settings_past_due_grace_check CHECK ((past_due_grace >= '00:00:00'::interval)),
    CONSTRAINT settings_pin_attempts_check CHECK ((pin_attempts > 0)),
    CONSTRAINT settings_pin_lock_check CHECK ((pin_lock > '00:00:00'::interval)),
    CONSTRAINT settings_refresh_grace_check CHECK (((refresh_grace >= '00:00:00'::interval) AND (refresh_grace <= '00:01:00'::interval))),
    CONSTRAINT settings_refund_window_check CHECK ((refund_window >= '00:00:00'::interval)),
    CONSTRAINT settings_reseller_price_check CHECK ((reseller_price >= 0)),
    CONSTRAINT settings_session_lifetime_check CHECK ((session_lifetime > '01:00:00'::interval)),
    CONSTRAINT settings_singleton CHECK (singleton),
    CONSTRAINT settings_trial_quota_check CHECK ((trial_quota >= 0)),
    CONSTRAINT settings_trial_term_check CHECK ((trial_term > '00:00:00'::interval)),
    CONSTRAINT settings_trial_window_check CHECK ((trial_window > '00:00:00'::interval))
);

ALTER TABLE ONLY app.settings FORCE ROW LEVEL SECURITY;

ALTER TABLE app.settings OWNER TO syncstream;

--
-- Name: TABLE settings; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.settings IS 'Settings: one row';

--
-- Name: COLUMN settings.singleton; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.singleton IS 'Always true: there is one row';

--
-- Name: COLUMN settings.session_lifetime; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.session_lifetime IS 'A session ends when it was not refreshed for so long';

--
-- Name: COLUMN settings.refresh_grace; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.refresh_grace IS 'A refresh token that was already rotated still works for so long: tabs refresh side by side';

--
-- Name: COLUMN settings.attempt_window; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.attempt_window IS 'Failed attempts count for so long';

--
-- Name: COLUMN settings.password_attempts; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.password_attempts IS 'Wrong passwords for one email address within attempt_window, before even the right one is refused';

--
-- Name: COLUMN settings.address_attempts; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.address_attempts IS 'Wrong passwords from one client address within attempt_window, likewise';

--
-- Name: COLUMN settings.pin_attempts; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.pin_attempts IS 'Wrong PINs before a profile''s PIN is locked';

--
-- Name: COLUMN settings.pin_lock; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.pin_lock IS 'The first lock of a PIN; each further one is twice as long';

--
-- Name: COLUMN settings.pin_lock_longest; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.pin_lock_longest IS 'No lock of a PIN is longer';

--
-- Name: COLUMN settings.past_due_grace; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.past_due_grace IS 'A subscription keeps its plan for so long after a payment failed';

--
-- Name: COLUMN settings.idempotency_lifetime; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.idempotency_lifetime IS 'The answer to an Idempotency-Key is kept for so long';

--
-- Name: COLUMN settings.trial_term; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.trial_term IS 'How long a reseller''s trial lasts';

--
-- Name: COLUMN settings.trial_quota; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.trial_quota IS 'Trials that a reseller may give within trial_window';

--
-- Name: COLUMN settings.trial_window; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.trial_window IS 'Trials count for so long';

--
-- Name: COLUMN settings.refund_window; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.refund_window IS 'A client''s term may be given back for so long after it was paid for';

--
-- Name: COLUMN settings.reseller_price; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.settings.reseller_price IS 'Credits that a sub-reseller costs the one who makes it, besides what it is given';

--
-- Name: subscription; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.subscription (
    account_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    plan text NOT NULL,
    status text NOT NULL,
    source text NOT NULL,
    current_period_end timestamp with time zone,
    cancel_at_period_end boolean DEFAULT false NOT NULL,
    trial_end timestamp with time zone,
    past_due_since timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT subscription_past_due CHECK (((status = 'past_due'::text) = (past_due_since IS NOT NULL))),
    CONSTRAINT subscription_source_check CHECK ((source = ANY (ARRAY['stripe'::text, 'reseller'::text, 'grant'::text]))),
    CONSTRAINT subscription_status_check CHECK ((status = ANY (ARRAY['active'::text, 'trialing'::text, 'past_due'::text, 'incomplete'::text, 'paused'::text, 'unpaid'::text, 'canceled'::text, 'incomplete_expired'::text]))),
    CONSTRAINT subscription_term CHECK (((source = 'stripe'::text) OR (current_period_end IS NOT NULL)))
);

ALTER TABLE ONLY app.subscription FORCE ROW LEVEL SECURITY;

ALTER TABLE app.subscription OWNER TO syncstream;

--
-- Name: TABLE subscription; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.subscription IS 'Subscriptions, those that ended too';

--
-- Name: COLUMN subscription.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.account_id IS 'Whose';

--
-- Name: COLUMN subscription.id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.id IS 'The subscription';

--
-- Name: COLUMN subscription.plan; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.plan IS 'The plan that it gives';

--
-- Name: COLUMN subscription.status; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.status IS 'As Stripe names them';

--
-- Name: COLUMN subscription.source; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.source IS 'Who answers for it: Stripe, a reseller, or an administrator''s grant';

--
-- Name: COLUMN subscription.current_period_end; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.current_period_end IS 'Paid up to here. Ends what is not Stripe''s; what is Stripe''s ends when Stripe says so';

--
-- Name: COLUMN subscription.cancel_at_period_end; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.cancel_at_period_end IS 'Will not be renewed';

--
-- Name: COLUMN subscription.trial_end; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.trial_end IS 'The end of a trial';

--
-- Name: COLUMN subscription.past_due_since; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.past_due_since IS 'When the payment failed; the plan stays for app.settings.past_due_grace';

--
-- Name: COLUMN subscription.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.created_at IS 'When it was made';

--
-- Name: COLUMN subscription.updated_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.subscription.updated_at IS 'When it was last changed';

--
-- Name: gives_plan(app.subscription); Type: FUNCTION; Schema: app; Owner: syncstream
--

CREATE FUNCTION app.gives_plan(subscription app.subscription) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN ((((subscription).status = ANY (ARRAY['active'::text, 'trialing'::text])) AND (((subscription).source = 'stripe'::text) OR ((subscription).current_period_end > now()))) OR (((subscription).status = 'past_due'::text) AND (((subscription).past_due_since + (SELECT settings.past_due_grace FROM app.settings)) > now())));

ALTER FUNCTION app.gives_plan(subscription app.subscription) OWNER TO syncstream;

--
-- Name: FUNCTION gives_plan(subscription app.subscription); Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON FUNCTION app.gives_plan(subscription app.subscription) IS 'Whether a subscription gives its plan at this moment';

--
-- Name: begin_request(uuid, uuid, text, uuid, integer, text, text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_status  text;
    v_role    text;
    v_version integer;
begin
    perform set_config('request.account_id', begin_request.account_id::text, true),
            set_config('request.session_id', begin_request.session_id::text, true),
            set_config('request.profile_id', begin_request.profile_id::text, true),
            set_config('request.address', begin_request.address, true),
            set_config('request.id', begin_request.request_id, true),
            -- For pg_stat_activity and the log's %a; costs less than can be measured, and the client hears nothing of
            -- it, since it is over before the transaction's end is reported.
            set_config('application_name', concat_ws(' ', current_setting('application_name'), begin_request.request_id), true);
    if begin_request.account_id is null then
        return;
    end if;

    select a.status, a.role, (select p.token_version from app.profile p
                              where p.account_id = begin_request.account_id and p.id = begin_request.profile_id)
    into v_status, v_role, v_version
    from app.session s
    join app.account a on a.account_id = s.account_id
    where s.account_id = begin_request.account_id and s.id = begin_request.session_id;

    if v_status = 'active' and v_role = begin_request.role and v_version is not distinct from begin_request.profile_version then
        return;
    end if;
    if v_status is null then  -- no session: was it ended with the account?
        select a.status into v_status from app.account a where a.account_id = begin_request.account_id;
    end if;
    if v_status = 'suspended' then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;
    raise sqlstate 'PT401' using message = 'This session has ended. Sign in again, or refresh the token', constraint = 'unauthorized';
end
$$;

ALTER FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) OWNER TO syncstream;

--
-- Name: FUNCTION begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) IS 'Sets the claims of a verified token for this transaction, and refuses one whose session was revoked, whose account was suspended or has another role, or whose profile was deleted or became another kind (401 unauthorized, 403 account_suspended). Without a token all but the last two are null';

--
-- Name: client_address(); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.client_address() RETURNS inet
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('request.address'::text, true), ''::text))::inet;

ALTER FUNCTION http.client_address() OWNER TO syncstream;

--
-- Name: FUNCTION client_address(); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.client_address() IS 'Where the request came from, as the API saw it or a trusted proxy said';

--
-- Name: current_account_id(); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.current_account_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('request.account_id'::text, true), ''::text))::uuid;

ALTER FUNCTION http.current_account_id() OWNER TO syncstream;

--
-- Name: FUNCTION current_account_id(); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.current_account_id() IS 'The account of the request''s token; null without one';

--
-- Name: current_profile_id(); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.current_profile_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('request.profile_id'::text, true), ''::text))::uuid;

ALTER FUNCTION http.current_profile_id() OWNER TO syncstream;

--
-- Name: FUNCTION current_profile_id(); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.current_profile_id() IS 'The profile that the request''s token was given by selecting; null before that';

--
-- Name: current_session_id(); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.current_session_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('request.session_id'::text, true), ''::text))::uuid;

ALTER FUNCTION http.current_session_id() OWNER TO syncstream;

--
-- Name: FUNCTION current_session_id(); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.current_session_id() IS 'The session of the request''s token; null without one';

--
-- Name: is_deployed(text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.is_deployed(change text) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $$
begin
    return exists (select from sqitch.changes c where c.project = 'syncstream' and c.change = is_deployed.change);
end
$$;

ALTER FUNCTION http.is_deployed(change text) OWNER TO syncstream;

--
-- Name: FUNCTION is_deployed(change text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.is_deployed(change text) IS 'Whether a change of the plan is deployed: the API is ready when the last one that it knows is';

--
-- Name: mount(text, text, text, integer, text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.mount(method text, path text, handler text, status integer DEFAULT 200, shape text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_count     bigint;
    v_oid       oid;
    v_function  pg_catalog.pg_proc;
    v_comment   text;
    v_inputs    text[];
    v_argument  text;
begin
    select count(*), min(p.oid) into v_count, v_oid
    from pg_proc p
    where p.pronamespace = 'api'::regnamespace and 'api.' || p.proname = handler;
    if v_count = 0 then
        raise sqlstate 'PT500' using message = format('There is no function %s in the schema api', handler);
    elsif v_count > 1 then
        raise sqlstate 'PT500' using message = format('%s is overloaded: a route needs one function of that name', handler);
    end if;
    select * into v_function from pg_proc p where p.oid = v_oid;
    v_comment := obj_description(v_oid, 'pg_proc');
    v_inputs := coalesce(v_function.proargnames, '{}');

    if v_comment is null then
        raise sqlstate 'PT500' using message = format('%s has no comment', handler);
    end if;
    if mount.method = 'GET' and v_function.provolatile = 'v' then
        raise sqlstate 'PT500' using message = format('%s is volatile: a GET must not change anything', handler);
    end if;
    if v_function.prorettype not in ('json'::regtype, 'http.response'::regtype) then
        raise sqlstate 'PT500' using message = format('%s returns %s; a route needs json or http.response', handler, v_function.prorettype::regtype);
    end if;
    if v_function.pronargs <> cardinality(v_inputs) or '' = any (v_inputs) or v_function.proargmodes is not null then
        raise sqlstate 'PT500' using message = format('Every argument of %s must be an input with a name', handler);
    end if;
    if exists (select from generate_series(1, v_function.pronargdefaults) n
               where pg_get_function_arg_default(v_oid, (v_function.pronargs - n + 1)::integer) !~* '^null') then
        raise sqlstate 'PT500' using message = format('The optional arguments of %s must default to null: the API binds every argument', handler);
    end if;
    if has_function_privilege('public', v_oid, 'execute') then
        raise sqlstate 'PT500' using message = format('%s is granted to PUBLIC: grant it to the roles that may call it', handler);
    end if;
    foreach v_argument in array http.path_arguments(path) || http.query_arguments(path) loop
        if v_argument <> all (v_inputs) then
            raise sqlstate 'PT500' using message = format('%s has no argument %s, which the path names', handler, v_argument);
        end if;
    end loop;
    foreach v_argument in array v_inputs loop
        if v_argument not in ('given', 'idempotency_key') and v_comment !~ format('(^|\n)\s*%s: ', v_argument) then
            raise sqlstate 'PT500' using message = format('The comment of %s does not describe its argument %s', handler, v_argument);
        end if;
    end loop;
    if shape is not null and to_regtype(shape) is null then
        raise sqlstate 'PT500' using message = format('There is no type %s', shape);
    end if;

    insert into http.route values (mount.method, mount.path, mount.handler, mount.status, mount.shape)
    on conflict on constraint route_pkey do update
        set handler = excluded.handler, status = excluded.status, shape = excluded.shape;
    notify http_routes;
end
$$;

ALTER FUNCTION http.mount(method text, path text, handler text, status integer, shape text) OWNER TO syncstream;

--
-- Name: FUNCTION mount(method text, path text, handler text, status integer, shape text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.mount(method text, path text, handler text, status integer, shape text) IS 'Makes a function answer a path, in every running API within a second. Refuses a function that is missing, overloaded, uncommented, granted to PUBLIC, or volatile under a GET

path: arguments in it are named in braces; those of the query as {?a,b}; all others come from the body (of a GET, from the query).
shape: the composite type that data has, for the OpenAPI document';

--
-- Name: path_arguments(text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.path_arguments(path text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY(SELECT match.match[1] AS match FROM regexp_matches(split_part(path_arguments.path, '{?'::text, 1), '\{([a-z_]+)\}'::text, 'g'::text) match(match));

ALTER FUNCTION http.path_arguments(path text) OWNER TO syncstream;

--
-- Name: FUNCTION path_arguments(path text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.path_arguments(path text) IS 'The names in the path of a template';

--
-- Name: query_arguments(text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.query_arguments(path text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE(string_to_array("substring"(path, '\{\?([a-z_,]+)\}$'::text), ','::text), '{}'::text[]);

ALTER FUNCTION http.query_arguments(path text) OWNER TO syncstream;

--
-- Name: FUNCTION query_arguments(path text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.query_arguments(path text) IS 'The names in the query of a template';

--
-- Name: refusal(integer, text, text, json); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.refusal(status integer, code text, message text, details json DEFAULT NULL::json) RETURNS http.response
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW(status, message, CASE WHEN (details IS NULL) THEN json_build_object('code', code) ELSE (((json_build_object('code', code))::jsonb || (details)::jsonb))::json END, NULL::json)::http.response;

ALTER FUNCTION http.refusal(status integer, code text, message text, details json) OWNER TO syncstream;

--
-- Name: FUNCTION refusal(status integer, code text, message text, details json); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.refusal(status integer, code text, message text, details json) IS 'A refusal that is returned, for where raising would undo the count of a failed attempt';

--
-- Name: rate_limited(interval, text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.rate_limited(wait interval, code text DEFAULT 'rate_limited'::text) RETURNS http.response
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN http.refusal(429, code, format('Too many attempts. Try again in %s seconds'::text, (ceil(EXTRACT(epoch FROM wait)))::integer), json_build_object('retry_after', GREATEST(1, (ceil(EXTRACT(epoch FROM wait)))::integer)));

ALTER FUNCTION http.rate_limited(wait interval, code text) OWNER TO syncstream;

--
-- Name: FUNCTION rate_limited(wait interval, code text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.rate_limited(wait interval, code text) IS '429 with the seconds to wait as retry_after, which the API repeats as Retry-After';

--
-- Name: reply(text, json, json); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.reply(message text DEFAULT NULL::text, data json DEFAULT NULL::json, claims json DEFAULT NULL::json) RETURNS http.response
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW(NULL::integer, message, data, claims)::http.response;

ALTER FUNCTION http.reply(message text, data json, claims json) OWNER TO syncstream;

--
-- Name: FUNCTION reply(message text, data json, claims json); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.reply(message text, data json, claims json) IS 'A success that has more to say than its data';

--
-- Name: unmount(text, text); Type: FUNCTION; Schema: http; Owner: syncstream
--

CREATE FUNCTION http.unmount(method text, path text) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    delete from http.route r where r.method = unmount.method and r.path = unmount.path;
    if not found then
        raise sqlstate 'PT500' using message = format('%s %s is not mounted', unmount.method, unmount.path);
    end if;
    notify http_routes;
end
$$;

ALTER FUNCTION http.unmount(method text, path text) OWNER TO syncstream;

--
-- Name: FUNCTION unmount(method text, path text); Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON FUNCTION http.unmount(method text, path text) IS 'Takes a route away, in every running API';

--
-- Name: account_create(text, text, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.account_create(email text, password text, role text DEFAULT 'user'::text) RETURNS uuid
    LANGUAGE plpgsql
    AS $$
declare
    v_account_id uuid := gen_random_uuid();
begin
    insert into app.account_email values (lower(account_create.email), v_account_id) on conflict do nothing;
    if not found then
        raise sqlstate 'PT409' using message = 'This email address has an account already. Sign in instead', constraint = 'email_taken';
    end if;
    insert into app.account (account_id, email, role) values (v_account_id, account_create.email, account_create.role);
    insert into app.account_counter (account_id) values (v_account_id);
    insert into private.account_password values (v_account_id, private.hash_password(password));
    return v_account_id;
end
$$;

ALTER FUNCTION private.account_create(email text, password text, role text) OWNER TO syncstream;

--
-- Name: FUNCTION account_create(email text, password text, role text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.account_create(email text, password text, role text) IS 'A new account; 409 email_taken';

--
-- Name: account_next_rev(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.account_next_rev(account_id uuid) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
declare
    v_rev bigint;
begin
    update app.account_counter c set rev = c.rev + 1
    where c.account_id = account_next_rev.account_id
    returning c.rev into v_rev;
    return v_rev;
end
$$;

ALTER FUNCTION private.account_next_rev(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION account_next_rev(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.account_next_rev(account_id uuid) IS 'The next number of the account''s changes. Locks the account''s counter to the end of the transaction';

--
-- Name: account_shape(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.account_shape(account_id uuid) RETURNS api.account
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account      app.account;
    v_subscription app.subscription := private.current_subscription(account_shape.account_id);
begin
    select a.* into v_account from app.account a where a.account_id = account_shape.account_id;
    return row(v_account.account_id, v_account.email, v_account.role, v_account.status,
            private.plan_shape(private.plan_of(v_subscription)),
            private.subscription_shape(v_subscription), v_account.created_at)::api.account;
end
$$;

ALTER FUNCTION private.account_shape(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION account_shape(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.account_shape(account_id uuid) IS 'An account as the API shows it';

--
-- Name: admin_make(text); Type: FUNCTION; Schema: private; Owner: gatekeeper
--

CREATE FUNCTION private.admin_make(email text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_account uuid;
    v_role    text;
begin
    select e.account_id into v_account from app.account_email e where e.email = lower(admin_make.email);
    update app.account a set role = 'admin' where a.account_id = v_account and a.role <> 'reseller';
    if not found then
        select a.role into v_role from app.account a where a.account_id = v_account;
        raise sqlstate 'PT409' using
            message = case v_role when 'reseller' then 'This account is a reseller. Take another one for the administrator'
                                  else 'There is no account with this address. Sign up with it first' end,
            constraint = 'conflict';
    end if;
    perform private.audit_write(v_account, 'admin_made', 'account', v_account);
end
$$;

ALTER FUNCTION private.admin_make(email text) OWNER TO gatekeeper;

--
-- Name: FUNCTION admin_make(email text); Type: COMMENT; Schema: private; Owner: gatekeeper
--

COMMENT ON FUNCTION private.admin_make(email text) IS 'Makes an account an administrator''s (make admin EMAIL=…). For whoever deploys, and for no request';

--
-- Name: audit; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.audit (
    account_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    id uuid NOT NULL,
    action text NOT NULL,
    subject_type text NOT NULL,
    subject_id uuid,
    device_name text,
    ip inet
);

ALTER TABLE ONLY app.audit FORCE ROW LEVEL SECURITY;

ALTER TABLE app.audit OWNER TO syncstream;

--
-- Name: TABLE audit; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.audit IS 'Audit trails';

--
-- Name: COLUMN audit.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.account_id IS 'Whose';

--
-- Name: COLUMN audit.at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.at IS 'When';

--
-- Name: COLUMN audit.id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.id IS 'The entry';

--
-- Name: COLUMN audit.action; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.action IS 'What happened: sign_in, sign_out, password_failed, …';

--
-- Name: COLUMN audit.subject_type; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.subject_type IS 'To what: account, session, profile, playlist';

--
-- Name: COLUMN audit.subject_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.subject_id IS 'To which one';

--
-- Name: COLUMN audit.device_name; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.device_name IS 'The device that did it, by the name that it gave itself';

--
-- Name: COLUMN audit.ip; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.audit.ip IS 'From where';

--
-- Name: audit_write(uuid, text, text, uuid, text); Type: FUNCTION; Schema: private; Owner: gatekeeper
--

CREATE FUNCTION private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text DEFAULT NULL::text) RETURNS void
    LANGUAGE sql SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 INSERT INTO app.audit (account_id, at, id, action, subject_type, subject_id, device_name, ip)
   VALUES (audit_write.account_id, clock_timestamp(), gen_random_uuid(), audit_write.action, audit_write.subject_type, audit_write.subject_id, audit_write.device_name, http.client_address());
END;

ALTER FUNCTION private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text) OWNER TO gatekeeper;

--
-- Name: FUNCTION audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text); Type: COMMENT; Schema: private; Owner: gatekeeper
--

COMMENT ON FUNCTION private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text) IS 'Adds an entry to an account''s trail';

--
-- Name: client_cost(uuid, text, integer); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.client_cost(account_id uuid, plan text, months integer) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_price bigint;
begin
    select coalesce(o.credits, c.credits) into v_price
    from app.client_price c
    left join app.reseller_price o on o.account_id = client_cost.account_id and o.plan = c.plan
    where c.plan = client_cost.plan;
    if not found then
        raise sqlstate 'PT400' using message = 'There is no such plan for sale', constraint = 'invalid', detail = '{"field": "plan"}';
    end if;
    return v_price * case when client_cost.plan = 'free' then 1 else months end;
end
$$;

ALTER FUNCTION private.client_cost(account_id uuid, plan text, months integer) OWNER TO syncstream;

--
-- Name: FUNCTION client_cost(account_id uuid, plan text, months integer); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.client_cost(account_id uuid, plan text, months integer) IS 'The credits that a reseller pays for months of a plan, or for a client on `free`; 400 invalid where the plan is not for sale';

--
-- Name: reseller_client; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.reseller_client (
    account_id uuid NOT NULL,
    client_id uuid NOT NULL,
    email text NOT NULL,
    plan text NOT NULL,
    suspended_at timestamp with time zone,
    expires_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    term_started_at timestamp with time zone,
    term_cost bigint DEFAULT 0 NOT NULL,
    paid_at timestamp with time zone,
    paid_from timestamp with time zone,
    paid_cost bigint,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT reseller_client_paid CHECK ((num_nulls(paid_at, paid_from, paid_cost) = ANY (ARRAY[0, 3]))),
    CONSTRAINT reseller_client_paid_cost_check CHECK ((paid_cost >= 0)),
    CONSTRAINT reseller_client_term_cost_check CHECK ((term_cost >= 0))
);
ALTER TABLE ONLY app.reseller_client ALTER COLUMN email SET STATISTICS 1000;

ALTER TABLE ONLY app.reseller_client FORCE ROW LEVEL SECURITY;

ALTER TABLE app.reseller_client OWNER TO syncstream;

--
-- Name: TABLE reseller_client; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.reseller_client IS 'Resellers'' clients';

--
-- Name: COLUMN reseller_client.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.account_id IS 'The reseller';

--
-- Name: COLUMN reseller_client.client_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.client_id IS 'The client''s account';

--
-- Name: COLUMN reseller_client.email; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.email IS 'The client''s address, as the reseller typed it';

--
-- Name: COLUMN reseller_client.plan; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.plan IS 'What was sold to it last; free: no plan';

--
-- Name: COLUMN reseller_client.suspended_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.suspended_at IS 'When the reseller suspended it; null: it did not';

--
-- Name: COLUMN reseller_client.expires_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.expires_at IS 'The end of its term, which may be past; infinity: it has none';

--
-- Name: COLUMN reseller_client.term_started_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.term_started_at IS 'Since when its term is paid for; null: it never was';

--
-- Name: COLUMN reseller_client.term_cost; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.term_cost IS 'The credits that its term cost in all';

--
-- Name: COLUMN reseller_client.paid_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.paid_at IS 'When the last part of its term was paid for; null: never, or it was refunded';

--
-- Name: COLUMN reseller_client.paid_from; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.paid_from IS 'Where that part begins; it ends with the term';

--
-- Name: COLUMN reseller_client.paid_cost; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.paid_cost IS 'The credits that it cost';

--
-- Name: COLUMN reseller_client.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_client.created_at IS 'When the reseller made it';

--
-- Name: client_lock(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.client_lock(client_id uuid) RETURNS app.reseller_client
    LANGUAGE plpgsql
    AS $$
declare
    v_account uuid := http.current_account_id();
begin
    perform from app.reseller_client c where c.account_id = v_account and c.client_id = client_lock.client_id for no key update;
    return private.client_require(client_lock.client_id);
end
$$;

ALTER FUNCTION private.client_lock(client_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION client_lock(client_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.client_lock(client_id uuid) IS 'A client of the reseller that is signed in, its row locked; 404 not_found. Whoever moves credits has locked the reseller before';

--
-- Name: client_require(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.client_require(client_id uuid) RETURNS app.reseller_client
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_client  app.reseller_client;
begin
    select c.* into v_client from app.reseller_client c where c.account_id = v_account and c.client_id = client_require.client_id;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such client', constraint = 'not_found';
    end if;
    return v_client;
end
$$;

ALTER FUNCTION private.client_require(client_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION client_require(client_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.client_require(client_id uuid) IS 'A client of the reseller that is signed in; 404 not_found';

--
-- Name: client_search(text, text, timestamp with time zone, uuid, integer); Type: FUNCTION; Schema: private; Owner: gatekeeper
--

CREATE FUNCTION private.client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer) RETURNS SETOF app.reseller_client
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO ''
    AS $_$
declare
    v_where text := '';
begin
    if q <> '' then
        v_where := v_where || ' and c.email ilike $2';
    end if;
    if status is not null then
        v_where := v_where || case status
            when 'suspended' then ' and c.suspended_at is not null'
            when 'expired' then ' and c.suspended_at is null and c.expires_at <= now()'
            else ' and c.suspended_at is null and c.expires_at > now()' end;
    end if;
    if before is not null then
        v_where := v_where || ' and (c.created_at, c.client_id) < ($3, $4)';
    end if;
    -- Dynamic SQL: put together from the texts above; the values are bound.
    return query execute 'select c.* from app.reseller_client c where c.account_id = $1' || v_where || ' order by c.created_at desc, c.client_id desc limit $5'
        using http.current_account_id(), '%' || regexp_replace(q, '([%_\\])', '\\\1', 'g') || '%', before, before_id, max;
end
$_$;

ALTER FUNCTION private.client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer) OWNER TO gatekeeper;

--
-- Name: FUNCTION client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer); Type: COMMENT; Schema: private; Owner: gatekeeper
--

COMMENT ON FUNCTION private.client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer) IS 'Clients of the reseller that is signed in, newest first: by a part of the address and the status where they are given, from a place in the list on';

--
-- Name: client_set_suspended(uuid, boolean); Type: FUNCTION; Schema: private; Owner: gatekeeper
--

CREATE FUNCTION private.client_set_suspended(client_id uuid, suspended boolean) RETURNS json
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_client  app.reseller_client := private.client_lock(client_set_suspended.client_id);
begin
    if (v_client.suspended_at is not null) <> suspended then
        v_client.suspended_at := case when suspended then now() end;
        update app.reseller_client c set suspended_at = v_client.suspended_at
        where c.account_id = v_account and c.client_id = v_client.client_id;
        -- Under the counter's lock, as signing in is: no session starts beside this and stays.
        perform private.account_next_rev(v_client.client_id);
        update app.account a set status = case when suspended then 'suspended' else 'active' end
        where a.account_id = v_client.client_id and a.role = 'user';
        if not found then
            raise sqlstate 'PT409' using message = 'This account is more than a client by now', constraint = 'conflict';
        end if;
        if suspended then
            delete from app.session s where s.account_id = v_client.client_id;
        end if;
    end if;
    return row_to_json(private.client_shape(v_client));
end
$$;

ALTER FUNCTION private.client_set_suspended(client_id uuid, suspended boolean) OWNER TO gatekeeper;

--
-- Name: FUNCTION client_set_suspended(client_id uuid, suspended boolean); Type: COMMENT; Schema: private; Owner: gatekeeper
--

COMMENT ON FUNCTION private.client_set_suspended(client_id uuid, suspended boolean) IS 'Suspends a client of the reseller that is signed in, ending its sessions, or resumes one that the reseller suspended';

--
-- Name: client_shape(app.reseller_client); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.client_shape(client app.reseller_client) RETURNS api.client
    LANGUAGE sql STABLE
    RETURN ROW((client).client_id, (client).email, CASE WHEN ((client).suspended_at IS NOT NULL) THEN 'suspended'::text WHEN ((client).expires_at <= now()) THEN 'expired'::text ELSE 'active'::text END, (client).plan, NULLIF((client).expires_at, 'infinity'::timestamp with time zone), (client).created_at)::api.client;

ALTER FUNCTION private.client_shape(client app.reseller_client) OWNER TO syncstream;

--
-- Name: FUNCTION client_shape(client app.reseller_client); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.client_shape(client app.reseller_client) IS 'A client as the API shows it to its reseller';

--
-- Name: client_subscription_write(app.reseller_client, boolean); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.client_subscription_write(client app.reseller_client, trial boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_status    text := case when client.expires_at <= clock_timestamp() then 'canceled' when trial then 'trialing' else 'active' end;
    v_trial_end timestamptz := case when trial then client.expires_at end;
begin
    update app.subscription s
    set plan = client.plan, status = v_status, current_period_end = client.expires_at, trial_end = v_trial_end, updated_at = now()
    where s.account_id = client.client_id and s.source = 'reseller';
    if not found then
        insert into app.subscription (account_id, plan, status, source, current_period_end, trial_end)
        values (client.client_id, client.plan, v_status, 'reseller', client.expires_at, v_trial_end);
    end if;
end
$$;

ALTER FUNCTION private.client_subscription_write(client app.reseller_client, trial boolean) OWNER TO syncstream;

--
-- Name: FUNCTION client_subscription_write(client app.reseller_client, trial boolean); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.client_subscription_write(client app.reseller_client, trial boolean) IS 'Writes a client''s term as the subscription of its account';

--
-- Name: client_write(app.reseller_client); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.client_write(client app.reseller_client) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    update app.reseller_client c
    set plan = client.plan, expires_at = client.expires_at, term_started_at = client.term_started_at, term_cost = client.term_cost,
        paid_at = client.paid_at, paid_from = client.paid_from, paid_cost = client.paid_cost
    where c.account_id = client.account_id and c.client_id = client.client_id;
    perform private.client_subscription_write(client, false);
end
$$;

ALTER FUNCTION private.client_write(client app.reseller_client) OWNER TO syncstream;

--
-- Name: FUNCTION client_write(client app.reseller_client); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.client_write(client app.reseller_client) IS 'Writes a client''s term, in its reseller''s list and as the subscription of its account';

--
-- Name: confirm_password(text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.confirm_password(password text) RETURNS http.response
    LANGUAGE plpgsql
    AS $$
begin
    return (select private.password_refusal(a.email, password, 403, 'The password is wrong')
            from app.account a where a.account_id = http.current_account_id());
end
$$;

ALTER FUNCTION private.confirm_password(password text) OWNER TO syncstream;

--
-- Name: FUNCTION confirm_password(password text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.confirm_password(password text) IS 'private.password_refusal for someone who is signed in: 403 instead of 401';

--
-- Name: ledger_entry; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.ledger_entry (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    amount bigint NOT NULL,
    balance_after bigint NOT NULL,
    transaction_type text NOT NULL,
    description text NOT NULL,
    counterparty_id uuid,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ledger_entry_amount_check CHECK ((amount <> 0)),
    CONSTRAINT ledger_entry_balance_after_check CHECK ((balance_after >= 0)),
    CONSTRAINT ledger_entry_seq_check CHECK ((seq > 0)),
    CONSTRAINT ledger_entry_sign CHECK (
CASE transaction_type
    WHEN 'grant'::text THEN true
    WHEN 'purchase'::text THEN true
    WHEN 'refund'::text THEN (amount > 0)
    WHEN 'transfer_in'::text THEN (amount > 0)
    WHEN 'transfer_out'::text THEN (amount < 0)
    WHEN 'client_created'::text THEN (amount < 0)
    WHEN 'client_renewed'::text THEN (amount < 0)
    WHEN 'reseller_created'::text THEN (amount < 0)
    ELSE false
END)
);

ALTER TABLE ONLY app.ledger_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE app.ledger_entry OWNER TO syncstream;

--
-- Name: TABLE ledger_entry; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.ledger_entry IS 'Movements of credits. Append-only, and without personal data: entries outlive their account';

--
-- Name: COLUMN ledger_entry.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.account_id IS 'Whose credits';

--
-- Name: COLUMN ledger_entry.seq; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.seq IS 'Its number in the reseller''s ledger: 1, 2, 3, without a gap';

--
-- Name: COLUMN ledger_entry.id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.id IS 'The entry';

--
-- Name: COLUMN ledger_entry.amount; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.amount IS 'Credits: added, or (negative) taken';

--
-- Name: COLUMN ledger_entry.balance_after; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.balance_after IS 'The balance with it';

--
-- Name: COLUMN ledger_entry.transaction_type; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.transaction_type IS 'grant, purchase, client_created, client_renewed, refund, transfer_in, transfer_out or reseller_created';

--
-- Name: COLUMN ledger_entry.description; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.description IS 'What it was for, without names or words of people';

--
-- Name: COLUMN ledger_entry.counterparty_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.counterparty_id IS 'The client or the other reseller, by its account; null for a grant or a purchase';

--
-- Name: COLUMN ledger_entry.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_entry.created_at IS 'When';

--
-- Name: reseller; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.reseller (
    account_id uuid NOT NULL,
    parent_id uuid,
    credits_balance bigint DEFAULT 0 NOT NULL,
    entries bigint DEFAULT 0 NOT NULL,
    clients integer DEFAULT 0 NOT NULL,
    resellers integer DEFAULT 0 NOT NULL,
    trials timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT insufficient_credits CHECK ((credits_balance >= 0)),
    CONSTRAINT reseller_check CHECK ((parent_id <> account_id)),
    CONSTRAINT reseller_clients_check CHECK ((clients >= 0)),
    CONSTRAINT reseller_resellers_check CHECK ((resellers >= 0))
)
WITH (fillfactor='50');

ALTER TABLE ONLY app.reseller FORCE ROW LEVEL SECURITY;

ALTER TABLE app.reseller OWNER TO syncstream;

--
-- Name: TABLE reseller; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.reseller IS 'Resellers. Deleting the account asks private.reseller_forget first: no cascade';

--
-- Name: COLUMN reseller.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.account_id IS 'The reseller';

--
-- Name: COLUMN reseller.parent_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.parent_id IS 'The reseller that made it; null: an administrator did';

--
-- Name: COLUMN reseller.credits_balance; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.credits_balance IS 'Credits: the sum of its ledger''s amounts';

--
-- Name: COLUMN reseller.entries; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.entries IS 'The number of its last ledger entry';

--
-- Name: COLUMN reseller.clients; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.clients IS 'How many clients it has (app.reseller_client)';

--
-- Name: COLUMN reseller.resellers; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.resellers IS 'How many sub-resellers it made that are still there';

--
-- Name: COLUMN reseller.trials; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.trials IS 'When it gave its last trials, oldest first; those of deleted clients count, too';

--
-- Name: COLUMN reseller.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller.created_at IS 'When it became a reseller';

--
-- Name: credits_audit(); Type: FUNCTION; Schema: private; Owner: treasurer
--

CREATE FUNCTION private.credits_audit() RETURNS json
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO ''
    BEGIN ATOMIC
 WITH entry AS (
          SELECT e.account_id,
             e.seq,
             e.id,
             e.amount,
             e.balance_after,
             e.transaction_type,
             e.description,
             e.counterparty_id,
             e.created_at,
             row_number() OVER w AS number,
             COALESCE(lag(e.balance_after) OVER w, (0)::bigint) AS balance_before,
             (e.seq = max(e.seq) OVER (PARTITION BY e.account_id)) AS is_last
            FROM app.ledger_entry e
           WINDOW w AS (PARTITION BY e.account_id ORDER BY e.seq)
         ), ledger AS (
          SELECT e.account_id,
             count(*) AS entries,
             sum(e.amount) AS amount,
             max(e.balance_after) FILTER (WHERE e.is_last) AS balance_after,
             min(e.balance_after) AS lowest,
             count(*) FILTER (WHERE (e.seq <> e.number)) AS misplaced,
             count(*) FILTER (WHERE (e.balance_after <> (e.balance_before + e.amount))) AS broken
            FROM entry e
           GROUP BY e.account_id
         ), reseller AS (
          SELECT COALESCE(r.account_id, l.account_id) AS account_id,
             COALESCE(r.credits_balance, (0)::bigint) AS balance,
                 CASE
                     WHEN (r.account_id IS NULL) THEN l.entries
                     ELSE r.entries
                 END AS counted,
             COALESCE(l.entries, (0)::bigint) AS entries,
             COALESCE(l.amount, (0)::numeric) AS amount,
             COALESCE(l.balance_after, (0)::bigint) AS balance_after,
             COALESCE(l.lowest, (0)::bigint) AS lowest,
             COALESCE(l.misplaced, (0)::bigint) AS misplaced,
             COALESCE(l.broken, (0)::bigint) AS broken
            FROM (app.reseller r
              FULL JOIN ledger l ON ((l.account_id = r.account_id)))
         ), transfer AS (
          SELECT LEAST(e.account_id, e.counterparty_id) AS one,
             GREATEST(e.account_id, e.counterparty_id) AS other,
             sum(e.amount) AS amount
            FROM app.ledger_entry e
           WHERE (e.transaction_type = ANY (ARRAY['transfer_in'::text, 'transfer_out'::text]))
           GROUP BY LEAST(e.account_id, e.counterparty_id), GREATEST(e.account_id, e.counterparty_id)
         ), total AS (
          SELECT count(*) AS entries,
             COALESCE(sum(e.amount) FILTER (WHERE (e.transaction_type = 'grant'::text)), (0)::numeric) AS granted,
             COALESCE(sum(e.amount) FILTER (WHERE (e.transaction_type = 'purchase'::text)), (0)::numeric) AS purchased,
             (- COALESCE(sum(e.amount) FILTER (WHERE (e.transaction_type = ANY (ARRAY['client_created'::text, 'client_renewed'::text, 'reseller_created'::text, 'refund'::text]))), (0)::numeric)) AS spent,
             ( SELECT count(*) AS count
                    FROM app.reseller) AS resellers,
             ( SELECT COALESCE(sum(r.credits_balance), (0)::numeric) AS "coalesce"
                    FROM app.reseller r) AS balances
            FROM app.ledger_entry e
         ), problem(account_id, problem) AS (
          SELECT r.account_id,
             format('the balance is %s, the sum of the ledger %s'::text, r.balance, r.amount) AS format
            FROM reseller r
           WHERE ((r.balance)::numeric <> r.amount)
         UNION ALL
          SELECT r.account_id,
             format('the balance is %s, the last balance_after %s'::text, r.balance, r.balance_after) AS format
            FROM reseller r
           WHERE (r.balance <> r.balance_after)
         UNION ALL
          SELECT r.account_id,
             format('the balance was %s'::text, LEAST(r.lowest, r.balance)) AS format
            FROM reseller r
           WHERE ((r.lowest < 0) OR (r.balance < 0))
         UNION ALL
          SELECT r.account_id,
             format('entries that do not follow from the one before: %s'::text, r.broken) AS format
            FROM reseller r
           WHERE (r.broken > 0)
         UNION ALL
          SELECT r.account_id,
             format('entries are missing or out of place: %s are there, %s were made'::text, r.entries, r.counted) AS format
            FROM reseller r
           WHERE ((r.misplaced > 0) OR (r.entries <> r.counted))
         UNION ALL
          SELECT t.one,
             format('transfers with %s leave %s'::text, t.other, t.amount) AS format
            FROM transfer t
           WHERE (t.amount <> (0)::numeric)
         UNION ALL
          SELECT NULL::uuid,
             format('all balances are %s, but %s granted + %s purchased - %s spent is %s'::text, t.balances, t.granted, t.purchased, t.spent, ((t.granted + t.purchased) - t.spent)) AS format
            FROM total t
           WHERE (t.balances <> ((t.granted + t.purchased) - t.spent))
         )
  SELECT json_build_object('totals', ( SELECT row_to_json(t.*) AS row_to_json
            FROM total t), 'problems', ( SELECT COALESCE(json_agg(p.*), '[]'::json) AS "coalesce"
            FROM problem p)) AS json_build_object;
END;

ALTER FUNCTION private.credits_audit() OWNER TO treasurer;

--
-- Name: FUNCTION credits_audit(); Type: COMMENT; Schema: private; Owner: treasurer
--

COMMENT ON FUNCTION private.credits_audit() IS '{"totals": …, "problems": [{"account_id", "problem"}]}: for each reseller, balance = sum of the ledger = last balance_after >= 0, every entry following from the one before, without a gap; both sides of all transfers; and all balances = granted + purchased - spent. Of one moment: safe to ask at any time';

--
-- Name: plan; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.plan (
    code text NOT NULL,
    name text NOT NULL,
    price integer NOT NULL,
    currency text DEFAULT 'EUR'::text NOT NULL,
    "interval" text DEFAULT 'month'::text NOT NULL,
    max_profiles integer NOT NULL,
    max_playlists integer NOT NULL,
    max_favorites integer NOT NULL,
    max_devices integer NOT NULL,
    max_party_members integer NOT NULL,
    CONSTRAINT plan_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{0,30}$'::text)),
    CONSTRAINT plan_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT plan_interval_check CHECK (("interval" = ANY (ARRAY['month'::text, 'year'::text]))),
    CONSTRAINT plan_max_devices_check CHECK ((max_devices >= '-1'::integer)),
    CONSTRAINT plan_max_favorites_check CHECK ((max_favorites >= '-1'::integer)),
    CONSTRAINT plan_max_party_members_check CHECK ((max_party_members >= '-1'::integer)),
    CONSTRAINT plan_max_playlists_check CHECK ((max_playlists >= '-1'::integer)),
    CONSTRAINT plan_max_profiles_check CHECK ((max_profiles >= '-1'::integer)),
    CONSTRAINT plan_name_check CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT plan_price_check CHECK ((price >= 0))
);

ALTER TABLE ONLY app.plan FORCE ROW LEVEL SECURITY;

ALTER TABLE app.plan OWNER TO syncstream;

--
-- Name: TABLE plan; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.plan IS 'What an account may have. An account without an active subscription has `free`';

--
-- Name: COLUMN plan.code; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.code IS 'The name in the API: free';

--
-- Name: COLUMN plan.name; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.name IS 'The name for people: Free';

--
-- Name: COLUMN plan.price; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.price IS 'For one interval, in minor units of the currency';

--
-- Name: COLUMN plan.currency; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.currency IS 'ISO 4217';

--
-- Name: COLUMN plan."interval"; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan."interval" IS 'How often the price is due: month or year';

--
-- Name: COLUMN plan.max_profiles; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.max_profiles IS 'Profiles of an account; -1: unlimited';

--
-- Name: COLUMN plan.max_playlists; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.max_playlists IS 'Playlists of an account; -1: unlimited';

--
-- Name: COLUMN plan.max_favorites; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.max_favorites IS 'Favorites of a profile; -1: unlimited';

--
-- Name: COLUMN plan.max_devices; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.max_devices IS 'Sessions of an account at one time; -1: unlimited';

--
-- Name: COLUMN plan.max_party_members; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.plan.max_party_members IS 'Members of a watch party that the account hosts; 0: none; -1: unlimited';

--
-- Name: current_plan(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.current_plan(account_id uuid) RETURNS app.plan
    LANGUAGE plpgsql STABLE
    AS $$
begin
    return private.plan_of(private.current_subscription(current_plan.account_id));
end
$$;

ALTER FUNCTION private.current_plan(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION current_plan(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.current_plan(account_id uuid) IS 'The plan that an account has at this moment';

--
-- Name: current_subscription(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.current_subscription(account_id uuid) RETURNS app.subscription
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_subscription app.subscription;
begin
    select s.* into v_subscription
    from app.subscription s
    where s.account_id = current_subscription.account_id
    order by app.gives_plan(s) desc, s.created_at desc, s.id
    limit 1;
    return v_subscription;
end
$$;

ALTER FUNCTION private.current_subscription(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION current_subscription(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.current_subscription(account_id uuid) IS 'The subscription that gives the account its plan, else its newest; null without any';

--
-- Name: cursor_decode(text, text, integer); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.cursor_decode(list text, value text, key_count integer) RETURNS text[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
declare
    v_text text;
    v_keys text[];
begin
    if cursor_decode.value is null then
        return null;
    end if;
    v_text := convert_from(decode(rpad(translate(value, '-_', '+/'), (length(value) + 3) / 4 * 4, '='), 'base64'), 'UTF8');
    v_keys := array(select json_array_elements_text(left(v_text, -8)::json));
    if private.cursor_encode(list, v_keys) = value and cardinality(v_keys) = key_count then
        return v_keys;
    end if;
    raise data_exception;
exception when data_exception then
    raise sqlstate 'PT400' using message = 'Send a next_cursor as it was given out, or leave it out',
        constraint = 'invalid', detail = '{"field": "cursor"}';
end
$$;

ALTER FUNCTION private.cursor_decode(list text, value text, key_count integer) OWNER TO syncstream;

--
-- Name: FUNCTION cursor_decode(list text, value text, key_count integer); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.cursor_decode(list text, value text, key_count integer) IS 'The keys in a cursor; null for null; 400 invalid where it was not given out for this list and account';

--
-- Name: cursor_encode(text, text[]); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.cursor_encode(list text, keys text[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN translate(encode(convert_to(((array_to_json(keys))::text || "left"(md5(((list || COALESCE((http.current_account_id())::text, ''::text)) || (array_to_json(keys))::text)), 8)), 'UTF8'::name), 'base64'::text), '+/=
'::text, '-_'::text);

ALTER FUNCTION private.cursor_encode(list text, keys text[]) OWNER TO syncstream;

--
-- Name: FUNCTION cursor_encode(list text, keys text[]); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.cursor_encode(list text, keys text[]) IS 'A cursor of one list and account, opaque to clients: the keys of the last item, and eight digits of a digest by which one that was not given out is told. Not a signature: what a cursor reaches is for row-level security to say';

--
-- Name: hash_password(text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.hash_password(password text) RETURNS text
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT extensions.crypt(password, extensions.gen_salt('bf'::text, 10)) AS crypt;
END;

ALTER FUNCTION private.hash_password(password text) OWNER TO syncstream;

--
-- Name: FUNCTION hash_password(password text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.hash_password(password text) IS 'bcrypt with cost 10 (gen_salt''s own default is 6), of passwords and PINs. 72 bytes is its end: longer input must be refused before';

--
-- Name: issue_refresh_token(uuid, uuid, bytea, bytea); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea) RETURNS text
    LANGUAGE plpgsql
    AS $$
begin
    insert into private.refresh_token (account_id, session_id, secret_hash, family_hash)
    values (issue_refresh_token.account_id, issue_refresh_token.session_id, sha256(secret), sha256(family));
    return private.refresh_token_text(issue_refresh_token.account_id, issue_refresh_token.session_id, family, secret);
end
$$;

ALTER FUNCTION private.issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea) OWNER TO syncstream;

--
-- Name: FUNCTION issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea) IS 'Stores a refresh token, hashed, and answers it';

--
-- Name: ledger_entry_shape(app.ledger_entry, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.ledger_entry_shape(entry app.ledger_entry, note text) RETURNS api.ledger_entry
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW((entry).id, (entry).amount, (entry).balance_after, (entry).transaction_type, COALESCE(note, (entry).description), (entry).counterparty_id, (entry).created_at)::api.ledger_entry;

ALTER FUNCTION private.ledger_entry_shape(entry app.ledger_entry, note text) OWNER TO syncstream;

--
-- Name: FUNCTION ledger_entry_shape(entry app.ledger_entry, note text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.ledger_entry_shape(entry app.ledger_entry, note text) IS 'A ledger entry as the API shows it';

--
-- Name: ledger_post(uuid, bigint, text, text, uuid, text); Type: FUNCTION; Schema: private; Owner: treasurer
--

CREATE FUNCTION private.ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid DEFAULT NULL::uuid, note text DEFAULT NULL::text) RETURNS app.ledger_entry
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_entry app.ledger_entry;
begin
    -- The row lock: whoever else spends these credits sees what this leaves.
    select r.account_id, r.entries + 1, gen_random_uuid(), ledger_post.amount, r.credits_balance + ledger_post.amount,
           ledger_post.transaction_type, ledger_post.description, ledger_post.counterparty_id, clock_timestamp()
    into v_entry
    from app.reseller r
    where r.account_id = ledger_post.account_id
    for no key update;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such reseller', constraint = 'not_found';
    end if;
    perform private.require_credits(v_entry.balance_after - ledger_post.amount, -ledger_post.amount);
    if v_entry.balance_after > 9007199254740991 then
        raise sqlstate 'PT409' using message = 'A balance cannot hold so many credits', constraint = 'conflict';
    end if;

    update app.reseller r set credits_balance = v_entry.balance_after, entries = v_entry.seq where r.account_id = ledger_post.account_id;
    insert into app.ledger_entry values (v_entry.*);
    if ledger_post.note is not null then
        insert into app.ledger_note values (v_entry.account_id, v_entry.seq, ledger_post.note);
    end if;
    return v_entry;
end
$$;

ALTER FUNCTION private.ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid, note text) OWNER TO treasurer;

--
-- Name: FUNCTION ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid, note text); Type: COMMENT; Schema: private; Owner: treasurer
--

COMMENT ON FUNCTION private.ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid, note text) IS 'The one that moves credits: writes an entry and the balance. 402 insufficient_credits where there are too few. Who posts to two resellers calls private.reseller_lock_all before';

--
-- Name: once(regproc, text, json); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.once(handler regproc, idempotency_key text, arguments json) RETURNS http.response
    LANGUAGE plpgsql
    AS $_$
declare
    v_account    uuid := http.current_account_id();
    v_key        bytea := sha256(convert_to(once.idempotency_key, 'UTF8'));
    v_request    bytea := extensions.hmac(convert_to(once.arguments::text, 'UTF8'), convert_to(once.idempotency_key, 'UTF8'), 'sha256');
    v_now        timestamptz := clock_timestamp();
    v_lifetime   interval;
    v_kept       app.idempotency_key;
    v_answer     http.response;
    v_constraint text;
    v_detail     text;
begin
    select s.idempotency_lifetime into v_lifetime from app.settings s;

    -- Whoever comes second waits here for the first to commit, and then finds its answer; where the first was rolled
    -- back, there is no row, and the second is the first.
    insert into app.idempotency_key as k (account_id, handler, key_hash, request_hash, created_at)
    values (v_account, once.handler::text, v_key, v_request, v_now)
    on conflict on constraint idempotency_key_pkey do update
        set request_hash = excluded.request_hash, status = null, message = null, data = null, created_at = excluded.created_at
        where k.created_at <= excluded.created_at - v_lifetime;
    if not found then
        select k.* into v_kept from app.idempotency_key k
        where k.account_id = v_account and k.handler = once.handler::text and k.key_hash = v_key;
        if v_kept.request_hash <> v_request then
            raise sqlstate 'PT409' using
                message = 'This Idempotency-Key was sent with another request. Use a new key', constraint = 'idempotency_mismatch';
        end if;
        return row(v_kept.status, v_kept.message, v_kept.data, null)::http.response;
    end if;

    -- The function itself, without a key. A refusal undoes what it did, and is an answer to keep; what is for the
    -- client to try again (429, a deadlock, a lost connection) undoes the key as well.
    begin
        -- Dynamic SQL: put together from names of the catalogue; the values are bound.
        execute (
            select format('select t.status, t.message, t.data from %s(%s, null) as t', once.handler,
                          string_agg(format('($1->>%s)::%s', a.n - 1, a.type::regtype), ', ' order by a.n))
            from pg_catalog.pg_proc p
            cross join unnest(p.proargtypes) with ordinality as a (type, n)
            where p.oid = once.handler and a.n < p.pronargs)
        into v_answer.status, v_answer.message, v_answer.data
        using once.arguments;
    exception when others then
        if sqlstate not like 'PT4__' or sqlstate = 'PT429' then
            raise;
        end if;
        get stacked diagnostics v_constraint = constraint_name, v_detail = pg_exception_detail;
        v_answer := http.refusal(substr(sqlstate, 3)::integer, coalesce(nullif(v_constraint, ''), 'invalid'), sqlerrm, nullif(v_detail, '')::json);
    end;

    update app.idempotency_key k set status = v_answer.status, message = v_answer.message, data = v_answer.data
    where k.account_id = v_account and k.handler = once.handler::text and k.key_hash = v_key;

    if random() < 0.02 then
        delete from app.idempotency_key k
        where k.account_id = v_account
          and (k.handler, k.key_hash) in (
            select o.handler, o.key_hash from app.idempotency_key o
            where o.account_id = v_account and o.created_at <= v_now - v_lifetime
            order by o.created_at limit 200 for update skip locked);
    end if;
    return v_answer;
end
$_$;

ALTER FUNCTION private.once(handler regproc, idempotency_key text, arguments json) OWNER TO syncstream;

--
-- Name: FUNCTION once(handler regproc, idempotency_key text, arguments json); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.once(handler regproc, idempotency_key text, arguments json) IS 'Calls a function of the schema api for an Idempotency-Key, once: the same key with the same arguments answers what was answered first, at any concurrency; with others 409 idempotency_mismatch. Keys belong to account and function. Refusals (4xx) are kept like successes, 429 and errors are not';

--
-- Name: page(text, json[], text[], integer); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.page(list text, items json[], keys text[], page_limit integer) RETURNS json
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN json_build_object('items', COALESCE(array_to_json((items)[1:page_limit]), '[]'::json), 'next_cursor', CASE WHEN (cardinality(items) > page_limit) THEN private.cursor_encode(list, string_to_array((keys)[page_limit], '|'::text)) ELSE NULL::text END);

ALTER FUNCTION private.page(list text, items json[], keys text[], page_limit integer) OWNER TO syncstream;

--
-- Name: FUNCTION page(list text, items json[], keys text[], page_limit integer); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.page(list text, items json[], keys text[], page_limit integer) IS 'The answer of a list, from up to page_limit + 1 items and the key of each: its sort columns as text, apart by |';

--
-- Name: password_refusal(text, text, integer, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.password_refusal(email text, password text, status integer, message text) RETURNS http.response
    LANGUAGE plpgsql
    AS $_$
declare
    v_settings app.settings;
    v_address  text := host(http.client_address());
    v_wait     interval;
    v_account  uuid;
    v_hash     text;
begin
    select s.* into v_settings from app.settings s;
    v_wait := coalesce(
        private.throttle_wait('address', v_address, v_settings.address_attempts, v_settings.attempt_window),
        private.throttle_take('password', lower(email), v_settings.password_attempts, v_settings.attempt_window));
    if v_wait is not null then
        return http.rate_limited(v_wait);
    end if;

    select e.account_id into v_account from app.account_email e where e.email = lower(password_refusal.email);
    select p.hash into v_hash from private.account_password p where p.account_id = v_account;
    -- Where there is no such address, a hash that nothing matches takes the same time.
    if extensions.crypt(password, coalesce(v_hash, '$2a$10$N9qo8uLOickgx2ZMRZoMye')) = v_hash and octet_length(password) <= 72 then
        perform private.throttle_reset('password', lower(email));
        return null;
    end if;

    if v_address is not null then
        perform private.throttle_take('address', v_address, v_settings.address_attempts, v_settings.attempt_window);
    end if;
    if v_account is not null then
        perform private.audit_write(v_account, 'password_failed', 'account', v_account);
    end if;
    return http.refusal(status, 'invalid_credentials', message);
end
$_$;

ALTER FUNCTION private.password_refusal(email text, password text, status integer, message text) OWNER TO syncstream;

--
-- Name: FUNCTION password_refusal(email text, password text, status integer, message text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.password_refusal(email text, password text, status integer, message text) IS 'Null where the password is the address''s; else the refusal to return (not raise: the attempt stays counted), 429 after too many for the address or from the client. Attempts at one address are checked one after the other, so that no more are than may be';

--
-- Name: pin_refusal(uuid, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.pin_refusal(profile_id uuid, pin text) RETURNS http.response
    LANGUAGE plpgsql
    AS $$
declare
    v_account  uuid := http.current_account_id();
    v_settings app.settings;
    v_pin      private.profile_pin;
    v_left     integer;
begin
    -- The row lock holds guesses sent side by side in single file: each sees what the one before it left.
    select p.* into v_pin from private.profile_pin p
    where p.account_id = v_account and p.profile_id = pin_refusal.profile_id
    for update;
    if not found then
        return null;
    end if;
    if v_pin.locked_until > clock_timestamp() then
        return http.rate_limited(v_pin.locked_until - clock_timestamp(), 'pin_locked');
    end if;
    if pin is null then
        return http.refusal(403, 'pin_required', 'PIN required');
    end if;
    if extensions.crypt(pin, v_pin.hash) = v_pin.hash then
        if v_pin.failures > 0 or v_pin.locks > 0 then
            update private.profile_pin p set failures = 0, locks = 0, locked_until = null
            where p.account_id = v_account and p.profile_id = pin_refusal.profile_id;
        end if;
        return null;
    end if;

    select s.* into v_settings from app.settings s;
    v_left := greatest(v_settings.pin_attempts - v_pin.failures - 1, 0);
    if v_left = 0 then
        v_pin.locked_until := clock_timestamp() + least(v_settings.pin_lock * 2 ^ least(v_pin.locks, 20), v_settings.pin_lock_longest);
        v_pin.locks := v_pin.locks + 1;
        v_pin.failures := -1;
    end if;
    update private.profile_pin p
    set failures = v_pin.failures + 1, locks = v_pin.locks, locked_until = v_pin.locked_until
    where p.account_id = v_account and p.profile_id = pin_refusal.profile_id;
    perform private.audit_write(v_account, 'pin_failed', 'profile', pin_refusal.profile_id,
        (select s.device_name from app.session s where s.account_id = v_account and s.id = http.current_session_id()));
    return http.refusal(403, 'invalid_pin', 'Invalid PIN', json_build_object('attempts_left', v_left));
end
$$;

ALTER FUNCTION private.pin_refusal(profile_id uuid, pin text) OWNER TO syncstream;

--
-- Name: FUNCTION pin_refusal(profile_id uuid, pin text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.pin_refusal(profile_id uuid, pin text) IS 'Null where the profile has no PIN, or this one; else the refusal to return (not raise: the guess stays counted): pin_required, invalid_pin with attempts_left, pin_locked';

--
-- Name: plan_of(app.subscription); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.plan_of(subscription app.subscription) RETURNS app.plan
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_code text := 'free';
    v_plan app.plan;
begin
    if subscription.plan is not null and app.gives_plan(subscription) then
        v_code := subscription.plan;
    end if;
    select p.* into v_plan from app.plan p where p.code = v_code;
    return v_plan;
end
$$;

ALTER FUNCTION private.plan_of(subscription app.subscription) OWNER TO syncstream;

--
-- Name: FUNCTION plan_of(subscription app.subscription); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.plan_of(subscription app.subscription) IS 'The plan that a subscription gives at this moment; free where it gives none';

--
-- Name: plan_shape(app.plan); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.plan_shape(plan app.plan) RETURNS api.plan
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW((plan).code, (plan).name, (plan).price, (plan).currency, (plan)."interval", ROW((plan).max_profiles, (plan).max_playlists, (plan).max_favorites, (plan).max_devices, (plan).max_party_members)::api.plan_limits)::api.plan;

ALTER FUNCTION private.plan_shape(plan app.plan) OWNER TO syncstream;

--
-- Name: FUNCTION plan_shape(plan app.plan); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.plan_shape(plan app.plan) IS 'A plan as the API shows it';

--
-- Name: profile_pin_write(uuid, text); Type: FUNCTION; Schema: private; Owner: gatekeeper
--

CREATE FUNCTION private.profile_pin_write(profile_id uuid, pin text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
declare
    v_account uuid := http.current_account_id();
begin
    if pin is null then
        delete from private.profile_pin p where p.account_id = v_account and p.profile_id = profile_pin_write.profile_id;
    else
        insert into private.profile_pin as p (account_id, profile_id, hash)
        values (v_account, profile_pin_write.profile_id, private.hash_password(pin))
        on conflict on constraint profile_pin_pkey do update set hash = excluded.hash, failures = 0, locks = 0, locked_until = null;
    end if;
    update app.profile p set has_pin = profile_pin_write.pin is not null
    where p.account_id = v_account and p.id = profile_pin_write.profile_id;
end
$$;

ALTER FUNCTION private.profile_pin_write(profile_id uuid, pin text) OWNER TO gatekeeper;

--
-- Name: FUNCTION profile_pin_write(profile_id uuid, pin text); Type: COMMENT; Schema: private; Owner: gatekeeper
--

COMMENT ON FUNCTION private.profile_pin_write(profile_id uuid, pin text) IS 'Sets or (null) removes the PIN of a profile of the account that is signed in. Setting one unlocks';

--
-- Name: profile; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.profile (
    account_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    avatar text,
    is_kids boolean DEFAULT false NOT NULL,
    max_rating integer,
    hidden_categories text[] DEFAULT '{}'::text[] NOT NULL,
    language text,
    settings json DEFAULT '{}'::json NOT NULL,
    has_pin boolean DEFAULT false NOT NULL,
    token_version integer DEFAULT 0 NOT NULL,
    rev bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY app.profile FORCE ROW LEVEL SECURITY;

ALTER TABLE app.profile OWNER TO syncstream;

--
-- Name: TABLE profile; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.profile IS 'Profiles';

--
-- Name: COLUMN profile.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.account_id IS 'Whose';

--
-- Name: COLUMN profile.id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.id IS 'The profile';

--
-- Name: COLUMN profile.name; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.name IS '1..100 characters';

--
-- Name: COLUMN profile.avatar; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.avatar IS 'An address or a name that the apps know';

--
-- Name: COLUMN profile.is_kids; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.is_kids IS 'A kids profile: sees what is for all, manages nothing';

--
-- Name: COLUMN profile.max_rating; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.max_rating IS 'An age, 0..21: nothing rated above it; null: anything';

--
-- Name: COLUMN profile.hidden_categories; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.hidden_categories IS 'Categories that the apps leave out';

--
-- Name: COLUMN profile.language; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.language IS 'A language tag';

--
-- Name: COLUMN profile.settings; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.settings IS 'What the apps keep here: an object of at most 16 KiB';

--
-- Name: COLUMN profile.has_pin; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.has_pin IS 'Whether selecting it asks for a PIN (private.profile_pin)';

--
-- Name: COLUMN profile.token_version; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.token_version IS 'Access tokens name the version that they were given for; a change of is_kids makes a new one, which ends them';

--
-- Name: COLUMN profile.rev; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.rev IS 'The account''s number (app.account_counter) of its last change';

--
-- Name: COLUMN profile.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.profile.created_at IS 'When it was made';

--
-- Name: profile_require(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.profile_require(profile_id uuid) RETURNS app.profile
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account uuid := http.current_account_id();
    v_profile app.profile;
begin
    select p.* into v_profile from app.profile p where p.account_id = v_account and p.id = profile_require.profile_id;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such profile', constraint = 'not_found';
    end if;
    return v_profile;
end
$$;

ALTER FUNCTION private.profile_require(profile_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION profile_require(profile_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.profile_require(profile_id uuid) IS 'A profile of the account that is signed in; 404 not_found';

--
-- Name: profile_shape(app.profile); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.profile_shape(profile app.profile) RETURNS api.profile
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ROW((profile).id, (profile).name, (profile).avatar, (profile).is_kids, (profile).max_rating, (profile).hidden_categories, (profile).language, (profile).settings, (profile).has_pin, (profile).created_at, (profile).rev)::api.profile;

ALTER FUNCTION private.profile_shape(profile app.profile) OWNER TO syncstream;

--
-- Name: FUNCTION profile_shape(profile app.profile); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.profile_shape(profile app.profile) IS 'A profile as the API shows it';

--
-- Name: refresh_token_text(uuid, uuid, bytea, bytea); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(encode(((decode(replace(((account_id)::text || (session_id)::text), '-'::text, ''::text), 'hex'::text) || family) || secret), 'base64'::text), '+/=
'::text, '-_'::text);

ALTER FUNCTION private.refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea) OWNER TO syncstream;

--
-- Name: FUNCTION refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea) IS 'A refresh token as the client holds it';

--
-- Name: require_credits(bigint, bigint); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.require_credits(balance bigint, cost bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
begin
    if balance < cost then
        raise sqlstate 'PT402' using
            message = 'Insufficient credits',
            constraint = 'insufficient_credits',
            detail = json_build_object('balance', balance, 'cost', cost);
    end if;
end
$$;

ALTER FUNCTION private.require_credits(balance bigint, cost bigint) OWNER TO syncstream;

--
-- Name: FUNCTION require_credits(balance bigint, cost bigint); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.require_credits(balance bigint, cost bigint) IS '402 insufficient_credits, with balance and cost, where there are fewer than it costs';

--
-- Name: require_within(integer, bigint, text, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.require_within(allowed integer, used bigint, limit_name text, noun text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    AS $$
begin
    if allowed <> -1 and used >= allowed then
        raise sqlstate 'PT403' using
            message = format('Plan limit reached. Maximum %s: %s', noun, allowed),
            constraint = 'plan_limit_reached',
            detail = json_build_object('limit', limit_name, 'max', allowed);
    end if;
end
$$;

ALTER FUNCTION private.require_within(allowed integer, used bigint, limit_name text, noun text) OWNER TO syncstream;

--
-- Name: FUNCTION require_within(allowed integer, used bigint, limit_name text, noun text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.require_within(allowed integer, used bigint, limit_name text, noun text) IS 'Refuses one more where `used` are there already: 403 plan_limit_reached with limit and max. The count must be taken under a lock that every creation takes';

--
-- Name: reseller_account_shape(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.reseller_account_shape(account_id uuid) RETURNS api.reseller_account
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_shape api.reseller_account;
begin
    select a.account_id, a.email, r.credits_balance into v_shape
    from app.reseller r
    join app.account a on a.account_id = r.account_id
    where r.account_id = reseller_account_shape.account_id;
    return v_shape;
end
$$;

ALTER FUNCTION private.reseller_account_shape(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION reseller_account_shape(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.reseller_account_shape(account_id uuid) IS 'A reseller as the API shows it to who made it';

--
-- Name: reseller_add(uuid, uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.reseller_add(account_id uuid, parent_id uuid DEFAULT NULL::uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
    insert into app.reseller (account_id, parent_id) values (reseller_add.account_id, reseller_add.parent_id);
end
$$;

ALTER FUNCTION private.reseller_add(account_id uuid, parent_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION reseller_add(account_id uuid, parent_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.reseller_add(account_id uuid, parent_id uuid) IS 'Makes an account a reseller, without credits';

--
-- Name: reseller_forget(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.reseller_forget(account_id uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_seller   uuid;
    v_reseller app.reseller;
begin
    select a.reseller_id into v_seller from app.account_reseller a where a.account_id = reseller_forget.account_id;
    perform private.reseller_lock_all(array[
        reseller_forget.account_id, v_seller, (select r.parent_id from app.reseller r where r.account_id = reseller_forget.account_id)]);

    select r.* into v_reseller from app.reseller r where r.account_id = reseller_forget.account_id;
    if found then
        if v_reseller.credits_balance > 0 or v_reseller.clients > 0 or v_reseller.resellers > 0 then
            raise sqlstate 'PT409' using
                message = 'A reseller that has credits, clients or resellers cannot be deleted. Transfer the credits back, and see to the clients first',
                constraint = 'conflict';
        end if;
        update app.reseller r set resellers = r.resellers - 1 where r.account_id = v_reseller.parent_id;
        delete from app.reseller r where r.account_id = reseller_forget.account_id;
        delete from app.ledger_note n where n.account_id = reseller_forget.account_id;
    end if;

    if v_seller is not null then
        delete from app.account_reseller a where a.account_id = reseller_forget.account_id;
        delete from app.reseller_client c where c.account_id = v_seller and c.client_id = reseller_forget.account_id;
        update app.reseller r set clients = r.clients - 1 where r.account_id = v_seller;
    end if;
end
$$;

ALTER FUNCTION private.reseller_forget(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION reseller_forget(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.reseller_forget(account_id uuid) IS 'Before an account is deleted, and before anything of it is locked: takes it out of its reseller''s list; of a reseller takes away all but its ledger, whose entries name nobody. 409 conflict for a reseller that has credits, clients or sub-resellers. Without this call the deletion itself fails, by its foreign keys';

--
-- Name: reseller_lock(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.reseller_lock(account_id uuid) RETURNS app.reseller
    LANGUAGE plpgsql
    AS $$
declare
    v_reseller app.reseller;
begin
    select r.* into v_reseller from app.reseller r where r.account_id = reseller_lock.account_id for no key update;
    return v_reseller;
end
$$;

ALTER FUNCTION private.reseller_lock(account_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION reseller_lock(account_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.reseller_lock(account_id uuid) IS 'A reseller, locked to the end of the transaction; null where it is none. Of several, private.reseller_lock_all';

--
-- Name: reseller_lock_all(uuid[]); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.reseller_lock_all(account_ids uuid[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_account uuid;
begin
    for v_account in select distinct id from unnest(account_ids) as id where id is not null order by id loop
        perform private.reseller_lock(v_account);
    end loop;
end
$$;

ALTER FUNCTION private.reseller_lock_all(account_ids uuid[]) OWNER TO syncstream;

--
-- Name: FUNCTION reseller_lock_all(account_ids uuid[]); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.reseller_lock_all(account_ids uuid[]) IS 'Locks resellers to the end of the transaction, in the one order that all do. Ids of others, and null, are passed over';

--
-- Name: session_end(uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.session_end(session_id uuid) RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    v_account     uuid := http.current_account_id();
    v_device_name text;
begin
    delete from app.session s
    where s.account_id = v_account and s.id = session_end.session_id
    returning s.device_name into v_device_name;
    if not found then
        raise sqlstate 'PT404' using message = 'There is no such session', constraint = 'not_found';
    end if;
    perform private.audit_write(v_account, 'sign_out', 'session', session_end.session_id, v_device_name);
end
$$;

ALTER FUNCTION private.session_end(session_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION session_end(session_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.session_end(session_id uuid) IS 'Signs a device of the account out; 404 not_found';

--
-- Name: session_start(uuid, text, text, boolean, uuid); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid DEFAULT NULL::uuid) RETURNS http.response
    LANGUAGE plpgsql
    AS $$
declare
    v_session uuid := gen_random_uuid();
    v_max     integer;
    v_used    bigint;
    v_status  text;
begin
    -- The counter's row lock: devices are counted under it.
    perform private.account_next_rev(session_start.account_id);
    select a.status into v_status from app.account a where a.account_id = session_start.account_id;
    if v_status = 'suspended' then
        raise sqlstate 'PT403' using message = 'This account is suspended. Contact whoever you bought it from', constraint = 'account_suspended';
    end if;

    delete from app.session s
    where s.account_id = session_start.account_id
      and (s.expires_at < now() or s.device_id = session_start.device_id);

    v_max := (private.current_plan(session_start.account_id)).max_devices;
    select count(*) into v_used from app.session s where s.account_id = session_start.account_id;
    if v_max <> -1 and v_used >= v_max then
        if replace_oldest is not true then
            raise sqlstate 'PT403' using
                message = format('Too many devices are signed in. Your plan allows %s: sign one out, or replace the oldest', v_max),
                constraint = 'device_limit_reached',
                detail = json_build_object('limit', 'max_devices', 'max', v_max);
        end if;
        delete from app.session s
        where s.account_id = session_start.account_id
          and s.id in (select o.id from app.session o where o.account_id = session_start.account_id
                       order by o.created_at, o.id limit v_used - v_max + 1);
    end if;

    insert into app.session (account_id, id, profile_id, device_id, device_name, expires_at)
    values (session_start.account_id, v_session, session_start.profile_id, session_start.device_id, session_start.device_name,
            now() + (select session_lifetime from app.settings));
    perform private.audit_write(session_start.account_id, 'sign_in', 'session', v_session, session_start.device_name);
    return private.tokens(session_start.account_id, v_session,
        private.issue_refresh_token(session_start.account_id, v_session, extensions.gen_random_bytes(16), extensions.gen_random_bytes(32)));
end
$$;

ALTER FUNCTION private.session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid) OWNER TO syncstream;

--
-- Name: FUNCTION session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid) IS 'Signs a device in: takes the place of its own earlier session; 403 device_limit_reached over the plan''s max_devices, unless the oldest is to go; 403 account_suspended';

--
-- Name: subscription_shape(app.subscription); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.subscription_shape(subscription app.subscription) RETURNS api.subscription
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ((subscription).plan IS NOT NULL) THEN ROW((subscription).plan, (subscription).status, (subscription).source, (subscription).current_period_end, (subscription).cancel_at_period_end, (subscription).trial_end)::api.subscription ELSE NULL::api.subscription END;

ALTER FUNCTION private.subscription_shape(subscription app.subscription) OWNER TO syncstream;

--
-- Name: FUNCTION subscription_shape(subscription app.subscription); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.subscription_shape(subscription app.subscription) IS 'A subscription as the API shows it; null for null';

--
-- Name: throttle; Type: TABLE; Schema: private; Owner: syncstream
--

CREATE TABLE private.throttle (
    bucket text NOT NULL,
    subject text NOT NULL,
    attempts timestamp with time zone[] NOT NULL,
    last_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY private.throttle FORCE ROW LEVEL SECURITY;

ALTER TABLE private.throttle OWNER TO syncstream;

--
-- Name: TABLE throttle; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON TABLE private.throttle IS 'Failed attempts that still count. Not an account''s: who guesses at an address that nobody has is counted too';

--
-- Name: COLUMN throttle.bucket; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.throttle.bucket IS 'What is attempted: password, address';

--
-- Name: COLUMN throttle.subject; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.throttle.subject IS 'At whom, or from where';

--
-- Name: COLUMN throttle.attempts; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.throttle.attempts IS 'When, oldest first: no more of them than are allowed';

--
-- Name: COLUMN throttle.last_at; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.throttle.last_at IS 'The newest of attempts, for pruning';

--
-- Name: throttle_reset(text, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.throttle_reset(bucket text, subject text) RETURNS void
    LANGUAGE sql
    BEGIN ATOMIC
 DELETE FROM private.throttle t
   WHERE ((t.bucket = throttle_reset.bucket) AND (t.subject = throttle_reset.subject));
END;

ALTER FUNCTION private.throttle_reset(bucket text, subject text) OWNER TO syncstream;

--
-- Name: FUNCTION throttle_reset(bucket text, subject text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.throttle_reset(bucket text, subject text) IS 'Forgets the attempts, after one that succeeded';

--
-- Name: throttle_take(text, text, integer, interval); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.throttle_take(bucket text, subject text, allowed integer, attempt_window interval) RETURNS interval
    LANGUAGE plpgsql
    AS $$
declare
    v_attempts timestamptz[];
    v_wait     interval;
begin
    insert into private.throttle as t values (throttle_take.bucket, throttle_take.subject, '{}', now())
    on conflict on constraint throttle_pkey do update set last_at = excluded.last_at
    returning t.attempts into v_attempts;

    v_wait := private.throttle_wait_of(v_attempts, allowed, attempt_window);
    if v_wait is null then
        v_attempts := v_attempts[cardinality(v_attempts) - allowed + 2:] || clock_timestamp();
        update private.throttle t set attempts = v_attempts, last_at = now()
        where t.bucket = throttle_take.bucket and t.subject = throttle_take.subject;
    end if;

    if random() < 0.01 then
        delete from private.throttle t
        where (t.bucket, t.subject) in (
            select o.bucket, o.subject from private.throttle o
            where o.last_at < now() - attempt_window limit 100 for update skip locked);
    end if;
    return v_wait;
end
$$;

ALTER FUNCTION private.throttle_take(bucket text, subject text, allowed integer, attempt_window interval) OWNER TO syncstream;

--
-- Name: FUNCTION throttle_take(bucket text, subject text, allowed integer, attempt_window interval); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.throttle_take(bucket text, subject text, allowed integer, attempt_window interval) IS 'Counts an attempt as failed unless it must wait; answers how long, or null. The row stays locked to the end of the transaction: called before the attempt is checked, it puts attempts made side by side in single file';

--
-- Name: throttle_wait_of(timestamp with time zone[], integer, interval); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval) RETURNS interval
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT (((attempts)[((cardinality(attempts) - allowed) + 1)] + attempt_window) - clock_timestamp())
   WHERE ((attempts)[((cardinality(attempts) - allowed) + 1)] > (clock_timestamp() - attempt_window));
END;

ALTER FUNCTION private.throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval) OWNER TO syncstream;

--
-- Name: FUNCTION throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval) IS 'How long to wait after these attempts; null where another one is allowed now';

--
-- Name: throttle_wait(text, text, integer, interval); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.throttle_wait(bucket text, subject text, allowed integer, attempt_window interval) RETURNS interval
    LANGUAGE sql STABLE
    BEGIN ATOMIC
 SELECT private.throttle_wait_of(t.attempts, throttle_wait.allowed, throttle_wait.attempt_window) AS throttle_wait_of
    FROM private.throttle t
   WHERE ((t.bucket = throttle_wait.bucket) AND (t.subject = throttle_wait.subject));
END;

ALTER FUNCTION private.throttle_wait(bucket text, subject text, allowed integer, attempt_window interval) OWNER TO syncstream;

--
-- Name: FUNCTION throttle_wait(bucket text, subject text, allowed integer, attempt_window interval); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.throttle_wait(bucket text, subject text, allowed integer, attempt_window interval) IS 'How long to wait before another attempt; null where one is allowed now. Looks only';

--
-- Name: tokens(uuid, uuid, text, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.tokens(account_id uuid, session_id uuid, refresh_token text, message text DEFAULT NULL::text) RETURNS http.response
    LANGUAGE plpgsql STABLE
    AS $$
declare
    v_account api.account := private.account_shape(tokens.account_id);
    v_profile app.profile;
begin
    select p.* into v_profile
    from app.session s
    join app.profile p on p.account_id = s.account_id and p.id = s.profile_id
    where s.account_id = tokens.account_id and s.id = tokens.session_id;

    return http.reply(
        tokens.message,
        case when refresh_token is null
            then json_build_object('account', v_account, 'session_id', session_id,
                                   'profile', case when v_profile.id is not null then private.profile_shape(v_profile) end)
            else json_build_object('account', v_account, 'session_id', session_id, 'refresh_token', refresh_token,
                                   'profile', case when v_profile.id is not null then private.profile_shape(v_profile) end)
        end,
        json_strip_nulls(json_build_object(
            'sub', tokens.account_id, 'sid', tokens.session_id, 'role', v_account.role,
            'current_profile_id', v_profile.id, 'profile_version', v_profile.token_version,
            'kids', nullif(v_profile.is_kids, false)))
    );
end
$$;

ALTER FUNCTION private.tokens(account_id uuid, session_id uuid, refresh_token text, message text) OWNER TO syncstream;

--
-- Name: FUNCTION tokens(account_id uuid, session_id uuid, refresh_token text, message text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.tokens(account_id uuid, session_id uuid, refresh_token text, message text) IS 'Answers tokens for a session and the profile selected in it. Of the claims, profile_version is what http.begin_request compares, and kids makes the API call as the role kid';

--
-- Name: transfer(uuid, uuid, bigint, text); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.transfer(from_id uuid, to_id uuid, amount bigint, note text DEFAULT NULL::text) RETURNS app.ledger_entry
    LANGUAGE plpgsql
    AS $$
declare
    v_entry app.ledger_entry;
begin
    perform private.reseller_lock_all(array[from_id, to_id]);
    v_entry := private.ledger_post(from_id, -amount, 'transfer_out', 'A transfer', to_id, note);
    perform private.ledger_post(to_id, amount, 'transfer_in', 'A transfer', from_id, note);
    return v_entry;
end
$$;

ALTER FUNCTION private.transfer(from_id uuid, to_id uuid, amount bigint, note text) OWNER TO syncstream;

--
-- Name: FUNCTION transfer(from_id uuid, to_id uuid, amount bigint, note text); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.transfer(from_id uuid, to_id uuid, amount bigint, note text) IS 'Moves credits from one reseller to another; 402 insufficient_credits. Whether it may is for the caller to say';

--
-- Name: unused_credits(bigint, timestamp with time zone, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: private; Owner: syncstream
--

CREATE FUNCTION private.unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ((cost > 0) AND (ends_at > GREATEST(starts_at, at))) THEN (floor((((cost)::numeric * EXTRACT(epoch FROM (ends_at - GREATEST(starts_at, at)))) / EXTRACT(epoch FROM (ends_at - starts_at)))))::bigint ELSE (0)::bigint END;

ALTER FUNCTION private.unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) OWNER TO syncstream;

--
-- Name: FUNCTION unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone); Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON FUNCTION private.unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) IS 'The part of a term''s cost that is not used up: floor(cost × unused ÷ term)';

--
-- Name: account; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.account (
    account_id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    role text DEFAULT 'user'::text NOT NULL,
    status text DEFAULT 'active'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_role_check CHECK ((role = ANY (ARRAY['user'::text, 'reseller'::text, 'admin'::text]))),
    CONSTRAINT account_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])))
);

ALTER TABLE ONLY app.account FORCE ROW LEVEL SECURITY;

ALTER TABLE app.account OWNER TO syncstream;

--
-- Name: TABLE account; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.account IS 'Accounts';

--
-- Name: COLUMN account.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account.account_id IS 'The account';

--
-- Name: COLUMN account.email; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account.email IS 'The address as it was typed; unique through app.account_email';

--
-- Name: COLUMN account.role; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account.role IS 'user, reseller or admin';

--
-- Name: COLUMN account.status; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account.status IS 'active, or suspended: no call is answered but with 403 account_suspended';

--
-- Name: COLUMN account.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account.created_at IS 'When it signed up';

--
-- Name: account_counter; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.account_counter (
    account_id uuid NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE ONLY app.account_counter FORCE ROW LEVEL SECURITY;

ALTER TABLE app.account_counter OWNER TO syncstream;

--
-- Name: TABLE account_counter; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.account_counter IS 'The number of an account''s last change. Taken with update … returning before anything else is looked at, so that its row lock makes the order of numbers the order of commits, and every limit is counted under it';

--
-- Name: COLUMN account_counter.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account_counter.account_id IS 'Whose changes';

--
-- Name: COLUMN account_counter.rev; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account_counter.rev IS 'The last number given out';

--
-- Name: account_email; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.account_email (
    email text NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT account_email_email_check CHECK ((email = lower(email)))
);

ALTER TABLE ONLY app.account_email FORCE ROW LEVEL SECURITY;

ALTER TABLE app.account_email OWNER TO syncstream;

--
-- Name: TABLE account_email; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.account_email IS 'From an email address to its account';

--
-- Name: COLUMN account_email.email; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account_email.email IS 'The address in lower case: addresses compare without case';

--
-- Name: COLUMN account_email.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account_email.account_id IS 'Whose it is';

--
-- Name: account_reseller; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.account_reseller (
    account_id uuid NOT NULL,
    reseller_id uuid NOT NULL
);

ALTER TABLE ONLY app.account_reseller FORCE ROW LEVEL SECURITY;

ALTER TABLE app.account_reseller OWNER TO syncstream;

--
-- Name: TABLE account_reseller; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.account_reseller IS 'Which reseller made an account. Deleting the account asks private.reseller_forget first: no cascade';

--
-- Name: COLUMN account_reseller.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account_reseller.account_id IS 'The client';

--
-- Name: COLUMN account_reseller.reseller_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.account_reseller.reseller_id IS 'Its reseller';

--
-- Name: client_price; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.client_price (
    plan text NOT NULL,
    credits integer NOT NULL,
    CONSTRAINT client_price_credits_check CHECK ((credits >= 0))
);

ALTER TABLE ONLY app.client_price FORCE ROW LEVEL SECURITY;

ALTER TABLE app.client_price OWNER TO syncstream;

--
-- Name: TABLE client_price; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.client_price IS 'What a client costs: `update app.client_price set …`, in force at once. Resellers do not sell a plan that has no row';

--
-- Name: COLUMN client_price.plan; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.client_price.plan IS 'The plan; `free`: a client without a plan';

--
-- Name: COLUMN client_price.credits; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.client_price.credits IS 'Credits for a month; of `free`, once for a client';

--
-- Name: idempotency_key; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.idempotency_key (
    account_id uuid NOT NULL,
    handler text NOT NULL,
    key_hash bytea NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    message text,
    data json,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE ONLY app.idempotency_key FORCE ROW LEVEL SECURITY;

ALTER TABLE app.idempotency_key OWNER TO syncstream;

--
-- Name: TABLE idempotency_key; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.idempotency_key IS 'Answers to requests with an Idempotency-Key, for app.settings.idempotency_lifetime';

--
-- Name: COLUMN idempotency_key.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.account_id IS 'Who asked';

--
-- Name: COLUMN idempotency_key.handler; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.handler IS 'The function that answered: a route and its aliases share its keys';

--
-- Name: COLUMN idempotency_key.key_hash; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.key_hash IS 'SHA-256 of the key';

--
-- Name: COLUMN idempotency_key.request_hash; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.request_hash IS 'HMAC-SHA-256 of the function''s arguments, by the key: another one is another request';

--
-- Name: COLUMN idempotency_key.status; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.status IS 'The answer''s status; null: the route''s own, a success';

--
-- Name: COLUMN idempotency_key.message; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.message IS 'The answer''s message';

--
-- Name: COLUMN idempotency_key.data; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.data IS 'The answer''s data';

--
-- Name: COLUMN idempotency_key.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.idempotency_key.created_at IS 'When it was first asked';

--
-- Name: ledger_note; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.ledger_note (
    account_id uuid NOT NULL,
    seq bigint NOT NULL,
    note text NOT NULL
);

ALTER TABLE ONLY app.ledger_note FORCE ROW LEVEL SECURITY;

ALTER TABLE app.ledger_note OWNER TO syncstream;

--
-- Name: TABLE ledger_note; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.ledger_note IS 'What people wrote about an entry: apart from it, since this goes with the account';

--
-- Name: COLUMN ledger_note.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_note.account_id IS 'In whose ledger';

--
-- Name: COLUMN ledger_note.seq; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_note.seq IS 'At which entry';

--
-- Name: COLUMN ledger_note.note; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.ledger_note.note IS 'The words';

--
-- Name: reseller_price; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.reseller_price (
    account_id uuid NOT NULL,
    plan text NOT NULL,
    credits integer NOT NULL,
    CONSTRAINT reseller_price_credits_check CHECK ((credits >= 0))
);

ALTER TABLE ONLY app.reseller_price FORCE ROW LEVEL SECURITY;

ALTER TABLE app.reseller_price OWNER TO syncstream;

--
-- Name: TABLE reseller_price; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.reseller_price IS 'One reseller''s own prices, in place of app.client_price''s';

--
-- Name: COLUMN reseller_price.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_price.account_id IS 'The reseller';

--
-- Name: COLUMN reseller_price.plan; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_price.plan IS 'The plan, as in app.client_price';

--
-- Name: COLUMN reseller_price.credits; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.reseller_price.credits IS 'Credits, as in app.client_price';

--
-- Name: session; Type: TABLE; Schema: app; Owner: syncstream
--

CREATE TABLE app.session (
    account_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    profile_id uuid,
    device_id text,
    device_name text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY app.session FORCE ROW LEVEL SECURITY;

ALTER TABLE app.session OWNER TO syncstream;

--
-- Name: TABLE session; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON TABLE app.session IS 'Devices that are signed in';

--
-- Name: COLUMN session.account_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.account_id IS 'Whose';

--
-- Name: COLUMN session.id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.id IS 'The session';

--
-- Name: COLUMN session.profile_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.profile_id IS 'The profile that was selected last: a refresh keeps it';

--
-- Name: COLUMN session.device_id; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.device_id IS 'The device, by the id that it gave itself';

--
-- Name: COLUMN session.device_name; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.device_name IS 'The device, by the name that it gave itself';

--
-- Name: COLUMN session.created_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.created_at IS 'When it signed in';

--
-- Name: COLUMN session.last_seen_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.last_seen_at IS 'When it last refreshed its tokens or selected a profile';

--
-- Name: COLUMN session.expires_at; Type: COMMENT; Schema: app; Owner: syncstream
--

COMMENT ON COLUMN app.session.expires_at IS 'When it ends unless it is refreshed before';

--
-- Name: route; Type: TABLE; Schema: http; Owner: syncstream
--

CREATE TABLE http.route (
    method text NOT NULL,
    path text NOT NULL,
    handler text NOT NULL,
    status smallint DEFAULT 200 NOT NULL,
    shape text,
    CONSTRAINT route_handler CHECK ((handler ~ '^api\.[a-z_]+$'::text)),
    CONSTRAINT route_method CHECK ((method = ANY (ARRAY['GET'::text, 'POST'::text, 'PUT'::text, 'PATCH'::text, 'DELETE'::text]))),
    CONSTRAINT route_status CHECK ((status = ANY (ARRAY[200, 201])))
);

ALTER TABLE http.route OWNER TO syncstream;

--
-- Name: TABLE route; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON TABLE http.route IS 'Routes, written by http.mount and read by the API at its start and on NOTIFY http_routes';

--
-- Name: COLUMN route.method; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.route.method IS 'HTTP method';

--
-- Name: COLUMN route.path; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.route.path IS 'A path as an RFC 6570 template: /v1/profiles/{id}, /v1/favorites{?item}';

--
-- Name: COLUMN route.handler; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.route.handler IS 'The function, by name: api.profile_get';

--
-- Name: COLUMN route.status; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.route.status IS 'The status of success: 201 for a POST that creates, else 200';

--
-- Name: COLUMN route.shape; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.route.shape IS 'The composite type of data, for the OpenAPI document; null: no data';

--
-- Name: endpoint; Type: VIEW; Schema: http; Owner: syncstream
--

CREATE VIEW http.endpoint AS
 SELECT r.method,
    r.path,
    r.handler,
    r.status,
    r.shape,
    http.path_arguments(r.path) AS path_arguments,
    http.query_arguments(r.path) AS query_arguments,
    COALESCE(p.proargnames, '{}'::text[]) AS argument_names,
    ARRAY( SELECT ((t.a)::regtype)::text AS a
           FROM unnest(p.proargtypes) WITH ORDINALITY t(a, n)
          ORDER BY t.n) AS argument_types,
    (p.pronargs - p.pronargdefaults) AS required_count,
    (p.provolatile <> 'v'::"char") AS read_only,
    (p.procost > (1000)::double precision) AS slow,
    (p.prorettype = ('http.response'::regtype)::oid) AS full_response,
    ARRAY( SELECT role.role
           FROM unnest(ARRAY['anonymous'::text, 'kid'::text, 'member'::text, 'reseller'::text, 'admin'::text]) role(role)
          WHERE has_function_privilege((role.role)::name, p.oid, 'execute'::text)) AS roles,
    obj_description(p.oid, 'pg_proc'::name) AS comment
   FROM (http.route r
     JOIN pg_proc p ON ((p.oid = (to_regproc(r.handler))::oid)));

ALTER TABLE http.endpoint OWNER TO syncstream;

--
-- Name: VIEW endpoint; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON VIEW http.endpoint IS 'Each route with what its function''s signature, grants and comment say';

--
-- Name: COLUMN endpoint.read_only; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.endpoint.read_only IS 'Stable or immutable: may be called again where an answer was lost';

--
-- Name: COLUMN endpoint.slow; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON COLUMN http.endpoint.slow IS 'Declared with a COST above 1000: a password hash, a long query. Kept off the fast connections';

--
-- Name: type; Type: VIEW; Schema: http; Owner: syncstream
--

CREATE VIEW http.type AS
 SELECT ((t.oid)::regtype)::text AS name,
    'domain'::text AS kind,
    ((t.typbasetype)::regtype)::text AS base,
    obj_description(t.oid, 'pg_type'::name) AS comment,
    NULL::json AS attributes
   FROM pg_type t
  WHERE ((t.typtype = 'd'::"char") AND (t.typnamespace = ANY (ARRAY[('app'::regnamespace)::oid, ('api'::regnamespace)::oid])))
UNION ALL
 SELECT ((c.oid)::regclass)::text AS name,
    'composite'::text AS kind,
    NULL::text AS base,
    obj_description(c.reltype, 'pg_type'::name) AS comment,
    ( SELECT json_agg(json_build_object('name', a.attname, 'type', ((a.atttypid)::regtype)::text, 'comment', col_description(c.oid, (a.attnum)::integer)) ORDER BY a.attnum) AS json_agg
           FROM pg_attribute a
          WHERE ((a.attrelid = c.oid) AND (a.attnum > 0) AND (NOT a.attisdropped))) AS attributes
   FROM pg_class c
  WHERE ((c.relkind = 'c'::"char") AND (c.relnamespace = ('api'::regnamespace)::oid));

ALTER TABLE http.type OWNER TO syncstream;

--
-- Name: VIEW type; Type: COMMENT; Schema: http; Owner: syncstream
--

COMMENT ON VIEW http.type IS 'Domains of arguments and shapes of answers, with their comments, for error messages and the OpenAPI document';

--
-- Name: account_password; Type: TABLE; Schema: private; Owner: syncstream
--

CREATE TABLE private.account_password (
    account_id uuid NOT NULL,
    hash text NOT NULL
);

ALTER TABLE ONLY private.account_password FORCE ROW LEVEL SECURITY;

ALTER TABLE private.account_password OWNER TO syncstream;

--
-- Name: TABLE account_password; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON TABLE private.account_password IS 'Password hashes, apart from the row that an account may read';

--
-- Name: COLUMN account_password.account_id; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.account_password.account_id IS 'Whose password';

--
-- Name: COLUMN account_password.hash; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.account_password.hash IS 'bcrypt, cost 10';

--
-- Name: profile_pin; Type: TABLE; Schema: private; Owner: syncstream
--

CREATE TABLE private.profile_pin (
    account_id uuid NOT NULL,
    profile_id uuid NOT NULL,
    hash text NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    locks integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone
);

ALTER TABLE ONLY private.profile_pin FORCE ROW LEVEL SECURITY;

ALTER TABLE private.profile_pin OWNER TO syncstream;

--
-- Name: TABLE profile_pin; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON TABLE private.profile_pin IS 'PINs, and the guesses at them';

--
-- Name: COLUMN profile_pin.account_id; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.profile_pin.account_id IS 'Whose';

--
-- Name: COLUMN profile_pin.profile_id; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.profile_pin.profile_id IS 'The profile that it protects';

--
-- Name: COLUMN profile_pin.hash; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.profile_pin.hash IS 'bcrypt, cost 10';

--
-- Name: COLUMN profile_pin.failures; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.profile_pin.failures IS 'Wrong guesses since the last right one or the last lock';

--
-- Name: COLUMN profile_pin.locks; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.profile_pin.locks IS 'Locks since the last right guess: each is twice as long as the one before';

--
-- Name: COLUMN profile_pin.locked_until; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.profile_pin.locked_until IS 'No guess is looked at before then';

--
-- Name: refresh_token; Type: TABLE; Schema: private; Owner: syncstream
--

CREATE TABLE private.refresh_token (
    account_id uuid NOT NULL,
    session_id uuid NOT NULL,
    secret_hash bytea NOT NULL,
    family_hash bytea NOT NULL,
    nonce bytea,
    rotated_at timestamp with time zone,
    CONSTRAINT refresh_token_rotated CHECK (((nonce IS NULL) = (rotated_at IS NULL)))
);

ALTER TABLE ONLY private.refresh_token FORCE ROW LEVEL SECURITY;

ALTER TABLE private.refresh_token OWNER TO syncstream;

--
-- Name: TABLE refresh_token; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON TABLE private.refresh_token IS 'A session''s refresh token, and those that were rotated within the grace';

--
-- Name: COLUMN refresh_token.account_id; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.refresh_token.account_id IS 'Whose';

--
-- Name: COLUMN refresh_token.session_id; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.refresh_token.session_id IS 'Of which session';

--
-- Name: COLUMN refresh_token.secret_hash; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.refresh_token.secret_hash IS 'SHA-256 of the secret';

--
-- Name: COLUMN refresh_token.family_hash; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.refresh_token.family_hash IS 'SHA-256 of the family';

--
-- Name: COLUMN refresh_token.nonce; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.refresh_token.nonce IS 'What makes the next secret out of this one; null in the current row';

--
-- Name: COLUMN refresh_token.rotated_at; Type: COMMENT; Schema: private; Owner: syncstream
--

COMMENT ON COLUMN private.refresh_token.rotated_at IS 'When this one was rotated; null in the current row';

--
-- Name: account_counter account_counter_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.account_counter
    ADD CONSTRAINT account_counter_pkey PRIMARY KEY (account_id);

--
-- Name: account_email account_email_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.account_email
    ADD CONSTRAINT account_email_pkey PRIMARY KEY (email);

--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

--
-- Name: account_reseller account_reseller_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.account_reseller
    ADD CONSTRAINT account_reseller_pkey PRIMARY KEY (account_id);

--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (account_id, at, id);

--
-- Name: client_price client_price_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.client_price
    ADD CONSTRAINT client_price_pkey PRIMARY KEY (plan);

--
-- Name: idempotency_key idempotency_key_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (account_id, handler, key_hash);

--
-- Name: ledger_entry ledger_entry_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (account_id, seq);

--
-- Name: ledger_note ledger_note_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.ledger_note
    ADD CONSTRAINT ledger_note_pkey PRIMARY KEY (account_id, seq);

--
-- Name: plan plan_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (code);

--
-- Name: profile profile_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.profile
    ADD CONSTRAINT profile_pkey PRIMARY KEY (account_id, id);

--
-- Name: reseller_client reseller_client_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller_client
    ADD CONSTRAINT reseller_client_pkey PRIMARY KEY (account_id, client_id);

--
-- Name: reseller reseller_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller
    ADD CONSTRAINT reseller_pkey PRIMARY KEY (account_id);

--
-- Name: reseller_price reseller_price_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller_price
    ADD CONSTRAINT reseller_price_pkey PRIMARY KEY (account_id, plan);

--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (account_id, id);

--
-- Name: settings settings_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (singleton);

--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (account_id, id);

--
-- Name: route route_pkey; Type: CONSTRAINT; Schema: http; Owner: syncstream
--

ALTER TABLE ONLY http.route
    ADD CONSTRAINT route_pkey PRIMARY KEY (method, path);

--
-- Name: account_password account_password_pkey; Type: CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.account_password
    ADD CONSTRAINT account_password_pkey PRIMARY KEY (account_id);

--
-- Name: profile_pin profile_pin_pkey; Type: CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.profile_pin
    ADD CONSTRAINT profile_pin_pkey PRIMARY KEY (account_id, profile_id);

--
-- Name: refresh_token refresh_token_pkey; Type: CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.refresh_token
    ADD CONSTRAINT refresh_token_pkey PRIMARY KEY (account_id, session_id, secret_hash);

--
-- Name: throttle throttle_pkey; Type: CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.throttle
    ADD CONSTRAINT throttle_pkey PRIMARY KEY (bucket, subject);

--
-- Name: account_email_account_id; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX account_email_account_id ON app.account_email USING btree (account_id);

--
-- Name: idempotency_key_created_at; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX idempotency_key_created_at ON app.idempotency_key USING btree (account_id, created_at);

--
-- Name: reseller_client_created_at; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX reseller_client_created_at ON app.reseller_client USING btree (account_id, created_at, client_id);

--
-- Name: reseller_client_email; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX reseller_client_email ON app.reseller_client USING gin (account_id, email extensions.gin_trgm_ops);

--
-- Name: reseller_client_expires_at; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX reseller_client_expires_at ON app.reseller_client USING btree (account_id, expires_at);

--
-- Name: reseller_client_suspended; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX reseller_client_suspended ON app.reseller_client USING btree (account_id, created_at, client_id) WHERE (suspended_at IS NOT NULL);

--
-- Name: reseller_price_plan; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX reseller_price_plan ON app.reseller_price USING btree (plan);

--
-- Name: session_profile_id; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX session_profile_id ON app.session USING btree (account_id, profile_id);

--
-- Name: subscription_plan; Type: INDEX; Schema: app; Owner: syncstream
--

CREATE INDEX subscription_plan ON app.subscription USING btree (plan);

--
-- Name: throttle_last_at; Type: INDEX; Schema: private; Owner: syncstream
--

CREATE INDEX throttle_last_at ON private.throttle USING btree (last_at);

--
-- Name: account_counter account_counter_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.account_counter
    ADD CONSTRAINT account_counter_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: account_reseller account_reseller_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.account_reseller
    ADD CONSTRAINT account_reseller_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id);

--
-- Name: audit audit_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.audit
    ADD CONSTRAINT audit_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: client_price client_price_plan_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.client_price
    ADD CONSTRAINT client_price_plan_fkey FOREIGN KEY (plan) REFERENCES app.plan(code);

--
-- Name: idempotency_key idempotency_key_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.idempotency_key
    ADD CONSTRAINT idempotency_key_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: profile profile_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.profile
    ADD CONSTRAINT profile_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: reseller reseller_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller
    ADD CONSTRAINT reseller_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id);

--
-- Name: reseller_client reseller_client_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller_client
    ADD CONSTRAINT reseller_client_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.reseller(account_id);

--
-- Name: reseller_price reseller_price_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller_price
    ADD CONSTRAINT reseller_price_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.reseller(account_id) ON DELETE CASCADE;

--
-- Name: reseller_price reseller_price_plan_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.reseller_price
    ADD CONSTRAINT reseller_price_plan_fkey FOREIGN KEY (plan) REFERENCES app.client_price(plan);

--
-- Name: session session_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: session session_account_id_profile_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.session
    ADD CONSTRAINT session_account_id_profile_id_fkey FOREIGN KEY (account_id, profile_id) REFERENCES app.profile(account_id, id);

--
-- Name: subscription subscription_account_id_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.subscription
    ADD CONSTRAINT subscription_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: subscription subscription_plan_fkey; Type: FK CONSTRAINT; Schema: app; Owner: syncstream
--

ALTER TABLE ONLY app.subscription
    ADD CONSTRAINT subscription_plan_fkey FOREIGN KEY (plan) REFERENCES app.plan(code);

--
-- Name: account_password account_password_account_id_fkey; Type: FK CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.account_password
    ADD CONSTRAINT account_password_account_id_fkey FOREIGN KEY (account_id) REFERENCES app.account(account_id) ON DELETE CASCADE;

--
-- Name: profile_pin profile_pin_account_id_profile_id_fkey; Type: FK CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.profile_pin
    ADD CONSTRAINT profile_pin_account_id_profile_id_fkey FOREIGN KEY (account_id, profile_id) REFERENCES app.profile(account_id, id) ON DELETE CASCADE;

--
-- Name: refresh_token refresh_token_account_id_session_id_fkey; Type: FK CONSTRAINT; Schema: private; Owner: syncstream
--

ALTER TABLE ONLY private.refresh_token
    ADD CONSTRAINT refresh_token_account_id_session_id_fkey FOREIGN KEY (account_id, session_id) REFERENCES app.session(account_id, id) ON DELETE CASCADE;

--
-- Name: account; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.account ENABLE ROW LEVEL SECURITY;

--
-- Name: account account_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY account_all_gatekeeper ON app.account TO gatekeeper USING (true);

--
-- Name: account_counter; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.account_counter ENABLE ROW LEVEL SECURITY;

--
-- Name: account_counter account_counter_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY account_counter_all_gatekeeper ON app.account_counter TO gatekeeper USING (true);

--
-- Name: account_counter account_counter_all_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY account_counter_all_own ON app.account_counter TO member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: account_email; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.account_email ENABLE ROW LEVEL SECURITY;

--
-- Name: account_email account_email_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY account_email_all_gatekeeper ON app.account_email TO gatekeeper USING (true);

--
-- Name: account_reseller; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.account_reseller ENABLE ROW LEVEL SECURITY;

--
-- Name: account_reseller account_reseller_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY account_reseller_all_gatekeeper ON app.account_reseller TO gatekeeper USING (true);

--
-- Name: account account_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY account_select_own ON app.account FOR SELECT TO kid, member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: audit; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.audit ENABLE ROW LEVEL SECURITY;

--
-- Name: audit audit_insert_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY audit_insert_gatekeeper ON app.audit FOR INSERT TO gatekeeper WITH CHECK (true);

--
-- Name: audit audit_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY audit_select_own ON app.audit FOR SELECT TO member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: client_price; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.client_price ENABLE ROW LEVEL SECURITY;

--
-- Name: client_price client_price_all_owner; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY client_price_all_owner ON app.client_price TO syncstream USING (true);

--
-- Name: client_price client_price_select; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY client_price_select ON app.client_price FOR SELECT TO reseller, gatekeeper USING (true);

--
-- Name: idempotency_key; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.idempotency_key ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_key idempotency_key_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY idempotency_key_all_gatekeeper ON app.idempotency_key TO gatekeeper USING (true);

--
-- Name: ledger_entry; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.ledger_entry ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger_entry ledger_entry_insert_treasurer; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_entry_insert_treasurer ON app.ledger_entry FOR INSERT TO treasurer WITH CHECK (true);

--
-- Name: ledger_entry ledger_entry_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_entry_select_own ON app.ledger_entry FOR SELECT TO reseller USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: ledger_entry ledger_entry_select_treasurer; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_entry_select_treasurer ON app.ledger_entry FOR SELECT TO treasurer USING (true);

--
-- Name: ledger_note; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.ledger_note ENABLE ROW LEVEL SECURITY;

--
-- Name: ledger_note ledger_note_delete_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_note_delete_gatekeeper ON app.ledger_note FOR DELETE TO gatekeeper USING (true);

--
-- Name: ledger_note ledger_note_insert_treasurer; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_note_insert_treasurer ON app.ledger_note FOR INSERT TO treasurer WITH CHECK (true);

--
-- Name: ledger_note ledger_note_select_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_note_select_gatekeeper ON app.ledger_note FOR SELECT TO gatekeeper USING (true);

--
-- Name: ledger_note ledger_note_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY ledger_note_select_own ON app.ledger_note FOR SELECT TO reseller USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: plan; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.plan ENABLE ROW LEVEL SECURITY;

--
-- Name: plan plan_all_owner; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY plan_all_owner ON app.plan TO syncstream USING (true);

--
-- Name: plan plan_select; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY plan_select ON app.plan FOR SELECT USING (true);

--
-- Name: profile; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.profile ENABLE ROW LEVEL SECURITY;

--
-- Name: profile profile_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY profile_all_gatekeeper ON app.profile TO gatekeeper USING (true);

--
-- Name: profile profile_delete_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY profile_delete_own ON app.profile FOR DELETE TO member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: profile profile_insert_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY profile_insert_own ON app.profile FOR INSERT TO member WITH CHECK ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: profile profile_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY profile_select_own ON app.profile FOR SELECT TO kid, member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: profile profile_update_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY profile_update_own ON app.profile FOR UPDATE TO member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: reseller; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.reseller ENABLE ROW LEVEL SECURITY;

--
-- Name: reseller reseller_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_all_gatekeeper ON app.reseller TO gatekeeper USING (true);

--
-- Name: reseller_client; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.reseller_client ENABLE ROW LEVEL SECURITY;

--
-- Name: reseller_client reseller_client_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_client_all_gatekeeper ON app.reseller_client TO gatekeeper USING (true);

--
-- Name: reseller_client reseller_client_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_client_select_own ON app.reseller_client FOR SELECT TO reseller USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: reseller_price; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.reseller_price ENABLE ROW LEVEL SECURITY;

--
-- Name: reseller_price reseller_price_all_owner; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_price_all_owner ON app.reseller_price TO syncstream USING (true);

--
-- Name: reseller_price reseller_price_select_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_price_select_gatekeeper ON app.reseller_price FOR SELECT TO gatekeeper USING (true);

--
-- Name: reseller_price reseller_price_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_price_select_own ON app.reseller_price FOR SELECT TO reseller USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: reseller reseller_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_select_own ON app.reseller FOR SELECT TO reseller USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: reseller reseller_select_treasurer; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_select_treasurer ON app.reseller FOR SELECT TO treasurer USING (true);

--
-- Name: reseller reseller_update_treasurer; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY reseller_update_treasurer ON app.reseller FOR UPDATE TO treasurer USING (true);

--
-- Name: session; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.session ENABLE ROW LEVEL SECURITY;

--
-- Name: session session_all_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY session_all_gatekeeper ON app.session TO gatekeeper USING (true);

--
-- Name: session session_delete_current; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY session_delete_current ON app.session FOR DELETE TO kid USING (((account_id = ( SELECT http.current_account_id() AS current_account_id)) AND (id = ( SELECT http.current_session_id() AS current_session_id))));

--
-- Name: session session_delete_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY session_delete_own ON app.session FOR DELETE TO member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: session session_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY session_select_own ON app.session FOR SELECT TO kid, member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: session session_update_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY session_update_own ON app.session FOR UPDATE TO member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: settings; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.settings ENABLE ROW LEVEL SECURITY;

--
-- Name: settings settings_all_owner; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY settings_all_owner ON app.settings TO syncstream USING (true);

--
-- Name: settings settings_select; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY settings_select ON app.settings FOR SELECT USING (true);

--
-- Name: subscription; Type: ROW SECURITY; Schema: app; Owner: syncstream
--

ALTER TABLE app.subscription ENABLE ROW LEVEL SECURITY;

--
-- Name: subscription subscription_insert_gatekeeper_reseller; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY subscription_insert_gatekeeper_reseller ON app.subscription FOR INSERT TO gatekeeper WITH CHECK ((source = 'reseller'::text));

--
-- Name: subscription subscription_select_gatekeeper; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY subscription_select_gatekeeper ON app.subscription FOR SELECT TO gatekeeper USING (true);

--
-- Name: subscription subscription_select_own; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY subscription_select_own ON app.subscription FOR SELECT TO kid, member USING ((account_id = ( SELECT http.current_account_id() AS current_account_id)));

--
-- Name: subscription subscription_update_gatekeeper_reseller; Type: POLICY; Schema: app; Owner: syncstream
--

CREATE POLICY subscription_update_gatekeeper_reseller ON app.subscription FOR UPDATE TO gatekeeper USING ((source = 'reseller'::text));

--
-- Name: account_password; Type: ROW SECURITY; Schema: private; Owner: syncstream
--

ALTER TABLE private.account_password ENABLE ROW LEVEL SECURITY;

--
-- Name: account_password account_password_all_gatekeeper; Type: POLICY; Schema: private; Owner: syncstream
--

CREATE POLICY account_password_all_gatekeeper ON private.account_password TO gatekeeper USING (true);

--
-- Name: profile_pin; Type: ROW SECURITY; Schema: private; Owner: syncstream
--

ALTER TABLE private.profile_pin ENABLE ROW LEVEL SECURITY;

--
-- Name: profile_pin profile_pin_all_gatekeeper; Type: POLICY; Schema: private; Owner: syncstream
--

CREATE POLICY profile_pin_all_gatekeeper ON private.profile_pin TO gatekeeper USING (true);

--
-- Name: refresh_token; Type: ROW SECURITY; Schema: private; Owner: syncstream
--

ALTER TABLE private.refresh_token ENABLE ROW LEVEL SECURITY;

--
-- Name: refresh_token refresh_token_all_gatekeeper; Type: POLICY; Schema: private; Owner: syncstream
--

CREATE POLICY refresh_token_all_gatekeeper ON private.refresh_token TO gatekeeper USING (true);

--
-- Name: throttle; Type: ROW SECURITY; Schema: private; Owner: syncstream
--

ALTER TABLE private.throttle ENABLE ROW LEVEL SECURITY;

--
-- Name: throttle throttle_all_gatekeeper; Type: POLICY; Schema: private; Owner: syncstream
--

CREATE POLICY throttle_all_gatekeeper ON private.throttle TO gatekeeper USING (true);

--
-- Name: SCHEMA api; Type: ACL; Schema: -; Owner: syncstream
--

GRANT USAGE ON SCHEMA api TO anonymous;
GRANT USAGE ON SCHEMA api TO kid;
GRANT USAGE ON SCHEMA api TO member;
GRANT USAGE ON SCHEMA api TO reseller;
GRANT USAGE ON SCHEMA api TO admin;
GRANT ALL ON SCHEMA api TO gatekeeper;
GRANT USAGE ON SCHEMA api TO syncstream_api;

--
-- Name: SCHEMA app; Type: ACL; Schema: -; Owner: syncstream
--

GRANT USAGE ON SCHEMA app TO anonymous;
GRANT USAGE ON SCHEMA app TO kid;
GRANT USAGE ON SCHEMA app TO member;
GRANT USAGE ON SCHEMA app TO reseller;
GRANT USAGE ON SCHEMA app TO admin;
GRANT USAGE ON SCHEMA app TO gatekeeper;
GRANT USAGE ON SCHEMA app TO treasurer;

--
-- Name: SCHEMA extensions; Type: ACL; Schema: -; Owner: syncstream
--

GRANT USAGE ON SCHEMA extensions TO gatekeeper;

--
-- Name: SCHEMA http; Type: ACL; Schema: -; Owner: syncstream
--

GRANT USAGE ON SCHEMA http TO anonymous;
GRANT USAGE ON SCHEMA http TO kid;
GRANT USAGE ON SCHEMA http TO member;
GRANT USAGE ON SCHEMA http TO reseller;
GRANT USAGE ON SCHEMA http TO admin;
GRANT USAGE ON SCHEMA http TO gatekeeper;
GRANT USAGE ON SCHEMA http TO syncstream_api;

--
-- Name: SCHEMA private; Type: ACL; Schema: -; Owner: syncstream
--

GRANT USAGE ON SCHEMA private TO anonymous;
GRANT USAGE ON SCHEMA private TO kid;
GRANT USAGE ON SCHEMA private TO member;
GRANT USAGE ON SCHEMA private TO reseller;
GRANT USAGE ON SCHEMA private TO admin;
GRANT ALL ON SCHEMA private TO gatekeeper;
GRANT ALL ON SCHEMA private TO treasurer;

--
-- Name: TYPE plan_limits; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.plan_limits FROM PUBLIC;

--
-- Name: TYPE plan; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.plan FROM PUBLIC;

--
-- Name: TYPE subscription; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.subscription FROM PUBLIC;

--
-- Name: TYPE account; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.account FROM PUBLIC;

--
-- Name: TYPE profile; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.profile FROM PUBLIC;

--
-- Name: TYPE access; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.access FROM PUBLIC;

--
-- Name: TYPE audit_entry; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.audit_entry FROM PUBLIC;

--
-- Name: TYPE audit_page; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.audit_page FROM PUBLIC;

--
-- Name: TYPE client; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.client FROM PUBLIC;

--
-- Name: TYPE client_page; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.client_page FROM PUBLIC;

--
-- Name: TYPE client_price; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.client_price FROM PUBLIC;

--
-- Name: TYPE ledger_entry; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.ledger_entry FROM PUBLIC;

--
-- Name: TYPE ledger_page; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.ledger_page FROM PUBLIC;

--
-- Name: TYPE profile_page; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.profile_page FROM PUBLIC;

--
-- Name: TYPE reseller; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.reseller FROM PUBLIC;

--
-- Name: TYPE reseller_account; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.reseller_account FROM PUBLIC;

--
-- Name: TYPE session; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.session FROM PUBLIC;

--
-- Name: TYPE session_page; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.session_page FROM PUBLIC;

--
-- Name: TYPE tokens; Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON TYPE api.tokens FROM PUBLIC;

--
-- Name: TYPE address; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.address FROM PUBLIC;

--
-- Name: TYPE age; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.age FROM PUBLIC;

--
-- Name: FUNCTION longest(value text[]); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.longest(value text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.longest(value text[]) TO member;
GRANT ALL ON FUNCTION private.longest(value text[]) TO reseller;
GRANT ALL ON FUNCTION private.longest(value text[]) TO admin;

--
-- Name: TYPE categories; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.categories FROM PUBLIC;

--
-- Name: TYPE client_status; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.client_status FROM PUBLIC;

--
-- Name: TYPE credit_amount; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.credit_amount FROM PUBLIC;

--
-- Name: TYPE credit_grant; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.credit_grant FROM PUBLIC;

--
-- Name: TYPE credits; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.credits FROM PUBLIC;

--
-- Name: TYPE device_id; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.device_id FROM PUBLIC;

--
-- Name: TYPE email; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.email FROM PUBLIC;

--
-- Name: TYPE free_object; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.free_object FROM PUBLIC;

--
-- Name: TYPE language; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.language FROM PUBLIC;

--
-- Name: TYPE months; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.months FROM PUBLIC;

--
-- Name: TYPE name; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.name FROM PUBLIC;

--
-- Name: TYPE new_password; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.new_password FROM PUBLIC;

--
-- Name: TYPE note; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.note FROM PUBLIC;

--
-- Name: TYPE page_cursor; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.page_cursor FROM PUBLIC;

--
-- Name: TYPE page_limit; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.page_limit FROM PUBLIC;

--
-- Name: TYPE password; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.password FROM PUBLIC;

--
-- Name: TYPE pin; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.pin FROM PUBLIC;

--
-- Name: TYPE plan_code; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.plan_code FROM PUBLIC;

--
-- Name: TYPE request_key; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.request_key FROM PUBLIC;

--
-- Name: TYPE search; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TYPE app.search FROM PUBLIC;

--
-- Name: TYPE response; Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON TYPE http.response FROM PUBLIC;

--
-- Name: FUNCTION admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key) FROM PUBLIC;
GRANT ALL ON FUNCTION api.admin_credits(id uuid, amount app.credit_grant, reason app.note, idempotency_key app.request_key) TO admin;

--
-- Name: FUNCTION admin_reseller_create(email app.email, password app.new_password); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.admin_reseller_create(email app.email, password app.new_password) FROM PUBLIC;
GRANT ALL ON FUNCTION api.admin_reseller_create(email app.email, password app.new_password) TO admin;

--
-- Name: FUNCTION audit_list("limit" app.page_limit, cursor app.page_cursor); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.audit_list("limit" app.page_limit, cursor app.page_cursor) FROM PUBLIC;
GRANT ALL ON FUNCTION api.audit_list("limit" app.page_limit, cursor app.page_cursor) TO member;

--
-- Name: FUNCTION auth_login(email app.email, password app.password, device_name app.name, device_id app.device_id, replace_oldest boolean); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.auth_login(email app.email, password app.password, device_name app.name, device_id app.device_id, replace_oldest boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION api.auth_login(email app.email, password app.password, device_name app.name, device_id app.device_id, replace_oldest boolean) TO anonymous;

--
-- Name: FUNCTION auth_logout(); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.auth_logout() FROM PUBLIC;
GRANT ALL ON FUNCTION api.auth_logout() TO kid;
GRANT ALL ON FUNCTION api.auth_logout() TO member;

--
-- Name: FUNCTION auth_refresh(refresh_token text); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.auth_refresh(refresh_token text) FROM PUBLIC;
GRANT ALL ON FUNCTION api.auth_refresh(refresh_token text) TO anonymous;

--
-- Name: FUNCTION auth_signup(email app.email, password app.new_password, device_name app.name, device_id app.device_id); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.auth_signup(email app.email, password app.new_password, device_name app.name, device_id app.device_id) FROM PUBLIC;
GRANT ALL ON FUNCTION api.auth_signup(email app.email, password app.new_password, device_name app.name, device_id app.device_id) TO anonymous;

--
-- Name: FUNCTION client_create(email app.email, password app.new_password, plan app.plan_code, months app.months, trial boolean, idempotency_key app.request_key); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.client_create(email app.email, password app.new_password, plan app.plan_code, months app.months, trial boolean, idempotency_key app.request_key) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_create(email app.email, password app.new_password, plan app.plan_code, months app.months, trial boolean, idempotency_key app.request_key) TO reseller;

--
-- Name: FUNCTION client_get(id uuid); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.client_get(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_get(id uuid) TO reseller;

--
-- Name: FUNCTION client_list(q app.search, status app.client_status, "limit" app.page_limit, cursor app.page_cursor); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.client_list(q app.search, status app.client_status, "limit" app.page_limit, cursor app.page_cursor) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_list(q app.search, status app.client_status, "limit" app.page_limit, cursor app.page_cursor) TO reseller;

--
-- Name: FUNCTION client_refund(id uuid, idempotency_key app.request_key); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.client_refund(id uuid, idempotency_key app.request_key) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_refund(id uuid, idempotency_key app.request_key) TO reseller;

--
-- Name: FUNCTION client_renew(id uuid, plan app.plan_code, months app.months, idempotency_key app.request_key); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.client_renew(id uuid, plan app.plan_code, months app.months, idempotency_key app.request_key) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_renew(id uuid, plan app.plan_code, months app.months, idempotency_key app.request_key) TO reseller;

--
-- Name: FUNCTION client_resume(id uuid); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.client_resume(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_resume(id uuid) TO reseller;

--
-- Name: FUNCTION client_suspend(id uuid); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.client_suspend(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.client_suspend(id uuid) TO reseller;

--
-- Name: FUNCTION ledger_list("limit" app.page_limit, cursor app.page_cursor); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.ledger_list("limit" app.page_limit, cursor app.page_cursor) FROM PUBLIC;
GRANT ALL ON FUNCTION api.ledger_list("limit" app.page_limit, cursor app.page_cursor) TO reseller;

--
-- Name: FUNCTION me_get(); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.me_get() FROM PUBLIC;
GRANT ALL ON FUNCTION api.me_get() TO kid;
GRANT ALL ON FUNCTION api.me_get() TO member;

--
-- Name: FUNCTION me_password(current_password app.password, new_password app.new_password); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.me_password(current_password app.password, new_password app.new_password) FROM PUBLIC;
GRANT ALL ON FUNCTION api.me_password(current_password app.password, new_password app.new_password) TO member;

--
-- Name: FUNCTION plan_list(); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.plan_list() FROM PUBLIC;
GRANT ALL ON FUNCTION api.plan_list() TO anonymous;

--
-- Name: FUNCTION profile_create(name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, pin app.pin); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.profile_create(name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, pin app.pin) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_create(name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, pin app.pin) TO member;

--
-- Name: FUNCTION profile_delete(id uuid); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.profile_delete(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_delete(id uuid) TO member;

--
-- Name: FUNCTION profile_get(id uuid); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.profile_get(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_get(id uuid) TO kid;
GRANT ALL ON FUNCTION api.profile_get(id uuid) TO member;

--
-- Name: FUNCTION profile_list("limit" app.page_limit, cursor app.page_cursor); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.profile_list("limit" app.page_limit, cursor app.page_cursor) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_list("limit" app.page_limit, cursor app.page_cursor) TO kid;
GRANT ALL ON FUNCTION api.profile_list("limit" app.page_limit, cursor app.page_cursor) TO member;

--
-- Name: FUNCTION profile_pin_set(id uuid, password app.password, pin app.pin); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.profile_pin_set(id uuid, password app.password, pin app.pin) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_pin_set(id uuid, password app.password, pin app.pin) TO member;

--
-- Name: FUNCTION profile_select(id uuid, pin app.pin); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.profile_select(id uuid, pin app.pin) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_select(id uuid, pin app.pin) TO kid;
GRANT ALL ON FUNCTION api.profile_select(id uuid, pin app.pin) TO member;

--
-- Name: FUNCTION profile_update(id uuid, name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, given text[]); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.profile_update(id uuid, name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, given text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION api.profile_update(id uuid, name app.name, avatar app.address, is_kids boolean, max_rating app.age, hidden_categories app.categories, language app.language, settings app.free_object, given text[]) TO member;

--
-- Name: FUNCTION reseller_create(email app.email, password app.new_password, credits app.credits, idempotency_key app.request_key); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.reseller_create(email app.email, password app.new_password, credits app.credits, idempotency_key app.request_key) FROM PUBLIC;
GRANT ALL ON FUNCTION api.reseller_create(email app.email, password app.new_password, credits app.credits, idempotency_key app.request_key) TO reseller;

--
-- Name: FUNCTION reseller_get(); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.reseller_get() FROM PUBLIC;
GRANT ALL ON FUNCTION api.reseller_get() TO reseller;

--
-- Name: FUNCTION session_delete(id uuid); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.session_delete(id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION api.session_delete(id uuid) TO member;

--
-- Name: FUNCTION session_list("limit" app.page_limit, cursor app.page_cursor); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.session_list("limit" app.page_limit, cursor app.page_cursor) FROM PUBLIC;
GRANT ALL ON FUNCTION api.session_list("limit" app.page_limit, cursor app.page_cursor) TO member;

--
-- Name: FUNCTION subscription_get(); Type: ACL; Schema: api; Owner: syncstream
--

REVOKE ALL ON FUNCTION api.subscription_get() FROM PUBLIC;
GRANT ALL ON FUNCTION api.subscription_get() TO member;

--
-- Name: FUNCTION transfer_create("to" uuid, amount app.credit_amount, note app.note, idempotency_key app.request_key); Type: ACL; Schema: api; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION api.transfer_create("to" uuid, amount app.credit_amount, note app.note, idempotency_key app.request_key) FROM PUBLIC;
GRANT ALL ON FUNCTION api.transfer_create("to" uuid, amount app.credit_amount, note app.note, idempotency_key app.request_key) TO reseller;

--
-- Name: TABLE settings; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.settings TO kid;
GRANT SELECT ON TABLE app.settings TO member;
GRANT SELECT ON TABLE app.settings TO gatekeeper;

--
-- Name: TABLE subscription; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.subscription TO kid;
GRANT SELECT ON TABLE app.subscription TO member;
GRANT SELECT ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.account_id; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(account_id) ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.plan; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(plan),UPDATE(plan) ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.status; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(status),UPDATE(status) ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.source; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(source) ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.current_period_end; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(current_period_end),UPDATE(current_period_end) ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.trial_end; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(trial_end),UPDATE(trial_end) ON TABLE app.subscription TO gatekeeper;

--
-- Name: COLUMN subscription.updated_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(updated_at) ON TABLE app.subscription TO gatekeeper;

--
-- Name: FUNCTION gives_plan(subscription app.subscription); Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON FUNCTION app.gives_plan(subscription app.subscription) FROM PUBLIC;
GRANT ALL ON FUNCTION app.gives_plan(subscription app.subscription) TO kid;
GRANT ALL ON FUNCTION app.gives_plan(subscription app.subscription) TO member;
GRANT ALL ON FUNCTION app.gives_plan(subscription app.subscription) TO gatekeeper;

--
-- Name: FUNCTION begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) FROM PUBLIC;
GRANT ALL ON FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) TO anonymous;
GRANT ALL ON FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) TO kid;
GRANT ALL ON FUNCTION http.begin_request(account_id uuid, session_id uuid, role text, profile_id uuid, profile_version integer, address text, request_id text) TO member;

--
-- Name: FUNCTION client_address(); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.client_address() FROM PUBLIC;
GRANT ALL ON FUNCTION http.client_address() TO anonymous;
GRANT ALL ON FUNCTION http.client_address() TO kid;
GRANT ALL ON FUNCTION http.client_address() TO member;
GRANT ALL ON FUNCTION http.client_address() TO reseller;
GRANT ALL ON FUNCTION http.client_address() TO admin;
GRANT ALL ON FUNCTION http.client_address() TO gatekeeper;

--
-- Name: FUNCTION current_account_id(); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.current_account_id() FROM PUBLIC;
GRANT ALL ON FUNCTION http.current_account_id() TO anonymous;
GRANT ALL ON FUNCTION http.current_account_id() TO kid;
GRANT ALL ON FUNCTION http.current_account_id() TO member;
GRANT ALL ON FUNCTION http.current_account_id() TO reseller;
GRANT ALL ON FUNCTION http.current_account_id() TO admin;
GRANT ALL ON FUNCTION http.current_account_id() TO gatekeeper;

--
-- Name: FUNCTION current_profile_id(); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.current_profile_id() FROM PUBLIC;
GRANT ALL ON FUNCTION http.current_profile_id() TO anonymous;
GRANT ALL ON FUNCTION http.current_profile_id() TO kid;
GRANT ALL ON FUNCTION http.current_profile_id() TO member;
GRANT ALL ON FUNCTION http.current_profile_id() TO reseller;
GRANT ALL ON FUNCTION http.current_profile_id() TO admin;
GRANT ALL ON FUNCTION http.current_profile_id() TO gatekeeper;

--
-- Name: FUNCTION current_session_id(); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.current_session_id() FROM PUBLIC;
GRANT ALL ON FUNCTION http.current_session_id() TO anonymous;
GRANT ALL ON FUNCTION http.current_session_id() TO kid;
GRANT ALL ON FUNCTION http.current_session_id() TO member;
GRANT ALL ON FUNCTION http.current_session_id() TO reseller;
GRANT ALL ON FUNCTION http.current_session_id() TO admin;
GRANT ALL ON FUNCTION http.current_session_id() TO gatekeeper;

--
-- Name: FUNCTION is_deployed(change text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.is_deployed(change text) FROM PUBLIC;
GRANT ALL ON FUNCTION http.is_deployed(change text) TO anonymous;

--
-- Name: FUNCTION mount(method text, path text, handler text, status integer, shape text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.mount(method text, path text, handler text, status integer, shape text) FROM PUBLIC;

--
-- Name: FUNCTION path_arguments(path text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.path_arguments(path text) FROM PUBLIC;
GRANT ALL ON FUNCTION http.path_arguments(path text) TO syncstream_api;

--
-- Name: FUNCTION query_arguments(path text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.query_arguments(path text) FROM PUBLIC;
GRANT ALL ON FUNCTION http.query_arguments(path text) TO syncstream_api;

--
-- Name: FUNCTION refusal(status integer, code text, message text, details json); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.refusal(status integer, code text, message text, details json) FROM PUBLIC;
GRANT ALL ON FUNCTION http.refusal(status integer, code text, message text, details json) TO gatekeeper;

--
-- Name: FUNCTION rate_limited(wait interval, code text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.rate_limited(wait interval, code text) FROM PUBLIC;
GRANT ALL ON FUNCTION http.rate_limited(wait interval, code text) TO gatekeeper;

--
-- Name: FUNCTION reply(message text, data json, claims json); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.reply(message text, data json, claims json) FROM PUBLIC;
GRANT ALL ON FUNCTION http.reply(message text, data json, claims json) TO kid;
GRANT ALL ON FUNCTION http.reply(message text, data json, claims json) TO member;
GRANT ALL ON FUNCTION http.reply(message text, data json, claims json) TO gatekeeper;

--
-- Name: FUNCTION unmount(method text, path text); Type: ACL; Schema: http; Owner: syncstream
--

REVOKE ALL ON FUNCTION http.unmount(method text, path text) FROM PUBLIC;

--
-- Name: FUNCTION account_create(email text, password text, role text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.account_create(email text, password text, role text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.account_create(email text, password text, role text) TO gatekeeper;

--
-- Name: FUNCTION account_next_rev(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.account_next_rev(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.account_next_rev(account_id uuid) TO member;
GRANT ALL ON FUNCTION private.account_next_rev(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION account_shape(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.account_shape(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.account_shape(account_id uuid) TO kid;
GRANT ALL ON FUNCTION private.account_shape(account_id uuid) TO member;
GRANT ALL ON FUNCTION private.account_shape(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION admin_make(email text); Type: ACL; Schema: private; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION private.admin_make(email text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.admin_make(email text) TO syncstream;

--
-- Name: TABLE audit; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.audit TO member;
GRANT INSERT ON TABLE app.audit TO gatekeeper;

--
-- Name: FUNCTION audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text); Type: ACL; Schema: private; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text) TO kid;
GRANT ALL ON FUNCTION private.audit_write(account_id uuid, action text, subject_type text, subject_id uuid, device_name text) TO member;

--
-- Name: FUNCTION client_cost(account_id uuid, plan text, months integer); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.client_cost(account_id uuid, plan text, months integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_cost(account_id uuid, plan text, months integer) TO gatekeeper;

--
-- Name: TABLE reseller_client; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.reseller_client TO reseller;
GRANT SELECT,INSERT,DELETE ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.plan; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(plan) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.suspended_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(suspended_at) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.expires_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(expires_at) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.term_started_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(term_started_at) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.term_cost; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(term_cost) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.paid_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(paid_at) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.paid_from; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(paid_from) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: COLUMN reseller_client.paid_cost; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(paid_cost) ON TABLE app.reseller_client TO gatekeeper;

--
-- Name: FUNCTION client_lock(client_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.client_lock(client_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_lock(client_id uuid) TO gatekeeper;

--
-- Name: FUNCTION client_require(client_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.client_require(client_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_require(client_id uuid) TO reseller;
GRANT ALL ON FUNCTION private.client_require(client_id uuid) TO gatekeeper;

--
-- Name: FUNCTION client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer); Type: ACL; Schema: private; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION private.client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_search(q text, status text, before timestamp with time zone, before_id uuid, max integer) TO reseller;

--
-- Name: FUNCTION client_set_suspended(client_id uuid, suspended boolean); Type: ACL; Schema: private; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION private.client_set_suspended(client_id uuid, suspended boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_set_suspended(client_id uuid, suspended boolean) TO reseller;

--
-- Name: FUNCTION client_shape(client app.reseller_client); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.client_shape(client app.reseller_client) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_shape(client app.reseller_client) TO reseller;
GRANT ALL ON FUNCTION private.client_shape(client app.reseller_client) TO gatekeeper;

--
-- Name: FUNCTION client_subscription_write(client app.reseller_client, trial boolean); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.client_subscription_write(client app.reseller_client, trial boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_subscription_write(client app.reseller_client, trial boolean) TO gatekeeper;

--
-- Name: FUNCTION client_write(client app.reseller_client); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.client_write(client app.reseller_client) FROM PUBLIC;
GRANT ALL ON FUNCTION private.client_write(client app.reseller_client) TO gatekeeper;

--
-- Name: FUNCTION confirm_password(password text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.confirm_password(password text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.confirm_password(password text) TO gatekeeper;

--
-- Name: TABLE ledger_entry; Type: ACL; Schema: app; Owner: syncstream
--

REVOKE ALL ON TABLE app.ledger_entry FROM syncstream;
GRANT SELECT,REFERENCES,TRIGGER ON TABLE app.ledger_entry TO syncstream;
GRANT SELECT ON TABLE app.ledger_entry TO reseller;
GRANT SELECT,INSERT ON TABLE app.ledger_entry TO treasurer;

--
-- Name: TABLE reseller; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.reseller TO reseller;
GRANT SELECT,DELETE ON TABLE app.reseller TO gatekeeper;
GRANT SELECT ON TABLE app.reseller TO treasurer;

--
-- Name: COLUMN reseller.account_id; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(account_id) ON TABLE app.reseller TO gatekeeper;

--
-- Name: COLUMN reseller.parent_id; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(parent_id) ON TABLE app.reseller TO gatekeeper;

--
-- Name: COLUMN reseller.credits_balance; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(credits_balance) ON TABLE app.reseller TO treasurer;

--
-- Name: COLUMN reseller.entries; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(entries) ON TABLE app.reseller TO treasurer;

--
-- Name: COLUMN reseller.clients; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(clients) ON TABLE app.reseller TO gatekeeper;

--
-- Name: COLUMN reseller.resellers; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(resellers) ON TABLE app.reseller TO gatekeeper;

--
-- Name: COLUMN reseller.trials; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(trials) ON TABLE app.reseller TO gatekeeper;

--
-- Name: FUNCTION credits_audit(); Type: ACL; Schema: private; Owner: treasurer
--

REVOKE ALL ON FUNCTION private.credits_audit() FROM PUBLIC;
GRANT ALL ON FUNCTION private.credits_audit() TO syncstream;

--
-- Name: TABLE plan; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.plan TO anonymous;
GRANT SELECT ON TABLE app.plan TO kid;
GRANT SELECT ON TABLE app.plan TO member;
GRANT SELECT ON TABLE app.plan TO gatekeeper;

--
-- Name: FUNCTION current_plan(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.current_plan(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.current_plan(account_id uuid) TO kid;
GRANT ALL ON FUNCTION private.current_plan(account_id uuid) TO member;
GRANT ALL ON FUNCTION private.current_plan(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION current_subscription(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.current_subscription(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.current_subscription(account_id uuid) TO kid;
GRANT ALL ON FUNCTION private.current_subscription(account_id uuid) TO member;
GRANT ALL ON FUNCTION private.current_subscription(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION cursor_decode(list text, value text, key_count integer); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.cursor_decode(list text, value text, key_count integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.cursor_decode(list text, value text, key_count integer) TO kid;
GRANT ALL ON FUNCTION private.cursor_decode(list text, value text, key_count integer) TO member;

--
-- Name: FUNCTION cursor_encode(list text, keys text[]); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.cursor_encode(list text, keys text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.cursor_encode(list text, keys text[]) TO kid;
GRANT ALL ON FUNCTION private.cursor_encode(list text, keys text[]) TO member;

--
-- Name: FUNCTION hash_password(password text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.hash_password(password text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.hash_password(password text) TO gatekeeper;

--
-- Name: FUNCTION issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION private.issue_refresh_token(account_id uuid, session_id uuid, family bytea, secret bytea) TO gatekeeper;

--
-- Name: FUNCTION ledger_entry_shape(entry app.ledger_entry, note text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.ledger_entry_shape(entry app.ledger_entry, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.ledger_entry_shape(entry app.ledger_entry, note text) TO reseller;
GRANT ALL ON FUNCTION private.ledger_entry_shape(entry app.ledger_entry, note text) TO gatekeeper;

--
-- Name: FUNCTION ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid, note text); Type: ACL; Schema: private; Owner: treasurer
--

REVOKE ALL ON FUNCTION private.ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.ledger_post(account_id uuid, amount bigint, transaction_type text, description text, counterparty_id uuid, note text) TO gatekeeper;

--
-- Name: FUNCTION once(handler regproc, idempotency_key text, arguments json); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.once(handler regproc, idempotency_key text, arguments json) FROM PUBLIC;
GRANT ALL ON FUNCTION private.once(handler regproc, idempotency_key text, arguments json) TO gatekeeper;

--
-- Name: FUNCTION page(list text, items json[], keys text[], page_limit integer); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.page(list text, items json[], keys text[], page_limit integer) FROM PUBLIC;
GRANT ALL ON FUNCTION private.page(list text, items json[], keys text[], page_limit integer) TO kid;
GRANT ALL ON FUNCTION private.page(list text, items json[], keys text[], page_limit integer) TO member;

--
-- Name: FUNCTION password_refusal(email text, password text, status integer, message text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.password_refusal(email text, password text, status integer, message text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.password_refusal(email text, password text, status integer, message text) TO gatekeeper;

--
-- Name: FUNCTION pin_refusal(profile_id uuid, pin text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.pin_refusal(profile_id uuid, pin text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.pin_refusal(profile_id uuid, pin text) TO gatekeeper;

--
-- Name: FUNCTION plan_of(subscription app.subscription); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.plan_of(subscription app.subscription) FROM PUBLIC;
GRANT ALL ON FUNCTION private.plan_of(subscription app.subscription) TO kid;
GRANT ALL ON FUNCTION private.plan_of(subscription app.subscription) TO member;
GRANT ALL ON FUNCTION private.plan_of(subscription app.subscription) TO gatekeeper;

--
-- Name: FUNCTION plan_shape(plan app.plan); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.plan_shape(plan app.plan) FROM PUBLIC;
GRANT ALL ON FUNCTION private.plan_shape(plan app.plan) TO anonymous;
GRANT ALL ON FUNCTION private.plan_shape(plan app.plan) TO kid;
GRANT ALL ON FUNCTION private.plan_shape(plan app.plan) TO member;
GRANT ALL ON FUNCTION private.plan_shape(plan app.plan) TO gatekeeper;

--
-- Name: FUNCTION profile_pin_write(profile_id uuid, pin text); Type: ACL; Schema: private; Owner: gatekeeper
--

REVOKE ALL ON FUNCTION private.profile_pin_write(profile_id uuid, pin text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.profile_pin_write(profile_id uuid, pin text) TO member;

--
-- Name: TABLE profile; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.profile TO kid;
GRANT SELECT,DELETE ON TABLE app.profile TO member;
GRANT SELECT ON TABLE app.profile TO gatekeeper;

--
-- Name: COLUMN profile.account_id; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(account_id) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.name; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(name),UPDATE(name) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.avatar; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(avatar),UPDATE(avatar) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.is_kids; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(is_kids),UPDATE(is_kids) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.max_rating; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(max_rating),UPDATE(max_rating) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.hidden_categories; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(hidden_categories),UPDATE(hidden_categories) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.language; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(language),UPDATE(language) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.settings; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(settings),UPDATE(settings) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.has_pin; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(has_pin) ON TABLE app.profile TO gatekeeper;

--
-- Name: COLUMN profile.token_version; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(token_version) ON TABLE app.profile TO member;

--
-- Name: COLUMN profile.rev; Type: ACL; Schema: app; Owner: syncstream
--

GRANT INSERT(rev),UPDATE(rev) ON TABLE app.profile TO member;
GRANT UPDATE(rev) ON TABLE app.profile TO gatekeeper;

--
-- Name: FUNCTION profile_require(profile_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.profile_require(profile_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.profile_require(profile_id uuid) TO kid;
GRANT ALL ON FUNCTION private.profile_require(profile_id uuid) TO member;
GRANT ALL ON FUNCTION private.profile_require(profile_id uuid) TO gatekeeper;

--
-- Name: FUNCTION profile_shape(profile app.profile); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.profile_shape(profile app.profile) FROM PUBLIC;
GRANT ALL ON FUNCTION private.profile_shape(profile app.profile) TO kid;
GRANT ALL ON FUNCTION private.profile_shape(profile app.profile) TO member;
GRANT ALL ON FUNCTION private.profile_shape(profile app.profile) TO gatekeeper;

--
-- Name: FUNCTION refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION private.refresh_token_text(account_id uuid, session_id uuid, family bytea, secret bytea) TO gatekeeper;

--
-- Name: FUNCTION require_credits(balance bigint, cost bigint); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.require_credits(balance bigint, cost bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION private.require_credits(balance bigint, cost bigint) TO gatekeeper;
GRANT ALL ON FUNCTION private.require_credits(balance bigint, cost bigint) TO treasurer;

--
-- Name: FUNCTION require_within(allowed integer, used bigint, limit_name text, noun text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.require_within(allowed integer, used bigint, limit_name text, noun text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.require_within(allowed integer, used bigint, limit_name text, noun text) TO member;
GRANT ALL ON FUNCTION private.require_within(allowed integer, used bigint, limit_name text, noun text) TO gatekeeper;

--
-- Name: FUNCTION reseller_account_shape(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.reseller_account_shape(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.reseller_account_shape(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION reseller_add(account_id uuid, parent_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.reseller_add(account_id uuid, parent_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.reseller_add(account_id uuid, parent_id uuid) TO gatekeeper;

--
-- Name: FUNCTION reseller_forget(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.reseller_forget(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.reseller_forget(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION reseller_lock(account_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.reseller_lock(account_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.reseller_lock(account_id uuid) TO gatekeeper;

--
-- Name: FUNCTION reseller_lock_all(account_ids uuid[]); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.reseller_lock_all(account_ids uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION private.reseller_lock_all(account_ids uuid[]) TO gatekeeper;

--
-- Name: FUNCTION session_end(session_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.session_end(session_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.session_end(session_id uuid) TO kid;
GRANT ALL ON FUNCTION private.session_end(session_id uuid) TO member;

--
-- Name: FUNCTION session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION private.session_start(account_id uuid, device_name text, device_id text, replace_oldest boolean, profile_id uuid) TO gatekeeper;

--
-- Name: FUNCTION subscription_shape(subscription app.subscription); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.subscription_shape(subscription app.subscription) FROM PUBLIC;
GRANT ALL ON FUNCTION private.subscription_shape(subscription app.subscription) TO kid;
GRANT ALL ON FUNCTION private.subscription_shape(subscription app.subscription) TO member;
GRANT ALL ON FUNCTION private.subscription_shape(subscription app.subscription) TO gatekeeper;

--
-- Name: TABLE throttle; Type: ACL; Schema: private; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE private.throttle TO gatekeeper;

--
-- Name: FUNCTION throttle_reset(bucket text, subject text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.throttle_reset(bucket text, subject text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.throttle_reset(bucket text, subject text) TO gatekeeper;

--
-- Name: FUNCTION throttle_take(bucket text, subject text, allowed integer, attempt_window interval); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.throttle_take(bucket text, subject text, allowed integer, attempt_window interval) FROM PUBLIC;
GRANT ALL ON FUNCTION private.throttle_take(bucket text, subject text, allowed integer, attempt_window interval) TO gatekeeper;

--
-- Name: FUNCTION throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval) FROM PUBLIC;
GRANT ALL ON FUNCTION private.throttle_wait_of(attempts timestamp with time zone[], allowed integer, attempt_window interval) TO gatekeeper;

--
-- Name: FUNCTION throttle_wait(bucket text, subject text, allowed integer, attempt_window interval); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.throttle_wait(bucket text, subject text, allowed integer, attempt_window interval) FROM PUBLIC;
GRANT ALL ON FUNCTION private.throttle_wait(bucket text, subject text, allowed integer, attempt_window interval) TO gatekeeper;

--
-- Name: FUNCTION tokens(account_id uuid, session_id uuid, refresh_token text, message text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.tokens(account_id uuid, session_id uuid, refresh_token text, message text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.tokens(account_id uuid, session_id uuid, refresh_token text, message text) TO gatekeeper;

--
-- Name: FUNCTION transfer(from_id uuid, to_id uuid, amount bigint, note text); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.transfer(from_id uuid, to_id uuid, amount bigint, note text) FROM PUBLIC;
GRANT ALL ON FUNCTION private.transfer(from_id uuid, to_id uuid, amount bigint, note text) TO gatekeeper;

--
-- Name: FUNCTION unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone); Type: ACL; Schema: private; Owner: syncstream
--

REVOKE ALL ON FUNCTION private.unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION private.unused_credits(cost bigint, starts_at timestamp with time zone, ends_at timestamp with time zone, at timestamp with time zone) TO gatekeeper;

--
-- Name: TABLE account; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.account TO kid;
GRANT SELECT ON TABLE app.account TO member;
GRANT SELECT,INSERT,DELETE ON TABLE app.account TO gatekeeper;

--
-- Name: COLUMN account.role; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(role) ON TABLE app.account TO gatekeeper;

--
-- Name: COLUMN account.status; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(status) ON TABLE app.account TO gatekeeper;

--
-- Name: TABLE account_counter; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.account_counter TO member;
GRANT SELECT,INSERT ON TABLE app.account_counter TO gatekeeper;

--
-- Name: COLUMN account_counter.rev; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(rev) ON TABLE app.account_counter TO member;
GRANT UPDATE(rev) ON TABLE app.account_counter TO gatekeeper;

--
-- Name: TABLE account_email; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE ON TABLE app.account_email TO gatekeeper;

--
-- Name: TABLE account_reseller; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE ON TABLE app.account_reseller TO gatekeeper;

--
-- Name: TABLE client_price; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.client_price TO reseller;
GRANT SELECT ON TABLE app.client_price TO gatekeeper;

--
-- Name: TABLE idempotency_key; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE ON TABLE app.idempotency_key TO gatekeeper;

--
-- Name: COLUMN idempotency_key.request_hash; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(request_hash) ON TABLE app.idempotency_key TO gatekeeper;

--
-- Name: COLUMN idempotency_key.status; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(status) ON TABLE app.idempotency_key TO gatekeeper;

--
-- Name: COLUMN idempotency_key.message; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(message) ON TABLE app.idempotency_key TO gatekeeper;

--
-- Name: COLUMN idempotency_key.data; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(data) ON TABLE app.idempotency_key TO gatekeeper;

--
-- Name: COLUMN idempotency_key.created_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(created_at) ON TABLE app.idempotency_key TO gatekeeper;

--
-- Name: TABLE ledger_note; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.ledger_note TO reseller;
GRANT INSERT ON TABLE app.ledger_note TO treasurer;
GRANT SELECT,DELETE ON TABLE app.ledger_note TO gatekeeper;

--
-- Name: TABLE reseller_price; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT ON TABLE app.reseller_price TO reseller;
GRANT SELECT ON TABLE app.reseller_price TO gatekeeper;

--
-- Name: TABLE session; Type: ACL; Schema: app; Owner: syncstream
--

GRANT SELECT,DELETE ON TABLE app.session TO kid;
GRANT SELECT,DELETE ON TABLE app.session TO member;
GRANT SELECT,INSERT,DELETE ON TABLE app.session TO gatekeeper;

--
-- Name: COLUMN session.profile_id; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(profile_id) ON TABLE app.session TO member;
GRANT UPDATE(profile_id) ON TABLE app.session TO gatekeeper;

--
-- Name: COLUMN session.last_seen_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(last_seen_at) ON TABLE app.session TO gatekeeper;

--
-- Name: COLUMN session.expires_at; Type: ACL; Schema: app; Owner: syncstream
--

GRANT UPDATE(expires_at) ON TABLE app.session TO gatekeeper;

--
-- Name: TABLE endpoint; Type: ACL; Schema: http; Owner: syncstream
--

GRANT SELECT ON TABLE http.endpoint TO syncstream_api;

--
-- Name: TABLE type; Type: ACL; Schema: http; Owner: syncstream
--

GRANT SELECT ON TABLE http.type TO syncstream_api;

--
-- Name: TABLE account_password; Type: ACL; Schema: private; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE ON TABLE private.account_password TO gatekeeper;

--
-- Name: COLUMN account_password.hash; Type: ACL; Schema: private; Owner: syncstream
--

GRANT UPDATE(hash) ON TABLE private.account_password TO gatekeeper;

--
-- Name: TABLE profile_pin; Type: ACL; Schema: private; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE private.profile_pin TO gatekeeper;

--
-- Name: TABLE refresh_token; Type: ACL; Schema: private; Owner: syncstream
--

GRANT SELECT,INSERT,DELETE ON TABLE private.refresh_token TO gatekeeper;

--
-- Name: COLUMN refresh_token.nonce; Type: ACL; Schema: private; Owner: syncstream
--

GRANT UPDATE(nonce) ON TABLE private.refresh_token TO gatekeeper;

--
-- Name: COLUMN refresh_token.rotated_at; Type: ACL; Schema: private; Owner: syncstream
--

GRANT UPDATE(rotated_at) ON TABLE private.refresh_token TO gatekeeper;

--
-- Name: DEFAULT PRIVILEGES FOR TYPES; Type: DEFAULT ACL; Schema: -; Owner: syncstream
--

ALTER DEFAULT PRIVILEGES FOR ROLE syncstream REVOKE ALL ON TYPES  FROM PUBLIC;

--
-- Name: DEFAULT PRIVILEGES FOR FUNCTIONS; Type: DEFAULT ACL; Schema: -; Owner: syncstream
--

ALTER DEFAULT PRIVILEGES FOR ROLE syncstream REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

--
-- PostgreSQL database dump complete
--
