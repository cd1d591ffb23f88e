import { Phrase } from '../../lib/html/index.ts';
import type { Language, Words } from '../language.ts';
import { type ByKind, byOf } from '../offers.ts';
import type { VisitRow } from '../read-visits.ts';
import { shortWhen } from './when.ts';

const words: Words<{
  title: string;
  who: string;
  notice: (id: string) => string;
  office: ByKind<string>;
  when: string;
  service: string;
}> = {
  ja: {
    title: 'ここまでの内容',
    who: '来られる方',
    notice: (id) => `交付通知書ID ${id}`,
    office: { card: '受け取る場所', person: '手続きの場所' },
    when: '日時',
    service: '手続き',
  },
};

/** What was chosen so far, beside the page. Of the person only the notice ID they typed themselves; names stand on the check page alone. */
export function SoFar({
  visit,
  language,
  officeName,
  when,
}: {
  visit: VisitRow;
  language: Language;
  officeName?: string | undefined;
  when?: string | undefined;
}) {
  const texts = words[language];
  const held =
    visit.state === 'held' && visit.day !== null && visit.startMinute !== null
      ? shortWhen(visit.day, visit.startMinute)
      : undefined;
  const shown = when ?? held;
  return (
    <section class="so-far" aria-labelledby="so-far-title">
      <h2 id="so-far-title">{texts.title}</h2>
      <dl>
        <dt>{texts.service}</dt>
        <dd>
          <Phrase>{visit.serviceName}</Phrase>
        </dd>
        {visit.noticeIds.length > 0 && <dt>{texts.who}</dt>}
        {visit.noticeIds.map((id) => (
          <dd class="number">{texts.notice(id)}</dd>
        ))}
        {officeName !== undefined && (
          <>
            <dt>{texts.office[byOf(visit)]}</dt>
            <dd>{officeName}</dd>
          </>
        )}
        {shown !== undefined && (
          <>
            <dt>{texts.when}</dt>
            <dd>
              <Phrase>{shown}</Phrase>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
