import { randomUUID } from 'node:crypto';
import { Button, LinkButton, Phrase, PostForm, Says } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import { Frame } from '../frame.tsx';
import { paths, withQuery } from '../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../route.ts';
import { useSay, useTexts } from '../speech.tsx';
import { type Holding, standing } from '../visit.ts';

function LapsedPage({ token, held }: { token: string; held: Holding }) {
  const texts = useTexts().lapsed;
  const say = useSay();
  return (
    <Frame title={texts.title} token={token}>
      <h1>
        <Phrase>{texts.title}</Phrase>
      </h1>
      <Says class="lead">{put(texts.says, { when: say.shortWhen(held.day, held.startMinute) })}</Says>
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
export function withoutHold({ token, visit }: VisitAsk): Answer {
  if (standing(visit, 'booked') !== undefined) return go(paths.reservation);
  const held = standing(visit, 'held', 'lapsed');
  // Held a moment ago, and the act found it lapsed.
  if (held !== undefined) return show(<LapsedPage token={token()} held={held} />, 409);
  return go(paths.calendar);
}
