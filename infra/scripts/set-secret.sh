#!/usr/bin/env bash
# Writes one secret into Key Vault, also from outside its network: infra/scripts/set-secret.sh NAME, the value on standard input.
# Needs az, logged in, and the azd environment of the deployment; the app sees a new value after at most five minutes.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[[ $# == 1 ]] || fail "Usage: infra/scripts/set-secret.sh NAME < file, or with the value piped in. It is not taken as an argument: others could read it."
name="$1"

[[ ${#name} -le 127 && "$name" =~ ^(contact-hash|link-signing|sendgrid-api|otlp-headers|(stripe-webhook|stripe-api|ghl-workflow|ghl-api)--[a-z][a-z0-9-]{1,30})$ ]] ||
    fail "'$name' is no secret of the app. It has contact-hash, link-signing, sendgrid-api and otlp-headers, and of each tenant stripe-webhook--{tenant}, stripe-api--{tenant}, ghl-workflow--{tenant} and ghl-api--{tenant}."

need_tools az
need_login
need_settings AZURE_RESOURCE_GROUP KEY_VAULT_NAME
name_cell

if [[ "$name" == contact-hash ]] && secret_exists contact-hash; then
    fail "contact-hash exists and is never changed: every contact already hashed would become a stranger."
fi

if [[ -t 0 ]]; then
    printf 'Value of %s (not shown; Enter ends it): ' "$name" >&2
    IFS= read -rs value
    printf '\n' >&2
else
    value="$(cat)"
fi

case "$name" in
    link-signing) form='^[A-Za-z0-9_-]+:[A-Za-z0-9+/]{43}=(,[A-Za-z0-9_-]+:[A-Za-z0-9+/]{43}=)*$' ;;
    contact-hash) form='^.{32,}$' ;;
    otlp-headers) form='^[^=]+=.+$' ;;
    *) form='^[^[:space:]]+$' ;;
esac
[[ "$value" =~ $form ]] || fail "The value does not have the form of $name (link-signing: id:base64 of 32 bytes; contact-hash: 32 characters or more; otlp-headers: name=value; others: no blanks; several with commas between). Nothing is written."

printf '%s' "$value" | write_secret "$name"
