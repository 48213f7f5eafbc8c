#!/usr/bin/env bash
# Makes the secrets that the app itself invents (contact-hash, link-signing) where they are missing, stores SendGrid's key, and tells what is still missing.
# Needs az, logged in, and openssl; SENDGRID_API_KEY where the key is to be stored, CONTACT_HASH where a cell goes on with another's ledger. A secret that
# exists is never made anew.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_tools az openssl
need_login
need_settings AZURE_RESOURCE_GROUP KEY_VAULT_NAME
name_cell

random_base64() { openssl rand -base64 32 | tr -d '\n'; }

# Every hash of a contact hangs on it: another one, and nobody would be recognised any more.
if [[ -n "${CONTACT_HASH:-}" ]]; then
    secret_exists contact-hash || printf '%s' "$CONTACT_HASH" | write_secret contact-hash
else
    secret_exists contact-hash || random_base64 | write_secret contact-hash
fi

secret_exists link-signing || { printf 'k1:'; random_base64; } | write_secret link-signing

if [[ -n "${SENDGRID_API_KEY:-}" ]]; then
    printf '%s' "$SENDGRID_API_KEY" | write_secret sendgrid-api
elif ! secret_exists sendgrid-api; then
    say "Still missing: sendgrid-api. Digests and alarms to admins wait until it is there: infra/scripts/set-secret.sh sendgrid-api, with the key on standard input."
fi

say "Each tenant's own secrets (stripe-webhook--{tenant}, stripe-api--{tenant}, ghl-workflow--{tenant}, ghl-api--{tenant}) are set the same way, when it is connected."
