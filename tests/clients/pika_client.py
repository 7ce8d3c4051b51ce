#!/usr/bin/python3
"""Plays the Beskedfordeler's two sides with Debian's pika: pika_client.py SANDBOX_JSON BESKED_XML MODTAGET_XML

Sends BESKED_XML and wants StatusKode 20, receives it from the dueslag into MODTAGET_XML, and sees what is refused: a
besked that is not valid, an unknown queue, another system's, and a token that was changed.
"""
import re
import sys
import uuid
from pathlib import Path

import pika

from forbindelse import connect, refused
from sandkasse import Sandkasse


def send(sandkasse, body):
    """Publishes a besked and returns the reply's StatusKode."""
    token = sandkasse.token("afsend")
    connection = connect(sandkasse, token)
    channel = connection.channel()
    replies = []
    channel.basic_consume(sandkasse.amqps["reply_to"], lambda *reply: replies.append(reply), auto_ack=True)
    channel.confirm_delivery()
    correlation = str(uuid.uuid4())
    channel.basic_publish(
        sandkasse.amqps["exchange"], "", body, mandatory=True,
        properties=pika.BasicProperties(headers={"token": token.decode("utf-8")}, correlation_id=correlation,
                                        reply_to=sandkasse.amqps["reply_to"], message_id=str(uuid.uuid4())))
    while not replies:
        connection.process_data_events(time_limit=None)
    connection.close()
    _, _, properties, reply = replies[0]
    if properties.correlation_id != correlation:
        raise RuntimeError(f"the reply's correlation-id is {properties.correlation_id}")
    return re.search(rb"<StatusKode>(\d+)</StatusKode>", reply).group(1).decode("ascii")


def receive(sandkasse, token):
    """Takes the next besked from the dueslag and acks it."""
    connection = connect(sandkasse, token)
    channel = connection.channel()
    for method, _, body in channel.consume(sandkasse.dueslag):
        channel.basic_ack(method.delivery_tag)
        break
    channel.cancel()
    connection.close()
    return body


def main(descriptor, besked, modtaget):
    sandkasse = Sandkasse(descriptor)
    status = send(sandkasse, Path(besked).read_bytes())
    print("reply", status)
    if status != "20":
        return f"StatusKode {status}, not 20"
    token = sandkasse.token("modtag")
    Path(modtaget).write_bytes(receive(sandkasse, token))
    status = send(sandkasse, Path(besked).read_bytes().replace(b"BeskedVersion", b"Beskedversion"))
    print("invalid", status)
    if status != "40":
        return f"an invalid besked: StatusKode {status}, not 40"
    for queue, expected in ((str(uuid.uuid4()), 404), (sandkasse.andres_dueslag, 403)):
        code = refused(sandkasse, token, queue)
        print("refused", code)
        if code != expected:
            return f"queue {queue}: {code}, not {expected}"
    try:
        connect(sandkasse, token.replace(sandkasse.system["cvr"].encode("ascii"), b"33333333"))
    except pika.exceptions.ProbableAuthenticationError as closed:
        print("changed token:", closed)
        return None
    return "a changed token was let in"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
