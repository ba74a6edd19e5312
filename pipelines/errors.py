"""All errors that a command may end with, each with its exit code and when you would catch it.

    ColloquyError           1   anything below; its text is one line that says what to do next
    ├── DamagedArchive      1   a stored record, segment or index is not what was stored (in pipelines.warc)
    ├── NewerSchema         1   the tables are a newer version's: nothing here may touch them
    ├── UsageError          2   an option, a path, a profile or a setting is wrong
    ├── QualityGate         4   a run fell sharply short of the last good one; its commit is held back
    ├── DiskError           5   no space, no permission, a limit of the machine
    │   └── StorageError    5   a storage, or a file imported in place, cannot be had now (in pipelines.storage)
    └── Locked             75   another run holds the home

Exit code 3 (finished, but some pages failed) is no error: it is the outcome of a run.
"""

GOOD, SOME_FAILED = 0, 3


class ColloquyError(Exception):
    """A command cannot go on; `str(error)` is what the user reads."""

    exit_code = 1


class NewerSchema(ColloquyError):
    pass


class UsageError(ColloquyError):
    exit_code = 2


class QualityGate(ColloquyError):
    exit_code = 4


class DiskError(ColloquyError):
    exit_code = 5


class Locked(ColloquyError):
    exit_code = 75
