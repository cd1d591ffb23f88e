import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailAddress, phoneNumber, showPhone } from './contact.ts';
import { birthYear, dayLying, dayParam, dayTyped, monthDay } from './days.ts';
import { noticeId, reservationNumber, slotId, smallId, typedNoticeId, urlCode, uuid } from './ids.ts';
import { isLatinReading } from './latin.ts';
import { endsInSum, figureColumns, wholeNumber } from './numbers.ts';
import { strangeInId, strangeInKana, strangeInMail, strangeInName, strangeInReading } from './strange.ts';
import { freeText, kanaName, lineOfText, linesOfText, nameAsGiven, personName, readingName } from './texts.ts';
import { timeOfDay } from './times.ts';

const good = <T>(value: T) => ({ ok: true, value });
const bad = (reason: string) => ({ ok: false, reason });

describe('noticeId', () => {
  it.each(['A1B-123456', 'ａ１ｂ－１２３４５６', 'a1b123456', ' A1B ー 123456 ', 'a1b−123456', 'A1B―123 456'])('%s', (typed) =>
    expect(noticeId(typed)).toEqual(good('A1B-123456')),
  );
  it.each(['A1-123456', 'A1B-12345', 'A1B-1234567', 'あいう-123456', 'A1B_123456', "A1B-123456'--"])(
    '%s is unreadable',
    (typed) => expect(noticeId(typed)).toEqual(bad('unreadable')),
  );
  it('tells missing from wrong', () => {
    expect([noticeId(''), noticeId('　'), noticeId(undefined)]).toEqual([bad('empty'), bad('empty'), bad('empty')]);
    expect(noticeId(['A1B-123456', 'A1B-123456'])).toEqual(bad('unreadable'));
  });
});

describe('what people type can be mended, or is named', () => {
  it.each(['A1B-12345O', 'a1b-i2345o', 'A1Bl2345０'])('%s: letters among the digits of an ID', (typed) =>
    expect(typedNoticeId(typed)).toEqual(good('A1B-123450')),
  );
  it('letters in front stay letters, and a file is read as it is', () => {
    expect(typedNoticeId('OIL-000001')).toEqual(good('OIL-000001'));
    expect(noticeId('A1B-12345O')).toEqual(bad('unreadable'));
  });
  it.each([
    ['A1B-1234567', { digits: 1 }],
    ['A1B-12345', { digits: -1 }],
    ['a1b12345678', { digits: 2 }],
    ['A1B-12S456', { sign: 'S' }],
    ['A1B-1234あ6', { sign: 'あ' }],
  ])('an ID %s', (typed, strange) => expect(strangeInId(typed)).toEqual(strange));
  it.each([
    ['ミャ－ミャ', 'ミャーミャ'],
    ['ﾐｬ-ﾐｬ', 'ミャーミャ'],
    ['グエン＝アイン', 'グエン・アイン'],
    ['ハンス=ペーター', 'ハンス・ペーター'],
    ['ジョン．スミス', 'ジョン・スミス'],
    ['さとー\u200bはなこ', 'サトーハナコ'],
    ...Array.from('ー‐‑–—―−－', (long) => [`コ${long}タ`, 'コータ']),
  ])('kana %s', (typed, kana) => expect(kanaName(typed)).toEqual(good(kana)));
  it.each([
    ['久ルメ ハナコ', { sign: '久' }],
    ['クルメ Hanako', { sign: 'H' }],
  ])('kana %s', (typed, strange) => {
    expect(kanaName(typed)).toEqual(bad('unreadable'));
    expect(strangeInKana(typed)).toEqual(strange);
  });
  it('a picture is no part of a name', () => {
    expect([personName('久留米😀花子'), strangeInName('久留米😀花子')]).toEqual([bad('unreadable'), { sign: '😀' }]);
    expect(personName('髙﨑　邉子')).toEqual(good('髙﨑　邉子'));
  });
  it.each([
    ['kurume\u200b@example.jp', 'kurume@example.jp'],
    ['kurume @ example.jp', 'kurume@example.jp'],
    ['kurume＠example。jp', 'kurume@example.jp'],
  ])('mail %j', (typed, address) => expect(mailAddress(typed)).toEqual(good(address)));
  it.each([
    ['kurume.example.jp', { lacks: 'at' }],
    ['kurume@example', { lacks: 'domain' }],
    ['kurume@', { lacks: 'domain' }],
    ['くるめ@example.jp', { sign: 'く' }],
    ['kuru me@example.jp', { sign: ' ' }],
    ['a@b@example.jp', { sign: '@' }],
  ])('mail %s', (typed, strange) => {
    expect(mailAddress(typed)).toEqual(bad('unreadable'));
    expect(strangeInMail(typed)).toEqual(strange);
  });
});

