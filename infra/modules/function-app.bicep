// The app: Flex Consumption, one identity, every setting it reads. local.settings.sample.json lists them, README.md says what they mean.

import { computeSettings } from 'types.bicep'

param name string
param planName string
param compute computeSettings
param subnetId string
param identityName string
param storageName string
param archiveName string
param vaultUri string
param vaultName string
param insightsName string
param databaseHost string
param databasePort int
param databaseName string
param publicUrl string
param mailFrom string
param mailFromName string
param otlpEndpoint string
param otlpHeadersSecretName string
param location string
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageName
}

resource archive 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: archiveName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}app-package'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: compute.memoryMB
        maximumInstanceCount: compute.maximumInstances
        alwaysReady: compute.alwaysReady == 0 ? [] : [
          {
            name: 'http'
            instanceCount: compute.alwaysReady
          }
        ]
        triggers: {
          http: {
            perInstanceConcurrency: compute.requestsPerInstance
          }
        }
      }
    }
  }
}

// Whoever deploys comes with an Entra token.
resource noPublishingPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// What runs it.
var hostSettings = {
  AzureWebJobsStorage__accountName: storage.name
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.properties.clientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.properties.clientId}'
  AZURE_CLIENT_ID: identity.properties.clientId
}

// Where it finds things, and how it is found. A pooled connection is another transaction's next: nothing is kept on it.
var placeSettings = {
  Archive__BlobServiceUri: archive.properties.primaryEndpoints.blob
  KeyVault__Uri: vaultUri
  PublicUrl: empty(publicUrl) ? 'https://${app.properties.defaultHostName}' : publicUrl
  Database__ConnectionString: 'Host=${databaseHost};Port=${databasePort};Database=${databaseName};Username=${identity.name};SSL Mode=VerifyFull;No Reset On Close=true;Maximum Pool Size=${compute.connectionsPerInstance}'
  Database__UseManagedIdentity: 'true'
  Database__MaxAutoPrepare: '0'
  Stripe__BaseUrl: 'https://api.stripe.com/'
  GoHighLevel__BaseUrl: 'https://services.leadconnectorhq.com/'
  GoHighLevel__PublicKey: 'MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg='
  GoHighLevel__AcceptRsa: 'false'
  GoHighLevel__RsaPublicKey: ''
  SendGrid__BaseUrl: 'https://api.sendgrid.com/'
  SendGrid__From: mailFrom
  SendGrid__FromName: mailFromName
}

// How often, and how much.
var paceSettings = {
  FreezeMonthSchedule: '0 5 * * * *'
  DigestSweepSchedule: '0 */10 * * * *'
  ReconcileSchedule: '30 */10 * * * *'
  VitalsSchedule: '15 */5 * * * *'
  RateLimit__DeliveriesPerSecond: '500'
  RateLimit__DeliveriesBurst: '5000'
  RateLimit__CallsPerSecond: '20'
  RateLimit__CallsBurst: '200'
}

var telemetrySettings = empty(otlpEndpoint) ? {} : {
  OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf'
}

var telemetryHeaders = empty(otlpHeadersSecretName) ? {} : {
  OTEL_EXPORTER_OTLP_HEADERS: '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${otlpHeadersSecretName})'
}

resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(hostSettings, placeSettings, paceSettings, telemetrySettings, telemetryHeaders)
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
