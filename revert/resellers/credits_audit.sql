-- Revert syncstream:resellers/credits_audit from pg

begin;

drop function private.credits_audit;

commit;
