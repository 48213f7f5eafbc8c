# Sourced by ./run and ./test: says what is missing on this machine, and installs what npm has.
missing() { echo "$1" >&2; exit 1; }
[[ "$(cd "$root" && dotnet --version 2>/dev/null)" == 10.* ]] || missing "The .NET SDK 10 is missing. Get it from https://dotnet.microsoft.com/download"
command -v node >/dev/null && command -v npm >/dev/null || missing "Node 20 or later, with npm, is missing. Get it from https://nodejs.org"

# npm writes node_modules/.package-lock.json when an installation is complete.
if [[ ! "$root/node_modules/.package-lock.json" -nt "$root/package-lock.json" ]]; then
    echo "Installing PostgreSQL and Azurite (npm ci); this takes a minute or two the first time"
    npm ci --prefix "$root" --no-audit --no-fund --loglevel=error
fi
