create view staging.feeds with (security_invoker) as
select
    feed,
    label,
    source,
    event_types
from config.feeds;
comment on view staging.feeds is 'Where figures come from, as far as each can fall silent by itself. One row a feed.';
