-- Revert syncstream:parties/party_past from pg

begin;

drop table app.party_past;

commit;
