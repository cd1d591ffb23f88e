import { readUsualEnd } from '../../calendar/usual-end.ts';
import { clockTime } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { sql } from '../../lib/db/sql.ts';
import { form, optionsOf, select, time } from '../../lib/form/index.ts';
import { grouped } from '../../lib/values/numbers.ts';
import { list } from '../list.ts';
import { namedSessions } from './named.ts';
import {
  ALL,
  fromField,
  lastOf,
  officeField,
  officeWords,
  ownOffice,
  type Span,
  serviceField,
  spanRules,
  spanWords,
  toField,
} from './shared.ts';

const SHOWS = { none: '予約のない回', all: 'すべての回' } as const;
type Shows = keyof typeof SHOWS;
/** `ends`: what ends after this minute of a day is of the evening; null: as the city has it. */
type Filter = Span & { office: string; service: string; ends: number | null; shows: Shows };

type Row = {
  key: string;
  day: string;
  kind: string;
  officeName: string;
  serviceName: string;
  starts: number;
  ends: number;
  slots: number;
  capacity: number;
  taken: number;
};

const DAYS_ON = 28;

/** Night and holiday sessions, and whether anybody booked: one that nobody booked may be staffed otherwise, or given up. It names nobody. */
export const sessionsList = list<Filter, Row, { usualEnd: number }>({
  code: 'sessions',
  title: '夜間・休日の回',
  about: '夜間と土日・祝日の受付で、まだ予約のない回です。職員の配置や閉庁を検討するときに使います。',
  right: 'calendar.see',
  ofOffices: true,
  learn: async (tx) => ({ usualEnd: await readUsualEnd(tx) }),
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        service: serviceField(known),
        from: fromField(),
        to: toField(),
        ends: time('通常の受付の終わり', {
          need: 'silent',
          hint: 'この時刻より後に終わる枠を、夜間とします。空欄にすると、設定の時刻にします。',
        }).optional(),
        shows: select<Shows>('表示する回', optionsOf(SHOWS), { usual: 'none' }),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({
    office: ownOffice(known, officeId),
    service: ALL,
    from: today,
    to: addDays(today, DAYS_ON),
    ends: known.usualEnd,
    shows: 'none',
  }),
  sentence: (filter, known) =>
    [
      officeWords(filter.office, known),
      spanWords(filter),
      `${clockTime(filter.ends ?? known.usualEnd)}より後に終わる夜間と休日`,
      SHOWS[filter.shows],
    ].join('・'),
  rows: (_viewer, filter) => sql`
    SELECT concat_ws('/', day, office_id, service_id, kind) AS key, day, kind, "officeName", "serviceName", office_position, service_position, min(start_minute) AS starts, max(start_minute + minutes) AS ends,
      count(*)::integer AS slots, sum(capacity)::integer AS capacity, sum(taken)::integer AS taken
    FROM (
      SELECT s.day, s.office_id, s.service_id, s.start_minute, s.minutes, s.capacity + s.allowance AS capacity, s.taken, o.name AS "officeName", o.position AS office_position, v.name AS "serviceName",
        v.position AS service_position, CASE WHEN h.day IS NOT NULL THEN '祝日' WHEN extract(isodow FROM s.day) = 6 THEN '土曜' WHEN extract(isodow FROM s.day) = 7 THEN '日曜' ELSE '夜間' END AS kind
      FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id JOIN services.services v ON v.id = s.service_id LEFT JOIN calendar.holidays h ON h.day = s.day AND NOT h.retired
      WHERE s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date AND s.closed_at IS NULL AND NOT s.gone AND s.capacity + s.allowance > 0
        AND (${filter.office} = '' OR o.code = ${filter.office}) AND (${filter.service} = '' OR v.code = ${filter.service})
        AND (h.day IS NOT NULL OR extract(isodow FROM s.day) > 5 OR s.start_minute + s.minutes > coalesce(${filter.ends}::integer, (SELECT calendar.usual_end())))
    ) e GROUP BY day, office_id, service_id, kind, "officeName", "serviceName", office_position, service_position
    HAVING ${filter.shows} = 'all' OR sum(taken) = 0`,
  order: 'day, office_position, service_position, kind',
  columns: [
    { code: 'day', head: '日', value: ({ day }) => ({ day }), width: 16, usual: true, sort: 'day', bold: true },
    { code: 'kind', head: '区分', value: ({ kind }) => kind, width: 8, usual: true, sort: 'kind' },
    { code: 'office', head: '交付場所', value: ({ officeName }) => officeName, width: 16, usual: true, sort: 'office_position' },
    {
      code: 'service',
      head: '手続き',
      value: ({ serviceName }) => serviceName,
      width: 22,
      usual: true,
      sort: 'service_position',
    },
    { code: 'starts', head: '最初の枠', value: ({ starts }) => ({ minute: starts }), width: 9, usual: true, sort: 'starts' },
    { code: 'ends', head: '終わり', value: ({ ends }) => ({ minute: ends }), width: 9, usual: true, sort: 'ends' },
    { code: 'slots', head: '枠の数', value: ({ slots }) => slots, width: 8, usual: true, right: true, sort: 'slots' },
    { code: 'capacity', head: '定員', value: ({ capacity }) => capacity, width: 8, usual: true, right: true, sort: 'capacity' },
    { code: 'taken', head: '予約', value: ({ taken }) => taken, width: 8, usual: true, right: true, sort: 'taken' },
  ],
  remembered: {
    key: ({ key }) => key,
    facts: ({ day, starts, ends, slots, capacity, taken }) => [
      day,
      `${clockTime(starts)}〜${clockTime(ends)}`,
      `枠 ${grouped(slots)}`,
      `定員 ${grouped(capacity)}人`,
      `予約 ${grouped(taken)}人`,
    ],
    means: ({ ends }, { usualEnd }) => (ends === null ? String(usualEnd) : ''),
    named: namedSessions,
  },
  empty: '該当する夜間・休日の回は、ありません。',
});
