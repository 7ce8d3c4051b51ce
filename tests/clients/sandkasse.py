"""What the clients in Python and shell know of a sandbox: its descriptor, and how the STS's REST door gives a token.

Standard library only; docs/sandbox.md describes the descriptor. As a program, sandkasse.py SANDBOX_JSON prints what a
shell script needs of it, as assignments to source.
"""
import base64
import http.client
import json
import shlex
import ssl
import sys
import urllib.parse
from pathlib import Path

TESTSYSTEM = "ba537e12-8b0c-44b1-9de7-f75803a4e091"  # may send and receive in every sandbox


class Sandkasse:
    """A sandbox's descriptor, and one of its anvendersystemer to act as."""

    def __init__(self, descriptor, system=TESTSYSTEM):
        self.beskrivelse = json.loads(Path(descriptor).read_text(encoding="utf-8"))
        self.system = next(each for each in self.beskrivelse["systemer"] if each["uuid"] == system)
        self.amqps = self.beskrivelse["endpoints"]["amqps"]
        self.dueslag = next(each["uuid"] for each in self.beskrivelse["dueslag"] if each["system"] == system)
        self.andres_dueslag = next(each["uuid"] for each in self.beskrivelse["dueslag"] if each["system"] != system)
        self.sts = self.beskrivelse["endpoints"]["https"] + self.beskrivelse["paths"]["sts_rest"]

    def path(self, name):
        """A path of the descriptor, which may be relative to the data folder."""
        return str(Path(self.beskrivelse["data"]) / name)

    def tls(self, certificate=True):
        """A TLS context that trusts the sandbox alone, with or without the system's certificate."""
        context = ssl.create_default_context(cafile=self.path(self.beskrivelse["ca"]))
        if certificate:
            context.load_cert_chain(self.path(self.system["cert"]), self.path(self.system["key"]))
        return context

    def use_key(self):
        """The system's certificate as the STS wants it: base64 of its DER form."""
        pem = Path(self.path(self.system["cert"])).read_text(encoding="ascii")
        return base64.b64encode(ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERTIFICATE"):])).decode("ascii")

    def token(self, service):
        """The assertion (raw XML) for a service, "afsend" or "modtag"."""
        request = {
            "TokenType": "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0",
            "RequestType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue",
            "KeyType": "http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey",
            "AnvenderKontekst": {"Cvr": self.system["cvr"]},
            "UseKey": self.use_key(),
            "AppliesTo": {"EndpointReference": {"Address": self.beskrivelse["audiences"][service]}},
            "OnBehalfOf": None,
        }
        address = urllib.parse.urlsplit(self.sts)
        connection = http.client.HTTPSConnection(address.hostname, address.port, context=self.tls(), timeout=20)
        try:
            connection.request("POST", address.path, json.dumps(request),
                               {"Content-Type": "application/json"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"the STS answered {answer.status}: {body.decode('utf-8', 'replace')}")
        return base64.b64decode(json.loads(body)["RequestedSecurityToken"]["Assertion"])


def shell_variables(sandkasse):
    """What the shell scripts need, by name."""
    other = next(each for each in sandkasse.beskrivelse["systemer"] if each["uuid"] != TESTSYSTEM)
    return {
        "sts": sandkasse.sts,
        "audience_afsend": sandkasse.beskrivelse["audiences"]["afsend"],
        "audience_modtag": sandkasse.beskrivelse["audiences"]["modtag"],
        "ca": sandkasse.path(sandkasse.beskrivelse["ca"]),
        "cert": sandkasse.path(sandkasse.system["cert"]),
        "key": sandkasse.path(sandkasse.system["key"]),
        "other_cert": sandkasse.path(other["cert"]),
        "cvr": sandkasse.system["cvr"],
        "host": sandkasse.amqps["host"],
        "port": str(sandkasse.amqps["port"]),
        "vhost": sandkasse.amqps["vhost"],
        "exchange": sandkasse.amqps["exchange"],
        "dueslag": sandkasse.dueslag,
        "other_dueslag": sandkasse.andres_dueslag,
    }


if __name__ == "__main__":
    for name, value in shell_variables(Sandkasse(sys.argv[1])).items():
        print(f"{name}={shlex.quote(value)}")
