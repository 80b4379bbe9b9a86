-- Revert syncstream:accounts/tokens from pg

begin;

drop function private.session_start;
drop function private.session_tokens;
drop function private.session_open;
drop function private.refresh_token_text;
drop function private.issue_refresh_token;
drop function private.confirm_password;
drop function private.password_refusal;
drop function private.tokens;
drop type api.access;
drop type api.tokens;

commit;
