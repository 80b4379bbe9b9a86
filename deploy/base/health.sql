-- Deploy syncstream:base/health to pg

begin;

create function http.is_deployed(change text) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
    return exists (select from sqitch.changes c where c.project = 'syncstream' and c.change = is_deployed.change);
end
$$;
comment on function http.is_deployed is $$Whether a change of the plan is deployed: the API is ready when the last one that it knows is$$;
grant execute on function http.is_deployed to anonymous;

commit;
