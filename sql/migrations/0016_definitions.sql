-- Who a client is and what first touched it is looked for only where it is asked; money has the tags of what it paid; events of work are people's
-- doings; a subscription replaced within a second is one change.
set local role ledger_owner;

select config.restate_definition('active_clients', 2, 'c7d8d8f36f9f53fec647712a3e5ba1611226086b93b50f5785fdc69bcb4ddba4', '2020-01-01', 'founders');
select config.restate_definition('ad_spend', 3, '3eb1b24661f2e170c00334e629534666a4a447eda9d3cf5603b4a39a32204455', '2020-01-01', 'founders');
select config.restate_definition('automation_health', 2, 'def0e2bfbebe8dd0acc5fe9ba28f9523ebb4b349b6e32aa1a3b6887e2484d19d', '2020-01-01', 'founders');
select config.restate_definition('average_deal', 3, '6d765c6cafaf4f247bfbf65d2dec25a5b6fddb1dadce0406dda67eb02175fba0', '2020-01-01', 'founders');
select config.restate_definition('booked', 3, '06030213ba3d395043b476d4670b1dda02e81f30ff25eabe6255a97413b7abff', '2020-01-01', 'founders');
select config.restate_definition('booking_rate', 3, '5472e5c52970ff5bfa6523f3f389f9343fcadd743ba4a0363a3bb03268e960a1', '2020-01-01', 'founders');
select config.restate_definition('calls_completed', 2, 'def0e2bfbebe8dd0acc5fe9ba28f9523ebb4b349b6e32aa1a3b6887e2484d19d', '2020-01-01', 'founders');
select config.restate_definition('calls_made', 2, 'def0e2bfbebe8dd0acc5fe9ba28f9523ebb4b349b6e32aa1a3b6887e2484d19d', '2020-01-01', 'founders');
select config.restate_definition('cash_collected', 3, '8dcbcce7b199d4d96ef3d258fdfbb854977f22a1d07088b4300ae379202d8cba', '2020-01-01', 'founders');
select config.restate_definition('click_rate', 2, '3eb1b24661f2e170c00334e629534666a4a447eda9d3cf5603b4a39a32204455', '2020-01-01', 'founders');
select config.restate_definition('close_rate', 3, '3ca9be6670207e2cf986f32fde80e0c032940654b5d396d3ab3f57052f5d92ee', '2020-01-01', 'founders');
select config.restate_definition('cost_per_booked_call', 3, '3d13e8f4f6f39fe9dd95a03d2e4ab2d56abb3447675cc4c073d6b58e498442b3', '2020-01-01', 'founders');
select config.restate_definition('cpl', 3, '3e687f46d0ac74e8d985be175aa5729e0938bf09659d6c577024f912e7c5aa72', '2020-01-01', 'founders');
select config.restate_definition('ebitda_margin', 2, '294f6ba9ebf2cd221159fd67f50bf9b21e6e24540a1fcd5c7a39bc0f277c60fc', '2020-01-01', 'founders');
select config.restate_definition('health_score', 2, 'c7d8d8f36f9f53fec647712a3e5ba1611226086b93b50f5785fdc69bcb4ddba4', '2020-01-01', 'founders');
select config.restate_definition('hold_rate', 2, '3eb1b24661f2e170c00334e629534666a4a447eda9d3cf5603b4a39a32204455', '2020-01-01', 'founders');
select config.restate_definition('hook_rate', 2, '3eb1b24661f2e170c00334e629534666a4a447eda9d3cf5603b4a39a32204455', '2020-01-01', 'founders');
select config.restate_definition('hygiene_score', 2, '6859e6e12f2672c20c0e072ee8d3a1650178ccbd26b7c2ec1d9430de76605fe6', '2020-01-01', 'founders');
select config.restate_definition('leads', 3, 'be3fa9775f0bc9c0cd19781023d2712f587f5c257dbdad4774afc46652ed638e', '2020-01-01', 'founders');
select config.restate_definition('mer', 3, '1bb8a0aa13381f118e0584337ce5dc66f10d2eed8be299366a479e24d9a2dcf4', '2020-01-01', 'founders');
select config.restate_definition('mrr', 2, 'b2bf0f6909f2e09b7312ad9980e896f7f1d2c54b95121d75acb5341c0684d3d7', '2020-01-01', 'founders');
select config.restate_definition('no_show_rate', 3, '22c4bbfd0fc6c0565e5b3dfd642f689cb21e23a5dc228a1d3af84b5374760971', '2020-01-01', 'founders');
select config.restate_definition('nrr', 2, 'b2bf0f6909f2e09b7312ad9980e896f7f1d2c54b95121d75acb5341c0684d3d7', '2020-01-01', 'founders',
    'Monthly recurring revenue where the period begins, plus what customers who had some added in it, less what they gave up and what those who left took away, divided by what there was where it begins; per currency. By flows: what a customer who came within the period changes later in it counts too, and what ends and begins for a customer within one second is one change.');
select config.restate_definition('optins', 2, 'def0e2bfbebe8dd0acc5fe9ba28f9523ebb4b349b6e32aa1a3b6887e2484d19d', '2020-01-01', 'founders');
select config.restate_definition('pct_at_100k', 2, 'c7d8d8f36f9f53fec647712a3e5ba1611226086b93b50f5785fdc69bcb4ddba4', '2020-01-01', 'founders');
select config.restate_definition('pipeline_value', 3, '6859e6e12f2672c20c0e072ee8d3a1650178ccbd26b7c2ec1d9430de76605fe6', '2020-01-01', 'founders');
select config.restate_definition('refunds', 3, '8dcbcce7b199d4d96ef3d258fdfbb854977f22a1d07088b4300ae379202d8cba', '2020-01-01', 'founders');
select config.restate_definition('show_rate', 3, '22c4bbfd0fc6c0565e5b3dfd642f689cb21e23a5dc228a1d3af84b5374760971', '2020-01-01', 'founders');
select config.restate_definition('time_to_first_lead', 2, 'c7d8d8f36f9f53fec647712a3e5ba1611226086b93b50f5785fdc69bcb4ddba4', '2020-01-01', 'founders');
select config.restate_definition('visitors', 3, '4eb865057e42567b087e543f5c2403cb4a3b2be6288d7a8374f3c388bd1ca774', '2020-01-01', 'founders');
select config.restate_definition('won', 3, '6d765c6cafaf4f247bfbf65d2dec25a5b6fddb1dadce0406dda67eb02175fba0', '2020-01-01', 'founders');
select config.restate_definition('won_value', 3, '6d765c6cafaf4f247bfbf65d2dec25a5b6fddb1dadce0406dda67eb02175fba0', '2020-01-01', 'founders');
select config.restate_definition('workload', 2, 'e4b42f74db667f7405f5337f7351d1284f675dbac9404b96acd98a28faad1466', '2020-01-01', 'founders');
