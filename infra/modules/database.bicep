// The ledger. Nobody has a password: the app, the migration job and people come with Entra tokens.

import { databaseSettings } from 'types.bicep'

param name string
param settings databaseSettings
param migrationIdentityName string
param migrationPrincipalId string
param administratorName string
param administratorId string
param isPublic bool
param protect bool
param location string
param tags object

var hasPooler = settings.tier != 'Burstable'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: settings.sku
    tier: settings.tier
  }
  properties: {
    version: '17'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: settings.storageSizeGB
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: settings.backupRetentionDays
      geoRedundantBackup: settings.geoRedundantBackup ? 'Enabled' : 'Disabled'
    }
    highAvailability: {
      mode: settings.zoneRedundant ? 'ZoneRedundant' : 'Disabled'
    }
    network: {
      publicNetworkAccess: isPublic ? 'Enabled' : 'Disabled'
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: server
  name: 'plumbline'
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
}

// The app scales out by instances that each keep connections; PgBouncer gives them turns. A server takes one change at a time:
// each of the following waits for all before it, since a resource that is left out waits for nothing.
resource pooler 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = if (hasPooler) {
  parent: server
  name: 'pgbouncer.enabled'
  properties: {
    value: 'true'
    source: 'user-override'
  }
  dependsOn: [database]
}

// The migration job makes roles and owns what it makes: it administers the server, from inside the network.
resource migration 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = {
  parent: server
  name: migrationPrincipalId
  properties: {
    principalName: migrationIdentityName
    principalType: 'ServicePrincipal'
    tenantId: tenant().tenantId
  }
  dependsOn: [database, pooler]
}

resource people 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = if (!empty(administratorId)) {
  parent: server
  name: empty(administratorId) ? 'nobody' : administratorId
  properties: {
    principalName: administratorName
    principalType: 'Group'
    tenantId: tenant().tenantId
  }
  dependsOn: [database, pooler, migration]
}

// Without a network of its own the app and the job come from addresses of Azure's: they still need a token.
resource fromAzure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = if (isPublic) {
  parent: server
  name: 'azure-services'
  properties: {
    startIpAddress: '0.0.0.0'
    endIpAddress: '0.0.0.0'
  }
  dependsOn: [database, pooler, migration, people]
}

resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (protect) {
  scope: server
  name: 'keep'
  properties: {
    level: 'CanNotDelete'
    notes: 'The ledger.'
  }
  dependsOn: [database, pooler, migration, people, fromAzure]
}

output serverId string = server.id
output serverName string = server.name
output host string = server.properties.fullyQualifiedDomainName
output databaseName string = database.name
