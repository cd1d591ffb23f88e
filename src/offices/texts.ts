import type { TextsByPart } from '../languages/by-language.ts';
import type { OfficeFacts } from './read.ts';

/** Under which name the texts of an office are kept (`site.wordings`). */
export const officeTextsName = (id: number): string => `office.${id}`;

/** What citizens read of an office. */
export const officeTexts = ({ name, names, address, directions, phone, facilities }: OfficeFacts): TextsByPart => ({
  name: { ja: name, ...names },
  address: { ja: address },
  directions: { ja: directions },
  phone: { ja: phone },
  facilities: { ja: facilities.join('\n') },
});

/** The same office with other texts; a part that is not there stays. */
export function withOfficeTexts(facts: OfficeFacts, texts: TextsByPart): OfficeFacts {
  const { ja: name = facts.name, ...names } = texts['name'] ?? facts.names;
  const was = (part: string, now: string): string => texts[part]?.['ja'] ?? now;
  return {
    ...facts,
    name,
    names,
    address: was('address', facts.address),
    directions: was('directions', facts.directions),
    phone: was('phone', facts.phone),
    facilities: was('facilities', facts.facilities.join('\n'))
      .split('\n')
      .filter((line) => line !== ''),
  };
}
