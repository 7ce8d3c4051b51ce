<?php
// Plays a vendor's PHP against a Ydelsesindeks: php ydelse_client.php URL CA CERTIFICATE_AND_KEY WSDL...
//
// Loads each WSDL with PHP's own SoapClient and, over both versions of SOAP, imports a bevilling and finds it.
declare(strict_types=1);

const HEADER = 'http://kombit.dk/xml/schemas/RequestHeader/1/';

function demand(bool $condition, string $what): void
{
    if (!$condition) {
        throw new RuntimeException($what);
    }
}

function uuid(): string
{
    $digits = bin2hex(random_bytes(15));
    $parts = array_map(fn($from, $length) => substr($digits, $from, $length), [0, 8, 12, 15, 18], [8, 4, 3, 3, 12]);
    return vsprintf('%s-%s-4%s-8%s-%s', $parts);
}

function bevilling(string $uuid): array
{
    return ['UUIDIdentifikator' => $uuid, 'Registrering' => [[
        'LivscyklusKode' => 'Importeret',
        'AttributListe' => [
            'Egenskaber' => [['BrugervendtNoegle' => '2026-1', 'Foelsomhed' => 'IKKE_FORTROLIGE_DATA']],
            'BevilgetYdelse' => [['Id' => '1', 'Navn' => 'Grundbeløb',
                'Ydelse' => ['Klassifikation' => ['BrugervendtNoegle' => '32.03.04']]]],
        ],
        'TilstandListe' => new stdClass(),
        'RelationListe' => ['Bevillingsaktoer' => [[
            'Rolle' => ['UUIDIdentifikator' => 'abdf4d3e-f113-4282-b13e-6cd32a82621c'],
            'CVR-nr' => '33333333',
        ]]],
    ]]];
}

function play(string $url, string $ca, string $certificate, string $wsdl, int $version): void
{
    $client = new SoapClient($wsdl, [
        'location' => $url,
        'soap_version' => $version,
        'cache_wsdl' => WSDL_CACHE_NONE,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        'local_cert' => $certificate,
        'stream_context' => stream_context_create(['ssl' => ['cafile' => $ca, 'local_cert' => $certificate]]),
    ]);
    $header = new SoapHeader(HEADER, 'RequestHeader', ['TransactionUUID' => 'T <&> 1']);
    $call = function (string $operation, array $input) use ($client, $header, &$headers) {
        return $client->__soapCall($operation, [$input], null, $header, $headers);
    };
    $one = uuid();
    $answer = $call('importer', ['BevillingIndeks' => [['BevillingIndeks' => bevilling($one)]]]);
    demand((int) $answer->UnikRetur[0]->StatusKode === 20, 'importer: ' . json_encode($answer));
    demand($headers['RequestHeader']->TransactionUUID === 'T <&> 1', 'the header is not echoed');
    $lists = ['AttributListe' => new stdClass(), 'TilstandListe' => new stdClass(), 'RelationListe' => new stdClass()];
    $answer = $call('fremsoeg', ['BevillingUuid' => [$one], 'SoegUdtryk' => ['SoegBevillingIndeks' => [$lists]]]);
    demand((int) $answer->StandardRetur->StatusKode === 20, 'fremsoeg: ' . json_encode($answer));
    $found = $answer->BevillingFiltreretOejebliksbillede[0];
    demand($found->ObjektType->UUIDIdentifikator === $one, 'not the one that was asked for');
    demand($found->Registrering[0]->AttributListe->BevilgetYdelse[0]->Navn === 'Grundbeløb', 'Navn');
}

[, $url, $ca, $certificate] = $argv;
foreach (array_slice($argv, 4) as $wsdl) {
    foreach ([SOAP_1_1, SOAP_1_2] as $version) {
        play($url, $ca, $certificate, $wsdl, $version);
    }
}
