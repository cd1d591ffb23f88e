import { basename, resolve } from 'node:path';
import type { Actor } from '../../audit/actor.ts';
import { EVERYBODY } from '../../cards/viewer.ts';
import type { Db } from '../../lib/db/db.ts';
import { Said } from '../../lib/said.ts';
import { grouped } from '../../lib/values/numbers.ts';
import { finishFormer, judge, judgeFile, pressFile, undoFile } from './acts.ts';
import { listBookings, readFormerRecord } from './read.ts';
import { formerRefusal, reasonWords, STATES, type State, VERDICTS, type Verdict } from './words.ts';

/** What cannot be done with a file of reservations; the message says why. */
class FormerCommandError extends Said {}

const OPERATOR: Actor = { kind: 'operator' };
/** Lines of refused visits that a terminal shows; the rest stands in the report at the desk. */
const SHOWN = 20;

const counted = <T extends string>(all: readonly T[], words: Record<T, string>): string =>
  (Object.keys(words) as T[])
    .flatMap((one) => {
      const n = all.filter((each) => each === one).length;
      return n === 0 ? [] : [`${words[one]} ${grouped(n)}件`];
    })
    .join('、');

/**
 * `madoguchi import reservations FILE [--dry-run] [--mails]`: reservations taken before going live (§8(1)⑬). Full slots are left out: going above
 * capacity is an administrator's, at the desk, by their name.
 * @throws FormerCommandError with words for the operator
 */
export async function importFormer(
  db: Db,
  path: string,
  { dryRun, mails }: { dryRun: boolean; mails: boolean },
  log: (line: string) => void,
): Promise<void> {
  const read = await judgeFile(db, OPERATOR, resolve(path), basename(path));
  if (!read.ok) throw new FormerCommandError(`${path}: ${formerRefusal(read.reason, read.detail)}`);
  const id = read.value;
  const { judged, version } = await judge(db, id);
  log(
    `読みました（番号 ${id}）。${counted<Verdict>(
      judged.map(({ verdict }) => verdict),
      VERDICTS,
    )}`,
  );
  const mended = (await readFormerRecord(db, id))?.phonesMended ?? 0;
  if (mended > 0) log(`失われた先頭の0を補った電話番号 ${grouped(mended)}件`);
  const bookings = new Map((await listBookings(db, EVERYBODY, id)).map((one) => [one.id, one]));
  const left = judged.filter(({ verdict }) => verdict === 'refused' || verdict === 'over');
  for (const one of left.slice(0, SHOWN)) {
    const booking = bookings.get(one.id);
    log(
      `  ${booking?.line ?? 0}行目 ${booking?.number ?? ''}: ${booking?.problem || reasonWords(one.reason) || reasonWords('full')}`,
    );
  }
  if (left.length > SHOWN) log(`  ほか ${left.length - SHOWN}件は、職員画面の「設定」「稼働前の予約」で確かめてください。`);
  if (dryRun) {
    log('何も登録していません。');
    return;
  }
  const pressed = await pressFile(db, OPERATOR, id, { seen: version, exceedReason: null, tell: mails });
  if (!pressed.ok)
    throw new FormerCommandError('読んでいる間に予約や枠が変わりました。何も登録していません。もう一度実行してください。');
  await finishFormer(db);
  const record = await readFormerRecord(db, id);
  const states = Object.entries(record?.counts ?? {}) as [State, number][];
  log(`登録しました。${states.map(([state, n]) => `${STATES[state]} ${grouped(n)}件`).join('、')}`);
}

/** `madoguchi import undo-reservations NUMBER`. @throws FormerCommandError with words for the operator */
export async function undoFormer(db: Db, id: number, log: (line: string) => void): Promise<void> {
  const undone = await undoFile(db, OPERATOR, id);
  if (!undone.ok)
    throw new FormerCommandError(
      {
        unknown: 'その番号の取り込みはありません。',
        not_pressed: 'まだ登録していません。',
        undone_already: 'すでに取り消しています。',
      }[undone.reason],
    );
  await finishFormer(db);
  const { counts = {} } = (await readFormerRecord(db, id)) ?? {};
  log(`取り消しました。${counts.undone ?? 0}件`);
  if ((counts.booked ?? 0) > 0) log(`  その後に変更や来庁があったため残した予約 ${counts.booked}件`);
}
