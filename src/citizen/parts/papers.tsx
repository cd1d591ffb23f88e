import { Phrase } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import type { PaperGroup } from '../../reservations/papers.ts';
import { useTexts } from '../speech.tsx';
import { Bullets } from './bullets.tsx';

type Words = ReturnType<typeof useTexts>['party'];

/** Whose papers they are: 1人目・2人目の方; of a party that all bring the same, each of them. */
export const whose = (words: Words, { who }: PaperGroup, people: number): string =>
  who.length === people ? words.each : put(words.those, { who: who.map((n) => put(words.number, { n })).join(words.between) });

/** The notice IDs that were typed, each with its number in the party where several stand together. Nothing where nobody of them comes by card. */
export function PaperIds({ people }: { people: readonly { n: number; id: string | null }[] }) {
  const words = useTexts().party;
  const known = people.filter(({ id }) => id !== null);
  if (known.length === 0) return null;
  return (
    <span class="paper-ids">
      {words.id}
      {known.map(({ n, id }) => (
        <>
          {' '}
          <span class="whole">
            {people.length > 1 && <Phrase>{`${put(words.number, { n })} `}</Phrase>}
            <span class="code">{id}</span>
          </span>
        </>
      ))}
    </span>
  );
}

/** Whose papers, by the notice IDs that were typed, with the mark of who is under 15; of one who comes alone they need no name. */
export function PaperHead({ group, people }: { group: PaperGroup; people: number }) {
  const texts = useTexts();
  const words = texts.party;
  if (people < 2) return <Phrase>{texts.needs.papers}</Phrase>;
  return (
    <>
      <Phrase>{put(words.papers, { whose: whose(words, group, people) })}</Phrase>
      {group.under15 === true && <span class="under">{words.under15}</span>}
      <PaperIds people={group.who.map((n, at) => ({ n, id: group.ids[at] ?? null }))} />
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
