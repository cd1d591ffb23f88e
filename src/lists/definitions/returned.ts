import { backSql } from '../../cards/returned.ts';
import { seenOnly, seenSql, unseenOnly, whoSql } from '../../cards/viewer.ts';
import { cardPlaceSql } from '../../cards/whereabouts.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { list } from '../list.ts';
import { type CardRow, cardColumns } from './card-columns.ts';
import { namedCards } from './named.ts';
import { ALL, officeField, officeWords } from './shared.ts';

/** What is to be done next with a notice that came back. */
const STEPS = { check: '住所の確認待ち', post: '送り直し待ち', booked: '予約済など（送り直し不要）' } as const;
type Step = keyof typeof STEPS;
type Filter = { office: string; step: Step | typeof ALL };
type Row = CardRow & { returnedOn: string; why: string; postedOn: string; kind: 'first' | 'again'; step: Step };

const stepSql = sql`CASE WHEN st.category <> 'returned' THEN 'booked' WHEN n.address_at IS NULL THEN 'check' ELSE 'post' END`;

const where = (filter: Filter) => sql`
  FROM cards.notices n JOIN cards.cards c ON c.id = n.card_id JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE ${backSql} AND (${filter.office} = '' OR o.code = ${filter.office}) AND (${filter.step} = '' OR ${stepSql} = ${filter.step})`;

/** Cards whose notice came back by the post and was not posted again, the longest waiting first. */
export const returnedList = list<Filter, Row>({
  code: 'returned',
  title: '返戻一覧',
  about: '交付通知書が返戻された方です。住所を確かめてから、送り直します。送り直すと、一覧から消えます。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>({
      office: officeField(known, 'カードの所在'),
      step: select<Step | typeof ALL>('次の作業', [{ value: ALL, label: 'すべて' }, ...optionsOf(STEPS)], { usual: ALL }),
    }),
  usual: () => ({ office: ALL, step: ALL }),
  sentence: ({ office, step }, known) => `${officeWords(office, known)}・${step === ALL ? 'すべての返戻' : STEPS[step]}`,
  rows: (viewer, filter) => sql`
    SELECT c.id AS key, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who,
      coalesce(nullif(c.kana_key, ''), c.name_key) AS "sortName", c.birth_date AS "birthDate", c.birth_text AS "birthText", st.name AS "statusName", c.notice_date AS "noticeDate",
      nullif(${seenSql(viewer, sql`c.protected`, sql`c.postal_code`)}, '') AS "postalCode", nullif(${seenSql(viewer, sql`c.protected`, sql`c.address`)}, '') AS address,
      nullif(c.phone, '') AS phone, ${cardPlaceSql},
      n.returned_on AS "returnedOn", coalesce(n.returned_why, '') AS why, n.posted_on AS "postedOn", n.kind, ${stepSql} AS step
    ${where(filter)} AND ${seenOnly(viewer)}`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND ${unseenOnly(viewer)}`,
  order: '"returnedOn", key',
  columns: [
    {
      code: 'returned',
      head: '返戻',
      value: ({ returnedOn }) => ({ day: returnedOn }),
      width: 13,
      usual: true,
      sort: 'returnedOn',
    },
    { code: 'why', head: '返戻の理由', value: ({ why }) => why, width: 16, usual: true, sort: 'why' },
    { code: 'step', head: '次の作業', value: ({ step }) => STEPS[step], width: 14, usual: true, sort: 'step', bold: true },
    ...cardColumns<Row>({ address: true }),
    {
      code: 'posted',
      head: '返戻された通知の発送日',
      value: ({ postedOn }) => ({ day: postedOn }),
      width: 13,
      usual: false,
      sort: 'postedOn',
    },
    {
      code: 'kind',
      head: '通知',
      value: ({ kind }) => (kind === 'again' ? '再通知' : '最初の通知'),
      width: 9,
      usual: false,
      sort: 'kind',
    },
  ],
  empty: '返戻された通知は、ありません。',
  narrows: 'card',
  ofCards: true,
  remembered: { key: ({ key }) => String(key), facts: ({ returnedOn, step }) => [returnedOn, STEPS[step]], named: namedCards },
});
