using './main.bicep'

// Told by azd's environment: azd env set NAME value.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param alertEmails = split(readEnvironmentVariable('ALERT_EMAILS'), ',')
param mailFrom = readEnvironmentVariable('MAIL_FROM')
param mailFromName = readEnvironmentVariable('MAIL_FROM_NAME', 'Plumbline')
param publicUrl = readEnvironmentVariable('PUBLIC_URL', '')
param databaseAdministratorName = readEnvironmentVariable('DATABASE_ADMIN_NAME', '')
param databaseAdministratorId = readEnvironmentVariable('DATABASE_ADMIN_ID', '')
param sealPolicyLocked = bool(readEnvironmentVariable('SEALS_LOCKED', 'false'))
param otlpEndpoint = readEnvironmentVariable('OTEL_EXPORTER_OTLP_ENDPOINT', '')
param otlpHeadersSecret = readEnvironmentVariable('OTLP_HEADERS_SECRET', '')

// Cheap, reachable without a network, and gone without regret.
param privateNetwork = false
param protectData = false
param database = {
  sku: 'Standard_B2s'
  tier: 'Burstable'
  storageSizeGB: 32
  zoneRedundant: false
  geoRedundantBackup: false
  backupRetentionDays: 7
  mostConnections: 414
}
param compute = {
  memoryMB: 2048
  maximumInstances: 40
  alwaysReady: 0
  requestsPerInstance: 16
  connectionsPerInstance: 10
}
param storageSku = 'Standard_LRS'
param archiveSku = 'Standard_LRS'
param sealRetentionDays = 1
param logRetentionDays = 30
param silentFor = 'P2D'
param monthlyBudget = 100
param budgetStart = '2026-12-01T00:00:00Z'
