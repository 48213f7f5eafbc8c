// The ways from the network to what the app keeps. Each is found under its public name, by the zone of its service.

param prefix string
param subnetId string
param storageId string
param archiveId string
param vaultId string
param serverId string
param location string
param tags object

var storageSuffix = environment().suffixes.storage

var endpoints = [
  {
    name: 'storage-blob'
    target: storageId
    group: 'blob'
    zone: 'privatelink.blob.${storageSuffix}'
  }
  {
    name: 'storage-queue'
    target: storageId
    group: 'queue'
    zone: 'privatelink.queue.${storageSuffix}'
  }
  {
    name: 'storage-table'
    target: storageId
    group: 'table'
    zone: 'privatelink.table.${storageSuffix}'
  }
  {
    name: 'archive-blob'
    target: archiveId
    group: 'blob'
    zone: 'privatelink.blob.${storageSuffix}'
  }
  {
    name: 'vault'
    target: vaultId
    group: 'vault'
    zone: 'privatelink.vaultcore.azure.net'
  }
  {
    name: 'database'
    target: serverId
    group: 'postgresqlServer'
    zone: 'privatelink.postgres.database.azure.com'
  }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' existing = [
  for endpoint in endpoints: {
    name: endpoint.zone
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for endpoint in endpoints: {
    name: '${prefix}${endpoint.name}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: subnetId
      }
      privateLinkServiceConnections: [
        {
          name: endpoint.name
          properties: {
            privateLinkServiceId: endpoint.target
            groupIds: [endpoint.group]
          }
        }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (endpoint, i) in endpoints: {
    parent: privateEndpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.name
          properties: {
            privateDnsZoneId: zones[i].id
          }
        }
      ]
    }
  }
]
