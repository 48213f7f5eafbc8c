using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Plumbline.Access;
using Plumbline.Adjustments;
using Plumbline.Digest;
using Plumbline.Health;
using Plumbline.Ledger;
using Plumbline.Manage;
using Plumbline.Platform;
using Plumbline.Quarantines;
using Plumbline.Reconciliation;
using Plumbline.Reconciliation.GoHighLevel;
using Plumbline.Reconciliation.Stripe;
using Plumbline.Reports;
using Plumbline.Snapshots;
using Plumbline.Telemetry;
using Plumbline.Tenants;
using Plumbline.Webhooks.Events;
using Plumbline.Webhooks.GoHighLevel;
using Plumbline.Webhooks.Stripe;

var builder = FunctionsApplication.CreateBuilder(args);

builder.ConfigureFunctionsWebApplication();

builder.AddTelemetry();
builder.AddPlatform();
builder.AddTenants();
builder.AddAccess();
builder.AddLedger();
builder.AddStripeWebhooks();
builder.AddGoHighLevelWebhooks();
builder.AddEvents();
builder.AddSnapshots();
builder.AddDigest();
builder.AddReports();
builder.AddManage();
builder.AddAdjustments();
builder.AddHealth();
builder.AddQuarantine();
builder.AddReconciliation();
builder.AddStripeReconciliation();
builder.AddGoHighLevelReconciliation();
builder.AddLedgerChecks();

builder.Build().Run();
