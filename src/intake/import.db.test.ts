import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { anyIndividualNumber, MARKS } from '../../test/support/individual-numbers.ts';
import { must } from '../../test/support/must.ts';
import { unrandom } from '../../test/support/pages.ts';
import { DATABASE_TIMERS } from '../../test/support/time.ts';
import { noticeDaysCame } from '../cards/notice-day.ts';
import { giveOffice } from '../cards/offices.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import { systemClock } from '../lib/clock.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { raw, sql } from '../lib/db/sql.ts';
import { restoreOffice } from '../offices/acts.ts';
import { reportLines } from './command.ts';
import { decide, listConflicts, undecide } from './decide.ts';
import { importCards } from './import-cards.ts';
import type { ImportReport, ImportRequest } from './import-report.ts';
import { type Profile, readProfile } from './profile.ts';
import { BY_HAND } from './read-one.ts';
import { undoImport } from './undo.ts';
import type { ImportRefusal } from './words.ts';

const HEAD =
  '交付通知書ID,氏名,氏名カナ,生年月日,郵便番号,住所,電話番号,ロット番号,製造番号,保管場所コード,到着日,有効期限,通知書発送日';
const ROW = {
  id: 'A1B-123456',
  name: '髙﨑　さくら',
  kana: 'タカサキ　サクラ',
  birth: '1947/03/08',
  postal: '8300022',
  address: '福岡県久留米市城南町15番地3',
  phone: '0942-30-0000',
  lot: 'L2601',
  serial: 'K0000001',
  office: 'honcho',
  arrived: '2026/10/01',
  expires: '2036/03/08',
  notice: '2026/10/08',
};
const row = (change: Partial<typeof ROW> = {}): string => Object.values({ ...ROW, ...change }).join(',');
const file = (...rows: string[]): string => [HEAD, ...rows, ''].join('\r\n');

let folder: string;
let fresh: FreshDatabase;
let db: Db;
let profile: Profile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-import-'));
  const read = must(await readProfile('jlis-assumed'));
  profile = read;
});
afterAll(() => rm(folder, { recursive: true }));

let version: 15 | 18 = 18;
beforeEach(async () => {
  fresh = await freshDatabase({ version });
  db = connect({ url: fresh.urlFor('desk'), max: 4, name: 'test-import' });
});
afterEach(async () => {
  await db.close();
  await fresh.drop();
});

/** A file as a spreadsheet left it. */
const fixture = (name: string): Promise<Buffer> => readFile(join(import.meta.dirname, 'fixtures', `${name}.csv`));

type Change = Partial<Omit<ImportRequest, 'path'>>;
async function run(body: string | Buffer, change: Change = {}) {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, body);
  const rejectedPath = `${path}.rejected.csv`;
  return importCards(db, systemClock, { kind: 'operator' }, { path, fileName: 'cards.csv', profile, rejectedPath, ...change });
}
/** What a list comes to, without what names the very import. */
const counts = ({ importId: _, dryRun: __, rejectedFile: ___, before: ____, ...report }: ImportReport) => report;
/** Takes a list in. What a dry run says before is what is stored, whatever the list and whatever is there. */
async function take(body: string | Buffer, change: Change = {}): Promise<ImportReport> {
  const foreseen = change.dryRun === true ? undefined : await run(body, { ...change, dryRun: true });
  const outcome = must(await run(body, change));
  if (foreseen !== undefined) expect(foreseen.ok && counts(foreseen.value)).toEqual(counts(outcome));
  return outcome;
}
const cards = () =>
  db.rows<{
    name: string;
    kana: string;
    notice_id: string;
    birth_date: string | null;
    birth_text: string;
    status: string;
    address: string;
    phone: string;
    person_key: string | null;
  }>(
    sql`SELECT name, kana, notice_id, birth_date, birth_text, status, address, phone, person_key FROM cards.cards ORDER BY notice_id, id`,
  );
const rejectedOf = async (report: ImportReport): Promise<string[]> =>
  report.rejectedFile === undefined
    ? []
    : (await readFile(report.rejectedFile, 'utf8'))
        .replace('\ufeff', '')
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(',').slice(0, 3).join(','));

