import type { DueStep } from '../../cards/deadline.ts';
import { seenOnly, seenSql, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { cardPlaceSql } from '../../cards/whereabouts.ts';
import { longDate } from '../../lib/dates/format.ts';
import { sql } from '../../lib/db/sql.ts';
import { day, form, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { type CardRow, cardColumns } from './card-columns.ts';
import { namedCards } from './named.ts';
import { officeField, officeWords } from './shared.ts';

export const STEP_WORDS: Record<DueStep, string> = {
  renotice: '再通知の対象',
  destroy: '廃棄予定の対象',
  expires: 'カードの有効期限',
};
type Filter = { office: string; step: DueStep; until: string | null };
type Row = CardRow & { since: string | null; held: number | null; dueOn: string };

/** Nothing typed: what waits today; a card's own end is told some days before. */
const untilSql = ({ step, until }: Filter) =>
  until === null
    ? sql`lib.day_of(lib.now()) + CASE WHEN ${step} = 'expires' THEN site.number('expires-near-days') ELSE 0 END`
    : sql`${until}::date`;

const where = (filter: Filter) => sql`
  FROM cards.due_by(${filter.step}, ${untilSql(filter)}) d JOIN cards.cards c ON c.id = d.card_id JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE (${filter.office} = '' OR o.code = ${filter.office})`;

/** Cards whose time is over or soon will be: to be noticed again, to be destroyed, about to expire (§8(2)⑦, §8(2)⑧). */
export const deadlineList = list<Filter, Row>({
  code: 'deadlines',
  title: '期限一覧',
  about:
    '再通知や廃棄予定の期限になったカード、カード自体の有効期限が近いカードです。予約のある方と保留の方は、再通知と廃棄予定には入らず、有効期限には入ります。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known, 'カードの所在'),
      step: select<DueStep>('種類', optionsOf(STEP_WORDS), { usual: 'renotice' }),
      until: day('期限がこの日まで', {
        called: '期限',
        box: 'until',
        lies: 'near',
        hint: '空欄のときは本日まで（有効期限は設定の日数先まで）',
      }).optional(),
    }),
  usual: () => ({ office: '', step: 'renotice', until: null }),
  sentence: (filter, known) =>
    `${officeWords(filter.office, known)}・${STEP_WORDS[filter.step]}${filter.until === null ? '' : `・${longDate(filter.until)}まで`}`,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", c.notice_date AS "noticeDate",
      nullif(${seenSql(viewer, sql`c.protected`, sql`c.postal_code`)}, '') AS "postalCode", nullif(${seenSql(viewer, sql`c.protected`, sql`c.address`)}, '') AS address,
      nullif(c.phone, '') AS phone, ${cardPlaceSql},
      d.since, d.held, d.due_on AS "dueOn"
    ${where(filter)} AND ${seenOnly(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer)}`,
  order: '"dueOn", key',
  columns: [
    { code: 'due', head: '期限', value: ({ dueOn }) => ({ day: dueOn }), width: 13, usual: true, sort: 'dueOn', bold: true },
    ...cardColumns<Row>({ address: false }),
    {
      code: 'since',
      head: '数え始めた日',
      value: ({ since }) => (since === null ? null : { day: since }),
      width: 13,
      usual: false,
      sort: 'since',
    },
    {
      code: 'held',
      head: '保留の日数',
      under: 'due',
      value: ({ held }) => held,
      width: 9,
      usual: true,
      sort: 'held',
      right: true,
    },
  ],
  empty: '期限になったカードは、ありません。',
  narrows: 'card',
  ofCards: true,
  remembered: { key: ({ key }) => String(key), facts: ({ dueOn }) => [dueOn], named: namedCards },
});
