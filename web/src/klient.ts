// Calls to SAPA's API. Errors are thrown as ApiFejl, whatever the cause: a page has one way to fail.

import {
  KODER,
  type Fejlsvar,
  type Formaalsangivelse,
  type Kode,
  type Loginanmodning,
  type Opslag,
  type SagerSvar,
  type Sandboxbruger,
  type Session,
  type ValgtFormaal,
  type YdelserSvar,
} from './api';

const BASE = '/sapa/api/v1';
const TIMEOUT_MS = 5000; // of a section (spec sapa 6)

export class ApiFejl extends Error {
  constructor(
    readonly kode: Kode,
    readonly reference: string | null,
  ) {
    super(kode);
  }
}

let csrf = '';
let onUdlogget: () => void = () => {};

// What to do when the server no longer knows the session.
export function setUdlogget(handler: () => void): void {
  onUdlogget = handler;
}

async function read_fejl(response: Response): Promise<ApiFejl> {
  try {
    const body = (await response.json()) as Partial<Fejlsvar>;
    const kode = KODER.find((one) => one === body.kode) ?? 'INTERN';
    return new ApiFejl(kode, typeof body.reference === 'string' ? body.reference : null);
  } catch {
    return new ApiFejl('INTERN', null);
  }
}

async function send(method: string, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  try {
    return await fetch(BASE + path, init);
  } catch {
    throw new ApiFejl('KILDE_NEDE', null);
  }
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(method, path, body);
  if (!response.ok) {
    const fejl = await read_fejl(response);
    if (fejl.kode === 'IKKE_LOGGET_IND') onUdlogget();
    throw fejl;
  }
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiFejl('INTERN', null); // not JSON, or cut short
  }
}

function remember(session: Session): Session {
  csrf = session.csrf;
  return session;
}

const opslag_sti = (id: string): string => `/opslag/${encodeURIComponent(id)}`;

export const api = {
  brugere: () => call<Sandboxbruger[]>('GET', '/brugere'),
  session: async () => remember(await call<Session>('GET', '/session')),
  logind: async (om: Loginanmodning) => remember(await call<Session>('POST', '/session', om)),
  logud: () => call<void>('DELETE', '/session'),
  slaaop: (cpr: string) => call<Opslag>('POST', '/opslag', { cpr }),
  luk: (id: string) => call<void>('DELETE', opslag_sti(id)),
  vaelg_formaal: (id: string, om: Formaalsangivelse) => call<ValgtFormaal>('PUT', `${opslag_sti(id)}/formaal`, om),
  ydelser: (id: string) => call<YdelserSvar>('GET', `${opslag_sti(id)}/ydelser`),
  sager: (id: string) => call<SagerSvar>('GET', `${opslag_sti(id)}/sager`),
};
