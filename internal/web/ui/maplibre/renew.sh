#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
#
# Copies the files of the version that package-lock.json pins into this folder, with the licences of all that is bundled in them.
# npm compares what it fetches with the hashes of the lock file. See README.md.
set -eu
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp package.json package-lock.json "$folder"
(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --silent)
from=$folder/node_modules

for name in maplibre-gl.mjs maplibre-gl-worker.mjs maplibre-gl.css; do
  cp "$from/maplibre-gl/dist/$name" .
done

# One file for each package; its name says package and version. Types are no part of what is bundled.
rm -rf licences
mkdir licences
for described in "$from"/*/package.json "$from"/@*/*/package.json; do
  package=$(dirname "$described")
  name=${package#"$from"/}
  case $name in @types/*) continue ;; esac
  version=$(node -p 'require(process.argv[1]).version' "$described")
  to=licences/$(echo "$name" | tr / +)@$version.txt
  text=$(find "$package" -maxdepth 1 -iname 'licen*' | sort | head -n 1)
  # A package without a file of its own says its licence in what describes it.
  [ -n "$text" ] || text=$(find "$package" -maxdepth 1 -iname 'readme*' | sort | head -n 1)
  sed 's/[[:space:]]*$//' "$text" >"$to"
done

sha256sum maplibre-gl.mjs maplibre-gl-worker.mjs maplibre-gl.css >SHA256SUMS
