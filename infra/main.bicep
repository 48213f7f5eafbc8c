// What Plumbline is on Azure: one cell, a function app with its database. Every module says what it makes, and why so.
targetScope = 'subscription'

import { computeSettings, databaseSettings } from 'modules/types.bicep'

// ---------- What differs from one deployment to the next: main.dev.bicepparam, main.prod.bicepparam

@description('Names everything: one environment is one cell.')
@minLength(2)
@maxLength(20)
param environmentName string

@description('An Azure region that has Flex Consumption, and availability zones where the database is to be zone-redundant.')
param location string

@description('Private endpoints, and no public way to storage, vault and database.')
param privateNetwork bool

@description('Keeps database, archive and vault from being deleted by mistake.')
param protectData bool

@description('Who is told when an alert fires: e-mail addresses.')
@minLength(1)
param alertEmails string[]

@description('The sender of digests: an address that SendGrid has verified.')
param mailFrom string

@description('The name beside the sender.')
param mailFromName string = 'Plumbline'

@description('Where people reach the app, when it has a domain of its own; empty: the address that Azure gives it.')
param publicUrl string = ''

@description('An Entra group of people who may administer the database: its name. Empty: nobody but the migration job.')
param databaseAdministratorName string = ''

@description('The same group: its object id.')
param databaseAdministratorId string = ''

@description('The server, where it is another than the one that was made first, as after a restore; empty: that one.')
param databaseServerName string = ''

@description('The database server: compute, storage and how it survives.')
param database databaseSettings

@description('The function app: size of an instance, how many, how many are always ready for requests.')
param compute computeSettings

@description('Replication of the app\'s own storage account.')
param storageSku ('Standard_LRS' | 'Standard_ZRS')

@description('Replication of the archive, which holds digests and the seals of closed months.')
param archiveSku ('Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS')

@description('How long a seal cannot be changed or deleted, in days. The policy is created unlocked: see docs/runbook.md.')
@minValue(1)
param sealRetentionDays int

@description('Whether that policy is there, and perhaps locked by now: then it is left alone.')
param sealPolicyExists bool

@description('How long logs are kept, in days.')
@minValue(30)
param logRetentionDays int

@description('Fires when no source has posted anything for so long: an ISO 8601 duration that log alerts know.')
param silentFor ('PT1H' | 'PT2H' | 'PT3H' | 'PT4H' | 'PT5H' | 'PT6H' | 'P1D' | 'P2D')

@description('What the resource group may cost a month, in the subscription\'s currency; 80 and 100 % are told.')
param monthlyBudget int

@description('The first of the month in which the budget begins: yyyy-MM-01T00:00:00Z. It cannot be changed later.')
param budgetStart string

@description('Where OpenTelemetry goes to (OTLP); empty: nowhere.')
param otlpEndpoint string = ''

@description('The secret that holds the headers for it, such as an API key; empty: none are needed.')
param otlpHeadersSecretName string = ''

// ---------- Names

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

// PgBouncer runs beside General Purpose and Memory Optimized servers, and not beside Burstable ones.
var databasePort = database.tier == 'Burstable' ? 5432 : 6432

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

// ---------- Who it runs as

module identities 'modules/identities.bicep' = {
  scope: group
  params: {
    appName: '${abbreviations.managedIdentity}app-${token}'
    migrationName: '${abbreviations.managedIdentity}migration-${token}'
    location: location
    tags: tags
  }
}

// ---------- What watches it

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: '${abbreviations.logAnalyticsWorkspace}${token}'
    insightsName: '${abbreviations.applicationInsights}${token}'
    retentionDays: logRetentionDays
    location: location
    tags: tags
  }
}

// ---------- Where it lives

module network 'modules/network.bicep' = if (privateNetwork) {
  scope: group
  params: {
    name: '${abbreviations.virtualNetwork}${token}'
    natGatewayName: '${abbreviations.natGateway}${token}'
    publicIpName: '${abbreviations.publicIpAddress}${token}'
    location: location
    tags: tags
  }
}

// ---------- What it keeps

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.storageAccount}${token}'
    sku: storageSku
    isPublic: !privateNetwork
    location: location
    tags: tags
  }
}

module archive 'modules/archive.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.storageAccount}archive${take(token, 10)}'
    sku: archiveSku
    sealRetentionDays: sealRetentionDays
    sealPolicyExists: sealPolicyExists
    isPublic: !privateNetwork
    protect: protectData
    location: location
    tags: tags
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.keyVault}${token}'
    isPublic: !privateNetwork
    protect: protectData
    location: location
    tags: tags
  }
}

