import { Phrase, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import { senderDomain } from '../../../site/city.ts';
import { useTexts } from '../../speech.tsx';

/** §8(3)③: what to allow so that our mail comes, and where each carrier has it. Not folded away: IE11 knows no `details`. */
export function Carriers() {
  const words = useTexts().mail;
  const domain = senderDomain();
  return (
    <div class="carriers">
      <Says>{domain === '' ? words.filterAny : put(words.carriers.allow, { domain })}</Says>
      <h3>
        <Phrase>{words.carriers.title}</Phrase>
      </h3>
      <dl>
        {Object.values(words.carriers.each).map(({ name, how }) => (
          <>
            <dt>
              <Phrase>{name}</Phrase>
            </dt>
            <dd>
              <Phrase>{how}</Phrase>
            </dd>
          </>
        ))}
      </dl>
    </div>
  );
}
