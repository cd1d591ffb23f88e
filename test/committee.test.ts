import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../src/lib/db/sql.ts';
import { ROOT } from '../src/lib/root.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

/** Columns that hold, or may hold, something of a person. */
const PERSONAL =
  /^(?:kana|birth_date|birth_text|person_key|phone|mail|mails|mailbox|sent_to|address|postal_code|old_address|told_address|notice_id|incoming|members|fields|query|person|more_persons|proxy_name|receiver|needs|rows|bytes|login|before|body|why|lifted_why)$/u;

/** Each table with such a column: the row of docs/papers/committee.md §4 that tells of it; null: nothing of persons, the reason beside it. */
const TOLD: Readonly<Record<string, string | null>> = {
  'cards.cards': 'カード',
  'cards.status_history': 'カード',
  'cards.bulk_changes': 'カード',
  'cards.custody_events': 'カード',
  'cards.kept': 'カード',
  'cards.protections': '支援措置',
  'cards.remarks': '備考',
  'cards.notices': '通知の返戻と住所の確認',
  'cards.checked_addresses': '通知の返戻と住所の確認',
  'counter.handings': '交付の記録',
  'intake.bookings': '稼働前の予約',
  'intake.conflicts': '取込みの氏名相違と、取込み前の内容',
  'intake.changes': '取込みの氏名相違と、取込み前の内容',
  'intake.uploads': '取込みファイル',
  'intake.upload_pieces': '取込みファイル',
  'outbox.mails': 'メール',
  'letters.mailings': 'メール',
  'reservations.reservations': '予約',
  'reservations.members': '来庁の事情',
  'reservations.visits': '予約サイトの利用',
  'reservations.asked': '予約サイトの利用',
  'reservations.codes': '予約サイトの利用',
  'reservations.links': '予約サイトの利用',
  'running.entries': '運用の記録',
  'running.answers': '運用の記録',
  'staff.accounts': '職員',
  'staff.kept_forms': '入力の途中の内容',
  'staff.searches': '検索した言葉',
  'waiting.entries': '空き待ち',
  'waiting.links': '空き待ち',
  // Keys and facts of the rows of a print, never a name.
  'lists.prints': null,
  // A keyed hash of a network, for a day.
  'site.line_entered': null,
  // Counts and sizes.
  'audit.log_files': null,
  'closing.closings': null,
  'keeping.records': null,
  'recovery.backups': null,
  // Of the city, its offices, its contractor, and what staff write for everybody.
  'approvals.matters': null,
  'calendar.draft_changes': null,
  'keeping.nights': null,
  'offices.offices': null,
  'running.contacts': null,
  'running.papers': null,
  'running.stop_notices': null,
  'services.caution_versions': null,
  'services.cautions': null,
  'site.city': null,
  'site.notice_versions': null,
  'site.notices': null,
  'site.translation_files': null,
  'site.translations': null,
};

test('[11(11)] every table that holds something of persons stands in the paper for the committee, with how long it is kept', async () => {
  const columns = await fresh.db.rows<{ table: string; column: string }>(sql`
    SELECT table_schema || '.' || table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_schema NOT LIKE 'graphile%'`);
  const tables = [...new Set(columns.filter(({ column }) => PERSONAL.test(column)).map(({ table }) => table))].sort();
  expect(tables).toEqual(Object.keys(TOLD).sort());
  const paper = readFileSync(join(ROOT, 'docs/papers/committee.md'), 'utf8');
  const rows = paper.slice(paper.indexOf('## 4 '), paper.indexOf('## 5 ')).split('\n');
  for (const row of new Set(Object.values(TOLD)))
    if (row !== null)
      expect(
        rows.some((line) => line.startsWith(`| ${row}`)),
        row,
      ).toBe(true);
});
