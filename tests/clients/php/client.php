<?php
// Plays the Beskedfordeler's two sides with php-amqplib: php client.php SANDBOX_JSON BESKED_XML MODTAGET_XML
//
// Sends BESKED_XML and wants StatusKode 20, receives it from the dueslag into MODTAGET_XML, and sees that an unknown
// queue and another system's are refused.
declare(strict_types=1);

require_once 'PhpAmqpLib/autoload.php';

use PhpAmqpLib\Connection\AbstractConnection;
use PhpAmqpLib\Connection\AMQPSSLConnection;
use PhpAmqpLib\Exception\AMQPProtocolChannelException;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;

const TESTSYSTEM = 'ba537e12-8b0c-44b1-9de7-f75803a4e091';
const WAIT_SECONDS = 60;

final class Client
{
    private stdClass $sandbox;
    private stdClass $system;
    private stdClass $amqps;

    public function __construct(string $descriptor)
    {
        $this->sandbox = json_decode(file_get_contents($descriptor), false, 512, JSON_THROW_ON_ERROR);
        $this->system = $this->find($this->sandbox->systemer, 'uuid', true);
        $this->amqps = $this->sandbox->endpoints->amqps;
    }

    // The first member whose field is, or is not, the test system's UUID.
    private function find(array $members, string $field, bool $own): stdClass
    {
        foreach ($members as $member) {
            if (($member->$field === TESTSYSTEM) === $own) {
                return $member;
            }
        }
        throw new RuntimeException('the descriptor lacks a member');
    }

    public function dueslag(bool $own): string
    {
        return $this->find($this->sandbox->dueslag, 'system', $own)->uuid;
    }

    private function path(string $name): string
    {
        return $name[0] === '/' ? $name : $this->sandbox->data . '/' . $name;
    }

    private function tls(): array
    {
        return [
            'cafile' => $this->path($this->sandbox->ca),
            'local_cert' => $this->path($this->system->cert),
            'local_pk' => $this->path($this->system->key),
            'peer_name' => $this->amqps->host,
            'verify_peer' => true,
            'verify_peer_name' => true,
        ];
    }

    private function useKey(): string
    {
        openssl_x509_export(file_get_contents($this->path($this->system->cert)), $pem);
        return preg_replace('/-----[^-]+-----|\s/', '', $pem);
    }

    public function token(string $service): string
    {
        $request = [
            'TokenType' => 'http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0',
            'RequestType' => 'http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue',
            'KeyType' => 'http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey',
            'AnvenderKontekst' => ['Cvr' => $this->system->cvr],
            'UseKey' => $this->useKey(),
            'AppliesTo' => ['EndpointReference' => ['Address' => $this->sandbox->audiences->$service]],
            'OnBehalfOf' => null,
        ];
        $context = stream_context_create(['ssl' => $this->tls(), 'http' => [
            'method' => 'POST',
            'header' => "Content-Type: application/json\r\nConnection: close",
            'content' => json_encode($request, JSON_THROW_ON_ERROR),
            'ignore_errors' => true,
            'timeout' => WAIT_SECONDS,
        ]]);
        $url = $this->sandbox->endpoints->https . $this->sandbox->paths->sts_rest;
        $answer = file_get_contents($url, false, $context);
        if ($answer === false || !preg_match('{^HTTP/1\.[01] 200}', $http_response_header[0])) {
            throw new RuntimeException('the STS answered ' . ($http_response_header[0] ?? 'nothing') . ": $answer");
        }
        $assertion = json_decode($answer, false, 512, JSON_THROW_ON_ERROR)->RequestedSecurityToken->Assertion;
        return base64_decode($assertion, true);
    }

    private function connect(string $token): AbstractConnection
    {
        return new AMQPSSLConnection(
            $this->amqps->host,
            $this->amqps->port,
            '',
            '',
            $this->amqps->vhost,
            $this->tls(),
            ['login_method' => 'EXTERNAL', 'login_response' => $token]
        );
    }

    // Publishes a besked with confirms; the reply's StatusKode.
    public function send(string $besked): string
    {
        $token = $this->token('afsend');
        $connection = $this->connect($token);
        $channel = $connection->channel();
        $reply = null;
        $channel->basic_consume($this->amqps->reply_to, '', false, true, false, false, function ($message) use (&$reply) {
            $reply = $message;
        });
        $channel->confirm_select();
        $correlation = bin2hex(random_bytes(16));
        $message = new AMQPMessage($besked, [
            'correlation_id' => $correlation,
            'reply_to' => $this->amqps->reply_to,
            'message_id' => bin2hex(random_bytes(16)),
            'application_headers' => new AMQPTable(['token' => $token]),
        ]);
        $channel->basic_publish($message, $this->amqps->exchange, '', true);
        $channel->wait_for_pending_acks(WAIT_SECONDS);
        while ($reply === null) {
            $channel->wait(null, false, WAIT_SECONDS);
        }
        $connection->close();
        if ($reply->get('correlation_id') !== $correlation) {
            throw new RuntimeException("the reply's correlation-id is " . $reply->get('correlation_id'));
        }
        return preg_match('{<StatusKode>(\d+)</StatusKode>}', $reply->getBody(), $found) ? $found[1] : 'none';
    }

    // Takes the next besked from the dueslag and acks it.
    public function receive(string $token): string
    {
        $connection = $this->connect($token);
        $channel = $connection->channel();
        $body = null;
        $channel->basic_qos(0, 1, false);
        $channel->basic_consume($this->dueslag(true), '', false, false, false, false, function ($message) use (&$body) {
            $body = $message->getBody();
            $message->ack();
        });
        while ($body === null) {
            $channel->wait(null, false, WAIT_SECONDS);
        }
        $channel->close();
        $connection->close();
        return $body;
    }

    // The code a get from a queue is refused with; 0 when it is not.
    public function refused(string $token, string $queue): int
    {
        $connection = $this->connect($token);
        try {
            $connection->channel()->basic_get($queue);
            return 0;
        } catch (AMQPProtocolChannelException $refusal) {
            return $refusal->amqp_reply_code;
        } finally {
            $connection->close();
        }
    }
}

function expect(string $expected, string $found, string $what): void
{
    echo "$what: $found\n";
    if ($found !== $expected) {
        throw new RuntimeException("$what: $found, not $expected");
    }
}

$client = new Client($argv[1]);
expect('20', $client->send(file_get_contents($argv[2])), 'reply');
$token = $client->token('modtag');
file_put_contents($argv[3], $client->receive($token));
expect('404', (string)$client->refused($token, 'f0000000-0000-4000-8000-00000000000f'), 'an unknown queue');
expect('403', (string)$client->refused($token, $client->dueslag(false)), "another system's dueslag");
