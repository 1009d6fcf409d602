// A headless Chromium without network, its profile new and empty.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-component-update', '--disable-sync'];

// Writes a picture of the page. Chromium at times waits for a frame that never comes (seen once in
// some dozens of runs, on an idle page): asked again, it draws one.
export async function picture(page, path, options = {}) {
  for (let tries = 1; ; ++tries) {
    try {
      return await page.screenshot({ path, timeout: 30_000, ...options });
    } catch (error) {
      if (tries === 3) throw error;
      await page.bringToFront();
    }
  }
}

// Opens pages until it is closed. What a page asks the network for is refused and told in
// `problems`, with its errors and whatever its policy forbade.
export class Browser {
  static async start(options = {}) {
    const profile = mkdtempSync(join(tmpdir(), 'sightmark-browser-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS, offline: true,
      viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options });
    return new Browser(context, profile);
  }

  constructor(context, profile) {
    Object.assign(this, { context, profile, problems: [] });
  }

  async open(file) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(120_000);  // a machine that is busy with other tests is no failure
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    page.on('pageerror', error => this.problems.push(String(error.stack || error)));
    page.on('dialog', dialog => {
      this.problems.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on('request', request => {
      if (!/^(file|data|blob):/.test(request.url())) this.problems.push(`asked for ${request.url()}`);
    });
    await page.goto(String(pathToFileURL(file)));
    return page;
  }

  async close() {
    await this.context.close();
    rmSync(this.profile, { recursive: true, force: true });
  }
}
