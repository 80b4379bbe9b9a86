-- Revert syncstream:resellers/reseller_forget from pg

begin;

drop function private.reseller_forget;

commit;
