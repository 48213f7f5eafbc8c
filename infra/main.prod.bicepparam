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

// Survives the loss of a zone, and of a region by its backups; nothing but the app can be reached from outside.
param privateNetwork = true
param protectData = true
param database = {
  sku: 'Standard_D2ds_v5'
  tier: 'GeneralPurpose'
  storageSizeGB: 128
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
param silentFor = 'PT6H'
param monthlyBudget = 1000
param budgetStart = '2026-12-01T00:00:00Z'
