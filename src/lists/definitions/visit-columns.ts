import { otherLanguage } from '../../audit/facts.ts';
import { seenOnly, seenSql, unseenOnly, type Viewer, whoSql } from '../../cards/viewer.ts';
import { empty, type Sql, sql } from '../../lib/db/sql.ts';
import { showPhone } from '../../lib/values/contact.ts';
import { protectedSql } from '../../reservations/read.ts';
import type { ListColumn } from '../list-types.ts';
import { type WithBirth, type WithWho, yesNo } from './shared.ts';

/** What lists of visits say of each who comes. */
export type VisitRow = WithWho &
  WithBirth & {
    key: string;
    day: string;
    minute: number;
    number: string;
    officeName: string;
    serviceName: string;
    noticeId: string | null;
    /** Their card is not there yet. */
    awaits: boolean;
    /** Given with the visit, else the card's; null: none, or hidden as others of the visit are. */
    phone: string | null;
    hasMail: boolean | null;
    statusName: string | null;
    /** A code: what it was booked in. */
    language: string;
  };

/** Whether somebody of the visit `r` is under 支援措置: its telephone and address may be theirs, also in the line of who is not. */
export const partySql: Sql = sql`reservations.has_protected(r.id)`;

/** Where they come from: who comes `m`, with the visit `r`, its slot `s`, office `vo` and service `sv`, and the card `c` with its status `st`, where there is one. */
export const visitsSql: Sql = sql`
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
    JOIN offices.offices vo ON vo.id = s.office_id JOIN services.services sv ON sv.id = r.service_id
    LEFT JOIN cards.cards c ON c.id = m.card_id LEFT JOIN cards.statuses st ON st.code = c.status`;

/**
 * The rows of `from` (`visitsSql`, joined to and narrowed down), with what a list says `more`. 支援措置: for who may not see them a line would say where
 * they will be and when, so there is none; they are counted as hidden.
 */
export const visitRows = <Filter>(from: (filter: Filter) => Sql, more?: Sql | ((viewer: Viewer) => Sql)) => ({
  rows: (viewer: Viewer, filter: Filter) => sql`
    SELECT r.id || '/' || m.position AS key, ${seenSql(viewer, partySql, sql`r.id`)} AS id, s.day, s.start_minute AS minute, r.number, vo.name AS "officeName", vo.position AS office_position, sv.name AS "serviceName",
      ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who, coalesce(nullif(c.kana_key, ''), nullif(m.kana_key, ''), c.name_key, m.name_key) AS "sortName",
      coalesce(c.notice_id, m.awaits) AS "noticeId", m.awaits IS NOT NULL AS awaits, coalesce(c.birth_date, m.birth_date) AS "birthDate", coalesce(c.birth_text, '') AS "birthText",
      ${seenSql(viewer, partySql, sql`coalesce(nullif(r.phone, ''), nullif(c.phone, ''))`)} AS phone, ${seenSql(viewer, partySql, sql`r.mail IS NOT NULL`)} AS "hasMail", st.name AS "statusName", r.language${more === undefined ? empty : sql`, ${typeof more === 'function' ? more(viewer) : more}`}
    ${from(filter)} AND ${seenOnly(viewer, protectedSql)}`,
  hidden: (viewer: Viewer, filter: Filter) => sql`SELECT 1 ${from(filter)} AND ${unseenOnly(viewer, protectedSql)}`,
});

const column = <Row>(
  code: string,
  head: string,
  width: number,
  value: ListColumn<Row>['value'],
  sort?: string,
): ListColumn<Row> => ({
  code,
  head,
  value,
  width,
  usual: true,
  ...(sort === undefined ? {} : { sort }),
});

/** Their columns; a list says of each what is otherwise: `{ ...VISIT.day, bold: true }`. */
export const VISIT = {
  day: column<VisitRow>('day', '予約日', 15, ({ day }) => ({ day }), 'day'),
  time: column<VisitRow>('time', '時刻', 7, ({ minute }) => ({ minute }), 'minute'),
  number: column<VisitRow>('number', '予約番号', 12, ({ number }) => number, 'number'),
  notice: column<VisitRow>('notice', '交付通知書ID', 14, ({ noticeId }) => noticeId, 'noticeId'),
  phone: column<VisitRow>('phone', '電話', 16, ({ phone }) => (phone === null ? null : showPhone(phone))),
  mail: column<VisitRow>('mail', 'メール', 8, ({ hasMail }) => (hasMail === null ? null : yesNo(hasMail)), 'hasMail'),
  language: column<VisitRow>('language', '言語', 8, ({ language }) => otherLanguage(language), 'language'),
  office: column<VisitRow>('office', '交付場所', 14, ({ officeName }) => officeName, 'office_position'),
  service: column<VisitRow>('service', '手続き', 16, ({ serviceName }) => serviceName, 'serviceName'),
  status: column<VisitRow>('status', '交付状況', 11, ({ statusName }) => statusName, 'statusName'),
};
