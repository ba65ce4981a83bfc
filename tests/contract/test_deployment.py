"""What is deployed: the containers of compose.yaml, and nginx in front of the servers."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
import yaml

from tests.support import nginx
from tests.support.certificates import write_certificate
from tests.support.paths import ROOT

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
# What a service may say, of the Compose specification.
KNOWN = {
    "build",
    "cap_drop",
    "depends_on",
    "environment",
    "healthcheck",
    "image",
    "init",
    "networks",
    "ports",
    "restart",
    "secrets",
    "security_opt",
    "shm_size",
    "stop_grace_period",
    "volumes",
}
APPS = ("app1", "app2")


def test_the_services_are_two_servers_a_database_and_a_proxy():
    assert list(SERVICES) == ["base", *APPS, "proxy"]
    for service in SERVICES.values():
        assert set(service) <= KNOWN
    assert set(COMPOSE) - {"x-app", "x-environment"} == {
        *("name", "services", "networks", "volumes", "secrets"),
    }


@pytest.mark.parametrize("kind", ["networks", "secrets"])
def test_what_a_service_names_is_declared(kind):
    named = {name for service in SERVICES.values() for name in service.get(kind, [])}
    assert named == set(COMPOSE[kind])


def test_what_must_last_is_in_named_volumes_and_no_two_servers_share_their_copies():
    mounts = [mount.split(":")[0] for one in SERVICES.values() for mount in one.get("volumes", [])]
    volumes = [name for name in mounts if not name.startswith("./")]
    assert sorted(volumes) == sorted(COMPOSE["volumes"])
    assert len(set(volumes)) == len(volumes)


def test_only_the_proxy_is_reached_and_the_database_reaches_nothing():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["base"] == {"internal": True}
    assert SERVICES["proxy"]["networks"] == ["devant"]
    assert SERVICES["base"]["networks"] == ["base"]


def test_each_container_says_whether_it_is_well():
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "HEALTHCHECK" in image
    for name, service in SERVICES.items():
        assert name in APPS or {"test", "interval", "timeout"} <= set(service["healthcheck"])
        assert name in APPS or ":latest" not in service["image"] and ":" in service["image"]


def test_no_secret_is_in_the_file_nor_in_the_repository():
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert not re.search(r"(PASSWORD|URL|SECRET): *\S|://\S+:\S+@", text)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for folder in ("deploy/secrets", "deploy/tls"):
        assert folder in left_out
        assert f"{folder}/" in ignored


def test_what_an_installation_keeps_is_in_no_image_and_outlives_its_container():
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    (volumes,) = re.findall(r"^VOLUME (.*)$", image, re.M)
    folders = re.findall(r"MSU_(LOCAL|WAREHOUSE|RAW)=(\S+)", image)
    assert len(folders) == 3
    for variable, folder in folders:
        assert folder in json.loads(volumes)
        assert f"data/{variable.lower()}" in left_out


def test_the_servers_of_the_proxy_are_those_of_the_containers():
    text = nginx.TWO.read_text(encoding="utf-8")
    assert re.findall(r"server (\w+):8501", text) == list(APPS)
    assert "expose 8501" in (ROOT / "Dockerfile").read_text(encoding="utf-8").lower()


def test_both_configurations_of_nginx_say_the_same_but_for_their_visitors():
    one, two = (
        {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if ";" in line}
        for path in (ROOT / "deploy" / "nginx.conf", nginx.TWO)
    )
    apart = ("log_format", "hash ", "server 127.", "server app")
    missing = {line for line in one - two if not line.lstrip("# ").startswith(apart)}
    assert missing == set()


@pytest.mark.parametrize("name", ["nginx.conf", "nginx-two.conf"])
def test_nginx_accepts_its_configuration(tmp_path, name):
    write_certificate(tmp_path, "observatoire", "observatoire.example")
    path = nginx.configured(tmp_path, ROOT / "deploy" / name, 0, (8501, 8502))
    line = [nginx.program(), "-t", "-p", str(tmp_path), "-c", str(path)]
    told = subprocess.run(line, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
