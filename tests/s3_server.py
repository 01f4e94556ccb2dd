"""An S3 server on loopback: moto's, as a process of its own."""

import subprocess
import sys
from contextlib import contextmanager

from dask_cluster import answers, free_port

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_DEFAULT_REGION": "us-east-1"}
BUCKET = "s3://shelf"


@contextmanager
def s3_server(folder):
    """Yields the environment by which clients find it; a bucket is there."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with (folder / "s3.log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            answers(port)
            where = {**CREDENTIALS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
            made = "import sys, fsspec; fsspec.filesystem('s3').mkdir(sys.argv[1])"
            subprocess.run([sys.executable, "-c", made, BUCKET.removeprefix("s3://")], env=where, check=True)
            yield where
        finally:
            process.kill()
