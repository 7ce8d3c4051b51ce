<?php
// Plays a vendor's PHP against the small test service (src/soap/proeve_testing.hpp): php client.php WSDL_URL
//
// Loads the published WSDL with PHP's own SoapClient and calls every operation in it over SOAP 1.1 and 1.2.
declare(strict_types=1);

const HEADER = 'http://kombit.dk/xml/schemas/RequestHeader/1/';

function demand(bool $condition, string $what): void
{
    if (!$condition) {
        throw new RuntimeException($what);
    }
}

function play(string $wsdl, int $version, string $sender, string $receiver): void
{
    $client = new SoapClient($wsdl, [
        'soap_version' => $version,
        'cache_wsdl' => WSDL_CACHE_NONE,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        'exceptions' => true,
    ]);
    $header = fn() => new SoapHeader(HEADER, 'RequestHeader', ['TransactionUUID' => 'T <&> 1'], true);
    $names = array_map(fn($f) => preg_replace('/^\w+ (\w+)\(.*$/', '$1', $f), $client->__getFunctions());
    demand(array_values(array_unique($names)) === ['bestil', 'slaa_fejl'], 'operations: ' . implode(' ', $names));

    $call = function (string $operation, array $input) use ($client, $header, &$headers) {
        return $client->__soapCall($operation, [$input], null, $header(), $headers);
    };
    $answer = $call('bestil', ['Linje' => [
        ['Navn' => 'søm & skruer', 'Antal' => 40],
        ['Navn' => 'hammer', 'Antal' => 2, 'Note' => 'tung'],
    ]]);
    demand((int) $answer->Antal === 42, 'Antal');
    demand($answer->Navn === ['søm & skruer', 'hammer'], 'Navn');
    demand($answer->Transaktion === 'T <&> 1 fra 127.0.0.1', 'Transaktion: ' . $answer->Transaktion);
    demand($headers['RequestHeader']->TransactionUUID === 'T <&> 1', 'the header is not echoed');

    $refused = [
        ['IKKE_TILLADT', $sender, '/en/sti: hemmelighed & <ting>'],
        ['INTERN', $receiver, 'the service failed'],
    ];
    foreach ($refused as [$kode, $code, $words]) {
        try {
            $call('slaa_fejl', ['Kode' => $kode]);
            demand(false, "no fault: $kode");
        } catch (SoapFault $fault) {
            demand(str_ends_with($fault->faultcode, $code), "code of $kode: $fault->faultcode");
            demand(str_contains($fault->faultstring, $words), "reason of $kode: $fault->faultstring");
            demand(isset($fault->detail), "detail of $kode");
        }
    }
}

play($argv[1], SOAP_1_1, 'Client', 'Server');
play($argv[1], SOAP_1_2, 'Sender', 'Receiver');
