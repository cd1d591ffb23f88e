import { type Actor, staffOf } from '../audit/actor.ts';
import { longDate } from '../lib/dates/format.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { noticeWords, type PlannedStop } from '../site/maintenance.ts';
import { readContacts } from './contacts.ts';
import type { Content } from './content.ts';

/** What happened to a planned stop. */
type StopChange = 'planned' | 'changed' | 'cancelled';
export const STOP_CHANGES: Readonly<Record<StopChange, string>> = { planned: '予定', changed: '変更', cancelled: '取りやめ' };

type Times = Pick<PlannedStop, 'startsAt' | 'endsAt' | 'reason'>;
const timesOf = ({ startsAt, endsAt, reason }: Times) => [
  { term: '開始', value: deskMoment(startsAt) },
  { term: '終了', value: deskMoment(endsAt) },
  { term: '理由', value: reason },
];

/** A planned stop as the city reads of it. `before`: what a change replaced. */
const stopContent = (what: StopChange, stop: PlannedStop, before?: PlannedStop): Content => ({
  title: `計画停止の${STOP_CHANGES[what]}のお知らせ`,
  facts: [
    ...timesOf(stop),
    {
      term: '市への提示日',
      value: `${longDate(stop.presentedOn)}（${stop.noticeDays < 0 ? '停止が' : '開始の'}${noticeWords(stop.noticeDays)}）`,
    },
    ...(stop.shortNotice === null ? [] : [{ term: '2週間前までに示せなかった理由', value: stop.shortNotice }]),
  ],
  sections:
    before === undefined
      ? []
      : [
          {
            heading: '変更前',
            text: timesOf(before)
              .map(({ term, value }) => `${term}：${value}`)
              .join('\n'),
          },
        ],
});

/**
 * Tells the city of a planned stop (§8(1)⑦b), in the transaction that changes it: what it says is kept for good, and a mail goes to each address set
 * for reports. Without such an address it is kept all the same, as told to nobody.
 */
export async function tellOfStop(tx: Tx, actor: Actor, what: StopChange, stop: PlannedStop, before?: PlannedStop): Promise<void> {
  const { mails } = await readContacts(tx);
  const { id } = await tx.one<{ id: number }>(sql`
    INSERT INTO running.stop_notices (stop_id, what, at, staff_id, content, mails)
    VALUES (${stop.id}, ${what}, lib.now(), ${staffOf(actor)}::integer, ${JSON.stringify(stopContent(what, stop, before))}::jsonb, ${[...mails]}::text[]) RETURNING id`);
  for (const at of mails.keys()) await tx.run(sql`SELECT outbox.put_stop_notice(${id}::integer, ${at + 1}::integer)`);
}

/** What is mailed to an address of the city; null: it is none any more. */
export type CityMail = { to: string | null; content: Content; saidAt?: Date; newer?: boolean; behind?: boolean };

/** How the city was told. `sentAt`: when the first mail left; null: none did yet. `failed`: no mail of it will; `passed`: none will, for a newer one is told instead, sent already or not. */
export type StopNotice = {
  stopId: number;
  what: StopChange;
  at: Date;
  addresses: number;
  sentAt: Date | null;
  failed: boolean;
  passed: boolean;
};

/** Of these stops, in the order they were told. */
export const stopNotices = (tx: Tx, stops: readonly number[]): Promise<StopNotice[]> =>
  tx.rows<StopNotice>(sql`
    SELECT n.stop_id AS "stopId", n.what, n.at, cardinality(n.mails) AS addresses, n.sent_at AS "sentAt",
      n.sent_at IS NULL AND NOT EXISTS (
        SELECT FROM generate_series(1, cardinality(n.mails)) AS a JOIN outbox.mails m ON m.once = 'stop-notice:' || n.id || ':' || a
        WHERE m.state IN ('waiting', 'sending')) AS failed,
      n.sent_at IS NULL AND EXISTS (
        SELECT FROM running.stop_notices x WHERE x.stop_id = n.stop_id AND x.id > n.id AND x.mails && n.mails) AS passed
    FROM running.stop_notices n WHERE n.stop_id = ANY (${[...stops]}::integer[]) ORDER BY n.id`);

/**
 * Where a mail of it goes, what it says and since when that is so: for the letter. `newer`: that address is told of something newer of the same stop, and would
 * read this after it; `behind`: an older one is being sent to it.
 */
export const mailOfStop = (tx: Tx, id: number, at: number): Promise<CityMail | undefined> =>
  tx.row<CityMail>(sql`
    SELECT w.address AS "to", n.content, n.at AS "saidAt",
      EXISTS (SELECT FROM running.stop_notices x WHERE x.stop_id = n.stop_id AND x.id > n.id AND w.address = ANY (x.mails)) AS newer,
      EXISTS (
        SELECT FROM running.stop_notices x CROSS JOIN LATERAL generate_series(1, cardinality(x.mails)) AS a JOIN outbox.mails m ON m.once = 'stop-notice:' || x.id || ':' || a
        WHERE x.stop_id = n.stop_id AND x.id < n.id AND x.mails[a] = w.address AND m.state = 'sending') AS behind
    FROM running.stop_notices n CROSS JOIN LATERAL (SELECT n.mails[${at}::integer] AS address) w WHERE n.id = ${id}`);
