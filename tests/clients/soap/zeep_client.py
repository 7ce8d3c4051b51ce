#!/usr/bin/python3
"""Plays a vendor's Python against the small test service (src/soap/proeve_testing.hpp): zeep_client.py WSDL_URL

Loads the published WSDL with zeep as it is and calls every operation in it over SOAP 1.1 and 1.2; a failed assertion
ends the program with a traceback.
"""
import sys

import zeep
from zeep.exceptions import Fault, ValidationError

HEADER = {"header": {"TransactionUUID": "T <&> 1"}}
LINES = [{"Navn": "søm & skruer", "Antal": 40}, {"Navn": "hammer", "Antal": 2, "Note": "tung"}]


def expect_fault(call, code, words):
    try:
        call()
    except Fault as fault:
        assert fault.code.endswith(code), fault.code
        assert words in fault.message, fault.message
        assert fault.detail is not None
        return
    raise AssertionError(f"no fault: {words}")


def play(port, sender, receiver):
    assert sorted(name for name in port._operations) == ["bestil", "slaa_fejl"], port._operations
    answer = port.bestil(Linje=LINES, _soapheaders=HEADER)
    assert answer.header.header.TransactionUUID == "T <&> 1", answer
    assert answer.body.Antal == 42, answer
    assert answer.body.Navn == ["søm & skruer", "hammer"], answer
    assert answer.body.Transaktion == "T <&> 1 fra 127.0.0.1", answer
    for kode, code, words in [("IKKE_TILLADT", sender, "/en/sti: hemmelighed & <ting>"),
                              ("INTERN", receiver, "the service failed")]:
        expect_fault(lambda: port.slaa_fejl(Kode=kode, _soapheaders=HEADER), code, words)
    too_long = [{"Navn": "x" * 21, "Antal": 1}]
    expect_fault(lambda: port.bestil(Linje=too_long, _soapheaders=HEADER), sender, "/BestilInput/Linje/Navn: ")
    try:
        port.bestil(Linje=[{"Navn": "hammer"}], _soapheaders=HEADER)
    except ValidationError:
        return
    raise AssertionError("the published schema does not ask for Antal")


def main():
    client = zeep.Client(sys.argv[1])
    play(client.bind("OrdreService_1", "Ordre"), "Client", "Server")
    play(client.bind("OrdreService_1", "OrdreSoap12"), "Sender", "Receiver")


if __name__ == "__main__":
    main()
