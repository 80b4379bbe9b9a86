"""GET /v1/me/export (contract §2), over HTTP: everything that is stored about an account, and no secret."""

from tests.support.household import UNDELETABLE, Household, account_tables, parts


def test_an_export_has_every_row_of_every_table(system):
    household = Household(system)
    with system.connect() as connection:
        tables = account_tables(connection)
        handled = {part for part, table, handler in parts(connection) if handler}
        counts = {
            table: connection.execute(f"select count(*) from {table} where account_id = %s", [household.account_id]).fetchone()[0]
            for table in tables
        }
    empty = [table for table, count in counts.items() if not count and table not in UNDELETABLE]
    assert not empty, f"let tests/support/household.py leave something in {empty}"

    export = household.owner.get("/v1/me/export")
    assert set(export) == {"exported_at", "tables"}
    for table in tables:
        schema, name = table.split(".")
        if name in handled:
            continue
        assert schema == "app", f"{table} needs a function private.export_{name}"
        entry = 1 if name == "audit" else 0  # the export's own; the readings of credentials come after it
        assert len(export["tables"][name]) == counts[table] + entry, name
    assert export["tables"]["account"][0]["email"] == household.owner.email
    assert {profile["name"] for profile in export["tables"]["profile"]} == {"Ada", "Kid"}
    assert export["tables"]["profile_pin"][0]["failures"] == 1


def test_an_export_has_no_hash_and_no_secret(system):
    household = Household(system)
    text = household.owner.http.get("/v1/me/export").text
    with system.connect() as connection:
        secrets = [
            value
            for query in (
                "select hash from private.account_password where account_id = %s",
                "select hash from private.profile_pin where account_id = %s",
                "select encode(secret_hash, 'hex') from private.refresh_token where account_id = %s",
                "select encode(family_hash, 'hex') from private.refresh_token where account_id = %s",
                "select unnest(array[encode(secret_hash, 'hex'), user_code]) from private.device_code where account_id = %s",
            )
            for (value,) in connection.execute(query, [household.account_id])
        ]
    assert len(secrets) >= 6
    assert not [secret for secret in secrets if secret in text]


def test_an_export_has_nothing_of_others(system, new_person):
    stranger = Household(system)
    text = new_person().http.get("/v1/me/export").text
    for theirs in (stranger.account_id, stranger.owner.email, *stranger.profiles):
        assert theirs not in text


def test_an_export_leaves_a_trace_and_so_does_each_again(person):
    for _ in range(2):
        person.get("/v1/me/export")
    assert [entry["action"] for entry in person.get("/v1/audit")["items"]] == ["export", "export", "sign_in"]


def test_a_kids_profile_exports_nothing(person):
    kid = person.profile("Kid", is_kids=True)
    assert person.select(kid["id"]).get("/v1/me/export", expect=403)["code"] == "restricted_profile"
    assert "export" not in {entry["action"] for entry in person.use(person.login().json()["data"]).get("/v1/audit")["items"]}
