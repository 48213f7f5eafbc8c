// Two identities: the app's can append and read, the migration's administers the database.

param appName string
param migrationName string
param location string
param tags object

resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: appName
  location: location
  tags: tags
}

resource migration 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: migrationName
  location: location
  tags: tags
}

output appName string = app.name
output appClientId string = app.properties.clientId
output appPrincipalId string = app.properties.principalId
output migrationName string = migration.name
output migrationPrincipalId string = migration.properties.principalId
