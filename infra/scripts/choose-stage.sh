#!/usr/bin/env bash
# Makes the parameters of the chosen stage those that azd reads: copies infra/main.{stage}.bicepparam to infra/main.bicepparam.
# Needs PLUMBLINE_STAGE (dev or prod; dev when it is not set), ALERT_EMAILS and MAIL_FROM in the azd environment.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

load_settings PLUMBLINE_STAGE ALERT_EMAILS MAIL_FROM
stage="${PLUMBLINE_STAGE:-dev}"
[[ "$stage" == dev || "$stage" == prod ]] || fail "PLUMBLINE_STAGE is '$stage', and must be dev or prod: azd env set PLUMBLINE_STAGE dev"

for name in ALERT_EMAILS MAIL_FROM; do
    [[ -n "${!name:-}" ]] || fail "$name is not set: azd env set $name \"…\". The README says what it is, under Deploy."
done

cp "$root/infra/main.$stage.bicepparam" "$root/infra/main.bicepparam"
say "Stage $stage: infra/main.$stage.bicepparam."
