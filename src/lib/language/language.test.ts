import { expect, test } from 'vitest';
import { linksWithin, withPrefix } from './links.ts';
import { readingBehind, rubyInHtml, rubyInLine, withoutRuby } from './ruby.ts';
import { type Counted, counted, put, type Template, type Templates } from './text.ts';

test('places are filled, also of several lines; a place nobody fills stays', () => {
  expect(put('{day}の|{time}まで' as unknown as Template<'day' | 'time'>, { day: '12月2日', time: '正午' })).toBe(
    '12月2日の|正午まで',
  );
  expect(put(['{n}回', 'まで'] as unknown as Templates<'n'>, { n: 3 })).toEqual(['3回', 'まで']);
  expect(put('{a} {b}' as unknown as Template<'a'>, { a: '{b}' })).toBe('{b} {b}');
});

test('a place at the end of a sentence whose words end in a full stop brings its own', () => {
  const until = 'Open until {until}. Not after.' as unknown as Template<'until'>;
  expect(put(until, { until: '9:00 a.m.' })).toBe('Open until 9:00 a.m. Not after.');
  expect(put(until, { until: '12:00 noon' })).toBe('Open until 12:00 noon. Not after.');
});

test('a text by number follows the language’s plurals', () => {
  const people = { one: '{count} person', other: '{count} people' } as unknown as Counted<'count'>;
  expect([1, 2].map((count) => counted('en', people, count, { count }))).toEqual(['1 person', '2 people']);
  expect(counted('ja', { other: '{count}人' } as unknown as Counted<'count'>, 1, { count: 1 })).toBe('1人');
});

test('readings stand above kanji in a page, behind them in a mail, and nowhere in titles, attributes and choices', () => {
  const text = '[市役所](しやくしょ)に [来](き)て';
  expect(withoutRuby(text)).toBe('市役所に 来て');
  expect(rubyInLine(text)).toBe('市役所（しやくしょ）に 来（き）て');
  expect(rubyInHtml(`<title>${text}</title><p aria-label="${text}" data-x="a>b">${text}</p><option>${text}</option>`)).toBe(
    '<title>市役所に 来て</title><p aria-label="市役所に 来て" data-x="a>b"><ruby>市役所<rp>（</rp><rt>しやくしょ</rt><rp>）</rp></ruby>\ufeffに <ruby>来<rp>（</rp><rt>き</rt><rp>）</rp></ruby>\ufeffて</p><option>市役所に 来て</option>',
  );
  // Other brackets, and what somebody typed.
  expect(rubyInHtml('<p>[注意](別紙) [a](b)</p><input value="[市](し)">')).toBe(
    '<p>[注意](別紙) [a](b)</p><input value="[市](し)">',
  );
});

test('[8(3)①] of a name the whole reading stands behind the whole; a reading too long for a line of large text is marked', () => {
  expect(['[耳納市民](みのうしみん)センター', '[本庁](ほんちょう)', '本庁', 'City Hall (本庁)'].map(readingBehind)).toEqual([
    '耳納市民センター（みのうしみんセンター）',
    '本庁（ほんちょう）',
    '本庁',
    'City Hall (本庁)',
  ]);
  expect(rubyInHtml('<b>お[田主丸総合支所](たぬしまるそうごうししょ)</b>')).toBe(
    '<b>お\ufeff<ruby class="ruby-long">田主丸総合支所<rp>（</rp><rt>たぬしまるそうごうししょ</rt><rp>）</rp></ruby></b>',
  );
});

test('no line breaks at the edge of a reading within a word: only at spaces, brackets and behind what a line ends with', () => {
  const seen = (text: string) =>
    rubyInHtml(`<p>${text}</p>`)
      .replaceAll('\ufeff', '+')
      .replaceAll(/<rp>.*?<\/rp>|<rt>.*?<\/rt>|<\/?p>/gu, '');
  expect(seen('お[名前](なまえ)を [書](か)きます。[次](つぎ)')).toBe(
    'お+<ruby>名前</ruby>+を <ruby>書</ruby>+きます。<ruby>次</ruby>',
  );
  expect(seen('[代理](だいり)[人](にん)（[家族](かぞく)など） 2[時](じ)・[分](ふん)')).toBe(
    '<ruby>代理</ruby>+<ruby>人</ruby>（+<ruby>家族</ruby>+など） 2+<ruby>時</ruby>+・<ruby>分</ruby>',
  );
});

test('counts with a reading of their own are read by it: ひとり, ふたりめ, ふつかご', () => {
  const read = (text: string) => rubyInLine(text);
  expect([1, 2, 3, 12].map((n) => read(`${n}[人](にん)`))).toEqual([
    '1人（ひとり）',
    '2人（ふたり）',
    '3人（にん）',
    '12人（にん）',
  ]);
  expect([2, 3].map((n) => read(`${n}[人目](にんめ)`))).toEqual(['2人目（ふたりめ）', '3人目（にんめ）']);
  expect([2, 10, 11].map((n) => read(`${n}[日](にち)[後](ご)`))).toEqual([
    '2日（ふつか）後（ご）',
    '10日（とおか）後（ご）',
    '11日（にち）後（ご）',
  ]);
  expect(read('1[日](にち)に 3[回](かい)')).toBe('1日（にち）に 3回（かい）');
  expect(rubyInHtml('<b>2[人](にん)</b>')).toBe('<b><ruby>2人<rp>（</rp><rt>ふたり</rt><rp>）</rp></ruby></b>');
});

test('links and forms stay within the language; files, anchors and the way to other languages do not change', () => {
  const html =
    '<a href="/"></a><a class="x" href="/times?day=1#a"></a><form action="/mail"></form><button formaction="/hold"></button><a href="#main"></a><a href="tel:1"></a><link href="/assets/a.css"><a href="/assets/a"></a><a href="/ko" lang="ko" hreflang="ko"></a><p title=" href=&quot;/x&quot;">href="/x"</p>';
  expect(linksWithin('/en', html)).toBe(
    '<a href="/en"></a><a class="x" href="/en/times?day=1#a"></a><form action="/en/mail"></form><button formaction="/en/hold"></button><a href="#main"></a><a href="tel:1"></a><link href="/assets/a.css"><a href="/assets/a"></a><a href="/ko" lang="ko" hreflang="ko"></a><p title=" href=&quot;/x&quot;">href="/x"</p>',
  );
  expect(linksWithin('', html)).toBe(html);
  expect([withPrefix('/en', '/?a=1'), withPrefix('/en', '/#x'), withPrefix('', '/')]).toEqual(['/en?a=1', '/en#x', '/']);
});
