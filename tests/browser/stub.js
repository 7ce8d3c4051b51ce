// A stand-in for src/sapa/ that the browser tests steer: serves web/dist with the page's real headers and answers the
// API of docs/sapa-api.md from a world each test sets up. Listens on a free port of 127.0.0.1.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));
const API = '/sapa/api/v1';
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; " +
  'trusted-types svelte-trusted-html';

class Svar extends Error {
  constructor(status, kode) {
    super(kode);
    Object.assign(this, { status, kode });
  }
}

async function read_json(request) {
  let text = '';
  for await (const part of request) text += part;
  return text ? JSON.parse(text) : undefined;
}

function session_of(world, request) {
  const id = /(?:^|; )brevdue_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  const session = world.sessions.get(id);
  if (!session) throw new Svar(401, 'IKKE_LOGGET_IND');
  return session;
}

function check_csrf(session, request) {
  if (request.headers['x-csrf-token'] !== session.svar.csrf) throw new Svar(403, 'CSRF');
}

function login(world, body, response) {
  const bruger = world.brugere.find((en) => en.login === body.login);
  if (!bruger || body.adgangskode !== world.adgangskode) throw new Svar(401, 'FORKERT_LOGIN');
  const id = randomBytes(32).toString('hex');
  const svar = { bruger: { login: bruger.login, navn: bruger.navn }, myndighed: bruger.myndighed, roller: [], csrf: randomBytes(32).toString('hex') };
  world.sessions.set(id, { svar, opslag: new Map() });
  response.setHeader('Set-Cookie', `brevdue_session=${id}; Path=/sapa/; HttpOnly; SameSite=Strict`);
  return [201, svar];
}

function slaaop(world, session, body) {
  const id = randomBytes(16).toString('hex');
  session.opslag.set(id, { valgt: null });
  return [201, { id, navn: world.navn, cpr_maskeret: `${body.cpr.slice(0, 6)}-****`, formaal: world.formaal }];
}

function vaelg(world, opslag, body) {
  world.angivelser.push(body);
  const valg = world.formaal.find((et) => et.kode === body.kode);
  if (!valg || world.afvis_formaal) throw new Svar(403, 'FORMAAL_IKKE_DAEKKET');
  opslag.valgt = valg;
  return [200, { kode: valg.kode, tekst: valg.tekst, udloeber: '2026-05-15T13:00:00+02:00' }];
}

async function section(world, name, opslag) {
  world.kald.push(name);
  await world.vent[name];
  if (world.fejl[name]) throw world.fejl[name];
  const udk = opslag.valgt ? world.udk[name] : { tilstand: 'MANGLER_FORMAAL' };
  return [200, { hentet: '2026-05-15T12:00:00+02:00', egne: world.egne[name], udk }];
}

async function answer_api(world, request, response) {
  const path = request.url.slice(API.length);
  const method = request.method;
  const body = await read_json(request);
  if (path === '/brugere') return [200, world.brugere];
  if (path === '/session' && method === 'POST') return login(world, body, response);
  const session = session_of(world, request);
  if (method !== 'GET') check_csrf(session, request);
  if (path === '/session' && method === 'GET') return [200, session.svar];
  if (path === '/session') {
    world.sessions.clear();
    return [204];
  }
  if (world.fejl.opslag) throw world.fejl.opslag;
  if (path === '/opslag') return slaaop(world, session, body);
  const [, id, what] = /^\/opslag\/([0-9a-f]+)(?:\/(\w+))?$/.exec(path) ?? [];
  const opslag = session.opslag.get(id);
  if (!opslag) throw new Svar(404, 'UKENDT_OPSLAG');
  if (what === 'formaal') return vaelg(world, opslag, body);
  if (what) return section(world, what, opslag);
  session.opslag.delete(id);
  return [204];
}

async function answer_file(path) {
  const relative = path === '/sapa/' ? 'index.html' : normalize(path.slice('/sapa/'.length));
  if (relative.startsWith('..')) throw new Svar(404, 'UGYLDIG');
  return { body: await readFile(join(DIST, relative)), type: TYPES[extname(relative)] };
}