describe('birthdays', () => {
  it('read months and days', () => {
    expect(monthDay('２', '29日')).toEqual(good({ month: 2, day: 29 }));
    expect(monthDay('02月', ' 9 ')).toEqual(good({ month: 2, day: 9 }));
  });
  it.each([
    ['2', '30'],
    ['13', '1'],
    ['0', '1'],
    ['4', '31'],
    ['12', '0'],
  ])('%s月%s日 is impossible', (m, d) => expect(monthDay(m, d)).toEqual(bad('impossible')));
  it('read years', () => {
    for (const typed of ['1947', '１９４７年', '昭和22', 'S22', '昭２２年', 's.22']) expect(birthYear(typed)).toEqual(good(1947));
    expect(birthYear('平成元年')).toEqual(good(1989));
    expect([birthYear('昭和70'), birthYear('0001'), birthYear('47'), birthYear('紀元22')]).toEqual(
      ['impossible', 'impossible', 'unreadable', 'unreadable'].map(bad),
    );
  });
  it('links carry one form of day', () => {
    expect(dayParam('2026-11-23')).toEqual(good('2026-11-23'));
    expect([dayParam('2026-02-30'), dayParam('2026-1-1'), dayParam('0000-01-01')]).toEqual(
      ['impossible', 'unreadable', 'impossible'].map(bad),
    );
  });
});

