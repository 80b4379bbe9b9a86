"""The calls that are measured: as wrk's requests, and as pgbench's statements for the floor.

A request is made by Lua from `n`, the number of an account, which has the id that `id(n)` spells, and `count`, which grows.
"""

from dataclasses import dataclass

from bench.world import ACCOUNTS, FIRST, RESELLERS


@dataclass(frozen=True)
class Workload:
    name: str
    method: str
    path: str
    call: str  # of the floor
    role: str = "user"
    body: str | None = None  # a Lua expression
    floor_connections: int = 3  # as many as the API has of this role and kind for one worker
    resellers: int = RESELLERS

    def wrk(self, tokens: list[str], prefix: str) -> str:
        """The script, for tokens of the accounts in their order. `prefix` is another one in each run."""
        base = FIRST + (0 if self.role == "user" else ACCOUNTS)
        headers = '{Authorization = "Bearer " .. tokens[n + 1]%s}' % (', ["Content-Type"] = "application/json"' if self.body else "")
        return f"""
local tokens = {{{",".join(f'"{token}"' for token in tokens)}}}
local count, prefix = 0, "{prefix}"
local function id(n) return string.format("00000000-0000-4000-8000-%.0f", {base} + n) end
request = function()
    count = count + 1
    local n = (count * 7919) % #tokens
    return wrk.format("{self.method}", "{self.path}", {headers}, {self.body or "nil"})
end
"""

    def pgbench(self, prefix: str) -> str:
        first = FIRST + (0 if self.role == "user" else ACCOUNTS)
        last = first + (ACCOUNTS if self.role == "user" else self.resellers) - 1
        me = "('00000000-0000-4000-8000-' || :n)::uuid"
        profile = f"{me}, 0" if self.role == "user" else "null, null"
        return f"""\\set n random({first}, {last})
\\set x random(1, 1000000000000)
\\set k random(1, 20)
\\set p random(0, 7000000)
\\startpipeline
select http.begin_request({me}, {me}, '{self.role}', {profile}, '127.0.0.1', 'bench');
{self.call.format(me=me, prefix=prefix)}
\\endpipeline
"""


FAVORITES = Workload("favorites read (20 items)", "GET", "/v1/favorites", "select api.favorite_list()::json;")
PROGRESS = Workload(
    "progress write",
    "PUT",
    "/v1/progress",
    "select api.progress_put(playlist_id => {me}, kind => 'movie', provider_id => (:k)::text, position_ms => :p,"
    " duration_ms => 8160000, playback_id => 'tv/' || :k,"
    " given => '{{playlist_id,kind,provider_id,position_ms,duration_ms,playback_id}}')::json;",
    body="""string.format('{"playlist_id":"%s","kind":"movie","provider_id":"%d","position_ms":%d,"duration_ms":8160000,"playback_id":"tv/%d"}',
        id(n), count % 20 + 1, count % 7000000, count % 20 + 1)""",
    floor_connections=8,
)
PROFILES = Workload("profile list (4)", "GET", "/v1/profiles", "select api.profile_list()::json;")
PROFILE = Workload(
    "profile creation",
    "POST",
    "/v1/profiles",
    "select api.profile_create(name => 'New', max_rating => 16, language => 'en')::json;",
    body="""'{"name":"New","max_rating":16,"language":"en"}'""",
    floor_connections=8,
)
CLIENT_BODY = """string.format('{"email":"%s-%d@example.com","password":"correct horse","plan":"basic"}', prefix, count)"""
CLIENT_CALL = "select status, message, data, claims from api.client_create('{prefix}-' || :x || '@example.com', 'correct horse', 'basic');"
CLIENT = Workload("reseller client creation", "POST", "/v1/reseller/clients", CLIENT_CALL, "reseller", CLIENT_BODY, floor_connections=2)
HOT_CLIENT = Workload(
    "client creation, one hot row", "POST", "/v1/reseller/clients", CLIENT_CALL, "reseller", CLIENT_BODY, floor_connections=2, resellers=1
)
COMPARED = (FAVORITES, PROGRESS, PROFILES, PROFILE, CLIENT)
