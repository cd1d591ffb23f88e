import { factsOf, languageOf } from '../../../languages/index.ts';
import { Phrase } from '../../../lib/html/index.ts';
import type { AgreedText } from '../../acts.ts';
import { GroupHead, grouped } from '../../parts/caution-boxes.tsx';
import { useSpeech, useTexts } from '../../speech.tsx';

/** On paper alone: the cautions that were agreed to, by whom they concern as their boxes stood, each as it read then and in the language it was read in (§8(3)⑨). */
export function AgreedOnPaper({ agreed, people }: { agreed: readonly AgreedText[]; people: number }) {
  const { reservation: words } = useTexts();
  const here = factsOf(useSpeech().language).lang;
  if (agreed.length === 0) return null;
  return (
    <section class="section agreed">
      <h2>
        <Phrase>{words.agreedTitle}</Phrase>
      </h2>
      {grouped(agreed, people).map((group) => (
        <>
          <h3>
            <GroupHead group={group} people={people} />
          </h3>
          <ul class="bullets">
            {group.map(({ body, said, language }) => {
              const lang = factsOf(said === null ? 'ja' : languageOf(language)).lang;
              return (
                <li lang={lang === here ? undefined : lang}>
                  <Phrase>{said ?? body}</Phrase>
                </li>
              );
            })}
          </ul>
        </>
      ))}
    </section>
  );
}
