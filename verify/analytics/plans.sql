-- Verify syncstream:analytics/plans on pg

begin;
\ir ../facts.sql

select pg_temp.require_analysts_view('analytics.plan', staff_only => false);
select pg_temp.require_analysts_view('analytics.subscription', staff_only => true);
select pg_temp.require_analysts_view('analytics.plan_day', staff_only => true);
select pg_temp.require_columns('analyst_staff', 'app.subscription', 'account_id id plan status source current_period_end cancel_at_period_end trial_end past_due_since created_at updated_at');
select pg_temp.require_columns('analyst_reseller', 'app.subscription', null);
select pg_temp.require_columns('analyst_reseller', 'app.settings', null);
select pg_temp.require_columns('analyst_reseller', 'app.client_price', 'plan credits');
select pg_temp.require_columns('analyst_staff', 'app.client_price', 'plan credits');
select pg_temp.require_columns('analyst_reseller', 'app.plan', 'code name price currency interval max_profiles max_playlists max_favorites max_devices max_party_members');

rollback;
