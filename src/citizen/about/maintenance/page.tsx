import { momentWhen } from '../../../languages/index.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { Maintenance } from '../../common.ts';
import { Frame } from '../../frame.tsx';
import { Theirs, useSay, useTexts } from '../../speech.tsx';

/** §8(3)⑬: that it is maintenance, and when it ends, as the largest line. `pressed`: a form was sent, and nothing came of it. */
export function MaintenancePage({ stop, pressed }: { stop: Maintenance; pressed: boolean }) {
  const words = useTexts().maintenance;
  const say = useSay();
  return (
    <Frame title={words.title} finish={false}>
      <h1>
        <Phrase>{words.title}</Phrase>
      </h1>
      <Says class="lead">{words.lead}</Says>
      {stop.reason !== '' && (
        <p class="lead">
          <Theirs>{stop.reason}</Theirs>
        </p>
      )}
      <dl class="until">
        <dt>{words.back}</dt>
        <dd>
          <Phrase>{put(words.from, { when: momentWhen(say, stop.endsAt) })}</Phrase>
        </dd>
      </dl>
      <section class="section">
        <h2>
          <Phrase>{words.midTitle}</Phrase>
        </h2>
        {pressed && <Says>{words.pressed}</Says>}
        <Says>{words.mid}</Says>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.bookedTitle}</Phrase>
        </h2>
        <Says>{words.booked}</Says>
      </section>
      <section class="section">
        <h2>
          <Phrase>{words.hurryTitle}</Phrase>
        </h2>
        <Says>{words.hurry}</Says>
      </section>
    </Frame>
  );
}
