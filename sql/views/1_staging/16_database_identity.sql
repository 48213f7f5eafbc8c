create view staging.database_identity with (security_invoker) as
select max(incarnation) as incarnation
from config.database_identity;
comment on view staging.database_identity is 'Which life of the database this is. One row.';
comment on column staging.database_identity.incarnation is 'Counts up with every restore.';
