#!/usr/bin/python3
"""A receiver that settles in every way, with Debian's pika: settle_client.py SANDBOX_JSON BESKED_XML MODTAGET_XML

Three beskeder wait. Two at a time are taken (prefetch), recovered, nacked and rejected, back to the dueslag and away from
it; the given one is acked at last, and nothing is left.
"""
import sys
from pathlib import Path

from besked import besked_id, with_fresh_id
from forbindelse import connect
from pika_client import send
from sandkasse import Sandkasse


class Receiver:
    """A consumer with two unacked beskeder at a time."""

    def __init__(self, sandkasse):
        self.dueslag = sandkasse.dueslag
        self.connection = connect(sandkasse, sandkasse.token("modtag"))
        self.channel = self.connection.channel()
        self.channel.basic_qos(prefetch_count=2)
        self.came = []
        self.last_body = b""
        self.channel.basic_consume(self.dueslag, lambda _, method, __, body: self.came.append((method, body)))

    def expect(self, *wanted):
        """The next deliveries' tags, once they are the wanted ones: each a besked, and whether it came before."""
        while len(self.came) < len(wanted):
            self.connection.process_data_events(time_limit=None)
        found = [(besked_id(body), method.redelivered) for method, body in self.came]
        if found != [(besked_id(body), again) for body, again in wanted]:
            raise RuntimeError(f"other deliveries than expected: {found}")
        tags = [method.delivery_tag for method, _ in self.came]
        self.last_body = self.came[-1][1]
        self.came.clear()
        return tags

    def expect_waiting(self, count):
        """What the dueslag has beside the unacked ones; the answer comes behind every delivery that is on its way."""
        found = self.channel.queue_declare(self.dueslag, passive=True).method.message_count
        if found != count or self.came:
            raise RuntimeError(f"{found} wait, not {count}; {len(self.came)} came uncalled for")


def settle(receiver, first, second, third):
    """Plays it until the dueslag is empty; the first besked as it was delivered."""
    channel = receiver.channel
    receiver.expect((first, False), (second, False))
    receiver.expect_waiting(1)
    channel.basic_recover(requeue=True)
    tags = receiver.expect((first, True), (second, True))
    channel.basic_nack(tags[1], multiple=True, requeue=True)
    tags = receiver.expect((first, True), (second, True))
    channel.basic_reject(tags[0], requeue=True)
    again, = receiver.expect((first, True))
    body = receiver.last_body
    channel.basic_reject(tags[1], requeue=False)
    last, = receiver.expect((third, False))
    channel.basic_nack(last, multiple=False, requeue=False)
    receiver.expect_waiting(0)
    channel.basic_ack(again)
    receiver.connection.close()
    return body


def main(descriptor, besked, modtaget):
    sandkasse = Sandkasse(descriptor)
    first = Path(besked).read_bytes()
    beskeder = [first, with_fresh_id(first), with_fresh_id(first)]
    for each in beskeder:
        status = send(sandkasse, each)
        if status != "20":
            return f"StatusKode {status}, not 20"
    Path(modtaget).write_bytes(settle(Receiver(sandkasse), *beskeder))
    connection = connect(sandkasse, sandkasse.token("modtag"))
    method, _, _ = connection.channel().basic_get(sandkasse.dueslag)
    connection.close()
    return None if method is None else "a settled besked came back"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
