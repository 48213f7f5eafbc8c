#!/usr/bin/env bash
# What the deployment's scripts share; sourced by them.
# Needs bash 3.2 or later. Secrets go through standard input and the environment, never onto a command line, which every process may read.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

# Only its owner may look into it, and it goes with the script.
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

need_tools() {
    local tool missing=""
    for tool in "$@"; do
        command -v "$tool" > /dev/null || missing="$missing $tool"
    done
    [[ -z "$missing" ]] || fail "Missing on this machine:$missing. The README says what a deployment needs, under Deploy."
}

# load_settings NAME …: those that the environment lacks (azd's hooks have them all) come from azd's selected environment.
load_settings() {
    local name values="" kept
    if command -v azd > /dev/null; then
        values="$(azd env get-values --cwd "$root" 2> /dev/null || true)"
    fi
    for name in "$@"; do
        kept="$(sed -n "s/^$name=\"\(.*\)\"\$/\1/p" <<< "$values" | head -n 1)"
        if [[ -z "${!name:-}" ]]; then
            printf -v "$name" '%s' "$kept"
            export "${name?}"
        elif [[ -n "$kept" && "$kept" != "${!name}" ]]; then
            fail "$name is '${!name}' in this shell, and '$kept' in azd's selected environment: which cell is meant? Begin a new shell, or unset it."
        fi
    done
}

# need_settings NAME …, outputs of infra/main.bicep.
need_settings() {
    local name missing=""
    load_settings "$@"
    for name in "$@"; do
        [[ -n "${!name:-}" ]] || missing="$missing $name"
    done
    [[ -z "$missing" ]] || fail "Not set:$missing. They are in the azd environment once 'azd provision' has run; 'azd env select' chooses which."
}

# The subscription that azd deploys to, whichever az has chosen for itself.
azure() { az "$@" --subscription "$AZURE_SUBSCRIPTION_ID" --only-show-errors; }

need_login() {
    need_settings AZURE_SUBSCRIPTION_ID
    azure account show --output none 2> "$scratch/login" ||
        fail "The Azure CLI cannot use subscription $AZURE_SUBSCRIPTION_ID; run 'az login' (azd's own login is another). It says: $(cat "$scratch/login")"
}

name_cell() { say "Cell: $AZURE_RESOURCE_GROUP"; }

# Through the control plane: it answers also where the vault is closed to the public network, and it never tells a value.
vault_get() {
    az rest --method get --only-show-errors --output none 2> "$scratch/vault" --url \
        "/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers/Microsoft.KeyVault/vaults/$KEY_VAULT_NAME$1?api-version=2024-11-01"
}

# secret_exists NAME. Only a plain "not found" of a vault that does exist is a no: a secret must not be made anew because a question failed.
secret_exists() {
    vault_get "/secrets/$1" && return 0
    grep -qE 'Not ?Found' "$scratch/vault" || fail "Whether secret $1 exists cannot be told: $(cat "$scratch/vault")"
    vault_get "" || fail "Key Vault $KEY_VAULT_NAME cannot be looked at: $(cat "$scratch/vault")"
    return 1
}

# write_secret NAME, value on standard input.
write_secret() {
    local value
    value="$(cat)"
    [[ -n "$value" ]] || fail "Secret $1 would be empty; nothing is written."
    SECRET_NAME="$1" SECRET_VALUE="$value" KEY_VAULT_NAME="$KEY_VAULT_NAME" az deployment group create \
        --subscription "$AZURE_SUBSCRIPTION_ID" --resource-group "$AZURE_RESOURCE_GROUP" --name "secret-$1" \
        --parameters "$root/infra/secret.bicepparam" --only-show-errors --output none ||
        fail "Secret $1 was not written. If it was deleted a while ago, recover it first: az keyvault secret recover --vault-name $KEY_VAULT_NAME --name $1"
    say "Secret $1 is in Key Vault $KEY_VAULT_NAME."
}

# Of the app itself, not of one function. FUNCTION_KEY in the environment is used as it is: that of ./run, which has no Azure.
read_function_key() {
    [[ -n "${FUNCTION_KEY:-}" ]] && return
    need_login
    need_settings AZURE_RESOURCE_GROUP APP_NAME
    local try
    # While the host starts, it answers that it cannot tell.
    for try in 1 2 3 4 5 6 7; do
        FUNCTION_KEY="$(az rest --method post --only-show-errors --query functionKeys.default --output tsv 2> "$scratch/key" --url \
            "/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers/Microsoft.Web/sites/$APP_NAME/host/default/listKeys?api-version=2025-03-01")" || FUNCTION_KEY=""
        [[ -z "$FUNCTION_KEY" || "$FUNCTION_KEY" == None ]] || return 0
        [[ $try == 7 ]] || sleep "${KEY_POLL_SECONDS:-10}"
    done
    fail "The function key named default of $APP_NAME could not be read: $(cat "$scratch/key")"
}

# request METHOD PATH [HEADER [BODY FILE]]: sets status (000 when nothing answered) and answer.
# shellcheck disable=SC2034
request() {
    status="$({ [[ -z "${3:-}" ]] || printf 'header = "%s"\n' "$3"; } | curl --silent --show-error --config - --max-time 60 \
        --request "$1" ${4:+--data-binary "@$4"} --header 'Content-Type: application/json' \
        --output "$scratch/answer" --write-out '%{http_code}' "${APP_URL%/}$2" 2> "$scratch/curl")" || cp "$scratch/curl" "$scratch/answer"
    answer="$(head -c 4000 "$scratch/answer" 2> /dev/null || true)"
}

hex_to_bytes() {
    local i escaped=""
    for ((i = 0; i < ${#1}; i += 2)); do escaped="$escaped\\x${1:i:2}"; done
    printf '%b' "$escaped"
}

# hmac_sha256 KEY, message on standard input: as RFC 2104 has it, since openssl takes the key only on its command line.
hmac_sha256() {
    local key inner="" outer="" i byte
    key="$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n')"
    [[ ${#key} -le 128 ]] || key="$(printf '%s' "$1" | openssl dgst -sha256 -r | cut -c 1-64)"
    while [[ ${#key} -lt 128 ]]; do key="${key}00"; done
    for ((i = 0; i < 128; i += 2)); do
        printf -v byte '%02x' $((16#${key:i:2} ^ 0x36))
        inner="$inner$byte"
        printf -v byte '%02x' $((16#${key:i:2} ^ 0x5c))
        outer="$outer$byte"
    done
    { hex_to_bytes "$outer"; { hex_to_bytes "$inner"; cat; } | openssl dgst -sha256 -binary; } | openssl dgst -sha256 -r | cut -c 1-64
}

# What is deployed, for names of images and events: the commit, with a mark where the folder differs from it.
commit() {
    local id
    id="$(git -C "$root" rev-parse --short=12 HEAD 2> /dev/null)" || id=unknown
    git -C "$root" diff --quiet HEAD 2> /dev/null || id="$id-changed"
    printf '%s' "$id"
}
