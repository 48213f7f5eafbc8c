// The migrator, as a job inside the network: it runs when a deployment starts it, and ends. Provisioning cannot know the image of a
// release, so the job is made with one that does nothing; infra/scripts/migrate.sh names the release's before it starts it.

param name string
param environmentName string
param workspaceName string
param subnetId string
param registryServer string
param identityName string
param databaseHost string
param databaseName string
param appIdentityName string
param appPrincipalId string
param administratorName string
param location string
param tags object

// The migrator begins and ends transactions of its own, and waits for locks: it goes past the pooler.
var databaseUrl = 'postgres://${identityName}@${databaseHost}:5432/${databaseName}?sslmode=verify-full'

var members = empty(administratorName) ? [] : ['--member', 'ledger_owner=${administratorName}']

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: environmentName
  location: location
  tags: tags
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: workspace.properties.customerId
        sharedKey: workspace.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: empty(subnetId) ? null : {
      infrastructureSubnetId: subnetId
      internal: true
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource job 'Microsoft.App/jobs@2025-01-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Manual'
      manualTriggerConfig: {
        parallelism: 1
        replicaCompletionCount: 1
      }
      replicaTimeout: 3600
      replicaRetryLimit: 0
      registries: [
        {
          server: registryServer
          identity: identity.id
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'migrate'
          image: 'mcr.microsoft.com/k8se/quickstart-jobs:latest'
          args: concat(['--managed-identity', '--member', 'ledger_app=${appIdentityName}:${appPrincipalId}'], members)
          env: [
            {
              name: 'DATABASE_URL'
              value: databaseUrl
            }
            {
              name: 'AZURE_CLIENT_ID'
              value: identity.properties.clientId
            }
            {
              name: 'AZURE_TOKEN_CREDENTIALS'
              value: 'ManagedIdentityCredential'
            }
          ]
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
        }
      ]
    }
  }
}

output name string = job.name
