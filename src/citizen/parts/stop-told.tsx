import { momentWhen } from '../../languages/index.ts';
import { Phrase, Says } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import { Theirs, useSay, useTexts } from '../speech.tsx';

/** §8(3)⑬: that it is maintenance, why, and when it ends as the largest line; on the site's page and on the one that stands in for it. */
export function StopTold({ stop }: { stop: { reason: string; endsAt: Date } }) {
  const words = useTexts().maintenance;
  const say = useSay();
  return (
    <>
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
    </>
  );
}