describe('days as staff type them', () => {
  const day = dayTyped('2026-11-23');
  it.each([
    ['令和8年12月1日', '2026-12-01'],
    ['令和８年１２月１日（火）', '2026-12-01'],
    ['R8.12.1', '2026-12-01'],
    ['2026-12-01', '2026-12-01'],
    ['2026/12/1', '2026-12-01'],
    ['２０２６ー１２ー１', '2026-12-01'],
    ['20261201', '2026-12-01'],
    ['12月1日', '2026-12-01'],
    ['１２／１（火）', '2026-12-01'],
    ['11月23日', '2026-11-23'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (typed, read) => expect(day(typed)).toEqual(good(read)));
  it.each([
    ['', 'empty'],
    ['　', 'empty'],
    ['令和8年12月', 'unreadable'],
    ['不明', 'unreadable'],
    ['きのう', 'unreadable'],
    ['12', 'unreadable'],
    ['2026-02-30', 'impossible'],
    ['13月1日', 'impossible'],
    ['0/5', 'impossible'],
    ['12月1日（月）', 'impossible'],
    ['令和8年12月1日(水曜)', 'impossible'],
  ])('%s is refused: %s', (typed, reason) => expect(day(typed)).toEqual(bad(reason)));
  it.each([
    ['11月22日', '2027-11-22'],
    ['1/5', '2027-01-05'],
    ['2/29', undefined],
  ])('%s without a year is past: not taken, and next year’s is what is asked about', (typed, next) =>
    expect(day(typed)).toEqual({ ok: false, reason: 'impossible', ...(next === undefined ? {} : { detail: next }) }),
  );
  it('the 29th of February is asked about in the year that has one', () => {
    expect(dayTyped('2027-03-01')('2/29')).toEqual({ ok: false, reason: 'impossible', detail: '2028-02-29' });
    expect(dayTyped('2028-02-01')('2/29')).toEqual(good('2028-02-29'));
  });
  it.each([
    ['2026-12-01', '11/20', '2026-11-20'],
    ['2026-12-28', '1/5', '2027-01-05'],
    ['2027-01-03', '12/28', '2026-12-28'],
    ['2026-11-23', '2026-02-01', '2026-02-01'],
  ])('a day that is only looked at on %s: %s is %s', (today, typed, read) =>
    expect(dayLying(today, 'near')(typed)).toEqual(good(read)),
  );
  it.each([
    ['2026-12-01', '11/30', '2026-11-30'],
    ['2026-12-01', '12/1', '2026-12-01'],
    ['2026-12-01', '12/5', '2026-12-05'],
    ['2026-12-20', '1/5', '2027-01-05'],
    ['2026-12-01', '2/5', '2026-02-05'],
    ['2026-12-01', '5/1', '2026-05-01'],
    ['2027-02-10', '2/29', '2024-02-29'],
    ['2026-12-01', '2027-02-01', '2027-02-01'],
  ])('a day of what was done, on %s: %s is %s', (today, typed, read) =>
    expect(dayLying(today, 'behind')(typed)).toEqual(good(read)),
  );
});

describe('times of day', () => {
  it.each([
    ['9:00', 540],
    ['９：３０', 570],
    ['09:05', 545],
    ['9時', 540],
    ['９時半', 570],
    ['17時15分', 1035],
    ['午後1時15分', 795],
    ['午前 9:30', 570],
    ['午後0時', 720],
    ['9', 540],
    ['17', 1020],
    ['930', 570],
    ['1715', 1035],
    ['0:00', 0],
    ['24:00', 1440],
    ['9:00:00', 540],
    ['０９：３０：００', 570],
  ])('%s is %i minutes', (typed, minute) => expect(timeOfDay(typed)).toEqual(good(minute)));
  it.each([
    ['', 'empty'],
    ['25:00', 'impossible'],
    ['24:01', 'impossible'],
    ['２５時', 'impossible'],
    ['9:60', 'impossible'],
    ['2460', 'impossible'],
    ['午後12時', 'impossible'],
    ['午後13時', 'impossible'],
    ['9:5', 'unreadable'],
    ['9:00:30', 'unreadable'],
    ['-1:00', 'unreadable'],
    ['12345', 'unreadable'],
    ['正午', 'unreadable'],
  ])('%s is refused: %s', (typed, reason) => expect(timeOfDay(typed)).toEqual(bad(reason)));
});

describe('mailAddress', () => {
  it.each([
    ['a..b@docomo.ne.jp', 'a..b@docomo.ne.jp'],
    ['.ab.@ezweb.ne.jp', '.ab.@ezweb.ne.jp'],
    [' Taro@Example.JP　', 'Taro@example.jp'],
    ['ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ', 'taro@example.jp'],
    ["o'neil+x@mail.example.co.jp", "o'neil+x@mail.example.co.jp"],
    ['a@xn--wgv71a.jp', 'a@xn--wgv71a.jp'],
  ])('%s', (typed, address) => expect(mailAddress(typed)).toEqual(good(address)));
  it.each([
    'a@b.jp\r\nBcc: c@d.jp',
    'a@b.jp\nX: y',
    'a@b.jp,c@d.jp',
    'a@b.jp;c@d.jp',
    'A <a@b.jp>',
    '"a b"@c.jp',
    'a(x)@b.jp',
    'a@b',
    'a@.jp',
    'a@b..jp',
    '@b.jp',
    'a@',
    'a b@c.jp',
    'a@192.168.0.1',
    'a@b.jp\u0000',
    'あ@b.jp',
    'a@あ.jp',
    'a@b@c.jp',
    'a\ud800@b.jp',
    'a@-b.jp',
    `${'a'.repeat(65)}@b.jp`,
  ])('%j is unreadable', (typed) => expect(mailAddress(typed)).toEqual(bad('unreadable')));
  it('has its limits', () => {
    const domain = `${'d'.repeat(62)}.`.repeat(3);
    expect(mailAddress(`${'a'.repeat(64)}@${domain}jp`)).toEqual(bad('too-long'));
    expect(mailAddress(`a@${'b.'.repeat(1000)}jp`)).toEqual(bad('too-long'));
    expect(mailAddress('a'.repeat(2_000_000))).toEqual(bad('too-long'));
  });
});

describe('phoneNumber', () => {
  it.each([
    ['０９４２（３０）１２３４', '0942301234', '0942-30-1234'],
    ['090-1234-5678', '09012345678', '090-1234-5678'],
    ['+81 90 1234 5678', '09012345678', '090-1234-5678'],
    ['+81(0)942-30-1234', '0942301234', '0942-30-1234'],
    ['0120ー123ー456', '0120123456', '0120-123-456'],
    ['0800 123 4567', '08001234567', '0800-123-4567'],
    ['092 123 4567', '0921234567', '092-123-4567'],
    ['+1 212 555 0123', '+12125550123', '+12125550123'],
  ])('%s', (typed, digits, shown) => {
    expect(phoneNumber(typed)).toEqual(good(digits));
    expect(showPhone(digits)).toBe(shown);
  });
  it.each(['123', '0942-30-123', '090-1234-56789', '久留米', '090-1234-5678 内線3'])('%s is unreadable', (typed) =>
    expect(phoneNumber(typed)).toEqual(bad('unreadable')),
  );
});

describe('ids', () => {
  it('reservation numbers are four and four', () => {
    for (const typed of ['12345678', '１２３４－５６７８', '1234 5678'])
      expect(reservationNumber(typed)).toEqual(good('1234-5678'));
    expect(reservationNumber('1234567')).toEqual(bad('unreadable'));
  });
  it('rows, uuids and numbers', () => {
    expect(uuid('0190163D-8694-739B-AEA5-966C26F8AD91')).toEqual(good('0190163d-8694-739b-aea5-966c26f8ad91'));
    expect(uuid('0190163d')).toEqual(bad('unreadable'));
    expect([slotId('42'), slotId('0'), slotId('-1'), slotId('1.5'), slotId('1e9')]).toEqual([
      good(42),
      bad('impossible'),
      bad('impossible'),
      bad('unreadable'),
      bad('unreadable'),
    ]);
    expect(wholeNumber(0, 10)('１０')).toEqual(good(10));
  });
  it('codes of offices and services', () => {
    expect([
      urlCode(' Kitano-２ '),
      urlCode('card-pickup'),
      urlCode('-a'),
      urlCode('北野'),
      urlCode('a'.repeat(41)),
      urlCode(''),
    ]).toEqual([good('kitano-2'), good('card-pickup'), bad('unreadable'), bad('unreadable'), bad('unreadable'), bad('empty')]);
    expect([smallId('2147483647'), smallId('2147483648')]).toEqual([good(2_147_483_647), bad('impossible')]);
  });
  it('numbers may bring the unit that stands beside their field', () => {
    const people = wholeNumber(1, 200, '人');
    expect([
      people('８人'),
      people(' 8 人 '),
      people('8'),
      people('8件'),
      people('人'),
      people('201人'),
      people('-1'),
      people('1e9'),
    ]).toEqual([
      good(8),
      good(8),
      good(8),
      bad('unreadable'),
      bad('unreadable'),
      bad('impossible'),
      bad('impossible'),
      bad('unreadable'),
    ]);
  });
});

describe('names and texts', () => {
  it('names keep their bytes', () => {
    expect(personName('　\u{fa19}谷 葛\u{e0100}子 ')).toEqual(good('\u{fa19}谷 葛\u{e0100}子'));
    expect(nameAsGiven('山田　太郎　')).toEqual(good('山田　太郎　'));
    expect(personName('𠮷'.repeat(100))).toEqual(good('𠮷'.repeat(100)));
    expect([
      personName('あ'.repeat(101)),
      personName('a\u0000'),
      personName('\ud83d'),
      personName('a\nb'),
      personName('　'),
    ]).toEqual(['too-long', 'unreadable', 'unreadable', 'unreadable', 'empty'].map(bad));
  });
  it('long runs of spaces cost nothing', () => {
    expect(freeText(100_000)(`a${' '.repeat(90_000)}b`).ok).toBe(true);
  });
  it('one thing a line', () => {
    expect(linesOfText(3, 10)('車いす対応　\r\n\n だれでもトイレ')).toEqual(good(['車いす対応', 'だれでもトイレ']));
    expect([linesOfText(3, 10)(''), linesOfText(3, 10)(undefined)]).toEqual([good([]), good([])]);
    expect([linesOfText(2, 10)('a\nb\nc'), linesOfText(3, 3)('abcd'), linesOfText(3, 3)('a\u0000')]).toEqual(
      ['too-long', 'too-long', 'unreadable'].map(bad),
    );
  });
  it('texts keep their lines', () => {
    expect(freeText(20)('一行目\r\n二行目\r')).toEqual(good('一行目\n二行目'));
    // Those may not be kept, whatever a person types around them (番号法 第20条).
    for (const parse of [freeText(100), lineOfText(100), linesOfText(3, 40), personName, kanaName])
      for (const typed of ['123456789018', '夫 １２３４－５６７８－９０１８', "'1234 5678 9018"])
        expect(parse(typed), typed).toEqual(bad('impossible'));
    expect(freeText(100)('折り返し 0942-30-1234、090-1234-5678')).toEqual(good('折り返し 0942-30-1234、090-1234-5678'));
    expect(lineOfText(20)('一行目\n二行目')).toEqual(bad('unreadable'));
    expect([freeText(5)('123456'), freeText(5)('a\u0007'), freeText(5)(' ')]).toEqual(
      ['too-long', 'unreadable', 'empty'].map(bad),
    );
  });
});

describe('any input is answered', () => {
  const parsers = {
    noticeId,
    reservationNumber,
    uuid,
    slotId,
    birthYear,
    dayParam,
    dayTyped: dayTyped('2026-11-23'),
    timeOfDay,
    capacity: wholeNumber(0, 200, '人'),
    mailAddress,
    phoneNumber,
    personName,
    nameAsGiven,
    text: freeText(1000),
    line: lineOfText(100),
    urlCode,
    monthDay: (x: unknown) => monthDay(x, x),
  };
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
    fc.string({ unit: fc.constantFrom(...'０1aＡ@＠.．-－ー年月日元令和SRH\u0000\ud83d👩\u200d \n\r') }),
  );
  const huge = [
    '9'.repeat(2_000_000),
    '\u0000'.repeat(2_000_000),
    '\ud800'.repeat(1_000_000),
    '👩‍👩‍👧'.repeat(200_000),
    ' '.repeat(2_000_000),
    '-'.repeat(2_000_000),
  ];
  it.each(Object.entries(parsers))('%s', (_name, parse) => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.anything()), (input) => {
        expect(typeof parse(input).ok).toBe('boolean');
      }),
      { numRuns: 400 },
    );
    for (const input of huge) expect(parse(input).ok).toBe(false);
    fc.assert(
      fc.property(anyText, (input) => {
        const once = parse(input);
        if (once.ok && typeof once.value === 'string') expect(parse(once.value)).toEqual(once);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a reading in kana or in Latin letters', () => {
  it.each([
    ['くるめ はなこ', 'クルメ ハナコ'],
    ['Smith  Anna', 'SMITH ANNA'],
    ['ｓｍｉｔｈ　ａｎｎａ', 'SMITH ANNA'],
    ['Nguyễn Văn Đạt', 'NGUYEN VAN DAT'],
    ["O'Brien, Anne-Marie", "O'BRIEN, ANNE-MARIE"],
    ['Łukasz Straße', 'LUKASZ STRASSE'],
    ['Əliyev Məmməd', 'ALIYEV MAMMAD'],
    ['Þórður Guðrún', 'THORDUR GUDRUN'],
    ['İlħan Ŋala Ŧor', 'ILHAN NALA TOR'],
  ])('%s', (typed, reading) => expect(readingName(typed)).toEqual(good(reading)));
  it.each(['阮文安', '김민수', 'スミス ANNA', 'Анна', '-', "'", 'SMITH 2'])('%s is unreadable', (typed) =>
    expect(readingName(typed)).toEqual(bad('unreadable')),
  );
  it.each([
    ['阮文安', { sign: '阮' }],
    ['Ɂanna', { sign: 'Ɂ' }],
    ['ǃXóõ Anna', { sign: 'ǃ' }],
    ['Smith 2', { sign: '2' }],
    ['Nguyễn Văn An', undefined],
    ['Əliyev スミス', undefined],
  ])('%s: the sign it may not have is named', (typed, strange) => expect(strangeInReading(typed)).toEqual(strange));
  it('is known by its letters', () =>
    expect(['SMITH ANNA', 'スミス アンナ', ''].map(isLatinReading)).toEqual([true, false, false]));
});

it('figures of a table of texts stand at the right; names, days and 番号 do not; a last row 計 is the sum', () => {
  const rows = [
    ['1', '本庁', '1,234', '99.95%', ''],
    ['計', '', '12', '100%', '令和8年12月1日（火）'],
  ];
  expect(figureColumns(['番号', '交付場所', '予約', '稼働率', '日'], rows)).toEqual([false, false, true, true, false]);
  expect(figureColumns(['正常'], [])).toEqual([false]);
  expect([endsInSum(rows), endsInSum([])]).toEqual([true, false]);
});
