#!/usr/bin/env bash
# Makes the parameters of the chosen stage those that azd reads (infra/main.bicepparam), and finds out what of an earlier deployment must stay as it is.
# Needs az, logged in; in the azd environment PLUMBLINE_STAGE (dev or prod; dev when it is not set), ALERT_EMAILS, MAIL_FROM and what 'azd env new' asks for.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

load_settings PLUMBLINE_STAGE ALERT_EMAILS MAIL_FROM AZURE_ENV_NAME AZURE_LOCATION AZURE_SUBSCRIPTION_ID DATABASE_SERVER_NAME MOVE_LEDGER
stage="${PLUMBLINE_STAGE:-dev}"
[[ "$stage" == dev || "$stage" == prod ]] || fail "PLUMBLINE_STAGE is '$stage', and must be dev or prod: azd env set PLUMBLINE_STAGE dev"

for name in AZURE_ENV_NAME AZURE_LOCATION AZURE_SUBSCRIPTION_ID ALERT_EMAILS MAIL_FROM; do
    [[ -n "${!name:-}" ]] || fail "$name is not set: azd env set $name \"…\". The README says what it is, under Deploy."
done
need_tools az
need_login

group="/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/rg-$AZURE_ENV_NAME"
# ask PATH?API-VERSION QUERY [METHOD]. What is not there is an empty answer; anything else that fails ends the deployment before it begins.
ask() {
    az rest --method "${3:-get}" --only-show-errors --url "$group$1" --query "$2" --output tsv 2> "$scratch/ask" | grep -vx None ||
        [[ ! -s "$scratch/ask" ]] || grep -qE 'Not ?Found' "$scratch/ask" || fail "What is deployed already cannot be told: $(cat "$scratch/ask")"
}

# keep NAME VALUE: for the provisioning that follows, of azd or of a step in GitHub Actions.
keep() {
    [[ -z "${GITHUB_ENV:-}" ]] || printf '%s=%s\n' "$1" "$2" >> "$GITHUB_ENV"
    if command -v azd > /dev/null && azd env get-values --cwd "$root" > /dev/null 2>&1; then
        azd env set "$1" "$2" --cwd "$root"
    fi
}

# A budget's first month cannot be changed, and must not lie in the past when it is made.
start="$(ask '/providers/Microsoft.Consumption/budgets?api-version=2024-08-01' 'value[0].properties.timePeriod.startDate')"
keep BUDGET_START "${start:-$(date -u +%Y-%m-01T00:00:00Z)}"

# The policy of the seals is written once: a locked one cannot be written again.
archive="$(ask '/providers/Microsoft.Storage/storageAccounts?api-version=2025-06-01' "value[?contains(name, 'archive')].id | [0]")"
days=""
if [[ -n "$archive" ]]; then
    group="$archive" days="$(ask '/blobServices/default/containers/seals/immutabilityPolicies/default?api-version=2025-06-01' properties.immutabilityPeriodSinceCreationInDays)"
fi
if [[ "${days:-0}" =~ ^[1-9] ]]; then keep SEAL_POLICY_EXISTS true; else keep SEAL_POLICY_EXISTS false; fi

# A restored server has another name than the first. Whoever deploys goes on with the one that the app is on.
app="$(ask '/providers/Microsoft.Web/sites?api-version=2025-03-01' 'value[0].id')"
server=""
if [[ -n "$app" ]]; then
    server="$(group="$app" ask '/config/appsettings/list?api-version=2025-03-01' properties.Database__ConnectionString post | sed -n 's/^Host=\([^.;]*\)\..*/\1/p')"
fi
if [[ -n "$server" && -n "${DATABASE_SERVER_NAME:-}" && "$DATABASE_SERVER_NAME" != "$server" ]]; then
    [[ "${MOVE_LEDGER:-}" == true ]] ||
        fail "The app is on server $server, and DATABASE_SERVER_NAME is $DATABASE_SERVER_NAME. To move it there: azd env set MOVE_LEDGER true. docs/runbook/restore.md says what must be done before."
    say "The app moves from server $server to $DATABASE_SERVER_NAME."
elif [[ -n "$server" ]]; then
    keep DATABASE_SERVER_NAME "$server"
    [[ "${MOVE_LEDGER:-}" != true ]] || keep MOVE_LEDGER false
fi

cp "$root/infra/main.$stage.bicepparam" "$root/infra/main.bicepparam"
say "Stage $stage: infra/main.$stage.bicepparam."
