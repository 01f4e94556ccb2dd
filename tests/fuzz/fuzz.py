"""Fuzz one target, guided by the code that each input reaches: python tests/fuzz/fuzz.py TARGET [SECONDS].

Needs atheris (pip install atheris; Linux and macOS). Inputs that reach new code are kept in FUZZ_CORPUS, a folder,
where it is set. The first input that fails in each way is told with its traceback and written to FUZZ_FINDINGS, by
default tests/fuzz/findings/, from where `test_fuzz.py` tries it again for ever; fuzzing goes on behind it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reading")]
FINDINGS = Path(os.environ.get("FUZZ_FINDINGS", HERE / "findings"))
LONGEST_BYTES = 4_096
SLOW_S = 20
"""An input that takes longer ends the run, as a finding."""


def main(name: str, seconds: float) -> None:
    import atheris

    with atheris.instrument_imports(include=["rhapsode", "mutagen"], enable_loader_override=False):
        import fuzz_targets
    target = fuzz_targets.TARGETS[name]
    met: set[tuple[str, str, int]] = set()

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception as fault:
            frame = traceback.extract_tb(fault.__traceback__)[-1]
            way = (type(fault).__name__, frame.filename, frame.lineno or 0)
            if way not in met:
                met.add(way)
                keep(FINDINGS / name, data)
                traceback.print_exc()

    with tempfile.TemporaryDirectory() as made:
        corpus = Path(os.environ.get("FUZZ_CORPUS", made)) / name
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(fuzz_targets.seeds(name)):
            (corpus / f"seed{number}").write_bytes(seed)
        longest = max(LONGEST_BYTES, *(path.stat().st_size for path in corpus.iterdir()))
        limits = [f"-max_total_time={seconds:.0f}", f"-max_len={longest}", f"-timeout={SLOW_S}", "-rss_limit_mb=2048"]
        arguments = [*limits, f"-artifact_prefix={made}/", "-print_final_stats=1", str(corpus)]
        atheris.Setup([sys.argv[0], *arguments], one)
        atheris.Fuzz()


def keep(folder: Path, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / sha256(data).hexdigest()[:12]).write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 60)
