import { Phrase, plain } from '../../lib/html/index.ts';
import type { Office } from '../common.ts';
import type { Language, Words } from '../language.ts';
import { type ByKind, byOf } from '../offers.ts';
import type { VisitRow } from '../read-visits.ts';
import { standing } from '../visit.ts';
import { clockOf, shortWhen } from './when.ts';

const words: Words<{
  title: string;
  booked: string;
  who: string;
  notice: (id: string) => string;
  people: (n: number) => string;
  office: ByKind<string>;
  when: string;
  /** Of a held place: another may be about to be chosen. */
  held: string;
  /** Until when the visit lasts if nobody does anything more. */
  ends: (time: string) => string;
  soon: string;
  goOn: string;
  service: string;
}> = {
  ja: {
    title: 'ここまでの内容',
    booked: '現在の予約',
    who: '来られる方',
    people: (n) => `${n}人`,
    notice: (id) => `交付通知書ID ${id}`,
    office: { card: '受け取る場所', person: '手続きの場所' },
    when: '日時',
    held: '確保している日時',
    ends: (time) =>
      `操作が|ないまま|${time}を|過ぎると、|この手続きは|終わります。|続ける方は、|その前に|画面を|開き直してください。`,
    soon: 'もうすぐ、|この手続きが|終わります。|続ける方は、|押してください。',
    goOn: '続ける',
    service: '手続き',
  },
};

/** Without a place yet: the office that is looked at. */
type SoFarProps = { visit: VisitRow; language: Language; offices: Office[]; looksAt?: string | undefined };

/**
 * What was chosen so far, beside the page; of a booked visit the booking as it is. Office and time are those of one place: what is only looked at
 * for another time is not mixed in. Of the person only the notice ID they typed themselves; names stand on the check page alone.
 */
export function SoFar({ visit, language, offices, looksAt }: SoFarProps) {
  const texts = words[language];
  const stands = standing(visit, 'held', 'booked');
  // A held time that was shut meanwhile is nobody's.
  const place = stands?.state === 'held' && stands.slotClosed ? undefined : stands;
  const officeName = offices.find(({ code }) => code === (place?.officeCode ?? looksAt))?.name;
  return (
    <section class="so-far" aria-labelledby="so-far-title">
      <h2 id="so-far-title">{visit.state === 'booked' ? texts.booked : texts.title}</h2>
      <dl>
        <dt>{texts.service}</dt>
        <dd>
          <Phrase>{visit.serviceName}</Phrase>
        </dd>
        {(visit.noticeIds.length > 0 || visit.people > 1) && <dt>{texts.who}</dt>}
        {visit.people > 1 && <dd>{texts.people(visit.people)}</dd>}
        {visit.noticeIds.map((id) => (
          <dd class="number">{texts.notice(id)}</dd>
        ))}
        {officeName !== undefined && (
          <>
            <dt>{texts.office[byOf(visit)]}</dt>
            <dd>{officeName}</dd>
          </>
        )}
        {place !== undefined && (
          <>
            <dt>{visit.state === 'held' ? texts.held : texts.when}</dt>
            <dd>
              <Phrase>{shortWhen(place.day, place.startMinute)}</Phrase>
            </dd>
          </>
        )}
      </dl>
      {/* A held place has its own end, and no visit ends before it. */}
      {visit.state !== 'held' && (
        <div
          class="visit-ends no-print"
          data-visit-seconds={Math.max(0, Math.floor((visit.expiresAt.getTime() - visit.serverNow.getTime()) / 1000))}
          data-visit-soon={plain(texts.soon)}
          data-visit-on={texts.goOn}
        >
          <p class="small">
            <Phrase>{texts.ends(clockOf(visit.expiresAt))}</Phrase>
          </p>
          <div class="visit-told" role="alert" />
        </div>
      )}
    </section>
  );
}
