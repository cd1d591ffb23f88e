import { lastRemarks } from '../../cards/remark.ts';
import { seenSql, whoSql } from '../../cards/viewer.ts';
import { type CardPlace, cardPlaceSql } from '../../cards/whereabouts.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { raw, sql } from '../../lib/db/sql.ts';
import { form, select } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { protectedSql } from '../../reservations/read.ts';
import { CHANNEL_WORDS } from '../../reservations/words.ts';
import { list } from '../list.ts';
import {
  ALL,
  birthColumn,
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
  spanRules,
  spanWords,
  toField,
  type WithBirth,
  type WithWho,
  yesNo,
} from './shared.ts';

const STATES = {
  all: 'すべて',
  coming: '未受付',
  done: '交付済・完了',
  incomplete: '不備再手続',
  'no-show': '未来庁',
  moving: '要振替',
} as const;
type State = keyof typeof STATES;

type Filter = Span & { office: string; service: string; state: State };

type Row = WithWho &
  WithBirth & {
    key: string;
    day: string;
    minute: number;
    number: string;
    officeName: string;
    serviceName: string;
    noticeId: string | null;
    phone: string | null;
    hasMail: boolean;
    people: number;
    statusName: string | null;
    outcome: string | null;
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

const OUTCOMES: Record<string, string> = {
  arrived: '受付中',
  'handed-over': '交付済・完了',
  incomplete: '不備再手続',
  'no-show': '未来庁',
};

const CONDITIONS: Record<State, string> = {
  all: 'true',
  coming: "m.outcome IS NULL AND r.state = 'booked'",
  done: "m.outcome = 'handed-over'",
  incomplete: "m.outcome = 'incomplete'",
  'no-show': "m.outcome = 'no-show'",
  moving: 'reservations.needs_moving(r, s)',
};

/** Members of visits in the days, offices and states asked for. */
const where = (filter: Filter) => sql`
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state IN ('booked', 'ended')
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
    JOIN offices.offices vo ON vo.id = s.office_id JOIN services.services sv ON sv.id = r.service_id
    LEFT JOIN cards.cards c ON c.id = m.card_id LEFT JOIN cards.statuses st ON st.code = c.status
    LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
  WHERE s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date
    AND (${filter.office} = '' OR vo.code = ${filter.office}) AND (${filter.service} = '' OR sv.code = ${filter.service})
    AND (${raw(CONDITIONS[filter.state])})`;

/** The bookings of days, by day and time (§8(2)⑨a). */
export const visitsList = list<Filter, Row>({
  code: 'visits',
  title: '予約一覧',
  about: '日別・時間別に、予約した方の一覧を作ります。',
  right: 'people.see',
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        service: serviceField(known),
        from: fromField(),
        to: toField(),
        state: select<State>(
          '状態',
          Object.entries(STATES).map(([value, label]) => ({ value: value as State, label })),
          { usual: 'all' },
        ),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({ office: ownOffice(known, officeId), service: ALL, from: today, to: null, state: 'all' }),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      spanWords(filter),
      ...(filter.service === ALL ? [] : [known.services.find(({ code }) => code === filter.service)?.name ?? '']),
      ...(filter.state === 'all' ? [] : [STATES[filter.state]]),
    ].join('・'),
  // 支援措置: for who may not see them a line would say where they will be and when, so there is none.
  rows: (viewer, filter) => sql`
    SELECT r.id || '/' || m.position AS key, s.day, s.start_minute AS minute, r.number, vo.name AS "officeName", vo.position AS office_position, sv.name AS "serviceName",
      ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
      coalesce(c.kana_key, m.kana_key, c.name_key, m.name_key) AS "sortName", c.notice_id AS "noticeId", coalesce(c.birth_date, m.birth_date) AS "birthDate", coalesce(c.birth_text, '') AS "birthText",
      coalesce(nullif(r.phone, ''), nullif(c.phone, '')) AS phone, r.mail IS NOT NULL AS "hasMail",
      (SELECT count(*) FROM reservations.members x WHERE x.reservation_id = r.id AND x.removed_at IS NULL) AS people,
      st.name AS "statusName", m.outcome, reservations.needs_moving(r, s) AS moving, ${cardPlaceSql}, r.channel, m.card_id AS card, coalesce(c.person_key, m.person_key) AS "personKey"
    ${where(filter)} AND (${viewer.seesProtected} OR NOT ${protectedSql})`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND NOT ${viewer.seesProtected} AND ${protectedSql}`,
  complete: async (tx, rows, shows) => {
    const remarks = shows('remark') ? await lastRemarks(tx, rows) : [];
    return rows.map((row, at) => ({ ...row, remark: remarks[at] ?? null }));
  },
  order: 'day, office_position, minute, number, key',
  columns: [
    { code: 'day', head: '予約日', value: ({ day }) => ({ day }), width: 18, usual: true, sort: 'day' },
    { code: 'time', head: '時刻', value: ({ minute }) => ({ minute }), width: 7, usual: true, sort: 'minute', bold: true },
    nameColumn(),
    kanaColumn(),
    { code: 'number', head: '予約番号', value: ({ number }) => number, width: 12, usual: true, sort: 'number' },
    { code: 'notice', head: '交付通知書ID', value: ({ noticeId }) => noticeId, width: 14, usual: true, sort: 'noticeId' },
    birthColumn<Row>(false),
    { code: 'phone', head: '電話', value: ({ phone }) => (phone === null ? null : showPhone(phone)), width: 16, usual: true },
    { code: 'mail', head: 'メール', value: ({ hasMail }) => yesNo(hasMail), width: 7, usual: false, sort: 'hasMail' },
    { code: 'people', head: '人数', value: ({ people }) => people, width: 6, usual: false, right: true, sort: 'people' },
    { code: 'office', head: '交付場所', value: ({ officeName }) => officeName, width: 14, usual: false, sort: 'office_position' },
    { code: 'service', head: '手続き', value: ({ serviceName }) => serviceName, width: 14, usual: false, sort: 'serviceName' },
    {
      code: 'state',
      head: '状態',
      value: ({ outcome, moving }) => (moving ? '要振替' : outcome === null ? '未受付' : (OUTCOMES[outcome] ?? outcome)),
      width: 10,
      usual: true,
      sort: 'outcome',
    },
    { code: 'status', head: '交付状況', value: ({ statusName }) => statusName, width: 11, usual: false, sort: 'statusName' },
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
  ofBookings: true,
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, minute, officeName }) => [day, clockTime(minute), officeName],
    named: (viewer, keys) => sql`
      SELECT k AS key, coalesce(${seenSql(viewer, protectedSql, sql`'予約番号 ' || r.number`)}, '支援措置') AS name FROM unnest(${[...keys]}::text[]) AS k
        JOIN reservations.members m ON m.reservation_id = split_part(k, '/', 1)::uuid AND m.position = split_part(k, '/', 2)::integer
        JOIN reservations.reservations r ON r.id = m.reservation_id LEFT JOIN cards.cards c ON c.id = m.card_id`,
  },
});
