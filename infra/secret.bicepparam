// Read from the environment, so that the value stands on no command line and in no file: infra/scripts/set-secret.sh sets it.
using './secret.bicep'

param vaultName = readEnvironmentVariable('KEY_VAULT_NAME')
param secretName = readEnvironmentVariable('SECRET_NAME')
param secretValue = readEnvironmentVariable('SECRET_VALUE')
