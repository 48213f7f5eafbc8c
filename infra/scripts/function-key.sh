#!/usr/bin/env bash
# Prints the function key of the app in azd's selected environment, and nothing else: key=$(infra/scripts/function-key.sh)
# Needs az, logged in, and the azd environment of the deployment.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_tools az
read_function_key
printf '%s\n' "$FUNCTION_KEY"
