import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCards } from '../intake/import-cards.ts';
import { DEFAULT_PROFILE, readProfile } from '../intake/profile.ts';
import type { Clock } from '../lib/clock.ts';
import { csvFile } from '../lib/csv/write.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { putMark } from '../site/planned-city.ts';
import { invite, listAccounts, setGivenPassword } from '../staff/accounts.ts';

/** How many may practise at once, each with a card and accounts of their own number. */
const SEATS = 12;
const ADMINS = 4;
export const PRACTICE_PASSWORD = 'renshu-no-aikotoba';

const seats = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

/** The card of a seat: the same in every practice city, so that the exercises can name it. */
export const practiceCard = (seat: number) => ({
  noticeId: `REN-${String(seat).padStart(6, '0')}`,
  name: `練習　太郎${seat}`,
  kana: 'レンシュウ　タロウ',
  birth: `1980/01/${String(seat).padStart(2, '0')}`,
});

async function takeInCards(db: Db, clock: Clock): Promise<void> {
  const profile = await readProfile(DEFAULT_PROFILE);
  if (!profile.ok) throw new Error(`the profile ${DEFAULT_PROFILE} cannot be read: ${profile.reason}`);
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-practice-'));
  try {
    const path = join(folder, 'practice.csv');
    const rows = seats(SEATS).map((seat) => {
      const { noticeId, name, kana, birth } = practiceCard(seat);
      return [noticeId, name, kana, birth, 'honcho', '2026/01/05'];
    });
    await writeFile(path, csvFile([['交付通知書ID', '氏名', '氏名カナ', '生年月日', '保管場所コード', '通知書発送日'], ...rows]));
    const taken = await importCards(
      db,
      clock,
      { kind: 'operator' },
      {
        path,
        fileName: 'practice.csv',
        profile: profile.value,
        rejectedPath: join(folder, 'rejected.csv'),
      },
    );
    if (!taken.ok) throw new Error(`the cards to practise with were refused: ${taken.reason}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The accounts of every practice city. */
const ACCOUNTS = [
  ...seats(SEATS).map((seat) => ({ login: `renshu${seat}`, name: `練習 職員${seat}`, role: 'counter' })),
  ...seats(ADMINS).map((seat) => ({ login: `kanri${seat}`, name: `練習 管理者${seat}`, role: 'admin' })),
];

/** Whether this city was made to practise in: it has all those accounts, in use or not. A real one that was given the mark by a form has not. */
export async function wasMadeToPractise(db: Db): Promise<boolean> {
  const known = new Set((await listAccounts(db)).map(({ login }) => login));
  return ACCOUNTS.every(({ login }) => known.has(login));
}

/** Makes the made-up city one to practise in (§10): its name says so everywhere; accounts and cards for every seat. Done once; again it changes nothing. */
export async function fillPractice(db: Db, clock: Clock): Promise<void> {
  await putMark(db);
  const known = new Set((await listAccounts(db)).map(({ login }) => login));
  for (const { login, name, role } of ACCOUNTS) {
    if (known.has(login)) continue;
    await invite(db, { kind: 'operator' }, { login, name, officeId: 1, roles: [role] });
    const account = (await listAccounts(db)).find((one) => one.login === login);
    if (account !== undefined) await setGivenPassword(db, { kind: 'operator' }, account.id, PRACTICE_PASSWORD, false);
  }
  const { cards } = await db.one<{ cards: boolean }>(
    sql`SELECT EXISTS (SELECT FROM cards.cards WHERE notice_id = ${practiceCard(1).noticeId}) AS cards`,
  );
  if (!cards) await takeInCards(db, clock);
}

/** What who practises needs to know. */
export const practiceHints = (): string[] => [
  `Practice: renshu1 … renshu${SEATS} (窓口), kanri1 … kanri${ADMINS} (管理者), password ${PRACTICE_PASSWORD}`,
  `          cards ${practiceCard(1).noticeId} … ${practiceCard(SEATS).noticeId}, one a seat; exercises: docs/training/`,
];
