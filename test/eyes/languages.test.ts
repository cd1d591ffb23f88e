import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Language, OFFERED, prefixOf } from '../../src/languages/index.ts';
import { withPrefix } from '../../src/lib/language/links.ts';
import { htmlFaults } from '../support/html.ts';
import { type Scene, type Scenes, setScenes } from './scenes.ts';

let all: Scenes;
beforeAll(async () => {
  all = await setScenes();
});
afterAll(async () => {
  await all?.close();
});

/** Every scene in a language; `look` says what is wrong with its page. */
async function everyPage(
  language: Language,
  look: (html: string, scene: Scene) => string[] | Promise<string[]>,
): Promise<string> {
  const faults: string[] = [];
  for (const scene of all.scenes) {
    const page = await all.people[scene.who].get(withPrefix(prefixOf(language), scene.path));
    if (page.status !== 200) faults.push(`${scene.path} (${scene.who}): answers ${page.status} to ${page.location}`);
    for (const fault of await look(page.html, scene)) faults.push(`${scene.path} (${scene.who}): ${fault}`);
  }
  return faults.join('\n');
}

/** What leads to other languages, each named in itself: the strip, and below a form its buttons. */
const OTHERS = /<nav class="languages[\s\S]*?<\/nav>|<button class="speak"[\s\S]*?<\/button>/gu;

/** What is seen or read aloud of a page, piece by piece: text and the attributes that hold words. */
const piecesOf = (html: string): string[] => {
  const body = html.replace(/<(script|style)[\s\S]*?<\/\1>/gu, '').replace(OTHERS, '');
  const words = [...body.matchAll(/ (?:aria-label|title|alt|content|data-[a-z-]+|placeholder)="([^"]*)"/gu)].map(
    ([, text]) => text ?? '',
  );
  return [...body.replace(/<[^>]*>/gu, '\0').split('\0'), ...words].map((text) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&')
      .replace(/[\u200b\ufeff]/gu, ''),
  );
};

/** What stands within the marks of the pseudo-language, marks within marks too, taken out. */
function withoutMarked(text: string): string {
  let left = text;
  while (/⟦[^⟦⟧]*⟧/u.test(left)) left = left.replace(/⟦[^⟦⟧]*⟧/gu, '');
  return left;
}

/** What staff typed, what the visitor typed, and what is printed on the postcard. */
const GIVEN =
  /久留米|本庁|総合支所|マイナンバーカードの受け取り|電子証明書の更新|台風のため|システムの点検のため|ご本人がお越し|はがきをお持ち|窓口に来る必要|来られる方|交付通知書|本人確認書類|手数料|運転免許証|通知カード|住民基本台帳|以前の|代理の|城南町|福岡県|平日|西暦|平成|令和|昭和|大正|[A-Z]{3}-\d{6}/u;

describe('the pseudo-language', () => {
  test('[8(3)①] no page has a word that stands in no catalogue', async () => {
    const loose = (html: string) =>
      piecesOf(html).flatMap((piece) => {
        const left = withoutMarked(piece).replace(/[⟦⟧～]/gu, '');
        return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(left) && !GIVEN.test(left) ? [left.trim()] : [];
      });
    expect(await everyPage('pseudo', loose)).toBe('');
  });

  test('control: a word outside is found', () => {
    expect(
      piecesOf('<p>⟦予約⟧</p><a title="⟦次⟧">戻る</a>')
        .map(withoutMarked)
        .filter((text) => text !== ''),
    ).toEqual(['戻る']);
    expect(withoutMarked('⟦{a}⟦b⟧c⟧d')).toBe('d');
  });
});

describe.each(OFFERED.filter((language) => language !== 'ja'))('%s', (language) => {
  const prefix = prefixOf(language);

  test('[8(3)①] every page is valid, stays within its language and leads to itself in every other', async () => {
    const look = async (html: string, { path }: Scene) => {
      const strip = /<nav class="languages[\s\S]*?<\/nav>/u.exec(html)?.[0] ?? '';
      const left = html.replace(OTHERS, '').replace(/<link[^>]*>/gu, '');
      const addresses = [...left.matchAll(/ (?:href|action|formaction)="(\/[^"]*)"/gu)].map(([, to]) => to ?? '');
      const outside = addresses.filter(
        (to) => !to.startsWith(`${prefix}/`) && to !== prefix && !to.startsWith(`${prefix}?`) && !to.startsWith('/assets/'),
      );
      const [place] = path.split('?');
      return [
        ...(await htmlFaults(html)),
        ...outside.map((to) => `leads out of the language: ${to}`),
        // A page in a frame of the city's own site has the language of the address that the site chose.
        ...(place === '/embed' || strip.includes(`href="${place}`) ? [] : ['no way to the same page in Japanese']),
      ];
    };
    expect(await everyPage(language, look)).toBe('');
  });
});

test('[8(3)①] in English nothing but what staff wrote, and what is printed on the postcard, is Japanese', async () => {
  const japanese = (html: string) =>
    piecesOf(html.replace(/<svg class="postcard"[\s\S]*?<\/svg>/u, '')).flatMap((piece) =>
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(piece) &&
      !GIVEN.test(piece) &&
      !/フリガナ|スミス/u.test(piece)
        ? [piece.trim()]
        : [],
    );
  expect(await everyPage('en', japanese)).toBe('');
});

test('[8(3)①] やさしい日本語 has a reading above every kanji that is not somebody’s own text', async () => {
  const bare = (html: string) =>
    piecesOf(html.replace(/<(title|option|svg|desc)\b[\s\S]*?<\/\1>/gu, '').replace(/<ruby[\s>][\s\S]*?<\/ruby>/gu, '')).flatMap(
      (piece) => (/\p{Script=Han}/u.test(piece) && !GIVEN.test(piece) && !/aria|content/u.test(piece) ? [piece.trim()] : []),
    );
  const texts = (html: string) => bare(html.replace(/ (?:aria-label|alt|content|data-[a-z-]+)="[^"]*"/gu, ''));
  expect(await everyPage('easy', texts)).toBe('');
});
