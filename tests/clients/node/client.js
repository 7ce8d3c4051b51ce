// Plays the Beskedfordeler's two sides with amqplib: node client.js SANDBOX_JSON BESKED_XML MODTAGET_XML
//
// Sends BESKED_XML and wants StatusKode 20, receives it from the dueslag into MODTAGET_XML, and sees that an unknown
// queue and another system's are refused.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const https = require('https');
const path = require('path');
const amqp = require('amqplib');

const TESTSYSTEM = 'ba537e12-8b0c-44b1-9de7-f75803a4e091';
const [descriptor, besked, modtaget] = process.argv.slice(2);
const sandbox = JSON.parse(fs.readFileSync(descriptor, 'utf8'));
const system = sandbox.systemer.find((each) => each.uuid === TESTSYSTEM);
const dueslag = sandbox.dueslag.find((each) => each.system === TESTSYSTEM).uuid;
const otherDueslag = sandbox.dueslag.find((each) => each.system !== TESTSYSTEM).uuid;
const amqps = sandbox.endpoints.amqps;

const read = (name) => fs.readFileSync(path.resolve(sandbox.data, name));
const tls = {ca: [read(sandbox.ca)], cert: read(system.cert), key: read(system.key)};

// Posts JSON over TLS with the system's certificate; the answer's JSON, or an error that says what came instead.
function post(url, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, {...tls, method: 'POST', headers: {'Content-Type': 'application/json'}});
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode !== 200) reject(new Error(`the STS answered ${response.statusCode}: ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    request.end(JSON.stringify(body));
  });
}

async function fetchToken(service) {
  const answer = await post(sandbox.endpoints.https + sandbox.paths.sts_rest, {
    TokenType: 'http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0',
    RequestType: 'http://docs.oasis-open.org/ws-sx/ws-trust/200512/Issue',
    KeyType: 'http://docs.oasis-open.org/ws-sx/ws-trust/200512/PublicKey',
    AnvenderKontekst: {Cvr: system.cvr},
    UseKey: new crypto.X509Certificate(tls.cert).raw.toString('base64'),
    AppliesTo: {EndpointReference: {Address: sandbox.audiences[service]}},
    OnBehalfOf: null,
  });
  return Buffer.from(answer.RequestedSecurityToken.Assertion, 'base64');
}

function connect(token) {
  return amqp.connect(
      {protocol: 'amqps', hostname: amqps.host, port: amqps.port, vhost: amqps.vhost, frameMax: 131072},
      {...tls, servername: amqps.host, credentials: {mechanism: 'EXTERNAL', response: () => token}});
}

// Publishes a besked with confirms; the reply's StatusKode.
async function send(body) {
  const token = await fetchToken('afsend');
  const connection = await connect(token);
  const channel = await connection.createConfirmChannel();
  const correlationId = crypto.randomUUID();
  const reply = new Promise((resolve) => {
    channel.consume(amqps.reply_to, resolve, {noAck: true});
  });
  channel.publish(amqps.exchange, '', body, {
    mandatory: true,
    correlationId,
    replyTo: amqps.reply_to,
    messageId: crypto.randomUUID(),
    headers: {token: token.toString('utf8')},
  });
  await channel.waitForConfirms();
  const message = await reply;
  await connection.close();
  if (message.properties.correlationId !== correlationId) {
    throw new Error(`the reply's correlation-id is ${message.properties.correlationId}`);
  }
  return /<StatusKode>(\d+)<\/StatusKode>/.exec(message.content.toString('utf8'))[1];
}

// Takes the next besked from the dueslag and acks it.
async function receive(token) {
  const connection = await connect(token);
  const channel = await connection.createChannel();
  await channel.prefetch(1);
  const message = await new Promise((resolve, reject) => {
    channel.consume(dueslag, resolve).catch(reject);
  });
  channel.ack(message);
  await channel.close();
  await connection.close();
  return message.content;
}

// The code a get from a queue is refused with; undefined when it is not.
async function refused(token, queue) {
  const connection = await connect(token);
  const channel = await connection.createChannel();
  const refusal = new Promise((resolve) => channel.on('error', resolve));
  try {
    await channel.get(queue);
    return undefined;
  } catch {
    return (await refusal).code;
  } finally {
    await connection.close();
  }
}

async function main() {
  const status = await send(fs.readFileSync(besked));
  console.log('reply', status);
  if (status !== '20') throw new Error(`StatusKode ${status}, not 20`);
  const token = await fetchToken('modtag');
  fs.writeFileSync(modtaget, await receive(token));
  for (const [queue, expected] of [[crypto.randomUUID(), 404], [otherDueslag, 403]]) {
    const code = await refused(token, queue);
    console.log('refused', code);
    if (code !== expected) throw new Error(`queue ${queue}: ${code}, not ${expected}`);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
