#!/usr/bin/python3
"""Plays one outside client against a sandbox of its own: run.py --brevdue PROGRAM CLIENT

Starts `brevdue sandbox` on free loopback ports in a temporary folder, gives the client a besked with a fresh BeskedId,
judges what came back, and ends the sandbox by its process id. With --sandbox SANDBOX_JSON a running one is used.
The besked is the project's own, and the published example where the contracts are at hand (BREVDUE_KONTRAKTER).
"""
import argparse
import contextlib
import fcntl
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from besked import with_fresh_id

HERE = Path(__file__).resolve().parent
OWN_BESKED = HERE.parent / "data" / "testbesked.xml"
PUBLISHED_BESKED = "beskedfordeler/example_messages/externTestBesked.xml"
SCHEMA = "beskedfordeler/xsd/Beskedkuvert.xsd"
JAVA_PATH = ":".join(f"/usr/share/java/{jar}.jar" for jar in ("amqp-client", "slf4j-api", "slf4j-nop", "gson"))
RESERVED_PORTS = 20  # a sandbox keeps so many, from its base
START_SECONDS = 60
CLIENT_SECONDS = 180


def run(command, **options):
    """Runs a command to its end; its failure is ours."""
    subprocess.run([str(part) for part in command], check=True, stdin=subprocess.DEVNULL, timeout=CLIENT_SECONDS, **options)


def prepare_python(name):
    return lambda build: ["/usr/bin/python3", HERE / name]


def prepare_shell(name):
    return lambda build: ["bash", HERE / name]


def prepare_node(build):
    """Installs exactly what package-lock.json names, and runs from there."""
    for name in ("package.json", "package-lock.json", "client.js"):
        shutil.copy(HERE / "node" / name, build)
    run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=build)
    return ["node", build / "client.js"]


def prepare_java(build):
    run(["javac", "-Xlint:all", "-Werror", "-proc:none", "-cp", JAVA_PATH, "-d", build, HERE / "java" / "Client.java"])
    return ["java", "-cp", f"{build}:{JAVA_PATH}", "Client"]


def prepare_go(build):
    """Debian's compiler and Debian's library, whatever else is on this machine."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(build), "GO111MODULE": "off", "GOPATH": "/usr/share/gocode",
                   "GOCACHE": str(build / "cache"), "GOTOOLCHAIN": "local"}
    run(["/usr/bin/go", "build", "-o", build / "client", HERE / "go" / "client.go"], env=environment)
    return [build / "client"]


def prepare_php(build):
    return ["/usr/bin/php", "-d", "include_path=/usr/share/php", HERE / "php" / "client.php"]


CLIENTS = {
    "pika": prepare_python("pika_client.py"),
    "settle": prepare_python("settle_client.py"),
    "municipality": prepare_python("municipality_client.py"),
    "amqplib": prepare_node,
    "java": prepare_java,
    "go": prepare_go,
    "php": prepare_php,
    "amqp_tools": prepare_shell("amqp_tools.sh"),
    "curl_sts": prepare_shell("curl_sts.sh"),
}
RECEIVES_NOTHING = {"curl_sts"}


@contextlib.contextmanager
def free_ports():
    """The base of ports that are free now, below those the system gives out; no other runner takes them meanwhile."""
    bases = list(range(20000, 32000, RESERVED_PORTS))
    random.shuffle(bases)
    for base in bases:
        with open(Path(tempfile.gettempdir()) / f"brevdue-ports-{base}", "w", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for port in range(base, base + RESERVED_PORTS):
                    with socket.socket() as probe:
                        probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            try:
                yield base
            finally:
                os.unlink(lock.name)
            return
    raise RuntimeError("no free ports")


@contextlib.contextmanager
def sandbox(program, folder):
    """A sandbox that runs meanwhile; its descriptor."""
    descriptor = folder / "sandbox.json"
    with free_ports() as base, open(folder.parent / "sandbox.log", "wb") as log:
        process = subprocess.Popen([program, "sandbox", "--data", folder, "--port-base", str(base)],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            end = time.monotonic() + START_SECONDS
            while not descriptor.exists():
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("the sandbox did not start")
                time.sleep(0.05)
            yield descriptor
            process.terminate()
            if process.wait(timeout=10) != 0:
                raise RuntimeError(f"the sandbox ended with {process.returncode}")
        except BaseException:
            sys.stderr.write(Path(log.name).read_text(encoding="utf-8", errors="replace"))
            raise
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def outside_what_is_added(besked):
    """The besked without the two elements that the Beskedfordeler may change."""
    pattern = rb"<((?:[\w.-]+:)?(?:Leveranceinformation|TilladtModtager))(?:\s[^>]*)?(?:/>|>.*?</\1\s*>)"
    return re.sub(pattern, b"", besked, flags=re.S)


def judge(sent, received, contracts):
    """Sees that the received besked is the sent one with the delivery's marks, and valid."""
    body = received.read_bytes()
    if outside_what_is_added(body) != outside_what_is_added(sent):
        raise RuntimeError("the delivered besked differs from the sent one")
    for element in (b"TransaktionsId", b"Kildesystem", b"ErLeveretIHenholdTil"):
        if element + b">" not in body:
            raise RuntimeError(f"the delivered besked has no {element.decode('ascii')}")
    if contracts:
        run(["xmllint", "--noout", "--nonet", "--schema", contracts / SCHEMA, received])


def play(client, descriptor, build, contracts):
    command = CLIENTS[client](build)
    if client in RECEIVES_NOTHING:
        run([*command, descriptor])
        return
    for source in [OWN_BESKED] + ([contracts / PUBLISHED_BESKED] if contracts else []):
        sent, received = build / "sent.xml", build / "received.xml"
        sent.write_bytes(with_fresh_id(source.read_bytes()))
        run([*command, descriptor, sent, received])
        judge(sent.read_bytes(), received, contracts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    started = parser.add_mutually_exclusive_group(required=True)
    started.add_argument("--brevdue", help="the program to start a sandbox with")
    started.add_argument("--sandbox", type=Path, help="the descriptor of a sandbox that runs already")
    parser.add_argument("client", choices=CLIENTS)
    chosen = parser.parse_args()
    contracts = Path(os.environ["BREVDUE_KONTRAKTER"]) if os.environ.get("BREVDUE_KONTRAKTER") else None
    with tempfile.TemporaryDirectory(prefix="brevdue-client-") as work, contextlib.ExitStack() as stack:
        build = Path(work) / "build"
        build.mkdir()
        descriptor = chosen.sandbox or stack.enter_context(sandbox(chosen.brevdue, Path(work) / "data"))
        play(chosen.client, descriptor.resolve(), build, contracts)
    print(f"{chosen.client}: as it should be")


if __name__ == "__main__":
    main()
