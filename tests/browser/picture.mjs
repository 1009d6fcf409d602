// Takes the picture of a page's first screen. usage: node picture.mjs REPORT_HTML PNG
import { Browser, picture } from './browser.mjs';

const [report, file] = process.argv.slice(2);
const browser = await Browser.start({ viewport: { width: 1280, height: 900 } });
const page = await browser.open(report);
await picture(page, file);
await browser.close();
