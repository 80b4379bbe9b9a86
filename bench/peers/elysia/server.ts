// The peer: Elysia on Bun, as someone who knows both would write it. Rules are statements of the application in one
// transaction, there is no row-level security and no check whether the session was revoked; a token is verified once
// and then remembered until it expires. CLIENT chooses the SQL client: Bun's own, or postgres.js.

import { Elysia, t } from 'elysia'
import { SQL } from 'bun'
import { jwtVerify } from 'jose'
import postgres from 'postgres'

const max = Number(process.env.CONNECTIONS ?? 10)
const database = { database: process.env.PGDATABASE, username: process.env.PGUSER, password: process.env.PGPASSWORD }
const sql: any =
    process.env.CLIENT === 'postgres.js'
        ? postgres({ ...database, host: process.env.PGHOST, port: Number(process.env.PGPORT), max })
        : new SQL({ adapter: 'postgres', ...database, path: `${process.env.PGHOST}/.s.PGSQL.${process.env.PGPORT}`, max })

class Refusal extends Error {
    constructor(readonly status: number, readonly code: string, message: string, readonly details: object = {}) {
        super(message)
    }
}

const answer = (data: unknown) => ({ success: true, message: null, data })

// -- who asks

type Claims = { sub: string; role: string; profile: string; expires: number }
const key = Buffer.from(process.env.JWT_KEY!, 'base64url')
const verified = new Map<string, Claims>()

async function verify(token: string): Promise<Claims> {
    try {
        const { payload } = await jwtVerify(token, key, { issuer: 'syncstream', audience: 'syncstream-api', algorithms: ['HS256'] })
        const claims = {
            sub: payload.sub!,
            role: payload.role as string,
            profile: payload.current_profile_id as string,
            expires: payload.exp! * 1000,
        }
        if (verified.size >= 20_000) verified.clear()
        verified.set(token, claims)
        return claims
    } catch {
        throw new Refusal(401, 'unauthorized', 'The access token is not valid. Sign in again')
    }
}

function identify(headers: Record<string, string | undefined>): Claims | Promise<Claims> {
    const header = headers.authorization
    if (!header?.startsWith('Bearer ')) throw new Refusal(401, 'unauthorized', 'Sign in first')
    const token = header.slice(7)
    const claims = verified.get(token)
    if (!claims) return verify(token)
    if (claims.expires <= Date.now()) throw new Refusal(401, 'unauthorized', 'The access token has expired. Refresh it')
    return claims
}

// -- items

const name = t.String({ minLength: 1, maxLength: 100 })
const ids = t.Object({
    tmdb: t.Optional(t.Nullable(t.Integer({ minimum: 0, maximum: 2147483647 }))),
    imdb: t.Optional(t.Nullable(t.String({ pattern: '^tt[0-9]{5,12}$' }))),
    tvg: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 200 }))),
})
const item = {
    playlist_id: t.String({ format: 'uuid' }),
    kind: t.UnionEnum(['live', 'movie', 'series', 'episode']),
    provider_id: t.String({ minLength: 1, maxLength: 200 }),
    title: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 500 }))),
    year: t.Optional(t.Nullable(t.Integer({ minimum: 1850, maximum: 2200 }))),
    image: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 2000 }))),
    ids: t.Optional(t.Nullable(ids)),
}

function matchKey(kind: string, title: string | null, year: number | null, ids: any): string | null {
    if (kind === 'movie' && ids?.tmdb != null) return `tmdb:movie:${ids.tmdb}`
    if (ids?.imdb != null) return `imdb:${ids.imdb}`
    const plain = title?.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
    return plain ? `title:${plain}:${year ?? ''}` : null
}

function page(items: any[], limit: number, keys: (last: any) => string[]) {
    const more = items.length > limit
    if (more) items.pop()
    return answer({ items, next_cursor: more ? Buffer.from(JSON.stringify(keys(items[limit - 1]))).toString('base64url') : null })
}

const listQuery = t.Object({
    limit: t.Optional(t.Numeric({ minimum: 1, maximum: 200 })),
    cursor: t.Optional(t.String({ maxLength: 1000 })),
})

// -- the server

