#!/bin/sh
# A crawl on eight nodes. Homes and this folder lie on a disk that all nodes share.
#   crawl=$(sbatch --parsable slurm.sh)
#   sbatch --dependency=afterany:"$crawl" --cpus-per-task=4 merge.sh
#SBATCH --job-name=colloquy
#SBATCH --array=0-7
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --signal=B:TERM@120
set -eu
export COLLOQUY_HOME="${COLLOQUY_HOME:-/shared/colloquy}"
export COLLOQUY_CONTACT="${COLLOQUY_CONTACT:-https://www.example.org/bot}"
exec sh "${COLLOQUY_OPS:-/opt/colloquy/docs/ops}/shard.sh" \
  "$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))" "$SLURM_ARRAY_TASK_COUNT" "$@"
