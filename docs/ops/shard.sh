#!/bin/sh
# shard.sh I N [option...]: crawl shard I (from 1) of N into a home of its own, <COLLOQUY_HOME>-shards/I.
# Started again after a kill it goes on where it was. Options go to `colloquy crawl`. What the main home says of sites,
# settings and forgotten pages holds for every shard. Used by slurm.sh, indexed-job.yaml and parallel.sh.
set -eu
number=$1 count=$2
shift 2
home="$COLLOQUY_HOME-shards/$number"
mkdir -p "$home"
for name in sites colloquy.toml denylist; do
  if [ -e "$COLLOQUY_HOME/$name" ]; then ln -sfn "$COLLOQUY_HOME/$name" "$home/$name"; fi
done
# Whoever stops this shell means the crawl, which then closes its files; the shell waits for that.
stopped='' crawl=''
trap 'stopped=1; [ -z "$crawl" ] || kill -TERM "$crawl" 2>/dev/null' TERM INT
colloquy --home "$home" --json-log crawl --all --shard "$number/$count" "$@" &
crawl=$!
code=0
wait "$crawl" || code=$?
if [ -n "$stopped" ]; then
  code=0
  wait "$crawl" || code=$?
fi
# 3: some pages failed, as on the open web some always do.
if [ "$code" -eq 3 ]; then code=0; fi
exit "$code"
