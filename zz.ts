import { launch } from './test/support/browser.ts';
// usage: zz.ts login widths path=name ...
const [login = 'admin', widths = '1280', ...pages] = process.argv.slice(2);
const PW: Record<string,string> = { admin: 'demo-admin-kurume', madoguchi: 'demo-counter-kurume' };
const b = await launch();
const c = await b.newContext({ javaScriptEnabled: !process.env['NOJS'], locale: 'ja-JP', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
const p = await c.newPage();
await p.goto('http://localhost:4651/sign-in');
await p.fill('input[name=login]', login); await p.fill('input[type=password]', PW[login] ?? '');
await p.click('main button[type=submit]');
for (const one of pages) {
  const [path = '', name = ''] = one.split('~');
  for (const w of widths.split(',')) {
    await p.setViewportSize({ width: Number(w), height: 900 });
    if (process.env['PRINT']) await p.emulateMedia({ media: 'print' });
    await p.goto('http://localhost:4651' + path);
    const over = await p.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (Number(over) > 0) console.log(name, w, 'over by', over);
    const h = await p.evaluate('document.documentElement.scrollHeight');
    console.log(name, w, 'height', h, p.url());
    await p.screenshot({ path: `/tmp/desk-${name}-${w}.png`, fullPage: true });
  }
}
await b.close();
