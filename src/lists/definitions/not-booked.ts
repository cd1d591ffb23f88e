import { seenOnly, seenSql, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { cardPlaceSql } from '../../cards/whereabouts.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, number } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { type CardRow, cardColumns } from './card-columns.ts';
import { namedCards } from './named.ts';
import { officeField, officeWords } from './shared.ts';

type Filter = { office: string; weeks: number };
type Row = CardRow & { postedOn: string; weeks: number };

const MOST_WEEKS = 104;

const where = (filter: Filter) => sql`
  FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    CROSS JOIN LATERAL (
      SELECT greatest(c.notice_date, (SELECT max(n.posted_on) FROM cards.notices n WHERE n.card_id = c.id AND n.undone_at IS NULL AND n.returned_at IS NULL)) AS day
    ) posted
  WHERE (${filter.office} = '' OR o.code = ${filter.office}) AND c.is_open AND st.category = 'notified' AND c.notice_date <= lib.day_of(lib.now()) - 7 * ${filter.weeks}::integer
    AND posted.day <= lib.day_of(lib.now()) - 7 * ${filter.weeks}::integer
    AND NOT EXISTS (
      SELECT FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
      WHERE m.card_id = c.id AND m.removed_at IS NULL AND m.outcome IS NULL)`;

/** Who was noticed weeks ago and has booked nothing (§8(2)⑧): counted from the last notice that did not come back. */
export const notBookedList = list<Filter, Row>({
  code: 'not-booked',
  title: '未予約一覧',
  about: '交付通知書を発送してから何週間も、予約のない方です。返戻された方と保留の方は入りません。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known, 'カードの所在'),
      weeks: number('発送から', { least: 1, most: MOST_WEEKS, unit: '週' }, { behind: '週以上' }),
    }),
  usual: () => ({ office: '', weeks: 4 }),
  sentence: ({ office, weeks }, known) => `${officeWords(office, known)}・発送から${weeks}週以上予約なし`,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", c.notice_date AS "noticeDate",
      nullif(${seenSql(viewer, sql`c.protected`, sql`c.postal_code`)}, '') AS "postalCode", nullif(${seenSql(viewer, sql`c.protected`, sql`c.address`)}, '') AS address,
      nullif(c.phone, '') AS phone, ${cardPlaceSql}, posted.day AS "postedOn", (lib.day_of(lib.now()) - posted.day) / 7 AS weeks
    ${where(filter)} AND ${seenOnly(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer)}`,
  order: '"postedOn", key',
  columns: [
    { code: 'weeks', head: '週数', value: ({ weeks }) => weeks, width: 7, usual: true, sort: 'weeks', right: true, bold: true },
    ...cardColumns<Row>({ address: false }),
    {
      code: 'posted',
      head: '最後の発送日',
      value: ({ postedOn }) => ({ day: postedOn }),
      width: 13,
      usual: false,
      sort: 'postedOn',
    },
  ],
  empty: '予約のない方は、いません。',
  narrows: 'card',
  ofCards: true,
  remembered: { key: ({ key }) => String(key), facts: ({ postedOn }) => [postedOn], named: namedCards },
});
