import { factsOf, languageOf } from '../../../languages/index.ts';
import { Phrase } from '../../../lib/html/index.ts';
import type { AgreedText } from '../../acts.ts';
import { useSpeech, useTexts } from '../../speech.tsx';

/** On paper alone: the cautions that were agreed to, each as it read then and in the language it was read in (§8(3)⑨). */
export function AgreedOnPaper({ agreed }: { agreed: readonly AgreedText[] }) {
  const { reservation: words } = useTexts();
  const here = factsOf(useSpeech().language).lang;
  if (agreed.length === 0) return null;
  return (
    <section class="section agreed">
      <h2>
        <Phrase>{words.agreedTitle}</Phrase>
      </h2>
      <ul class="bullets">
        {agreed.map(({ body, said, language }) => {
          const lang = factsOf(said === null ? 'ja' : languageOf(language)).lang;
          return (
            <li lang={lang === here ? undefined : lang}>
              <Phrase>{said ?? body}</Phrase>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
