#!/usr/bin/env bash
# Posts signed test-mode events to tenant smoke: one is stored, the same again is a duplicate, one with a wrong signature is refused. Test mode counts in no number.
# Needs curl and openssl; az, logged in, for the key and the secret. Elsewhere than on Azure: APP_URL, FUNCTION_KEY and STRIPE_SECRET in the environment.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# An instance keeps a secret it has read for five minutes, also one that has since been written anew.
limit="${SMOKE_SECONDS:-400}"
pause="${SMOKE_POLL_SECONDS:-15}"
path=/api/webhooks/stripe/smoke

need_tools curl openssl od
need_settings APP_URL
read_function_key

# It has no recipients and no admins, and may be silent for as long as a feed may.
cat > "$scratch/tenant" << 'JSON'
{ "name": "Smoke test", "timeZone": "UTC", "currency": "USD", "recipients": [], "admins": [],
  "sourceIntervals": [{ "feed": "stripe", "hours": 8784 }] }
JSON
request PUT /api/manage/tenants/smoke "x-functions-key: $FUNCTION_KEY" "$scratch/tenant"
[[ "$status" == 200 || "$status" == 201 ]] || fail "Tenant smoke could not be made: $status $answer"

# Derived, so that nobody has to keep it.
write_smoke_secret() { printf '%s' "$secret" | write_secret stripe-webhook--smoke; }
secret="${STRIPE_SECRET:-}"
rewritten=""
if [[ -z "$secret" ]]; then
    need_tools az
    need_login
    need_settings AZURE_RESOURCE_GROUP KEY_VAULT_NAME
    secret="whsec_$(printf 'stripe-webhook--smoke' | hmac_sha256 "$FUNCTION_KEY")"
    if ! secret_exists stripe-webhook--smoke; then
        rewritten=true
        write_smoke_secret
    fi
fi

# post SECRET: signs the event as Stripe does, and posts it.
post() {
    local now signature
    now="$(date +%s)"
    signature="$({ printf '%s.' "$now"; cat "$scratch/event"; } | hmac_sha256 "$1")"
    request POST "$path" "Stripe-Signature: t=$now,v1=$signature" "$scratch/event"
}

new_event() {
    local now id
    now="$(date +%s)"
    id="smoke_$(commit | tr -c 'a-z0-9' '_')_${now}_$RANDOM"
    printf '{"id":"evt_%s","object":"event","type":"charge.succeeded","created":%s,"livemode":false,"data":{"object":{"id":"ch_%s","object":"charge","amount":100,"amount_captured":100,"captured":true,"paid":true,"status":"succeeded","currency":"usd","livemode":false,"created":%s,"metadata":{}}}}' \
        "$id" "$now" "$id" "$now" > "$scratch/event"
}

# until_answered WORD: tries until the event is answered 200, and then it must be WORD. What may pass by itself is waited for.
until_answered() {
    local outcome
    while :; do
        [[ "$1" == duplicate ]] || new_event
        post "$secret"
        case "$status" in
            200)
                outcome="$(grep -oE '"outcome": *"[a-z]+"' <<< "$answer" | cut -d '"' -f 4)" || outcome=""
                [[ "$outcome" == "$1" ]] || fail "The event should have been $1, and the answer is: $answer"
                say "  $1"
                return
                ;;
            400)
                # The function key was changed since the secret was derived from it.
                if [[ -z "${STRIPE_SECRET:-}" && -z "$rewritten" ]]; then
                    rewritten=true
                    write_smoke_secret
                fi
                ;;
            000 | 429 | 5??) ;;
            *) fail "The event was answered $status: $answer" ;;
        esac
        ((SECONDS < limit)) || fail "The event is still not accepted after $SECONDS s. The last answer is $status: $answer"
        say "  $status, trying again: $answer"
        sleep "$pause"
    done
}

say "Smoke test of ${APP_URL%/}$path"
SECONDS=0
until_answered stored
until_answered duplicate
post "whsec_not_the_secret"
[[ "$status" == 400 ]] || fail "An event with a wrong signature should have been answered 400, and was $status: $answer"
say "  refused with a wrong signature"
say "Smoke test passed."
