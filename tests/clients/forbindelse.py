"""Debian's pika with a token in SASL EXTERNAL, as its users write it: the credentials class is theirs, not pika's."""
import pika


class TokenCredentials(pika.credentials.ExternalCredentials):
    """SASL EXTERNAL whose response is the assertion itself."""

    def __init__(self, token):
        super().__init__()
        self.token = token

    def response_for(self, start):
        return self.TYPE, self.token


def connect(sandkasse, token, certificate=True):
    """A connection to the Beskedfordeler, opened with a token."""
    amqps = sandkasse.amqps
    return pika.BlockingConnection(pika.ConnectionParameters(
        host=amqps["host"], port=amqps["port"], virtual_host=amqps["vhost"], credentials=TokenCredentials(token),
        ssl_options=pika.SSLOptions(sandkasse.tls(certificate), amqps["host"]), socket_timeout=20,
        blocked_connection_timeout=20))


def refused(sandkasse, token, queue, certificate=True):
    """The code a basic.get of a queue is refused with, or None when it is not."""
    connection = connect(sandkasse, token, certificate)
    try:
        connection.channel().basic_get(queue)
        return None
    except pika.exceptions.ChannelClosedByBroker as closed:
        return closed.reply_code
    finally:
        connection.close()
