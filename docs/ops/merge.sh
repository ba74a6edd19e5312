#!/bin/sh
# merge.sh: join what the shards have into COLLOQUY_HOME, tables and all. May be killed and repeated; a shard that still
# runs ends it with exit code 75 before anything is done.
set -eu
set --
for index in "$COLLOQUY_HOME"-shards/*/archive/index.sqlite; do
  if [ -f "$index" ]; then set -- "$@" "${index%/archive/index.sqlite}"; fi
done
if [ "$#" -eq 0 ]; then
  echo "no shard of $COLLOQUY_HOME has fetched anything: run shard.sh first" >&2
  exit 1
fi
exec colloquy merge "$@"
