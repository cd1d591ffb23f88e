import { randomUUID } from 'node:crypto';
import { Button, LinkButton, Phrase, PostForm, Says } from '../../lib/html/index.ts';
import { Frame } from '../frame.tsx';
import type { Language, Words } from '../language.ts';
import { paths, withQuery } from '../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../route.ts';
import { type Holding, standing } from '../visit.ts';
import { shortWhen } from './when.ts';

const words: Words<{ title: string; says: (when: string) => string; more: string; again: string; others: string }> = {
  ja: {
    title: '確保の|期限が|過ぎました',
    says: (when) => `${when}の|確保は、|期限が|過ぎたため|終わりました。`,
    more: '空いていれば、|同じ時間を|もう一度|確保できます。|予約は|まだ|完了していません。',
    again: '同じ時間をもう一度確保する',
    others: 'ほかの時間を見る',
  },
};

function LapsedPage({ language, token, held }: { language: Language; token: string; held: Holding }) {
  const texts = words[language];
  return (
    <Frame language={language} title={texts.title} token={token}>
      <h1>
        <Phrase>{texts.title}</Phrase>
      </h1>
      <Says class="lead">{texts.says(shortWhen(held.day, held.startMinute))}</Says>
      <Says class="lead">{texts.more}</Says>
      <div class="acts">
        <PostForm
          class="inline-form"
          action={paths.times}
          token={token}
          hidden={{ office: held.officeCode, day: held.day, slot: String(held.slotId), id: randomUUID() }}
        >
          <Button>{texts.again}</Button>
        </PostForm>{' '}
        <LinkButton kind="second" href={withQuery(paths.times, { office: held.officeCode, day: held.day })}>
          {texts.others}
        </LinkButton>
      </div>
    </Frame>
  );
}

/** A page that needs a held place meets a visit without one: it says so, or goes to where the visit stands. */
export function withoutHold({ language, token, visit }: VisitAsk): Answer {
  if (standing(visit, 'booked') !== undefined) return go(paths.reservation);
  const held = standing(visit, 'held', 'lapsed');
  // Held a moment ago, and the act found it lapsed.
  if (held !== undefined) return show(<LapsedPage language={language} token={token()} held={held} />, 409);
  return go(paths.calendar);
}
