"""The ready-made files start the command as it is: every verb and option in them and in the docs exists."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from crawler.cli import cli

ROOT = Path(__file__).resolve().parents[1]
OPS = ROOT / "docs/ops"
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(one for one in (ROOT / "docs").rglob("*.*") if "__pycache__" not in one.parts),
]
DOCUMENTS = [path for path in DOCUMENTS if path.suffix != ".png"]
COMMAND = re.compile(r"(?<![\w-])colloquy ((?:--home \S+ |--json-log |-v )*)([a-z]+)\b([^`|\n]*)")


def find_commands(text: str) -> list[tuple[str, list[str]]]:
    """Verbs with their options, wherever a line or a code span types the command."""
    spans = re.findall(r"`([^`\n]+)`", text) + [line for line in text.splitlines() if "`" not in line]
    found = [match for span in spans if "colloquy " in span for match in COMMAND.finditer(span) if _is_typed(span)]
    return [(match[2], re.findall(r"(?<=\s)--[a-z-]+", match[1] + match[3])) for match in found]


def _is_typed(span: str) -> bool:
    return re.search(r"(?:^|[/&|;(\[\"' ])colloquy (?:--|[a-z]+ ?)", span) is not None and "colloquy:" not in span


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_verb_and_option_in_the_docs_exists(path: Path) -> None:
    context = click.Context(cli)
    known = set(cli.list_commands(context))
    for verb, options in find_commands(path.read_text("utf-8")):
        if verb not in known:
            continue  # prose: "colloquy reads ..."
        command = cli.get_command(context, verb)
        assert command
        ours = {name for one in (*command.params, *cli.params) for name in one.opts}
        assert set(options) <= ours | {"--help"}, (path.name, verb)


def test_the_ready_made_files_are_seen_to_type_commands() -> None:
    for name in ("colloquy.service", "crontab", "cronjob.yaml", "workflow.yml", "shard.sh"):
        assert "crawl" in [verb for verb, _ in find_commands((OPS / name).read_text())], name


def test_the_kubernetes_objects_have_what_a_cron_job_needs() -> None:
    claim, job = yaml.safe_load_all((OPS / "cronjob.yaml").read_text())
    assert (claim["kind"], job["apiVersion"], job["kind"]) == ("PersistentVolumeClaim", "batch/v1", "CronJob")
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never"  # podFailurePolicy allows no other
    (container,) = pod["containers"]
    assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
    assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    rule = job["spec"]["jobTemplate"]["spec"]["podFailurePolicy"]["rules"][0]
    assert rule["onExitCodes"]["containerName"] == container["name"]


def test_the_pods_of_an_indexed_job_crawl_all_shards_and_another_job_merges_them() -> None:
    claim, crawl = yaml.safe_load_all((OPS / "indexed-job.yaml").read_text())
    merge = yaml.safe_load((OPS / "merge-job.yaml").read_text())
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    assert crawl["spec"]["completionMode"] == "Indexed"
    assert crawl["spec"]["backoffLimitPerIndex"] > 0  # one shard that fails does not end the others
    (command,) = find_container(crawl)["args"]
    shown = subprocess.run(
        ["sh", "-c", command.replace("exec sh", "echo")],
        capture_output=True,
        text=True,
        env={"JOB_COMPLETION_INDEX": "7"},
    )
    assert shown.stdout.split() == ["/ops/shard.sh", "8", str(crawl["spec"]["completions"])]
    homes = set()
    for job in (crawl, merge):
        pod, container = job["spec"]["template"]["spec"], find_container(job)
        assert pod["restartPolicy"] == "Never"
        assert {one["name"] for one in container["volumeMounts"]} == {one["name"] for one in pod["volumes"]}
        assert pod["volumes"][0]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
        homes |= {one["value"] for one in container["env"] if one["name"] == "COLLOQUY_HOME"}
    assert len(homes) == 1
    rule = crawl["spec"]["podFailurePolicy"]["rules"][0]
    assert rule["onExitCodes"]["containerName"] == find_container(crawl)["name"]


def find_container(job: dict[str, Any]) -> dict[str, Any]:
    (container,) = job["spec"]["template"]["spec"]["containers"]
    return dict(container)


SCRIPTS = sorted(OPS.glob("*.sh"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_the_scripts_are_sound(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", script], check=True)


@pytest.mark.skipif(not shutil.which("parallel"), reason="no GNU parallel here")
def test_parallel_starts_each_shard_once_and_then_merges(tmp_path: Path) -> None:
    command = tmp_path / "colloquy"
    command.write_text('#!/bin/sh\necho "$*" >>"$COLLOQUY_HOME.log"\n')
    command.chmod(0o755)
    for number in (1, 2, 3):
        (tmp_path / f"home-shards/{number}/archive").mkdir(parents=True)
        (tmp_path / f"home-shards/{number}/archive/index.sqlite").touch()
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "COLLOQUY_HOME": str(tmp_path / "home")}
    subprocess.run(["sh", OPS / "parallel.sh", "3"], check=True, env=environment, timeout=60, stdin=subprocess.DEVNULL)
    *crawls, merge = (tmp_path / "home.log").read_text().splitlines()
    homes = [f"{tmp_path}/home-shards/{number}" for number in (1, 2, 3)]
    assert sorted(crawls) == [f"--home {home} --json-log crawl --all --shard {home[-1]}/3" for home in homes]
    assert merge == f"merge {' '.join(homes)}"


def test_the_workflow_keeps_the_home_even_when_the_crawl_fails() -> None:
    flow = yaml.safe_load((OPS / "workflow.yml").read_text())
    assert flow[True]["schedule"]  # YAML 1.1 reads the key `on` as true
    steps = flow["jobs"]["crawl"]["steps"]
    save = next(step for step in steps if "cache/save" in step.get("uses", ""))
    assert save["if"] == "always()"
    assert all("uses" in step or "run" in step for step in steps)


def test_the_crontab_lines_have_five_fields_and_run_in_a_shell() -> None:
    lines = [line for line in (OPS / "crontab").read_text().splitlines() if line and line[0].isdigit()]
    assert len(lines) == 2
    for line in lines:
        fields = line.split(None, 5)
        assert all(re.fullmatch(r"[\d*/,-]+", field) for field in fields[:5])
        assert "%" not in fields[5]  # cron would read it as a line's end
        subprocess.run(["sh", "-n", "-c", fields[5]], check=True)
        assert shlex.split(fields[5])[0].endswith("colloquy")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_accepts_the_unit_and_the_timer(tmp_path: Path) -> None:
    for name in ("colloquy.service", "colloquy.timer"):
        text = (OPS / name).read_text().replace("/opt/colloquy/.venv/bin/colloquy", sys.executable)
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / name) for name in ("colloquy.service", "colloquy.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    ours = [line for line in done.stderr.splitlines() if str(tmp_path) in line and "legacy directory" not in line]
    assert ours == []
