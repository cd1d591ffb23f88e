import { seenSql } from '../../cards/viewer.ts';
import { longDate } from '../../lib/dates/format.ts';
import { sql } from '../../lib/db/sql.ts';
import { day, form, optionsOf, select } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import type { Mail } from '../../outbox/desk.ts';
import { MAIL_STATES, mailName } from '../../outbox/names.ts';
import { RESTORED } from '../../outbox/restored.ts';
import { mailHiddenSql } from '../../reservations/dead-mails.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';

const SHOWN = { dead: '不達', waiting: '送信待ち', all: 'すべて' } as const;
type Shown = keyof typeof SHOWN;
type Filter = { show: Shown; from: string | null; to: string | null };
type Row = Pick<Mail, 'kind' | 'state' | 'attempts' | 'nextAt' | 'sentAt' | 'lastError' | 'reservationId'> & {
  key: number;
  at: Date;
  number: string | null;
  phone: string;
  /** Of those who come. */
  names: string[] | null;
};

/** How it fares; of one that was given up how often it was tried. */
const stateWords = ({ state, attempts }: Row): string =>
  `${MAIL_STATES[state]}${state === 'dead' ? `（${attempts}回送信）` : ''}`;

/** What the mail server said, in words a clerk can act on. */
function reason({ lastError }: Row): string {
  const text = lastError ?? '';
  if (/\b55[0-4]\b/u.test(text)) return '宛先がないか、受け取りを断られました。アドレスを確かめてください。';
  if (text === RESTORED) return 'データベースを復元する前に、送信済みのおそれがあります。確かめてから再送してください。';
  return text === '' ? '' : 'メールサーバーに渡せませんでした。';
}

const STATES: Record<Shown, readonly Mail['state'][]> = {
  dead: ['dead'],
  waiting: ['waiting', 'sending'],
  all: ['dead', 'waiting', 'sending', 'sent', 'dropped'],
};

const where = (filter: Filter) => sql`
  FROM outbox.mails x LEFT JOIN reservations.reservations r ON r.id = x.reservation_id
  WHERE x.state = ANY (${STATES[filter.show]}::text[])
    AND (${filter.from}::date IS NULL OR x.created_at >= lib.instant(${filter.from}::date, 0))
    AND (${filter.to}::date IS NULL OR x.created_at < lib.instant(${filter.to}::date + 1, 0))`;

const spanOf = ({ from, to }: Filter): string =>
  `${from === null ? '' : `${longDate(from)}から`}${to === null ? '' : `${longDate(to)}まで`}`;

/** Mails and how they fared; those that were given up are sent again by a press. */
export const mailList = list<Filter, Row>({
  code: 'mails',
  title: 'メール',
  about: '送信したメール、送信を待つメール、届かなかったメールと、その理由です。',
  right: 'mails.see',
  filter: () =>
    form<Filter>(
      {
        show: select<Shown>('状態', optionsOf(SHOWN), { usual: 'dead' }),
        from: day('この日から', { called: '開始日', looked: true }).optional(),
        to: day('この日まで', { called: '終了日', looked: true }).optional(),
      },
      {
        rules: ({ from, to }, say) => {
          if (typeof from === 'string' && typeof to === 'string' && to < from) say('to', '終了日が、開始日より前です。');
        },
      },
    ),
  usual: () => ({ show: 'dead', from: null, to: null }),
  sentence: (filter) => [SHOWN[filter.show], spanOf(filter)].filter((words) => words !== '').join('・'),
  rows: (viewer, filter) => sql`
    SELECT x.id AS key, x.created_at AS at, x.kind, x.state, x.attempts, x.next_at AS "nextAt", x.sent_at AS "sentAt", x.last_error AS "lastError",
      x.reservation_id AS "reservationId", r.number, coalesce(r.phone, '') AS phone,
      (SELECT ${seenSql(viewer, sql`coalesce(bool_or(${protectedSql}), false)`, sql`jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position)`)}
       FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS names
    ${where(filter)} AND NOT ${mailHiddenSql(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${mailHiddenSql(viewer)}`,
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
    head: '再送',
    words: '再送する',
    right: 'mails.retry',
    of: ({ key, state }) => (state === 'dead' ? { retryMail: key } : null),
    done: {
      retried: { kind: 'done', words: '再送します。' },
      none: { kind: 'care', words: 'このメールは、すでに再送されています。' },
    },
  },
  empty: 'この条件のメールはありません。',
});
