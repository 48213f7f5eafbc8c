#!/usr/bin/env bash
# Brings the database up to this commit: publishes the migrator's image (the .NET SDK does, no Docker) and runs it as the Container Apps job, inside the network.
# Needs az, logged in and allowed to push to the registry, and dotnet. Fails when the migration fails, so that azd deploys no code onto it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Seconds, a little more than the job allows itself (replicaTimeout in infra/modules/migration-job.bicep).
limit="${MIGRATION_SECONDS:-3900}"
pause="${MIGRATION_POLL_SECONDS:-10}"

if [[ "${SKIP_MIGRATION:-}" == true ]]; then
    say "SKIP_MIGRATION is true: the database stays as it is."
    exit 0
fi

need_tools az dotnet
need_login
need_settings AZURE_RESOURCE_GROUP REGISTRY_NAME REGISTRY_SERVER MIGRATION_JOB LOG_WORKSPACE
name_cell

publish_image() {
    local token
    token="$(azure acr login --name "$REGISTRY_NAME" --expose-token --query accessToken --output tsv)" ||
        fail "No token for registry $REGISTRY_NAME. Whoever deploys needs AcrPush on it, or Contributor on the resource group."
    say "Publishing $image"
    # The names with PUSH go to our registry alone, and not to the one that the base image comes from.
    DOTNET_CONTAINER_PUSH_REGISTRY_UNAME=00000000-0000-0000-0000-000000000000 DOTNET_CONTAINER_PUSH_REGISTRY_PWORD="$token" \
        dotnet publish "$root/sql/Migrate/Migrate.csproj" -c Release --os linux --arch x64 -t:PublishContainer --nologo -v quiet \
        -p:EnableSdkContainerSupport=true -p:ContainerRegistry="$REGISTRY_SERVER" \
        -p:ContainerRepository=plumbline-migrate -p:ContainerImageTag="$tag" ||
        fail "The migrator's image could not be published. The database and the app are as they were."
}

job_status() {
    azure containerapp job execution show --resource-group "$AZURE_RESOURCE_GROUP" --name "$MIGRATION_JOB" \
        --job-execution-name "$execution" --query properties.status --output tsv
}

# One of the two tables exists, depending on how the environment sends its logs.
log_query() {
    cat << KQL
union isfuzzy=true
  (ContainerAppConsoleLogs_CL | project TimeGenerated, Group = ContainerGroupName_s, Line = Log_s),
  (ContainerAppConsoleLogs | project TimeGenerated, Group = ContainerGroupName, Line = Log)
| where Group startswith "$execution"
| order by TimeGenerated asc
| project Line
KQL
}

show_log() {
    local workspace try lines
    workspace="$(azure monitor log-analytics workspace show --resource-group "$AZURE_RESOURCE_GROUP" \
        --workspace-name "${LOG_WORKSPACE##*/}" --query customerId --output tsv)" || workspace=""
    if [[ -n "$workspace" ]]; then
        printf '{"query":"%s"}' "$(log_query | tr '\n' ' ' | sed 's/"/\\"/g')" > "$scratch/query"
        say "Its log, which takes a minute or two to arrive:"
        for try in 1 2 3 4 5 6 7 8; do
            lines="$(az rest --method post --url "https://api.loganalytics.azure.com/v1/workspaces/$workspace/query" \
                --resource https://api.loganalytics.io --body "@$scratch/query" --query 'tables[0].rows[*][0]' --output tsv \
                --only-show-errors 2> "$scratch/log")" || lines=""
            if [[ -n "$lines" ]]; then
                printf '%s\n' "$lines" | sed 's/^/  /'
                return
            fi
            [[ $try == 8 ]] || sleep "${LOG_POLL_SECONDS:-20}"
        done
    fi
    say "No line has come yet. Ask for it in the portal, Log Analytics workspace ${LOG_WORKSPACE##*/}, Logs:"
    log_query | sed 's/^/  /'
    say "Where the container never started (an image that cannot be pulled, an identity that is missing), ContainerAppSystemLogs says why."
}

tag="$(commit)-$(date -u +%Y%m%d%H%M%S)"
image="$REGISTRY_SERVER/plumbline-migrate:$tag"
publish_image

# By its name, so that the rest of the container (its arguments, its environment) stays as it was provisioned.
container="$(azure containerapp job show --resource-group "$AZURE_RESOURCE_GROUP" --name "$MIGRATION_JOB" \
    --query 'properties.template.containers[0].name' --output tsv)" || fail "Job $MIGRATION_JOB was not found; 'azd provision' makes it."
azure containerapp job update --resource-group "$AZURE_RESOURCE_GROUP" --name "$MIGRATION_JOB" --container-name "$container" --image "$image" --output none ||
    fail "Job $MIGRATION_JOB could not be pointed at the image. The database and the app are as they were."
execution="$(azure containerapp job start --resource-group "$AZURE_RESOURCE_GROUP" --name "$MIGRATION_JOB" --query name --output tsv)" ||
    fail "Job $MIGRATION_JOB could not be started. The database and the app are as they were."
[[ -n "$execution" ]] || fail "Job $MIGRATION_JOB was started without telling the execution's name: az containerapp job execution list shows it."

say "Migrating: execution $execution of job $MIGRATION_JOB"
SECONDS=0
last=""
while :; do
    # A question that fails once says nothing about the migration.
    state="$(job_status)" || state="${last:-Unknown}"
    if [[ "$state" != "$last" ]]; then
        say "  $state after $SECONDS s"
        last="$state"
    fi
    case "$state" in
        Succeeded)
            say "The database is migrated."
            exit 0
            ;;
        Failed | Stopped | Degraded)
            show_log
            fail "The migration ended as $state. What it had applied before stays; the app keeps running as it was."
            ;;
    esac
    if ((SECONDS >= limit)); then
        fail "The migration still runs after $SECONDS s, and is not stopped; no new code is deployed. Look at it with: az containerapp job execution show --resource-group $AZURE_RESOURCE_GROUP --name $MIGRATION_JOB --job-execution-name $execution. Once it has succeeded, run 'azd deploy' again."
    fi
    sleep "$pause"
done
