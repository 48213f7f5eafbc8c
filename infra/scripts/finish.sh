#!/usr/bin/env bash
# Ends a deployment: waits until the app is ready, holds every tenant's ledger against its sources (GoHighLevel does not send again what the restart dropped), tries the way of a webhook.
# Needs curl and openssl, and az, logged in; APP_URL from the azd environment.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

limit="${READY_SECONDS:-600}"
pause="${READY_POLL_SECONDS:-5}"

need_tools curl openssl
need_settings APP_URL

say "Waiting for $APP_URL/api/health/ready"
SECONDS=0
while request GET /api/health/ready; [[ "$status" != 200 ]]; do
    ((SECONDS < limit)) || fail "The app is not ready after $SECONDS s. It answers $status: $answer"
    sleep "$pause"
done
say "Ready after $SECONDS s."

read_function_key
request POST /api/manage/reconcile "x-functions-key: $FUNCTION_KEY"
[[ "$status" == 202 ]] || fail "The reconciliation of every tenant was not begun: $status $answer"
say "Reconciling, tenant and run:"
printf '%s\n' "$answer" | sed -e 's/^{"runs":\[//' -e 's/\]}$//' -e 's/},{/}\
{/g' | sed 's/^/  /'

APP_URL="$APP_URL" FUNCTION_KEY="$FUNCTION_KEY" "$root/infra/scripts/smoke.sh"