module postgres 'modules/database.bicep' = {
  scope: group
  params: {
    name: empty(databaseServerName) ? '${abbreviations.postgresServer}${token}' : databaseServerName
    settings: database
    migrationIdentityName: identities.outputs.migrationName
    migrationPrincipalId: identities.outputs.migrationPrincipalId
    administratorName: databaseAdministratorName
    administratorId: databaseAdministratorId
    isPublic: !privateNetwork
    protect: protectData
    location: location
    tags: tags
  }
}

module endpoints 'modules/private-endpoints.bicep' = if (privateNetwork) {
  scope: group
  params: {
    prefix: abbreviations.privateEndpoint
    subnetId: privateNetwork ? network!.outputs.endpointSubnetId : ''
    storageId: storage.outputs.id
    archiveId: archive.outputs.id
    vaultId: vault.outputs.id
    serverId: postgres.outputs.serverId
    location: location
    tags: tags
  }
}

// ---------- Who may do what

module roles 'modules/roles.bicep' = {
  scope: group
  params: {
    appPrincipalId: identities.outputs.appPrincipalId
    migrationPrincipalId: identities.outputs.migrationPrincipalId
    storageName: storage.outputs.name
    archiveName: archive.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    registryName: registry.outputs.name
  }
}

// ---------- What brings the database to a release

module registry 'modules/registry.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.containerRegistry}${token}'
    location: location
    tags: tags
  }
}

module migration 'modules/migration-job.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.containerAppsJob}migration'
    environmentName: '${abbreviations.containerAppsEnvironment}${token}'
    workspaceName: monitoring.outputs.workspaceName
    subnetId: privateNetwork ? network!.outputs.jobSubnetId : ''
    registryServer: registry.outputs.server
    identityName: identities.outputs.migrationName
    databaseHost: postgres.outputs.host
    databaseName: postgres.outputs.databaseName
    appIdentityName: identities.outputs.appName
    appPrincipalId: identities.outputs.appPrincipalId
    administratorName: databaseAdministratorName
    location: location
    tags: tags
  }
  dependsOn: [roles, endpoints]
}

// ---------- What runs

module app 'modules/function-app.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.functionApp}${token}'
    planName: '${abbreviations.plan}${token}'
    compute: compute
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    identityName: identities.outputs.appName
    storageName: storage.outputs.name
    archiveName: archive.outputs.name
    vaultUri: vault.outputs.uri
    insightsName: monitoring.outputs.insightsName
    databaseHost: postgres.outputs.host
    databasePort: databasePort
    databaseName: postgres.outputs.databaseName
    publicUrl: publicUrl
    mailFrom: mailFrom
    mailFromName: mailFromName
    otlpEndpoint: otlpEndpoint
    otlpHeadersSecretName: otlpHeadersSecretName
    location: location
    tags: tags
  }
  // Its package lies in storage that only a role opens; and two that join the network do so one after the other.
  dependsOn: [roles, endpoints, migration]
}

// ---------- What somebody has to be told

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    actionGroupName: '${abbreviations.actionGroup}${token}'
    emails: alertEmails
    workspaceId: monitoring.outputs.workspaceId
    serverId: postgres.outputs.serverId
    mostConnections: database.mostConnections
    silentFor: silentFor
    location: location
    tags: tags
  }
}

module budget 'modules/budget.bicep' = {
  scope: group
  params: {
    name: '${abbreviations.budget}${token}'
    amount: monthlyBudget
    startDate: budgetStart
    emails: alertEmails
  }
}

// ---------- What a deployment needs: azd keeps these as variables of its environment

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output APP_NAME string = app.outputs.name
output APP_URL string = app.outputs.url
output APP_IDENTITY_NAME string = identities.outputs.appName
output APP_IDENTITY_CLIENT_ID string = identities.outputs.appClientId
output APP_IDENTITY_OBJECT_ID string = identities.outputs.appPrincipalId
output DATABASE_SERVER string = postgres.outputs.serverName
output DATABASE_HOST string = postgres.outputs.host
output DATABASE_NAME string = postgres.outputs.databaseName
output KEY_VAULT_NAME string = vault.outputs.name
output KEY_VAULT_URI string = vault.outputs.uri
output STORAGE_ACCOUNT string = storage.outputs.name
output ARCHIVE_ACCOUNT string = archive.outputs.name
output REGISTRY_NAME string = registry.outputs.name
output REGISTRY_SERVER string = registry.outputs.server
output MIGRATION_JOB string = migration.outputs.name
output MIGRATION_IDENTITY_NAME string = identities.outputs.migrationName
output LOG_WORKSPACE string = monitoring.outputs.workspaceName
output APPLICATION_INSIGHTS string = monitoring.outputs.insightsName
