-- The peers' database: the same data as their users would lay it out. No row-level security, no functions; the rules are the application's.

create table plan (
    code         text    primary key,
    max_profiles integer not null
);
insert into plan values ('free', 1), ('basic', 3), ('premium', 6), ('ultimate', 1000);

create table account (
    id         uuid        primary key default gen_random_uuid(),
    email      text        not null unique,
    password   text        not null,
    role       text        not null default 'user',
    rev        integer     not null default 0,
    created_at timestamptz not null default now()
) with (fillfactor = 80);

create table subscription (
    id                 uuid        primary key default gen_random_uuid(),
    account_id         uuid        not null references account,
    plan               text        not null references plan,
    status             text        not null,
    current_period_end timestamptz not null
);
create index on subscription (account_id);

create table profile (
    id                uuid        primary key default gen_random_uuid(),
    account_id        uuid        not null references account,
    name              text        not null,
    avatar            text,
    is_kids           boolean     not null default false,
    max_rating        integer,
    hidden_categories text[]      not null default '{}',
    language          text,
    settings          json        not null default '{}',
    has_pin           boolean     not null default false,
    rev               integer     not null,
    created_at        timestamptz not null default now()
);
create index on profile (account_id, created_at, id);

create table playlist (
    id         uuid primary key,
    account_id uuid not null references account
);

create table favorite (
    profile_id  uuid             not null references profile,
    item        text             not null,
    playlist_id uuid             not null,
    kind        text             not null,
    provider_id text             not null,
    title       text,
    year        integer,
    image       text,
    series      json,
    ids         json,
    match_key   text,
    "group"     text,
    rank        double precision not null default 0,
    added_at    timestamptz      not null,
    device_id   text,
    event_at    timestamptz      not null,
    rev         integer          not null,
    deleted_at  timestamptz,
    primary key (profile_id, item)
);
create index on favorite (profile_id, rank, item) where deleted_at is null;
create index on favorite (profile_id, rev);

create table progress (
    profile_id  uuid        not null references profile,
    item        text        not null,
    playlist_id uuid        not null,
    kind        text        not null,
    provider_id text        not null,
    title       text,
    year        integer,
    image       text,
    series      json,
    ids         json,
    match_key   text,
    position_ms integer     not null,
    duration_ms integer     not null,
    completed   boolean     not null,
    plays       integer     not null,
    playback_id text,
    device_id   text,
    event_at    timestamptz not null,
    rev         integer     not null,
    deleted_at  timestamptz,
    primary key (profile_id, item)
) with (fillfactor = 80);
create index on progress (profile_id, rev);
create index on progress (profile_id, match_key) where deleted_at is null and match_key is not null;

create table history (
    id          uuid        primary key default gen_random_uuid(),
    profile_id  uuid        not null references profile,
    item        text        not null,
    kind        text        not null,
    title       text,
    match_key   text,
    playback_id text,
    finished_at timestamptz not null,
    unique (profile_id, item, playback_id)
);

create table reseller (
    account_id uuid   primary key references account,
    balance    bigint not null check (balance >= 0),
    clients    integer not null default 0
) with (fillfactor = 50);

create table price (
    plan    text    primary key references plan,
    credits integer not null
);
insert into price values ('basic', 1000), ('premium', 2000), ('ultimate', 4000);

create table client (
    account_id  uuid        primary key references account,
    reseller_id uuid        not null references reseller,
    email       text        not null,
    plan        text        not null,
    expires_at  timestamptz not null,
    created_at  timestamptz not null default now()
);
create index on client (reseller_id, created_at);

create table ledger_entry (
    id               bigint      generated always as identity primary key,
    reseller_id      uuid        not null references reseller,
    amount           bigint      not null,
    balance_after    bigint      not null,
    transaction_type text        not null,
    description      text        not null,
    client_id        uuid,
    created_at       timestamptz not null default now()
);
create index on ledger_entry (reseller_id, id);
