import { seenSql } from '../../cards/viewer.ts';
import { longDate } from '../../lib/dates/format.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { day, endsBeforeWords, form, optionsOf, select } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { grouped } from '../../lib/values/numbers.ts';
import { endsBefore } from '../../lib/values/order.ts';
import type { Mail } from '../../outbox/desk.ts';
import { isPolicy, UNWRITTEN } from '../../outbox/faults.ts';
import { mailName, mailStateWords } from '../../outbox/names.ts';
import { RESTORED } from '../../outbox/restored.ts';
import { mailHiddenSql, mailOpenSql, mailOverSql, mailVisitSql } from '../../reservations/dead-mails.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import type { Press } from '../list-types.ts';

const SHOWN = { dead: '不達', done: '不達（対応済、終了した予約など）', waiting: '送信待ち', all: 'すべて' } as const;
type Shown = keyof typeof SHOWN;
type Filter = { show: Shown; from: string | null; to: string | null };
type Row = Pick<Mail, 'kind' | 'state' | 'attempts' | 'nextAt' | 'sentAt' | 'lastError' | 'reservationId' | 'settledAt'> & {
  key: number;
  at: Date;
  number: string | null;
  phone: string;
  /** Mails of its visit are held back (支援措置). */
  held: boolean;
  /** Of those who come. */
  names: string[] | null;
};

/** How it fares; of one that was given up how often it was tried. */
const stateWords = (row: Row): string =>
  `${mailStateWords(row, row.held)}${row.state === 'dead' && row.settledAt === null ? `（${row.attempts}回送信）` : ''}`;

/** What stood in the way, in words a clerk can act on. */
function reason({ state, lastError }: Row): string {
  const text = lastError ?? '';
  if (text === '') return '';
  if (state === 'dropped') return '送信する必要がなくなりました。';
  if (text === RESTORED) return 'データベースを復元する前に、送信済みのおそれがあります。確かめてから再送してください。';
  if (text === UNWRITTEN.text) return '本文を作成できませんでした。システムの管理者に連絡してください。';
  if (isPolicy(text))
    return 'メールサーバーが送信を許しませんでした。アドレスの誤りとは限りません。システムの管理者に連絡してください。';
  if (/\b55[0-4]\b/u.test(text)) return '宛先がないか、受け取りを断られました。アドレスを確かめてください。';
  return 'メールサーバーに渡せませんでした。';
}

const STATES: Record<Shown, Sql> = {
  dead: mailOpenSql,
  done: sql`x.state = 'dead' AND (x.settled_at IS NOT NULL OR ${mailOverSql})`,
  waiting: sql`x.state IN ('waiting', 'sending')`,
  all: sql`true`,
};

/** What may be done with one: `actOnMails`. */
const pressesOf = ({ key, state, attempts, lastError, settledAt }: Row): Press[] => {
  if (state === 'waiting' && attempts > 0 && lastError !== null) return [{ mail: key, to: 'now', words: 'すぐに送信する' }];
  if (state !== 'dead') return [];
  const again: Press = { mail: key, to: 'retry', words: '再送する' };
  return settledAt === null ? [again, { mail: key, to: 'settle', words: '対応済にする' }] : [again];
};

const where = (filter: Filter) => sql`
  FROM outbox.mails x LEFT JOIN reservations.reservations r ON r.id = ${mailVisitSql}
  WHERE ${STATES[filter.show]}
    AND (${filter.from}::date IS NULL OR x.created_at >= lib.instant(${filter.from}::date, 0))
    AND (${filter.to}::date IS NULL OR x.created_at < lib.instant(${filter.to}::date + 1, 0))`;

const spanOf = ({ from, to }: Filter): string =>
  `${from === null ? '' : `${longDate(from)}から`}${to === null ? '' : `${longDate(to)}まで`}`;

