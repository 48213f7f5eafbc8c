-- Nothing here holds data: both schemas are dropped and built again, in file order and one transaction, by every migrate.
drop schema if exists report cascade;
drop schema if exists staging cascade;

create schema staging authorization ledger_owner;
create schema report authorization ledger_owner;

comment on schema staging is 'Raw rows typed, filtered to a point in time and corrected. The only reader of the ledger.';
comment on schema report is 'Measures, KPIs and what is built from them.';

grant usage on schema staging, report to ledger_app, ledger_reader, ledger_backup;
alter default privileges for role ledger_owner in schema staging grant select on tables to ledger_app, ledger_reader, ledger_backup;
alter default privileges for role ledger_owner in schema report grant select on tables to ledger_app, ledger_reader, ledger_backup;

-- For this file and every one after it.
set local role ledger_owner;
