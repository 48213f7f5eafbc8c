create view staging.measures with (security_invoker) as
select
    measure,
    is_money,
    aggregation,
    view_name,
    meaning
from config.measures;
comment on view staging.measures is 'What is counted and summed, and how a period adds it up. One row a measure.';
