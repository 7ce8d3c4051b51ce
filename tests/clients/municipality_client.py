#!/usr/bin/python3
"""A municipality's worker, written with Debian's pika: municipality_client.py SANDBOX_JSON BESKED_XML MODTAGET_XML

It opens TLS without a client certificate, empties its dueslag with basic.get and no-ack, and closes. What it finds
is sent there first by the other pika client's sender; a second round must find the dueslag empty.
"""
import sys
from pathlib import Path

from forbindelse import connect, refused
from pika_client import send
from sandkasse import Sandkasse


def drain(sandkasse):
    """All that lies in the dueslag."""
    connection = connect(sandkasse, sandkasse.token("modtag"), certificate=False)
    channel = connection.channel()
    bodies = []
    while True:
        method, _, body = channel.basic_get(sandkasse.dueslag, auto_ack=True)
        if method is None:
            break
        bodies.append(body)
    channel.close()
    connection.close()
    return bodies


def main(descriptor, besked, modtaget):
    sandkasse = Sandkasse(descriptor)
    status = send(sandkasse, Path(besked).read_bytes())
    print("reply", status)
    if status != "20":
        return f"StatusKode {status}, not 20"
    found, after = drain(sandkasse), drain(sandkasse)
    print("found", len(found), "then", len(after))
    if len(found) != 1 or after:
        return f"{len(found)} beskeder and then {len(after)}, not 1 and 0"
    Path(modtaget).write_bytes(found[0])
    code = refused(sandkasse, sandkasse.token("modtag"), sandkasse.andres_dueslag, certificate=False)
    print("refused", code)
    return None if code == 403 else f"another system's dueslag: {code}, not 403"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
