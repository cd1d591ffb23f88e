import { spokenMinutes } from '../../lib/dates/format.ts';
import { Button, Phrase, PostForm } from '../../lib/html/index.ts';
import type { Numbers } from '../common.ts';
import type { Language, Words } from '../language.ts';
import { paths } from '../paths.ts';
import type { VisitRow } from '../read-visits.ts';
import { clockOf, shortWhen } from './when.ts';

const words: Words<{
  label: string;
  holding: (when: string) => string;
  until: (time: string) => string;
  extend: (time: string) => string;
  soon: (extend: string) => string;
  soonLast: string;
  gone: string;
}> = {
  ja: {
    label: 'お席をおさえています',
    holding: (when) => `${when}を|おさえています`,
    until: (time) => `${time}まで`,
    extend: (time) => `あと${time}のばす`,
    soon: (extend) => `もうすぐ、|おさえていた席が|なくなります。|続ける方は、|「${extend}」を|押してください。`,
    soonLast: 'もうすぐ、|おさえていた席が|なくなります。',
    gone: 'おさえていた|時間が|過ぎました。|次へ進むと、|もう一度|選べます。',
  },
};

/** Until when the place is kept, and one press to keep it longer. `page`: where the press comes back to. */
export function Hold({
  visit,
  token,
  page,
  numbers,
  language,
}: {
  visit: VisitRow;
  token: string;
  page: 'cautions' | 'check';
  numbers: Numbers;
  language: Language;
}) {
  const texts = words[language];
  if (visit.heldUntil === null || visit.day === null || visit.startMinute === null) return null;
  const extend = texts.extend(spokenMinutes(numbers.holdMinutes));
  const prolongable = visit.extended < numbers.holdExtensions;
  const left = Math.max(0, Math.floor((visit.heldUntil.getTime() - visit.serverNow.getTime()) / 1000));
  return (
    <section class="hold" aria-label={texts.label} data-hold-seconds={left}>
      <div class="hold-in">
        <div class="hold-text">
          <p class="small">
            <Phrase>{texts.holding(shortWhen(visit.day, visit.startMinute))}</Phrase>
          </p>
          <p class="hold-until">{texts.until(clockOf(visit.heldUntil))}</p>
        </div>
        {prolongable && (
          <PostForm action={paths.extend} token={token} hidden={{ page }}>
            <Button kind="second">{extend}</Button>
          </PostForm>
        )}
      </div>
      {/* The places exist from the start, or a screen reader does not hear what is put into them. */}
      <div role="alert">
        <p data-hold-soon="" hidden>
          <Phrase>{prolongable ? texts.soon(extend) : texts.soonLast}</Phrase>
        </p>
        <p data-hold-gone="" hidden>
          <Phrase>{texts.gone}</Phrase>
        </p>
      </div>
    </section>
  );
}
