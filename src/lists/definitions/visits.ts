import { lastRemarks } from '../../cards/remark.ts';
import { type CardPlace, cardPlaceSql } from '../../cards/whereabouts.ts';
import type { OutcomeCode } from '../../counter/acts.ts';
import { LISTED_OUTCOMES, NOT_YET } from '../../counter/words.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select } from '../../lib/form/index.ts';
import { CHANNEL_WORDS } from '../../reservations/words.ts';
import { list } from '../list.ts';
import { AGAIN_SQL, type Again, againField, againWords } from './again.ts';
import { ALL_HOURS, type Hours, hourFields, hoursRules, hoursSql, hoursWords } from './hours.ts';
import { namedVisits } from './named.ts';
import {
  ALL,
  birthColumn,
  dayOfSpan,
  fromField,
  kanaColumn,
  lastOf,
  nameColumn,
  officeField,
  officeWords,
  ownOffice,
  placeColumn,
  type Span,
  serviceField,
  serviceWords,
  spanRules,
  spanWords,
  statusField,
  statusWords,
  toField,
} from './shared.ts';
import { VISIT, type VisitRow, visitRows, visitsSql } from './visit-columns.ts';

const STATES = {
  all: 'すべて',
  coming: NOT_YET,
  here: LISTED_OUTCOMES.arrived,
  done: LISTED_OUTCOMES['handed-over'],
  incomplete: LISTED_OUTCOMES.incomplete,
  'no-show': LISTED_OUTCOMES['no-show'],
  moving: '要振替',
  awaits: 'カード未着',
} as const;
type State = keyof typeof STATES;

type Filter = Span & Hours & { office: string; service: string; state: State; again: Again; status: string };

type Row = VisitRow & {
  people: number;
  outcome: OutcomeCode | null;
  moving: boolean;
  /** null: without a card on file. */
  whereabouts: CardPlace['whereabouts'] | null;
  place: string | null;
  towards: string | null;
  channel: keyof typeof CHANNEL_WORDS;
  card: number | null;
  personKey: string | null;
  remark: string | null;
};

const CONDITIONS: Record<State, string> = {
  all: 'true',
  coming: "m.outcome IS NULL AND r.state = 'booked'",
  here: "m.outcome = 'arrived'",
  done: "m.outcome = 'handed-over'",
  incomplete: "m.outcome = 'incomplete'",
  'no-show': "m.outcome = 'no-show'",
  moving: 'reservations.needs_moving(r, s)',
  awaits: "m.awaits IS NOT NULL AND r.state = 'booked'",
};

/** What is asked for now and then; nothing is looked up where it is not. */
const moreSql = ({ again, status }: Filter): Sql => sql`
  ${again === 'all' ? sql`true` : again === 'yes' ? sql`${AGAIN_SQL} IS NOT NULL` : sql`${AGAIN_SQL} IS NULL`} AND (${status} = '' OR c.status = ${status})`;

/** Members of visits in the days, offices and states asked for. */
const where = (filter: Filter) => sql`
  ${visitsSql} LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date
    AND (${filter.office} = '' OR vo.code = ${filter.office}) AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND ${hoursSql(filter)} AND r.state IN ('booked', 'ended') AND (${raw(CONDITIONS[filter.state])}) AND ${moreSql(filter)}`;

/** The bookings of days, by day and time (§8(2)⑨a). */
export const visitsList = list<Filter, Row>({
  code: 'visits',
  title: '予約一覧',
  about: '日別・時間別に、予約した方の一覧を作ります。',
  right: 'people.see',
  ofOffices: true,
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        service: serviceField(known),
        from: fromField(),
        to: toField(),
        ...hourFields(),
        state: select<State>('状態', optionsOf(STATES), { usual: 'all' }),
        again: againField(),
        status: statusField(known, '現在の交付状況'),
      },
      {
        rules: (values, say) => {
          spanRules(values, say);
          hoursRules(values, say);
        },
      },
    ),
  seldom: { fields: ['again', 'status'], words: 'その後の予約、現在の交付状況でも絞り込む' },
  usual: (today, known, officeId) => ({
    office: ownOffice(known, officeId),
    service: ALL,
    from: today,
    to: null,
    ...ALL_HOURS,
    state: 'all',
    again: 'all',
    status: ALL,
  }),
  dayAbove: (filter) => dayOfSpan(filter),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      spanWords(filter),
      ...hoursWords(filter),
      ...serviceWords(filter.service, known),
      ...(filter.state === 'all' ? [] : [STATES[filter.state]]),
      ...againWords(filter.again),
      ...statusWords(filter.status, known),
    ].join('・'),
  ...visitRows(
    where,
    sql`(SELECT count(*) FROM reservations.members x WHERE x.reservation_id = r.id AND x.removed_at IS NULL) AS people, m.outcome, reservations.needs_moving(r, s) AS moving,
      ${cardPlaceSql}, r.channel, m.card_id AS card, coalesce(c.person_key, m.person_key) AS "personKey"`,
  ),
  complete: async (tx, rows, shows) => {
    const remarks = shows('remark') ? await lastRemarks(tx, rows) : [];
    return rows.map((row, at) => ({ ...row, remark: remarks[at] ?? null }));
  },
  narrows: 'visit',
  order: 'day, office_position, minute, number, key',
  columns: [
    { ...VISIT.day, width: 18 },
    { ...VISIT.time, bold: true },
    nameColumn(),
    kanaColumn(),
    VISIT.number,
    VISIT.notice,
    birthColumn<Row>(false),
    VISIT.phone,
    VISIT.language,
    { ...VISIT.mail, width: 7, usual: false },
    { code: 'people', head: '人数', value: ({ people }) => people, width: 6, usual: false, right: true, sort: 'people' },
    { ...VISIT.office, usual: false },
    { ...VISIT.service, width: 14, usual: false },
    {
      code: 'state',
      head: '状態',
      value: ({ outcome, moving, awaits }) =>
        moving ? '要振替' : awaits ? 'カード未着' : outcome === null ? NOT_YET : LISTED_OUTCOMES[outcome],
      width: 10,
      usual: true,
      sort: 'outcome',
    },
    { ...VISIT.status, usual: false },
    placeColumn(false),
    {
      code: 'channel',
      head: '受付方法',
      value: ({ channel }) => CHANNEL_WORDS[channel],
      width: 9,
      usual: false,
      sort: 'channel',
    },
    { code: 'remark', head: '備考', value: ({ remark }) => remark, width: 24, usual: false },
  ],
  group: ({ day, officeName, minute }) => `${longDate(day)}　${officeName}　${clockTime(minute)}`,
  empty: '予約は、ありません。',
  ofBookings: 'standing',
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, minute, officeName }) => [day, clockTime(minute), officeName],
    named: namedVisits,
  },
});
