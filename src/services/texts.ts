import type { TextsByPart } from '../languages/by-language.ts';
import type { ServiceFacts } from './read.ts';

/** Under which name the texts of a service are kept (`site.wordings`). Cautions have versions of their own: bookings keep which one was agreed to. */
export const serviceTextsName = (id: number): string => `service.${id}`;

/** What citizens read of a service: its name, what to bring (§8(3)⑨), and who may come where the city says so. */
export const serviceTexts = ({ name, names, who, bring, bringUnder15 }: ServiceFacts): TextsByPart => ({
  name: { ja: name, ...names },
  who: { ja: who.join('\n') },
  bring: { ja: bring.join('\n') },
  bringUnder15: { ja: bringUnder15.join('\n') },
});

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** The same service with other texts; a part that is not there stays. */
export function withServiceTexts(facts: ServiceFacts, texts: TextsByPart): ServiceFacts {
  const { ja: name = facts.name, ...names } = texts['name'] ?? facts.names;
  return {
    ...facts,
    name,
    names,
    who: texts['who'] === undefined ? facts.who : lines(texts['who']['ja'] ?? ''),
    bring: lines(texts['bring']?.['ja'] ?? facts.bring.join('\n')),
    bringUnder15: lines(texts['bringUnder15']?.['ja'] ?? facts.bringUnder15.join('\n')),
  };
}
