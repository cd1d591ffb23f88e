import { seenOnly, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { beforeSql } from '../../cards/whereabouts.ts';
import { cityDay, deskMoment } from '../../lib/dates/jst.ts';
import { raw, sql } from '../../lib/db/sql.ts';
import { form } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { namedOfTwo } from './named.ts';
import { fromField, lastOf, nameColumn, type Span, spanRules, spanWords, toField, type WithWho } from './shared.ts';

type Row = WithWho & {
  key: string;
  at: Date;
  noticeId: string;
  serialNo: string;
  birthDate: string | null;
  birthText: string;
  first: string | null;
  second: string | null;
  /** Where it lay until then, in words. */
  lay: string | null;
  /** To whom it went; null: it was destroyed. */
  toWhom: string | null;
  /** When it was taken back; null: it stands. */
  backAt: Date | null;
};

/** A ledger of cards that two accounts let go. `of`: the act in words, 廃棄. `table`, `event`: where it is recorded. */
type Ledger = {
  code: string;
  title: string;
  about: string;
  of: string;
  table: 'cards.destructions' | 'cards.departures';
  event: 'destroyed' | 'departed';
  empty: string;
};

/** Each card with the two who did it, and a box for each to sign on paper. */
export function goneList({ code, title, about, of, table, event, empty }: Ledger) {
  // The movement of an act: the card's first one from then on. The act is taken back where its movement is.
  const movement = sql`(SELECT min(e.id) FROM cards.custody_events e WHERE e.card_id = d.card_id AND e.event = ${event} AND e.at >= d.second_at)`;
  const backAt = sql`(SELECT u.at FROM cards.custody_events u WHERE u.card_id = d.card_id AND u.undoes = ${movement})`;
  const where = (filter: Span) => sql`
  FROM ${raw(table)} d JOIN cards.cards c ON c.id = d.card_id LEFT JOIN staff.accounts a ON a.id = d.first_by LEFT JOIN staff.accounts b ON b.id = d.second_by
  WHERE d.second_at >= lib.instant(${filter.from}::date, 0) AND d.second_at < lib.instant(${lastOf(filter)}::date + 1, 0)`;
  const toWhom = event === 'departed' ? sql`d.to_whom` : sql`NULL`;
  return list<Span, Row>({
    code,
    title,
    about,
    right: 'people.see',
    filter: () =>
      form<Span>({ from: fromField(`${of}した日`, 'behind'), to: toField(undefined, 'behind') }, { rules: spanRules }),
    usual: (today) => ({ from: today, to: null }),
    sentence: spanWords,
    rows: (viewer, filter) => sql`
    SELECT d.id AS key, d.card_id AS "cardId", d.second_at AS at, c.notice_id AS "noticeId", c.serial_no AS "serialNo", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", a.name AS first, b.name AS second, ${backAt} AS "backAt", ${beforeSql(movement)} AS lay, ${toWhom} AS "toWhom"
    ${where(filter)} AND ${seenOnly(viewer)}`,
    hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer)}`,
    narrows: 'card-id',
    order: 'at, key',
    columns: [
      { code: 'at', head: `${of}した日時`, value: ({ at }) => ({ at }), width: 16, usual: true, sort: 'at' },
      {
        code: 'notice',
        head: '交付通知書ID',
        value: ({ noticeId }) => noticeId,
        width: 14,
        usual: true,
        sort: 'noticeId',
        bold: true,
      },
      nameColumn<Row>(),
      {
        code: 'birth',
        head: '生年月日',
        value: ({ birthDate, birthText }) => (birthDate === null ? birthText : { born: birthDate }),
        width: 15,
        usual: true,
        sort: 'birthDate',
      },
      { code: 'serial', head: '製造番号', value: ({ serialNo }) => serialNo, width: 13, usual: true, sort: 'serialNo' },
      ...(event === 'departed'
        ? [{ code: 'to', head: '送り先', value: ({ toWhom }: Row) => toWhom, width: 18, usual: true, sort: 'toWhom' as const }]
        : []),
      { code: 'lay', head: `${of}前の所在`, value: ({ lay }) => lay, width: 18, usual: true, sort: 'lay' },
      { code: 'first', head: '1人目', value: ({ first }) => first, width: 12, usual: true, sort: 'first' },
      { code: 'second', head: '2人目', value: ({ second }) => second, width: 12, usual: true, sort: 'second' },
      {
        code: 'back',
        head: '取り消した日時',
        value: ({ backAt }) => (backAt === null ? null : { at: backAt }),
        width: 14,
        usual: true,
        sort: 'backAt',
      },
    ],
    ticks: ['1人目の署名', '2人目の署名'],
    gapEvery: 5,
    remembered: {
      key: ({ key }) => String(key),
      facts: ({ at, backAt }) => [cityDay(at), backAt === null ? '' : `取消 ${deskMoment(backAt)}`],
      named: namedOfTwo(table),
    },
    empty,
  });
}
