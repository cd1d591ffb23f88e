import { whoSql } from '../../cards/viewer.ts';
import { longDate } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { sql } from '../../lib/db/sql.ts';
import { form } from '../../lib/form/index.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { protectedSql } from '../../reservations/read.ts';
import { list } from '../list.ts';
import { AGAIN_SQL, type Again, againCondition, againField, againWords } from './again.ts';
import {
  birthColumn,
  fromField,
  kanaColumn,
  lastOf,
  nameColumn,
  officeField,
  officeWords,
  ownOffice,
  type Span,
  spanRules,
  spanWords,
  toField,
  type WithBirth,
  type WithWho,
  yesNo,
} from './shared.ts';

type Filter = Span & { office: string; again: Again };

type Row = WithWho &
  WithBirth & {
    key: string;
    day: string;
    minute: number;
    number: string;
    officeName: string;
    noticeId: string | null;
    phone: string | null;
    hasMail: boolean;
    againOn: string | null;
    statusName: string | null;
    /** Nobody recorded anything of them yet: their day is not closed. */
    open: boolean;
  };

const where = (filter: Filter) => sql`
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id
    JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL AND (m.outcome = 'no-show' OR m.outcome IS NULL)
    JOIN offices.offices vo ON vo.id = s.office_id
    LEFT JOIN cards.cards c ON c.id = m.card_id LEFT JOIN cards.statuses st ON st.code = c.status
    CROSS JOIN LATERAL (SELECT CASE WHEN m.outcome = 'no-show' THEN ${AGAIN_SQL} END AS again_on) next
  WHERE (m.outcome = 'no-show' OR (r.state = 'booked' AND s.day < lib.day_of(lib.now()) AND NOT reservations.needs_moving(r, s)))
    AND s.day BETWEEN ${filter.from}::date AND ${lastOf(filter)}::date AND (${filter.office} = '' OR vo.code = ${filter.office})
    AND ${againCondition(filter.again)}`;

/**
 * Those who booked and did not come (§8(2)⑫a), with how to reach them and whether they booked again; and who has no record on a past day that is not
 * closed: they may have come, so they are marked.
 */
export const noShowList = list<Filter, Row>({
  code: 'no-shows',
  title: '未来庁一覧',
  about:
    '予約した日に来庁されなかった方です。日締めが終わっていない日の、来庁の記録がない方は「未確定」です。メールの有無と、その後の予約が分かります。',
  right: 'people.see',
  filter: (known) =>
    form<Filter>(
      {
        office: officeField(known),
        from: fromField('予約日'),
        to: toField(),
        again: againField(),
      },
      { rules: spanRules },
    ),
  usual: (today, known, officeId) => ({ office: ownOffice(known, officeId), from: addDays(today, -28), to: today, again: 'no' }),
  sentence: (filter, known) => [officeWords(filter.office, known), spanWords(filter), ...againWords(filter.again)].join('・'),
  rows: (viewer, filter) => sql`
    SELECT r.id || '/' || m.position AS key, s.day, s.start_minute AS minute, r.number, vo.name AS "officeName", vo.position AS office_position,
      ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
      coalesce(c.kana_key, m.kana_key, c.name_key, m.name_key) AS "sortName", c.notice_id AS "noticeId", coalesce(c.birth_date, m.birth_date) AS "birthDate", coalesce(c.birth_text, '') AS "birthText",
      coalesce(nullif(r.phone, ''), nullif(c.phone, '')) AS phone, r.mail IS NOT NULL AS "hasMail", next.again_on AS "againOn", st.name AS "statusName", m.outcome IS NULL AS open
    ${where(filter)} AND (${viewer.seesProtected} OR NOT ${protectedSql})`,
  hidden: (viewer, filter) => sql`SELECT 1 ${where(filter)} AND NOT ${viewer.seesProtected} AND ${protectedSql}`,
  order: 'day DESC, office_position, minute, number, key',
  columns: [
    { code: 'day', head: '予約日', value: ({ day }) => ({ day }), width: 14, usual: true, sort: 'day', bold: true },
    { code: 'time', head: '時刻', value: ({ minute }) => ({ minute }), width: 7, usual: true, sort: 'minute' },
    { code: 'open', head: '記録', value: ({ open }) => (open ? '未確定' : '未来庁'), width: 8, usual: true, sort: 'open' },
    nameColumn(),
    birthColumn<Row>(false),
    kanaColumn(),
    { code: 'phone', head: '電話', value: ({ phone }) => (phone === null ? null : showPhone(phone)), width: 16, usual: true },
    { code: 'mail', head: 'メール', value: ({ hasMail }) => yesNo(hasMail), width: 8, usual: true, sort: 'hasMail' },
    { code: 'number', head: '予約番号', value: ({ number }) => number, width: 12, usual: true, sort: 'number' },
    { code: 'notice', head: '交付通知書ID', value: ({ noticeId }) => noticeId, width: 14, usual: true, sort: 'noticeId' },
    {
      code: 'again',
      head: 'その後の予約',
      value: ({ againOn }) => (againOn === null ? null : { day: againOn }),
      width: 14,
      usual: true,
      sort: 'againOn',
    },
    { code: 'office', head: '交付場所', value: ({ officeName }) => officeName, width: 14, usual: false, sort: 'office_position' },
    { code: 'status', head: '交付状況', value: ({ statusName }) => statusName, width: 11, usual: false, sort: 'statusName' },
  ],
  group: ({ day, officeName }) => `${longDate(day)}　${officeName}`,
  empty: '来庁されなかった方は、いません。',
});
