#!/usr/bin/python3
"""Plays a vendor's Python against a sandbox's Sags- og Dokumentindeks: sagdokumentindeks.py WSDL SANDBOX_JSON SYSTEM

Loads the WSDL with zeep as it is (ours or KOMBIT's), imports a Sag as the system of that name (slug in pki/) and finds it
again by its party, its KLE number, its owner and its UUID. A failed assertion ends the program with a traceback.
"""
import json
import sys
import uuid
from pathlib import Path

import requests
import zeep
from zeep import xsd

SDI = "{urn:oio:sts:sagdok:sagdokumentindeks:6}"
SI = "{urn:oio:sts:sagdok:sagindeks:6}"
EJER = "9e979b84-b846-4472-8622-58007dc63c7e"
PRIMAER_KLASSE = "a86c6581-ec85-412d-a655-31a1f1d5b14f"
HEADER = {"header": {"TransactionUUID": "11111111-2222-4333-8444-555555555555"}}


def connect(wsdl, sandbox, system):
    """The service at the sandbox's address, whatever address the WSDL names."""
    data = Path(sandbox["data"])
    session = requests.Session()
    session.cert = (str(data / "pki" / f"{system}.crt"), str(data / "pki" / f"{system}.key"))
    session.trust_env = False  # nothing but what is said here
    session.verify = str(data / sandbox["ca"])
    client = zeep.Client(wsdl, transport=zeep.Transport(session=session))
    address = sandbox["endpoints"]["https"] + sandbox["paths"]["sagdokumentindeks"]
    return client, [client.create_service(name, address) for name in client.wsdl.bindings]


def extension(client, name, **fields):
    element = client.get_element(SI + name)
    return {"_value_1": [xsd.AnyObject(element, element(**fields))]}


def virkning(fra):
    return {"FraTidspunkt": {"TidsstempelDatoTid": fra}, "TilTidspunkt": {"GraenseIndikator": True}}


def relation(rolle=None, **reference):
    out = {"ReferenceID": reference} if reference else {}
    if rolle:
        out.update(Virkning=virkning("2026-01-01T00:00:00Z"), Rolle={"UUIDIdentifikator": rolle})
    return out


def klasse(client, rolle, kle):
    out = relation(rolle, **({"UUIDIdentifikator": str(uuid.uuid4())} if rolle else {}))
    out["LokalUdvidelseListe"] = extension(client, "SagsklasseLokalUdvidelse", BrugervendtNoegle=kle)
    return out


def sag(client, its_uuid, cvr, cpr):
    return {
        "UUIDIdentifikator": its_uuid,
        "Registrering": [{
            "Tidspunkt": "2026-01-02T08:00:00Z",
            "LivscyklusKode": "Importeret",
            "BrugerRef": {"URNIdentifikator": "urn:oio:it-system-uuid:" + str(uuid.uuid4())},
            "AttributListe": {
                "Egenskaber": [{"Virkning": virkning("2026-01-01T00:00:00Z"), "BrugervendtNoegle": "Z-1",
                                "Sagsnummer": "Z-1", "Titel": "Ansøgning"}],
                "LokalUdvidelseListe": extension(client, "SagIndeksEgenskaber", Foelsomhed="IKKE_FORTROLIGE_DATA"),
            },
            "TilstandListe": {"Fremdrift": [{"Virkning": virkning("2026-01-01T00:00:00Z"),
                                             "FremdriftStatusKode": "Opstaaet"}]},
            "RelationListe": {
                "Sagsaktoer": [relation(EJER, URNIdentifikator=f"urn:oio:cvr-nr:{cvr}")],
                "Sagsklasse": [klasse(client, PRIMAER_KLASSE, "32.06.04")],
                "Sagspart": [relation(URNIdentifikator=f"urn:oio:cpr-nr:{cpr}")],
            },
        }],
    }


def soeg(**relationer):
    leaf = {"AttributListe": {}, "TilstandListe": {}, "RelationListe": relationer}
    return {"SoegUdtryk": {"_value_1": [{"SoegSag": leaf}]}}


def found(service, **question):
    answer = service.fremsoeg(**question, _soapheaders=HEADER)
    body = answer.body if hasattr(answer, "body") else answer
    assert body.StandardRetur.StatusKode == 20, body.StandardRetur
    return body.SagFiltreretOejebliksbillede or []


def play(client, service, cvr, cpr):
    its_uuid = str(uuid.uuid4())
    wanted = {"_value_1": [{"SagIndeks": sag(client, its_uuid, cvr, cpr)}]}
    for code in (20, 49):
        answer = service.importer(**wanted, _soapheaders=HEADER)
        assert answer.header.header.TransactionUUID == HEADER["header"]["TransactionUUID"], answer
        retur = answer.body.UnikRetur[0] if hasattr(answer.body, "UnikRetur") else answer.body._value_1[0]["UnikRetur"]
        retur = retur[0] if isinstance(retur, list) else retur
        assert (retur.StatusKode, retur.UUIDIdentifikator, retur.Type) == (code, its_uuid, "Sag"), retur
    questions = [
        soeg(Sagspart=[relation(URNIdentifikator=f"urn:oio:cpr-nr:{cpr}")]),
        soeg(Sagsklasse=[klasse(client, None, "32.06.04")]),
        soeg(Sagsaktoer=[relation(EJER, URNIdentifikator=f"urn:oio:cvr-nr:{cvr}")]),
        {"SagUuid": [its_uuid], "Filter": {"_value_1": [{"SagVis": {"Vis": "egenskaber"}}]}},
    ]
    for question in questions:
        ours = [one for one in found(service, **question) if one.ObjektType.UUIDIdentifikator == its_uuid]
        assert len(ours) == 1, question
        assert ours[0].Registrering[0].AttributListe.Egenskaber[0].Sagsnummer == "Z-1", ours
    assert found(service, SagUuid=[str(uuid.uuid4())]) == []


def main():
    wsdl, descriptor, system = sys.argv[1:]
    sandbox = json.loads(Path(descriptor).read_text(encoding="utf-8"))
    client, services = connect(wsdl, sandbox, system)
    cvr = next(one["cvr"] for one in sandbox["systemer"] if one["cert"] == f"pki/{system}.crt")
    assert services
    for service in services:
        play(client, service, cvr, "0123456789")


if __name__ == "__main__":
    main()