new Elysia()
    .onError(({ error, code, set }) => {
        if (error instanceof Refusal) {
            set.status = error.status
            return { success: false, message: error.message, data: { code: error.code, ...error.details } }
        }
        if (code === 'VALIDATION' || code === 'PARSE') {
            set.status = 400
            return { success: false, message: 'A value is not valid', data: { code: 'invalid', field: 'body' } }
        }
        console.error(error)
        set.status = 500
        return { success: false, message: 'Something went wrong on our side', data: { code: 'internal' } }
    })

    .get('/health/live', () => answer({ status: 'live' }))

    .get(
        '/v1/favorites',
        async ({ headers, query }) => {
            const { profile } = await identify(headers)
            const limit = query.limit ?? 50
            const after = query.cursor ? JSON.parse(Buffer.from(query.cursor, 'base64url').toString()) : null
            const items = after
                ? await sql`
                    select item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, "group", rank, added_at, device_id, event_at, rev
                    from favorite
                    where profile_id = ${profile} and deleted_at is null and (rank, item) > (${after[0]}, ${after[1]})
                    order by rank, item limit ${limit + 1}`
                : await sql`
                    select item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, "group", rank, added_at, device_id, event_at, rev
                    from favorite
                    where profile_id = ${profile} and deleted_at is null
                    order by rank, item limit ${limit + 1}`
            return page(items, limit, (last) => [last.rank, last.item])
        },
        { query: listQuery },
    )

    .put(
        '/v1/progress',
        async ({ headers, body }) => {
            const { sub, profile } = await identify(headers)
            const key = `${body.kind}:${body.playlist_id}:${body.provider_id}`
            const row = await sql.begin(async (tx: any) => {
                const [{ rev }] = await tx`update account set rev = rev + 1 where id = ${sub} returning rev`
                const now = new Date()
                const eventAt = body.event_at ? new Date(Math.min(Date.parse(body.event_at), now.getTime())) : now
                const [old] = await tx`
                    select title, year, image, ids, match_key, duration_ms, completed, plays, event_at, deleted_at
                    from progress where profile_id = ${profile} and item = ${key}`
                if (!old || old.deleted_at) {
                    const [playlist] = await tx`select 1 from playlist where id = ${body.playlist_id} and account_id = ${sub}`
                    if (!playlist) throw new Refusal(404, 'not_found', 'There is no such playlist')
                } else if (eventAt < old.event_at) {
                    throw new Refusal(409, 'conflict', 'Another device has watched on since. Load it again')
                }
                const duration = body.duration_ms || (old?.duration_ms ?? 0)
                const finished = body.completed ?? (duration > 0 && body.position_ms * 10 >= duration * 9)
                const completed = body.completed === false ? false : finished || (old?.completed ?? false)
                let plays = old?.plays ?? 0
                if (finished) {
                    const playback = body.playback_id ?? null
                    if (playback) {
                        const added = await tx`
                            insert into history (profile_id, item, kind, title, match_key, playback_id, finished_at)
                            values (${profile}, ${key}, ${body.kind}, ${body.title ?? old?.title ?? null}, ${old?.match_key ?? null}, ${playback}, ${eventAt})
                            on conflict do nothing returning 1`
                        plays += added.length
                    } else if (!old?.completed) {
                        plays += 1
                    }
                }
                if (old && !('title' in body || 'year' in body || 'image' in body || 'ids' in body)) {
                    const [row] = await tx`
                        update progress
                        set position_ms = ${body.position_ms}, duration_ms = ${duration}, completed = ${completed}, plays = ${plays},
                            playback_id = ${body.playback_id ?? null}, event_at = ${eventAt}, rev = ${rev}, deleted_at = null
                        where profile_id = ${profile} and item = ${key}
                        returning item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, position_ms, duration_ms,
                                  completed, plays, playback_id, device_id, event_at, rev`
                    return row
                }
                const title = 'title' in body ? body.title : old?.title ?? null
                const year = 'year' in body ? body.year : old?.year ?? null
                const image = 'image' in body ? body.image : old?.image ?? null
                const known = 'ids' in body ? body.ids : old?.ids ?? null
                const [row] = await tx`
                    insert into progress (profile_id, item, playlist_id, kind, provider_id, title, year, image, ids, match_key, position_ms, duration_ms,
                                          completed, plays, playback_id, event_at, rev)
                    values (${profile}, ${key}, ${body.playlist_id}, ${body.kind}, ${body.provider_id}, ${title}, ${year}, ${image}, ${known},
                            ${matchKey(body.kind, title ?? null, year ?? null, known)}, ${body.position_ms}, ${duration}, ${completed}, ${plays},
                            ${body.playback_id ?? null}, ${eventAt}, ${rev})
                    on conflict (profile_id, item) do update
                    set title = excluded.title, year = excluded.year, image = excluded.image, ids = excluded.ids, match_key = excluded.match_key,
                        position_ms = excluded.position_ms, duration_ms = excluded.duration_ms, completed = excluded.completed, plays = excluded.plays,
                        playback_id = excluded.playback_id, event_at = excluded.event_at, rev = excluded.rev, deleted_at = null
                    returning item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, position_ms, duration_ms,
                              completed, plays, playback_id, device_id, event_at, rev`
                return row
            })
            return answer(row)
        },
        {
            body: t.Object(
                {
                    ...item,
                    position_ms: t.Integer({ minimum: 0, maximum: 999999999999 }),
                    duration_ms: t.Optional(t.Nullable(t.Integer({ minimum: 0, maximum: 999999999999 }))),
                    completed: t.Optional(t.Nullable(t.Boolean())),
                    playback_id: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 200 }))),
                    event_at: t.Optional(t.Nullable(t.String({ format: 'date-time' }))),
                },
                { additionalProperties: false },
            ),
        },
    )

    // The same path's least: one statement, without numbers for sync, without conflicts, viewings or the playlist's owner.
    .put(
        '/bare/progress',
        async ({ headers, body }) => {
            const { profile } = await identify(headers)
            const key = `${body.kind}:${body.playlist_id}:${body.provider_id}`
            const [row] = await sql`
                insert into progress (profile_id, item, playlist_id, kind, provider_id, position_ms, duration_ms, completed, plays, playback_id, event_at, rev)
                values (${profile}, ${key}, ${body.playlist_id}, ${body.kind}, ${body.provider_id}, ${body.position_ms}, ${body.duration_ms ?? 0}, false, 0,
                        ${body.playback_id ?? null}, now(), 1)
                on conflict (profile_id, item) do update
                set position_ms = excluded.position_ms, duration_ms = excluded.duration_ms, playback_id = excluded.playback_id,
                    event_at = excluded.event_at
                returning item, playlist_id, kind, provider_id, title, year, image, series, ids, match_key, position_ms, duration_ms,
                          completed, plays, playback_id, device_id, event_at, rev`
            return answer(row)
        },
        {
            body: t.Object(
                {
                    ...item,
                    position_ms: t.Integer({ minimum: 0, maximum: 999999999999 }),
                    duration_ms: t.Optional(t.Nullable(t.Integer({ minimum: 0, maximum: 999999999999 }))),
                    playback_id: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 200 }))),
                },
                { additionalProperties: false },
            ),
        },
    )

    .get(
        '/v1/profiles',
        async ({ headers, query }) => {
            const { sub } = await identify(headers)
            const limit = query.limit ?? 50
            const after = query.cursor ? JSON.parse(Buffer.from(query.cursor, 'base64url').toString()) : null
            const items = after
                ? await sql`
                    select id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, has_pin, created_at, rev
                    from profile where account_id = ${sub} and (created_at, id) > (${after[0]}, ${after[1]})
                    order by created_at, id limit ${limit + 1}`
                : await sql`
                    select id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, has_pin, created_at, rev
                    from profile where account_id = ${sub}
                    order by created_at, id limit ${limit + 1}`
            return page(items, limit, (last) => [last.created_at, last.id])
        },
        { query: listQuery },
    )

    .post(
        '/v1/profiles',
        async ({ headers, body, set }) => {
            const { sub } = await identify(headers)
            const row = await sql.begin(async (tx: any) => {
                const [{ rev }] = await tx`update account set rev = rev + 1 where id = ${sub} returning rev`
                const [{ max_profiles }] = await tx`
                    select p.max_profiles from plan p
                    where p.code = coalesce((select s.plan from subscription s
                                             where s.account_id = ${sub} and s.status in ('active', 'trialing') and s.current_period_end > now()
                                             order by s.current_period_end desc limit 1), 'free')`
                if (max_profiles !== -1) {
                    const [{ used }] = await tx`select count(*)::integer as used from profile where account_id = ${sub}`
                    if (used >= max_profiles) {
                        throw new Refusal(403, 'plan_limit_reached', `Plan limit reached. Maximum profiles: ${max_profiles}`, {
                            limit: 'max_profiles',
                            max: max_profiles,
                        })
                    }
                }
                const [row] = await tx`
                    insert into profile (account_id, name, avatar, is_kids, max_rating, language, settings, rev)
                    values (${sub}, ${body.name}, ${body.avatar ?? null}, ${body.is_kids ?? false}, ${body.max_rating ?? null}, ${body.language ?? null},
                            ${body.settings ?? {}}, ${rev})
                    returning id, name, avatar, is_kids, max_rating, hidden_categories, language, settings, has_pin, created_at, rev`
                return row
            })
            set.status = 201
            return answer(row)
        },
        {
            body: t.Object(
                {
                    name,
                    avatar: t.Optional(t.Nullable(t.String({ minLength: 1, maxLength: 2000 }))),
                    is_kids: t.Optional(t.Nullable(t.Boolean())),
                    max_rating: t.Optional(t.Nullable(t.Integer({ minimum: 0, maximum: 21 }))),
                    language: t.Optional(t.Nullable(t.String({ pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$' }))),
                    settings: t.Optional(t.Nullable(t.Record(t.String(), t.Any()))),
                },
                { additionalProperties: false },
            ),
        },
    )

    .post(
        '/v1/reseller/clients',
        async ({ headers, body, set }) => {
            const { sub, role } = await identify(headers)
            if (role !== 'reseller') throw new Refusal(403, 'forbidden', 'This account is not allowed to do this')
            const months = body.months ?? 1
            // The hash is left out on both sides: 50 milliseconds of bcrypt would hide all the rest.
            const password = process.env.HASH ? await Bun.password.hash(body.password, { algorithm: 'bcrypt', cost: 10 }) : 'x'
            const client = await sql.begin(async (tx: any) => {
                const [price] = await tx`select credits from price where plan = ${body.plan}`
                if (!price) throw new Refusal(400, 'invalid', 'There is no such plan for sale', { field: 'plan' })
                const cost = price.credits * months
                const [account] = await tx`
                    insert into account (email, password) values (${body.email.toLowerCase()}, ${password}) on conflict (email) do nothing returning id`
                if (!account) throw new Refusal(409, 'email_taken', 'This email address has an account already. Sign in instead')
                const [reseller] = await tx`select balance::double precision as balance from reseller where account_id = ${sub} for update`
                if (reseller.balance < cost) {
                    throw new Refusal(402, 'insufficient_credits', 'Insufficient credits', { balance: reseller.balance, cost })
                }
                const balance = reseller.balance - cost
                await tx`update reseller set balance = ${balance}, clients = clients + 1 where account_id = ${sub}`
                const [client] = await tx`
                    insert into client (account_id, reseller_id, email, plan, expires_at)
                    values (${account.id}, ${sub}, ${body.email}, ${body.plan}, now() + make_interval(months => ${months}))
                    returning account_id as id, email, 'active' as status, plan, expires_at, created_at`
                await tx`
                    insert into subscription (account_id, plan, status, current_period_end)
                    values (${account.id}, ${body.plan}, 'active', ${client.expires_at})`
                await tx`
                    insert into ledger_entry (reseller_id, amount, balance_after, transaction_type, description, client_id)
                    values (${sub}, ${-cost}, ${balance}, 'client_created', ${`A client: ${body.plan}, months: ${months}`}, ${account.id})`
                return client
            })
            set.status = 201
            return answer(client)
        },
        {
            body: t.Object(
                {
                    email: t.String({ format: 'email', maxLength: 254 }),
                    password: t.String({ minLength: 8, maxLength: 72 }),
                    plan: t.String({ pattern: '^[a-z][a-z0-9_]{0,30}$' }),
                    months: t.Optional(t.Integer({ minimum: 1, maximum: 36 })),
                },
                { additionalProperties: false },
            ),
        },
    )

    .listen({ port: Number(process.env.PORT), hostname: '127.0.0.1' })
