create view staging.measure_feeds with (security_invoker) as
select
    measure,
    feed
from config.measure_feeds;
comment on view staging.measure_feeds is 'Which feeds a measure is computed from. One row a measure and feed.';
