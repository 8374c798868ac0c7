#!/bin/sh
# Imports the files that the history writes into the data folder of a Prometheus, while it runs, and removes them:
# import-metrics.sh <folder of the files> <data folder>. Ends when the history has written all of them.
# Prometheus finds the new blocks within a minute. A file that is imported twice changes nothing.
set -eu
while :; do
  [ -e "$1/complete" ] && last=yes || last=no
  for file in "$1"/*.om; do
    [ -e "$file" ] || continue
    # One block a day: with promtool's default of two hours, it would read each file twelve times.
    promtool tsdb create-blocks-from openmetrics --quiet --max-block-duration=24h "$file" "$2"
    rm "$file"
  done
  if [ "$last" = yes ]; then
    rm "$1/complete"
    exit 0
  fi
  sleep 1
done