/** Mails and how they fared; those that were given up are sent again, or done with, by a press. */
export const mailList = list<Filter, Row>({
  code: 'mails',
  title: 'メール',
  about: '送信したメール、送信を待つメール、届かなかったメールと、その理由です。',
  right: 'mails.see',
  filter: () =>
    form<Filter>(
      {
        show: select<Shown>('状態', optionsOf(SHOWN), { usual: 'dead' }),
        from: day('この日から', { called: '開始日', lies: 'behind' }).optional(),
        to: day('この日まで', { called: '終了日', lies: 'behind' }).optional(),
      },
      {
        rules: ({ from, to }, say) => {
          if (endsBefore(from, to)) say('to', endsBeforeWords());
        },
      },
    ),
  usual: () => ({ show: 'dead', from: null, to: null }),
  sentence: (filter) => [SHOWN[filter.show], spanOf(filter)].filter((words) => words !== '').join('・'),
  rows: (viewer, filter) => sql`
    SELECT x.id AS key, x.created_at AS at, x.kind, x.state, x.attempts, x.next_at AS "nextAt", x.sent_at AS "sentAt", x.last_error AS "lastError", x.settled_at AS "settledAt",
      r.id AS "reservationId", CASE WHEN x.state = 'waiting' THEN reservations.mail_held(r) ELSE false END AS held, r.number, coalesce(r.phone, '') AS phone,
      (SELECT ${seenSql(viewer, sql`coalesce(bool_or(${protectedSql}), false)`, sql`jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position)`)}
       FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS names
    ${where(filter)} AND NOT ${mailHiddenSql(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${mailHiddenSql(viewer)}`,
  narrows: 'reservation',
  long: { instant: null },
  order: '',
  columns: [
    { code: 'at', head: '日時', value: ({ at }) => ({ at }), width: 15, usual: true, sort: 'key', whole: true },
    {
      code: 'kind',
      head: '件名',
      value: ({ kind }) => mailName(kind),
      width: 17,
      usual: true,
      goes: ({ key }) => ({ mail: key }),
    },
    {
      code: 'name',
      head: '来庁者',
      value: ({ names }) => names?.join('、') ?? '',
      width: 17,
      usual: true,
      goes: ({ reservationId, number }) => (reservationId === null || number === null ? null : { reservation: reservationId }),
    },
    { code: 'number', head: '予約番号', value: ({ number }) => number, width: 11, usual: true, whole: true },
    {
      code: 'phone',
      head: '電話',
      value: ({ phone }) => (phone === '' ? '' : showPhone(phone)),
      width: 13,
      usual: true,
      whole: true,
    },
    { code: 'state', head: '結果', value: stateWords, width: 13, usual: true, whole: true },
    { code: 'reason', head: '理由', value: reason, width: 24, usual: true },
    {
      code: 'error',
      head: 'メールサーバーの応答',
      value: ({ lastError }) => (lastError === RESTORED ? null : (lastError?.slice(0, 200) ?? null)),
      width: 24,
      usual: false,
    },
    { code: 'sent', head: '送信日時', value: ({ sentAt }) => (sentAt === null ? null : { at: sentAt }), width: 15, usual: false },
    {
      code: 'next',
      head: '次に送信する日時',
      value: ({ state, nextAt }) => (state === 'waiting' ? { at: nextAt } : null),
      width: 15,
      usual: false,
    },
  ],
  press: {
    head: '対応',
    right: 'mails.retry',
    of: pressesOf,
    done: {
      retry: { kind: 'done', words: '再送します。' },
      now: { kind: 'done', words: 'すぐに送信します。' },
      settle: { kind: 'done', words: '対応済にしました。' },
      none: { kind: 'care', words: 'このメールは、すでに再送されたか、対応済です。' },
      many: { kind: 'done', words: '一覧のメールについて、記録しました。' },
    },
  },
  ofMails: true,
  empty: 'この条件のメールはありません。',
  well: {
    asked: ({ show, from, to }) => show === 'dead' && (from ?? '') === '' && (to ?? '') === '',
    count: (viewer) => sql`
      SELECT count(*)::integer AS count FROM outbox.mails x
      WHERE x.state = 'sent' AND x.sent_at >= lib.instant(lib.day_of(lib.now()), 0) AND NOT ${mailHiddenSql(viewer)}`,
    says: (count) => `✓　対応が必要な不達メールはありません。本日 ${grouped(count)}通送信済`,
    way: { words: '送信したメールを表示する', boxes: { show: 'all' } },
  },
});
