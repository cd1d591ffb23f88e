import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { pdfText } from '../../../../test/support/pdf-text.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { readClosing } from '../../../closing/read.ts';
import { formatsOf, OFFERED } from '../../../languages/index.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { rubyInLine } from '../../../lib/language/ruby.ts';
import { drawPdf } from '../../../lib/pdf/draw.ts';
import { closingPoster } from '../../../lists/poster.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let id: number;
const REASON = '停電のため';

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(3));
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  await fresh.db.run(sql`
    UPDATE offices.offices SET names = '{"en": "City Hall", "zh": "总厅", "ko": "본청", "vi": "Tòa thị chính"}' WHERE id = ${city.main}`);
  for (const [language, body] of Object.entries({ en: 'A power cut', zh: '因为停电', vi: 'Mất điện' }))
    await fresh.db.run(
      sql`INSERT INTO site.translations (source, language, body, at) VALUES (${REASON}, ${language}, ${body}, lib.now())`,
    );
  ({ id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO closing.closings (form_id, office_id, from_day, to_day, from_minute, to_minute, reason, closed_at)
    VALUES (${randomUUID()}, ${city.main}, ${city.today}::date + 9, ${city.today}::date + 10, 540, 720, ${REASON}, lib.now()) RETURNING id`));
});
afterAll(() => desk.close());

/** What the notice of a language says, without the gaps its lines are broken at. */
async function said(language: (typeof OFFERED)[number]): Promise<string> {
  const closing = await readClosing(fresh.db, id);
  if (closing === undefined) throw new Error('there is no closing');
  const drawn = pdfText(await drawPdf(await closingPoster(fresh.db, closing, language)));
  return drawn
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s/gu, '');
}

test.each([
  ['ja', ['臨時閉庁のお知らせ', '午前9時から正午まで', '理由：停電のため']],
  ['easy', ['窓口（まどぐち）', '理由（りゆう）：停電のため']],
  ['en', ['Temporaryclosure', '9:00a.m.to12:00noon', 'Reason:Apowercut', 'CityHall']],
  ['zh', ['窗口临时休息的通知', '原因：因为停电', '总厅']],
  ['ko', ['창구임시휴무알림', '이유:停電のため', '본청']],
  ['vi', ['Thôngbáoquầytạmnghỉ', 'Lýdo:Mấtđiện', 'Tòathịchính']],
] as const)('the notice for the door in %s says when, why and where, every letter drawn', async (language, parts) => {
  const text = await said(language);
  const { date } = formatsOf(language);
  const days = [9, 10].map((n) => rubyInLine(date(addDays(city.today, n))).replaceAll(' ', ''));
  for (const part of [...parts, ...days]) expect(text).toContain(part);
  expect(text).not.toContain('\u0000');
});

test('each language is chosen at its button; an unknown one is Japanese', async () => {
  const page = await good(await admin.get(`/closings/${id}`));
  for (const language of OFFERED)
    expect(page.html).toContain(`/closings/${id}/notice.pdf${language === 'ja' ? '"' : `?language=${language}"`}`);
  expect(words(page)).toContain('ベトナム語のお知らせを印刷する（PDF）');
  for (const query of ['', '?language=vi', '?language=xx']) {
    const { status, html } = await admin.get(`/closings/${id}/notice.pdf${query}`);
    expect([status, html.startsWith('%PDF-'), html.includes('/Lang (vi)')]).toEqual([200, true, query === '?language=vi']);
  }
});
