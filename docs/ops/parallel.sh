#!/bin/sh
# parallel.sh N: N shards at once on this machine, then one dataset. With GNU parallel's --sshloginfile the shards run
# on many machines that share the disk. A shard that failed is tried twice more; it goes on where it was.
set -eu
export COLLOQUY_HOME="${COLLOQUY_HOME:-/var/lib/colloquy}"
export COLLOQUY_CONTACT="${COLLOQUY_CONTACT:-https://www.example.org/bot}"
here=$(dirname "$0")
failed=0
seq "$1" | parallel --jobs "$1" --retries 3 --joblog "$COLLOQUY_HOME-shards.log" \
  --env COLLOQUY_HOME --env COLLOQUY_CONTACT sh "$here/shard.sh" {} "$1" || failed=$?
sh "$here/merge.sh"
exit "$failed"
