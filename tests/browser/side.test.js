// SAPA's page in a real browser against the stub: its states, the keyboard alone, 320 px, accessibility, weight.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CPR, assert_axe, assert_ingen_vandret_rulning, logind, slaaop, start_browser, vaelg_fm02, with_side } from './side.js';
import { afvist, kilde_nede, vist } from './stub.js';

const MANGLER = 'Vælg formål for at se oplysninger fra Udbetaling Danmark';
let browser;
before(async () => {
  browser = await start_browser();
});
after(() => browser.close());

const text_of = (page) => page.locator('main').innerText();
const side = (navn, options, act) => test(navn, () => with_side(browser, options, act));

side('login: empty fields, wrong password, then in; the cookie is out of reach', {}, async (page, _world, context) => {
  await page.getByRole('button', { name: 'Log på' }).click();
  await page.getByText('Vælg en bruger.').waitFor();
  await assert_axe(page);
  await page.getByLabel('Bruger').selectOption('borgerservice1');
  await page.getByLabel('Adgangskode').fill('forkert');
  await page.getByRole('button', { name: 'Log på' }).click();
  await page.getByText('Brugeren eller adgangskoden er forkert.').waitFor();
  await assert_axe(page);
  await logind(page);
  const [cookie] = await context.cookies();
  assert.equal(cookie.httpOnly, true);
  assert.equal(cookie.sameSite, 'Strict');
  assert.equal(await page.evaluate(() => document.cookie), '');
  await page.reload();
  await page.getByText('Borgerservice 1, Korsbæk Kommune').waitFor();
});

side('without a purpose: own data, and the text that asks for one', {}, async (page) => {
  await logind(page);
  await slaaop(page);
  await page.getByText(MANGLER).nth(1).waitFor();
  const text = await text_of(page);
  assert.match(text, /Enkeltydelse/);
  assert.match(text, /K-2026-17/);
  assert.doesNotMatch(text, /Boligstøtte|UDK-4711/);
  assert.match(text, /610170-\*{4}/);
  assert.equal(await page.locator('input[type=radio]:checked').count(), 0);
  await assert_axe(page);
});

side('a purpose without its case is not sent; with it everything loads anew', {}, async (page, world) => {
  await logind(page);
  await slaaop(page);
  await page.getByRole('button', { name: 'Brug formål' }).click();
  await page.getByText('Vælg et formål.').waitFor();
  await page.getByText('Myndighedsopgave efter den sociale lovgivning (FM-02)').click();
  await page.getByRole('button', { name: 'Brug formål' }).click();
  await page.getByText('Skriv en sagsreference, eller hvad').waitFor();
  await assert_axe(page);
  assert.deepEqual(world.angivelser, []);
  await vaelg_fm02(page);
  await page.getByText('UDK-4711').waitFor();
  assert.deepEqual(world.angivelser, [{ kode: 'FM-02', sagsreference: 'K-2026-17' }]);
  assert.equal(world.kald.filter((et) => et === 'ydelser').length, 2);
});

side('full: schemes in order with amounts and picture, the case with its five groups', {}, async (page, world) => {
  await logind(page);
  await slaaop(page);
  await vaelg_fm02(page);
  await page.getByText('UDK-4711').waitFor();
  await page.getByRole('img', { name: /Tidslinje over udbetalinger 15\.02\.2026 – 15\.05\.2026.*Boligstøtte: 2/ }).waitFor();
  assert.deepEqual(await page.locator('h4').allInnerTexts(), ['Barsel', 'Boligstøtte', 'Familieydelse', 'Pension']);
  assert.equal(await page.locator('svg circle').count(), 4);
  const text = await text_of(page);
  for (const del of ['12.345,67 kr.', '-50,05 kr. (Regulering)', 'Ingen udbetalinger de seneste 3 måneder.', '32.06.04 Boligstøtte', 'Afgjort', '03.01.2026', 'Boligstøtte, Udbetaling Danmark', '<b>enkeltydelse</b>'])
    assert.ok(text.includes(del), del);
  await assert_axe(page);
  await page.getByText('Hvorfor ser jeg dette?').first().click();
  await page.getByText('AFT-01, version 1').first().waitFor();
  await assert_axe(page);
  assert.ok(world.adresser.every((adresse) => !adresse.includes(CPR)));
});

side('a scheme outside the agreement leaves no trace', { setup: (world) => world.udk.ydelser.indhold.shift() }, async (page) => {
  await logind(page);
  await slaaop(page);
  await vaelg_fm02(page);
  await page.getByText('UDK-4711').waitFor();
  assert.doesNotMatch(await page.content(), /Barsel/);
});

const tom = (world) => {
  world.navn = null;
  world.egne = { ydelser: [], sager: [] };
  world.udk = { ydelser: vist([{ ordning: 'PENSION', ydelser: [] }]), sager: vist([]) };
};
side('empty: each part says so', { setup: tom }, async (page) => {
  await logind(page);
  await slaaop(page);
  await vaelg_fm02(page);
  await page.getByText('Ingen udbetalinger de seneste 3 måneder.').waitFor();
  assert.equal(await page.getByText('Der er ingen sager, du har adgang til at se.').count(), 2);
  await assert_axe(page);
});

