-- Who a client is and what first touched it is looked for only where it is asked; money has the tags of what it paid; events of work are people's
-- doings; a subscription replaced within a second is one change.
set local role ledger_owner;

select config.restate_definition('active_clients', 2, '6e40167b5f5ead4d678e65e5ed155bb3c0c62a054628850c58a7ab070a3954ce', '2020-01-01', 'founders');
select config.restate_definition('ad_spend', 3, 'c7be34656e3b70f641e3ed2f8bedd363afbb4d07ec3a65b24e78b0a942de294a', '2020-01-01', 'founders');
select config.restate_definition('automation_health', 2, 'f8743750ec71c70cfafe187d40b57238a5935b8e2e878e72c71eaebe509ee241', '2020-01-01', 'founders');
select config.restate_definition('average_deal', 3, 'c310f7516ab80c828f76bc1b08f10793ec3611a9d27a048fd81de8e1afa783a5', '2020-01-01', 'founders');
select config.restate_definition('booked', 3, '84dbb0c2892a3839ad67929103fdebd46c9aa5aee894eab011132fad2ed47aa1', '2020-01-01', 'founders');
select config.restate_definition('booking_rate', 3, 'b04bf51fedfdf1048b52a417421b6e4d7782c5b8cfe78e5f143997ae1d570476', '2020-01-01', 'founders');
select config.restate_definition('calls_completed', 2, 'f8743750ec71c70cfafe187d40b57238a5935b8e2e878e72c71eaebe509ee241', '2020-01-01', 'founders');
select config.restate_definition('calls_made', 2, 'f8743750ec71c70cfafe187d40b57238a5935b8e2e878e72c71eaebe509ee241', '2020-01-01', 'founders');
select config.restate_definition('cash_collected', 3, '012a1d19627412d979ab7bab0c307d01b7d8e1e5f56f999ceb3834a77db529bd', '2020-01-01', 'founders');
select config.restate_definition('click_rate', 2, 'c7be34656e3b70f641e3ed2f8bedd363afbb4d07ec3a65b24e78b0a942de294a', '2020-01-01', 'founders');
select config.restate_definition('close_rate', 3, 'ffb1f397631da127964b17bce0505112bc52d57f89c8f8aa0114042afee4f7cb', '2020-01-01', 'founders');
select config.restate_definition('cost_per_booked_call', 3, '6a3f3fe33eb57de12f7f5680bbebc67ea0072e7dc47890b5bcc4e818ed33f2c6', '2020-01-01', 'founders');
select config.restate_definition('cpl', 3, 'd81085a05b14bdc692727f30a5b78f01ce9ed5848bc2886e7058e6b7256197c5', '2020-01-01', 'founders');
select config.restate_definition('ebitda_margin', 2, 'ec33c562629b5ff2b44dbed4b40116ad3d1d1177bd1db73b3d7af766a9d12ef7', '2020-01-01', 'founders');
select config.restate_definition('health_score', 2, '6e40167b5f5ead4d678e65e5ed155bb3c0c62a054628850c58a7ab070a3954ce', '2020-01-01', 'founders');
select config.restate_definition('hold_rate', 2, 'c7be34656e3b70f641e3ed2f8bedd363afbb4d07ec3a65b24e78b0a942de294a', '2020-01-01', 'founders');
select config.restate_definition('hook_rate', 2, 'c7be34656e3b70f641e3ed2f8bedd363afbb4d07ec3a65b24e78b0a942de294a', '2020-01-01', 'founders');
select config.restate_definition('hygiene_score', 2, 'e332ceb67f9fd769d0ebb9f51920eb81230aadeb7b3838beabed9b18ffbfb399', '2020-01-01', 'founders');
select config.restate_definition('leads', 3, 'e6040b2d938c6f75e6f9b1fadd17277fa317e4187d3f732a958e143466aa70c5', '2020-01-01', 'founders');
select config.restate_definition('mer', 3, '60c770eb23d005dcfe44fc524c823faa97f2758f45a9f02feeb446d74f2245df', '2020-01-01', 'founders');
select config.restate_definition('mrr', 2, 'db55c42b3684cb6fef3cf522a81f4c9a70cd710ac2d1f2481bcd41a631873f69', '2020-01-01', 'founders');
select config.restate_definition('no_show_rate', 3, '5f7fe85566fb6ff5e3af719fb990f70f80c867ff27f077abf2abbc2cc2b4230d', '2020-01-01', 'founders');
select config.restate_definition('nrr', 2, 'db55c42b3684cb6fef3cf522a81f4c9a70cd710ac2d1f2481bcd41a631873f69', '2020-01-01', 'founders',
    'Monthly recurring revenue where the period begins, plus what customers who had some added in it, less what they gave up and what those who left took away, divided by what there was where it begins; per currency. By flows: what a customer who came within the period changes later in it counts too, and what ends and begins for a customer within one second is one change.');
select config.restate_definition('optins', 2, 'f8743750ec71c70cfafe187d40b57238a5935b8e2e878e72c71eaebe509ee241', '2020-01-01', 'founders');
select config.restate_definition('pct_at_100k', 2, '6e40167b5f5ead4d678e65e5ed155bb3c0c62a054628850c58a7ab070a3954ce', '2020-01-01', 'founders');
select config.restate_definition('pipeline_value', 3, 'e332ceb67f9fd769d0ebb9f51920eb81230aadeb7b3838beabed9b18ffbfb399', '2020-01-01', 'founders');
select config.restate_definition('refunds', 3, '012a1d19627412d979ab7bab0c307d01b7d8e1e5f56f999ceb3834a77db529bd', '2020-01-01', 'founders');
select config.restate_definition('show_rate', 3, '5f7fe85566fb6ff5e3af719fb990f70f80c867ff27f077abf2abbc2cc2b4230d', '2020-01-01', 'founders');
select config.restate_definition('time_to_first_lead', 2, '6e40167b5f5ead4d678e65e5ed155bb3c0c62a054628850c58a7ab070a3954ce', '2020-01-01', 'founders');
select config.restate_definition('visitors', 3, '66843b9c44cc0dd56d3f5b77e80fb2f7c070943fb9b31da4ea397ce2ea3b73d5', '2020-01-01', 'founders');
select config.restate_definition('won', 3, 'c310f7516ab80c828f76bc1b08f10793ec3611a9d27a048fd81de8e1afa783a5', '2020-01-01', 'founders');
select config.restate_definition('won_value', 3, 'c310f7516ab80c828f76bc1b08f10793ec3611a9d27a048fd81de8e1afa783a5', '2020-01-01', 'founders');
select config.restate_definition('workload', 2, 'bcff87a99f9cecd402d14eda7a97e0f5be317e6b67238b6dd07f9c3313744f1c', '2020-01-01', 'founders');
