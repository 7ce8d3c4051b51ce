// What every browser test starts from: a Chromium, a page on a stub of its own, and the judges of a whole page.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { make_world, start_stub } from './stub.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const CPR = '6101700000'; // 1 January 1970 with 60 added to the day: nobody's

export const start_browser = () =>
  chromium.launch({ executablePath: process.env.BREVDUE_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

// Runs `act` with a page; fails if the page breaks its Content-Security-Policy or throws.
export async function with_side(browser, { setup = () => {}, bredde = 1280 }, act) {
  const world = make_world();
  setup(world);
  const stub = await start_stub(world);
  const context = await browser.newContext({ viewport: { width: bredde, height: 720 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const klager = [];
  page.on('pageerror', (error) => klager.push(error.message));
  page.on('console', (line) => {
    if (/Content.Security.Policy|TrustedHTML/i.test(line.text())) klager.push(line.text());
  });
  try {
    await page.goto(stub.adresse);
    await act(page, world, context);
    assert.deepEqual(klager, []);
  } finally {
    await context.close();
    await stub.stop();
  }
}

export async function logind(page) {
  await page.getByLabel('Bruger').selectOption('borgerservice1');
  await page.getByLabel('Adgangskode').fill('hemmelig');
  await page.getByRole('button', { name: 'Log på' }).click();
  await page.getByRole('heading', { name: 'Søg borger' }).waitFor();
}

export async function slaaop(page) {
  await page.getByLabel('CPR-nummer').fill(CPR);
  await page.getByRole('button', { name: 'Søg' }).click();
  await page.getByRole('heading', { name: 'Sager', exact: true }).waitFor();
}

export async function vaelg_fm02(page) {
  await page.getByText('Myndighedsopgave efter den sociale lovgivning (FM-02)').click();
  await page.getByLabel('Sagsreference').fill('K-2026-17');
  await page.getByRole('button', { name: 'Brug formål' }).click();
  await page.getByText('Skift formål').waitFor();
}

// Through the debugger, so that the page's own policy stays as strict as it is.
export async function assert_axe(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document));
  const brud = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  assert.deepEqual(brud, []);
}

export async function assert_ingen_vandret_rulning(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0);
}