side('refused: the purpose', { setup: (world) => (world.afvis_formaal = true) }, async (page) => {
  await logind(page);
  await slaaop(page);
  await page.getByText('Vurdere, om en oplysning').click();
  await page.getByRole('button', { name: 'Brug formål' }).click();
  await page.getByText('Formålet er ikke dækket af en aktiv aftale.').waitFor();
  assert.doesNotMatch(await text_of(page), /UDK-4711/);
  await assert_axe(page);
});

side('refused: the search', { setup: (world) => (world.fejl.opslag = afvist()) }, async (page) => {
  await logind(page);
  await page.getByLabel('CPR-nummer').fill(CPR);
  await page.getByRole('button', { name: 'Søg' }).click();
  await page.getByText('Du har ikke adgang til denne funktion.').waitFor();
  await assert_axe(page);
});

side('failed: one section alone, and it can be tried again', { setup: (world) => (world.fejl.ydelser = kilde_nede()) }, async (page, world) => {
  await logind(page);
  await slaaop(page);
  await page.getByText('Vi kan ikke hente ydelser lige nu. Prøv igen.').waitFor();
  await page.getByText('K-2026-17').waitFor();
  assert.match(await text_of(page), /Fejlen har reference A1B2C3\./);
  await assert_axe(page);
  delete world.fejl.ydelser;
  await page.getByRole('button', { name: 'Prøv igen' }).click();
  await page.getByText('Egne udbetalinger').waitFor();
});

let slip;
side('loading: one section waits while the other is there', { setup: (world) => (world.vent.ydelser = new Promise((done) => (slip = done))) }, async (page) => {
  await logind(page);
  await slaaop(page);
  await page.getByText('K-2026-17').waitFor();
  await page.getByText('Henter ydelser …').waitFor();
  await assert_axe(page);
  slip();
  await page.getByText('Egne udbetalinger').waitFor();
});

side('the session is gone: nothing of the citizen stays', {}, async (page, world) => {
  await logind(page);
  await slaaop(page);
  await page.getByText('K-2026-17').waitFor();
  world.sessions.clear();
  await page.getByLabel('CPR-nummer').fill(CPR);
  await page.getByRole('button', { name: 'Søg' }).click();
  await page.getByText('Du er logget af. Log på igen for at fortsætte.').waitFor();
  assert.doesNotMatch(await page.content(), /K-2026-17|Tove/);
  await assert_axe(page);
});

for (const [cpr, fejl] of [['12345', 'CPR-nummeret skal have 10 cifre.'], ['9913700000', 'CPR-nummerets første seks cifre skal være en dato.']])
  side(`a CPR number that cannot be: ${cpr}`, {}, async (page) => {
    await logind(page);
    await page.getByLabel('CPR-nummer').fill(cpr);
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.getByText(fejl).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'cpr');
    await assert_axe(page);
  });

// Tab until the element in focus answers to `navn`; a page that traps or skips never gets there.
async function tab_til(page, navn) {
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const one = document.activeElement;
      return one.labels?.[0]?.innerText ?? one.innerText ?? '';
    });
    if (name.includes(navn)) return;
  }
  assert.fail(`the keyboard does not reach ${navn}`);
}

side('the keyboard alone, from login to the case', {}, async (page) => {
  await page.getByLabel('Bruger').waitFor();
  await tab_til(page, 'Gå til indhold');
  await page.keyboard.press('Enter');
  await tab_til(page, 'Bruger');
  await page.keyboard.press('ArrowDown');
  await tab_til(page, 'Adgangskode');
  await page.keyboard.type('hemmelig');
  await page.keyboard.press('Enter');
  await page.getByLabel('CPR-nummer').waitFor();
  await tab_til(page, 'CPR-nummer');
  await page.keyboard.type(CPR);
  await page.keyboard.press('Enter');
  await page.getByText(MANGLER).nth(1).waitFor();
  await tab_til(page, 'FM-01');
  await page.keyboard.press('ArrowDown');
  await tab_til(page, 'Sagsreference');
  await page.keyboard.type('K-2026-17');
  await page.keyboard.press('Enter');
  await page.getByText('UDK-4711').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.innerText), 'Tove Testperson');
  await tab_til(page, 'Skift formål');
  await tab_til(page, 'Hvorfor ser jeg dette?');
});

side('320 px: nothing scrolls sideways', { bredde: 320 }, async (page) => {
  await page.getByLabel('Bruger').waitFor();
  await assert_ingen_vandret_rulning(page);
  await logind(page);
  await slaaop(page);
  await assert_ingen_vandret_rulning(page);
  await vaelg_fm02(page);
  await page.getByText('UDK-4711').waitFor();
  await assert_ingen_vandret_rulning(page);
  await assert_axe(page);
});

test('the first load is at most 150 KB compressed', async () => {
  const dist = new URL('../../web/dist/', import.meta.url);
  let total = 0;
  for (const name of ['index.html', ...(await readdir(new URL('assets/', dist))).map((file) => `assets/${file}`)]) {
    const body = await readFile(new URL(name, dist));
    total += name.endsWith('.woff2') ? body.length : gzipSync(body).length;
  }
  assert.ok(total <= 150 * 1024, `${total} bytes`);
});
