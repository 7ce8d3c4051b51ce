#!/usr/bin/python3
"""Plays a vendor's Python against a Ydelsesindeks: ydelse_client.py URL CA CERTIFICATE KEY WSDL...

Loads each WSDL with zeep as it is (the published one, and KOMBIT's own) and, by each of its ports, imports a bevilling with
an effektuering, imports it again, and finds both. A failed assertion ends the program with a traceback.
"""
import sys
import uuid

import requests
import zeep
from zeep.exceptions import Fault

HEADER = {"header": {"TransactionUUID": "T <&> 1"}}


def role(text):
    return {"UUIDIdentifikator": text}


def bevilling(its_uuid):
    ydelse = {"Id": "1", "Ydelse": {"Ydelsesnavn": "Grundbeløb",
                                    "Klassifikation": {"BrugervendtNoegle": "32.03.04"}}}
    return {"UUIDIdentifikator": its_uuid, "Registrering": [{
        "Tidspunkt": "2026-01-02T09:00:00+01:00", "LivscyklusKode": "Importeret",
        "AttributListe": {"Egenskaber": [{"BrugervendtNoegle": "2026-1", "Foelsomhed": "IKKE_FORTROLIGE_DATA"}],
                          "BevilgetYdelse": [ydelse]},
        "TilstandListe": {},
        "RelationListe": {"Bevillingsaktoer": [{"Rolle": role("abdf4d3e-f113-4282-b13e-6cd32a82621c"),
                                                "CVR-nr": "33333333"}]}}]}


def effektuering(its_uuid, of):
    paid = {"Klassifikationsbeskrivelse": "32.03.04", "Ydelsesbeloeb": "6694.00",
            "BevilgetYdelseRef": {"UUIDIdentifikator": of, "BevilgetYdelseId": "1"}}
    return {"UUIDIdentifikator": its_uuid, "Registrering": [{
        "AttributListe": {"Egenskaber": [{"Dispositionsdato": "2026-05-01T00:00:00+02:00"}]},
        "TilstandListe": {},
        "RelationListe": {"OekonomiskYdelseEffektueringRelation": [paid],
                          "Aktoer": [{"Rolle": role("a91824c4-da1d-47f9-bce2-5d6597879415"),
                                      "CVR-nr": "33333333"}]}}]}


def play(service):
    one, other = str(uuid.uuid4()), str(uuid.uuid4())
    objects = [{"BevillingIndeks": {"BevillingIndeks": bevilling(one)}},
               {"OekonomiskEffektueringIndeks": {"OekonomiskEffektueringIndeks": effektuering(other, one)}}]
    for code in (20, 49):
        answer = service.importer(_value_1=objects, _soapheaders=HEADER)
        assert answer.header.header.TransactionUUID == "T <&> 1", answer
        assert [(r.StatusKode, r.Type, r.UUIDIdentifikator) for r in answer.body.UnikRetur] == [
            (code, "Bevilling", one), (code, "OekonomiskEffektuering", other)], answer
    lists = {"AttributListe": {}, "TilstandListe": {}, "RelationListe": {}}
    answer = service.fremsoeg(
        BevillingUuid=[one], OekonomiskEffektueringUuid=[other],
        SoegUdtryk={"operation": "OR", "_value_1": [{"SoegBevillingIndeks": lists},
                                                    {"SoegOekonomiskEffektueringIndeks": lists}]},
        _soapheaders=HEADER).body
    assert answer.StandardRetur.StatusKode == 20, answer
    assert [(a.Element, a.Antal) for a in answer.Antal] == [
        ("bevillinger", 1), ("ydelser", 1), ("effektueringer", 1)], answer
    found = answer.BevillingFiltreretOejebliksbillede[0]
    assert found.ObjektType.UUIDIdentifikator == one, answer
    assert found.Registrering[0].AttributListe.BevilgetYdelse[0].Ydelse.Ydelsesnavn == "Grundbeløb", answer
    paid = answer.OekonomiskEffektueringFiltreretOejebliksbillede[0].Registrering[0].RelationListe
    assert paid.OekonomiskYdelseEffektueringRelation[0].Ydelsesbeloeb == "6694.00", answer


def main():
    url, ca, certificate, key, *wsdls = sys.argv[1:]
    session = requests.Session()
    session.trust_env = False
    session.verify = ca
    session.cert = (certificate, key)
    for wsdl in wsdls:
        client = zeep.Client(wsdl, transport=zeep.Transport(session=session))
        for binding in client.wsdl.bindings.values():
            play(client.create_service(str(binding.name), url))
    stranger = requests.Session()
    stranger.trust_env = False
    stranger.verify = ca
    client = zeep.Client(wsdls[0], transport=zeep.Transport(session=session))
    client.transport.session = stranger
    try:
        play(client.create_service(str(next(iter(client.wsdl.bindings.values())).name), url))
    except Fault:
        return
    raise AssertionError("a caller without a certificate was answered")


if __name__ == "__main__":
    main()
