import { countPast as countLog } from '../../../../audit/expire.ts';
import { countPast as countMailings } from '../../../../letters/mailings.ts';
import type { Tx } from '../../../../lib/db/db.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { countPast as countPrints } from '../../../../lists/remember.ts';
import { countPast as countMails } from '../../../../outbox/expire.ts';
import { countPastBeats } from '../../../../running/beats.ts';
import { countPastEntries } from '../../../../running/entries.ts';
import { countPastFindings } from '../../../../running/findings.ts';
import type { SettingNow } from '../../../../site/change-setting.ts';
import type { SettingKey } from '../../../../site/settings.ts';
import { keepsRecords, pastBefore } from '../../../../site/shortening.ts';
import { countSearches, countSessions } from '../../../../staff/expire.ts';

type Past = { at: Date; day: string };
type Kind = { words: string; count: (tx: Tx, past: Past) => Promise<number> };

const rows = (query: ReturnType<typeof sql>) => async (tx: Tx) => (await tx.one<{ rows: number }>(query)).rows;
const at = (count: (tx: Tx, before: Date) => Promise<number>) => (tx: Tx, past: Past) => count(tx, past.at);

/** What each length of keeping removes, counted by the rules of the night's job (src/worker/expire.ts). */
const KINDS: Partial<Record<SettingKey, readonly Kind[]>> = {
  'keep-visits-days': [
    {
      words: '予約サイトの利用と仮押さえ',
      count: (tx, past) => rows(sql`SELECT reservations.count_ended(${past.at}) AS rows`)(tx),
    },
    { words: '終わった空き待ち', count: (tx, past) => rows(sql`SELECT waiting.count_ended(${past.at}) AS rows`)(tx) },
  ],
  'keep-searches-days': [{ words: '検索した言葉', count: at(countSearches) }],
  'keep-sessions-days': [{ words: '終わったログイン', count: at(countSessions) }],
  'keep-mails-days': [
    { words: 'メールの送信', count: at(countMails) },
    { words: '一斉メールの件名と本文', count: at(countMailings) },
  ],
  'keep-lists-days': [{ words: '印刷した一覧の控え', count: at(countPrints) }],
  'keep-persons-days': [
    {
      words: '氏名などを消す予約',
      count: (tx, past) => rows(sql`SELECT reservations.count_persons(${past.day}::date) AS rows`)(tx),
    },
  ],
  'keep-book-years': [{ words: '運用の記録', count: at(countPastEntries) }],
  'keep-beats-days': [{ words: '稼働の記録（1時間ごと）', count: at(countPastBeats) }],
  'keep-log-years': [
    { words: '操作履歴', count: at(countLog) },
    { words: '操作履歴の点検の結果', count: at(countPastFindings) },
  ],
  'keep-app-logs-years': [
    {
      words: 'アプリケーションログのファイル',
      count: (tx, past) => rows(sql`SELECT count(*)::integer AS rows FROM audit.log_files WHERE day < ${past.day}::date`)(tx),
    },
  ],
  'keep-cards-years': [
    { words: 'カード', count: (tx, past) => rows(sql`SELECT keeping.count_cards(${past.day}::date) AS rows`)(tx) },
  ],
  'keep-reservations-years': [
    { words: '予約', count: (tx, past) => rows(sql`SELECT reservations.count_past(${past.day}::date) AS rows`)(tx) },
  ],
};

/** What a shorter length of keeping would remove: the day before which, how many of each kind, and the fingerprint that a press must carry. */
export type WouldGo = { before: string; kinds: { words: string; rows: number }[]; shown: string };

/** Counts it as of the beginning of today; undefined where `value` removes nothing more than what holds now. */
export async function wouldGo(tx: Tx, { key, value, next }: SettingNow, wanted: number): Promise<WouldGo | undefined> {
  if (!keepsRecords(key) || wanted >= value || wanted === next) return undefined;
  const past = await pastBefore(tx, key, wanted);
  const kinds = await Promise.all((KINDS[key] ?? []).map(async ({ words, count }) => ({ words, rows: await count(tx, past) })));
  return { before: past.day, kinds, shown: fingerprint({ key, value, wanted, kinds, before: past.day }) };
}
