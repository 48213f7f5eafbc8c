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

// Cheap, reachable without a network, and gone without regret.
param privateNetwork = false
param protectData = false
param database = {
  sku: 'Standard_B2s'
  tier: 'Burstable'
  storageSizeGB: int(readEnvironmentVariable('DATABASE_STORAGE_GB', '32'))
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
param monthlyBudget = 150
