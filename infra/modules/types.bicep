// What the parameters of a stage look like.

@export()
@description('The PostgreSQL server of a cell.')
type databaseSettings = {
  @description('A compute size, such as Standard_B2s or Standard_D2ds_v5.')
  sku: string

  tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized'

  @description('It grows by itself and never shrinks: once it has grown, a deployment must name the new size, or it is refused.')
  storageSizeGB: int

  @description('A standby in another zone takes over by itself.')
  zoneRedundant: bool

  @description('Backups also lie in the paired region. It cannot be changed later.')
  geoRedundantBackup: bool

  backupRetentionDays: int

  @description('How many connections a server of this size takes from users: four fifths of them raise an alert.')
  mostConnections: int
}

@export()
@description('The function app of a cell.')
type computeSettings = {
  memoryMB: 512 | 2048 | 4096

  @description('How far it scales out.')
  maximumInstances: int

  @description('Instances that wait for requests, so that no webhook meets a cold start.')
  alwaysReady: int

  @description('Requests that one instance works on at a time.')
  requestsPerInstance: int

  @description('Connections to the database that one instance keeps at most.')
  connectionsPerInstance: int
}
