import type { TextsByPart } from '../../languages/by-language.ts';

/** What the city says in place of built-in words. A part or a language that is missing is said as it is built in. */
export type Said = {
  readonly texts: TextsByPart;
  /** It is not shown at all. */
  readonly hidden: boolean;
};

/** As it is built in. */
export const BUILT_IN: Said = { texts: {}, hidden: false };

/** As the database has it. */
export type KeptSaid = Partial<Said>;

export const saidFrom = (kept: KeptSaid | undefined): Said => ({ ...BUILT_IN, ...kept });

/** Without parts of which nothing is said. */
export const withoutEmpty = ({ texts, hidden }: Said): Said => ({
  texts: Object.fromEntries(
    Object.entries(texts).flatMap(([part, by]) => {
      const own = Object.entries(by).filter(([, text]) => text !== '');
      return own.length === 0 ? [] : [[part, Object.fromEntries(own)]];
    }),
  ),
  hidden,
});

/** A part in a language; undefined: as it is built in. */
export const ownText = ({ texts }: Said, part: string, language: string): string | undefined => texts[part]?.[language];
