const BRACKETS = /\[([^\]]+)\]/gu;
/** `8(2)⑤`, `11(12)`, or a bare number with its sign, `§10`: `[10]` alone is too often a value in a title. */
const NAME = /^(?:(\d+\(\d+\)[①-⑳]?)|§(\d+))([a-z]*)$/u;

/** The demands a title names in brackets, letter by letter: `[8(2)⑤cd]` names 8(2)⑤c and 8(2)⑤d, `[8(2)⑤]` names 8(2)⑤. */
export function clausesIn(title: string): string[] {
  const named = [...title.matchAll(BRACKETS)].flatMap(([, inside = '']) =>
    inside.split(/[\s,、]+/u).flatMap((word) => {
      const [, clause, section, letters = ''] = NAME.exec(word) ?? [];
      const base = clause ?? section;
      if (base === undefined) return [];
      return letters === '' ? [base] : [...letters].map((letter) => base + letter);
    }),
  );
  return [...new Set(named)];
}
