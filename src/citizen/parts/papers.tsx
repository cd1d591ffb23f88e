import { Phrase } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import type { PaperGroup } from '../../reservations/papers.ts';
import { useTexts } from '../speech.tsx';
import { Bullets } from './bullets.tsx';

type Words = ReturnType<typeof useTexts>['party'];

/** Whose papers they are: 1人目・2人目の方; of a party that all bring the same, each of them. */
export const whose = (words: Words, { who }: PaperGroup, people: number): string =>
  who.length === people ? words.each : put(words.those, { who: who.map((n) => put(words.number, { n })).join(words.between) });

/** Whose papers, by the notice IDs that were typed, with the mark of who is under 15; of one who comes alone they need no name. */
export function PaperHead({ group, people }: { group: PaperGroup; people: number }) {
  const texts = useTexts();
  const words = texts.party;
  if (people < 2) return <Phrase>{texts.needs.papers}</Phrase>;
  const ids = group.ids.filter((id) => id !== null);
  return (
    <>
      <Phrase>{put(words.papers, { whose: whose(words, group, people) })}</Phrase>
      {group.under15 === true && <span class="under">{words.under15}</span>}
      {ids.length > 0 && (
        <span class="paper-ids">
          {words.id}
          {ids.map((id) => (
            <>
              {' '}
              <span class="code">{id}</span>
            </>
          ))}
        </span>
      )}
    </>
  );
}

/** What each of a party brings, who brings the same together. */
export const Papers = ({ groups, people }: { groups: readonly PaperGroup[]; people: number }) => (
  <>
    {groups.map((group) => (
      <div class="paper-group">
        <h3>
          <PaperHead group={group} people={people} />
        </h3>
        <Bullets theirs={group.bring} />
      </div>
    ))}
  </>
);