describe.each([18, 15] as const)('[8(2)①] cards in, PostgreSQL %d', (pg) => {
  beforeAll(() => {
    version = pg;
  });
  afterAll(() => {
    version = 18;
  });

  it('[8(1)④a] a row becomes a card, its name byte for byte', async () => {
    const report = await take(file(row({ name: '\u{fa19}谷　葛\u{e0100}子' })));
    expect(report).toMatchObject({ rows: 1, fresh: 1, changed: 0, conflicts: 0, rejected: 0, encoding: 'utf-8' });
    expect(await cards()).toMatchObject([
      {
        name: '\u{fa19}谷　葛\u{e0100}子',
        notice_id: 'A1B-123456',
        birth_date: '1947-03-08',
        birth_text: '1947-03-08',
        status: 'notified',
        phone: '0942300000',
      },
    ]);
  });

  it('the same file by other columns is another list, though its profile is called the same; one with rejected rows is read again', async () => {
    const body = file(row());
    const swapped = { ...profile, columns: { ...profile.columns, kana: '住所', address: '氏名カナ' } };
    await take(body, { profile: swapped });
    const again = await take(body);
    expect([again.before, again.changed]).toEqual([undefined, 1]);
    expect(await cards()).toMatchObject([{ address: ROW.address, kana: ROW.kana }]);
    // The same columns in another order are the same.
    const turned = { ...profile, columns: Object.fromEntries(Object.entries(profile.columns).toReversed()) };
    expect(await take(body, { profile: turned })).toMatchObject({ before: expect.any(Date) });
    const half = file(row({ id: 'A1B-123458' }), row({ id: 'wrong' }));
    await take(half);
    const anew = await take(half);
    expect([anew.before, anew.unchanged, anew.rejected]).toEqual([undefined, 1, 1]);
    // A card that was typed in is no newer list.
    await fresh.db.run(sql`
      INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, ended_at, counts)
      VALUES ('cards', '手入力', '', ${BY_HAND}, lib.now(), lib.now(), '{"rows": 1, "taken": 1, "fresh": 1}')`);
    expect((await take(half)).before).toBeUndefined();
    // Not behind a newer list, which it would undo, by other columns neither.
    await take(file(row({ id: 'A1B-123458', address: '久留米市北野町中3' })));
    expect(await take(half)).toMatchObject({ before: expect.any(Date), changed: 0 });
    expect(await take(half, { profile: swapped })).toMatchObject({ before: expect.any(Date), changed: 0 });
  });

  it('a list of which nothing was taken is read by other columns behind a newer one too', async () => {
    const body = file(row({ id: 'wrong', serial: 'A1B-123459' }));
    await take(body);
    await take(file(row({ id: 'A1B-123458' })));
    const swapped = { ...profile, columns: { ...profile.columns, noticeId: '製造番号', serialNo: '交付通知書ID' } };
    const read = await take(body, { profile: swapped });
    expect([read.before, read.fresh]).toEqual([undefined, 1]);
  });

  it('a list that is read again leaves the day on which staff posted a notice since; a newer list says another', async () => {
    const body = file(row(), row({ id: 'wrong' }));
    await take(body);
    await fresh.db.run(sql`
      SELECT cards.note_posted(ROW('operator', NULL, NULL, NULL)::audit.actor, ARRAY(SELECT id FROM cards.cards), 'notified', '2026-10-20', NULL)`);
    const posted = async () => (await db.one<{ day: string }>(sql`SELECT notice_date::text AS day FROM cards.cards`)).day;
    expect(await posted()).toBe('2026-10-20');
    expect(await take(body)).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await take(body, { again: true })).toMatchObject({ changed: 0, unchanged: 1 });
    expect(await posted()).toBe('2026-10-20');
    expect(await take(file(row({ notice: '2026/10/09' })))).toMatchObject({ changed: 1 });
    expect(await posted()).toBe('2026-10-09');
  });

  it('the same file twice changes nothing and says so', async () => {
    const body = file(row(), row({ id: 'A1B-123457', notice: '' }));
    await take(body);
    const before = await db.rows(sql`SELECT * FROM cards.cards ORDER BY id`);
    expect(await take(body)).toMatchObject({ before: expect.any(Date), fresh: 0, changed: 0 });
    expect(await take(body, { again: true })).toMatchObject({ fresh: 0, changed: 0, unchanged: 2, conflicts: 0 });
    expect(await db.rows(sql`SELECT * FROM cards.cards ORDER BY id`)).toEqual(before);
    // An older list does not undo a newer one, nor what staff have corrected.
    await take(file(row({ address: '久留米市北野町中3' })));
    expect(await take(body)).toMatchObject({ before: expect.any(Date) });
    expect((await cards())[0]?.address).toBe('久留米市北野町中3');
  });

  it('who is known is updated: blanks leave things as they are, a known key spelt otherwise takes the new spelling', async () => {
    await take(file(row({ notice: '' })));
    const report = await take(
      file(row({ name: '高崎　さくら', kana: '', address: '久留米市東町1', phone: '', notice: '令和8年10月8日' })),
    );
    expect(report).toMatchObject({ fresh: 0, changed: 1, unchanged: 0 });
    expect(await cards()).toMatchObject([
      { name: '高崎　さくら', kana: 'タカサキ　サクラ', address: '久留米市東町1', phone: '0942300000', status: 'notified' },
    ]);
    expect(await db.rows(sql`SELECT from_status, to_status, actor_kind FROM cards.status_history`)).toEqual([
      { from_status: 'preparing', to_status: 'notified', actor_kind: 'operator' },
    ]);
  });

  it('[8(1)④b] one notice ID on two people is two cards', async () => {
    expect(await take(file(row(), row({ name: '田中　実', birth: '1960/12/01' })))).toMatchObject({ fresh: 2, conflicts: 0 });
    expect(await take(file(row({ name: '山田　勇', birth: '1971/01/01' })))).toMatchObject({ fresh: 1, conflicts: 0 });
  });

  it('[8(1)④b] the same ID and birthday under another name is a question for staff, never silently a second card', async () => {
    await take(file(row()));
    const report = await take(file(row({ name: '田中　さくら' })));
    expect(report).toMatchObject({ fresh: 0, changed: 0, conflicts: 1 });
    expect(await cards()).toHaveLength(1);
    // Asked once, however often the list comes.
    expect(await take(file(row({ name: '田中　さくら' })), { again: true })).toMatchObject({
      conflicts: 0,
      waiting: 1,
      fresh: 0,
    });
    const [conflict] = await listConflicts(db, EVERYBODY, 10);
    expect(conflict).toMatchObject({ line: 2, told: { name: '田中　さくら' }, card: { name: '髙﨑　さくら' } });
    await decide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0, 'dropped');
    expect(await take(file(row({ name: '田中　さくら' })), { again: true })).toMatchObject({
      conflicts: 0,
      waiting: 0,
      dropped: 1,
      fresh: 0,
    });
  });

  it('another person once decided stays another person; a corrected name stays corrected', async () => {
    await take(file(row()));
    await take(file(row({ name: '田中　さくら' }), row({ id: 'X1Y-000001', name: '森　遥' })));
    await take(file(row({ id: 'X1Y-000001', name: '盛　遥' })));
    for (const { id, told } of await listConflicts(db, EVERYBODY, 10)) {
      expect(
        await decide(db, EVERYBODY, { kind: 'operator' }, id, told.name === '盛　遥' ? 'corrected-name' : 'another-person'),
      ).toMatchObject({ ok: true });
    }
    const again = await take(file(row(), row({ name: '田中　さくら' }), row({ id: 'X1Y-000001', name: '盛　遥' })), {
      again: true,
    });
    expect(again).toMatchObject({ fresh: 0, changed: 0, unchanged: 3, conflicts: 0 });
  });

  it('rows of one list that contradict one another: the first goes in, the others are asked about', async () => {
    const report = await take(file(row(), row({ name: '田中　さくら' }), row({ name: '森　さくら' })));
    expect(report).toMatchObject({ fresh: 1, conflicts: 2 });
    expect(await cards()).toHaveLength(1);
  });

  it('a birthday that was unknown and now is known is a question, not a second card', async () => {
    await take(file(row({ birth: '昭和22年3月00日' })));
    expect(await cards()).toMatchObject([{ birth_date: null, birth_text: '昭和22年3月（日は不明）', person_key: null }]);
    expect(await take(file(row({ birth: '1947/03/00' })), { again: true })).toMatchObject({ unchanged: 1 });
    expect(await take(file(row()))).toMatchObject({ fresh: 0, conflicts: 1 });
  });

  it('a handed-over card is not brought back by an old list; one made anew is a new card', async () => {
    await take(file(row()));
    await db.run(
      sql`SELECT cards.set_status(ROW('operator', NULL, NULL, NULL)::audit.actor, id, 'handed-over', '', NULL, lib.now()) FROM cards.cards`,
    );
    expect(await take(file(row()), { again: true })).toMatchObject({ fresh: 0, over: 1, changed: 0 });
    expect(await take(file(row({ serial: 'K9999999', arrived: '2026/11/20', notice: '' })))).toMatchObject({ fresh: 1, over: 0 });
    expect(await cards()).toMatchObject([{ status: 'handed-over' }, { status: 'preparing' }]);
  });

  it('[8(2)③] storage places come from rules over what J-LIS supplies', async () => {
    await db.run(sql`INSERT INTO offices.offices (id, code, name) VALUES (1, 'honcho', '本庁')`);
    await db.run(
      sql`INSERT INTO cards.storage_places (id, office_id, cabinet, box) VALUES (1, 1, 'A棚', '1箱'), (2, 1, 'A棚', '2箱')`,
    );
    await db.run(
      sql`INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) VALUES (1, 'L2602', 'L2603', 2), (2, NULL, NULL, 1)`,
    );
    const body = (from: number) =>
      file(
        ...[1, 2, 3].map((n) => row({ id: `A1B-00000${from + n}`, serial: `K${from + n}`, lot: n === 3 ? 'L2602' : 'L2601' })),
      );
    await take(body(0));
    await take(body(3));
    const placed = await db.rows(
      sql`SELECT serial_no, storage_place_id AS place, storage_position AS position, office_id FROM cards.cards ORDER BY serial_no`,
    );
    expect(placed.map(Object.values)).toEqual([
      ['K1', 1, 1, 1],
      ['K2', 1, 2, 1],
      ['K3', 2, 1, 1],
      ['K4', 1, 3, 1],
      ['K5', 1, 4, 1],
      ['K6', 2, 2, 1],
    ]);
    // What became free is filled first; beyond the box there is no position: the card waits for another box.
    await db.run(sql`UPDATE cards.storage_places SET size = 4 WHERE id = 1`);
    await db.run(sql`UPDATE cards.cards SET storage_place_id = 2, storage_position = 9 WHERE serial_no = 'K2'`);
    await take(body(6));
    const later = await db.rows(
      sql`SELECT serial_no, storage_place_id AS place, storage_position AS position, office_id FROM cards.cards WHERE serial_no >= 'K7' ORDER BY serial_no`,
    );
    expect(later.map(Object.values)).toEqual([
      ['K7', 1, 2, 1],
      ['K8', null, null, 1],
      ['K9', 2, 3, 1],
    ]);
  });

  it('an import is undone as far as nothing has happened since', async () => {
    await take(file(row()));
    const { importId } = await take(
      file(
        row({ address: '久留米市東町1' }),
        row({ id: 'X1Y-000001' }),
        row({ id: 'X1Y-000002' }),
        row({ name: '田中　さくら' }),
      ),
    );
    await db.run(sql`UPDATE cards.cards SET phone = '0942000000', updated_at = lib.now() WHERE notice_id = 'X1Y-000002'`);
    expect(await undoImport(db, { kind: 'operator' }, importId)).toEqual({
      ok: true,
      value: { removed: 1, kept: 1, putBack: 1, leftAsIs: 0 },
    });
    expect((await cards()).map(({ notice_id, address }) => [notice_id, address])).toEqual([
      ['A1B-123456', ROW.address],
      ['X1Y-000002', ROW.address],
    ]);
    expect(await listConflicts(db, EVERYBODY, 10)).toEqual([]);
    expect(await undoImport(db, { kind: 'operator' }, importId)).toMatchObject({ reason: 'undone_already' });
  });

  it('lists taken back one after the other, the last first, leave nothing of them; what a person changed in between stays', async () => {
    await take(file(row()));
    const made = row({ id: 'X1Y-000001' });
    const kept = row({ id: 'X1Y-000002' });
    const first = await take(file(row({ address: '久留米市東町1' }), made, kept));
    await db.run(sql`UPDATE cards.cards SET phone = '0942000000', updated_at = lib.now() WHERE notice_id = 'X1Y-000002'`);
    const later = [];
    for (const address of ['久留米市東町2', '久留米市東町3'])
      later.push(
        await take(file(row({ address }), row({ id: 'X1Y-000001', address }), row({ id: 'X1Y-000002', address, phone: '' }))),
      );
    for (const { importId } of later.reverse())
      expect(await undoImport(db, { kind: 'operator' }, importId)).toMatchObject({ value: { putBack: 3, leftAsIs: 0 } });
    expect(await undoImport(db, { kind: 'operator' }, first.importId)).toMatchObject({
      value: { removed: 1, kept: 1, putBack: 1, leftAsIs: 0 },
    });
    expect((await cards()).map(({ notice_id, address }) => [notice_id, address])).toEqual([
      ['A1B-123456', ROW.address],
      ['X1Y-000002', ROW.address],
    ]);
  });
});

