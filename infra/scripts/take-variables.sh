#!/usr/bin/env bash
# In GitHub Actions: makes the variables of the GitHub environment, those that are set, environment variables of the steps that follow, and names them in TAKEN.
# Needs VARIABLES (all of them, as JSON) and GITHUB_ENV, and jq. One that is not set stays unset, so that the defaults of infra/main.*.bicepparam hold.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

required="AZURE_CLIENT_ID AZURE_TENANT_ID AZURE_SUBSCRIPTION_ID AZURE_ENV_NAME AZURE_LOCATION ALERT_EMAILS MAIL_FROM"
optional="MAIL_FROM_NAME PUBLIC_URL DATABASE_ADMIN_NAME DATABASE_ADMIN_ID DATABASE_STORAGE_GB DATABASE_SERVER_NAME MOVE_LEDGER OTEL_EXPORTER_OTLP_ENDPOINT OTLP_HEADERS_SECRET"

need_tools jq
[[ -n "${VARIABLES:-}" && -n "${GITHUB_ENV:-}" ]] || fail "VARIABLES and GITHUB_ENV are set in GitHub Actions; elsewhere use 'azd env set'."

missing=""
taken=""
for name in $required $optional; do
    value="$(jq -r --arg name "$name" '.[$name] // empty' <<< "$VARIABLES")"
    if [[ -n "$value" ]]; then
        [[ "$value" != *$'\n'* ]] || fail "Variable $name has more than one line."
        printf '%s=%s\n' "$name" "$value" >> "$GITHUB_ENV"
        taken="$taken $name"
    elif [[ " $required " == *" $name "* ]]; then
        missing="$missing $name"
    fi
done
[[ -z "$missing" ]] || fail "Variables that the GitHub environment lacks:$missing. The list is at the top of .github/workflows/deploy.yml."
printf 'TAKEN=%s\n' "${taken# }" >> "$GITHUB_ENV"
say "Taken:$taken"
