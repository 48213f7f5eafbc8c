set local role ledger_owner;

insert into config.kpi_definitions
    (kpi, version, label, unit, good_direction, department, display_order, aggregation, numerator, denominator, rule, effective_from, approved_by)
values
    ('cash_collected', 1, 'Cash collected', 'money', 'up', 'sales', 10, 'sum', '{cash}', null,
        'Captured charges, less refunds, failures and disputes, plus refunds and disputes that came back; live mode, gross of fees, by the date of each movement, per currency.',
        '2020-01-01', 'founders'),
    ('refunds', 1, 'Refunds', 'money', 'down', 'sales', 20, 'sum', '{refunds}', null,
        'Refunds paid out, less refunds that failed and came back; live mode, by the date of each movement, per currency.',
        '2020-01-01', 'founders');