function send_json(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

async function handle(world, request, response) {
  response.setHeader('Content-Security-Policy', CSP);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  world.adresser.push(request.url);
  try {
    if (request.url.startsWith(API)) {
      send_json(response, ...(await answer_api(world, request, response)));
    } else {
      const file = await answer_file(request.url);
      response.writeHead(200, { 'Content-Type': file.type });
      response.end(file.body);
    }
  } catch (error) {
    if (error instanceof Svar) send_json(response, error.status, { kode: error.kode, reference: 'A1B2C3' });
    else send_json(response, 404, { kode: 'INTERN', reference: 'A1B2C3' });
  }
}

export const afvist = () => new Svar(403, 'INGEN_ADGANG');
export const kilde_nede = () => new Svar(503, 'KILDE_NEDE');

const GRUNDLAG = { formaal: 'Myndighedsopgave efter den sociale lovgivning (FM-02)', aftale: 'AFT-01', version: 1, hjemmel: 'Lov om Udbetaling Danmark § 8, stk. 1 (prøve)' };
const VINDUE = { fra: '2026-02-15', til: '2026-05-15' };
export const vist = (indhold) => ({ tilstand: 'VIST', vindue: VINDUE, grundlag: GRUNDLAG, indhold });

const ydelse = (kle, titel, udbetalt, beloeb_oere) => ({
  type: { kle, titel },
  periode: { fra: udbetalt, til: null },
  beloeb_oere,
  udbetalt,
});

// A citizen with something of everything.
export function make_world() {
  return {
    adgangskode: 'hemmelig',
    brugere: [
      { login: 'borgerservice1', navn: 'Borgerservice 1', myndighed: { cvr: '11111111', navn: 'Korsbæk Kommune' } },
    ],
    sessions: new Map(),
    navn: 'Tove Testperson',
    formaal: [
      { kode: 'FM-01', tekst: 'Vurdere, om en oplysning skal videregives til den anden myndighed', krav: 'INTET' },
      { kode: 'FM-02', tekst: 'Myndighedsopgave efter den sociale lovgivning', krav: 'SAG_ELLER_HENVENDELSE' },
    ],
    afvis_formaal: false,
    egne: {
      ydelser: [ydelse('32.24.04', 'Enkeltydelse', '2026-05-01', 123456)],
      sager: [
        {
          titel: 'Ansøgning om <b>enkeltydelse</b>',
          ident: { uuid: '6b1c1e4e-0b0a-4d0e-9d2c-0f1a2b3c4d5e', sagsnummer: 'K-2026-17' },
          kle: { nummer: '32.24.04', titel: 'Enkeltydelser' },
          status: 'OPLYST',
          datoer: { startet: '2026-04-02', afsluttet: null },
          ansvarlig: { enhed: 'Ydelse', myndighed: 'Korsbæk Kommune' },
        },
      ],
    },
    udk: {
      ydelser: vist([
        { ordning: 'BARSEL', ydelser: [] },
        { ordning: 'BOLIGSTOETTE', ydelser: [ydelse('32.06.04', 'Boligstøtte', '2026-05-01', 210000), ydelse('32.06.04', 'Boligstøtte', '2026-04-01', -5005)] },
        { ordning: 'FAMILIEYDELSE', ydelser: [ydelse('32.10.00', 'Børne- og ungeydelse', '2026-04-20', 450000)] },
        { ordning: 'PENSION', ydelser: [ydelse('32.03.04', 'Folkepension', '2026-04-30', 1234567)] },
      ]),
      sager: vist([
        {
          ident: { uuid: '0d9b5a0e-9a0d-4f43-8f0b-6a1d5c3e2b1a', sagsnummer: 'UDK-4711' },
          kle: { nummer: '32.06.04', titel: 'Boligstøtte' },
          status: 'AFGJORT',
          datoer: { startet: '2026-01-03', afsluttet: null },
          ansvarlig: { enhed: 'Boligstøtte', myndighed: 'Udbetaling Danmark' },
        },
      ]),
    },
    fejl: {}, // by 'opslag', 'ydelser', 'sager'
    vent: {}, // a promise a section's answer waits for
    kald: [], // sections asked for
    angivelser: [], // purposes asked for
    adresser: [],
  };
}

export async function start_stub(world) {
  const server = createServer((request, response) => void handle(world, request, response));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    adresse: `http://127.0.0.1:${server.address().port}/sapa/`,
    stop: () => new Promise((done) => (server.closeAllConnections(), server.close(done))),
  };
}