describe('what a file may look like', () => {
  const text = file(row(), row({ id: 'A1B-123457', name: '德永　ソ表能', kana: '' }));
  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${text}`)],
    ['CP932', iconv.encode(text, 'cp932')],
    ['UTF-16LE with BOM', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16LE', Buffer.from(text, 'utf16le')],
    ['UTF-16BE with BOM', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['TSV in CP932', iconv.encode(text.replaceAll(',', '\t'), 'cp932')],
    ['line ends of old Macs', Buffer.from(text.replaceAll('\r\n', '\r'))],
    [
      'quoted cells',
      Buffer.from(
        text
          .split('\r\n')
          .map((line) =>
            line
              .split(',')
              .map((cell) => `"${cell}"`)
              .join(','),
          )
          .slice(0, 3)
          .join('\n'),
      ),
    ],
    [
      'columns in another order',
      Buffer.from(
        text
          .split('\r\n')
          .filter(Boolean)
          .map((line) => line.split(',').reverse().join(','))
          .join('\n'),
      ),
    ],
    ['blank lines between', Buffer.from(text.replaceAll('\r\n', '\r\n\r\n\r\n'))],
  ])('[8(2)①] %s', async (_name, body) => {
    expect(await take(body)).toMatchObject({ fresh: 2, rejected: 0, kanaMissing: 1 });
    expect((await cards()).map(({ name }) => name)).toEqual(['髙﨑　さくら', '德永　ソ表能']);
  });

  it('a profile of the city: columns by number, no head, 和暦, family and given name apart', async () => {
    const path = join(folder, 'own.json');
    await writeFile(
      path,
      JSON.stringify({
        title: '市の形式',
        header: false,
        dates: 'era',
        encoding: 'cp932',
        delimiter: ',',
        columns: { noticeId: 1, name: { joined: [2, 3], between: '　' }, birth: 4 },
      }),
    );
    const own = must(await readProfile(path));
    const report = await take(iconv.encode('A1B-123456,髙﨑,桜,昭22.03.08\nA1B-123457,森,遥,1947/03/08\n', 'cp932'), {
      profile: own,
    });
    expect(report).toMatchObject({ fresh: 1, rejected: 1 });
    expect(await rejectedOf(report)).toEqual(['2,4列目,生年月日として読み取れません']);
    expect(await cards()).toMatchObject([{ name: '髙﨑　桜', birth_date: '1947-03-08' }]);
  });

  it('a profile that is wrong is answered in words', async () => {
    const path = join(folder, 'bad.json');
    await writeFile(path, '{"title":"x","columns":{"noticeId":1,"name":2},"colour":1}');
    expect(await readProfile(path)).toMatchObject({
      ok: false,
      reason: 'profile_wrong',
      detail: expect.stringContaining('birth'),
    });
    expect(await readProfile('no-such')).toMatchObject({ ok: false, reason: 'profile_unknown', detail: 'jlis-assumed' });
    expect(await readProfile('../../../etc/passwd')).toMatchObject({ ok: false });
  });
});

describe('files broken in many ways', () => {
  const numbers = ['123456789018', '012345678903', '987654321093'];
  it.each<[string, string | Buffer, ImportRefusal]>([
    ['nothing at all', '', 'empty'],
    ['a head alone', `${HEAD}\r\n`, 'no_rows'],
    ['blank lines alone', '\n\n\n', 'no_rows'],
    ['a PDF', '%PDF-1.7 …', 'pdf'],
    ['an Excel file of old', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'old-excel'],
    ['a ZIP', 'PK\u0003\u0004 data', 'archive'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2]), 'picture'],
    ['bytes', Buffer.from([1, 0, 0, 2, 0, 0, 9]), 'binary'],
    ['no notice ID column', file(row()).replace('交付通知書ID', 'ID'), 'columns_missing'],
    ['no birthday column', file(row()).replace('生年月日', '誕生日'), 'columns_missing'],
    ['no head', row(), 'columns_missing'],
    ['a head twice', file(row()).replace('氏名カナ', '氏名'), 'columns_twice'],
    ['another delimiter', file(row()).replaceAll(',', ';'), 'columns_missing'],
    ['bytes of no encoding', Buffer.concat([iconv.encode(file(row()), 'cp932'), Buffer.from([0xfd, 0xfe, 0xff])]), 'undecodable'],
    [
      'a column of 個人番号',
      file(row())
        .replace(',通知書発送日', ',通知書発送日,番号')
        .replace(/(2026\/10\/08)/u, '$1,123456789018'),
      'individual_numbers',
    ],
    [
      '個人番号 in full width with hyphens',
      file(
        ...numbers.map((number, n) =>
          row({ id: `A1B-00000${n}`, serial: `${number.slice(0, 4)}－${number.slice(4, 8)}－${number.slice(8)}` }),
        ),
      ),
      'individual_numbers',
    ],
    [
      'a column of 申請書ID',
      file(row())
        .replace(',通知書発送日', ',通知書発送日,申請書ID')
        .replace(/(2026\/10\/08)/u, '$1,12345678901234567890123'),
      'application_ids',
    ],
    [
      'a column of passwords',
      file(row())
        .replace(',通知書発送日', ',通知書発送日,暗証番号')
        .replace(/(2026\/10\/08)/u, '$1,1234'),
      'passwords',
    ],
    [
      '個人番号 by its head',
      file(row()).replace('製造番号', '個人番号').replace('K0000001', '111111111111'),
      'individual_numbers',
    ],
  ])('%s is refused, and nothing stored', async (_name, body, reason) => {
    expect(await run(body)).toMatchObject({ ok: false, reason });
    expect(await cards()).toEqual([]);
  });

  it.each([
    ['number-apostrophe', '番号'],
    ['number-excel-formula', '番号'],
    ['number-sci', '個人番号'],
    ['number-leading-zero-lost', 'マイナンバー'],
    ['number-named-apostrophe', '個人番号'],
    ['number-named-formula', '個人番号'],
    ['number-as-serial-apostrophe', '製造番号'],
    ['number-as-serial-formula', '製造番号'],
    ['number-as-lot-suffixed', 'ロット番号'],
  ])('[8(2)①] 個人番号 behind what a spreadsheet puts: %s', async (name, column) => {
    expect(await run(await fixture(name))).toMatchObject({ ok: false, reason: 'individual_numbers', detail: column });
    expect(await cards()).toEqual([]);
  });
  it('[8(2)①] any valid number behind any mark in any column refuses the file', async () => {
    const marked = fc.tuple(anyIndividualNumber, fc.constantFrom(...MARKS)).map(([number, [, mark]]) => mark(number));
    const column = fc.integer({ min: 0, max: 13 });
    await fc.assert(
      fc.asyncProperty(fc.array(marked, { minLength: 1, maxLength: 4 }), column, async (numbers, at) => {
        const lines = numbers.map((number, n) => {
          const cells = [...row({ id: `A1B-00000${n}` }).split(','), ''];
          cells[at] = `"${number.replaceAll('"', '""')}"`;
          return cells.join(',');
        });
        const body = [`${HEAD},備考`, ...lines, ''].join('\r\n');
        expect(await run(body)).toMatchObject({ ok: false, reason: 'individual_numbers' });
      }),
      { numRuns: 60 },
    );
    expect(await cards()).toEqual([]);
  });
  it('[8(2)①] one among lot numbers refuses the file; in a row that is rejected it is not written down', async () => {
    const lots = Array.from({ length: 9 }, (_, n) => row({ id: `A1B-00000${n}`, lot: n === 4 ? '123456789018番' : 'L2601' }));
    expect(await run(file(...lots))).toMatchObject({ ok: false, reason: 'individual_numbers', detail: 'ロット番号' });
    // A column that nothing is stored of: alone in it the number is the column, among other words it is a slip of one row.
    const alone = await fixture('rejected-row-with-number-in-unused');
    expect(await run(alone)).toMatchObject({ ok: false, reason: 'individual_numbers', detail: '備考' });
    const among = iconv.decode(alone, 'cp932').replaceAll(/2026\/11\/10,(?=\r?\n)/gu, '2026/11/10,転居');
    const report = await take(among);
    expect(report).toMatchObject({ rejected: 1 });
    const rejected = await readFile(report.rejectedFile ?? '', 'utf8');
    expect(rejected).toContain('（記録できない番号のため伏せました）');
    expect(rejected).not.toMatch(/\d{12}/u);
  });
  it('[8(2)①] the column of 個人番号 is named', async () => {
    const outcome = await run(file(...numbers.map((serial, n) => row({ id: `A1B-00000${n}`, serial }))));
    expect(outcome).toMatchObject({ ok: false, reason: 'individual_numbers', detail: '製造番号' });
  });
  it('twelve digits that are no 個人番号 are a serial number', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => row({ id: `A1B-0000${10 + n}`, serial: String(202_600_000_000 + n * 7) }));
    expect(await take(file(...rows))).toMatchObject({ fresh: 40 });
  });

  it.each<[string, string, string]>([
    ['an ID of another form', row({ id: 'A1-123456' }), '3,交付通知書ID,英数字3文字と数字6桁ではありません'],
    ['no ID', row({ id: '' }), '3,交付通知書ID,空です'],
    ['no name', row({ name: '　' }), '3,氏名,空です'],
    ['a name of 101 characters', row({ name: 'あ'.repeat(101) }), '3,氏名,長すぎます'],
    ['NUL in a name', row({ name: '山\u0000田' }), '3,氏名,使えない文字があります（制御文字など）'],
    ['a tab in a name', row({ name: '山\t田' }), '3,氏名,使えない文字があります（制御文字など）'],
    ['February 30', row({ birth: '1990/02/30' }), '3,生年月日,ありえない日付です'],
    ['昭和 70', row({ birth: '昭和70年1月1日' }), '3,生年月日,ありえない日付です'],
    ['a birthday in words', row({ birth: 'きのう' }), '3,生年月日,生年月日として読み取れません'],
    ['a birthday to come', row({ birth: '2099/01/01' }), '3,生年月日,本日より後の日付です'],
    ['an arrival of 13 months', row({ arrived: '2026/13/01' }), '3,到着日,ありえない日付です'],
    ['an end of validity that is no date', row({ expires: 'なし' }), '3,有効期限,日付として読み取れません'],
    ['a phone in words', row({ phone: '久留米' }), '3,電話番号,電話番号として読み取れません'],
    ['an address of 301 characters', row({ address: 'あ'.repeat(301) }), '3,住所,長すぎます（300字まで）'],
    ['個人番号 in an address', row({ address: '久留米市 123456789018' }), '3,住所,個人番号と思われる番号があります'],
    ['a cell too few', row().slice(0, row().lastIndexOf(',')), '3,,列の数が違います（13列のはずが12列）'],
    ['a cell too many', `${row()},x`, '3,,列の数が違います（13列のはずが14列）'],
    ['a quote that never closes', row({ name: '"山田' }), '3,,引用符が閉じていません'],
    ['text behind a quote', row({ name: '"山"田' }), '3,,引用符の使い方が正しくありません'],
    ['a line of 100,000 characters', row({ address: 'あ'.repeat(100_000) }), '3,,行が長すぎます'],
    [
      'the same person told twice, otherwise',
      row({ id: 'G00-000001', address: '北野町' }),
      '3,,2行目と同じ人のカードですが、内容が違います',
    ],
  ])('%s is rejected with its line, column and reason; good rows go in', async (_name, bad, reason) => {
    const report = await take(file(row({ id: 'G00-000001' }), bad, row({ id: 'G00-000002' })));
    expect(report).toMatchObject({ rows: 3, rejected: 1, fresh: 2 });
    expect(await rejectedOf(report)).toEqual([
      reason.includes('"') ? expect.stringContaining(reason.split('"')[0] ?? '') : reason,
    ]);
    expect((await cards()).map(({ notice_id }) => notice_id)).toEqual(['G00-000001', 'G00-000002']);
  });

  const bad = (n: number) => row({ id: `B0D-${String(n).padStart(6, '0')}`, birth: 'bad' });
  const left = async (): Promise<string[]> => (await readdir(folder)).filter((name) => name.endsWith('.part'));
  it.each(['rejected-to-dir', 'strict-rejected-to-dir'])(
    '%s: rejected rows named into a folder keep all out, and it is said',
    async (name) => {
      const where = join(folder, crypto.randomUUID());
      await mkdir(where);
      const outcome = await run(await fixture(name), { rejectedPath: where, strict: name.startsWith('strict') });
      expect(outcome).toMatchObject({ ok: false, reason: 'rejected_is_folder', detail: where });
      expect(await cards()).toEqual([]);
      expect(await left()).toEqual([]);
    },
  );
  it('rejected rows named into the source, by whatever way, leave it as it is', async () => {
    const path = join(folder, 'source.csv');
    const body = file(row(), bad(1));
    await writeFile(path, body);
    await symlink(path, join(folder, 'other-name.csv'));
    for (const rejectedPath of [path, join(folder, '.', 'source.csv'), join(folder, 'other-name.csv')]) {
      const request = { path, fileName: 'source.csv', profile, rejectedPath };
      expect(await importCards(db, systemClock, { kind: 'operator' }, request)).toMatchObject({ reason: 'rejected_is_source' });
    }
    expect(await readFile(path, 'utf8')).toBe(body);
    expect(await cards()).toEqual([]);
  });
  it('a disk that is full while rejected rows are written keeps all out: nothing is stored that is not told', async () => {
    // /dev/full takes no byte; a link in place of the unfinished file leads there.
    const rejectedPath = join(folder, `${crypto.randomUUID()}.csv`);
    await symlink('/dev/full', `${rejectedPath}.part`);
    for (const rows of [
      [row(), bad(1)],
      [row(), ...Array.from({ length: 2_000 }, (_, n) => bad(n))],
    ]) {
      const outcome = await run(file(...rows), { rejectedPath });
      expect(outcome).toMatchObject({ ok: false, reason: 'rejected_unwritable', detail: expect.stringContaining('ENOSPC') });
      await rm(`${rejectedPath}.part`, { force: true });
      await symlink('/dev/full', `${rejectedPath}.part`);
    }
    await rm(`${rejectedPath}.part`);
    expect(await cards()).toEqual([]);
    expect(await left()).toEqual([]);
    expect(await take(file(row(), bad(1)), { rejectedPath })).toMatchObject({
      fresh: 1,
      rejected: 1,
      rejectedFile: rejectedPath,
    });
  });
  it('rejected rows of an import that ends in a fault are not left lying about', async () => {
    await db.run(sql`SELECT 1`);
    await fresh.db.run(sql`ALTER TABLE cards.cards ADD CONSTRAINT broken CHECK (notice_id <> 'A1B-123456')`);
    await expect(run(file(row(), bad(1)))).rejects.toThrow('broken');
    expect(await left()).toEqual([]);
  });
  it.skipIf(!DATABASE_TIMERS)('an import whose process was killed does not keep the next one waiting', async () => {
    const other = connect({ url: fresh.urlFor('desk'), max: 1, name: 'test-killed', queryTimeoutMs: 0 });
    const holder = await fresh.db.pool.connect();
    await holder.query('BEGIN; LOCK TABLE cards.cards IN ACCESS EXCLUSIVE MODE');
    const path = join(folder, crypto.randomUUID());
    await writeFile(path, file(row()));
    const killed = importCards(
      other,
      systemClock,
      { kind: 'operator' },
      { path, fileName: 'x', profile, rejectedPath: `${path}.r` },
    ).catch((error: unknown) => error);
    const waits = () =>
      fresh.db.rows(sql`SELECT FROM pg_stat_activity WHERE application_name = 'test-killed' AND wait_event_type = 'Lock'`);
    await expect.poll(waits).toHaveLength(1);
    const [client] = (other.pool as unknown as { _clients: { connection: { stream: { destroy(): void } } }[] })._clients;
    client?.connection.stream.destroy();
    await killed;
    await expect.poll(waits).toEqual([]);
    await holder.query('COMMIT');
    holder.release();
    expect(await take(file(row()), { again: true })).toMatchObject({ fresh: 1 });
    await other.close();
  });
  it('taken in, taken in again, the first taken back: the file is new again', async () => {
    const body = await fixture('again-undo');
    const { importId } = await take(body);
    await take(body, { again: true });
    expect(await undoImport(db, { kind: 'operator' }, importId)).toMatchObject({ value: { removed: 2 } });
    const report = await take(body);
    expect(report).toMatchObject({ fresh: 2 });
    expect(report.before).toBeUndefined();
    expect(await cards()).toHaveLength(2);
  });
  it('[8(2)⑬b] a card whose only remark was withdrawn goes with its list, one whose remark stands does not', async () => {
    const { importId } = await take(file(row(), row({ id: 'A1B-123457' }), row({ id: 'A1B-123458' })));
    await fresh.db.run(sql`
      INSERT INTO cards.remarks (card_id, body, at, staff_id, withdrawn_at, withdrawn_by)
      SELECT c.id, n.body, lib.now(), 1, n.at, 1 FROM cards.cards c JOIN (VALUES ('A1B-123456', '', lib.now()), ('A1B-123457', '車いす', NULL)) AS n (notice, body, at)
        ON n.notice = c.notice_id`);
    expect(await undoImport(db, { kind: 'operator' }, importId)).toMatchObject({ value: { removed: 2, kept: 1 } });
    expect(await db.rows(sql`SELECT body FROM cards.remarks`)).toEqual([{ body: '車いす' }]);
  });
  it('a list whose cards went with an earlier one that was taken back is new again, one that was stored after that is not', async () => {
    const first = await take(file(row(), row({ id: 'A1B-123457' })));
    const later = file(row(), row({ id: 'A1B-123458' }));
    await take(later);
    expect(await undoImport(db, { kind: 'operator' }, first.importId)).toMatchObject({ value: { removed: 2 } });
    expect(await take(later)).toMatchObject({ fresh: 1, unchanged: 1 });
    expect((await take(later)).before).toBeDefined();
  });
  it('[8(1)④b] a person whom 「別の方」 had given a card is asked about anew where that card is made anew, and seen to be so beforehand', async () => {
    await take(file(row()));
    const other = { name: '別　人子' };
    expect(await take(file(row(other)))).toMatchObject({ conflicts: 1 });
    const [conflict] = await listConflicts(db, EVERYBODY, 10);
    await decide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0, 'another-person');
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'handed-over', is_open = false WHERE name = '別　人子'`);
    // An old list of the card that was handed over brings nothing back; one made anew is another card.
    expect(await take(file(row(other)), { again: true })).toMatchObject({ fresh: 0, conflicts: 0, over: 1 });
    const anew = file(row({ ...other, serial: 'K0000009', arrived: '2026/11/01' }));
    expect(await take(anew, { dryRun: true })).toMatchObject({ conflicts: 1, dropped: 0 });
    expect(await take(anew)).toMatchObject({ conflicts: 1, dropped: 0 });
  });
  it('[8(2)③] cards that come before their office find it: by the next list, or by the office itself', async () => {
    const body = file(row(), row({ id: 'A1B-123457', office: 'kitano' }), row({ id: 'A1B-123458', office: '' }));
    const first = await take(body);
    expect(first).toMatchObject({
      fresh: 3,
      officesFound: 0,
      unknownOffices: [
        { code: 'honcho', cards: 1 },
        { code: 'kitano', cards: 1 },
      ],
    });
    const offices = () =>
      db.rows(
        sql`SELECT c.notice_id AS id, o.code FROM cards.cards c LEFT JOIN offices.offices o ON o.id = c.office_id ORDER BY c.notice_id`,
      );
    await fresh.db.run(sql`INSERT INTO offices.offices (code, name) VALUES ('honcho', '本庁')`);
    const again = await take(body, { again: true });
    expect(again).toMatchObject({ fresh: 0, changed: 0, officesFound: 1, unknownOffices: [{ code: 'kitano', cards: 1 }] });
    expect(reportLines(again).join('\n')).toContain('登録されていない交付場所のコード: kitano（1件）');
    expect(reportLines(again).join('\n')).not.toContain('変わったところはありません');
    await db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(
        sql`INSERT INTO offices.offices (code, name) VALUES ('kitano', '北野') RETURNING id`,
      );
      await giveOffice(tx, { kind: 'operator' }, id);
    });
    expect(await offices()).toEqual([
      { id: 'A1B-123456', code: 'honcho' },
      { id: 'A1B-123457', code: 'kitano' },
      { id: 'A1B-123458', code: null },
    ]);
    expect(await db.rows(sql`SELECT detail FROM audit.events WHERE act = 'card.office-found'`)).toEqual([
      { detail: { cards: 1 } },
    ]);
    // To have found an office is not to have been touched: the list can still be taken back.
    expect(await undoImport(db, { kind: 'operator' }, first.importId)).toMatchObject({ value: { removed: 3, kept: 0 } });
  });

  it('[8(2)③] a list that comes while its office goes out of use gives no card to it, nor does a decision', async () => {
    await take(file(row({ id: 'A1B-123400', office: '' })));
    await take(file(row({ id: 'A1B-123400', name: '別　人子' })));
    const [conflict] = await listConflicts(db, EVERYBODY, 10);
    const acts = [
      () => run(file(row())),
      () => decide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0, 'another-person'),
      () => decide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0, 'corrected-name'),
    ];
    for (const act of acts) {
      await fresh.db.run(
        sql`INSERT INTO offices.offices (code, name) VALUES ('honcho', '本庁') ON CONFLICT (code) DO UPDATE SET retired_at = NULL`,
      );
      let doing: Promise<unknown> = Promise.resolve();
      await fresh.db.transaction(async (tx) => {
        await tx.run(sql`SELECT FROM offices.offices FOR UPDATE`);
        doing = act();
        await expect
          .poll(() =>
            fresh.db.rows(
              sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'test-import%' AND wait_event_type = 'Lock'`,
            ),
          )
          .toHaveLength(1);
        await tx.run(sql`UPDATE offices.offices SET retired_at = lib.now()`);
      });
      expect(await doing).toMatchObject({ ok: true });
      expect(await fresh.db.rows(sql`SELECT FROM cards.cards WHERE office_id IS NOT NULL`)).toEqual([]);
      await undecide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0);
    }
  });

  it('[8(2)⑦a] a card in a status of the city’s own before the notice becomes 通知発送済 by a list, and by the day of posting', async () => {
    await fresh.db.run(
      sql`INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position) VALUES ('photo', '写真確認中', 'preparing', 'nobody', true, false, 90)`,
    );
    await take(file(row({ notice: '' }), row({ id: 'A1B-123457', notice: '' })));
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'photo', status_at = lib.now() - interval '60 days'`);
    await take(file(row()));
    await fresh.db.run(sql`UPDATE cards.cards SET notice_date = lib.day_of(lib.now()) WHERE notice_id = 'A1B-123457'`);
    expect(await db.rows(sql`SELECT status FROM cards.cards ORDER BY notice_id`)).toEqual([
      { status: 'notified' },
      { status: 'photo' },
    ]);
    expect(await noticeDaysCame(db)).toBe(1);
    expect(await db.rows(sql`SELECT DISTINCT status FROM cards.cards`)).toEqual([{ status: 'notified' }]);
  });

  it('[8(2)③] a corrected list moves a card that nobody has had in hand to its other office, and back when it is taken back; one in hand stays and is counted', async () => {
    for (const code of ['honcho', 'kitano'])
      await fresh.db.run(sql`INSERT INTO offices.offices (code, name) VALUES (${code}, ${code})`);
    await take(file(row(), row({ id: 'A1B-123457' })));
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'counter' WHERE notice_id = 'A1B-123457'`);
    const offices = async () =>
      (
        await db.rows<{ code: string }>(
          sql`SELECT o.code FROM cards.cards c LEFT JOIN offices.offices o ON o.id = c.office_id ORDER BY c.notice_id, c.id`,
        )
      ).map(({ code }) => code);
    expect(await offices()).toEqual(['honcho', 'honcho']);
    const corrected = file(row({ office: 'kitano' }), row({ id: 'A1B-123457', office: 'kitano' }));
    const judged = await take(corrected, { dryRun: true });
    const taken = await take(corrected);
    for (const report of [judged, taken]) {
      expect(report).toMatchObject({ changed: 2, officesKept: 1 });
      expect(reportLines(report).join('\n')).toContain('交付場所が変わったが、所在は変更していないカード 1件');
    }
    expect(await offices()).toEqual(['kitano', 'honcho']);
    expect(await undoImport(db, { kind: 'operator' }, taken.importId)).toMatchObject({ value: { putBack: 2 } });
    expect(await offices()).toEqual(['honcho', 'honcho']);
    // The same where staff decide that a row means a card.
    await take(file(row({ name: '別　人子', office: 'kitano' })));
    const [conflict] = await listConflicts(db, EVERYBODY, 10);
    await decide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0, 'corrected-name');
    expect(await offices()).toEqual(['kitano', 'honcho']);
    await undecide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0);
    expect(await offices()).toEqual(['honcho', 'honcho']);
  });

  it('[8(2)③] no card comes to an office that is out of use, nor into its box: its code is counted, and it gets them when it is used again', async () => {
    await fresh.db.run(sql`INSERT INTO offices.offices (code, name, retired_at) VALUES ('honcho', '本庁', lib.now())`);
    await fresh.db.run(sql`
      WITH box AS (INSERT INTO cards.storage_places (office_id, cabinet, box, size) SELECT id, 'A', '1箱', 10 FROM offices.offices RETURNING id)
      INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) SELECT 1, 'L2601', 'L2601', id FROM box`);
    const body = file(row(), row({ id: 'A1B-123457' }));
    const where = () =>
      fresh.db.rows<{ office: boolean; box: boolean }>(
        sql`SELECT office_id IS NOT NULL AS office, storage_place_id IS NOT NULL AS box FROM cards.cards`,
      );
    const judged = await take(body, { dryRun: true });
    const first = await take(body);
    for (const report of [judged, first])
      expect(report).toMatchObject({ unknownOffices: [{ code: 'honcho', cards: 2, retired: true }] });
    expect(reportLines(first).join('\n')).toContain('廃止した交付場所のコード: honcho（2件）');
    expect(await where()).toEqual([
      { office: false, box: false },
      { office: false, box: false },
    ]);
    // The same list once more, and another person decided about, change nothing of that.
    expect(await take(body, { again: true })).toMatchObject({ officesFound: 0 });
    await take(file(row({ name: '別　人子' })));
    const [conflict] = await listConflicts(db, EVERYBODY, 10);
    expect((await decide(db, EVERYBODY, { kind: 'operator' }, conflict?.id ?? 0, 'another-person')).ok).toBe(true);
    expect((await where()).filter(({ office }) => office)).toEqual([]);
    const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM offices.offices`);
    await restoreOffice(fresh.db, { kind: 'operator' }, id, (tx) => giveOffice(tx, { kind: 'operator' }, id));
    expect((await where()).map(({ office }) => office)).toEqual([true, true, true]);
  });

  it('JIS is read, and so is the sign DOS put behind a text', async () => {
    expect(await take(await fixture('iso-2022-jp'))).toMatchObject({ encoding: 'iso-2022-jp', rejected: 0, unended: false });
    expect(await take(await fixture('ctrl-z-end'))).toMatchObject({ fresh: 3, rejected: 0, unended: false });
    expect((await cards())[0]).toMatchObject({ name: '試験 太郎', kana: 'シケン タロウ' });
  });
  it('lines of commas are blank lines, to a strict import too; a line break within an address is a space', async () => {
    expect(await take(await fixture('blank-comma-lines'), { strict: true })).toMatchObject({ fresh: 3, rows: 3, rejected: 0 });
    expect(await take(await fixture('mixed-newlines'))).toMatchObject({ fresh: 5, rejected: 1 });
    expect((await cards()).filter(({ address }) => /番地3　.*101号/u.test(address))).toHaveLength(1);
  });
  it('a column that the profile names and the file lacks is told, beforehand too; a whole file tells nothing', async () => {
    const body = file(row()).replaceAll(/^((?:[^,]*,){9})[^,]*,/gmu, '$1');
    expect(body).not.toContain('保管場所コード');
    for (const dryRun of [true, false]) {
      const report = await run(body, { dryRun });
      expect(report).toMatchObject({ ok: true, value: { absent: ['保管場所コード'] } });
      if (report.ok)
        expect(reportLines(report.value).join('\n')).toContain('形式にある次の列が、ファイルにありません: 保管場所コード');
    }
    const whole = await take(file(row()));
    expect(whole.absent).toEqual([]);
    expect(reportLines(whole).join('\n')).not.toContain('形式にある次の列');
  });
  it('a file without a line end at its end may have been cut off: that is said', async () => {
    const report = await take(await fixture('cut-in-last-cell'));
    expect(report).toMatchObject({ fresh: 3, unended: true });
    expect(reportLines(report).join('\n')).toContain('途中で切れていないか');
    expect(reportLines(await take(file(row()))).join('\n')).not.toContain('途中で切れていないか');
  });
  it('marks and blanks around an ID or a telephone are no part of it, and small letters or none between are the same ID; a name stays to the character', async () => {
    expect(await take(await fixture('apostrophe-spaces'))).toMatchObject({ fresh: 6, rejected: 0 });
    const taken = (await cards()).map(({ notice_id, name, phone }) => [notice_id, name, phone]);
    expect(taken).toEqual([
      ['A16-000177', '試験 太郎', '0942309000'],
      ['A16-000178', '試験 太郎', '0942309000'],
      ['A16-000179', '田中 実 ', '0942309000'],
      ['A16-000180', '田中　実', '0942309000'],
      ['A16-000181', 'ｽﾐｽ・ｼﾞｮﾝ', '0942309000'],
      ['A16-000182', '=1+2', '0942309000'],
    ]);
  });
  it('birthdays as spreadsheets leave them: read where there is one way to read them, told where a part is unknown, else rejected', async () => {
    const report = await take(await fixture('excel-dates'));
    const births = Map.groupBy(await cards(), ({ birth_text }) => birth_text);
    const ids = (text: string) => births.get(text)?.map(({ notice_id }) => Number(notice_id.slice(-3)));
    expect(ids('1990-01-05')).toEqual([122, 123, 124, 130, 131, 137, 138, 139, 140, 141, 158, 159, 160, 166, 167, 168, 170, 171]);
    expect([ids('1989-01-08'), ids('1989-01-07'), ids('2019-05-01'), ids('2019-04-30')]).toEqual([
      [125],
      [126, 132],
      [133],
      [134],
    ]);
    expect([ids('1912-08-01'), ids('1926-12-25'), ids('2026-02-03')]).toEqual([[151], [152], [155, 156]]);
    expect([ids('不明'), ids('昭和22年3月（日は不明）')]).toEqual([
      [145, 146],
      [147, 149, 150],
    ]);
    expect([ids('昭和22年（月日は不明）'), ids('平成2年（月日は不明）')]).toEqual([[148], [174]]);
    const reasons = Map.groupBy(await rejectedOf(report), (line) => line.split(',')[2] ?? '');
    const lines = (reason: string) => reasons.get(reason)?.map((line) => Number(line.split(',')[0]));
    expect(lines('空の欄が日付になったようです（1900/1/0 など）')).toEqual([7, 43]);
    expect(lines('ありえない日付です')).toEqual([8, 15, 33, 34, 37, 44, 52, 55, 56]);
    expect(lines('生年月日として読み取れません')).toEqual([9, 22, 23, 24, 41, 42, 45, 49, 53]);
  });
  it('a file of rejected rows that was never put right is rejected whole, each line with its reason', async () => {
    const report = await take(await fixture('own-rejected'));
    expect(report).toMatchObject({ rows: 6, fresh: 0, rejected: 6 });
    expect((await rejectedOf(report)).slice(1)).toEqual(
      [3, 4, 5, 6, 7].map((line) => `${line},,列の数が違います（16列のはずが3列）`),
    );
    expect(await cards()).toEqual([]);
  });
  it('telephones that lost their zero have it again, counted; those that lost their digits are rejected', async () => {
    const report = await take(await fixture('phone-zero-lost'));
    expect(report).toMatchObject({ phonesMended: 2 });
    const phones = Object.fromEntries((await cards()).map(({ notice_id, phone }) => [notice_id, phone]));
    expect(phones).toMatchObject({
      'A35-003377': '0942309000',
      'A35-003378': '09012345678',
      'A35-003383': expect.stringContaining('内線12'),
    });
    const worn = await take(file(row({ phone: '9.01E+09' }), row({ id: 'A1B-123457', serial: '1.23E+11' })));
    expect(worn).toMatchObject({ fresh: 0, rejected: 2 });
    expect((await rejectedOf(worn)).join()).toMatch(/電話番号,表計算ソフトで桁が.*製造番号,表計算ソフトで桁が/u);
  });
  it.each(['1900/1/0', '1900-01-00', '1900/01/00 00:00:00', '1899-12-30', '明治33年1月0日'])(
    'an empty cell that a spreadsheet made the date %s is no birthday, and no arrival',
    async (zero) => {
      const report = await take(file(row({ birth: zero }), row({ id: 'A1B-123457', arrived: zero })));
      expect(report).toMatchObject({ fresh: 1, rejected: 1, birthUnknown: 0 });
      expect(await rejectedOf(report)).toEqual(['2,生年月日,空の欄が日付になったようです（1900/1/0 など）']);
    },
  );
  it('rejected rows put right are taken in as they are: one line each, without the marks that kept them texts', async () => {
    const name = '=SUM（架空）';
    const report = await take(file(row({ name, phone: '久留米', birth: 'bad', serial: '00012345' })));
    const text = await readFile(report.rejectedFile ?? '', 'utf8');
    expect(text.trimEnd().split('\r\n')).toHaveLength(2);
    expect(text).toContain('生年月日：生年月日として読み取れません／電話番号：電話番号として読み取れません');
    expect(text).toContain(`'${name}`);
    expect(text).toContain(`=""00012345""`);
    const again = await take(text.replace(',bad,', ',1947/03/08,').replace(',久留米,', ',0942-30-0000,'));
    expect(again).toMatchObject({ fresh: 1, rejected: 0 });
    expect(await db.one(sql`SELECT name, serial_no FROM cards.cards`)).toEqual({ name, serial_no: '00012345' });
  });

  it('with strict a single bad row keeps all out, and the rows are still told', async () => {
    const rejectedPath = join(folder, 'strict.csv');
    expect(await run(file(row(), row({ id: 'x' })), { strict: true, rejectedPath })).toMatchObject({
      ok: false,
      reason: 'strict',
      detail: '1',
    });
    expect(await cards()).toEqual([]);
    expect(await readFile(rejectedPath, 'utf8')).toContain('英数字3文字');
    // What was refused was not taken in: the next try is a first one.
    expect(await take(file(row(), row({ id: 'x' })))).toMatchObject({ fresh: 1, rejected: 1 });
  });
  it('a dry run counts and stores nothing', async () => {
    expect(await take(file(row(), row({ name: '田中　さくら' })), { dryRun: true })).toMatchObject({
      dryRun: true,
      fresh: 1,
      conflicts: 1,
    });
    expect(await cards()).toEqual([]);
    expect(await listConflicts(db, EVERYBODY, 10)).toEqual([]);
    expect(await take(file(row()))).toMatchObject({ fresh: 1 });
  });
  it('rows that say the same are one card', async () => {
    expect(await take(file(row(), row(), row()))).toMatchObject({ fresh: 1, repeated: 2, rejected: 0 });
  });
  it('text that means something to PostgreSQL, HTML or a spreadsheet is text', async () => {
    const name = `\\N'; DROP TABLE cards.cards;--<b>`;
    const report = await take(file(row({ name, address: '=1+2\\t{}' }), row({ id: 'x', name: '=HYPERLINK(1)' })));
    expect((await cards())[0]).toMatchObject({ name, address: '=1+2\\t{}' });
    expect(await readFile(report.rejectedFile ?? '', 'utf8')).toContain(`'=HYPERLINK(1)`);
  });
  it('a file that breaks off in its middle leaves nothing behind, also where rows went to the database already', async () => {
    const rows = Array.from({ length: 9_000 }, (_, n) => row({ id: `A1B-${String(n).padStart(6, '0')}`, serial: `K${n}` }));
    const body = Buffer.concat([Buffer.from(file(...rows)), Buffer.from([0xe3, 0x81])]);
    const named: Profile = { ...profile, encoding: 'utf-8' };
    expect(await run(body, { profile: named })).toMatchObject({ ok: false, reason: 'undecodable', detail: 'UTF-8、9002行目' });
    expect(await cards()).toEqual([]);
    expect(await db.rows(sql`SELECT counts FROM intake.imports`)).toEqual([{ counts: { refused: 'undecodable' } }]);
  });
  it('what a profile says of the encoding must be so', async () => {
    expect(await run(file(row()), { profile: { ...profile, encoding: 'cp932' } })).toMatchObject({
      ok: false,
      reason: 'encoding_differs',
      detail: 'UTF-8',
    });
    expect(await run(file(row()), { profile: { ...profile, encoding: 'utf-16le' } })).toMatchObject({
      ok: false,
      reason: 'encoding_differs',
    });
  });
  it('[8(2)①] what a dry run says is what is stored, whatever rows say of one another and of cards that are open, over, asked about or checked', async () => {
    await fresh.db.run(sql`INSERT INTO offices.offices (code, name) VALUES ('kitano', '北野')`);
    const some = fc.record({
      id: fc.constantFrom('A1B-000001', 'A1B-000002'),
      name: fc.constantFrom('髙﨑　さくら', '田中　さくら', '盛　遥'),
      birth: fc.constantFrom('1947/03/08', '不明', '昭和22年3月', '1990/01/01'),
      address: fc.constantFrom('', '福岡県久留米市城南町15番地3', '福岡県久留米市東町1番地'),
      lot: fc.constantFrom('L2601', 'L2602'),
      office: fc.constantFrom('', 'honcho', 'kitano', 'jojima'),
    });
    const lists = fc.sample(fc.array(some, { minLength: 1, maxLength: 9 }), { numRuns: 25, seed: 8 });
    for (const [at, list] of lists.entries()) {
      await take(file(...list.map((change) => row(change))), { again: true });
      // What comes between two lists: a card is handed over, a question answered, an address checked, an office opened.
      const [card] = await fresh.db.rows<{ id: number }>(
        sql`SELECT id FROM cards.cards WHERE is_open ORDER BY md5(id::text || ${at}::text) LIMIT 1`,
      );
      if (at % 3 === 0)
        await db.run(
          sql`SELECT cards.set_status(ROW('operator', NULL, NULL, NULL)::audit.actor, ${card?.id ?? 0}, 'handed-over', '', NULL, lib.now())`,
        );
      else
        await fresh.db.run(
          sql`INSERT INTO cards.checked_addresses (card_id, checked_at) VALUES (${card?.id ?? 0}, lib.now()) ON CONFLICT DO NOTHING`,
        );
      const [asked] = await listConflicts(db, EVERYBODY, 10);
      const answer = (['dropped', 'corrected-name', 'another-person'] as const)[at % 3];
      if (asked !== undefined && answer !== undefined && at % 2 === 0)
        await decide(db, EVERYBODY, { kind: 'operator' }, asked.id, answer).catch(() => {});
      if (at === 12) await fresh.db.run(sql`INSERT INTO offices.offices (code, name) VALUES ('honcho', '本庁')`);
    }
    const sums = await fresh.db.one<Record<string, number>>(sql`
      SELECT ${raw(['fresh', 'changed', 'unchanged', 'over', 'conflicts', 'waiting', 'dropped', 'addressesKept', 'officesFound'].map((count) => `sum((counts ->> '${count}')::integer)::integer AS "${count}"`).join(', '))}
      FROM intake.imports WHERE NOT dry_run`);
    // Every count was met by one of them.
    expect(Object.entries(sums).filter(([, sum]) => sum === 0)).toEqual([]);
  });
  it('two imports at once: one is told to wait, no card is made twice', async () => {
    const body = file(...Array.from({ length: 2_000 }, (_, n) => row({ id: `A1B-${String(n).padStart(6, '0')}` })));
    const outcomes = await Promise.all([run(body), run(body), run(body)]);
    expect(outcomes.every((outcome) => outcome.ok || outcome.reason === 'other_import_running')).toBe(true);
    expect(outcomes.filter((outcome) => outcome.ok && outcome.value.fresh === 2_000)).toHaveLength(1);
    expect(await cards()).toHaveLength(2_000);
  });
  it('[11(12)c] every import is in the log, with counts and no names', async () => {
    await take(file(row(), row({ id: 'x' })));
    await run('%PDF');
    await run(file(row()).replace('生年月日', '誕生日'));
    const events = await db.rows<{ act: string; detail: object }>(
      sql`SELECT act, detail FROM audit.events WHERE detail ->> 'dryRun' IS DISTINCT FROM 'true' ORDER BY id`,
    );
    expect(events.map(({ act }) => act)).toEqual(['intake.cards-imported', 'intake.cards-refused']);
    expect(events[0]?.detail).toMatchObject({ fresh: 1, rejected: 1 });
    expect(unrandom(JSON.stringify(events))).not.toMatch(/さくら|城南町|1947/u);
  });
});
