// The contract between SAPA's page and src/sapa/: every body, and every code an error may carry. docs/sapa-api.md says
// the same in words, with paths and status codes. Dates are ISO (2026-05-15), times ISO with offset, amounts whole oere.

export const KODER = [
  'IKKE_LOGGET_IND', 'FORKERT_LOGIN', 'FOR_MANGE_FORSOEG', 'CSRF', 'INGEN_ADGANG', 'FORMAAL_IKKE_DAEKKET',
  'FORMAAL_UFULDSTAENDIGT', 'UKENDT_OPSLAG', 'UGYLDIG', 'KILDE_NEDE', 'INTERN',
] as const;
export type Kode = (typeof KODER)[number];

export interface Fejlsvar {
  kode: Kode;
  reference: string; // for the operator; holds nothing personal
}

export interface Myndighed {
  cvr: string;
  navn: string;
}

// GET /brugere: only the sandbox has it; elsewhere 404.
export interface Sandboxbruger {
  login: string;
  navn: string;
  myndighed: Myndighed;
}

// POST /session
export interface Loginanmodning {
  login: string;
  adgangskode: string;
}

// POST and GET /session
export interface Session {
  bruger: { login: string; navn: string };
  myndighed: Myndighed;
  roller: string[];
  csrf: string; // sent back as X-CSRF-Token with everything that is no GET
}

export type Formaalskode = `FM-0${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

// What must be said with a purpose (spec udveksling 6.5).
export type Formaalskrav = 'INTET' | 'SAG_ELLER_HENVENDELSE' | 'SAG' | 'SAMTYKKE';

// A purpose that both the user's role and an agreement in force allow.
export interface Formaalsvalg {
  kode: Formaalskode;
  tekst: string;
  krav: Formaalskrav;
}

// POST /opslag. A CPR number stands in bodies only, never in an address.
export interface Opslagsanmodning {
  cpr: string; // ten digits
}
export interface Opslag {
  id: string; // random, of this session only; ends with DELETE /opslag/{id} or the session
  navn: string | null; // null when no register gives one
  cpr_maskeret: string; // '010170-****'
  formaal: Formaalsvalg[];
}

// PUT /opslag/{id}/formaal
export interface Formaalsangivelse {
  kode: Formaalskode;
  sagsreference?: string;
  henvendelse?: string; // what the new request is about, where there is no case yet
  samtykke?: string; // who, when, where filed
}
export interface ValgtFormaal {
  kode: Formaalskode;
  tekst: string;
  udloeber: string; // 60 minutes after the choice
}

// UDK's part of a section. Schemes and field groups outside the agreement are absent, without a trace.
export type UdkDel<T> =
  | { tilstand: 'MANGLER_FORMAAL' | 'FORMAAL_UDLOEBET' | 'INGEN_AFTALE' }
  | { tilstand: 'VIST'; vindue: Vindue; grundlag: Grundlag; indhold: T[] };

export interface Vindue {
  fra: string; // both days are within
  til: string;
}

// Why it is shown.
export interface Grundlag {
  formaal: string;
  aftale: string; // 'AFT-01'
  version: number;
  hjemmel: string;
}

export interface Afsnit<Egen, Udk> {
  hentet: string;
  egne: Egen[];
  udk: UdkDel<Udk>;
}

export type Ordning = 'BARSEL' | 'BOLIGSTOETTE' | 'FAMILIEYDELSE' | 'PENSION';

// One payment. A field whose group (YD_*) the agreement lacks is absent.
export interface Ydelse {
  type?: { kle: string; titel: string }; // YD_TYPE
  periode?: { fra: string; til: string | null }; // YD_PERIODE
  beloeb_oere?: number; // YD_BELOEB; below zero: a correction
  udbetalt?: string; // YD_DATO
  modtager?: string; // YD_MODTAGER, when it is not the party
}

export interface Ordningsgruppe {
  ordning: Ordning;
  ydelser: Ydelse[];
}

// GET /opslag/{id}/ydelser
export type YdelserSvar = Afsnit<Ydelse, Ordningsgruppe>;

export type Fremdrift = 'OPSTAAET' | 'OPLYST' | 'AFGJORT' | 'BESTILT' | 'UDFOERT' | 'AFSLUTTET';

// A case of another authority: the five field groups of AFT-02; one that the agreement lacks is absent.
export interface UdkSag {
  ident?: { uuid: string; sagsnummer: string }; // SAG_IDENT
  kle?: { nummer: string; titel: string }; // SAG_KLE
  status?: Fremdrift; // SAG_STATUS
  datoer?: { startet: string; afsluttet: string | null }; // SAG_DATOER
  ansvarlig?: { enhed: string; myndighed: string }; // SAG_ANSVARLIG
}

// One's own authority's case: the same, and its title.
export type EgenSag = Required<UdkSag> & { titel: string };

// GET /opslag/{id}/sager
export type SagerSvar = Afsnit<EgenSag, UdkSag>;
