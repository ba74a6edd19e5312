"""A real S3 server on loopback (moto), for the tests of what lies in object storage."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from moto.server import ThreadedMotoServer

from pipelines import storage

BUCKET = "s3://archive"


@contextmanager
def serve() -> Iterator[str]:
    """Start it with an empty bucket; gives its address. This process and those that it starts know it meanwhile."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "fictional")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "fictional")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", "/nonexistent")
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
        patch.setenv("AWS_MAX_ATTEMPTS", "1")
        forget_clients()
        storage._store(BUCKET).makedirs(BUCKET, exist_ok=True)  # moto's memory is the process's, not the server's
        empty()
        yield f"http://{host}:{port}"
    forget_clients()
    server.stop()


def forget_clients() -> None:
    """Have the next call look at the environment again."""
    storage._open_store.cache_clear()


def empty() -> None:
    for url in list_objects(BUCKET):
        storage.remove(url)


def list_objects(prefix: str) -> list[str]:
    """URLs of all objects below a prefix."""
    store = storage._store(prefix)
    store.invalidate_cache()
    return [str(store.unstrip_protocol(name)) for name in store.find(prefix)]
