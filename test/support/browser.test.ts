import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeBrowser, open } from './browser.ts';
import { htmlFaults } from './html.ts';

const page = (main: string) =>
  `<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>試験</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><style>body { font-family: sans-serif }</style></head><body><main><h1>試験</h1>${main}</main></body></html>`;

const SENT = '<form method="post" action="/x"><button type="submit">送る</button></form>';

const PAGES: Record<string, string> = {
  '/': page(
    '<form method="post" action="/next"><label for="n">お名前</label><input type="text" id="n" name="n"><button type="submit">次へ</button></form>',
  ),
  '/next': page('<p>次のページです。</p><script type="module" src="/next.js"></script>'),
  '/wide': page('<p id="w">x</p><style>#w { width: 2000px }</style>'),
  '/nameless': page('<p><input type="text" id="n" name="n"></p>'),
};

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/next.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end('document.querySelector("p").append("（script）")');
      return;
    }
    const html = PAGES[request.url ?? ''];
    response.writeHead(html === undefined ? 500 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
});

afterAll(async () => {
  await closeBrowser();
  server.close();
});

describe('the browser of the tests', () => {
  test.each([true, false])('walks with scripts %s and scans each page', async (js) => {
    const visitor = await open({ js, width: 375 });
    await visitor.go(`${origin}/`);
    await visitor.fill('お名前', '久留米 太郎');
    await visitor.press('次へ');
    expect(await visitor.heading()).toBe('試験');
    expect(await visitor.text()).toContain(js ? '（script）' : '次のページです。');
    expect((await visitor.text()).includes('（script）')).toBe(js);
    await visitor.close();
  });

  test.each([true, false])('a page that is too wide, nameless or broken fails the test, scripts %s', async (js) => {
    const visitor = await open({ js, width: 375 });
    await expect(visitor.go(`${origin}/wide`)).rejects.toThrow(/wider than the screen/);
    await expect(visitor.go(`${origin}/nameless`)).rejects.toThrow(/axe: label/);
    await expect(visitor.go(`${origin}/broken`)).rejects.toThrow(/answer 500/);
    await visitor.close();
  });

  test('Japanese is drawn with the font the product ships', async () => {
    const visitor = await open();
    await visitor.go(`${origin}/`);
    const session = await visitor.context.newCDPSession(visitor.page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'h1' });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    expect(fonts.map(({ familyName }) => familyName)).toEqual(['BIZ UDPGothic']);
    await visitor.close();
  });
});

describe('the check of the HTML', () => {
  test.each([
    '<form id="f" action="/x" method="post"></form><button type="submit" form="f">送る</button>',
    '<label>日<input type="date" name="d"></label>',
    '<dialog open>はい</dialog>',
    '<p style="color:red">赤</p>',
  ])('what Internet Explorer 11 or the CSP refuses is a fault: %s', async (main) => {
    expect(await htmlFaults(page(main))).not.toEqual([]);
  });

  test('an honest page has none', async () => {
    expect(await htmlFaults(PAGES['/'] ?? '')).toEqual([]);
  });

  test.each([
    ['<p><a href="/x?a=1&amp;b=2">a</a></p>', '<p><a href="/x?a=1&nosuch;b=2">a</a></p>'],
    [SENT, SENT.replace('/x', '')],
    [SENT, SENT.replace('/x', '/x y')],
    ['<p id="a1">1</p><p id="a2">2</p>', '<p id="a1">1</p><p id="a1">1</p>'],
    ['<p>1 &amp; 2</p>', '<p>1 & 2</p>'],
  ])('what differs from a page found clean by a fault alone is read again: %s', async (honest, faulty) => {
    expect(await htmlFaults(page(honest))).toEqual([]);
    expect(await htmlFaults(page(faulty))).not.toEqual([]);
  });

  test('a page found clean is told clean with other digits, addresses and values, and its own faults are seen', async () => {
    expect(await htmlFaults(page('<p>1月2日 <a href="/a/1">a</a></p>'))).toEqual([]);
    expect(await htmlFaults(page('<p>3月4日 <a href="/b/2">a</a></p>'))).toEqual([]);
    expect(await htmlFaults(page('<p>NaN月4日 <a href="/b/2">a</a></p>'))).toEqual(['a value that is none']);
  });
});
