using './main.bicep'

// Told by azd's environment: azd env set NAME value. choose-stage.sh sets SEAL_POLICY_EXISTS and BUDGET_START.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param alertEmails = split(readEnvironmentVariable('ALERT_EMAILS'), ',')
param mailFrom = readEnvironmentVariable('MAIL_FROM')
param mailFromName = readEnvironmentVariable('MAIL_FROM_NAME', 'Plumbline')
param publicUrl = readEnvironmentVariable('PUBLIC_URL', '')
param databaseServerName = readEnvironmentVariable('DATABASE_SERVER_NAME', '')
param databaseAdministratorName = readEnvironmentVariable('DATABASE_ADMIN_NAME', '')
param databaseAdministratorId = readEnvironmentVariable('DATABASE_ADMIN_ID', '')
param sealPolicyExists = bool(readEnvironmentVariable('SEAL_POLICY_EXISTS', 'false'))
param budgetStart = readEnvironmentVariable('BUDGET_START')
param otlpEndpoint = readEnvironmentVariable('OTEL_EXPORTER_OTLP_ENDPOINT', '')
param otlpHeadersSecretName = readEnvironmentVariable('OTLP_HEADERS_SECRET', '')

// Database and storage survive the loss of a zone, and of a region by their copies there; the app is started anew in another zone.
// Nothing but the app can be reached from outside.
param privateNetwork = true
param protectData = true
param database = {
  sku: 'Standard_D2ds_v5'
  tier: 'GeneralPurpose'
  storageSizeGB: int(readEnvironmentVariable('DATABASE_STORAGE_GB', '128'))
  zoneRedundant: true
  geoRedundantBackup: true
  backupRetentionDays: 35
  mostConnections: 844
}
param compute = {
  memoryMB: 2048
  maximumInstances: 100
  alwaysReady: 1
  requestsPerInstance: 32
  connectionsPerInstance: 20
}
param storageSku = 'Standard_ZRS'
param archiveSku = 'Standard_GZRS'
param sealRetentionDays = 3653
param logRetentionDays = 90
param silentFor = 'P1D'
param monthlyBudget = 1000
