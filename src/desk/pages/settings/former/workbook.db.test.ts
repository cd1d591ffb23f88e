import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../../test/support/small-city.ts';
import { FORMER_COLUMNS, formerFields } from '../../../../intake/former/columns.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { writeXlsx } from '../../../../lib/xlsx/write.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk: admin } = await openDeskAs(20, 'ide', ['admin']));
});
afterAll(() => desk.close());

const PATH = '/settings/former';
type Cells = Partial<Record<keyof typeof FORMER_COLUMNS, string | number>>;
const HEADS = formerFields.map((name) => FORMER_COLUMNS[name].head);
/** Gives a workbook at the desk. */
async function give(rows: readonly Cells[], name = '予約台帳.xlsx') {
  await admin.get(PATH);
  const bytes = new Uint8Array(
    await writeXlsx('予約', [HEADS, ...rows.map((cells) => formerFields.map((field) => cells[field] ?? ''))]),
  );
  return admin.upload(PATH, {}, { field: 'file', name, bytes });
}
/** How many files were taken. */
const files = async () =>
  (await fresh.db.one<{ files: number }>(sql`SELECT count(DISTINCT import_id) AS files FROM intake.bookings`)).files;
const day = (days: number) => addDays(city.today, days).replaceAll('-', '/');

test('[8(1)⑬a] reservations taken before are brought in from an Excel file as from CSV: judged, pressed, booked, taken back', async () => {
  const name = '移行　花子';
  await makeCard(fresh.db, { noticeId: 'F2X-100001', name, birthDate: '1950-05-06', officeId: city.main });
  const row: Cells = {
    number: 'FW-1',
    channel: '電話',
    office: '本庁',
    day: day(5),
    time: '9:00',
    noticeId: 'F2X-100001',
    name,
    birth: '1950/05/06',
    phone: '0942-30-5678',
  };
  const judged = await admin.follow(await give([row, { ...row, number: 'FW-2', birth: '13月' }]));
  expect(words(await good(judged))).toContain('まだ登録していません');
  const path = new URL(judged.url, desk.url).pathname;
  const report = (await admin.get(`${path}/report.csv`)).html;
  expect(report).toMatch(/2,FW-1.*登録する/u);
  expect(report).toMatch(/3,FW-2.*登録できない,3行目 生年月日：日付として読み取れません/u);
  const { taken } = await fresh.db.one<{ taken: unknown }>(
    sql`SELECT detail - 'of' AS taken FROM audit.events WHERE act = 'list.taken' ORDER BY id DESC LIMIT 1`,
  );
  expect(taken).toEqual({ list: '稼働前の予約の結果', rows: 2, as: 'csv' });
  await admin.post(`${path}/press`, formFields(judged, `${path}/press`));
  const booked = async () =>
    (
      await fresh.db.rows<{ former: string }>(
        sql`SELECT former_number AS former FROM reservations.reservations WHERE state = 'booked' ORDER BY 1`,
      )
    ).map(({ former }) => former);
  await expect.poll(booked).toEqual(['FW-1']);
  const done = await good(await admin.get(path));
  await admin.post(`${path}/undo`, formFields(done, `${path}/undo`));
  await expect.poll(booked).toEqual([]);
});

test('[8(1)⑬b] the template given back as it is, a file that only is called a workbook and one without a column are told apart', async () => {
  await admin.get(PATH);
  const template = new Uint8Array(
    await writeXlsx('稼働前の予約', [HEADS, formerFields.map((name) => FORMER_COLUMNS[name].sample)]),
  );
  const before = await files();
  const wrongs: [Uint8Array<ArrayBuffer>, string][] = [
    [template, '行'],
    [new TextEncoder().encode('PK\u0003\u0004 nothing'), 'Excel'],
    [new Uint8Array(await writeXlsx('予約', [HEADS.slice(1), ['電話']])), FORMER_COLUMNS.number.head],
  ];
  for (const [bytes, said] of wrongs) {
    const page = await admin.upload(PATH, {}, { field: 'file', name: 'x.xlsx', bytes });
    expect([said, page.status, words(page).includes(said)]).toEqual([said, 422, true]);
  }
  expect(await files()).toBe(before);
});
