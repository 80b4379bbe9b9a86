-- Revert syncstream:analytics/funnel from pg

begin;

drop view analytics.funnel;

commit;
