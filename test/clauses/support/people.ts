import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFor } from '../../../src/config.ts';
import { importCommand } from '../../../src/intake/command.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { addDays, cityDay } from '../../../src/lib/dates/jst.ts';
import { sql } from '../../../src/lib/db/sql.ts';
import type { FreshDatabase } from '../../support/database.ts';

/** Who waits for a card. */
export type Person = {
  noticeId: string;
  name: string;
  kana: string;
  /** 1947/03/08, and its month and day as they are typed. */
  birth: string;
  month: string;
  day: string;
  phone: string;
  mail: string;
  office: string;
};

const SURNAMES = ['髙橋', '井上', '古賀', '中村', '渡邉', '吉田', '石橋', '大石', '江頭', '野田'];
const READ = ['タカハシ', 'イノウエ', 'コガ', 'ナカムラ', 'ワタナベ', 'ヨシダ', 'イシバシ', 'オオイシ', 'エガシラ', 'ノダ'];
const LETTERS = 'アイウエオカキクケコサシスセソタチツテト';
let made = 0;

/** Somebody nobody else in this file is: another ID, name and birthday. */
export function person(change: Partial<Person> = {}): Person {
  made += 1;
  const given = `${LETTERS[made % 20]}${LETTERS[Math.floor(made / 20) % 20]}コ`;
  const [month, day] = [1 + (made % 12), 1 + (made % 28)];
  const birth = `${1930 + (made % 60)}/${String(month).padStart(2, '0')}/${String(day).padStart(2, '0')}`;
  return {
    noticeId: `D${made % 10}E-${String(100_000 + made)}`,
    name: `${SURNAMES[made % 10]}　${given}`,
    kana: `${READ[made % 10]}　${given}`,
    birth,
    month: String(month),
    day: String(day),
    phone: `0942-31-${String(1_000 + made)}`,
    mail: `person${made}@example.jp`,
    office: 'honcho',
    ...change,
  };
}

const HEAD =
  '交付通知書ID,氏名,氏名カナ,生年月日,郵便番号,住所,電話番号,ロット番号,製造番号,保管場所コード,到着日,有効期限,通知書発送日';

/** A day so many days from today, as the list writes it. */
const daysFrom = (days: number): string => addDays(cityDay(systemClock.now()), days).replaceAll('-', '/');

/** A list of cards as J-LIS sends it: arrived weeks ago, the notice posted a week later. */
export const listOf = (people: readonly Person[]): string =>
  [
    HEAD,
    ...people.map(({ noticeId, name, kana, birth, phone, office }, at) =>
      [
        noticeId,
        name,
        kana,
        birth,
        '8300022',
        '福岡県久留米市城南町15番地3',
        phone,
        'L2601',
        `K${noticeId.slice(-6)}${at}`,
        office,
        daysFrom(-50),
        daysFrom(3_000),
        daysFrom(-43),
      ].join(','),
    ),
    '',
  ].join('\r\n');

/** Takes a list in by the command; what it printed. */
export async function importFile(fresh: FreshDatabase, people: readonly Person[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-clauses-'));
  const said: string[] = [];
  try {
    const file = join(folder, 'cards.csv');
    await writeFile(file, listOf(people));
    const config = configFor('import', { DESK_DATABASE_URL: fresh.urlFor('desk') });
    await importCommand(['cards', file], { config, clock: systemClock, log: (line) => void said.push(line), screen: null });
    return said.join('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The row of the card of this notice ID. */
export const cardOf = async ({ db }: FreshDatabase, noticeId: string): Promise<number> =>
  (await db.one<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${noticeId}`)).id;

/** Somebody whose card waits at the main hall, or as `change` says, and its row. */
export async function someWaiting(
  { fresh }: { fresh: FreshDatabase },
  change: Partial<Person> = {},
): Promise<Person & { cardId: number }> {
  const one = person(change);
  await importFile(fresh, [one]);
  return { ...one, cardId: await cardOf(fresh, one.noticeId) };
}
