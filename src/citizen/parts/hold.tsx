import { Button, Phrase, PostForm } from '../../lib/html/index.ts';
import type { Language, Words } from '../language.ts';
import { paths } from '../paths.ts';
import type { VisitRow } from '../read-visits.ts';
import { clockOf, shortWhen } from './when.ts';

const words: Words<{
  label: string;
  holding: (when: string) => string;
  until: (time: string) => string;
  extend: string;
  soon: string;
  gone: string;
}> = {
  ja: {
    label: 'お席をおさえています',
    holding: (when) => `${when}を|おさえています`,
    until: (time) => `${time}まで`,
    extend: 'あと10分のばす',
    soon: 'あと2分ほどで、|おさえていた席が|なくなります。|続ける方は、|「あと10分のばす」を|押してください。',
    gone: 'おさえていた|時間が|過ぎました。|次へ進むと、|もう一度|選べます。',
  },
};

/** Until when the place is kept, and one press to keep it longer. `page`: where the press comes back to. */
export function Hold({
  visit,
  token,
  page,
  language,
}: {
  visit: VisitRow;
  token: string;
  page: 'cautions' | 'check';
  language: Language;
}) {
  const texts = words[language];
  if (visit.heldUntil === null || visit.day === null || visit.startMinute === null) return null;
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
        <PostForm action={paths.extend} token={token} hidden={{ page }}>
          <Button kind="second">{texts.extend}</Button>
        </PostForm>
      </div>
      {/* The places exist from the start, or a screen reader does not hear what is put into them. */}
      <div role="alert">
        <p data-hold-soon="" hidden>
          <Phrase>{texts.soon}</Phrase>
        </p>
        <p data-hold-gone="" hidden>
          <Phrase>{texts.gone}</Phrase>
        </p>
      </div>
    </section>
  );
}
