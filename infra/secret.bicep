// One secret, written through the control plane: works where the vault is closed to the public network, and the value is kept by no deployment.

@description('The vault it goes into, of this resource group.')
param vaultName string

@description('The name by which the app asks for it.')
@minLength(1)
@maxLength(127)
param secretName string

@description('A further version of it; those before stay.')
@minLength(1)
@secure()
param secretValue string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {
  parent: vault
  name: secretName
  properties: {
    value: secretValue
  }
}
