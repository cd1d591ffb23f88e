import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { Table, wholeCol } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import type { MailedVisit } from '../../../reservations/held-mails.ts';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { paths } from '../../paths.ts';

/** Visits with an address to which no mail goes, each leading to its page. */
export function MailedVisits({ caption, empty, visits }: { caption: string; empty: string; visits: readonly MailedVisit[] }) {
  return (
    <Table
      caption={caption}
      wide
      empty={empty}
      columns={[wholeCol('予約番号'), wholeCol('日時'), '場所・手続き', '来庁者', '電話', 'メールアドレス']}
      rows={visits.map((visit) => [
        <a href={paths.reservation(visit.reservationId)} class="code">
          {visit.number}
        </a>,
        `${shortDate(visit.day)} ${clockTime(visit.startMinute)}`,
        <>
          {visit.officeName}
          <span class="sub">{visit.serviceName}</span>
        </>,
        <>
          {visit.names.map((name) => printable(name).text).join('、')} <LanguageTag language={visit.language} />
        </>,
        visit.phone === '' ? '記録なし' : showPhone(visit.phone),
        visit.mail,
      ])}
    />
  );
}
